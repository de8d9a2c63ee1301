#include "members.h"

#include "test.h"

#include "base/view.h"
#include "web/json.h"

#include <json-c/json.h>
#include <stdio.h>

struct json_object *members_sample(const char *domain, const char *name)
{
    char path[600];
    size_t n;
    struct json_object *v = NULL;
    struct json_error e;

    snprintf(path, sizeof(path), TOP_SRCDIR "/tests/%s/views/%s.json", domain, name);
    char *text = test_read_file(path, &n);
    CU_ASSERT_FATAL(json_parse((struct str){ text, n }, NULL, &v, &e));
    return v;
}

void members_check(struct json_object *expected, struct json_object *got, const char *path)
{
    if (json_object_is_type(expected, json_type_array)) {
        if (json_object_array_length(expected) == 0)
            return;
        if (!json_object_is_type(got, json_type_array)) {
            printf("%s is no list\n", path);
            CU_FAIL("list missing");
        } else if (json_object_array_length(got) > 0) {
            members_check(view_at(expected, 0), view_at(got, 0), path);
        }
        return;
    }
    if (!json_object_is_type(expected, json_type_object))
        return;
    json_object_object_foreach(expected, name, value) {
        char inner[400];
        struct json_object *member = NULL;

        if (str_ends(str_of(name), STR("_error")))
            continue;
        snprintf(inner, sizeof(inner), "%s/%s", path, name);
        if (!json_object_object_get_ex(got, name, &member)) {
            printf("%s is missing\n", inner);
            CU_FAIL("member missing");
        } else {
            members_check(value, member, inner);
        }
    }
}
