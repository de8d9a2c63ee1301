check_PROGRAMS += tests/check-image
tests_check_image_SOURCES = $(TEST_MAIN) \
	%D%/test_image.c \
	%D%/test_png.c
tests_check_image_CPPFLAGS = $(TEST_CPPFLAGS)
tests_check_image_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS) $(IMAGE_CFLAGS) $(CUNIT_CFLAGS)
tests_check_image_LDADD = libimage.a libstore.a libbase.a $(IMAGE_LIBS) $(CUNIT_LIBS) $(STORE_LIBS) $(BASE_LIBS) -lm
