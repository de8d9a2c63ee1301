#include "recipes/words.h"

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

struct str word_rest(struct str s, size_t n)
{
    return n < s.n ? (struct str){ s.p + n, s.n - n } : (struct str){ s.p + s.n, 0 };
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

static bool is_ascii(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] & 0x80)
            return false;
    }
    return true;
}

/* Folds a word; every word of a text comes here, and most are of ASCII letters. False: it is longer than any that is known. */
static bool fold(struct arena *a, struct str word, char ret[WORD_KNOWN_MAX + 1])
{
    struct arena_mark mark = arena_mark(a);
    bool ascii = word.n <= WORD_KNOWN_MAX && is_ascii(word);
    struct str folded = ascii || word.n > 2 * WORD_KNOWN_MAX ? word : utf8_fold(a, word, UTF8_FOLD_BASE);

    for (size_t i = 0; i < folded.n && i < WORD_KNOWN_MAX; i++)
        ret[i] = ascii ? (char)(folded.p[i] | 32) : folded.p[i];
    if (!ascii)
        arena_rewind(a, mark);
    return folded.n <= WORD_KNOWN_MAX;
}

static int by_word(const void *a, const void *b)
{
    const char *x = ((const struct word_known *)a)->word, *y = ((const struct word_known *)b)->word;

    return x[0] != y[0] ? x[0] - y[0] : strcmp(x, y);
}

const struct word_known *word_find(struct arena *a, struct str word, const struct word_known *table, size_t count)
{
    struct word_known wanted = { .value = 0 };

    if (word.n == 0 || !fold(a, word, wanted.word))
        return NULL;
    return bsearch(&wanted, table, count, sizeof(*table), by_word);
}
