/* demo_beings.c: characters from elsewhere. */
#include "drawings/demo_cast.h"

void draw_ghost(struct pen *p)
{
    struct form *body = blob(p, AT(0, 170, 170, 215, 250, 380, 262, 560, 300, 800, 300, 800, 240, 870, 170, 800, 90, 880, 10, 800, -80, 880,
                                   -160, 805, -240, 875, -300, 790, -300, 790, -262, 560, -250, 380, -170, 215));

    spot(p, 500, 390, 0x544a94);
    scatter(p, STARS, 11, 0xffd76a, 0x8f86d8);
    ground(p, 0, 945, 220);
    EACH_SIDE(p)
        solid(p, blob(p, AT(225, 520, 330, 470, 392, 500, 380, 570, 300, 640, 230, 650)), 0xf6f3ff);
    solid(p, body, 0xf6f3ff);
    eyes_dot(p, 0, 420, 92, 44);
    mouth_o(p, 0, 536, 40, 46);
    blush(p, 0, 505, 168, 40);
}

void draw_robot(struct pen *p)
{
    spot(p, 510, 395, 0xffe39b);
    scatter(p, CROSSES, 12, 0xf2b632, 0xffffff);
    ground(p, 0, 905, 260);
    EACH_SIDE(p) {
        plain(p, limb(p, 40, 36, AT(170, 640, 260, 690, 290, 610, 300, 560)), 0x9fb4c6);
        solid(p, oval(p, 302, 530, 48, 48), 0xff7a59);
        plain(p, box(p, 76, 835, 56, 90, 12), 0x9fb4c6);
        solid(p, box(p, 84, 882, 118, 56, 26), 0xff7a59);
    }
    solid(p, box(p, 0, 710, 330, 240, 56), 0x5cc3d6);
    plain(p, box(p, 0, 705, 190, 130, 28), 0xeafaff);
    plain(p, limb(p, 20, 16, AT(0, 240, 0, 150)), 0x9fb4c6);
    solid(p, oval(p, 0, 128, 36, 36), 0xff7a59);
    EACH_SIDE(p)
        solid(p, box(p, 252, 400, 60, 130, 24), 0xff7a59);
    solid(p, box(p, 0, 400, 480, 350, 90), 0x5cc3d6);
    plain(p, box(p, 0, 410, 376, 236, 70), 0x1f3a5c);
    shine(p, -172, 268, 44, 16, -28);
    EACH_SIDE(p) {
        detail(p, oval(p, 84, 385, 38, 46), 0x7dfbe4);
        detail(p, oval(p, 84, 385, 18, 24), 0xe9fffb);
    }
    stroke(p, arc(p, 0, 448, 66, 42, 165, 15), 17, 0x7dfbe4);
    for (int32_t y = 352; y <= 424; y += 24)
        rub(p, line(p, AT(-150, y, 150, y)), 6);
    detail(p, heart(p, 0, 706, 36), 0xff5c7a);
    stroke(p, line(p, AT(-74, 706, -50, 706, -38, 680)), 9, 0x5cc3d6);
    stroke(p, line(p, AT(38, 728, 50, 706, 74, 706)), 9, 0x5cc3d6);
}

void draw_cyclops(struct pen *p)
{
    ground(p, 0, 900, 270);
    EACH_SIDE(p) {
        solid(p, blob(p, AT(120, 250, 150, 170, 240, 110, 240, 110, 255, 200, 215, 300)), 0xffe9b8);
        plain(p, limb(p, 70, 60, AT(230, 560, 330, 600, 372, 700)), 0x6fc24a);
        solid(p, oval(p, 100, 880, 84, 40), 0x5aa83a);
    }
    solid(p, blob(p, AT(0, 200, 190, 235, 275, 400, 285, 620, 270, 800, 200, 880, 0, 895, -200, 880, -270, 800, -285, 620, -275, 400,
                        -190, 235)),
          0x7ed957);
    patch(p, egg(p, 0, 770, 165, 105, 8), 0xd6f5a8);
    eye_big(p, 0, 430, 118, 0xf2a71b);
    mouth_teeth(p, 0, 600, 120, 84);
    p->cheeks = veil(0x3f9f2f, 130);
    blush(p, 0, 590, 205, 34);
}

void draw_yeti(struct pen *p)
{
    struct form *fur, *face;

    hills(p, 760, 0xe4f1fb);
    scatter(p, DOTS, 20, WHITE, 0xcfe6f7);
    ground(p, 0, 905, 290);
    EACH_SIDE(p) {
        solid(p, oval(p, 120, 880, 96, 42), 0x6fb7e0);
        plain(p, blob(p, AT(120, 260, 150, 170, 210, 130, 240, 60, 240, 60, 290, 170, 230, 280)), 0x7a8199);
    }
    EACH_SIDE(p) {
        plain(p, p->mirrored ? limb(p, 116, 92, AT(230, 540, 350, 560, 390, 700)) : limb(p, 116, 92, AT(230, 560, 360, 500, 390, 350)),
              0xf2f8ff);
        solid(p, p->mirrored ? oval(p, 394, 720, 58, 54) : oval(p, 392, 330, 58, 54), 0x6fb7e0);
    }
    fur = cloud(p, 0, 550, 316, 360, 20, 12);
    solid(p, fur, 0xf2f8ff);
    face = blob(p, AT(0, 340, 100, 310, 190, 360, 210, 460, 170, 570, 80, 610, 0, 616, -80, 610, -170, 570, -210, 460, -190, 360,
                      -100, 310));
    plain(p, face, 0x8fcdf0);
    for (int32_t i = 0; i < 3; i++)
        under(p, arc(p, -110 + 110 * i, 700 + 30 * (i % 2), 34, 26, 165, 15), 12, 0xc9ddf0);
    eyes_dot(p, 0, 440, 92, 36);
    brows(p, 0, 376, 92, 30, -6);
    blush(p, 0, 512, 142, 34);
    mouth_teeth(p, 0, 510, 76, 62);
}

void draw_alien(struct pen *p)
{
    struct form *dome, *head, *dish;

    scatter(p, STARS, 12, 0xfff0a8, 0x7f9cf0);
    patch(p, blob(p, AT(-150, 690, -150, 690, 150, 690, 150, 690, 330, 1080, 330, 1080, -330, 1080, -330, 1080)), veil(0xd9ff7a, 130));
    patch(p, blob(p, AT(-80, 690, -80, 690, 80, 690, 80, 690, 170, 1080, 170, 1080, -170, 1080, -170, 1080)), veil(0xf4ffc0, 120));
    place(p, 0, 20, 1000, -5);
    EACH_SIDE(p) {
        plain(p, limb(p, 22, 18, AT(60, 300, 90, 220, 130, 180)), 0x8fe36f);
        solid(p, oval(p, 136, 166, 30, 30), 0x8fe36f);
    }
    dome = blob(p, AT(-250, 560, -240, 400, -150, 270, 0, 226, 150, 270, 240, 400, 250, 560, 0, 600));
    plain(p, dome, 0xbfe9ff);
    plain(p, limb(p, 100, 130, AT(0, 500, 0, 590)), 0x6fc94f);
    head = egg(p, 0, 400, 158, 128, -12);
    solid(p, head, 0x8fe36f);
    EACH_SIDE(p) {
        detail(p, tilted(p, 80, 392, 44, 55, 24), PEN_INK);
        detail(p, tilted(p, 64, 370, 15, 18, 24), WHITE);
        detail(p, oval(p, 92, 416, 8, 8), WHITE);
    }
    mouth_smile(p, 0, 466, 34, 24);
    patch(p, tilted(p, -166, 380, 22, 84, 24), veil(WHITE, 140));
    dish = blob(p, AT(-430, 610, -330, 550, -180, 524, 0, 516, 180, 524, 330, 550, 430, 610, 330, 690, 160, 732, 0, 740, -160, 732,
                      -330, 690));
    solid(p, dish, 0xa48be0);
    patch(p, within(p, blob(p, AT(-440, 610, -330, 550, 0, 512, 330, 550, 440, 610, 200, 626, 0, 632, -200, 626)), dish), 0xc4b2f2);
    for (int32_t i = -2; i <= 2; i++)
        plain(p, oval(p, 140 * i, 664 - 8 * i * i, 34, 30), i % 2 ? 0xffd54f : 0xff7fa8);
    home(p);
}

void draw_slime(struct pen *p)
{
    struct form *body;

    scatter(p, RINGS, 12, 0xb6f2e4, WHITE);
    floor_line(p, 840, 0x2f9c95);
    ground(p, 0, 884, 380);
    body = blob(p, AT(0, 260, 60, 210, 120, 260, 200, 380, 270, 560, 350, 700, 410, 830, 350, 886, 200, 870, 90, 900, -60, 880, -200, 902,
                      -350, 884, -410, 820, -350, 690, -270, 560, -200, 400, -110, 290));
    solid(p, body, 0x8be0c0);
    patch(p, within(p, oval(p, -60, 800, 300, 60), body), veil(WHITE, 60));
    shine(p, -150, 430, 30, 70, 26);
    shine(p, -196, 540, 14, 20, 26);
    patch(p, oval(p, 236, 740, 16, 16), veil(WHITE, 120));
    patch(p, oval(p, -240, 730, 20, 20), veil(WHITE, 120));
    eye_big(p, 0, 470, 62, 0x8a6ff0);
    eye_big(p, -126, 570, 54, 0x8a6ff0);
    eye_big(p, 126, 570, 54, 0x8a6ff0);
    mouth_open(p, 0, 660, 84, 92);
    fangs(p, 0, 668, 46, 30);
    p->cheeks = veil(0xff7fa8, 130);
    blush(p, 0, 668, 172, 34);
}
