#include "sample.h"
#include "scene.h"
#include "test.h"

#include "base/buf.h"
#include "base/hash.h"
#include "drawings/chd1.h"
#include "drawings/drawing_cost.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PX 16.0

/* ---- coverage against 16 x 16 samples ---- */

struct error {
    double mean;                      /* over pixels that the reference covers, wholly or not */
    double mean_edge;                 /* over those that it covers partly */
    double bias, worst;
};

static struct error compare(const struct scene *s, struct raster_rect part, int side)
{
    struct error e = { 0 };
    int covered = 0, edge = 0;

    for (int32_t y = part.y0; y < part.y1; y++)
        for (int32_t x = part.x0; x < part.x1; x++) {
            double expected = scene_sampled(s, x, y, side), off = scene_alpha(s, x, y) / 255.0 - expected;

            covered += expected > 0;
            edge += expected > 0 && expected < 1;
            e.mean += fabs(off);
            e.bias += off;
            e.worst = fmax(e.worst, fabs(off));
        }
    e.mean_edge = e.mean / edge;
    e.bias /= edge;
    e.mean /= covered;
    return e;
}

static void expect_right(const struct scene *s, struct raster_rect part, const char *what)
{
    struct error e = compare(s, part, 16);

    if (getenv("MIDWAY_RASTER_ERRORS")) {
        struct error fine = compare(s, part, 64);

        printf("%s: mean %.3f edge %.3f worst %.2f; fine: mean %.3f edge %.3f bias %.3f worst %.2f (of 255)\n", what, e.mean * 255,
               e.mean_edge * 255, e.worst * 255, fine.mean * 255, fine.mean_edge * 255, fine.bias * 255, fine.worst * 255);
    }
    CU_ASSERT(e.mean <= 1 / 255.0);
    CU_ASSERT(e.mean_edge <= 2 / 255.0);
    CU_ASSERT(e.worst <= 16 / 255.0);
}

/* A walk by chance within pixels 20 to 100; `step` in pixels. */
static struct scene *walk(size_t points, double step, int32_t width, bool pressure)
{
    struct scene *s = scene_new();
    double x = 60, y = 60, angle = 0;

    scene_stroke(s, DRAWING_DRAW, width);
    for (size_t i = 0; i < points; i++) {
        scene_point(s, x * PX, y * PX, pressure ? (int)(255 * scene_random()) : 255);
        angle += (scene_random() - 0.5) * 3;
        if (hypot(x + step * cos(angle) - 60, y + step * sin(angle) - 60) > 45)
            angle = atan2(60 - y, 60 - x) + scene_random() - 0.5;
        x += step * cos(angle);
        y += step * sin(angle);
    }
    scene_paint(s);
    return s;
}

static const struct raster_rect corner_part = { 0, 0, 120, 120 };

TEST_LIMIT(raster_coverage_of_thin_lines, 60)
{
    expect_right(walk(40, 17, 32, false), corner_part, "2 px");
    expect_right(walk(40, 17, 11, false), corner_part, "0.7 px");
    expect_right(walk(60, 2, 48, false), corner_part, "3 px, short steps");
}

TEST_LIMIT(raster_coverage_of_broad_lines, 60)
{
    expect_right(walk(12, 30, 150, false), corner_part, "9 px");
    expect_right(walk(40, 5, 320, false), corner_part, "20 px, short steps");
    expect_right(walk(60, 1.5, 250, false), corner_part, "16 px, tiny steps");
}

TEST_LIMIT(raster_coverage_under_pressure, 60)
{
    expect_right(walk(15, 25, 200, true), corner_part, "pressure");
    expect_right(walk(40, 6, 320, true), corner_part, "pressure, short steps");
    expect_right(walk(60, 2, 160, true), corner_part, "pressure, discs in discs");
}

/* There and back again, nearly on the same line: a sum of areas instead of the union would be far off. */
TEST_LIMIT(raster_coverage_of_a_line_drawn_twice, 60)
{
    struct scene *s = scene_new();

    scene_stroke(s, DRAWING_DRAW, 64);
    for (int i = 0; i < 6; i++) {
        scene_point(s, 20 * PX, (30 + 0.3 * i) * PX, 255);
        scene_point(s, 100 * PX, (70 + 0.2 * i) * PX, 255);
    }
    scene_paint(s);
    expect_right(s, corner_part, "six times");
}

TEST_LIMIT(raster_coverage_of_fills, 60)
{
    struct scene *s = scene_new();

    scene_stroke(s, DRAWING_FILL, 0);
    for (int i = 0; i < 7; i++)   /* a star that goes round three times */
        scene_point(s, (60 + 50 * cos(i * 3 * 2 * M_PI / 7)) * PX, (60 + 50 * sin(i * 3 * 2 * M_PI / 7)) * PX, 255);
    scene_paint(s);
    expect_right(s, corner_part, "star");
    s = scene_new();
    scene_stroke(s, DRAWING_FILL, 0);
    for (int i = 0; i < 30; i++)
        scene_point(s, (10 + 100 * scene_random()) * PX, (10 + 100 * scene_random()) * PX, 255);
    scene_paint(s);
    expect_right(s, corner_part, "scribble");
}

/* Partly outside on each side. */
TEST_LIMIT(raster_coverage_at_the_edges_of_the_picture, 60)
{
    struct scene *s = scene_new();

    scene_stroke(s, DRAWING_DRAW, 700);
    for (int i = 0; i < 12; i++)
        scene_point(s, (scene_random() - 0.5) * 150 * PX, (scene_random() - 0.5) * 150 * PX, 255);
    scene_paint(s);
    expect_right(s, (struct raster_rect){ 0, 0, 90, 90 }, "upper left");
    s = scene_new();
    scene_stroke(s, DRAWING_DRAW, 300);
    for (int i = 0; i < 12; i++)
        scene_point(s, (1024 + (scene_random() - 0.5) * 150) * PX, (1024 + (scene_random() - 0.5) * 150) * PX, 255);
    scene_paint(s);
    expect_right(s, (struct raster_rect){ 930, 930, 1024, 1024 }, "lower right");
}

/* ---- ink ---- */

static double ink_of_line(double x0, double y0, double x1, double y1, struct raster_rect part)
{
    struct scene *s = scene_new();
    double ink;

    scene_stroke(s, DRAWING_DRAW, 32);
    scene_point(s, x0, y0, 255);
    scene_point(s, x1, y1, 255);
    scene_paint(s);
    ink = scene_ink(s, part);
    free(s->rgba);
    return ink;
}

/* 16 offsets are all that a canvas of 16384 has. */
TEST(raster_a_line_of_2_px_has_2_px_of_ink)
{
    for (int i = 0; i < 16; i++) {
        double across = ink_of_line(100, 800 + i, 1100, 800 + i, (struct raster_rect){ 20, 40, 21, 60 });
        double down = ink_of_line(800 + i, 100, 800 + i, 1100, (struct raster_rect){ 40, 20, 60, 21 });

        CU_ASSERT_DOUBLE_EQUAL(across, 2.0, 0.02);
        CU_ASSERT_DOUBLE_EQUAL(down, 2.0, 0.02);
    }
}

TEST(raster_a_line_has_the_same_ink_at_any_angle)
{
    for (int i = 0; i < 24; i++) {
        double angle = i * 0.37, x = 1500 + i * 7, y = 1500 - i * 5, length = 1200;
        double x1 = round(x + length * cos(angle)), y1 = round(y + length * sin(angle));
        double px = hypot(x1 - x, y1 - y) / PX, ink = ink_of_line(x, y, x1, y1, (struct raster_rect){ 0, 0, 200, 200 });

        CU_ASSERT_DOUBLE_EQUAL((ink - M_PI) / px, 2.0, 0.02);
    }
}

TEST(raster_a_dot_has_the_area_of_its_disc)
{
    for (int32_t width = 16; width <= 1600; width = width * 3 / 2) {
        struct scene *s = scene_new();
        double radius = width / PX / 2;

        scene_stroke(s, DRAWING_DRAW, width);
        scene_point(s, 3000 + width % 16, 3000 + width % 7, 255);
        scene_paint(s);
        CU_ASSERT_DOUBLE_EQUAL(scene_ink(s, raster_everything(s->raster)) / (M_PI * radius * radius), 1, 0.01);
        free(s->rgba);
    }
}

TEST(raster_no_pressure_no_ink)
{
    struct scene *s = scene_new();

    scene_stroke(s, DRAWING_DRAW, 100);
    scene_point(s, 500, 500, 0);
    scene_point(s, 900, 700, 0);
    scene_paint(s);
    CU_ASSERT_EQUAL(scene_ink(s, raster_everything(s->raster)), 0);
}

/* ---- paint ---- */

static const uint8_t *pixel(const struct scene *s, int32_t x, int32_t y)
{
    return s->rgba + 4 * ((size_t)y * (size_t)s->width + (size_t)x);
}

static bool is_pixel(const struct scene *s, int32_t x, int32_t y, const char *rgba)
{
    return memcmp(pixel(s, x, y), rgba, 4) == 0;
}

TEST(raster_a_translucent_stroke_never_darkens_itself)
{
    struct scene *s = scene_new();
    int most = 0;

    scene_stroke(s, DRAWING_DRAW, 160)->colour = 1;
    for (int i = 0; i < 200; i++)
        scene_point(s, (60 + 40 * cos(i * 0.7)) * PX, (60 + 40 * sin(i * 1.1)) * PX, 100 + i % 150);
    scene_paint(s);
    for (int32_t i = 0; i < 120 * 120; i++)
        most = scene_alpha(s, i % 120, i / 120) > most ? scene_alpha(s, i % 120, i / 120) : most;
    CU_ASSERT_EQUAL(most, 128);
    CU_ASSERT(is_pixel(s, 60, 60, "\xff\0\0\x80"));
}

static void box(struct scene *s, enum drawing_op op, int left, int right)
{
    scene_stroke(s, op, 0);
    scene_point(s, left * PX, 16 * PX, 255);
    scene_point(s, right * PX, 16 * PX, 255);
    scene_point(s, right * PX, 48 * PX, 255);
    scene_point(s, left * PX, 48 * PX, 255);
}

TEST(raster_two_translucent_strokes_do_add_up)
{
    struct scene *s = scene_new();

    box(s, DRAWING_FILL, 10, 50);
    s->strokes[0].colour = 1;
    box(s, DRAWING_FILL, 30, 70);
    s->strokes[1].colour = 1;
    scene_paint(s);
    CU_ASSERT(is_pixel(s, 20, 20, "\xff\0\0\x80"));
    CU_ASSERT(is_pixel(s, 40, 20, "\xff\0\0\xc0"));
    CU_ASSERT(is_pixel(s, 20, 15, "\0\0\0\0"));
}

TEST(raster_the_eraser_takes_from_its_layer_alone)
{
    struct scene *s = scene_new();
    struct drawing_stroke *eraser;

    box(s, DRAWING_FILL, 10, 50);
    s->strokes[0].colour = 1;
    box(s, DRAWING_FILL, 30, 70);
    s->strokes[1].layer = 3;
    eraser = scene_stroke(s, DRAWING_ERASE, 160);
    eraser->layer = 3;
    scene_point(s, 0, 32 * PX, 255);
    scene_point(s, 90 * PX, 32 * PX, 255);
    scene_paint(s);
    CU_ASSERT(is_pixel(s, 20, 32, "\xff\0\0\x80"));
    CU_ASSERT(is_pixel(s, 40, 32, "\xff\0\0\x80"));
    CU_ASSERT(is_pixel(s, 60, 32, "\0\0\0\0"));
    CU_ASSERT(is_pixel(s, 40, 20, "\0\0\0\xff"));
}

/* An edge through the middle of a pixel row: half of it stays. */
TEST(raster_the_eraser_is_antialiased)
{
    struct scene *s = scene_new();

    box(s, DRAWING_FILL, 10, 50);
    scene_stroke(s, DRAWING_ERASE, 16);
    scene_point(s, 0, 32 * PX, 255);
    scene_point(s, 90 * PX, 32 * PX, 255);
    scene_paint(s);
    CU_ASSERT_DOUBLE_EQUAL(scene_alpha(s, 20, 31), 127.5, 1);
    CU_ASSERT_DOUBLE_EQUAL(scene_alpha(s, 20, 32), 127.5, 1);
}

TEST(raster_layers_lie_over_the_background_in_order)
{
    struct scene *s = scene_new();

    s->palette[2] = (struct drawing_colour){ 255, 255, 255, 255 };
    s->palette[3] = (struct drawing_colour){ 0, 0, 255, 255 };
    s->d.colour_count = 4;
    s->d.background = 2;
    box(s, DRAWING_FILL, 10, 50);
    s->strokes[0].layer = 5;
    s->strokes[0].colour = 1;
    box(s, DRAWING_FILL, 30, 70);
    s->strokes[1].layer = 2;
    s->strokes[1].colour = 3;
    scene_paint(s);
    CU_ASSERT(is_pixel(s, 5, 20, "\xff\xff\xff\xff"));
    CU_ASSERT(is_pixel(s, 20, 20, "\xff\x7f\x7f\xff"));
    CU_ASSERT(is_pixel(s, 40, 20, "\x80\0\x7f\xff"));
    CU_ASSERT(is_pixel(s, 60, 20, "\0\0\xff\xff"));
}

TEST(raster_clear_empties_its_layer)
{
    struct scene *s = scene_new();

    box(s, DRAWING_FILL, 10, 50);
    box(s, DRAWING_FILL, 10, 50);
    s->strokes[1].layer = 1;
    s->strokes[1].colour = 1;
    scene_stroke(s, DRAWING_CLEAR, 0);
    box(s, DRAWING_FILL, 60, 80);
    scene_paint(s);
    CU_ASSERT(is_pixel(s, 20, 20, "\xff\0\0\x80"));
    CU_ASSERT(is_pixel(s, 70, 20, "\0\0\0\xff"));
}

/* ---- the same pixels, whatever the way ---- */

static struct scene *busy(void)
{
    struct scene *s = scene_new();

    for (int i = 0; i < 12; i++) {
        struct drawing_stroke *one = scene_stroke(s, i % 4 == 3 ? DRAWING_ERASE : DRAWING_DRAW, 100 + 60 * i);
        double x = 16384 * scene_random(), y = 16384 * scene_random(), angle = 0;

        one->layer = (uint8_t)(i % 3);
        one->colour = one->op == DRAWING_DRAW && i % 2;
        one->curve = i % 5 == 1;
        for (int k = 0; k < 60; k++) {
            scene_point(s, x, y, (int)(100 + 155 * scene_random()));
            angle += scene_random() - 0.45;
            x += 400 * cos(angle);
            y += 400 * sin(angle);
        }
    }
    return s;
}

static struct raster *new_raster(struct raster_need need)
{
    size_t n = raster_memory_bytes(&need);

    need.work_max = INT64_MAX;
    return raster_init(memset(malloc(n), 0x5A, n), &need);
}

static bool same_picture(const struct scene *s, const struct raster *r)
{
    size_t n = (size_t)s->width * (size_t)s->height * 4;
    uint8_t *other = malloc(n);
    bool same;

    raster_picture(r, &s->d, RASTER_SIDE_MAX, other);
    same = memcmp(other, s->rgba, n) == 0;
    free(other);
    return same;
}

TEST(raster_tile_by_tile_is_the_same)
{
    struct scene *s = busy();
    struct raster *r = new_raster(raster_need_of(&s->d));

    scene_paint(s);
    for (size_t i = 0; i < s->d.stroke_count; i++)
        for (int32_t y = 0; y < 1024; y += 100)
            for (int32_t x = 0; x < 1024; x += 331)
                CU_ASSERT(raster_stroke(r, &s->d, &s->strokes[i], (struct raster_rect){ x, y, x + 331, y + 100 }));
    CU_ASSERT(same_picture(s, r));
}

/* Point by point, some taken back, as under a pen. */
TEST_LIMIT(raster_a_live_stroke_ends_as_if_painted_at_once, 30)
{
    struct scene *s = busy();
    struct raster_need need = raster_need_of(&s->d);
    struct raster_rect changed;
    struct raster *r;

    need.live = true;
    r = new_raster(need);
    scene_paint(s);
    for (size_t i = 0; i < s->d.stroke_count; i++) {
        struct drawing_stroke part = s->strokes[i];

        raster_live_begin(r, part.layer);
        if (i % 2) {
            part.count = 30;
            CU_ASSERT(raster_live_stroke(r, &s->d, &part, 0, &changed));
            raster_live_cancel(r);
        }
        for (size_t n = 3; n <= s->strokes[i].count; n += 3) {
            part.count = n;
            CU_ASSERT(raster_live_stroke(r, &s->d, &part, n - 3, &changed));
        }
    }
    CU_ASSERT(same_picture(s, r));
}

/* 30,000 points with memory for none: the stroke is painted in bands. */
TEST_LIMIT(raster_little_memory_is_the_same, 30)
{
    struct scene *s = scene_new();
    struct raster_need need;
    struct raster *r;

    scene_stroke(s, DRAWING_DRAW, 40);
    for (int i = 0; i < 30000; i++)
        scene_point(s, 8192 + i / 4.0 * cos(i * 0.01), 8192 + i / 4.0 * sin(i * 0.01), 255);
    scene_paint(s);
    need = raster_need_of(&s->d);
    need.points = 0;
    r = new_raster(need);
    CU_ASSERT(raster_drawing(r, &s->d));
    CU_ASSERT(same_picture(s, r));
}

/* Corners of a line by a mouse, `parts` steps between them. */
static struct scene *mouse_line(int parts)
{
    static const int corners[][2] = { { 3000, 3000 }, { 9000, 3000 }, { 9000, 9000 }, { 12000, 6000 }, { 6000, 6000 }, { 5400, 12000 } };
    struct scene *s = scene_new();

    scene_stroke(s, DRAWING_DRAW, 330);
    for (size_t i = 0; i + 1 < ARRAY_LEN(corners); i++)
        for (int k = 0; k < parts; k++)
            scene_point(s, corners[i][0] + (corners[i + 1][0] - corners[i][0]) * k / parts,
                        corners[i][1] + (corners[i + 1][1] - corners[i][1]) * k / parts, 200);
    scene_point(s, 5400, 12000, 200);
    scene_paint(s);
    return s;
}

TEST(raster_points_on_a_straight_way_change_nothing)
{
    struct scene *few = mouse_line(1), *many = mouse_line(60);

    CU_ASSERT(memcmp(few->rgba, many->rgba, (size_t)few->width * (size_t)few->height * 4) == 0);
    CU_ASSERT(raster_work(many->raster) < raster_work(few->raster) + 300 * 200);
}

TEST(raster_used_memory_is_as_good_as_new)
{
    struct scene *s = busy();
    struct raster_need need = raster_need_of(&s->d);

    scene_paint(s);
    raster_init(s->raster, &need);
    CU_ASSERT(raster_drawing(s->raster, &s->d));
    CU_ASSERT(same_picture(s, s->raster));
}

TEST(raster_each_size_is_the_reduction_of_the_next)
{
    struct scene *s = busy();

    for (int background = DRAWING_NO_BACKGROUND; background < 2; background++) {
        s->d.background = background;
        s->d.height = 9000;
        scene_paint(s);
        CU_ASSERT_EQUAL(s->height, 576);
        for (int32_t side = 512; side >= 64; side /= 2) {
            size_t n = (size_t)side * (size_t)side * 576 / 1024 * 4;
            uint8_t *small = malloc(n);

            raster_reduce(s->rgba, 2 * side, 2 * side * 576 / 1024, s->rgba);
            raster_picture(s->raster, &s->d, side, small);
            CU_ASSERT(memcmp(small, s->rgba, n) == 0);
        }
    }
}

TEST(raster_reduce_by_hand)
{
    static const uint8_t in[] = { 10, 20, 30, 255, 11, 20, 30, 255, 11, 21, 30, 255, 12, 22, 31, 255 };
    static const uint8_t clear[] = { 200, 0, 0, 255, 100, 0, 0, 1, 0, 0, 0, 0, 9, 9, 9, 0 };
    uint8_t out[4];

    raster_reduce(in, 2, 2, out);
    CU_ASSERT(memcmp(out, "\x0b\x15\x1e\xff", 4) == 0);
    raster_reduce(clear, 2, 2, out);
    CU_ASSERT(memcmp(out, "\xc8\0\0\x40", 4) == 0);
}

TEST(raster_a_part_is_a_part)
{
    struct scene *s = busy();
    struct raster_rect part = { 77, 100, 333, 555 };
    uint8_t *rgba = malloc(256 * 455 * 4);
    bool same = true;

    scene_paint(s);
    raster_part(s->raster, &s->d, part, rgba);
    for (int32_t y = 0; y < 455; y++)
        same = same && memcmp(rgba + y * 1024, pixel(s, 77, 100 + y), 1024) == 0;
    CU_ASSERT(same);
}

TEST(raster_sizes)
{
    int32_t w = 0, h = 0;

    CU_ASSERT(raster_size(4096, 4096, 512, &w, &h) && w == 512 && h == 512);
    CU_ASSERT(raster_size(16384, 4096, 64, &w, &h) && w == 64 && h == 16);
    CU_ASSERT(raster_size(750, 1000, 1024, &w, &h) && w == 768 && h == 1024);
    CU_ASSERT(raster_size(751, 1000, 1024, &w, &h) && w == 784 && h == 1024);
    CU_ASSERT_FALSE(raster_size(750, 1000, 100, &w, &h));
    CU_ASSERT_FALSE(raster_size(750, 1000, 2048, &w, &h));
    CU_ASSERT_FALSE(raster_size(750, 1000, 32, &w, &h));
    CU_ASSERT_FALSE(raster_size(750, 1000, 0, &w, &h));
}

/* ---- bad drawings ---- */

/* Hundreds of edges over each other: sampled, but still close. */
TEST_LIMIT(raster_coverage_of_a_tangle, 60)
{
    struct scene *s = scene_new();
    struct error e;

    scene_stroke(s, DRAWING_DRAW, 24);
    for (int i = 0; i < 400; i++)
        scene_point(s, (60 + 50 * sin(i * 2.1)) * PX, (60 + 50 * sin(i * 0.77 + 1)) * PX, 255);
    scene_paint(s);
    e = compare(s, corner_part, 16);
    CU_ASSERT(e.mean <= 1 / 255.0);
    CU_ASSERT(e.worst <= 0.25);
}

/* The work is counted in the same way whether pixels are painted or not; a scribble is given up at the limit. */
TEST(raster_work_tells_scribbles_from_drawings)
{
    struct scene *s = scene_new();
    struct drawing_fault fault;

    scene_stroke(s, DRAWING_DRAW, 320);
    for (int i = 0; i < 300; i++)
        scene_point(s, 8192 + 6000 * cos(i * 0.05), 8192 + 6000 * sin(i * 0.07), 255);
    scene_paint(s);
    CU_ASSERT(raster_work(s->raster) > 100000);
    CU_ASSERT(raster_work(s->raster) < 4000000);
    CU_ASSERT_FALSE(drawing_too_costly(sample_arena(), &s->d, &fault));
    CU_ASSERT_EQUAL(fault.got, raster_work(s->raster));
    for (int i = 0; i < 20000; i++)
        scene_point(s, 16384 * scene_random(), 16384 * scene_random(), 255);
    CU_ASSERT_TRUE(drawing_too_costly(sample_arena(), &s->d, &fault));
    CU_ASSERT_EQUAL(fault.rule, DRAWING_RULE_COST);
    CU_ASSERT_EQUAL(fault.max, RASTER_WORK_MAX);
    CU_ASSERT(fault.got > RASTER_WORK_MAX && fault.got < RASTER_WORK_MAX + RASTER_WORK_MAX / 10);
}
