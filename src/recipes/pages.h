/* pages.h: the HTML pages of recipes: what comes in, how views are built, who answers. What a page's view holds is said at the
   head of its template. */
#ifndef RECIPES_PAGES_H
#define RECIPES_PAGES_H

#include "base/buf.h"
#include "recipes/import.h"
#include "recipes/recipes.h"
#include "recipes/step.h"
#include "web/page.h"

#define PAGE_SERVINGS_MAX 100000
#define PAGE_REVISIONS 20

/* ---- page_parts.c: pieces of several pages ---- */

/* How the amounts of a page are shown. */
struct page_amounts {
    struct quantity from, to;      /* written for, shown for; none where the recipe has no yield */
    enum unit_system units;        /* UNIT_ANY: as written */
};

/* As it was written. */
struct page_amounts page_as_written(const struct recipe *r);
bool page_is_scaled(const struct page_amounts *how) /* for another number of servings than written? */;
/* ingredient_sections[], has_ingredients. */
void page_put_ingredients(struct arena *a, struct json_object *v, const struct recipe *r, const struct page_amounts *how);
/* step_sections[], has_steps. */
void page_put_steps(struct arena *a, struct json_object *v, const struct recipe *r, const struct page_amounts *how);
/* amount_text, food_text, note_text of one ingredient. */
void page_put_ingredient(struct arena *a, struct json_object *v, const struct recipe_ingredient *i, const struct page_amounts *how);
/* parts[] of one step. */
void page_put_parts(struct arena *a, struct json_object *v, const char *text, const struct page_amounts *how);
/* "step-3" of the step with index 2. From the arena. */
const char *page_step_id(struct arena *a, size_t i);
/* facts[], has_facts. */
void page_put_facts(struct arena *a, struct json_object *v, const struct recipe *r, const struct page_amounts *how);
/* allergens[], has_allergens. */
void page_put_allergens(struct json_object *v, allergen_set set);
/* image: false, or the photo in all its widths. `alt` may be NULL. */
void page_put_image(struct arena *a, struct json_object *v, const struct recipe_image *image, const char *alt);
/* source: false, or {href, label}. */
void page_put_source(struct arena *a, struct json_object *v, const char *url);
/* "4 servings", "2–3 loaves" or the source's words without "Makes"; "" where nothing is known. */
const char *page_yield_text(struct arena *a, const struct recipe *r, const struct page_amounts *how);
/* "1 serving", "2½ servings". */
const char *page_count_text(struct arena *a, struct quantity count, const char *unit);
/* "Milk, eggs" (or in lower case); "" for none. */
const char *page_allergens_text(struct arena *a, allergen_set set, bool lower);
/* "21 November 2026, 14:03" of a time in RFC 3339; "" when it is none. */
const char *page_time(struct arena *a, struct str rfc3339);
/* "As of 21 November 2026, version 4". */
const char *page_updated_text(struct arena *a, const struct recipe *r);
/* For people, from the arena: "1 h 5 min"; "" for RECIPE_MINUTES_NONE. */
const char *page_minutes(struct arena *a, int minutes);
/* reply_page_status() under a heading of its own: for views whose `title` is a field of the page. */
enum err page_reply(struct req *rq, int status, const char *name, struct json_object *view, const char *heading);

/* ---- show_view.c: a recipe for readers ---- */

struct show_in {
    const char *slug;
    const char *servings;          /* decimal, or NULL */
    int64_t units;                 /* show_units[] */
    int64_t format;                /* show_formats[] */
};
extern const char *const show_units[], *const show_formats[];
enum { SHOW_PAGE, SHOW_JSONLD, SHOW_TEXT };

/* What the query asks for. ERR_INVALID for servings that are none. */
enum err show_amounts(struct ctx *cx, const struct recipe *r, const struct show_in *in, struct page_amounts *ret);
/* Views of recipes/show, recipes/print, recipes/cook. `site_url` without a slash at the end. */
struct json_object *show_view(struct arena *a, const struct recipe *r, const struct page_amounts *how, const char *site_url);
struct json_object *print_view(struct arena *a, const struct recipe *r, const struct page_amounts *how, const char *site_url);
struct json_object *cook_view(struct arena *a, const struct recipe *r, const struct page_amounts *how);

/* ---- list_page.c ---- */

#define PAGE_CARDS 24

/* View of recipes/list from what was asked and what recipes_list_view() found. */
struct json_object *list_page_view(struct arena *a, const struct list_in *in, struct json_object *found);

/* ---- form_view.c, form_read.c: the form of a recipe ---- */

struct form_in {
    const char *slug;              /* of the path; NULL: a new recipe */
    const char *title, *description, *ingredients_text, *steps_text, *yield_text, *tags_text, *category, *cuisine, *author,
        *source_url, *photo_alt, *revision_note;
    int64_t prep_minutes, cook_minutes, total_minutes;
    const char **allergens, **remove_photos;
    size_t allergen_count, remove_count;
    const char *nutrition[NUTRITION__COUNT];
    struct upload photo;
    struct id photo_ref;
    bool preview;
};

/* What a form shows. */
struct form_page {
    const struct recipe *saved;    /* the recipe that is edited, as it is now; NULL: a new one */
    const struct recipe *fill;     /* what the fields show; NULL: nothing, or what this request sent */
    bool is_typed;                 /* a person typed it or chose it: it is not what is stored */
    bool is_sent;                  /* the fields show what this request sent */
    int64_t version;               /* that a save replaces; 0: a new recipe */
    const char *photo_ref;         /* id of a photo that is kept until the save, or NULL */
};

/* reply_page_status() of recipes/form with its heading as the title. */
enum err form_reply(struct req *rq, int status, struct json_object *view);
/* The whole view of recipes/form without errors, conflict and `understood`. */
struct json_object *form_view(struct req *rq, const struct form_page *page);
/* The lines of a recipe as the form's text fields have them. */
const char *form_ingredients_text(struct arena *a, const struct recipe *r);
const char *form_steps_text(struct arena *a, const struct recipe *r);
const char *form_yield_text(struct arena *a, const struct recipe *r);
/* `understood`, of the form's preview and of /api/v1/recipes/parse: ingredients[], steps[], summary_text as in the template
   and allergens[] {slug, reason}: what the foods suggest. */
void form_put_understood(struct arena *a, struct json_object *v, const struct recipe *r);
/* errors[], has_errors and NAME_error with the names of the form's fields, of the ctx's faults. */
void form_put_faults(struct ctx *cx, struct json_object *v);
/* The recipe that a form means, neither tidied nor checked, with the photos of `saved` that stay. Faults for allergens that are
   none. `saved` (may be NULL) also keeps what the form does not show of lines that did not change. */
void form_recipe(struct ctx *cx, const struct form_in *in, const struct recipe *saved, struct recipe *ret);
/* In front of the others. */
void form_add_photo(struct arena *a, struct recipe *r, struct id id, const char *alt);

/* ---- diff_view.c: two versions beside each other ---- */

/* changes[], has_changes; with `theirs` also theirs_text, what the form would show of `before`. Returns how many fields differ. */
size_t diff_put_changes(struct arena *a, struct json_object *v, const struct recipe *before, const struct recipe *after, bool theirs);
/* "Ingredients, steps"; "Nothing" for equal ones. */
const char *diff_what_text(struct arena *a, const struct recipe *before, const struct recipe *after);

/* ---- import_view.c: what was read of somebody's page ---- */

/* What the page shows of an import beside the recipe: fields[], warnings[], where lists came from. */
struct json_object *import_read_view(struct arena *a, const struct imported *found);
/* `found` of recipes/import: the recipe, what import_read_view() said, and the recipe that is here already. */
enum err import_found_view(struct ctx *cx, const struct recipe *r, struct json_object *read, struct json_object **ret);
/* The recipe and `read` as one opaque text, and back; false for a text that is none. */
const char *import_payload(struct arena *a, const struct recipe *r, struct json_object *read);
bool import_from_payload(struct arena *a, const char *payload, struct recipe *ret, struct json_object **ret_read);
/* What an update saves: what the import lacks stays as it is here. */
void import_merge(const struct recipe *here, struct recipe *r);

/* ---- handlers ---- */

enum err recipes_show_page(struct req *rq);
enum err recipes_print_page(struct req *rq);
enum err recipes_cook_page(struct req *rq);
enum err recipes_list_page(struct req *rq);
enum err recipes_new_page(struct req *rq);
enum err recipes_new_post(struct req *rq);
enum err recipes_edit_page(struct req *rq);
enum err recipes_edit_post(struct req *rq);
enum err recipes_delete_page(struct req *rq);
enum err recipes_delete_post(struct req *rq);
enum err recipes_revisions_page(struct req *rq);
enum err recipes_revision_page(struct req *rq);
enum err recipes_diff_page(struct req *rq);
enum err recipes_restore_post(struct req *rq);
enum err recipes_import_page(struct req *rq);
enum err recipes_import_post(struct req *rq);
enum err recipes_import_save_post(struct req *rq);
enum err recipes_import_save_prepare(struct req *rq) /* before the transaction: what was read, checked */;
enum err recipes_photo_file(struct req *rq);

/* Before the transaction of a form that may carry a photo: decodes it into rq->prepared. */
enum err recipes_form_prepare(struct req *rq);

/* The same pages with what was typed, after 422, 409 and 412 (`stale`). */
enum err recipes_new_again(struct req *rq, bool stale);
enum err recipes_edit_again(struct req *rq, bool stale);
enum err recipes_delete_again(struct req *rq, bool stale);
enum err recipes_restore_again(struct req *rq, bool stale);
enum err recipes_import_again(struct req *rq, bool stale);
enum err recipes_import_save_again(struct req *rq, bool stale);

struct page_slug_in { const char *slug; };
struct page_revision_in { const char *slug; int64_t version; };
struct page_revisions_in { const char *slug; int64_t before; };
struct page_diff_in { const char *slug; int64_t from, to; };
struct page_import_in { const char *source_url; struct upload file; };
struct page_import_save_in { const char *payload; int64_t choice; bool edit; };
struct photo_file_in { const char *hash, *file; };
extern const struct field page_show_fields[], page_form_fields[], page_slug_fields[], page_revision_fields[], page_revisions_fields[],
    page_diff_fields[], page_import_fields[], page_import_save_fields[], photo_file_fields[];

#endif
