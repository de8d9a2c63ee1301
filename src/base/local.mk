noinst_LIBRARIES += libbase.a
libbase_a_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS)
libbase_a_SOURCES = \
	%D%/arena.c %D%/arena.h %D%/banned.h %D%/buf.c %D%/buf.h %D%/clock.c %D%/clock.h %D%/err.c %D%/err.h \
	%D%/hash.c %D%/hash.h %D%/html.h %D%/id.c %D%/id.h %D%/log.c %D%/log.h %D%/str.c %D%/str.h %D%/utf8.c %D%/utf8.h %D%/view.c %D%/view.h

# The layer guard: the whole of base must link on its own.
noinst_PROGRAMS += src/layers/base
src_layers_base_SOURCES = src/layers/empty.c
src_layers_base_LDADD = $(WHOLE) libbase.a $(NO_WHOLE) $(BASE_LIBS) -lm
EXTRA_src_layers_base_DEPENDENCIES = libbase.a
