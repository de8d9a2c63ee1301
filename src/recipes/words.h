/* words.h: words at the head of a text and lists of folded words, for the parsers of this folder. */
#ifndef RECIPES_WORDS_H
#define RECIPES_WORDS_H

#include "base/arena.h"
#include "recipes/quantity.h"

/* Bytes of the letter at the head of `s`, or 0: ASCII letters and everything beyond ASCII but punctuation,
   fractions and symbols. */
size_t word_letter(struct str s) __attribute__((pure));
/* The word at the head of `s`; empty when there is none. */
struct str word_head(struct str s) __attribute__((pure));
/* How many blanks (space, tab, no-break and thin spaces) stand at the head of `s`, in bytes. */
size_t word_blanks(struct str s) __attribute__((pure));
/* `s` without its first `n` bytes. */
static inline struct str word_rest(struct str s, size_t n)
{
    return n < s.n ? (struct str){ s.p + n, s.n - n } : (struct str){ s.p + s.n, 0 };
}

/* The most words that a phrase has. */
#define WORD_PHRASE_MAX 4

/* Is `folded` one of `list`, folded words or phrases separated by '|'? */
bool word_listed(const char *list, struct str folded) __attribute__((pure));
/* The same for a word as it stands: it is folded first (UTF8_FOLD_BASE). */
bool word_among(struct arena *a, struct str word, const char *list);
/* Bytes of the longest phrase of `list` at the head of `s` (one to four words, parted by points, blanks, apostrophes or
   hyphens; ends with a word), or 0. The scratch memory is given back. */
size_t word_phrase(struct arena *a, struct str s, const char *list);
/* Ends (offsets) of the first words of `s`, parted as in word_phrase(); how many. */
size_t word_ends(struct str s, size_t ret[WORD_PHRASE_MAX]);

/* A word of which a parser knows what it means; folded. */
#define WORD_KNOWN_MAX 15
struct word_known {
    char word[WORD_KNOWN_MAX + 1]; /* 0 behind it: words are compared by eight bytes */
    int value, role;               /* as the table has it */
};

/* The entry of a word as it stands in a table in the order of its words, or NULL. */
const struct word_known *word_find(struct arena *a, struct str word, const struct word_known *table, size_t count);

/* A number in words at the head of `s`, which another word must follow: "two eggs", "a pinch", "eine halbe Zitrone", "half a
   lemon". An article is 1, but not in "a few" or "ein wenig". Its bytes, or 0. */
size_t word_number(struct arena *a, struct str s, struct quantity *ret);
/* May a number in words begin with this word? */
bool word_begins_number(struct arena *a, struct str word);

#endif
