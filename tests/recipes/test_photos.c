/* Uploads in their many kinds, made here with MagickWand, read by photo_store(). */
#include "test.h"

#include "base/buf.h"
#include "base/clock.h"
#include "fakes.h"
#include "recipes/photo_codec.h"

#include <lcms2.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <unistd.h>
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wstrict-prototypes"
#include <wand/MagickWand.h>
#pragma GCC diagnostic pop

/* ---- making pictures ---- */

/* A picture of two halves, left and right, as 8-bit RGB. */
static MagickWand *halves(size_t w, size_t h, const unsigned char left[3], const unsigned char right[3])
{
    unsigned char *pixels = malloc(w * h * 3);
    MagickWand *wand;

    MagickWandGenesis();
    wand = NewMagickWand();
    for (size_t i = 0; i < w * h; i++)
        memcpy(pixels + 3 * i, i % w < w / 2 ? left : right, 3);
    CU_ASSERT_FATAL(MagickConstituteImage(wand, w, h, "RGB", CharPixel, pixels));
    free(pixels);
    return wand;
}

static const unsigned char red[3] = { 220, 20, 20 }, blue[3] = { 20, 20, 220 }, grey[3] = { 128, 128, 128 };

static struct str encoded(MagickWand *wand, const char *format)
{
    size_t n;
    unsigned char *bytes;

    MagickSetImageFormat(wand, format);
    MagickSetImageCompressionQuality(wand, 95);
    MagickResetIterator(wand);
    bytes = MagickGetImageBlob(wand, &n);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
    return (struct str){ (const char *)bytes, n };
}

static struct str jpeg(size_t w, size_t h)
{
    return encoded(halves(w, h, red, blue), "JPEG");
}

/* The JPEG with an EXIF segment of one entry: orientation. */
static struct str turned(struct str s, char orientation)
{
    static const char head[] = "\xFF\xE1\x00\x22" "Exif\0\0" "MM\0*\0\0\0\x08" "\0\x01" "\x01\x12\0\x03\0\0\0\x01\0";
    char *bytes = calloc(1, s.n + 36);      /* the segment with its marker has 36 bytes */

    memcpy(bytes, s.p, 2);
    memcpy(bytes + 2, head, 29);
    bytes[31] = orientation;
    memcpy(bytes + 38, s.p + 2, s.n - 2);
    return (struct str){ bytes, s.n + 36 };
}

/* ---- looking at them ---- */

/* The stored picture's pixel as 0xRRGGBB. */
static unsigned pixel(struct str bytes, long x, long y)
{
    MagickWand *wand = NewMagickWand();
    unsigned char rgb[3] = { 0 };

    CU_ASSERT_FATAL(MagickReadImageBlob(wand, bytes.p, bytes.n));
    CU_ASSERT_FATAL(MagickExportImagePixels(wand, x, y, 1, 1, "RGB", CharPixel, rgb));
    DestroyMagickWand(wand);
    return (unsigned)rgb[0] << 16 | (unsigned)rgb[1] << 8 | rgb[2];
}

/* Within 14 of 255 in each channel, as JPEG goes. */
static void looks_like(unsigned got, unsigned expected)
{
    for (int shift = 0; shift < 24; shift += 8) {
        int off = (int)(got >> shift & 255) - (int)(expected >> shift & 255);

        if (abs(off) > 14) {
            printf("pixel %06x, expected about %06x\n", got, expected);
            CU_FAIL("wrong colour");
            return;
        }
    }
}

static struct photo stored(struct ctx *cx, struct str upload)
{
    struct photo p = { 0 };
    enum err e = photo_store(cx, upload, "/photo", &p);

    if (e) {
        printf("refused: %s\n", cx->error_detail);
        CU_FAIL_FATAL("not stored");
    }
    return p;
}

/* Refused on the field with this text, within 50 ms. */
static void refused(struct str upload, const char *text)
{
    struct ctx *cx = fake_ctx();
    struct photo p;
    int64_t began = clock_mono_us();
    enum err e = photo_store(cx, upload, "/photo", &p);

    CU_ASSERT_EQUAL(e, ERR_INVALID);
    CU_ASSERT(clock_mono_us() - began < 50000);
    CU_ASSERT_EQUAL(fake_store.blobs, 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(cx->faults);
    ASSERT_STR(cx->faults->pointer, "/photo");
    ASSERT_STR(cx->faults->detail, text);
}

static bool contains(struct str s, const char *needle)
{
    return str_find(s, str_of(needle)) != SIZE_MAX;
}

/* ---- what people upload ---- */

TEST(photo_is_stored_once)
{
    struct str upload = jpeg(300, 200);
    struct ctx *cx = fake_ctx();
    struct photo first = stored(cx, upload), second = stored(cx, upload);

    CU_ASSERT_EQUAL(first.width, 300);
    CU_ASSERT_EQUAL(first.height, 200);
    CU_ASSERT(id_equal(first.id, second.id));
    CU_ASSERT_EQUAL(fake_store.photos, 1);
    CU_ASSERT_EQUAL(fake_store.blobs, 1);
    looks_like(pixel(fake_store.blob, 20, 100), 0xDC1414);
    looks_like(pixel(fake_store.blob, 280, 100), 0x1414DC);
}

TEST(photo_is_turned_upright)
{
    struct photo p = stored(fake_ctx(), turned(jpeg(80, 40), 6));

    CU_ASSERT_EQUAL(p.width, 40);
    CU_ASSERT_EQUAL(p.height, 80);
    looks_like(pixel(fake_store.blob, 20, 8), 0xDC1414);
    looks_like(pixel(fake_store.blob, 20, 72), 0x1414DC);
    CU_ASSERT(!contains(fake_store.blob, "Exif"));
}

TEST(photo_loses_what_it_says_of_the_photographer)
{
    MagickWand *wand = halves(60, 60, red, blue);
    struct str upload;

    MagickSetImageProperty(wand, "comment", "taken at home");
    upload = encoded(wand, "JPEG");
    CU_ASSERT(contains(upload, "taken at home"));
    stored(fake_ctx(), upload);
    CU_ASSERT(!contains(fake_store.blob, "taken at home"));
}

TEST(photo_of_a_press_is_read)
{
    MagickWand *wand = halves(64, 64, red, blue);
    struct photo_header h;
    struct str upload;

    MagickTransformImageColorspace(wand, CMYKColorspace);
    upload = encoded(wand, "JPEG");
    CU_ASSERT_PTR_NULL(photo_header_read(fake_ctx()->arena, upload, &h));
    CU_ASSERT_EQUAL(h.channels, 4);
    stored(fake_ctx(), upload);
    looks_like(pixel(fake_store.blob, 8, 30), 0xDC1414);
    looks_like(pixel(fake_store.blob, 56, 30), 0x1414DC);
}

/* A profile of wide primaries: its grey is grey, its half red is a stronger red of sRGB. */
TEST(photo_is_converted_from_its_profile)
{
    static const unsigned char half_red[3] = { 200, 100, 100 };
    const cmsCIExyYTRIPLE wide = { { 0.64, 0.33, 1 }, { 0.21, 0.71, 1 }, { 0.15, 0.06, 1 } };
    const cmsCIExyY white = { 0.3127, 0.3290, 1 };
    cmsToneCurve *gamma = cmsBuildGamma(NULL, 563.0 / 256), *curves[3] = { gamma, gamma, gamma };
    cmsHPROFILE profile = cmsCreateRGBProfile(&white, &wide, curves);
    MagickWand *wand = halves(64, 64, half_red, grey);
    cmsUInt32Number n = 0;
    char bytes[8192];
    unsigned got;

    CU_ASSERT_FATAL(cmsSaveProfileToMem(profile, NULL, &n) && n < sizeof(bytes) && cmsSaveProfileToMem(profile, bytes, &n));
    CU_ASSERT_FATAL(MagickSetImageProfile(wand, "icc", bytes, n));
    stored(fake_ctx(), encoded(wand, "JPEG"));
    CU_ASSERT(!contains(fake_store.blob, "acsp"));
    got = pixel(fake_store.blob, 8, 30);
    looks_like(got, 0xE46363);
    CU_ASSERT(got >> 16 > 215);
    looks_like(pixel(fake_store.blob, 56, 30), 0x808080);
}

TEST(photo_with_a_broken_profile_is_read)
{
    MagickWand *wand = halves(64, 64, red, blue);

    CU_ASSERT_FATAL(MagickSetImageProfile(wand, "icc", "this is no profile at all, only words that stand in its place", 61));
    stored(fake_ctx(), encoded(wand, "JPEG"));
    looks_like(pixel(fake_store.blob, 8, 30), 0xDC1414);
}

TEST(photo_of_sixteen_bits_and_glass_stands_on_white)
{
    MagickWand *wand;
    unsigned short pixels[40 * 20 * 4];

    MagickWandGenesis();
    wand = NewMagickWand();
    for (size_t i = 0; i < 40 * 20; i++) {
        unsigned short one[4] = { 0, 40000, 0, i % 40 < 20 ? 0 : 65535 };

        memcpy(pixels + 4 * i, one, sizeof(one));
    }
    CU_ASSERT_FATAL(MagickConstituteImage(wand, 40, 20, "RGBA", ShortPixel, pixels));
    MagickSetImageDepth(wand, 16);
    stored(fake_ctx(), encoded(wand, "PNG64"));
    looks_like(pixel(fake_store.blob, 4, 10), 0xFFFFFF);
    looks_like(pixel(fake_store.blob, 36, 10), 0x009C00);
}

TEST(photo_as_webp_is_read)
{
    struct photo p = stored(fake_ctx(), encoded(halves(90, 30, red, blue), "WEBP"));

    CU_ASSERT_EQUAL(p.width, 90);
    looks_like(pixel(fake_store.blob, 8, 15), 0xDC1414);
}

/* Two pictures after each other, assembled as RFC 9649 says. */
static struct str animation(struct str first, struct str second)
{
    static const char about[] = "VP8X\x0a\0\0\0\x02\0\0\0\x3f\0\0\x1f\0\0" "ANIM\x06\0\0\0\0\0\0\0\0\0";
    struct str frames[2] = { first, second };
    struct buf b;
    uint32_t size;

    buf_init(&b, NULL, 1 << 20);
    buf_put(&b, "RIFF\0\0\0\0WEBP", 12);
    buf_put(&b, about, sizeof(about) - 1);
    for (int i = 0; i < 2; i++) {
        struct str chunk = { frames[i].p + 12, frames[i].n - 12 };

        size = (uint32_t)chunk.n + 16;
        buf_puts(&b, "ANMF");
        buf_put(&b, &size, 4);
        buf_put(&b, "\0\0\0\0\0\0\x3f\0\0\x1f\0\0\x64\0\0\0", 16);
        buf_put_str(&b, chunk);
    }
    size = (uint32_t)b.len - 8;
    memcpy(b.data + 4, &size, 4);
    return buf_str(&b);
}

TEST(photo_that_moves_keeps_its_first_picture)
{
    struct str first = encoded(halves(64, 32, red, red), "WEBP"), second = encoded(halves(64, 32, blue, blue), "WEBP");
    struct photo p = stored(fake_ctx(), animation(first, second));

    CU_ASSERT_EQUAL(p.width, 64);
    CU_ASSERT_EQUAL(p.height, 32);
    looks_like(pixel(fake_store.blob, 8, 15), 0xDC1414);
}

TEST(photo_that_is_large_is_made_smaller)
{
    struct photo p = stored(fake_ctx(), jpeg(3000, 1500));

    CU_ASSERT_EQUAL(p.width, 2560);
    CU_ASSERT_EQUAL(p.height, 1280);
    looks_like(pixel(fake_store.blob, 600, 640), 0xDC1414);
}

/* ---- what is no photo ---- */

static struct str text_of(const char *s, size_t n)
{
    return (struct str){ s, n };
}

TEST(photo_must_be_one)
{
    static const char gif[] = "GIF89a\x01\0\x01\0\0\0\0;", svg[] = "<svg xmlns='http://www.w3.org/2000/svg'/>",
        mvg[] = "push graphic-context\nimage over 0,0 0,0 'label:@/etc/hostname'";

    refused(STR(""), "must be a JPEG, PNG or WebP picture");
    refused(text_of(gif, sizeof(gif) - 1), "must be a JPEG, PNG or WebP picture");
    refused(text_of(svg, sizeof(svg) - 1), "must be a JPEG, PNG or WebP picture");
    refused(text_of(mvg, sizeof(mvg) - 1), "must be a JPEG, PNG or WebP picture");
    refused(text_of("\xFF\xD8\xFF\xD9", 4), "must be a JPEG, PNG or WebP picture");
    refused(text_of("RIFF\x04\0\0\0WEBP", 12), "must be a JPEG, PNG or WebP picture");
}

TEST(photo_that_is_cut_off_is_refused)
{
    static const char *const formats[] = { "JPEG", "PNG", "WEBP" };

    for (int i = 0; i < 3; i++) {
        struct str whole = encoded(halves(200, 200, red, blue), formats[i]);

        refused((struct str){ whole.p, whole.n - 20 }, "is cut off: please send the whole file again");
        refused((struct str){ whole.p, whole.n / 2 }, "is cut off: please send the whole file again");
        for (size_t n = 0; n < whole.n; n += 7) {
            struct photo_header h;
            char *copy = malloc(n + 1);

            memcpy(copy, whole.p, n);
            CU_ASSERT_PTR_NOT_NULL(photo_header_read(fake_ctx()->arena, (struct str){ copy, n }, &h));
            free(copy);
        }
    }
}

/* Headers that promise far more than their few bytes hold. */
TEST(photo_bombs_are_refused_at_once)
{
    static const char png[] = "\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\x3A\x98\0\0\x3A\x98\x08\x06\0\0\0\0\0\0\0\0\0\0\0IEND\0\0\0\0";
    static const char wide[] = "\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\x7F\xFF\xFF\xFF\0\0\0\x01\x08\x06\0\0\0\0\0\0\0\0\0\0\0IEND\0\0\0\0";
    static const char jpg[] = "\xFF\xD8\xFF\xC0\x00\x11\x08\x3A\x98\x3A\x98\x03\x01\x22\0\x02\x11\x01\x03\x11\x01\xFF\xD9";
    static const char webp[] = "RIFF\x16\0\0\0WEBPVP8L\x0a\0\0\0\x2F\xFF\xFF\xFF\x0F\0\0\0\0\0";

    refused(text_of(png, sizeof(png) - 1), "must have at most 24 megapixels as PNG (it has 225)");
    refused(text_of(wide, sizeof(wide) - 1), "must be at most 16000 pixels wide and high (it has 2147483647 x 1)");
    refused(text_of(jpg, sizeof(jpg) - 1), "must have at most 55 megapixels as JPEG (it has 225)");
    refused(text_of(webp, sizeof(webp) - 1), "must be at most 16000 pixels wide and high (it has 16384 x 16384)");
}

TEST(photo_of_endless_scans_is_refused)
{
    struct str whole = jpeg(64, 64);
    struct buf b;
    size_t scan;

    buf_init(&b, NULL, 1 << 20);
    scan = str_find(whole, (struct str){ "\xFF\xDA", 2 });
    buf_put(&b, whole.p, whole.n - 2);
    for (int i = 0; i < 200; i++)
        buf_put(&b, whole.p + scan, whole.n - 2 - scan);
    buf_put(&b, "\xFF\xD9", 2);
    refused(buf_str(&b), "must have fewer scans");
}

TEST(photo_headers_survive_damage)
{
    static const char *const formats[] = { "JPEG", "PNG", "WEBP" };
    unsigned seed = 7;

    for (int i = 0; i < 3; i++) {
        struct str whole = encoded(halves(40, 40, red, blue), formats[i]);

        for (int round = 0; round < 3000; round++) {
            char *copy = malloc(whole.n);
            struct photo_header h;

            memcpy(copy, whole.p, whole.n);
            for (int k = 0; k < 4; k++)
                copy[rand_r(&seed) % (whole.n < 64 ? whole.n : 64)] = (char)rand_r(&seed);
            if (!photo_header_read(fake_ctx()->arena, (struct str){ copy, whole.n }, &h))
                CU_ASSERT(h.width > 0 && h.height > 0 && h.width <= PHOTO_SIDE_MAX && h.height <= PHOTO_SIDE_MAX);
            free(copy);
        }
    }
}

/* ---- widths ---- */

static struct str rendered(struct photo p, int width, const char *format)
{
    struct str bytes = { NULL, 0 };
    struct photo_header h;
    struct ctx *cx = fake_ctx();

    CU_ASSERT_EQUAL_FATAL(photo_render(cx, p.blob, width, format, &bytes), OK);
    CU_ASSERT_PTR_NULL(photo_header_read(cx->arena, bytes, &h));
    CU_ASSERT_EQUAL(h.width, width < p.width ? width : p.width);
    CU_ASSERT(abs(h.height - h.width * p.height / p.width) <= 1);
    CU_ASSERT_EQUAL(h.type, strcmp(format, "webp") == 0 ? PHOTO_WEBP : PHOTO_JPEG);
    CU_ASSERT_EQUAL(h.decoder_bytes > 0, h.type == PHOTO_JPEG);    /* progressive */
    return bytes;
}

TEST(photo_has_four_widths_in_two_formats)
{
    struct photo p = stored(fake_ctx(), jpeg(2000, 1000));

    for (int i = 0; i < 4; i++) {
        int w = photo_widths[i];

        looks_like(pixel(rendered(p, w, "jpg"), w / 8, w / 4), 0xDC1414);
        looks_like(pixel(rendered(p, w, "webp"), w - 4, w / 4), 0x1414DC);
    }
}

TEST(photo_never_grows)
{
    struct photo p = stored(fake_ctx(), jpeg(300, 100));

    rendered(p, 640, "jpg");
    rendered(p, 1280, "webp");
}

TEST(photo_has_no_other_files)
{
    struct photo p = stored(fake_ctx(), jpeg(300, 100));
    struct ctx *cx = fake_ctx();
    struct str bytes;

    CU_ASSERT_EQUAL(photo_render(cx, p.blob, 320, "png", &bytes), ERR_NOT_FOUND);
    CU_ASSERT_EQUAL(photo_render(cx, p.blob, 321, "jpg", &bytes), ERR_NOT_FOUND);
    CU_ASSERT_EQUAL(photo_render(cx, (struct hash){ { 1 } }, 320, "jpg", &bytes), ERR_NOT_FOUND);
}

/* ---- many at once ---- */

static void *resize_some(void *arg)
{
    const struct str *original = arg;
    struct arena arena;
    struct ctx cx;
    intptr_t failed = 0;

    arena_init(&arena, (size_t)64 << 20);
    for (int i = 0; i < 4; i++) {
        struct str bytes;

        ctx_init(&cx, &arena, NULL, 10000);
        failed += photo_resize(&cx, *original, 320, i % 2 ? "webp" : "jpg", &bytes) != OK || bytes.n == 0;
        arena_reset(&arena);
    }
    arena_done(&arena);
    return (void *)failed;
}

TEST(photos_wait_for_each_other)
{
    struct str original;
    pthread_t threads[6];
    void *failed;

    stored(fake_ctx(), jpeg(1200, 900));
    original = fake_store.blob;
    for (int i = 0; i < 6; i++)
        pthread_create(&threads[i], NULL, resize_some, &original);
    for (int i = 0; i < 6; i++) {
        pthread_join(threads[i], &failed);
        CU_ASSERT_PTR_NULL(failed);
    }
}

/* What takes longer than the request may is given up. */
TEST(photo_is_given_up_at_the_deadline)
{
    struct str original, bytes;
    struct ctx *cx;
    enum err e;

    stored(fake_ctx(), jpeg(2500, 2500));
    original = fake_store.blob;
    cx = fake_ctx();
    cx->deadline_us = clock_mono_us() + 2000;
    e = photo_resize(cx, original, 1280, "webp", &bytes);
    CU_ASSERT(e == ERR_TIMEOUT || e == ERR_BUSY);
}

/* ---- memory ---- */

/* The most that a PNG may be: in a palette, and in true colours. */
static void large_png(size_t w, size_t h, const char *format, int height)
{
    MagickWand *wand = halves(w, h, red, blue);
    struct str upload;
    struct photo p;

    MagickSetOption(wand, "png:compression-level", "1");
    upload = encoded(wand, format);
    DestroyMagickWand(wand);
    p = stored(fake_ctx(), upload);
    CU_ASSERT_EQUAL(p.width, 2560);
    CU_ASSERT_EQUAL(p.height, height);
    looks_like(pixel(fake_store.blob, 600, 600), 0xDC1414);
}

TEST_LIMIT(photo_of_many_megapixels_as_png, 60)
{
    large_png(3460, 3460, "PNG8", 2560);
    large_png(6000, 4000, "PNG24", 1707);
}

static long high_water_kib(void)
{
    char line[200];
    FILE *f = fopen("/proc/self/status", "r");
    long kib = 0;

    while (f && fgets(line, sizeof(line), f))
        sscanf(line, "VmHWM: %ld kB", &kib);
    fclose(f);
    return kib;
}

/* Colours that change from pixel to pixel, so that the file is not a trifle. */
static void write_large(const char *path, size_t w, size_t h)
{
    unsigned char *pixels = malloc(w * h * 3);
    MagickWand *wand;

    MagickWandGenesis();
    for (size_t i = 0; i < w * h * 3; i++)
        pixels[i] = (unsigned char)(i / 9000 + (i * 2654435761u >> 29) + i / 3 % 40);
    wand = NewMagickWand();
    if (!MagickConstituteImage(wand, w, h, "RGB", CharPixel, pixels) || !MagickSetImageFormat(wand, "JPEG") ||
        !MagickSetImageCompressionQuality(wand, 80) || !MagickWriteImage(wand, path))
        _exit(1);
    _exit(0);
}

/* A photo of a telephone with 50 megapixels, written by another process so that this one has not seen its pixels. */
TEST_LIMIT(photo_of_fifty_megapixels_fits_into_128_mib, 90)
{
    char path[] = "/tmp/midway-photo-XXXXXX";
    int fd = mkstemp(path), status = 1;
    pid_t child = fork();
    struct stat st;
    struct photo p;
    void *bytes;
    long before, after;
    long long cpu_us;

    if (child == 0)
        write_large(path, 8160, 6120);
    waitpid(child, &status, 0);
    if (status != 0) {
        unlink(path);
        test_skip("no memory to make the picture");
    }
    close(fd);
    fd = open(path, O_RDONLY);
    unlink(path);
    CU_ASSERT_FATAL(fstat(fd, &st) == 0);
    bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    before = high_water_kib();
    cpu_us = test_cpu_us();
    p = stored(fake_ctx(), (struct str){ bytes, (size_t)st.st_size });
    after = high_water_kib();
    printf("%ld bytes, %d x %d stored, %ld KiB more, %lld ms\n", (long)st.st_size, p.width, p.height, after - before,
           (test_cpu_us() - cpu_us) / 1000);
    CU_ASSERT_EQUAL(p.width, 2560);
    CU_ASSERT_EQUAL(p.height, 1920);
#ifndef __SANITIZE_ADDRESS__
    CU_ASSERT(after - before < 128 * 1024);
#endif
}
