/* demo_form.c: forms: from a few numbers to evenly sampled lines, with a little of a hand's wobble. */
#include "drawings/demo_pen.h"

#define DENSE_MAX 1600
#define SPACING (10 * FORM_UNIT)
#define POINTS_MIN 14
#define SPLINE_STEPS 14
#define OVAL_STEPS 96

/* A line before it is placed and evenly sampled. */
struct dense {
    size_t count;
    int32_t x[DENSE_MAX], y[DENSE_MAX], length[DENSE_MAX + 1];
};

/* round(16384 sin(pi/2 * i/32)) */
static const int32_t sines[33] = {
    0, 804, 1606, 2404, 3196, 3981, 4756, 5520, 6270, 7005, 7723, 8423, 9102, 9760, 10394, 11003, 11585,
    12140, 12665, 13160, 13623, 14053, 14449, 14811, 15137, 15426, 15679, 15893, 16069, 16207, 16305, 16364, 16384
};

static int32_t quarter(int32_t angle)
{
    int32_t i = angle / 512, rest = angle % 512;

    return i == 32 ? sines[32] : sines[i] + (sines[i + 1] - sines[i]) * rest / 512;
}

int32_t turn_sine(int32_t angle)
{
    int32_t a = ((angle % TURN) + TURN) % TURN, half = a % (TURN / 2);
    int32_t s = quarter(half <= TURN / 4 ? half : TURN / 2 - half);

    return a < TURN / 2 ? s : -s;
}

static int32_t cosine(int32_t angle)
{
    return turn_sine(angle + TURN / 4);
}

static int32_t turn_of(int32_t degrees)
{
    return degrees * TURN / 360;
}

int32_t root(int64_t n)
{
    int64_t r = 0;

    for (int64_t bit = (int64_t)1 << 30; bit; bit >>= 1) {
        if ((r + bit) * (r + bit) <= n)
            r += bit;
    }
    return (int32_t)r;
}

int32_t chance(struct pen *p, int32_t least, int32_t most)
{
    p->random ^= p->random << 13;
    p->random ^= p->random >> 17;
    p->random ^= p->random << 5;
    return least + (int32_t)((p->random >> 8) % (uint32_t)(most - least + 1));
}

void place(struct pen *p, int32_t x, int32_t y, int32_t permille, int32_t degrees)
{
    p->place_x = x;
    p->place_y = y;
    p->scale = permille;
    p->sine = turn_sine(turn_of(degrees));
    p->cosine = cosine(turn_of(degrees));
}

void home(struct pen *p)
{
    place(p, 0, 0, 1000, 0);
}

/* ---- from dense to even ---- */

static struct dense *dense_new(struct pen *p)
{
    return ARENA_NEW(p->arena, struct dense);
}

static void add(struct dense *d, int64_t x, int64_t y)
{
    if (d->count < DENSE_MAX) {
        d->x[d->count] = (int32_t)x;
        d->y[d->count++] = (int32_t)y;
    }
}

static void put_in_place(const struct pen *p, struct dense *d)
{
    for (size_t i = 0; i < d->count; i++) {
        int64_t x = (int64_t)(p->mirrored ? -d->x[i] : d->x[i]) * p->scale / 1000, y = (int64_t)d->y[i] * p->scale / 1000;
        int64_t turned = (x * p->cosine - y * p->sine) / 16384 + (int64_t)p->place_x * FORM_UNIT;

        d->x[i] = (int32_t)(p->width * FORM_UNIT / 2 + turned);
        d->y[i] = (int32_t)((x * p->sine + y * p->cosine) / 16384 + (int64_t)p->place_y * FORM_UNIT);
    }
}

static int32_t distance(int64_t dx, int64_t dy)
{
    return root(dx * dx + dy * dy);
}

/* The lengths up to each point; the last one is back at the first where it is closed. */
static int32_t measure(struct dense *d, bool closed)
{
    size_t n = d->count + closed;

    for (size_t i = 1; i < n; i++) {
        size_t k = i % d->count;

        d->length[i] = d->length[i - 1] + distance(d->x[k] - d->x[i - 1], d->y[k] - d->y[i - 1]);
    }
    return d->length[n - 1];
}

static int64_t area(const struct dense *d)
{
    int64_t sum = 0;

    for (size_t i = 0; i < d->count; i++) {
        size_t k = (i + 1) % d->count;

        sum += (int64_t)d->x[i] * d->y[k] - (int64_t)d->x[k] * d->y[i];
    }
    return sum;
}

static void swap(int32_t *a, int32_t *b)
{
    int32_t kept = *a;

    *a = *b;
    *b = kept;
}

static void reverse(struct dense *d)
{
    for (size_t i = 0, k = d->count - 1; i < k; i++, k--) {
        swap(&d->x[i], &d->x[k]);
        swap(&d->y[i], &d->y[k]);
    }
}

/* Outlines begin at the upper left, where they are thin and the join is seen least. */
static void begin_at_light(struct dense *d)
{
    struct dense from = *d;
    size_t best = 0;

    for (size_t i = 1; i < d->count; i++) {
        if (d->x[i] + 2 * (int64_t)d->y[i] < d->x[best] + 2 * (int64_t)d->y[best])
            best = i;
    }
    for (size_t i = 0; i < d->count; i++) {
        d->x[i] = from.x[(best + i) % d->count];
        d->y[i] = from.y[(best + i) % d->count];
    }
}

/* Off the way by a low wave or two. */
static void wobble(struct pen *p, struct form *f, int32_t length)
{
    int32_t most = length / 700 > FORM_UNIT * 3 / 2 ? FORM_UNIT * 3 / 2 : length / 700;
    int32_t phase = chance(p, 0, TURN - 1), other = chance(p, 0, TURN - 1);
    int32_t n = (int32_t)f->count;

    for (int32_t i = 0; i < n; i++) {
        int32_t along = (int32_t)((int64_t)i * TURN / n);

        f->x[i] += (int32_t)((int64_t)most * turn_sine(2 * along + phase) / 16384);
        f->y[i] += (int32_t)((int64_t)most * turn_sine(3 * along + other) / 16384);
    }
}

static struct form *sample(struct pen *p, struct dense *d, bool closed)
{
    struct form *f = ARENA_NEW(p->arena, struct form);
    int32_t length, n;
    size_t at = 0;

    put_in_place(p, d);
    if (closed && area(d) < 0)
        reverse(d);
    if (closed)
        begin_at_light(d);
    length = measure(d, closed);
    n = length / SPACING > POINTS_MIN ? length / SPACING : POINTS_MIN;
    *f = (struct form){ (size_t)n, ARENA_ARRAY(p->arena, (size_t)n, int32_t), ARENA_ARRAY(p->arena, (size_t)n, int32_t), closed };
    for (int32_t i = 0; i < n; i++) {
        int32_t want = (int32_t)((int64_t)length * i / (closed ? n : n - 1));
        size_t next;
        int64_t step;

        while (at + 2 < d->count + closed && d->length[at + 1] <= want)
            at++;
        next = (at + 1) % d->count;
        step = d->length[at + 1] - d->length[at];
        f->x[i] = d->x[at] + (int32_t)(step ? (int64_t)(d->x[next] - d->x[at]) * (want - d->length[at]) / step : 0);
        f->y[i] = d->y[at] + (int32_t)(step ? (int64_t)(d->y[next] - d->y[at]) * (want - d->length[at]) / step : 0);
    }
    wobble(p, f, length);
    return f;
}

/* ---- forms ---- */

static int64_t u(int64_t units)
{
    return units * FORM_UNIT;
}

struct form *egg(struct pen *p, int32_t x, int32_t y, int32_t rx, int32_t ry, int32_t belly)
{
    struct dense *d = dense_new(p);

    for (int32_t i = 0; i < OVAL_STEPS; i++) {
        int64_t c = cosine(i * TURN / OVAL_STEPS), s = turn_sine(i * TURN / OVAL_STEPS);
        int64_t wide = 16384 + s * belly / 100;

        add(d, u(x) + u(rx) * c / 16384 * wide / 16384, u(y) + u(ry) * s / 16384);
    }
    return sample(p, d, true);
}

struct form *oval(struct pen *p, int32_t x, int32_t y, int32_t rx, int32_t ry)
{
    return egg(p, x, y, rx, ry, 0);
}

struct form *pebble(struct pen *p, int32_t x, int32_t y, int32_t rx, int32_t ry, int32_t square)
{
    struct dense *d = dense_new(p);

    for (int32_t i = 0; i < OVAL_STEPS; i++) {
        int32_t angle = i * TURN / OVAL_STEPS;
        int64_t twice = turn_sine(2 * angle), out = 16384 + twice * twice / 16384 * square / 100;

        add(d, u(x) + u(rx) * cosine(angle) / 16384 * out / 16384, u(y) + u(ry) * turn_sine(angle) / 16384 * out / 16384);
    }
    return sample(p, d, true);
}

struct form *tilted(struct pen *p, int32_t x, int32_t y, int32_t rx, int32_t ry, int32_t degrees)
{
    struct dense *d = dense_new(p);
    int64_t sine = turn_sine(turn_of(degrees)), cosin = cosine(turn_of(degrees));

    for (int32_t i = 0; i < OVAL_STEPS; i++) {
        int64_t a = u(rx) * cosine(i * TURN / OVAL_STEPS) / 16384, b = u(ry) * turn_sine(i * TURN / OVAL_STEPS) / 16384;

        add(d, u(x) + (a * cosin - b * sine) / 16384, u(y) + (a * sine + b * cosin) / 16384);
    }
    return sample(p, d, true);
}

struct form *arc(struct pen *p, int32_t x, int32_t y, int32_t rx, int32_t ry, int32_t from, int32_t to)
{
    struct dense *d = dense_new(p);

    for (int32_t i = 0; i <= OVAL_STEPS; i++) {
        int32_t angle = turn_of(from) + (int32_t)((int64_t)(turn_of(to) - turn_of(from)) * i / OVAL_STEPS);

        add(d, u(x) + u(rx) * cosine(angle) / 16384, u(y) + u(ry) * turn_sine(angle) / 16384);
    }
    return sample(p, d, false);
}

struct form *box(struct pen *p, int32_t x, int32_t y, int32_t w, int32_t h, int32_t round)
{
    static const int8_t corner[4][2] = { { 1, 1 }, { -1, 1 }, { -1, -1 }, { 1, -1 } };
    struct dense *d = dense_new(p);

    for (int32_t i = 0; i < 4; i++) {
        int64_t cx = u(x) + corner[i][0] * (u(w) / 2 - u(round)), cy = u(y) + corner[i][1] * (u(h) / 2 - u(round));

        for (int32_t k = 0; k <= 12; k++) {
            int32_t angle = i * TURN / 4 + k * TURN / 48;

            add(d, cx + u(round) * cosine(angle) / 16384, cy + u(round) * turn_sine(angle) / 16384);
        }
    }
    return sample(p, d, true);
}

struct form *star(struct pen *p, int32_t x, int32_t y, int32_t r, int32_t inner, int32_t rays, int32_t degrees)
{
    struct dense *d = dense_new(p);

    for (int32_t i = 0; i < 2 * rays; i++) {
        int32_t angle = turn_of(degrees) - TURN / 4 + (int32_t)((int64_t)i * TURN / (2 * rays));
        int64_t at = i % 2 ? inner : r;

        add(d, u(x) + u(at) * cosine(angle) / 16384, u(y) + u(at) * turn_sine(angle) / 16384);
    }
    return sample(p, d, true);
}

struct form *cloud(struct pen *p, int32_t x, int32_t y, int32_t rx, int32_t ry, int32_t bumps, int32_t depth)
{
    struct dense *d = dense_new(p);
    int32_t steps = bumps * 16;

    for (int32_t i = 0; i < steps; i++) {
        int32_t angle = (int32_t)((int64_t)i * TURN / steps) + TURN / 8;
        int64_t bulge = turn_sine(i % 16 * TURN / 32), out = 16384 + (bulge - 10000) * depth / 100;

        add(d, u(x) + u(rx) * cosine(angle) / 16384 * out / 16384, u(y) + u(ry) * turn_sine(angle) / 16384 * out / 16384);
    }
    return sample(p, d, true);
}

/* ---- through points ---- */

static int64_t coordinate(struct points at, int64_t i, int axis, bool closed)
{
    int64_t n = (int64_t)at.count;

    i = closed ? (i + n) % n : i < 0 ? 0 : i >= n ? n - 1 : i;
    return u(at.at[2 * i + axis]);
}

/* Catmull and Rom, 1974. */
static int64_t spline(const int64_t q[4], int64_t t)
{
    const int64_t n = SPLINE_STEPS;

    return (2 * q[1] * n * n * n + (q[2] - q[0]) * t * n * n + (2 * q[0] - 5 * q[1] + 4 * q[2] - q[3]) * t * t * n +
            (3 * q[1] - q[0] - 3 * q[2] + q[3]) * t * t * t) / (2 * n * n * n);
}

static void follow(struct dense *d, struct points at, bool closed)
{
    int64_t pieces = (int64_t)at.count - !closed;

    for (int64_t i = 0; i < pieces; i++) {
        int64_t x[4], y[4];

        for (int k = 0; k < 4; k++) {
            x[k] = coordinate(at, i + k - 1, 0, closed);
            y[k] = coordinate(at, i + k - 1, 1, closed);
        }
        for (int64_t t = 0; t < SPLINE_STEPS && (x[1] != x[2] || y[1] != y[2]); t++)
            add(d, spline(x, t), spline(y, t));
    }
    if (!closed)
        add(d, coordinate(at, pieces, 0, false), coordinate(at, pieces, 1, false));
}

struct form *blob(struct pen *p, struct points at)
{
    struct dense *d = dense_new(p);

    follow(d, at, true);
    return sample(p, d, true);
}

struct form *line(struct pen *p, struct points at)
{
    struct dense *d = dense_new(p);

    follow(d, at, false);
    return sample(p, d, false);
}

struct form *poly(struct pen *p, struct points at)
{
    struct dense *d = dense_new(p);

    for (size_t i = 0; i < at.count; i++)
        add(d, u(at.at[2 * i]), u(at.at[2 * i + 1]));
    return sample(p, d, true);
}

struct form *heart(struct pen *p, int32_t x, int32_t y, int32_t r)
{
    static const int32_t shape[] = { 0, -45, 0, -45, 48, -88, 98, -52, 88, 10, 44, 60, 0, 100, 0, 100, -44, 60, -88, 10, -98, -52, -48,
                                     -88 };
    int32_t at[ARRAY_LEN(shape)];

    for (size_t i = 0; i < ARRAY_LEN(shape); i++)
        at[i] = shape[i] * r / 100 + (i % 2 ? y : x);
    return blob(p, (struct points){ at, ARRAY_LEN(shape) / 2 });
}

/* ---- tubes ---- */

/* Half a circle of `r` around a point, from `angle` on, clockwise. The direction is (dx, dy) of length `n`. */
static void cap(struct dense *d, int64_t x, int64_t y, int64_t dx, int64_t dy, int64_t n, int64_t r)
{
    for (int32_t i = 1; i < 10; i++) {
        int64_t s = turn_sine(i * TURN / 20), c = cosine(i * TURN / 20);

        add(d, x + r * (dx * s + dy * c) / n / 16384, y + r * (dy * s - dx * c) / n / 16384);
    }
}

static void way(const struct dense *d, size_t i, int64_t *ret_dx, int64_t *ret_dy, int64_t *ret_n)
{
    size_t a = i ? i - 1 : 0, b = i + 1 < d->count ? i + 1 : i;

    *ret_dx = d->x[b] - d->x[a];
    *ret_dy = d->y[b] - d->y[a];
    *ret_n = distance(*ret_dx, *ret_dy);
    if (*ret_n == 0)
        *ret_n = 1;
}

struct form *limb(struct pen *p, int32_t from, int32_t to, struct points at)
{
    struct dense *spine = dense_new(p), *d = dense_new(p);
    int64_t last, dx, dy, n;

    follow(spine, at, false);
    last = (int64_t)spine->count - 1;
    for (int64_t i = 0; i <= last; i++) {
        int64_t r = (u(from) + (u(to) - u(from)) * i / last) / 2;

        way(spine, (size_t)i, &dx, &dy, &n);
        add(d, spine->x[i] + r * dy / n, spine->y[i] - r * dx / n);
    }
    way(spine, (size_t)last, &dx, &dy, &n);
    cap(d, spine->x[last], spine->y[last], dx, dy, n, u(to) / 2);
    for (int64_t i = last; i >= 0; i--) {
        int64_t r = (u(from) + (u(to) - u(from)) * i / last) / 2;

        way(spine, (size_t)i, &dx, &dy, &n);
        add(d, spine->x[i] - r * dy / n, spine->y[i] + r * dx / n);
    }
    way(spine, 0, &dx, &dy, &n);
    cap(d, spine->x[0], spine->y[0], -dx, -dy, n, u(from) / 2);
    return sample(p, d, true);
}

/* ---- inside of others ---- */

bool inside(const struct form *f, int32_t x, int32_t y)
{
    bool in = false;

    for (size_t i = 0, k = f->count - 1; i < f->count; k = i++) {
        int64_t dy = f->y[k] - f->y[i];

        if ((f->y[i] > y) == (f->y[k] > y))
            continue;
        /* The edge crosses the row of (x, y) to the right of it. */
        if ((dy > 0) == ((int64_t)(x - f->x[i]) * dy < (int64_t)(f->x[k] - f->x[i]) * (y - f->y[i])))
            in = !in;
    }
    return in;
}

struct form *within(struct pen *p, const struct form *f, const struct form *body)
{
    struct form *g = ARENA_NEW(p->arena, struct form);
    int64_t cx = 0, cy = 0;

    *g = (struct form){ f->count, ARENA_ARRAY(p->arena, f->count, int32_t), ARENA_ARRAY(p->arena, f->count, int32_t), f->closed };
    for (size_t i = 0; i < body->count; i++) {
        cx += body->x[i];
        cy += body->y[i];
    }
    cx /= (int64_t)body->count;
    cy /= (int64_t)body->count;
    for (size_t i = 0; i < f->count; i++) {
        int64_t low = 0, high = 256;

        if (!inside(body, f->x[i], f->y[i])) {
            while (high - low > 1) {
                int64_t mid = (low + high) / 2;

                if (inside(body, (int32_t)(cx + (f->x[i] - cx) * mid / 256), (int32_t)(cy + (f->y[i] - cy) * mid / 256)))
                    low = mid;
                else
                    high = mid;
            }
            high = low;
        }
        g->x[i] = (int32_t)(cx + (f->x[i] - cx) * high / 256);
        g->y[i] = (int32_t)(cy + (f->y[i] - cy) * high / 256);
    }
    return g;
}
