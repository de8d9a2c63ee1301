/* However the bytes are cut into chunks, the tokens are the same; every text is well-formed; nothing is past the limits. */
#include "fuzz.h"

#include "base/buf.h"
#include "base/html.h"
#include "base/utf8.h"

struct record {
    struct buf b;
    const struct html_limits *limits;
    bool in_text;
};

static void put_part(struct record *r, char kind, struct str s)
{
    CHECK(utf8_valid(s));
    buf_printf(&r->b, "%c%zu:", kind, s.n);
    buf_put_str(&r->b, s);
}

static void put_token(void *arg, const struct html_token *t)
{
    struct record *r = arg;
    size_t bytes = t->type == HTML_TEXT ? 0 : t->text.n;

    if (t->type == HTML_TEXT) {
        CHECK(t->text.n && utf8_valid(t->text));
        if (!r->in_text)
            buf_putc(&r->b, '\n');
        r->in_text = true;
        buf_put_str(&r->b, t->text);
        return;
    }
    r->in_text = false;
    buf_printf(&r->b, "\n%d %d %d ", t->type, t->self_closing, t->force_quirks);
    put_part(r, 't', t->text);
    CHECK(t->attribute_count <= r->limits->attributes);
    for (size_t i = 0; i < t->attribute_count; i++) {
        put_part(r, 'n', t->attributes[i].name);
        put_part(r, 'v', t->attributes[i].value);
        bytes += t->attributes[i].name.n + t->attributes[i].value.n;
        for (size_t k = 0; k < i; k++)
            CHECK(!str_equal(t->attributes[i].name, t->attributes[k].name));
    }
    CHECK(bytes <= r->limits->tag_bytes);
    if (t->public_id)
        put_part(r, 'p', *t->public_id);
    if (t->system_id)
        put_part(r, 's', *t->system_id);
}

/* The first bytes of an input choose how the rest is read; letters are enough for every choice. */
static void read_in_chunks(struct str page, const uint8_t how[4], bool cut, struct record *r)
{
    static const char *const tags[] = { "title", "script", "style", NULL };
    struct html_limits limits = { .tag_bytes = how[2] + 1u, .attributes = how[3] + 1u };
    struct html *h;
    unsigned seed = how[0];

    r->limits = &limits;
    h = html_new(put_token, r, &limits);
    if (how[1] & 32)
        html_start_in(h, (enum html_state)(how[1] % 6), tags[how[1] / 8 % 4], how[1] & 64);
    while (page.n) {
        size_t n = cut ? 1 + (seed = seed * 1103515245 + 12345) / 65536 % (how[0] % 16 + 1u) : page.n;

        n = n < page.n ? n : page.n;
        html_feed(h, (struct str){ page.p, n });
        page.p += n;
        page.n -= n;
    }
    html_end(h);
    html_free(h);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct record whole = { 0 }, pieces = { 0 };
    struct str page;

    if (size < 4)
        return 0;
    page = (struct str){ (const char *)data + 4, size - 4 };
    buf_init(&whole.b, NULL, SIZE_MAX / 4);
    buf_init(&pieces.b, NULL, SIZE_MAX / 4);
    read_in_chunks(page, data, false, &whole);
    read_in_chunks(page, data, true, &pieces);
    CHECK(str_equal(buf_str(&whole.b), buf_str(&pieces.b)));
    buf_done(&whole.b);
    buf_done(&pieces.b);
    return 0;
}
