/* draw.c: pictures of drawings for tests/bench/run.

   usage: draw pick FOLDER FILE.jsonl...     of all drawings, by their points, the median and the one that 1 % exceed: FOLDER/median.chd1,
                                             median.svg, p99.chd1, p99.svg. Prints their points, then the median bytes of a drawing as
                                             CHD1, as JSON twin, as deflated JSON
          draw time FILE.chd1 WHAT SECONDS   WHAT: pixels, png or webp, of 512 pixels, from the bytes each time. Prints pictures in a
                                             second of processor time, the median and 99 % of their times in ms, and failures */
#include "base/buf.h"
#include "base/clock.h"
#include "drawings/chd1.h"
#include "drawings/import_lines.h"
#include "drawings/raster.h"
#include "drawings/render.h"
#include "drawings/svg.h"
#include "drawings/twin.h"
#include "image/image.h"

#include <json-c/json.h>
#include <zlib.h>

#define DRAWINGS_MAX 10000
#define TIMES_MAX 1000000
#define SIDE 512

struct one {
    struct drawing d;
    size_t points;
};

static struct arena arena;

static void fail(const char *what)
{
    fprintf(stderr, "draw: %s\n", what);
    exit(1);
}

static int by_points(const void *a, const void *b)
{
    const struct one *x = a, *y = b;

    return (x->points > y->points) - (x->points < y->points);
}

static int by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* ---- choosing ---- */

static size_t read_all(char **files, int file_count, struct one *ret)
{
    struct drawing_problem problem;
    struct imported_line got;
    size_t n = 0, cap = 0;
    char *line = NULL;

    for (int i = 0; i < file_count; i++) {
        FILE *f = fopen(files[i], "r");

        if (!f)
            fail(files[i]);
        for (; n < DRAWINGS_MAX && getline(&line, &cap, f) > 0; n++) {
            struct json_object *json = json_tokener_parse(line);

            if (import_line(&arena, json, &import_pen_plain, &got, &problem))
                fail("a drawing cannot be read");
            ret[n] = (struct one){ got.drawing, drawing_point_count(&got.drawing) };
            json_object_put(json);
        }
        fclose(f);
    }
    free(line);
    return n;
}

static struct str encoded(const struct drawing *d)
{
    struct drawing_fault fault;
    struct buf b;

    buf_init(&b, &arena, DRAWING_BYTES_MAX);
    if (!chd1_encode(d, &b, &fault))
        fail("a drawing cannot be encoded");
    return buf_str(&b);
}

static void write_file(const char *folder, const char *name, struct str bytes)
{
    FILE *f = fopen(arena_printf(&arena, "%s/%s", folder, name), "w");

    if (!f || fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fclose(f) != 0)
        fail(name);
}

static void write_both(const char *folder, const char *name, const struct drawing *d)
{
    struct buf svg;

    buf_init(&svg, &arena, (size_t)1 << 24);
    svg_write(d, SIDE, &svg);
    write_file(folder, arena_printf(&arena, "%s.chd1", name), encoded(d));
    write_file(folder, arena_printf(&arena, "%s.svg", name), buf_str(&svg));
}

/* RFC 1951 at level 9. */
static size_t deflated(const char *text)
{
    z_stream z = { 0 };
    size_t n = strlen(text), room;
    uint8_t *out;

    if (deflateInit2(&z, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        fail("zlib");
    room = deflateBound(&z, n);
    out = arena_alloc(&arena, room);
    z.next_in = (Bytef *)(uintptr_t)text;
    z.avail_in = (uInt)n;
    z.next_out = out;
    z.avail_out = (uInt)room;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        fail("zlib");
    deflateEnd(&z);
    return z.total_out;
}

static int pick(const char *folder, char **files, int file_count)
{
    struct one *all = ARENA_ARRAY(&arena, DRAWINGS_MAX, struct one);
    size_t n = read_all(files, file_count, all);
    double *bytes = ARENA_ARRAY(&arena, 3 * n, double);

    if (n == 0)
        fail("no drawings");
    for (size_t i = 0; i < n; i++) {
        const char *twin = json_object_to_json_string_ext(twin_view(&arena, &all[i].d), JSON_C_TO_STRING_PLAIN);

        bytes[i] = (double)encoded(&all[i].d).n;
        bytes[n + i] = (double)strlen(twin);
        bytes[2 * n + i] = (double)deflated(twin);
    }
    qsort(all, n, sizeof(*all), by_points);
    write_both(folder, "median", &all[n / 2].d);
    write_both(folder, "p99", &all[n * 99 / 100].d);
    printf("%zu %zu", all[n / 2].points, all[n * 99 / 100].points);
    for (int k = 0; k < 3; k++) {
        qsort(bytes + (size_t)k * n, n, sizeof(*bytes), by_number);
        printf(" %.0f", bytes[(size_t)k * n + n / 2]);
    }
    printf("\n");
    return 0;
}

/* ---- painting ---- */

static enum err pixels(struct ctx *cx, const struct drawing *d)
{
    struct raster_need need = raster_need_of(d);
    size_t bytes = raster_memory_bytes(&need);
    struct image_job *j;
    struct raster *r;
    enum err e = image_begin(cx, bytes, &j);

    if (e)
        return e;
    r = raster_init(image_memory(j, bytes), &need);
    if (raster_drawing(r, d))
        raster_picture(r, d, SIDE, image_memory(j, SIDE * SIDE * 4));
    else
        e = ERR_INVALID;
    image_end(j);
    return e;
}

/* All that a picture costs that nobody asked for before, but reading the bytes from the database and sending the file. */
static bool paint(struct str bytes, const char *what)
{
    struct drawing_fault fault;
    struct drawing d;
    struct str file;
    struct ctx cx;
    enum err e;

    ctx_init(&cx, &arena, NULL, 10000);
    if (!chd1_decode(&arena, bytes, &d, &fault))
        return false;
    if (strcmp(what, "pixels") == 0)
        e = pixels(&cx, &d);
    else
        e = render_picture(&cx, &d, RASTER_VERSION, SIDE, strcmp(what, "png") == 0 ? RENDER_PNG : RENDER_WEBP, &file);
    arena_reset(&arena);
    return e == OK;
}

static double cpu_seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int measure(const char *file, const char *what, double seconds)
{
    static char bytes[DRAWING_BYTES_MAX];
    static double ms[TIMES_MAX];
    FILE *f = fopen(file, "r");
    size_t n = f ? fread(bytes, 1, sizeof(bytes), f) : 0, done = 0, failed = 0;
    int64_t end = clock_mono_us() + (int64_t)(seconds * 1e6), began;
    double cpu;

    for (int i = 0; i < 20; i++)
        failed += !paint((struct str){ bytes, n }, what);
    cpu = cpu_seconds();
    while (done < TIMES_MAX && (began = clock_mono_us()) < end) {
        failed += !paint((struct str){ bytes, n }, what);
        ms[done++] = (double)(clock_mono_us() - began) / 1000;
    }
    cpu = cpu_seconds() - cpu;
    qsort(ms, done, sizeof(*ms), by_number);
    printf("%.1f %.3f %.3f %zu\n", (double)done / cpu, ms[done / 2], ms[done * 99 / 100], failed);
    return 0;
}

int main(int argc, char **argv)
{
    const char *why;

    arena_init(&arena, (size_t)1 << 30);
    if (argc > 3 && strcmp(argv[1], "pick") == 0)
        return pick(argv[2], argv + 3, argc - 3);
    if (argc != 5 || strcmp(argv[1], "time") != 0)
        fail("see the head of tests/bench/draw.c");
    if (!render_start(&why))
        fail(why);
    return measure(argv[2], argv[3], strtod(argv[4], NULL));
}
