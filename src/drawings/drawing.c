/* drawing.c: what follows from a drawing. */
#include "drawings/drawing.h"

size_t drawing_point_count(const struct drawing *d)
{
    size_t sum = 0;

    for (size_t i = 0; i < d->stroke_count; i++)
        sum += d->strokes[i].count;
    return sum;
}

uint32_t drawing_layers(const struct drawing *d)
{
    uint32_t set = 0;

    for (size_t i = 0; i < d->stroke_count; i++)
        set |= 1u << d->strokes[i].layer;
    return set;
}
