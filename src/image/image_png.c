#include "image/image_png.h"

#include "base/buf.h"

#include <png.h>
#include <zlib.h>

#define COLOURS_MAX 256
#define SLOTS 1024                    /* of the table of colours: a quarter is used at most */
#define LEVEL 6                       /* docs/rendering.md has what was measured; runs do not ask for the level */

struct colours {
    uint32_t pixel[COLOURS_MAX];      /* as in memory */
    size_t count;
    uint32_t slot_pixel[SLOTS];
    int16_t slot[SLOTS];              /* number of the colour, or -1 */
};

struct job {
    struct arena *arena;
    const uint8_t *rgba;
    int32_t width, height;
    struct colours colours;
    uint8_t *numbers;                 /* of each pixel's colour; NULL: too many colours */
    int type, depth;
    struct buf out;
};

static uint32_t pixel_at(const uint8_t *rgba)
{
    uint32_t p;

    memcpy(&p, rgba, sizeof(p));
    return p;
}

/* ---- colours ---- */

/* Number of a colour; -1 where there is no room for another. */
static int number_of(struct colours *c, uint32_t pixel)
{
    uint32_t at = (pixel * 2654435761u) >> 22;

    while (c->slot[at] >= 0 && c->slot_pixel[at] != pixel)
        at = (at + 1) % SLOTS;
    if (c->slot[at] < 0) {
        if (c->count == COLOURS_MAX)
            return -1;
        c->slot_pixel[at] = c->pixel[c->count] = pixel;
        c->slot[at] = (int16_t)c->count++;
    }
    return c->slot[at];
}

/* How many pixels from here on are like this one: eight at a time, then less than eight more are looked at by the caller. */
static size_t equal_run(const uint8_t *rgba, size_t n, uint32_t pixel)
{
    uint64_t pair = pixel | (uint64_t)pixel << 32, eight[4];
    size_t i = 0;

    for (; i + 8 <= n; i += 8) {
        memcpy(eight, rgba + 4 * i, sizeof(eight));
        if ((eight[0] ^ pair) | (eight[1] ^ pair) | (eight[2] ^ pair) | (eight[3] ^ pair))
            break;
    }
    return i;
}

/* Numbers the colours by first use, as long as they are few. */
static void number_colours(struct job *j)
{
    size_t n = (size_t)j->width * (size_t)j->height, run;
    uint32_t last = ~pixel_at(j->rgba);
    int number = 0;

    memset(j->colours.slot, -1, sizeof(j->colours.slot));
    j->numbers = arena_alloc(j->arena, n);
    for (size_t i = 0; i < n; i += run) {
        uint32_t pixel = pixel_at(j->rgba + 4 * i);

        run = pixel == last ? equal_run(j->rgba + 4 * i, n - i, pixel) : 0;
        if (run == 0) {
            number = pixel == last ? number : number_of(&j->colours, pixel);
            last = pixel;
            run = 1;
        }
        if (number < 0) {
            j->numbers = NULL;
            return;
        }
        memset(j->numbers + i, number, run);
    }
}

static bool is_opaque(const struct job *j)
{
    size_t n = (size_t)j->width * (size_t)j->height;

    for (size_t i = 0; i < n; i++)
        if (j->rgba[4 * i + 3] != 255)
            return false;
    return true;
}

static bool is_grey(const struct job *j)
{
    for (size_t i = 0; i < j->colours.count; i++) {
        const uint8_t *c = (const uint8_t *)&j->colours.pixel[i];

        if (c[0] != c[1] || c[1] != c[2] || c[3] != 255)
            return false;
    }
    return true;
}

static void choose_type(struct job *j)
{
    size_t count;

    number_colours(j);
    count = j->colours.count;
    j->depth = 8;
    if (!j->numbers) {
        j->type = is_opaque(j) ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGB_ALPHA;
    } else if (count > 16 && is_grey(j)) {
        j->type = PNG_COLOR_TYPE_GRAY;
    } else {
        j->type = PNG_COLOR_TYPE_PALETTE;
        j->depth = count <= 2 ? 1 : count <= 4 ? 2 : count <= 16 ? 4 : 8;
    }
}

/* ---- libpng ---- */

static void *take(png_structp png, png_alloc_size_t n)
{
    return arena_alloc(png_get_mem_ptr(png), n);
}

/* The arena gives all back. */
static void give(png_structp png, void *p)
{
    (void)png;
    (void)p;
}

static void put(png_structp png, png_bytep bytes, size_t n)
{
    buf_put(png_get_io_ptr(png), bytes, n);
}

static void flush(png_structp png)
{
    (void)png;
}

static void fail(png_structp png, const char *what)
{
    (void)what;
    png_longjmp(png, 1);
}

static void set_palette(png_structp png, png_infop info, const struct colours *c)
{
    png_color rgb[COLOURS_MAX] = { { 0 } };
    png_byte alpha[COLOURS_MAX] = { 0 };
    int translucent = 0;

    for (size_t i = 0; i < c->count; i++) {
        const uint8_t *p = (const uint8_t *)&c->pixel[i];

        rgb[i] = (png_color){ p[0], p[1], p[2] };
        alpha[i] = p[3];
        translucent = p[3] == 255 ? translucent : (int)i + 1;
    }
    png_set_PLTE(png, info, rgb, (int)c->count);
    if (translucent)
        png_set_tRNS(png, info, alpha, translucent, NULL);
}

static void set_up(png_structp png, png_infop info, struct job *j)
{
    bool numbers = j->numbers != NULL;

    png_set_write_fn(png, &j->out, put, flush);
    png_set_compression_level(png, LEVEL);
    png_set_compression_strategy(png, numbers ? Z_RLE : Z_DEFAULT_STRATEGY);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_compression_buffer_size(png, 1 << 16);
    png_set_IHDR(png, info, (png_uint_32)j->width, (png_uint_32)j->height, j->depth, j->type, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (j->type == PNG_COLOR_TYPE_PALETTE)
        set_palette(png, info, &j->colours);
}

static void write_grey(png_structp png, const struct job *j)
{
    size_t width = (size_t)j->width;
    uint8_t value[COLOURS_MAX], *row = arena_alloc(j->arena, width);

    for (size_t i = 0; i < j->colours.count; i++)
        value[i] = *(const uint8_t *)&j->colours.pixel[i];
    for (int32_t y = 0; y < j->height; y++) {
        const uint8_t *numbers = j->numbers + (size_t)y * width;

        for (size_t x = 0; x < width; x++)
            row[x] = value[numbers[x]];
        png_write_row(png, row);
    }
}

static void write_rows(png_structp png, const struct job *j)
{
    const uint8_t *rows = j->numbers ? j->numbers : j->rgba;
    size_t row_bytes = (size_t)j->width * (j->numbers ? 1 : 4);

    for (int32_t y = 0; y < j->height; y++)
        png_write_row(png, rows + (size_t)y * row_bytes);
}

/* False where libpng fails: it jumps back to here. */
static bool encode(png_structp png, png_infop info, struct job *j)
{
    if (setjmp(png_jmpbuf(png)))
        return false;
    set_up(png, info, j);
    png_write_info(png, info);
    if (j->depth < 8)
        png_set_packing(png);
    if (j->type == PNG_COLOR_TYPE_RGB)
        png_set_filler(png, 0, PNG_FILLER_AFTER);
    if (j->type == PNG_COLOR_TYPE_GRAY)
        write_grey(png, j);
    else
        write_rows(png, j);
    png_write_end(png, NULL);
    return !j->out.failed;
}

bool image_png(struct arena *a, const uint8_t *rgba, int32_t width, int32_t height, struct str *ret)
{
    struct job j = { .arena = a, .rgba = rgba, .width = width, .height = height };
    png_structp png = png_create_write_struct_2(PNG_LIBPNG_VER_STRING, NULL, fail, NULL, a, take, give);
    png_infop info = png ? png_create_info_struct(png) : NULL;

    if (!info)
        return false;
    buf_init(&j.out, a, (size_t)width * (size_t)height * 4 + ((size_t)1 << 20));
    choose_type(&j);
    if (!encode(png, info, &j))
        return false;
    *ret = buf_str(&j.out);
    return true;
}
