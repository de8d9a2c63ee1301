#include "base/utf8.h"

#include "base/buf.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

/* Length of the well-formed sequence at `p` (1 to 4), or 0; the table of RFC 3629 section 4. */
static size_t sequence(const unsigned char *p, size_t n)
{
    unsigned lo = 0x80, hi = 0xBF;
    size_t len;

    if (p[0] < 0x80)
        return 1;
    if (p[0] < 0xC2 || p[0] > 0xF4)
        return 0;
    len = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if (p[0] == 0xE0)
        lo = 0xA0;
    if (p[0] == 0xED)
        hi = 0x9F;
    if (p[0] == 0xF0)
        lo = 0x90;
    if (p[0] == 0xF4)
        hi = 0x8F;
    if (n < len || p[1] < lo || p[1] > hi)
        return 0;
    for (size_t i = 2; i < len; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    }
    return len;
}

bool utf8_valid(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.p;

    for (size_t i = 0; i < s.n;) {
        size_t len = sequence(p + i, s.n - i);

        if (len == 0)
            return false;
        i += len;
    }
    return true;
}

uint32_t utf8_next(struct str *s)
{
    static const unsigned char head_mask[] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
    const unsigned char *p = (const unsigned char *)s->p;
    size_t len;
    uint32_t c;

    if (s->n == 0)
        return UINT32_MAX;
    len = sequence(p, s->n);
    c = len ? p[0] & head_mask[len] : UTF8_REPLACEMENT;
    for (size_t i = 1; i < len; i++)
        c = c << 6 | (p[i] & 0x3F);
    s->p += len ? len : 1;
    s->n -= len ? len : 1;
    return c;
}

size_t utf8_put(uint32_t c, char ret[4])
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = UTF8_REPLACEMENT;
    if (c < 0x80) {
        ret[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        ret[0] = (char)(0xC0 | c >> 6);
        ret[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        ret[0] = (char)(0xE0 | c >> 12);
        ret[1] = (char)(0x80 | (c >> 6 & 0x3F));
        ret[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    ret[0] = (char)(0xF0 | c >> 18);
    ret[1] = (char)(0x80 | (c >> 12 & 0x3F));
    ret[2] = (char)(0x80 | (c >> 6 & 0x3F));
    ret[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

size_t utf8_length(struct str s)
{
    size_t count = 0;

    while (s.n) {
        utf8_next(&s);
        count++;
    }
    return count;
}

struct str utf8_head(struct str s, size_t max)
{
    struct str rest = s;

    for (size_t i = 0; i < max && rest.n; i++)
        utf8_next(&rest);
    return (struct str){ s.p, s.n - rest.n };
}

struct str utf8_lower(struct arena *a, struct str s)
{
    struct buf b;

    buf_init(&b, a, SIZE_MAX / 4);
    while (s.n) {
        char bytes[4];

        buf_put(&b, bytes, utf8_put((uint32_t)u_tolower((UChar32)utf8_next(&s)), bytes));
    }
    return buf_str(&b);
}

/* What German and Nordic readers type for a letter that their keyboard lacks, or NULL. */
static const char *german(uint32_t c)
{
    switch (c) {
    case 0xE4: case 0xC4: case 0xE6: case 0xC6: return "ae";
    case 0xF6: case 0xD6: case 0xF8: case 0xD8: return "oe";
    case 0xFC: case 0xDC: return "ue";
    case 0xE5: case 0xC5: return "aa";
    default: return NULL;
    }
}

/* Letters that have no decomposition but a base letter in every search engine. */
static const char *undecomposed(uint32_t c)
{
    switch (c) {
    case 0xF8: case 0xD8: return "o";
    case 0xE6: case 0xC6: return "ae";
    case 0x153: case 0x152: return "oe";
    case 0x142: case 0x141: return "l";
    case 0x111: case 0x110: case 0xF0: case 0xD0: return "d";
    case 0xFE: case 0xDE: return "th";
    case 0x131: return "i";
    default: return NULL;
    }
}

/* What is known of the text so far, while it is folded. */
struct folding {
    struct buf *b;
    const UNormalizer2 *nfkd;
    enum utf8_fold how;
    bool gap;   /* something that is no letter came since the last letter */
};

static void put_gap(struct folding *f)
{
    if (f->gap && f->b->len)
        buf_putc(f->b, ' ');
    f->gap = false;
}

static void put_letter(struct folding *f, uint32_t c)
{
    char bytes[4];
    UChar folded[4], given[2];
    UErrorCode e = U_ZERO_ERROR;
    int32_t n = 0, len;

    put_gap(f);
    U16_APPEND_UNSAFE(given, n, c);
    len = u_strFoldCase(folded, ARRAY_LEN(folded), given, n, U_FOLD_CASE_DEFAULT, &e);
    for (int32_t i = 0; U_SUCCESS(e) && i < len;) {
        UChar32 one;

        U16_NEXT(folded, i, len, one);
        buf_put(f->b, bytes, utf8_put((uint32_t)one, bytes));
    }
}

/* Accents, points and invisible characters. Classes 0 and 7 to 9 are vowel signs, voicing and virama: part of the spelling. */
static bool is_dropped(uint32_t c)
{
    int8_t type = u_charType((UChar32)c);

    if (type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR || u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
        return true;
    return type == U_NON_SPACING_MARK && u_getCombiningClass((UChar32)c) > 9;
}

static bool is_spelling(uint32_t c)
{
    int8_t type = u_charType((UChar32)c);

    return u_isalnum((UChar32)c) || type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK;
}

/* True if the letter has a replacement, which was put. */
static bool put_replacement(struct folding *f, uint32_t c)
{
    const char *replacement = f->how == UTF8_FOLD_GERMAN ? german(c) : NULL;

    if (!replacement)
        replacement = undecomposed(c);
    if (!replacement)
        return false;
    put_gap(f);
    buf_puts(f->b, replacement);
    return true;
}

static void fold_part(struct folding *f, uint32_t c)
{
    if (is_dropped(c))
        return;
    if (put_replacement(f, c))
        return;
    if (is_spelling(c))
        put_letter(f, c);
    else
        f->gap = true;
}

static void fold_ascii(struct folding *f, char c)
{
    bool upper = c >= 'A' && c <= 'Z';

    if (!upper && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
        f->gap = true;
        return;
    }
    put_gap(f);
    buf_putc(f->b, (char)(upper ? c | 32 : c));
}

static void fold_code_point(struct folding *f, uint32_t c)
{
    UChar parts[32];
    UErrorCode e = U_ZERO_ERROR;
    int32_t len;

    if (put_replacement(f, c))
        return;
    len = unorm2_getDecomposition(f->nfkd, (UChar32)c, parts, ARRAY_LEN(parts), &e);
    if (U_FAILURE(e) || len < 0) {
        fold_part(f, c);
        return;
    }
    for (int32_t i = 0; i < len;) {
        UChar32 one;

        U16_NEXT(parts, i, len, one);
        fold_part(f, (uint32_t)one);
    }
}

static bool is_ascii(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] & 0x80)
            return false;
    }
    return true;
}

/* The composed form, from the arena; malformed bytes become U+FFFD. */
static struct str compose(struct arena *a, struct str s)
{
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&e);
    int32_t wide_len = 0, len = 0, max;
    UChar *wide, *composed;
    char *text;

    if (is_ascii(s) || s.n > INT32_MAX / 12 || U_FAILURE(e))
        return s;
    max = (int32_t)s.n * 3 + 1;   /* NFC makes at most 3 units of one */
    wide = ARENA_ARRAY(a, s.n + 1, UChar);
    composed = ARENA_ARRAY(a, (size_t)max, UChar);
    text = arena_alloc(a, (size_t)max * 3);
    u_strFromUTF8WithSub(wide, (int32_t)s.n + 1, &wide_len, s.p, (int32_t)s.n, UTF8_REPLACEMENT, NULL, &e);
    wide_len = unorm2_normalize(nfc, wide, wide_len, composed, max, &e);
    u_strToUTF8(text, max * 3, &len, composed, wide_len, &e);
    return U_SUCCESS(e) ? (struct str){ text, (size_t)len } : s;
}

/* Most texts that are folded are English words. */
static struct str fold_all_ascii(struct arena *a, struct str s)
{
    char *text = arena_bytes(a, s.n + 1);
    size_t n = 0;
    bool gap = false;

    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i], low = (char)(c | 32);
        bool letter = low >= 'a' && low <= 'z';

        if (!letter && !(c >= '0' && c <= '9')) {
            gap = n > 0;
            continue;
        }
        if (gap)
            text[n++] = ' ';
        text[n++] = letter ? low : c;
        gap = false;
    }
    text[n] = '\0';
    return (struct str){ text, n };
}

struct str utf8_fold(struct arena *a, struct str s, enum utf8_fold how)
{
    UErrorCode e = U_ZERO_ERROR;
    struct buf b;
    struct folding f = { &b, NULL, how, false };

    if (is_ascii(s))
        return fold_all_ascii(a, s);
    f.nfkd = unorm2_getNFKDInstance(&e);
    buf_init(&b, a, SIZE_MAX / 4);
    s = compose(a, s);
    while (s.n) {
        char head = s.p[0];
        uint32_t c = utf8_next(&s);

        if (c < 0x80)
            fold_ascii(&f, head);
        else if (U_SUCCESS(e))
            fold_code_point(&f, c);
    }
    return compose(a, buf_str(&b));
}
