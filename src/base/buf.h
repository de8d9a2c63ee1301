/* buf.h: a growing byte buffer with a ceiling and a sticky error: append without checking, ask once at the end. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"

struct buf {
    char *data;            /* always terminated by NUL once something was put */
    size_t len;
    size_t cap;
    size_t max;            /* ceiling in bytes */
    bool failed;           /* the ceiling was reached: what came after is missing */
    struct arena *arena;   /* NULL: malloc, freed by buf_done() */
};

/* An empty buffer of at most `max` bytes; with an arena the bytes are the arena's. */
void buf_init(struct buf *b, struct arena *arena, size_t max);
/* Frees the bytes of a buffer without an arena. */
void buf_done(struct buf *b);
void buf_clear(struct buf *b) /* empty and unfailed again, memory kept */;

/* Append; what does not fit marks the buffer as failed, and nothing more is put. */
void buf_put(struct buf *b, const void *p, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_put_str(struct buf *b, struct str s);
void buf_put_int(struct buf *b, int64_t value) /* in decimal; many times quicker than buf_printf() */;
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Room for `n` bytes behind what was put, for a writer that knows how many at most; NULL where they pass the ceiling, which
   fails the buffer. buf_used() then says how many of them were written. */
char *buf_room(struct buf *b, size_t n);
void buf_used(struct buf *b, size_t n) /* at most what buf_room() was asked for */;

/* What was put; borrowed until the next put. Never a NULL pointer. */
struct str buf_str(const struct buf *b);
/* The same as a terminated string. */
const char *buf_text(const struct buf *b);

#endif
