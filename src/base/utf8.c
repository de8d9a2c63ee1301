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

static void put_letter(struct buf *b, UChar32 c)
{
    char bytes[4];
    UChar folded[4], upper[2];
    UErrorCode e = U_ZERO_ERROR;
    int32_t n = 0, len;

    U16_APPEND_UNSAFE(upper, n, c);
    len = u_strFoldCase(folded, ARRAY_LEN(folded), upper, n, U_FOLD_CASE_DEFAULT, &e);
    for (int32_t i = 0; U_SUCCESS(e) && i < len;) {
        UChar32 one;

        U16_NEXT(folded, i, len, one);
        buf_put(b, bytes, utf8_put((uint32_t)one, bytes));
    }
}

/* Decomposes one code point and puts its letters and digits; true if there were any. */
static bool put_folded(struct buf *b, const UNormalizer2 *nfkd, uint32_t c)
{
    UChar parts[32];
    UErrorCode e = U_ZERO_ERROR;
    bool some = false;
    int32_t len = unorm2_getRawDecomposition(nfkd, (UChar32)c, parts, ARRAY_LEN(parts), &e);

    if (U_FAILURE(e) || len < 0) {
        if (!u_isalnum((UChar32)c))
            return false;
        put_letter(b, (UChar32)c);
        return true;
    }
    for (int32_t i = 0; i < len;) {
        UChar32 one;

        U16_NEXT(parts, i, len, one);
        if (put_folded(b, nfkd, (uint32_t)one))
            some = true;
    }
    return some;
}

static bool is_mark(uint32_t c)
{
    int8_t type = u_charType((UChar32)c);

    return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR;
}

static bool put_code_point(struct buf *b, const UNormalizer2 *nfkd, uint32_t c, enum utf8_fold how)
{
    const char *replacement = how == UTF8_FOLD_GERMAN ? german(c) : NULL;

    if (!replacement)
        replacement = undecomposed(c);
    if (replacement) {
        buf_puts(b, replacement);
        return true;
    }
    return put_folded(b, nfkd, c);
}

struct str utf8_fold(struct arena *a, struct str s, enum utf8_fold how)
{
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&e);
    struct buf b;
    bool gap = false;

    buf_init(&b, a, SIZE_MAX / 4);
    while (s.n) {
        unsigned char ascii = (unsigned char)s.p[0];
        size_t before = b.len;
        uint32_t c = utf8_next(&s);
        bool put;

        if (ascii != '\'' && is_mark(c))
            continue;
        if (gap && before)
            buf_putc(&b, ' ');
        if (ascii < 0x80) {
            put = (ascii >= '0' && ascii <= '9') || ((ascii | 32) >= 'a' && (ascii | 32) <= 'z');
            if (put)
                buf_putc(&b, (char)(ascii >= 'A' && ascii <= 'Z' ? ascii | 32 : ascii));
        } else {
            put = U_SUCCESS(e) && put_code_point(&b, nfkd, c, how);
        }
        if (!put)
            b.len = before;
        gap = !put;
    }
    return buf_str(&b);
}
