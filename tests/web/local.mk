check_PROGRAMS += tests/check-web
tests_check_web_SOURCES = $(TEST_MAIN) \
	%D%/asked.c %D%/asked.h %D%/fake_db.c %D%/fake_db.h \
	%D%/test_ceiling.c \
	%D%/test_dispatch.c \
	%D%/frames.h \
	%D%/test_fcgi.c \
	%D%/test_form.c \
	%D%/test_idempotency.c \
	%D%/test_input.c \
	%D%/test_json.c \
	%D%/test_multipart.c \
	%D%/test_pages.c \
	%D%/test_rate.c \
	%D%/test_route.c \
	%D%/test_scanners.c \
	%D%/test_template.c \
	%D%/test_version.c \
	%D%/test_view.c
tests_check_web_CPPFLAGS = -DTOP_SRCDIR='"$(abs_top_srcdir)"' $(TEST_CPPFLAGS)
tests_check_web_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS) $(CUNIT_CFLAGS)
tests_check_web_LDADD = libweb.a libstore.a libbase.a $(CUNIT_LIBS) $(FCGI_LIBS) $(STORE_LIBS) $(BASE_LIBS) -lm
