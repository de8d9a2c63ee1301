/* demo_face.c: eyes, mouths and surroundings of the demo's characters. */
#include "drawings/demo_face.h"

#define LIP 13                        /* width of the lines of a face */
#define THROAT 0x7c1f41u
#define TONGUE 0xff7f92u

/* ---- eyes ---- */

void eye_dot(struct pen *p, int32_t x, int32_t y, int32_t r)
{
    detail(p, oval(p, x, y, r * 9 / 10, r * 11 / 10), PEN_INK);
    detail(p, oval(p, x - r * 28 / 100, y - r * 42 / 100, r * 36 / 100, r * 38 / 100), WHITE);
    detail(p, oval(p, x + r * 30 / 100, y + r * 44 / 100, r * 18 / 100, r * 18 / 100), veil(WHITE, 190));
}

void eyes_dot(struct pen *p, int32_t x, int32_t y, int32_t apart, int32_t r)
{
    eye_dot(p, x - apart, y, r);
    eye_dot(p, x + apart, y, r);
}

void eye_big(struct pen *p, int32_t x, int32_t y, int32_t r, colour iris)
{
    struct form *white = oval(p, x, y, r, r * 108 / 100);

    detail(p, white, WHITE);
    ink(p, white, LIP);
    detail(p, oval(p, x, y + r * 8 / 100, r * 70 / 100, r * 74 / 100), iris);
    detail(p, oval(p, x, y + r * 10 / 100, r * 46 / 100, r * 50 / 100), PEN_INK);
    detail(p, oval(p, x - r * 24 / 100, y - r * 22 / 100, r * 25 / 100, r * 25 / 100), WHITE);
    detail(p, oval(p, x + r * 24 / 100, y + r * 40 / 100, r * 13 / 100, r * 13 / 100), veil(WHITE, 210));
}

void eyes_big(struct pen *p, int32_t x, int32_t y, int32_t apart, int32_t r, colour iris)
{
    eye_big(p, x - apart, y, r, iris);
    eye_big(p, x + apart, y, r, iris);
}

void eyes_happy(struct pen *p, int32_t x, int32_t y, int32_t apart, int32_t r)
{
    ink(p, arc(p, x - apart, y + r / 2, r, r, 190, 350), LIP + 4);
    ink(p, arc(p, x + apart, y + r / 2, r, r, 190, 350), LIP + 4);
}

void eyes_asleep(struct pen *p, int32_t x, int32_t y, int32_t apart, int32_t r)
{
    ink(p, arc(p, x - apart, y, r, r * 7 / 10, 170, 10), LIP + 3);
    ink(p, arc(p, x + apart, y, r, r * 7 / 10, 170, 10), LIP + 3);
}

void eyes_wink(struct pen *p, int32_t x, int32_t y, int32_t apart, int32_t r)
{
    eye_dot(p, x - apart, y, r);
    ink(p, arc(p, x + apart, y + r / 3, r, r, 195, 345), LIP + 4);
}

void brows(struct pen *p, int32_t x, int32_t y, int32_t apart, int32_t half, int32_t slope)
{
    for (int32_t side = -1; side <= 1; side += 2) {
        ink(p, line(p, AT(x + side * (apart - half), y + slope, x + side * apart, y - half / 4, x + side * (apart + half), y - slope / 2)),
            LIP + 3);
    }
}

void blush(struct pen *p, int32_t x, int32_t y, int32_t apart, int32_t r)
{
    detail(p, oval(p, x - apart, y, r, r * 62 / 100), p->cheeks);
    detail(p, oval(p, x + apart, y, r, r * 62 / 100), p->cheeks);
}

/* ---- mouths ---- */

void mouth_smile(struct pen *p, int32_t x, int32_t y, int32_t w, int32_t depth)
{
    ink(p, arc(p, x, y, w, depth, 172, 8), LIP + 1);
}

static struct form *lips(struct pen *p, int32_t x, int32_t y, int32_t w, int32_t depth)
{
    int32_t left = x - w, right = x + w, corner = w * 7 / 10, low = y + depth * 72 / 100;

    return blob(p, AT(left, y, left, y, x, y + depth / 9, right, y, right, y, x + corner, low, x, y + depth, x - corner, low));
}

void mouth_open(struct pen *p, int32_t x, int32_t y, int32_t w, int32_t depth)
{
    struct form *mouth = lips(p, x, y, w, depth);

    detail(p, mouth, THROAT);
    detail(p, within(p, oval(p, x, y + depth * 92 / 100, w * 62 / 100, depth * 40 / 100), mouth), TONGUE);
    ink(p, mouth, LIP - 1);
}

void mouth_teeth(struct pen *p, int32_t x, int32_t y, int32_t w, int32_t depth)
{
    struct form *mouth = lips(p, x, y, w, depth);

    detail(p, mouth, THROAT);
    detail(p, within(p, oval(p, x, y + depth, w * 55 / 100, depth * 34 / 100), mouth), TONGUE);
    detail(p, within(p, box(p, x, y + depth / 8, 2 * w, depth * 42 / 100, depth / 9), mouth), WHITE);
    ink(p, mouth, LIP - 1);
}

void mouth_cat(struct pen *p, int32_t x, int32_t y, int32_t w)
{
    ink(p, arc(p, x - w / 2, y, w / 2, w * 45 / 100, 172, 8), LIP);
    ink(p, arc(p, x + w / 2, y, w / 2, w * 45 / 100, 172, 8), LIP);
}

void mouth_o(struct pen *p, int32_t x, int32_t y, int32_t rx, int32_t ry)
{
    struct form *mouth = oval(p, x, y, rx, ry);

    detail(p, mouth, THROAT);
    detail(p, within(p, oval(p, x, y + ry * 3 / 4, rx * 3 / 4, ry / 2), mouth), TONGUE);
    ink(p, mouth, LIP - 1);
}

void fangs(struct pen *p, int32_t x, int32_t y, int32_t apart, int32_t h)
{
    for (int32_t side = -1; side <= 1; side += 2) {
        struct form *fang = poly(p, AT(x + side * apart - h * 4 / 10, y, x + side * apart + h * 4 / 10, y, x + side * apart, y + h));

        detail(p, fang, WHITE);
        ink(p, fang, LIP - 4);
    }
}

void shine(struct pen *p, int32_t x, int32_t y, int32_t rx, int32_t ry, int32_t degrees)
{
    patch(p, tilted(p, x, y, rx, ry, degrees), veil(WHITE, 130));
}

/* ---- surroundings ---- */

void spot(struct pen *p, int32_t y, int32_t r, colour c)
{
    patch(p, oval(p, 0, y, r, r), c);
}

void ground(struct pen *p, int32_t x, int32_t y, int32_t rx)
{
    patch(p, oval(p, x, y, rx, rx / 8), veil(0x1c0b33, 62));
}

void floor_line(struct pen *p, int32_t y, colour c)
{
    int32_t w = p->width / 2 + 40, h = p->height + 40;

    patch(p, poly(p, AT(-w, y, w, y, w, h, -w, h)), c);
}

void hills(struct pen *p, int32_t y, colour c)
{
    int32_t w = p->width / 2 + 60, h = p->height + 60;

    patch(p, blob(p, AT(-w, h, -w, h, -w, y + 40, -w * 6 / 10, y - 30, -w / 10, y + 20, w * 4 / 10, y - 50, w, y + 30, w, h, w, h)), c);
}

void rays(struct pen *p, int32_t y, colour c)
{
    for (int32_t i = 0; i < 12; i++) {
        int32_t a = i * TURN / 12, b = a + TURN / 24;

        patch(p, poly(p, AT(0, y, turn_sine(a) * 800 / 16384, y + turn_sine(a + TURN / 4) * 800 / 16384,
                            turn_sine(b) * 800 / 16384, y + turn_sine(b + TURN / 4) * 800 / 16384)), c);
    }
}

static void cross(struct pen *p, int32_t x, int32_t y, int32_t r, colour c)
{
    under(p, line(p, AT(x - r, y, x + r, y)), 13, c);
    under(p, line(p, AT(x, y - r, x, y + r)), 13, c);
}

static void puff(struct pen *p, int32_t x, int32_t y, int32_t r, colour c)
{
    patch(p, box(p, x, y + r, 6 * r, r * 13 / 10, r * 6 / 10), c);
    patch(p, oval(p, x - r, y + r / 4, r * 13 / 10, r * 11 / 10), c);
    patch(p, oval(p, x + r, y + r / 2, r * 11 / 10, r * 9 / 10), c);
}

static void put(struct pen *p, enum scatter what, int32_t x, int32_t y, colour c)
{
    int32_t size = chance(p, 13, 26), tilt = chance(p, -50, 50);

    switch (what) {
    case DOTS: patch(p, oval(p, x, y, size * 7 / 10, size * 7 / 10), c); break;
    case RINGS: under(p, oval(p, x, y, size, size), 9, c); break;
    case STARS: patch(p, star(p, x, y, size * 3 / 2, size * 7 / 10, 5, tilt), c); break;
    case SPARKLES: patch(p, star(p, x, y, size * 2, size / 2, 4, 0), c); break;
    case HEARTS: patch(p, heart(p, x, y, size * 5 / 4), c); break;
    case LEAVES: patch(p, tilted(p, x, y, size * 3 / 2, size * 6 / 10, tilt), c); break;
    case CROSSES: cross(p, x, y, size, c); break;
    case DASHES: patch(p, tilted(p, x, y, size * 3 / 2, 8, tilt * 3), c); break;
    case CLOUDS: puff(p, x, y, size, c); break;
    }
}

/* Not on the floor below the figure, nor at its head; clouds are above. */
static bool is_free(const struct pen *p, enum scatter what, int32_t x, int32_t y)
{
    int32_t aside = x < 0 ? -x : x;

    if (what == CLOUDS)
        return y < p->height * 45 / 100 && aside > 130;
    return y < p->height / 5 ? aside > 140 : y < p->height * 4 / 5 || aside > 300;
}

/* Along the four sides in turn, at even distances but not quite. */
void scatter(struct pen *p, enum scatter what, int32_t count, colour a, colour b)
{
    int32_t w = p->width - 170, h = p->height - 170, around = 2 * (w + h);

    for (int32_t i = 0; i < count; i++) {
        int32_t at = (around * i / count + chance(p, 0, around / count * 7 / 10)) % around, in = chance(p, -30, 40), x, y;

        if (at < w)
            x = at, y = in;
        else if (at < w + h)
            x = w - in, y = at - w;
        else if (at < 2 * w + h)
            x = 2 * w + h - at, y = h - in;
        else
            x = in, y = around - at;
        if (is_free(p, what, x - w / 2, y + 85))
            put(p, what, x - w / 2, y + 85, i % 2 ? b : a);
    }
}
