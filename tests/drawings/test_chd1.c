/* The bytes of CHD1: the worked example, each rule of docs/chd1.md about bytes, and the way there and back. */
#include "test.h"

#include "base/buf.h"
#include "base/hash.h"
#include "drawings/chd1.h"
#include "drawings/drawing_fault.h"
#include "sample.h"

#include <string.h>

#define DECODED DRAWING_RULE__COUNT

/* Where fields of the worked example stand. */
enum { AT_VERSION = 4, AT_FLAGS = 5, AT_WIDTH = 6, AT_HEIGHT = 8, AT_COLOURS = 10, AT_PALETTE = 11, AT_STROKES = 23, AT_DRAW = 24,
       AT_PRESSURE = 36, AT_FILL = 47, AT_ERASE = 59, AT_CLEAR = 66 };

static struct drawing_fault fault;

/* The rule that the bytes break, or DECODED. They lie at the end of a block of their own, for the sanitizer. */
static int rule_of(const void *bytes, size_t n)
{
    uint8_t *copy = malloc(n ? n : 1);
    struct drawing d = { .width = -7 };
    bool ok;

    memcpy(copy, bytes, n);
    ok = chd1_decode(sample_arena(), (struct str){ (const char *)copy, n }, &d, &fault);
    free(copy);
    if (!ok)
        CU_ASSERT_EQUAL(d.width, -7);
    return ok ? DECODED : fault.rule;
}

/* The same of the worked example in which `cut` bytes at `at` are replaced by the text of bytes. */
static int changed(size_t at, size_t cut, struct str by)
{
    uint8_t bytes[200];
    size_t n = sizeof(sample_bytes);

    memcpy(bytes, sample_bytes, at);
    memcpy(bytes + at, by.p, by.n);
    memcpy(bytes + at + by.n, sample_bytes + at + cut, n - at - cut);
    return rule_of(bytes, n - cut + by.n);
}

/* The worked example with one other byte. */
static int set(size_t at, uint8_t byte)
{
    return changed(at, 1, (struct str){ (const char *)&byte, 1 });
}

static struct str encode(const struct drawing *d)
{
    struct buf b;

    buf_init(&b, sample_arena(), 1 << 20);
    CU_ASSERT_TRUE_FATAL(chd1_encode(d, &b, &fault));
    return buf_str(&b);
}

TEST(chd1_worked_example)
{
    struct str expected = { (const char *)sample_bytes, sizeof(sample_bytes) };
    struct drawing d = sample_drawing(sample_arena()), back = { 0 };
    char hex[HASH_HEX_SIZE];

    CU_ASSERT_TRUE(str_equal(encode(&d), expected));
    CU_ASSERT_TRUE_FATAL(chd1_decode(sample_arena(), expected, &back, &fault));
    CU_ASSERT_TRUE(sample_equal(&d, &back));
    ASSERT_STR(hash_hex(chd1_drawing_id(sample_arena(), &d), hex),
               "6d76c2c3cdcbba7a6f878fbf3e2d6e1ddadf5d5d880bac3512480c382e51b981");
    ASSERT_STR(hash_hex(chd1_picture_id(sample_arena(), &d), hex),
               "d28be4800721e855f92ffd66b0e0c8a667de68cf7d9fce85ee5d5a94684acb6a");
}

TEST(chd1_picture_id_knows_no_times)
{
    struct drawing d = sample_drawing(sample_arena()), still = sample_drawing(sample_arena());

    for (size_t i = 0; i < still.stroke_count; i++)
        still.strokes[i].time_ms = NULL;
    CU_ASSERT_TRUE(hash_equal(chd1_picture_id(sample_arena(), &d), chd1_picture_id(sample_arena(), &still)));
    CU_ASSERT_TRUE(hash_equal(chd1_drawing_id(sample_arena(), &still), chd1_picture_id(sample_arena(), &still)));
    CU_ASSERT_FALSE(hash_equal(chd1_drawing_id(sample_arena(), &d), chd1_drawing_id(sample_arena(), &still)));
    still.strokes[0].x[0]++;
    CU_ASSERT_FALSE(hash_equal(chd1_picture_id(sample_arena(), &d), chd1_picture_id(sample_arena(), &still)));
}

TEST(chd1_there_and_back)
{
    for (unsigned seed = 0; seed < 2000; seed++) {
        struct arena_mark mark = arena_mark(sample_arena());
        struct drawing d = sample_random(sample_arena(), seed), back;
        struct str bytes = encode(&d);

        CU_ASSERT_TRUE_FATAL(chd1_decode(sample_arena(), bytes, &back, &fault));
        CU_ASSERT_TRUE_FATAL(sample_equal(&d, &back));
        CU_ASSERT_TRUE_FATAL(str_equal(bytes, encode(&back)));
        drawing_tidy(&back);
        CU_ASSERT_TRUE_FATAL(sample_equal(&d, &back));
        arena_rewind(sample_arena(), mark);
    }
}

/* Every other value of every byte: refused, or another drawing with these very bytes. */
TEST(chd1_one_spelling_only)
{
    uint8_t bytes[sizeof(sample_bytes)];
    struct str text = { (const char *)bytes, sizeof(bytes) };
    size_t accepted = 0;

    for (size_t at = 0; at < sizeof(bytes); at++) {
        for (unsigned value = 0; value < 256; value++) {
            struct arena_mark mark = arena_mark(sample_arena());
            struct drawing d;

            memcpy(bytes, sample_bytes, sizeof(bytes));
            bytes[at] = (uint8_t)value;
            if (chd1_decode(sample_arena(), text, &d, &fault)) {
                CU_ASSERT_TRUE(str_equal(encode(&d), text));
                accepted++;
            }
            arena_rewind(sample_arena(), mark);
        }
    }
    CU_ASSERT_TRUE(accepted > 1000);
}

TEST(chd1_every_cut_is_refused)
{
    for (size_t n = 0; n < sizeof(sample_bytes); n++)
        CU_ASSERT_NOT_EQUAL(rule_of(sample_bytes, n), DECODED);
    CU_ASSERT_EQUAL(rule_of(sample_bytes, 0), DRAWING_RULE_BYTES);
    CU_ASSERT_EQUAL(drawing_fault_err(&fault), ERR_MALFORMED);
    for (size_t n = 1; n < sizeof(sample_bytes); n++)
        CU_ASSERT_EQUAL(rule_of(sample_bytes, n), DRAWING_RULE_TRUNCATED);
    CU_ASSERT_EQUAL(fault.offset, sizeof(sample_bytes) - 1);
    CU_ASSERT_EQUAL(rule_of(sample_bytes, sizeof(sample_bytes)), DECODED);
}

TEST(chd1_nothing_follows_the_last_stroke)
{
    CU_ASSERT_EQUAL(changed(sizeof(sample_bytes), 0, STR("\x00")), DRAWING_RULE_TRAILING);
    CU_ASSERT_EQUAL(fault.got, 1);
    CU_ASSERT_EQUAL(fault.offset, sizeof(sample_bytes));
}

TEST(chd1_begins_with_magic_version_flags)
{
    for (size_t i = 0; i < 4; i++)
        CU_ASSERT_EQUAL(set(i, '?'), DRAWING_RULE_MAGIC);
    CU_ASSERT_EQUAL(set(AT_VERSION, 0), DRAWING_RULE_VERSION);
    CU_ASSERT_EQUAL(set(AT_VERSION, 2), DRAWING_RULE_VERSION);
    CU_ASSERT_EQUAL(fault.got, 2);
    for (unsigned bit = 2; bit < 256; bit *= 2)
        CU_ASSERT_EQUAL(set(AT_FLAGS, (uint8_t)(1 | bit)), DRAWING_RULE_FLAGS);
}

/* 3c = 60 of y, as 2 and 5 bytes; the canvas, the number of strokes, a width, n, pressure, time likewise. */
TEST(chd1_varints_are_as_short_as_possible)
{
    static const size_t places[] = { AT_STROKES, AT_DRAW + 2, AT_DRAW + 3, 28, 32, 40, 43, AT_FILL + 2, AT_ERASE + 1 };
    char longer[2] = { 0 };

    for (size_t i = 0; i < ARRAY_LEN(places); i++) {
        longer[0] = (char)(sample_bytes[places[i]] | 0x80);
        CU_ASSERT_EQUAL(changed(places[i], 1, (struct str){ longer, 2 }), DRAWING_RULE_VARINT_LONG);
    }
    CU_ASSERT_EQUAL(changed(32, 1, STR("\xbc\x80\x80\x80\x00")), DRAWING_RULE_VARINT_LONG);
    CU_ASSERT_EQUAL(changed(AT_WIDTH, 2, STR("\x80\x82\x00")), DRAWING_RULE_VARINT_LONG);
    CU_ASSERT_EQUAL(changed(AT_HEIGHT, 2, STR("\x80\x81\x00")), DRAWING_RULE_VARINT_LONG);
    CU_ASSERT_EQUAL(changed(AT_CLEAR + 1, 2, STR("\xac\x82\x00")), DRAWING_RULE_VARINT_LONG);
}

TEST(chd1_varints_have_32_bits)
{
    CU_ASSERT_EQUAL(changed(32, 1, STR("\xff\xff\xff\xff\x0f")), DRAWING_RULE_Y);          /* 2^32 - 1: -2^31 */
    CU_ASSERT_EQUAL(fault.got, -2147483648LL);
    CU_ASSERT_EQUAL(changed(32, 1, STR("\x80\x80\x80\x80\x10")), DRAWING_RULE_VARINT_LARGE);
    CU_ASSERT_EQUAL(changed(32, 1, STR("\xbc\x80\x80\x80\x10")), DRAWING_RULE_VARINT_LARGE);
    CU_ASSERT_EQUAL(changed(32, 1, STR("\xbc\x80\x80\x80\x80\x01")), DRAWING_RULE_VARINT_LARGE);
    CU_ASSERT_EQUAL(changed(AT_WIDTH, 2, STR("\x80\x82\x80\x80\x08")), DRAWING_RULE_CANVAS_WIDTH);
    CU_ASSERT_EQUAL(fault.got, 2147483648LL + 256);
}

TEST(chd1_canvas_has_limits)
{
    CU_ASSERT_EQUAL(changed(AT_WIDTH, 2, STR("\x3f")), DRAWING_RULE_CANVAS_WIDTH);
    CU_ASSERT_EQUAL(changed(AT_WIDTH, 2, STR("\x81\x80\x01")), DRAWING_RULE_CANVAS_WIDTH);
    CU_ASSERT_EQUAL(changed(AT_HEIGHT, 2, STR("\x3f")), DRAWING_RULE_CANVAS_HEIGHT);
    CU_ASSERT_EQUAL(changed(AT_HEIGHT, 2, STR("\x81\x80\x01")), DRAWING_RULE_CANVAS_HEIGHT);
    CU_ASSERT_EQUAL(changed(AT_WIDTH, 2, STR("\x80\x04")), DECODED);                        /* 512 by 128 */
    CU_ASSERT_EQUAL(changed(AT_WIDTH, 2, STR("\x81\x04")), DRAWING_RULE_ASPECT);
    CU_ASSERT_EQUAL(fault.got, 513);
    CU_ASSERT_EQUAL(fault.max, 512);
    CU_ASSERT_EQUAL(changed(AT_HEIGHT, 2, STR("\x80\x08")), DECODED);                       /* 256 by 1024 */
    CU_ASSERT_EQUAL(changed(AT_HEIGHT, 2, STR("\x81\x08")), DRAWING_RULE_ASPECT);
}

TEST(chd1_palette_has_64_colours)
{
    CU_ASSERT_EQUAL(set(AT_COLOURS, 65), DRAWING_RULE_COLOURS);
    CU_ASSERT_EQUAL(fault.max, 64);
    CU_ASSERT_EQUAL(set(AT_COLOURS, 64), DRAWING_RULE_TRUNCATED);
    CU_ASSERT_EQUAL(set(AT_PALETTE + 3, 0), DRAWING_RULE_ALPHA);
    CU_ASSERT_EQUAL(set(AT_PALETTE + 3, 1), DECODED);
    CU_ASSERT_EQUAL(set(AT_DRAW + 1, 3), DRAWING_RULE_COLOUR);
    CU_ASSERT_EQUAL(set(AT_FILL + 1, 3), DRAWING_RULE_COLOUR);
    CU_ASSERT_EQUAL(set(AT_FLAGS, 0), DRAWING_RULE_PALETTE_ORDER);    /* without background colour 1 comes first */
    /* A background and no colours. */
    CU_ASSERT_EQUAL(rule_of("CHD1\x01\x01\x40\x40\x00\x01\x03", 11), DRAWING_RULE_BACKGROUND);
    CU_ASSERT_EQUAL(rule_of("CHD1\x01\x00\x40\x40\x00\x01\x03", 11), DECODED);
}

TEST(chd1_has_strokes)
{
    CU_ASSERT_EQUAL(rule_of("CHD1\x01\x00\x40\x40\x00\x00", 10), DRAWING_RULE_NO_STROKES);
    CU_ASSERT_EQUAL(changed(AT_STROKES, 1, STR("\xd1\x0f")), DRAWING_RULE_STROKES);
    CU_ASSERT_EQUAL(fault.got, 2001);
    CU_ASSERT_EQUAL(changed(AT_STROKES, 1, STR("\xd0\x0f")), DRAWING_RULE_TRUNCATED);
}

TEST(chd1_flags_belong_to_the_kind_of_stroke)
{
    CU_ASSERT_EQUAL(set(AT_FILL, sample_bytes[AT_FILL] | 4), DRAWING_RULE_HEAD);
    CU_ASSERT_EQUAL(fault.stroke, 1);
    CU_ASSERT_EQUAL(set(AT_CLEAR, sample_bytes[AT_CLEAR] | 4), DRAWING_RULE_HEAD);
    CU_ASSERT_EQUAL(set(AT_CLEAR, sample_bytes[AT_CLEAR] | 16), DRAWING_RULE_HEAD);
    CU_ASSERT_EQUAL(set(AT_FILL, sample_bytes[AT_FILL] | 16), DECODED);
}

TEST(chd1_pen_has_a_width)
{
    CU_ASSERT_EQUAL(set(AT_DRAW + 2, 0), DRAWING_RULE_WIDTH);
    CU_ASSERT_EQUAL(changed(AT_DRAW + 2, 1, STR("\x80\x01")), DECODED);                     /* 128, the shorter side */
    CU_ASSERT_EQUAL(changed(AT_DRAW + 2, 1, STR("\x81\x01")), DRAWING_RULE_WIDTH);
    CU_ASSERT_EQUAL(set(AT_ERASE + 1, 0), DRAWING_RULE_WIDTH);
}

TEST(chd1_strokes_have_points)
{
    CU_ASSERT_EQUAL(set(AT_DRAW + 3, 0), DRAWING_RULE_COUNT);
    CU_ASSERT_EQUAL(set(AT_FILL + 2, 0), DRAWING_RULE_COUNT_FILL);
    CU_ASSERT_EQUAL(changed(AT_FILL + 2, 10, STR("\x02\x02\x02\x02\x02")), DRAWING_RULE_COUNT_FILL);
    CU_ASSERT_EQUAL(fault.got, 2);
    CU_ASSERT_EQUAL(changed(AT_DRAW + 3, 1, STR("\xc1\x9a\x0c")), DRAWING_RULE_COUNT);      /* 200,001 */
    CU_ASSERT_EQUAL(changed(AT_DRAW + 3, 1, STR("\xc0\x9a\x0c")), DRAWING_RULE_TRUNCATED);
    CU_ASSERT_EQUAL(changed(AT_DRAW + 3, 1, STR("\xff\xff\xff\xff\x0f")), DRAWING_RULE_COUNT);
}

/* x goes from -256 to 512, y from -128 to 256. */
TEST(chd1_points_are_near_the_canvas)
{
    CU_ASSERT_EQUAL(changed(62, 1, STR("\x80\x08")), DECODED);
    CU_ASSERT_EQUAL(changed(62, 1, STR("\x82\x08")), DRAWING_RULE_X);
    CU_ASSERT_EQUAL(fault.got, 513);
    CU_ASSERT_EQUAL(fault.stroke, 2);
    CU_ASSERT_EQUAL(fault.item, 0);
    CU_ASSERT_EQUAL(changed(62, 1, STR("\xff\x03")), DECODED);
    CU_ASSERT_EQUAL(changed(62, 1, STR("\x81\x04")), DRAWING_RULE_X);
    CU_ASSERT_EQUAL(changed(63, 1, STR("\x80\x04")), DECODED);
    CU_ASSERT_EQUAL(changed(63, 1, STR("\x82\x04")), DRAWING_RULE_Y);
    CU_ASSERT_EQUAL(changed(63, 1, STR("\xff\x01")), DECODED);
    CU_ASSERT_EQUAL(changed(63, 1, STR("\x81\x02")), DRAWING_RULE_Y);
}

TEST(chd1_pressure_is_a_byte)
{
    CU_ASSERT_EQUAL(changed(AT_PRESSURE, 2, STR("\x01")), DRAWING_RULE_PRESSURE);
    CU_ASSERT_EQUAL(fault.got, -1);
    CU_ASSERT_EQUAL(changed(AT_PRESSURE, 2, STR("\x80\x04")), DRAWING_RULE_PRESSURE);
    CU_ASSERT_EQUAL(fault.got, 256);
    CU_ASSERT_EQUAL(set(40, 0x70), DRAWING_RULE_PRESSURE);
    CU_ASSERT_EQUAL(fault.item, 2);
}

TEST(chd1_times_have_31_bits)
{
    /* 50 + 850 + 2147482747 = 2147483647; the clear is at the same moment, one millisecond more is too much. */
    CU_ASSERT_EQUAL(changed(64, 5, STR("\xcd\xff\xff\xff\x07\x4b\x00")), DECODED);
    CU_ASSERT_EQUAL(changed(64, 5, STR("\xcd\xff\xff\xff\x07\x4b\x01")), DRAWING_RULE_TIME);
    CU_ASSERT_EQUAL(fault.stroke, 3);
    CU_ASSERT_EQUAL(changed(64, 2, STR("\xff\xff\xff\xff\x0f")), DRAWING_RULE_TIME);
}

TEST(chd1_canonical_rules_hold_for_bytes)
{
    CU_ASSERT_EQUAL(changed(28, 8, STR("\x28\x00\x50\x13\x3c\x00\x28\x50")), DRAWING_RULE_EQUAL_POINTS);
    CU_ASSERT_EQUAL(set(53, 0xab), DRAWING_RULE_X);
    CU_ASSERT_EQUAL(changed(50, 9, STR("\x13\xac\x02\xab\x02\xc8\x01\x00\x00")), DRAWING_RULE_CLOSED_TWICE);
    CU_ASSERT_EQUAL(set(AT_ERASE, sample_bytes[AT_ERASE] | 16), DRAWING_RULE_CURVE_SHORT);
    CU_ASSERT_EQUAL(changed(AT_PRESSURE, 7, STR("\xfe\x03\x00\x00\x00")), DRAWING_RULE_PRESSURE_FULL);
    CU_ASSERT_EQUAL(changed(AT_PALETTE + 4, 4, STR("\xff\xff\xff\xff")), DRAWING_RULE_PALETTE_TWICE);
    CU_ASSERT_EQUAL(set(AT_FILL + 1, 1), DRAWING_RULE_PALETTE_UNUSED);
    CU_ASSERT_EQUAL(set(AT_DRAW + 1, 2), DRAWING_RULE_PALETTE_ORDER);
}

TEST(chd1_layers_are_8)
{
    for (unsigned layer = 0; layer < DRAWING_LAYERS_MAX; layer++)
        CU_ASSERT_EQUAL(set(AT_FILL, (uint8_t)(2 | layer << 5)), DECODED);
}
