noinst_LIBRARIES += libstore.a
libstore_a_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS) $(MARIADB_CFLAGS) $(MEMCACHED_CFLAGS) $(INIH_CFLAGS)
libstore_a_SOURCES = \
	%D%/cache.h \
	%D%/config.h \
	%D%/ctx.c \
	%D%/ctx.h \
	%D%/db.h \
	%D%/file.h \
	%D%/lease.h \
	%D%/migrate.h \
	%D%/outbox.h \
	%D%/statement.h \
	%D%/store.h
STORE_LIBS = $(MARIADB_LIBS) $(MEMCACHED_LIBS) $(INIH_LIBS)

noinst_PROGRAMS += src/layers/store
src_layers_store_SOURCES = src/layers/empty.c
src_layers_store_LDADD = $(WHOLE) libstore.a $(NO_WHOLE) libbase.a $(STORE_LIBS) $(BASE_LIBS) -lm
EXTRA_src_layers_store_DEPENDENCIES = libstore.a
