/* demo_wild.c: characters from wood and savanna. */
#include "drawings/demo_cast.h"

void draw_penguin(struct pen *p)
{
    struct form *body;

    floor_line(p, 800, 0xf4fbff);
    scatter(p, DOTS, 22, WHITE, 0xe3f4ff);
    ground(p, 0, 890, 250);
    EACH_SIDE(p) {
        solid(p, blob(p, AT(30, 880, 50, 840, 130, 836, 180, 880, 130, 902, 50, 902)), 0xff9a3c);
        plain(p, blob(p, AT(190, 500, 260, 520, 330, 620, 352, 720, 300, 720, 220, 660)), 0x31466e);
    }
    body = blob(p, AT(0, 180, 150, 210, 236, 350, 262, 560, 262, 740, 200, 850, 0, 880, -200, 850, -262, 740, -262, 560, -236, 350,
                      -150, 210));
    solid(p, body, 0x31466e);
    patch(p, within(p, blob(p, AT(0, 380, 50, 310, 140, 310, 190, 400, 186, 520, 204, 660, 186, 790, 110, 850, 0, 862, -110, 850, -186, 790,
                                  -204, 660, -186, 520, -190, 400, -140, 310, -50, 310)), body), WHITE);
    eyes_dot(p, 0, 404, 98, 36);
    blush(p, 0, 476, 150, 36);
    detail(p, blob(p, AT(-52, 450, -52, 450, 0, 424, 52, 450, 52, 450, 0, 498)), 0xff9a3c);
    ink(p, blob(p, AT(-52, 450, -52, 450, 0, 424, 52, 450, 52, 450, 0, 498)), 11);
    solid(p, box(p, 150, 680, 84, 190, 30), 0xd63f4f);
    solid(p, blob(p, AT(-262, 520, -130, 566, 0, 580, 130, 566, 262, 520, 280, 570, 270, 610, 140, 650, 0, 660, -140, 650, -270, 610,
                        -280, 570)),
          0xe9505f);
    under(p, line(p, AT(118, 736, 182, 736)), 12, 0xffb3a8);
    under(p, line(p, AT(-180, 560, -184, 630)), 14, 0xffb3a8);
    under(p, line(p, AT(-60, 584, -60, 646)), 14, 0xffb3a8);
    under(p, line(p, AT(60, 584, 60, 646)), 14, 0xffb3a8);
    under(p, line(p, AT(180, 560, 184, 630)), 14, 0xffb3a8);
}

void draw_owl(struct pen *p)
{
    struct form *body;

    patch(p, oval(p, 130, 380, 330, 330), 0xffe9a8);
    patch(p, oval(p, 250, 250, 44, 44), 0xf7d98a);
    patch(p, oval(p, 330, 420, 26, 26), 0xf7d98a);
    scatter(p, STARS, 10, 0xfff0b8, 0x7d86d9);
    plain(p, limb(p, 74, 50, AT(-540, 850, -200, 868, 160, 858, 540, 800)), 0x7a4d3a);
    EACH_SIDE(p)
        solid(p, blob(p, AT(100, 270, 160, 200, 236, 150, 236, 150, 240, 260, 200, 340)), 0x8f5fb0);
    body = blob(p, AT(0, 210, 150, 230, 240, 340, 262, 520, 240, 700, 150, 830, 0, 862, -150, 830, -240, 700, -262, 520, -240, 340,
                      -150, 230));
    solid(p, body, 0x8f5fb0);
    patch(p, within(p, egg(p, 0, 700, 150, 160, 4), body), 0xe6cdf2);
    EACH_SIDE(p)
        patch(p, oval(p, 108, 410, 116, 116), 0xf4e6fb);
    for (int32_t row = 0; row < 3; row++)
        for (int32_t i = -1 - row % 2; i <= 1; i++)
            under(p, arc(p, i * 80 + (row % 2 ? 40 : 0), 640 + row * 58, 26, 22, 170, 10), 11, 0xb58fcf);
    EACH_SIDE(p) {
        solid(p, blob(p, AT(210, 440, 272, 500, 296, 640, 262, 770, 222, 800, 190, 700, 186, 560)), 0x6f4492);
        plain(p, oval(p, 62, 852, 50, 26), 0xffa53c);
    }
    eyes_big(p, 0, 412, 104, 80, 0xffb52e);
    detail(p, blob(p, AT(-32, 470, 0, 456, 32, 470, 0, 532, 0, 532)), 0xffa53c);
    ink(p, blob(p, AT(-32, 470, 0, 456, 32, 470, 0, 532, 0, 532)), 11);
    blush(p, 0, 528, 150, 34);
}

void draw_lion(struct pen *p)
{
    struct form *body, *head;

    rays(p, 460, 0xffdf7e);
    ground(p, 10, 900, 270);
    plain(p, limb(p, 36, 30, AT(110, 820, 260, 840, 340, 770, 340, 690)), 0xf6b445);
    solid(p, cloud(p, 342, 660, 62, 66, 7, 40), 0xb4562a);
    body = egg(p, 0, 760, 152, 136, 16);
    solid(p, body, 0xf6b445);
    patch(p, within(p, egg(p, 0, 800, 88, 100, 12), body), 0xffe2a3);
    EACH_SIDE(p)
        solid(p, box(p, 78, 872, 108, 60, 29), 0xf6b445);
    solid(p, cloud(p, 0, 430, 318, 306, 18, 18), 0xb4562a);
    EACH_SIDE(p) {
        solid(p, oval(p, 186, 262, 62, 60), 0xf6b445);
        patch(p, oval(p, 188, 266, 32, 32), 0xe38a5a);
    }
    head = pebble(p, 0, 424, 214, 186, 6);
    solid(p, head, 0xf9c35b);
    patch(p, egg(p, 0, 536, 100, 62, 0), 0xffe9bd);
    eyes_dot(p, 0, 420, 100, 33);
    brows(p, 0, 356, 100, 26, -7);
    blush(p, 0, 506, 160, 34);
    detail(p, blob(p, AT(-38, 490, 0, 480, 38, 490, 18, 522, 0, 530, -18, 522)), 0x8a3b3f);
    mouth_cat(p, 0, 536, 84);
    EACH_SIDE(p) {
        detail(p, oval(p, 62, 540, 5, 5), 0x9b6a3a);
        detail(p, oval(p, 84, 530, 5, 5), 0x9b6a3a);
        detail(p, oval(p, 80, 552, 5, 5), 0x9b6a3a);
    }
}

void draw_giraffe(struct pen *p)
{
    struct form *neck, *head;

    hills(p, 850, 0x9bd36f);
    scatter(p, CLOUDS, 5, WHITE, 0xe4f6ff);
    neck = blob(p, AT(-70, 360, 66, 360, 92, 600, 130, 800, 230, 900, 270, 1060, -230, 1060, -190, 900, -100, 800, -80, 600));
    solid(p, neck, 0xffd166);
    patch(p, within(p, blob(p, AT(-90, 560, -30, 530, 0, 590, -30, 640, -90, 640)), neck), 0xc9823a);
    patch(p, within(p, blob(p, AT(40, 610, 100, 590, 130, 680, 80, 720, 30, 680)), neck), 0xc9823a);
    patch(p, within(p, blob(p, AT(-110, 720, -40, 700, -10, 770, -60, 820, -130, 800)), neck), 0xc9823a);
    patch(p, within(p, blob(p, AT(40, 790, 110, 790, 140, 880, 60, 900, 20, 850)), neck), 0xc9823a);
    patch(p, within(p, blob(p, AT(-160, 900, -70, 880, -50, 960, -120, 1010, -200, 980)), neck), 0xc9823a);
    patch(p, within(p, blob(p, AT(120, 960, 200, 940, 260, 1010, 180, 1060, 110, 1020)), neck), 0xc9823a);
    EACH_SIDE(p) {
        plain(p, limb(p, 34, 28, AT(60, 210, 76, 130, 82, 96)), 0xffd166);
        solid(p, oval(p, 84, 84, 34, 32), 0x8a5230);
        solid(p, blob(p, AT(130, 250, 200, 210, 292, 224, 292, 224, 250, 296, 150, 310)), 0xffd166);
        patch(p, blob(p, AT(168, 258, 210, 236, 254, 242, 254, 242, 226, 276, 170, 286)), 0xf7a399);
    }
    head = blob(p, AT(0, 166, 70, 176, 130, 218, 158, 296, 150, 380, 168, 470, 130, 548, 0, 572, -130, 548, -168, 470, -150, 380,
                      -158, 296, -130, 218, -70, 176));
    solid(p, head, 0xffd166);
    patch(p, within(p, blob(p, AT(0, 410, 110, 400, 176, 460, 150, 560, 0, 580, -150, 560, -176, 460, -110, 400)), head), 0xfff0cf);
    patch(p, within(p, blob(p, AT(30, 170, 90, 176, 80, 236, 20, 240)), head), 0xc9823a);
    eyes_dot(p, 0, 330, 96, 35);
    EACH_SIDE(p) {
        ink(p, line(p, AT(120, 304, 140, 292)), 10);
        ink(p, line(p, AT(128, 322, 152, 316)), 10);
        detail(p, tilted(p, 44, 448, 13, 18, 20), 0xb77a4a);
    }
    blush(p, 0, 420, 120, 30);
    mouth_smile(p, 0, 488, 70, 40);
    plain(p, limb(p, 14, 12, AT(56, 516, 120, 556, 170, 560)), 0x5fa848);
    plain(p, blob(p, AT(120, 556, 150, 500, 226, 500, 226, 500, 200, 556)), 0x6cc24a);
    plain(p, blob(p, AT(130, 560, 180, 570, 216, 622, 216, 622, 140, 612)), 0x6cc24a);
}

void draw_elephant(struct pen *p)
{
    struct form *body, *head;

    spot(p, 540, 390, 0xffe9b0);
    scatter(p, DASHES, 12, 0xf7b267, WHITE);
    ground(p, 0, 902, 260);
    body = egg(p, 0, 750, 190, 145, 8);
    solid(p, body, 0x93a7d8);
    EACH_SIDE(p) {
        solid(p, box(p, 110, 850, 110, 104, 40), 0x93a7d8);
        patch(p, oval(p, 84, 894, 15, 9), 0xeaf0ff);
        patch(p, oval(p, 114, 897, 15, 9), 0xeaf0ff);
        patch(p, oval(p, 143, 893, 14, 9), 0xeaf0ff);
        solid(p, blob(p, AT(140, 300, 260, 240, 380, 300, 408, 440, 350, 580, 240, 600, 150, 520)), 0x93a7d8);
        patch(p, blob(p, AT(190, 340, 270, 290, 350, 340, 366, 440, 320, 540, 240, 550, 190, 490)), 0xffb0c0);
    }
    head = egg(p, 0, 430, 218, 220, -3);
    solid(p, head, 0xa6b8e6);
    plain(p, limb(p, 112, 62, AT(0, 520, 0, 620, 40, 716, 140, 764, 260, 742, 330, 660)), 0xa6b8e6);
    hide(p, oval(p, 0, 474, 74, 44));
    stroke(p, line(p, AT(-12, 668, 26, 640)), 9, 0x6f82b8);
    stroke(p, line(p, AT(36, 738, 62, 700)), 9, 0x6f82b8);
    stroke(p, line(p, AT(116, 786, 122, 742)), 9, 0x6f82b8);
    eyes_dot(p, 0, 420, 118, 34);
    blush(p, 0, 500, 160, 36);
    brows(p, 0, 356, 118, 26, -7);
    EACH_SIDE(p)
        stroke(p, arc(p, 88, 548, 30, 22, 170, 60), 12, PEN_INK);
    for (int32_t i = 0; i < 5; i++) {
        static const int32_t drops[5][3] = { { 366, 606, 20 }, { 404, 568, 22 }, { 440, 626, 18 }, { 386, 648, 16 }, { 452, 546, 16 } };

        place(p, drops[i][0], drops[i][1], drops[i][2] * 50, 20);
        detail(p, blob(p, AT(0, -30, 0, -30, 18, 4, 0, 22, -18, 4)), 0x3fa7e0);
    }
    home(p);
}

void draw_frog(struct pen *p)
{
    struct form *body, *pad;

    scatter(p, RINGS, 10, 0x8fe3d0, 0xc9f4ea);
    ground(p, 0, 905, 400);
    pad = blob(p, AT(0, 780, 260, 800, 400, 860, 330, 930, 120, 960, 60, 880, 60, 880, 0, 965, -240, 950, -390, 890, -300, 810));
    solid(p, pad, 0x3f9d54);
    EACH_SIDE(p) {
        solid(p, blob(p, AT(150, 720, 270, 690, 330, 780, 290, 880, 180, 890, 120, 840)), 0x6cc94e);
        solid(p, oval(p, 128, 322, 92, 92), 0x7edb5c);
    }
    body = blob(p, AT(0, 360, 150, 340, 270, 430, 310, 560, 270, 680, 230, 800, 140, 880, 0, 894, -140, 880, -230, 800, -270, 680,
                      -310, 560, -270, 430, -150, 340));
    solid(p, body, 0x7edb5c);
    patch(p, oval(p, 128, 330, 76, 76), 0x7edb5c);
    patch(p, oval(p, -128, 330, 76, 76), 0x7edb5c);
    patch(p, within(p, egg(p, 0, 780, 170, 110, 4), body), 0xe3f7b6);
    EACH_SIDE(p) {
        plain(p, limb(p, 60, 56, AT(110, 760, 100, 840, 70, 884)), 0x6cc94e);
        detail(p, oval(p, 128, 326, 60, 62), WHITE);
        ink(p, oval(p, 128, 326, 60, 62), 12);
        detail(p, oval(p, 124, 332, 38, 42), PEN_INK);
        detail(p, oval(p, 110, 316, 14, 14), WHITE);
        detail(p, oval(p, 136, 352, 7, 7), WHITE);
    }
    p->cheeks = veil(0xff7a6b, 150);
    blush(p, 0, 560, 212, 40);
    mouth_smile(p, 0, 520, 150, 84);
    detail(p, oval(p, -18, 470, 6, 8), 0x3d8d35);
    detail(p, oval(p, 18, 470, 6, 8), 0x3d8d35);
    place(p, 0, 272, 1000, 0);
    solid(p, blob(p, AT(-92, 62, -92, 62, -112, -62, -112, -62, -46, -8, -46, -8, 0, -98, 0, -98, 46, -8, 46, -8, 112, -62, 112, -62,
                        92, 62, 92, 62, 0, 78)), 0xffc93c);
    patch(p, oval(p, 0, 28, 17, 17), 0xe4576f);
    patch(p, oval(p, -52, 24, 12, 12), 0x4aa8e0);
    patch(p, oval(p, 52, 24, 12, 12), 0x4aa8e0);
    home(p);
}

void draw_hedgehog(struct pen *p)
{
    struct form *spikes, *face;

    hills(p, 800, 0xd98a4a);
    scatter(p, LEAVES, 16, 0xe2603c, 0xf7c04a);
    ground(p, 0, 898, 300);
    EACH_SIDE(p)
        solid(p, oval(p, 110, 880, 70, 34), 0xe8b98a);
    spikes = star(p, 0, 536, 350, 284, 23, 4);
    solid(p, spikes, 0x7a5242);
    for (int32_t i = 0; i < 9; i++) {
        int32_t turn = i * 23 - 92;

        place(p, 0, 536, 1000, turn);
        under(p, line(p, AT(-12, -262, 0, -222, 12, -262)), 10, 0xa67a60);
    }
    home(p);
    face = blob(p, AT(0, 470, 70, 416, 170, 420, 236, 520, 250, 650, 210, 790, 110, 868, 0, 882, -110, 868, -210, 790, -250, 650, -236, 520,
                      -170, 420, -70, 416));
    solid(p, face, 0xf6d7ae);
    EACH_SIDE(p) {
        solid(p, oval(p, 196, 440, 44, 44), 0xe8b98a);
        plain(p, limb(p, 52, 48, AT(196, 740, 150, 780, 110, 776)), 0xe8b98a);
    }
    eyes_dot(p, 0, 590, 98, 34);
    blush(p, 0, 664, 152, 36);
    detail(p, oval(p, 0, 650, 36, 28), PEN_INK);
    detail(p, tilted(p, -12, 640, 11, 7, -20), veil(WHITE, 200));
    mouth_open(p, 0, 698, 40, 40);
    solid(p, blob(p, AT(0, 150, 60, 124, 124, 150, 132, 230, 80, 300, 0, 292, -80, 300, -132, 230, -124, 150, -60, 124)), 0xe9404d);
    shine(p, -64, 186, 28, 15, -45);
    plain(p, limb(p, 14, 18, AT(0, 156, 6, 110, 24, 84)), 0x7a5242);
    plain(p, blob(p, AT(14, 128, 50, 84, 118, 84, 118, 84, 80, 130)), 0x6cc24a);
}

void draw_bat(struct pen *p)
{
    struct form *body;

    spot(p, 470, 330, 0xffdf8e);
    scatter(p, STARS, 12, 0xffe9a8, 0x8f7fd0);
    place(p, 0, 540, 1000, -5);
    EACH_SIDE(p) {
        solid(p, blob(p, AT(120, -40, 260, -170, 440, -190, 440, -190, 476, -60, 452, 110, 452, 110, 380, 60, 330, 130, 330, 130, 270, 90,
                            220, 160, 220, 160, 140, 120)), 0x6b4fa8);
        under(p, line(p, AT(420, -176, 350, -80, 334, 112)), 10, 0x4c3584);
        under(p, line(p, AT(420, -176, 280, -80, 226, 140)), 10, 0x4c3584);
    }
    EACH_SIDE(p) {
        solid(p, blob(p, AT(50, -190, 80, -290, 160, -370, 160, -370, 220, -270, 196, -130)), 0x8264c4);
        patch(p, blob(p, AT(90, -200, 112, -270, 152, -316, 152, -316, 182, -250, 168, -160)), 0xffa9bf);
        plain(p, oval(p, 56, 224, 34, 24), 0x4c3584);
    }
    body = egg(p, 0, 0, 212, 222, -3);
    solid(p, body, 0x8264c4);
    patch(p, within(p, egg(p, 0, 140, 96, 80, 0), body), 0xcbb8f2);
    eyes_big(p, 0, -64, 88, 58, 0xffb52e);
    p->cheeks = veil(0xff6fa0, 130);
    blush(p, 0, 22, 146, 32);
    mouth_open(p, 0, 14, 54, 52);
    fangs(p, 0, 20, 26, 24);
    home(p);
}
