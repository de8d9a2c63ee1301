/* search.h: the search index of one process: words, filters, facets and orders over all recipes, in memory.

   MariaDB has no ngram parser, drops short words and cannot count facets of a broad search in milliseconds; so each serving
   process keeps the words of all recipes (about 300 bytes a recipe), loads them from recipe_search and follows the outbox
   (live.c). Pure: no database, no request; the caller locks (one writer or many readers). */
#ifndef RECIPES_SEARCH_H
#define RECIPES_SEARCH_H

#include "base/arena.h"
#include "base/id.h"
#include "recipes/allergen.h"

struct search_index;

struct search_doc {
    struct id id;
    const char *title, *category, *cuisine;   /* category, cuisine: NULL where missing */
    const char *const *tags;
    size_t tag_count;
    int total_minutes;                        /* RECIPE_MINUTES_NONE: not given */
    allergen_set allergens;
    int64_t created_at;                       /* UTC, microseconds */
    const char *title_words, *ingredient_words;   /* made by search_words() */
};

/* The words of a text in both folded forms (utf8.h), each once, joined by blanks. From the arena. */
const char *search_words(struct arena *a, struct str text);

/* An empty index, owned by the caller: search_free(). NULL without memory. */
struct search_index *search_new(void);
void search_free(struct search_index *ix) /* NULL is fine */;
/* Adds a recipe or replaces it; copies everything. */
void search_put(struct search_index *ix, const struct search_doc *doc);
void search_remove(struct search_index *ix, struct id id) /* unknown ids are ignored */;
size_t search_count(const struct search_index *ix) /* recipes in the index */;

enum search_sort { SEARCH_RELEVANCE, SEARCH_NEWEST, SEARCH_TITLE, SEARCH_QUICKEST };

/* Where a page ended; opaque outside. The order of a sort is total: ties are broken by id. */
struct search_cursor {
    bool set;
    int64_t key;                              /* score, created_at, minutes */
    const char *title;                        /* folded, for SEARCH_TITLE */
    struct id id;
};

struct search_query {
    struct str q;                             /* words; each must match: exactly, as a prefix, or with one typo */
    const char *const *tags, *const *ingredients;   /* each must be there */
    size_t tag_count, ingredient_count;
    const char *category, *cuisine;           /* NULL: any */
    allergen_set without;                     /* recipes with one of these are left out */
    int max_minutes;                          /* 0: any; recipes without a time are left out otherwise */
    enum search_sort sort;                    /* relevance without words is newest */
    size_t limit;
    struct search_cursor after;
};

struct search_facet_value {
    const char *value;                        /* as most recipes write it */
    size_t count;
};

struct search_facet {
    struct search_facet_value *values;        /* by count, then by value */
    size_t count;
};

enum { SEARCH_FACET_TAG, SEARCH_FACET_CATEGORY, SEARCH_FACET_CUISINE, SEARCH_FACET_ALLERGEN, SEARCH_FACET__COUNT };

#define SEARCH_READY__COUNT 3
extern const int search_ready_minutes[SEARCH_READY__COUNT];   /* times that a list offers as a filter */

struct search_result {
    struct id *ids;
    size_t count, total;                      /* of this page; of all pages */
    bool more;
    struct search_cursor next;                /* of the last id */
    struct search_facet facets[SEARCH_FACET__COUNT];   /* counts over all `total` recipes; at most `facet_limit` values */
    size_t ready[SEARCH_READY__COUNT];        /* `total` if max_minutes were search_ready_minutes[] */
};

/* Runs a query. The result is the arena's and stays valid after the index changes. */
void search_run(const struct search_index *ix, struct arena *a, const struct search_query *query, size_t facet_limit,
                struct search_result *ret);

#endif
