/* fakes.h: records, blobs and the index of recipes in memory, for tests of pages and photos without a server. */
#ifndef TESTS_RECIPES_FAKES_H
#define TESTS_RECIPES_FAKES_H

#include "recipes/recipes.h"

/* A ctx of a new arena, a system principal, ten seconds. Lives as long as the test. */
struct ctx *fake_ctx(void);
/* What was stored. */
struct fake_store {
    int photos, blobs;             /* rows that were inserted */
    struct str blob;               /* the last one */
};
extern struct fake_store fake_store;

#endif
