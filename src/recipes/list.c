/* list.c: a list's parameters, its page and its facets. */
#include "recipes/recipes.h"

#include "base/buf.h"
#include "base/view.h"
#include "store/db.h"

#include <sodium.h>
#include <stdio.h>

#define CURSOR_MAX 600
#define LIMIT_DEFAULT 50
#define LIMIT_MAX 200

const char *const list_sorts[] = { "relevance", "newest", "title", "quickest", NULL };
static const char *const facet_names[SEARCH_FACET__COUNT] = { "tag", "category", "cuisine", "allergen" };

#define AT(MEMBER) .at = offsetof(struct list_in, MEMBER)
#define COUNT(MEMBER) .count_at = offsetof(struct list_in, MEMBER)
const struct field list_fields[] = {
    { "q", FIELD_TEXT, AT(q), .max = 200, .help = "words; prefixes and one typo match too" },
    { "tag", FIELD_TEXTS, AT(tags), COUNT(tag_count), .max = 10, .item_max = RECIPE_TAG_MAX, .help = "has this tag; may be repeated" },
    { "category", FIELD_TEXT, AT(category), .max = RECIPE_CATEGORY_MAX },
    { "cuisine", FIELD_TEXT, AT(cuisine), .max = RECIPE_CUISINE_MAX },
    { "ingredient", FIELD_TEXTS, AT(ingredients), COUNT(ingredient_count), .max = 10, .item_max = 100,
      .help = "uses this food; may be repeated" },
    { "without", FIELD_TEXTS, AT(without), COUNT(without_count), .max = ALLERGEN__COUNT, .item_max = 20,
      .help = "an allergen that it must not have" },
    { "max_minutes", FIELD_INT, AT(max_minutes), .max = RECIPE_MINUTES_MAX, .help = "total time at most" },
    { "sort", FIELD_CHOICE, AT(sort), .choices = list_sorts, .help = "relevance (default), newest, title, quickest" },
    { "limit", FIELD_INT, AT(limit), .min = 1, .max = LIMIT_MAX, .missing = LIMIT_DEFAULT },
    { "cursor", FIELD_TEXT, AT(cursor), .max = 1000, .help = "next_cursor of the page before" },
    { 0 }
};

/* ---- cursors: "sort,key,id,title" in base64url ---- */

static const char *print_cursor(struct arena *a, enum search_sort sort, const struct search_cursor *c)
{
    char id[ID_TEXT_SIZE];
    struct buf b;
    char *text;
    size_t size;

    buf_init(&b, a, CURSOR_MAX);
    buf_printf(&b, "%d,%lld,%s,", (int)sort, (long long)c->key, id_text(c->id, id));
    if (sort == SEARCH_TITLE)
        buf_puts(&b, c->title);
    size = sodium_base64_encoded_len(b.len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text = arena_alloc(a, size);
    return sodium_bin2base64(text, size, (const unsigned char *)b.data, b.len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static bool read_cursor(struct arena *a, const char *text, enum search_sort sort, struct search_cursor *ret)
{
    char *bytes = arena_alloc(a, CURSOR_MAX + 1);
    struct str rest = { bytes, 0 };
    int64_t of_sort;

    if (sodium_base642bin((unsigned char *)bytes, CURSOR_MAX, text, strlen(text), NULL, &rest.n, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 || memchr(bytes, '\0', rest.n))
        return false;
    if (!str_to_int(str_next(&rest, ','), &of_sort) || of_sort != (int64_t)sort || !rest.p ||
        !str_to_int(str_next(&rest, ','), &ret->key) || !rest.p || !id_parse(str_next(&rest, ','), &ret->id) || !rest.p)
        return false;
    ret->title = arena_str(a, rest);
    ret->set = true;
    return true;
}

/* ---- the query ---- */

static enum err make_query(struct ctx *cx, const struct list_in *in, struct search_query *q)
{
    *q = (struct search_query){
        .q = str_of(in->q), .tags = in->tags, .tag_count = in->tag_count, .ingredients = in->ingredients,
        .ingredient_count = in->ingredient_count, .category = in->category && in->category[0] ? in->category : NULL,
        .cuisine = in->cuisine && in->cuisine[0] ? in->cuisine : NULL, .max_minutes = (int)in->max_minutes,
        .sort = (enum search_sort)in->sort, .limit = (size_t)in->limit,
    };
    if (q->sort == SEARCH_RELEVANCE && str_trim(q->q).n == 0)
        q->sort = SEARCH_NEWEST;
    for (size_t i = 0; i < in->without_count; i++) {
        enum allergen one;

        if (allergen_by_slug(str_of(in->without[i]), &one))
            q->without |= ALLERGEN_BIT(one);
        else
            ctx_fault(cx, "?without", "unknown_value", "%.20s is none of: %s", in->without[i], allergen_slugs(cx->arena));
    }
    if (in->cursor && in->cursor[0] && !read_cursor(cx->arena, in->cursor, q->sort, &q->after))
        ctx_fault(cx, "?cursor", "wrong_cursor", "is not the next_cursor of such a list");
    return ctx_faults(cx);
}

static void put_ready(struct json_object *list, const struct search_result *r)
{
    for (size_t i = 0; i < SEARCH_READY__COUNT; i++) {
        struct json_object *one;
        char text[12];

        if (r->ready[i] == 0)
            continue;
        one = view_item(list);
        snprintf(text, sizeof(text), "%d", search_ready_minutes[i]);
        view_text(one, "value", text);
        view_int(one, "count", (int64_t)r->ready[i]);
    }
}

static void put_facets(struct json_object *v, const struct search_result *r)
{
    struct json_object *facets = view_child(v, "facets");

    for (int f = 0; f < SEARCH_FACET__COUNT; f++) {
        struct json_object *list = view_child_array(facets, facet_names[f]);

        for (size_t i = 0; i < r->facets[f].count; i++) {
            struct json_object *one = view_item(list);

            view_text(one, "value", r->facets[f].values[i].value);
            view_int(one, "count", (int64_t)r->facets[f].values[i].count);
        }
    }
    put_ready(view_child_array(facets, "max_minutes"), r);
}

enum err recipes_list_view(struct ctx *cx, const struct list_in *in, struct json_object **ret)
{
    struct json_object *v = view_new(cx->arena), *items;
    struct search_query query;
    struct search_result found;
    enum err e = make_query(cx, in, &query);

    if (e == OK)
        e = live_search(cx, &query, &found);
    if (e == OK)
        e = recipe_cards(cx, found.ids, found.count, &items);
    if (e)
        return e;
    view_add(v, "items", json_object_get(items));
    view_text(v, "next_cursor", found.more ? print_cursor(cx->arena, query.sort, &found.next) : NULL);
    view_int(v, "total", (int64_t)found.total);
    put_facets(v, &found);
    *ret = v;
    return OK;
}
