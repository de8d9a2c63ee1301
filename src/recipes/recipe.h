/* recipe.h: a recipe as rules, records and handlers see it, and the rules over the whole of it.

   Strings are UTF-8, terminated, owned by the caller's arena; optional ones are NULL or "" where missing (recipe_tidy()
   makes that NULL). Names are those of the API. Amounts are exact rationals inside (quantity.h), decimals in the API and
   DECIMAL(14,6) in the database; a zeroed struct quantity is JSON null and SQL NULL. */
#ifndef RECIPES_RECIPE_H
#define RECIPES_RECIPE_H

#include "base/err.h"
#include "base/id.h"
#include "recipes/allergen.h"
#include "recipes/quantity.h"

enum {
    RECIPE_TITLE_MAX = 200, RECIPE_DESCRIPTION_MAX = 5000, RECIPE_NAME_MAX = 200 /* author */, RECIPE_URL_MAX = 2000,
    RECIPE_YIELD_TEXT_MAX = 100, RECIPE_YIELD_UNIT_MAX = 50, RECIPE_CATEGORY_MAX = 100, RECIPE_CUISINE_MAX = 100,
    RECIPE_TAGS_MAX = 30, RECIPE_TAG_MAX = 50, RECIPE_INGREDIENTS_MAX = 200, RECIPE_STEPS_MAX = 100, RECIPE_IMAGES_MAX = 20,
    RECIPE_SECTION_MAX = 200, RECIPE_LINE_MAX = 500 /* ingredient text, food, note */, RECIPE_UNIT_MAX = 50,
    RECIPE_STEP_MAX = 5000, RECIPE_ALT_MAX = 300, RECIPE_NUTRITION_TEXT_MAX = 50,
    RECIPE_MINUTES_MAX = 14400 /* ten days */, RECIPE_MINUTES_NONE = -1, RECIPE_SLUG_MAX = 80
};

struct recipe_yield {
    struct quantity quantity;    /* what scaling counts: 4; none where unknown */
    const char *unit;            /* "servings", "cookies" */
    const char *text;            /* as the source wrote it: "Serves 4 to 6" */
};

struct recipe_ingredient {
    const char *section;         /* heading it stands under, or NULL */
    const char *text;            /* the original line, always kept */
    struct quantity amount;      /* none: "salt" */
    struct quantity amount_max;  /* of a range, else none */
    const char *unit;            /* canonical name (units.h), or other words of a person; NULL */
    const char *food;
    const char *note;
};

struct recipe_step {
    const char *section;         /* or NULL */
    const char *text;
};

struct recipe_image {
    struct id id;
    const char *url, *alt;
    int width, height;           /* pixels of the original */
};

/* schema.org NutritionInformation, short texts like "240 kcal". */
enum recipe_nutrition {
    NUTRITION_SERVING_SIZE, NUTRITION_CALORIES, NUTRITION_FAT, NUTRITION_SATURATED_FAT, NUTRITION_UNSATURATED_FAT,
    NUTRITION_TRANS_FAT, NUTRITION_CARBOHYDRATE, NUTRITION_SUGAR, NUTRITION_FIBER, NUTRITION_PROTEIN,
    NUTRITION_CHOLESTEROL, NUTRITION_SODIUM, NUTRITION__COUNT
};
/* Each with its name, which is recipe_nutrition_name()'s too: for tables of fields. */
#define NUTRITION_VALUES(X) \
    X(NUTRITION_SERVING_SIZE, "servingSize") X(NUTRITION_CALORIES, "calories") X(NUTRITION_FAT, "fatContent") \
    X(NUTRITION_SATURATED_FAT, "saturatedFatContent") X(NUTRITION_UNSATURATED_FAT, "unsaturatedFatContent") \
    X(NUTRITION_TRANS_FAT, "transFatContent") X(NUTRITION_CARBOHYDRATE, "carbohydrateContent") X(NUTRITION_SUGAR, "sugarContent") \
    X(NUTRITION_FIBER, "fiberContent") X(NUTRITION_PROTEIN, "proteinContent") X(NUTRITION_CHOLESTEROL, "cholesterolContent") \
    X(NUTRITION_SODIUM, "sodiumContent")

struct recipe {
    struct id id;
    const char *slug;
    int64_t version;                        /* 1 and up */
    const char *title, *description, *author, *source_url;
    struct recipe_yield yield;
    int prep_minutes, cook_minutes, total_minutes;   /* RECIPE_MINUTES_NONE: not given */
    const char *category, *cuisine;
    const char **tags;
    size_t tag_count;
    allergen_set allergens;                 /* confirmed by a person */
    struct recipe_ingredient *ingredients;
    size_t ingredient_count;
    struct recipe_step *steps;
    size_t step_count;
    struct recipe_image *images;
    size_t image_count;
    const char *nutrition[NUTRITION__COUNT];   /* NULL: not given */
    int64_t created_at, updated_at;         /* UTC, microseconds */
};

/* A recipe with nothing in it: minutes are not given, everything else zero. */
struct recipe recipe_empty(void);

/* "calories", "fatContent", ...: the schema.org property and API field. `n` below NUTRITION__COUNT. */
const char *recipe_nutrition_name(enum recipe_nutrition n) __attribute__((const, returns_nonnull));
bool recipe_nutrition_by_name(struct str name, enum recipe_nutrition *ret);

/* One fault: where (JSON pointer, RFC 6901), a stable code ("required", "too_long", "too_many", "out_of_range",
   "duplicate", "inconsistent", "invalid") and a sentence for people. */
struct recipe_fault {
    const char *pointer, *code, *detail;
};

#define RECIPE_FAULTS_MAX 50

struct recipe_faults {
    struct recipe_fault fault[RECIPE_FAULTS_MAX];
    size_t count;               /* faults past RECIPE_FAULTS_MAX are dropped */
};

/* Brings a recipe that somebody typed into its stored form, before recipe_check(): trims texts, turns empty ones into NULL,
   makes one line of those that are one; lower-cases tags and drops those that are equal when folded; parses the ingredient
   lines that came as text only, writes the text of those that came in fields only, drops those and the steps that have
   neither; gives a unit its canonical name; reads the yield's text where it has no quantity; sets a missing total from
   preparation and cooking. Changes the recipe's arrays in place; new strings are the arena's. Doing it again changes nothing. */
void recipe_tidy(struct arena *a, struct recipe *r);
/* All faults at once: limits above, a title, well-formed UTF-8 without control characters, minutes of 0 to RECIPE_MINUTES_MAX
   with a total that is not below preparation or cooking, ranges that ascend, an http or https source, tags that differ.
   OK, or ERR_INVALID with at least one fault. Texts in `ret` are the arena's. */
enum err recipe_check(struct arena *a, const struct recipe *r, struct recipe_faults *ret);

/* "Serves 4", "4 servings", "Makes 24 cookies", "4-6 Portionen", "4": the quantity (of a range the lower number) and unit
   ("servings" when only a number is there); `text` keeps the line. Quantity is none when there is no number. */
void recipe_yield_parse(struct arena *a, struct str line, struct recipe_yield *ret);

/* A slug: the title folded (UTF8_FOLD_BASE), words joined by hyphens, at most RECIPE_SLUG_MAX bytes, cut at a word. Only a-z,
   0-9 and '-' remain; "recipe" when nothing is left. Unique it is made by who stores it. */
const char *recipe_slug(struct arena *a, struct str title);

#endif
