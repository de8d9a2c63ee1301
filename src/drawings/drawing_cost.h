/* drawing_cost.h: drawings that are refused because painting them would take too long: docs/rendering.md, "Cost". */
#ifndef DRAWINGS_DRAWING_COST_H
#define DRAWINGS_DRAWING_COST_H

#include "drawings/drawing.h"

#define DRAWING_COST_MAX 4000000      /* of raster_cost() */

/* Would a drawing without faults take more than 200 ms to paint? Then `ret_fault` is DRAWING_RULE_COST with the limit. Takes a few
   milliseconds at most. To be asked before a drawing is stored, and again before it is painted. */
bool drawing_too_costly(const struct drawing *d, struct drawing_fault *ret_fault);

#endif
