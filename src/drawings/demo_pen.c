/* demo_pen.c: forms on paper: outlines that hide each other, shades, pressure; and at the end the times of a hand. */
#include "drawings/demo_pen.h"

#include <string.h>

#define CANVAS_PER_UNIT 4
#define SPLIT_CANVAS (FORM_UNIT / CANVAS_PER_UNIT)
#define EDGE_WIDTH 50
#define LINE_WIDTH 17
#define TIME_LEAST_MS 9000
#define TIME_MOST_MS 36000

enum { LAYER_COLOUR, LAYER_OUTLINE, LAYER_DETAIL };

/* A stroke before it has times. */
struct mark {
    struct mark *next;
    uint8_t op, layer;
    colour c;
    int32_t width;                    /* units */
    size_t count;
    int32_t *x, *y;
    uint8_t *pressure;
};

void pen_init(struct pen *p, struct arena *a, int32_t width, int32_t height, colour paper, uint32_t seed)
{
    *p = (struct pen){ .arena = a, .width = width, .height = height, .paper = paper, .random = seed * 2654435761u + 97, .line = LINE_WIDTH,
                       .cheeks = 0x60ff4f78 };
    p->last = &p->first;
    p->edge_last = &p->edge;
    home(p);
}

/* ---- colours ---- */

static int32_t channel(colour c, int shift)
{
    return (int32_t)(c >> shift & 255);
}

colour mix(colour a, colour b, int32_t percent_b)
{
    colour c = 0;

    for (int shift = 0; shift <= 16; shift += 8)
        c |= (colour)((channel(a, shift) * (100 - percent_b) + channel(b, shift) * percent_b + 50) / 100) << shift;
    return c;
}

colour veil(colour c, int32_t alpha)
{
    return (c & 0xffffff) | (colour)alpha << 24;
}

/* ---- marks ---- */

static struct mark *mark_new(struct pen *p, size_t count)
{
    struct mark *m = ARENA_NEW(p->arena, struct mark);

    m->x = ARENA_ARRAY(p->arena, count, int32_t);
    m->y = ARENA_ARRAY(p->arena, count, int32_t);
    return m;
}

static void mark_add(struct mark *m, int32_t x, int32_t y)
{
    m->x[m->count] = x;
    m->y[m->count++] = y;
}

static void append(struct pen *p, struct mark *m)
{
    *p->last = m;
    p->last = &m->next;
}

static void fill(struct pen *p, const struct form *f, colour c, uint8_t layer)
{
    struct mark *m = mark_new(p, f->count);

    m->op = DRAWING_FILL;
    m->layer = layer;
    m->c = c;
    for (size_t i = 0; i < f->count; i++)
        mark_add(m, f->x[i], f->y[i]);
    append(p, m);
}

/* How much an outline looks away from the light, which comes from the upper left: -1024 to 1024; and outwards, in 1024. */
static int32_t away(const struct form *f, size_t i, int32_t *ret_nx, int32_t *ret_ny)
{
    size_t n = f->count, span = n > 40 ? 3 : 2, a = (i + n - span) % n, b = (i + span) % n;
    int64_t dx = f->x[b] - f->x[a], dy = f->y[b] - f->y[a], length = root(dx * dx + dy * dy);

    if (length == 0)
        length = 1;
    *ret_nx = (int32_t)(dy * 1024 / length);
    *ret_ny = (int32_t)(-dx * 1024 / length);
    return (*ret_nx * 5 + *ret_ny * 9) / 11;
}

/* 255 in the middle, thin at the ends. */
static int32_t taper(size_t i, size_t count, size_t over, int32_t least)
{
    size_t end = i < count - 1 - i ? i : count - 1 - i;

    if (end >= over)
        return 255;
    return least + (255 - least) * turn_sine((int32_t)(end * (TURN / 4) / over)) / 16384;
}

static void outline(struct pen *p, const struct form *f, colour c)
{
    size_t more = f->count / 24 + 2, count = f->count + more;
    struct mark *m = mark_new(p, count);
    int32_t nx, ny;

    m->op = DRAWING_DRAW;
    m->layer = LAYER_OUTLINE;
    m->c = c;
    m->width = p->line;
    m->pressure = arena_alloc(p->arena, count);
    for (size_t i = 0; i < count; i++) {
        int32_t swell = 205 + away(f, i % f->count, &nx, &ny) * 50 / 1024;

        m->pressure[i] = (uint8_t)(swell * taper(i, count, more, 70) / 255);
        mark_add(m, f->x[i % f->count], f->y[i % f->count]);
    }
    append(p, m);
}

static void free_line(struct pen *p, const struct form *f, int32_t width, colour c, uint8_t op, uint8_t layer)
{
    struct mark *m = mark_new(p, f->count + 1);

    m->op = op;
    m->layer = layer;
    m->c = c;
    m->width = width;
    m->pressure = arena_alloc(p->arena, f->count + 1);
    for (size_t i = 0; i < f->count + f->closed; i++) {
        m->pressure[i] = (uint8_t)taper(i, f->count + f->closed, f->count / 3, f->closed ? 200 : 120);
        mark_add(m, f->x[i % f->count], f->y[i % f->count]);
    }
    append(p, m);
}

/* ---- what is behind ---- */

/* Where the line `m` goes on from `i`: the end of a run of points that are (or are not) inside of `f`. */
static size_t run_end(const struct mark *m, const struct form *f, size_t i, bool hidden)
{
    while (i < m->count && inside(f, m->x[i], m->y[i]) == hidden)
        i++;
    return i;
}

/* Moves an end of a line to where it goes below the outline of `f`; `to` is the point before that, which is seen. */
static void end_at(struct mark *m, const struct form *f, size_t end, size_t to)
{
    int32_t x = m->x[to], y = m->y[to];

    for (int i = 0; i < 7; i++) {
        int32_t mx = (x + m->x[end]) / 2, my = (y + m->y[end]) / 2;

        if (inside(f, mx, my)) {
            m->x[end] = mx;
            m->y[end] = my;
        } else {
            x = mx;
            y = my;
        }
    }
    m->pressure[end] = (uint8_t)(m->pressure[end] * 3 / 4);
}

/* The points of `m` from `from` to before `to`, which are seen, as a mark of its own that ends below `f`. */
static struct mark *part_of(struct pen *p, const struct mark *m, const struct form *f, size_t from, size_t to)
{
    size_t begin = from ? from - 1 : 0, end = to < m->count ? to + 1 : to, count = end - begin;
    struct mark *part = mark_new(p, count);
    int32_t *x = part->x, *y = part->y;

    *part = *m;
    part->next = NULL;
    part->count = count;
    part->x = memcpy(x, m->x + begin, count * sizeof(*x));
    part->y = memcpy(y, m->y + begin, count * sizeof(*y));
    part->pressure = memcpy(arena_alloc(p->arena, count), m->pressure + begin, count);
    if (begin < from)
        end_at(part, f, 0, 1);
    if (end > to)
        end_at(part, f, count - 1, count - 2);
    return part;
}

/* What is seen of a line behind `f`. */
static struct mark **keep_seen(struct pen *p, const struct mark *m, const struct form *f, struct mark **at)
{
    for (size_t i = 0; i < m->count; ) {
        size_t from = run_end(m, f, i, true), to = run_end(m, f, from, false);

        if (to - from >= 2) {
            *at = part_of(p, m, f, from, to);
            at = &(*at)->next;
        }
        i = to;
    }
    return at;
}

void hide(struct pen *p, const struct form *f)
{
    struct mark **at = &p->first;

    while (*at) {
        struct mark *m = *at, *next = m->next;

        if (m->op == DRAWING_DRAW && m->layer != LAYER_COLOUR && run_end(m, f, 0, false) < m->count)
            at = keep_seen(p, m, f, at);
        else
            at = &m->next;
        *at = next;
    }
    p->last = at;
}

/* ---- shades ---- */

/* Along the outline where it looks away from the light, from i to `to`, and back inside of it. */
static void crescent(struct pen *p, const struct form *f, size_t from, size_t to, int32_t depth)
{
    struct mark *m = mark_new(p, 2 * (to - from));
    int32_t nx, ny;

    m->op = DRAWING_FILL;
    m->layer = LAYER_COLOUR;
    m->c = veil(0x3a1350, 46);
    for (size_t i = from; i < to; i++)
        mark_add(m, f->x[i % f->count], f->y[i % f->count]);
    for (size_t i = to; i-- > from; ) {
        size_t k = i % f->count;
        int64_t in = (int64_t)depth * away(f, k, &nx, &ny) / 1024;

        if (in > 0)
            mark_add(m, (int32_t)(f->x[k] - nx * in / 1024), (int32_t)(f->y[k] - ny * in / 1024));
    }
    append(p, m);
}

static int32_t thickness(const struct form *f)
{
    int32_t left = f->x[0], right = left, top = f->y[0], bottom = top;

    for (size_t i = 1; i < f->count; i++) {
        left = f->x[i] < left ? f->x[i] : left;
        right = f->x[i] > right ? f->x[i] : right;
        top = f->y[i] < top ? f->y[i] : top;
        bottom = f->y[i] > bottom ? f->y[i] : bottom;
    }
    return right - left < bottom - top ? right - left : bottom - top;
}

static void shade(struct pen *p, const struct form *f)
{
    int32_t depth = thickness(f) / 7, nx, ny;
    size_t from = 0;

    depth = depth < 42 * FORM_UNIT ? depth : 42 * FORM_UNIT;
    while (from < f->count) {
        size_t to;

        while (from < f->count && away(f, from, &nx, &ny) <= 0)
            from++;
        for (to = from; to < f->count && away(f, to, &nx, &ny) > 0; to++)
            ;
        if (to - from >= 6)
            crescent(p, f, from, to, depth);
        from = to;
    }
}

/* ---- on paper ---- */

static void white_edge(struct pen *p, const struct form *f)
{
    struct mark *m = mark_new(p, f->count + 1);

    m->op = DRAWING_DRAW;
    m->layer = LAYER_COLOUR;
    m->c = 0xffffff;
    m->width = EDGE_WIDTH;
    for (size_t i = 0; i < f->count; i += 3)
        mark_add(m, f->x[i], f->y[i]);
    mark_add(m, f->x[0], f->y[0]);
    *p->edge_last = m;
    p->edge_last = &m->next;
}

void plain(struct pen *p, const struct form *f, colour c)
{
    if (p->paper == NO_PAPER)
        white_edge(p, f);
    hide(p, f);
    outline(p, f, mix(c, PEN_INK, 76));
    fill(p, f, c, LAYER_COLOUR);
}

void solid(struct pen *p, const struct form *f, colour c)
{
    plain(p, f, c);
    shade(p, f);
}

void patch(struct pen *p, const struct form *f, colour c)
{
    fill(p, f, c, LAYER_COLOUR);
}

void detail(struct pen *p, const struct form *f, colour c)
{
    fill(p, f, c, LAYER_DETAIL);
}

void ink(struct pen *p, const struct form *f, int32_t width)
{
    free_line(p, f, width, PEN_INK, DRAWING_DRAW, LAYER_DETAIL);
}

void stroke(struct pen *p, const struct form *f, int32_t width, colour c)
{
    free_line(p, f, width, c, DRAWING_DRAW, LAYER_DETAIL);
}

void under(struct pen *p, const struct form *f, int32_t width, colour c)
{
    free_line(p, f, width, c, DRAWING_DRAW, LAYER_COLOUR);
}

void rub(struct pen *p, const struct form *f, int32_t width)
{
    free_line(p, f, width, 0, DRAWING_ERASE, LAYER_DETAIL);
}

/* ---- the drawing ---- */

struct clock {
    int64_t now_ms;
    const struct mark *before;
    bool begun;                       /* the figure; its surroundings are drawn in a third of the time */
};

/* A hand begins and ends slowly, and is never even. A colour is poured out in a moment. */
static int32_t step_ms(struct pen *p, const struct mark *m, size_t i)
{
    int64_t dx = m->x[i] - m->x[i - 1], dy = m->y[i] - m->y[i - 1], units = root(dx * dx + dy * dy);
    int32_t speed = 30 + turn_sine((int32_t)(i * (TURN / 2) / m->count)) * 90 / 16384 + chance(p, -12, 12);

    if (m->op == DRAWING_FILL)
        return (int32_t)(units / (FORM_UNIT * 6)) + 1;
    return (int32_t)(units * 100 / FORM_UNIT / speed) + 2;
}

static int32_t pause_ms(struct pen *p, const struct clock *c, const struct mark *m)
{
    if (!c->before)
        return 0;
    if (m->op == DRAWING_FILL && c->before->op == DRAWING_DRAW)
        return chance(p, 60, 120);
    return c->before->c == m->c ? chance(p, 90, 220) : chance(p, 160, 420);
}

static int64_t *tell_times(struct pen *p, struct clock *c, const struct mark *m, int64_t *at)
{
    c->begun |= m->layer == LAYER_OUTLINE;
    c->now_ms += pause_ms(p, c, m) / (c->begun ? 1 : 3);
    for (size_t i = 0; i < m->count; i++) {
        c->now_ms += i ? step_ms(p, m, i) / (c->begun ? 1 : 3) : 0;
        *at++ = c->now_ms;
    }
    c->before = m;
    return at;
}

static uint8_t number_of(struct drawing *d, colour c)
{
    struct drawing_colour want = { (uint8_t)(c >> 16), (uint8_t)(c >> 8), (uint8_t)c, (uint8_t)(c >> 24 ? c >> 24 : 255) };

    for (size_t i = 0; i < d->colour_count; i++) {
        const struct drawing_colour *has = &d->palette[i];

        if (has->r == want.r && has->g == want.g && has->b == want.b && has->a == want.a)
            return (uint8_t)i;
    }
    d->palette[d->colour_count] = want;
    return (uint8_t)d->colour_count++;
}

static struct drawing_stroke to_stroke(struct pen *p, struct drawing *d, const struct mark *m, const int64_t *times, int64_t whole_ms)
{
    int64_t want_ms = whole_ms < TIME_LEAST_MS ? TIME_LEAST_MS : whole_ms > TIME_MOST_MS ? TIME_MOST_MS : whole_ms;
    struct drawing_stroke s = { .op = m->op, .layer = m->layer, .curve = true, .count = m->count, .width = m->width * CANVAS_PER_UNIT,
                                .pressure = m->pressure };

    s.x = ARENA_ARRAY(p->arena, m->count, int32_t);
    s.y = ARENA_ARRAY(p->arena, m->count, int32_t);
    s.time_ms = ARENA_ARRAY(p->arena, m->count, int32_t);
    s.colour = m->op == DRAWING_ERASE ? 0 : number_of(d, m->c);
    for (size_t i = 0; i < m->count; i++) {
        s.x[i] = (m->x[i] + SPLIT_CANVAS / 2) / SPLIT_CANVAS;
        s.y[i] = (m->y[i] + SPLIT_CANVAS / 2) / SPLIT_CANVAS;
        s.time_ms[i] = (int32_t)(times[i] * want_ms / (whole_ms ? whole_ms : 1));
    }
    return s;
}

void pen_finish(struct pen *p, struct drawing *ret)
{
    struct clock clock = { 0 };
    size_t points = 0;
    int64_t *times, *at;

    *p->edge_last = p->first;
    *ret = (struct drawing){ .width = p->width * CANVAS_PER_UNIT, .height = p->height * CANVAS_PER_UNIT,
                             .background = DRAWING_NO_BACKGROUND };
    for (const struct mark *m = p->edge; m; m = m->next) {
        points += m->count;
        ret->stroke_count++;
    }
    ret->palette = ARENA_ARRAY(p->arena, ret->stroke_count + 1, struct drawing_colour);
    ret->strokes = ARENA_ARRAY(p->arena, ret->stroke_count, struct drawing_stroke);
    times = at = ARENA_ARRAY(p->arena, points, int64_t);
    for (const struct mark *m = p->edge; m; m = m->next)
        at = tell_times(p, &clock, m, at);
    if (p->paper != NO_PAPER)
        ret->background = number_of(ret, p->paper);
    ret->stroke_count = 0;
    for (const struct mark *m = p->edge; m; times += m->count, m = m->next)
        ret->strokes[ret->stroke_count++] = to_stroke(p, ret, m, times, clock.now_ms);
    drawing_tidy(ret);
}
