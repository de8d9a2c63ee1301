/* Strokes under the pen as the editor paints them: points that are replaced, strokes taken back, steps undone and done again. What
   is shown is brought up to date only where the rasteriser says that something changed, and must be the picture painted anew. */
#include "scene.h"
#include "test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STROKES 24
#define POINTS 50

struct shown {
    struct scene *scene;
    struct raster *raster;
    uint8_t *rgba, *part;             /* of the whole picture; scratch */
};

/* As by a mouse: steps of few lengths, mostly straight on, of one width. */
static void straighten(struct drawing_stroke *s)
{
    int32_t dx = 0, dy = 0;

    for (size_t k = 1; k < s->count; k++) {
        if (k % 6 == 1) {
            dx = 100 * (int32_t)(5 * scene_random()) - 200;
            dy = 70 * (int32_t)(5 * scene_random()) - 140;
        }
        s->x[k] = s->x[k - 1] + dx;
        s->y[k] = s->y[k - 1] + dy;
        s->pressure[k] = s->pressure[0];
    }
}

static struct scene *scribbles(void)
{
    struct scene *s = scene_new();

    for (int i = 0; i < STROKES; i++) {
        enum drawing_op op = i % 8 == 5 ? DRAWING_ERASE : i % 8 == 6 ? DRAWING_FILL : i == 19 ? DRAWING_CLEAR : DRAWING_DRAW;
        struct drawing_stroke *one = scene_stroke(s, op, op == DRAWING_DRAW || op == DRAWING_ERASE ? 60 + 50 * i : 0);
        double x = 16384 * scene_random(), y = 16384 * scene_random(), angle = 6 * scene_random();

        one->layer = (uint8_t)(i % 3);
        one->colour = (op == DRAWING_DRAW || op == DRAWING_FILL) && i % 2;
        one->curve = op != DRAWING_CLEAR && i % 3 != 1;
        for (int k = 0; op != DRAWING_CLEAR && k < POINTS; k++) {
            scene_point(s, x, y, (int)(80 + 175 * scene_random()));
            angle += 2 * scene_random() - 0.9;
            x += 500 * cos(angle);
            y += 500 * sin(angle);
        }
        if (i % 6 == 1)
            straighten(one);
    }
    return s;
}

static struct shown show(struct scene *s, size_t journal_tiles)
{
    struct raster_need need = raster_need_of(&s->d);
    struct shown v = { .scene = s };
    size_t n;

    need.live = true;
    need.journal_tiles = journal_tiles;
    n = raster_memory_bytes(&need);
    v.raster = raster_init(memset(malloc(n), 0x5A, n), &need);
    raster_size(s->d.width, s->d.height, RASTER_SIDE_MAX, &s->width, &s->height);
    v.rgba = calloc((size_t)s->width * (size_t)s->height, 4);
    v.part = malloc((size_t)s->width * (size_t)s->height * 4);
    return v;
}

static void refresh(struct shown *v, struct raster_rect changed)
{
    size_t row = (size_t)(changed.x1 - changed.x0) * 4;

    if (row == 0)
        return;
    raster_part(v->raster, &v->scene->d, changed, v->part);
    for (int32_t y = changed.y0; y < changed.y1; y++)
        memcpy(v->rgba + ((size_t)y * (size_t)v->scene->width + (size_t)changed.x0) * 4, v->part + row * (size_t)(y - changed.y0), row);
}

/* Is what is shown the picture of the first `strokes` strokes? */
static bool is_shown(const struct shown *v, size_t strokes)
{
    struct scene part = *v->scene;
    size_t n = (size_t)part.width * (size_t)part.height * 4;
    bool same;

    part.d.stroke_count = strokes;
    scene_paint(&part);
    same = memcmp(part.rgba, v->rgba, n) == 0;
    free(part.raster);
    free(part.rgba);
    return same;
}

/* As under a pen: every point is first tried far away, then put where it belongs; now and then more of them are wrong. */
static void draw(struct shown *v, const struct drawing_stroke *whole)
{
    struct drawing_stroke s = *whole;
    size_t painted = 0;
    struct raster_rect changed;

    raster_live_begin(v->raster, s.layer);
    for (size_t n = 0; n < whole->count; n++) {
        int32_t x = whole->x[n], y = whole->y[n];
        size_t back = n % 7 == 6 ? 4 : 1;

        s.count = n + 1;
        s.curve = whole->curve && s.count >= 3;
        whole->x[n] = x + (int32_t)(3000 * scene_random()) - 1500;
        whole->y[n] = y + (int32_t)(3000 * scene_random()) - 1500;
        CU_ASSERT(raster_live_stroke(v->raster, &v->scene->d, &s, painted, &changed));
        refresh(v, changed);
        painted = s.count > back ? s.count - back : 0;
        raster_live_replace(v->raster, &s, painted);
        whole->x[n] = x;
        whole->y[n] = y;
    }
    s.count = whole->count;
    CU_ASSERT(raster_live_stroke(v->raster, &v->scene->d, &s, painted, &changed));
    refresh(v, changed);
}

TEST_LIMIT(live_points_that_are_replaced_leave_nothing, 60)
{
    struct shown v = show(scribbles(), 0);

    for (size_t i = 0; i < STROKES; i++) {
        draw(&v, &v.scene->strokes[i]);
        CU_ASSERT(is_shown(&v, i + 1));
    }
}

TEST_LIMIT(live_a_cancelled_stroke_leaves_nothing, 60)
{
    struct shown v = show(scribbles(), 1024);

    refresh(&v, raster_live_cancel(v.raster));
    for (size_t i = 0; i < 8; i++) {
        draw(&v, &v.scene->strokes[(i + 9) % STROKES]);
        refresh(&v, raster_live_cancel(v.raster));
        CU_ASSERT(is_shown(&v, i));
        draw(&v, &v.scene->strokes[i]);
        raster_live_commit(v.raster);
        refresh(&v, raster_live_cancel(v.raster));
        CU_ASSERT(is_shown(&v, i + 1));
    }
}

TEST_LIMIT(live_undo_goes_back_step_by_step, 60)
{
    struct shown v = show(scribbles(), 8192);
    struct raster_rect changed;

    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < STROKES; i++) {
            draw(&v, &v.scene->strokes[i]);
            raster_live_commit(v.raster);
        }
        CU_ASSERT(is_shown(&v, STROKES));
        for (size_t i = STROKES; i-- > 0; ) {
            CU_ASSERT(raster_undo(v.raster, &changed));
            refresh(&v, changed);
            CU_ASSERT(is_shown(&v, i));
        }
        CU_ASSERT(!raster_undo(v.raster, &changed));
    }
}

/* Without a journal nothing can be undone, but a stroke that stays stays. */
TEST(live_what_is_committed_is_cancelled_no_more)
{
    struct shown v = show(scribbles(), 0);
    struct raster_rect changed;

    draw(&v, &v.scene->strokes[0]);
    raster_live_commit(v.raster);
    refresh(&v, raster_live_cancel(v.raster));
    CU_ASSERT(is_shown(&v, 1));
    CU_ASSERT(!raster_undo(v.raster, &changed));
}

/* With little room the oldest steps are forgotten, never damaged. */
TEST_LIMIT(live_undo_forgets_the_oldest, 60)
{
    struct shown v = show(scribbles(), 1024);
    struct raster_rect changed;
    size_t left = STROKES;

    for (size_t i = 0; i < STROKES; i++) {
        draw(&v, &v.scene->strokes[i]);
        raster_live_commit(v.raster);
    }
    for (; raster_undo(v.raster, &changed); left--)
        refresh(&v, changed);
    CU_ASSERT(left > 0 && left < STROKES);
    CU_ASSERT(is_shown(&v, left));
}

TEST(live_layers_can_be_hidden)
{
    struct scene *s = scene_new();
    struct shown v = show(s, 0);

    scene_stroke(s, DRAWING_DRAW, 2000);
    scene_point(s, 5000, 5000, 255);
    scene_stroke(s, DRAWING_DRAW, 2000)->layer = 2;
    scene_point(s, 6000, 5000, 255);
    scene_paint(s);
    v.raster = s->raster;
    raster_show(v.raster, 1);
    refresh(&v, raster_everything(v.raster));
    CU_ASSERT(is_shown(&v, 1));
    raster_show(v.raster, 5);
    refresh(&v, raster_everything(v.raster));
    CU_ASSERT(is_shown(&v, 2));
    raster_picture(v.raster, &s->d, RASTER_SIDE_MAX, v.part);
    CU_ASSERT(memcmp(v.part, v.rgba, (size_t)s->width * (size_t)s->height * 4) == 0);
}

TEST(live_paint_is_found)
{
    struct scene *s = scene_new();

    scene_stroke(s, DRAWING_DRAW, 160)->layer = 1;
    scene_point(s, 1600, 1600, 255);
    scene_stroke(s, DRAWING_DRAW, 160);
    scene_point(s, 8000, 1600, 255);
    scene_paint(s);
    CU_ASSERT(raster_has_paint(s->raster, 1, (struct raster_rect){ 90, 90, 100, 100 }));
    CU_ASSERT(!raster_has_paint(s->raster, 1, (struct raster_rect){ 80, 80, 95, 94 }));
    CU_ASSERT(!raster_has_paint(s->raster, 1, (struct raster_rect){ 490, 90, 510, 110 }));
    CU_ASSERT(!raster_has_paint(s->raster, 0, (struct raster_rect){ 90, 90, 100, 100 }));
    CU_ASSERT(raster_has_paint(s->raster, 0, (struct raster_rect){ -5000, -5000, 5000, 5000 }));
    CU_ASSERT(!raster_has_paint(s->raster, 5, raster_everything(s->raster)));
}
