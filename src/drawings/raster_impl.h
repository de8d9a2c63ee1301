/* raster_impl.h: what the files of the rasteriser (raster*.c) share; for nobody else.

   Positions: an edge's ends are in 1/256 pixel; inside of a row x is in 1/65536 pixel and y in 1/256 row. Unit vectors have 20 bits
   behind the point. Right shifts of negative numbers are arithmetic, as gcc and clang define them. */
#ifndef DRAWINGS_RASTER_IMPL_H
#define DRAWINGS_RASTER_IMPL_H

#include "drawings/curve.h"
#include "drawings/raster.h"

#define SUB 256                       /* parts of a pixel, and of a row */
#define TILE 32                       /* pixels are kept in squares of this side, each touched before it is used */
#define TILE_SHIFT 5
#define TILE_PIXELS (TILE * TILE)
#define FULL (1 << 24)                /* coverage sum of a whole pixel */
#define RASTER_PATIENCE(count) (4 * (count) + 64)       /* places that things may move until they are sorted from the start */

struct edge {
    int64_t slope;                    /* x, in 1/65536 pixel times 2^16, for each 1/256 row */
    int32_t x0, y0, x1, y1;           /* y0 <= y1 */
    int32_t next;                     /* of those that begin in the same row, or -1 */
    int32_t below;                    /* that likely goes on where this one ends; any number */
    int16_t turn;                     /* 1 goes down, -1 up */
    bool met;                         /* by a row */
    int32_t at_top, at_bottom;        /* x where it enters and leaves the row that is being swept */
};

/* Edges that follow each other downwards, those that are in the row. */
struct chain {
    int32_t min, max;                 /* of x, not left of 0 */
    int32_t first, last;              /* of them */
    int16_t turn;                     /* theirs */
    bool whole;                       /* from the row's top to its bottom, in not too many edges */
};

/* What of an edge is in the row. */
struct item {
    int32_t min, max;                 /* of x */
    int32_t at_top, at_bottom;        /* x where it enters and leaves the row */
    int32_t edge;
    int16_t top, bottom;              /* 0 to 256 */
    int32_t turn;
};

struct vector {
    int32_t x, y;
};

struct disc {
    int32_t x, y, radius;             /* 1/256 pixel */
};

/* Who wants an outline as lines and arcs, not as edges. */
struct raster_trace {
    void (*line)(void *arg, struct vector from, struct vector to);
    /* Clockwise; `large` where it is more than half of the disc's rim. */
    void (*arc)(void *arg, struct disc c, struct vector from, struct vector to, bool large);
    void *arg;
};

struct pixel_range {
    int32_t from, to;                 /* both included */
};

/* Pixels are premultiplied, red in the lowest byte. */
struct layer {
    uint32_t *pixels;                 /* tile after tile; NULL: never painted on */
    uint8_t *touched;                 /* per tile: its pixels are in use, else it is empty */
};

enum tile_state { NOT_KEPT, KEPT, KEPT_EMPTY };

/* What a tile was before a step; those of one layer that were empty need no pixels. */
struct journal_tile {
    uint16_t tile;
    uint8_t layer;
    bool empty;
};

/* Where a step's tiles and pixels begin, counted for ever: modulo JOURNAL_TILES and slot_max they are places in rings. */
struct journal_step {
    uint32_t tile, slot;
};

#define JOURNAL_STEPS 2048
#define JOURNAL_TILES 65536

struct journal {
    uint32_t *pixels;                 /* [slot_max] tiles */
    struct journal_tile *tiles;
    struct journal_step *steps;
    uint32_t slot_max, step_first, step_end, tile_end, slot_end;
};

struct paint {
    struct layer *layer;
    uint32_t colour;                  /* premultiplied */
    bool erase;
    struct raster_rect clip;
};

struct raster {
    const struct raster_trace *trace; /* NULL: edges are collected */
    int32_t version;                  /* whose pixels */
    int32_t longer_side;              /* of the canvas */
    int32_t width, height;            /* of the largest picture */
    int32_t tiles_x, tile_count;
    struct layer layers[DRAWING_LAYERS_MAX];

    struct layer *live;               /* the layer of the live stroke, or NULL */
    uint32_t *kept;                   /* its tiles as they were before */
    uint8_t *kept_state;              /* enum tile_state of each */
    struct raster_rect stale;         /* where points were that are taken back: to be painted again */
    struct journal journal;
    uint32_t shown;                   /* bit n: layer n is part of the picture */

    bool dry;
    int64_t work, work_max;           /* so far; more is given up */
    struct edge *edges;
    int32_t edge_max, edge_count;
    int32_t band_top, band_bottom;    /* rows that edges are collected for */
    int32_t row_first, row_last;      /* that some begin in */
    bool overflow, crowded;           /* now; in any band so far */
    int32_t *heads;                   /* per row; -1 */

    struct chain *chains;             /* of the row that is swept, by x */
    struct chain *chains_scratch;
    int64_t *keys, *scratch;          /* edges by x, then number; for putting them in order */
    struct item *items;
    int32_t *sums;                    /* per pixel of a row, and two more: what coverage changes by; 0 between rows */
    struct pixel_range *ranges;       /* where sums were added to */
    int32_t range_count;
    struct paint paint;
};

static inline struct raster_rect raster_common(struct raster_rect a, struct raster_rect b)
{
    return (struct raster_rect){
        a.x0 > b.x0 ? a.x0 : b.x0, a.y0 > b.y0 ? a.y0 : b.y0, a.x1 < b.x1 ? a.x1 : b.x1, a.y1 < b.y1 ? a.y1 : b.y1
    };
}

static inline int32_t raster_right_of_0(int32_t x)
{
    return x < 0 ? 0 : x;
}

/* `a` where it is so, else `b`: what no branch has to guess. */
static inline int32_t raster_either(bool so, int32_t a, int32_t b)
{
    return b ^ ((a ^ b) & -(int32_t)so);
}

/* x of an edge at y, 1/256 pixel from the top of the picture: above its lower end, */
static inline int32_t raster_above_end(const struct edge *e, int32_t y)
{
    return e->x0 * 256 + (int32_t)((y - e->y0) * e->slope >> 16);
}

/* and anywhere. */
static inline int32_t raster_edge_at(const struct edge *e, int32_t y)
{
    return raster_either(y >= e->y1, e->x1 * 256, raster_above_end(e, y));
}

/* Keys are in order by x, then by number. */
static inline int64_t raster_key_of(int32_t x, int32_t number)
{
    return (int64_t)x * ((int64_t)1 << 32) + number;
}

static inline int32_t raster_x_of(int64_t key)
{
    return (int32_t)(key >> 32);
}

static inline int32_t raster_number_of(int64_t key)
{
    return (int32_t)(uint32_t)key;
}

/* Collects an edge from one point to another (1/256 pixel) for the rows of the band. */
void raster_edge(struct raster *r, int32_t x0, int32_t y0, int32_t x1, int32_t y1);
/* Says that edge `after` goes on where edge `before` ends; edges that were collected one after the other need not be told. Only a hint:
   sorting is quicker with it. */
void raster_link(struct raster *r, int32_t before, int32_t after);
/* Collects the outline of a stroke: DRAW, ERASE, FILL. */
void raster_outline(struct raster *r, const struct drawing *d, const struct drawing_stroke *s);
/* Traces the outline of DRAW and ERASE in 1/256 pixel of the largest picture: closed lines in no order, whose winding number is 1 or
   more in all that the stroke covers and 0 outside. The same for pictures of all versions. */
void raster_trace_outline(const struct drawing *d, const struct drawing_stroke *s, const struct raster_trace *trace);
/* Adds what is to the right of a line from x = a to x = b over `height` (1/256 row, negative to take it away) to the row's sums:
   over any number of pixels, and outside of the picture; */
void raster_add_slope(struct raster *r, int32_t a, int32_t b, int32_t height);

/* where it stays in one pixel of the picture; */
static inline void raster_add_steep(struct raster *r, int32_t a, int32_t b, int32_t height)
{
    int32_t part = ((a & 0xFFFF) + (b & 0xFFFF)) >> 1;

    r->sums[a >> 16] += height * (65536 - part);
    r->sums[(a >> 16) + 1] += height * part;
}

/* and whichever of both it is: most are steep. */
static inline void raster_add_area(struct raster *r, int32_t a, int32_t b, int32_t height)
{
    if (a >> 16 == b >> 16 && (uint32_t)(a >> 16) < (uint32_t)r->width)
        raster_add_steep(r, a, b, height);
    else
        raster_add_slope(r, a, b, height);
}

/* Sums were added to between these x, 0 or more: the list is in order. */
void raster_add_range(struct raster *r, int32_t min, int32_t max);
/* Adds a cluster, its items in order from the left; returns the winding number behind it. */
int32_t raster_add_cluster(struct raster *r, const struct item *items, int32_t count, int32_t row, int32_t winding);
/* Puts keys in order that are all different; `scratch` has room for as many. Returns the steps that it takes, */
int64_t raster_sort_keys(int64_t *keys, int32_t count, int64_t *scratch);
/* and the same where most are in order already: the steps beyond looking at each. */
int64_t raster_mend_order(int64_t *keys, int32_t count, int64_t *scratch);
/* Sweeps the collected edges and paints with r->paint. */
void raster_sweep(struct raster *r);
/* Is b on the straight way from a to c, as wide as both? A line has no corner there (since version 3, where it is not a curve). */
bool raster_is_on_way(struct curve_point a, struct curve_point b, struct curve_point c) __attribute__((const));
/* Where the discs of points `first` to the last are, widened to whole pixels; empty where there are none. */
struct raster_rect raster_bounds(const struct raster *r, const struct drawing_stroke *s, size_t first);

/* Paints pixels x0 <= x < x1 of a row wholly. */
void raster_paint_solid(struct raster *r, int32_t y, int32_t x0, int32_t x1);
/* Paints a row by r->sums in r->ranges, and makes the sums 0 again. */
void raster_paint_row(struct raster *r, int32_t y);
uint32_t raster_premultiply(struct drawing_colour c) __attribute__((const));

/* p times a / 255 on each channel, to the nearest. */
static inline uint32_t raster_scale(uint32_t p, uint32_t a)
{
    uint32_t even = (p & 0xFF00FF) * a + 0x800080, odd = (p >> 8 & 0xFF00FF) * a + 0x800080;

    even = (even + (even >> 8 & 0xFF00FF)) >> 8 & 0xFF00FF;
    odd = (odd + (odd >> 8 & 0xFF00FF)) & 0xFF00FF00;
    return even | odd;
}

/* A premultiplied pixel over another. */
static inline uint32_t raster_over(uint32_t above, uint32_t below)
{
    return above + raster_scale(below, 255 - (above >> 24));
}

/* The same for four pixels at once. */
typedef uint32_t four_pixels __attribute__((vector_size(16), aligned(4), may_alias));
typedef uint16_t eight_channels __attribute__((vector_size(16), aligned(4), may_alias));

static inline four_pixels raster_scale_by(four_pixels p, eight_channels by)
{
    eight_channels even = (eight_channels)(p & 0xFF00FF) * by + 128, odd = (eight_channels)(p >> 8 & 0xFF00FF) * by + 128;

    even = (even + (even >> 8)) >> 8;
    odd = odd + (odd >> 8);
    return (four_pixels)even | ((four_pixels)odd & 0xFF00FF00);
}

static inline four_pixels raster_scale_four(four_pixels p, four_pixels a)
{
    return raster_scale_by(p, (eight_channels)(a | a << 16));
}

static inline four_pixels raster_over_four(four_pixels above, four_pixels below)
{
    return above + raster_scale_four(below, 255 - (above >> 24));
}

/* Four times the same. */
static inline four_pixels raster_four(uint32_t p)
{
    return (four_pixels){ p, p, p, p };
}

#endif
