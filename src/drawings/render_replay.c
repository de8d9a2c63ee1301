/* render_replay.c: how a drawing was drawn, as an animation. */
#include "drawings/render_impl.h"

#include "image/image_film.h"

#define PLAY_MS 8000                  /* at most; times are compressed, never stretched */
#define FRAME_MS 100                  /* at least: so there are at most 80 */
#define HOLD_MS 1500                  /* the whole picture, before it begins anew */
#define POINT_MS 15                   /* of drawings without times */
#define PLAY_LEAST_MS 1000            /* of those */
#define WORK_MAX (4 * (int64_t)RASTER_WORK_MAX)  /* of all frames; what would take longer comes to its end at once */
#define ENCODER_BYTES 60              /* a pixel, about */

/* A drawing as it is at some moment. */
struct replay {
    const struct drawing *d;
    bool timed;
    int64_t begin_ms, span_ms;
    struct raster *raster;
    size_t stroke;                    /* all before it are painted */
    size_t points;                    /* of it that are painted */
    int64_t last_ms;                  /* of the strokes before it */
    size_t points_before;             /* in the strokes before it */
    int64_t work;
};

/* ---- time ---- */

static void measure(struct replay *p)
{
    int64_t first = -1, last = 0;
    size_t points = drawing_point_count(p->d);

    for (size_t i = 0; i < p->d->stroke_count; i++) {
        const struct drawing_stroke *s = &p->d->strokes[i];

        if (!s->time_ms)
            continue;
        first = first < 0 ? s->time_ms[0] : first;
        last = s->time_ms[drawing_time_count(s) - 1];
    }
    p->timed = last > first && first >= 0;
    p->begin_ms = p->last_ms = p->timed ? first : 0;
    p->span_ms = p->timed ? last - first : (int64_t)points * POINT_MS;
    if (!p->timed && p->span_ms < PLAY_LEAST_MS)
        p->span_ms = PLAY_LEAST_MS;
}

/* When a point of the stroke was drawn. A stroke without times among others with times comes whole, behind the one before. */
static int64_t time_of(const struct replay *p, const struct drawing_stroke *s, size_t point)
{
    size_t all = drawing_point_count(p->d);

    if (p->timed)
        return s->time_ms ? s->time_ms[point < drawing_time_count(s) ? point : drawing_time_count(s) - 1] : p->last_ms;
    return all ? p->span_ms * (int64_t)(p->points_before + point + 1) / (int64_t)all : 0;
}

static size_t points_at(const struct replay *p, const struct drawing_stroke *s, int64_t ms)
{
    size_t n = p->points;

    while (n < s->count && time_of(p, s, n) <= ms)
        n++;
    return n;
}

/* ---- painting ---- */

/* The first `count` points of a stroke that is being drawn. */
static bool paint_part(struct replay *p, const struct drawing_stroke *s, size_t count)
{
    struct drawing_stroke part = *s;
    struct raster_rect changed;

    part.count = count;
    part.curve = s->curve && count > 2;
    if (p->points == 0)
        raster_live_begin(p->raster, s->layer);
    if (!raster_live_stroke(p->raster, p->d, &part, p->points, &changed))
        return false;
    p->points = count;
    p->work += raster_work(p->raster);
    return true;
}

static bool paint_whole(struct replay *p, const struct drawing_stroke *s)
{
    if (p->points ? !paint_part(p, s, s->count) : !raster_stroke(p->raster, p->d, s, raster_everything(p->raster)))
        return false;
    if (p->timed)
        p->last_ms = time_of(p, s, s->count ? s->count - 1 : 0);
    p->points_before += s->count;
    p->points = 0;
    p->stroke++;
    return true;
}

/* Paints all that was drawn by then. An area comes when it is closed. */
static bool paint_until(struct replay *p, int64_t ms)
{
    while (p->stroke < p->d->stroke_count) {
        const struct drawing_stroke *s = &p->d->strokes[p->stroke];
        size_t count = points_at(p, s, ms);

        if (count < s->count || (s->count == 0 && time_of(p, s, 0) > ms))
            return count <= p->points || s->op == DRAWING_FILL || paint_part(p, s, count);
        if (!paint_whole(p, s))
            return false;
    }
    return true;
}

/* ---- frames ---- */

struct film {
    struct image_job *job;
    struct image_film film;
    struct render_size size;
    uint8_t *frame, *before;          /* pixels */
    bool begun;
};

/* Adds the frame, where anything has changed since the one before. */
static bool add_frame(struct film *f, int64_t from_ms)
{
    size_t bytes = (size_t)f->size.width * (size_t)f->size.height * 4;
    uint8_t *other = f->before;

    if (f->begun && memcmp(f->frame, f->before, bytes) == 0)
        return true;
    if (!image_film_add(&f->film, f->frame, (int)from_ms))
        return false;
    f->begun = true;
    f->before = f->frame;
    f->frame = other;
    return true;
}

/* Frame i of n shows what was drawn until the end of its time. */
static enum err make_film(struct replay *p, struct film *f, int64_t play_ms)
{
    int64_t n = play_ms / FRAME_MS > 1 ? play_ms / FRAME_MS : 1;

    for (int64_t i = 0; i < n; i++) {
        bool last = i == n - 1 || p->work > WORK_MAX;

        if (ctx_left_ms(f->job->cx) <= 0)
            return ctx_fail(f->job->cx, ERR_TIMEOUT, NULL, "The replay takes too long");
        if (!paint_until(p, last ? INT64_MAX : p->begin_ms + p->span_ms * (i + 1) / n))
            return ctx_fail(f->job->cx, ERR_INVALID, NULL, "The drawing lies over itself too often to be painted");
        raster_picture(p->raster, p->d, f->size.side, f->frame);
        if (!add_frame(f, play_ms * i / n))
            return render_failed(f->job);
        i = last ? n : i;
    }
    return OK;
}

static enum err replay(struct image_job *j, const struct drawing *d, int64_t version, struct render_size size, struct str *ret)
{
    struct render_desk desk = render_desk(j, size.side, render_desk_bytes(d, size.side, true));
    struct raster_need need = raster_need_of(d);
    struct replay p = { .d = d };
    struct film *f = ARENA_NEW(j->cx->arena, struct film);     /* which may end it */
    int64_t play_ms;
    enum err e;

    need.live = true;
    need.version = (int32_t)version;
    p.raster = raster_init(desk.raster, &need);
    *f = (struct film){ .job = j, .size = size, .frame = desk.rgba };
    f->before = image_memory(j, (size_t)size.width * (size_t)size.height * 4);
    measure(&p);
    play_ms = p.span_ms < PLAY_MS ? p.span_ms : PLAY_MS;
    if (!image_film_begin(&f->film, j->cx->arena, size.width, size.height))
        return render_failed(j);
    e = make_film(&p, f, play_ms);
    if (e == OK && !image_film_end(&f->film, (int)play_ms + HOLD_MS, j->cx->arena, ret))
        e = render_failed(j);
    return e;
}

enum err render_replay(struct ctx *cx, const struct drawing *d, int64_t version, int side, struct str *ret)
{
    struct render_size size;
    struct image_job *j;
    enum err e = render_size(cx, d, version, side, &size);

    if (e == OK && side > RENDER_REPLAY_SIDE_MAX)
        e = ctx_fail(cx, ERR_NOT_FOUND, NULL, "Replays have at most %d pixels", RENDER_REPLAY_SIDE_MAX);
    if (e == OK)
        e = image_begin(cx, render_desk_bytes(d, side, true) + (size_t)size.width * (size_t)size.height * ENCODER_BYTES, &j);
    if (e)
        return e;
    e = replay(j, d, version, size, ret);
    image_end(j);
    return e;
}
