/* What the scanner accepts, the printer writes, and both agree on it a second time. */
#include "fuzz.h"

#include "web/json.h"

#include <json-c/json_object.h>

static void print(struct buf *b, struct json_object *v, bool html)
{
    buf_init(b, NULL, SIZE_MAX / 4);
    if (html)
        json_print_html(b, v);
    else
        json_print(b, v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct str text = { (const char *)data, n };
    struct json_object *v = NULL, *again = NULL;
    struct json_error e = { 0 };
    struct buf once, twice, html;

    if (!json_parse(text, NULL, &v, &e)) {
        CHECK(e.message[0] && e.offset <= n && e.line && e.column && !v);
        return 0;
    }
    print(&once, v, false);
    print(&html, v, true);
    CHECK(html.len >= once.len && !memchr(html.data, '<', html.len) && !memchr(html.data, '&', html.len));
    CHECK(json_parse(buf_str(&html), NULL, &again, &e));
    print(&twice, again, false);
    CHECK(str_equal(buf_str(&once), buf_str(&twice)));
    json_object_put(v);
    json_object_put(again);
    buf_done(&once);
    buf_done(&twice);
    buf_done(&html);
    return 0;
}
