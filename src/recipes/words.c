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
    size_t n = 0, letter;

    while ((letter = word_letter(word_rest(s, n))) > 0)
        n += letter;
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
