/* units.h: the units of recipes with their names in English, German, French, Dutch, Swedish, Spanish, Italian, Danish and
   Norwegian, and exact factors to grams and millilitres.

   Cups, fluid ounces, pints, quarts and gallons are the US customary ones (231 cubic inches a gallon, NIST Handbook 44
   appendix C); spoons are metric, 5 and 15 ml, in both views; ounces and pounds are avoirdupois (1 lb = 453.59237 g). */
#ifndef RECIPES_UNITS_H
#define RECIPES_UNITS_H

#include "base/arena.h"
#include "recipes/quantity.h"

enum unit_kind {
    UNIT_MASS,      /* factor in grams */
    UNIT_VOLUME,    /* factor in millilitres */
    UNIT_LENGTH,    /* factor in centimetres: a piece of ginger; in steps it is a size and does not scale */
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

/* All units, for a form's list of choices; grouped by kind. */
extern const struct unit unit_table[];
extern const size_t unit_table_len;

/* The unit with this canonical name or NULL. */
const struct unit *unit_by_name(struct str name);
/* The unit that one to four words at the head of `text` name, the longest first, in any case and any of the languages
   ("c. à soupe", "Tbsp.", "EL"); `*ret_bytes` is what they take, with a closing point or "(s)". NULL when there is none.
   Scratch memory of the arena is given back.
   A lone capital T is a tablespoon, t a teaspoon. */
const struct unit *unit_at(struct arena *a, struct str text, size_t *ret_bytes);

/* `a` of one unit in another of the same kind. Exact. No amount if the kinds differ or there are no factors. */
struct quantity unit_convert(struct quantity a, const struct unit *from, const struct unit *to);

struct unit_amount {
    struct quantity amount, max;
    const struct unit *unit;        /* NULL: none */
};

/* How an amount reads in a metric or US kitchen: converted exactly to the unit a cook would take (g, kg, ml, l, cm; tsp, tbsp,
   cup, fl oz, qt, oz, lb, inch), then rounded to what can be measured (1 g, from 100 g on 5 g; a quarter or third of a cup,
   half an ounce) by at most 6 %, where a unit allows that. What is in that system already, in spoons or too small for it
   (below 7 g in ounces) comes back unchanged. For showing only: what is stored and scaled stays as it was written. */
struct unit_amount unit_view(struct unit_amount a, enum unit_system system);
/* Would unit_view() convert it? */
bool unit_is_viewed(struct unit_amount a, enum unit_system system);

#endif
