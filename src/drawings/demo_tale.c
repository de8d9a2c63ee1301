/* demo_tale.c: characters from the sea and from tales. */
#include "drawings/demo_cast.h"

void draw_flamingo(struct pen *p)
{
    struct form *body;

    patch(p, oval(p, -120, 330, 240, 240), 0xfff1b8);
    floor_line(p, 850, 0x2fa7b5);
    under(p, line(p, AT(-250, 910, -150, 898, -40, 912)), 11, 0x8fe0e6);
    under(p, line(p, AT(60, 950, 170, 938, 280, 952)), 11, 0x8fe0e6);
    patch(p, oval(p, 50, 884, 150, 24), 0x23909e);
    plain(p, limb(p, 24, 22, AT(60, 660, 54, 760, 60, 880)), 0xff6f91);
    plain(p, limb(p, 24, 22, AT(110, 660, 200, 740, 200, 740, 96, 790)), 0xff6f91);
    solid(p, blob(p, AT(180, 520, 270, 470, 320, 480, 320, 480, 290, 520, 330, 540, 330, 540, 270, 590, 200, 640)), 0xff8fae);
    body = blob(p, AT(-110, 600, -60, 500, 60, 460, 190, 490, 250, 560, 210, 660, 100, 712, -20, 700, -90, 660));
    solid(p, body, 0xff8fae);
    plain(p, limb(p, 92, 74, AT(-54, 620, -150, 540, -150, 430, -40, 370, 10, 290, -20, 220)), 0xff8fae);
    hide(p, oval(p, -50, 618, 56, 56));
    solid(p, blob(p, AT(10, 520, 110, 500, 200, 540, 250, 610, 250, 610, 170, 630, 80, 640, 20, 590)), 0xff6f91);
    under(p, line(p, AT(90, 560, 150, 566, 200, 596)), 10, 0xffb3c6);
    under(p, line(p, AT(80, 596, 130, 604, 160, 618)), 10, 0xffb3c6);
    solid(p, blob(p, AT(-130, 190, -190, 200, -236, 250, -232, 320, -232, 320, -180, 296, -110, 290)), 0xfff4ea);
    detail(p, blob(p, AT(-212, 222, -236, 250, -232, 322, -232, 322, -196, 300, -186, 262)), PEN_INK);
    solid(p, blob(p, AT(-40, 110, 40, 130, 76, 200, 50, 270, -30, 300, -110, 284, -136, 230, -120, 150)), 0xff8fae);
    eye_dot(p, -62, 196, 27);
    detail(p, oval(p, -20, 246, 30, 19), p->cheeks);
    plain(p, blob(p, AT(14, 110, 40, 60, 100, 48, 100, 48, 90, 104, 40, 136)), 0xff6f91);
}

void draw_whale(struct pen *p)
{
    struct form *body;

    scatter(p, CLOUDS, 5, 0xffffff, 0xeaf8ff);
    patch(p, blob(p, AT(-160, 230, -150, 150, -200, 110, -260, 130, -270, 60, -190, 40, -140, 80, -120, 110, -100, 80, -50, 40, 30, 60,
                        20, 130, -40, 110, -90, 150, -80, 230)), 0xffffff);
    patch(p, oval(p, -250, 200, 14, 18), 0xffffff);
    patch(p, oval(p, 20, 190, 14, 18), 0xffffff);
    body = blob(p, AT(-420, 470, -390, 330, -280, 240, -100, 220, 80, 270, 210, 360, 300, 360, 340, 270, 400, 280, 410, 400, 340, 550,
                      180, 640, -100, 668, -300, 640, -400, 570));
    solid(p, body, 0x4f93e6);
    solid(p, blob(p, AT(368, 320, 300, 280, 240, 200, 240, 200, 320, 170, 376, 220, 376, 220, 420, 160, 500, 170, 500, 170, 460, 270,
                        400, 310)), 0x4f93e6);
    hide(p, oval(p, 368, 306, 34, 30));
    patch(p, oval(p, 366, 312, 26, 30), 0x4f93e6);
    patch(p, within(p, blob(p, AT(-440, 520, -300, 552, -100, 560, 60, 560, 160, 600, 60, 670, -200, 700, -420, 640)), body), 0xeaf4ff);
    under(p, line(p, AT(-330, 596, -200, 606, -60, 606)), 9, 0xb7d3f2);
    under(p, line(p, AT(-290, 630, -180, 640, -60, 638)), 9, 0xb7d3f2);
    solid(p, blob(p, AT(-40, 560, 60, 540, 110, 600, 90, 700, 90, 700, 0, 680, -50, 620)), 0x3f7fd1);
    shine(p, -250, 300, 70, 26, -24);
    patch(p, oval(p, -60, 290, 22, 15), 0x3f7fd1);
    patch(p, oval(p, 10, 310, 14, 10), 0x3f7fd1);
    eye_dot(p, -290, 450, 34);
    detail(p, oval(p, -236, 512, 40, 25), veil(0xff8fb0, 170));
    ink(p, line(p, AT(-412, 510, -370, 548, -310, 556, -262, 540)), 14);
    under(p, line(p, AT(-540, 660, -440, 640, -340, 670, -240, 690, -120, 672, 0, 692, 130, 672, 260, 690, 380, 660, 540, 680)), 16,
          0xffffff);
    patch(p, blob(p, AT(-560, 690, -560, 690, -440, 656, -340, 684, -240, 704, -120, 686, 0, 706, 130, 686, 260, 704, 380, 674, 560, 690,
                        560, 690, 560, 820, 560, 820, -560, 820, -560, 820)), 0x2f6fbf);
}

void draw_octopus(struct pen *p)
{
    spot(p, 520, 400, 0x7fd8e8);
    scatter(p, RINGS, 13, 0xffffff, 0xb8f0f7);
    for (int side = 0; side < 2; side++) {
        p->mirrored = side == 1;
        plain(p, limb(p, 96, 34, AT(170, 620, 270, 720, 370, 700, 410, 610, 360, 560)), 0xd9527f);
        plain(p, limb(p, 96, 34, AT(130, 640, 200, 790, 320, 850, 410, 810)), 0xe8628e);
        plain(p, limb(p, 96, 36, AT(60, 660, 80, 800, 150, 890, 250, 900)), 0xf2729c);
    }
    p->mirrored = false;
    solid(p, blob(p, AT(0, 140, 180, 185, 270, 340, 250, 500, 200, 640, 120, 720, 0, 735, -120, 720, -200, 640, -250, 500, -270, 340,
                        -180, 185)), 0xf2729c);
    shine(p, -130, 255, 60, 34, -35);
    patch(p, oval(p, 130, 250, 26, 20), 0xd9527f);
    patch(p, oval(p, 180, 310, 16, 14), 0xd9527f);
    eyes_big(p, 0, 500, 96, 58, 0x2f8fb3);
    blush(p, 0, 590, 170, 36);
    mouth_smile(p, 0, 590, 50, 40);
}

void draw_dino(struct pen *p)
{
    struct form *body, *head;

    spot(p, 520, 400, 0xffc9a8);
    scatter(p, LEAVES, 12, 0xf28f5b, 0xfff0d0);
    ground(p, 40, 900, 320);
    for (int32_t i = 0; i < 5; i++) {
        static const int32_t at[5][4] = { { 70, 190, 130, 20 }, { 176, 300, 140, 55 }, { 208, 450, 140, 80 }, { 234, 600, 140, 68 },
                                          { 310, 730, 120, 40 } };

        place(p, at[i][0], at[i][1], at[i][2] * 8, at[i][3]);
        plain(p, blob(p, AT(-50, 40, -50, 40, -24, -30, 10, -72, 10, -72, 36, -20, 56, 40, 56, 40)), 0xffb52e);
    }
    home(p);
    plain(p, limb(p, 240, 30, AT(90, 730, 240, 800, 350, 810, 430, 740)), 0x43b58a);
    EACH_SIDE(p)
        solid(p, box(p, 104, 850, 130, 100, 44), 0x369a75);
    body = egg(p, 0, 700, 190, 200, 14);
    solid(p, body, 0x43b58a);
    patch(p, within(p, egg(p, -30, 730, 124, 160, 8), body), 0xd9f5c4);
    for (int32_t i = 0; i < 3; i++) {
        int32_t y = 690 + 50 * i;

        under(p, line(p, AT(-120, y, -30, y + 14, 64, y)), 10, 0xaede9a);
    }
    EACH_SIDE(p)
        plain(p, limb(p, 56, 46, AT(150, 610, 206, 640, 204, 690)), 0x43b58a);
    place(p, -30, 390, 1000, -4);
    head = blob(p, AT(0, -220, 130, -200, 216, -110, 230, 20, 190, 140, 80, 196, -60, 206, -180, 180, -252, 100, -250, 10, -200, -50,
                      -170, -140, -100, -200));
    solid(p, head, 0x4fc598);
    eye_dot(p, -96, -56, 38);
    eye_dot(p, 96, -56, 38);
    detail(p, oval(p, -210, 26, 9, 12), 0x23785a);
    detail(p, oval(p, -160, 14, 9, 12), 0x23785a);
    mouth_teeth(p, -70, 74, 110, 66);
    p->cheeks = veil(0xff7a6b, 130);
    detail(p, oval(p, 140, 40, 42, 26), p->cheeks);
    shine(p, -60, -160, 50, 20, -24);
    home(p);
}

void draw_dragon(struct pen *p)
{
    struct form *body, *head;

    ground(p, 20, 902, 310);
    plain(p, limb(p, 130, 34, AT(100, 800, 270, 840, 370, 760, 350, 640)), 0xc94f7c);
    plain(p, blob(p, AT(352, 660, 300, 610, 330, 520, 330, 520, 420, 560, 400, 640)), 0xffb52e);
    EACH_SIDE(p) {
        solid(p, blob(p, AT(110, 650, 180, 500, 290, 390, 290, 390, 400, 420, 450, 520, 450, 520, 384, 516, 356, 580, 356, 580, 296, 570,
                            262, 640, 262, 640, 190, 650)), 0xffb52e);
        under(p, line(p, AT(290, 400, 262, 500, 258, 620)), 9, 0xd98a1c);
        under(p, line(p, AT(290, 400, 336, 480, 354, 566)), 9, 0xd98a1c);
    }
    body = egg(p, 0, 740, 170, 160, 16);
    solid(p, body, 0xe0608f);
    patch(p, within(p, egg(p, 0, 770, 112, 134, 8), body), 0xffe3b0);
    for (int32_t i = 0; i < 3; i++)
        under(p, arc(p, 0, 700 + 56 * i, 96, 20, 165, 15), 10, 0xe8b878);
    EACH_SIDE(p) {
        solid(p, tilted(p, 108, 872, 84, 40, -6), 0xc94f7c);
        plain(p, limb(p, 62, 54, AT(150, 680, 170, 750, 110, 776)), 0xe0608f);
        solid(p, blob(p, AT(90, 260, 100, 180, 160, 110, 160, 110, 186, 190, 170, 290)), 0xfff0cf);
    }
    solid(p, blob(p, AT(-44, 250, -44, 250, -10, 190, 6, 150, 6, 150, 30, 200, 44, 250, 44, 250)), 0xffb52e);
    head = pebble(p, 0, 430, 232, 200, 6);
    solid(p, head, 0xe0608f);
    patch(p, within(p, egg(p, 0, 560, 140, 76, 4), head), 0xf291b4);
    eyes_big(p, 0, 420, 106, 60, 0x36b37e);
    EACH_SIDE(p)
        detail(p, tilted(p, 36, 524, 10, 15, 20), 0x9b3560);
    mouth_open(p, 0, 560, 50, 44);
    fangs(p, 0, 566, 34, 22);
    p->cheeks = veil(0xffd0a0, 110);
    blush(p, 0, 512, 168, 34);
    place(p, -318, 640, 1000, 0);
    plain(p, cloud(p, 0, 0, 62, 50, 8, 18), 0xdfe6f2);
    place(p, -400, 560, 700, 0);
    plain(p, cloud(p, 0, 0, 60, 50, 8, 18), 0xdfe6f2);
    home(p);
}

void draw_unicorn(struct pen *p)
{
    static const colour mane[] = { 0xff7aa8, 0xffb454, 0xffe066, 0x6fd6a0, 0x62b5f0 };
    struct form *body, *head;

    spot(p, 520, 400, 0xe3d6ff);
    scatter(p, HEARTS, 10, 0xff9fc4, WHITE);
    ground(p, 10, 900, 270);
    plain(p, limb(p, 90, 30, AT(110, 830, 240, 860, 360, 820, 420, 730)), mane[4]);
    plain(p, limb(p, 90, 30, AT(110, 810, 230, 820, 330, 750, 380, 640)), mane[2]);
    plain(p, limb(p, 90, 30, AT(110, 780, 200, 780, 280, 700, 300, 600, 340, 540)), mane[0]);
    body = egg(p, 0, 750, 160, 148, 14);
    solid(p, body, WHITE);
    EACH_SIDE(p) {
        solid(p, box(p, 78, 862, 100, 78, 34), WHITE);
        patch(p, box(p, 78, 884, 96, 30, 14), 0xffc46b);
        solid(p, blob(p, AT(96, 260, 130, 190, 196, 150, 196, 150, 218, 230, 200, 320)), WHITE);
        patch(p, blob(p, AT(130, 260, 150, 218, 186, 190, 186, 190, 196, 240, 180, 290)), 0xffb3cf);
    }
    for (int32_t i = 0; i < 5; i++) {
        int32_t x = (-130 - 30 * (i > 2 ? 4 - i : i) - 26 * (i == 2)), y = 290 + 84 * i;

        plain(p, tilted(p, x - 40, y, 88, 66, -30), mane[i]);
    }
    solid(p, blob(p, AT(-40, 240, -40, 240, -20, 140, 4, 40, 4, 40, 26, 140, 42, 240, 42, 240)), 0xffd54f);
    head = egg(p, 0, 434, 206, 208, -2);
    solid(p, head, WHITE);
    patch(p, within(p, egg(p, 0, 590, 160, 74, 0), head), 0xffe0ec);
    stroke(p, line(p, AT(-28, 200, 2, 192, 32, 176)), 9, 0xd99a1c);
    stroke(p, line(p, AT(-22, 156, 2, 146, 26, 132)), 9, 0xd99a1c);
    stroke(p, line(p, AT(-12, 110, 2, 104, 18, 94)), 9, 0xd99a1c);
    plain(p, blob(p, AT(-110, 236, -20, 214, 70, 240, 110, 300, 110, 300, 40, 296, 0, 350, 0, 350, -50, 300, -120, 330, -120, 330)),
          mane[0]);
    plain(p, blob(p, AT(-120, 250, -60, 232, -10, 252, -20, 300, -70, 320, -130, 350, -130, 350)), mane[1]);
    eyes_dot(p, 0, 440, 110, 37);
    EACH_SIDE(p) {
        ink(p, line(p, AT(136, 412, 160, 400)), 10);
        ink(p, line(p, AT(142, 434, 170, 432)), 10);
        detail(p, oval(p, 34, 562, 9, 12), 0xe58fb0);
    }
    blush(p, 0, 520, 158, 36);
    mouth_smile(p, 0, 586, 40, 28);
}
