/* api.h: inputs of the JSON routes, and what the import page shares with them. */
#ifndef RECIPES_API_H
#define RECIPES_API_H

#include "recipes/import.h"
#include "recipes/recipes.h"

enum { RECIPE_FORMAT_JSON, RECIPE_FORMAT_JSONLD, RECIPE_FORMAT_TEXT };
enum { IMPORT_ON_TWIN_SKIP, IMPORT_ON_TWIN_UPDATE, IMPORT_ON_TWIN_NEW };

struct recipe_get_in { struct id id; int64_t format; };
struct recipe_parse_in { const char *ingredients_text, *steps_text; };
struct recipe_import_in { struct str bytes; const char *source_url; bool save; int64_t on_twin; };
struct revisions_in { struct id id; int64_t before, limit; };
struct revision_in { struct id id; int64_t version; };
struct photo_in { struct str bytes; };

/* import_read() with its failure noted in the ctx. */
enum err recipes_import_read(struct ctx *cx, struct str bytes, bool jsonld, const char *source_url, struct imported *ret);
/* Saves what was read and passed recipe_checked(). Twins have the same source address or content: `on_twin` leaves them alone (skip),
   replaces (update) or adds another (new). Runs in a transaction. */
enum err recipes_import_save(struct ctx *cx, const struct imported *found, int64_t on_twin, struct recipe_saved *ret, bool *ret_skipped);

#endif
