check_PROGRAMS += tests/check-recipes
tests_check_recipes_SOURCES = $(TEST_MAIN) \
	%D%/test_allergen.c \
	%D%/test_corpus.c \
	%D%/test_demo.c \
	%D%/test_diff.c \
	%D%/test_export.c \
	%D%/test_import.c \
	%D%/test_ingredient.c \
	%D%/test_paste.c \
	%D%/test_picture.c \
	%D%/test_quantity.c \
	%D%/test_recipe.c \
	%D%/test_search.c \
	%D%/test_step.c \
	%D%/test_units.c \
	%D%/test_words.c
tests_check_recipes_CPPFLAGS = $(TEST_CPPFLAGS)
tests_check_recipes_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS) $(CUNIT_CFLAGS)
tests_check_recipes_LDADD = librecipes.a libweb.a libimage.a libstore.a libbase.a $(PHOTO_LIBS) $(IMAGE_LIBS) $(CUNIT_LIBS) $(STORE_LIBS) $(BASE_LIBS) -lm

# Pages and photos: with fakes instead of records, so that no server is needed.
check_PROGRAMS += tests/check-recipe-pages
tests_check_recipe_pages_SOURCES = $(TEST_MAIN) \
	%D%/fakes.c %D%/fakes.h \
	%D%/test_document.c \
	tests/web/members.c tests/web/members.h \
	%D%/test_pages.c \
	%D%/test_photos.c
tests_check_recipe_pages_CPPFLAGS = -DTOP_SRCDIR='"$(abs_top_srcdir)"' $(TEST_CPPFLAGS) -I$(top_srcdir)/tests/web
tests_check_recipe_pages_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS) $(IMAGE_CFLAGS) $(PHOTO_CFLAGS) $(CUNIT_CFLAGS)
tests_check_recipe_pages_LDADD = librecipes.a libweb.a libimage.a libstore.a libbase.a $(PHOTO_LIBS) $(IMAGE_LIBS) $(CUNIT_LIBS) $(STORE_LIBS) $(BASE_LIBS) -lm

# The routes through the dispatcher, without a database.
check_PROGRAMS += tests/check-recipe-api
tests_check_recipe_api_SOURCES = $(TEST_MAIN) \
	tests/web/asked.c tests/web/asked.h tests/web/fake_db.c tests/web/fake_db.h \
	%D%/test_api.c
tests_check_recipe_api_CPPFLAGS = -DTOP_SRCDIR='"$(abs_top_srcdir)"' $(TEST_CPPFLAGS) -I$(top_srcdir)/tests/web
tests_check_recipe_api_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS) $(CUNIT_CFLAGS)
tests_check_recipe_api_LDADD = librecipes.a libweb.a libimage.a libstore.a libbase.a $(PHOTO_LIBS) $(IMAGE_LIBS) $(CUNIT_LIBS) $(FCGI_LIBS) $(STORE_LIBS) \
	$(BASE_LIBS) -lm
