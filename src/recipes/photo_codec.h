/* photo_codec.h: MagickWand behind a wall: bytes of a checked type in, bytes of ours out. No text of users comes near it. */
#ifndef RECIPES_PHOTO_CODEC_H
#define RECIPES_PHOTO_CODEC_H

#include "recipes/photo_header.h"
#include "store/ctx.h"

/* The longer side of what is kept. */
#define PHOTO_ORIGINAL_SIDE 2560

/* Both wait for room (two at a time, bounded memory) within the ctx's deadline: ERR_BUSY. Bytes are the arena's. */

/* Decodes a checked upload at the smallest scale that serves, turns it upright, converts it to sRGB from an embedded profile, puts it on
   white and encodes it as JPEG of at most `max_bytes` without metadata. ERR_INVALID, nothing noted: it cannot be decoded. */
enum err photo_normalise(struct ctx *cx, struct str upload, const struct photo_header *header, size_t max_bytes, struct str *ret,
                         int *ret_width, int *ret_height);
/* A photo_normalise()d picture `width` pixels wide (never wider than it is), as "webp" or "jpg". */
enum err photo_resize(struct ctx *cx, struct str original, int width, const char *format, struct str *ret);

#endif
