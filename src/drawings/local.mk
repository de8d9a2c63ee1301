noinst_LIBRARIES += libdrawings.a
libdrawings_a_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS) $(IMAGE_CFLAGS) $(QRENCODE_CFLAGS)
libdrawings_a_SOURCES = \
	%D%/api.h \
	%D%/append.c \
	%D%/care.c \
	%D%/chd1.c \
	%D%/chd1.h \
	%D%/chd1_decode.c \
	%D%/chd1_encode.c \
	%D%/chd1_impl.h \
	%D%/curve.c \
	%D%/curve.h \
	%D%/demo_beings.c \
	%D%/demo_cast.h \
	%D%/demo_draw.c \
	%D%/demo_draw.h \
	%D%/demo_face.c \
	%D%/demo_face.h \
	%D%/demo_food.c \
	%D%/demo_form.c \
	%D%/demo_pen.c \
	%D%/demo_pen.h \
	%D%/demo_people.c \
	%D%/demo_pets.c \
	%D%/demo_tale.c \
	%D%/demo_wild.c \
	%D%/drawing.c \
	%D%/drawing.h \
	%D%/drawing_check.c \
	%D%/drawing_cost.c \
	%D%/drawing_cost.h \
	%D%/drawing_fault.c \
	%D%/drawing_fault.h \
	%D%/drawings.h \
	%D%/drawings_module.h \
	%D%/import_lines.c \
	%D%/import_lines.h \
	%D%/input.c \
	%D%/jobs.c \
	%D%/module.c \
	%D%/page_parts.c \
	%D%/pages.h \
	%D%/purge.c \
	%D%/raster.c \
	%D%/raster_area.c \
	%D%/raster.h \
	%D%/raster_impl.h \
	%D%/raster_live.c \
	%D%/raster_outline.c \
	%D%/raster_paint.c \
	%D%/raster_sweep.c \
	%D%/records.c \
	%D%/render.c \
	%D%/render.h \
	%D%/render_impl.h \
	%D%/render_replay.c \
	%D%/render_sheet.c \
	%D%/rules.c \
	%D%/save.c \
	%D%/seen.c \
	%D%/svg.c \
	%D%/svg.h \
	%D%/svg_impl.h \
	%D%/svg_outline.c \
	%D%/svg_path.c \
	%D%/twin.c \
	%D%/twin.h \
	%D%/view.c \
	%D%/web_api.c \
	%D%/web_mine.c \
	%D%/web_pages.c \
	%D%/web_picture.c \
	%D%/web_share.c \
	%D%/web_staff.c
nodist_libdrawings_a_SOURCES = sql/drawings.c sql/drawings.h

# The layer guard.
noinst_PROGRAMS += src/layers/drawings
src_layers_drawings_SOURCES = src/layers/empty.c
src_layers_drawings_LDADD = $(WHOLE) libdrawings.a $(NO_WHOLE) libweb.a libimage.a libstore.a libbase.a $(IMAGE_LIBS) $(QRENCODE_LIBS) \
	$(FCGI_LIBS) $(STORE_LIBS) $(BASE_LIBS) -lm
EXTRA_src_layers_drawings_DEPENDENCIES = libdrawings.a libweb.a libimage.a libstore.a libbase.a

# The rasteriser for the browser, made from the same files: www/wasm/raster.wasm. A folder of sources that can be written to gets a
# copy beside the other files of www, where ./run serves them from.
EXTRA_DIST += %D%/raster_wasm.c
RASTER_WASM_CODE = \
	%D%/chd1_decode.c \
	%D%/curve.c \
	%D%/drawing.c \
	%D%/drawing_check.c \
	%D%/raster.c \
	%D%/raster_area.c \
	%D%/raster_live.c \
	%D%/raster_outline.c \
	%D%/raster_paint.c \
	%D%/raster_sweep.c \
	%D%/raster_wasm.c
RASTER_WASM_FLAGS = --target=wasm32 -std=gnu11 -ffreestanding -fno-builtin -fno-strict-aliasing -mbulk-memory -msimd128 -O2 $(WARN_CFLAGS) \
	-Wno-missing-prototypes -nostdlib -Wl,--no-entry -Wl,-z,stack-size=131072
all-local: $(BUILT_WASM)
CLEANFILES += $(BUILT_WASM)
www/wasm/raster.wasm: $(RASTER_WASM_CODE) $(libdrawings_a_SOURCES)
	@$(MKDIR_P) $(@D)
	$(AM_V_GEN)$(WASM_CC) $(RASTER_WASM_FLAGS) -I$(top_srcdir)/src -o $@.tmp $(RASTER_WASM_CODE:%=$(top_srcdir)/%) && mv $@.tmp $@
	@if test -w $(top_srcdir)/www && ! cmp -s $@ $(top_srcdir)/$@; then \
		$(MKDIR_P) $(top_srcdir)/$(@D) && cp $@ $(top_srcdir)/$@.new && mv $(top_srcdir)/$@.new $(top_srcdir)/$@; fi
