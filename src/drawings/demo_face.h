/* demo_face.h: eyes, mouths and surroundings that the demo's characters share. Faces are drawn around (x, y) of the place. */
#ifndef DRAWINGS_DEMO_FACE_H
#define DRAWINGS_DEMO_FACE_H

#include "drawings/demo_pen.h"

#define WHITE 0xffffffu

/* Eyes: `apart` is from the middle to each of them, `r` their size. */
void eyes_dot(struct pen *p, int32_t x, int32_t y, int32_t apart, int32_t r) /* black buttons with a glint */;
void eyes_big(struct pen *p, int32_t x, int32_t y, int32_t apart, int32_t r, colour iris) /* white, with iris and pupil */;
void eyes_happy(struct pen *p, int32_t x, int32_t y, int32_t apart, int32_t r) /* closed by a laugh */;
void eyes_asleep(struct pen *p, int32_t x, int32_t y, int32_t apart, int32_t r);
void eyes_wink(struct pen *p, int32_t x, int32_t y, int32_t apart, int32_t r) /* the right one is closed */;
void eye_dot(struct pen *p, int32_t x, int32_t y, int32_t r) /* one of each kind */;
void eye_big(struct pen *p, int32_t x, int32_t y, int32_t r, colour iris);
void brows(struct pen *p, int32_t x, int32_t y, int32_t apart, int32_t half, int32_t slope) /* slope: how much lower inside */;
void blush(struct pen *p, int32_t x, int32_t y, int32_t apart, int32_t r);

/* Mouths: `w` is half of their width. */
void mouth_smile(struct pen *p, int32_t x, int32_t y, int32_t w, int32_t depth);
void mouth_open(struct pen *p, int32_t x, int32_t y, int32_t w, int32_t depth);
void mouth_teeth(struct pen *p, int32_t x, int32_t y, int32_t w, int32_t depth) /* open, with the upper row */;
void mouth_cat(struct pen *p, int32_t x, int32_t y, int32_t w);
void mouth_o(struct pen *p, int32_t x, int32_t y, int32_t rx, int32_t ry);
void fangs(struct pen *p, int32_t x, int32_t y, int32_t apart, int32_t h);
void shine(struct pen *p, int32_t x, int32_t y, int32_t rx, int32_t ry, int32_t degrees) /* light on something glossy */;

/* Surroundings, before the figure. */
enum scatter { DOTS, RINGS, STARS, SPARKLES, HEARTS, LEAVES, CROSSES, DASHES, CLOUDS };
void spot(struct pen *p, int32_t y, int32_t r, colour c) /* a disc behind the figure */;
void ground(struct pen *p, int32_t x, int32_t y, int32_t rx) /* its shadow on the floor */;
void floor_line(struct pen *p, int32_t y, colour c) /* a floor from y down */;
void hills(struct pen *p, int32_t y, colour c);
void rays(struct pen *p, int32_t y, colour c) /* of a sun behind the figure */;
void scatter(struct pen *p, enum scatter what, int32_t count, colour a, colour b) /* around the edges of the sheet */;

#endif
