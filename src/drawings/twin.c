/* twin.c: what is wrong in the JSON twin is told all at once. A value that cannot be used is told and stands for a harmless one,
   so that the rest of the drawing can be looked at. */
#include "drawings/twin.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "base/view.h"

#include <json-c/json.h>
#include <string.h>

static const char *const ops[DRAWING_OP__COUNT] = { "draw", "erase", "fill", "clear" };

/* Kinds of stroke as bits. */
enum { DRAW = 1 << DRAWING_DRAW, ERASE = 1 << DRAWING_ERASE, FILL = 1 << DRAWING_FILL, CLEAR = 1 << DRAWING_CLEAR };

struct member {
    const char *name;
    unsigned allowed, required;       /* by which kinds of stroke; the drawing itself counts as every kind */
};

static const struct member stroke_members[] = {
    { "op", ~0u, ~0u }, { "layer", ~0u, 0 }, { "colour", DRAW | FILL, DRAW | FILL }, { "width", DRAW | ERASE, DRAW | ERASE },
    { "curve", DRAW | ERASE | FILL, 0 }, { "x", DRAW | ERASE | FILL, DRAW | ERASE | FILL },
    { "y", DRAW | ERASE | FILL, DRAW | ERASE | FILL }, { "p", DRAW | ERASE, 0 }, { "t", ~0u, 0 }, { NULL, 0, 0 }
};
static const struct member drawing_members[] = {
    { "format", ~0u, ~0u }, { "canvas", ~0u, ~0u }, { "background", ~0u, 0 }, { "palette", ~0u, ~0u }, { "strokes", ~0u, ~0u },
    { NULL, 0, 0 }
};
static const struct member canvas_members[] = { { "w", ~0u, ~0u }, { "h", ~0u, ~0u }, { NULL, 0, 0 } };

/* ---- writing ---- */

static void view_ints(struct json_object *v, const char *key, const int32_t *list, size_t count)
{
    struct json_object *array = view_child_array(v, key);

    for (size_t i = 0; i < count; i++)
        view_item_int(array, list[i]);
}

static void view_pressure(struct json_object *v, const struct drawing_stroke *s)
{
    struct json_object *array = view_child_array(v, "p");

    for (size_t i = 0; i < s->count; i++)
        view_item_int(array, s->pressure[i]);
}

static void view_stroke(struct json_object *v, const struct drawing_stroke *s)
{
    view_text(v, "op", ops[s->op]);
    view_int(v, "layer", s->layer);
    if (s->op == DRAWING_DRAW || s->op == DRAWING_FILL)
        view_int(v, "colour", s->colour);
    if (s->op == DRAWING_DRAW || s->op == DRAWING_ERASE)
        view_int(v, "width", s->width);
    if (s->curve)
        view_bool(v, "curve", true);
    if (s->op != DRAWING_CLEAR) {
        view_ints(v, "x", s->x, s->count);
        view_ints(v, "y", s->y, s->count);
    }
    if (s->pressure)
        view_pressure(v, s);
    if (s->time_ms)
        view_ints(v, "t", s->time_ms, drawing_time_count(s));
}

struct json_object *twin_view(struct arena *a, const struct drawing *d)
{
    struct json_object *v = view_new(a), *canvas, *list;

    view_text(v, "format", "chd1");
    canvas = view_child(v, "canvas");
    view_int(canvas, "w", d->width);
    view_int(canvas, "h", d->height);
    if (d->background == DRAWING_NO_BACKGROUND)
        view_null(v, "background");
    else
        view_int(v, "background", d->background);
    list = view_child_array(v, "palette");
    for (size_t i = 0; i < d->colour_count; i++) {
        const struct drawing_colour *c = &d->palette[i];

        view_item_str(list, str_of(arena_printf(a, "#%02x%02x%02x%02x", c->r, c->g, c->b, c->a)));
    }
    list = view_child_array(v, "strokes");
    for (size_t i = 0; i < d->stroke_count; i++)
        view_stroke(view_item(list), &d->strokes[i]);
    return v;
}

/* ---- what is wrong ---- */

struct twin {
    struct arena *a;
    const char *prefix;
    struct twin_problems *problems;
    struct drawing d;
    int32_t stroke;                   /* which is read, or -1 */
    size_t points;                    /* read until now */
    bool is_full;                     /* more points than a drawing may have: no more are read */
};

/* Nothing is written down for the problems that nobody will read. */
static bool has_room(const struct twin *t)
{
    return t->problems->count < TWIN_PROBLEMS_MAX;
}

static void add_problem(struct twin *t, struct drawing_problem p)
{
    if (has_room(t))
        t->problems->problem[t->problems->count++] = p;
}

static void add(struct twin *t, const char *pointer, const char *code, const char *detail)
{
    add_problem(t, (struct drawing_problem){ arena_printf(t->a, "%s%s", t->prefix, pointer), code, detail });
}

static struct drawing_problem problem_of(struct twin *t, enum drawing_rule rule, int64_t item, int64_t got)
{
    struct drawing_range range = drawing_range(&t->d, rule);
    struct drawing_fault f = {
        .rule = (uint8_t)rule, .stroke = t->stroke, .item = (int32_t)item, .min = range.min, .max = range.max, .got = got
    };

    return drawing_fault_problem(t->a, &f, t->prefix);
}

/* A name as part of a pointer (RFC 6901, section 3), of at most 60 characters. */
static const char *pointer_part(struct arena *a, const char *name)
{
    struct str s = utf8_head(str_of(name), 60);
    struct buf b;

    buf_init(&b, a, 1024);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '~' || s.p[i] == '/')
            buf_puts(&b, s.p[i] == '~' ? "~0" : "~1");
        else
            buf_putc(&b, s.p[i]);
    }
    return buf_text(&b);
}

static const struct member *find(const struct member *members, const char *name)
{
    while (members->name && strcmp(members->name, name) != 0)
        members++;
    return members;
}

static void add_member(struct twin *t, const char *pointer, const char *name, const char *code, const char *detail)
{
    if (has_room(t))
        add(t, arena_printf(t->a, "%s/%s", pointer, pointer_part(t->a, name)), code, detail);
}

/* Unknown members, members that this kind does not have, missing ones. A null counts as missing. */
static void check_members(struct twin *t, struct json_object *v, const struct member *members, unsigned kind, const char *pointer)
{
    json_object_object_foreach(v, name, value) {
        const struct member *m = find(members, name);

        if (!m->name)
            add_member(t, pointer, name, "unknown", "There is no such field.");
        else if (value && !(m->allowed & kind))
            add_member(t, pointer, name, "inconsistent", "This kind of stroke has no such field.");
    }
    for (const struct member *m = members; m->name; m++) {
        if ((m->required & kind) && !view_get(v, m->name))
            add_member(t, pointer, m->name, "required", "This field is missing.");
    }
}

/* ---- reading ---- */

/* A whole number within what the rule allows, or the fallback; what is missing was told. */
static int64_t read_int(struct twin *t, struct json_object *v, enum drawing_rule rule, int64_t item, int64_t fallback)
{
    struct drawing_range range = drawing_range(&t->d, rule);
    int64_t value = v ? json_object_get_int64(v) : fallback;
    struct drawing_problem p;

    if (!v && item < 0)
        return fallback;
    if (json_object_is_type(v, json_type_int) && value >= range.min && value <= range.max)
        return value;
    if (!has_room(t))
        return fallback;
    p = problem_of(t, rule, item, value);
    if (!json_object_is_type(v, json_type_int)) {
        p.code = "invalid";
        p.detail = "This must be a whole number.";
    }
    add_problem(t, p);
    return fallback;
}

static struct json_object *read_array(struct twin *t, struct json_object *v, const char *name, const char *pointer)
{
    struct json_object *list = view_get(v, name);

    if (list && !json_object_is_type(list, json_type_array)) {
        add(t, pointer, "invalid", "This must be a list.");
        return NULL;
    }
    return list;
}

static size_t length(struct json_object *list)
{
    return list ? json_object_array_length(list) : 0;
}

static int32_t *read_ints(struct twin *t, struct json_object *list, enum drawing_rule rule)
{
    size_t count = length(list);
    int32_t *ints = ARENA_ARRAY(t->a, count, int32_t);

    for (size_t i = 0; i < count; i++)
        ints[i] = (int32_t)read_int(t, view_at(list, i), rule, (int64_t)i, i ? ints[i - 1] : 0);
    return ints;
}

static uint8_t *read_pressure(struct twin *t, struct json_object *list)
{
    size_t count = length(list);
    uint8_t *bytes = arena_alloc(t->a, count);

    for (size_t i = 0; i < count; i++)
        bytes[i] = (uint8_t)read_int(t, view_at(list, i), DRAWING_RULE_PRESSURE, (int64_t)i, 255);
    return bytes;
}

/* A list of the stroke that has as many values as it must, or NULL. */
static struct json_object *read_plane(struct twin *t, struct json_object *v, const char *name, size_t count)
{
    const char *pointer = arena_printf(t->a, "/strokes/%d/%s", t->stroke, name);
    struct json_object *list = read_array(t, v, name, pointer);

    if (!list || length(list) == count)
        return list;
    add(t, pointer, "inconsistent", arena_printf(t->a, "This has %zu values where %zu belong.", length(list), count));
    return NULL;
}

static void read_points(struct twin *t, struct json_object *v, struct drawing_stroke *s)
{
    struct json_object *x = read_array(t, v, "x", arena_printf(t->a, "/strokes/%d/x", t->stroke)), *y, *p, *times;

    t->points += length(x);
    t->is_full = t->points > DRAWING_POINTS_MAX;
    if (t->is_full)
        return;
    y = read_plane(t, v, "y", length(x));
    p = s->op == DRAWING_FILL ? NULL : read_plane(t, v, "p", length(x));
    times = read_plane(t, v, "t", length(x));
    if (x && y) {
        s->count = length(x);
        s->x = read_ints(t, x, DRAWING_RULE_X);
        s->y = read_ints(t, y, DRAWING_RULE_Y);
        s->pressure = p ? read_pressure(t, p) : NULL;
        s->time_ms = times ? read_ints(t, times, DRAWING_RULE_TIME) : NULL;
    }
}

static bool read_curve(struct twin *t, struct json_object *v)
{
    struct json_object *curve = view_get(v, "curve");

    if (curve && !json_object_is_type(curve, json_type_boolean))
        add(t, arena_printf(t->a, "/strokes/%d/curve", t->stroke), "invalid", "This must be true or false.");
    return view_get_bool(v, "curve");
}

static void read_known_stroke(struct twin *t, struct json_object *v, struct drawing_stroke *s)
{
    struct json_object *times;
    unsigned kind = 1u << s->op;

    check_members(t, v, stroke_members, kind, arena_printf(t->a, "/strokes/%d", t->stroke));
    s->layer = (uint8_t)read_int(t, view_get(v, "layer"), DRAWING_RULE_LAYER, -1, 0);
    if (kind & (DRAW | FILL))
        s->colour = (uint8_t)read_int(t, view_get(v, "colour"), DRAWING_RULE_COLOUR, -1, 0);
    if (kind & (DRAW | ERASE))
        s->width = (int32_t)read_int(t, view_get(v, "width"), DRAWING_RULE_WIDTH, -1, 1);
    if (kind != CLEAR) {
        s->curve = read_curve(t, v);
        read_points(t, v, s);
        return;
    }
    times = read_plane(t, v, "t", 1);
    s->time_ms = times ? read_ints(t, times, DRAWING_RULE_TIME) : NULL;
}

/* A stroke that cannot be read becomes one that breaks no rule. */
static void read_stroke(struct twin *t, struct json_object *v, struct drawing_stroke *s)
{
    size_t before = t->problems->count;

    *s = (struct drawing_stroke){ .op = DRAWING_CLEAR };
    if (!json_object_is_type(v, json_type_object)) {
        add(t, arena_printf(t->a, "/strokes/%d", t->stroke), "invalid", "This must be an object.");
        return;
    }
    while (s->op > 0 && !str_equal(str_of(ops[s->op]), view_get_str(v, "op")))
        s->op--;
    if (str_equal(str_of(ops[s->op]), view_get_str(v, "op")))
        read_known_stroke(t, v, s);
    else
        add_problem(t, problem_of(t, DRAWING_RULE_OP, -1, 0));
    if (t->problems->count > before && !s->x)
        *s = (struct drawing_stroke){ .op = DRAWING_CLEAR };
}

static void read_strokes(struct twin *t, struct json_object *v)
{
    struct json_object *list = read_array(t, v, "strokes", "/strokes");
    size_t count = length(list);

    if (!list)
        return;
    if (count < 1 || count > DRAWING_STROKES_MAX) {
        add_problem(t, problem_of(t, count ? DRAWING_RULE_STROKES : DRAWING_RULE_NO_STROKES, -1, (int64_t)count));
        return;
    }
    t->d.strokes = ARENA_ARRAY(t->a, count, struct drawing_stroke);
    for (size_t i = 0; i < count && !t->is_full; i++) {
        t->stroke = (int32_t)i;
        read_stroke(t, view_at(list, i), &t->d.strokes[t->d.stroke_count++]);
    }
    t->stroke = -1;
    if (t->is_full)
        add_problem(t, problem_of(t, DRAWING_RULE_POINTS, -1, (int64_t)t->points));
}

static struct drawing_colour read_colour(struct twin *t, struct json_object *v, size_t i)
{
    struct str text = json_object_is_type(v, json_type_string)
        ? (struct str){ json_object_get_string(v), (size_t)json_object_get_string_len(v) } : STR("");
    uint8_t b[4] = { 0, 0, 0, 255 };

    if ((text.n == 7 || text.n == 9) && text.p[0] == '#' &&
        hash_parse_hex((struct str){ text.p + 1, text.n - 1 }, b, (text.n - 1) / 2))
        return (struct drawing_colour){ b[0], b[1], b[2], b[3] };
    add(t, arena_printf(t->a, "/palette/%zu", i), "invalid", "A colour is written \"#rrggbb\" or \"#rrggbbaa\".");
    return (struct drawing_colour){ 0, 0, 0, 255 };
}

/* Without a list of a fitting length every number of a colour is taken to be right. */
static void read_palette(struct twin *t, struct json_object *v)
{
    struct json_object *list = read_array(t, v, "palette", "/palette");
    size_t count = length(list);

    if (count > DRAWING_COLOURS_MAX)
        add_problem(t, problem_of(t, DRAWING_RULE_COLOURS, -1, (int64_t)count));
    t->d.colour_count = list && count <= DRAWING_COLOURS_MAX ? count : DRAWING_COLOURS_MAX;
    t->d.palette = ARENA_ARRAY(t->a, DRAWING_COLOURS_MAX, struct drawing_colour);
    for (size_t i = 0; i < t->d.colour_count; i++)
        t->d.palette[i] = i < count ? read_colour(t, view_at(list, i), i) : (struct drawing_colour){ .a = 255 };
}

static void read_canvas(struct twin *t, struct json_object *v)
{
    struct json_object *canvas = view_get(v, "canvas");

    /* Wide enough for every place, where a side is not known. */
    t->d.width = t->d.height = DRAWING_CANVAS_MAX;
    if (!canvas)
        return;
    if (!json_object_is_type(canvas, json_type_object)) {
        add(t, "/canvas", "invalid", "This must be an object.");
        return;
    }
    check_members(t, canvas, canvas_members, ~0u, "/canvas");
    t->d.width = (int32_t)read_int(t, view_get(canvas, "w"), DRAWING_RULE_CANVAS_WIDTH, -1, DRAWING_CANVAS_MAX);
    t->d.height = (int32_t)read_int(t, view_get(canvas, "h"), DRAWING_RULE_CANVAS_HEIGHT, -1, DRAWING_CANVAS_MAX);
}

static void read_drawing(struct twin *t, struct json_object *v)
{
    check_members(t, v, drawing_members, ~0u, "");
    if (view_get(v, "format") && !str_equal(view_get_str(v, "format"), STR("chd1")))
        add(t, "/format", "unsupported", "The format known here is \"chd1\".");
    read_canvas(t, v);
    read_palette(t, v);
    t->d.background = (int32_t)read_int(t, view_get(v, "background"), DRAWING_RULE_BACKGROUND, -1, DRAWING_NO_BACKGROUND);
    read_strokes(t, v);
}

/* The rules that look at more than one value. */
static void check_rules(struct twin *t, enum drawing_strictness how)
{
    struct drawing_faults faults;

    drawing_check(&t->d, how, &faults);
    for (size_t i = 0; i < faults.count && has_room(t); i++)
        add_problem(t, drawing_fault_problem(t->a, &faults.fault[i], t->prefix));
}

enum err twin_read(struct arena *a, struct json_object *v, const char *prefix, struct drawing *ret, struct twin_problems *ret_problems)
{
    struct twin t = { .a = a, .prefix = prefix, .problems = ret_problems, .stroke = -1 };

    ret_problems->count = 0;
    if (json_object_is_type(v, json_type_object))
        read_drawing(&t, v);
    else
        add(&t, "", "invalid", "A drawing must be an object.");
    if (t.d.strokes && !t.is_full)
        check_rules(&t, DRAWING_VALUES);
    if (!ret_problems->count) {
        drawing_tidy(&t.d);
        check_rules(&t, DRAWING_CANONICAL);
    }
    if (ret_problems->count)
        return ERR_INVALID;
    *ret = t.d;
    return OK;
}
