noinst_LIBRARIES += libbase.a
libbase_a_CFLAGS = $(AM_CFLAGS) $(BASE_CFLAGS)
libbase_a_SOURCES = \
	%D%/arena.c %D%/arena.h %D%/banned.h %D%/buf.c %D%/buf.h %D%/bytes.h %D%/clock.c %D%/clock.h %D%/err.c %D%/err.h \
	%D%/hash.c %D%/hash.h %D%/html.c %D%/html.h %D%/html_attribute.c %D%/html_clean.c \
	%D%/html_doctype.c %D%/html_follow.c %D%/html_impl.h %D%/html_markup.c %D%/html_reference.c %D%/html_tag.c %D%/html_text.c \
	%D%/id.c %D%/id.h %D%/log.c %D%/log.h %D%/money.c %D%/money.h %D%/str.c %D%/str.h %D%/url.c %D%/url.h %D%/url_host.c \
	%D%/url_host.h %D%/utf8.c %D%/utf8.h %D%/view.c %D%/view.h

# The named character references of HTML.
nodist_libbase_a_SOURCES = %D%/html_entities.c
EXTRA_DIST += %D%/html_entities.pl %D%/html_entities.txt
CLEANFILES += %D%/html_entities.c
%D%/html_entities.c: %D%/html_entities.pl %D%/html_entities.txt
	$(AM_V_GEN)$(MKDIR_P) %D% && $(PERL) $(srcdir)/%D%/html_entities.pl < $(srcdir)/%D%/html_entities.txt > $@.tmp && mv $@.tmp $@

# The layer guard: the whole of base must link on its own.
noinst_PROGRAMS += src/layers/base
src_layers_base_SOURCES = src/layers/empty.c
src_layers_base_LDADD = $(WHOLE) libbase.a $(NO_WHOLE) $(BASE_LIBS) -lm
EXTRA_src_layers_base_DEPENDENCIES = libbase.a
