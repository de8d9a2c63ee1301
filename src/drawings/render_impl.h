/* render_impl.h: what the files of the renderer (render*.c) share; for nobody else. */
#ifndef DRAWINGS_RENDER_IMPL_H
#define DRAWINGS_RENDER_IMPL_H

#include "drawings/raster.h"
#include "drawings/render.h"
#include "image/image.h"

struct render_size {
    int32_t side, width, height;
};

/* The size of a picture; ERR_NOT_FOUND, or ERR_INTERNAL for a version that there is not, noted. */
enum err render_size(struct ctx *cx, const struct drawing *d, int64_t version, int side, struct render_size *ret);
/* Memory to paint in, used again from drawing to drawing. */
struct render_desk {
    void *raster;                     /* for raster_init() */
    uint8_t *rgba;                    /* a picture */
};

/* Bytes that a desk for one of these drawings takes: how much room a job needs. */
size_t render_desk_bytes(const struct drawing *d, int side, bool live);
/* A desk of so many bytes, in memory of the job. */
struct render_desk render_desk(struct image_job *j, int side, size_t bytes);
/* Paints a drawing on the desk, into desk->rgba. ERR_INVALID, noted. */
enum err render_pixels(struct ctx *cx, const struct render_desk *desk, const struct drawing *d, int64_t version, int side);
/* Adds pixels as a picture to the job's wand, with what makes WebP lossless; false where the library fails. */
bool render_add_webp(struct image_job *j, struct render_size size, const uint8_t *rgba);
/* What the library failed at, noted. */
enum err render_failed(struct image_job *j);

#endif
