#include "base/url_host.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <unicode/uidna.h>

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct str percent_decode(struct arena *a, struct str s)
{
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        int hi = s.n - i > 2 && s.p[i] == '%' ? hex_digit(s.p[i + 1]) : -1;
        int lo = hi >= 0 ? hex_digit(s.p[i + 2]) : -1;

        out[n++] = lo >= 0 ? (char)(hi << 4 | lo) : s.p[i];
        i += lo >= 0 ? 2 : 0;
    }
    return (struct str){ out, n };
}

/* UTS #46 as browsers apply it: non-transitional; hyphens, empty and long labels are let through. */
static bool to_ascii(struct arena *a, struct str domain, struct str *ret)
{
    const uint32_t tolerated = UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG | UIDNA_ERROR_DOMAIN_NAME_TOO_LONG |
                               UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;
    const uint32_t options =
        UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE;
    UErrorCode e = U_ZERO_ERROR;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    UIDNA *idna = uidna_openUTS46(options, &e);
    int32_t room = (int32_t)domain.n * 8 + 64, n;
    char *out = arena_alloc(a, (size_t)room);

    n = uidna_nameToASCII_UTF8(idna, domain.p, (int32_t)domain.n, out, room, &info, &e);
    uidna_close(idna);
    if (U_FAILURE(e) || n > room || (info.errors & ~tolerated))
        return false;
    *ret = (struct str){ out, (size_t)n };
    return true;
}

/* Lower case in place of `domain`, which is ours; false if it is not all ASCII. */
static bool lower_ascii(char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (p[i] & 0x80)
            return false;
        if (p[i] >= 'A' && p[i] <= 'Z')
            p[i] |= 32;
    }
    return true;
}

/* "Forbidden domain code points". */
static bool has_forbidden(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] <= ' ' || s.p[i] == 0x7F || strchr("#/:<>?@[\\]^|%", s.p[i]))
            return true;
    }
    return false;
}

/* A part of an IPv4 address, decimal, octal or hexadecimal; too large values stay too large. */
static bool ipv4_number(struct str s, uint64_t *ret)
{
    int base = 10;
    uint64_t value = 0;

    if (s.n == 0)
        return false;
    if (s.n >= 2 && s.p[0] == '0') {
        base = (s.p[1] | 32) == 'x' ? 16 : 8;
        s.p += base == 16 ? 2 : 1;
        s.n -= base == 16 ? 2 : 1;
    }
    for (size_t i = 0; i < s.n; i++) {
        int digit = hex_digit(s.p[i]);

        if (digit < 0 || digit >= base)
            return false;
        if (value <= UINT32_MAX)
            value = value * (unsigned)base + (unsigned)digit;
    }
    *ret = value;
    return true;
}

static struct str without_last_dot(struct str s)
{
    if (s.n > 1 && s.p[s.n - 1] == '.')
        s.n--;
    return s;
}

/* Such a host is an IPv4 address or nothing. */
static bool ends_in_number(struct str host)
{
    uint64_t ignored;
    struct str last = without_last_dot(host);
    const char *dot = last.n ? memrchr(last.p, '.', last.n) : NULL;
    size_t digits = 0;

    if (dot) {
        last.n -= (size_t)(dot + 1 - last.p);
        last.p = dot + 1;
    }
    while (digits < last.n && last.p[digits] >= '0' && last.p[digits] <= '9')
        digits++;
    return (last.n && digits == last.n) || ipv4_number(last, &ignored);
}

static bool ipv4_parse(struct str text, uint32_t *ret)
{
    struct str rest = without_last_dot(text);
    uint64_t part = 0, address = 0;
    unsigned count = 0;

    while (rest.p) {
        if (count++ == 4 || part > 255 || !ipv4_number(str_next(&rest, '.'), &part))
            return false;
        address = address << 8 | (part & 0xFF);
    }
    if (part >> 8 * (5 - count))
        return false;
    *ret = (uint32_t)((address >> 8) << 8 * (5 - count) | part);
    return true;
}

/* The dotted tail of an IPv6 address: four decimal numbers without leading zeros, and nothing more. */
static bool ipv6_tail(struct str rest, uint16_t pieces[2])
{
    for (int i = 0; i < 4; i++) {
        struct str part = str_next(&rest, '.');
        int64_t value;

        if (part.n > 3 || part.n == 0 || part.p[0] == '-' || (part.n > 1 && part.p[0] == '0') || !str_to_int(part, &value) ||
            value > 255 || (i < 3) != (rest.p != NULL))
            return false;
        pieces[i / 2] = (uint16_t)(pieces[i / 2] << 8 | value);
    }
    return true;
}

static size_t hex_piece(struct str s, uint16_t *ret)
{
    size_t n = 0;

    *ret = 0;
    while (n < 4 && n < s.n && hex_digit(s.p[n]) >= 0)
        *ret = (uint16_t)(*ret << 4 | hex_digit(s.p[n++]));
    return n;
}

/* Pieces from the left; `*gap` is where "::" stands (-1: nowhere). Returns how many, -1: malformed. */
static int ipv6_pieces(struct str s, uint16_t pieces[8], int *gap)
{
    int count = 0;

    *gap = -1;
    if (str_starts(s, STR("::"))) {
        s = (struct str){ s.p + 2, s.n - 2 };
        *gap = 0;
    }
    while (s.n) {
        size_t n;

        if (count == 8)
            return -1;
        n = hex_piece(s, &pieces[count]);
        if (n < s.n && s.p[n] == '.') {
            pieces[count] = 0;
            return count <= 6 && n && ipv6_tail(s, &pieces[count]) ? count + 2 : -1;
        }
        if (n == 0 || (n < s.n && s.p[n] != ':') || n + 1 == s.n)
            return -1;
        count++;
        s = n < s.n ? (struct str){ s.p + n + 1, s.n - n - 1 } : (struct str){ s.p + n, 0 };
        if (s.n && s.p[0] == ':') {
            if (*gap >= 0)
                return -1;
            *gap = count;
            s.p++;
            s.n--;
        }
    }
    return count;
}

static bool ipv6_parse(struct str text, uint16_t ret[8])
{
    uint16_t pieces[8] = { 0 };
    int gap, count = ipv6_pieces(text, pieces, &gap), tail;

    if (count < 0 || (gap < 0 ? count != 8 : count == 8))
        return false;
    tail = gap < 0 ? 0 : count - gap;
    memset(ret, 0, 8 * sizeof(*ret));
    memcpy(ret, pieces, (size_t)(count - tail) * sizeof(*ret));
    memcpy(ret + 8 - tail, pieces + count - tail, (size_t)tail * sizeof(*ret));
    return true;
}

/* The first longest run of two or more zero pieces. */
static void longest_zeros(const uint16_t pieces[8], int *ret_at, int *ret_n)
{
    *ret_at = -1;
    *ret_n = 1;
    for (int i = 0; i < 8; i++) {
        int n = 0;

        while (i + n < 8 && pieces[i + n] == 0)
            n++;
        if (n > *ret_n) {
            *ret_at = i;
            *ret_n = n;
        }
    }
}

static struct str ipv6_text(struct arena *a, const uint16_t pieces[8])
{
    struct buf b;
    int at, n;

    longest_zeros(pieces, &at, &n);
    buf_init(&b, a, 64);
    buf_putc(&b, '[');
    for (int i = 0; i < 8; i++) {
        if (i == at) {
            buf_puts(&b, i ? ":" : "::");
            i += n - 1;
            continue;
        }
        buf_printf(&b, i < 7 ? "%x:" : "%x", pieces[i]);
    }
    buf_putc(&b, ']');
    return buf_str(&b);
}

static bool parse_brackets(struct arena *a, struct str text, struct url *ret)
{
    uint16_t pieces[8];

    if (text.n < 2 || text.p[text.n - 1] != ']' || !ipv6_parse((struct str){ text.p + 1, text.n - 2 }, pieces))
        return false;
    for (int i = 0; i < 8; i++) {
        ret->address[2 * i] = (uint8_t)(pieces[i] >> 8);
        ret->address[2 * i + 1] = (uint8_t)pieces[i];
    }
    ret->host_kind = URL_IPV6;
    ret->host = ipv6_text(a, pieces);
    return true;
}

bool url_host_parse(struct arena *a, struct str text, struct url *ret)
{
    struct str domain;
    uint32_t v4;

    if (text.n && text.p[0] == '[')
        return parse_brackets(a, text, ret);
    domain = percent_decode(a, text);
    if (!lower_ascii((char *)domain.p, domain.n) && (!utf8_valid(domain) || !to_ascii(a, domain, &domain)))
        return false;
    if (domain.n == 0 || has_forbidden(domain))
        return false;
    if (!ends_in_number(domain)) {
        ret->host_kind = URL_DOMAIN;
        ret->host = domain;
        return true;
    }
    if (!ipv4_parse(domain, &v4))
        return false;
    for (int i = 0; i < 4; i++)
        ret->address[i] = (uint8_t)(v4 >> (24 - 8 * i));
    ret->host_kind = URL_IPV4;
    ret->host = str_of(arena_printf(a, "%u.%u.%u.%u", ret->address[0], ret->address[1], ret->address[2], ret->address[3]));
    return true;
}
