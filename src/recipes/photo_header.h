/* photo_header.h: what a picture's own bytes say of it, read before anything decodes it. */
#ifndef RECIPES_PHOTO_HEADER_H
#define RECIPES_PHOTO_HEADER_H

#include "base/arena.h"

enum photo_type { PHOTO_JPEG, PHOTO_PNG, PHOTO_WEBP };

struct photo_header {
    enum photo_type type;
    int width, height;         /* as stored, before turning */
    int channels;              /* of a JPEG: 1, 3 or 4 */
    bool indexed;              /* a PNG with a palette or in grey, whose pixels take more memory */
    size_t decoder_bytes;      /* what a JPEG decoder keeps of the whole picture (progressive, several scans); 0: a few rows */
    struct str frame;          /* an animated WebP: its first frame's chunks; p NULL otherwise */
};

/* Reads type and size by magic number and header fields, and looks whether the file is whole. Linear in the bytes, decodes
   nothing. NULL, or what is wrong with it ("must be ...", of the arena): no such picture, cut off, too many pixels or scans, sides
   above PHOTO_SIDE_MAX. Sources: ITU-T T.81 annex B, RFC 2083 section 11, RFC 9649. */
const char *photo_header_read(struct arena *a, struct str bytes, struct photo_header *ret);

#define PHOTO_SIDE_MAX 16000
#define PHOTO_MEGAPIXELS_JPEG 55      /* decoded at a smaller scale */
#define PHOTO_MEGAPIXELS_OTHER 24
#define PHOTO_MEGAPIXELS_INDEXED 12
#define PHOTO_DECODER_BYTES_MAX ((size_t)96 << 20)
#define PHOTO_SCANS_MAX 64

/* A still WebP of header->frame, of the arena. */
struct str photo_first_frame(struct arena *a, const struct photo_header *header);

#endif
