/* allergen_table.h: the words of allergen.c. Lists are separated by '|'. */
#ifndef RECIPES_ALLERGEN_TABLE_H
#define RECIPES_ALLERGEN_TABLE_H

#include "recipes/allergen.h"

struct allergen_words {
    allergen_set set;
    const char *list;
};

/* Words that suggest allergens; '*' at an end of a word stands for any letters or none ("*mehl"). Phrases have blanks. */
extern const struct allergen_words allergen_words[];
extern const size_t allergen_words_len;
/* Words and phrases that look like the above and are something else; they suggest `set` alone. */
extern const struct allergen_words allergen_exceptions[];
extern const size_t allergen_exceptions_len;
/* Phrases that say that the food has none of `set`. */
extern const struct allergen_words allergen_free[];
extern const size_t allergen_free_len;

#endif
