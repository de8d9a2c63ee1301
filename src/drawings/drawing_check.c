/* drawing_check.c: the rules over a whole drawing. */
#include "drawings/drawing.h"

struct checker {
    const struct drawing *d;
    struct drawing_faults *faults;
    int32_t stroke;                   /* which is looked at, or -1 */
    int64_t time_ms;                  /* the last one so far */
};

static void fault(struct checker *c, enum drawing_rule rule, int64_t item, int64_t got)
{
    struct drawing_range range = drawing_range(c->d, rule);

    if (c->faults->count == DRAWING_FAULTS_MAX)
        return;
    c->faults->fault[c->faults->count++] = (struct drawing_fault){
        .rule = (uint8_t)rule, .stroke = c->stroke, .item = (int32_t)item, .min = range.min, .max = range.max, .got = got
    };
}

static bool check_range(struct checker *c, enum drawing_rule rule, int64_t item, int64_t got)
{
    struct drawing_range range = drawing_range(c->d, rule);

    if (got >= range.min && got <= range.max)
        return true;
    fault(c, rule, item, got);
    return false;
}

static int32_t shorter(const struct drawing *d)
{
    return d->width < d->height ? d->width : d->height;
}

static int32_t longer(const struct drawing *d)
{
    return d->width < d->height ? d->height : d->width;
}

struct drawing_range drawing_range(const struct drawing *d, enum drawing_rule rule)
{
    switch (rule) {
    case DRAWING_RULE_BYTES: return (struct drawing_range){ 1, DRAWING_BYTES_MAX };
    case DRAWING_RULE_CANVAS_WIDTH:
    case DRAWING_RULE_CANVAS_HEIGHT: return (struct drawing_range){ DRAWING_CANVAS_MIN, DRAWING_CANVAS_MAX };
    case DRAWING_RULE_ASPECT: return (struct drawing_range){ 1, (int64_t)DRAWING_ASPECT_MAX * shorter(d) };
    case DRAWING_RULE_COLOURS: return (struct drawing_range){ 0, DRAWING_COLOURS_MAX };
    case DRAWING_RULE_ALPHA: return (struct drawing_range){ 1, 255 };
    case DRAWING_RULE_NO_STROKES:
    case DRAWING_RULE_STROKES: return (struct drawing_range){ 1, DRAWING_STROKES_MAX };
    case DRAWING_RULE_POINTS: return (struct drawing_range){ 0, DRAWING_POINTS_MAX };
    case DRAWING_RULE_OP: return (struct drawing_range){ 0, DRAWING_OP__COUNT - 1 };
    case DRAWING_RULE_LAYER: return (struct drawing_range){ 0, DRAWING_LAYERS_MAX - 1 };
    case DRAWING_RULE_BACKGROUND:
    case DRAWING_RULE_COLOUR: return (struct drawing_range){ 0, (int64_t)d->colour_count - 1 };
    case DRAWING_RULE_WIDTH: return (struct drawing_range){ 1, shorter(d) };
    case DRAWING_RULE_COUNT: return (struct drawing_range){ 1, DRAWING_POINTS_MAX };
    case DRAWING_RULE_COUNT_FILL: return (struct drawing_range){ 3, DRAWING_POINTS_MAX };
    case DRAWING_RULE_X: return (struct drawing_range){ -(int64_t)d->width, 2 * (int64_t)d->width };
    case DRAWING_RULE_Y: return (struct drawing_range){ -(int64_t)d->height, 2 * (int64_t)d->height };
    case DRAWING_RULE_PRESSURE: return (struct drawing_range){ 0, 255 };
    case DRAWING_RULE_TIME: return (struct drawing_range){ 0, DRAWING_TIME_MAX_MS };
    default: return (struct drawing_range){ 0, 0 };
    }
}

static void check_canvas(struct checker *c)
{
    bool width = check_range(c, DRAWING_RULE_CANVAS_WIDTH, -1, c->d->width);
    bool height = check_range(c, DRAWING_RULE_CANVAS_HEIGHT, -1, c->d->height);

    if (width && height)
        check_range(c, DRAWING_RULE_ASPECT, -1, longer(c->d));
}

static void check_palette(struct checker *c)
{
    check_range(c, DRAWING_RULE_COLOURS, -1, (int64_t)c->d->colour_count);
    for (size_t i = 0; i < c->d->colour_count && i < DRAWING_COLOURS_MAX; i++)
        check_range(c, DRAWING_RULE_ALPHA, (int64_t)i, c->d->palette[i].a);
    if (c->d->background != DRAWING_NO_BACKGROUND)
        check_range(c, DRAWING_RULE_BACKGROUND, -1, c->d->background);
}

static bool has_colour(const struct drawing_stroke *s)
{
    return s->op == DRAWING_DRAW || s->op == DRAWING_FILL;
}

static bool has_width(const struct drawing_stroke *s)
{
    return s->op == DRAWING_DRAW || s->op == DRAWING_ERASE;
}

/* A field that an operation does not have is 0, so that a drawing has one form in memory too. */
static void check_fields(struct checker *c, const struct drawing_stroke *s)
{
    if ((!has_colour(s) && s->colour) || (!has_width(s) && (s->width || s->pressure)) ||
        (s->op == DRAWING_CLEAR && (s->curve || s->count)))
        fault(c, DRAWING_RULE_FIELD, -1, 0);
    if (has_colour(s))
        check_range(c, DRAWING_RULE_COLOUR, -1, s->colour);
    if (has_width(s))
        check_range(c, DRAWING_RULE_WIDTH, -1, s->width);
    if (has_width(s))
        check_range(c, DRAWING_RULE_COUNT, -1, (int64_t)s->count);
    if (s->op == DRAWING_FILL)
        check_range(c, DRAWING_RULE_COUNT_FILL, -1, (int64_t)s->count);
}

static void check_times(struct checker *c, const struct drawing_stroke *s)
{
    for (size_t i = 0; i < drawing_time_count(s); i++) {
        if (check_range(c, DRAWING_RULE_TIME, (int64_t)i, s->time_ms[i]) && s->time_ms[i] < c->time_ms)
            fault(c, DRAWING_RULE_TIME_BACK, (int64_t)i, s->time_ms[i]);
        c->time_ms = s->time_ms[i];
    }
}

static void check_stroke(struct checker *c, const struct drawing_stroke *s)
{
    if (!check_range(c, DRAWING_RULE_OP, -1, s->op))
        return;
    check_range(c, DRAWING_RULE_LAYER, -1, s->layer);
    check_fields(c, s);
    for (size_t i = 0; i < s->count; i++)
        check_range(c, DRAWING_RULE_X, (int64_t)i, s->x[i]);
    for (size_t i = 0; i < s->count; i++)
        check_range(c, DRAWING_RULE_Y, (int64_t)i, s->y[i]);
    check_times(c, s);
}

static void check_strokes(struct checker *c)
{
    const struct drawing *d = c->d;

    if (d->stroke_count == 0)
        fault(c, DRAWING_RULE_NO_STROKES, -1, 0);
    else
        check_range(c, DRAWING_RULE_STROKES, -1, (int64_t)d->stroke_count);
    check_range(c, DRAWING_RULE_POINTS, -1, (int64_t)drawing_point_count(d));
    for (size_t i = 0; i < d->stroke_count; i++) {
        c->stroke = (int32_t)i;
        check_stroke(c, &d->strokes[i]);
    }
    c->stroke = -1;
}

static bool same_colour(struct drawing_colour a, struct drawing_colour b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

static void check_palette_twice(struct checker *c)
{
    for (size_t i = 1; i < c->d->colour_count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (same_colour(c->d->palette[i], c->d->palette[k])) {
                fault(c, DRAWING_RULE_PALETTE_TWICE, (int64_t)i, (int64_t)k);
                break;
            }
        }
    }
}

/* Colours come into use as 0, 1, 2 ... */
static void check_palette_order(struct checker *c)
{
    const struct drawing *d = c->d;
    size_t used;

    if (d->background > 0) {
        fault(c, DRAWING_RULE_PALETTE_ORDER, d->background, 0);
        return;
    }
    used = d->background >= 0;
    for (size_t i = 0; i < d->stroke_count; i++) {
        if (!has_colour(&d->strokes[i]) || d->strokes[i].colour < used)
            continue;
        if (d->strokes[i].colour > used) {
            fault(c, DRAWING_RULE_PALETTE_ORDER, d->strokes[i].colour, (int64_t)used);
            return;
        }
        used++;
    }
    if (used < d->colour_count)
        fault(c, DRAWING_RULE_PALETTE_UNUSED, (int64_t)used, 0);
}

static bool same_place(const struct drawing_stroke *s, size_t i, size_t k)
{
    return s->x[i] == s->x[k] && s->y[i] == s->y[k];
}

static bool is_full(const struct drawing_stroke *s)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->pressure[i] != 255)
            return false;
    }
    return true;
}

static void check_spelling(struct checker *c, const struct drawing_stroke *s)
{
    for (size_t i = 1; i < s->count; i++) {
        if (same_place(s, i, i - 1))
            fault(c, DRAWING_RULE_EQUAL_POINTS, (int64_t)i, 0);
    }
    if (s->op == DRAWING_FILL && s->count > 1 && same_place(s, 0, s->count - 1))
        fault(c, DRAWING_RULE_CLOSED_TWICE, (int64_t)s->count - 1, 0);
    if (s->curve && s->count < 3)
        fault(c, DRAWING_RULE_CURVE_SHORT, -1, (int64_t)s->count);
    if (s->pressure && is_full(s))
        fault(c, DRAWING_RULE_PRESSURE_FULL, -1, 0);
}

bool drawing_check(const struct drawing *d, enum drawing_strictness how, struct drawing_faults *ret)
{
    struct checker c = { .d = d, .faults = ret, .stroke = -1 };

    ret->count = 0;
    check_canvas(&c);
    check_palette(&c);
    check_strokes(&c);
    if (ret->count || how == DRAWING_VALUES)
        return ret->count == 0;
    check_palette_twice(&c);
    check_palette_order(&c);
    for (size_t i = 0; i < d->stroke_count; i++) {
        c.stroke = (int32_t)i;
        check_spelling(&c, &d->strokes[i]);
    }
    return ret->count == 0;
}
