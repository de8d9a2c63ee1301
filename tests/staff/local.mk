check_PROGRAMS += tests/check-staff
tests_check_staff_SOURCES = $(TEST_MAIN) \
	tests/web/asked.c tests/web/asked.h tests/web/fake_db.c tests/web/fake_db.h \
	%D%/tables.c %D%/tables.h \
	%D%/test_audit.c \
	%D%/test_rules.c \
	%D%/test_staff.c
tests_check_staff_CPPFLAGS = -DTOP_SRCDIR='"$(abs_top_srcdir)"' $(TEST_CPPFLAGS) -I$(top_srcdir)/tests/web
tests_check_staff_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS) $(CUNIT_CFLAGS)
tests_check_staff_LDADD = libstaff.a libweb.a libstore.a libbase.a $(CUNIT_LIBS) $(FCGI_LIBS) $(STORE_LIBS) $(BASE_LIBS) -lm
