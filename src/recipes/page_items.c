/* page_items.c: microdata (WHATWG HTML section 5) and RDFa Lite as one tree of items. */
#include "recipes/page_impl.h"

#define ITEMS_MAX 5000
#define VALUES_BYTES_MAX (8u << 20)

static struct str copy(struct page_reader *r, struct str s)
{
    return (struct str){ arena_str(r->arena, s), s.n };
}

static struct str attribute(const struct html_token *t, const char *name)
{
    const struct str *v = html_attribute(t, name);

    return v ? str_trim(*v) : (struct str){ 0 };
}

/* The innermost item that is open, or NULL. */
static struct wild *scope(const struct page_reader *r)
{
    for (size_t i = r->depth; i-- > 0;) {
        if (r->stack[i].item)
            return r->stack[i].item;
    }
    return NULL;
}

static bool is_address(struct str property)
{
    static const char *const names[] = { "url", "image", "thumbnailUrl", "contentUrl", "mainEntityOfPage", "sameAs", "photo" };

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (str_equal(property, str_of(names[i])))
            return true;
    }
    return false;
}

/* The value that stands in an attribute. False: the element's text is the value. */
static bool attribute_value(const struct html_token *t, struct str property, struct str *ret)
{
    static const char *const sources[] = { "content", "datetime", "data-src", "src", "href" };

    for (size_t i = 0; i < ARRAY_LEN(sources); i++) {
        struct str v = attribute(t, sources[i]);
        bool address = i >= 2;

        if (v.n == 0 || (address && str_starts(v, STR("data:"))))
            continue;
        if (address && !is_address(property) && !str_equal(t->text, STR("link")) && !str_equal(t->text, STR("img")))
            continue;
        *ret = v;
        return true;
    }
    return false;
}

/* Adds under each of the names. */
static void add(struct page_reader *r, struct wild *owner, struct str names, struct wild *value)
{
    while (names.p) {
        struct str name = str_next(&names, ' ');

        if (name.n) {
            struct wild *one = ARENA_NEW(r->arena, struct wild);

            *one = *value;
            wild_add_value(r->arena, owner, name, one);
        }
    }
}

static void add_types(struct page_reader *r, struct wild *item, struct str types)
{
    while (types.p) {
        struct str type = str_next(&types, ' ');

        if (type.n)
            wild_add_value(r->arena, item, STR("@type"), wild_new(r->arena, WILD_STRING, type));
    }
}

static void open_item(struct page_reader *r, const struct html_token *t, struct element *e)
{
    struct str type = attribute(t, "itemtype"), id = attribute(t, "itemid");

    if (type.n == 0)
        type = attribute(t, "typeof");
    r->item_count++;
    e->item = wild_new(r->arena, WILD_OBJECT, (struct str){ 0 });
    add_types(r, e->item, copy(r, type));
    if (id.n)
        wild_add_value(r->arena, e->item, STR("@id"), wild_new(r->arena, WILD_STRING, copy(r, id)));
    /* An item is its owner's from the start: where the page is cut, what was read stays. */
    if (e->owner)
        wild_add_value(r->arena, e->owner, e->property, e->item);
    else
        wild_add(r->page->items, (struct str){ 0 }, e->item);
}

void page_item_open(struct page_reader *r, const struct html_token *t, struct element *e)
{
    struct str property = attribute(t, "itemprop"), value;
    bool opens = html_attribute(t, "itemscope") || attribute(t, "typeof").n;

    if (property.n == 0)
        property = attribute(t, "property");
    e->owner = property.n ? scope(r) : NULL;
    if ((!opens && !e->owner) || r->item_count >= ITEMS_MAX)
        return;
    e->property = copy(r, property);
    if (opens) {
        struct str names = e->property;

        e->property = str_next(&names, ' ');
        open_item(r, t, e);
        e->owner = NULL;
    } else if (attribute_value(t, property, &value)) {
        add(r, e->owner, e->property, wild_new(r->arena, WILD_STRING, copy(r, value)));
        e->owner = NULL;
    }
}

void page_item_close(struct page_reader *r, const struct element *e)
{
    struct str text;

    if (!e->owner)
        return;
    text = page_text_since(r, e->text_start, PAGE_VALUE_MAX);
    r->value_bytes += text.n;
    if (text.n && r->value_bytes <= VALUES_BYTES_MAX)
        add(r, e->owner, e->property, wild_new(r->arena, WILD_STRING, copy(r, text)));
}
