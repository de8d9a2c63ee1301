/* bytes.h: eight bytes at once, for those who look for a few characters in long texts. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define BYTES_ONES UINT64_C(0x0101010101010101)
#define BYTES_HIGH UINT64_C(0x8080808080808080)

static inline uint64_t bytes_load(const char *p) /* the eight at `p`, the first of them lowest */
{
    uint64_t w;

    memcpy(&w, p, sizeof(w));
    return le64toh(w);
}

/* Not 0 if one of the eight bytes equals `c`: the lowest high bit that is set is that of the first; those above may be wrong. */
static inline uint64_t bytes_equal(uint64_t w, unsigned char c)
{
    uint64_t x = w ^ (c * BYTES_ONES);

    return (x - BYTES_ONES) & ~x & BYTES_HIGH;
}

/* Not 0 if one of the eight bytes is below `c`, which is at most 128. */
static inline uint64_t bytes_below(uint64_t w, unsigned char c)
{
    return (w - c * BYTES_ONES) & ~w & BYTES_HIGH;
}

/* Which of the eight is the first that a test above found; `found` is not 0. */
static inline size_t bytes_first(uint64_t found)
{
    return (size_t)__builtin_ctzll(found) / 8;
}

#endif
