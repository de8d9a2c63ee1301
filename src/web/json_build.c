#include "web/json.h"

#include <json-c/json.h>
#include <limits.h>

struct build {
    struct json_object *open[JSON_DEPTH_MAX];  /* [0] owns the others */
    unsigned depth;
    struct json_object *root;
    const char *name;                          /* of the value to come, in an object */
};

/* Puts a value where the text has it; its reference passes. */
static void place(struct build *b, struct json_object *v)
{
    struct json_object *parent = b->depth ? b->open[b->depth - 1] : NULL;
    int failed = 0;

    if (!parent)
        b->root = v;
    else if (json_object_is_type(parent, json_type_array))
        failed = json_object_array_add(parent, v);
    else
        failed = json_object_object_add_ex(parent, b->name, v, JSON_C_OBJECT_ADD_KEY_IS_NEW);
    if (failed)
        abort();
}

/* json-c answers NULL when there is no memory. */
static void place_new(struct build *b, struct json_object *v)
{
    if (!v)
        abort();
    place(b, v);
}

static void open_container(struct build *b, struct json_object *v)
{
    place_new(b, v);
    b->open[b->depth++] = v;
}

static const char *build(void *arg, const struct json_event *e)
{
    struct build *b = arg;

    switch (e->type) {
    case JSON_BEGIN_OBJECT: open_container(b, json_object_new_object()); break;
    case JSON_BEGIN_ARRAY: open_container(b, json_object_new_array_ext(4)); break;
    case JSON_END_OBJECT: case JSON_END_ARRAY: b->depth--; break;
    case JSON_NAME:
        if (memchr(e->text.p, '\0', e->text.n))
            return "a name contains the character U+0000";
        b->name = e->text.p;
        break;
    case JSON_STRING: place_new(b, json_object_new_string_len(e->text.p, (int)e->text.n)); break;
    case JSON_INTEGER: place_new(b, json_object_new_int64(e->integer)); break;
    case JSON_DOUBLE: place_new(b, json_object_new_double(e->real)); break;
    case JSON_BOOLEAN: place_new(b, json_object_new_boolean(e->boolean)); break;
    case JSON_NULL: place(b, NULL); break;
    }
    return NULL;
}

bool json_parse(struct str text, const struct json_limits *limits, struct json_object **ret, struct json_error *ret_error)
{
    struct build b = { .depth = 0 };

    if (!json_scan(text, limits, build, &b, ret_error)) {
        json_object_put(b.root);
        return false;
    }
    *ret = b.root;
    return true;
}
