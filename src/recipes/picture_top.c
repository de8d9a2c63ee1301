/* picture_top.c: dishes seen from above, on a table. */
#include "recipes/picture_impl.h"

#include <math.h>

static const struct picture_colour porcelain = { 250, 247, 242 };
static const struct picture_colour steel = { 214, 218, 222 };
static const struct picture_colour wood = { 188, 132, 82 };
static const struct point middle = { MIDDLE_X, MIDDLE_Y };

static void table(struct canvas *c)
{
    struct picture_colour back = c->picture->background;

    fill(c, back, 1);
    box(c, -10, -10, PICTURE_WIDTH + 20, PICTURE_HEIGHT + 20, 0);
    for (int i = 0; i < 9; i++) {
        fill(c, tint(back, -0.22), 0.16);
        box(c, -10, 90 + i * 150 + between(c, -8, 8), PICTURE_WIDTH + 20, between(c, 3, 6), 2);
    }
    fill(c, RGB(255, 248, 230), 0.24);
    glow(c, (struct point){ 380, 220 }, 1250, 1050);
    fill(c, RGB(15, 10, 20), 0.28);
    glow(c, (struct point){ 1650, 1250 }, 1000, 800);
}

/* A folded cloth under the left edge. */
static void cloth(struct canvas *c)
{
    struct picture_colour colour = mix(tint(c->picture->background, 0.72), c->picture->base, 0.12);

    enter(c, 250, 640, -14);
    for (int i = 0; i < 5; i++) {
        fill(c, RGB(15, 10, 20), 0.03);
        box(c, -210 + 6.0 * i, -392 + 8.0 * i, 460, 830, 20);
    }
    fill(c, colour, 1);
    box(c, -220, -410, 450, 820, 14);
    for (int i = 0; i < 3; i++) {
        fill(c, tint(c->picture->base, -0.1), 0.5);
        box(c, -220, 300 + 32.0 * i, 450, 12, 2);
        box(c, -220, -380 + 32.0 * i, 450, 12, 2);
    }
    fill(c, tint(colour, -0.25), 0.35);
    box(c, 10, -410, 7, 820, 3);
    leave(c);
}

static void put_fork(struct canvas *c, double x)
{
    enter(c, x, MIDDLE_Y, 0);
    fill(c, RGB(15, 10, 20), 0.14);
    box(c, 0, -60, 30, 420, 14);
    fill(c, steel, 1);
    box(c, -14, -90, 28, 450, 13);
    for (int i = 0; i < 4; i++)
        box(c, -44 + 25.0 * i, -330, 13, 190, 6);
    smooth(c, (struct point[]){ { -44, -170 }, { 44, -170 }, { 30, -80 }, { 0, -40 }, { -30, -80 } }, 5);
    fill(c, tint(steel, 0.5), 0.8);
    box(c, -6, -70, 7, 410, 3);
    leave(c);
}

static void put_knife(struct canvas *c, double x)
{
    enter(c, x, MIDDLE_Y, 0);
    fill(c, RGB(15, 10, 20), 0.14);
    box(c, 4, -310, 40, 670, 18);
    fill(c, steel, 1);
    box(c, -16, 30, 32, 330, 15);
    smooth(c, (struct point[]){ { -16, 40 }, { -18, -240 }, { -6, -340 }, { 22, -300 }, { 34, -120 }, { 24, 40 } }, 6);
    fill(c, tint(steel, 0.5), 0.8);
    box(c, -6, 50, 7, 290, 3);
    leave(c);
}

static void porcelain_disc(struct canvas *c, double radius, double well)
{
    shadow(c, MIDDLE_X, MIDDLE_Y, radius, radius);
    fill(c, tint(porcelain, -0.08), 1);
    disc(c, MIDDLE_X + 4, MIDDLE_Y + 8, radius);
    fill(c, porcelain, 1);
    disc(c, MIDDLE_X, MIDDLE_Y, radius);
    fill(c, mix(c->picture->base, c->picture->background, 0.4), 0.55);
    hoop(c, middle, (struct point){ radius - 26, radius - 26 }, 9);
    fill(c, tint(porcelain, -0.1), 1);
    disc(c, MIDDLE_X, MIDDLE_Y, well + 8);
    fill(c, tint(porcelain, -0.03), 1);
    disc(c, MIDDLE_X + 4, MIDDLE_Y + 8, well);
}

/* Food in heaps of one colour with light from the upper left. */
static void heap(struct canvas *c, struct point at, double radius)
{
    struct picture_colour base = c->picture->base;

    fill(c, RGB(30, 16, 10), 0.16);
    blob(c, (struct point){ at.x + 12, at.y + 18 }, radius * 1.04, 0.08);
    fill(c, tint(base, -0.14), 1);
    blob(c, at, radius, 0.1);
    fill(c, base, 1);
    blob(c, (struct point){ at.x - radius * 0.05, at.y - radius * 0.06 }, radius * 0.9, 0.12);
    for (int i = 0; i < 26; i++) {
        double angle = between(c, 0, 6.28), r = radius * 0.8 * sqrt(chance(c));

        fill(c, tint(base, between(c, -0.1, 0.22)), 0.55);
        blob(c, (struct point){ at.x + r * cos(angle), at.y + r * sin(angle) }, radius * between(c, 0.07, 0.16), 0.3);
    }
}

static void plate(struct canvas *c)
{
    cloth(c);
    put_fork(c, 205);
    put_knife(c, 1400);
    porcelain_disc(c, 500, 370);
    heap(c, middle, 300);
    scatter(c, middle, 240, 5, 120);
}

static void bowl(struct canvas *c)
{
    struct picture_colour base = c->picture->base, glaze = mix(tint(c->picture->background, 0.55), RGB(240, 235, 228), 0.45);

    cloth(c);
    shadow(c, MIDDLE_X, MIDDLE_Y, 450, 450);
    fill(c, tint(glaze, -0.18), 1);
    disc(c, MIDDLE_X, MIDDLE_Y, 450);
    fill(c, glaze, 1);
    disc(c, MIDDLE_X - 4, MIDDLE_Y - 8, 442);
    fill(c, tint(glaze, -0.34), 1);
    disc(c, MIDDLE_X, MIDDLE_Y, 404);
    fill(c, tint(base, -0.16), 1);
    disc(c, MIDDLE_X + 2, MIDDLE_Y + 12, 384);
    fill(c, base, 1);
    disc(c, MIDDLE_X, MIDDLE_Y + 18, 374);
    fill(c, tint(base, 0.14), 0.6);
    blob(c, (struct point){ MIDDLE_X - 50, MIDDLE_Y - 40 }, 280, 0.25);
    fill(c, tint(base, 0.24), 0.45);
    blob(c, (struct point){ MIDDLE_X - 90, MIDDLE_Y - 80 }, 160, 0.3);
    scatter(c, (struct point){ MIDDLE_X, MIDDLE_Y + 14 }, 300, 6, 120);
    fill(c, RGB(255, 255, 255), 0.22);
    smooth(c, (struct point[]){ { 420, 420 }, { 520, 260 }, { 700, 180 }, { 560, 280 }, { 450, 440 } }, 5);
}

static void pan(struct canvas *c)
{
    struct picture_colour iron = { 52, 54, 60 };

    shadow(c, MIDDLE_X - 60, MIDDLE_Y, 470, 470);
    enter(c, MIDDLE_X - 60, MIDDLE_Y, -32);
    fill(c, RGB(15, 10, 20), 0.2);
    box(c, 420, -32, 620, 110, 50);
    fill(c, tint(wood, -0.25), 1);
    box(c, 430, -48, 600, 100, 48);
    fill(c, wood, 1);
    box(c, 430, -48, 600, 78, 38);
    leave(c);
    fill(c, tint(iron, -0.35), 1);
    disc(c, MIDDLE_X - 60, MIDDLE_Y, 470);
    fill(c, iron, 1);
    disc(c, MIDDLE_X - 64, MIDDLE_Y - 6, 456);
    fill(c, tint(iron, -0.3), 1);
    disc(c, MIDDLE_X - 60, MIDDLE_Y, 410);
    heap(c, (struct point){ MIDDLE_X - 60, MIDDLE_Y }, 380);
    scatter(c, (struct point){ MIDDLE_X - 60, MIDDLE_Y }, 310, 7, 120);
}

static void grain(struct canvas *c, double x, double y, double w, double h)
{
    for (int i = 0; i < 9; i++) {
        double at = y + h * (i + 0.5) / 9 + between(c, -12, 12);

        fill(c, tint(wood, i % 2 ? -0.16 : 0.12), 0.5);
        box(c, x + between(c, 10, 140), at, w - between(c, 160, 420), between(c, 4, 9), 3);
    }
}

static void wooden_board(struct canvas *c, double x, double y, double w, double h)
{
    for (int i = 0; i < 12; i++) {
        fill(c, RGB(15, 10, 20), 0.03);
        box(c, x - 18 + 4.0 * i, y - 10 + 5.0 * i, w + 60 - 8.0 * i, h + 60 - 8.0 * i, 60);
    }
    fill(c, tint(wood, -0.22), 1);
    box(c, x, y + 14, w, h, 54);
    fill(c, wood, 1);
    box(c, x, y, w, h, 54);
    grain(c, x, y, w, h);
}

/* Slices in a row on a board, garnish beside them. */
static void board(struct canvas *c)
{
    struct picture_colour base = c->picture->base;

    wooden_board(c, 180, 190, 1240, 820);
    for (int i = 0; i < 6; i++) {
        double x = 380 + 150.0 * i;

        enter(c, x, 520 + 14.0 * (i % 2), -9 + 2.0 * i);
        fill(c, RGB(30, 16, 10), 0.22);
        box(c, -92, -208, 216, 440, 84);
        fill(c, tint(base, -0.3), 1);
        box(c, -106, -220, 212, 440, 84);
        fill(c, tint(base, 0.18), 1);
        box(c, -88, -204, 176, 408, 72);
        for (unsigned k = 0; k < 9; k++) {
            fill(c, tint(base, between(c, -0.05, 0.4)), 0.6);
            blob(c, (struct point){ between(c, -60, 60), between(c, -170, 170) }, between(c, 10, 24), 0.3);
        }
        if (c->picture->accent_count) {
            enter(c, 0, -60, between(c, 0, 360));
            piece(c, &c->picture->accent[(size_t)i % c->picture->accent_count], 120);
            leave(c);
            enter(c, 0, 80, between(c, 0, 360));
            piece(c, &c->picture->accent[(size_t)(i + 1) % c->picture->accent_count], 110);
            leave(c);
        }
        leave(c);
    }
    scatter(c, (struct point){ 1180, 850 }, 110, 2, 92);
    scatter(c, (struct point){ 360, 880 }, 70, 1, 86);
}

static void pizza(struct canvas *c)
{
    struct picture_colour base = c->picture->base, crust = { 214, 158, 88 };

    wooden_board(c, 230, 60, 1140, 1080);
    fill(c, RGB(30, 16, 10), 0.25);
    disc(c, MIDDLE_X + 14, MIDDLE_Y + 22, 476);
    fill(c, tint(crust, -0.22), 1);
    blob(c, middle, 478, 0.03);
    fill(c, crust, 1);
    blob(c, (struct point){ MIDDLE_X - 4, MIDDLE_Y - 8 }, 468, 0.03);
    for (int i = 0; i < 22; i++) {
        double angle = 6.283 * i / 22 + between(c, -0.1, 0.1);

        fill(c, tint(crust, -0.4), 0.4);
        blob(c, (struct point){ MIDDLE_X + 438 * cos(angle), MIDDLE_Y + 438 * sin(angle) }, between(c, 8, 20), 0.3);
    }
    fill(c, RGB(186, 58, 34), 1);
    blob(c, middle, 410, 0.04);
    fill(c, base, 1);
    blob(c, middle, 396, 0.08);
    for (int i = 0; i < 24; i++) {
        double angle = between(c, 0, 6.283), r = 350 * sqrt(chance(c));

        fill(c, i % 3 ? tint(base, 0.25) : mix(base, RGB(196, 90, 40), 0.55), 0.5);
        blob(c, (struct point){ MIDDLE_X + r * cos(angle), MIDDLE_Y + r * sin(angle) }, between(c, 24, 62), 0.3);
    }
    scatter(c, middle, 340, 7, 128);
    for (int i = 0; i < 4; i++) {
        enter(c, MIDDLE_X, MIDDLE_Y, 45.0 * i + 10);
        fill(c, tint(crust, -0.45), 0.4);
        box(c, -466, -3, 932, 6, 3);
        leave(c);
    }
}

/* Many small things on a sheet: wings, cookies, nachos. */
static void tray(struct canvas *c)
{
    unsigned n = 0;

    wooden_board(c, 150, 150, 1300, 900);
    fill(c, RGB(248, 240, 224), 1);
    shape(c, (struct point[]){ { 215, 235 }, { 1370, 205 }, { 1395, 960 }, { 1150, 990 }, { 235, 975 } }, 5);
    fill(c, tint(RGB(248, 240, 224), -0.12), 1);
    shape(c, (struct point[]){ { 1395, 960 }, { 1150, 990 }, { 1190, 890 } }, 3);
    for (int row = 0; row < 3; row++) {
        for (int column = 0; column < 5; column++, n++) {
            struct point at = { 350 + 215.0 * column + 40.0 * (row % 2), 370 + 215.0 * row + between(c, -14, 14) };

            heap(c, at, between(c, 88, 100));
            if (c->picture->accent_count && n % 5 != 4) {
                enter(c, at.x, at.y, between(c, 0, 360));
                piece(c, &c->picture->accent[n % c->picture->accent_count], 84);
                leave(c);
            }
        }
    }
}

void draw_from_above(struct canvas *c)
{
    table(c);
    switch (c->picture->dish) {
    case PICTURE_BOWL: bowl(c); break;
    case PICTURE_PAN: pan(c); break;
    case PICTURE_BOARD: board(c); break;
    case PICTURE_PIZZA: pizza(c); break;
    case PICTURE_TRAY: tray(c); break;
    default: plate(c); break;
    }
}
