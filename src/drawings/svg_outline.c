/* svg_outline.c: strokes whose width changes, as areas. The rasteriser tells its lines and arcs in no order; contours come from going
   on, at the end of each, with any that begins there. How they are put together does not matter: winding numbers stay the same. */
#include "drawings/raster_impl.h"
#include "drawings/svg_impl.h"

#define PENDING_MAX 16

struct segment {
    struct vector from, to;           /* 1/256 pixel */
    int32_t radius;                   /* 0: a line */
    uint32_t next;                    /* of those in the same slot: number + 1, or 0 */
};

struct segments {
    struct segment *list;             /* NULL: only counted */
    uint32_t count;
    uint32_t *slots, slot_count;      /* by where a segment begins; a power of two */
};

/* Where lines that go nearly straight on become one. */
struct pen {
    struct svg_path path;
    int64_t longer_side, unit;        /* of the canvas; of a number */
    int64_t step;                     /* about 1/8 pixel: what may be smoothed away */
    int64_t pending[PENDING_MAX][2];  /* ends of lines since the pen's place that are not written */
    int pending_count;
};

/* ---- collecting ---- */

static void add(struct segments *all, struct segment s)
{
    if (s.from.x == s.to.x && s.from.y == s.to.y)
        return;
    if (all->list)
        all->list[all->count] = s;
    all->count++;
}

static void add_line(void *arg, struct vector from, struct vector to)
{
    add(arg, (struct segment){ .from = from, .to = to });
}

/* More than half of a circle is half of it and the rest: SVG leaves out an arc between equal ends. One that keeps within 1/16 pixel
   of its chord is a line. */
static void add_arc(void *arg, struct disc c, struct vector from, struct vector to, bool large)
{
    struct vector across = { 2 * c.x - from.x, 2 * c.y - from.y };
    int64_t x, y;

    if (large) {
        add(arg, (struct segment){ .from = from, .to = across, .radius = c.radius });
        from = across;
    }
    x = to.x - from.x, y = to.y - from.y;
    add(arg, (struct segment){ .from = from, .to = to, .radius = x * x + y * y < 128 * (int64_t)c.radius ? 0 : c.radius });
}

static uint32_t *slot_of(struct segments *all, struct vector at)
{
    uint32_t hash = ((uint32_t)at.x * 2654435761u) ^ ((uint32_t)at.y * 2246822519u);

    return &all->slots[(hash ^ hash >> 15) & (all->slot_count - 1)];
}

static struct segments collect(struct arena *a, const struct drawing *d, const struct drawing_stroke *s)
{
    struct segments all = { .slot_count = 64 };
    struct raster_trace trace = { .line = add_line, .arc = add_arc, .arg = &all };

    raster_trace_outline(d, s, &trace);
    while (all.slot_count < all.count)
        all.slot_count *= 2;
    all.list = ARENA_ARRAY(a, all.count, struct segment);
    all.slots = ARENA_ARRAY(a, all.slot_count, uint32_t);
    all.count = 0;
    raster_trace_outline(d, s, &trace);
    for (uint32_t i = all.count; i-- > 0;) {
        uint32_t *slot = slot_of(&all, all.list[i].from);

        all.list[i].next = *slot;
        *slot = i + 1;
    }
    return all;
}

/* Takes a segment that begins there; NULL where there is none (any more). */
static const struct segment *take(struct segments *all, struct vector at)
{
    uint32_t *link = slot_of(all, at);

    for (; *link; link = &all->list[*link - 1].next) {
        struct segment *s = &all->list[*link - 1];

        if (s->from.x == at.x && s->from.y == at.y) {
            *link = s->next;
            return s;
        }
    }
    return NULL;
}

/* ---- writing ---- */

static int64_t scaled(const struct pen *pen, int32_t pixels)
{
    return (pixels * pen->longer_side * pen->unit + RASTER_SIDE_MAX * SUB / 2) >> 18;
}

/* Do all pending ends keep close to the line to x, y? */
static bool goes_on(const struct pen *pen, int64_t x, int64_t y)
{
    int64_t dx = x - pen->path.x, dy = y - pen->path.y, squared = dx * dx + dy * dy;

    if (squared >= 1 << 28)
        return pen->pending_count == 0;
    for (int i = 0; i < pen->pending_count; i++) {
        int64_t px = pen->pending[i][0] - pen->path.x, py = pen->pending[i][1] - pen->path.y;
        int64_t off = px * dy - py * dx, along = px * dx + py * dy;

        if (off > 1 << 14 || off < -(1 << 14) || off * off > squared * pen->step * pen->step || along < 0 || along > squared)
            return false;
    }
    return true;
}

static void write_pending(struct pen *pen)
{
    if (pen->pending_count)
        svg_line(&pen->path, pen->pending[pen->pending_count - 1][0], pen->pending[pen->pending_count - 1][1]);
    pen->pending_count = 0;
}

static void line_to(struct pen *pen, int64_t x, int64_t y)
{
    if (pen->pending_count == PENDING_MAX || !goes_on(pen, x, y))
        write_pending(pen);
    pen->pending[pen->pending_count][0] = x;
    pen->pending[pen->pending_count++][1] = y;
}

static void contour(struct pen *pen, struct segments *all, const struct segment *first)
{
    svg_move(&pen->path, scaled(pen, first->from.x), scaled(pen, first->from.y));
    for (const struct segment *s = first; s; s = take(all, s->to)) {
        int64_t x = scaled(pen, s->to.x), y = scaled(pen, s->to.y);

        if (s->radius) {
            write_pending(pen);
            svg_arc(&pen->path, scaled(pen, s->radius), x, y);
        } else {
            line_to(pen, x, y);
        }
    }
    write_pending(pen);
}

void svg_outline(struct arena *a, struct buf *out, const struct drawing *d, const struct drawing_stroke *s)
{
    int32_t longer = d->width > d->height ? d->width : d->height;
    int decimals = longer >= 8192 ? 0 : longer >= 820 ? 1 : 2;
    struct pen pen = { .path = { .out = out, .decimals = decimals }, .longer_side = longer };
    struct segments all = collect(a, d, s);
    const struct segment *first;

    pen.unit = decimals == 0 ? 1 : decimals == 1 ? 10 : 100;
    pen.step = longer * pen.unit / (8 * RASTER_SIDE_MAX) > 1 ? longer * pen.unit / (8 * RASTER_SIDE_MAX) : 1;
    for (uint32_t i = 0; i < all.count; i++)
        while ((first = take(&all, all.list[i].from)) != NULL)
            contour(&pen, &all, first);
}
