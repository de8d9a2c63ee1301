/* arena.h: memory that lives as long as one request (or one job item) and is given back at once.

   An allocation never returns NULL. Past the ceiling the arena jumps to `escape`, which the dispatcher sets: the
   request is answered with 503 and the process lives. When the system itself has no memory the process aborts. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>

struct arena_block;
struct arena_deferred;

struct arena {
    struct arena_block *block;        /* newest first */
    struct arena_deferred *deferred;  /* newest first */
    size_t used_bytes;                /* of all blocks */
    size_t ceiling_bytes;
    jmp_buf *escape;                  /* NULL: reaching the ceiling aborts */
};

struct arena_mark {
    struct arena_block *block;
    size_t used;
    struct arena_deferred *deferred;
};

/* An empty arena that may hold `ceiling_bytes`. Ended by arena_done(). */
void arena_init(struct arena *a, size_t ceiling_bytes);
/* Runs what was deferred, newest first, and forgets all memory; the newest block is kept for the next
   request unless it is large: soon one block holds all that the requests of a thread need. */
void arena_reset(struct arena *a);
/* arena_reset(), and gives all memory back. */
void arena_done(struct arena *a);

/* `n` zeroed bytes, aligned for any type; owned by the arena. */
void *arena_alloc(struct arena *a, size_t n) __attribute__((malloc, alloc_size(2), returns_nonnull));
/* The same with any content: for who writes all of it. */
void *arena_bytes(struct arena *a, size_t n) __attribute__((malloc, alloc_size(2), returns_nonnull));
/* Makes the newest allocation, `p` of `n` bytes, longer by `more` where it lies. False: it is not the newest, or has no room. */
bool arena_extend(struct arena *a, void *p, size_t n, size_t more);
/* `count` zeroed items of `size` bytes. */
void *arena_array(struct arena *a, size_t count, size_t size) __attribute__((malloc, alloc_size(2, 3), returns_nonnull));
/* A zeroed object of a type. */
#define ARENA_NEW(A, TYPE) ((TYPE *)arena_alloc((A), sizeof(TYPE)))
#define ARENA_ARRAY(A, COUNT, TYPE) ((TYPE *)arena_array((A), (COUNT), sizeof(TYPE)))

/* Terminated copies, owned by the arena. */
char *arena_strdup(struct arena *a, const char *s) __attribute__((returns_nonnull));
char *arena_str(struct arena *a, struct str s) /* terminated copy of a slice */ __attribute__((returns_nonnull));
/* All texts up to a NULL, one behind the other: many times quicker than arena_printf(). */
char *arena_join(struct arena *a, const char *first, ...) __attribute__((sentinel, returns_nonnull));
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3), returns_nonnull));
char *arena_vprintf(struct arena *a, const char *format, va_list args) __attribute__((format(printf, 2, 0), returns_nonnull));

/* Runs `run(arg)` when the arena is reset or rewound past this point: for what is not memory of the arena. At the ceiling it runs at
   once, before the jump: what was just opened is never lost. */
void arena_defer(struct arena *a, void (*run)(void *arg), void *arg);

/* Where the arena stands now, and back to there: a transaction that is tried again begins with the same memory. */
struct arena_mark arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark mark) /* runs what was deferred since */;

#endif
