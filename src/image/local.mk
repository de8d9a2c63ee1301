noinst_LIBRARIES += libimage.a
libimage_a_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS) $(IMAGE_CFLAGS)
libimage_a_SOURCES = \
	%D%/image.c \
	%D%/image.h \
	%D%/image_film.c \
	%D%/image_film.h \
	%D%/image_job.c \
	%D%/image_png.c \
	%D%/image_png.h

# The layer guard. Programs without pictures (staff) do not link it.
noinst_PROGRAMS += src/layers/image
src_layers_image_SOURCES = src/layers/empty.c
src_layers_image_LDADD = $(WHOLE) libimage.a $(NO_WHOLE) libstore.a libbase.a $(IMAGE_LIBS) $(STORE_LIBS) $(BASE_LIBS) -lm
EXTRA_src_layers_image_DEPENDENCIES = libimage.a libstore.a libbase.a
