/* image.h: MagickWand (6.9) for the domains that read or make pictures: its start and limits, room for what it keeps in memory, its
   blobs and its errors. No text of users comes near it: names of formats and options are ours. */
#ifndef IMAGE_IMAGE_H
#define IMAGE_IMAGE_H

#include "store/ctx.h"

/* ImageMagick 6 declares a function without a prototype. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wstrict-prototypes"
#include <wand/MagickWand.h>
#pragma GCC diagnostic pop

#define IMAGE_SIDE_MAX 16000          /* pixels */

/* Starts the library, the first time it is called in a process: one thread for each picture, nothing on the disk, no coder but JPEG,
   PNG and WebP, no delegate, no file. False with the reason where a limit or a right is not in force; then nothing may be read or
   made. Not before a fork. */
bool image_start(const char **ret_why);

/* The wand's picture, or all of them as an animation, in the format that was set: bytes of the arena. False where it fails. */
bool image_blob(MagickWand *wand, bool all, struct arena *a, struct str *ret);

/* One picture on its way. */
struct image_job {
    struct ctx *cx;
    MagickWand *wand;
    struct image_scratch *scratch;
    size_t room_bytes;
    bool has_room;
};

/* Begins a job: starts the library, waits for room (two jobs at a time, bounded memory) within the ctx's deadline, makes an empty
   wand that gives up at the deadline. `room_bytes` is what the job will keep in memory beside the arena, about. ERR_BUSY,
   ERR_INTERNAL. image_end() ends it; the arena does where nobody else did. */
enum err image_begin(struct ctx *cx, size_t room_bytes, struct image_job **ret);
void image_end(struct image_job *j) /* also a second time */;
/* Memory that is not zeroed, until the job ends. */
void *image_memory(struct image_job *j, size_t n) __attribute__((malloc, alloc_size(2), returns_nonnull));
/* Why the wand failed: ERR_TIMEOUT or ERR_BUSY, noted; ERR_INVALID, nothing noted: the picture's fault. */
enum err image_failure(struct image_job *j);

#endif
