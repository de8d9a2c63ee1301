/* raster_paint.c: pixels: painting on layers, laying layers over each other, and reducing. */
#include "drawings/raster_impl.h"

uint32_t raster_premultiply(struct drawing_colour c)
{
    uint32_t rgb = (uint32_t)c.r | (uint32_t)c.g << 8 | (uint32_t)c.b << 16;

    return (raster_scale(rgb, c.a) & 0xFFFFFF) | (uint32_t)c.a << 24;
}

uint32_t *raster_touch(struct layer *layer, int32_t tile)
{
    uint32_t *pixels = layer->pixels + (size_t)tile * TILE_PIXELS;

    if (!layer->touched[tile]) {
        for (int32_t i = 0; i < TILE_PIXELS; i++)
            pixels[i] = 0;
        layer->touched[tile] = 1;
    }
    return pixels;
}

/* The pixel at x, and in *end where its tile or the run ends. NULL where there is nothing to erase. */
static uint32_t *pixels_at(const struct raster *r, int32_t y, int32_t x, int32_t x1, int32_t *end)
{
    struct layer *layer = r->paint.layer;
    int32_t tile = (y >> TILE_SHIFT) * r->tiles_x + (x >> TILE_SHIFT), behind = (x | (TILE - 1)) + 1;

    *end = x1 < behind ? x1 : behind;
    if (r->paint.erase && !layer->touched[tile])
        return NULL;
    return raster_touch(layer, tile) + (y & (TILE - 1)) * TILE + (x & (TILE - 1));
}

static bool clip_run(const struct raster *r, int32_t y, int32_t *x0, int32_t *x1)
{
    const struct raster_rect *clip = &r->paint.clip;

    *x0 = *x0 > clip->x0 ? *x0 : clip->x0;
    *x1 = *x1 < clip->x1 ? *x1 : clip->x1;
    return y >= clip->y0 && y < clip->y1 && *x0 < *x1;
}

void raster_paint_solid(struct raster *r, int32_t y, int32_t x0, int32_t x1, uint32_t coverage)
{
    uint32_t colour = r->paint.erase ? 0 : raster_scale(r->paint.colour, coverage), *pixels;
    uint32_t rest = 255 - (r->paint.erase ? coverage : colour >> 24);
    int32_t end;

    if (!clip_run(r, y, &x0, &x1))
        return;
    for (; x0 < x1; x0 = end) {
        pixels = pixels_at(r, y, x0, x1, &end);
        if (pixels && rest == 0)
            for (int32_t i = 0; i < end - x0; i++)
                pixels[i] = colour;
        else if (pixels)
            for (int32_t i = 0; i < end - x0; i++)
                pixels[i] = colour + raster_scale(pixels[i], rest);
    }
}

static uint32_t covered(const struct paint *p, uint32_t pixel, uint32_t coverage)
{
    return p->erase ? raster_scale(pixel, 255 - coverage) : raster_over(raster_scale(p->colour, coverage), pixel);
}

static void cover_run(const struct paint *p, uint32_t *pixels, const uint8_t *coverage, int32_t count)
{
    const four_pixels colour = { p->colour, p->colour, p->colour, p->colour };
    int32_t x = 0;

    for (; !p->erase && x + 4 <= count; x += 4) {
        four_pixels by = { coverage[x], coverage[x + 1], coverage[x + 2], coverage[x + 3] };
        four_pixels *four = (four_pixels *)(pixels + x);

        *four = raster_over_four(raster_scale_four(colour, by), *four);
    }
    for (; x < count; x++)
        pixels[x] = covered(p, pixels[x], coverage[x]);
}

void raster_paint_covered(struct raster *r, int32_t y, int32_t x0, int32_t x1)
{
    uint32_t *pixels;
    int32_t end;

    if (!clip_run(r, y, &x0, &x1))
        return;
    for (; x0 < x1; x0 = end) {
        pixels = pixels_at(r, y, x0, x1, &end);
        if (pixels)
            cover_run(&r->paint, pixels, r->coverage + x0, end - x0);
    }
}

/* ---- pictures ---- */

/* Back from premultiplied, to the nearest. */
static uint32_t straight(uint32_t p)
{
    uint32_t a = p >> 24, half = a / 2;

    if (a == 255 || a == 0)
        return p;
    return (((p & 255) * 255 + half) / a) | (((p >> 8 & 255) * 255 + half) / a) << 8 | (((p >> 16 & 255) * 255 + half) / a) << 16
        | a << 24;
}

static uint32_t background_of(const struct drawing *d)
{
    return d->background == DRAWING_NO_BACKGROUND ? 0 : raster_premultiply(d->palette[d->background]);
}

/* A layer's tile over what lies below it: four pixels again and again, `step` of them apart. */
static void lay_over(uint32_t *ret, const uint32_t *above, const uint32_t *below, int32_t step)
{
    for (int32_t i = 0; i < TILE_PIXELS; i += 4) {
        *(four_pixels *)(ret + i) = raster_over_four(*(const four_pixels *)(above + i), *(const four_pixels *)below);
        below += step;
    }
}

/* A tile of the picture, straight. False where nothing was painted: all of it is the background. */
static bool flatten_tile(const struct raster *r, int32_t tile, uint32_t background, uint32_t *ret)
{
    uint32_t plain[4] = { background, background, background, background };
    bool painted = false;

    for (int l = 0; l < DRAWING_LAYERS_MAX; l++) {
        const uint32_t *pixels;

        if (!(r->shown >> l & 1) || !r->layers[l].pixels || !r->layers[l].touched[tile])
            continue;
        pixels = r->layers[l].pixels + (size_t)tile * TILE_PIXELS;
        lay_over(ret, pixels, painted ? ret : plain, painted ? 4 : 0);
        painted = true;
    }
    if (painted && background >> 24 != 255)
        for (int32_t i = 0; i < TILE_PIXELS; i++)
            ret[i] = straight(ret[i]);
    return painted;
}

/* The mean of four pixels that are not all opaque. */
static uint32_t mean_by_alpha(const uint32_t p[4])
{
    uint32_t alpha = 0, red = 0, green = 0, blue = 0;

    for (int i = 0; i < 4; i++) {
        uint32_t a = p[i] >> 24;

        alpha += a;
        red += (p[i] & 255) * a;
        green += (p[i] >> 8 & 255) * a;
        blue += (p[i] >> 16 & 255) * a;
    }
    if (alpha < 2)
        return 0;
    return (red + alpha / 2) / alpha | (green + alpha / 2) / alpha << 8 | (blue + alpha / 2) / alpha << 16 | (alpha + 2) / 4 << 24;
}

static uint32_t mean(uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    uint32_t even, odd;

    if ((a & b & c & d) >> 24 != 255)
        return mean_by_alpha((uint32_t[]){ a, b, c, d });
    even = (a & 0xFF00FF) + (b & 0xFF00FF) + (c & 0xFF00FF) + (d & 0xFF00FF) + 0x20002;
    odd = (a >> 8 & 0xFF00FF) + (b >> 8 & 0xFF00FF) + (c >> 8 & 0xFF00FF) + (d >> 8 & 0xFF00FF) + 0x20002;
    return (even >> 2 & 0xFF00FF) | (odd >> 2 & 0xFF00FF) << 8;
}

/* Four means of opaque pixels, from eight in each of two rows. */
static four_pixels four_means(const uint32_t *upper, const uint32_t *lower)
{
    four_pixels a = *(const four_pixels *)upper, b = *(const four_pixels *)(upper + 4);
    four_pixels c = *(const four_pixels *)lower, d = *(const four_pixels *)(lower + 4);
    four_pixels even = (a & 0xFF00FF) + (c & 0xFF00FF), odd = (a >> 8 & 0xFF00FF) + (c >> 8 & 0xFF00FF);
    four_pixels even2 = (b & 0xFF00FF) + (d & 0xFF00FF), odd2 = (b >> 8 & 0xFF00FF) + (d >> 8 & 0xFF00FF);

    even = __builtin_shufflevector(even, even2, 0, 2, 4, 6) + __builtin_shufflevector(even, even2, 1, 3, 5, 7) + 0x20002;
    odd = __builtin_shufflevector(odd, odd2, 0, 2, 4, 6) + __builtin_shufflevector(odd, odd2, 1, 3, 5, 7) + 0x20002;
    return (even >> 2 & 0xFF00FF) | (odd >> 2 & 0xFF00FF) << 8;
}

/* Halves a tile of side `side` in place; its rows are `side` apart before and half of that afterwards. */
static void halve_tile(uint32_t *p, int32_t side, bool opaque)
{
    for (int32_t y = 0; y < side / 2; y++) {
        const uint32_t *upper = p + 2 * y * side, *lower = upper + side;
        uint32_t *out = p + y * (side / 2);

        if (opaque && side >= 8)
            for (int32_t x = 0; x < side / 2; x += 4)
                *(four_pixels *)(out + x) = four_means(upper + 2 * x, lower + 2 * x);
        else
            for (int32_t x = 0; x < side / 2; x++)
                out[x] = mean(upper[2 * x], upper[2 * x + 1], lower[2 * x], lower[2 * x + 1]);
    }
}

static void put(uint8_t *rgba, uint32_t p)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    __builtin_memcpy(rgba, &p, 4);
    return;
#endif
    rgba[0] = (uint8_t)p;
    rgba[1] = (uint8_t)(p >> 8);
    rgba[2] = (uint8_t)(p >> 16);
    rgba[3] = (uint8_t)(p >> 24);
}

static uint32_t get(const uint8_t *rgba)
{
    return rgba[0] | (uint32_t)rgba[1] << 8 | (uint32_t)rgba[2] << 16 | (uint32_t)rgba[3] << 24;
}

void raster_show(struct raster *r, uint32_t layers)
{
    r->shown = layers;
}

void raster_picture(const struct raster *r, const struct drawing *d, int32_t side, uint8_t *ret_rgba)
{
    uint32_t background = background_of(d), empty = straight(background), tile[TILE_PIXELS];
    int32_t scale = RASTER_SIDE_MAX / side, width = r->width / scale, height = r->height / scale, small = TILE / scale;

    for (int32_t t = 0; t < r->tile_count; t++) {
        int32_t x0 = t % r->tiles_x * small, y0 = t / r->tiles_x * small;
        int32_t x1 = x0 + small < width ? x0 + small : width, y1 = y0 + small < height ? y0 + small : height;
        bool painted = flatten_tile(r, t, background, tile);

        for (int32_t s = TILE; painted && s > small; s /= 2)
            halve_tile(tile, s, background >> 24 == 255);
        for (int32_t y = y0; y < y1; y++) {
            uint8_t *out = ret_rgba + ((size_t)y * (size_t)width + (size_t)x0) * 4;
            const uint32_t *in = tile + (y - y0) * small;

            if (painted)
                for (int32_t x = 0; x < x1 - x0; x++)
                    put(out + 4 * x, in[x]);
            else
                for (int32_t x = 0; x < x1 - x0; x++)
                    put(out + 4 * x, empty);
        }
    }
}

void raster_part(const struct raster *r, const struct drawing *d, struct raster_rect part, uint8_t *ret_rgba)
{
    uint32_t background = background_of(d), empty = straight(background), tile[TILE_PIXELS];
    size_t width = (size_t)(part.x1 - part.x0);

    for (int32_t t = 0; t < r->tile_count; t++) {
        int32_t left = t % r->tiles_x * TILE, top = t / r->tiles_x * TILE;
        int32_t x0 = left > part.x0 ? left : part.x0, x1 = left + TILE < part.x1 ? left + TILE : part.x1;
        int32_t y0 = top > part.y0 ? top : part.y0, y1 = top + TILE < part.y1 ? top + TILE : part.y1;
        bool painted = x0 < x1 && y0 < y1 && flatten_tile(r, t, background, tile);

        for (int32_t y = y0; y < y1; y++)
            for (int32_t x = x0; x < x1; x++)
                put(ret_rgba + ((size_t)(y - part.y0) * width + (size_t)(x - part.x0)) * 4,
                    painted ? tile[(y - top) * TILE + x - left] : empty);
    }
}

void raster_reduce(const uint8_t *rgba, int32_t width, int32_t height, uint8_t *ret_rgba)
{
    size_t row = (size_t)width * 4;

    for (int32_t y = 0; y < height / 2; y++)
        for (int32_t x = 0; x < width / 2; x++, ret_rgba += 4) {
            const uint8_t *from = rgba + 2 * (size_t)y * row + 8 * (size_t)x;

            put(ret_rgba, mean(get(from), get(from + 4), get(from + row), get(from + row + 4)));
        }
}
