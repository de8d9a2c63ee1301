/* show_view.c: a recipe for readers: its page, on paper, step by step. */
#include "recipes/pages.h"

#include "base/clock.h"
#include "base/view.h"
#include "recipes/export.h"
#include "web/form.h"

#include <string.h>

#define HEAD_MAX ((size_t)4 << 20)

const char *const show_units[] = { "written", "metric", "us", NULL };
const char *const show_formats[] = { "page", "jsonld", "text", NULL };

static const enum unit_system systems[] = { UNIT_ANY, UNIT_METRIC, UNIT_US };

enum err show_amounts(struct ctx *cx, const struct recipe *r, const struct show_in *in, struct page_amounts *ret)
{
    struct quantity wanted;

    *ret = page_as_written(r);
    ret->units = systems[in->units];
    if (!in->servings || !quantity_is_some(ret->from))
        return OK;
    if (!quantity_from_decimal(str_of(in->servings), &wanted) || quantity_compare(wanted, quantity_of(0, 1)) <= 0 ||
        quantity_compare(wanted, quantity_of(PAGE_SERVINGS_MAX, 1)) > 0) {
        ctx_fault(cx, "?servings", "out_of_range", "must be above 0 and at most %d", PAGE_SERVINGS_MAX);
        return ctx_faults(cx);
    }
    ret->to = wanted;
    return OK;
}

/* ---- addresses that keep servings and units ---- */

static const char *units_value(enum unit_system units)
{
    return units == UNIT_METRIC ? "metric" : units == UNIT_US ? "us" : "";
}

static const char *link(struct arena *a, const struct recipe *r, const char *face, const struct page_amounts *how)
{
    char number[QUANTITY_TEXT_SIZE];
    struct buf b;
    char separator = '?';

    buf_init(&b, a, 4 * KIB);
    buf_puts(&b, "/recipes/");
    buf_puts(&b, r->slug);
    buf_puts(&b, face);
    if (page_is_scaled(how)) {
        form_put_pair(&b, separator, STR("servings"), str_of(quantity_decimal(how->to, number)));
        separator = '&';
    }
    if (how->units != UNIT_ANY)
        form_put_pair(&b, separator, STR("units"), str_of(units_value(how->units)));
    return buf_text(&b);
}

static const char *link_to(struct arena *a, const struct recipe *r, const struct page_amounts *how, struct quantity to)
{
    struct page_amounts other = { how->from, to, how->units };

    return link(a, r, "", &other);
}

/* ---- scaling ---- */

/* The whole number above (1) or below (-1) `q`. */
static struct quantity neighbour(struct quantity q, int direction)
{
    int64_t whole = q.num / q.den;

    if (direction > 0)
        return quantity_of(whole + 1, 1);
    return quantity_of(q.num % q.den ? whole : whole - 1, 1);
}

static void put_neighbour(struct arena *a, struct json_object *v, const struct recipe *r, const struct page_amounts *how, bool more)
{
    struct quantity q = neighbour(how->to, more ? 1 : -1);
    const char *label = arena_join(a, "Amounts for ", page_count_text(a, q, r->yield.unit), NULL);

    view_text(v, more ? "more_label" : "fewer_label", label);
    if (q.num < 1 || q.num > PAGE_SERVINGS_MAX)
        view_bool(v, more ? "more_href" : "fewer_href", false);
    else
        view_text(v, more ? "more_href" : "fewer_href", link_to(a, r, how, q));
}

static const char *scale_label(struct arena *a, const char *unit)
{
    char *label = arena_strdup(a, unit && unit[0] ? unit : "servings");

    if (label[0] >= 'a' && label[0] <= 'z')
        label[0] -= 32;
    return label;
}

static const char *scale_status(struct arena *a, const struct recipe *r, const struct page_amounts *how)
{
    char written[QUANTITY_TEXT_SIZE];

    if (!page_is_scaled(how))
        return "";
    return arena_printf(a, "Amounts for %s, written for %s.", page_count_text(a, how->to, r->yield.unit),
                        quantity_text(how->from, QUANTITY_KITCHEN, written));
}

static void put_scale(struct arena *a, struct json_object *v, const struct recipe *r, const struct page_amounts *how)
{
    char number[QUANTITY_TEXT_SIZE];
    struct json_object *s;

    if (!quantity_is_some(how->from)) {
        view_bool(v, "scale", false);
        return;
    }
    s = view_child(v, "scale");
    view_text(s, "label", scale_label(a, r->yield.unit));
    view_text(s, "name", "servings");
    view_text(s, "value", quantity_decimal(how->to, number));
    view_text(s, "min", "1");
    view_text(s, "max", arena_printf(a, "%d", PAGE_SERVINGS_MAX));
    view_text(s, "step", "any");
    put_neighbour(a, s, r, how, false);
    put_neighbour(a, s, r, how, true);
    view_text(s, "status_text", scale_status(a, r, how));
    view_bool(s, "is_scaled", page_is_scaled(how));
    view_text(s, "reset_href", page_is_scaled(how) ? link_to(a, r, how, how->from) : "");
    view_text(s, "action", arena_join(a, "/recipes/", r->slug, NULL));
    view_text(s, "units", units_value(how->units));
}

/* Would one of the views convert something? */
static bool is_convertible(const struct recipe *r)
{
    for (size_t i = 0; i < r->ingredient_count; i++) {
        const struct recipe_ingredient *g = &r->ingredients[i];
        struct unit_amount u = { g->amount, g->amount_max, unit_by_name(str_of(g->unit)) };

        if (unit_is_viewed(u, UNIT_METRIC) || unit_is_viewed(u, UNIT_US))
            return true;
    }
    return false;
}

static void put_units(struct arena *a, struct json_object *v, const struct recipe *r, const struct page_amounts *how)
{
    static const char *const ids[] = { "units-written", "units-metric", "units-us" };
    static const char *const labels[] = { "As written", "Metric", "US" };
    struct json_object *list = view_child_array(v, "unit_links");
    bool has = is_convertible(r);

    for (size_t i = 0; has && i < ARRAY_LEN(systems); i++) {
        struct page_amounts other = { how->from, how->to, systems[i] };
        struct json_object *o = view_item(list);

        view_text(o, "id", ids[i]);
        view_text(o, "href", link(a, r, "", &other));
        view_text(o, "label", labels[i]);
        view_bool(o, "is_current", how->units == systems[i]);
    }
    view_bool(v, "has_units", has);
    view_text(v, "scale_note", has && how->units != UNIT_ANY ? "Converted amounts are rounded to what you can measure." : "");
}

/* ---- the foot of the page ---- */

static const char *const nutrition_labels[] = {
    "Serving size", "Calories", "Fat", "Saturated fat", "Unsaturated fat", "Trans fat", "Carbohydrate", "Sugar", "Fibre", "Protein",
    "Cholesterol", "Sodium",
};

static void put_nutrition(struct json_object *v, const struct recipe *r)
{
    struct json_object *list = view_child_array(v, "nutrition");

    for (int n = 0; n < NUTRITION__COUNT; n++) {
        struct json_object *o;

        if (!r->nutrition[n])
            continue;
        o = view_item(list);
        view_text(o, "label", nutrition_labels[n]);
        view_text(o, "value", r->nutrition[n]);
    }
    view_bool(v, "has_nutrition", view_count(v, "nutrition") > 0);
    view_text(v, "nutrition_note", "Per serving");
}

static const char *nutrition_text(struct arena *a, const struct recipe *r)
{
    struct buf b;

    buf_init(&b, a, 16 * KIB);
    for (int n = 0; n < NUTRITION__COUNT; n++) {
        const char *label = nutrition_labels[n];

        if (r->nutrition[n])
            buf_printf(&b, "%s%c%s %s", b.len ? ", " : "Per serving: ", label[0] | 32, label + 1, r->nutrition[n]);
    }
    return buf_text(&b);
}

static void put_tags(struct arena *a, struct json_object *v, const struct recipe *r)
{
    struct json_object *list = view_child_array(v, "tags");

    for (size_t i = 0; i < r->tag_count; i++) {
        struct json_object *o = view_item(list);

        view_text(o, "href", arena_join(a, "/recipes?tag=", form_encoded(a, str_of(r->tags[i])), NULL));
        view_text(o, "label", r->tags[i]);
    }
    view_bool(v, "has_tags", r->tag_count > 0);
}

static void add_export(struct json_object *list, const char *label, const char *href)
{
    struct json_object *o = view_item(list);

    view_text(o, "href", href);
    view_text(o, "label", label);
}

static void put_exports(struct arena *a, struct json_object *v, const struct recipe *r)
{
    struct json_object *list = view_child_array(v, "exports");
    char id[ID_TEXT_SIZE];

    add_export(list, "JSON", arena_join(a, "/api/v1/recipes/", id_text(r->id, id), NULL));
    add_export(list, "JSON-LD", arena_join(a, "/recipes/", r->slug, "?format=jsonld", NULL));
    add_export(list, "Text", arena_join(a, "/recipes/", r->slug, "?format=text", NULL));
    view_bool(v, "has_exports", true);
}

static const char *eyebrow(struct arena *a, const struct recipe *r)
{
    if (r->category && r->cuisine)
        return arena_join(a, r->category, ", ", r->cuisine, NULL);
    return r->category ? r->category : r->cuisine ? r->cuisine : "";
}

/* The JSON-LD, for the head of the page. export_jsonld() escapes what could end the element. */
static const char *head_html(struct arena *a, const struct recipe *r, const char *site_url)
{
    struct export_site site = { .url = site_url };
    struct buf b;

    buf_init(&b, a, HEAD_MAX);
    buf_puts(&b, "<script type=\"application/ld+json\">");     /* style: data that no template may write into a script element */
    export_jsonld(&b, r, &site);
    buf_puts(&b, "</script>\n");                                /* style: its end */
    return b.failed ? "" : buf_text(&b);
}

/* What the page, paper and cook mode have in common. */
static void put_common(struct arena *a, struct json_object *v, const struct recipe *r, const struct page_amounts *how)
{
    view_text(v, "title", r->title);
    view_text(v, "description", r->description ? r->description : "");
    page_put_facts(a, v, r, how);
    page_put_allergens(v, r->allergens);
    page_put_ingredients(a, v, r, how);
    page_put_steps(a, v, r, how);
    view_text(v, "author", r->author ? r->author : "");
    page_put_source(a, v, r->source_url);
    view_text(v, "updated_text", page_updated_text(a, r));
    page_put_image(a, v, r->image_count ? &r->images[0] : NULL, r->image_count ? r->images[0].alt : NULL);
}

struct json_object *show_view(struct arena *a, const struct recipe *r, const struct page_amounts *how, const char *site_url)
{
    struct json_object *v = view_new_for(a, 42);
    char at[CLOCK_RFC3339_SIZE];

    view_text(v, "slug", r->slug);
    view_int(v, "version", r->version);
    put_common(a, v, r, how);
    view_text(v, "eyebrow", eyebrow(a, r));
    view_text(v, "cook_href", link(a, r, "/cook", how));
    view_text(v, "print_href", link(a, r, "/print", how));
    view_bool(v, "revision", false);
    put_scale(a, v, r, how);
    put_units(a, v, r, how);
    put_nutrition(v, r);
    put_tags(a, v, r);
    put_exports(a, v, r);
    view_text(v, "updated_at", clock_rfc3339(r->updated_at, at));
    view_text(v, "canonical", arena_join(a, site_url, "/recipes/", r->slug, NULL));
    view_text(v, "head_html", head_html(a, r, site_url));
    page_put_assets(a, v, "recipes", "base recipes-show");
    return v;
}

static const char *amounts_text(struct arena *a, const struct recipe *r, const struct page_amounts *how)
{
    if (!quantity_is_some(how->to))
        return "";
    return arena_printf(a, "For %s", page_count_text(a, how->to, r->yield.unit));
}

struct json_object *print_view(struct arena *a, const struct recipe *r, const struct page_amounts *how, const char *site_url)
{
    struct json_object *v = view_new(a);

    put_common(a, v, r, how);
    view_text(v, "recipe_href", link(a, r, "", how));
    view_text(v, "amounts_text", amounts_text(a, r, how));
    view_text(v, "nutrition_text", nutrition_text(a, r));
    view_text(v, "url", arena_join(a, site_url, "/recipes/", r->slug, NULL));
    view_text(v, "canonical", arena_join(a, site_url, "/recipes/", r->slug, NULL));
    view_text(v, "page_class", "is-print");
    page_put_assets(a, v, "recipes", "recipes-print");
    return v;
}

/* One screen a step. */
static void put_screens(struct arena *a, struct json_object *v, const struct recipe *r, const struct page_amounts *how)
{
    struct json_object *list = view_child_array(v, "screens");
    size_t n = r->step_count;

    for (size_t i = 0; i < n; i++) {
        struct json_object *s = view_item(list);

        view_text(s, "id", page_step_id(a, i));
        view_int(s, "number", (int64_t)i + 1);
        view_text(s, "step_text", arena_printf(a, "Step %zu of %zu", i + 1, n));
        view_text(s, "heading", r->steps[i].section ? r->steps[i].section : "");
        page_put_parts(a, s, r->steps[i].text, how);
        view_text(s, "prev_href", i ? arena_printf(a, "#step-%zu", i) : "#ingredients");
        view_text(s, "next_href", i + 1 < n ? arena_printf(a, "#step-%zu", i + 2) : "#done");
    }
    view_text(v, "first_href", n ? "#step-1" : "#done");
    view_text(v, "last_href", n ? arena_printf(a, "#step-%zu", n) : "#ingredients");
}

struct json_object *cook_view(struct arena *a, const struct recipe *r, const struct page_amounts *how)
{
    struct json_object *v = view_new(a);
    const char *allergens = page_allergens_text(a, r->allergens, true);

    view_text(v, "slug", r->slug);
    view_text(v, "title", r->title);
    view_text(v, "recipe_href", link(a, r, "", how));
    view_text(v, "amounts_text", amounts_text(a, r, how));
    view_text(v, "allergens_text", allergens[0] ? arena_printf(a, "Contains %s", allergens) : "");
    page_put_ingredients(a, v, r, how);
    put_screens(a, v, r, how);
    view_text(v, "page_class", "is-cook");
    page_put_assets(a, v, "recipes", "recipes-cook");
    return v;
}
