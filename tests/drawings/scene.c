#include "scene.h"

#include <math.h>
#include <stdlib.h>

#define UNITS 16.0                    /* of the canvas, in a pixel */

struct scene *scene_new(void)
{
    struct scene *s = calloc(1, sizeof(*s));

    s->d = (struct drawing){
        .width = 16384, .height = 16384, .background = DRAWING_NO_BACKGROUND, .palette = s->palette, .colour_count = 2,
        .strokes = s->strokes
    };
    s->palette[0] = (struct drawing_colour){ 0, 0, 0, 255 };
    s->palette[1] = (struct drawing_colour){ 255, 0, 0, 128 };
    return s;
}

struct drawing_stroke *scene_stroke(struct scene *s, enum drawing_op op, int32_t width)
{
    struct drawing_stroke *one = &s->strokes[s->d.stroke_count++];

    *one = (struct drawing_stroke){ .op = (uint8_t)op, .width = width };
    if (op == DRAWING_CLEAR)
        return one;
    one->x = s->x + s->used;
    one->y = s->y + s->used;
    if (op != DRAWING_FILL)
        one->pressure = s->pressure + s->used;
    return one;
}

void scene_point(struct scene *s, double x, double y, int pressure)
{
    s->x[s->used] = (int32_t)lround(x);
    s->y[s->used] = (int32_t)lround(y);
    s->pressure[s->used++] = (uint8_t)pressure;
    s->strokes[s->d.stroke_count - 1].count++;
}

double scene_random(void)
{
    static uint64_t state = 42;

    state = state * 6364136223846793005u + 1442695040888963407u;
    return (double)(state >> 33) / 2147483648.0;
}

void scene_paint(struct scene *s)
{
    struct raster_need need = raster_need_of(&s->d);

    need.work_max = INT64_MAX;        /* a test may draw what a person must not */
    s->raster = raster_init(malloc(raster_memory_bytes(&need)), &need);
    if (!raster_drawing(s->raster, &s->d))
        abort();
    raster_size(s->d.width, s->d.height, RASTER_SIDE_MAX, &s->width, &s->height);
    s->rgba = malloc((size_t)s->width * (size_t)s->height * 4);
    raster_picture(s->raster, &s->d, RASTER_SIDE_MAX, s->rgba);
}

int scene_alpha(const struct scene *s, int32_t x, int32_t y)
{
    return s->rgba[4 * ((size_t)y * (size_t)s->width + (size_t)x) + 3];
}

double scene_ink(const struct scene *s, struct raster_rect part)
{
    long sum = 0;

    for (int32_t y = part.y0; y < part.y1; y++)
        for (int32_t x = part.x0; x < part.x1; x++)
            sum += scene_alpha(s, x, y);
    return (double)sum / 255;
}

/* ---- the reference ---- */

/* Signed distance from (x,y) to the union of the discs between two: negative inside. The best disc is where the way to the edge of
   the hull leaves the line, at an angle whose sine is the difference of the radii over the distance. */
static double hull_distance(const double a[3], const double b[3], double x, double y)
{
    double dx = b[0] - a[0], dy = b[1] - a[1], length = hypot(dx, dy), shrink = a[2] - b[2], along, across, t;
    double from_a = hypot(x - a[0], y - a[1]) - a[2], from_b = hypot(x - b[0], y - b[1]) - b[2];

    if (length <= fabs(shrink))
        return fmin(from_a, from_b);
    along = ((x - a[0]) * dx + (y - a[1]) * dy) / length;
    across = fabs((x - a[0]) * dy - (y - a[1]) * dx) / length;
    t = (along - across * shrink / sqrt(length * length - shrink * shrink)) / length;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return fmin(fmin(from_a, from_b), hypot(x - a[0] - t * dx, y - a[1] - t * dy) - (a[2] - t * shrink));
}

static void disc_at(const struct drawing_stroke *s, size_t i, double ret[3])
{
    ret[0] = s->x[i] / UNITS;
    ret[1] = s->y[i] / UNITS;
    ret[2] = s->width * (s->pressure ? s->pressure[i] : 255) / 255.0 / 2 / UNITS;
}

/* Which pieces come near a pixel at all. */
static size_t near(const struct drawing_stroke *s, int32_t x, int32_t y, size_t *list)
{
    size_t n = 0;

    for (size_t i = 0; i < s->count; i++) {
        double a[3], b[3];

        disc_at(s, i, a);
        disc_at(s, i + 1 < s->count ? i + 1 : i, b);
        if (hull_distance(a, b, x + 0.5, y + 0.5) < 0.75)
            list[n++] = i;
    }
    return n;
}

static int inside_line(const struct drawing_stroke *s, const size_t *list, size_t n, const double at[2])
{
    for (size_t k = 0; k < n; k++) {
        double a[3], b[3];

        disc_at(s, list[k], a);
        disc_at(s, list[k] + 1 < s->count ? list[k] + 1 : list[k], b);
        if (hull_distance(a, b, at[0], at[1]) <= 0)
            return 1;
    }
    return 0;
}

static int inside_outline(const struct drawing_stroke *s, const double at[2])
{
    int winding = 0;

    for (size_t i = 0; i < s->count; i++) {
        size_t k = (i + 1) % s->count;
        double x0 = s->x[i] / UNITS, y0 = s->y[i] / UNITS, x1 = s->x[k] / UNITS, y1 = s->y[k] / UNITS;

        if ((y0 <= at[1]) != (y1 <= at[1]) && x0 + (at[1] - y0) * (x1 - x0) / (y1 - y0) < at[0])
            winding += y0 < y1 ? 1 : -1;
    }
    return winding != 0;
}

double scene_sampled(const struct scene *s, int32_t x, int32_t y, int side)
{
    const struct drawing_stroke *stroke = &s->strokes[s->d.stroke_count - 1];
    static size_t list[SCENE_POINTS_MAX];
    size_t n = stroke->op == DRAWING_FILL ? 1 : near(stroke, x, y, list);
    int sum = 0;

    for (int k = 0; n && k < side * side; k++) {
        double at[2] = { x + (k % side + 0.5) / side, y + ((int)(k / side) + 0.5) / side };

        sum += stroke->op == DRAWING_FILL ? inside_outline(stroke, at) : inside_line(stroke, list, n, at);
    }
    return (double)sum / (side * side);
}
