/* svg_impl.h: what the files of the SVG writer (svg*.c) share; for nobody else. */
#ifndef DRAWINGS_SVG_IMPL_H
#define DRAWINGS_SVG_IMPL_H

#include "base/buf.h"
#include "drawings/drawing.h"

/* The data of a path on its way: relative commands, as short as they can be. Places are whole numbers of 1/10^decimals unit. */
struct svg_path {
    struct buf *out;
    int decimals;                     /* 0 to 3 */
    int64_t x, y;                     /* where the pen is */
    char command;                     /* the last one that was written; 0 at the beginning */
};

void svg_move(struct svg_path *p, int64_t x, int64_t y) /* begins a contour */;
void svg_line(struct svg_path *p, int64_t x, int64_t y) /* and so on: from where the pen is to x, y */;
void svg_quadratic(struct svg_path *p, int64_t control_x, int64_t control_y, int64_t x, int64_t y);
void svg_smooth(struct svg_path *p, int64_t x, int64_t y) /* a quadratic that goes on from the last one */;
void svg_arc(struct svg_path *p, int64_t radius, int64_t x, int64_t y) /* clockwise, at most half of a circle */;

/* A number of 1/10^decimals without anything needless: "12", "-.5". */
void svg_number(struct buf *out, int64_t value, int decimals);

/* The outline of a DRAW or ERASE whose width changes, as contours of the rasteriser's own lines and arcs to about 1/8 pixel of the
   largest picture. The arena is for scratch. */
void svg_outline(struct arena *a, struct buf *out, const struct drawing *d, const struct drawing_stroke *s);

#endif
