/* render_sheet.c: many drawings on one picture. */
#include "drawings/render_impl.h"

#include "image/image_png.h"

#define SIDE_MIN 16
#define SIDE_MAX 1024
#define PIXELS_MAX ((int64_t)12 << 20)      /* of a sheet */
#define SHEET_BYTES 12                /* a pixel: the library's and ours */

struct sheet {
    struct image_job *job;
    int side;                         /* of a square */
    int painted;                      /* what drawings are painted at: that where it fits exactly, else the next larger size */
    struct render_desk desk;
};

static int painted_side(int side)
{
    int painted = RASTER_SIDE_MIN;

    while (painted < side)
        painted *= 2;
    return painted;
}

static size_t scaled(const struct sheet *s, int32_t length)
{
    int32_t n = (length * s->side + s->painted / 2) / s->painted;

    return n > 0 ? (size_t)n : 1;
}

/* Lays a drawing over the middle of the square whose corner is x, y. */
static enum err put(struct sheet *s, const struct drawing *d, int x, int y)
{
    struct render_size size;
    MagickWand *one;
    size_t w, h;
    bool done;
    enum err e = render_size(s->job->cx, d, RASTER_VERSION, s->painted, &size);

    if (e == OK)
        e = render_pixels(s->job->cx, &s->desk, d, RASTER_VERSION, s->painted);
    if (e)
        return e;
    w = scaled(s, size.width);
    h = scaled(s, size.height);
    one = NewMagickWand();
    done = MagickConstituteImage(one, (size_t)size.width, (size_t)size.height, "RGBA", CharPixel, s->desk.rgba) &&
        (s->painted == s->side || MagickResizeImage(one, w, h, LanczosFilter, 1.0)) &&
        MagickCompositeImage(s->job->wand, one, OverCompositeOp, x + (s->side - (int)w) / 2, y + (s->side - (int)h) / 2);
    DestroyMagickWand(one);
    return done ? OK : render_failed(s->job);
}

static bool begin(struct sheet *s, size_t width, size_t height)
{
    PixelWand *white = NewPixelWand();
    bool done;

    PixelSetColor(white, "white");
    done = MagickNewImage(s->job->wand, width, height, white) && MagickSetImageColorspace(s->job->wand, sRGBColorspace);
    DestroyPixelWand(white);
    return done;
}

/* The finished sheet. */
static enum err end(struct sheet *s, size_t width, size_t height, struct str *ret_png)
{
    uint8_t *rgba = image_memory(s->job, width * height * 4);

    if (!MagickExportImagePixels(s->job->wand, 0, 0, width, height, "RGBA", CharPixel, rgba) ||
        !image_png(s->job->cx->arena, rgba, (int32_t)width, (int32_t)height, ret_png))
        return render_failed(s->job);
    return OK;
}

static enum err make(struct sheet *s, const struct drawing *const *d, size_t n, size_t columns, struct str *ret_png)
{
    size_t side = (size_t)s->side, width = columns * side, height = (n + columns - 1) / columns * side;
    enum err e = begin(s, width, height) ? OK : render_failed(s->job);

    for (size_t i = 0; e == OK && i < n; i++)
        e = put(s, d[i], (int)(i % columns * side), (int)(i / columns * side));
    return e ? e : end(s, width, height, ret_png);
}

static enum err check(struct ctx *cx, size_t n, int columns, int side)
{
    int64_t rows;

    if (side < SIDE_MIN || side > SIDE_MAX || columns < 1 || n < 1 || n > RENDER_SHEET_MAX || (size_t)columns > n)
        return ctx_fail(cx, ERR_INVALID, NULL, "A sheet has 1 to %d drawings of %d to %d pixels", RENDER_SHEET_MAX, SIDE_MIN, SIDE_MAX);
    rows = ((int64_t)n + columns - 1) / columns;
    if (rows * columns * side * side > PIXELS_MAX)
        return ctx_fail(cx, ERR_INVALID, NULL, "A sheet has at most %lld pixels", (long long)PIXELS_MAX);
    return OK;
}

enum err render_sheet(struct ctx *cx, const struct drawing *const *d, size_t n, int columns, int side, struct str *ret_png)
{
    struct sheet s = { .side = side, .painted = painted_side(side) };
    size_t bytes = 0;
    enum err e = check(cx, n, columns, side);

    for (size_t i = 0; e == OK && i < n; i++) {
        size_t needed = render_desk_bytes(d[i], s.painted, false);

        bytes = needed > bytes ? needed : bytes;
    }
    if (e == OK)
        e = image_begin(cx, bytes + (size_t)PIXELS_MAX * SHEET_BYTES, &s.job);
    if (e)
        return e;
    s.desk = render_desk(s.job, s.painted, bytes);
    e = make(&s, d, n, (size_t)columns, ret_png);
    image_end(s.job);
    return e;
}
