check_PROGRAMS += tests/check-web
tests_check_web_SOURCES = $(TEST_MAIN) \
	%D%/test_form.c \
	%D%/test_json.c \
	%D%/test_multipart.c \
	%D%/test_pages.c \
	%D%/test_template.c \
	%D%/test_view.c
tests_check_web_CPPFLAGS = -DTOP_SRCDIR='"$(abs_top_srcdir)"' $(TEST_CPPFLAGS)
tests_check_web_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS) $(CUNIT_CFLAGS)
tests_check_web_LDADD = libweb.a libbase.a $(CUNIT_LIBS) $(BASE_LIBS) -lm
