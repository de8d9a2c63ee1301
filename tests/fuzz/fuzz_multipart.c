/* The first line is the Content-Type, the rest the body. */
#include "fuzz.h"

#include "base/utf8.h"
#include "web/multipart.h"

static void check_part(const struct multipart_part *p, struct str body)
{
    CHECK(p->name.n > 0 && utf8_valid(p->name) && utf8_valid(p->filename));
    CHECK(p->is_file || p->filename.n == 0);
    CHECK(!memchr(p->filename.n ? p->filename.p : "", '/', p->filename.n));
    CHECK(p->data.p >= body.p && p->data.p + p->data.n <= body.p + body.n);
    for (size_t i = 0; i < p->name.n; i++)
        CHECK((unsigned char)p->name.p[i] >= 0x20);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct str body = { (const char *)data, n }, type = str_next(&body, '\n');
    struct multipart m = { 0 };
    const char *error = NULL;
    struct arena a;

    if (!body.p)
        return 0;
    arena_init(&a, (size_t)64 << 20);
    if (multipart_parse(&a, type, body, &m, &error) == OK) {
        CHECK(m.count <= MULTIPART_PARTS);
        for (size_t i = 0; i < m.count; i++)
            check_part(&m.parts[i], body);
    } else {
        CHECK(error && m.count == 0);
    }
    arena_done(&a);
    return 0;
}
