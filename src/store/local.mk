noinst_LIBRARIES += libstore.a
# mysql.h comes before banned.h, because its macros name banned functions.
libstore_a_CPPFLAGS = $(MARIADB_CFLAGS) -include mysql.h -include ma_pvio.h $(AM_CPPFLAGS)
libstore_a_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS) $(MEMCACHED_CFLAGS) $(INIH_CFLAGS)
libstore_a_SOURCES = \
	%D%/blob.c \
	%D%/blob.h \
	%D%/cache.c \
	%D%/cache.h \
	%D%/cache_batch.c \
	%D%/cache_batch.h \
	%D%/cache_conn.c \
	%D%/cache_internal.h \
	%D%/config.c \
	%D%/config.h \
	%D%/ctx.c \
	%D%/ctx.h \
	%D%/db.c \
	%D%/db.h \
	%D%/db_bind.c \
	%D%/db_internal.h \
	%D%/db_view.c \
	%D%/file.c \
	%D%/file.h \
	%D%/grant.c \
	%D%/jobs.c \
	%D%/lease.c \
	%D%/lease.h \
	%D%/migrate.c \
	%D%/migrate.h \
	%D%/outbox.c \
	%D%/outbox.h \
	%D%/pool.c \
	%D%/progress.c \
	%D%/progress.h \
	%D%/release.c \
	%D%/release.h \
	%D%/statement.h \
	%D%/store.h \
	%D%/transaction.c
nodist_libstore_a_SOURCES = sql/store.c sql/store.h
STORE_LIBS = $(MARIADB_LIBS) $(MEMCACHED_LIBS) $(INIH_LIBS)

noinst_PROGRAMS += src/layers/store
src_layers_store_SOURCES = src/layers/empty.c
src_layers_store_LDADD = $(WHOLE) libstore.a $(NO_WHOLE) libbase.a $(STORE_LIBS) $(BASE_LIBS) -lm
EXTRA_src_layers_store_DEPENDENCIES = libstore.a
