/* recipes.h: what the files of recipes share. The typed recipe is recipe.h; rules have headers of their own. */
#ifndef RECIPES_RECIPES_H
#define RECIPES_RECIPES_H

#include "base/hash.h"
#include "recipes/recipe.h"
#include "recipes/search.h"
#include "store/ctx.h"
#include "web/req.h"

struct json_error;
struct json_object;
struct job;
struct command;

#define RECIPES_GROUP "recipes"          /* cache generation of every list */
#define RECIPES_FACET_VALUES 20
#define REVISION_NOTE_MAX 200

/* ---- input.c: what the API and the forms send, into the typed recipe ---- */

struct ingredient_in { const char *section, *text, *amount, *amount_max, *unit, *food, *note; };
struct step_in { const char *section, *text; };
struct image_in { struct id id; const char *alt; };
struct recipe_in {
    struct id id;
    const char *title, *description, *author, *source_url, *category, *cuisine, *revision_note;
    struct { const char *quantity, *unit, *text; } yield;
    int64_t prep_minutes, cook_minutes, total_minutes;
    const char **tags, **allergens;
    size_t tag_count, allergen_count;
    struct ingredient_in *ingredients;
    size_t ingredient_count;
    struct step_in *steps;
    size_t step_count;
    struct image_in *images;
    size_t image_count;
    struct { const char *text[NUTRITION__COUNT]; } nutrition;
};
extern const struct field recipe_fields[];

/* Makes the typed recipe of an input, tidied and checked: ERR_INVALID with all faults. */
enum err recipe_from_input(struct ctx *cx, const struct recipe_in *in, struct recipe *ret);
/* recipe_check() with its faults noted in the ctx. */
enum err recipe_checked(struct ctx *cx, struct recipe *r);

/* ---- view.c, document.c: between the typed recipe and views ---- */

/* The API's view of a recipe, as JSON replies, revisions and exports have it. */
struct json_object *recipe_view(struct arena *a, const struct recipe *r);
/* Reads such a view back (a row of the database, what an import has found): unknown members are ignored. */
void recipe_from_view(struct arena *a, struct json_object *view, struct recipe *ret);
/* The same from the text that json_print() wrote: a revision's document. False: it is none, `*ret_error` says why. */
bool recipe_from_document(struct arena *a, struct str json, struct recipe *ret, struct json_error *ret_error);
/* Completes a view that came from the database: yield null without quantity and text, image URLs, allergens as a list. */
void recipe_finish_view(struct arena *a, struct json_object *view);

/* ---- records.c ---- */

struct recipe_saved {
    struct id id;
    const char *slug, *old_slug;
    int64_t version;
};

/* The newest revision's document: the very text that the API answers. ERR_NOT_FOUND. One statement. */
struct recipe_document {
    int64_t version;
    const char *json;
};
enum err recipe_load_document(struct ctx *cx, struct id id, struct recipe_document *ret);
/* A recipe as the API shows it. ERR_NOT_FOUND. */
enum err recipe_load_view(struct ctx *cx, struct id id, struct json_object **ret);
enum err recipe_load(struct ctx *cx, struct id id, struct recipe *ret);
enum err recipe_load_by_slug(struct ctx *cx, const char *slug, struct recipe *ret);
/* The cards of these ids in this order; ids that are gone are left out. */
enum err recipe_cards(struct ctx *cx, const struct id *ids, size_t count, struct json_object **ret_list);
/* Inserts a checked recipe: gives it an id, slug, first revision, search words and news. */
enum err recipe_add(struct ctx *cx, struct recipe *r, const char *note, struct recipe_saved *ret);
/* Inserts many checked recipes without images at once, slugs made unique by a piece of the id; their times of creation are kept.
   Tells nobody: recipes_announce_all() afterwards makes every index load again. */
enum err recipe_add_many(struct ctx *cx, struct recipe *r, size_t count);
enum err recipes_announce_all(struct ctx *cx);
/* Replaces version `version` (ERR_STALE if it is another; ERR_NOT_FOUND). The slug stays: links do not break. */
enum err recipe_replace(struct ctx *cx, struct recipe *r, int64_t version, const char *note, struct recipe_saved *ret);
/* Deletes; the revisions stay. */
enum err recipe_remove(struct ctx *cx, struct id id, int64_t version, struct recipe_saved *ret);
/* Recipes that came from the same source address or have the same content. */
enum err recipe_twins(struct ctx *cx, const struct recipe *r, struct json_object **ret_list);

enum err revisions_view(struct ctx *cx, struct id id, int64_t before, int limit, struct json_object **ret_list);
/* One version as it was saved: document into `ret`, who and when into `ret_head` (version, note, saved_by, saved_at). */
enum err revision_load(struct ctx *cx, struct id id, int64_t version, struct recipe *ret, struct json_object **ret_head);

struct photo {
    struct id id;
    struct hash blob;
    int width, height;
};
enum err photo_by_upload(struct ctx *cx, struct hash upload, struct photo *ret);
enum err photo_insert(struct ctx *cx, struct hash upload, struct photo *p);

/* ---- live.c: the search index of this process ---- */

/* Loads the index and follows changes until `*stop`; the module's start(). */
void *live_start(const struct store *store, volatile int *stop);
void live_end(void *live);
/* Runs a query on the index of cx->store. ERR_BUSY while it is not loaded (database down since the start). */
enum err live_search(struct ctx *cx, const struct search_query *query, struct search_result *ret);
/* Reads one recipe again into this process's index: after the commit of a save. */
void live_refresh_after_commit(struct ctx *cx, struct id id);
/* Rows for the index: calls `each` for all recipes, or loads one (ERR_NOT_FOUND: it is gone). */
enum err search_rows_each(struct ctx *cx, void (*each)(void *arg, const struct search_doc *doc), void *arg);
enum err search_row(struct ctx *cx, struct id id, struct search_doc *ret);
/* Ids of recipes that changed after `*seq`, which moves; `*ret_gap`: older news were pruned, load everything again. */
enum err search_changes(struct ctx *cx, int64_t *seq, struct id **ret, size_t *ret_count, bool *ret_gap);
enum err search_newest_change(struct ctx *cx, int64_t *ret_seq);

/* ---- list.c: a list's parameters, its page and its facets as a view ---- */

struct list_in {
    const char *q, *category, *cuisine, *cursor;
    const char **tags, **ingredients, **without;
    size_t tag_count, ingredient_count, without_count;
    int64_t max_minutes, sort, limit;
};
extern const struct field list_fields[];
extern const char *const list_sorts[];
/* {items[], next_cursor, total, facets{}}; ERR_INVALID for a cursor or allergen that is none. */
enum err recipes_list_view(struct ctx *cx, const struct list_in *in, struct json_object **ret);

/* ---- photos.c ---- */

#define PHOTO_BYTES_MAX (32u << 20)
/* An upload that was read, on its way into the database. */
struct photo_ready {
    struct hash upload;
    struct str original;           /* what is kept, of the arena; p NULL: these bytes were uploaded before */
    int width, height;
};
/* Reads an upload (PNG, JPEG, WebP by magic number), turns it upright, converts to sRGB, strips metadata. It may take seconds, for
   which it prolongs the deadline: outside of transactions. ERR_INVALID with a fault on `field` for anything else or too many pixels. */
enum err photo_prepare(struct ctx *cx, struct str upload, const char *field, struct photo_ready *ret);
/* Stores what photo_prepare() made, once for each upload. */
enum err photo_keep(struct ctx *cx, const struct photo_ready *p, struct photo *ret);
/* Both, for commands. */
enum err photo_store(struct ctx *cx, struct str upload, const char *field, struct photo *ret);
/* A width (160, 320, 640, 1280 or less than the original's) in a format; from the stored original. */
enum err photo_render(struct ctx *cx, struct hash blob, int width, const char *format, struct str *ret);
extern const int photo_widths[4];

/* ---- handlers ---- */

/* A recipe as JSON-LD or as text: for its page and for the API. */
enum err recipes_reply_export(struct req *rq, const struct recipe *r, bool jsonld);

enum err recipes_list(struct req *rq);
enum err recipes_get(struct req *rq);
enum err recipes_create(struct req *rq);
enum err recipes_update(struct req *rq);
enum err recipes_delete(struct req *rq);
enum err recipes_parse(struct req *rq);
enum err recipes_import(struct req *rq);
enum err recipes_import_prepare(struct req *rq);
enum err recipes_revisions_get(struct req *rq);
enum err recipes_revision_get(struct req *rq);

enum err recipes_restore(struct req *rq);
enum err recipes_photo_prepare(struct req *rq) /* before the transaction: decodes */;
enum err recipes_photo_create(struct req *rq);

#endif
