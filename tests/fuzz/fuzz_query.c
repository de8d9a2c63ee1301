/* What a query says is the same after it was written anew. */
#include "fuzz.h"

#include "base/utf8.h"
#include "web/form.h"

static void write_again(struct buf *b, const struct form *f)
{
    buf_init(b, NULL, SIZE_MAX / 4);
    for (size_t i = 0; i < f->count; i++) {
        CHECK(utf8_valid(f->pairs[i].name) && utf8_valid(f->pairs[i].value));
        form_put_pair(b, i ? '&' : 0, f->pairs[i].name, f->pairs[i].value);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct form f = { 0 }, g = { 0 };
    const char *error = NULL;
    struct arena a;
    struct buf text;

    arena_init(&a, (size_t)64 << 20);
    if (form_parse(&a, (struct str){ (const char *)data, n }, &f, &error) == OK) {
        write_again(&text, &f);
        CHECK(form_parse(&a, buf_str(&text), &g, &error) == OK && f.count == g.count);
        for (size_t i = 0; i < f.count; i++)
            CHECK(str_equal(f.pairs[i].name, g.pairs[i].name) && str_equal(f.pairs[i].value, g.pairs[i].value));
        buf_done(&text);
    } else {
        CHECK(error);
    }
    arena_done(&a);
    return 0;
}
