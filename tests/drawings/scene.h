/* scene.h: drawings for tests of the rasteriser, and how they are painted. */
#ifndef TESTS_DRAWINGS_SCENE_H
#define TESTS_DRAWINGS_SCENE_H

#include "drawings/raster.h"

#define SCENE_POINTS_MAX 40000
#define SCENE_STROKES_MAX 40

/* A canvas of 16384: 16 units are a pixel of the largest picture. No background; colour 0 is black, 1 half transparent red. */
struct scene {
    struct drawing d;
    struct drawing_colour palette[8];
    struct drawing_stroke strokes[SCENE_STROKES_MAX];
    int32_t x[SCENE_POINTS_MAX], y[SCENE_POINTS_MAX];
    uint8_t pressure[SCENE_POINTS_MAX];
    size_t used;
    struct raster *raster;
    uint8_t *rgba;                    /* the largest picture */
    int32_t width, height;
};

struct scene *scene_new(void) /* freed by nobody: a test is a process */;
/* A new stroke without points; its points follow by scene_point(). */
struct drawing_stroke *scene_stroke(struct scene *s, enum drawing_op op, int32_t width);
/* Adds a point to the last stroke; units of the canvas, pressure 0 to 255. */
void scene_point(struct scene *s, double x, double y, int pressure);
/* A number made by chance, 0 <= n < 1; the same in each run. */
double scene_random(void);
/* Paints it all. */
void scene_paint(struct scene *s);
/* Alpha of a pixel of the painted scene. */
int scene_alpha(const struct scene *s, int32_t x, int32_t y);
/* Sum of alpha / 255 over pixels x0 <= x < x1, y0 <= y < y1. */
double scene_ink(const struct scene *s, struct raster_rect part);
/* Coverage of a pixel by the last stroke, by `side` times `side` samples: written from docs/chd1.md alone, with doubles. */
double scene_sampled(const struct scene *s, int32_t x, int32_t y, int side);

#endif
