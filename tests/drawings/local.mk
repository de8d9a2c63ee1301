check_PROGRAMS += tests/check-drawings
tests_check_drawings_SOURCES = $(TEST_MAIN) \
	%D%/sample.c \
	%D%/sample.h \
	%D%/scene.c \
	%D%/scene.h \
	%D%/test_chd1.c \
	%D%/test_curve.c \
	%D%/test_demo.c \
	%D%/test_drawing.c \
	%D%/test_import.c \
	%D%/test_limits.c \
	%D%/test_live.c \
	%D%/test_golden.c \
	%D%/test_raster.c \
	%D%/test_render.c \
	%D%/test_svg.c \
	%D%/test_twin.c
tests_check_drawings_CPPFLAGS = -DTOP_SRCDIR='"$(abs_top_srcdir)"' $(TEST_CPPFLAGS) -I$(top_srcdir)/%D%
tests_check_drawings_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS) $(IMAGE_CFLAGS) $(WEBPDEMUX_CFLAGS) $(ZLIB_CFLAGS) $(CUNIT_CFLAGS)
tests_check_drawings_LDADD = libdrawings.a libimage.a libstore.a libbase.a $(IMAGE_LIBS) $(WEBPDEMUX_LIBS) $(CUNIT_LIBS) $(ZLIB_LIBS) $(STORE_LIBS) $(BASE_LIBS) -lm

# Rules, appending and pages: with a fake database, so that no server is needed.
check_PROGRAMS += tests/check-drawing-pages
tests_check_drawing_pages_SOURCES = $(TEST_MAIN) \
	tests/web/asked.c tests/web/asked.h tests/web/fake_db.c tests/web/fake_db.h \
	tests/web/members.c tests/web/members.h \
	%D%/sample.c \
	%D%/sample.h \
	%D%/test_append.c \
	%D%/test_pages.c \
	%D%/test_rules.c
tests_check_drawing_pages_CPPFLAGS = -DTOP_SRCDIR='"$(abs_top_srcdir)"' $(TEST_CPPFLAGS) -I$(top_srcdir)/%D% -I$(top_srcdir)/tests/web
tests_check_drawing_pages_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS) $(CUNIT_CFLAGS)
tests_check_drawing_pages_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=template_render
tests_check_drawing_pages_LDADD = libdrawings.a libweb.a libimage.a libstore.a libbase.a $(IMAGE_LIBS) $(QRENCODE_LIBS) $(CUNIT_LIBS) \
	$(FCGI_LIBS) $(STORE_LIBS) $(BASE_LIBS) -lm

# Prints hashes of pictures: tests/live/wasm.sh compares them between builds of the rasteriser.
noinst_PROGRAMS += tests/drawings/raster-hash
tests_drawings_raster_hash_SOURCES = %D%/raster_hash.c
tests_drawings_raster_hash_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS)
tests_drawings_raster_hash_LDADD = libdrawings.a libbase.a $(BASE_LIBS) -lm
