/* import_view.c: what was read of somebody's page, and what is here already. */
#include "recipes/pages.h"

#include "base/view.h"
#include "web/json.h"

#include <string.h>

#define PAYLOAD_MAX (2 * MIB)

/* ---- where things stood ---- */

static const char *origin_label(enum import_source s)
{
    switch (s) {
    case IMPORT_FROM_JSONLD: return "JSON-LD";
    case IMPORT_FROM_MICRODATA: return "Microdata";
    case IMPORT_FROM_HEAD: return "Page head";
    case IMPORT_FROM_TEXT: return "Guess";
    case IMPORT_BY_RULE: return "Worked out";
    case IMPORT_GIVEN: return "Given";
    case IMPORT_NOT_FOUND: break;
    }
    return "";
}

static void add_field(struct json_object *list, const char *label, const char *value, const struct import_origin *origin)
{
    struct json_object *o;

    if (!value || !value[0])
        return;
    o = view_item(list);
    view_text(o, "label", label);
    view_text(o, "value", value);
    view_text(o, "origin", origin_label(origin->source));
    view_bool(o, "is_guess", origin->source == IMPORT_FROM_TEXT);
}

static const char *joined(struct arena *a, const char *const *texts, size_t count)
{
    struct buf b;

    buf_init(&b, a, 64 * KIB);
    for (size_t i = 0; i < count; i++)
        buf_printf(&b, "%s%s", i ? ", " : "", texts[i]);
    return buf_text(&b);
}

static const char *nutrition_value(struct arena *a, const struct recipe *r)
{
    const char *texts[NUTRITION__COUNT];
    size_t n = 0;

    for (int i = 0; i < NUTRITION__COUNT; i++) {
        if (r->nutrition[i])
            texts[n++] = r->nutrition[i];
    }
    return joined(a, texts, n);
}

static void put_fields(struct arena *a, struct json_object *v, const struct imported *f)
{
    struct json_object *list = view_child_array(v, "fields");
    struct page_amounts how = page_as_written(&f->recipe);
    const struct import_origin *o = f->origin;
    const struct recipe *r = &f->recipe;

    add_field(list, "Title", r->title, &o[IMPORT_TITLE]);
    add_field(list, "Description", r->description, &o[IMPORT_DESCRIPTION]);
    add_field(list, "Makes", page_yield_text(a, r, &how), &o[IMPORT_YIELD]);
    add_field(list, "Preparation", page_minutes(a, r->prep_minutes), &o[IMPORT_PREP]);
    add_field(list, "Cooking", page_minutes(a, r->cook_minutes), &o[IMPORT_COOK]);
    add_field(list, "In all", page_minutes(a, r->total_minutes), &o[IMPORT_TOTAL]);
    add_field(list, "Author", r->author, &o[IMPORT_AUTHOR]);
    add_field(list, "Source", r->source_url, &o[IMPORT_SOURCE_URL]);
    add_field(list, "Category", r->category, &o[IMPORT_CATEGORY]);
    add_field(list, "Cuisine", r->cuisine, &o[IMPORT_CUISINE]);
    add_field(list, "Tags", joined(a, r->tags, r->tag_count), &o[IMPORT_TAGS]);
    add_field(list, "Allergens", page_allergens_text(a, r->allergens, false), &o[IMPORT_ALLERGENS]);
    add_field(list, "Nutrition", nutrition_value(a, r), &o[IMPORT_NUTRITION]);
    if (f->image_count)
        add_field(list, "Photo", arena_printf(a, "%s (not fetched)", f->image_urls[0]), &o[IMPORT_IMAGES]);
    view_bool(v, "has_fields", view_count(v, "fields") > 0);
}

static void put_list_origin(struct json_object *v, struct arena *a, const char *name, const struct import_origin *o)
{
    view_text(v, arena_printf(a, "%s_origin", name), origin_label(o->source));
    view_bool(v, arena_printf(a, "%s_guess", name), o->source == IMPORT_FROM_TEXT);
}

struct json_object *import_read_view(struct arena *a, const struct imported *found)
{
    struct json_object *v = view_new(a), *warnings = view_child_array(v, "warnings");

    put_fields(a, v, found);
    put_list_origin(v, a, "ingredients", &found->origin[IMPORT_INGREDIENTS]);
    put_list_origin(v, a, "steps", &found->origin[IMPORT_STEPS]);
    for (size_t i = 0; i < found->note_count; i++)
        view_text(view_item(warnings), "text", found->notes[i]);
    if (!found->recipe.allergens)
        view_text(view_item(warnings), "text", "The page declares no allergens: please tick them after importing.");
    view_bool(v, "has_warnings", view_count(v, "warnings") > 0);
    return v;
}

/* What import_read_view() says. */
static const char *const read_members[] = { "fields", "has_fields", "warnings", "has_warnings", "ingredients_origin", "ingredients_guess",
                                            "steps_origin", "steps_guess" };

/* ---- the text that goes to the browser and back ---- */

const char *import_payload(struct arena *a, const struct recipe *r, struct json_object *read)
{
    struct json_object *v = view_new(a);
    struct buf b;

    view_add(v, "recipe", json_object_get(recipe_view(a, r)));
    view_add(v, "read", json_object_get(read));
    buf_init(&b, a, PAYLOAD_MAX);
    json_print(&b, v);
    return b.failed ? "" : buf_text(&b);
}

bool import_from_payload(struct arena *a, const char *payload, struct recipe *ret, struct json_object **ret_read)
{
    struct json_object *v = NULL;
    struct json_error error;

    if (!payload || !json_parse(str_of(payload), NULL, &v, &error))
        return false;
    view_keep(a, v);
    if (!json_object_is_type(view_get(v, "recipe"), json_type_object) || !json_object_is_type(view_get(v, "read"), json_type_object))
        return false;
    recipe_from_view(a, view_get(v, "recipe"), ret);
    *ret_read = view_get(v, "read");
    return true;
}

/* ---- the same recipe here ---- */

void import_merge(const struct recipe *here, struct recipe *r)
{
    r->id = here->id;
    r->slug = here->slug;
    r->images = here->images;
    r->image_count = here->image_count;
    r->allergens = r->allergens ? r->allergens : here->allergens;
    r->description = r->description ? r->description : here->description;
    r->author = r->author ? r->author : here->author;
    r->source_url = r->source_url ? r->source_url : here->source_url;
    r->category = r->category ? r->category : here->category;
    r->cuisine = r->cuisine ? r->cuisine : here->cuisine;
    if (!quantity_is_some(r->yield.quantity) && !r->yield.text)
        r->yield = here->yield;
    if (r->prep_minutes == RECIPE_MINUTES_NONE && r->cook_minutes == RECIPE_MINUTES_NONE && r->total_minutes == RECIPE_MINUTES_NONE) {
        r->prep_minutes = here->prep_minutes;
        r->cook_minutes = here->cook_minutes;
        r->total_minutes = here->total_minutes;
    }
    if (r->tag_count == 0) {
        r->tags = here->tags;
        r->tag_count = here->tag_count;
    }
    for (int n = 0; n < NUTRITION__COUNT; n++)
        r->nutrition[n] = r->nutrition[n] ? r->nutrition[n] : here->nutrition[n];
}

static void put_match(struct arena *a, struct json_object *v, struct json_object *twin, const struct recipe *here, const struct recipe *r)
{
    struct json_object *m = view_child(v, "match");
    struct recipe merged = *r;

    import_merge(here, &merged);
    view_text(m, "text", view_get_bool(twin, "same_source") ? "This recipe is already here: it has the same source address."
              : "This recipe is already here: it has the same title, ingredients and steps.");
    view_text(m, "href", arena_printf(a, "/recipes/%s", here->slug));
    view_text(m, "title", here->title);
    view_text(m, "updated_text", arena_printf(a, "as of %s, version %lld", page_date(a, here->updated_at), (long long)here->version));
    view_text(m, "if_match", arena_printf(a, "%lld", (long long)here->version));
    view_text(m, "old_label", "Here");
    view_text(m, "new_label", "In the page");
    diff_put_changes(a, m, here, &merged, false);
    view_bool(v, "choice_update", view_get_bool(twin, "same_source"));
    view_bool(v, "choice_new", false);
    view_bool(v, "choice_skip", !view_get_bool(twin, "same_source"));
}

static enum err find_match(struct ctx *cx, struct json_object *v, const struct recipe *r)
{
    struct json_object *twins;
    struct recipe here;
    struct id id;
    enum err e = recipe_twins(cx, r, &twins);

    view_bool(v, "match", false);
    if (e || json_object_array_length(twins) == 0 || !id_parse(view_get_str(view_at(twins, 0), "id"), &id))
        return e;
    e = recipe_load(cx, id, &here);
    if (e == OK)
        put_match(cx->arena, v, view_at(twins, 0), &here, r);
    return e;
}

enum err import_found_view(struct ctx *cx, const struct recipe *r, struct json_object *read, struct json_object **ret)
{
    struct json_object *v = view_new(cx->arena);
    struct page_amounts how = page_as_written(r);
    struct arena *a = cx->arena;

    for (size_t i = 0; i < ARRAY_LEN(read_members); i++)
        view_add(v, read_members[i], json_object_get(view_get(read, read_members[i])));
    view_text(v, "save_action", "/recipes/import/save");
    view_text(v, "payload", import_payload(a, r, read));
    view_text(v, "title", r->title);
    view_bool(v, "image", false);
    view_text(v, "summary_text", arena_printf(a, "%zu ingredient%s, %zu step%s", r->ingredient_count, r->ingredient_count == 1 ? "" : "s",
                                              r->step_count, r->step_count == 1 ? "" : "s"));
    page_put_ingredients(a, v, r, &how);
    page_put_steps(a, v, r, &how);
    *ret = v;
    return find_match(cx, v, r);
}
