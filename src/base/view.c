#include "base/view.h"

#include <json-c/json.h>
#include <limits.h>

static void put(void *v)
{
    json_object_put(v);
}

/* json-c answers NULL when there is no memory; elsewhere in the process that aborts too. */
static struct json_object *made(struct json_object *v)
{
    if (!v)
        abort();
    return v;
}

static struct json_object *new_str(struct str s)
{
    if (s.n >= INT_MAX)
        abort();
    return made(json_object_new_string_len(s.n ? s.p : "", (int)s.n));
}

struct json_object *view_keep(struct arena *a, struct json_object *v)
{
    if (v)
        arena_defer(a, put, v);
    return v;
}

struct json_object *view_new(struct arena *a)
{
    return view_keep(a, made(json_object_new_object()));
}

struct json_object *view_new_for(struct arena *a, int members)
{
    struct json_object *v = view_new(a);
    struct lh_table *t = json_object_get_object(v);
    int size = 1;

    /* json-c doubles a table that is full to two thirds. */
    while (2 * size <= 3 * members)
        size *= 2;
    if (size > t->size && lh_table_resize(t, size) != 0)
        abort();
    return v;
}

void view_add(struct json_object *v, const char *key, struct json_object *child)
{
    if (json_object_object_add_ex(v, key, child, JSON_C_OBJECT_ADD_CONSTANT_KEY) != 0)
        abort();
}

void view_str(struct json_object *v, const char *key, struct str value)
{
    view_add(v, key, new_str(value));
}

void view_text(struct json_object *v, const char *key, const char *value)
{
    view_add(v, key, value ? new_str(str_of(value)) : NULL);
}

void view_int(struct json_object *v, const char *key, int64_t value)
{
    view_add(v, key, made(json_object_new_int64(value)));
}

void view_double(struct json_object *v, const char *key, double value)
{
    view_add(v, key, made(json_object_new_double(value)));
}

void view_bool(struct json_object *v, const char *key, bool value)
{
    view_add(v, key, made(json_object_new_boolean(value)));
}

void view_null(struct json_object *v, const char *key)
{
    view_add(v, key, NULL);
}

struct json_object *view_child(struct json_object *v, const char *key)
{
    struct json_object *child = made(json_object_new_object());

    view_add(v, key, child);
    return child;
}

struct json_object *view_child_array(struct json_object *v, const char *key)
{
    struct json_object *child = made(json_object_new_array());

    view_add(v, key, child);
    return child;
}

void view_item_add(struct json_object *array, struct json_object *value)
{
    if (json_object_array_add(array, value) != 0)
        abort();
}

struct json_object *view_item(struct json_object *array)
{
    struct json_object *item = made(json_object_new_object());

    view_item_add(array, item);
    return item;
}

void view_item_str(struct json_object *array, struct str value)
{
    view_item_add(array, new_str(value));
}

void view_item_int(struct json_object *array, int64_t value)
{
    view_item_add(array, made(json_object_new_int64(value)));
}

struct json_object *view_get(struct json_object *v, const char *path)
{
    struct str rest = str_of(path);
    char key[128];

    while (v && rest.p) {
        struct str name = str_next(&rest, '.');

        if (name.n >= sizeof(key))
            return NULL;
        memcpy(key, name.p, name.n);
        key[name.n] = '\0';
        if (!json_object_is_type(v, json_type_object) || !json_object_object_get_ex(v, key, &v))
            return NULL;
    }
    return v;
}

struct str view_get_str(struct json_object *v, const char *path)
{
    struct json_object *value = view_get(v, path);

    if (!json_object_is_type(value, json_type_string))
        return STR("");
    return (struct str){ json_object_get_string(value), (size_t)json_object_get_string_len(value) };
}

int64_t view_get_int(struct json_object *v, const char *path)
{
    struct json_object *value = view_get(v, path);

    return json_object_is_type(value, json_type_int) ? json_object_get_int64(value) : 0;
}

double view_get_double(struct json_object *v, const char *path)
{
    struct json_object *value = view_get(v, path);

    if (!json_object_is_type(value, json_type_double) && !json_object_is_type(value, json_type_int))
        return 0;
    return json_object_get_double(value);
}

bool view_get_bool(struct json_object *v, const char *path)
{
    struct json_object *value = view_get(v, path);

    return json_object_is_type(value, json_type_boolean) && json_object_get_boolean(value);
}

size_t view_count(struct json_object *v, const char *path)
{
    struct json_object *value = view_get(v, path);

    return json_object_is_type(value, json_type_array) ? json_object_array_length(value) : 0;
}

struct json_object *view_at(struct json_object *array, size_t i)
{
    if (!json_object_is_type(array, json_type_array))
        return NULL;
    return json_object_array_get_idx(array, i);
}
