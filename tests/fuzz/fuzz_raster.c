/* A drawing is painted within its memory, by every version of the rasteriser, and is the same picture painted at once, in two parts,
   and point by point as under a pen; its work can be told without painting it. */
#include "fuzz.h"

#include "base/arena.h"
#include "drawings/chd1.h"
#include "drawings/curve.h"
#include "drawings/raster.h"

/* More takes too long to be tried often. */
#define POINTS_MAX 300
#define WORK_MAX 1000000
#define LIVE_WORK_MAX 20000000

/* Not cleared: what is not written is not to be read. */
static struct raster *begin(struct raster_need need)
{
    size_t n = raster_memory_bytes(&need);

    return raster_init(memset(malloc(n), 0x5A, n), &need);
}

static bool same_picture(const struct drawing *d, const struct raster *a, const struct raster *b)
{
    static uint8_t of_a[RASTER_SIDE_MAX * RASTER_SIDE_MAX * 4], of_b[sizeof(of_a)];
    struct raster_rect all = raster_everything(a);

    raster_picture(a, d, RASTER_SIDE_MAX, of_a);
    raster_picture(b, d, RASTER_SIDE_MAX, of_b);
    return memcmp(of_a, of_b, (size_t)all.x1 * (size_t)all.y1 * 4) == 0;
}

static bool paint_parts(struct raster *r, const struct drawing *d, int32_t at)
{
    struct raster_rect upper = raster_everything(r), lower = upper;

    upper.y1 = lower.y0 = at;
    for (size_t i = 0; i < d->stroke_count; i++)
        if (!raster_stroke(r, d, &d->strokes[i], upper) || !raster_stroke(r, d, &d->strokes[i], lower))
            return false;
    return true;
}

static bool paint_live(struct raster *r, const struct drawing *d)
{
    struct raster_rect changed;

    for (size_t i = 0; i < d->stroke_count; i++) {
        struct drawing_stroke s = d->strokes[i];
        bool whole = s.op == DRAWING_FILL || s.op == DRAWING_CLEAR;
        size_t painted = 0;

        raster_live_begin(r, s.layer);
        for (s.count = whole ? s.count : 1; s.count <= d->strokes[i].count; s.count++) {
            s.curve = d->strokes[i].curve && s.count >= 3;
            if (!raster_live_stroke(r, d, &s, painted, &changed))
                return false;
            painted = s.count;
        }
        raster_live_commit(r);
    }
    return true;
}

static void check_version(const struct drawing *d, int32_t version, size_t points, int32_t cut)
{
    struct raster_need need = raster_need_of(d), dry;
    struct raster *at_once, *in_parts, *live, *counted;

    need.version = version;
    need.work_max = WORK_MAX;
    dry = need;
    dry.dry = true;
    at_once = begin(need);
    counted = begin(dry);
    CHECK(raster_drawing(at_once, d) == raster_drawing(counted, d));
    CHECK(raster_work(at_once) == raster_work(counted));
    if (raster_work(at_once) <= WORK_MAX) {
        need.work_max = INT64_MAX;
        in_parts = begin(need);
        CHECK(paint_parts(in_parts, d, cut) && same_picture(d, at_once, in_parts));
        free(in_parts);
    }
    if (raster_work(at_once) <= WORK_MAX && raster_work(at_once) * (int64_t)points <= LIVE_WORK_MAX) {
        need.live = true;
        live = begin(need);
        CHECK(paint_live(live, d) && same_picture(d, at_once, live));
        free(live);
    }
    free(counted);
    free(at_once);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct drawing_fault fault;
    struct drawing d;
    struct arena a;
    size_t points = 0;

    arena_init(&a, (size_t)64 << 20);
    if (chd1_decode(&a, (struct str){ (const char *)data, n }, &d, &fault)) {
        for (size_t i = 0; i < d.stroke_count; i++)
            points += d.strokes[i].count;
        for (int32_t version = 1; points <= POINTS_MAX && version <= RASTER_VERSION; version++)
            check_version(&d, version, points, 16 + data[n - 1] / 4);
    }
    arena_done(&a);
    return 0;
}
