/* demo_pets.c: characters from house and garden. */
#include "drawings/demo_cast.h"

void draw_fox(struct pen *p)
{
    struct form *tail, *body, *head, *ear;

    spot(p, 500, 400, 0xcdeee0);
    scatter(p, LEAVES, 12, 0x6fc4a4, 0xf6b65a);
    ground(p, 30, 892, 290);
    tail = blob(p, AT(110, 860, 290, 850, 400, 740, 410, 590, 345, 500, 345, 500, 300, 600, 260, 690, 150, 740));
    solid(p, tail, 0xf58a33);
    patch(p, within(p, blob(p, AT(420, 640, 420, 560, 345, 480, 345, 480, 290, 590, 330, 610, 360, 650, 390, 620)), tail), 0xfff4e6);
    body = egg(p, 0, 750, 150, 150, 22);
    solid(p, body, 0xf58a33);
    patch(p, within(p, egg(p, 0, 790, 92, 112, 20), body), 0xfff4e6);
    EACH_SIDE(p) {
        solid(p, oval(p, 66, 878, 60, 34), 0x8a4526);
        ear = blob(p, AT(70, 330, 130, 200, 232, 118, 232, 118, 268, 240, 250, 400));
        solid(p, ear, 0xf58a33);
        patch(p, blob(p, AT(140, 300, 165, 225, 218, 172, 218, 172, 236, 250, 225, 350)), 0x7a3b26);
    }
    head = blob(p, AT(0, 252, 90, 264, 170, 310, 232, 390, 278, 470, 318, 545, 318, 545, 220, 604, 110, 642, 0, 652,
                      -110, 642, -220, 604, -318, 545, -318, 545, -278, 470, -232, 390, -170, 310, -90, 264));
    solid(p, head, 0xf58a33);
    EACH_SIDE(p)
        patch(p, within(p, blob(p, AT(0, 560, 60, 500, 150, 480, 240, 500, 330, 545, 220, 602, 110, 645, 0, 660)), head), 0xfff4e6);
    eyes_dot(p, 0, 470, 122, 34);
    blush(p, 0, 548, 190, 38);
    detail(p, blob(p, AT(-30, 545, 0, 536, 30, 545, 16, 570, 0, 578, -16, 570)), PEN_INK);
    mouth_cat(p, 0, 582, 74);
}

void draw_cat(struct pen *p)
{
    struct form *cushion, *body, *head;

    scatter(p, HEARTS, 9, 0xf79aa5, 0xffffff);
    ground(p, 0, 905, 330);
    cushion = blob(p, AT(0, 742, 250, 752, 372, 800, 352, 868, 180, 898, 0, 904, -180, 898, -352, 868, -372, 800, -250, 752));
    solid(p, cushion, 0xe4576f);
    under(p, line(p, AT(-340, 850, -180, 872, 0, 878, 180, 872, 340, 850)), 10, 0xf79aa5);
    plain(p, limb(p, 66, 56, AT(120, 770, 280, 792, 352, 730, 318, 640)), 0x8d94ad);
    body = egg(p, 50, 690, 245, 128, 8);
    solid(p, body, 0x8d94ad);
    for (int32_t i = 0; i < 3; i++)
        patch(p, within(p, tilted(p, 120 + 62 * i, 580 + 18 * i, 17, 66, 8 + 8 * i), body), 0x666d8a);
    place(p, -70, 540, 1000, -7);
    EACH_SIDE(p) {
        solid(p, blob(p, AT(52, -120, 100, -180, 172, -238, 172, -238, 196, -140, 190, -40)), 0x8d94ad);
        patch(p, blob(p, AT(100, -130, 125, -160, 160, -194, 160, -194, 172, -130, 165, -80)), 0xffb3bd);
    }
    head = pebble(p, 0, 0, 218, 158, 7);
    solid(p, head, 0x9aa1ba);
    patch(p, within(p, egg(p, 0, 100, 104, 70, 0), head), 0xf3f4fb);
    for (int32_t i = -1; i <= 1; i++)
        patch(p, within(p, tilted(p, 44 * i, -128, 13, 52 - 12 * (i != 0), 14 * i), head), 0x666d8a);
    eyes_asleep(p, 0, 20, 104, 40);
    blush(p, 0, 76, 150, 34);
    detail(p, blob(p, AT(-20, 58, 0, 52, 20, 58, 0, 78)), 0xff7f92);
    mouth_cat(p, 0, 82, 56);
    EACH_SIDE(p) {
        ink(p, line(p, AT(150, 66, 200, 52, 252, 56)), 9);
        ink(p, line(p, AT(150, 92, 204, 94, 248, 112)), 9);
    }
    place(p, 230, 330, 1000, 6);
    stroke(p, line(p, AT(-38, -30, -38, -30, 30, -36, 30, -36, -34, 40, -34, 40, 40, 34)), 17, 0xe4576f);
    place(p, 320, 210, 700, 12);
    stroke(p, line(p, AT(-38, -30, -38, -30, 30, -36, 30, -36, -34, 40, -34, 40, 40, 34)), 15, 0xe4576f);
    home(p);
}

void draw_dog(struct pen *p)
{
    struct form *body, *head;

    hills(p, 720, 0x8fd48a);
    scatter(p, CLOUDS, 6, 0xe9f7ff, 0xd6f0ff);
    ground(p, 10, 900, 270);
    plain(p, limb(p, 64, 40, AT(120, 800, 250, 780, 310, 690, 290, 610)), 0xf2c48d);
    body = egg(p, 0, 740, 158, 160, 18);
    solid(p, body, 0xf2c48d);
    patch(p, within(p, egg(p, 0, 800, 92, 110, 15), body), 0xfff3df);
    EACH_SIDE(p)
        solid(p, box(p, 70, 868, 104, 66, 32), 0xf7d3a5);
    solid(p, blob(p, AT(-150, 612, 0, 650, 150, 612, 172, 650, 60, 690, 20, 770, 20, 770, -30, 770, -30, 770, -62, 692, -172, 650)),
          0x2f86d6);
    place(p, 0, 420, 1000, 5);
    head = egg(p, 0, 14, 208, 204, 7);
    solid(p, head, 0xf2c48d);
    patch(p, within(p, tilted(p, 105, -20, 84, 104, 12), head), 0xb26a3c);
    patch(p, within(p, blob(p, AT(0, -190, 40, -60, 62, 40, 150, 90, 150, 190, 0, 230, -150, 190, -150, 90, -62, 40, -40, -60)), head),
          0xfff3df);
    EACH_SIDE(p)
        solid(p, blob(p, AT(118, -176, 200, -176, 268, -80, 290, 70, 250, 150, 200, 96, 176, -20, 150, -110)), 0x8d4f2b);
    eyes_dot(p, 0, 0, 102, 34);
    brows(p, 0, -66, 102, 26, -7);
    blush(p, 0, 82, 150, 34);
    detail(p, blob(p, AT(-44, 62, 0, 50, 44, 62, 22, 98, 0, 106, -22, 98)), PEN_INK);
    detail(p, tilted(p, -14, 66, 12, 6, -10), veil(WHITE, 180));
    detail(p, blob(p, AT(-34, 138, -34, 138, 34, 138, 34, 138, 40, 186, 0, 218, -40, 186)), 0xff7f92);
    ink(p, line(p, AT(-34, 142, -40, 186, 0, 220, 40, 186, 34, 142)), 11);
    stroke(p, line(p, AT(0, 150, 2, 188)), 8, 0xd9526c);
    mouth_cat(p, 0, 118, 100);
    home(p);
}

void draw_bunny(struct pen *p)
{
    struct form *body, *head;

    spot(p, 520, 400, 0xffe1ea);
    scatter(p, SPARKLES, 10, 0xff9fba, 0xffffff);
    ground(p, 0, 900, 220);
    solid(p, blob(p, AT(30, 330, 20, 210, 46, 110, 96, 72, 138, 120, 136, 230, 106, 330)), WHITE);
    patch(p, blob(p, AT(58, 300, 54, 210, 72, 140, 96, 116, 112, 150, 110, 230, 92, 300)), 0xffa9bf);
    solid(p, blob(p, AT(-30, 330, -40, 240, -62, 160, -150, 120, -226, 172, -242, 250, -190, 232, -140, 210, -112, 330)), WHITE);
    patch(p, blob(p, AT(-98, 190, -150, 152, -200, 186, -210, 216, -150, 186)), 0xffa9bf);
    body = egg(p, 0, 752, 140, 140, 20);
    solid(p, body, WHITE);
    EACH_SIDE(p)
        solid(p, tilted(p, 90, 876, 88, 36, -6), WHITE);
    head = pebble(p, 0, 474, 226, 172, 6);
    solid(p, head, WHITE);
    solid(p, blob(p, AT(-60, 690, 20, 672, 96, 690, 96, 690, 60, 800, 16, 868, 16, 868, -34, 800)), 0xff8a3c);
    ink(p, line(p, AT(-20, 724, 10, 732)), 9);
    ink(p, line(p, AT(50, 772, 28, 776)), 9);
    EACH_SIDE(p) {
        plain(p, blob(p, AT(8, 690, 30, 640, 76, 606, 76, 606, 74, 660, 40, 700)), 0x58b368);
        plain(p, limb(p, 62, 56, AT(128, 700, 96, 742, 62, 748)), WHITE);
    }
    eyes_dot(p, 0, 478, 112, 36);
    blush(p, 0, 552, 166, 40);
    detail(p, blob(p, AT(-20, 530, 0, 524, 20, 530, 0, 552)), 0xff7f92);
    ink(p, arc(p, -26, 556, 26, 24, 172, 8), 12);
    ink(p, arc(p, 26, 556, 26, 24, 172, 8), 12);
    detail(p, box(p, 0, 592, 34, 34, 7), WHITE);
    ink(p, box(p, 0, 592, 34, 34, 7), 9);
    home(p);
}

void draw_panda(struct pen *p)
{
    struct form *body, *head;

    spot(p, 520, 400, 0xd8f0b8);
    scatter(p, LEAVES, 14, 0x86c25b, 0xa9d77c);
    ground(p, 0, 902, 260);
    body = egg(p, 0, 740, 190, 152, 10);
    solid(p, body, WHITE);
    EACH_SIDE(p) {
        solid(p, tilted(p, 150, 860, 92, 56, -14), 0x3a3550);
        patch(p, tilted(p, 158, 862, 46, 28, -14), 0x6a6484);
        solid(p, oval(p, 178, 262, 72, 70), 0x3a3550);
    }
    head = pebble(p, 0, 440, 258, 198, 6);
    solid(p, head, WHITE);
    EACH_SIDE(p)
        patch(p, tilted(p, 112, 452, 64, 78, 28), 0x3a3550);
    EACH_SIDE(p) {
        detail(p, oval(p, 106, 452, 33, 38), 0x191125);
        detail(p, oval(p, p->mirrored ? 114 : 96, 438, 13, 14), WHITE);
        detail(p, oval(p, p->mirrored ? 96 : 114, 470, 7, 7), WHITE);
    }
    blush(p, 0, 544, 172, 38);
    detail(p, blob(p, AT(-28, 526, 0, 516, 28, 526, 14, 550, 0, 556, -14, 550)), PEN_INK);
    mouth_open(p, 0, 570, 34, 40);
    plain(p, limb(p, 30, 26, AT(80, 900, 160, 700, 250, 520)), 0x7cc04f);
    plain(p, blob(p, AT(196, 640, 240, 590, 330, 590, 330, 590, 280, 640)), 0x58a93f);
    plain(p, blob(p, AT(238, 530, 250, 470, 320, 420, 320, 420, 300, 500)), 0x58a93f);
    plain(p, blob(p, AT(240, 540, 200, 500, 190, 440, 190, 440, 240, 480)), 0x58a93f);
    stroke(p, line(p, AT(128, 742, 158, 756)), 9, 0x4f8f34);
    plain(p, limb(p, 96, 84, AT(-176, 650, -180, 720, -140, 776, -70, 786)), 0x3a3550);
    plain(p, limb(p, 96, 84, AT(182, 652, 212, 706, 186, 772)), 0x3a3550);
}

void draw_chick(struct pen *p)
{
    struct form *body;

    ground(p, 0, 896, 230);
    EACH_SIDE(p)
        plain(p, blob(p, AT(200, 560, 290, 520, 352, 450, 352, 450, 350, 560, 290, 640, 210, 650)), 0xffcf3f);
    body = egg(p, 0, 560, 240, 260, 0);
    solid(p, body, 0xffd84d);
    patch(p, oval(p, 0, 470, 150, 110), 0xffe27a);
    solid(p, blob(p, AT(-262, 650, -262, 650, -170, 712, -100, 640, -20, 712, 60, 640, 130, 712, 200, 640, 264, 690, 264, 690, 252, 800,
                        150, 884, 0, 896, -150, 884, -252, 800)), 0xfff6e6);
    patch(p, tilted(p, -140, 800, 26, 40, -25), veil(0xe8cfa6, 160));
    patch(p, oval(p, 60, 830, 20, 16), veil(0xe8cfa6, 160));
    patch(p, oval(p, 150, 770, 14, 14), veil(0xe8cfa6, 160));
    place(p, 0, 300, 1000, -8);
    solid(p, blob(p, AT(-190, 40, -190, 40, -150, -60, -60, -122, 30, -128, 130, -70, 186, 40, 186, 40, 120, -8, 60, 50, 0, -8, -60, 50,
                        -120, 0)),
          0xfff6e6);
    home(p);
    eyes_dot(p, 0, 480, 106, 36);
    blush(p, 0, 552, 164, 38);
    detail(p, blob(p, AT(-52, 540, -52, 540, 0, 512, 52, 540, 52, 540, 0, 590)), 0xff8a2b);
    ink(p, blob(p, AT(-52, 540, -52, 540, 0, 512, 52, 540, 52, 540, 0, 590)), 11);
    ink(p, line(p, AT(-48, 542, 0, 552, 48, 542)), 9);
}

void draw_bee(struct pen *p)
{
    struct form *body;

    spot(p, 520, 400, 0xe6f7c8);
    scatter(p, DOTS, 14, 0xff9db5, 0xffffff);
    for (int32_t i = 0; i < 5; i++)
        under(p, arc(p, -300, 750, 130, 130, 40 + 34 * i, 58 + 34 * i), 11, 0x7fb35a);
    place(p, 0, 560, 1000, -10);
    EACH_SIDE(p)
        plain(p, tilted(p, 216, -210, 90, 170, 52), 0xdaf3ff);
    EACH_SIDE(p)
        patch(p, tilted(p, 214, -214, 40, 110, 52), WHITE);
    plain(p, blob(p, AT(-26, 250, -26, 250, 26, 250, 26, 250, 0, 318, 0, 318)), PEN_INK);
    body = egg(p, 0, 20, 245, 255, -6);
    solid(p, body, 0xffcb2f);
    patch(p, within(p, blob(p, AT(-300, 70, 0, 120, 300, 70, 300, 134, 0, 190, -300, 134)), body), 0x4a3226);
    patch(p, within(p, blob(p, AT(-300, 216, 0, 222, 300, 216, 300, 300, 0, 300, -300, 300)), body), 0x4a3226);
    EACH_SIDE(p) {
        ink(p, line(p, AT(60, -226, 84, -290, 138, -316)), 15);
        detail(p, oval(p, 146, -318, 24, 24), PEN_INK);
        plain(p, limb(p, 44, 40, AT(226, 60, 286, 80, 306, 30)), 0x4a3226);
    }
    eyes_dot(p, 0, -76, 106, 42);
    mouth_open(p, 0, -8, 52, 58);
    blush(p, 0, -2, 172, 36);
    shine(p, -120, -170, 44, 20, -35);
    home(p);
}

void draw_snail(struct pen *p)
{
    struct form *foot, *shell;

    hills(p, 780, 0x74bf63);
    scatter(p, DASHES, 12, 0xfff4c2, 0xffe08a);
    ground(p, 20, 886, 350);
    EACH_SIDE(p)
        plain(p, limb(p, 40, 34, p->mirrored ? AT(286, 600, 316, 470, 336, 400) : AT(-210, 600, -196, 480, -184, 410)), 0xf3d19c);
    foot = blob(p, AT(-330, 560, -240, 540, -160, 580, -130, 720, -60, 790, 180, 800, 380, 870, 380, 870, 200, 892, -180, 894, -320, 870,
                      -376, 760, -384, 640));
    solid(p, foot, 0xf3d19c);
    shell = blob(p, AT(70, 290, 220, 320, 320, 430, 336, 580, 270, 720, 130, 800, -20, 780, -130, 690, -160, 550, -120, 400, -30, 310));
    solid(p, shell, 0xd9705f);
    patch(p, within(p, oval(p, 50, 520, 170, 180), shell), 0xe98f76);
    stroke(p, line(p, AT(70, 560, 100, 530, 80, 490, 30, 490, 0, 540, 20, 610, 90, 636, 160, 600, 186, 520, 160, 430, 80, 386, -20, 400,
                         -84, 480, -90, 590, -40, 690, 60, 736)), 17, 0x7d2f3a);
    shine(p, -30, 372, 50, 20, -38);
    EACH_SIDE(p)
        solid(p, oval(p, p->mirrored ? 340 : -178, 386, 46, 46), WHITE);
    eye_dot(p, -340, 390, 26);
    eye_dot(p, -178, 390, 26);
    mouth_open(p, -254, 660, 50, 56);
    blush(p, -262, 650, 80, 24);
}
