/* raster_hash.c: drawings of the test data as CHD1 and the SHA-256 of their pictures, for comparing builds of the rasteriser.

   usage: raster-hash [--time|--quick|--work] [--version N] FILE.jsonl|FILE.chd1...
   A line for each drawing: its bytes in hex, then a hash for each of the sides 1024, 512 ... 64. Drawings of JSON lines are varied, so
   that curves, pressure, layers, erasers, fills and translucent inks occur. --quick uses a cheaper hash,
   --time says instead how long painting took, --work how much work it is and whether that is too much (1) or not (0); --version takes an
   older version of the rasteriser. */
#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "drawings/chd1.h"
#include "drawings/drawing_cost.h"
#include "drawings/import_lines.h"
#include "drawings/raster.h"

#include <json-c/json.h>

struct work {
    struct arena arena;
    uint8_t *rgba;
    void *memory;
    size_t memory_bytes;
    bool timed, quick, asks_work;
    int32_t version;
    int64_t paint_us[4096], picture_us[4096], cost[4096];
    size_t count;
};

static void press(struct arena *a, struct drawing_stroke *s)
{
    s->pressure = arena_alloc(a, s->count);
    for (size_t k = 0; k < s->count; k++)
        s->pressure[k] = (uint8_t)(120 + (k * k * 7 + k * 31) % 136);
}

/* Of six drawings one stays as it is. */
static void vary(struct arena *a, struct drawing *d, int kind)
{
    for (size_t i = 0; i < d->stroke_count; i++) {
        struct drawing_stroke *s = &d->strokes[i];

        s->curve = kind == 1 || kind == 4;
        s->layer = kind == 3 ? (uint8_t)(i % 3) : 0;
        if (kind == 2)
            d->palette[s->colour].a = 100;
        if (kind == 3 || kind == 4)
            press(a, s);
        if (kind == 4 && i % 3 == 2)
            s->op = DRAWING_ERASE, s->colour = 0;
        if (kind == 5 && i % 2 == 0 && s->count > 5)
            s->op = DRAWING_FILL, s->width = 0;
    }
    if (kind == 2 || kind == 5)
        d->background = DRAWING_NO_BACKGROUND;
    drawing_tidy(d);
}

static struct raster *paint(struct work *w, const struct drawing *d)
{
    struct raster_need need = raster_need_of(d);
    size_t bytes = raster_memory_bytes(&need);
    struct raster *r;

    need.version = w->version;
    if (bytes > w->memory_bytes) {
        free(w->memory);
        w->memory = malloc(bytes);
        w->memory_bytes = bytes;
    }
    r = raster_init(w->memory, &need);
    if (!raster_drawing(r, d)) {
        fprintf(stderr, "raster-hash: too many edges\n");
        exit(1);
    }
    return r;
}

static void time_one(struct work *w, const struct drawing *d)
{
    int64_t begin = clock_mono_us(), painted, pictured;
    struct raster *r = paint(w, d);

    painted = clock_mono_us();
    raster_picture(r, d, 512, w->rgba);
    pictured = clock_mono_us();
    if (w->count < 4096) {
        w->cost[w->count] = raster_work(r);
        w->paint_us[w->count] = painted - begin;
        w->picture_us[w->count++] = pictured - painted;
    }
}

/* For comparing two runs, not for the ages. */
static const char *hash_of(const struct work *w, const uint8_t *rgba, size_t n, char ret[HASH_HEX_SIZE])
{
    uint64_t sum = 0, word;

    if (!w->quick)
        return hash_hex(hash_sha256((struct str){ (const char *)rgba, n }), ret);
    for (size_t i = 0; i + sizeof(word) <= n; i += sizeof(word)) {
        memcpy(&word, rgba + i, sizeof(word));
        sum = ((sum << 5 | sum >> 59) ^ word) * 0x9E3779B97F4A7C15u;
    }
    snprintf(ret, HASH_HEX_SIZE, "%016llx", (unsigned long long)sum);
    return ret;
}

static void hash_one(struct work *w, const struct drawing *d)
{
    struct raster *r = paint(w, d);
    struct drawing_fault fault;
    struct buf bytes;
    char hex[HASH_HEX_SIZE];

    buf_init(&bytes, &w->arena, DRAWING_BYTES_MAX);
    if (!chd1_encode(d, &bytes, &fault)) {
        fprintf(stderr, "raster-hash: rule %d of a drawing\n", fault.rule);
        exit(1);
    }
    fputs(hash_hex_of(&w->arena, bytes.data, bytes.len), stdout);
    for (int32_t side = RASTER_SIDE_MAX, width, height; raster_size(d->width, d->height, side, &width, &height); side /= 2) {
        raster_picture(r, d, side, w->rgba);
        printf(" %s", hash_of(w, w->rgba, (size_t)width * (size_t)height * 4, hex));
    }
    putchar('\n');
}

static void tell_work(struct work *w, const struct drawing *d)
{
    struct drawing_fault fault;
    bool too_costly = drawing_too_costly(&w->arena, d, &fault);

    printf("%lld %d\n", (long long)fault.got, too_costly);
}

static void one_line(struct work *w, const char *line, int index)
{
    struct json_object *json = json_tokener_parse(line);
    struct drawing_problem problem;
    struct imported_line got;

    if (import_line(&w->arena, json, &import_pen_plain, &got, &problem)) {
        fprintf(stderr, "raster-hash: drawing %d cannot be read\n", index);
        exit(1);
    }
    if (!w->timed)
        vary(&w->arena, &got.drawing, index % 6);
    if (w->timed)
        time_one(w, &got.drawing);
    else if (w->asks_work)
        tell_work(w, &got.drawing);
    else
        hash_one(w, &got.drawing);
    json_object_put(json);
    arena_reset(&w->arena);
}

/* A drawing as it is. */
static void one_drawing(struct work *w, FILE *f, const char *path)
{
    static char bytes[DRAWING_BYTES_MAX];
    struct drawing_fault fault;
    struct drawing d;

    if (!chd1_decode(&w->arena, (struct str){ bytes, fread(bytes, 1, sizeof(bytes), f) }, &d, &fault)) {
        fprintf(stderr, "raster-hash: %s is no drawing\n", path);
        exit(1);
    }
    if (w->asks_work)
        tell_work(w, &d);
    else
        hash_one(w, &d);
    arena_reset(&w->arena);
}

static void all_lines(struct work *w, FILE *f)
{
    char *line = NULL;
    size_t cap = 0;

    for (int index = 0; getline(&line, &cap, f) > 0; index++)
        one_line(w, line, index);
    free(line);
}

static void one_file(struct work *w, const char *path)
{
    FILE *f = fopen(path, "r");

    if (!f) {
        perror(path);
        exit(1);
    }
    if (str_ends(str_of(path), STR(".chd1")))
        one_drawing(w, f, path);
    else
        all_lines(w, f);
    fclose(f);
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static void tell_times(struct work *w)
{
    qsort(w->paint_us, w->count, sizeof(int64_t), by_size);
    qsort(w->picture_us, w->count, sizeof(int64_t), by_size);
    qsort(w->cost, w->count, sizeof(int64_t), by_size);
    printf("%zu drawings, microseconds: painting median %lld, p99 %lld; picture of 512 median %lld, p99 %lld\n", w->count,
           (long long)w->paint_us[w->count / 2], (long long)w->paint_us[w->count * 99 / 100],
           (long long)w->picture_us[w->count / 2], (long long)w->picture_us[w->count * 99 / 100]);
    printf("work median %lld, most %lld\n", (long long)w->cost[w->count / 2], (long long)w->cost[w->count - 1]);
}

int main(int argc, char **argv)
{
    static struct work w;

    arena_init(&w.arena, (size_t)64 << 20);
    w.rgba = malloc((size_t)RASTER_SIDE_MAX * RASTER_SIDE_MAX * 4);
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--time") == 0)
            w.timed = true;
        else if (strcmp(argv[i], "--quick") == 0)
            w.quick = true;
        else if (strcmp(argv[i], "--work") == 0)
            w.asks_work = true;
        else if (strcmp(argv[i], "--version") == 0 && i + 1 < argc)
            w.version = (int32_t)strtol(argv[++i], NULL, 10);
        else
            one_file(&w, argv[i]);
    if (w.timed && w.count)
        tell_times(&w);
    free(w.rgba);
    free(w.memory);
    arena_done(&w.arena);
    return 0;
}
