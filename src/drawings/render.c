/* render.c: one picture as PNG, WebP or SVG. */
#include "drawings/render_impl.h"

#include "base/buf.h"
#include "drawings/svg.h"
#include "image/image_png.h"

#define SVG_BYTES_MAX ((size_t)24 << 20)
#define ENCODER_BYTES 40              /* a pixel, about, while it is encoded */

bool render_start(const char **ret_why)
{
    return image_start(ret_why);
}

enum err render_size(struct ctx *cx, const struct drawing *d, int64_t version, int side, struct render_size *ret)
{
    if (version < 1 || version > RASTER_VERSION)
        return ctx_fail(cx, ERR_INTERNAL, NULL, "this picture needs version %lld of the rasteriser", (long long)version);
    if (!raster_size(d->width, d->height, side, &ret->width, &ret->height))
        return ctx_fail(cx, ERR_NOT_FOUND, NULL, "Pictures have 64, 128, 256, 512 or 1024 pixels");
    ret->side = side;
    return OK;
}

size_t render_desk_bytes(const struct drawing *d, int side, bool live)
{
    struct raster_need need = raster_need_of(d);

    need.live = live;
    return raster_memory_bytes(&need) + (size_t)side * (size_t)side * 4;
}

struct render_desk render_desk(struct image_job *j, int side, size_t bytes)
{
    uint8_t *memory = image_memory(j, bytes);

    return (struct render_desk){ .rgba = memory, .raster = memory + (size_t)side * (size_t)side * 4 };
}

enum err render_pixels(struct ctx *cx, const struct render_desk *desk, const struct drawing *d, int64_t version, int side)
{
    struct raster_need need = raster_need_of(d);
    struct raster *r;

    need.version = (int32_t)version;
    r = raster_init(desk->raster, &need);
    if (!raster_drawing(r, d))
        return ctx_fail(cx, ERR_INVALID, NULL, "The drawing lies over itself too often to be painted");
    raster_picture(r, d, side, desk->rgba);
    return OK;
}

bool render_add_webp(struct image_job *j, struct render_size size, const uint8_t *rgba)
{
    /* Method 1 is a third of the time of the default for the same bytes; its effort is the quality (docs/rendering.md). */
    return MagickConstituteImage(j->wand, (size_t)size.width, (size_t)size.height, "RGBA", CharPixel, rgba) &&
           MagickSetImageFormat(j->wand, "WEBP") && MagickSetImageCompressionQuality(j->wand, 50) &&
           MagickSetOption(j->wand, "webp:lossless", "true") && MagickSetOption(j->wand, "webp:method", "1") &&
           MagickSetOption(j->wand, "webp:thread-level", "0");
}

enum err render_failed(struct image_job *j)
{
    enum err e = image_failure(j);

    return e == ERR_INVALID ? ctx_fail(j->cx, ERR_INTERNAL, NULL, "The picture cannot be encoded") : e;
}

static enum err encode(struct image_job *j, const struct drawing *d, int64_t version, struct render_size size, enum render_format f,
                       struct str *ret)
{
    struct render_desk desk = render_desk(j, size.side, render_desk_bytes(d, size.side, false));
    enum err e = render_pixels(j->cx, &desk, d, version, size.side);

    if (e)
        return e;
    if (f == RENDER_PNG ? !image_png(j->cx->arena, desk.rgba, size.width, size.height, ret)
                        : !render_add_webp(j, size, desk.rgba) || !image_blob(j->wand, false, j->cx->arena, ret))
        return render_failed(j);
    return OK;
}

static enum err write_svg(struct ctx *cx, const struct drawing *d, int side, struct str *ret)
{
    struct buf out;

    buf_init(&out, cx->arena, SVG_BYTES_MAX);
    svg_write(d, side, &out);
    if (out.failed)
        return ctx_fail(cx, ERR_INVALID, NULL, "As SVG the drawing would have more than %zu bytes", SVG_BYTES_MAX);
    *ret = buf_str(&out);
    return OK;
}

enum err render_picture(struct ctx *cx, const struct drawing *d, int64_t version, int side, enum render_format f, struct str *ret)
{
    struct render_size size;
    struct image_job *j;
    enum err e = render_size(cx, d, version, side, &size);

    if (e || f == RENDER_SVG)
        return e ? e : write_svg(cx, d, side, ret);
    e = image_begin(cx, render_desk_bytes(d, side, false) + (size_t)size.width * (size_t)size.height * ENCODER_BYTES, &j);
    if (e)
        return e;
    e = encode(j, d, version, size, f, ret);
    image_end(j);
    return e;
}
