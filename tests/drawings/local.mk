check_PROGRAMS += tests/check-drawings
tests_check_drawings_SOURCES = $(TEST_MAIN) \
	%D%/test_curve.c
tests_check_drawings_CPPFLAGS = $(TEST_CPPFLAGS)
tests_check_drawings_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS) $(CUNIT_CFLAGS)
tests_check_drawings_LDADD = libdrawings.a libbase.a $(CUNIT_LIBS) $(BASE_LIBS) -lm
