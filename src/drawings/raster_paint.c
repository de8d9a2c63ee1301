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

/* The pixel at x, and in *end where its tile or the run ends. NULL where there is nothing to erase, and outside of the clip. */
static inline uint32_t *pixels_at(const struct raster *r, int32_t y, int32_t x, int32_t x1, int32_t *end)
{
    struct layer *layer = r->paint.layer;
    int32_t tile = (y >> TILE_SHIFT) * r->tiles_x + (x >> TILE_SHIFT), behind = (x | (TILE - 1)) + 1;

    *end = x1 < behind ? x1 : behind;
    if (x >= r->paint.clip.x1 || *end <= r->paint.clip.x0 || (r->paint.erase && !layer->touched[tile]))
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

static void solid_run(uint32_t *pixels, int32_t count, uint32_t colour, uint32_t rest)
{
    int32_t x = 0;

    if (rest == 0) {
        for (; x + 4 <= count; x += 4)
            *(four_pixels *)(pixels + x) = raster_four(colour);
        for (; x < count; x++)
            pixels[x] = colour;
        return;
    }
    for (; x + 4 <= count; x += 4) {
        four_pixels *four = (four_pixels *)(pixels + x);

        *four = raster_four(colour) + raster_scale_four(*four, raster_four(rest));
    }
    for (; x < count; x++)
        pixels[x] = colour + raster_scale(pixels[x], rest);
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
        if (pixels)
            solid_run(pixels, end - x0, colour, rest);
    }
}

/* ---- rows ---- */

typedef int32_t four_sums __attribute__((vector_size(16), aligned(4), may_alias));

/* Coverages of four pixels whose sums are known, 0 to 255. */
static four_sums coverage_of(four_sums sum)
{
    four_sums full = { FULL, FULL, FULL, FULL };

    sum &= sum > 0;
    sum = (sum & (sum < full)) | (full & (sum >= full));
    sum >>= 8;
    return ((sum << 8) - sum + 32768) >> 16;
}

/* The sums up to each of four pixels, of which `sum` is what there was before. */
static four_sums running(four_sums changes, int32_t sum)
{
    const four_sums zero = { 0 };

    changes += __builtin_shufflevector(zero, changes, 0, 4, 5, 6);
    changes += __builtin_shufflevector(zero, changes, 0, 1, 4, 5);
    return changes + sum;
}

static void paint_four(const struct paint *p, uint32_t *pixels, four_sums coverage)
{
    four_pixels *four = (four_pixels *)pixels;
    eight_channels by = (eight_channels)(coverage | coverage << 16);

    *four = p->erase ? raster_scale_by(*four, 255 - by) : raster_over_four(raster_scale_by(raster_four(p->colour), by), *four);
}

/* Pixels of the row that are inside of the clip. */
static four_sums clipped(const struct paint *p, int32_t x, four_sums coverage)
{
    four_sums at = { x, x + 1, x + 2, x + 3 };

    return coverage & (at >= p->clip.x0) & (at < p->clip.x1);
}

/* Paints fours of pixels whose sums change; returns the sum behind them. */
static int32_t paint_edges(struct raster *r, int32_t y, int32_t x0, int32_t x1, int32_t sum)
{
    int32_t end;

    for (; x0 < x1; x0 = end) {
        uint32_t *pixels = pixels_at(r, y, x0, x1, &end);

        for (int32_t x = x0; x < end; x += 4) {
            four_sums *sums = (four_sums *)(r->sums + x);
            four_sums now = running(*sums, sum);

            *sums = (four_sums){ 0 };
            sum = now[3];
            if (pixels)
                paint_four(&r->paint, pixels + (x - x0), clipped(&r->paint, x, coverage_of(now)));
        }
    }
    return sum;
}

/* Paints pixels that no edge touches. */
static void paint_between(struct raster *r, int32_t y, int32_t x0, int32_t x1, int32_t sum)
{
    uint32_t coverage = (uint32_t)coverage_of((four_sums){ sum })[0];

    r->work += (x1 - x0) / 4 + 4;
    if (coverage && !r->dry)
        raster_paint_solid(r, y, x0, x1, coverage);
}

/* What paint_edges() does where nothing is painted. */
static int32_t skip_edges(struct raster *r, int32_t x0, int32_t x1, int32_t sum)
{
    for (int32_t x = x0; x < x1; x++) {
        sum += r->sums[x];
        r->sums[x] = 0;
    }
    return sum;
}

/* In fours of pixels; those between edges at once. The picture's width is a multiple of four. */
void raster_paint_row(struct raster *r, int32_t y)
{
    int32_t sum = 0, x = 0;

    for (int32_t i = 0; i < r->range_count; i++) {
        int32_t from = r->ranges[i].from & ~3, to = (r->ranges[i].to + 4) & ~3;

        if (from > x && sum > 0)
            paint_between(r, y, x, from, sum);
        from = from > x ? from : x;
        sum = r->dry ? skip_edges(r, from, to, sum) : paint_edges(r, y, from, to, sum);
        r->work += (to - from) + 8;
        x = to;
    }
    if (sum > 0)
        paint_between(r, y, x, r->width, sum);
    r->sums[r->width] = r->sums[r->width + 1] = 0;
    r->range_count = 0;
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

typedef uint64_t two_words __attribute__((vector_size(16), aligned(4), may_alias));

/* A layer's tile over what lies below it: four pixels again and again, `step` of them apart. Most are empty, many hide what is below. */
static void lay_over(uint32_t *ret, const uint32_t *above, const uint32_t *below, int32_t step)
{
    for (int32_t i = 0; i < TILE_PIXELS; i += 4) {
        two_words words = *(const two_words *)(above + i);
        four_pixels *four = (four_pixels *)(ret + i);

        if (!(words[0] | words[1]))
            *four = *(const four_pixels *)below;
        else if ((words[0] & words[1] & 0xFF000000FF000000u) == 0xFF000000FF000000u)
            *four = (four_pixels)words;
        else
            *four = raster_over_four((four_pixels)words, *(const four_pixels *)below);
        below += step;
    }
}

/* The layers of a tile that were painted on, from below; returns how many. */
static int painted_layers(const struct raster *r, int32_t tile, const uint32_t *ret[DRAWING_LAYERS_MAX])
{
    int n = 0;

    for (int l = 0; l < DRAWING_LAYERS_MAX; l++)
        if (r->shown >> l & 1 && r->layers[l].pixels && r->layers[l].touched[tile])
            ret[n++] = r->layers[l].pixels + (size_t)tile * TILE_PIXELS;
    return n;
}

/* A tile of the picture, straight; `count` is 1 or more. */
static void flatten_tile(const uint32_t *const *layers, int count, uint32_t background, uint32_t *ret)
{
    const four_pixels plain = raster_four(background);

    lay_over(ret, layers[0], (const uint32_t *)&plain, 0);
    for (int i = 1; i < count; i++)
        lay_over(ret, layers[i], ret, 4);
    if (background >> 24 != 255)
        for (int32_t i = 0; i < TILE_PIXELS; i++)
            ret[i] = straight(ret[i]);
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

/* Four means of opaque pixels, from eight in each of two rows: a and b, under them c and d. */
static inline four_pixels four_means(four_pixels a, four_pixels b, four_pixels c, four_pixels d)
{
    four_pixels even = (a & 0xFF00FF) + (c & 0xFF00FF), odd = (a >> 8 & 0xFF00FF) + (c >> 8 & 0xFF00FF);
    four_pixels even2 = (b & 0xFF00FF) + (d & 0xFF00FF), odd2 = (b >> 8 & 0xFF00FF) + (d >> 8 & 0xFF00FF);

    even = __builtin_shufflevector(even, even2, 0, 2, 4, 6) + __builtin_shufflevector(even, even2, 1, 3, 5, 7) + 0x20002;
    odd = __builtin_shufflevector(odd, odd2, 0, 2, 4, 6) + __builtin_shufflevector(odd, odd2, 1, 3, 5, 7) + 0x20002;
    return (even >> 2 & 0xFF00FF) | (odd >> 2 & 0xFF00FF) << 8;
}

static inline four_pixels four_at(const uint32_t *p)
{
    return *(const four_pixels *)p;
}

/* flatten_tile() and halve_tile() in one, for a single layer on an opaque background: the case that most tiles are. */
static void flatten_half(const uint32_t *above, uint32_t background, uint32_t *ret)
{
    const four_pixels plain = raster_four(background);

    for (int32_t y = 0; y < TILE; y += 2, above += TILE)
        for (int32_t x = 0; x < TILE; x += 8, above += 8, ret += 4) {
            four_pixels a = four_at(above), b = four_at(above + 4), c = four_at(above + TILE), d = four_at(above + TILE + 4);
            two_words any = (two_words)(a | b | c | d);

            *(four_pixels *)ret = any[0] | any[1]
                ? four_means(raster_over_four(a, plain), raster_over_four(b, plain), raster_over_four(c, plain), raster_over_four(d, plain))
                : plain;
        }
}

/* Halves a tile of side `side` in place; its rows are `side` apart before and half of that afterwards. */
static void halve_tile(uint32_t *p, int32_t side, bool opaque)
{
    for (int32_t y = 0; y < side / 2; y++) {
        const uint32_t *upper = p + 2 * y * side, *lower = upper + side;
        uint32_t *out = p + y * (side / 2);

        if (opaque && side >= 8)
            for (int32_t x = 0; x < side / 2; x += 4)
                *(four_pixels *)(out + x) = four_means(four_at(upper + 2 * x), four_at(upper + 2 * x + 4), four_at(lower + 2 * x),
                                                       four_at(lower + 2 * x + 4));
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

typedef uint32_t four_anywhere __attribute__((vector_size(16), aligned(1), may_alias));

static void put_row(uint8_t *rgba, const uint32_t *pixels, int32_t count)
{
    int32_t x = 0;

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    for (; x + 4 <= count; x += 4)
        *(four_anywhere *)(rgba + 4 * x) = (four_anywhere)four_at(pixels + x);
#endif
    for (; x < count; x++)
        put(rgba + 4 * x, pixels[x]);
}

static void fill(uint8_t *rgba, uint32_t pixel, size_t count)
{
    size_t i = 0;

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    const four_anywhere four = (four_anywhere)raster_four(pixel);

    for (; i + 16 <= count; i += 16) {
        four_anywhere *to = (four_anywhere *)(rgba + 4 * i);

        to[0] = to[1] = to[2] = to[3] = four;
    }
#endif
    for (; i < count; i++)
        put(rgba + 4 * i, pixel);
}

void raster_picture(const struct raster *r, const struct drawing *d, int32_t side, uint8_t *ret_rgba)
{
    uint32_t background = background_of(d), tile[TILE_PIXELS];
    bool opaque = background >> 24 == 255;
    int32_t scale = RASTER_SIDE_MAX / side, width = r->width / scale, height = r->height / scale, small = TILE / scale;

    fill(ret_rgba, straight(background), (size_t)width * (size_t)height);
    for (int32_t t = 0; t < r->tile_count; t++) {
        int32_t x0 = t % r->tiles_x * small, y0 = t / r->tiles_x * small, got = TILE;
        int32_t x1 = x0 + small < width ? x0 + small : width, y1 = y0 + small < height ? y0 + small : height;
        const uint32_t *layers[DRAWING_LAYERS_MAX];
        int count = painted_layers(r, t, layers);

        if (count == 0)
            continue;
        if (count == 1 && opaque && small < TILE) {
            flatten_half(layers[0], background, tile);
            got = TILE / 2;
        } else {
            flatten_tile(layers, count, background, tile);
        }
        for (; got > small; got /= 2)
            halve_tile(tile, got, opaque);
        for (int32_t y = y0; y < y1; y++)
            put_row(ret_rgba + ((size_t)y * (size_t)width + (size_t)x0) * 4, tile + (y - y0) * small, x1 - x0);
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
        const uint32_t *layers[DRAWING_LAYERS_MAX];
        int count = x0 < x1 && y0 < y1 ? painted_layers(r, t, layers) : 0;

        if (count)
            flatten_tile(layers, count, background, tile);
        for (int32_t y = y0; y < y1; y++)
            for (int32_t x = x0; x < x1; x++)
                put(ret_rgba + ((size_t)(y - part.y0) * width + (size_t)(x - part.x0)) * 4,
                    count ? tile[(y - top) * TILE + x - left] : empty);
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
