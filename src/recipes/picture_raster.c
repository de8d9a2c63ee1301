/* picture_raster.c: from contours to pixels: a scanline fill by the nonzero winding rule; each row is sampled at four heights,
   and along a row coverage is exact. */
#include "recipes/picture_impl.h"

#include <math.h>

#define SAMPLES 4
#define CROSSINGS_MAX 256

void canvas_init(struct canvas *c, struct arena *a, const struct picture *p)
{
    *c = (struct canvas){ .picture = p, .random = p->seed * 0x9E3779B97F4A7C15u + 1, .arena = a, .alpha = 1 };
    c->pixels = arena_alloc(a, (size_t)PICTURE_WIDTH * PICTURE_HEIGHT * 3);
    c->coverage = ARENA_ARRAY(a, PICTURE_WIDTH + 2, float);
    c->placement[0] = (struct placement){ 1, 0, 0, 1, 0, 0 };
}

void fill(struct canvas *c, struct picture_colour colour, double alpha)
{
    c->colour = colour;
    c->alpha = alpha;
}

void enter(struct canvas *c, double x, double y, double degrees)
{
    const struct placement o = c->placement[c->nested];
    double cosine = cos(degrees * M_PI / 180), sine = sin(degrees * M_PI / 180);

    if (c->nested + 1 < CANVAS_NESTED_MAX)
        c->nested++;
    c->placement[c->nested] = (struct placement){
        o.a * cosine + o.b * sine, o.b * cosine - o.a * sine, o.c * cosine + o.d * sine, o.d * cosine - o.c * sine,
        o.a * x + o.b * y + o.e, o.c * x + o.d * y + o.f,
    };
}

void leave(struct canvas *c)
{
    if (c->nested)
        c->nested--;
}

static struct point place(const struct canvas *c, struct point p)
{
    const struct placement *o = &c->placement[c->nested];

    return (struct point){ o->a * p.x + o->b * p.y + o->e, o->c * p.x + o->d * p.y + o->f };
}

static void add_edge(struct canvas *c, struct point a, struct point b)
{
    bool down = a.y < b.y;

    if (a.y == b.y)
        return;
    if (c->edge_count == c->edge_room) {
        struct edge *more = ARENA_ARRAY(c->arena, c->edge_room = c->edge_room ? 2 * c->edge_room : 512, struct edge);

        if (c->edge_count)
            memcpy(more, c->edges, c->edge_count * sizeof(*more));
        c->edges = more;
    }
    c->edges[c->edge_count++] = (struct edge){ down ? a : b, down ? b : a, down ? 1 : -1 };
}

void contour(struct canvas *c, const struct point *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        add_edge(c, place(c, p[i]), place(c, p[(i + 1) % n]));
}

struct crossing {
    double x;
    int turn;
};

/* Where edges cross a height, from left to right. */
static size_t crossings_at(const struct canvas *c, double y, struct crossing *list)
{
    size_t n = 0;

    for (size_t i = 0; i < c->edge_count && n < CROSSINGS_MAX; i++) {
        const struct edge *e = &c->edges[i];
        struct crossing new;
        size_t k = n;

        if (y < e->from.y || y >= e->to.y)
            continue;
        new = (struct crossing){ e->from.x + (y - e->from.y) * (e->to.x - e->from.x) / (e->to.y - e->from.y), e->turn };
        for (; k > 0 && list[k - 1].x > new.x; k--)
            list[k] = list[k - 1];
        list[k] = new;
        n++;
    }
    return n;
}

/* Adds a span's share to the pixels that it covers. */
static void cover(float *row, double from, double to)
{
    int first, last;

    from = fmax(from, 0);
    to = fmin(to, PICTURE_WIDTH);
    if (from >= to)
        return;
    first = (int)from;
    last = (int)to;
    if (first == last) {
        row[first] += (float)(to - from) / SAMPLES;
        return;
    }
    row[first] += (float)(first + 1 - from) / SAMPLES;
    for (int x = first + 1; x < last; x++)
        row[x] += 1.0f / SAMPLES;
    if (last < PICTURE_WIDTH)
        row[last] += (float)(to - last) / SAMPLES;
}

static void blend(struct canvas *c, int x, int y, double alpha)
{
    uint8_t *p = c->pixels + 3 * ((size_t)y * PICTURE_WIDTH + (size_t)x);

    p[0] = (uint8_t)(p[0] + (c->colour.r - p[0]) * alpha + 0.5);
    p[1] = (uint8_t)(p[1] + (c->colour.g - p[1]) * alpha + 0.5);
    p[2] = (uint8_t)(p[2] + (c->colour.b - p[2]) * alpha + 0.5);
}

static void paint_row(struct canvas *c, int y)
{
    struct crossing list[CROSSINGS_MAX];
    double left = PICTURE_WIDTH, right = 0;

    for (int s = 0; s < SAMPLES; s++) {
        size_t n = crossings_at(c, y + (s + 0.5) / SAMPLES, list);
        int winding = 0;

        for (size_t i = 0; i + 1 < n; i++) {
            winding += list[i].turn;
            if (winding)
                cover(c->coverage, list[i].x, list[i + 1].x);
        }
        left = n ? fmin(left, list[0].x) : left;
        right = n ? fmax(right, list[n - 1].x) : right;
    }
    for (int x = (int)fmax(left, 0); x <= (int)fmin(right, PICTURE_WIDTH - 1); x++) {
        if (c->coverage[x] > 0)
            blend(c, x, y, fmin(c->coverage[x], 1) * c->alpha);
        c->coverage[x] = 0;
    }
}

void paint(struct canvas *c)
{
    double top = PICTURE_HEIGHT, foot = 0;

    for (size_t i = 0; i < c->edge_count; i++) {
        top = fmin(top, c->edges[i].from.y);
        foot = fmax(foot, c->edges[i].to.y);
    }
    for (int y = (int)fmax(top, 0); y <= (int)fmin(foot, PICTURE_HEIGHT - 1); y++)
        paint_row(c, y);
    c->edge_count = 0;
}

void glow(struct canvas *c, struct point middle, double rx, double ry)
{
    int top = (int)fmax(middle.y - ry, 0), foot = (int)fmin(middle.y + ry, PICTURE_HEIGHT - 1);

    for (int y = top; y <= foot; y++) {
        double v = (y + 0.5 - middle.y) / ry, w = rx * sqrt(fmax(0, 1 - v * v));

        for (int x = (int)fmax(middle.x - w, 0); x <= (int)fmin(middle.x + w, PICTURE_WIDTH - 1); x++) {
            double u = (x + 0.5 - middle.x) / rx, d = fmin(1, sqrt(u * u + v * v)), fade = 1 - d * d * (3 - 2 * d);

            blend(c, x, y, c->alpha * fade);
        }
    }
}
