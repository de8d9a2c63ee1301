/* What is found in the text of a step lies in it, in order and without overlaps; scaled, all else of the text stays. */
#include "fuzz.h"

#include "recipes/step.h"

static void check_span(const struct step_span *s, size_t from, size_t n)
{
    CHECK(s->bytes > 0 && s->start >= from && s->start + s->bytes <= n);
    if (s->kind == STEP_TIME) {
        CHECK(s->seconds > 0 && s->seconds <= 86400);
        return;
    }
    CHECK(s->unit && s->number_bytes > 0 && s->number_bytes < s->bytes && quantity_is_some(s->amount));
    CHECK(!quantity_is_some(s->max) || quantity_compare(s->max, s->amount) > 0);
}

/* What stands before, between and behind the amounts is found in `scaled` one after the other, the last at its end. */
static void check_rest(struct str text, const struct step_span *spans, size_t count, struct str scaled)
{
    struct str behind;
    size_t done = 0, at;

    for (size_t i = 0; i < count; i++) {
        struct str between = { text.p + done, spans[i].start - done };

        at = str_find(scaled, between);
        CHECK(at < SIZE_MAX && (i > 0 || at == 0));
        scaled = (struct str){ scaled.p + at + between.n, scaled.n - at - between.n };
        done = spans[i].start + spans[i].bytes;
    }
    behind = (struct str){ text.p + done, text.n - done };
    CHECK(scaled.n >= behind.n && memcmp(scaled.p + scaled.n - behind.n, behind.p, behind.n) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct step_span *spans;
    struct arena a;
    struct str text = { (const char *)data, n };
    size_t count, end = 0;

    arena_init(&a, (size_t)64 << 20);
    count = step_find(&a, text, &spans);
    for (size_t i = 0; i < count; end = spans[i].start + spans[i].bytes, i++)
        check_span(&spans[i], end, n);
    if (!memchr(data, 0, n)) {
        const char *copy = arena_str(&a, text);

        CHECK(step_text(&a, copy, quantity_of(4, 1), quantity_of(4, 1), UNIT_ANY) == copy);
        check_rest(text, spans, count, str_of(step_text(&a, copy, quantity_of(3, 1), quantity_of(7, 1), UNIT_US)));
    }
    arena_done(&a);
    return 0;
}
