# Statements: each sql/OWNER.sql becomes sql/OWNER.h and sql/OWNER.c in the build folder.
SQL_OWNERS = %D%/drawings %D%/recipes %D%/staff %D%/store %D%/web
STATEMENTS = $(PERL) $(top_srcdir)/src/store/statements.pl

BUILT_SOURCES += $(SQL_OWNERS:=.h)
CLEANFILES += $(SQL_OWNERS:=.h) $(SQL_OWNERS:=.c)
EXTRA_DIST += $(SQL_OWNERS:=.sql) src/store/statements.pl

%D%/%.h %D%/%.c: $(top_srcdir)/%D%/%.sql $(top_srcdir)/src/store/statements.pl
	$(AM_V_GEN)$(MKDIR_P) %D% && $(STATEMENTS) $(top_srcdir)/%D%/$*.sql %D%/$*.h %D%/$*.c

schemadir = $(pkgdatadir)/sql/schema
dist_schema_DATA = \
	%D%/schema/0001_store_tables.sql \
	%D%/schema/0002_web_principals.sql \
	%D%/schema/0003_recipes_tables.sql \
	%D%/schema/0004_web_guests.sql \
	%D%/schema/0005_drawings_tables.sql \
	%D%/schema/0006_recipes_shown.sql \
	%D%/schema/0007_recipes_shown_again.sql
