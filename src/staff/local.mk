noinst_LIBRARIES += libstaff.a
libstaff_a_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS)
libstaff_a_SOURCES = \
	%D%/audit.c \
	%D%/failures.c \
	%D%/jobs.c \
	%D%/module.c \
	%D%/passwords.c \
	%D%/records.c \
	%D%/rules.c \
	%D%/staff.h \
	%D%/staff_module.h \
	%D%/web.c \
	%D%/web_log.c \
	%D%/web_people.c
nodist_libstaff_a_SOURCES = sql/staff.c sql/staff.h

noinst_PROGRAMS += src/layers/staff
src_layers_staff_SOURCES = src/layers/empty.c
src_layers_staff_LDADD = $(WHOLE) libstaff.a $(NO_WHOLE) libweb.a libstore.a libbase.a $(FCGI_LIBS) $(STORE_LIBS) $(BASE_LIBS) -lm
EXTRA_src_layers_staff_DEPENDENCIES = libstaff.a libweb.a libstore.a libbase.a
