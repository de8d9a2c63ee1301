/* drawing.h: a drawing as the format CHD1, the rasteriser and the importers see it, and the rules over the whole of it.

   All numbers are integers. Lengths are the canvas's own units; y grows downwards; (0,0) is the upper left corner of the canvas,
   not the middle of a pixel. docs/chd1.md is the specification. This header and what implements it need no libc beyond memcpy(),
   memset() and memcmp(), so that they compile to WebAssembly as they are. */
#ifndef DRAWINGS_DRAWING_H
#define DRAWINGS_DRAWING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Limits of the format. */
enum drawing_limit {
    DRAWING_CANVAS_MIN = 64, DRAWING_CANVAS_MAX = 16384,  /* width and height */
    DRAWING_ASPECT_MAX = 4,           /* the longer side is at most that many times the shorter */
    DRAWING_COLOURS_MAX = 64,
    DRAWING_LAYERS_MAX = 8,
    DRAWING_STROKES_MAX = 2000,
    DRAWING_POINTS_MAX = 200000,      /* of all strokes together */
    DRAWING_BYTES_MAX = 524288,       /* of the binary form */
    DRAWING_TIME_MAX_MS = 2147483647
};

/* A colour of the palette, not premultiplied, sRGB. */
struct drawing_colour {
    uint8_t r, g, b, a;               /* a is 1 to 255 */
};

enum drawing_op {
    DRAWING_DRAW,                     /* a pen of a colour */
    DRAWING_ERASE,                    /* takes away from its layer what the same pen would cover */
    DRAWING_FILL,                     /* the area inside the closed outline: non-zero rule, exact coverage */
    DRAWING_CLEAR,                    /* empties its layer; has no points */
    DRAWING_OP__COUNT
};

#define DRAWING_NO_BACKGROUND (-1)

struct drawing_stroke {
    uint8_t op;                       /* enum drawing_op */
    uint8_t layer;                    /* 0 is painted first */
    uint8_t colour;                   /* index into the palette; DRAW and FILL, else 0 */
    bool curve;                       /* quadratics through the midpoints of neighbouring points (curve.h); DRAW, ERASE, FILL */
    int32_t width;                    /* diameter of the pen at full pressure; DRAW and ERASE, else 0 */
    size_t count;                     /* points: 1 and up (1 is a dot); FILL 3 and up; CLEAR 0 */
    int32_t *x, *y;                   /* [count]; -w to 2w, -h to 2h; NULL for CLEAR */
    uint8_t *pressure;                /* [count], or NULL: 255 everywhere; DRAW and ERASE */
    int32_t *time_ms;                 /* [count] since the drawing began, or NULL; CLEAR: [1], or NULL. Never steps back, neither
                                         in a stroke nor from one stroke to a later one */
};

/* Strokes are in the order of painting. Each paints on its layer alone; afterwards the layers are put over the background in
   ascending order. A number that no stroke names is an empty layer. */
struct drawing {
    int32_t width, height;            /* canvas */
    int32_t background;               /* index into the palette, or DRAWING_NO_BACKGROUND: transparent */
    size_t colour_count;
    struct drawing_colour *palette;
    size_t stroke_count;              /* 1 and up */
    struct drawing_stroke *strokes;
};

/* The rules. Slug, place and words of each are in drawing_fault.c, the tests of each in tests/drawings/. */
enum drawing_rule {
    /* of the bytes alone */
    DRAWING_RULE_BYTES, DRAWING_RULE_MAGIC, DRAWING_RULE_VERSION, DRAWING_RULE_FLAGS, DRAWING_RULE_HEAD,
    DRAWING_RULE_TRUNCATED, DRAWING_RULE_TRAILING, DRAWING_RULE_VARINT_LONG, DRAWING_RULE_VARINT_LARGE,
    /* values and limits */
    DRAWING_RULE_CANVAS_WIDTH, DRAWING_RULE_CANVAS_HEIGHT, DRAWING_RULE_ASPECT, DRAWING_RULE_BACKGROUND, DRAWING_RULE_COLOURS,
    DRAWING_RULE_ALPHA, DRAWING_RULE_NO_STROKES, DRAWING_RULE_STROKES, DRAWING_RULE_POINTS, DRAWING_RULE_OP, DRAWING_RULE_LAYER,
    DRAWING_RULE_COLOUR, DRAWING_RULE_WIDTH, DRAWING_RULE_COUNT, DRAWING_RULE_COUNT_FILL, DRAWING_RULE_X, DRAWING_RULE_Y,
    DRAWING_RULE_PRESSURE, DRAWING_RULE_TIME, DRAWING_RULE_TIME_BACK, DRAWING_RULE_FIELD,
    /* one spelling for one drawing: what drawing_tidy() mends */
    DRAWING_RULE_PALETTE_ORDER, DRAWING_RULE_PALETTE_TWICE, DRAWING_RULE_PALETTE_UNUSED, DRAWING_RULE_EQUAL_POINTS,
    DRAWING_RULE_CLOSED_TWICE, DRAWING_RULE_CURVE_SHORT, DRAWING_RULE_PRESSURE_FULL,
    /* not of the format: what is more work to paint than anybody draws (drawing_cost.h) */
    DRAWING_RULE_COST,
    DRAWING_RULE__COUNT
};

struct drawing_fault {
    uint8_t rule;                     /* enum drawing_rule */
    int32_t stroke;                   /* index, or -1 */
    int32_t item;                     /* index of a point, or of a colour where stroke is -1; or -1 */
    int64_t min, max;                 /* what would be allowed, where the rule has bounds */
    int64_t got;
    size_t offset;                    /* into the bytes, for those that were decoded; else 0 */
};

struct drawing_range {
    int64_t min, max;
};

/* What a rule with bounds allows in this drawing; 0 to 0 for the others. The only place that knows. */
struct drawing_range drawing_range(const struct drawing *d, enum drawing_rule rule) __attribute__((pure));

#define DRAWING_FAULTS_MAX 32

struct drawing_faults {
    struct drawing_fault fault[DRAWING_FAULTS_MAX];
    size_t count;                     /* faults past DRAWING_FAULTS_MAX are dropped */
};

enum drawing_strictness {
    DRAWING_VALUES,                   /* values and limits: what no tidying mends */
    DRAWING_CANONICAL                 /* and that there is no other spelling: what can be encoded */
};

/* All faults of a drawing, in order. True if there is none. Any numbers are fine as input; the arrays are as long as `count` says. */
bool drawing_check(const struct drawing *d, enum drawing_strictness how, struct drawing_faults *ret);
/* Brings a drawing without faults of DRAWING_VALUES into its one canonical spelling, in place: of points that follow each other
   at the same place the first is kept, with its time and the greatest pressure; an outline does not end where it began; a
   pressure of 255 everywhere is none; a curve of less than 3 points is none; the palette is in the order of first use, without
   colours that are equal or unused. An outline of which less than 3 points remain stays a fault (DRAWING_RULE_COUNT_FILL). What is
   painted stays the same, but for the pressure at points that were merged. */
void drawing_tidy(struct drawing *d);
size_t drawing_time_count(const struct drawing_stroke *s) /* how many times it has: count, but 1 for CLEAR; 0 without */
    __attribute__((pure));
size_t drawing_point_count(const struct drawing *d) /* of all strokes */ __attribute__((pure));
uint32_t drawing_layers(const struct drawing *d) /* bit n is set where a stroke names layer n */ __attribute__((pure));

#endif
