sbin_PROGRAMS += src/bin/midwayctl
src_bin_midwayctl_SOURCES = %D%/midwayctl.c
src_bin_midwayctl_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS)
src_bin_midwayctl_LDADD = libstore.a libbase.a $(STORE_LIBS) $(BASE_LIBS) -lm
