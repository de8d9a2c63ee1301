/* raster_live.c: strokes that grow under the pen, and taking steps back. */
#include "drawings/raster.h"

#include "drawings/raster_impl.h"

static const struct raster_rect nowhere = { INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN };

static struct raster_rect both(struct raster_rect a, struct raster_rect b)
{
    return (struct raster_rect){
        a.x0 < b.x0 ? a.x0 : b.x0, a.y0 < b.y0 ? a.y0 : b.y0, a.x1 > b.x1 ? a.x1 : b.x1, a.y1 > b.y1 ? a.y1 : b.y1
    };
}

static struct raster_rect tile_rect(const struct raster *r, int32_t tile)
{
    int32_t x = tile % r->tiles_x * TILE, y = tile / r->tiles_x * TILE;

    return (struct raster_rect){ x, y, x + TILE, y + TILE };
}

/* Inside of the picture; where there is nothing, all numbers are 0. */
static struct raster_rect inside(const struct raster *r, struct raster_rect a)
{
    a = raster_common(a, raster_everything(r));
    return a.x0 < a.x1 && a.y0 < a.y1 ? a : (struct raster_rect){ 0, 0, 0, 0 };
}

static void copy_tile(uint32_t *to, const uint32_t *from)
{
    for (int32_t i = 0; i < TILE_PIXELS; i++)
        to[i] = from[i];
}

/* ---- live strokes ---- */

void raster_live_begin(struct raster *r, int layer)
{
    r->live = &r->layers[layer];
    r->stale = nowhere;
    for (int32_t t = 0; t < r->tile_count; t++)
        r->kept_state[t] = NOT_KEPT;
}

/* A tile of the live layer as it was when the stroke began; it is remembered when it is first asked for. */
static void restore_tile(struct raster *r, int32_t tile)
{
    uint32_t *kept = r->kept + (size_t)tile * TILE_PIXELS, *pixels = r->live->pixels + (size_t)tile * TILE_PIXELS;

    if (r->kept_state[tile] == KEPT) {
        copy_tile(pixels, kept);
        r->live->touched[tile] = 1;
    } else if (r->kept_state[tile] == KEPT_EMPTY) {
        r->live->touched[tile] = 0;
    } else if (r->live->touched[tile]) {
        copy_tile(kept, pixels);
        r->kept_state[tile] = KEPT;
    } else {
        r->kept_state[tile] = KEPT_EMPTY;
    }
}

/* Widened to whole tiles, inside of the picture. */
static struct raster_rect whole_tiles(const struct raster *r, struct raster_rect a)
{
    a = inside(r, a);
    return inside(r, (struct raster_rect){ a.x0 & ~(TILE - 1), a.y0 & ~(TILE - 1), (a.x1 + TILE - 1) & ~(TILE - 1),
                      (a.y1 + TILE - 1) & ~(TILE - 1) });
}

/* The last corner of a line before point i. */
static size_t corner_before(const struct drawing_stroke *s, size_t i)
{
    do
        i--;
    while (i > 0 && raster_is_on_way(curve_point_of(s, i - 1), curve_point_of(s, i), curve_point_of(s, i + 1)));
    return i;
}

/* The last two points of a curve bend the quadratic before them. The last corner of a line may come to lie on a straight way, and a
   join changes with the pieces on both sides of it. An outline's last edge leads back to its beginning. */
static size_t changed_from(const struct drawing_stroke *s, size_t first)
{
    if (s->op == DRAWING_FILL || first < 3)
        return 0;
    if (s->curve)
        return first - 3;
    first = corner_before(s, first - 1);
    return first ? corner_before(s, first) : 0;
}

void raster_live_replace(struct raster *r, const struct drawing_stroke *s, size_t first)
{
    r->stale = both(r->stale, raster_bounds(r, s, changed_from(s, first)));
}

bool raster_live_stroke(struct raster *r, const struct drawing *d, const struct drawing_stroke *s, size_t first,
                        struct raster_rect *ret_changed)
{
    struct raster_rect all = both(raster_bounds(r, s, 0), r->stale);
    struct raster_rect changed = both(raster_bounds(r, s, changed_from(s, first)), r->stale);

    /* How a row is cut into slabs, and so how its areas are rounded, depends on all of the row. */
    changed.x0 = all.x0;
    changed.x1 = all.x1;
    changed = whole_tiles(r, s->op == DRAWING_CLEAR ? raster_everything(r) : changed);
    r->stale = nowhere;
    *ret_changed = changed;
    if (changed.x0 == changed.x1)
        return true;
    for (int32_t y = changed.y0 >> TILE_SHIFT; y < (changed.y1 + TILE - 1) >> TILE_SHIFT; y++)
        for (int32_t x = changed.x0 >> TILE_SHIFT; x < (changed.x1 + TILE - 1) >> TILE_SHIFT; x++)
            restore_tile(r, y * r->tiles_x + x);
    return raster_stroke(r, d, s, changed);
}

struct raster_rect raster_live_cancel(struct raster *r)
{
    struct raster_rect changed = nowhere;

    for (int32_t t = 0; r->live && t < r->tile_count; t++)
        if (r->kept_state[t] != NOT_KEPT) {
            restore_tile(r, t);
            changed = both(changed, tile_rect(r, t));
        }
    if (r->live)
        raster_live_begin(r, (int)(r->live - r->layers));
    return inside(r, changed);
}

bool raster_has_paint(const struct raster *r, int layer, struct raster_rect part)
{
    const struct layer *l = &r->layers[layer];

    part = l->pixels ? inside(r, part) : (struct raster_rect){ 0, 0, 0, 0 };
    for (int32_t y = part.y0; y < part.y1; y++)
        for (int32_t x = part.x0; x < part.x1; x++) {
            int32_t tile = (y >> TILE_SHIFT) * r->tiles_x + (x >> TILE_SHIFT);

            if (l->touched[tile] && l->pixels[(size_t)tile * TILE_PIXELS + (size_t)((y & (TILE - 1)) * TILE + (x & (TILE - 1)))] >> 24)
                return true;
        }
    return false;
}

/* ---- the journal: what tiles were before each step ---- */

/* Room for all tiles of the picture and all their pixels, which one step may take. */
static void make_room(struct journal *j, uint32_t tiles)
{
    while (j->step_first != j->step_end) {
        const struct journal_step *oldest = &j->steps[j->step_first % JOURNAL_STEPS];

        if (j->step_end - j->step_first < JOURNAL_STEPS && j->tile_end - oldest->tile + tiles <= JOURNAL_TILES
            && j->slot_end - oldest->slot + tiles <= j->slot_max)
            return;
        j->step_first++;
    }
}

static bool tile_differs(const struct raster *r, int32_t tile)
{
    const uint32_t *kept = r->kept + (size_t)tile * TILE_PIXELS, *pixels = r->live->pixels + (size_t)tile * TILE_PIXELS;

    if (r->kept_state[tile] == KEPT_EMPTY)
        return r->live->touched[tile];
    return !r->live->touched[tile] || __builtin_memcmp(kept, pixels, TILE_PIXELS * sizeof(uint32_t)) != 0;
}

static void note_tile(struct raster *r, int32_t tile)
{
    struct journal *j = &r->journal;
    bool empty = r->kept_state[tile] == KEPT_EMPTY;

    j->tiles[j->tile_end++ % JOURNAL_TILES] = (struct journal_tile){ (uint16_t)tile, (uint8_t)(r->live - r->layers), empty };
    if (!empty)
        copy_tile(j->pixels + (size_t)(j->slot_end++ % j->slot_max) * TILE_PIXELS, r->kept + (size_t)tile * TILE_PIXELS);
}

static void note_step(struct raster *r)
{
    struct journal *j = &r->journal;

    make_room(j, (uint32_t)r->tile_count);
    j->steps[j->step_end++ % JOURNAL_STEPS] = (struct journal_step){ j->tile_end, j->slot_end };
    for (int32_t t = 0; t < r->tile_count; t++)
        if (r->kept_state[t] != NOT_KEPT && tile_differs(r, t))
            note_tile(r, t);
}

void raster_live_commit(struct raster *r)
{
    if (!r->live)
        return;
    if (r->journal.slot_max > 0)
        note_step(r);
    raster_live_begin(r, (int)(r->live - r->layers));
}

bool raster_undo(struct raster *r, struct raster_rect *ret_changed)
{
    struct journal *j = &r->journal;
    struct raster_rect changed = nowhere;
    struct journal_step step;

    if (j->step_first == j->step_end)
        return false;
    step = j->steps[--j->step_end % JOURNAL_STEPS];
    while (j->tile_end != step.tile) {
        struct journal_tile one = j->tiles[--j->tile_end % JOURNAL_TILES];
        struct layer *layer = &r->layers[one.layer];

        layer->touched[one.tile] = !one.empty;
        if (!one.empty)
            copy_tile(layer->pixels + (size_t)one.tile * TILE_PIXELS,
                      j->pixels + (size_t)(--j->slot_end % j->slot_max) * TILE_PIXELS);
        changed = both(changed, tile_rect(r, one.tile));
    }
    *ret_changed = inside(r, changed);
    return true;
}
