/* units.h: the units of recipes with their names in English, German, French, Dutch, Swedish, Spanish, Italian, Danish and
   Norwegian, and exact factors to grams and millilitres.

   Cups, fluid ounces, pints, quarts and gallons are the US customary ones (231 cubic inches a gallon, NIST Handbook 44
   appendix C); spoons are metric, 5 and 15 ml, in both views; ounces and pounds are avoirdupois (1 lb = 453.59237 g). */
#ifndef RECIPES_UNITS_H
#define RECIPES_UNITS_H

#include "recipes/quantity.h"

enum unit_kind {
    UNIT_MASS,      /* factor in grams */
    UNIT_VOLUME,    /* factor in millilitres */
    UNIT_LENGTH,    /* factor in centimetres: a piece of ginger; never scaled inside a step */
    UNIT_COUNT      /* no factor: clove, can, pinch */
};

enum unit_system { UNIT_ANY, UNIT_METRIC, UNIT_US };

struct unit {
    const char *name;               /* canonical, what the API and the database hold: "tbsp" */
    const char *singular, *plural;  /* shown behind an amount */
    enum unit_kind kind;
    enum unit_system system;        /* UNIT_ANY is left alone by both views */
    struct quantity factor;         /* no amount for UNIT_COUNT */
    enum quantity_style style;
    const char *aliases;            /* folded names, separated by '|' */
};

/* The unit with this canonical name or NULL. */
const struct unit *unit_by_name(struct str name);
/* The unit that one to four words at the head of `text` name, the longest first, in any case and of any of the languages
   ("c. à soupe", "Tbsp.", "EL"); `*ret_bytes` is what they take, with a closing point or "(s)". NULL when there is none.
   A lone capital T is a tablespoon, t a teaspoon. */
const struct unit *unit_at(struct str text, size_t *ret_bytes);

/* `a` of one unit in another of the same kind. Exact. No amount if the kinds differ or there are no factors. */
struct quantity unit_convert(struct quantity a, const struct unit *from, const struct unit *to);

struct unit_amount {
    struct quantity amount, max;
    const struct unit *unit;        /* NULL: none */
};

/* How an amount reads in a metric or US kitchen: exact conversion to the unit a cook would take (g from 1 to 999, then kg;
   ml, l; fluid ounces, cups, quarts; oz, lb), then rounded to what can be measured: 5 ml, 5 g from 100 on, 1 below;
   a quarter cup, half an ounce, a quarter pound. What is in that system already, or in spoons, comes back unchanged.
   For showing only. `unit` of the result is never NULL when that of `a` is not. */
struct unit_amount unit_view(struct unit_amount a, enum unit_system system);

#endif
