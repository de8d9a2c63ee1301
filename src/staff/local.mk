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
