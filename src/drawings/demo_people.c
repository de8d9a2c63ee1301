/* demo_people.c: people, and what they wear. */
#include "drawings/demo_cast.h"

/* Head with ears, around (0, 400). */
static void head(struct pen *p, colour skin)
{
    EACH_SIDE(p)
        solid(p, oval(p, 198, 430, 44, 48), skin);
    solid(p, pebble(p, 0, 410, 202, 192, 5), skin);
}

static void legs(struct pen *p, colour trousers, colour shoes)
{
    EACH_SIDE(p) {
        plain(p, box(p, 64, 820, 90, 120, 24), trousers);
        solid(p, blob(p, AT(16, 900, 20, 862, 70, 846, 120, 860, 146, 900, 80, 908)), shoes);
    }
}

void draw_wizard(struct pen *p)
{
    struct form *robe, *beard, *hat;

    spot(p, 520, 400, 0x4a4aa0);
    scatter(p, SPARKLES, 11, 0xffe27a, 0x9f9ff0);
    ground(p, 0, 905, 260);
    plain(p, limb(p, 26, 30, AT(318, 900, 320, 660, 328, 430)), 0x9a6338);
    solid(p, oval(p, 330, 394, 54, 54), 0x6fe3f0);
    shine(p, 312, 374, 18, 11, -40);
    robe = blob(p, AT(-120, 560, 120, 560, 176, 680, 236, 890, 236, 890, 120, 904, 0, 908, -120, 904, -236, 890, -236, 890, -176, 680));
    solid(p, robe, 0x5f4bc9);
    patch(p, star(p, 96, 810, 34, 15, 5, 12), 0xffd54f);
    patch(p, star(p, -130, 830, 28, 12, 5, -8), 0xffd54f);
    plain(p, limb(p, 84, 96, AT(140, 620, 230, 660, 300, 628)), 0x5f4bc9);
    plain(p, limb(p, 84, 96, AT(-140, 620, -206, 670, -206, 770)), 0x5f4bc9);
    solid(p, oval(p, 318, 606, 42, 42), 0xf7cfa8);
    solid(p, oval(p, -196, 792, 40, 38), 0xf7cfa8);
    EACH_SIDE(p)
        solid(p, oval(p, 190, 440, 40, 44), 0xf7cfa8);
    solid(p, blob(p, AT(0, 260, 130, 280, 196, 380, 190, 500, 100, 580, 0, 590, -100, 580, -190, 500, -196, 380, -130, 280)), 0xf7cfa8);
    beard = blob(p, AT(-196, 450, -196, 450, -120, 500, -60, 496, 0, 520, 60, 496, 120, 500, 196, 450, 196, 450, 190, 600, 120, 700,
                       60, 740, 10, 830, 10, 830, -60, 740, -130, 690, -190, 600));
    solid(p, beard, 0xf3f1fa);
    under(p, line(p, AT(-70, 600, -50, 660, -20, 710)), 10, 0xcfc9e6);
    under(p, line(p, AT(80, 590, 60, 650, 30, 700)), 10, 0xcfc9e6);
    hat = blob(p, AT(-180, 340, -120, 230, -60, 110, 40, 30, 130, 40, 190, 110, 190, 110, 120, 104, 96, 150, 150, 260, 180, 340, 0, 372));
    solid(p, hat, 0x5f4bc9);
    solid(p, blob(p, AT(-280, 376, -170, 322, 0, 338, 170, 322, 280, 376, 170, 412, 0, 422, -170, 412)), 0x6f5be0);
    patch(p, star(p, -10, 220, 44, 20, 5, -10), 0xffd54f);
    patch(p, star(p, 80, 270, 24, 10, 5, 14), 0xffd54f);
    eyes_dot(p, 0, 450, 82, 28);
    blush(p, 0, 476, 142, 24);
    detail(p, oval(p, 0, 492, 34, 27), 0xf2a98a);
    ink(p, arc(p, 0, 494, 34, 26, 150, 10), 10);
    detail(p, blob(p, AT(0, 530, 60, 506, 120, 530, 140, 560, 140, 560, 70, 562, 0, 550, -70, 562, -140, 560, -140, 560, -120, 530,
                         -60, 506)), WHITE);
    ink(p, line(p, AT(-140, 560, -70, 562, 0, 550, 70, 562, 140, 560)), 11);
    mouth_open(p, 0, 574, 30, 30);
}

void draw_pirate(struct pen *p)
{
    struct form *hat;

    floor_line(p, 790, 0xe8c98a);
    scatter(p, CLOUDS, 5, 0xf4fcff, 0xdcf4fb);
    ground(p, 0, 905, 250);
    legs(p, 0x3f4f7f, 0x5a3a2a);
    solid(p, blob(p, AT(-120, 590, 120, 590, 156, 700, 140, 820, 0, 832, -140, 820, -156, 700)), WHITE);
    for (int32_t i = 0; i < 3; i++)
        patch(p, box(p, 0, 650 + 62 * i, 262 + 18 * (i == 1), 26, 6), 0x3fa0d9);
    EACH_SIDE(p)
        solid(p, blob(p, AT(70, 590, 130, 590, 176, 710, 168, 836, 168, 836, 96, 836, 96, 836, 84, 700)), 0xc93f4f);
    plain(p, limb(p, 74, 64, AT(140, 626, 206, 662, 224, 722, 204, 780)), 0xc93f4f);
    plain(p, limb(p, 74, 64, AT(-140, 630, -240, 620, -286, 540)), 0xc93f4f);
    solid(p, oval(p, 200, 790, 38, 36), 0xe9b48c);
    plain(p, limb(p, 24, 15, AT(-294, 500, -292, 450, -318, 412, -362, 420, -374, 458, -362, 478)), 0xc3cbdb);
    solid(p, box(p, -296, 516, 70, 44, 14), 0xffc93c);
    head(p, 0xe9b48c);
    patch(p, blob(p, AT(-190, 470, -120, 520, 0, 500, 120, 520, 190, 470, 160, 560, 80, 600, 0, 606, -80, 600, -160, 560)), 0x6b4230);
    hat = blob(p, AT(-330, 330, -280, 270, -180, 240, -110, 120, 0, 84, 110, 120, 180, 240, 280, 270, 330, 330, 160, 326, 0, 300,
                     -160, 326));
    solid(p, hat, 0x33304f);
    under(p, line(p, AT(-300, 318, -160, 310, 0, 284, 160, 310, 300, 318)), 13, 0xffc93c);
    patch(p, oval(p, 0, 186, 46, 42), WHITE);
    patch(p, box(p, 0, 224, 44, 32, 8), WHITE);
    patch(p, oval(p, -17, 190, 11, 13), 0x33304f);
    patch(p, oval(p, 17, 190, 11, 13), 0x33304f);
    ink(p, line(p, AT(-190, 330, -60, 372, 60, 400, 196, 450)), 11);
    detail(p, blob(p, AT(36, 390, 36, 390, 146, 420, 146, 420, 136, 470, 84, 484, 40, 450)), PEN_INK);
    eye_dot(p, -86, 410, 32);
    detail(p, oval(p, 0, 462, 30, 24), 0xd9936a);
    mouth_teeth(p, 0, 512, 58, 46);
    detail(p, oval(p, -132, 474, 32, 20), p->cheeks);
    solid(p, oval(p, 212, 486, 20, 22), 0xffc93c);
}

void draw_astronaut(struct pen *p)
{
    struct form *helmet, *visor;

    scatter(p, STARS, 13, WHITE, 0x8fa8f0);
    patch(p, oval(p, -340, 180, 190, 170), 0x1f2550);
    patch(p, oval(p, -340, 180, 96, 96), 0xffb36b);
    under(p, tilted(p, -340, 180, 150, 34, -18), 13, 0xffd9a8);
    patch(p, oval(p, 0, 1080, 620, 200), 0x8d97b8);
    patch(p, oval(p, -250, 940, 70, 20), 0x747da0);
    patch(p, oval(p, 240, 970, 100, 24), 0x747da0);
    ground(p, 0, 905, 220);
    solid(p, box(p, 0, 690, 330, 240, 60), 0xb9c3da);
    legs(p, 0xf1f4fb, 0x5b78d9);
    solid(p, blob(p, AT(-120, 590, 120, 590, 160, 700, 142, 826, 0, 840, -142, 826, -160, 700)), 0xf1f4fb);
    plain(p, limb(p, 84, 78, AT(136, 640, 250, 600, 300, 490)), 0xf1f4fb);
    plain(p, limb(p, 84, 78, AT(-136, 636, -204, 676, -224, 740, -206, 806)), 0xf1f4fb);
    solid(p, oval(p, 306, 462, 48, 46), 0x5b78d9);
    solid(p, oval(p, -204, 812, 46, 44), 0x5b78d9);
    plain(p, box(p, 0, 740, 150, 84, 20), 0xd6deef);
    patch(p, oval(p, -38, 740, 16, 16), 0xff6b6b);
    patch(p, oval(p, 4, 740, 16, 16), 0xffd54f);
    patch(p, oval(p, 46, 740, 16, 16), 0x63d297);
    helmet = oval(p, 0, 400, 262, 246);
    solid(p, helmet, 0xf1f4fb);
    EACH_SIDE(p)
        solid(p, box(p, 258, 410, 48, 110, 20), 0x5b78d9);
    visor = blob(p, AT(0, 230, 140, 250, 202, 350, 202, 470, 140, 560, 0, 580, -140, 560, -202, 470, -202, 350, -140, 250));
    plain(p, visor, 0x2b3563);
    patch(p, within(p, oval(p, 0, 440, 152, 136), visor), 0xf5c9a0);
    patch(p, within(p, blob(p, AT(-160, 400, -150, 330, -60, 290, 60, 288, 150, 330, 160, 400, 90, 352, 20, 366, -20, 350, -90, 362)),
                    visor), 0x6b3d2b);
    eyes_dot(p, 0, 438, 70, 29);
    mouth_open(p, 0, 482, 36, 40);
    blush(p, 0, 490, 106, 28);
    patch(p, tilted(p, -150, 310, 20, 64, 36), veil(WHITE, 150));
    patch(p, tilted(p, -112, 270, 11, 26, 48), veil(WHITE, 150));
}

void draw_hero(struct pen *p)
{
    rays(p, 500, 0x7fd0f5);
    ground(p, 0, 905, 250);
    solid(p, blob(p, AT(-110, 590, 110, 590, 260, 700, 370, 860, 370, 860, 250, 830, 180, 890, 180, 890, 60, 830, -60, 890, -60, 890,
                        -170, 830, -290, 880, -290, 880, -220, 720)), 0xf2c12e);
    legs(p, 0xd6405f, 0x8a2f6b);
    solid(p, blob(p, AT(-116, 590, 116, 590, 150, 700, 140, 820, 0, 832, -140, 820, -150, 700)), 0xd6405f);
    patch(p, box(p, 0, 806, 276, 30, 12), 0xf2c12e);
    patch(p, star(p, 0, 706, 52, 24, 5, 0), 0xf2c12e);
    plain(p, limb(p, 72, 64, AT(130, 640, 250, 600, 290, 460)), 0xd6405f);
    plain(p, limb(p, 72, 64, AT(-130, 634, -206, 666, -222, 728, -164, 778)), 0xd6405f);
    solid(p, oval(p, 296, 440, 48, 46), 0x8a5a3c);
    solid(p, oval(p, -152, 776, 38, 36), 0x8a5a3c);
    EACH_SIDE(p)
        solid(p, cloud(p, 190, 236, 104, 100, 9, 26), 0x3b2338);
    solid(p, cloud(p, 0, 360, 236, 190, 13, 14), 0x3b2338);
    head(p, 0x9c6a48);
    plain(p, blob(p, AT(-200, 380, -200, 290, -110, 220, 0, 206, 110, 220, 200, 290, 200, 380, 200, 380, 150, 310, 60, 300, 0, 280,
                        -60, 300, -150, 310, -200, 380)), 0x3b2338);
    plain(p, blob(p, AT(-186, 380, -120, 352, 0, 376, 120, 352, 186, 380, 176, 450, 110, 476, 40, 450, 0, 440, -40, 450, -110, 476,
                        -176, 450)), 0xd6405f);
    EACH_SIDE(p) {
        detail(p, oval(p, 90, 414, 40, 38), WHITE);
        detail(p, oval(p, 86, 418, 25, 28), PEN_INK);
        detail(p, oval(p, 77, 406, 10, 10), WHITE);
        plain(p, oval(p, 126, 270, 26, 26), 0xf2c12e);
    }
    p->cheeks = veil(0xff4f58, 90);
    blush(p, 0, 506, 132, 32);
    mouth_teeth(p, 0, 506, 56, 52);
}

void draw_chef(struct pen *p)
{
    ground(p, 0, 905, 250);
    legs(p, 0x4a5a78, 0x2f2f45);
    solid(p, blob(p, AT(-124, 590, 124, 590, 170, 700, 160, 836, 0, 846, -160, 836, -170, 700)), 0xfdfdff);
    EACH_SIDE(p)
        for (int32_t i = 0; i < 3; i++)
            patch(p, oval(p, 40, 668 + 54 * i, 11, 11), 0xd9475a);
    plain(p, limb(p, 80, 70, AT(140, 640, 250, 660, 290, 580)), 0xfdfdff);
    plain(p, limb(p, 80, 70, AT(-140, 634, -216, 676, -232, 744, -178, 796)), 0xfdfdff);
    plain(p, limb(p, 24, 22, AT(290, 620, 310, 480, 324, 380)), 0x9a6338);
    plain(p, oval(p, 332, 326, 46, 60), 0xb77a4a);
    solid(p, oval(p, 296, 556, 42, 40), 0xf7cfa8);
    solid(p, oval(p, -166, 796, 40, 38), 0xf7cfa8);
    head(p, 0xf7cfa8);
    EACH_SIDE(p)
        plain(p, blob(p, AT(150, 300, 210, 330, 216, 420, 216, 420, 180, 400, 160, 350)), 0x7a4a2f);
    solid(p, blob(p, AT(-110, 600, 0, 640, 110, 600, 110, 600, 150, 640, 40, 668, 30, 720, 30, 720, 0, 680, -34, 716, -34, 716, -40, 664,
                        -150, 640)), 0xd9475a);
    solid(p, blob(p, AT(-170, 270, -246, 236, -250, 150, -164, 118, -100, 62, 0, 80, 100, 62, 170, 118, 250, 150, 246, 236, 170, 270,
                        0, 284)), 0xfdfdff);
    solid(p, box(p, 0, 288, 356, 92, 30), 0xfdfdff);
    under(p, line(p, AT(-80, 150, -70, 196, -74, 228)), 10, 0xd3d6e6);
    under(p, line(p, AT(90, 150, 80, 196, 84, 228)), 10, 0xd3d6e6);
    eyes_wink(p, 0, 420, 84, 31);
    detail(p, oval(p, 0, 470, 28, 23), 0xf2a98a);
    blush(p, 0, 490, 132, 32);
    detail(p, blob(p, AT(0, 506, 40, 488, 96, 500, 140, 476, 140, 476, 120, 530, 50, 534, 0, 520, -50, 534, -120, 530, -140, 476,
                         -140, 476, -96, 500, -40, 488)),
           0x7a4a2f);
    mouth_open(p, 0, 536, 34, 34);
}
