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
	%D%/test_units.c
tests_check_recipes_CPPFLAGS = $(TEST_CPPFLAGS)
tests_check_recipes_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS) $(CUNIT_CFLAGS)
tests_check_recipes_LDADD = librecipes.a libbase.a $(PHOTO_LIBS) $(CUNIT_LIBS) $(BASE_LIBS) -lm
