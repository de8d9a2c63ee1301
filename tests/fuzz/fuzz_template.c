/* The input is a template and, behind a NUL, the view. Where it has variables only, every < of the page is its own. */
#include "fuzz.h"

#include "web/json.h"
#include "web/template.h"

#include <json-c/json_object.h>

#define OUT_MAX ((size_t)1 << 20)

static size_t count(struct str s, char c)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == c;
    return n;
}

/* Has the template only text and escaped variables? */
static bool only_variables(struct str source)
{
    for (size_t i = 0; i + 2 < source.n; i++) {
        if (source.p[i] == '{' && source.p[i + 1] == '{' && strchr("{&#^>=!", source.p[i + 2]))
            return false;
    }
    return true;
}

static void render(struct str source, bool lax, struct json_object *view)
{
    struct template_source page = { "page", source };
    char *error = NULL;
    struct templates *ts = templates_from_strings(&page, 1, lax, &error);
    struct buf out;

    CHECK((ts == NULL) == (error != NULL));
    free(error);
    if (!ts)
        return;
    buf_init(&out, NULL, OUT_MAX);
    if (template_render(ts, "page", view, &out) && only_variables(source))
        CHECK(count(buf_str(&out), '<') == count(source, '<'));
    buf_done(&out);
    templates_free(ts);
}

/* Escaped text holds none of the characters that end text or an attribute, whatever it was. */
static void escape(struct str text)
{
    struct buf out;

    buf_init(&out, NULL, OUT_MAX * 8);
    template_put_escaped(&out, text);
    for (const char *c = "<>\"'"; *c; c++)
        CHECK(count(buf_str(&out), *c) == 0);
    buf_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct str view = { (const char *)data, n }, source = str_next(&view, '\0');
    struct json_object *v = NULL;
    struct json_error e;

    escape((struct str){ (const char *)data, n });
    if (view.p && !json_parse(view, NULL, &v, &e))
        v = NULL;
    render(source, false, v);
    render(source, true, v);
    json_object_put(v);
    return 0;
}
