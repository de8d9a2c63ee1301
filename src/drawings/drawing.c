/* drawing.c: what follows from a drawing, and its one spelling. */
#include "drawings/drawing.h"

size_t drawing_time_count(const struct drawing_stroke *s)
{
    if (!s->time_ms)
        return 0;
    return s->op == DRAWING_CLEAR ? 1 : s->count;
}

size_t drawing_point_count(const struct drawing *d)
{
    size_t sum = 0;

    for (size_t i = 0; i < d->stroke_count; i++)
        sum += d->strokes[i].count;
    return sum;
}

uint32_t drawing_layers(const struct drawing *d)
{
    uint32_t set = 0;

    for (size_t i = 0; i < d->stroke_count; i++)
        set |= 1u << d->strokes[i].layer;
    return set;
}

static bool same_place(const struct drawing_stroke *s, size_t i, size_t k)
{
    return s->x[i] == s->x[k] && s->y[i] == s->y[k];
}

static void move_point(struct drawing_stroke *s, size_t from, size_t to)
{
    s->x[to] = s->x[from];
    s->y[to] = s->y[from];
    if (s->pressure)
        s->pressure[to] = s->pressure[from];
    if (s->time_ms)
        s->time_ms[to] = s->time_ms[from];
}

/* A pen that rests is one point: it came when it came, and the next time shows how long it stayed. */
static void merge_points(struct drawing_stroke *s)
{
    size_t kept = 0;

    for (size_t i = 0; i < s->count; i++) {
        if (kept == 0 || !same_place(s, i, kept - 1))
            move_point(s, i, kept++);
        else if (s->pressure && s->pressure[i] > s->pressure[kept - 1])
            s->pressure[kept - 1] = s->pressure[i];
    }
    s->count = kept;
}

static bool is_full(const struct drawing_stroke *s)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->pressure[i] != 255)
            return false;
    }
    return true;
}

static void tidy_stroke(struct drawing_stroke *s)
{
    merge_points(s);
    if (s->op == DRAWING_FILL && s->count > 1 && same_place(s, 0, s->count - 1))
        s->count--;
    if (s->pressure && is_full(s))
        s->pressure = NULL;
    if (s->count < 3)
        s->curve = false;
}

struct palette {
    const struct drawing_colour *from;
    struct drawing_colour to[DRAWING_COLOURS_MAX];
    size_t count;
};

/* The new index of an old colour. */
static size_t use(struct palette *p, size_t index)
{
    struct drawing_colour c = p->from[index];
    size_t i = 0;

    while (i < p->count && (p->to[i].r != c.r || p->to[i].g != c.g || p->to[i].b != c.b || p->to[i].a != c.a))
        i++;
    if (i == p->count)
        p->to[p->count++] = c;
    return i;
}

static void tidy_palette(struct drawing *d)
{
    struct palette p = { .from = d->palette };

    if (d->background >= 0)
        d->background = (int32_t)use(&p, (size_t)d->background);
    for (size_t i = 0; i < d->stroke_count; i++) {
        struct drawing_stroke *s = &d->strokes[i];

        if (s->op == DRAWING_DRAW || s->op == DRAWING_FILL)
            s->colour = (uint8_t)use(&p, s->colour);
    }
    d->colour_count = p.count;
    for (size_t i = 0; i < p.count; i++)
        d->palette[i] = p.to[i];
}

void drawing_tidy(struct drawing *d)
{
    for (size_t i = 0; i < d->stroke_count; i++)
        tidy_stroke(&d->strokes[i]);
    tidy_palette(d);
}
