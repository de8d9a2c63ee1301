pkglibexec_PROGRAMS += cgi-bin/recipes.fcgi cgi-bin/staff.fcgi
cgi_bin_recipes_fcgi_SOURCES = %D%/recipes.c
cgi_bin_recipes_fcgi_LDADD = librecipes.a libweb.a libstore.a libbase.a $(PHOTO_LIBS) $(FCGI_LIBS) $(STORE_LIBS) $(BASE_LIBS) $(MALLOC_LIBS) -lm
cgi_bin_staff_fcgi_SOURCES = %D%/staff.c
cgi_bin_staff_fcgi_LDADD = libstaff.a libweb.a libstore.a libbase.a $(FCGI_LIBS) $(STORE_LIBS) $(BASE_LIBS) $(MALLOC_LIBS) -lm
