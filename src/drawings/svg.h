/* svg.h: a drawing as SVG: for people who print it, cut it or go on with it. What the format can carry is the same as in pixels: lines,
   curves, round ends, layers, translucent inks that never darken themselves, erasers (as masks), fills by the non-zero rule. How its
   edges become pixels is up to the reader's own renderer. Whole numbers only: the same drawing gives the same bytes. */
#ifndef DRAWINGS_SVG_H
#define DRAWINGS_SVG_H

#include "drawings/drawing.h"

struct buf;

/* Writes a drawing without faults as a document whose longer side has `side` pixels (one that raster_size() takes), at the end of a
   buffer that has an arena; the arena is for scratch too. The buffer fails where it is too long. */
void svg_write(const struct drawing *d, int32_t side, struct buf *out);

#endif
