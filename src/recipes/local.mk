noinst_LIBRARIES += librecipes.a
librecipes_a_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS) $(PHOTO_CFLAGS)
librecipes_a_SOURCES = \
	%D%/allergen.c \
	%D%/allergen.h \
	%D%/allergen_table.c \
	%D%/allergen_table.h \
	%D%/api.h \
	%D%/demo.c \
	%D%/demo.h \
	%D%/demo_many.c \
	%D%/diff.c \
	%D%/diff.h \
	%D%/diff_view.c \
	%D%/duration.c \
	%D%/duration.h \
	%D%/export.c \
	%D%/export.h \
	%D%/export_text.c \
	%D%/form_read.c \
	%D%/form_view.c \
	%D%/import.c \
	%D%/import.h \
	%D%/import_charset.c \
	%D%/import_extension.c \
	%D%/import_fields.c \
	%D%/import_graph.c \
	%D%/import_guess.c \
	%D%/import_parts.h \
	%D%/import_steps.c \
	%D%/import_text.c \
	%D%/import_text.h \
	%D%/import_time.c \
	%D%/ingredient.c \
	%D%/ingredient.h \
	%D%/ingredient_head.c \
	%D%/ingredient_reader.h \
	%D%/ingredient_words.h \
	%D%/input.c \
	%D%/jobs.c \
	%D%/json_repair.c \
	%D%/list.c \
	%D%/list_page.c \
	%D%/live.c \
	%D%/module.c \
	%D%/page.c \
	%D%/page.h \
	%D%/page_impl.h \
	%D%/page_items.c \
	%D%/page_parts.c \
	%D%/pages.h \
	%D%/paste.c \
	%D%/paste.h \
	%D%/photo_codec.c \
	%D%/photo_codec.h \
	%D%/photo_header.c \
	%D%/photo_header.h \
	%D%/photos.c \
	%D%/picture.c \
	%D%/picture.h \
	%D%/picture_impl.h \
	%D%/picture_raster.c \
	%D%/picture_shapes.c \
	%D%/picture_side.c \
	%D%/picture_top.c \
	%D%/quantity.c \
	%D%/quantity.h \
	%D%/quantity_parse.c \
	%D%/recipe.c \
	%D%/recipe.h \
	%D%/recipe_check.c \
	%D%/recipe_tidy.c \
	%D%/recipes.h \
	%D%/recipes_module.h \
	%D%/records.c \
	%D%/search.c \
	%D%/search.h \
	%D%/search_index.c \
	%D%/search_index.h \
	%D%/search_records.c \
	%D%/show_view.c \
	%D%/step.c \
	%D%/step.h \
	%D%/step_show.c \
	%D%/tags.c \
	%D%/tags.h \
	%D%/units.c \
	%D%/units.h \
	%D%/units_table.c \
	%D%/view.c \
	%D%/web_api.c \
	%D%/web_form.c \
	%D%/web_list.c \
	%D%/web_photo.c \
	%D%/web_show.c \
	%D%/wild.c \
	%D%/wild.h \
	%D%/words.c \
	%D%/words.h \
	%D%/words_number.c
nodist_librecipes_a_SOURCES = sql/recipes.c sql/recipes.h

noinst_PROGRAMS += src/layers/recipes
src_layers_recipes_SOURCES = src/layers/empty.c
src_layers_recipes_LDADD = $(WHOLE) librecipes.a $(NO_WHOLE) libweb.a libstore.a libbase.a $(PHOTO_LIBS) $(FCGI_LIBS) $(STORE_LIBS) $(BASE_LIBS) -lm
EXTRA_src_layers_recipes_DEPENDENCIES = librecipes.a libweb.a libstore.a libbase.a
