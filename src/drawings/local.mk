noinst_LIBRARIES += libdrawings.a
libdrawings_a_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS)
libdrawings_a_SOURCES = \
	%D%/chd1.c \
	%D%/chd1.h \
	%D%/chd1_decode.c \
	%D%/chd1_encode.c \
	%D%/chd1_impl.h \
	%D%/curve.c \
	%D%/curve.h \
	%D%/drawing.c \
	%D%/drawing.h \
	%D%/drawing_check.c \
	%D%/drawing_fault.c \
	%D%/drawing_fault.h \
	%D%/import_lines.c \
	%D%/import_lines.h \
	%D%/raster.c \
	%D%/raster.h \
	%D%/raster_impl.h \
	%D%/raster_outline.c \
	%D%/raster_paint.c \
	%D%/raster_sweep.c \
	%D%/twin.c \
	%D%/twin.h

# The layer guard.
noinst_PROGRAMS += src/layers/drawings
src_layers_drawings_SOURCES = src/layers/empty.c
src_layers_drawings_LDADD = $(WHOLE) libdrawings.a $(NO_WHOLE) libbase.a $(BASE_LIBS) -lm
EXTRA_src_layers_drawings_DEPENDENCIES = libdrawings.a libbase.a
