noinst_LIBRARIES += libweb.a
libweb_a_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS)
libweb_a_SOURCES = \
	%D%/json.c \
	%D%/json.h \
	%D%/json_build.c \
	%D%/json_names.c \
	%D%/json_names.h \
	%D%/json_print.c
