/* route_view.c: a route as JSON: for programs that call every route, such as the tests. */
#include "web/route.h"

#include "base/view.h"
#include "web/rate.h"

static const char *const who_names[] = { "anyone", "signed in", "viewer", "editor", "manager", "admin" };
static const char *const from_names[] = { "body", "path", "query" };
static const char *const type_names[] = {
    "", "text", "lines", "int", "decimal", "bool", "id", "choice", "texts", "list", "object", "file", "raw", "readonly",
};

static void put_fields(struct json_object *list, const struct field *fields)
{
    for (const struct field *f = fields; f && f->name; f++) {
        struct json_object *v = view_item(list);

        view_text(v, "name", f->name);
        view_text(v, "type", type_names[f->type]);
        view_text(v, "from", from_names[f->from]);
        view_bool(v, "required", f->required);
        view_int(v, "min", f->min);
        view_int(v, "max", f->max);
        if (f->choices) {
            struct json_object *choices = view_child_array(v, "choices");

            for (const char *const *c = f->choices; *c; c++)
                view_item_str(choices, str_of(*c));
        }
        if (f->items)
            put_fields(view_child_array(v, "items"), f->items);
    }
}

struct json_object *route_view(struct arena *a, const struct route *r)
{
    struct json_object *v = view_new(a);

    view_text(v, "method", method_name(r->method));
    view_text(v, "pattern", r->pattern);
    view_text(v, "who", who_names[r->who]);
    view_text(v, "scope", r->scope);
    view_text(v, "rate", rate_name(r->rate));
    view_bool(v, "guests", r->guests != GUESTS_IGNORE);
    view_bool(v, "published", r->publish != PUBLISH_NO);
    view_bool(v, "harmless", r->harmless);
    view_bool(v, "if_match", r->if_match == IF_MATCH_REQUIRED);
    view_bool(v, "key_required", r->key_required);
    view_int(v, "body_max", (int64_t)(r->body_max ? r->body_max : ROUTE_BODY_MAX));
    view_text(v, "accepts", r->accepts);
    put_fields(view_child_array(v, "fields"), r->fields);
    return v;
}
