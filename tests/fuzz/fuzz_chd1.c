/* What the decoder accepts has these very bytes only, keeps every rule, and survives JSON; its curves have as many points as was
   said, near the canvas. */
#include "fuzz.h"

#include "base/buf.h"
#include "base/hash.h"
#include "drawings/chd1.h"
#include "drawings/curve.h"
#include "drawings/twin.h"

static void check_bytes(struct arena *a, const struct drawing *d, struct str bytes)
{
    struct drawing_fault fault;
    struct buf again;

    buf_init(&again, a, DRAWING_BYTES_MAX);
    CHECK(chd1_encode(d, &again, &fault));
    CHECK(str_equal(buf_str(&again), bytes));
}

static void check_curve(const struct drawing *d, const struct drawing_stroke *s)
{
    struct curve_point p;
    struct curve c;
    size_t n = 0;

    for (curve_begin(&c, d, s); curve_next(&c, &p); n++) {
        CHECK(p.x >= -CURVE_UNIT * d->width && p.x <= 2 * CURVE_UNIT * d->width);
        CHECK(p.y >= -CURVE_UNIT * d->height && p.y <= 2 * CURVE_UNIT * d->height);
        CHECK(p.pressure >= 0 && p.pressure <= 255 * CURVE_UNIT);
    }
    CHECK(n == curve_count(d, s));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct str bytes = { (const char *)data, n };
    struct twin_problems problems;
    struct drawing_fault fault = { .rule = DRAWING_RULE__COUNT };
    struct drawing d, twin;
    struct arena a;

    arena_init(&a, (size_t)256 << 20);
    if (chd1_decode(&a, bytes, &d, &fault)) {
        check_bytes(&a, &d, bytes);
        CHECK(twin_read(&a, twin_view(&a, &d), "", &twin, &problems) == OK);
        check_bytes(&a, &twin, bytes);
        for (size_t i = 0; i < d.stroke_count; i++) {
            check_curve(&d, &d.strokes[i]);
            d.strokes[i].time_ms = NULL;
        }
        CHECK(hash_equal(chd1_drawing_id(&a, &d), chd1_picture_id(&a, &twin)));
    } else {
        CHECK(fault.rule < DRAWING_RULE__COUNT && fault.offset <= n);
        CHECK(drawing_fault_problem(&a, &fault, "").detail[0]);
    }
    arena_done(&a);
    return 0;
}
