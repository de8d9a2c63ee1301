/* image_png.h: pixels as PNG. By libpng itself: ImageMagick's encoder takes ten times as long (docs/decisions.md). */
#ifndef IMAGE_PNG_H
#define IMAGE_PNG_H

#include "base/arena.h"

/* `width` times `height` pixels (R, G, B, A, not premultiplied, row by row) as a PNG of the arena: in grey or with a palette where at
   most 256 colours occur, else in true colours; what is decoded is exactly what was given. The same pixels give the same bytes.
   Without metadata. False only where libpng fails. */
bool image_png(struct arena *a, const uint8_t *rgba, int32_t width, int32_t height, struct str *ret);

#endif
