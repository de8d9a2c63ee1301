/* statement.h: named statements, made from sql/OWNER.sql by src/store/statements.pl: the text, what goes in, what comes out.

   Block of a source file (the header lines come first, in any order but `name`):
       -- name: list  many ro                 name; one|many|exec; ro|rw
       -- in: tag text, limit int             types: id text int minor decimal time bool bytes json; `?` behind a type (not bool):
                                              may be NULL; `[]` behind id, int or text: a list of at most 4096 for IN (:name);
                                              an empty list finds nothing
       -- out: id id, yield.quantity decimal? a dot nests in views; in C the member is yield_quantity; a name that begins with _
                                              is left out of views. A NULL where there is no `?` is an error
       -- child: ingredients[] ingredients_of(id)     views only: runs once for all rows, see below
       -- tables: recipe r, recipe_tag rw     for the grants; without a word: read. r reads, w inserts, u updates, d deletes
       SELECT ... WHERE slug = :slug
       --? tag AND EXISTS (SELECT ...)        only where the caller's .with has RECIPES_LIST_WITH_TAG
   `in:`, `out:`, `tables:` and `child:` may be there several times: they add up. Other lines that begin with -- are comments.
   In views ids are 26 letters, times RFC 3339, bytes hex, decimals and minors numbers, json what it says.
   A child statement takes `parents id[]` (its other parameters have the names and types of the parent's `in`) and puts out a
   first column `parent id`, left out of the view, that says whose row it is; `name[]` makes a list, `name` one object or null,
   `name[] of other(id)` with a single out column besides parent makes a list of plain values.

   Generated for `list` of `recipes`: struct recipes_list_in, struct recipes_list_row, RECIPES_LIST (a const struct statement *),
   RECIPES_LIST_WITH_TAG (a bit of `.with`, the first member of the `in` struct where there are optional lines), and
   recipes_statements[], recipes_statement_count: all of them.
   C types: id struct id (zero: NULL); text, decimal, json const char * (NULL: NULL);
   bytes struct str (p NULL: NULL); int, minor, time int64_t (DB_NULL: NULL; time is microseconds of UTC); bool bool;
   lists `struct db_ids|db_ints|db_texts`. */
#ifndef STORE_STATEMENT_H
#define STORE_STATEMENT_H

#include "base/id.h"

#define DB_NULL INT64_MIN

struct db_ids { const struct id *v; size_t n; };
struct db_ints { const int64_t *v; size_t n; };
struct db_texts { const char *const *v; size_t n; };

enum column_type { COLUMN_ID, COLUMN_TEXT, COLUMN_INT, COLUMN_MINOR, COLUMN_DECIMAL, COLUMN_TIME, COLUMN_BOOL, COLUMN_BYTES,
                   COLUMN_JSON, COLUMN_IDS, COLUMN_INTS, COLUMN_TEXTS };

struct column {
    const char *name;          /* as written, dots and all */
    enum column_type type;
    bool nullable;
    size_t offset;             /* in the generated struct */
};

enum statement_shape { STATEMENT_ONE, STATEMENT_MANY, STATEMENT_EXEC };

/* The text in pieces: literal SQL, a parameter, or SQL that depends on a bit of .with. */
struct statement_piece {
    const char *sql;           /* NULL: a parameter */
    int param;                 /* index into `in`; -1: none */
    uint32_t with;             /* 0: always */
};

struct statement;

struct statement_child {
    const char *name;          /* of the member in the view */
    bool list, plain;          /* plain: the values themselves, not objects */
    const struct statement *statement;
    size_t parent_offset;      /* of the parent's id in its row struct */
    const int8_t *from_parent; /* for each `in` column of the child: index of the parent's in column, -1 for `parents` */
};

struct statement {
    const char *owner, *name;
    enum statement_shape shape;
    bool writes;
    const struct statement_piece *pieces;
    size_t piece_count;
    const struct column *in, *out;
    size_t in_count, out_count, in_size, row_size;
    size_t with_offset;        /* of .with in the `in` struct; SIZE_MAX: none */
    const struct statement_child *children;
    size_t child_count;
    const char *tables;        /* as written, for the grants */
};

#endif
