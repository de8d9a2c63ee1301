/* demo_pen.h: how the demo's characters are drawn. A pen builds forms (what a hand could draw in one go) and puts them on paper as
   a cartoonist does: an outline whose pressure swells away from the light, the colour, a shade; lines with thin ends.

   The sheet's longer side is 1024 units; x is counted from the middle of the sheet, y from its top. Integers and one table only, so
   that every build draws the same bytes. */
#ifndef DRAWINGS_DEMO_PEN_H
#define DRAWINGS_DEMO_PEN_H

#include "base/arena.h"
#include "drawings/drawing.h"

#define FORM_UNIT 64                  /* a form's fractions of a unit */
#define TURN 65536                    /* of an angle */
#define PEN_INK 0x2c1b3du

/* 0xRRGGBB, or 0xAARRGGBB for a translucent one: an alpha of 0 means opaque. */
typedef uint32_t colour;

/* A line, or an outline with its inside to the right of the way, evenly sampled: 1/FORM_UNIT units of the sheet from its corner. */
struct form {
    size_t count;
    int32_t *x, *y;
    bool closed;
};

struct mark;

struct pen {
    struct arena *arena;
    int32_t width, height;            /* of the sheet */
    colour paper;                     /* NO_PAPER: transparent; then the figure gets a white edge */
    uint32_t random;
    bool mirrored;                    /* x to the left instead of to the right, before placing */
    int32_t place_x, place_y, scale, sine, cosine;     /* where forms go: place() */
    int32_t line;                     /* width of outlines, units */
    colour cheeks;                    /* of blush() */
    struct mark *first, **last;
    struct mark *edge, **edge_last;   /* what paints the white edge */
};

#define NO_PAPER 0xffffffffu

/* A pen over an empty sheet. */
void pen_init(struct pen *p, struct arena *a, int32_t width, int32_t height, colour paper, uint32_t seed);
/* The drawing of all that was put on paper, canonical, with times; the arrays are the arena's. */
void pen_finish(struct pen *p, struct drawing *ret);

/* Numbers that are the same in every run: from `least` to `most`. */
int32_t chance(struct pen *p, int32_t least, int32_t most);
/* 16384 times the sine of an angle in 1/TURN. */
int32_t turn_sine(int32_t angle) __attribute__((const));
/* Rounded down; of any number below 2^62. */
int32_t root(int64_t n) __attribute__((const));

/* From here on forms are drawn around (x, y), at `permille` of their size, turned clockwise by `degrees`. home() takes it back. */
void place(struct pen *p, int32_t x, int32_t y, int32_t permille, int32_t degrees);
void home(struct pen *p);
/* What follows is done twice, the second time mirrored. */
#define EACH_SIDE(P) \
    for (int side_ = 0; side_ < 2 ? ((P)->mirrored = side_ == 1, 1) : ((P)->mirrored = false, 0); side_++)

/* Coordinates: x, y, x, y ... */
struct points {
    const int32_t *at;
    size_t count;
};
#define AT(...) ((struct points){ (const int32_t[]){ __VA_ARGS__ }, sizeof((const int32_t[]){ __VA_ARGS__ }) / (2 * sizeof(int32_t)) })

/* Forms. `blob` and `line` go smoothly through their points; where one stands twice there is a corner. */
struct form *oval(struct pen *p, int32_t x, int32_t y, int32_t rx, int32_t ry);
struct form *tilted(struct pen *p, int32_t x, int32_t y, int32_t rx, int32_t ry, int32_t degrees) /* oval, turned */;
struct form *egg(struct pen *p, int32_t x, int32_t y, int32_t rx, int32_t ry, int32_t belly) /* percent wider below, narrower above */;
struct form *pebble(struct pen *p, int32_t x, int32_t y, int32_t rx, int32_t ry, int32_t square) /* oval, percent out at the corners */;
struct form *arc(struct pen *p, int32_t x, int32_t y, int32_t rx, int32_t ry, int32_t from, int32_t to) /* degrees, 0 right, 90 below */;
struct form *box(struct pen *p, int32_t x, int32_t y, int32_t w, int32_t h, int32_t round) /* around its middle */;
struct form *blob(struct pen *p, struct points at);
struct form *poly(struct pen *p, struct points at) /* straight sides */;
struct form *line(struct pen *p, struct points at);
struct form *limb(struct pen *p, int32_t from, int32_t to, struct points at) /* a tube of two widths around a line, round ends */;
struct form *star(struct pen *p, int32_t x, int32_t y, int32_t r, int32_t inner, int32_t rays, int32_t degrees);
struct form *cloud(struct pen *p, int32_t x, int32_t y, int32_t rx, int32_t ry, int32_t bumps, int32_t depth) /* scalloped oval */;
struct form *heart(struct pen *p, int32_t x, int32_t y, int32_t r);
struct form *within(struct pen *p, const struct form *f, const struct form *body) /* what sticks out is drawn in to its edge */;
bool inside(const struct form *f, int32_t x, int32_t y) /* of 1/FORM_UNIT, even-odd */ __attribute__((pure));

/* On paper. A solid hides the outlines of what it covers; so the order is from back to front. */
void solid(struct pen *p, const struct form *f, colour c) /* outline, colour, shade */;
void plain(struct pen *p, const struct form *f, colour c) /* outline, colour */;
void patch(struct pen *p, const struct form *f, colour c) /* colour alone, under the outlines */;
void detail(struct pen *p, const struct form *f, colour c) /* colour alone, on top */;
void ink(struct pen *p, const struct form *f, int32_t width) /* a line on top */;
void stroke(struct pen *p, const struct form *f, int32_t width, colour c) /* the same in a colour */;
void hide(struct pen *p, const struct form *f) /* the outlines inside of it, where parts grow together */;
void under(struct pen *p, const struct form *f, int32_t width, colour c) /* a line among the colours */;
void rub(struct pen *p, const struct form *f, int32_t width) /* the eraser, over the details */;
colour mix(colour a, colour b, int32_t percent_b) __attribute__((const));
colour veil(colour c, int32_t alpha) /* translucent */ __attribute__((const));

#endif
