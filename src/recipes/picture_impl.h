/* picture_impl.h: what the files of the picture share: a canvas and simple shapes on it. Lengths are pixels of the picture,
   angles degrees, clockwise from the right. */
#ifndef RECIPES_PICTURE_IMPL_H
#define RECIPES_PICTURE_IMPL_H

#include "recipes/picture.h"

#define MIDDLE_X (PICTURE_WIDTH / 2.0)
#define MIDDLE_Y (PICTURE_HEIGHT / 2.0)
#define CANVAS_NESTED_MAX 8

struct point {
    double x, y;
};

/* x' = a x + b y + e, y' = c x + d y + f */
struct placement {
    double a, b, c, d, e, f;
};

struct edge {
    struct point from, to;      /* downwards */
    int turn;                   /* 1 or -1: which way it went */
};

struct canvas {
    const struct picture *picture;
    uint64_t random;
    uint8_t *pixels;            /* red, green, blue; row by row */
    float *coverage;            /* of one row */
    struct edge *edges;         /* of the shape in the making */
    size_t edge_count, edge_room;
    struct arena *arena;
    struct placement placement[CANVAS_NESTED_MAX];
    unsigned nested;
    struct picture_colour colour;
    double alpha;
};

/* A colour nearer to white (amount above 0) or black (below 0); -1 to 1. */
struct picture_colour tint(struct picture_colour c, double amount);
struct picture_colour mix(struct picture_colour a, struct picture_colour b, double share_of_b);
#define RGB(R, G, B) ((struct picture_colour){ R, G, B })

/* 0 to 1, the same sequence for the same seed. */
double chance(struct canvas *c);
double between(struct canvas *c, double low, double high);

/* Rasterizing (picture_raster.c): contours are added, then filled together by the nonzero rule, antialiased. */
void canvas_init(struct canvas *c, struct arena *a, const struct picture *p);
void contour(struct canvas *c, const struct point *p, size_t n);
void paint(struct canvas *c) /* with the colour that fill() set; forgets the contours */;
/* Lets a colour fade out from an oval's middle to its rim; in pixels, not moved by enter(). */
void glow(struct canvas *c, struct point middle, double rx, double ry);

/* What is painted next has this colour. */
void fill(struct canvas *c, struct picture_colour colour, double alpha);
/* Moves and turns what is drawn until leave(). */
void enter(struct canvas *c, double x, double y, double degrees);
void leave(struct canvas *c);

/* Filled shapes. */
void disc(struct canvas *c, double x, double y, double radius);
void oval(struct canvas *c, double x, double y, double rx, double ry);
/* The part of an oval between two angles, cut straight from end to end. */
void cut_oval(struct canvas *c, struct point middle, struct point radii, double from, double to);
void box(struct canvas *c, double x, double y, double w, double h, double corner) /* x, y: upper left */;
void shape(struct canvas *c, const struct point *p, size_t n) /* straight sides */;
void smooth(struct canvas *c, const struct point *p, size_t n) /* closed curve through the points */;
/* An uneven round patch: `wobble` is the share of the radius that it may differ, 0 to 0.4. */
void blob(struct canvas *c, struct point middle, double radius, double wobble);
/* Lines of a width with round ends. */
void line(struct canvas *c, struct point from, struct point to, double width);
void curve(struct canvas *c, const struct point p[4] /* cubic Bezier */, double width);
void hoop(struct canvas *c, struct point middle, struct point radii, double width);
/* A soft shadow below something oval. */
void shadow(struct canvas *c, double x, double y, double rx, double ry);

/* One piece of an accent around the origin, about `size` across, as it lies on food (seen from above). */
void piece(struct canvas *c, const struct picture_accent *accent, double size);
/* Spreads pieces of all accents evenly over a disc, `count` of each. */
void scatter(struct canvas *c, struct point middle, double radius, unsigned count, double size);

/* The whole picture: background, dish and food. */
void draw_from_above(struct canvas *c);
void draw_from_the_side(struct canvas *c);

#endif
