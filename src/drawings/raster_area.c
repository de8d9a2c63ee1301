/* raster_area.c: from the edges of a cluster to coverage, in one row.

   A cluster is cut into slabs in which no edge begins, ends or crosses another; there the edges are in order, and those between
   outside (winding number 0) and inside add their area. Where too many lie over each other it is sampled at some heights.
   Coverage is what is added to r->sums, summed up from the left. */
#include "drawings/raster_impl.h"

#define CROSSING_MIN 256              /* an overlap of less than 1/256 pixel is rounding, not a crossing */
#define SAMPLES 16                    /* heights of a tangle */
#define SAMPLES_FEW 4                 /* of one with more than four times as many edges */
#define FEW 16                        /* keys that are sorted by rank */

/* An edge in a slab. */
struct strand {
    int32_t at_top, at_bottom;        /* x */
    int32_t turn;
};

struct slab {
    struct strand strand[RASTER_TANGLE];
    int32_t count;
    int32_t top, bottom;              /* in the row, 0 to 256 */
};

/* ---- area ---- */

/* Over several pixels; 0 <= a < b, inside of the row. */
static void add_pixels(int32_t *sums, int32_t a, int32_t b, int32_t height)
{
    int64_t per_x = (int64_t)height * ((int64_t)1 << 40) / (b - a);   /* y in 1/65536 row, times 2^32 */
    int32_t first = a >> 16, last = b >> 16, before, y, middle;

    y = (int32_t)(((((int64_t)first + 1) << 16) - a) * per_x >> 32);
    middle = ((a & 0xFFFF) + 65536 + 256) >> 9;
    sums[first] += y * (256 - middle);
    sums[first + 1] += y * middle;
    for (int32_t x = first + 1; x < last; x++) {
        before = y;
        y = (int32_t)(((((int64_t)x + 1) << 16) - a) * per_x >> 32);
        sums[x] += (y - before) * 128;
        sums[x + 1] += (y - before) * 128;
    }
    middle = ((b & 0xFFFF) + 256) >> 9;
    sums[last] += (height * 256 - y) * (256 - middle);
    sums[last + 1] += (height * 256 - y) * middle;
}

/* Cuts off what is outside of the picture of a line from x = a to x = b >= a; what is left of it is added. False where nothing is left. */
static bool clip_area(struct raster *r, int32_t *a, int32_t *b, int32_t *height)
{
    int32_t right = r->width << 16, part;

    if (*a < 0 && *b > 0) {
        part = (int32_t)((int64_t)*height * -*a / ((int64_t)*b - *a));
        r->sums[0] += part * 65536;
        *height -= part;
        *a = 0;
    }
    if (*b > right && *a < right) {
        *height -= (int32_t)((int64_t)*height * ((int64_t)*b - right) / ((int64_t)*b - *a));
        *b = right;
    }
    if (*b <= 0)
        r->sums[0] += *height * 65536;
    return *b > 0 && *a < right;
}

void raster_add_slope(struct raster *r, int32_t a, int32_t b, int32_t height)
{
    int32_t swap;

    if (a > b)
        swap = a, a = b, b = swap;
    if ((a < 0 || b >= r->width << 16) && !clip_area(r, &a, &b, &height))
        return;
    if (a >> 16 == b >> 16) {
        raster_add_steep(r, a, b, height);
    } else {
        r->work += 8 + 2 * (b >> 16) - 2 * (a >> 16);
        add_pixels(r->sums, a, b, height);
    }
}

void raster_add_range(struct raster *r, int32_t min, int32_t max)
{
    struct pixel_range *last = r->range_count ? &r->ranges[r->range_count - 1] : NULL;
    int32_t from = min >> 16, to = (max >> 16) + 1;

    if (from >= r->width)
        return;
    if (to >= r->width)
        to = r->width - 1;
    if (last && from <= last->to + 1)
        last->to = to > last->to ? to : last->to;
    else
        r->ranges[r->range_count++] = (struct pixel_range){ from, to };
}

/* ---- slabs ---- */

static bool is_behind(const struct strand *a, const struct strand *b)
{
    return a->at_top > b->at_top || (a->at_top == b->at_top && a->at_bottom > b->at_bottom);
}

/* Returns how many places they moved. */
static int32_t sort_strands(struct slab *s)
{
    int32_t moves = 0;

    for (int32_t i = 1; i < s->count; i++) {
        struct strand one;
        int32_t k = i;

        if (!is_behind(&s->strand[i - 1], &s->strand[i]))
            continue;
        one = s->strand[i];
        for (; k > 0 && is_behind(&s->strand[k - 1], &one); k--)
            s->strand[k] = s->strand[k - 1];
        s->strand[k] = one;
        moves += i - k;
    }
    return moves;
}

/* The items that pass the slab; its bottom is where the next one begins or ends. */
static void fill_slab(struct raster *r, struct slab *s, const struct item *items, int32_t count, int32_t row)
{
    int32_t top = s->top, bottom = SUB, n = 0;
    uint8_t passing[RASTER_TANGLE + 1];

    for (int32_t i = 0; i < count; i++) {
        bool begun = items[i].top <= top, open = items[i].bottom > top;
        int32_t next = begun ? items[i].bottom : items[i].top;

        next = open ? next : SUB;
        bottom = next < bottom ? next : bottom;
        passing[n] = (uint8_t)i;
        n += begun & open;
    }
    s->bottom = bottom;
    s->count = n;
    for (int32_t i = 0; i < n; i++) {
        const struct item *one = &items[passing[i]];
        const struct edge *e = &r->edges[one->edge];

        s->strand[i] = (struct strand){
            raster_either(one->top == top, one->at_top, raster_edge_at(e, row * SUB + top)),
            raster_either(one->bottom == bottom, one->at_bottom, raster_edge_at(e, row * SUB + bottom)), one->turn
        };
    }
    r->work += 2 * count + 5 * s->count + sort_strands(s);
}

/* Where in the slab neighbours cross first, or its bottom. */
static int32_t first_crossing(const struct slab *s)
{
    int32_t first = s->bottom, height = s->bottom - s->top;

    for (int32_t i = 0; i + 1 < s->count; i++) {
        const struct strand *a = &s->strand[i], *b = &s->strand[i + 1];
        int64_t apart = (int64_t)b->at_top - a->at_top, beyond = (int64_t)a->at_bottom - b->at_bottom;
        int32_t at;

        if (beyond < CROSSING_MIN)
            continue;
        at = s->top + (int32_t)((height * apart + (apart + beyond) / 2) / (apart + beyond));
        if (at <= s->top)
            at = s->top + 1;
        first = at < first ? at : first;
    }
    return first;
}

/* Ends the slab at a higher place; the order at its top stays. */
static void shorten_slab(struct slab *s, int32_t bottom)
{
    for (int32_t i = 0; i < s->count; i++) {
        struct strand *one = &s->strand[i];

        one->at_bottom = one->at_top
            + (int32_t)(((int64_t)one->at_bottom - one->at_top) * (bottom - s->top) / (s->bottom - s->top));
    }
    s->bottom = bottom;
}

static void add_slab(struct raster *r, const struct slab *s, int32_t winding)
{
    int32_t height = s->bottom - s->top;

    for (int32_t i = 0; i < s->count; i++) {
        const struct strand *one = &s->strand[i];
        int32_t before = winding;

        winding += one->turn;
        if (before == 0)
            raster_add_area(r, one->at_top, one->at_bottom, height);
        else if (winding == 0)
            raster_add_area(r, one->at_top, one->at_bottom, -height);
    }
}

static void add_slabs(struct raster *r, const struct item *items, int32_t count, int32_t row, int32_t winding)
{
    struct slab s;
    int32_t crossing;

    for (s.top = 0; s.top < SUB && r->work <= r->work_max; s.top = s.bottom) {
        fill_slab(r, &s, items, count, row);
        while (s.bottom - s.top > 1 && (crossing = first_crossing(&s)) < s.bottom) {
            shorten_slab(&s, crossing);
            r->work += 4 * s.count;
        }
        add_slab(r, &s, winding);
    }
}

/* ---- order ---- */

/* Each goes where its rank says; keys are all different. */
static void sort_few(int64_t *keys, int32_t count)
{
    int64_t sorted[FEW];

    for (int32_t i = 0; i < count; i++) {
        int64_t one = keys[i];
        int32_t rank = 0;

        for (int32_t k = 0; k < count; k++)
            rank += keys[k] < one;
        sorted[rank] = one;
    }
    for (int32_t i = 0; i < count; i++)
        keys[i] = sorted[i];
}

static void merge_keys(const int64_t *a, const int64_t *a_end, const int64_t *b, const int64_t *b_end, int64_t *ret)
{
    while (a < a_end && b < b_end) {
        int64_t least = *a < *b ? *a : *b;

        a += *a == least;
        b += *b == least;
        *ret++ = least;
    }
    while (a < a_end)
        *ret++ = *a++;
    while (b < b_end)
        *ret++ = *b++;
}

static void sort_part(int64_t *keys, int32_t count, int64_t *scratch)
{
    int32_t half = count / 2;

    if (count <= FEW) {
        sort_few(keys, count);
        return;
    }
    sort_part(keys, half, scratch);
    sort_part(keys + half, count - half, scratch);
    merge_keys(keys, keys + half, keys + half, keys + count, scratch);
    for (int32_t i = 0; i < count; i++)
        keys[i] = scratch[i];
}

int64_t raster_sort_keys(int64_t *keys, int32_t count, int64_t *scratch)
{
    sort_part(keys, count, scratch);
    return 3 * (int64_t)count * (32 - __builtin_clz((uint32_t)count / FEW + 1));
}

int64_t raster_mend_order(int64_t *keys, int32_t count, int64_t *scratch)
{
    int32_t patience = RASTER_PATIENCE(count);

    for (int32_t i = 1; i < count; i++) {
        int64_t one = keys[i];
        int32_t k = i;

        for (; k > 0 && keys[k - 1] > one; k--)
            keys[k] = keys[k - 1];
        keys[k] = one;
        patience -= i - k;
        if (patience < 0)
            return raster_sort_keys(keys, count, scratch);
    }
    return 0;
}

/* ---- tangles ---- */

/* Samples in the middle of each sixteenth, or quarter, of the row; along x coverage stays exact. */
static void add_tangle(struct raster *r, const struct item *items, int32_t count, int32_t row, int32_t winding)
{
    int32_t height = SUB / (count > 4 * RASTER_TANGLE ? SAMPLES_FEW : SAMPLES);

    for (int32_t i = 0; i < count; i++)
        r->keys[i] = items[i].edge;
    for (int32_t y = row * SUB + height / 2; y < (row + 1) * SUB && r->work <= r->work_max; y += height) {
        int32_t w = winding;

        r->work += 10 * (int64_t)count;
        for (int32_t i = 0; i < count; i++) {
            int32_t edge = raster_number_of(r->keys[i]);

            r->keys[i] = raster_key_of(raster_edge_at(&r->edges[edge], y), edge);
        }
        r->work += raster_mend_order(r->keys, count, r->scratch);
        for (int32_t i = 0; i < count; i++) {
            const struct edge *e = &r->edges[raster_number_of(r->keys[i])];
            int32_t before = w, x = raster_x_of(r->keys[i]);

            if (e->y0 > y || e->y1 <= y)
                continue;
            w += e->turn;
            if (before == 0)
                raster_add_area(r, x, x, height);
            else if (w == 0)
                raster_add_area(r, x, x, -height);
        }
    }
}

/* ---- clusters ---- */

/* Do the items make one line, from the top of the row to its bottom? */
static bool is_line(const struct item *items, int32_t count)
{
    bool down = true, up = true;

    for (int32_t i = 1; i < count; i++) {
        if (items[i].turn != items[0].turn)
            return false;
        down = down && items[i].top == items[i - 1].bottom;
        up = up && items[i].bottom == items[i - 1].top;
    }
    return (down && items[0].top == 0 && items[count - 1].bottom == SUB)
        || (up && items[0].bottom == SUB && items[count - 1].top == 0);
}

static void add_line(struct raster *r, const struct item *items, int32_t count, int32_t winding)
{
    for (int32_t i = 0; i < count; i++) {
        int32_t height = items[i].bottom - items[i].top;

        raster_add_area(r, items[i].at_top, items[i].at_bottom, winding ? -height : height);
    }
}

int32_t raster_add_cluster(struct raster *r, const struct item *items, int32_t count, int32_t row, int32_t winding)
{
    int32_t behind = winding * SUB, max = items[0].max;

    for (int32_t i = 0; i < count; i++) {
        behind += items[i].turn * (items[i].bottom - items[i].top);
        max = items[i].max > max ? items[i].max : max;
    }
    behind /= SUB;
    if (count <= RASTER_TANGLE)
        add_slabs(r, items, count, row, winding);
    else if (!is_line(items, count))
        add_tangle(r, items, count, row, winding);
    else if (!winding || !behind)
        add_line(r, items, count, winding);
    raster_add_range(r, items[0].min, max);
    return behind;
}
