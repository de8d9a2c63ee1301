/* SVG: well formed, the right elements, small. */
#include "test.h"

#include "base/buf.h"
#include "drawings/svg.h"
#include "sample.h"

#include <string.h>

static const char *svg_of(const struct drawing *d)
{
    struct buf out;

    buf_init(&out, sample_arena(), 1 << 22);
    svg_write(d, 256, &out);
    CU_ASSERT_FALSE_FATAL(out.failed);
    return buf_text(&out);
}

static int count_of(const char *text, const char *part)
{
    int n = 0;

    for (; (text = strstr(text, part)) != NULL; text += strlen(part))
        n++;
    return n;
}

/* ---- well formed: XML 1.0, as far as it is used ---- */

struct reader {
    const char *at;
    char open[100][20];               /* names of open elements */
    int depth, deepest;
};

static void name(struct reader *r, char ret[20])
{
    size_t n = strspn(r->at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-");

    CU_ASSERT_FATAL(n > 0 && n < 20);
    memcpy(ret, r->at, n);
    ret[n] = '\0';
    r->at += n;
}

/* A reference must name an element that is there. */
static void reference(const char *all, const char *value, size_t n)
{
    char id[40];
    int at = value[0] == '#' ? 1 : 5;

    if (value[0] == '#' && (value[1] != 'e' || n < 3))
        return;                       /* a colour */
    snprintf(id, sizeof(id), "id=\"%.*s\"", (int)strcspn(value + at, ")\""), value + at);
    CU_ASSERT_EQUAL(count_of(all, id), 1);
}

static void attributes(struct reader *r, const char *all)
{
    char seen[16][20];
    int n = 0;

    while (*r->at == ' ') {
        size_t length;

        r->at++;
        name(r, seen[n]);
        for (int i = 0; i < n; i++)
            CU_ASSERT(strcmp(seen[i], seen[n]) != 0);
        n++;
        CU_ASSERT_FATAL(r->at[0] == '=' && r->at[1] == '"');
        r->at += 2;
        length = strcspn(r->at, "\"<&");
        CU_ASSERT_EQUAL_FATAL(r->at[length], '"');
        if (strcmp(seen[n - 1], "href") == 0 || strcmp(seen[n - 1], "mask") == 0)
            reference(all, r->at, length);
        r->at += length + 1;
    }
}

static void well_formed(const char *all, int *ret_deepest)
{
    struct reader r = { .at = all };
    char closed[20];

    do {
        CU_ASSERT_EQUAL_FATAL(*r.at++, '<');
        if (*r.at == '/') {
            r.at++;
            name(&r, closed);
            CU_ASSERT_FATAL(r.depth > 0);
            ASSERT_STR(closed, r.open[--r.depth]);
        } else {
            CU_ASSERT_FATAL(r.depth < 100);
            name(&r, r.open[r.depth++]);
            attributes(&r, all);
            r.deepest = r.depth > r.deepest ? r.depth : r.deepest;
            r.depth -= *r.at == '/';
            r.at += *r.at == '/';
        }
        CU_ASSERT_EQUAL_FATAL(*r.at++, '>');
    } while (r.depth);
    ASSERT_STR(r.at, "\n");
    *ret_deepest = r.deepest;
}

TEST(svg_is_well_formed)
{
    int deepest;

    for (unsigned seed = 0; seed < 200; seed++) {
        struct drawing d = sample_random(sample_arena(), seed);

        well_formed(svg_of(&d), &deepest);
    }
}

/* A thousand times drawn and erased: nested by the logarithm. */
TEST_LIMIT(svg_of_much_erasing_is_not_deep, 60)
{
    struct drawing d = sample_drawing(sample_arena());
    struct drawing_stroke draw = d.strokes[0], erase = d.strokes[2];
    const char *text;
    int deepest;

    erase.layer = draw.layer;
    for (d.stroke_count = 0; d.stroke_count < 2000; d.stroke_count++)
        d.strokes[d.stroke_count] = d.stroke_count % 2 ? erase : draw;
    text = svg_of(&d);
    well_formed(text, &deepest);
    CU_ASSERT(deepest < 16);
    CU_ASSERT_EQUAL(count_of(text, "<path"), 2000);
    CU_ASSERT(count_of(text, "<use") <= 10000);
}

/* ---- what it says ---- */

/* One stroke on layer 0 in colour 1, on a canvas of 256 by 128 without background. */
static struct drawing single(struct drawing_stroke s, int32_t *x, int32_t *y)
{
    struct drawing d = sample_drawing(sample_arena());

    d.background = DRAWING_NO_BACKGROUND;
    d.stroke_count = 1;
    s.colour = 1;
    s.x = x;
    s.y = y;
    d.strokes[0] = s;
    return d;
}

static void contains(const struct drawing *d, const char *part)
{
    const char *text = svg_of(d);

    if (!strstr(text, part)) {
        printf("no %s in %s\n", part, text);
        CU_FAIL("something is missing");
    }
}

TEST(svg_of_lines_and_curves)
{
    int32_t x[] = { 10, 20, 15, -3 }, y[] = { 5, 7, 100, 101 };
    struct drawing d = single((struct drawing_stroke){ .width = 7, .count = 4 }, x, y);

    contains(&d, "<path stroke=\"#1a1a1a\" stroke-width=\"7\" d=\"m10 5 10 2-5 93-18 1\"/>");
    d.strokes[0].curve = true;
    contains(&d, "d=\"m10 5 5 1q5 1 2.5 47.5t-11.5 47l-9 .5\"/>");
    d.strokes[0].op = DRAWING_FILL;
    contains(&d, "<path fill=\"#1a1a1a\" d=\"m3.5 53q6.5-48 11.5-47t2.5 47.5-11.5 47-2.5-47.5\"/>");
    d.strokes[0].curve = false;
    contains(&d, "<path fill=\"#1a1a1a\" d=\"m10 5 10 2-5 93-18 1\"/>");
    d.strokes[0] = (struct drawing_stroke){ .width = 7, .count = 1, .x = x, .y = y };
    d.palette[0] = (struct drawing_colour){ 0x11, 0xaa, 0xff, 128 };
    contains(&d, "<path stroke=\"#1af\" stroke-opacity=\".502\" stroke-width=\"7\" d=\"m10 5 0 0\"/>");
}

/* A dot of changing width is a circle; a line between two discs has two tangents and two arcs. */
TEST(svg_of_pressure)
{
    int32_t x[] = { 100, 160 }, y[] = { 50, 50 };
    uint8_t pressure[] = { 128, 64 };
    struct drawing d = single((struct drawing_stroke){ .width = 40, .count = 1, .pressure = pressure }, x, y);

    contains(&d, "<path fill=\"#1a1a1a\" d=\"m110.04 50a10.04 10.04 0 0 1-20.08 0 10.04 10.04 0 0 1 20.08 0\"/>");
    d.strokes[0].count = 2;
    contains(&d, "d=\"m100.84 60a10.04 10.04 0 0 1-1.68-20 10.04 10.04 0 0 1 1.68 0l59.58 5a5.02 5.02 0 0 1 0 10l-59.58 5\"/>");
}

TEST(svg_shows_what_the_pictures_show)
{
    struct drawing d = sample_drawing(sample_arena());

    contains(&d, "width=\"256\" height=\"128\" viewBox=\"0 0 256 128\"");
    contains(&d, "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
    d.width = 751;
    d.height = 1000;
    contains(&d, "width=\"196\" height=\"256\" viewBox=\"0 0 765.625 1000\"");
}

/* Erasers before the first stroke and all before a clear are left out. */
TEST(svg_leaves_out_what_nobody_sees)
{
    struct drawing d = sample_drawing(sample_arena());
    struct drawing_stroke draw = d.strokes[0], erase = d.strokes[2], clear = d.strokes[3];
    const struct drawing_stroke list[] = { draw, erase, clear, erase, draw, draw };

    memcpy(d.strokes, list, sizeof(list));
    d.stroke_count = ARRAY_LEN(list);
    for (size_t i = 0; i < d.stroke_count; i++)
        d.strokes[i].layer = 0;
    CU_ASSERT_EQUAL(count_of(svg_of(&d), "<path"), 2);
    CU_ASSERT_EQUAL(count_of(svg_of(&d), "mask"), 0);
}
