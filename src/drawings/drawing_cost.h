/* drawing_cost.h: drawings that are refused because painting them would take too long: docs/rendering.md, "Work". */
#ifndef DRAWINGS_DRAWING_COST_H
#define DRAWINGS_DRAWING_COST_H

#include "base/arena.h"
#include "drawings/drawing.h"

/* Would a drawing without faults take more work than RASTER_WORK_MAX, at most 200 ms? Then `ret_fault` is DRAWING_RULE_COST with the
   limit. It is swept for trial, without pixels: some tenths of a millisecond, never more than those 200 ms. To be asked before a
   drawing is stored; who paints finds the same out by itself. The arena is for scratch, which it gets back. */
bool drawing_too_costly(struct arena *a, const struct drawing *d, struct drawing_fault *ret_fault);

#endif
