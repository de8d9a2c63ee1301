/* picture_shapes.c: colours and shapes. */
#include "recipes/picture_impl.h"

#include <math.h>

#define SMOOTH_POINTS_MAX 64
#define GOLDEN_ANGLE 2.399963229728653

static uint8_t channel(double v)
{
    return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v + 0.5);
}

struct picture_colour mix(struct picture_colour a, struct picture_colour b, double share)
{
    return RGB(channel(a.r + (b.r - a.r) * share), channel(a.g + (b.g - a.g) * share), channel(a.b + (b.b - a.b) * share));
}

struct picture_colour tint(struct picture_colour c, double amount)
{
    return amount >= 0 ? mix(c, RGB(255, 255, 255), amount) : mix(c, RGB(20, 12, 16), -amount);
}

double chance(struct canvas *c)
{
    c->random = c->random * 6364136223846793005u + 1442695040888963407u;
    return (double)(c->random >> 40) / (double)(1 << 24);
}

double between(struct canvas *c, double low, double high)
{
    return low + (high - low) * chance(c);
}

#define STEPS 72   /* of a whole turn */

void cut_oval(struct canvas *c, struct point middle, struct point radii, double from, double to)
{
    struct point p[STEPS + 1];
    size_t n = (size_t)(STEPS * fmin((to - from) / 360, 1) + 0.5);
    size_t count = to - from < 360 ? n + 1 : n;

    for (size_t i = 0; i < count; i++) {
        double angle = (from + (to - from) * (double)i / (double)n) * M_PI / 180;

        p[i] = (struct point){ middle.x + radii.x * cos(angle), middle.y + radii.y * sin(angle) };
    }
    shape(c, p, count);
}

void oval(struct canvas *c, double x, double y, double rx, double ry)
{
    cut_oval(c, (struct point){ x, y }, (struct point){ rx, ry }, 0, 360);
}

void disc(struct canvas *c, double x, double y, double radius)
{
    oval(c, x, y, radius, radius);
}

void box(struct canvas *c, double x, double y, double w, double h, double corner)
{
    struct point p[32];
    size_t n = 0;

    corner = fmin(corner, fmin(w, h) / 2);
    for (int quarter = 0; quarter < 4; quarter++) {
        double cx = quarter == 0 || quarter == 3 ? x + w - corner : x + corner;
        double cy = quarter < 2 ? y + h - corner : y + corner;

        for (int i = 0; i < 8; i++, n++) {
            double angle = (quarter + i / 7.0) * M_PI / 2;

            p[n] = (struct point){ cx + corner * cos(angle), cy + corner * sin(angle) };
        }
    }
    shape(c, p, n);
}

void shape(struct canvas *c, const struct point *p, size_t n)
{
    contour(c, p, n);
    paint(c);
}

/* A stroke as one shape: a quad for each piece, a disc at each point, all turning the same way. */
static void stroke(struct canvas *c, const struct point *p, size_t n, double width)
{
    double r = width / 2;

    for (size_t i = 0; i < n; i++) {
        struct point round[16];

        for (size_t k = 0; k < ARRAY_LEN(round); k++) {
            double angle = 2 * M_PI * (double)k / ARRAY_LEN(round);

            round[k] = (struct point){ p[i].x + r * cos(angle), p[i].y + r * sin(angle) };
        }
        contour(c, round, ARRAY_LEN(round));
        if (i + 1 < n) {
            double dx = p[i + 1].x - p[i].x, dy = p[i + 1].y - p[i].y, length = fmax(sqrt(dx * dx + dy * dy), 1e-9);
            double nx = -dy / length * r, ny = dx / length * r;

            contour(c, (struct point[]){ { p[i].x + nx, p[i].y + ny }, { p[i].x - nx, p[i].y - ny },
                                         { p[i + 1].x - nx, p[i + 1].y - ny }, { p[i + 1].x + nx, p[i + 1].y + ny } }, 4);
        }
    }
    paint(c);
}

void line(struct canvas *c, struct point from, struct point to, double width)
{
    stroke(c, (struct point[]){ from, to }, 2, width);
}

void curve(struct canvas *c, const struct point p[4], double width)
{
    struct point along[17];

    for (size_t i = 0; i < ARRAY_LEN(along); i++) {
        double t = (double)i / (ARRAY_LEN(along) - 1), u = 1 - t;
        double w[4] = { u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t };

        along[i] = (struct point){ 0, 0 };
        for (int k = 0; k < 4; k++) {
            along[i].x += w[k] * p[k].x;
            along[i].y += w[k] * p[k].y;
        }
    }
    stroke(c, along, ARRAY_LEN(along), width);
}

/* Two ovals, one inside the other and turning the other way. */
void hoop(struct canvas *c, struct point middle, struct point radii, double width)
{
    for (int side = -1; side <= 1; side += 2) {
        struct point p[STEPS];

        for (size_t i = 0; i < STEPS; i++) {
            double angle = side * 2 * M_PI * (double)i / STEPS;

            p[i] = (struct point){ middle.x + (radii.x + side * width / 2) * cos(angle),
                                   middle.y + (radii.y + side * width / 2) * sin(angle) };
        }
        contour(c, p, STEPS);
    }
    paint(c);
}

/* Catmull-Rom through the points. */
void smooth(struct canvas *c, const struct point *p, size_t n)
{
    struct point out[SMOOTH_POINTS_MAX * 8];

    for (size_t i = 0; i < n && i < SMOOTH_POINTS_MAX; i++) {
        struct point a = p[(i + n - 1) % n], b = p[i], d = p[(i + 1) % n], e = p[(i + 2) % n];

        for (size_t k = 0; k < 8; k++) {
            double t = (double)k / 8, t2 = t * t, t3 = t2 * t;

            out[i * 8 + k] = (struct point){
                0.5 * (2 * b.x + (d.x - a.x) * t + (2 * a.x - 5 * b.x + 4 * d.x - e.x) * t2 + (3 * b.x - a.x - 3 * d.x + e.x) * t3),
                0.5 * (2 * b.y + (d.y - a.y) * t + (2 * a.y - 5 * b.y + 4 * d.y - e.y) * t2 + (3 * b.y - a.y - 3 * d.y + e.y) * t3),
            };
        }
    }
    shape(c, out, 8 * n);
}

void blob(struct canvas *c, struct point middle, double radius, double wobble)
{
    struct point p[14];

    for (size_t i = 0; i < ARRAY_LEN(p); i++) {
        double angle = 2 * M_PI * (double)i / ARRAY_LEN(p), r = radius * between(c, 1 - wobble, 1);

        p[i] = (struct point){ middle.x + r * cos(angle), middle.y + r * sin(angle) };
    }
    smooth(c, p, ARRAY_LEN(p));
}

void shadow(struct canvas *c, double x, double y, double rx, double ry)
{
    fill(c, RGB(15, 10, 20), 0.85);
    glow(c, (struct point){ x + 20, y + 30 }, rx * 1.28, ry * 1.28);
}

static void leaf(struct canvas *c, struct picture_colour colour, double size)
{
    struct point p[] = { { -size * 0.6, 0 }, { -size * 0.2, -size * 0.3 }, { size * 0.25, -size * 0.26 }, { size * 0.65, 0 },
                         { size * 0.25, size * 0.26 }, { -size * 0.2, size * 0.3 } };

    fill(c, colour, 1);
    smooth(c, p, ARRAY_LEN(p));
    fill(c, tint(colour, 0.18), 1);
    smooth(c, (struct point[]){ p[0], p[1], p[2], p[3] }, 4);
    fill(c, tint(colour, -0.25), 0.8);
    line(c, (struct point){ -size * 0.75, 0 }, (struct point){ size * 0.45, 0 }, size * 0.045);
}

static void slice(struct canvas *c, struct picture_colour colour, double size)
{
    fill(c, tint(colour, -0.12), 1);
    disc(c, 0, 0, size * 0.5);
    fill(c, tint(colour, 0.22), 1);
    disc(c, 0, 0, size * 0.43);
    for (int i = 0; i < 6; i++) {
        enter(c, 0, 0, 60 * i);
        fill(c, colour, 1);
        oval(c, size * 0.22, 0, size * 0.14, size * 0.08);
        leave(c);
    }
}

static void dice(struct canvas *c, struct picture_colour colour, double size)
{
    fill(c, tint(colour, -0.2), 1);
    box(c, -size * 0.3, -size * 0.24, size * 0.6, size * 0.6, size * 0.08);
    fill(c, tint(colour, 0.1), 1);
    box(c, -size * 0.3, -size * 0.32, size * 0.6, size * 0.56, size * 0.08);
}

static void berry(struct canvas *c, struct picture_colour colour, double size)
{
    fill(c, tint(colour, -0.18), 1);
    disc(c, 0, 0, size * 0.36);
    fill(c, colour, 1);
    disc(c, -size * 0.03, -size * 0.04, size * 0.31);
    fill(c, tint(colour, 0.65), 0.85);
    oval(c, -size * 0.13, -size * 0.15, size * 0.08, size * 0.06);
}

static void wedge(struct canvas *c, struct picture_colour colour, double size)
{
    struct point tip = { 0, size * 0.05 };

    fill(c, colour, 1);
    cut_oval(c, (struct point){ 0, 0 }, (struct point){ size * 0.55, size * 0.55 }, 0, 180);
    fill(c, tint(colour, 0.78), 1);
    cut_oval(c, (struct point){ 0, 0 }, (struct point){ size * 0.47, size * 0.47 }, 0, 180);
    fill(c, tint(colour, 0.28), 1);
    for (int i = 0; i < 3; i++) {
        double from = (8 + 58.0 * i) * M_PI / 180, to = (54 + 58.0 * i) * M_PI / 180, r = size * 0.41;

        shape(c, (struct point[]){ tip, { r * cos(from), r * sin(from) }, { r * cos((from + to) / 2), r * sin((from + to) / 2) },
                                   { r * cos(to), r * sin(to) } }, 4);
    }
}

static void strip(struct canvas *c, struct picture_colour colour, double size)
{
    fill(c, tint(colour, -0.15), 1);
    curve(c, (struct point[]){ { -size * 0.5, size * 0.08 }, { -size * 0.2, -size * 0.3 }, { size * 0.2, size * 0.3 },
                               { size * 0.5, -size * 0.06 } }, size * 0.2);
    fill(c, tint(colour, 0.12), 1);
    curve(c, (struct point[]){ { -size * 0.5, size * 0.05 }, { -size * 0.2, -size * 0.33 }, { size * 0.2, size * 0.27 },
                               { size * 0.5, -size * 0.09 } }, size * 0.13);
}

static void ring(struct canvas *c, struct picture_colour colour, double size)
{
    fill(c, tint(colour, -0.1), 1);
    hoop(c, (struct point){ 0, 0 }, (struct point){ size * 0.42, size * 0.38 }, size * 0.13);
    fill(c, tint(colour, 0.35), 1);
    hoop(c, (struct point){ 0, -size * 0.01 }, (struct point){ size * 0.42, size * 0.38 }, size * 0.06);
}

/* A corn chip: a triangle with bent sides. */
static void chip(struct canvas *c, struct picture_colour colour, double size)
{
    double r = size * 0.75;

    fill(c, RGB(30, 16, 10), 0.25);
    smooth(c, (struct point[]){ { r + 8, 12 }, { r * 0.15, r * 0.5 + 12 }, { -r * 0.55, r * 0.85 + 12 }, { -r * 0.42, 12 },
                                { -r * 0.55, -r * 0.85 + 12 }, { r * 0.15, -r * 0.5 + 12 } }, 6);
    fill(c, tint(colour, -0.18), 1);
    shape(c, (struct point[]){ { r, 0 }, { -r * 0.5, r * 0.8 }, { -r * 0.38, 0 }, { -r * 0.5, -r * 0.8 } }, 4);
    fill(c, tint(colour, 0.1), 1);
    shape(c, (struct point[]){ { r * 0.86, -4 }, { -r * 0.46, r * 0.66 }, { -r * 0.34, -4 }, { -r * 0.46, -r * 0.74 } }, 4);
    fill(c, tint(colour, -0.3), 0.5);
    for (int i = 0; i < 5; i++)
        disc(c, between(c, -r * 0.3, r * 0.4), between(c, -r * 0.25, r * 0.25), size * 0.025);
}

void piece(struct canvas *c, const struct picture_accent *accent, double size)
{
    switch (accent->shape) {
    case PICTURE_LEAF: leaf(c, accent->colour, size); break;
    case PICTURE_SLICE: slice(c, accent->colour, size); break;
    case PICTURE_DICE: dice(c, accent->colour, size); break;
    case PICTURE_DOT: berry(c, accent->colour, size * 0.34); break;
    case PICTURE_STRIP: strip(c, accent->colour, size); break;
    case PICTURE_WEDGE: wedge(c, accent->colour, size * 1.2); break;
    case PICTURE_BERRY: berry(c, accent->colour, size); break;
    case PICTURE_RING: ring(c, accent->colour, size); break;
    case PICTURE_CHIP: chip(c, accent->colour, size); break;
    case PICTURE_SHAPE__COUNT: break;
    }
}

void scatter(struct canvas *c, struct point middle, double radius, unsigned count, double size)
{
    size_t kinds = c->picture->accent_count, n = count * kinds;
    uint8_t kind[PICTURE_ACCENTS_MAX * 16];
    double turn = between(c, 0, 6);

    for (size_t i = 0; i < n && i < sizeof(kind); i++) {   /* shuffled (Fisher and Yates) */
        size_t k = (size_t)(chance(c) * (double)(i + 1));

        kind[i] = kind[k];
        kind[k] = (uint8_t)(i % kinds);
    }
    for (size_t i = 0; i < n && i < sizeof(kind); i++) {
        double r = radius * sqrt(((double)(n - i) - 0.5) / (double)n), angle = turn + GOLDEN_ANGLE * (double)i;

        enter(c, middle.x + r * cos(angle), middle.y + r * sin(angle), between(c, 0, 360));
        piece(c, &c->picture->accent[kind[i]], size * between(c, 0.85, 1.15));
        leave(c);
    }
}
