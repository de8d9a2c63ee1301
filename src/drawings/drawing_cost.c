#include "drawings/drawing_cost.h"

#include "drawings/raster.h"

bool drawing_too_costly(const struct drawing *d, struct drawing_fault *ret_fault)
{
    int64_t cost = raster_cost(d);

    if (cost <= DRAWING_COST_MAX)
        return false;
    *ret_fault = (struct drawing_fault){ .rule = DRAWING_RULE_COST, .stroke = -1, .item = -1, .max = DRAWING_COST_MAX, .got = cost };
    return true;
}
