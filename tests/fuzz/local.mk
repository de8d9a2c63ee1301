# libFuzzer targets, built by clang from the sources themselves: make fuzz-smoke [FUZZ_SECONDS=60] [FUZZ_TARGETS=json].
# A target NAME is fuzz_NAME.c here; its first inputs are in seeds/NAME/, words worth trying in NAME.dict. What a target needs
# beyond libbase.a's and libweb.a's parsers is added to FUZZ_CODE.
FUZZ_TARGETS = \
	chd1 \
	fold \
	html \
	import \
	json \
	multipart \
	query \
	raster \
	step \
	template \
	twin \
	url
FUZZ_SECONDS = 10
FUZZ_CC = clang
FUZZ_CFLAGS = -g -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
FUZZ_DRAWINGS = chd1% curve drawing% import_lines raster raster_area raster_live raster_outline raster_paint raster_sweep twin
FUZZ_RECIPES = \
	allergen% duration import% ingredient% json_repair page% paste quantity% recipe recipe_check recipe_tidy step% tags units% wild \
	words%
FUZZ_CODE = \
	$(filter %.c,$(libbase_a_SOURCES) $(nodist_libbase_a_SOURCES)) \
	$(filter $(FUZZ_DRAWINGS:%=src/drawings/%.c),$(libdrawings_a_SOURCES)) \
	$(filter $(FUZZ_RECIPES:%=src/recipes/%.c),$(librecipes_a_SOURCES)) \
	src/web/form.c \
	src/web/json.c \
	src/web/json_build.c \
	src/web/json_names.c \
	src/web/json_print.c \
	src/web/multipart.c \
	src/web/template_context.c \
	src/web/template_load.c \
	src/web/template_parse.c \
	src/web/template_render.c
FUZZ_OBJECTS = $(FUZZ_CODE:%.c=fuzz-objects/%.o)
FUZZ_LIBS = $(BASE_LIBS) -lm
FUZZ_COMPILE = $(FUZZ_CC) $(AM_CPPFLAGS) -I$(srcdir)/tests/fuzz -I$(srcdir)/tests $(BASE_CFLAGS) $(FUZZ_CFLAGS)

fuzz-objects/%.o: %.c $(wildcard $(srcdir)/src/*/*.h)
	@mkdir -p $(@D)
	$(AM_V_CC)$(FUZZ_COMPILE) -fsanitize=fuzzer-no-link -c -o $@ $<

# An archive, so that a target takes only what it calls.
fuzz-objects/fuzz.a: $(FUZZ_OBJECTS)
	$(AM_V_AR)rm -f $@ && $(AR) crs $@ $(FUZZ_OBJECTS)

fuzz-objects/fuzz_%: $(srcdir)/tests/fuzz/fuzz_%.c $(srcdir)/tests/fuzz/fuzz.h fuzz-objects/fuzz.a
	$(AM_V_CCLD)$(FUZZ_COMPILE) -fsanitize=fuzzer -o $@ $< fuzz-objects/fuzz.a $(FUZZ_LIBS)

# Found inputs are kept in fuzz-objects/corpus/ and used again; one that fails is kept as fuzz-objects/NAME-*.
fuzz-smoke: $(FUZZ_TARGETS:%=fuzz-objects/fuzz_%)
	@set -e; for t in $(FUZZ_TARGETS); do \
		mkdir -p fuzz-objects/corpus/$$t; \
		echo "fuzz $$t: $(FUZZ_SECONDS) s"; \
		fuzz-objects/fuzz_$$t -max_total_time=$(FUZZ_SECONDS) -timeout=2 -rss_limit_mb=1024 -print_final_stats=1 \
			`test -f $(srcdir)/tests/fuzz/$$t.dict && echo -dict=$(srcdir)/tests/fuzz/$$t.dict` \
			-artifact_prefix=fuzz-objects/$$t- fuzz-objects/corpus/$$t $(srcdir)/tests/fuzz/seeds/$$t \
			>fuzz-objects/$$t.log 2>&1 || { tail -n 40 fuzz-objects/$$t.log; exit 1; }; \
		grep -E 'number_of_executed_units|average_exec' fuzz-objects/$$t.log; \
	done

clean-fuzz:
	rm -rf fuzz-objects
CLEAN_LOCAL += clean-fuzz
.PHONY: clean-fuzz fuzz-smoke
EXTRA_DIST += $(FUZZ_TARGETS:%=%D%/fuzz_%.c) %D%/fuzz.h %D%/html.dict %D%/seeds
