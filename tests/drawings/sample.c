#include "sample.h"

#include <string.h>

/* docs/chd1.md, "Worked example". */
const uint8_t sample_bytes[69] = {
    0x43, 0x48, 0x44, 0x31, 0x01, 0x01, 0x80, 0x02, 0x80, 0x01,
    0x03, 0xff, 0xff, 0xff, 0xff, 0x1a, 0x1a, 0x1a, 0xff, 0xd0, 0x40, 0x20, 0x80,
    0x04,
    0x3c, 0x01, 0x06, 0x04, 0x28, 0x50, 0x50, 0x13, 0x3c, 0x27, 0x28, 0x50,
    0x80, 0x02, 0x90, 0x01, 0x6e, 0xc9, 0x02, 0x00, 0x10, 0x11, 0x11,
    0x02, 0x02, 0x03, 0x13, 0xac, 0x02, 0x00, 0xc8, 0x01, 0x00, 0xa0, 0x01,
    0x29, 0x0c, 0x01, 0x78, 0x28, 0xd2, 0x06,
    0x4b, 0xac, 0x02
};

struct arena *sample_arena(void)
{
    static struct arena a;

    if (!a.ceiling_bytes)
        arena_init(&a, (size_t)256 << 20);
    return &a;
}

static int32_t *ints(struct arena *a, const int32_t *list, size_t n)
{
    return memcpy(arena_array(a, n, sizeof(*list)), list, n * sizeof(*list));
}

#define INTS(A, ...) ints((A), (int32_t[]){ __VA_ARGS__ }, sizeof((int32_t[]){ __VA_ARGS__ }) / sizeof(int32_t))

static struct drawing blank(struct arena *a, int32_t w, int32_t h)
{
    struct drawing d = { .width = w, .height = h };

    d.palette = ARENA_ARRAY(a, DRAWING_COLOURS_MAX + 2, struct drawing_colour);
    d.strokes = ARENA_ARRAY(a, DRAWING_STROKES_MAX + 2, struct drawing_stroke);
    return d;
}

struct drawing sample_drawing(struct arena *a)
{
    static const uint8_t pressure[] = { 128, 200, 255, 90 };
    struct drawing d = blank(a, 256, 128);

    d.colour_count = 3;
    d.palette[0] = (struct drawing_colour){ 255, 255, 255, 255 };
    d.palette[1] = (struct drawing_colour){ 0x1a, 0x1a, 0x1a, 255 };
    d.palette[2] = (struct drawing_colour){ 0xd0, 0x40, 0x20, 0x80 };
    d.stroke_count = 4;
    d.strokes[0] = (struct drawing_stroke){
        .op = DRAWING_DRAW, .layer = 1, .colour = 1, .width = 6, .curve = true, .count = 4, .x = INTS(a, 20, 60, 100, 90),
        .y = INTS(a, 30, 10, 30, 70), .pressure = memcpy(arena_alloc(a, 4), pressure, 4), .time_ms = INTS(a, 0, 16, 33, 50)
    };
    d.strokes[1] = (struct drawing_stroke){
        .op = DRAWING_FILL, .colour = 2, .count = 3, .x = INTS(a, -10, 140, 140), .y = INTS(a, 100, 100, 180)
    };
    d.strokes[2] = (struct drawing_stroke){
        .op = DRAWING_ERASE, .layer = 1, .width = 12, .count = 1, .x = INTS(a, 60), .y = INTS(a, 20), .time_ms = INTS(a, 900)
    };
    d.strokes[3] = (struct drawing_stroke){ .op = DRAWING_CLEAR, .layer = 2, .time_ms = INTS(a, 1200) };
    return d;
}

/* ---- by chance ---- */

struct dice {
    struct arena *a;
    uint64_t state;
    int32_t time_ms;
};

static int32_t roll(struct dice *r, int32_t min, int32_t max)
{
    r->state = r->state * 6364136223846793005u + 1442695040888963407u;
    return min + (int32_t)((r->state >> 33) % (uint64_t)(max - min + 1));
}

/* Mostly small steps, as a pen makes them, now and then anywhere. */
static int32_t step(struct dice *r, int32_t from, int32_t min, int32_t max)
{
    int32_t to = roll(r, 0, 9) ? from + roll(r, -9, 9) : roll(r, min, max);

    return to < min ? min : to > max ? max : to;
}

static void roll_points(struct dice *r, const struct drawing *d, struct drawing_stroke *s)
{
    size_t n = (size_t)roll(r, 4, 40);

    if (s->op != DRAWING_FILL && !roll(r, 0, 3))
        n = (size_t)roll(r, 1, 3);
    s->count = n;
    s->x = ARENA_ARRAY(r->a, n, int32_t);
    s->y = ARENA_ARRAY(r->a, n, int32_t);
    for (size_t i = 0; i < n; i++) {
        s->x[i] = step(r, i ? s->x[i - 1] : 0, -d->width, 2 * d->width);
        s->y[i] = step(r, i ? s->y[i - 1] : 0, -d->height, 2 * d->height);
        if (i && s->x[i] == s->x[i - 1] && s->y[i] == s->y[i - 1])
            s->y[i] += s->y[i] < d->height ? 1 : -1;
    }
    if (s->op == DRAWING_FILL && s->x[0] == s->x[n - 1] && s->y[0] == s->y[n - 1])
        s->count--;
    s->curve = s->count > 2 && roll(r, 0, 1);
}

static void roll_planes(struct dice *r, struct drawing_stroke *s)
{
    size_t n = s->op == DRAWING_CLEAR ? 1 : s->count;

    if (s->op < DRAWING_FILL && roll(r, 0, 1)) {
        s->pressure = arena_alloc(r->a, n);
        for (size_t i = 0; i < n; i++)
            s->pressure[i] = (uint8_t)step(r, i ? s->pressure[i - 1] : 100, 0, 254);
    }
    if (roll(r, 0, 1)) {
        s->time_ms = ARENA_ARRAY(r->a, n, int32_t);
        for (size_t i = 0; i < n; i++)
            s->time_ms[i] = r->time_ms += roll(r, 0, roll(r, 0, 5) ? 20 : 100000);
    }
}

struct drawing sample_random(struct arena *a, unsigned seed)
{
    struct dice r = { .a = a, .state = seed };
    struct drawing d = blank(a, 0, 0);

    d.width = 12 * roll(&r, 22, 1365);
    d.height = d.width / roll(&r, 1, 4);
    d.height = d.height < 64 ? 64 : d.height;
    d.background = roll(&r, 0, 1) ? 0 : DRAWING_NO_BACKGROUND;
    d.colour_count = d.background == 0;
    d.stroke_count = (size_t)roll(&r, 1, 12);
    for (size_t i = 0; i < d.stroke_count; i++) {
        struct drawing_stroke *s = &d.strokes[i];

        *s = (struct drawing_stroke){ .op = (uint8_t)roll(&r, 0, 3), .layer = (uint8_t)roll(&r, 0, 7) };
        if (s->op != DRAWING_CLEAR)
            roll_points(&r, &d, s);
        if (s->op < DRAWING_FILL)
            s->width = roll(&r, 1, d.height);
        roll_planes(&r, s);
        if (s->op == DRAWING_DRAW || s->op == DRAWING_FILL)
            s->colour = (uint8_t)roll(&r, 0, (int32_t)d.colour_count);
        d.colour_count += (s->op == DRAWING_DRAW || s->op == DRAWING_FILL) && s->colour == d.colour_count;
    }
    for (size_t i = 0; i < d.colour_count; i++)
        d.palette[i] = (struct drawing_colour){ (uint8_t)i, (uint8_t)roll(&r, 0, 255), 7, (uint8_t)roll(&r, 1, 255) };
    return d;
}

/* ---- comparing ---- */

static bool equal_bytes(const void *a, const void *b, size_t n)
{
    return (!a) == (!b) && (!a || memcmp(a, b, n) == 0);
}

static bool equal_strokes(const struct drawing_stroke *a, const struct drawing_stroke *b)
{
    size_t places = a->count * sizeof(int32_t);

    return a->op == b->op && a->layer == b->layer && a->colour == b->colour && a->curve == b->curve && a->width == b->width &&
        a->count == b->count && equal_bytes(a->x, b->x, places) && equal_bytes(a->y, b->y, places) &&
        equal_bytes(a->pressure, b->pressure, a->count) &&
        equal_bytes(a->time_ms, b->time_ms, drawing_time_count(a) * sizeof(int32_t));
}

bool sample_equal(const struct drawing *a, const struct drawing *b)
{
    if (a->width != b->width || a->height != b->height || a->background != b->background || a->colour_count != b->colour_count ||
        a->stroke_count != b->stroke_count || !equal_bytes(a->palette, b->palette, a->colour_count * sizeof(*a->palette)))
        return false;
    for (size_t i = 0; i < a->stroke_count; i++) {
        if (!equal_strokes(&a->strokes[i], &b->strokes[i]))
            return false;
    }
    return true;
}
