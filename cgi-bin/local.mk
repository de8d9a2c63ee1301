pkglibexec_PROGRAMS += cgi-bin/staff.fcgi
cgi_bin_staff_fcgi_SOURCES = %D%/staff.c
cgi_bin_staff_fcgi_LDADD = libstaff.a libweb.a libstore.a libbase.a $(FCGI_LIBS) $(STORE_LIBS) $(BASE_LIBS) -lm
