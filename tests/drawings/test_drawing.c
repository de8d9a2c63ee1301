/* The rules over a whole drawing in memory, and its one spelling. */
#include "test.h"

#include "base/buf.h"
#include "drawings/chd1.h"
#include "drawings/drawing_fault.h"
#include "sample.h"

#include <string.h>

/* "pointer code; ..." of all faults. */
static const char *faults_of(const struct drawing *d, enum drawing_strictness how)
{
    static char text[4000];
    struct drawing_faults f;
    bool ok = drawing_check(d, how, &f);
    size_t n = 0;

    text[0] = '\0';
    CU_ASSERT_EQUAL(ok, f.count == 0);
    for (size_t i = 0; i < f.count; i++) {
        struct drawing_problem p = drawing_fault_problem(sample_arena(), &f.fault[i], "");

        n += (size_t)snprintf(text + n, sizeof(text) - n, "%s %s; ", p.pointer, p.code);
        CU_ASSERT_TRUE(strlen(p.detail) > 5 && !strchr(p.detail, '{'));
    }
    return text;
}

static const char *faults(const struct drawing *d)
{
    struct drawing_fault f;
    struct buf b;

    buf_init(&b, sample_arena(), 1 << 20);
    CU_ASSERT_FALSE(chd1_encode(d, &b, &f));
    CU_ASSERT_EQUAL(b.len, 0);
    return faults_of(d, DRAWING_VALUES);
}

static const char *spelling(const struct drawing *d)
{
    CU_ASSERT_TRUE(drawing_check(d, DRAWING_VALUES, &(struct drawing_faults){ .count = 0 }));
    return faults_of(d, DRAWING_CANONICAL);
}

static struct drawing fresh(void)
{
    return sample_drawing(sample_arena());
}

TEST(drawing_sample_is_fine)
{
    struct drawing d = fresh();

    ASSERT_STR(faults_of(&d, DRAWING_CANONICAL), "");
    CU_ASSERT_EQUAL(drawing_point_count(&d), 8);
    CU_ASSERT_EQUAL(drawing_layers(&d), 7);
    CU_ASSERT_EQUAL(drawing_time_count(&d.strokes[0]), 4);
    CU_ASSERT_EQUAL(drawing_time_count(&d.strokes[1]), 0);
    CU_ASSERT_EQUAL(drawing_time_count(&d.strokes[3]), 1);
}

TEST(drawing_all_faults_are_told)
{
    struct drawing d = fresh();

    d.palette[2].a = 0;
    d.strokes[0].layer = 8;
    d.strokes[0].x[1] = 513;
    d.strokes[0].y[3] = -129;
    d.strokes[1].colour = 3;
    d.strokes[2].width = 0;
    d.strokes[2].time_ms[0] = 49;
    ASSERT_STR(faults(&d), "/palette/2 out_of_range; /strokes/0/layer out_of_range; /strokes/0/x/1 out_of_range; "
                           "/strokes/0/y/3 out_of_range; /strokes/1/colour out_of_range; /strokes/2/width out_of_range; "
                           "/strokes/2/t/0 inconsistent; ");
}

TEST(drawing_canvas_has_limits)
{
    struct drawing d = fresh();

    d.stroke_count = 1;
    d.width = 63, d.height = 16385;
    ASSERT_STR(faults(&d), "/canvas/w out_of_range; /canvas/h out_of_range; ");
    d.width = 64, d.height = 257;
    d.strokes[0].x[2] = d.strokes[0].x[3] = 0;
    ASSERT_STR(faults(&d), "/canvas out_of_range; ");
    d.height = 256;
    ASSERT_STR(faults_of(&d, DRAWING_VALUES), "");
    d.width = 16384, d.height = 4096;
    ASSERT_STR(faults_of(&d, DRAWING_VALUES), "");
    d.width = 16385;
    ASSERT_STR(faults(&d), "/canvas/w out_of_range; ");
}

TEST(drawing_palette_has_limits)
{
    struct drawing d = fresh();

    d.background = 3;
    ASSERT_STR(faults(&d), "/background out_of_range; ");
    d.background = -2;
    ASSERT_STR(faults(&d), "/background out_of_range; ");
    d.background = 0;
    for (size_t i = 3; i < 65; i++)
        d.palette[i] = (struct drawing_colour){ 1, 2, (uint8_t)i, 255 };
    d.colour_count = 65;
    ASSERT_STR(faults(&d), "/palette too_many; ");
    d.colour_count = 64;
    ASSERT_STR(faults_of(&d, DRAWING_VALUES), "");
}

TEST(drawing_strokes_have_limits)
{
    struct drawing d = fresh();

    d.stroke_count = 0;
    ASSERT_STR(faults(&d), "/strokes too_few; ");
    for (size_t i = 0; i < 2001; i++)
        d.strokes[i] = (struct drawing_stroke){ .op = DRAWING_CLEAR };
    d.stroke_count = 2001;
    ASSERT_STR(faults(&d), "/strokes too_many; ");
    d.stroke_count = 2000;
    ASSERT_STR(faults_of(&d, DRAWING_VALUES), "");
    d.strokes[5].op = 4;
    ASSERT_STR(faults(&d), "/strokes/5/op invalid; ");
}

TEST(drawing_points_have_limits)
{
    struct drawing d = fresh();
    int32_t *zigzag = ARENA_ARRAY(sample_arena(), 100001, int32_t), *zero = ARENA_ARRAY(sample_arena(), 100001, int32_t);

    for (size_t i = 0; i < 100001; i++)
        zigzag[i] = i & 1;
    d.stroke_count = 2;
    for (size_t i = 0; i < 2; i++)
        d.strokes[i] = (struct drawing_stroke){ .colour = 1, .width = 1, .count = 100000, .x = zigzag, .y = zero };
    ASSERT_STR(faults_of(&d, DRAWING_VALUES), "");
    d.strokes[1].count++;
    ASSERT_STR(faults(&d), "/strokes too_many; ");
    d.stroke_count = 1;
    d.strokes[0].count = 0;
    ASSERT_STR(faults(&d), "/strokes/0/x out_of_range; ");
    d.strokes[0].op = DRAWING_FILL;
    d.strokes[0].width = 0;
    d.strokes[0].count = 2;
    ASSERT_STR(faults(&d), "/strokes/0/x out_of_range; ");
}

/* A field that an operation does not have is 0. */
TEST(drawing_fields_belong_to_the_kind_of_stroke)
{
    struct drawing d = fresh();

    d.strokes[2].colour = 1;
    ASSERT_STR(faults(&d), "/strokes/2 inconsistent; ");
    d = fresh();
    d.strokes[1].width = 1;
    ASSERT_STR(faults(&d), "/strokes/1 inconsistent; ");
    d = fresh();
    d.strokes[1].pressure = arena_alloc(sample_arena(), 3);
    ASSERT_STR(faults(&d), "/strokes/1 inconsistent; ");
    d = fresh();
    d.strokes[3].curve = true;
    ASSERT_STR(faults(&d), "/strokes/3 inconsistent; ");
    d = fresh();
    d.strokes[3].count = 1, d.strokes[3].x = d.strokes[3].y = d.strokes[0].x;
    ASSERT_STR(faults(&d), "/strokes/3 inconsistent; ");
    d = fresh();
    d.strokes[3].colour = 1;
    ASSERT_STR(faults(&d), "/strokes/3 inconsistent; ");
}

TEST(drawing_times_never_step_back)
{
    struct drawing d = fresh();

    d.strokes[0].time_ms[2] = 15;
    ASSERT_STR(faults(&d), "/strokes/0/t/2 inconsistent; ");
    d.strokes[0].time_ms[2] = 16;
    ASSERT_STR(faults_of(&d, DRAWING_VALUES), "");
    d.strokes[0].time_ms[0] = -1;
    ASSERT_STR(faults(&d), "/strokes/0/t/0 out_of_range; ");
    d = fresh();
    d.strokes[3].time_ms[0] = 899;
    ASSERT_STR(faults(&d), "/strokes/3/t/0 inconsistent; ");
}

TEST(drawing_fault_count_has_a_limit)
{
    struct drawing d = fresh();
    struct drawing_faults f;

    for (size_t i = 0; i < 100; i++)
        d.strokes[i] = (struct drawing_stroke){ .op = 9 };
    d.stroke_count = 100;
    CU_ASSERT_FALSE(drawing_check(&d, DRAWING_VALUES, &f));
    CU_ASSERT_EQUAL(f.count, DRAWING_FAULTS_MAX);
}

TEST(drawing_faults_have_a_status)
{
    CU_ASSERT_EQUAL(drawing_fault_err(&(struct drawing_fault){ .rule = DRAWING_RULE_BYTES, .got = 524289, .max = 524288 }), ERR_TOO_LARGE);
    CU_ASSERT_EQUAL(drawing_fault_err(&(struct drawing_fault){ .rule = DRAWING_RULE_BYTES, .got = 0, .max = 524288 }), ERR_MALFORMED);
    CU_ASSERT_EQUAL(drawing_fault_err(&(struct drawing_fault){ .rule = DRAWING_RULE_VARINT_LARGE }), ERR_MALFORMED);
    CU_ASSERT_EQUAL(drawing_fault_err(&(struct drawing_fault){ .rule = DRAWING_RULE_CANVAS_WIDTH }), ERR_INVALID);
    CU_ASSERT_EQUAL(drawing_fault_err(&(struct drawing_fault){ .rule = DRAWING_RULE_EQUAL_POINTS }), ERR_INVALID);
}

/* The words name field and limit. */
TEST(drawing_faults_name_field_and_limit)
{
    struct drawing_problem p = drawing_fault_problem(sample_arena(), &(struct drawing_fault){
        .rule = DRAWING_RULE_X, .stroke = 3, .item = 17, .min = -256, .max = 512, .got = 600 }, "/drawing");

    ASSERT_STR(p.pointer, "/drawing/strokes/3/x/17");
    ASSERT_STR(p.detail, "On this canvas x is -256 to 512; this is 600.");
    p = drawing_fault_problem(sample_arena(), &(struct drawing_fault){
        .rule = DRAWING_RULE_BYTES, .stroke = -1, .item = -1, .max = DRAWING_BYTES_MAX, .got = 600000 }, "");
    ASSERT_STR(p.pointer, "");
    ASSERT_STR(p.detail, "A drawing has at most 524288 bytes; this has 600000.");
    for (unsigned rule = 0; rule < DRAWING_RULE__COUNT; rule++) {
        p = drawing_fault_problem(sample_arena(), &(struct drawing_fault){ .rule = (uint8_t)rule }, "");
        CU_ASSERT_TRUE_FATAL(p.code && p.detail && strlen(p.detail) > 5);
    }
}

/* ---- one spelling: each of these is refused, and mended by tidying ---- */

static void tidied(struct drawing *d, const struct drawing *expected)
{
    drawing_tidy(d);
    ASSERT_STR(faults_of(d, DRAWING_CANONICAL), "");
    CU_ASSERT_TRUE(sample_equal(d, expected));
}

TEST(drawing_rests_are_one_point)
{
    struct drawing d = fresh(), expected = fresh();
    struct drawing_stroke *s = &d.strokes[0];

    s->count = 7;
    s->x = (int32_t[]){ 20, 20, 60, 60, 60, 100, 90 };
    s->y = (int32_t[]){ 30, 30, 10, 10, 10, 30, 70 };
    s->pressure = (uint8_t[]){ 50, 128, 200, 10, 190, 255, 90 };
    s->time_ms = (int32_t[]){ 0, 9, 16, 20, 30, 33, 50 };
    ASSERT_STR(spelling(&d), "/strokes/0/x/1 duplicate; /strokes/0/x/3 duplicate; /strokes/0/x/4 duplicate; ");
    tidied(&d, &expected);
}

TEST(drawing_dots_are_one_point)
{
    struct drawing d = fresh(), expected = fresh();

    d.strokes[2].count = 2;
    d.strokes[2].x = (int32_t[]){ 60, 60 };
    d.strokes[2].y = (int32_t[]){ 20, 20 };
    d.strokes[2].time_ms = (int32_t[]){ 900, 910 };
    ASSERT_STR(spelling(&d), "/strokes/2/x/1 duplicate; ");
    tidied(&d, &expected);
}

TEST(drawing_outlines_do_not_end_where_they_began)
{
    struct drawing d = fresh(), expected = fresh();

    d.strokes[1].count = 4;
    d.strokes[1].x = (int32_t[]){ -10, 140, 140, -10 };
    d.strokes[1].y = (int32_t[]){ 100, 100, 180, 100 };
    ASSERT_STR(spelling(&d), "/strokes/1/x/3 duplicate; ");
    tidied(&d, &expected);
    d.strokes[1].y = (int32_t[]){ 100, 100, 100 };
    d.strokes[1].x = (int32_t[]){ 140, 0, 140 };
    drawing_tidy(&d);
    ASSERT_STR(faults_of(&d, DRAWING_CANONICAL), "/strokes/1/x out_of_range; ");
}

TEST(drawing_curves_have_3_points)
{
    struct drawing d = fresh(), expected = fresh();

    d.strokes[2].curve = true;
    ASSERT_STR(spelling(&d), "/strokes/2/curve inconsistent; ");
    tidied(&d, &expected);
    d.strokes[0].count = expected.strokes[0].count = 2;
    expected.strokes[0].curve = false;
    ASSERT_STR(spelling(&d), "/strokes/0/curve inconsistent; ");
    tidied(&d, &expected);
    d = fresh();
    d.strokes[0].count = 3;
    ASSERT_STR(spelling(&d), "");
}

TEST(drawing_full_pressure_is_none)
{
    struct drawing d = fresh(), expected = fresh();

    memset(d.strokes[0].pressure, 255, 4);
    expected.strokes[0].pressure = NULL;
    ASSERT_STR(spelling(&d), "/strokes/0/p inconsistent; ");
    tidied(&d, &expected);
    d = fresh();
    memset(d.strokes[0].pressure, 255, 3);
    ASSERT_STR(spelling(&d), "");
    memset(d.strokes[0].pressure, 254, 4);
    ASSERT_STR(spelling(&d), "");
}

TEST(drawing_palette_is_in_order_of_use)
{
    struct drawing d = fresh(), expected = fresh();
    struct drawing_colour white = d.palette[0];

    /* black white red, by other numbers */
    d.palette[0] = d.palette[1];
    d.palette[1] = white;
    d.background = 1;
    d.strokes[0].colour = 0;
    ASSERT_STR(spelling(&d), "/palette/1 order; ");
    tidied(&d, &expected);
    d.background = DRAWING_NO_BACKGROUND;
    ASSERT_STR(spelling(&d), "/palette/1 order; ");
}

TEST(drawing_palette_has_no_colour_twice)
{
    struct drawing d = fresh(), expected = fresh();

    d.colour_count = 4;
    d.palette[3] = d.palette[2];
    d.palette[2] = d.palette[0];
    d.strokes[1].colour = 3;
    ASSERT_STR(spelling(&d), "/palette/2 duplicate; /palette/3 order; ");
    tidied(&d, &expected);
    d.palette[2] = d.palette[1];
    d.strokes[1].colour = 2;
    ASSERT_STR(spelling(&d), "/palette/2 duplicate; ");
}

TEST(drawing_palette_has_no_unused_colour)
{
    struct drawing d = fresh(), expected = fresh();

    d.colour_count = 4;
    d.palette[3] = (struct drawing_colour){ 9, 9, 9, 9 };
    ASSERT_STR(spelling(&d), "/palette/3 unused; ");
    tidied(&d, &expected);
    d.stroke_count = 1;
    d.strokes[0] = d.strokes[3];
    drawing_tidy(&d);
    CU_ASSERT_EQUAL(d.colour_count, 1);
    d.background = DRAWING_NO_BACKGROUND;
    drawing_tidy(&d);
    CU_ASSERT_EQUAL(d.colour_count, 0);
    ASSERT_STR(faults_of(&d, DRAWING_CANONICAL), "");
}
