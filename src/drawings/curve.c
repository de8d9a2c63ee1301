/* curve.c: docs/chd1.md, "Curves". Numbers stay below 2^39, so that a script's doubles give the same. */
#include "drawings/curve.h"

struct curve_point curve_point_of(const struct drawing_stroke *s, size_t i)
{
    return (struct curve_point){ s->x[i] * CURVE_UNIT, s->y[i] * CURVE_UNIT, (s->pressure ? s->pressure[i] : 255) * CURVE_UNIT };
}

/* Exact: both are whole units. */
static struct curve_point middle(struct curve_point a, struct curve_point b)
{
    return (struct curve_point){ (a.x + b.x) / 2, (a.y + b.y) / 2, (a.pressure + b.pressure) / 2 };
}

static int64_t bend(int32_t from, int32_t control, int32_t to)
{
    int64_t d = (int64_t)from - 2 * (int64_t)control + to;

    return d < 0 ? -d : d;
}

/* The chord of 1/n of a quadratic is off by bend/(4 n n) at most: 1/16384 of the longer side is allowed on each axis. */
static uint32_t pieces_of(const struct curve *c)
{
    int64_t x = bend(c->from.x, c->control.x, c->to.x), y = bend(c->from.y, c->control.y, c->to.y);
    int64_t least = 16 * (x > y ? x : y);
    uint32_t n = 1;

    while (n < CURVE_PIECES_MAX && (int64_t)n * n * c->longer_side < least)
        n *= 2;
    return n;
}

/* Point k of n on one axis, to the nearest, halves up. */
static int32_t between(const int32_t axis[3], int64_t k, int64_t n)
{
    int64_t sum = (n - k) * (n - k) * axis[0] + 2 * k * (n - k) * axis[1] + k * k * axis[2] + n * n / 2;

    return (int32_t)(sum / (n * n) - (sum % (n * n) < 0));
}

static struct curve_point point_of_piece(const struct curve *c)
{
    const struct curve_point *a = &c->from, *b = &c->control, *e = &c->to;

    return (struct curve_point){
        between((int32_t[]){ a->x, b->x, e->x }, c->piece, c->pieces),
        between((int32_t[]){ a->y, b->y, e->y }, c->piece, c->pieces),
        between((int32_t[]){ a->pressure, b->pressure, e->pressure }, c->piece, c->pieces)
    };
}

static bool is_outline(const struct curve *c)
{
    return c->stroke->op == DRAWING_FILL;
}

/* The quadratic around a point, from the middle before it to the middle behind it; outlines go round. */
static void load(struct curve *c, size_t around)
{
    const struct drawing_stroke *s = c->stroke;

    c->around = around;
    c->control = curve_point_of(s, around);
    c->from = middle(curve_point_of(s, around > 0 ? around - 1 : s->count - 1), c->control);
    c->to = middle(c->control, curve_point_of(s, around + 1 < s->count ? around + 1 : 0));
    c->pieces = pieces_of(c);
}

static bool is_last(const struct curve *c)
{
    return c->around == (is_outline(c) ? c->stroke->count - 1 : c->stroke->count - 2);
}

void curve_begin(struct curve *c, const struct drawing *d, const struct drawing_stroke *s)
{
    *c = (struct curve){ .stroke = s, .longer_side = d->width > d->height ? d->width : d->height };
    if (!s->curve)
        return;
    load(c, is_outline(c) ? 0 : 1);
    c->begun = is_outline(c);
}

static bool give_end(struct curve *c, size_t i, bool *done, struct curve_point *ret)
{
    *ret = curve_point_of(c->stroke, i);
    return *done = true;
}

bool curve_next(struct curve *c, struct curve_point *ret)
{
    if (!c->stroke->curve) {
        if (c->around == c->stroke->count)
            return false;
        *ret = curve_point_of(c->stroke, c->around++);
        return true;
    }
    if (!c->begun)
        return give_end(c, 0, &c->begun, ret);
    if (c->piece > c->pieces && !is_last(c)) {
        load(c, c->around + 1);
        c->piece = 1;
    }
    if (is_outline(c) && is_last(c) && c->piece >= c->pieces)
        return false;
    if (c->piece > c->pieces)
        return !c->ended && give_end(c, c->stroke->count - 1, &c->ended, ret);
    *ret = point_of_piece(c);
    c->piece++;
    return true;
}

size_t curve_count(const struct drawing *d, const struct drawing_stroke *s)
{
    struct curve c;
    size_t sum;

    if (!s->curve)
        return s->count;
    curve_begin(&c, d, s);
    for (sum = c.pieces; !is_last(&c); sum += c.pieces)
        load(&c, c.around + 1);
    return is_outline(&c) ? sum : sum + 3;
}
