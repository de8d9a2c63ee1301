pkglibexec_PROGRAMS += cgi-bin/drawings.fcgi cgi-bin/recipes.fcgi cgi-bin/staff.fcgi
cgi_bin_drawings_fcgi_SOURCES = %D%/drawings.c
cgi_bin_drawings_fcgi_LDADD = libdrawings.a libweb.a libimage.a libstore.a libbase.a $(IMAGE_LIBS) $(QRENCODE_LIBS) $(FCGI_LIBS) \
	$(STORE_LIBS) $(BASE_LIBS) $(MALLOC_LIBS) -lm
cgi_bin_recipes_fcgi_SOURCES = %D%/recipes.c
cgi_bin_recipes_fcgi_LDADD = librecipes.a libweb.a libimage.a libstore.a libbase.a $(PHOTO_LIBS) $(IMAGE_LIBS) $(FCGI_LIBS) \
	$(STORE_LIBS) $(BASE_LIBS) $(MALLOC_LIBS) -lm
cgi_bin_staff_fcgi_SOURCES = %D%/staff.c
cgi_bin_staff_fcgi_LDADD = libstaff.a libweb.a libstore.a libbase.a $(FCGI_LIBS) $(STORE_LIBS) $(BASE_LIBS) $(MALLOC_LIBS) -lm
