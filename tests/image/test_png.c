/* PNGs decoded again, by libpng and by MagickWand. */
#include "test.h"

#include "image/image.h"
#include "image/image_png.h"

#include <png.h>

static struct arena *arena(void)
{
    static struct arena a;

    if (!a.ceiling_bytes)
        arena_init(&a, (size_t)256 << 20);
    return &a;
}

static struct str encode(const uint8_t *rgba, int width, int height)
{
    struct str png = { NULL, 0 };

    CU_ASSERT_TRUE_FATAL(image_png(arena(), rgba, width, height, &png));
    return png;
}

/* The colour type and depth that the file has (RFC 2083, 4.1.1). */
static int type_of(struct str png)
{
    return png.p[25];
}

static int depth_of(struct str png)
{
    return png.p[24];
}

static void comes_back(const uint8_t *rgba, int width, int height, struct str png)
{
    size_t n = (size_t)width * (size_t)height * 4;
    png_image image = { .version = PNG_IMAGE_VERSION };
    uint8_t *back = malloc(n);

    CU_ASSERT_TRUE_FATAL(png_image_begin_read_from_memory(&image, png.p, png.n));
    image.format = PNG_FORMAT_RGBA;
    CU_ASSERT_EQUAL_FATAL(image.width, (png_uint_32)width);
    CU_ASSERT_EQUAL_FATAL(image.height, (png_uint_32)height);
    CU_ASSERT_TRUE_FATAL(png_image_finish_read(&image, NULL, back, 0, NULL));
    CU_ASSERT(memcmp(back, rgba, n) == 0);
    free(back);
}

/* A picture of `colours` colours, each as `colour` makes it of a number. */
static uint8_t *picture(int width, int height, int colours, void (*colour)(int number, uint8_t ret[4]))
{
    uint8_t *rgba = malloc((size_t)width * (size_t)height * 4);

    for (int i = 0; i < width * height; i++)
        colour((i / 7 + i / width * 3) % colours, rgba + 4 * i);
    return rgba;
}

static void grey(int number, uint8_t ret[4])
{
    memset(ret, number * 5 % 256, 3);
    ret[3] = 255;
}

static void opaque(int number, uint8_t ret[4])
{
    ret[0] = (uint8_t)number;
    ret[1] = (uint8_t)(number * 7);
    ret[2] = (uint8_t)(number >> 8);
    ret[3] = 255;
}

static void glass(int number, uint8_t ret[4])
{
    opaque(number, ret);
    ret[3] = (uint8_t)(number * 3);
}

static void check(int colours, void (*colour)(int, uint8_t[4]), int type, int depth)
{
    const uint8_t *rgba = picture(160, 48, colours, colour);
    struct str png = encode(rgba, 160, 48);

    CU_ASSERT_EQUAL(type_of(png), type);
    CU_ASSERT_EQUAL(depth_of(png), depth);
    comes_back(rgba, 160, 48, png);
}

TEST(png_takes_the_smallest_form)
{
    check(1, opaque, PNG_COLOR_TYPE_PALETTE, 1);
    check(2, glass, PNG_COLOR_TYPE_PALETTE, 1);
    check(4, opaque, PNG_COLOR_TYPE_PALETTE, 2);
    check(16, glass, PNG_COLOR_TYPE_PALETTE, 4);
    check(17, opaque, PNG_COLOR_TYPE_PALETTE, 8);
    check(17, grey, PNG_COLOR_TYPE_GRAY, 8);
    check(255, grey, PNG_COLOR_TYPE_GRAY, 8);
    check(256, opaque, PNG_COLOR_TYPE_PALETTE, 8);
    check(256, glass, PNG_COLOR_TYPE_PALETTE, 8);
    check(257, opaque, PNG_COLOR_TYPE_RGB, 8);
    check(257, glass, PNG_COLOR_TYPE_RGB_ALPHA, 8);
    check(900, opaque, PNG_COLOR_TYPE_RGB, 8);
}

/* Sizes around those that are looked at at once. */
TEST(png_of_any_size)
{
    for (int width = 1; width < 20; width++) {
        for (int height = 1; height < 4; height++) {
            const uint8_t *rgba = picture(width, height, 3, glass);

            comes_back(rgba, width, height, encode(rgba, width, height));
        }
    }
}

TEST(png_has_only_what_it_needs)
{
    const uint8_t *rgba = picture(64, 64, 100, grey);
    struct str png = encode(rgba, 64, 64);

    CU_ASSERT(str_find(png, STR("IDAT")) == 37);
    CU_ASSERT(str_find(png, STR("tEXt")) == SIZE_MAX);
    CU_ASSERT(str_find(png, STR("tIME")) == SIZE_MAX);
    CU_ASSERT(str_find(png, STR("gAMA")) == SIZE_MAX);
}

TEST(png_is_read_by_the_other_library_too)
{
    const uint8_t *rgba = picture(300, 200, 256, glass);
    struct str png = encode(rgba, 300, 200);
    uint8_t *back = malloc(300 * 200 * 4);
    const char *why;
    MagickWand *wand;

    CU_ASSERT_TRUE_FATAL(image_start(&why));
    wand = NewMagickWand();
    CU_ASSERT_FATAL(MagickReadImageBlob(wand, png.p, png.n));
    CU_ASSERT_FATAL(MagickExportImagePixels(wand, 0, 0, 300, 200, "RGBA", CharPixel, back));
    CU_ASSERT(memcmp(back, rgba, 300 * 200 * 4) == 0);
}

TEST(png_of_the_same_pixels_is_the_same)
{
    const uint8_t *rgba = picture(500, 300, 900, glass);
    struct str a = encode(rgba, 500, 300), b = encode(rgba, 500, 300);

    CU_ASSERT(str_equal(a, b));
}
