/* chd1_decode.c: bytes into a drawing, strictly. What the bytes alone can break is refused here, the rest by drawing_check(). */
#include "drawings/chd1_impl.h"

#define ALIGNMENT 8
#define ARRAYS 4                      /* of a stroke */

struct reader {
    const uint8_t *begin, *p, *end;
    unsigned char *memory;            /* what is left of it */
    struct drawing d;
    int64_t time_ms;
    int32_t stroke;                   /* -1: none yet */
    bool failed;
    struct drawing_fault fault;       /* the first */
};

size_t chd1_memory_bytes(size_t n)
{
    size_t strokes = n < DRAWING_STROKES_MAX ? n : DRAWING_STROKES_MAX;

    /* A point takes at least 2, 3 or 4 bytes and becomes at most 8, 12 or 13. */
    return 4 * (n < DRAWING_BYTES_MAX ? n : DRAWING_BYTES_MAX) + strokes * (sizeof(struct drawing_stroke) + ARRAYS * ALIGNMENT) +
        2 * ALIGNMENT;
}

static void *take(struct reader *r, size_t n)
{
    void *p = r->memory;

    r->memory += (n + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return p;
}

static void fail(struct reader *r, enum drawing_rule rule, int64_t item, int64_t got)
{
    struct drawing_range range = drawing_range(&r->d, rule);

    if (r->failed)
        return;
    r->failed = true;
    r->fault = (struct drawing_fault){
        .rule = (uint8_t)rule, .stroke = r->stroke, .item = (int32_t)item, .min = range.min, .max = range.max, .got = got,
        .offset = (size_t)(r->p - r->begin)
    };
}

static bool in_range(struct reader *r, enum drawing_rule rule, int64_t item, int64_t got)
{
    struct drawing_range range = drawing_range(&r->d, rule);

    if (got < range.min || got > range.max)
        fail(r, rule, item, got);
    return !r->failed;
}

static uint8_t read_byte(struct reader *r)
{
    if (r->p == r->end)
        fail(r, DRAWING_RULE_TRUNCATED, -1, 0);
    return r->failed ? 0 : *r->p++;
}

static uint32_t read_varint(struct reader *r)
{
    uint64_t value = 0;

    for (unsigned shift = 0; shift < 35; shift += 7) {
        uint8_t b = read_byte(r);

        value |= (uint64_t)(b & 0x7F) << shift;
        if (b & 0x80)
            continue;
        if (b == 0 && shift > 0)
            fail(r, DRAWING_RULE_VARINT_LONG, -1, 0);
        if (value > UINT32_MAX)
            break;
        return r->failed ? 0 : (uint32_t)value;
    }
    fail(r, DRAWING_RULE_VARINT_LARGE, -1, 0);
    return 0;
}

static int64_t unzigzag(uint32_t v)
{
    return v & 1 ? -(int64_t)(v / 2) - 1 : (int64_t)(v / 2);
}

static void read_palette(struct reader *r)
{
    size_t count = read_byte(r);

    in_range(r, DRAWING_RULE_COLOURS, -1, (int64_t)count);
    if (count > (size_t)(r->end - r->p) / 4)
        fail(r, DRAWING_RULE_TRUNCATED, -1, 0);
    if (r->failed)
        return;
    r->d.palette = take(r, count * sizeof(*r->d.palette));
    for (; r->d.colour_count < count; r->p += 4)
        r->d.palette[r->d.colour_count++] = (struct drawing_colour){ r->p[0], r->p[1], r->p[2], r->p[3] };
}

static int32_t read_side(struct reader *r, enum drawing_rule rule)
{
    uint32_t side = read_varint(r);

    return in_range(r, rule, -1, side) ? (int32_t)side : 0;
}

static void read_header(struct reader *r)
{
    static const uint8_t magic[4] = { 'C', 'H', 'D', '1' };
    uint8_t version, flags;

    for (size_t i = 0; i < sizeof(magic); i++) {
        if (read_byte(r) != magic[i])
            fail(r, DRAWING_RULE_MAGIC, -1, 0);
    }
    version = read_byte(r);
    if (version != CHD1_VERSION)
        fail(r, DRAWING_RULE_VERSION, -1, version);
    flags = read_byte(r);
    if (flags & ~CHD1_FLAG_BACKGROUND)
        fail(r, DRAWING_RULE_FLAGS, -1, flags);
    r->d.background = flags & CHD1_FLAG_BACKGROUND ? 0 : DRAWING_NO_BACKGROUND;
    r->d.width = read_side(r, DRAWING_RULE_CANVAS_WIDTH);
    r->d.height = read_side(r, DRAWING_RULE_CANVAS_HEIGHT);
    read_palette(r);
}

/* ---- strokes ---- */

struct plane {
    enum drawing_rule rule;
    struct drawing_range range;
    int64_t value;                    /* the last one */
};

static struct plane plane_of(const struct reader *r, enum drawing_rule rule)
{
    return (struct plane){ .rule = rule, .range = drawing_range(&r->d, rule) };
}

static int32_t read_value(struct reader *r, struct plane *p, size_t i)
{
    p->value += unzigzag(read_varint(r));
    if (p->value < p->range.min || p->value > p->range.max)
        fail(r, p->rule, (int64_t)i, p->value);
    return r->failed ? 0 : (int32_t)p->value;
}

static int32_t *read_places(struct reader *r, enum drawing_rule rule, size_t count)
{
    int32_t *list = take(r, count * sizeof(*list));
    struct plane p = plane_of(r, rule);

    for (size_t i = 0; i < count && !r->failed; i++)
        list[i] = read_value(r, &p, i);
    return list;
}

static uint8_t *read_pressure(struct reader *r, size_t count)
{
    uint8_t *list = take(r, count);
    struct plane p = plane_of(r, DRAWING_RULE_PRESSURE);

    for (size_t i = 0; i < count && !r->failed; i++)
        list[i] = (uint8_t)read_value(r, &p, i);
    return list;
}

static int32_t *read_times(struct reader *r, size_t count)
{
    int32_t *list = take(r, count * sizeof(*list));

    for (size_t i = 0; i < count && !r->failed; i++) {
        r->time_ms += read_varint(r);
        if (in_range(r, DRAWING_RULE_TIME, (int64_t)i, r->time_ms))
            list[i] = (int32_t)r->time_ms;
    }
    return list;
}

/* How many points there are, which the bytes that are left can hold; 0 when it failed. */
static size_t read_count(struct reader *r, enum drawing_op op, size_t planes)
{
    uint32_t count = read_varint(r);

    if (count == 0 || count > DRAWING_POINTS_MAX)
        fail(r, op == DRAWING_FILL ? DRAWING_RULE_COUNT_FILL : DRAWING_RULE_COUNT, -1, count);
    if (count > (size_t)(r->end - r->p) / planes)
        fail(r, DRAWING_RULE_TRUNCATED, -1, 0);
    return r->failed ? 0 : count;
}

static void read_points(struct reader *r, struct drawing_stroke *s, unsigned flags)
{
    bool pressure = flags & CHD1_HEAD_PRESSURE, time = flags & CHD1_HEAD_TIME;

    s->count = read_count(r, s->op, 2u + pressure + time);
    if (!s->count)
        return;
    s->x = read_places(r, DRAWING_RULE_X, s->count);
    s->y = read_places(r, DRAWING_RULE_Y, s->count);
    if (pressure)
        s->pressure = read_pressure(r, s->count);
    if (time)
        s->time_ms = read_times(r, s->count);
}

static int32_t read_width(struct reader *r)
{
    uint32_t width = read_varint(r);

    return in_range(r, DRAWING_RULE_WIDTH, -1, width) ? (int32_t)width : 0;
}

static void read_stroke(struct reader *r, struct drawing_stroke *s)
{
    unsigned head = read_byte(r);
    bool fill, clear;

    *s = (struct drawing_stroke){
        .op = head & CHD1_HEAD_OP, .layer = (uint8_t)(head >> CHD1_HEAD_LAYER_SHIFT), .curve = head & CHD1_HEAD_CURVE
    };
    fill = s->op == DRAWING_FILL;
    clear = s->op == DRAWING_CLEAR;
    if (((fill || clear) && (head & CHD1_HEAD_PRESSURE)) || (clear && s->curve))
        fail(r, DRAWING_RULE_HEAD, -1, head);
    if (clear) {
        if (head & CHD1_HEAD_TIME)
            s->time_ms = read_times(r, 1);
        return;
    }
    if (s->op != DRAWING_ERASE)
        s->colour = read_byte(r);
    if (!fill)
        s->width = read_width(r);
    read_points(r, s, head);
}

static void read_strokes(struct reader *r)
{
    size_t count = read_varint(r);

    if (count == 0)
        fail(r, DRAWING_RULE_NO_STROKES, -1, 0);
    in_range(r, DRAWING_RULE_STROKES, -1, (int64_t)count);
    if (count > (size_t)(r->end - r->p))
        fail(r, DRAWING_RULE_TRUNCATED, -1, 0);
    if (r->failed)
        return;
    r->d.stroke_count = count;
    r->d.strokes = take(r, count * sizeof(*r->d.strokes));
    for (size_t i = 0; i < count && !r->failed; i++) {
        r->stroke = (int32_t)i;
        read_stroke(r, &r->d.strokes[i]);
    }
    r->stroke = -1;
    if (r->p != r->end)
        fail(r, DRAWING_RULE_TRAILING, -1, r->end - r->p);
}

bool chd1_decode_into(const uint8_t *bytes, size_t n, void *memory, struct drawing *ret, struct drawing_fault *ret_fault)
{
    struct reader r = { .begin = bytes, .p = bytes, .end = bytes + n, .memory = memory, .stroke = -1 };
    struct drawing_faults faults = { .count = 0 };

    if (in_range(&r, DRAWING_RULE_BYTES, -1, (int64_t)n))
        read_header(&r);
    if (!r.failed)
        read_strokes(&r);
    if (!r.failed && !drawing_check(&r.d, DRAWING_CANONICAL, &faults)) {
        r.failed = true;
        r.fault = faults.fault[0];
    }
    if (r.failed)
        *ret_fault = r.fault;
    else
        *ret = r.d;
    return !r.failed;
}
