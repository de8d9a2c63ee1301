noinst_LIBRARIES += libweb.a
libweb_a_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS)
libweb_a_SOURCES = \
	%D%/form.c \
	%D%/form.h \
	%D%/json.c \
	%D%/json.h \
	%D%/json_build.c \
	%D%/json_names.c \
	%D%/json_names.h \
	%D%/json_print.c \
	%D%/multipart.c \
	%D%/multipart.h \
	%D%/template.h \
	%D%/template_context.c \
	%D%/template_load.c \
	%D%/template_ops.h \
	%D%/template_parse.c \
	%D%/template_render.c
