/* image_film.h: animated WebP, lossless. By libwebp itself: ImageMagick 6 gives each picture the time of the next one, and keeps all of
   them twice (docs/decisions.md). */
#ifndef IMAGE_FILM_H
#define IMAGE_FILM_H

#include "base/arena.h"

/* An animation on its way. */
struct image_film {
    struct WebPAnimEncoder *encoder;
    int32_t width, height;
};

/* Begins an animation that is played again and again; what libwebp keeps ends with the arena, or with image_film_end(). The same
   pictures give the same bytes. Each function is false only where libwebp fails. */
bool image_film_begin(struct image_film *f, struct arena *a, int32_t width, int32_t height);
/* Adds a picture (R, G, B, A, not premultiplied), which is shown from then on; the first one begins at 0. */
bool image_film_add(struct image_film *f, const uint8_t *rgba, int from_ms);
/* Ends it after the last picture; bytes of the arena. */
bool image_film_end(struct image_film *f, int end_ms, struct arena *a, struct str *ret);

#endif
