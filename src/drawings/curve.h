/* curve.h: the line or outline of a stroke as straight pieces, by the integer rule of docs/chd1.md, "Curves". No libc. */
#ifndef DRAWINGS_CURVE_H
#define DRAWINGS_CURVE_H

#include "drawings/drawing.h"

#define CURVE_UNIT 256                /* the fractions of what comes out: 256 is one unit of the canvas, or of pressure */
#define CURVE_PIECES_MAX 128          /* straight pieces of one quadratic */

struct curve_point {
    int32_t x, y;                     /* 1/256 unit */
    int32_t pressure;                 /* 1/256, 0 to 65280; 65280 (255) where the stroke has none */
};

/* Where a walk over a stroke is. Private but for curve_begin() and curve_next(). */
struct curve {
    const struct drawing_stroke *stroke;
    int32_t longer_side;
    bool begun, ended;                /* of a curve that is no outline: its first, its last point was given */
    size_t around;                    /* the point whose quadratic it is; without a curve the next point */
    uint32_t piece, pieces;           /* the next, and how many there are */
    struct curve_point from, control, to;
};

/* Begins a walk over a stroke of a drawing without faults; both must outlive it. */
void curve_begin(struct curve *c, const struct drawing *d, const struct drawing_stroke *s);
/* The next point of the polyline; false after the last. A line of the points in order; for FILL the outline is closed by the
   reader, from the last point back to the first. A dot gives one point, CLEAR none. Neighbours may be equal. */
bool curve_next(struct curve *c, struct curve_point *ret);
/* A point of the stroke itself. */
struct curve_point curve_point_of(const struct drawing_stroke *s, size_t i) __attribute__((pure));
/* How many points curve_next() will give, without walking over them. */
size_t curve_count(const struct drawing *d, const struct drawing_stroke *s) __attribute__((pure));

#endif
