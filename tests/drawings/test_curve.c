#include "test.h"

#include "drawings/curve.h"

#include <string.h>

static struct drawing square = { .width = 1024, .height = 512, .background = DRAWING_NO_BACKGROUND };

/* "x,y x,y ..." in 1/256 units; says too that curve_count() is right. */
static const char *walk(const struct drawing_stroke *s)
{
    static char text[4000];
    struct curve c;
    struct curve_point p;
    size_t n = 0, count = 0;

    text[0] = '\0';
    for (curve_begin(&c, &square, s); curve_next(&c, &p); count++)
        n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%d,%d", count ? " " : "", p.x, p.y);
    CU_ASSERT_EQUAL(count, curve_count(&square, s));
    CU_ASSERT_FALSE(curve_next(&c, &p));
    return text;
}

TEST(curve_off_gives_the_points)
{
    struct drawing_stroke s = { .width = 3, .count = 3, .x = (int32_t[]){ 0, 10, -5 }, .y = (int32_t[]){ 1, 2, 3 } };

    ASSERT_STR(walk(&s), "0,256 2560,512 -1280,768");
    s.op = DRAWING_FILL;
    ASSERT_STR(walk(&s), "0,256 2560,512 -1280,768");
    s.count = 1;
    ASSERT_STR(walk(&s), "0,256");
    s = (struct drawing_stroke){ .op = DRAWING_CLEAR };
    ASSERT_STR(walk(&s), "");
}

/* bend = |2560 - 2*5120 + 5120| = 2560 on each axis; N*N*1024 >= 40960: N = 8. */
TEST(curve_of_three_points_by_hand)
{
    struct drawing_stroke s = {
        .width = 3, .curve = true, .count = 3, .x = (int32_t[]){ 0, 20, 20 }, .y = (int32_t[]){ 0, 0, 20 }
    };

    ASSERT_STR(walk(&s), "0,0 2560,0 3160,40 3680,160 4120,360 4480,640 4760,1000 4960,1440 5080,1960 5120,2560 5120,5120");
}

TEST(curve_that_is_straight_has_one_piece_each)
{
    struct drawing_stroke s = {
        .curve = true, .count = 4, .x = (int32_t[]){ 0, 10, 20, 30 }, .y = (int32_t[]){ 0, 5, 10, 15 }
    };

    ASSERT_STR(walk(&s), "0,0 1280,640 3840,1920 6400,3200 7680,3840");
}

/* A closed curve begins at the middle of its last and first point and does not repeat it. */
TEST(curve_of_an_outline_goes_round)
{
    struct drawing_stroke s = {
        .op = DRAWING_FILL, .curve = true, .count = 4, .x = (int32_t[]){ 0, 1, 1, 0 }, .y = (int32_t[]){ 0, 0, 1, 1 }
    };

    ASSERT_STR(walk(&s), "0,128 32,32 128,0 224,32 256,128 224,224 128,256 32,224");
}

/* The second x is -255.5, which becomes -255; mirrored it is 255.5, which becomes 256. */
TEST(curve_rounds_halves_up)
{
    struct drawing_stroke s = {
        .curve = true, .count = 3, .x = (int32_t[]){ -1, -1, 0 }, .y = (int32_t[]){ 0, 41, 1 }
    };

    ASSERT_STR(walk(&s), "-256,0 -256,5248 -255,5864 -254,6398 -251,6852 -248,7224 -243,7516 -238,7726 -231,7856 -224,7904 "
                         "-215,7872 -206,7758 -195,7564 -184,7288 -171,6932 -158,6494 -143,5976 -128,5376 0,256");
    s.x = (int32_t[]){ 1, 1, 0 };
    CU_ASSERT_EQUAL(strncmp(walk(&s), "256,0 256,5248 256,5864 254,6398 ", 33), 0);
}

/* The longer side decides, and bend on either axis. */
TEST(curve_pieces_follow_the_bend)
{
    struct drawing_stroke s = {
        .curve = true, .count = 3, .x = (int32_t[]){ 0, 0, 0 }, .y = (int32_t[]){ 0, 1, 0 }
    };
    int32_t flat[] = { 0, 0, 0 }, out[] = { -1024, 2048, -1024 }, near[] = { 0, 1, 2 };

    CU_ASSERT_EQUAL(curve_count(&square, &s), 2 + 3);      /* bend 256: 4 * 1024 is enough */
    s.x = s.y, s.y = flat;
    CU_ASSERT_EQUAL(curve_count(&square, &s), 2 + 3);
    s.x = near;
    CU_ASSERT_EQUAL(curve_count(&square, &s), 1 + 3);
    s.x = out;
    CU_ASSERT_EQUAL(curve_count(&square, &s), CURVE_PIECES_MAX + 3);
}

TEST(curve_carries_pressure)
{
    struct drawing_stroke s = {
        .curve = true, .count = 3, .x = (int32_t[]){ 0, 0, 2 }, .y = (int32_t[]){ 0, 2, 2 },
        .pressure = (uint8_t[]){ 0, 100, 255 }
    };
    int32_t expected[] = { 0, 12800, 27360, 45440, 65280 };
    struct curve_point p;
    struct curve c;
    size_t n = 0;

    for (curve_begin(&c, &square, &s); curve_next(&c, &p) && n < 5; n++)
        CU_ASSERT_EQUAL(p.pressure, expected[n]);
    CU_ASSERT_EQUAL(n, 5);
    s.pressure = NULL;
    for (curve_begin(&c, &square, &s); curve_next(&c, &p);)
        CU_ASSERT_EQUAL(p.pressure, 65280);
}
