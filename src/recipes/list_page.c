/* list_page.c: the view of the list of recipes. */
#include "recipes/pages.h"

#include "base/utf8.h"
#include "base/view.h"
#include "web/form.h"

#include <string.h>

#define QUERY_MAX (16 * KIB)
#define CARD_TEXT 140              /* characters of a description on a card */

/* ---- addresses: the list with one filter less ---- */

/* What is left out of an address. */
struct without {
    const char *name;              /* of the parameter; NULL: nothing */
    const char *value;             /* of a parameter that may be repeated */
    bool filters;                  /* all filters, but not the words and the order */
};

static bool is_left_out(const struct without *w, const char *name, const char *value)
{
    if (w->filters)
        return strcmp(name, "q") != 0 && strcmp(name, "sort") != 0;
    return w->name && strcmp(w->name, name) == 0 && (!w->value || strcmp(w->value, value) == 0);
}

static void put_pair(struct buf *b, const struct without *w, const char *name, const char *value)
{
    if (value && value[0] && !is_left_out(w, name, value))
        form_put_pair(b, memchr(b->data, '?', b->len) ? '&' : '?', str_of(name), str_of(value));
}

static const char *address(struct arena *a, const struct list_in *in, struct without w, const char *cursor)
{
    struct buf b;

    buf_init(&b, a, QUERY_MAX);
    buf_puts(&b, "/recipes");
    put_pair(&b, &w, "q", in->q);
    for (size_t i = 0; i < in->tag_count; i++)
        put_pair(&b, &w, "tag", in->tags[i]);
    for (size_t i = 0; i < in->ingredient_count; i++)
        put_pair(&b, &w, "ingredient", in->ingredients[i]);
    for (size_t i = 0; i < in->without_count; i++)
        put_pair(&b, &w, "without", in->without[i]);
    put_pair(&b, &w, "category", in->category);
    put_pair(&b, &w, "cuisine", in->cuisine);
    put_pair(&b, &w, "max_minutes", in->max_minutes ? arena_printf(a, "%lld", (long long)in->max_minutes) : NULL);
    put_pair(&b, &w, "sort", in->sort ? list_sorts[in->sort] : NULL);
    put_pair(&b, &w, "cursor", cursor);
    return buf_text(&b);
}

/* ---- words ---- */

static const char *capital(struct arena *a, const char *text)
{
    char *copy = arena_strdup(a, text);

    if (copy[0] >= 'a' && copy[0] <= 'z')
        copy[0] -= 32;
    return copy;
}

static const char *lower(struct arena *a, const char *text)
{
    char *copy = arena_strdup(a, text);

    if (copy[0] >= 'A' && copy[0] <= 'Z')
        copy[0] += 32;
    return copy;
}

static const char *without_label(struct arena *a, const char *slug)
{
    enum allergen one;

    return arena_printf(a, "Without %s", allergen_by_slug(str_of(slug), &one) ? lower(a, allergen_label(one)) : slug);
}

static const char *result_text(struct arena *a, const struct list_in *in, int64_t total)
{
    const char *count = total == 0 ? "No recipes" : total == 1 ? "1 recipe" : arena_printf(a, "%lld recipes", (long long)total);

    return in->q && in->q[0] ? arena_printf(a, "%s for %s", count, in->q) : count;
}

/* ---- what is chosen ---- */

static void add_chosen(struct arena *a, struct json_object *list, const struct list_in *in, struct without w, const char *label)
{
    struct json_object *o = view_item(list);

    view_text(o, "href", address(a, in, w, NULL));
    view_text(o, "label", label);
    view_text(o, "remove_label", arena_printf(a, "Remove filter %s", label));
}

static void put_chosen(struct arena *a, struct json_object *v, const struct list_in *in)
{
    struct json_object *list = view_child_array(v, "chosen");
    size_t n;

    for (size_t i = 0; i < in->tag_count; i++)
        add_chosen(a, list, in, (struct without){ "tag", in->tags[i], false }, capital(a, in->tags[i]));
    for (size_t i = 0; i < in->ingredient_count; i++)
        add_chosen(a, list, in, (struct without){ "ingredient", in->ingredients[i], false },
                   arena_printf(a, "With %s", in->ingredients[i]));
    for (size_t i = 0; i < in->without_count; i++)
        add_chosen(a, list, in, (struct without){ "without", in->without[i], false }, without_label(a, in->without[i]));
    if (in->category && in->category[0])
        add_chosen(a, list, in, (struct without){ "category", NULL, false }, capital(a, in->category));
    if (in->cuisine && in->cuisine[0])
        add_chosen(a, list, in, (struct without){ "cuisine", NULL, false }, capital(a, in->cuisine));
    if (in->max_minutes)
        add_chosen(a, list, in, (struct without){ "max_minutes", NULL, false },
                   arena_printf(a, "At most %s", page_minutes(a, (int)in->max_minutes)));
    n = view_count(v, "chosen");
    view_bool(v, "is_filtered", n > 0);
    view_text(v, "filter_count_text", arena_printf(a, "%zu", n));
    view_text(v, "clear_href", address(a, in, (struct without){ .filters = true }, NULL));
    view_bool(v, "is_searched", n > 0 || (in->q && in->q[0]));
}

/* ---- facets ---- */

static struct json_object *add_facet(struct json_object *facets, const char *name, const char *label, const char *type)
{
    struct json_object *f = view_item(facets);

    view_text(f, "name", name);
    view_text(f, "label", label);
    view_bool(f, "hint", false);
    view_text(f, "input_type", type);
    view_child_array(f, "values");
    return f;
}

static struct json_object *add_value(struct json_object *facet, const char *id, const char *value, const char *label, bool is_checked)
{
    struct json_object *o = view_item(view_get(facet, "values"));

    view_text(o, "id", id);
    view_text(o, "value", value);
    view_text(o, "label", label);
    view_null(o, "count");
    view_bool(o, "is_checked", is_checked);
    return o;
}

static size_t length(struct json_object *list)
{
    return list ? json_object_array_length(list) : 0;
}

static bool among(const char *const *list, size_t count, const char *value)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i], value) == 0)
            return true;
    }
    return false;
}

static const char *text_of(struct arena *a, struct json_object *v, const char *name)
{
    return arena_str(a, view_get_str(v, name));
}

static void put_tags(struct arena *a, struct json_object *facets, const struct list_in *in, struct json_object *counts)
{
    size_t n = length(counts);
    struct json_object *f;

    if (n == 0)
        return;
    f = add_facet(facets, "tag", "Tags", "checkbox");
    for (size_t i = 0; i < n; i++) {
        const char *tag = text_of(a, view_at(counts, i), "value");
        struct json_object *o = add_value(f, arena_printf(a, "tag-%zu", i), tag, capital(a, tag), among(in->tags, in->tag_count, tag));

        view_int(o, "count", view_get_int(view_at(counts, i), "count"));
    }
}

/* Category or cuisine: one of them, or any. */
static void put_choice(struct arena *a, struct json_object *facets, struct json_object *counts, const char *name, const char *label,
                       const char *chosen)
{
    size_t n = length(counts);
    bool some = chosen && chosen[0];
    struct json_object *f;

    if (n == 0)
        return;
    f = add_facet(facets, name, label, "radio");
    add_value(f, arena_printf(a, "%s-any", name), "", "Any", !some);
    for (size_t i = 0; i < n; i++) {
        const char *value = text_of(a, view_at(counts, i), "value");
        struct json_object *o = add_value(f, arena_printf(a, "%s-%zu", name, i), value, value, some && strcmp(chosen, value) == 0);

        view_int(o, "count", view_get_int(view_at(counts, i), "count"));
    }
}

static int64_t count_of(struct json_object *counts, const char *value)
{
    size_t n = length(counts);

    for (size_t i = 0; i < n; i++) {
        if (str_equal(view_get_str(view_at(counts, i), "value"), str_of(value)))
            return view_get_int(view_at(counts, i), "count");
    }
    return 0;
}

/* How many recipes would be left without each allergen. */
static void put_without(struct arena *a, struct json_object *facets, const struct list_in *in, struct json_object *counts, int64_t total)
{
    struct json_object *f = add_facet(facets, "without", "Without", "checkbox");

    view_text(f, "hint", "Hides recipes that declare it.");
    for (int i = 0; i < ALLERGEN__COUNT; i++) {
        const char *slug = allergen_slug((enum allergen)i);
        struct json_object *o = add_value(f, arena_printf(a, "without-%s", slug), slug, allergen_label((enum allergen)i),
                                          among(in->without, in->without_count, slug));

        view_int(o, "count", total - count_of(counts, slug));
    }
}

/* Here a count is what is found once the choice is made, whatever was chosen before. */
static void put_ready_in(struct arena *a, struct json_object *facets, const struct list_in *in, struct json_object *counts)
{
    struct json_object *f = add_facet(facets, "max_minutes", "Ready in", "radio");
    bool known = in->max_minutes == 0;

    add_value(f, "time-any", "", "Any time", in->max_minutes == 0);
    for (size_t i = 0; i < SEARCH_READY__COUNT; i++) {
        int minutes = search_ready_minutes[i];
        const char *value = arena_printf(a, "%d", minutes);
        struct json_object *o = add_value(f, arena_printf(a, "time-%s", value), value, arena_printf(a, "%s minutes", value),
                                          in->max_minutes == minutes);

        view_int(o, "count", count_of(counts, value));
        known |= in->max_minutes == minutes;
    }
    if (!known)
        add_value(f, "time-other", arena_printf(a, "%lld", (long long)in->max_minutes), page_minutes(a, (int)in->max_minutes), true);
}

static void put_facets(struct arena *a, struct json_object *v, const struct list_in *in, struct json_object *found)
{
    struct json_object *facets = view_child_array(v, "facets"), *kept = view_child_array(v, "kept");
    int64_t total = view_get_int(found, "total");
    bool has = total > 0 || view_get_bool(v, "is_filtered");

    view_bool(v, "has_facets", has);
    /* A filter without a field of its own goes along when the form is sent. */
    for (size_t i = 0; i < in->ingredient_count; i++) {
        struct json_object *o = view_item(kept);

        view_text(o, "name", "ingredient");
        view_text(o, "value", in->ingredients[i]);
    }
    if (!has)
        return;
    put_choice(a, facets, view_get(found, "facets.category"), "category", "Category", in->category);
    put_tags(a, facets, in, view_get(found, "facets.tag"));
    put_without(a, facets, in, view_get(found, "facets.allergen"), total);
    put_ready_in(a, facets, in, view_get(found, "facets.max_minutes"));
    put_choice(a, facets, view_get(found, "facets.cuisine"), "cuisine", "Cuisine", in->cuisine);
}

static void put_sorts(struct json_object *v, const struct list_in *in)
{
    static const struct { enum search_sort sort; const char *label; } all[] = {
        { SEARCH_RELEVANCE, "Best match" }, { SEARCH_TITLE, "Title" }, { SEARCH_NEWEST, "Newest" }, { SEARCH_QUICKEST, "Quickest" },
    };
    struct json_object *list = view_child_array(v, "sorts");
    bool words = in->q && in->q[0];

    for (size_t i = 0; i < ARRAY_LEN(all); i++) {
        bool by_default = !words && all[i].sort == SEARCH_NEWEST;
        struct json_object *o;

        if (!words && all[i].sort == SEARCH_RELEVANCE)
            continue;
        o = view_item(list);
        /* Without words the best match is the newest; who then types some shall get the best match. */
        view_text(o, "value", list_sorts[by_default ? SEARCH_RELEVANCE : all[i].sort]);
        view_text(o, "label", all[i].label);
        view_bool(o, "is_selected", in->sort == (int64_t)all[i].sort || (by_default && in->sort == SEARCH_RELEVANCE));
    }
}

/* ---- cards ---- */

/* The first words, on one line. */
static const char *card_text(struct arena *a, const char *text)
{
    struct str all = str_of(text), head = utf8_head(all, CARD_TEXT);
    size_t line = str_find(head, STR("\n"));

    if (line != SIZE_MAX)
        return arena_str(a, str_trim((struct str){ head.p, line }));
    if (head.n == all.n)
        return text ? text : "";
    while (head.n && head.p[head.n - 1] != ' ')
        head.n--;
    return arena_printf(a, "%.*s\u2026", STR_ARG(str_trim(head)));
}

static void add_card(struct arena *a, struct json_object *list, struct json_object *card)
{
    struct json_object *o = view_item(list);
    struct page_amounts how;
    struct recipe r;

    recipe_from_view(a, card, &r);
    how = page_as_written(&r);
    view_text(o, "href", arena_printf(a, "/recipes/%s", r.slug));
    view_text(o, "title", r.title);
    view_text(o, "description", card_text(a, r.description));
    view_text(o, "time_text", page_minutes(a, r.total_minutes));
    view_text(o, "yield_text", page_yield_text(a, &r, &how));
    view_text(o, "allergens_text", page_allergens_text(a, r.allergens, true));
    page_put_image(a, o, r.image_count ? &r.images[0] : NULL, NULL);
}

struct json_object *list_page_view(struct arena *a, const struct list_in *in, struct json_object *found)
{
    struct json_object *v = view_new(a), *items = view_get(found, "items"), *list = view_child_array(v, "recipes");
    struct str next = view_get_str(found, "next_cursor");
    size_t n = view_count(found, "items");

    view_text(v, "title", "Recipes");
    view_text(v, "action", "/recipes");
    view_text(v, "q", in->q ? in->q : "");
    view_text(v, "result_text", result_text(a, in, view_get_int(found, "total")));
    put_chosen(a, v, in);
    put_facets(a, v, in, found);
    put_sorts(v, in);
    for (size_t i = 0; i < n; i++)
        add_card(a, list, view_at(items, i));
    view_bool(v, "has_recipes", n > 0);
    view_bool(v, "next_href", false);
    if (next.n)
        view_text(v, "next_href", address(a, in, (struct without){ 0 }, arena_str(a, next)));
    view_bool(v, "first_href", false);
    if (in->cursor && in->cursor[0])
        view_text(v, "first_href", address(a, in, (struct without){ 0 }, NULL));
    page_put_assets(a, v, "recipes", "base recipes-list");
    return v;
}
