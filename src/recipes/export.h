/* export.h: a recipe for others: schema.org JSON-LD (search engines, other applications, ourselves) and plain text.

   What schema.org cannot carry stands in properties of our own vocabulary "urn:midway:recipe#", prefix "midway:":
   midway:format (1), midway:yield {quantity, unit, text}, midway:ingredients [{section, amount, amount_max, unit, food, note}]
   beside the lines of recipeIngredient, midway:tags where a tag has a comma, midway:allergens. import_read() of an export gives
   the same recipe but for what belongs to one site: id, slug, version, times of creation and change, and pictures, whose
   addresses it lists. docs/recipes-formats.md has the whole table. */
#ifndef RECIPES_EXPORT_H
#define RECIPES_EXPORT_H

#include "base/buf.h"
#include "recipes/recipe.h"

struct export_site {
    const char *url;     /* "https://example.org", without a slash at the end: addresses in the export are absolute */
    const char *name;    /* publisher; NULL: left out */
};

/* Adds one JSON-LD object. Safe inside <script type="application/ld+json">: <, >, & and U+2028/9 are escaped. Fields that are
   missing in the recipe are left out. Nothing fails but the buffer's own ceiling. */
void export_jsonld(struct buf *out, const struct recipe *r, const struct export_site *site);
/* Adds the recipe as text for people (UTF-8, lines end in \n): not made to be read back. */
void export_text(struct buf *out, const struct recipe *r, const struct export_site *site);

#endif
