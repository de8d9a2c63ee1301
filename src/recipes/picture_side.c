/* picture_side.c: dishes seen from the side, on a table before a wall. */
#include "recipes/picture_impl.h"

#include <math.h>

#define FLOOR 960.0   /* where dishes stand */

static void room(struct canvas *c)
{
    struct picture_colour back = c->picture->background;

    fill(c, back, 1);
    box(c, -10, -10, PICTURE_WIDTH + 20, PICTURE_HEIGHT + 20, 0);
    fill(c, RGB(255, 246, 224), 0.42);
    glow(c, (struct point){ MIDDLE_X, 520 }, 960, 820);
    fill(c, tint(back, -0.35), 1);
    box(c, -10, 860, PICTURE_WIDTH + 20, 400, 0);
    fill(c, tint(back, -0.24), 1);
    box(c, -10, 860, PICTURE_WIDTH + 20, 16, 0);
}

static void ground_shadow(struct canvas *c, double x, double rx)
{
    fill(c, RGB(15, 10, 20), 0.6);
    glow(c, (struct point){ x, FLOOR + 8 }, rx * 1.3, 64);
}

static const struct picture_accent *accent(const struct canvas *c, size_t i)
{
    static const struct picture_accent plain = { PICTURE_LEAF, { 96, 150, 70 } };

    return c->picture->accent_count ? &c->picture->accent[i % c->picture->accent_count] : &plain;
}

static void piece_at(struct canvas *c, size_t which, struct point at, double degrees, double size)
{
    enter(c, at.x, at.y, degrees);
    piece(c, accent(c, which), size);
    leave(c);
}

static void oval_plate(struct canvas *c, double rx)
{
    ground_shadow(c, MIDDLE_X, rx);
    fill(c, RGB(224, 219, 212), 1);
    oval(c, MIDDLE_X, FLOOR - 4, rx, 46);
    fill(c, RGB(250, 247, 242), 1);
    oval(c, MIDDLE_X, FLOOR - 16, rx, 44);
    fill(c, RGB(228, 223, 216), 1);
    oval(c, MIDDLE_X, FLOOR - 14, rx * 0.74, 28);
}

/* The inside of a glass: half widths at the top and at the floor. */
struct vessel {
    double top, wide, narrow;
};

static double half_width(const struct vessel *v, double y)
{
    return v->narrow + (v->wide - v->narrow) * (FLOOR - 26 - y) / (FLOOR - 26 - v->top);
}

static void band(struct canvas *c, const struct vessel *v, double from, double to)
{
    shape(c, (struct point[]){ { MIDDLE_X - half_width(v, from), from }, { MIDDLE_X + half_width(v, from), from },
                               { MIDDLE_X + half_width(v, to), to }, { MIDDLE_X - half_width(v, to), to } }, 4);
}

static void drink(struct canvas *c, const struct vessel *v, double surface)
{
    struct picture_colour base = c->picture->base;
    int steps = 40;

    for (int i = 0; i < steps; i++) {
        double from = surface + (FLOOR - 30 - surface) * i / steps, to = surface + (FLOOR - 30 - surface) * (i + 1) / steps + 1;

        fill(c, tint(base, 0.3 - 0.42 * i / steps), 1);
        band(c, v, from, to);
    }
    fill(c, tint(base, -0.12), 1);
    oval(c, MIDDLE_X, FLOOR - 30, half_width(v, FLOOR - 30), 15);
    fill(c, tint(base, 0.42), 1);
    oval(c, MIDDLE_X, surface, half_width(v, surface), 22);
}

static void ice(struct canvas *c, double surface)
{
    static const double at[][3] = { { -88, 40, 14 }, { 40, 20, -18 }, { -20, 130, 32 }, { 78, 160, 8 } };

    for (size_t i = 0; i < ARRAY_LEN(at); i++) {
        enter(c, MIDDLE_X + at[i][0], surface + at[i][1] + 30, at[i][2]);
        fill(c, RGB(255, 255, 255), 0.34);
        box(c, -46, -46, 92, 92, 16);
        fill(c, RGB(255, 255, 255), 0.3);
        box(c, -34, -36, 40, 40, 10);
        leave(c);
    }
}

static void straw(struct canvas *c, double top)
{
    struct picture_colour stripe = accent(c, 1)->colour;

    enter(c, MIDDLE_X + 92, top - 190, 13);
    fill(c, RGB(250, 246, 240), 1);
    box(c, -16, 0, 32, 500, 8);
    for (int i = 0; i < 8; i++) {
        fill(c, stripe, 0.85);
        shape(c, (struct point[]){ { -16, 20 + 62.0 * i }, { 16, 44 + 62.0 * i }, { 16, 70 + 62.0 * i }, { -16, 46 + 62.0 * i } }, 4);
    }
    leave(c);
}

static void shine(struct canvas *c, const struct vessel *v)
{
    double x = MIDDLE_X - v->wide * 0.72;

    fill(c, RGB(255, 255, 255), 0.3);
    shape(c, (struct point[]){ { x, v->top + 60 }, { x + 34, v->top + 60 }, { x + 52, FLOOR - 130 }, { x + 30, FLOOR - 130 } }, 4);
    fill(c, RGB(255, 255, 255), 0.55);
    hoop(c, (struct point){ MIDDLE_X, v->top }, (struct point){ v->wide, 26 }, 8);
    line(c, (struct point){ MIDDLE_X - v->wide, v->top }, (struct point){ MIDDLE_X - v->narrow, FLOOR - 18 }, 8);
    line(c, (struct point){ MIDDLE_X + v->wide, v->top }, (struct point){ MIDDLE_X + v->narrow, FLOOR - 18 }, 8);
    curve(c, (struct point[]){ { MIDDLE_X - v->narrow, FLOOR - 18 }, { MIDDLE_X - v->narrow * 0.6, FLOOR + 4 },
                               { MIDDLE_X + v->narrow * 0.6, FLOOR + 4 }, { MIDDLE_X + v->narrow, FLOOR - 18 } }, 9);
}

static void glass(struct canvas *c)
{
    struct vessel v = { 300, 196, 150 };

    ground_shadow(c, MIDDLE_X, 200);
    fill(c, RGB(255, 255, 255), 0.16);
    band(c, &v, v.top, FLOOR - 20);
    straw(c, v.top);
    drink(c, &v, 390);
    ice(c, 390);
    for (unsigned i = 0; i < 5; i++)
        piece_at(c, i, (struct point){ MIDDLE_X + between(c, -100, 90), 520 + 76.0 * i }, between(c, 0, 360), 96);
    shine(c, &v);
    piece_at(c, 0, (struct point){ MIDDLE_X - 176, 306 }, -24, 220);
    piece_at(c, 1, (struct point){ MIDDLE_X - 40, 372 }, 40, 120);
    piece_at(c, 0, (struct point){ 420, FLOOR - 20 }, 20, 150);
    piece_at(c, 1, (struct point){ 1200, FLOOR + 30 }, -30, 140);
}

static void steam(struct canvas *c, double y)
{
    fill(c, RGB(255, 255, 255), 0.3);
    for (int i = -1; i <= 1; i++) {
        double x = MIDDLE_X + 95.0 * i - 20;

        curve(c, (struct point[]){ { x, y }, { x - 90, y - 90 }, { x + 90, y - 150 }, { x, y - 250 + 30.0 * i * i } }, 20);
    }
}

static void mug(struct canvas *c)
{
    struct picture_colour clay = mix(tint(c->picture->background, 0.6), RGB(255, 250, 240), 0.4);

    ground_shadow(c, MIDDLE_X, 270);
    fill(c, tint(clay, -0.16), 1);
    hoop(c, (struct point){ MIDDLE_X + 262, 680 }, (struct point){ 104, 124 }, 50);
    fill(c, clay, 1);
    box(c, MIDDLE_X - 262, 440, 524, FLOOR - 440, 70);
    box(c, MIDDLE_X - 262, 440, 524, 200, 10);
    fill(c, tint(clay, -0.12), 0.7);
    box(c, MIDDLE_X + 130, 470, 132, FLOOR - 480, 66);
    fill(c, accent(c, 0)->colour, 0.55);
    box(c, MIDDLE_X - 262, 800, 524, 34, 2);
    fill(c, tint(clay, -0.2), 1);
    oval(c, MIDDLE_X, 442, 262, 52);
    fill(c, c->picture->base, 1);
    oval(c, MIDDLE_X, 454, 238, 40);
    fill(c, tint(c->picture->base, 0.35), 0.7);
    oval(c, MIDDLE_X - 60, 448, 120, 20);
    for (unsigned i = 0; i < 6; i++)
        piece_at(c, i, (struct point){ MIDDLE_X - 150 + 60.0 * i, 442 - 16 * sin(0.62 * i) }, between(c, 0, 180), 88);
    steam(c, 390);
    piece_at(c, 0, (struct point){ 360, FLOOR - 4 }, -12, 150);
    piece_at(c, 1, (struct point){ 1290, FLOOR + 24 }, 30, 140);
}

static void bun(struct canvas *c, double y, bool top)
{
    struct picture_colour bread = { 214, 146, 72 };

    fill(c, tint(bread, -0.2), 1);
    if (!top) {
        box(c, MIDDLE_X - 320, y, 640, 110, 52);
        fill(c, bread, 1);
        box(c, MIDDLE_X - 320, y, 640, 78, 40);
        return;
    }
    cut_oval(c, (struct point){ MIDDLE_X, y }, (struct point){ 330, 236 }, 180, 360);
    fill(c, bread, 1);
    cut_oval(c, (struct point){ MIDDLE_X - 8, y - 14 }, (struct point){ 314, 218 }, 180, 360);
    fill(c, tint(bread, 0.3), 0.6);
    oval(c, MIDDLE_X - 120, y - 150, 110, 42);
    for (int i = 0; i < 24; i++) {
        double a = between(c, 3.4, 6.0), r = between(c, 0.35, 0.9);

        enter(c, MIDDLE_X + 300 * r * cos(a), y - 10 + 205 * r * sin(a), between(c, -40, 40));
        fill(c, RGB(252, 236, 200), 1);
        oval(c, 0, 0, 13, 7);
        leave(c);
    }
}

static void ruffle(struct canvas *c, struct picture_colour colour, double y, double depth)
{
    struct point p[34];
    size_t n = ARRAY_LEN(p) / 2;

    for (size_t i = 0; i < n; i++) {
        double x = MIDDLE_X - 352 + 704.0 * (double)i / (double)(n - 1);

        p[i] = (struct point){ x, y - 12 };
        p[2 * n - 1 - i] = (struct point){ x, y + (i % 2 ? depth : depth * 0.45) };
    }
    fill(c, colour, 1);
    smooth(c, p, 2 * n);
}

static void burger(struct canvas *c)
{
    oval_plate(c, 520);
    bun(c, 836, false);
    ruffle(c, accent(c, 0)->colour, 800, 58);
    for (int i = 0; i < 4; i++) {
        fill(c, tint(accent(c, 1)->colour, i % 2 ? 0 : -0.1), 1);
        box(c, MIDDLE_X - 316 + 158.0 * i, 760, 150, 40, 18);
    }
    fill(c, tint(c->picture->base, -0.28), 1);
    box(c, MIDDLE_X - 336, 652, 672, 112, 50);
    fill(c, c->picture->base, 1);
    box(c, MIDDLE_X - 336, 652, 672, 84, 42);
    for (int i = 0; i < 30; i++) {
        fill(c, tint(c->picture->base, between(c, -0.35, 0.2)), 0.5);
        blob(c, (struct point){ MIDDLE_X + between(c, -300, 300), between(c, 672, 740) }, between(c, 6, 15), 0.3);
    }
    fill(c, accent(c, 2)->colour, 1);
    shape(c, (struct point[]){ { MIDDLE_X - 340, 628 }, { MIDDLE_X + 340, 628 }, { MIDDLE_X + 250, 700 }, { MIDDLE_X + 180, 652 },
                               { MIDDLE_X - 60, 652 }, { MIDDLE_X - 150, 740 }, { MIDDLE_X - 230, 652 } }, 7);
    ruffle(c, tint(accent(c, 0)->colour, 0.12), 606, 46);
    bun(c, 600, true);
    for (unsigned i = 0; i < 4; i++)
        piece_at(c, 3 + i, (struct point){ 300 + 70.0 * i + (i > 1 ? 760 : 0), FLOOR - 34 + between(c, -10, 10) },
                 between(c, -60, 60), 110);
}

static void taco(struct canvas *c, double x, double y)
{
    struct picture_colour shell = { 232, 186, 96 };

    fill(c, tint(shell, -0.25), 1);
    cut_oval(c, (struct point){ x + 26, y - 16 }, (struct point){ 230, 262 }, 180, 360);
    fill(c, c->picture->base, 1);
    for (int i = 0; i < 11; i++) {
        double a = M_PI + M_PI * (i + 0.5) / 11;

        fill(c, tint(c->picture->base, between(c, -0.2, 0.15)), 1);
        blob(c, (struct point){ x + 14 + 216 * cos(a), y - 14 + 246 * sin(a) }, between(c, 34, 50), 0.2);
    }
    for (unsigned i = 0; i < 12; i++) {
        double a = M_PI + M_PI * (i + 0.7) / 12.4;

        piece_at(c, i, (struct point){ x + 10 + 226 * cos(a), y - 18 + 258 * sin(a) }, between(c, 0, 360), 84);
    }
    fill(c, shell, 1);
    cut_oval(c, (struct point){ x, y }, (struct point){ 230, 240 }, 180, 360);
    for (int i = 0; i < 16; i++) {
        double a = between(c, 3.3, 6.1), r = between(c, 0.2, 0.92);

        fill(c, tint(shell, -0.22), 0.4);
        disc(c, x + 220 * r * cos(a), y + 230 * r * sin(a), between(c, 5, 14));
    }
}

static void tacos(struct canvas *c)
{
    ground_shadow(c, MIDDLE_X, 640);
    fill(c, RGB(150, 98, 58), 1);
    box(c, 170, FLOOR - 30, 1260, 56, 24);
    taco(c, 1130, FLOOR - 26);
    taco(c, 810, FLOOR - 24);
    taco(c, 490, FLOOR - 22);
    piece_at(c, c->picture->accent_count ? c->picture->accent_count - 1 : 0, (struct point){ 1330, FLOOR - 60 }, 0, 150);
}

/* A piece of layer cake with a topping. */
static void cake(struct canvas *c)
{
    struct picture_colour base = c->picture->base, cream = { 252, 243, 228 };

    oval_plate(c, 560);
    for (int i = 0; i < 5; i++) {
        double y = FLOOR - 120 - 88.0 * i;

        fill(c, i % 2 ? cream : base, 1);
        shape(c, (struct point[]){ { 470, y }, { 1130, y }, { 1130, y + 92 }, { 470, y + 92 } }, 4);
        fill(c, tint(i % 2 ? cream : base, -0.18), 1);
        shape(c, (struct point[]){ { 1130, y }, { 1230, y - 56 }, { 1230, y + 36 }, { 1130, y + 92 } }, 4);
        for (int k = 0; k < 14 && i % 2 == 0; k++) {
            fill(c, tint(base, between(c, -0.2, 0.25)), 0.5);
            disc(c, between(c, 490, 1110), between(c, y + 12, y + 78), between(c, 4, 10));
        }
    }
    fill(c, accent(c, 0)->colour, 1);
    shape(c, (struct point[]){ { 470, 500 }, { 590, 430 }, { 1230, 430 }, { 1130, 500 } }, 4);
    for (int i = 0; i < 7; i++)
        box(c, 470 + 94.0 * i, 490, 66, between(c, 50, 130), 33);
    fill(c, tint(accent(c, 0)->colour, 0.3), 0.6);
    shape(c, (struct point[]){ { 520, 488 }, { 606, 440 }, { 900, 440 }, { 830, 488 } }, 4);
    for (unsigned i = 0; i < 3; i++) {
        fill(c, cream, 1);
        blob(c, (struct point){ 640 + 190.0 * i, 428 }, 70, 0.12);
        piece_at(c, 1 + i, (struct point){ 640 + 190.0 * i, 372 }, between(c, -30, 30), 130);
    }
    piece_at(c, 1, (struct point){ 330, FLOOR - 40 }, 10, 120);
    piece_at(c, 2, (struct point){ 1290, FLOOR - 34 }, -30, 110);
}

/* Pancakes, waffles: flat things on each other. */
static void stack(struct canvas *c)
{
    struct picture_colour base = c->picture->base;

    oval_plate(c, 580);
    for (int i = 0; i < 6; i++) {
        double y = FLOOR - 96 - 66.0 * i, x = MIDDLE_X + between(c, -22, 22), w = between(c, 330, 352);

        fill(c, tint(base, -0.32), 1);
        box(c, x - w, y, 2 * w, 76, 38);
        fill(c, tint(base, 0.36), 1);
        box(c, x - w, y + 8, 2 * w, 42, 24);
        fill(c, base, 1);
        box(c, x - w, y - 6, 2 * w, 34, 17);
    }
    fill(c, tint(base, 0.06), 1);
    oval(c, MIDDLE_X, FLOOR - 430, 340, 56);
    fill(c, accent(c, 0)->colour, 0.92);
    oval(c, MIDDLE_X, FLOOR - 436, 250, 38);
    for (int i = 0; i < 6; i++)
        box(c, MIDDLE_X - 260 + 88.0 * i, FLOOR - 440, 54, between(c, 70, 230), 27);
    for (unsigned i = 0; i < 7; i++)
        piece_at(c, 1 + i, (struct point){ MIDDLE_X - 170 + 57.0 * i, FLOOR - 470 - 50 * sin(0.52 * i) }, between(c, 0, 360), 118);
    for (unsigned i = 0; i < 4; i++)
        piece_at(c, 1 + i, (struct point){ 310 + 60.0 * i + (i > 1 ? 800 : 0), FLOOR - 36 }, between(c, 0, 360), 100);
}

static void basket(struct canvas *c)
{
    struct picture_colour paper = { 250, 244, 232 }, stripe = accent(c, 0)->colour;

    ground_shadow(c, MIDDLE_X, 360);
    for (int i = 0; i < 46; i++) {
        double x = MIDDLE_X + between(c, -290, 290);

        enter(c, x, 640, (x - MIDDLE_X) * 0.075 + between(c, -9, 9));
        fill(c, tint(c->picture->base, -0.2), 1);
        box(c, -24, -300 + between(c, 0, 130), 54, 420, 12);
        fill(c, tint(c->picture->base, between(c, 0, 0.25)), 1);
        box(c, -24, -300 + between(c, 0, 120), 40, 420, 10);
        leave(c);
    }
    fill(c, paper, 1);
    shape(c, (struct point[]){ { 440, 600 }, { 620, 660 }, { 980, 660 }, { 1160, 600 }, { 1070, FLOOR }, { 530, FLOOR } }, 6);
    for (int i = 0; i < 5; i++) {
        double top = 500 + 150.0 * i, foot = 552 + 124.0 * i;

        fill(c, stripe, 0.9);
        shape(c, (struct point[]){ { top - 34, i == 0 || i == 4 ? 628 : 662 }, { top + 34, i == 0 || i == 4 ? 632 : 662 },
                                   { foot + 28, FLOOR }, { foot - 28, FLOOR } }, 4);
    }
    fill(c, RGB(15, 10, 20), 0.06);
    shape(c, (struct point[]){ { 1000, 656 }, { 1160, 600 }, { 1070, FLOOR }, { 960, FLOOR } }, 4);
    for (unsigned i = 0; i < 4; i++)
        piece_at(c, 1 + i, (struct point){ 240 + 84.0 * i + (i > 1 ? 860 : 0), FLOOR - 10 }, between(c, -40, 40), 130);
}

static void sundae(struct canvas *c)
{
    struct vessel v = { 560, 270, 70 };
    struct picture_colour base = c->picture->base;

    ground_shadow(c, MIDDLE_X, 190);
    fill(c, RGB(255, 255, 255), 0.35);
    box(c, MIDDLE_X - 20, 800, 40, 150, 8);
    oval(c, MIDDLE_X, FLOOR - 12, 170, 26);
    for (int i = 0; i < 3; i++) {
        double x = MIDDLE_X - 135 + 135.0 * i, y = i == 1 ? 400 : 496;
        struct picture_colour scoop = i == 1 ? tint(base, 0.35) : i == 0 ? base : mix(base, accent(c, 1)->colour, 0.55);

        fill(c, tint(scoop, -0.12), 1);
        disc(c, x, y, 140);
        fill(c, scoop, 1);
        blob(c, (struct point){ x - 6, y - 8 }, 134, 0.06);
        fill(c, tint(scoop, 0.4), 0.5);
        oval(c, x - 46, y - 60, 44, 26);
    }
    fill(c, accent(c, 0)->colour, 1);
    smooth(c, (struct point[]){ { 672, 360 }, { 800, 258 }, { 928, 360 }, { 912, 450 }, { 876, 390 }, { 836, 470 }, { 800, 400 },
                                { 748, 480 }, { 712, 392 }, { 690, 440 } }, 10);
    fill(c, mix(RGB(255, 255, 255), base, 0.35), 0.95);
    shape(c, (struct point[]){ { MIDDLE_X - v.wide, v.top }, { MIDDLE_X + v.wide, v.top }, { MIDDLE_X + 150, 740 },
                               { MIDDLE_X + 24, 820 }, { MIDDLE_X - 24, 820 }, { MIDDLE_X - 150, 740 } }, 6);
    fill(c, mix(accent(c, 0)->colour, base, 0.5), 0.7);
    shape(c, (struct point[]){ { MIDDLE_X - 222, 630 }, { MIDDLE_X + 222, 630 }, { MIDDLE_X + 150, 740 }, { MIDDLE_X - 150, 740 } }, 4);
    fill(c, RGB(255, 255, 255), 0.45);
    shape(c, (struct point[]){ { 570, 585 }, { 608, 585 }, { 690, 730 }, { 668, 730 } }, 4);
    piece_at(c, 1, (struct point){ MIDDLE_X, 244 }, 0, 150);
    for (unsigned i = 0; i < 8; i++)
        piece_at(c, 2 + i, (struct point){ MIDDLE_X + between(c, -220, 220), between(c, 380, 500) }, between(c, 0, 360), 64);
}

void draw_from_the_side(struct canvas *c)
{
    room(c);
    switch (c->picture->dish) {
    case PICTURE_MUG: mug(c); break;
    case PICTURE_BURGER: burger(c); break;
    case PICTURE_TACOS: tacos(c); break;
    case PICTURE_CAKE: cake(c); break;
    case PICTURE_STACK: stack(c); break;
    case PICTURE_BASKET: basket(c); break;
    case PICTURE_SUNDAE: sundae(c); break;
    default: glass(c); break;
    }
}
