/* demo_food.c: characters from kitchen and windowsill. */
#include "drawings/demo_cast.h"

void draw_onigiri(struct pen *p)
{
    struct form *rice = blob(p, AT(0, 190, 90, 225, 200, 420, 320, 640, 330, 760, 240, 830, 0, 845, -240, 830, -330, 760, -320, 640,
                                   -200, 420, -90, 225));

    ground(p, 0, 880, 300);
    EACH_SIDE(p) {
        plain(p, limb(p, 34, 30, AT(290, 640, 370, 620, 410, 540)), 0xfffdf6);
        plain(p, limb(p, 38, 40, AT(110, 820, 112, 872)), 0xfffdf6);
    }
    solid(p, rice, 0xfffdf6);
    plain(p, within(p, box(p, 0, 750, 270, 210, 16), rice), 0x2f4a3c);
    eyes_dot(p, 0, 520, 112, 34);
    mouth_open(p, 0, 560, 46, 56);
    blush(p, 0, 575, 182, 38);
    stroke(p, line(p, AT(-60, 300, -44, 286, -30, 290)), 9, 0xd9d2c0);
    stroke(p, line(p, AT(60, 350, 76, 356, 84, 370)), 9, 0xd9d2c0);
}

void draw_ice_cream(struct pen *p)
{
    struct form *cone, *scoop;

    spot(p, 520, 400, 0xfff3d6);
    scatter(p, SPARKLES, 11, 0xffa7c0, 0x8fd9cf);
    EACH_SIDE(p)
        plain(p, limb(p, 36, 32, AT(150, 700, 260, 690, 310, 600)), 0xe9a65a);
    cone = blob(p, AT(-190, 590, -190, 590, 0, 560, 190, 590, 190, 590, 110, 770, 26, 930, 0, 946, -26, 930, -110, 770));
    solid(p, cone, 0xf2b566);
    for (int32_t i = -3; i <= 3; i++)
        EACH_SIDE(p)
            under(p, within(p, line(p, AT(80 * i - 140, 560, 80 * i + 120, 940)), cone), 9,
                  0xd48f3f);
    scoop = blob(p, AT(0, 330, 160, 350, 236, 440, 244, 570, 200, 630, 150, 590, 100, 660, 40, 610, -20, 680, -80, 610, -140, 650,
                       -200, 610, -244, 560, -236, 440, -160, 350));
    solid(p, scoop, 0xff9fb8);
    solid(p, blob(p, AT(0, 140, 120, 160, 180, 250, 176, 340, 130, 390, 70, 352, 10, 400, -50, 356, -110, 392, -172, 350, -180, 250,
                        -120, 160)), 0xa8e6d4);
    shine(p, -96, 214, 40, 18, -40);
    solid(p, oval(p, 30, 118, 44, 42), 0xe9404d);
    detail(p, tilted(p, 16, 104, 11, 7, -35), veil(WHITE, 200));
    ink(p, line(p, AT(36, 82, 48, 56, 76, 44)), 12);
    for (int32_t i = 0; i < 7; i++) {
        static const int32_t at[7][3] = { { -60, 260, 30 }, { 60, 230, -40 }, { 110, 300, 70 }, { -120, 310, -30 }, { 0, 310, 80 },
                                          { 20, 200, 20 }, { -30, 180, -60 } };
        static const colour sugar[] = { 0xff7aa8, 0xffd54f, 0x7a6ff0 };

        patch(p, tilted(p, at[i][0], at[i][1], 16, 6, at[i][2]), sugar[i % 3]);
    }
    eyes_happy(p, 0, 480, 98, 34);
    mouth_open(p, 0, 516, 46, 54);
    blush(p, 0, 534, 158, 34);
}

void draw_avocado(struct pen *p)
{
    struct form *skin, *flesh;

    ground(p, 0, 900, 240);
    EACH_SIDE(p) {
        plain(p, limb(p, 40, 38, AT(90, 840, 100, 890)), 0x4f7f35);
        plain(p, limb(p, 36, 32, p->mirrored ? AT(230, 600, 310, 640, 350, 720) : AT(220, 560, 310, 520, 340, 420)), 0x4f7f35);
    }
    skin = blob(p, AT(0, 140, 110, 176, 160, 320, 226, 470, 276, 640, 230, 800, 110, 878, 0, 888, -110, 878, -230, 800, -276, 640,
                      -226, 470, -160, 320, -110, 176));
    solid(p, skin, 0x4f7f35);
    flesh = blob(p, AT(0, 184, 82, 214, 126, 340, 188, 480, 232, 640, 194, 774, 100, 838, 0, 846, -100, 838, -194, 774, -232, 640,
                       -188, 480, -126, 340, -82, 214));
    patch(p, flesh, 0xb9dc6a);
    patch(p, blob(p, AT(0, 220, 60, 246, 96, 352, 156, 490, 198, 640, 166, 752, 90, 806, 0, 814, -90, 806, -166, 752, -198, 640, -156, 490,
                        -96, 352, -60, 246)), 0xe9f3b0);
    solid(p, oval(p, 0, 676, 112, 116), 0x9a5b33);
    shine(p, -42, 628, 26, 15, -40);
    eyes_dot(p, 0, 420, 74, 32);
    p->cheeks = veil(0xff6f6f, 110);
    blush(p, 0, 484, 108, 30);
    mouth_open(p, 0, 470, 40, 46);
}

void draw_donut(struct pen *p)
{
    static const colour sugar[] = { WHITE, 0xffd54f, 0x62c6f0, 0x8fe08a };
    struct form *icing;

    rays(p, 520, 0xb3e7f5);
    ground(p, 0, 906, 280);
    EACH_SIDE(p) {
        plain(p, limb(p, 38, 36, AT(110, 830, 116, 892)), 0xe2a45e);
        plain(p, limb(p, 38, 34, AT(300, 560, 390, 540, 420, 450)), 0xe2a45e);
    }
    solid(p, oval(p, 0, 520, 340, 330), 0xf0b976);
    icing = blob(p, AT(0, 210, 150, 228, 270, 320, 312, 440, 290, 560, 312, 640, 250, 740, 190, 700, 130, 790, 50, 760, -30, 806,
                       -100, 750, -180, 770, -240, 690, -306, 660, -290, 560, -312, 440, -270, 320, -150, 228));
    solid(p, icing, 0xff7fb0);
    shine(p, -196, 330, 60, 24, -42);
    for (int32_t i = 0; i < 18; i++) {
        int32_t angle = i * TURN / 18 + chance(p, -1200, 1200), r = i % 2 ? 200 : 262;

        patch(p, within(p, tilted(p, turn_sine(angle) * r / 16384, 490 - turn_sine(angle + TURN / 4) * r / 16384, 21, 8,
                                  chance(p, 0, 179)), icing),
              sugar[i % 4]);
    }
    patch(p, oval(p, 0, 384, 108, 92), 0xf0b976);
    plain(p, oval(p, 0, 392, 84, 68), 0xb3e7f5);
    eyes_dot(p, 0, 536, 112, 38);
    mouth_open(p, 0, 588, 56, 62);
    blush(p, 0, 604, 186, 38);
}

void draw_mushroom(struct pen *p)
{
    struct form *cap, *stem;

    hills(p, 770, 0x4f9d69);
    scatter(p, DOTS, 14, 0xf4f1a8, 0xa8e6a0);
    ground(p, 0, 898, 230);
    stem = blob(p, AT(-130, 520, 0, 540, 130, 520, 150, 660, 186, 800, 130, 884, 0, 896, -130, 884, -186, 800, -150, 660));
    solid(p, stem, 0xfff1dc);
    cap = blob(p, AT(0, 150, 170, 176, 310, 290, 372, 450, 350, 540, 350, 540, 200, 580, 0, 594, -200, 580, -350, 540, -350, 540,
                     -372, 450, -310, 290, -170, 176));
    solid(p, cap, 0xe8453c);
    patch(p, within(p, oval(p, -120, 290, 78, 66), cap), 0xfff6ec);
    patch(p, within(p, oval(p, 110, 240, 56, 46), cap), 0xfff6ec);
    patch(p, within(p, oval(p, 230, 410, 72, 62), cap), 0xfff6ec);
    patch(p, within(p, oval(p, 30, 440, 54, 46), cap), 0xfff6ec);
    patch(p, within(p, oval(p, -260, 470, 60, 54), cap), 0xfff6ec);
    patch(p, within(p, oval(p, 0, 172, 30, 22), cap), 0xfff6ec);
    eyes_dot(p, 0, 690, 82, 33);
    mouth_smile(p, 0, 720, 36, 30);
    blush(p, 0, 746, 122, 32);
    place(p, 270, 850, 520, 8);
    plain(p, blob(p, AT(-70, -10, 70, -10, 90, 80, -90, 80)), 0xfff1dc);
    solid(p, blob(p, AT(0, -190, 120, -140, 160, -20, 160, -20, 0, 20, -160, -20, -160, -20, -120, -140)), 0xe8453c);
    patch(p, oval(p, -40, -100, 34, 28), 0xfff6ec);
    patch(p, oval(p, 70, -60, 30, 26), 0xfff6ec);
    home(p);
}

void draw_cactus(struct pen *p)
{
    struct form *body;

    spot(p, 520, 400, 0xffe6cf);
    scatter(p, DASHES, 13, 0xf2895c, 0xffffff);
    ground(p, 0, 915, 240);
    plain(p, limb(p, 92, 84, AT(150, 600, 262, 590, 280, 500, 278, 430)), 0x4fae6e);
    plain(p, limb(p, 92, 84, AT(-150, 540, -268, 530, -284, 440, -280, 360)), 0x4fae6e);
    body = blob(p, AT(0, 170, 130, 206, 186, 340, 190, 540, 180, 780, 0, 800, -180, 780, -190, 540, -186, 340, -130, 206));
    solid(p, body, 0x5cc07c);
    for (int32_t i = -1; i <= 1; i++)
        under(p, line(p, AT(96 * i, 250, 110 * i, 330, 112 * i, 372)), 9, 0x3f9459);
    under(p, line(p, AT(-90, 640, -92, 700)), 9, 0x3f9459);
    under(p, line(p, AT(90, 640, 92, 700)), 9, 0x3f9459);
    solid(p, blob(p, AT(-200, 760, -200, 760, 200, 760, 200, 760, 160, 900, 140, 914, -140, 914, -160, 900)), 0xd9703f);
    solid(p, box(p, 0, 748, 440, 72, 24), 0xe8824f);
    for (int32_t i = 0; i < 5; i++) {
        place(p, 40, 168, 1000, 72 * i);
        plain(p, oval(p, 0, -44, 32, 38), 0xff7fa8);
    }
    place(p, 40, 168, 1000, 0);
    plain(p, oval(p, 0, 0, 26, 26), 0xffd54f);
    home(p);
    eyes_dot(p, 0, 470, 88, 35);
    mouth_open(p, 0, 524, 42, 46);
    p->cheeks = veil(0xff6f7f, 140);
    blush(p, 0, 540, 130, 32);
    p->line = 11;
    for (int32_t i = 0; i < 5; i++) {
        place(p, 300, 392, 460, 72 * i);
        plain(p, oval(p, 0, -44, 32, 38), 0xffb454);
    }
    place(p, 300, 392, 460, 0);
    detail(p, oval(p, 0, 0, 26, 26), WHITE);
    home(p);
}

void draw_mug(struct pen *p)
{
    struct form *mug, *ring;

    floor_line(p, 800, 0x9a6bb5);
    scatter(p, DOTS, 12, 0xd9b8ea, 0xf0dcf7);
    ground(p, 10, 886, 330);
    EACH_SIDE(p)
        under(p, line(p, p->mirrored ? AT(70, 250, 120, 190, 60, 130, 110, 70) : AT(90, 260, 140, 200, 80, 140, 130, 80)), 20,
              veil(WHITE, 170));
    ring = oval(p, 280, 600, 140, 140);
    plain(p, ring, 0xffd166);
    plain(p, oval(p, 282, 600, 74, 78), 0xb48acb);
    mug = blob(p, AT(-270, 380, -270, 380, 270, 380, 270, 380, 262, 640, 226, 810, 160, 880, 0, 888, -160, 880, -226, 810, -262, 640));
    solid(p, mug, 0xffd166);
    solid(p, oval(p, 0, 380, 272, 76), 0xffe09a);
    patch(p, oval(p, 0, 388, 224, 52), 0x7a452c);
    solid(p, box(p, -110, 350, 110, 92, 30), WHITE);
    solid(p, box(p, 20, 366, 104, 84, 28), 0xfff0f4);
    eyes_happy(p, 0, 606, 104, 38);
    mouth_open(p, 0, 650, 50, 60);
    blush(p, 0, 672, 176, 38);
    shine(p, -206, 520, 18, 70, 4);
}
