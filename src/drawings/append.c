/* append.c: more strokes for a drawing that is there. */
#include "drawings/drawings.h"

#include "base/view.h"
#include "drawings/drawing_fault.h"
#include "drawings/twin.h"

#include <json-c/json_object.h>

/* What was sent, as the twin of a drawing of its own on the same canvas: so it is read with all rules and places. */
static enum err read_more(struct ctx *cx, const struct drawing *d, struct json_object *more, struct drawing *ret)
{
    struct json_object *v = view_new(cx->arena), *canvas = view_child(v, "canvas");
    struct twin_problems problems = { .count = 0 };

    view_text(v, "format", "chd1");
    view_int(canvas, "w", d->width);
    view_int(canvas, "h", d->height);
    view_add(v, "palette", json_object_get(view_get(more, "palette")));
    view_add(v, "strokes", json_object_get(view_get(more, "strokes")));
    if (twin_read(cx->arena, v, "", ret, &problems) == OK)
        return OK;
    for (size_t i = 0; i < problems.count; i++)
        ctx_fault(cx, problems.problem[i].pointer, problems.problem[i].code, "%s", problems.problem[i].detail);
    return ctx_faults(cx);
}

static bool same_colour(struct drawing_colour a, struct drawing_colour b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

/* The number of a colour in a palette with room for it. */
static size_t number_of(struct drawing *d, struct drawing_colour colour)
{
    for (size_t i = 0; i < d->colour_count; i++) {
        if (same_colour(d->palette[i], colour))
            return i;
    }
    d->palette[d->colour_count] = colour;
    return d->colour_count++;
}

static bool has_colour(const struct drawing_stroke *s)
{
    return s->op == DRAWING_DRAW || s->op == DRAWING_FILL;
}

static void join(struct arena *a, const struct drawing *d, const struct drawing *more, struct drawing *ret)
{
    *ret = *d;
    ret->palette = ARENA_ARRAY(a, d->colour_count + more->colour_count + 1, struct drawing_colour);
    ret->strokes = ARENA_ARRAY(a, d->stroke_count + more->stroke_count, struct drawing_stroke);
    if (d->colour_count)
        memcpy(ret->palette, d->palette, d->colour_count * sizeof(*d->palette));
    memcpy(ret->strokes, d->strokes, d->stroke_count * sizeof(*d->strokes));
    for (size_t i = 0; i < more->stroke_count; i++) {
        struct drawing_stroke s = more->strokes[i];

        if (has_colour(&s))
            s.colour = (uint8_t)number_of(ret, more->palette[s.colour]);
        ret->strokes[ret->stroke_count++] = s;
    }
}

/* Strokes are numbered as they were sent. */
static struct drawing_fault as_sent(const struct drawing_fault *f, const struct drawing *d)
{
    struct drawing_fault moved = *f;

    if (moved.stroke >= (int32_t)d->stroke_count)
        moved.stroke -= (int32_t)d->stroke_count;
    return moved;
}

enum err drawing_append(struct ctx *cx, const struct drawing *d, struct json_object *more, struct drawing *ret)
{
    struct drawing_faults faults = { .count = 0 };
    struct drawing added;
    enum err e = read_more(cx, d, more, &added);

    if (e)
        return e;
    join(cx->arena, d, &added, ret);
    if (drawing_check(ret, DRAWING_VALUES, &faults)) {
        drawing_tidy(ret);
        return OK;
    }
    for (size_t i = 0; i < faults.count; i++) {
        struct drawing_fault f = as_sent(&faults.fault[i], d);
        struct drawing_problem p = drawing_fault_problem(cx->arena, &f, "");

        ctx_fault(cx, p.pointer, p.code, "%s", p.detail);
    }
    return ctx_faults(cx);
}
