/* Pictures that never change: those of each version of the rasteriser. */
#include "test.h"

#include "base/buf.h"
#include "base/hash.h"
#include "drawings/chd1.h"
#include "drawings/raster.h"
#include "sample.h"

/* Each version has its file, which stays when a new one comes. A line: name of golden/NAME.chd1, SHA-256 of the pictures of 1024 and 64.
   MIDWAY_GOLDEN=write writes the newest: only before that version has painted for anybody. */
#define GOLDEN TOP_SRCDIR "/tests/drawings/golden/"

static void put_hash(struct buf *out, const struct raster *r, const struct drawing *d, int32_t side)
{
    int32_t w = 0, h = 0;
    char hex[HASH_HEX_SIZE];
    uint8_t *rgba;

    raster_size(d->width, d->height, side, &w, &h);
    rgba = malloc((size_t)w * (size_t)h * 4);
    raster_picture(r, d, side, rgba);
    buf_printf(out, " %s", hash_hex(hash_sha256((struct str){ (char *)rgba, (size_t)w * (size_t)h * 4 }), hex));
    free(rgba);
}

static void check_golden(int version)
{
    static const char *const names[] = { "example", "mouse", "random-1", "random-2", "random-3", "random-4", "scribble", "strokes" };
    const char *list = arena_printf(sample_arena(), GOLDEN "raster-%d.txt", version);
    struct buf out;

    buf_init(&out, sample_arena(), 10000);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct drawing_fault fault;
        struct raster_need need;
        struct drawing d;
        struct raster *r;
        char path[500];
        struct str bytes;

        snprintf(path, sizeof(path), GOLDEN "%s.chd1", names[i]);
        bytes.p = test_read_file(path, &bytes.n);
        CU_ASSERT_FATAL(chd1_decode(sample_arena(), bytes, &d, &fault));
        need = raster_need_of(&d);
        need.version = version;
        need.work_max = INT64_MAX;
        r = raster_init(malloc(raster_memory_bytes(&need)), &need);
        CU_ASSERT(raster_drawing(r, &d));
        buf_puts(&out, names[i]);
        put_hash(&out, r, &d, 1024);
        put_hash(&out, r, &d, 64);
        buf_putc(&out, '\n');
        free(r);
    }
    if (version == RASTER_VERSION && getenv("MIDWAY_GOLDEN")) {
        FILE *f = fopen(list, "w");

        CU_ASSERT_FATAL(f != NULL);
        fputs(buf_text(&out), f);
        fclose(f);
    }
    ASSERT_STR(buf_text(&out), test_read_file(list, NULL));
}

TEST_LIMIT(raster_golden, 30)
{
    for (int version = 1; version <= RASTER_VERSION; version++)
        check_golden(version);
}
