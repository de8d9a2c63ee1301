/* raster_sweep.c: from edges to coverage, row by row.

   Edges that follow each other downwards are a chain. What the row's chains occupy in x falls into clusters with gaps between them. In
   a gap no edge passes (which is why level edges inside of a row count), so one winding number holds over its whole height. A cluster
   that is one chain from the row's top to its bottom, as most are, adds its exact area, or nothing where both its sides are inside.
   Of any other the edges are put in order (raster_area.c). */
#include "drawings/raster_impl.h"

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
    *e = (struct edge){ .x0 = x0, .y0 = y0, .x1 = x1, .y1 = y1, .next = r->heads[first], .below = r->edge_count + turn,
                         .turn = (int16_t)turn };
    e->slope = y0 == y1 ? 0 : (int64_t)(x1 - x0) * ((int64_t)1 << 24) / (y1 - y0);
    r->heads[first] = r->edge_count++;
    r->row_first = first < r->row_first ? first : r->row_first;
    r->row_last = first > r->row_last ? first : r->row_last;
}

void raster_link(struct raster *r, int32_t before, int32_t after)
{
    if (r->trace || before < 0 || after < 0 || before >= r->edge_count || after >= r->edge_count)
        return;
    if (r->edges[before].turn > 0)
        r->edges[before].below = after;
    if (r->edges[after].turn < 0)
        r->edges[after].below = before;
}

/* ---- clusters ---- */

static struct item item_of(const struct edge *e, int32_t number, int32_t row)
{
    int32_t a = e->at_top, b = e->at_bottom, top = e->y0 - row * SUB, bottom = e->y1 - row * SUB;

    return (struct item){
        .min = raster_right_of_0(a < b ? a : b), .max = raster_right_of_0(a < b ? b : a), .at_top = a, .at_bottom = b, .edge = number,
        .top = (int16_t)(top > 0 ? top : 0), .bottom = (int16_t)(bottom < SUB ? bottom : SUB), .turn = e->turn
    };
}

/* All edges of some chains in the row, from the left. Returns how many. */
static int32_t find_items(struct raster *r, const struct chain *chains, int32_t chain_count, int32_t row)
{
    int32_t count = 0;

    for (const struct chain *c = chains; c < chains + chain_count; c++) {
        int32_t number = c->first;

        for (;; number = r->edges[number].below) {
            const struct edge *e = &r->edges[number];

            r->keys[count++] = raster_key_of(raster_right_of_0(e->at_top < e->at_bottom ? e->at_top : e->at_bottom), number);
            if (number == c->last)
                break;
        }
    }
    r->work += raster_mend_order(r->keys, count, r->scratch);
    for (int32_t i = 0; i < count; i++) {
        int32_t number = raster_number_of(r->keys[i]);

        r->items[i] = item_of(&r->edges[number], number, row);
    }
    return count;
}

/* A chain with gaps on both sides that passes the row from its top to its bottom, as most do: one line. Returns the winding number
   behind it. */
static inline int32_t add_chain(struct raster *r, const struct chain *c, int32_t row, int32_t winding)
{
    const struct edge *e = &r->edges[c->first];
    int32_t behind = winding + c->turn, top = row * SUB, number = c->first;

    if (winding && behind)
        return behind;
    raster_add_range(r, c->min, c->max);
    for (; number != c->last; number = e->below, e = &r->edges[number]) {
        raster_add_area(r, e->at_top, e->at_bottom, winding ? top - e->y1 : e->y1 - top);
        top = e->y1;
    }
    raster_add_area(r, e->at_top, e->at_bottom, winding ? top - (row + 1) * SUB : (row + 1) * SUB - top);
    return behind;
}

static void add_clusters(struct raster *r, int32_t count, int32_t row)
{
    const struct chain *c = r->chains, *end, *all = c + count;
    int32_t winding = 0;

    for (; c < all; c = end) {
        int32_t max = c->max;

        for (end = c + 1; end < all && end->min <= max; end++)
            max = end->max > max ? end->max : max;
        if (end == c + 1 && c->whole)
            winding = add_chain(r, c, row, winding);
        else
            winding = raster_add_cluster(r, r->items, find_items(r, c, (int32_t)(end - c), row), row, winding);
    }
}

/* The edge that goes on downwards where this one ends, if no row has met it yet. */
static struct edge *next_below(const struct raster *r, const struct edge *e)
{
    struct edge *next;

    if ((uint32_t)e->below >= (uint32_t)r->edge_count)
        return NULL;
    next = &r->edges[e->below];
    return next->y0 == e->y1 && next->x0 == e->x1 && next->turn == e->turn && !next->met ? next : NULL;
}

/* A chain goes down through the row, from where `e` enters it at `x`. Returns how many edges it takes. */
static int32_t walk_chain(const struct raster *r, struct chain *ret, struct edge *e, int32_t x, int32_t row)
{
    int32_t min = x, max = x, bottom = (row + 1) * SUB, edges = 1;
    struct edge *next;

    ret->first = (int32_t)(e - r->edges);
    ret->turn = e->turn;
    ret->whole = e->y0 <= row * SUB;
    for (;; e = next, edges++) {
        e->met = true;
        e->at_top = x;
        e->at_bottom = x = raster_edge_at(e, bottom);
        min = x < min ? x : min;
        max = x > max ? x : max;
        if (e->y1 >= bottom || !(next = next_below(r, e)))
            break;
    }
    ret->last = (int32_t)(e - r->edges);
    ret->whole = ret->whole && e->y1 >= bottom && edges <= RASTER_TANGLE;
    ret->min = raster_right_of_0(min);
    ret->max = raster_right_of_0(max);
    return edges;
}

/* The same where one edge goes on to the next row, as most do. */
static void pass_row(struct chain *ret, struct edge *e, int32_t number, int32_t row)
{
    int32_t top = e->at_bottom, bottom = raster_above_end(e, (row + 1) * SUB), min = top < bottom ? top : bottom;

    e->at_top = top;
    e->at_bottom = bottom;
    *ret = (struct chain){ raster_right_of_0(min), raster_right_of_0(top ^ bottom ^ min), number, number, e->turn, true };
}

/* In any order. Returns the steps that it takes. */
static int64_t sort_chains(struct raster *r, int32_t count)
{
    struct chain *sorted = r->chains_scratch;
    int64_t work;

    for (int32_t i = 0; i < count; i++)
        r->keys[i] = raster_key_of(r->chains[i].min, i);
    work = raster_sort_keys(r->keys, count, r->scratch);
    for (int32_t i = 0; i < count; i++)
        sorted[i] = r->chains[raster_number_of(r->keys[i])];
    r->chains_scratch = r->chains;
    r->chains = sorted;
    return work;
}

/* Most are in order already. Returns the steps beyond looking at each. */
static int64_t mend_chains(struct raster *r, int32_t count)
{
    struct chain *chains = r->chains;
    int32_t patience = RASTER_PATIENCE(count);

    for (int32_t i = 1; i < count; i++) {
        struct chain one;
        int32_t k = i;

        if (chains[i - 1].min <= chains[i].min)
            continue;
        one = chains[i];
        for (; k > 0 && chains[k - 1].min > one.min; k--)
            chains[k] = chains[k - 1];
        chains[k] = one;
        patience -= i - k;
        if (patience < 0)
            return sort_chains(r, count);
    }
    return 0;
}

/* The chains of the row, in order; `count` of them are there from the row above. Returns how many. */
static int32_t find_chains(struct raster *r, int32_t count, int32_t row)
{
    struct chain *chains = r->chains;
    int32_t n = 0, edges = count;

    for (int32_t i = 0; i < count; i++) {
        int32_t number = chains[i].last;
        struct edge *e = &r->edges[number];
        int32_t x = e->at_bottom;

        if (e->y1 > (row + 1) * SUB)
            pass_row(&chains[n++], e, number, row);
        else if (e->y1 > row * SUB || (e = next_below(r, e)))
            edges += walk_chain(r, &chains[n++], e, x, row);
    }
    for (int32_t number = r->heads[row]; number >= 0; number = r->edges[number].next) {
        struct edge *e = &r->edges[number];

        if (e->met)
            continue;
        edges += walk_chain(r, &chains[n++], e, e->y0 >= row * SUB ? e->x0 * 256 : raster_edge_at(e, row * SUB), row);
    }
    r->heads[row] = -1;
    r->work += 20 * (int64_t)edges + mend_chains(r, n);
    return n;
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
        count = find_chains(r, count, row);
        r->work += 20;
        add_clusters(r, count, row);
        raster_paint_row(r, row);
        if (r->work > r->work_max)
            forget_edges(r, row + 1);
    }
}
