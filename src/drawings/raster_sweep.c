/* raster_sweep.c: from edges to coverage, row by row.

   What the row's edges occupy in x falls into clusters with gaps between them. In a gap no edge passes (which is why level edges
   inside of a row count), so one winding number holds over its whole height. A cluster that is one line from top to bottom adds
   its exact area, or nothing where both its sides are inside. Any other is cut into slabs in which no edge begins, ends or
   crosses another; there the edges are in order, and those between outside (winding number 0) and inside add their area.
   Coverage is the running sum over the row. */
#include "drawings/raster_impl.h"

#define CROSSING_MIN 256              /* an overlap of less than 1/256 pixel is rounding, not a crossing */
#define SAMPLES 16                    /* heights of a tangle */
#define SAMPLES_FEW 4                 /* of one with more than four times as many edges */

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

void raster_edge(struct raster *r, int32_t x0, int32_t y0, int32_t x1, int32_t y1)
{
    int32_t turn = y0 < y1 ? 1 : -1, right = r->width * SUB, first, swap;
    struct edge *e;

    if (turn < 0) {
        swap = x0, x0 = x1, x1 = swap;
        swap = y0, y0 = y1, y1 = swap;
    }
    if ((y0 == y1 && y0 % SUB == 0) || y1 <= r->band_top * SUB || y0 >= r->band_bottom * SUB || (x0 >= right && x1 >= right))
        return;
    if (r->edge_count == r->edge_max) {
        r->overflow = true;
        return;
    }
    if (x0 <= 0 && x1 <= 0)
        x0 = x1 = 0;
    first = y0 >> 8 > r->band_top ? y0 >> 8 : r->band_top;
    e = &r->edges[r->edge_count];
    *e = (struct edge){ .x0 = x0, .y0 = y0, .x1 = x1, .y1 = y1, .next = r->heads[first], .turn = turn };
    e->slope = y0 == y1 ? 0 : (int64_t)(x1 - x0) * ((int64_t)1 << 24) / (y1 - y0);
    r->heads[first] = r->edge_count++;
    r->row_first = first < r->row_first ? first : r->row_first;
    r->row_last = first > r->row_last ? first : r->row_last;
}

/* x of an edge at y, 1/256 pixel from the top of the picture. */
static int32_t edge_at(const struct edge *e, int32_t y)
{
    if (y >= e->y1)
        return e->x1 * 256;
    return e->x0 * 256 + (int32_t)((y - e->y0) * e->slope >> 16);
}

/* ---- area ---- */

/* Over several pixels; 0 <= a < b, inside of the row. */
static void add_slope(int32_t *sums, int32_t a, int32_t b, int32_t height)
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

/* Adds what is to the right of a line from x = a to x = b over `height` (1/256 row, negative to take it away). */
static void add_area(struct raster *r, int32_t a, int32_t b, int32_t height)
{
    int32_t right = r->width << 16, part;

    if (a > b)
        part = a, a = b, b = part;
    if (a < 0 && b > 0) {
        part = (int32_t)((int64_t)height * -a / ((int64_t)b - a));
        r->sums[0] += part * 65536;
        height -= part;
        a = 0;
    }
    if (b > right && a < right) {
        part = (int32_t)((int64_t)height * ((int64_t)b - right) / ((int64_t)b - a));
        height -= part;
        b = right;
    }
    if (a >= right)
        return;
    if (b <= 0) {
        r->sums[0] += height * 65536;
    } else if (a >> 16 == b >> 16) {
        part = ((a & 0xFFFF) + (b & 0xFFFF)) >> 1;
        r->sums[a >> 16] += height * (65536 - part);
        r->sums[(a >> 16) + 1] += height * part;
    } else {
        add_slope(r->sums, a, b, height);
    }
}

/* Sums were added to between these x: the list is in order. */
static void add_range(struct raster *r, int32_t min, int32_t max)
{
    struct pixel_range *last = r->range_count ? &r->ranges[r->range_count - 1] : NULL;
    int32_t from = min < 0 ? 0 : min >> 16, to = max < 0 ? 1 : (max >> 16) + 1;

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

static void sort_strands(struct slab *s)
{
    for (int32_t i = 1; i < s->count; i++) {
        struct strand one = s->strand[i];
        int32_t k = i;

        for (; k > 0; k--) {
            const struct strand *left = &s->strand[k - 1];

            if (left->at_top < one.at_top || (left->at_top == one.at_top && left->at_bottom <= one.at_bottom))
                break;
            s->strand[k] = *left;
        }
        s->strand[k] = one;
    }
}

/* The items that pass the slab; its bottom is where the next one begins or ends. */
static void fill_slab(const struct raster *r, struct slab *s, const struct item *items, int32_t count, int32_t row)
{
    s->bottom = SUB;
    s->count = 0;
    for (int32_t i = 0; i < count; i++) {
        if (items[i].top > s->top && items[i].top < s->bottom)
            s->bottom = items[i].top;
        if (items[i].bottom > s->top && items[i].bottom < s->bottom)
            s->bottom = items[i].bottom;
    }
    for (int32_t i = 0; i < count; i++) {
        const struct edge *e = &r->edges[items[i].edge];

        if (items[i].top > s->top || items[i].bottom <= s->top)
            continue;
        s->strand[s->count++] = (struct strand){
            items[i].top == s->top ? items[i].at_top : edge_at(e, row * SUB + s->top),
            items[i].bottom == s->bottom ? items[i].at_bottom : edge_at(e, row * SUB + s->bottom), e->turn
        };
    }
    sort_strands(s);
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
            add_area(r, one->at_top, one->at_bottom, height);
        else if (winding == 0)
            add_area(r, one->at_top, one->at_bottom, -height);
    }
}

static void add_slabs(struct raster *r, const struct item *items, int32_t count, int32_t row, int32_t winding)
{
    struct slab s = { .top = 0 };
    int32_t crossing;

    while (s.top < SUB) {
        fill_slab(r, &s, items, count, row);
        while (s.bottom - s.top > 1 && (crossing = first_crossing(&s)) < s.bottom)
            shorten_slab(&s, crossing);
        add_slab(r, &s, winding);
        s.top = s.bottom;
    }
}

/* ---- tangles ---- */

/* Shell's sort by (min, edge) with the gaps of Ciura; quick where nearly all are in order. */
static void sort_items(struct item *items, int32_t count)
{
    static const int32_t gaps[] = { 130023, 57790, 25684, 11416, 5074, 2255, 1002, 701, 301, 132, 57, 23, 10, 4, 1 };

    for (size_t g = count > 40 ? 0 : sizeof(gaps) / sizeof(gaps[0]) - 1; g < sizeof(gaps) / sizeof(gaps[0]); g++) {
        int32_t gap = gaps[g];

        for (int32_t i = gap; i < count; i++) {
            struct item one = items[i];
            int32_t k = i;

            for (; k >= gap; k -= gap) {
                const struct item *left = &items[k - gap];

                if (left->min < one.min || (left->min == one.min && left->edge < one.edge))
                    break;
                items[k] = *left;
            }
            if (k != i)
                items[k] = one;
        }
    }
}

/* Samples in the middle of each sixteenth, or quarter, of the row; along x coverage stays exact. The items are used up. */
static void add_tangle(struct raster *r, struct item *items, int32_t count, int32_t row, int32_t winding)
{
    int32_t height = SUB / (count > 4 * RASTER_TANGLE ? SAMPLES_FEW : SAMPLES);

    for (int32_t y = height / 2; y < SUB; y += height) {
        int32_t w = winding;

        for (int32_t i = 0; i < count; i++)
            items[i].min = edge_at(&r->edges[items[i].edge], row * SUB + y);
        sort_items(items, count);
        for (int32_t i = 0; i < count; i++) {
            int32_t before = w;

            if (items[i].top > y || items[i].bottom <= y)
                continue;
            w += r->edges[items[i].edge].turn;
            if (before == 0)
                add_area(r, items[i].min, items[i].min, height);
            else if (w == 0)
                add_area(r, items[i].min, items[i].min, -height);
        }
    }
}

/* ---- rows ---- */

/* Do the items make one line, from the top of the row to its bottom? */
static bool is_line(const struct raster *r, const struct item *items, int32_t count)
{
    int32_t turn = r->edges[items[0].edge].turn;
    bool down = true, up = true;

    for (int32_t i = 1; i < count; i++) {
        if (r->edges[items[i].edge].turn != turn)
            return false;
        down = down && items[i].top == items[i - 1].bottom;
        up = up && items[i].bottom == items[i - 1].top;
    }
    return (down && items[0].top == 0 && items[count - 1].bottom == SUB)
        || (up && items[0].bottom == SUB && items[count - 1].top == 0);
}

/* Returns the winding number behind the cluster. */
static int32_t add_cluster(struct raster *r, struct item *items, int32_t count, int32_t row, int32_t winding)
{
    int32_t behind = winding * SUB, max = items[0].max, min = items[0].min;

    for (int32_t i = 0; i < count; i++) {
        behind += r->edges[items[i].edge].turn * (items[i].bottom - items[i].top);
        max = items[i].max > max ? items[i].max : max;
    }
    behind /= SUB;
    if (is_line(r, items, count)) {
        if (winding && behind)
            return behind;
        for (int32_t i = 0; i < count; i++) {
            int32_t height = items[i].bottom - items[i].top;

            add_area(r, items[i].at_top, items[i].at_bottom, winding ? -height : height);
        }
    } else if (count <= RASTER_TANGLE) {
        add_slabs(r, items, count, row, winding);
    } else {
        add_tangle(r, items, count, row, winding);
    }
    add_range(r, min, max);
    return behind;
}

static void add_clusters(struct raster *r, int32_t count, int32_t row)
{
    int32_t winding = 0, end;

    for (int32_t i = 0; i < count; i = end) {
        int32_t max = r->items[i].max;

        for (end = i + 1; end < count && r->items[end].min <= max; end++)
            max = r->items[end].max > max ? r->items[end].max : max;
        winding = add_cluster(r, r->items + i, end - i, row, winding);
    }
}

static struct item item_of(const struct raster *r, int32_t edge, int32_t row)
{
    const struct edge *e = &r->edges[edge];
    int32_t top = e->y0 - row * SUB, bottom = e->y1 - row * SUB, a, b;
    struct item i;

    top = top > 0 ? top : 0;
    bottom = bottom < SUB ? bottom : SUB;
    a = e->y0 >= row * SUB ? e->x0 * 256 : edge_at(e, row * SUB + top);
    b = edge_at(e, row * SUB + bottom);
    i = (struct item){ a < b ? a : b, a < b ? b : a, a, b, edge, (int16_t)top, (int16_t)bottom };
    i.min = i.min < 0 ? 0 : i.min;   /* left of the picture all edges are one cluster, with those that raster_edge() moved to 0 */
    i.max = i.max < 0 ? 0 : i.max;
    return i;
}

static uint32_t coverage_of(int32_t sum)
{
    return sum <= 0 ? 0 : sum >= FULL ? 255 : ((uint32_t)(sum >> 8) * 255 + 32768) >> 16;
}

/* Paints the row of the sums, and makes them 0 again. */
static void paint_row(struct raster *r, int32_t row)
{
    int32_t sum = 0;

    for (int32_t i = 0; i < r->range_count; i++) {
        struct pixel_range range = r->ranges[i];
        int32_t end = i + 1 < r->range_count ? r->ranges[i + 1].from : r->width;

        for (int32_t x = range.from; x <= range.to; x++) {
            sum += r->sums[x];
            r->sums[x] = 0;
            r->coverage[x] = (uint8_t)coverage_of(sum);
        }
        raster_paint_covered(r, row, range.from, range.to + 1);
        if (coverage_of(sum) && range.to + 1 < end)
            raster_paint_solid(r, row, range.to + 1, end, coverage_of(sum));
    }
    r->sums[r->width] = r->sums[r->width + 1] = 0;
    r->range_count = 0;
}

void raster_sweep(struct raster *r)
{
    int32_t count = 0, kept;

    for (int32_t row = r->row_first; row < r->band_bottom && (count || row <= r->row_last); row++) {
        for (int32_t e = r->heads[row]; e >= 0; e = r->edges[e].next)
            r->active[count++] = e;
        r->heads[row] = -1;
        for (int32_t i = 0; i < count; i++)
            r->items[i] = item_of(r, r->active[i], row);
        sort_items(r->items, count);
        kept = 0;
        for (int32_t i = 0; i < count; i++)
            if (r->edges[r->items[i].edge].y1 > (row + 1) * SUB)
                r->active[kept++] = r->items[i].edge;
        add_clusters(r, count, row);
        paint_row(r, row);
        count = kept;
    }
}
