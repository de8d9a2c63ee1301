# make bench: see tests/bench/run.
EXTRA_PROGRAMS += tests/bench/draw tests/bench/echo
CLEANFILES += tests/bench/draw tests/bench/echo
tests_bench_draw_SOURCES = %D%/draw.c
tests_bench_draw_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS) $(IMAGE_CFLAGS) $(ZLIB_CFLAGS)
tests_bench_draw_LDADD = libdrawings.a libimage.a libstore.a libbase.a $(IMAGE_LIBS) $(STORE_LIBS) $(ZLIB_LIBS) $(BASE_LIBS) -lm $(MALLOC_LIBS)
tests_bench_echo_SOURCES = %D%/echo.c
tests_bench_echo_LDADD = $(FCGI_LIBS)

bench: all tests/bench/draw$(EXEEXT) tests/bench/echo$(EXEEXT)
	MIDWAY_BUILD='$(abs_top_builddir)' '$(abs_top_srcdir)/tests/bench/run'
.PHONY: bench
