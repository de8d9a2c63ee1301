#include "recipes/wild.h"

struct wild *wild_new(struct arena *a, enum wild_type type, struct str text)
{
    struct wild *w = ARENA_NEW(a, struct wild);

    w->type = type;
    w->text = text;
    return w;
}

void wild_add(struct wild *parent, struct str key, struct wild *child)
{
    child->key = key;
    child->next = NULL;
    if (parent->last)
        parent->last->next = child;
    else
        parent->child = child;
    parent->last = child;
}

static bool key_is(struct str key, struct str name)
{
    if (key.n < name.n || memcmp(key.p + key.n - name.n, name.p, name.n) != 0)
        return false;
    if (key.n == name.n)
        return true;
    return strchr(":/#", key.p[key.n - name.n - 1]) && (str_starts(key, STR("schema:")) || str_starts(key, STR("http")));
}

struct wild *wild_get(const struct wild *object, const char *key)
{
    struct str name = str_of(key);

    if (!object || object->type != WILD_OBJECT)
        return NULL;
    for (struct wild *w = object->child; w; w = w->next) {
        if (key_is(w->key, name))
            return w;
    }
    return NULL;
}

void wild_add_value(struct arena *a, struct wild *object, struct str key, struct wild *child)
{
    size_t looked_at = 0;

    for (struct wild *w = object->child; w; w = w->next) {
        if (++looked_at > WILD_NAMES_MAX)
            return;
        if (!str_equal(w->key, key))
            continue;
        if (w->type != WILD_LIST) {
            struct wild *first = ARENA_NEW(a, struct wild);

            *first = *w;
            w->type = WILD_LIST;
            w->text = (struct str){ 0 };
            w->child = w->last = NULL;
            wild_add(w, (struct str){ 0 }, first);
        }
        wild_add(w, (struct str){ 0 }, child);
        return;
    }
    wild_add(object, key, child);
}

static bool type_is(struct str type, struct str name)
{
    for (size_t i = type.n; i > 0; i--) {
        if (strchr(":/#", type.p[i - 1])) {
            type.p += i;
            type.n -= i;
            break;
        }
    }
    return str_equal_nocase(type, name);
}

bool wild_is_a(const struct wild *object, const char *name)
{
    const struct wild *type = wild_get(object, "@type");

    if (!type)
        return false;
    if (type->type != WILD_LIST)
        return type_is(type->text, str_of(name));
    for (const struct wild *w = type->child; w; w = w->next) {
        if (type_is(w->text, str_of(name)))
            return true;
    }
    return false;
}

/* Counts the leaves of lists; writes them where there is room for them. */
static size_t flatten(const struct wild *w, const struct wild **ret)
{
    size_t n = 0;

    if (w->type == WILD_NULL)
        return 0;
    if (w->type != WILD_LIST) {
        if (ret)
            *ret = w;
        return 1;
    }
    for (const struct wild *c = w->child; c; c = c->next)
        n += flatten(c, ret ? ret + n : NULL);
    return n;
}

struct wild_values wild_flatten(struct arena *a, const struct wild *value)
{
    struct wild_values v = { 0 };

    if (!value)
        return v;
    v.count = flatten(value, NULL);
    v.item = ARENA_ARRAY(a, v.count + 1, const struct wild *);
    flatten(value, v.item);
    return v;
}
