/* Files of drawings, decoded again; always the same bytes; what is too much. */
#include "test.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "drawings/chd1.h"
#include "drawings/drawing_cost.h"
#include "drawings/raster.h"
#include "drawings/render.h"
#include "drawings/svg.h"
#include "image/image.h"
#include "sample.h"

#include <pthread.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <webp/demux.h>

#define GOLDEN TOP_SRCDIR "/tests/drawings/golden/"
#define PIXELS_MAX (1024 * 1024)

static const char *const golden[] = { "example", "random-1", "random-2", "random-3", "random-4", "strokes" };

static struct ctx *context(void)
{
    static struct ctx cx;

    ctx_init(&cx, sample_arena(), NULL, 60000);
    return &cx;
}

static struct drawing golden_drawing(const char *name)
{
    struct drawing_fault fault;
    struct drawing d;
    char path[500];
    struct str bytes;

    snprintf(path, sizeof(path), GOLDEN "%s.chd1", name);
    bytes.p = test_read_file(path, &bytes.n);
    CU_ASSERT_TRUE_FATAL(chd1_decode(sample_arena(), bytes, &d, &fault));
    return d;
}

static struct str render(const struct drawing *d, int side, enum render_format f)
{
    struct str bytes = { NULL, 0 };

    CU_ASSERT_EQUAL_FATAL(render_picture(context(), d, RASTER_VERSION, side, f, &bytes), OK);
    return bytes;
}

/* ---- pixels ---- */

struct pixels {
    int32_t width, height;
    uint8_t *rgba;
};

static struct pixels painted(const struct drawing *d, int side)
{
    struct raster_need need = raster_need_of(d);
    struct raster *r = raster_init(malloc(raster_memory_bytes(&need)), &need);
    struct pixels p;

    raster_size(d->width, d->height, side, &p.width, &p.height);
    p.rgba = malloc((size_t)p.width * (size_t)p.height * 4);
    CU_ASSERT_TRUE_FATAL(raster_drawing(r, d));
    raster_picture(r, d, side, p.rgba);
    free(r);
    return p;
}

static MagickWand *read_again(struct str bytes)
{
    MagickWand *wand = NewMagickWand();

    CU_ASSERT_TRUE_FATAL(MagickReadImageBlob(wand, bytes.p, bytes.n));
    return wand;
}

static struct pixels pixels_of(MagickWand *wand)
{
    struct pixels p = { (int32_t)MagickGetImageWidth(wand), (int32_t)MagickGetImageHeight(wand), NULL };

    p.rgba = malloc((size_t)p.width * (size_t)p.height * 4);
    CU_ASSERT_TRUE_FATAL(
        MagickExportImagePixels(wand, 0, 0, (size_t)p.width, (size_t)p.height, "RGBA", CharPixel, p.rgba));
    return p;
}

static struct pixels decoded(struct str bytes)
{
    MagickWand *wand = read_again(bytes);
    struct pixels p = pixels_of(wand);

    DestroyMagickWand(wand);
    return p;
}

/* The same, but for the colour of what cannot be seen. */
static bool same(struct pixels a, struct pixels b)
{
    if (a.width != b.width || a.height != b.height)
        return false;
    for (size_t i = 0; i < (size_t)a.width * (size_t)a.height; i++) {
        const uint8_t *p = a.rgba + 4 * i, *q = b.rgba + 4 * i;

        if (p[3] != q[3] || (p[3] && memcmp(p, q, 3) != 0))
            return false;
    }
    return true;
}

static void check_pixels(const struct drawing *d, int side)
{
    struct pixels p = painted(d, side), png = decoded(render(d, side, RENDER_PNG)), webp = decoded(render(d, side, RENDER_WEBP));

    CU_ASSERT_TRUE(same(png, p));
    CU_ASSERT_TRUE(same(webp, p));
    free(p.rgba);
    free(png.rgba);
    free(webp.rgba);
}

TEST_LIMIT(render_decoded_is_what_was_painted, 60)
{
    for (size_t i = 0; i < ARRAY_LEN(golden); i++) {
        struct drawing d = golden_drawing(golden[i]);

        for (int side = 64; side <= 1024; side *= 2)
            check_pixels(&d, side);
    }
    for (unsigned seed = 100; seed < 125; seed++) {
        struct drawing d = sample_random(sample_arena(), seed);

        check_pixels(&d, 256);
    }
}

TEST_LIMIT(render_each_size_is_the_reduction_of_the_next, 30)
{
    for (size_t i = 0; i < ARRAY_LEN(golden); i++) {
        struct drawing d = golden_drawing(golden[i]);
        struct pixels large = decoded(render(&d, 1024, RENDER_PNG));

        for (int side = 512; side >= 64; side /= 2) {
            raster_reduce(large.rgba, large.width, large.height, large.rgba);
            large.width /= 2;
            large.height /= 2;
            CU_ASSERT_TRUE(same(decoded(render(&d, side, RENDER_PNG)), large));
        }
    }
}

TEST(render_other_sizes_are_none)
{
    struct drawing d = sample_drawing(sample_arena());
    const int sides[] = { 0, -64, 32, 100, 513, 2048 };
    struct str bytes;

    for (size_t i = 0; i < ARRAY_LEN(sides); i++) {
        for (int f = RENDER_PNG; f <= RENDER_SVG; f++)
            CU_ASSERT_EQUAL(render_picture(context(), &d, RASTER_VERSION, sides[i], (enum render_format)f, &bytes), ERR_NOT_FOUND);
        CU_ASSERT_EQUAL(render_replay(context(), &d, RASTER_VERSION, sides[i], &bytes), ERR_NOT_FOUND);
    }
    CU_ASSERT_EQUAL(render_replay(context(), &d, RASTER_VERSION, 1024, &bytes), ERR_NOT_FOUND);
}

/* ---- always the same bytes ---- */

/* The hashes of all kinds of files of the golden drawings by a version of the rasteriser, in lines. Its memory is the arena's. */
static const char *hashes(struct arena *a, int version)
{
    struct buf out;
    struct ctx cx;

    buf_init(&out, a, 20000);
    for (size_t i = 0; i < ARRAY_LEN(golden); i++) {
        struct drawing d = golden_drawing(golden[i]);
        const struct drawing *list[] = { &d, &d, &d };
        struct str files[7] = { { NULL, 0 } };
        char hex[HASH_HEX_SIZE];
        int n = 0;
        bool done = true;

        ctx_init(&cx, a, NULL, 60000);
        for (int f = RENDER_PNG; f <= RENDER_SVG; f++) {
            done = done && render_picture(&cx, &d, version, 64, (enum render_format)f, &files[n++]) == OK;
            done = done && (f == RENDER_SVG || render_picture(&cx, &d, version, 512, (enum render_format)f, &files[n++]) == OK);
        }
        done = done && render_replay(&cx, &d, version, 64, &files[n++]) == OK;
        done = done && (version < RASTER_VERSION || render_sheet(&cx, list, 3, 2, 100, &files[n++]) == OK);
        CU_ASSERT_TRUE_FATAL(done);
        buf_puts(&out, golden[i]);
        for (int k = 0; k < n; k++)
            buf_printf(&out, " %.20s", hash_hex(hash_sha256(files[k]), hex));
        buf_putc(&out, '\n');
    }
    return buf_text(&out);
}

/* A file for each version. In a line: name of golden/NAME.chd1; the beginnings of the SHA-256 of PNG 64, 512, WebP 64, 512, SVG, replay,
   and of a sheet by the newest version. They hold for the libraries of Debian 12; MIDWAY_GOLDEN=write writes the newest file anew. */
TEST_LIMIT(render_golden, 30)
{
    for (int version = 1; version <= RASTER_VERSION; version++) {
        const char *list = arena_printf(sample_arena(), GOLDEN "render-%d.txt", version), *got = hashes(sample_arena(), version);

        if (version == RASTER_VERSION && getenv("MIDWAY_GOLDEN")) {
            FILE *f = fopen(list, "w");

            CU_ASSERT_FATAL(f != NULL);
            fputs(got, f);
            fclose(f);
        }
        ASSERT_STR(got, test_read_file(list, NULL));
    }
}

/* What no version of the rasteriser has painted is no picture. */
TEST(render_versions)
{
    struct drawing d = golden_drawing("example");
    struct str bytes;

    for (int version = 0; version <= RASTER_VERSION + 1; version += RASTER_VERSION + 1) {
        CU_ASSERT_EQUAL(render_picture(context(), &d, version, 64, RENDER_PNG, &bytes), ERR_INTERNAL);
        CU_ASSERT_EQUAL(render_replay(context(), &d, version, 64, &bytes), ERR_INTERNAL);
    }
}

/* Each process starts the library for itself. */
TEST_LIMIT(render_in_another_process_is_the_same, 60)
{
    char other[20000] = "";
    int fd[2], status;
    ssize_t n;
    pid_t child;

    CU_ASSERT_FATAL(pipe(fd) == 0);
    child = fork();
    if (child == 0) {
        const char *text = hashes(sample_arena(), RASTER_VERSION);

        _exit(write(fd[1], text, strlen(text)) == (ssize_t)strlen(text) ? 0 : 1);
    }
    close(fd[1]);
    for (size_t at = 0; (n = read(fd[0], other + at, sizeof(other) - 1 - at)) > 0; at += (size_t)n)
        ;
    CU_ASSERT(waitpid(child, &status, 0) == child && status == 0);
    ASSERT_STR(hashes(sample_arena(), RASTER_VERSION), other);
}

struct worker {
    pthread_t thread;
    struct arena arena;
    struct drawing d;
    struct str png, webp, svg, replay;
    bool done;
};

static void *work(void *arg)
{
    struct worker *w = arg;
    struct ctx cx;

    ctx_init(&cx, &w->arena, NULL, 60000);
    w->done = render_picture(&cx, &w->d, RASTER_VERSION, 512, RENDER_PNG, &w->png) == OK &&
        render_picture(&cx, &w->d, RASTER_VERSION, 512, RENDER_WEBP, &w->webp) == OK &&
        render_picture(&cx, &w->d, RASTER_VERSION, 512, RENDER_SVG, &w->svg) == OK &&
        render_replay(&cx, &w->d, RASTER_VERSION, 64, &w->replay) == OK;
    return NULL;
}

TEST_LIMIT(render_in_threads_is_the_same, 60)
{
    static struct worker w[6];

    for (size_t i = 0; i < ARRAY_LEN(w); i++) {
        arena_init(&w[i].arena, (size_t)64 << 20);
        w[i].d = golden_drawing("strokes");
        pthread_create(&w[i].thread, NULL, work, &w[i]);
    }
    for (size_t i = 0; i < ARRAY_LEN(w); i++) {
        pthread_join(w[i].thread, NULL);
        CU_ASSERT_TRUE_FATAL(w[i].done);
        CU_ASSERT_TRUE(str_equal(w[i].png, w[0].png));
        CU_ASSERT_TRUE(str_equal(w[i].webp, w[0].webp));
        CU_ASSERT_TRUE(str_equal(w[i].svg, w[0].svg));
        CU_ASSERT_TRUE(str_equal(w[i].replay, w[0].replay));
    }
}

/* Times are no part of a picture, but of its replay. */
TEST(render_without_times_is_the_same)
{
    struct drawing d = golden_drawing("example"), timeless = d;
    struct str with, without;

    timeless.strokes = memcpy(ARENA_ARRAY(sample_arena(), d.stroke_count, struct drawing_stroke), d.strokes,
                              d.stroke_count * sizeof(*d.strokes));
    for (size_t i = 0; i < d.stroke_count; i++)
        timeless.strokes[i].time_ms = NULL;
    for (int f = RENDER_PNG; f <= RENDER_SVG; f++) {
        with = render(&d, 128, (enum render_format)f);
        without = render(&timeless, 128, (enum render_format)f);
        CU_ASSERT_TRUE(str_equal(with, without));
    }
}

/* ---- replays ---- */

struct film {
    unsigned frames, loops, all_ms, last_ms;
    bool animated;
};

static unsigned little_endian(const char *p, int bytes)
{
    unsigned n = 0;

    while (bytes-- > 0)
        n = n << 8 | (uint8_t)p[bytes];
    return n;
}

/* RFC 9649, 2.7. */
static struct film film_of(struct str webp)
{
    struct film f = { 0 };

    CU_ASSERT_FATAL(webp.n > 12 && memcmp(webp.p, "RIFF", 4) == 0 && memcmp(webp.p + 8, "WEBP", 4) == 0);
    CU_ASSERT_EQUAL(little_endian(webp.p + 4, 4) + 8, webp.n);
    for (size_t at = 12; at + 8 <= webp.n; at += 8 + (little_endian(webp.p + at + 4, 4) + 1) / 2 * 2) {
        if (memcmp(webp.p + at, "VP8X", 4) == 0)
            f.animated = webp.p[at + 8] & 2;
        if (memcmp(webp.p + at, "ANIM", 4) == 0)
            f.loops = little_endian(webp.p + at + 12, 2);
        if (memcmp(webp.p + at, "ANMF", 4) != 0)
            continue;
        f.frames++;
        f.last_ms = little_endian(webp.p + at + 20, 3);
        f.all_ms += f.last_ms;
        CU_ASSERT_FATAL(memcmp(webp.p + at + 24, "VP8L", 4) == 0);       /* lossless */
    }
    return f;
}

/* Whole, as a player shows it. */
static struct pixels last_frame(struct str webp)
{
    WebPData data = { (const uint8_t *)webp.p, webp.n };
    WebPAnimDecoder *decoder = WebPAnimDecoderNew(&data, NULL);
    WebPAnimInfo info;
    struct pixels p = { 0, 0, NULL };
    int at_ms;

    CU_ASSERT_FATAL(decoder && WebPAnimDecoderGetInfo(decoder, &info));
    while (WebPAnimDecoderHasMoreFrames(decoder))
        CU_ASSERT_FATAL(WebPAnimDecoderGetNext(decoder, &p.rgba, &at_ms));
    p.width = (int32_t)info.canvas_width;
    p.height = (int32_t)info.canvas_height;
    return p;                         /* the decoder's pixels: it is left to the end of the process */
}

static struct film check_replay(const struct drawing *d, int side)
{
    struct str webp;
    struct film f;
    struct pixels p = painted(d, side);

    CU_ASSERT_EQUAL_FATAL(render_replay(context(), d, RASTER_VERSION, side, &webp), OK);
    f = film_of(webp);
    CU_ASSERT_TRUE(same(last_frame(webp), p));
    CU_ASSERT(f.frames <= 80);
    CU_ASSERT(f.all_ms <= 8000 + 1500);
    CU_ASSERT_EQUAL(f.loops, 0);
    free(p.rgba);
    return f;
}

/* A line to the right, a point every `step_ms`. */
static struct drawing timed_line(size_t points, int32_t step_ms)
{
    struct drawing d = sample_drawing(sample_arena());
    struct drawing_stroke *s = d.strokes;

    *s = (struct drawing_stroke){ .colour = 1, .width = 5, .count = points };
    d.colour_count = 2;
    d.stroke_count = 1;
    s->x = ARENA_ARRAY(sample_arena(), points, int32_t);
    s->y = ARENA_ARRAY(sample_arena(), points, int32_t);
    s->time_ms = ARENA_ARRAY(sample_arena(), points, int32_t);
    for (size_t i = 0; i < points; i++) {
        s->x[i] = 20 + (int32_t)(i * 200 / points);
        s->y[i] = 20 + (int32_t)i % 60;
        s->time_ms[i] = 500 + (int32_t)i * step_ms;
    }
    return d;
}

TEST_LIMIT(replay_lasts_as_long_as_drawing_did, 30)
{
    struct drawing d = timed_line(101, 30);
    struct film f = check_replay(&d, 128);

    CU_ASSERT_TRUE(f.animated);
    CU_ASSERT_EQUAL(f.frames, 30);
    CU_ASSERT_EQUAL(f.all_ms, 3000 + 1500);
    CU_ASSERT_EQUAL(f.last_ms, 100 + 1500);
}

TEST_LIMIT(replay_of_a_long_evening_takes_eight_seconds, 60)
{
    struct drawing d = timed_line(400, 60000);
    struct film f = check_replay(&d, 256);

    CU_ASSERT_EQUAL(f.frames, 80);
    CU_ASSERT_EQUAL(f.all_ms, 8000 + 1500);
    f = check_replay(&d, 512);
    CU_ASSERT_EQUAL(f.frames, 80);
    CU_ASSERT_EQUAL(f.all_ms, 8000 + 1500);
}

/* While the pen rests nothing changes, so there is no frame. */
TEST_LIMIT(replay_rests_where_the_pen_did, 30)
{
    struct drawing d = timed_line(40, 20);
    struct film f;

    for (size_t i = 20; i < 40; i++)
        d.strokes[0].time_ms[i] += 3000;
    f = check_replay(&d, 64);
    CU_ASSERT(f.frames > 6 && f.frames < 12);
    CU_ASSERT_EQUAL(f.all_ms, 3780 + 1500);
}

TEST_LIMIT(replay_of_everything_ends_with_the_picture, 120)
{
    for (size_t i = 0; i < ARRAY_LEN(golden); i++) {
        struct drawing d = golden_drawing(golden[i]);

        check_replay(&d, 64);
    }
    for (unsigned seed = 200; seed < 240; seed++) {
        struct drawing d = sample_random(sample_arena(), seed);

        check_replay(&d, 64);
    }
}

/* Without times one point comes after the other. */
TEST_LIMIT(replay_without_times, 30)
{
    struct drawing d = timed_line(400, 1);

    d.strokes[0].time_ms = NULL;
    CU_ASSERT_EQUAL(check_replay(&d, 64).all_ms, 6000 + 1500);
    d.strokes[0].count = 3;
    CU_ASSERT_EQUAL(check_replay(&d, 64).all_ms, 1000 + 1500);
}

/* ---- sheets ---- */

TEST(sheet_has_every_drawing_in_its_place)
{
    struct drawing d = golden_drawing("example"), e = golden_drawing("strokes");
    const struct drawing *list[] = { &d, &e, &d, &e, &d };
    struct str png;
    struct pixels sheet, one = painted(&e, 64);
    bool equal = true;

    CU_ASSERT_EQUAL_FATAL(render_sheet(context(), list, 5, 3, 64, &png), OK);
    sheet = decoded(png);
    CU_ASSERT_EQUAL(sheet.width, 192);
    CU_ASSERT_EQUAL(sheet.height, 128);
    for (int y = 0; y < 64; y++)
        for (int x = 0; x < 64; x++) {
            const uint8_t *got = sheet.rgba + 4 * (y * 192 + x + 64), *p = one.rgba + 4 * (y * 64 + x);

            equal = equal && memcmp(got, p, 4) == 0;
        }
    CU_ASSERT_TRUE(equal);
    CU_ASSERT(memcmp(sheet.rgba + 4 * (100 * 192 + 160), "\xff\xff\xff\xff", 4) == 0);
}

TEST(sheet_of_sizes_between)
{
    struct drawing d = golden_drawing("example");
    const struct drawing *list[] = { &d };
    struct pixels sheet;
    struct str png;

    CU_ASSERT_EQUAL_FATAL(render_sheet(context(), list, 1, 1, 100, &png), OK);
    sheet = decoded(png);
    CU_ASSERT(sheet.width == 100 && sheet.height == 100);
    CU_ASSERT_EQUAL(render_sheet(context(), list, 1, 1, 15, &png), ERR_INVALID);
    CU_ASSERT_EQUAL(render_sheet(context(), list, 1, 1, 1025, &png), ERR_INVALID);
    CU_ASSERT_EQUAL(render_sheet(context(), list, 0, 1, 100, &png), ERR_INVALID);
    CU_ASSERT_EQUAL(render_sheet(context(), list, 1, 2, 100, &png), ERR_INVALID);
}

/* ---- too much ---- */

#ifdef __SANITIZE_ADDRESS__
#define QUICK_US 3000000
#else
#define QUICK_US 200000               /* what is promised for any drawing */
#endif

/* `strokes` times `points` in zigzag: from side to side, or anywhere. */
static struct drawing zigzag(int op, size_t strokes, size_t points, bool anywhere, bool curve)
{
    struct arena *a = sample_arena();
    struct drawing d = sample_drawing(a);
    uint32_t dice = 1;

    d.width = d.height = 1024;
    d.background = DRAWING_NO_BACKGROUND;
    d.stroke_count = strokes;
    for (size_t i = 0; i < strokes; i++) {
        struct drawing_stroke *s = &d.strokes[i];

        *s = (struct drawing_stroke){ .op = (uint8_t)op, .layer = i % 8, .colour = 2, .curve = curve, .count = points };
        s->width = op == DRAWING_FILL ? 0 : anywhere ? 100 : 1;
        s->x = ARENA_ARRAY(a, points, int32_t);
        s->y = ARENA_ARRAY(a, points, int32_t);
        for (size_t k = 0; k < points; k++) {
            dice = dice * 1664525 + 1013904223;
            s->x[k] = anywhere ? (int32_t)(dice >> 22) : k % 2 ? 1023 : 0;
            s->y[k] = anywhere ? (int32_t)(dice >> 12 & 1023) : (int32_t)((k + i * points) % 1023);
        }
    }
    return d;
}

/* Refused, or painted and encoded; in no longer than is promised. */
static void quick(struct drawing d, bool expected_too_costly)
{
    struct drawing_fault fault;
    struct str png;
    long long began = test_cpu_us(), asked, painted_us;
    bool too_costly = drawing_too_costly(sample_arena(), &d, &fault);
    enum err e;

    asked = test_cpu_us() - began;
    CU_ASSERT_EQUAL(too_costly, expected_too_costly);
    began = test_cpu_us();
    e = render_picture(context(), &d, RASTER_VERSION, 512, RENDER_PNG, &png);
    painted_us = test_cpu_us() - began;
    printf("asked %lld us, painted %lld us, work %lld\n", asked, painted_us, (long long)fault.got);
    CU_ASSERT_EQUAL(e, too_costly ? ERR_INVALID : OK);
    CU_ASSERT(asked < QUICK_US);
    CU_ASSERT(painted_us < QUICK_US);
}

TEST_LIMIT(render_hostile_drawings_are_refused_in_time, 60)
{
    const char *why;

    CU_ASSERT_TRUE_FATAL(render_start(&why));
    quick(zigzag(DRAWING_DRAW, 1, 100000, false, true), true);
    quick(zigzag(DRAWING_DRAW, 1, 100000, true, true), true);
    quick(zigzag(DRAWING_DRAW, 40, 4000, true, true), true);
    quick(zigzag(DRAWING_FILL, 1, 100000, true, false), true);
    quick(zigzag(DRAWING_FILL, 2000, 60, false, false), true);
    quick(zigzag(DRAWING_ERASE, 2000, 90, true, true), true);
    quick(zigzag(DRAWING_DRAW, 2000, 1, true, false), false);
    quick(zigzag(DRAWING_DRAW, 50, 20, true, false), false);
}
