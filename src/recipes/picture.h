/* picture.h: a still-life of a dish, drawn for recipes that have no photograph (the demo). Takes numbers and colours only:
   no text of anybody reaches the drawing library. */
#ifndef RECIPES_PICTURE_H
#define RECIPES_PICTURE_H

#include "base/arena.h"
#include "base/err.h"

#include <json-c/json_object.h>

#define PICTURE_WIDTH 1600
#define PICTURE_HEIGHT 1200
#define PICTURE_ACCENTS_MAX 8

enum picture_dish {
    PICTURE_PLATE, PICTURE_BOWL, PICTURE_PAN, PICTURE_BOARD, PICTURE_PIZZA, PICTURE_TRAY,      /* seen from above */
    PICTURE_GLASS, PICTURE_MUG, PICTURE_BURGER, PICTURE_TACOS, PICTURE_CAKE, PICTURE_STACK, PICTURE_BASKET, PICTURE_SUNDAE,
    PICTURE_DISH__COUNT                                                                        /* seen from the side */
};

enum picture_shape {
    PICTURE_LEAF, PICTURE_SLICE, PICTURE_DICE, PICTURE_DOT, PICTURE_STRIP, PICTURE_WEDGE, PICTURE_BERRY, PICTURE_RING,
    PICTURE_CHIP,
    PICTURE_SHAPE__COUNT
};

struct picture_colour {
    uint8_t r, g, b;
};

struct picture_accent {
    enum picture_shape shape;
    struct picture_colour colour;
};

struct picture {
    enum picture_dish dish;
    struct picture_colour base, background;
    struct picture_accent accent[PICTURE_ACCENTS_MAX];
    size_t accent_count;
    unsigned seed;              /* places the pieces */
};

/* Reads {"dish": "bowl", "base": "#c98a3c", "background": "#2f4858", "seed": 3, "accents": [{"shape": "leaf", "colour":
   "#4d8b31"}]}. ERR_INVALID when a name, colour or number is none that is known; `ret` is untouched then. */
enum err picture_parse(struct json_object *description, struct picture *ret);

/* Draws a PNG of PICTURE_WIDTH x PICTURE_HEIGHT; the bytes are the arena's. The same description gives the same picture.
   Takes some tenths of a second. ERR_INTERNAL when the library fails. */
enum err picture_draw(struct arena *a, const struct picture *p, struct str *ret_png);

#endif
