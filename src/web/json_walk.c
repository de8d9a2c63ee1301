#include "web/json.h"

#include <json-c/json.h>

static bool walk(struct json_object *v, json_sink *sink, void *arg);

static bool tell(json_sink *sink, void *arg, struct json_event e)
{
    return sink(arg, &e) == NULL;
}

static bool walk_object(struct json_object *v, json_sink *sink, void *arg)
{
    if (!tell(sink, arg, (struct json_event){ .type = JSON_BEGIN_OBJECT }))
        return false;
    json_object_object_foreach(v, key, member) {
        if (!tell(sink, arg, (struct json_event){ .type = JSON_NAME, .text = str_of(key) }) || !walk(member, sink, arg))
            return false;
    }
    return tell(sink, arg, (struct json_event){ .type = JSON_END_OBJECT });
}

static bool walk_array(struct json_object *v, json_sink *sink, void *arg)
{
    size_t n = json_object_array_length(v);

    if (!tell(sink, arg, (struct json_event){ .type = JSON_BEGIN_ARRAY }))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!walk(json_object_array_get_idx(v, i), sink, arg))
            return false;
    }
    return tell(sink, arg, (struct json_event){ .type = JSON_END_ARRAY });
}

static bool walk(struct json_object *v, json_sink *sink, void *arg)
{
    switch (json_object_get_type(v)) {
    case json_type_object: return walk_object(v, sink, arg);
    case json_type_array: return walk_array(v, sink, arg);
    case json_type_string:
        return tell(sink, arg, (struct json_event){ .type = JSON_STRING, .text = { json_object_get_string(v),
                                                                                   (size_t)json_object_get_string_len(v) } });
    case json_type_int: return tell(sink, arg, (struct json_event){ .type = JSON_INTEGER, .integer = json_object_get_int64(v) });
    case json_type_double: return tell(sink, arg, (struct json_event){ .type = JSON_DOUBLE, .real = json_object_get_double(v) });
    case json_type_boolean: return tell(sink, arg, (struct json_event){ .type = JSON_BOOLEAN, .boolean = json_object_get_boolean(v) });
    case json_type_null: break;
    }
    return tell(sink, arg, (struct json_event){ .type = JSON_NULL });
}

bool json_walk(struct json_object *v, json_sink *sink, void *arg)
{
    return walk(v, sink, arg);
}
