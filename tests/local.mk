TEST_MAIN = %D%/main.c %D%/test.h
TEST_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests

check_PROGRAMS += tests/check-base
tests_check_base_SOURCES = $(TEST_MAIN) \
	%D%/base/test_base.c %D%/base/test_bytes.c %D%/base/test_html.c %D%/base/test_money.c %D%/base/test_text.c %D%/base/test_url.c
tests_check_base_CPPFLAGS = $(TEST_CPPFLAGS)
tests_check_base_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS) $(CUNIT_CFLAGS)
tests_check_base_LDADD = libbase.a $(CUNIT_LIBS) $(BASE_LIBS) -lm

# Private MariaDB and memcached for tests; needs libstore.a.
TEST_SERVER = %D%/server.c %D%/server.h
TEST_SERVER_CPPFLAGS = -DTOP_SRCDIR='"$(abs_top_srcdir)"' $(TEST_CPPFLAGS)

include %D%/drawings/local.mk
include %D%/image/local.mk
include %D%/recipes/local.mk
include %D%/staff/local.mk
include %D%/store/local.mk
include %D%/web/local.mk
