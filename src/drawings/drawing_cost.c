#include "drawings/drawing_cost.h"

#include "drawings/raster.h"

bool drawing_too_costly(struct arena *a, const struct drawing *d, struct drawing_fault *ret_fault)
{
    struct raster_need need = raster_need_of(d);
    struct arena_mark mark = arena_mark(a);
    struct raster *r;
    bool fine;

    need.dry = true;
    r = raster_init(arena_alloc(a, raster_memory_bytes(&need)), &need);
    fine = raster_drawing(r, d);
    *ret_fault = (struct drawing_fault){
        .rule = DRAWING_RULE_COST, .stroke = -1, .item = -1, .max = RASTER_WORK_MAX, .got = raster_work(r)
    };
    arena_rewind(a, mark);
    return !fine;
}
