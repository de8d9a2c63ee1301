/* The characters of the demo: drawings like those of people, and always the same. */
#include "test.h"

#include "base/buf.h"
#include "base/hash.h"
#include "drawings/chd1.h"
#include "drawings/demo_draw.h"
#include "drawings/demo_pen.h"
#include "drawings/drawing_cost.h"
#include "drawings/raster.h"
#include "sample.h"

#include <string.h>

#define EACH(NUMBER, D) \
    for (int NUMBER = 0; NUMBER < DEMO_DRAWING_COUNT && (demo_drawing(sample_arena(), NUMBER, &(D)), true); NUMBER++)

static int32_t last_ms(const struct drawing *d)
{
    const struct drawing_stroke *s = &d->strokes[d->stroke_count - 1];

    return s->time_ms ? s->time_ms[drawing_time_count(s) - 1] : -1;
}

TEST(demo_is_canonical)
{
    struct drawing_faults faults;
    struct drawing d, back;

    EACH(i, d) {
        struct drawing_fault fault;
        struct buf b;

        CU_ASSERT_TRUE_FATAL(drawing_check(&d, DRAWING_CANONICAL, &faults));
        buf_init(&b, sample_arena(), DRAWING_BYTES_MAX);
        CU_ASSERT_TRUE_FATAL(chd1_encode(&d, &b, &fault));
        CU_ASSERT_TRUE_FATAL(chd1_decode(sample_arena(), buf_str(&b), &back, &fault));
        CU_ASSERT_TRUE(sample_equal(&d, &back));
        CU_ASSERT_TRUE(b.len < 32 << 10);
        CU_ASSERT_FALSE(drawing_too_costly(sample_arena(), &d, &fault));
        CU_ASSERT_TRUE(fault.got < RASTER_WORK_MAX / 4);
    }
}

/* What the format knows is there to be seen, and everything takes the time that a quick hand takes. */
TEST(demo_is_drawn_as_by_hand)
{
    unsigned ops = 0, transparent = 0, oblong = 0;
    struct drawing d;

    EACH(i, d) {
        bool pressed = false, veiled = false;

        for (size_t k = 0; k < d.stroke_count; k++) {
            const struct drawing_stroke *s = &d.strokes[k];

            ops |= 1u << s->op;
            CU_ASSERT_PTR_NOT_NULL(s->time_ms);
            for (size_t n = 1; s->pressure && n < s->count; n++)
                pressed |= s->pressure[n] != s->pressure[0];
        }
        for (size_t k = 0; k < d.colour_count; k++)
            veiled |= d.palette[k].a < 255;
        CU_ASSERT_TRUE(pressed && veiled);
        CU_ASSERT_EQUAL(drawing_layers(&d), 7);
        CU_ASSERT_TRUE(last_ms(&d) >= 8000 && last_ms(&d) <= 40000);
        transparent += d.background == DRAWING_NO_BACKGROUND;
        oblong += d.width != d.height;
    }
    CU_ASSERT_EQUAL(ops, 1u << DRAWING_DRAW | 1u << DRAWING_ERASE | 1u << DRAWING_FILL);
    CU_ASSERT_TRUE(transparent >= 4 && transparent <= 10);
    CU_ASSERT_TRUE(oblong >= 2);
}

/* A figure may reach over the edge of its sheet, but not by accident: a transparent one stands free. */
TEST(demo_transparent_ones_are_not_cut)
{
    struct drawing d;

    EACH(i, d) {
        for (size_t k = 0; k < d.stroke_count && d.background == DRAWING_NO_BACKGROUND; k++) {
            const struct drawing_stroke *s = &d.strokes[k];

            for (size_t n = 0; n < s->count; n++) {
                CU_ASSERT_TRUE(s->x[n] >= s->width / 2 && s->x[n] <= d.width - s->width / 2);
                CU_ASSERT_TRUE(s->y[n] >= s->width / 2 && s->y[n] <= d.height - s->width / 2);
            }
        }
    }
}

TEST(demo_all_are_different)
{
    struct hash pictures[DEMO_DRAWING_COUNT];
    struct drawing d;

    EACH(i, d) {
        pictures[i] = chd1_picture_id(sample_arena(), &d);
        for (int k = 0; k < i; k++) {
            CU_ASSERT_FALSE(hash_equal(pictures[i], pictures[k]));
            CU_ASSERT_STRING_NOT_EQUAL(demo_title(i), demo_title(k));
        }
    }
}

TEST(demo_names)
{
    for (int i = 0; i < DEMO_DRAWING_COUNT; i++) {
        const char *tags[DEMO_TAGS_MAX];
        size_t n = demo_tags(i, tags);

        CU_ASSERT_TRUE(strlen(demo_title(i)) >= 5 && strlen(demo_title(i)) <= 80);
        CU_ASSERT_TRUE(strlen(demo_author(i)) >= 2 && strlen(demo_author(i)) <= 40);
        CU_ASSERT_TRUE(n >= 1);
        for (size_t k = 0; k < n; k++)
            CU_ASSERT_EQUAL(strspn(tags[k], "abcdefghijklmnopqrstuvwxyz"), strlen(tags[k]));
    }
}

/* The same bytes from every build: a demo that is loaded again finds what is there. MIDWAY_GOLDEN=write writes the list. */
TEST(demo_golden)
{
    const char *list = TOP_SRCDIR "/tests/drawings/golden/demo.txt";
    struct drawing d;
    struct buf out;

    buf_init(&out, sample_arena(), 10000);
    EACH(i, d) {
        char hex[HASH_HEX_SIZE];

        buf_printf(&out, "%s %s\n", hash_hex(chd1_drawing_id(sample_arena(), &d), hex), demo_title(i));
    }
    if (getenv("MIDWAY_GOLDEN")) {
        FILE *f = fopen(list, "w");

        CU_ASSERT_FATAL(f != NULL);
        fputs(buf_text(&out), f);
        fclose(f);
    }
    ASSERT_STR(buf_text(&out), test_read_file(list, NULL));
}

/* ---- the pen ---- */

static void begin(struct pen *p)
{
    pen_init(p, sample_arena(), 1024, 1024, 0xffffff, 1);
}

static bool about(int32_t got, int32_t expected)
{
    return got >= expected - 20 && got <= expected + 20;
}

TEST(demo_pen_numbers)
{
    CU_ASSERT_EQUAL(turn_sine(0), 0);
    CU_ASSERT_TRUE(about(turn_sine(TURN / 12), 8192));
    CU_ASSERT_TRUE(about(turn_sine(TURN / 8 * 5), -11585));
    CU_ASSERT_EQUAL(turn_sine(TURN / 4), 16384);
    CU_ASSERT_EQUAL(turn_sine(-TURN / 4), -16384);
    CU_ASSERT_EQUAL(turn_sine(TURN / 2), 0);
    CU_ASSERT_EQUAL(root(0), 0);
    CU_ASSERT_EQUAL(root(99), 9);
    CU_ASSERT_EQUAL(root(100), 10);
    CU_ASSERT_EQUAL(root((int64_t)1000000007 * 1000000007), 1000000007);
    CU_ASSERT_EQUAL(mix(0x000000, 0xff8040, 50), 0x804020);
}

TEST(demo_pen_inside)
{
    int32_t middle = 512 * FORM_UNIT;
    struct form *f;
    struct pen p;

    begin(&p);
    f = oval(&p, 0, 500, 100, 60);
    CU_ASSERT_TRUE(inside(f, middle, 500 * FORM_UNIT));
    CU_ASSERT_TRUE(inside(f, middle - 95 * FORM_UNIT, 500 * FORM_UNIT));
    CU_ASSERT_FALSE(inside(f, middle - 104 * FORM_UNIT, 500 * FORM_UNIT));
    CU_ASSERT_FALSE(inside(f, middle + 80 * FORM_UNIT, 550 * FORM_UNIT));
}

/* Outlines that a later part covers are not drawn there: two discs beside each other have theirs all, half over each other not. */
TEST(demo_pen_hides_what_is_behind)
{
    size_t seen[2] = { 0 };

    for (int over = 0; over < 2; over++) {
        struct drawing d;
        struct pen p;

        begin(&p);
        plain(&p, oval(&p, -200, 500, 150, 150), 0xff0000);
        plain(&p, oval(&p, over ? -100 : 200, 500, 150, 150), 0x00ff00);
        pen_finish(&p, &d);
        for (size_t i = 0; i < d.stroke_count; i++)
            seen[over] += d.strokes[i].op == DRAWING_DRAW ? d.strokes[i].count : 0;
    }
    CU_ASSERT_TRUE(seen[1] < seen[0] * 85 / 100);
    CU_ASSERT_TRUE(seen[1] > seen[0] * 65 / 100);
}
