/* view.c: between the typed recipe and the views of the API. */
#include "recipes/recipes.h"

#include "base/clock.h"
#include "base/view.h"

#include <json-c/json_object.h>
#include <stdlib.h>

/* ---- to a view ---- */

static void put_optional(struct json_object *v, const char *key, const char *text)
{
    view_text(v, key, text && text[0] ? text : NULL);
}

static void put_amount(struct json_object *v, const char *key, struct quantity q)
{
    char text[QUANTITY_TEXT_SIZE];

    if (!quantity_is_some(q))
        view_null(v, key);
    else if (q.den == 1)
        view_int(v, key, q.num);
    else
        view_double(v, key, strtod(quantity_decimal(q, text), NULL));
}

static void put_minutes(struct json_object *v, const char *key, int minutes)
{
    if (minutes == RECIPE_MINUTES_NONE)
        view_null(v, key);
    else
        view_int(v, key, minutes);
}

static void put_yield(struct json_object *v, const struct recipe_yield *y)
{
    struct json_object *o;

    if (!quantity_is_some(y->quantity) && !y->text && !y->unit) {
        view_null(v, "yield");
        return;
    }
    o = view_child(v, "yield");
    put_amount(o, "quantity", y->quantity);
    put_optional(o, "unit", y->unit);
    put_optional(o, "text", y->text);
}

static void put_lines(struct json_object *v, const struct recipe *r)
{
    struct json_object *list = view_child_array(v, "ingredients");

    for (size_t i = 0; i < r->ingredient_count; i++) {
        const struct recipe_ingredient *g = &r->ingredients[i];
        struct json_object *o = view_item(list);

        put_optional(o, "section", g->section);
        view_text(o, "text", g->text);
        put_amount(o, "amount", g->amount);
        put_amount(o, "amount_max", g->amount_max);
        put_optional(o, "unit", g->unit);
        put_optional(o, "food", g->food);
        put_optional(o, "note", g->note);
    }
    list = view_child_array(v, "steps");
    for (size_t i = 0; i < r->step_count; i++) {
        struct json_object *o = view_item(list);

        put_optional(o, "section", r->steps[i].section);
        view_text(o, "text", r->steps[i].text);
    }
}

static void put_images(struct json_object *v, const struct recipe *r)
{
    struct json_object *list = view_child_array(v, "images");
    char id[ID_TEXT_SIZE];

    for (size_t i = 0; i < r->image_count; i++) {
        struct json_object *o = view_item(list);

        view_text(o, "id", id_text(r->images[i].id, id));
        view_text(o, "url", r->images[i].url);
        view_int(o, "width", r->images[i].width);
        view_int(o, "height", r->images[i].height);
        put_optional(o, "alt", r->images[i].alt);
    }
}

static void put_sets(struct json_object *v, const struct recipe *r)
{
    struct json_object *list = view_child_array(v, "tags");

    for (size_t i = 0; i < r->tag_count; i++)
        view_item_str(list, str_of(r->tags[i]));
    list = view_child_array(v, "allergens");
    for (int a = 0; a < ALLERGEN__COUNT; a++) {
        if (r->allergens & ALLERGEN_BIT(a))
            view_item_str(list, str_of(allergen_slug((enum allergen)a)));
    }
    list = view_child(v, "nutrition");
    for (int n = 0; n < NUTRITION__COUNT; n++) {
        if (r->nutrition[n])
            view_text(list, recipe_nutrition_name((enum recipe_nutrition)n), r->nutrition[n]);
    }
}

struct json_object *recipe_view(struct arena *a, const struct recipe *r)
{
    struct json_object *v = view_new(a);
    char text[CLOCK_RFC3339_SIZE], id[ID_TEXT_SIZE];

    view_text(v, "id", id_is_zero(r->id) ? NULL : id_text(r->id, id));
    view_text(v, "slug", r->slug);
    view_int(v, "version", r->version);
    view_text(v, "title", r->title);
    put_optional(v, "description", r->description);
    put_optional(v, "author", r->author);
    put_optional(v, "source_url", r->source_url);
    put_yield(v, &r->yield);
    put_minutes(v, "prep_minutes", r->prep_minutes);
    put_minutes(v, "cook_minutes", r->cook_minutes);
    put_minutes(v, "total_minutes", r->total_minutes);
    put_optional(v, "category", r->category);
    put_optional(v, "cuisine", r->cuisine);
    put_sets(v, r);
    put_lines(v, r);
    put_images(v, r);
    view_text(v, "created_at", r->created_at ? clock_rfc3339(r->created_at, text) : NULL);
    view_text(v, "updated_at", r->updated_at ? clock_rfc3339(r->updated_at, text) : NULL);
    return v;
}

/* ---- rows of the database ---- */

static void finish_images(struct arena *a, struct json_object *view)
{
    struct json_object *list = view_get(view, "images");
    size_t n = view_count(view, "images");

    for (size_t i = 0; i < n; i++) {
        struct json_object *o = view_at(list, i);
        struct str hash = view_get_str(o, "hash");

        view_text(o, "url", arena_printf(a, "/recipes/img/%.*s/1280.jpg", STR_ARG(hash)));
        json_object_object_del(o, "hash");
    }
}

void recipe_finish_view(struct arena *a, struct json_object *view)
{
    if (!view_get(view, "yield.quantity") && !view_get(view, "yield.text") && !view_get(view, "yield.unit"))
        view_null(view, "yield");
    finish_images(a, view);
}
