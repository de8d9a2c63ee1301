/* The largest drawings, and bytes made to be slow. */
#include "test.h"

#include "base/buf.h"
#include "drawings/chd1.h"
#include "sample.h"

#include <string.h>

static struct drawing_fault fault;

/* Strokes of one unit's steps, until the bytes of their points are used up. */
static struct drawing largest(size_t bytes)
{
    struct arena *a = sample_arena();
    struct drawing d = sample_drawing(a);
    size_t count = 100, head = 4;

    d.background = DRAWING_NO_BACKGROUND;
    d.colour_count = 1;
    d.stroke_count = 0;
    for (size_t used = 17; used + head + 4 <= bytes && d.stroke_count < DRAWING_STROKES_MAX; d.stroke_count++) {
        struct drawing_stroke *s = &d.strokes[d.stroke_count];
        size_t left = (bytes - used - head) / 4;

        *s = (struct drawing_stroke){ .width = 5, .count = left < count ? left : count };
        s->x = ARENA_ARRAY(a, s->count, int32_t);
        s->y = ARENA_ARRAY(a, s->count, int32_t);
        s->pressure = arena_alloc(a, s->count);
        s->time_ms = ARENA_ARRAY(a, s->count, int32_t);
        for (size_t i = 0; i < s->count; i++) {
            s->x[i] = (int32_t)i % 50;
            s->pressure[i] = 60;
        }
        used += head + 4 * s->count;
    }
    return d;
}

static struct str encode(const struct drawing *d)
{
    struct buf b;

    buf_init(&b, sample_arena(), 1 << 21);
    CU_ASSERT_TRUE_FATAL(chd1_encode(d, &b, &fault));
    return buf_str(&b);
}

static long long decode_us(struct str bytes, bool ok)
{
    struct drawing d;
    long long start = test_cpu_us();

    CU_ASSERT_EQUAL(chd1_decode(sample_arena(), bytes, &d, &fault), ok);
    return test_cpu_us() - start;
}

TEST(limits_largest_drawing_is_quick)
{
    struct drawing d = largest(DRAWING_BYTES_MAX);
    struct str bytes = encode(&d);
    long long us = decode_us(bytes, true);

    printf("%zu bytes, %zu points: %lld us\n", bytes.n, drawing_point_count(&d), us);
    CU_ASSERT_TRUE(bytes.n > DRAWING_BYTES_MAX - 8);
    CU_ASSERT_TRUE(us < 50000);
}

TEST(limits_bytes)
{
    struct drawing d = largest(DRAWING_BYTES_MAX + 8);
    char *zeros = arena_alloc(sample_arena(), DRAWING_BYTES_MAX + 1);
    struct buf b;

    buf_init(&b, sample_arena(), 1 << 21);
    CU_ASSERT_FALSE(chd1_encode(&d, &b, &fault));
    CU_ASSERT_EQUAL(fault.rule, DRAWING_RULE_BYTES);
    CU_ASSERT_TRUE(fault.got > DRAWING_BYTES_MAX && fault.max == DRAWING_BYTES_MAX);
    CU_ASSERT_EQUAL(b.len, 0);
    decode_us((struct str){ zeros, DRAWING_BYTES_MAX + 1 }, false);
    CU_ASSERT_EQUAL(fault.rule, DRAWING_RULE_BYTES);
    decode_us((struct str){ zeros, DRAWING_BYTES_MAX }, false);
    CU_ASSERT_EQUAL(fault.rule, DRAWING_RULE_MAGIC);
}

/* Points of two bytes: more than 200,000 fit into the bytes. */
TEST(limits_points)
{
    struct arena *a = sample_arena();
    struct drawing d = sample_drawing(a);
    int32_t *zigzag = ARENA_ARRAY(a, 100001, int32_t), *zero = ARENA_ARRAY(a, 100001, int32_t);
    uint8_t *out = arena_alloc(a, DRAWING_BYTES_MAX);
    size_t n;

    for (size_t i = 0; i < 100001; i++)
        zigzag[i] = i & 1;
    d.background = DRAWING_NO_BACKGROUND;
    d.colour_count = 1;
    d.stroke_count = 2;
    for (size_t i = 0; i < 2; i++)
        d.strokes[i] = (struct drawing_stroke){ .width = 1, .count = 100000, .x = zigzag, .y = zero };
    CU_ASSERT_TRUE(decode_us(encode(&d), true) < 50000);
    d.strokes[1].count++;
    n = chd1_write(&d, CHD1_WITH_TIMES, out, DRAWING_BYTES_MAX);
    decode_us((struct str){ (const char *)out, n }, false);
    CU_ASSERT_EQUAL(fault.rule, DRAWING_RULE_POINTS);
    CU_ASSERT_EQUAL(fault.got, 200001);
    CU_ASSERT_EQUAL(fault.max, 200000);
}

/* Half a megabyte behind a good beginning: whatever it is, it takes a moment only. */
TEST(limits_any_bytes_are_quick)
{
    static const uint8_t fills[] = { 0x00, 0x01, 0x02, 0x03, 0x7f, 0x80, 0xff };
    uint8_t *bytes = arena_alloc(sample_arena(), DRAWING_BYTES_MAX);
    struct str text = { (const char *)bytes, DRAWING_BYTES_MAX };

    for (size_t i = 0; i < ARRAY_LEN(fills); i++) {
        for (size_t keep = 0; keep < sizeof(sample_bytes); keep++) {
            struct arena_mark mark = arena_mark(sample_arena());

            memset(bytes, fills[i], DRAWING_BYTES_MAX);
            memcpy(bytes, sample_bytes, keep);
            CU_ASSERT_TRUE(decode_us(text, false) < 50000);
            arena_rewind(sample_arena(), mark);
        }
    }
}

/* Strokes of as little as a byte, and the memory that is said to be enough. */
TEST(limits_memory_is_enough)
{
    static int32_t zero[1];
    static uint8_t none[1];
    struct drawing d = sample_drawing(sample_arena());

    for (unsigned kind = 0; kind < 3; kind++) {
        d.background = DRAWING_NO_BACKGROUND;
        d.colour_count = 0;
        for (d.stroke_count = 0; d.stroke_count < DRAWING_STROKES_MAX; d.stroke_count++) {
            d.strokes[d.stroke_count] = kind
                ? (struct drawing_stroke){ .op = DRAWING_ERASE, .width = 1, .count = 1, .x = zero, .y = zero,
                                           .pressure = kind == 2 ? none : NULL, .time_ms = zero }
                : (struct drawing_stroke){ .op = DRAWING_CLEAR };
        }
        struct str bytes = encode(&d);
        /* The sanitizer watches the end of this block. */
        void *memory = malloc(chd1_memory_bytes(bytes.n));
        struct drawing back;

        CU_ASSERT_TRUE(chd1_decode_into((const uint8_t *)bytes.p, bytes.n, memory, &back, &fault));
        CU_ASSERT_TRUE(sample_equal(&d, &back));
        free(memory);
    }
}
