/* raster_sweep.c: from edges to coverage, row by row.

   What the row's edges occupy in x falls into clusters with gaps between them. In a gap no edge passes (which is why level edges
   inside of a row count), so one winding number holds over its whole height. A cluster that is one line from top to bottom adds
   its exact area, or nothing where both its sides are inside. Any other is cut into slabs in which no edge begins, ends or
   crosses another; there the edges are in order, and those between outside (winding number 0) and inside add their area.
   Coverage is the running sum over the row. */
#include "drawings/raster_impl.h"

#define CROSSING_MIN 256              /* an overlap of less than 1/256 pixel is rounding, not a crossing */
#define SAMPLES 16                    /* heights of a tangle */
#define FEW 16                        /* keys that are sorted by rank */
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

    r->work += 10;
    if (r->work > r->work_max) {
        r->overflow = true;
        return;
    }
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

/* `a` where it is so, else `b`: what no branch has to guess. */
static int32_t either(bool so, int32_t a, int32_t b)
{
    return b ^ ((a ^ b) & -(int32_t)so);
}

/* x of an edge at y, 1/256 pixel from the top of the picture. */
static int32_t edge_at(const struct edge *e, int32_t y)
{
    return either(y >= e->y1, e->x1 * 256, e->x0 * 256 + (int32_t)((y - e->y0) * e->slope >> 16));
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
        r->work += 8 + 2 * (b >> 16) - 2 * (a >> 16);
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

/* Returns how many places they moved. */
static int32_t sort_strands(struct slab *s)
{
    int32_t moves = 0;

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
        moves += i - k;
    }
    return moves;
}

/* The items that pass the slab; its bottom is where the next one begins or ends. */
static void fill_slab(struct raster *r, struct slab *s, const struct item *items, int32_t count, int32_t row)
{
    int32_t top = s->top, bottom = SUB;
    uint8_t passing[RASTER_TANGLE + 1];

    for (int32_t i = 0; i < count; i++) {
        int32_t begins = items[i].top > top ? items[i].top : SUB, ends = items[i].bottom > top ? items[i].bottom : SUB;

        bottom = begins < bottom ? begins : bottom;
        bottom = ends < bottom ? ends : bottom;
    }
    s->bottom = bottom;
    s->count = 0;
    for (int32_t i = 0; i < count; i++) {
        passing[s->count] = (uint8_t)i;
        s->count += (items[i].top <= top) & (items[i].bottom > top);
    }
    for (int32_t i = 0; i < s->count; i++) {
        const struct item *one = &items[passing[i]];
        const struct edge *e = &r->edges[one->edge];

        s->strand[i] = (struct strand){
            either(one->top == top, one->at_top, edge_at(e, row * SUB + top)),
            either(one->bottom == bottom, one->at_bottom, edge_at(e, row * SUB + bottom)), one->turn
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
            add_area(r, one->at_top, one->at_bottom, height);
        else if (winding == 0)
            add_area(r, one->at_top, one->at_bottom, -height);
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

static uint64_t key_of(int32_t x, int32_t edge)
{
    return (uint64_t)((uint32_t)x ^ 0x80000000u) << 32 | (uint32_t)edge;
}

/* Each goes where its rank says; keys are all different. */
static void sort_few(uint64_t *keys, int32_t count)
{
    uint64_t sorted[FEW];

    for (int32_t i = 0; i < count; i++) {
        uint64_t one = keys[i];
        int32_t rank = 0;

        for (int32_t k = 0; k < count; k++)
            rank += keys[k] < one;
        sorted[rank] = one;
    }
    for (int32_t i = 0; i < count; i++)
        keys[i] = sorted[i];
}

static void merge_keys(const uint64_t *a, const uint64_t *a_end, const uint64_t *b, const uint64_t *b_end, uint64_t *ret)
{
    while (a < a_end && b < b_end) {
        uint64_t least = *a < *b ? *a : *b;

        a += *a == least;
        b += *b == least;
        *ret++ = least;
    }
    while (a < a_end)
        *ret++ = *a++;
    while (b < b_end)
        *ret++ = *b++;
}

/* Keys in any order; `scratch` has room for as many. */
static void sort_keys(uint64_t *keys, int32_t count, uint64_t *scratch)
{
    int32_t half = count / 2;

    if (count <= FEW) {
        sort_few(keys, count);
        return;
    }
    sort_keys(keys, half, scratch);
    sort_keys(keys + half, count - half, scratch);
    merge_keys(keys, keys + half, keys + half, keys + count, scratch);
    for (int32_t i = 0; i < count; i++)
        keys[i] = scratch[i];
}

/* The steps that sort_keys() takes. */
static int64_t sorting_work(int32_t count)
{
    return 3 * (int64_t)count * (32 - __builtin_clz((uint32_t)count / FEW + 1));
}

/* Keys that are nearly in order; returns the steps that it took beyond looking at each. */
static int64_t mend_order(uint64_t *keys, int32_t count, uint64_t *scratch)
{
    int32_t patience = 4 * count + 64;

    for (int32_t i = 1; i < count; i++) {
        uint64_t one = keys[i];
        int32_t k = i;

        for (; k > 0 && keys[k - 1] > one; k--)
            keys[k] = keys[k - 1];
        keys[k] = one;
        patience -= i - k;
        if (patience < 0) {
            sort_keys(keys, count, scratch);
            return sorting_work(count);
        }
    }
    return 0;
}

/* ---- tangles ---- */

/* Samples in the middle of each sixteenth, or quarter, of the row; along x coverage stays exact. */
static void add_tangle(struct raster *r, const struct item *items, int32_t count, int32_t row, int32_t winding)
{
    int32_t height = SUB / (count > 4 * RASTER_TANGLE ? SAMPLES_FEW : SAMPLES);

    for (int32_t i = 0; i < count; i++)
        r->keys[i] = (uint32_t)items[i].edge;
    for (int32_t y = row * SUB + height / 2; y < (row + 1) * SUB && r->work <= r->work_max; y += height) {
        int32_t w = winding;

        r->work += 10 * (int64_t)count;
        for (int32_t i = 0; i < count; i++) {
            int32_t edge = (int32_t)(uint32_t)r->keys[i];

            r->keys[i] = key_of(edge_at(&r->edges[edge], y), edge);
        }
        r->work += mend_order(r->keys, count, r->scratch);
        for (int32_t i = 0; i < count; i++) {
            const struct edge *e = &r->edges[(uint32_t)r->keys[i]];
            int32_t before = w, x = (int32_t)((uint32_t)(r->keys[i] >> 32) ^ 0x80000000u);

            if (e->y0 > y || e->y1 <= y)
                continue;
            w += e->turn;
            if (before == 0)
                add_area(r, x, x, height);
            else if (w == 0)
                add_area(r, x, x, -height);
        }
    }
}

/* ---- rows ---- */

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

/* Returns the winding number behind the cluster. */
static int32_t add_cluster(struct raster *r, const struct item *items, int32_t count, int32_t row, int32_t winding)
{
    int32_t behind = winding * SUB, max = items[0].max, min = items[0].min;

    for (int32_t i = 0; i < count; i++) {
        behind += items[i].turn * (items[i].bottom - items[i].top);
        max = items[i].max > max ? items[i].max : max;
    }
    behind /= SUB;
    if (is_line(items, count)) {
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

/* Left of the picture all edges are one cluster, with those that raster_edge() moved to 0. */
static int32_t right_of_0(int32_t x)
{
    return x < 0 ? 0 : x;
}

/* An edge in the row, which it enters at `at_top`. */
static uint64_t enter_row(struct edge *e, int32_t number, int32_t at_top, int32_t row)
{
    e->at_top = at_top;
    e->at_bottom = edge_at(e, (row + 1) * SUB);
    return key_of(right_of_0(e->at_bottom < at_top ? e->at_bottom : at_top), number);
}

/* The edges of the row, in order; `count` of them are there from the row above. */
static int32_t find_active(struct raster *r, int32_t count, int32_t row)
{
    int32_t kept = 0, all;

    for (int32_t i = 0; i < count; i++) {
        int32_t number = (int32_t)(uint32_t)r->active[i];
        struct edge *e = &r->edges[number];

        r->keys[kept] = enter_row(e, number, e->at_bottom, row);
        kept += e->y1 > row * SUB;
    }
    all = kept;
    for (int32_t number = r->heads[row]; number >= 0; number = r->edges[number].next) {
        struct edge *e = &r->edges[number];

        r->keys[all++] = enter_row(e, number, e->y0 >= row * SUB ? e->x0 * 256 : edge_at(e, row * SUB), row);
    }
    r->heads[row] = -1;
    r->work += mend_order(r->keys, kept, r->scratch) + sorting_work(all - kept);
    sort_keys(r->keys + kept, all - kept, r->scratch);
    merge_keys(r->keys, r->keys + kept, r->keys + kept, r->keys + all, r->active);
    return all;
}

static void find_items(struct raster *r, int32_t count, int32_t row)
{
    for (int32_t i = 0; i < count; i++) {
        int32_t number = (int32_t)(uint32_t)r->active[i];
        const struct edge *e = &r->edges[number];
        int32_t a = e->at_top, b = e->at_bottom, top = e->y0 - row * SUB, bottom = e->y1 - row * SUB;

        r->items[i] = (struct item){
            .min = right_of_0(a < b ? a : b), .max = right_of_0(a < b ? b : a), .at_top = a, .at_bottom = b, .edge = number,
            .top = (int16_t)(top > 0 ? top : 0), .bottom = (int16_t)(bottom < SUB ? bottom : SUB), .turn = e->turn
        };
    }
}

/* Too much work: what is left is not painted. */
static void forget_edges(struct raster *r, int32_t row)
{
    for (; row <= r->row_last; row++)
        r->heads[row] = -1;
    r->row_last = -1;
}

void raster_sweep(struct raster *r)
{
    int32_t count = 0;

    for (int32_t row = r->row_first; row < r->band_bottom && (count || row <= r->row_last) && r->work <= r->work_max; row++) {
        count = find_active(r, count, row);
        r->work += 20 * (int64_t)count + 20;
        find_items(r, count, row);
        add_clusters(r, count, row);
        raster_paint_row(r, row);
        if (r->work > r->work_max)
            forget_edges(r, row + 1);
    }
}
