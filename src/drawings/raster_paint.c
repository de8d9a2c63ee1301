/* raster_paint.c: pixels: painting on layers, laying layers over each other, and reducing. */
#include "drawings/raster_impl.h"

uint32_t raster_premultiply(struct drawing_colour c)
{
    uint32_t rgb = (uint32_t)c.r | (uint32_t)c.g << 8 | (uint32_t)c.b << 16;

    return (raster_scale(rgb, c.a) & 0xFFFFFF) | (uint32_t)c.a << 24;
}

/* A row of the layer that is painted on. */
struct row {
    uint32_t *pixels;                 /* of its first tile; those of the next one are TILE_PIXELS behind */
    uint8_t *touched;                 /* of each of its tiles */
    int32_t y;                        /* in a tile */
    int32_t x0, x1;                   /* where it is inside of the clip */
    bool erase;
};

static struct row row_at(const struct raster *r, int32_t y)
{
    const struct raster_rect *clip = &r->paint.clip;
    int32_t tile = (y >> TILE_SHIFT) * r->tiles_x, y_in_tile = y & (TILE - 1);
    bool inside = y >= clip->y0 && y < clip->y1;

    if (r->dry)
        return (struct row){ 0 };

    return (struct row){
        .pixels = r->paint.layer->pixels + (size_t)tile * TILE_PIXELS + (size_t)y_in_tile * TILE, .touched = r->paint.layer->touched + tile,
        .y = y_in_tile, .x0 = clip->x0, .x1 = inside ? clip->x1 : clip->x0, .erase = r->paint.erase
    };
}

/* Begins to use a tile. */
static void touch(const struct row *row, size_t tile)
{
    uint32_t *pixels = row->pixels + tile * TILE_PIXELS - row->y * TILE;

    for (int32_t i = 0; i < TILE_PIXELS; i += 4)
        *(four_pixels *)(pixels + i) = (four_pixels){ 0 };
    row->touched[tile] = 1;
}

/* The pixel at x, and in *end where its tile or the run ends. NULL where there is nothing to erase, and outside of the clip. */
static inline uint32_t *pixels_at(const struct row *row, int32_t x, int32_t x1, int32_t *end)
{
    size_t tile = (uint32_t)x >> TILE_SHIFT;
    int32_t behind = (x | (TILE - 1)) + 1;

    *end = x1 < behind ? x1 : behind;
    if (x >= row->x1 || *end <= row->x0 || (row->erase && !row->touched[tile]))
        return NULL;
    if (!row->touched[tile])
        touch(row, tile);
    return row->pixels + (uint32_t)x + tile * (TILE_PIXELS - TILE);
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

/* Pixels x0 <= x < x1 with the same coverage, 1 to 255. */
static inline __attribute__((always_inline)) void paint_solid(const struct paint *p, const struct row *row, int32_t x0, int32_t x1,
                                                              uint32_t coverage)
{
    uint32_t colour = p->erase ? 0 : raster_scale(p->colour, coverage), *pixels, rest = 255 - (p->erase ? coverage : colour >> 24);
    int32_t end;

    x0 = x0 > row->x0 ? x0 : row->x0;
    x1 = x1 < row->x1 ? x1 : row->x1;
    for (; x0 < x1; x0 = end) {
        pixels = pixels_at(row, x0, x1, &end);
        if (pixels)
            solid_run(pixels, end - x0, colour, rest);
    }
}

void raster_paint_solid(struct raster *r, int32_t y, int32_t x0, int32_t x1)
{
    struct row row = row_at(r, y);

    paint_solid(&r->paint, &row, x0, x1, 255);
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

/* Pixels of the row that are inside of the clip. */
static four_sums clipped(const struct paint *p, int32_t x, four_sums coverage)
{
    four_sums at = { x, x + 1, x + 2, x + 3 };

    return coverage & (at >= p->clip.x0) & (at < p->clip.x1);
}

/* A colour, a channel in 16 bits: red and blue, green and alpha. */
struct ink {
    eight_channels even, odd;
};

static struct ink ink_of(uint32_t colour)
{
    const four_pixels four = raster_four(colour);

    return (struct ink){ (eight_channels)(four & 0xFF00FF), (eight_channels)(four >> 8 & 0xFF00FF) };
}

/* raster_scale_four(ink, coverage) over four pixels. An opaque colour has the coverage as its alpha. */
static inline four_pixels ink_over(struct ink ink, eight_channels by, four_pixels below, bool opaque)
{
    eight_channels even = ink.even * by + 128, odd = ink.odd * by + 128, rest = 255 - by;
    four_pixels above;

    even = (even + (even >> 8)) >> 8;
    odd = odd + (odd >> 8);
    above = (four_pixels)even | ((four_pixels)odd & 0xFF00FF00);
    if (!opaque) {
        four_pixels alpha = 255 - (above >> 24);

        rest = (eight_channels)(alpha | alpha << 16);
    }
    return above + raster_scale_by(below, rest);
}

enum way { ERASE, COVER, GLAZE };     /* take away, or paint with an opaque colour, or with a translucent one */

/* Fours of pixels of one tile from x on, up to `end`; returns the sum behind them. With `cut`, some may be outside of the clip. */
static inline __attribute__((always_inline)) int32_t paint_fours(const struct paint *p, struct ink ink, int32_t *sums, uint32_t *pixels,
                                                                 int32_t x, int32_t end, int32_t sum, enum way way, bool cut)
{
    for (; x < end; x += 4, pixels += 4) {
        four_sums *at = (four_sums *)(sums + x), now = running(*at, sum), coverage = coverage_of(now);
        four_pixels *four = (four_pixels *)pixels;
        eight_channels by;

        *at = (four_sums){ 0 };
        sum = now[3];
        if (cut)
            coverage = clipped(p, x, coverage);
        by = (eight_channels)(coverage | coverage << 16);
        *four = way == ERASE ? raster_scale_by(*four, 255 - by) : ink_over(ink, by, *four, way == COVER);
    }
    return sum;
}

/* Adds sums up and makes them 0 where nothing is painted; returns the sum behind them. */
static int32_t skip_edges(struct raster *r, int32_t x0, int32_t x1, int32_t sum)
{
    for (int32_t x = x0; x < x1; x++) {
        sum += r->sums[x];
        r->sums[x] = 0;
    }
    return sum;
}

/* Paints pixels that no edge touches. */
static void paint_between(struct raster *r, const struct row *row, int32_t x0, int32_t x1, int32_t sum)
{
    uint32_t coverage = (uint32_t)coverage_of((four_sums){ sum })[0];

    r->work += (x1 - x0) / 4 + 4;
    if (coverage && !r->dry)
        paint_solid(&r->paint, row, x0, x1, coverage);
}

/* In fours of pixels; those between edges at once. The picture's width is a multiple of four. */
static inline __attribute__((always_inline)) void paint_ranges(struct raster *r, const struct row *row, enum way way, bool cut)
{
    const struct pixel_range *range = r->ranges, *behind = range + r->range_count;
    const struct ink ink = ink_of(r->paint.colour);
    int32_t sum = 0, x = 0, end, steps = 0;
    uint32_t *pixels;

    for (; range < behind; range++) {
        int32_t from = range->from & ~3, to = (range->to + 4) & ~3;

        if (from > x && sum > 0)
            paint_between(r, row, x, from, sum);
        for (x = from > x ? from : x; x < to; x = end) {
            pixels = r->dry ? NULL : pixels_at(row, x, to, &end);
            if (r->dry)
                end = to;
            if (pixels)
                sum = paint_fours(&r->paint, ink, r->sums, pixels, x, end, sum, way, cut);
            else
                sum = skip_edges(r, x, end, sum);
        }
        steps += to - from + 8;
    }
    r->work += steps;
    if (sum > 0)
        paint_between(r, row, x, r->width, sum);
}

void raster_paint_row(struct raster *r, int32_t y)
{
    const struct paint *p = &r->paint;
    struct row row = row_at(r, y);

    if (r->dry || row.x0 > 0 || row.x1 < r->width)
        paint_ranges(r, &row, p->erase ? ERASE : GLAZE, true);
    else if (p->erase)
        paint_ranges(r, &row, ERASE, false);
    else if (p->colour >> 24 < 255)
        paint_ranges(r, &row, GLAZE, false);
    else
        paint_ranges(r, &row, COVER, false);
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

#define TWO_OPAQUE 0xFF000000FF000000u
#define BYTES_IN_ORDER (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)    /* a pixel in memory is R, G, B, A */

/* A layer's tile over what lies below it: four pixels again and again, `step` of them apart. Most are empty, many hide what is below. */
static void lay_over(uint32_t *ret, const uint32_t *above, const uint32_t *below, int32_t step)
{
    for (int32_t i = 0; i < TILE_PIXELS; i += 4) {
        two_words words = *(const two_words *)(above + i);
        four_pixels *four = (four_pixels *)(ret + i);

        if (!(words[0] | words[1]))
            *four = *(const four_pixels *)below;
        else if ((words[0] & words[1] & TWO_OPAQUE) == TWO_OPAQUE)
            *four = (four_pixels)words;
        else
            *four = raster_over_four((four_pixels)words, *(const four_pixels *)below);
        below += step;
    }
}

/* The layers that are shown, from below. */
struct stack {
    const struct layer *layers[DRAWING_LAYERS_MAX];
    int count;
};

static struct stack shown_layers(const struct raster *r)
{
    struct stack s = { .count = 0 };

    for (int l = 0; l < DRAWING_LAYERS_MAX; l++)
        if (r->shown >> l & 1 && r->layers[l].pixels)
            s.layers[s.count++] = &r->layers[l];
    return s;
}

/* A tile of those that were painted on there; returns how many. */
static int painted_layers(const struct stack *s, int32_t tile, const uint32_t *ret[DRAWING_LAYERS_MAX])
{
    int n = 0;

    for (int l = 0; l < s->count; l++)
        if (s->layers[l]->touched[tile])
            ret[n++] = s->layers[l]->pixels + (size_t)tile * TILE_PIXELS;
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

typedef uint32_t four_anywhere __attribute__((vector_size(16), aligned(1), may_alias));

static void put(uint8_t *rgba, uint32_t p)
{
    if (BYTES_IN_ORDER) {
        __builtin_memcpy(rgba, &p, 4);
        return;
    }
    rgba[0] = (uint8_t)p;
    rgba[1] = (uint8_t)(p >> 8);
    rgba[2] = (uint8_t)(p >> 16);
    rgba[3] = (uint8_t)(p >> 24);
}

static void put_four(uint8_t *rgba, four_pixels four)
{
    if (BYTES_IN_ORDER)
        *(four_anywhere *)rgba = (four_anywhere)four;
    else
        for (int i = 0; i < 4; i++)
            put(rgba + 4 * i, four[i]);
}

/* Where a tile goes in a picture. */
struct place {
    uint8_t *rgba;
    size_t stride;                    /* bytes from row to row */
    int32_t width, height;
};

/* flatten_tile() and halve_tile() in one, for a single layer on an opaque background: the case that most tiles are. Where nothing is
   painted, the background is there already. */
static void flatten_half(const uint32_t *above, uint32_t background, struct place to)
{
    const four_pixels plain = raster_four(background);
    uint8_t *ret = to.rgba;

    for (int32_t y = 0; y < TILE; y += 2, above += TILE, ret += to.stride - TILE / 2 * 4)
        for (int32_t x = 0; x < TILE; x += 8, above += 8, ret += 16) {
            four_pixels a = four_at(above), b = four_at(above + 4), c = four_at(above + TILE), d = four_at(above + TILE + 4);
            two_words any = (two_words)(a | b | c | d), all = (two_words)(a & b & c & d);

            if (!(any[0] | any[1]))
                continue;
            if ((all[0] & all[1] & TWO_OPAQUE) != TWO_OPAQUE) {
                a = raster_over_four(a, plain), b = raster_over_four(b, plain);
                c = raster_over_four(c, plain), d = raster_over_four(d, plain);
            } else if (any[0] == all[0] && any[1] == all[1] && any[0] == any[1] && any[0] >> 32 == (uint32_t)any[0]) {
                *(four_anywhere *)ret = (four_anywhere)a;   /* all of one colour */
                continue;
            }
            *(four_anywhere *)ret = (four_anywhere)four_means(a, b, c, d);
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

static uint32_t get(const uint8_t *rgba)
{
    return rgba[0] | (uint32_t)rgba[1] << 8 | (uint32_t)rgba[2] << 16 | (uint32_t)rgba[3] << 24;
}

void raster_show(struct raster *r, uint32_t layers)
{
    r->shown = layers;
}

static void put_row(uint8_t *rgba, const uint32_t *pixels, int32_t count)
{
    int32_t x = 0;

    for (; x + 4 <= count; x += 4)
        put_four(rgba + 4 * x, four_at(pixels + x));
    for (; x < count; x++)
        put(rgba + 4 * x, pixels[x]);
}

static void fill(uint8_t *rgba, uint32_t pixel, size_t count)
{
    const four_pixels four = raster_four(pixel);
    size_t i = 0;

    for (; i + 16 <= count; i += 16, rgba += 64) {
        put_four(rgba, four);
        put_four(rgba + 16, four);
        put_four(rgba + 32, four);
        put_four(rgba + 48, four);
    }
    for (; i < count; i++, rgba += 4)
        put(rgba, pixel);
}

/* A tile of the picture, halved where that comes at no cost; returns its side. */
static int32_t flatten_any(const uint32_t *const *layers, int count, uint32_t background, int32_t small, uint32_t *ret)
{
    if (count > 1 || background >> 24 < 255 || small == TILE) {
        flatten_tile(layers, count, background, ret);
        return TILE;
    }
    for (int32_t i = 0; i < TILE_PIXELS / 4; i++)
        ret[i] = background;
    flatten_half(layers[0], background, (struct place){ (uint8_t *)ret, TILE / 2 * 4, TILE / 2, TILE / 2 });
    return TILE / 2;
}

/* A tile as `small` times `small` pixels, as many as there is place for; the place shows the background. */
static void put_tile(const uint32_t *const *layers, int count, uint32_t background, int32_t small, struct place to)
{
    bool opaque = background >> 24 == 255, whole = to.width == small && to.height == small;
    uint32_t tile[TILE_PIXELS];
    int32_t side;

    if (BYTES_IN_ORDER && count == 1 && opaque && whole && small == TILE / 2) {
        flatten_half(layers[0], background, to);
        return;
    }
    for (side = flatten_any(layers, count, background, small, tile); side > small; side /= 2)
        halve_tile(tile, side, opaque);
    for (int32_t y = 0; y < to.height; y++)
        put_row(to.rgba + (size_t)y * to.stride, tile + y * small, to.width);
}

void raster_picture(const struct raster *r, const struct drawing *d, int32_t side, uint8_t *ret_rgba)
{
    uint32_t background = background_of(d);
    int32_t scale = RASTER_SIDE_MAX / side, width = r->width / scale, height = r->height / scale, small = TILE / scale;
    struct stack stack = shown_layers(r);
    size_t stride = (size_t)width * 4;

    fill(ret_rgba, straight(background), (size_t)width * (size_t)height);
    for (int32_t t = 0; t < r->tile_count; t++) {
        int32_t x = t % r->tiles_x * small, y = t / r->tiles_x * small;
        const uint32_t *layers[DRAWING_LAYERS_MAX];
        int count = painted_layers(&stack, t, layers);

        if (count)
            put_tile(layers, count, background, small, (struct place){
                ret_rgba + (size_t)y * stride + (size_t)x * 4, stride, width - x < small ? width - x : small,
                height - y < small ? height - y : small
            });
    }
}

void raster_part(const struct raster *r, const struct drawing *d, struct raster_rect part, uint8_t *ret_rgba)
{
    uint32_t background = background_of(d), empty = straight(background), tile[TILE_PIXELS];
    struct stack stack = shown_layers(r);
    size_t width = (size_t)(part.x1 - part.x0);

    for (int32_t t = 0; t < r->tile_count; t++) {
        int32_t left = t % r->tiles_x * TILE, top = t / r->tiles_x * TILE;
        int32_t x0 = left > part.x0 ? left : part.x0, x1 = left + TILE < part.x1 ? left + TILE : part.x1;
        int32_t y0 = top > part.y0 ? top : part.y0, y1 = top + TILE < part.y1 ? top + TILE : part.y1;
        const uint32_t *layers[DRAWING_LAYERS_MAX];
        int count = x0 < x1 && y0 < y1 ? painted_layers(&stack, t, layers) : 0;

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
