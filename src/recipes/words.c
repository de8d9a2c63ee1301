#include "recipes/words.h"

#include "base/bytes.h"
#include "base/utf8.h"

#include <string.h>

size_t word_letter(struct str s)
{
    struct str rest = s;
    uint32_t c;

    if (s.n == 0)
        return 0;
    if (!(s.p[0] & 0x80))
        return (s.p[0] | 32) >= 'a' && (s.p[0] | 32) <= 'z';
    c = utf8_next(&rest);
    if (c < 0xC0 || c == 0xD7 || c == 0xF7 || (c >= 0x2000 && c < 0x2C00) || (c >= 0x3000 && c < 0x3040) ||
        c == UTF8_REPLACEMENT)
        return 0;
    return s.n - rest.n;
}

struct str word_head(struct str s)
{
    size_t n = 0, letter = 1;

    while (letter > 0) {
        while (n < s.n && (s.p[n] | 32) >= 'a' && (s.p[n] | 32) <= 'z')
            n++;
        letter = n < s.n && (s.p[n] & 0x80) ? word_letter(word_rest(s, n)) : 0;
        n += letter;
    }
    return (struct str){ s.p, n };
}

size_t word_blanks(struct str s)
{
    static const struct str blanks[] = { STR(" "), STR("\t"), STR("\u00A0"), STR("\u202F"), STR("\u2009") };
    size_t n = 0;

    for (size_t i = 0; i < ARRAY_LEN(blanks);) {
        if (str_starts(word_rest(s, n), blanks[i])) {
            n += blanks[i].n;
            i = 0;
        } else {
            i++;
        }
    }
    return n;
}

/* What may part the words of a phrase: one point or apostrophe, and blanks. */
static size_t joint(struct str s)
{
    static const struct str marks[] = { STR("."), STR("'"), STR("\u2019"), STR("-") };
    size_t n = 0;

    for (size_t i = 0; i < ARRAY_LEN(marks) && n == 0; i++) {
        if (str_starts(s, marks[i]))
            n = marks[i].n;
    }
    return n + word_blanks(word_rest(s, n));
}

size_t word_ends(struct str s, size_t ret[WORD_PHRASE_MAX])
{
    size_t count = 0, at = 0;

    while (count < WORD_PHRASE_MAX) {
        size_t n = word_head(word_rest(s, at)).n;

        if (n == 0)
            break;
        at += n;
        ret[count++] = at;
        at += joint(word_rest(s, at));
    }
    return count;
}

bool word_listed(const char *list, struct str folded)
{
    for (const char *at = list;; at++) {
        size_t n = 0;

        while (n < folded.n && at[n] && at[n] == folded.p[n])
            n++;
        at += n;
        if (n == folded.n && (*at == '|' || *at == '\0'))
            return true;
        while (*at != '|' && *at != '\0')
            at++;
        if (*at == '\0')
            return false;
    }
}

bool word_among(struct arena *a, struct str word, const char *list)
{
    struct arena_mark mark = arena_mark(a);
    bool found = word_listed(list, utf8_fold(a, word, UTF8_FOLD_BASE));

    arena_rewind(a, mark);
    return found;
}

size_t word_phrase(struct arena *a, struct str s, const char *list)
{
    size_t ends[WORD_PHRASE_MAX];

    for (size_t count = word_ends(s, ends); count > 0; count--) {
        if (word_among(a, (struct str){ s.p, ends[count - 1] }, list))
            return ends[count - 1];
    }
    return 0;
}

/* A word that is not of ASCII letters alone. False: it is longer than any that is known. */
static bool fold_other(struct arena *a, struct str word, char ret[WORD_KNOWN_MAX + 1])
{
    struct arena_mark mark = arena_mark(a);
    struct str folded = word.n > 2 * WORD_KNOWN_MAX ? word : utf8_fold(a, word, UTF8_FOLD_BASE);
    bool fits = folded.n <= WORD_KNOWN_MAX;

    memset(ret, 0, WORD_KNOWN_MAX + 1);
    if (fits)
        memcpy(ret, folded.p, folded.n);
    arena_rewind(a, mark);
    return fits;
}

/* Folds a word; every word of a text comes here, and most are of ASCII letters. */
static bool fold(struct arena *a, struct str word, char ret[WORD_KNOWN_MAX + 1])
{
    char bits = 0;

    memset(ret, 0, WORD_KNOWN_MAX + 1);
    for (size_t i = 0; i < word.n && i < WORD_KNOWN_MAX; i++) {
        bits |= word.p[i];
        ret[i] = (char)(word.p[i] | 32);
    }
    return (word.n <= WORD_KNOWN_MAX && !(bits & 0x80)) || fold_other(a, word, ret);
}

/* The first or second eight bytes as a number that orders words. */
static uint64_t half(const char word[WORD_KNOWN_MAX + 1], int which)
{
    return __builtin_bswap64(bytes_load(word + 8 * which));
}

const struct word_known *word_find(struct arena *a, struct str word, const struct word_known *table, size_t count)
{
    const struct word_known *end = table + count;
    char folded[WORD_KNOWN_MAX + 1];
    uint64_t first, second;

    if (word.n == 0 || count == 0 || !fold(a, word, folded))
        return NULL;
    first = half(folded, 0);
    second = half(folded, 1);
    /* To the first word that is not before it by its first half; without branches, which nobody could predict. */
    while (count > 1) {
        table += half(table[count / 2 - 1].word, 0) < first ? count / 2 : 0;
        count -= count / 2;
    }
    for (table += half(table->word, 0) < first; table < end && half(table->word, 0) == first; table++) {
        if (half(table->word, 1) == second)
            return table;
    }
    return NULL;
}
