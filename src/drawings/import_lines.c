/* import_lines.c: both forms become lists of numbers first, then strokes. */
#include "drawings/import_lines.h"

#include "base/view.h"

#include <json-c/json.h>
#include <math.h>

#define RAW_UNITS 16.0                /* of one pixel of a raw drawing */
#define RAW_EXTENT_MAX 14336.0        /* units; with both margins that is DRAWING_CANVAS_MAX */
#define RAW_PIXELS_MAX 1e6

const struct import_pen import_pen_plain = {
    .ink = { 0, 0, 0, 255 }, .paper = { 255, 255, 255, 255 }, .has_paper = true, .width_permille = 20
};

/* One stroke as it stands in the file. */
struct line {
    struct json_object *x, *y, *t;    /* arrays of one length; t may be NULL */
    const char *pointer;
};

struct import {
    struct arena *a;
    bool quick_draw;                  /* which form it has */
    struct line *lines;
    size_t line_count, points;
    double left, top, scale;          /* place and size of the file's units on the canvas */
    int64_t time_0, time_ms;          /* the first, -1: none yet; the last, from the first on */
    struct drawing d;
    struct drawing_problem *problem;
};

static bool refuse(struct import *m, const char *pointer, const char *code, const char *detail)
{
    *m->problem = (struct drawing_problem){ pointer, code, detail };
    return false;
}

/* The strokes have another name in Quick, Draw!'s form. */
static bool refuse_fault(struct import *m, const struct drawing_fault *f)
{
    *m->problem = drawing_fault_problem(m->a, f, "");
    if (m->quick_draw && f->stroke < 0)
        m->problem->pointer = "/drawing";
    return false;
}

static bool is_number(struct json_object *v)
{
    return json_object_is_type(v, json_type_int) || json_object_is_type(v, json_type_double);
}

static size_t length(struct json_object *array)
{
    return json_object_is_type(array, json_type_array) ? json_object_array_length(array) : 0;
}

static bool check_list(struct import *m, const struct line *l, struct json_object *list, bool null_is_fine)
{
    if (!json_object_is_type(list, json_type_array) || length(list) != length(l->x))
        return refuse(m, l->pointer, "invalid", "A stroke has lists of x, y and times of the same length.");
    for (size_t i = 0; i < length(list); i++) {
        if (!is_number(view_at(list, i)) && !(null_is_fine && !view_at(list, i)))
            return refuse(m, l->pointer, "invalid", "The lists of a stroke hold numbers only.");
    }
    return true;
}

/* Takes a stroke of the file; nothing of it is kept where it has no points. */
static bool add_line(struct import *m, struct line l)
{
    if (!check_list(m, &l, l.x, false) || !check_list(m, &l, l.y, false) || (l.t && !check_list(m, &l, l.t, true)))
        return false;
    m->points += length(l.x);
    if (m->points > DRAWING_POINTS_MAX)
        return refuse_fault(m, &(struct drawing_fault){ .rule = DRAWING_RULE_POINTS, .stroke = -1, .item = -1,
                                                        .max = DRAWING_POINTS_MAX, .got = (int64_t)m->points });
    if (length(l.x))
        m->lines[m->line_count++] = l;
    return true;
}

static bool find_lines(struct import *m, struct json_object *strokes)
{
    size_t count = length(strokes);

    if (!json_object_is_type(strokes, json_type_array))
        return refuse(m, m->quick_draw ? "/drawing" : "/strokes", "invalid", "This must be a list of strokes.");
    if (count > DRAWING_STROKES_MAX)
        return refuse_fault(m, &(struct drawing_fault){ .rule = DRAWING_RULE_STROKES, .stroke = -1, .item = -1, .min = 1,
                                                        .max = DRAWING_STROKES_MAX, .got = (int64_t)count });
    m->lines = ARENA_ARRAY(m->a, count + 1, struct line);
    for (size_t i = 0; i < count; i++) {
        struct json_object *s = view_at(strokes, i);
        struct line l = { .pointer = arena_printf(m->a, "/%s/%zu", m->quick_draw ? "drawing" : "strokes", i) };

        l.x = m->quick_draw ? view_at(s, 0) : view_get(s, "x");
        l.y = m->quick_draw ? view_at(s, 1) : view_get(s, "y");
        l.t = m->quick_draw ? view_at(s, 2) : view_get(s, "t");
        if (!add_line(m, l))
            return false;
    }
    return true;
}

/* ---- where points go ---- */

struct extent {
    double min, max;
    bool whole;                       /* numbers all, and times nowhere */
};

static void stretch(struct extent *e, struct json_object *list)
{
    for (size_t i = 0; i < length(list); i++) {
        double v = json_object_get_double(view_at(list, i));

        e->whole = e->whole && json_object_is_type(view_at(list, i), json_type_int);
        e->min = v < e->min ? v : e->min;
        e->max = v > e->max ? v : e->max;
    }
}

static int32_t to_unit(double v)
{
    return (int32_t)floor(v + 0.5);
}

/* A raw drawing: its own extent in the middle of a square with margins. */
static bool place_raw(struct import *m, const struct extent *x, const struct extent *y)
{
    double pixels = x->max - x->min > y->max - y->min ? x->max - x->min : y->max - y->min;
    int32_t side;

    if (!(pixels <= RAW_PIXELS_MAX))
        return refuse(m, "/drawing", "out_of_range", "A drawing is at most 1000000 pixels wide and high.");
    m->scale = pixels * RAW_UNITS > RAW_EXTENT_MAX ? RAW_EXTENT_MAX / pixels : RAW_UNITS;
    side = to_unit(pixels * m->scale * 8 / 7);
    if (side < DRAWING_CANVAS_MIN)
        side = DRAWING_CANVAS_MIN;
    m->d.width = m->d.height = side;
    m->left = (x->min + x->max) / 2 - side / m->scale / 2;
    m->top = (y->min + y->max) / 2 - side / m->scale / 2;
    return true;
}

static bool place_quick_draw(struct import *m)
{
    struct extent x = { INFINITY, -INFINITY, true }, y = x;
    bool times = false;

    for (size_t i = 0; i < m->line_count; i++) {
        stretch(&x, m->lines[i].x);
        stretch(&y, m->lines[i].y);
        times = times || m->lines[i].t;
    }
    if (m->line_count && (times || !x.whole || !y.whole || x.min < 0 || y.min < 0 || x.max > 255 || y.max > 255))
        return place_raw(m, &x, &y);
    m->d.width = m->d.height = 256;
    return true;
}

static bool read_side(struct import *m, struct json_object *line, const char *name, int32_t *ret)
{
    enum drawing_rule rule = name[0] == 'w' ? DRAWING_RULE_CANVAS_WIDTH : DRAWING_RULE_CANVAS_HEIGHT;
    struct drawing_range range = drawing_range(&m->d, rule);
    int64_t side = view_get_int(line, name);

    if (side < range.min || side > range.max)
        return refuse(m, name[0] == 'w' ? "/w" : "/h", "out_of_range",
                      arena_printf(m->a, "The canvas is %d to %d wide and high.", (int)range.min, (int)range.max));
    *ret = (int32_t)side;
    return true;
}

/* ---- strokes ---- */

static int32_t *read_places(struct import *m, struct json_object *list, double zero, enum drawing_rule rule)
{
    struct drawing_range range = drawing_range(&m->d, rule);
    int32_t *places = ARENA_ARRAY(m->a, length(list), int32_t);

    for (size_t i = 0; i < length(list); i++) {
        double v = (json_object_get_double(view_at(list, i)) - zero) * m->scale;

        places[i] = v <= (double)range.min ? (int32_t)range.min : v >= (double)range.max ? (int32_t)range.max : to_unit(v);
    }
    return places;
}

static bool has_times(struct json_object *list)
{
    for (size_t i = 0; i < length(list); i++) {
        if (!view_at(list, i))
            return false;
    }
    return list != NULL;
}

static int64_t limited(double v)
{
    return v < 0 ? 0 : v > DRAWING_TIME_MAX_MS ? DRAWING_TIME_MAX_MS : (int64_t)v;
}

static int32_t *read_times(struct import *m, struct json_object *list)
{
    int32_t *times = ARENA_ARRAY(m->a, length(list), int32_t);

    if (!has_times(list))
        return NULL;
    for (size_t i = 0; i < length(list); i++) {
        int64_t t = limited(json_object_get_double(view_at(list, i)));

        if (m->time_0 < 0)
            m->time_0 = t;
        if (t - m->time_0 > m->time_ms)
            m->time_ms = t - m->time_0;
        times[i] = (int32_t)m->time_ms;
    }
    return times;
}

static void use_pen(struct import *m, const struct import_pen *pen)
{
    struct drawing *d = &m->d;

    d->palette = ARENA_ARRAY(m->a, 2, struct drawing_colour);
    d->background = DRAWING_NO_BACKGROUND;
    if (pen->has_paper) {
        d->background = 0;
        d->palette[d->colour_count++] = pen->paper;
    }
    d->palette[d->colour_count++] = pen->ink;
}

static void make_strokes(struct import *m, const struct import_pen *pen)
{
    struct drawing *d = &m->d;
    int64_t width = (int64_t)pen->width_permille * (d->width > d->height ? d->width : d->height) / 1000;
    struct drawing_range range = drawing_range(d, DRAWING_RULE_WIDTH);

    d->strokes = ARENA_ARRAY(m->a, m->line_count, struct drawing_stroke);
    d->stroke_count = m->line_count;
    for (size_t i = 0; i < m->line_count; i++) {
        const struct line *l = &m->lines[i];

        d->strokes[i] = (struct drawing_stroke){
            .op = DRAWING_DRAW, .colour = (uint8_t)(d->colour_count - 1), .count = length(l->x),
            .width = (int32_t)(width < range.min ? range.min : width > range.max ? range.max : width),
            .x = read_places(m, l->x, m->left, DRAWING_RULE_X), .y = read_places(m, l->y, m->top, DRAWING_RULE_Y),
            .time_ms = read_times(m, l->t)
        };
    }
}

static bool read_line(struct import *m, struct json_object *line, const struct import_pen *pen)
{
    struct drawing_faults faults;

    m->quick_draw = view_get(line, "drawing");
    if (!find_lines(m, view_get(line, m->quick_draw ? "drawing" : "strokes")))
        return false;
    if (m->quick_draw ? !place_quick_draw(m) : !read_side(m, line, "w", &m->d.width) || !read_side(m, line, "h", &m->d.height))
        return false;
    use_pen(m, pen);
    make_strokes(m, pen);
    if (drawing_check(&m->d, DRAWING_VALUES, &faults)) {
        drawing_tidy(&m->d);
        if (drawing_check(&m->d, DRAWING_CANONICAL, &faults))
            return true;
    }
    return refuse_fault(m, &faults.fault[0]);
}

static struct str either(struct json_object *line, const char *name, const char *other)
{
    struct str s = view_get_str(line, name);

    return s.n ? s : view_get_str(line, other);
}

enum err import_line(struct arena *a, struct json_object *line, const struct import_pen *pen, struct imported_line *ret,
                     struct drawing_problem *ret_problem)
{
    struct import m = { .a = a, .scale = 1, .time_0 = -1, .problem = ret_problem };

    if (!read_line(&m, line, pen))
        return ERR_INVALID;
    ret->drawing = m.d;
    ret->id = either(line, "id", "key_id");
    ret->label = either(line, "source", "word");
    return OK;
}
