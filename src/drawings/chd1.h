/* chd1.h: drawings as bytes, docs/chd1.md. One drawing has one spelling: decode(encode(x)) = x, and encode(decode(b)) = b for
   every b that is accepted. */
#ifndef DRAWINGS_CHD1_H
#define DRAWINGS_CHD1_H

#include "drawings/drawing.h"

struct arena;
struct buf;
struct hash;
struct str;

#define CHD1_VERSION 1

/* Bytes of memory that decoding `n` bytes takes at most. */
size_t chd1_memory_bytes(size_t n) __attribute__((const));
/* Decodes `n` bytes into `memory`, of chd1_memory_bytes(n) and aligned for any type: the arrays of `ret` are in there, nothing
   points into the bytes. False with the first fault; `ret` is untouched then. No libc: this is what the browser runs as well. */
bool chd1_decode_into(const uint8_t *bytes, size_t n, void *memory, struct drawing *ret, struct drawing_fault *ret_fault);
/* The same with memory of an arena. */
bool chd1_decode(struct arena *a, struct str bytes, struct drawing *ret, struct drawing_fault *ret_fault);

enum chd1_times { CHD1_WITH_TIMES, CHD1_WITHOUT_TIMES /* as if no stroke had any */ };

/* Writes the bytes of a canonical drawing, at most `room` of them, and returns how many there are in all. No libc. */
size_t chd1_write(const struct drawing *d, enum chd1_times times, uint8_t *out, size_t room);
/* Checks the drawing and appends its bytes. False with the first fault of a drawing that is not canonical or takes more than
   DRAWING_BYTES_MAX; then nothing was appended. */
bool chd1_encode(const struct drawing *d, struct buf *b, struct drawing_fault *ret_fault);

/* The identities of a canonical drawing: of all its bytes (replay, remix, repeated sending), and of the bytes that it would have
   without times (what it looks like: duplicates, rendered pictures). The arena is for scratch. */
struct hash chd1_drawing_id(struct arena *a, const struct drawing *d);
struct hash chd1_picture_id(struct arena *a, const struct drawing *d);

#endif
