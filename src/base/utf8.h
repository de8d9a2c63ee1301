/* utf8.h: UTF-8 as RFC 3629 allows it, and folding for search (ICU). */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/arena.h"

#define UTF8_REPLACEMENT 0xFFFDu

/* Is all of it well-formed UTF-8 (no overlong forms, no surrogates, at most U+10FFFF)? */
bool utf8_valid(struct str s) __attribute__((pure));
/* The code point at the head of `*s`, moved behind it; malformed bytes give U+FFFD one at a time. At the end: UINT32_MAX. */
uint32_t utf8_next(struct str *s);
/* Writes a code point as UTF-8; returns how many bytes (1 to 4). Surrogates and values past U+10FFFF become U+FFFD. */
size_t utf8_put(uint32_t code_point, char ret[4]);
size_t utf8_length(struct str s) /* code points */ __attribute__((pure));
/* The longest head of `s` with at most `max` code points. */
struct str utf8_head(struct str s, size_t max) __attribute__((pure));
/* Every code point in lower case, one for one (no language, no context); malformed bytes become U+FFFD. From the arena. */
struct str utf8_lower(struct arena *a, struct str s);

enum utf8_fold {
    UTF8_FOLD_BASE,     /* a with diaeresis becomes a */
    UTF8_FOLD_GERMAN    /* a with diaeresis becomes ae, o: oe, u: ue, a with ring: aa, o with stroke: oe */
};
/* Search form: compatibility decomposition, accents and invisible characters removed, case folded (sharp s: ss); letters and
   digits are kept, every run of anything else becomes one space; no space at the ends. From the arena. */
struct str utf8_fold(struct arena *a, struct str s, enum utf8_fold how);

#endif
