#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_init(struct buf *b, struct arena *arena, size_t max)
{
    *b = (struct buf){ .max = max, .arena = arena };
}

void buf_done(struct buf *b)
{
    if (!b->arena)
        free(b->data);
    *b = (struct buf){ 0 };
}

void buf_clear(struct buf *b)
{
    b->len = 0;
    b->failed = false;
    if (b->data)
        b->data[0] = '\0';
}

static void grow(struct buf *b, size_t need)
{
    size_t cap = b->cap ? b->cap : 256;
    char *data;

    while (cap < need)
        cap *= 2;
    if (b->arena && b->cap && arena_extend(b->arena, b->data, b->cap, cap - b->cap)) {
        data = b->data;
    } else if (b->arena) {
        data = arena_bytes(b->arena, cap);
        data[0] = '\0';
        if (b->len)
            memcpy(data, b->data, b->len + 1);
    } else {
        data = realloc(b->data, cap);
        if (!data)
            abort();
    }
    b->data = data;
    b->cap = cap;
}

char *buf_room(struct buf *b, size_t n)
{
    if (b->failed || n > b->max - b->len) {
        b->failed = true;
        return NULL;
    }
    if (b->len + n + 1 > b->cap)
        grow(b, b->len + n + 1);
    return b->data + b->len;
}

void buf_used(struct buf *b, size_t n)
{
    b->len += n;
    b->data[b->len] = '\0';
}

void buf_put(struct buf *b, const void *p, size_t n)
{
    char *room = buf_room(b, n);

    if (!room)
        return;
    if (n)
        memcpy(room, p, n);
    buf_used(b, n);
}

void buf_puts(struct buf *b, const char *s)
{
    buf_put(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
    char *room = buf_room(b, 1);

    if (!room)
        return;
    *room = c;
    buf_used(b, 1);
}

void buf_put_str(struct buf *b, struct str s)
{
    buf_put(b, s.p, s.n);
}

void buf_put_int(struct buf *b, int64_t value)
{
    char digits[24];
    size_t at = sizeof(digits);
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0)
        digits[--at] = '-';
    buf_put(b, digits + at, sizeof(digits) - at);
}

void buf_printf(struct buf *b, const char *format, ...)
{
    char small[256];
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(small, sizeof(small), format, args);
    va_end(args);
    if (n < 0) {
        b->failed = true;
    } else if ((size_t)n < sizeof(small)) {
        buf_put(b, small, (size_t)n);
    } else if ((size_t)n > b->max - b->len) {
        b->failed = true;
    } else {
        if (b->len + (size_t)n + 1 > b->cap)
            grow(b, b->len + (size_t)n + 1);
        va_start(args, format);
        vsnprintf(b->data + b->len, (size_t)n + 1, format, args);
        va_end(args);
        b->len += (size_t)n;
    }
}

struct str buf_str(const struct buf *b)
{
    return (struct str){ b->data ? b->data : "", b->len };
}

const char *buf_text(const struct buf *b)
{
    return b->data ? b->data : "";
}
