/* str.h: a slice of bytes that somebody else owns; not terminated by NUL. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *p;
    size_t n;
};

/* A slice of a string literal. */
#define STR(LITERAL) ((struct str){ "" LITERAL, sizeof(LITERAL) - 1 })
/* For printf's "%.*s". */
#define STR_ARG(S) (int)(S).n, (S).p

#define ARRAY_LEN(A) (sizeof(A) / sizeof((A)[0]))

/* The bytes of a terminated string, without the NUL; NULL gives an empty slice. Borrows `s`. */
static inline struct str str_of(const char *s)
{
    return (struct str){ s ? s : "", s ? strlen(s) : 0 };
}

/* Same bytes? */
static inline bool str_equal(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Same bytes when A-Z and a-z count as equal? Bytes above 127 compare exactly. */
bool str_equal_nocase(struct str a, struct str b);
static inline bool str_starts(struct str s, struct str prefix) /* does `s` begin with `prefix`? */
{
    return s.n >= prefix.n && memcmp(s.p, prefix.p, prefix.n) == 0;
}

bool str_ends(struct str s, struct str suffix) /* does `s` end with `suffix`? */;
/* `s` without ASCII white space (space, \t \n \f \r \v) at both ends. */
struct str str_trim(struct str s);
/* Splits `*rest` at the first `separator`: returns what stands before it and moves `*rest` behind it.
   Without a separator all of it is returned and `rest->p` becomes NULL, which ends a loop. */
struct str str_next(struct str *rest, char separator);
/* Offset of the first `needle` in `s`, or SIZE_MAX. */
size_t str_find(struct str s, struct str needle);
/* A decimal integer, optional '-', no blanks, nothing behind it. False when it is not one or does not fit. */
bool str_to_int(struct str s, int64_t *ret);

#endif
