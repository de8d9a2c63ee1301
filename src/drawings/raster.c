/* raster.c: the rasteriser's memory, strokes in bands of rows, and how much work it was. */
#include "drawings/raster.h"

#include "drawings/curve.h"
#include "drawings/raster_impl.h"

#define EDGES_LEAST 8192
#define EDGES_MOST 200000
#define EDGES_PER_POINT 16

bool raster_size(int32_t canvas_width, int32_t canvas_height, int32_t side, int32_t *ret_width, int32_t *ret_height)
{
    int32_t longer = canvas_width > canvas_height ? canvas_width : canvas_height;

    if (side < RASTER_SIDE_MIN || side > RASTER_SIDE_MAX || (side & (side - 1)))
        return false;
    *ret_width = (RASTER_SIDE_MIN * canvas_width + longer - 1) / longer * (side / RASTER_SIDE_MIN);
    *ret_height = (RASTER_SIDE_MIN * canvas_height + longer - 1) / longer * (side / RASTER_SIDE_MIN);
    return true;
}

struct raster_need raster_need_of(const struct drawing *d)
{
    struct raster_need need = { .width = d->width, .height = d->height, .layers = drawing_layers(d) };

    for (size_t i = 0; i < d->stroke_count; i++) {
        size_t points = d->strokes[i].op == DRAWING_CLEAR ? 0 : curve_count(d, &d->strokes[i]);

        need.points = points > need.points ? points : need.points;
    }
    return need;
}

/* ---- memory ---- */

/* Gives out parts of the memory, or only counts them where there is none. */
struct shelf {
    uint8_t *memory;
    size_t used;
};

static void *take(struct shelf *s, size_t count, size_t size)
{
    void *p = s->memory ? s->memory + s->used : NULL;

    s->used += (count * size + 63) / 64 * 64;
    return p;
}

static struct raster *lay_out(struct shelf *s, struct raster *r, const struct raster_need *need)
{
    size_t width, height, tiles;

    *r = (struct raster){
        .longer_side = need->width > need->height ? need->width : need->height, .shown = (1U << DRAWING_LAYERS_MAX) - 1
    };
    raster_size(need->width, need->height, RASTER_SIDE_MAX, &r->width, &r->height);
    r->tiles_x = (r->width + TILE - 1) / TILE;
    r->tile_count = r->tiles_x * ((r->height + TILE - 1) / TILE);
    r->edge_max = need->points < EDGES_MOST / EDGES_PER_POINT ? EDGES_LEAST + EDGES_PER_POINT * (int32_t)need->points : EDGES_MOST;
    r->version = need->version ? need->version : RASTER_VERSION;
    r->dry = need->dry;
    r->work_max = need->work_max ? need->work_max : RASTER_WORK_MAX;
    width = (size_t)r->width, height = (size_t)r->height, tiles = (size_t)r->tile_count;
    for (int l = 0; l < DRAWING_LAYERS_MAX; l++)
        if (!need->dry && need->layers >> l & 1) {
            r->layers[l].touched = take(s, tiles, 1);
            r->layers[l].pixels = take(s, tiles, TILE_PIXELS * sizeof(uint32_t));
        }
    if (need->live) {
        r->kept_state = take(s, tiles, 1);
        r->kept = take(s, tiles, TILE_PIXELS * sizeof(uint32_t));
        r->journal.tiles = take(s, JOURNAL_TILES, sizeof(*r->journal.tiles));
        r->journal.steps = take(s, JOURNAL_STEPS, sizeof(*r->journal.steps));
        r->journal.pixels = take(s, need->journal_tiles, TILE_PIXELS * sizeof(uint32_t));
        r->journal.slot_max = (uint32_t)need->journal_tiles;
    }
    r->heads = take(s, height, sizeof(*r->heads));
    r->sums = take(s, width + 4, sizeof(*r->sums));
    r->ranges = take(s, width, sizeof(*r->ranges));
    r->edges = take(s, (size_t)r->edge_max, sizeof(*r->edges));
    r->keys = take(s, (size_t)r->edge_max, sizeof(*r->keys));
    r->scratch = take(s, (size_t)r->edge_max, sizeof(*r->scratch));
    r->chains = take(s, (size_t)r->edge_max, sizeof(*r->chains));
    r->chains_scratch = take(s, (size_t)r->edge_max, sizeof(*r->chains_scratch));
    r->items = take(s, (size_t)r->edge_max, sizeof(*r->items));
    return r;
}

size_t raster_memory_bytes(const struct raster_need *need)
{
    struct shelf s = { NULL, 0 };
    struct raster r;

    take(&s, 1, sizeof(r));
    lay_out(&s, &r, need);
    return s.used;
}

struct raster *raster_init(void *memory, const struct raster_need *need)
{
    struct shelf s = { memory, 0 };
    struct raster *r = lay_out(&s, take(&s, 1, sizeof(*r)), need);

    for (int l = 0; l < DRAWING_LAYERS_MAX; l++)
        for (int32_t t = 0; r->layers[l].pixels && t < r->tile_count; t++)
            r->layers[l].touched[t] = 0;
    for (int32_t y = 0; y < r->height; y++)
        r->heads[y] = -1;
    for (int32_t x = 0; x < r->width + 4; x++)
        r->sums[x] = 0;
    return r;
}

/* ---- strokes ---- */

struct raster_rect raster_everything(const struct raster *r)
{
    return (struct raster_rect){ 0, 0, r->width, r->height };
}

/* Collects the edges of some rows; false where they are too many. */
static bool collect(struct raster *r, const struct drawing *d, const struct drawing_stroke *s)
{
    r->edge_count = 0;
    r->overflow = false;
    r->row_first = r->band_bottom;
    r->row_last = -1;
    raster_outline(r, d, s);
    for (int32_t row = r->row_first; r->overflow && row <= r->row_last; row++)
        r->heads[row] = -1;
    return !r->overflow;
}

/* All rows at once where the edges fit into memory; else less and less of them. The pixels are the same. */
static bool paint_bands(struct raster *r, const struct drawing *d, const struct drawing_stroke *s)
{
    const struct raster_rect *clip = &r->paint.clip;
    int32_t height = clip->y1 - clip->y0;

    for (r->band_top = clip->y0; r->band_top < clip->y1; r->band_top = r->band_bottom) {
        r->band_bottom = r->band_top + height < clip->y1 ? r->band_top + height : clip->y1;
        while (!collect(r, d, s)) {
            r->crowded = true;
            if (r->work > r->work_max)
                return false;
            height = (r->band_bottom - r->band_top) / 2;
            if (height == 0)
                return false;
            r->band_bottom = r->band_top + height;
        }
        raster_sweep(r);
        if (r->work > r->work_max)
            return false;
    }
    return true;
}

static void clear_rect(struct raster *r, struct layer *layer, struct raster_rect clip)
{
    struct raster_rect all = raster_everything(r);

    r->paint = (struct paint){ .layer = layer, .erase = true, .clip = clip };
    if (clip.x0 == all.x0 && clip.y0 == all.y0 && clip.x1 == all.x1 && clip.y1 == all.y1)
        for (int32_t t = 0; t < r->tile_count; t++)
            layer->touched[t] = 0;
    else
        for (int32_t y = clip.y0; y < clip.y1; y++)
            raster_paint_solid(r, y, clip.x0, clip.x1);
}

static bool paint_stroke(struct raster *r, const struct drawing *d, const struct drawing_stroke *s, struct raster_rect clip)
{
    struct layer *layer = &r->layers[s->layer];

    clip = raster_common(clip, raster_everything(r));
    if (s->op == DRAWING_CLEAR) {
        r->work += r->tile_count / 8;
        if (!r->dry)
            clear_rect(r, layer, clip);
        return true;
    }
    r->paint = (struct paint){ .layer = layer, .erase = s->op == DRAWING_ERASE, .clip = clip };
    if (!r->paint.erase)
        r->paint.colour = raster_premultiply(d->palette[s->colour]);
    return paint_bands(r, d, s);
}

bool raster_stroke(struct raster *r, const struct drawing *d, const struct drawing_stroke *s, struct raster_rect clip)
{
    r->work = 0;
    r->crowded = false;
    return paint_stroke(r, d, s, clip);
}

bool raster_drawing(struct raster *r, const struct drawing *d)
{
    r->work = 0;
    r->crowded = false;
    for (size_t i = 0; i < d->stroke_count; i++)
        if (!paint_stroke(r, d, &d->strokes[i], raster_everything(r)))
            return false;
    return true;
}

int64_t raster_work(const struct raster *r)
{
    return r->work;
}

bool raster_was_crowded(const struct raster *r)
{
    return r->crowded;
}
