/* import_parts.h: what the files of the importer share. */
#ifndef RECIPES_IMPORT_PARTS_H
#define RECIPES_IMPORT_PARTS_H

#include "recipes/import.h"
#include "recipes/import_text.h"
#include "recipes/page.h"

/* All objects of a page's data, to follow references and to find recipes. */
struct graph_slot {
    struct str id;
    const struct wild *node;
    size_t size;                    /* how much the node says */
};

struct graph {
    struct graph_slot *slots;       /* open addressing: objects by @id */
    size_t slot_mask;
    const struct wild **recipes;    /* objects of type Recipe, in order of appearance */
    size_t recipe_count;
    const struct wild **things;     /* Organization, WebSite, WebPage and their like, for defaults */
    size_t thing_count;
};

/* Finds the objects of `data`; borrows from it. */
void graph_build(struct arena *scratch, const struct wild *data, struct graph *ret);
/* The object that a bare reference {"@id": ...} means; `w` itself where it is none or unknown. */
const struct wild *graph_resolve(const struct graph *g, const struct wild *w);
/* Recipes worth reading, best first: the main entity of the page, the most complete, then others of the same title.
   From the arena; returns how many. */
size_t graph_choose(struct arena *scratch, const struct graph *g, const struct page *page, const struct wild ***ret);

struct maker {
    struct arena *arena;            /* of the result */
    struct arena *scratch;
    struct imported *out;
    const struct graph *graph;
    const struct page *page;        /* all zero for plain JSON-LD */
    const char *source_url;         /* base of relative addresses, may be NULL */
    enum import_source source;      /* what is being read */
    bool exact;                     /* our own export: texts are taken as they are */
};

/* Does the caller still need this field? */
bool maker_wants(const struct maker *m, enum import_field f);
void maker_found(struct maker *m, enum import_field f, const char *detail);
void maker_note(struct maker *m, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Text of a value as a result string: cleaned, at most `max` code points; NULL when nothing is left. */
const char *maker_text(struct maker *m, struct str s, size_t max);
/* The text inside a value: string, word, or an object with @value, name, text or value. */
struct str maker_value(const struct maker *m, const struct wild *w);

/* Fills what is still missing from an object of type Recipe. */
void fill_from_object(struct maker *m, const struct wild *recipe);
void fill_ingredients(struct maker *m, const struct wild *recipe);
void fill_steps(struct maker *m, const struct wild *recipe);
void fill_images(struct maker *m, const struct wild *recipe);
void fill_extension(struct maker *m, const struct wild *recipe) /* the midway: properties of an export */;
/* ... from publishers, the head, other fields, and the visible text. */
void fill_from_things(struct maker *m);
void fill_from_head(struct maker *m);
void fill_from_text(struct maker *m);
void fill_title_cleanly(struct maker *m) /* a trailing "recipe" is no part of a name */;

/* Appends lines: one that ends in ':' without a number becomes the section of those that follow. */
void add_ingredient_lines(struct maker *m, const struct str *line, size_t count);

/* Minutes of ISO 8601, "1:30", or words ("1 hour 20 min", "45 Minuten"); RECIPE_MINUTES_NONE when it is none, 0 or over
   RECIPE_MINUTES_MAX. `whole`: nothing else may stand in the text. */
int time_minutes(struct arena *scratch, struct str text, bool whole);

/* The bytes as UTF-8; borrowed where they are that already. */
struct str charset_to_utf8(struct arena *scratch, struct str bytes);

/* An absolute http or https address, or NULL. */
const char *address_resolve(struct arena *a, const char *base, struct str reference);

#endif
