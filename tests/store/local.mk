# Statements of the tests.
BUILT_SOURCES += %D%/fixture.h
CLEANFILES += %D%/fixture.h %D%/fixture.c
%D%/%.h %D%/%.c: $(top_srcdir)/%D%/%.sql $(top_srcdir)/src/store/statements.pl
	$(AM_V_GEN)$(MKDIR_P) %D% && $(STATEMENTS) $(top_srcdir)/%D%/$*.sql %D%/$*.h %D%/$*.c

check_PROGRAMS += tests/check-store
tests_check_store_SOURCES = $(TEST_MAIN) $(TEST_SERVER) \
	%D%/test_cache.c \
	%D%/test_cache_batch.c \
	%D%/test_config.c \
	%D%/test_db.c \
	%D%/test_failure.c \
	%D%/test_file.c \
	%D%/test_migrate.c \
	%D%/test_outbox.c \
	%D%/test_statements.c \
	%D%/test_tls.c
EXTRA_tests_check_store_SOURCES = %D%/things.h
nodist_tests_check_store_SOURCES = %D%/fixture.c %D%/fixture.h sql/recipes.c sql/staff.c sql/web.c
tests_check_store_CPPFLAGS = $(MARIADB_CFLAGS) -include mysql.h -include ma_pvio.h $(TEST_SERVER_CPPFLAGS)
tests_check_store_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS) $(CUNIT_CFLAGS)
tests_check_store_LDADD = libstore.a libbase.a $(CUNIT_LIBS) $(STORE_LIBS) $(BASE_LIBS) -lm
