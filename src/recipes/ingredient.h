/* ingredient.h: a line of a shopping list as people write it, understood. Nothing fails: what is not understood is the food.

   English, German, Swedish, French, Dutch, Spanish, Italian, Danish and Norwegian words are known. */
#ifndef RECIPES_INGREDIENT_H
#define RECIPES_INGREDIENT_H

#include "recipes/recipe.h"

enum ingredient_role {
    INGREDIENT_GLUE,      /* blanks, punctuation, "of", "x" */
    INGREDIENT_AMOUNT,
    INGREDIENT_UNIT,
    INGREDIENT_FOOD,
    INGREDIENT_NOTE
};

struct ingredient_part {
    enum ingredient_role role;
    uint32_t start, bytes;      /* in the line */
};

/* How a line was read: the parts cover all its bytes, in order, without gaps, so that a page can show the line as understood. */
struct ingredient_parts {
    const struct ingredient_part *part;
    size_t count;
};

/* Parses one line (trimmed by itself). Everything but `section`, which stays as it is, is set; strings are the arena's;
   `text` is the trimmed line; `food` and `note` are pieces of it, joined by a blank or ", " and without the punctuation at
   their ends; NULL where there is none. `unit` is a canonical name or NULL.
   A note may hold amounts ("plus 2 tbsp"): step_find() finds them for scaling. `ret_parts` (into the trimmed
   line) may be NULL. */
void ingredient_parse(struct arena *a, struct str line, struct recipe_ingredient *ret, struct ingredient_parts *ret_parts);

#endif
