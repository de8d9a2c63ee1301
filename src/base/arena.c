#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BLOCK_BYTES ((size_t)16 * 1024)
#define KEPT_BLOCK_BYTES ((size_t)512 * 1024)    /* at most, between two requests */
#define ALIGNMENT 16

struct arena_block {
    struct arena_block *older;
    size_t size;   /* of data */
    size_t used;
    _Alignas(ALIGNMENT) char data[];
};

struct arena_deferred {
    struct arena_deferred *older;
    void (*run)(void *arg);
    void *arg;
};

void arena_init(struct arena *a, size_t ceiling_bytes)
{
    *a = (struct arena){ .ceiling_bytes = ceiling_bytes };
}

static void full(struct arena *a)
{
    if (a->escape)
        longjmp(*a->escape, 1);
    fputs("arena: ceiling reached outside a request\n", stderr);
    abort();
}

static void add_block(struct arena *a, size_t n)
{
    size_t size = a->block ? a->block->size * 2 : FIRST_BLOCK_BYTES;
    struct arena_block *b;

    if (size > (size_t)1 << 20)
        size = (size_t)1 << 20;
    if (size < n)
        size = n;
    b = malloc(sizeof(*b) + size);
    if (!b)
        abort();
    b->older = a->block;
    b->size = size;
    b->used = 0;
    a->block = b;
}

static bool fits(const struct arena *a, size_t n)
{
    return n <= a->ceiling_bytes && a->used_bytes + n <= a->ceiling_bytes;
}

static size_t aligned(size_t n)
{
    return (n + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

void *arena_bytes(struct arena *a, size_t n)
{
    void *p;

    if (!fits(a, n))
        full(a);
    n = aligned(n);
    if (!a->block || a->block->size - a->block->used < n)
        add_block(a, n);
    p = a->block->data + a->block->used;
    a->block->used += n;
    a->used_bytes += n;
    return p;
}

void *arena_alloc(struct arena *a, size_t n)
{
    return memset(arena_bytes(a, n), 0, n);
}

bool arena_extend(struct arena *a, void *p, size_t n, size_t more)
{
    struct arena_block *b = a->block;
    size_t by = aligned(n + more) - aligned(n);

    if (!b || (char *)p + aligned(n) != b->data + b->used || by > b->size - b->used || a->used_bytes + by > a->ceiling_bytes)
        return false;
    b->used += by;
    a->used_bytes += by;
    return true;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    size_t n;

    if (__builtin_mul_overflow(count, size, &n))
        full(a);
    return arena_alloc(a, n);
}

char *arena_str(struct arena *a, struct str s)
{
    char *copy = arena_bytes(a, s.n + 1);

    if (s.n)
        memcpy(copy, s.p, s.n);
    copy[s.n] = '\0';
    return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return arena_str(a, str_of(s));
}

char *arena_join(struct arena *a, const char *first, ...)
{
    size_t n = 0;
    char *text, *end;
    va_list args;

    va_start(args, first);
    for (const char *s = first; s; s = va_arg(args, const char *))
        n += strlen(s);
    va_end(args);
    text = end = arena_bytes(a, n + 1);
    va_start(args, first);
    for (const char *s = first; s; s = va_arg(args, const char *))
        end = stpcpy(end, s);
    va_end(args);
    *end = '\0';
    return text;
}

char *arena_vprintf(struct arena *a, const char *format, va_list args)
{
    char small[256], *text;
    va_list again;
    int n;

    va_copy(again, args);
    n = vsnprintf(small, sizeof(small), format, again);
    va_end(again);
    if (n < 0)
        abort();
    if ((size_t)n < sizeof(small))
        return arena_str(a, (struct str){ small, (size_t)n });
    text = arena_bytes(a, (size_t)n + 1);
    vsnprintf(text, (size_t)n + 1, format, args);
    return text;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
    va_list args;
    char *text;

    va_start(args, format);
    text = arena_vprintf(a, format, args);
    va_end(args);
    return text;
}

void arena_defer(struct arena *a, void (*run)(void *arg), void *arg)
{
    struct arena_deferred *d;

    if (!fits(a, sizeof(*d))) {
        run(arg);
        full(a);
    }
    d = ARENA_NEW(a, struct arena_deferred);
    d->older = a->deferred;
    d->run = run;
    d->arg = arg;
    a->deferred = d;
}

struct arena_mark arena_mark(const struct arena *a)
{
    return (struct arena_mark){ a->block, a->block ? a->block->used : 0, a->deferred };
}

static void run_deferred(struct arena *a, struct arena_deferred *until)
{
    while (a->deferred != until) {
        struct arena_deferred *d = a->deferred;

        a->deferred = d->older;
        d->run(d->arg);
    }
}

void arena_rewind(struct arena *a, struct arena_mark mark)
{
    run_deferred(a, mark.deferred);
    while (a->block && a->block != mark.block && (mark.block || a->block->older)) {
        struct arena_block *b = a->block;

        a->used_bytes -= b->used;
        a->block = b->older;
        free(b);
    }
    if (a->block) {
        a->used_bytes -= a->block->used - mark.used;
        a->block->used = mark.used;
    }
}

/* Frees all blocks but the newest, and that one too when it is larger than `kept` bytes. */
static void free_blocks(struct arena *a, size_t kept)
{
    struct arena_block *newest = a->block, *older;

    for (struct arena_block *b = newest ? newest->older : NULL; b; b = older) {
        older = b->older;
        free(b);
    }
    if (newest && newest->size > kept) {
        free(newest);
        newest = NULL;
    }
    if (newest) {
        newest->older = NULL;
        newest->used = 0;
    }
    a->block = newest;
    a->used_bytes = 0;
}

void arena_reset(struct arena *a)
{
    run_deferred(a, NULL);
    free_blocks(a, KEPT_BLOCK_BYTES);
}

void arena_done(struct arena *a)
{
    run_deferred(a, NULL);
    free_blocks(a, 0);
}
