/* chd1_encode.c: a canonical drawing into bytes. */
#include "drawings/chd1_impl.h"

struct writer {
    uint8_t *out;
    size_t room, n;                   /* n may pass the room: what is past it is counted only */
    enum chd1_times times;
    int64_t time_ms;
};

static void put(struct writer *w, unsigned byte)
{
    if (w->n < w->room)
        w->out[w->n] = (uint8_t)byte;
    w->n++;
}

static void put_varint(struct writer *w, uint32_t v)
{
    for (; v >= 0x80; v >>= 7)
        put(w, (v & 0x7F) | 0x80);
    put(w, v);
}

static void put_signed(struct writer *w, int32_t d)
{
    put_varint(w, d < 0 ? 2 * (uint32_t)(-(d + 1)) + 1 : 2 * (uint32_t)d);
}

static void put_places(struct writer *w, const int32_t *list, size_t count)
{
    int32_t last = 0;

    for (size_t i = 0; i < count; i++) {
        put_signed(w, list[i] - last);
        last = list[i];
    }
}

static void put_pressure(struct writer *w, const uint8_t *list, size_t count)
{
    int32_t last = 0;

    for (size_t i = 0; i < count; i++) {
        put_signed(w, list[i] - last);
        last = list[i];
    }
}

static void put_times(struct writer *w, const struct drawing_stroke *s)
{
    for (size_t i = 0; i < drawing_time_count(s); i++) {
        put_varint(w, (uint32_t)(s->time_ms[i] - w->time_ms));
        w->time_ms = s->time_ms[i];
    }
}

static void put_stroke(struct writer *w, const struct drawing_stroke *s)
{
    bool time = s->time_ms && w->times == CHD1_WITH_TIMES;

    put(w, s->op | (s->pressure ? CHD1_HEAD_PRESSURE : 0u) | (time ? CHD1_HEAD_TIME : 0u) | (s->curve ? CHD1_HEAD_CURVE : 0u) |
        (unsigned)s->layer << CHD1_HEAD_LAYER_SHIFT);
    if (s->op == DRAWING_DRAW || s->op == DRAWING_FILL)
        put(w, s->colour);
    if (s->op == DRAWING_DRAW || s->op == DRAWING_ERASE)
        put_varint(w, (uint32_t)s->width);
    if (s->op != DRAWING_CLEAR)
        put_varint(w, (uint32_t)s->count);
    put_places(w, s->x, s->count);
    put_places(w, s->y, s->count);
    if (s->pressure)
        put_pressure(w, s->pressure, s->count);
    if (time)
        put_times(w, s);
}

static void put_header(struct writer *w, const struct drawing *d)
{
    put(w, 'C');
    put(w, 'H');
    put(w, 'D');
    put(w, '1');
    put(w, CHD1_VERSION);
    put(w, d->background >= 0 ? CHD1_FLAG_BACKGROUND : 0);
    put_varint(w, (uint32_t)d->width);
    put_varint(w, (uint32_t)d->height);
    put(w, (unsigned)d->colour_count);
    for (size_t i = 0; i < d->colour_count; i++) {
        put(w, d->palette[i].r);
        put(w, d->palette[i].g);
        put(w, d->palette[i].b);
        put(w, d->palette[i].a);
    }
}

size_t chd1_write(const struct drawing *d, enum chd1_times times, uint8_t *out, size_t room)
{
    struct writer w = { .out = out, .room = room, .times = times };

    put_header(&w, d);
    put_varint(&w, (uint32_t)d->stroke_count);
    for (size_t i = 0; i < d->stroke_count; i++)
        put_stroke(&w, &d->strokes[i]);
    return w.n;
}
