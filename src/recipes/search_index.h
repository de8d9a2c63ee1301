/* search_index.h: inside the search index; for search.c and search_index.c only. */
#ifndef RECIPES_SEARCH_INDEX_H
#define RECIPES_SEARCH_INDEX_H

#include "base/buf.h"
#include "recipes/search.h"

#define SEARCH_NO_VALUE UINT32_MAX

enum { SEARCH_IN_TITLE = 1, SEARCH_IN_TAG = 2, SEARCH_IN_INGREDIENT = 4, SEARCH_FIELDS_ALL = 7 };

struct search_posting {
    uint32_t doc;
    uint32_t fields;           /* bits of SEARCH_IN_... */
};

struct search_word {
    struct str text;           /* folded */
    struct search_posting *postings;   /* by document */
    size_t count, cap;
};

struct search_document {
    struct id id;
    char *title;               /* folded */
    int64_t title_key;         /* its first bytes as a number: titles are compared without fetching them */
    int64_t created_at;
    int minutes;
    allergen_set allergens;
    uint32_t category, cuisine;
    uint32_t tag_start, tag_count;   /* in the index's tags: a walk over all documents reads memory in order */
};

/* Values of a facet: equal when folded; shown as first written. */
struct search_values {
    struct { char *text, *folded; } *items;
    size_t count, cap;
};

/* Open addressing: a slot holds a number + 1, 0 is free. */
struct search_map {
    uint32_t *slots;
    size_t size, used;         /* size is a power of 2 */
};

struct search_index {
    struct search_word *words;
    size_t word_count, word_cap;
    uint32_t *sorted;          /* the first `sorted_count` words in order; words behind them are new */
    size_t sorted_count;
    struct search_map word_map, id_map;
    struct search_document *docs;
    bool *living;              /* by document, apart from them: a query looks at all */
    size_t doc_count, doc_cap, living_cap, alive;
    uint32_t *tags;            /* of all documents, in their order */
    size_t tag_count, tag_cap;
    struct search_values values[SEARCH_FACET_ALLERGEN];
};

/* Orders folded titles as far as their first bytes do. */
int64_t search_title_key(const char *title);
/* The first sorted word that is not below `text`. */
size_t search_lower_bound(const struct search_index *ix, struct str text);
/* The number of a facet's value, SEARCH_NO_VALUE if no recipe has it. Scratch memory of the arena. */
uint32_t search_find_value(const struct search_index *ix, int facet, struct arena *a, const char *text);

#endif
