/* import.h: a recipe out of somebody else's page or JSON-LD, with where each field came from. Pure: fetches nothing. */
#ifndef RECIPES_IMPORT_H
#define RECIPES_IMPORT_H

#include "base/hash.h"
#include "recipes/recipe.h"

enum import_kind { IMPORT_HTML, IMPORT_JSONLD };

enum import_source {
    IMPORT_NOT_FOUND,
    IMPORT_FROM_JSONLD,
    IMPORT_FROM_MICRODATA,      /* or RDFa */
    IMPORT_FROM_HEAD,           /* title, meta and Open Graph tags */
    IMPORT_FROM_TEXT,           /* read off the visible text: a guess */
    IMPORT_BY_RULE,             /* made of other fields */
    IMPORT_GIVEN                /* by the caller */
};

enum import_field {
    IMPORT_TITLE, IMPORT_DESCRIPTION, IMPORT_AUTHOR, IMPORT_SOURCE_URL, IMPORT_YIELD, IMPORT_PREP, IMPORT_COOK, IMPORT_TOTAL,
    IMPORT_CATEGORY, IMPORT_CUISINE, IMPORT_TAGS, IMPORT_ALLERGENS, IMPORT_INGREDIENTS, IMPORT_STEPS, IMPORT_NUTRITION,
    IMPORT_IMAGES, IMPORT_LANGUAGE, IMPORT_FIELD__COUNT
};

struct import_origin {
    enum import_source source;
    const char *detail;         /* property or rule: "recipeYield", "prep + cook"; never NULL once found */
};

#define IMPORT_NOTES_MAX 16

struct imported {
    struct recipe recipe;       /* tidied (recipe_tidy()); no id, slug, version, images */
    struct import_origin origin[IMPORT_FIELD__COUNT];
    const char **image_urls;    /* absolute, best first, not fetched */
    size_t image_count;
    const char *language;       /* BCP 47 as the page says, or NULL */
    struct hash content_hash;   /* the same recipe again? import_content_hash() */
    const char *notes[IMPORT_NOTES_MAX];   /* for the person who imports: what was repaired, cut or left out */
    size_t note_count;
    const char *problem;        /* with ERR_INVALID: what was looked for and not found */
};

/* Reads a recipe. HTML: JSON-LD first, then microdata and RDFa, then the head and the visible text for what is still missing.
   `bytes` may be in any encoding (byte order mark, meta charset, else UTF-8 or windows-1252). `source_url` is where it came
   from, NULL if unknown: relative addresses are resolved against it. Everything in `ret` is the arena's; working memory is
   separate and at most IMPORT_SCRATCH_MAX. ERR_INVALID without a recipe in it (only `ret->problem` is set then);
   ERR_TOO_LARGE past IMPORT_BYTES_MAX. Linear in `bytes`, far below a second for IMPORT_BYTES_MAX. */
enum err import_read(struct arena *a, struct str bytes, enum import_kind kind, const char *source_url, struct imported *ret);
#define IMPORT_BYTES_MAX (4u << 20)
#define IMPORT_SCRATCH_MAX ((size_t)256 << 20)

/* "title", "prep_minutes", ...: the name of the recipe's field in the API. */
const char *import_field_name(enum import_field f) __attribute__((const, returns_nonnull));
/* "json-ld", "microdata", "head", "text", "rule", "given"; "" for IMPORT_NOT_FOUND. */
const char *import_source_name(enum import_source s) __attribute__((const, returns_nonnull));

/* SHA-256 over the folded title, ingredient lines and step texts: equal for two copies of one recipe that differ in
   case, punctuation, accents, white space or anything but these three. Scratch memory from the arena. */
struct hash import_content_hash(struct arena *a, const struct recipe *r);

#endif
