# make bench: see tests/bench/run.
EXTRA_PROGRAMS += tests/bench/echo
CLEANFILES += tests/bench/echo
tests_bench_echo_SOURCES = %D%/echo.c
tests_bench_echo_LDADD = $(FCGI_LIBS)

bench: all tests/bench/echo$(EXEEXT)
	MIDWAY_BUILD='$(abs_top_builddir)' '$(abs_top_srcdir)/tests/bench/run'
.PHONY: bench
