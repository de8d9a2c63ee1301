/* step.h: amounts and times inside the text of a step (or a note), so that amounts scale with the servings and times can start
   a timer. */
#ifndef RECIPES_STEP_H
#define RECIPES_STEP_H

#include "recipes/recipe.h"
#include "recipes/units.h"

enum step_span_kind { STEP_AMOUNT, STEP_TIME };

struct step_span {
    enum step_span_kind kind;
    uint32_t start, bytes;          /* in the text: number and unit */
    uint32_t number_bytes;          /* STEP_AMOUNT: of the number at its head */
    struct quantity amount, max;    /* STEP_AMOUNT; max of a range, else none */
    const struct unit *unit;        /* STEP_AMOUNT, never NULL */
    int seconds;                    /* STEP_TIME; of a range the larger end */
};

/* All amounts with a unit ("add 200 g flour", "1½ cups", "2 cloves") and all times ("20 minutes", duration.h; at most a day)
   in a text, in order, without overlaps. Left alone: temperatures (180 °C, 350 F), sizes (20 cm, 9 x 13 inch, a 2 l saucepan,
   a 14 oz can), what something is divided into (into 8 pieces, into 100 g portions), numbers without a unit, amounts in
   words. The array is the arena's; returns how many. */
size_t step_find(struct arena *a, struct str text, struct step_span **ret);

/* The text with its amounts scaled from `from` to `to` servings and shown in a unit system (UNIT_ANY: as written). Words and the
   unit itself stay as they are unless the system changes the unit. Without anything to change: the text. From the arena. */
const char *step_text(struct arena *a, const char *text, struct quantity from, struct quantity to, enum unit_system system);

/* The same for one span of a text, as step_find() found it there: "490 ml", or a time as it stands. From the arena. */
const char *step_span_text(struct arena *a, struct str text, const struct step_span *span, struct quantity from, struct quantity to,
                           enum unit_system system);

/* An ingredient ready to be shown. */
struct ingredient_shown {
    const char *amount;     /* "1½", "2–3"; NULL where there is none */
    const char *unit;       /* "cups", singular or plural; NULL */
    const char *food;       /* "" where there is none; the whole line where nothing was understood */
    const char *note;       /* its amounts scaled too unless they are the size of one; NULL */
};

/* How an ingredient reads for `to` servings when it was written for `from`. The unit is never swapped by scaling: 980 ml for 8
   are 490 ml for 4; only a unit system other than UNIT_ANY converts. From the arena. */
void ingredient_show(struct arena *a, const struct recipe_ingredient *i, struct quantity from, struct quantity to,
                     enum unit_system system, struct ingredient_shown *ret);

#endif
