/* More strokes for a drawing that is there. */
#include "test.h"

#include "base/buf.h"
#include "base/view.h"
#include "drawings/chd1.h"
#include "drawings/drawing_fault.h"
#include "drawings/drawings.h"
#include "sample.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

static struct ctx cx;

/* Appends the JSON to the worked example; "" or "pointer code; ..." of all that is wrong. */
static const char *append_to(const struct drawing *d, const char *json, struct drawing *ret)
{
    static char text[2000];
    struct json_object *v = view_keep(sample_arena(), json_tokener_parse(json));
    size_t n = 0;
    enum err e;

    ctx_init(&cx, sample_arena(), NULL, 1000);
    CU_ASSERT_PTR_NOT_NULL_FATAL(v);
    e = drawing_append(&cx, d, v, ret);
    text[0] = '\0';
    for (const struct fault *f = cx.faults; f; f = f->next)
        n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s %s", n ? "; " : "", f->pointer, f->code);
    CU_ASSERT_EQUAL(e, cx.faults ? ERR_INVALID : OK);
    return text;
}

static const char *append(const char *json, struct drawing *ret)
{
    struct drawing d = sample_drawing(sample_arena());

    return append_to(&d, json, ret);
}

/* What comes out is canonical: it can be stored, and reads back as it is. */
static void assert_canonical(const struct drawing *d)
{
    struct drawing_fault fault;
    struct drawing back;
    struct buf b;

    buf_init(&b, sample_arena(), 1 << 20);
    CU_ASSERT_TRUE_FATAL(chd1_encode(d, &b, &fault));
    CU_ASSERT_TRUE_FATAL(chd1_decode(sample_arena(), buf_str(&b), &back, &fault));
    CU_ASSERT_TRUE(sample_equal(d, &back));
}

#define DOT(COLOUR, X, T) "{\"op\":\"draw\",\"colour\":" COLOUR ",\"width\":4,\"x\":[" X "],\"y\":[5],\"t\":[" T "]}"

TEST(append_paints_last)
{
    struct drawing before = sample_drawing(sample_arena()), d;

    ASSERT_STR(append("{\"palette\":[\"#00ff00\"],\"strokes\":[" DOT("0", "7", "2000") "," DOT("0", "9", "2100") "]}", &d), "");
    CU_ASSERT_EQUAL_FATAL(d.stroke_count, before.stroke_count + 2);
    CU_ASSERT_EQUAL(d.strokes[before.stroke_count].x[0], 7);
    CU_ASSERT_EQUAL(d.strokes[before.stroke_count + 1].x[0], 9);
    CU_ASSERT_EQUAL(d.colour_count, before.colour_count + 1);
    CU_ASSERT_EQUAL(d.palette[d.strokes[before.stroke_count].colour].g, 255);
    assert_canonical(&d);
}

TEST(append_finds_colours_that_are_there)
{
    struct drawing before = sample_drawing(sample_arena()), d;

    ASSERT_STR(append("{\"palette\":[\"#d0402080\",\"#1a1a1a\"],\"strokes\":[" DOT("1", "7", "2000") "," DOT("0", "9", "2000") "]}", &d),
               "");
    CU_ASSERT_EQUAL(d.colour_count, before.colour_count);
    CU_ASSERT_EQUAL(d.strokes[before.stroke_count].colour, 1);
    CU_ASSERT_EQUAL(d.strokes[before.stroke_count + 1].colour, 2);
    assert_canonical(&d);
}

TEST(append_needs_no_colour_to_erase)
{
    struct drawing d;

    ASSERT_STR(append("{\"palette\":[],\"strokes\":[{\"op\":\"erase\",\"width\":4,\"x\":[1],\"y\":[1]}]}", &d), "");
    assert_canonical(&d);
}

TEST(append_leaves_the_old_one_alone)
{
    struct drawing before = sample_drawing(sample_arena()), same = sample_drawing(sample_arena()), d;

    ASSERT_STR(append_to(&before, "{\"palette\":[\"#00ff00\"],\"strokes\":[" DOT("0", "7", "2000") "]}", &d), "");
    CU_ASSERT_TRUE(sample_equal(&before, &same));
}

/* Places are as they were sent, not as they are in the whole. */
TEST(append_names_the_places_that_were_sent)
{
    struct drawing d;

    ASSERT_STR(append("{\"palette\":[\"#00ff00\"],\"strokes\":[" DOT("0", "7", "2000") "," DOT("0", "9", "1999") "]}", &d),
               "/strokes/1/t/0 inconsistent");
    ASSERT_STR(append("{\"palette\":[\"#00ff00\"],\"strokes\":[" DOT("0", "7", "1") "]}", &d), "/strokes/0/t/0 inconsistent");
    ASSERT_STR(append("{\"palette\":[\"#00ff00\"],\"strokes\":[" DOT("3", "7", "2000") "]}", &d), "/strokes/0/colour out_of_range");
    ASSERT_STR(append("{\"palette\":[\"green\"],\"strokes\":[" DOT("0", "7", "2000") "]}", &d), "/palette/0 invalid");
}

TEST(append_wants_both)
{
    struct drawing d;

    ASSERT_STR(append("{\"palette\":[\"#00ff00\"]}", &d), "/strokes required");
    ASSERT_STR(append("{\"palette\":[\"#00ff00\"],\"strokes\":[]}", &d), "/strokes too_few");
    ASSERT_STR(append("{\"strokes\":[" DOT("0", "7", "2000") "]}", &d), "/palette required");
    ASSERT_STR(append("{\"palette\":7,\"strokes\":[" DOT("0", "7", "2000") "]}", &d), "/palette invalid");
}

/* The limits are those of the whole. */
TEST(append_stays_within_the_limits)
{
    struct drawing d = sample_drawing(sample_arena()), longer;
    const struct drawing_stroke dot = { .op = DRAWING_ERASE, .width = 4, .count = 1, .x = d.strokes[2].x, .y = d.strokes[2].y };

    while (d.stroke_count < DRAWING_STROKES_MAX)
        d.strokes[d.stroke_count++] = dot;
    ASSERT_STR(append_to(&d, "{\"palette\":[],\"strokes\":[{\"op\":\"erase\",\"width\":4,\"x\":[1],\"y\":[1]}]}", &longer),
               "/strokes too_many");
}

#define LATE "{\"op\":\"draw\",\"colour\":0,\"width\":4,\"x\":[1],\"y\":[1]}"

TEST(append_has_a_palette_of_256_colours_at_most)
{
    struct drawing d = sample_drawing(sample_arena()), longer;

    while (d.colour_count < DRAWING_COLOURS_MAX) {
        d.palette[d.colour_count] = (struct drawing_colour){ (uint8_t)d.colour_count, 1, 2, 255 };
        d.strokes[d.stroke_count] = d.strokes[0];
        d.strokes[d.stroke_count].time_ms = NULL;
        d.strokes[d.stroke_count++].colour = (uint8_t)d.colour_count++;
    }
    ASSERT_STR(append_to(&d, "{\"palette\":[\"#030102\"],\"strokes\":[" LATE "]}", &longer), "");
    ASSERT_STR(append_to(&d, "{\"palette\":[\"#ffeedd\"],\"strokes\":[" LATE "]}", &longer), "/palette too_many");
}
