/* What MagickWand may do here, and what it may not; jobs and their room. */
#include "test.h"

#include "base/clock.h"
#include "image/image.h"
#include "image/image_png.h"

#include <pthread.h>
#include <unistd.h>

static struct arena *arena(void)
{
    static struct arena a;

    if (!a.ceiling_bytes)
        arena_init(&a, (size_t)64 << 20);
    return &a;
}

static struct ctx *context(int timeout_ms)
{
    static struct ctx cx;

    ctx_init(&cx, arena(), NULL, timeout_ms);
    return &cx;
}

static void start(void)
{
    const char *why = NULL;

    CU_ASSERT_TRUE_FATAL(image_start(&why));
    ASSERT_STR(why, "");
}

TEST(image_limits_are_in_force)
{
    start();
    CU_ASSERT_EQUAL(MagickGetResourceLimit(ThreadResource), 1);
    CU_ASSERT_EQUAL(MagickGetResourceLimit(MapResource), 0);
    CU_ASSERT_EQUAL(MagickGetResourceLimit(DiskResource), 0);
    CU_ASSERT(MagickGetResourceLimit(MemoryResource) <= (MagickSizeType)256 << 20);
    CU_ASSERT_EQUAL(MagickGetResourceLimit(WidthResource), IMAGE_SIDE_MAX);
    CU_ASSERT_EQUAL(MagickGetResourceLimit(HeightResource), IMAGE_SIDE_MAX);
}

/* A name that asks the library for something else than decoding bytes. */
static bool reads(const char *name)
{
    MagickWand *wand = NewMagickWand();
    bool read = MagickReadImage(wand, name);

    DestroyMagickWand(wand);
    return read;
}

static bool reads_as(const char *format, const char *text)
{
    MagickWand *wand = NewMagickWand();
    bool read = MagickSetFormat(wand, format) && MagickReadImageBlob(wand, text, strlen(text));

    DestroyMagickWand(wand);
    return read;
}

TEST(image_no_other_coder_answers)
{
    char file[] = "/tmp/midway-image-XXXXXX";
    int fd = mkstemp(file);
    char named[64];

    CU_ASSERT_FATAL(fd >= 0 && write(fd, "words", 5) == 5);
    close(fd);
    start();
    CU_ASSERT_FALSE(reads("label:words"));
    CU_ASSERT_FALSE(reads("xc:red"));
    snprintf(named, sizeof(named), "text:%s", file);
    CU_ASSERT_FALSE(reads(named));
    snprintf(named, sizeof(named), "caption:@%s", file);
    CU_ASSERT_FALSE(reads(named));
    unlink(file);
    CU_ASSERT_FALSE(reads_as("MVG", "viewbox 0 0 8 8 fill red rectangle 0,0 8,8"));
    CU_ASSERT_FALSE(reads_as("SVG", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"/>"));
    CU_ASSERT_FALSE(reads_as("PPM", "P3 1 1 255 1 2 3"));
}

TEST(image_blob_and_back)
{
    static const unsigned char pixels[] = { 255, 0, 0, 0, 0, 255 };
    unsigned char back[6] = { 0 };
    MagickWand *wand;
    struct str png;

    start();
    wand = NewMagickWand();
    CU_ASSERT_FATAL(MagickConstituteImage(wand, 2, 1, "RGB", CharPixel, pixels) && MagickSetImageFormat(wand, "PNG24"));
    CU_ASSERT_TRUE_FATAL(image_blob(wand, false, arena(), &png));
    DestroyMagickWand(wand);
    wand = NewMagickWand();
    CU_ASSERT_FATAL(MagickReadImageBlob(wand, png.p, png.n));
    CU_ASSERT_FATAL(MagickExportImagePixels(wand, 0, 0, 2, 1, "RGB", CharPixel, back));
    CU_ASSERT(memcmp(back, pixels, sizeof(back)) == 0);
}

TEST(image_blob_of_nothing_fails)
{
    MagickWand *wand;
    struct str bytes;

    start();
    wand = NewMagickWand();
    CU_ASSERT_FALSE(image_blob(wand, false, arena(), &bytes));
}

/* ---- jobs ---- */

static struct image_job *begin(size_t room_bytes)
{
    struct image_job *j;

    CU_ASSERT_EQUAL_FATAL(image_begin(context(2000), room_bytes, &j), OK);
    return j;
}

TEST(image_job_has_memory_of_its_own)
{
    struct image_job *j = begin(1);
    unsigned char *a = image_memory(j, 100000), *b = image_memory(j, 1);

    CU_ASSERT_EQUAL((uintptr_t)a % 64, 0);
    CU_ASSERT_EQUAL((uintptr_t)b % 64, 0);
    memset(a, 1, 100000);
    *b = 2;
    image_end(j);
    image_end(j);
}

/* Two at a time; the third has to wait, and in vain. */
TEST(image_jobs_wait_for_room)
{
    struct image_job *a = begin(1000), *b = begin(1000), *c;
    struct ctx *cx = context(60);
    int64_t began = clock_mono_us();

    CU_ASSERT_EQUAL(image_begin(cx, 1, &c), ERR_BUSY);
    CU_ASSERT(clock_mono_us() - began >= 50000);
    image_end(a);
    CU_ASSERT_EQUAL(image_begin(context(2000), 1, &c), OK);
    image_end(b);
    image_end(c);
}

TEST(image_jobs_share_memory)
{
    struct image_job *a = begin((size_t)200 << 20), *b;

    CU_ASSERT_EQUAL(image_begin(context(60), (size_t)51 << 20, &b), ERR_BUSY);
    CU_ASSERT_EQUAL(image_begin(context(60), (size_t)50 << 20, &b), OK);
    image_end(a);
    image_end(b);
    a = begin((size_t)999 << 20);        /* alone anything may try */
    image_end(a);
}

/* The arena ends what a request left behind. */
TEST(image_job_ends_with_the_arena)
{
    for (int i = 0; i < 5; i++) {
        begin(1000);
        arena_reset(arena());
    }
}

TEST(image_job_is_given_up_at_the_deadline)
{
    struct image_job *j = begin(1);
    struct str png = { NULL, 0 };

    CU_ASSERT_TRUE_FATAL(image_png(arena(), calloc(2000 * 2000, 4), 2000, 2000, &png));
    CU_ASSERT_TRUE_FATAL(MagickReadImageBlob(j->wand, png.p, png.n));
    j->cx->deadline_us = clock_mono_us() - 1;
    CU_ASSERT_FALSE(MagickResizeImage(j->wand, 1000, 1000, LanczosFilter, 1.0));
    CU_ASSERT_EQUAL(image_failure(j), ERR_TIMEOUT);
    image_end(j);
}
