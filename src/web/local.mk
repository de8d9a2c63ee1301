noinst_LIBRARIES += libweb.a
libweb_a_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS)
libweb_a_SOURCES = \
	%D%/body.c \
	%D%/cached.c \
	%D%/cached.h \
	%D%/dispatch.c \
	%D%/fcgi.c \
	%D%/fcgi.h \
	%D%/form.c \
	%D%/form.h \
	%D%/guest.c \
	%D%/guest.h \
	%D%/idempotency.c \
	%D%/idempotency.h \
	%D%/input.c \
	%D%/input.h \
	%D%/json.c \
	%D%/json.h \
	%D%/json_build.c \
	%D%/json_names.c \
	%D%/json_names.h \
	%D%/json_print.c \
	%D%/json_walk.c \
	%D%/metrics.c \
	%D%/metrics.h \
	%D%/multipart.c \
	%D%/multipart.h \
	%D%/page.c \
	%D%/page.h \
	%D%/program.c \
	%D%/program.h \
	%D%/rate.c \
	%D%/rate.h \
	%D%/reply.c \
	%D%/reply.h \
	%D%/req.h \
	%D%/route.c \
	%D%/route_view.c \
	%D%/route.h \
	%D%/serve.c \
	%D%/session.c \
	%D%/session.h \
	%D%/template.h \
	%D%/template_context.c \
	%D%/template_load.c \
	%D%/template_ops.h \
	%D%/template_parse.c \
	%D%/template_render.c \
	%D%/web.h
nodist_libweb_a_SOURCES = sql/web.c sql/web.h

noinst_PROGRAMS += src/layers/web
src_layers_web_SOURCES = src/layers/empty.c
src_layers_web_LDADD = $(WHOLE) libweb.a $(NO_WHOLE) libstore.a libbase.a $(FCGI_LIBS) $(STORE_LIBS) $(BASE_LIBS) -lm
EXTRA_src_layers_web_DEPENDENCIES = libweb.a libstore.a libbase.a
