/* render_replay.c: how a drawing was drawn, as an animation. */
#include "drawings/render_impl.h"

#define PLAY_MS 8000                  /* at most; times are compressed, never stretched */
#define FRAME_MS 100                  /* at least */
#define FRAMES_MAX 80
#define HOLD_MS 1500                  /* the whole picture, before it begins anew */
#define POINT_MS 15                   /* of drawings without times */
#define PLAY_LEAST_MS 1000            /* of those */
#define FRAME_BYTES_MAX ((size_t)170 << 20)      /* of the library's pixels, while it joins the frames */

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
    struct render_size size;
    uint8_t *frame, *before;          /* pixels */
    size_t frames;
    size_t delay_ms;                  /* of the last one */
};

static bool set_delay(struct film *f, size_t ms)
{
    f->delay_ms = ms;
    return f->frames == 0 || MagickSetImageDelay(f->job->wand, ms);
}

/* Adds the frame, or lets the one before stand longer where nothing has changed. */
static bool add_frame(struct film *f, size_t ms)
{
    size_t bytes = (size_t)f->size.width * (size_t)f->size.height * 4;
    uint8_t *other = f->before;

    if (f->frames && memcmp(f->frame, f->before, bytes) == 0)
        return set_delay(f, f->delay_ms + ms);
    if (!render_add_webp(f->job, f->size, f->frame) || !MagickSetImageTicksPerSecond(f->job->wand, 1000) ||
        !MagickSetImageDispose(f->job->wand, BackgroundDispose))
        return false;
    f->frames++;
    f->before = f->frame;
    f->frame = other;
    return set_delay(f, ms);
}

/* The library keeps each frame twice. */
static int64_t frames_of(const struct replay *p, struct render_size size)
{
    int64_t frames = (p->span_ms < PLAY_MS ? p->span_ms : PLAY_MS) / FRAME_MS;
    int64_t room = (int64_t)(FRAME_BYTES_MAX / ((size_t)size.width * (size_t)size.height * 8 * 2));

    frames = frames < FRAMES_MAX ? frames : FRAMES_MAX;
    frames = frames < room ? frames : room;
    return frames > 0 ? frames : 1;
}

static enum err make_film(struct replay *p, struct film *f)
{
    int64_t play = p->span_ms < PLAY_MS ? p->span_ms : PLAY_MS, count = frames_of(p, f->size);

    for (int64_t i = 1; i <= count; i++) {
        int64_t shown = play * i / count - play * (i - 1) / count;

        if (!paint_until(p, i == count ? INT64_MAX : p->begin_ms + p->span_ms * i / count))
            return ctx_fail(f->job->cx, ERR_INVALID, NULL, "The drawing lies over itself too often to be painted");
        raster_picture(p->raster, p->d, f->size.side, f->frame);
        if (ctx_left_ms(f->job->cx) <= 0 || !add_frame(f, (size_t)(i == count ? shown + HOLD_MS : shown)))
            return render_failed(f->job);
    }
    return OK;
}

static enum err replay(struct image_job *j, const struct drawing *d, struct render_size size, struct str *ret)
{
    struct render_desk desk = render_desk(j, size.side, render_desk_bytes(d, size.side, true));
    struct raster_need need = raster_need_of(d);
    struct replay p = { .d = d };
    struct film f = { .job = j, .size = size, .frame = desk.rgba };
    enum err e;

    need.live = true;
    p.raster = raster_init(desk.raster, &need);
    f.before = image_memory(j, (size_t)size.width * (size_t)size.height * 4);
    measure(&p);
    e = make_film(&p, &f);
    if (e)
        return e;
    MagickResetIterator(j->wand);
    if (!MagickNextImage(j->wand) || !MagickSetImageIterations(j->wand, 0) || !image_blob(j->wand, true, j->cx->arena, ret))
        return render_failed(j);
    return OK;
}

enum err render_replay(struct ctx *cx, const struct drawing *d, int side, struct str *ret)
{
    struct render_size size;
    struct image_job *j;
    enum err e = render_size(cx, d, side, &size);

    if (e == OK && side > RENDER_REPLAY_SIDE_MAX)
        e = ctx_fail(cx, ERR_NOT_FOUND, NULL, "Replays have at most %d pixels", RENDER_REPLAY_SIDE_MAX);
    if (e == OK)
        e = image_begin(cx, FRAME_BYTES_MAX + render_desk_bytes(d, side, true), &j);
    if (e)
        return e;
    e = replay(j, d, size, ret);
    image_end(j);
    return e;
}
