/* allergen.h: the 14 allergens of Regulation (EU) No 1169/2011, Annex II, and a suggestion from the words of a recipe.
   A suggestion is only that: a person confirms what a recipe declares. */
#ifndef RECIPES_ALLERGEN_H
#define RECIPES_ALLERGEN_H

#include "base/arena.h"

enum allergen {
    ALLERGEN_GLUTEN, ALLERGEN_CRUSTACEANS, ALLERGEN_EGGS, ALLERGEN_FISH, ALLERGEN_PEANUTS, ALLERGEN_SOY, ALLERGEN_MILK,
    ALLERGEN_NUTS, ALLERGEN_CELERY, ALLERGEN_MUSTARD, ALLERGEN_SESAME, ALLERGEN_SULPHITES, ALLERGEN_LUPIN, ALLERGEN_MOLLUSCS,
    ALLERGEN__COUNT
};

/* A set of allergens: bit 1 << enum allergen. */
typedef unsigned allergen_set;
#define ALLERGEN_BIT(A) (1u << (A))

/* "gluten", "crustaceans", ...: what the API and the database hold. `a` below ALLERGEN__COUNT. */
const char *allergen_slug(enum allergen a) __attribute__((const, returns_nonnull));
const char *allergen_label(enum allergen a) __attribute__((const, returns_nonnull)) /* for people: "Cereals containing gluten" */;
/* False when no allergen has this slug. */
bool allergen_by_slug(struct str slug, enum allergen *ret);

/* All slugs, as a text for people: "gluten, crustaceans, ...". */
const char *allergen_slugs(struct arena *a);

/* What a food or ingredient line in English, German, Swedish, French, Dutch, Spanish or Italian suggests. Knows that coconut
   milk is no milk, peanut butter no dairy, nutmeg no nut, buckwheat no wheat. Scratch memory from the arena. */
allergen_set allergens_suggest(struct arena *a, struct str food);

#endif
