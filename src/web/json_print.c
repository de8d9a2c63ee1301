#include "web/json.h"

#include "base/bytes.h"
#include "base/utf8.h"

#include <json-c/json.h>
#include <math.h>

enum { AS_IS, ESCAPED, MULTIBYTE, FOR_HTML };

static const unsigned char kinds[256] = {
    [0x00 ... 0x1F] = ESCAPED, ['"'] = ESCAPED, ['\\'] = ESCAPED, ['<'] = FOR_HTML, ['>'] = FOR_HTML, ['&'] = FOR_HTML,
    [0x80 ... 0xFF] = MULTIBYTE,
};

static void put_escape(struct buf *b, uint32_t c)
{
    static const char short_names[] = "btn.fr";
    static const char hex[] = "0123456789abcdef";
    char text[6] = { '\\', 'u', hex[c >> 12 & 15], hex[c >> 8 & 15], hex[c >> 4 & 15], hex[c & 15] };

    if (c == '"' || c == '\\')
        text[1] = (char)c;
    else if (c >= 8 && c <= 13 && c != 11)
        text[1] = short_names[c - 8];
    buf_put(b, text, text[1] == 'u' ? 6 : 2);
}

/* Can the character at the head of `*rest` be copied? Otherwise what replaces it is written, after the `run` before it. */
static bool copied(struct buf *b, struct str run, struct str *rest, bool html)
{
    unsigned char first = (unsigned char)rest->p[0];
    const char *begin = rest->p;
    uint32_t c = utf8_next(rest);
    bool malformed = first >= 0x80 && rest->p == begin + 1;

    if (kinds[first] == FOR_HTML && !html)
        return true;
    if (kinds[first] == MULTIBYTE && !malformed && !(html && (c == 0x2028 || c == 0x2029)))
        return true;
    buf_put_str(b, run);
    if (malformed)
        buf_puts(b, "\xEF\xBF\xBD");
    else
        put_escape(b, c);
    return false;
}

/* How many bytes at the head are copied AS_IS. */
static size_t plain_head(struct str s)
{
    size_t i = 0;

    for (; i + sizeof(uint64_t) <= s.n; i += sizeof(uint64_t)) {
        uint64_t w = bytes_load(s.p + i);
        /* < and > differ in one bit, & and " in another. */
        uint64_t found = bytes_below(w, ' ') | (w & BYTES_HIGH) | bytes_equal(w, '\\') | bytes_equal(w | 2 * BYTES_ONES, '>') |
                         bytes_equal(w | 4 * BYTES_ONES, '&');

        if (found)
            return i + bytes_first(found);
    }
    while (i < s.n && kinds[(unsigned char)s.p[i]] == AS_IS)
        i++;
    return i;
}

/* The characters between the quotes from `at` on. */
static void print_characters(struct buf *b, struct str s, size_t at, bool html)
{
    const char *begin = s.p;

    for (;; at = plain_head(s)) {
        s.p += at;
        s.n -= at;
        if (!s.n)
            break;
        if (!copied(b, (struct str){ begin, (size_t)(s.p - begin) }, &s, html))
            begin = s.p;
    }
    buf_put(b, begin, (size_t)(s.p - begin));
}

/* A string, and `after` (':' behind a name) where it is not 0. Most strings need no escape: they take one step. */
static void print_string(struct buf *b, struct str s, char after, bool html)
{
    size_t at = plain_head(s), n;
    char *p;

    if (at < s.n) {
        buf_putc(b, '"');
        print_characters(b, s, at, html);
        buf_put(b, (char[]){ '"', after }, after ? 2 : 1);
        return;
    }
    n = s.n + (after ? 3 : 2);
    p = buf_room(b, n);
    if (!p)
        return;
    p[0] = '"';
    if (s.n)
        memcpy(p + 1, s.p, s.n);
    p[s.n + 1] = '"';
    p[n - 1] = after ? after : '"';
    buf_used(b, n);
}

void json_print_string_html(struct buf *b, struct str s)
{
    print_string(b, s, 0, true);
}

static void print_unsigned(struct buf *b, uint64_t v, bool negative)
{
    char text[24];
    size_t i = sizeof(text);

    do {
        text[--i] = (char)('0' + v % 10);
        v /= 10;
    } while (v);
    if (negative)
        text[--i] = '-';
    buf_put(b, text + i, sizeof(text) - i);
}

void json_print_int(struct buf *b, int64_t v)
{
    print_unsigned(b, v < 0 ? 0 - (uint64_t)v : (uint64_t)v, v < 0);
}

/* Doubles that are a decimal of at most 12 digits, 3 of them behind the point: what %.15g writes for them is that decimal. */
static bool print_short_decimal(struct buf *b, double d)
{
    double scaled = nearbyint(d * 1000);
    int64_t v;

    if (!(fabs(scaled) < 1e12) || scaled / 1000 != d || (d == 0 && signbit(d)))
        return false;
    v = (int64_t)fabs(scaled);
    print_unsigned(b, (uint64_t)v / 1000, d < 0);
    if (v % 1000) {
        char text[4] = { '.', (char)('0' + v % 1000 / 100), (char)('0' + v % 100 / 10), (char)('0' + v % 10) };

        buf_put(b, text, v % 10 ? 4 : v % 100 ? 3 : 2);
    }
    return true;
}

void json_print_double(struct buf *b, double d)
{
    if (!isfinite(d))
        buf_puts(b, "null");
    else if (!print_short_decimal(b, d))
        buf_printf(b, "%.15g", d);
}

static void print(struct buf *b, struct json_object *v, bool html);

static void print_object(struct buf *b, struct json_object *v, bool html)
{
    char separator = '{';

    json_object_object_foreach(v, key, member) {
        buf_putc(b, separator);
        print_string(b, str_of(key), ':', html);
        print(b, member, html);
        separator = ',';
    }
    if (separator == '{')
        buf_putc(b, '{');
    buf_putc(b, '}');
}

static void print_array(struct buf *b, struct json_object *v, bool html)
{
    size_t n = json_object_array_length(v);

    buf_putc(b, '[');
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_putc(b, ',');
        print(b, json_object_array_get_idx(v, i), html);
    }
    buf_putc(b, ']');
}

/* json-c keeps int64 and uint64; what is past int64 reads as the largest int64. */
static void print_integer(struct buf *b, struct json_object *v)
{
    int64_t i = json_object_get_int64(v);

    if (i == INT64_MAX)
        print_unsigned(b, json_object_get_uint64(v), false);
    else
        json_print_int(b, i);
}

static void print(struct buf *b, struct json_object *v, bool html)
{
    switch (json_object_get_type(v)) {
    case json_type_null: buf_put(b, "null", 4); break;
    case json_type_boolean: buf_puts(b, json_object_get_boolean(v) ? "true" : "false"); break;
    case json_type_double: json_print_double(b, json_object_get_double(v)); break;
    case json_type_int: print_integer(b, v); break;
    case json_type_object: print_object(b, v, html); break;
    case json_type_array: print_array(b, v, html); break;
    case json_type_string:
        print_string(b, (struct str){ json_object_get_string(v), (size_t)json_object_get_string_len(v) }, 0, html);
        break;
    }
}

void json_print(struct buf *b, struct json_object *v)
{
    print(b, v, false);
}

void json_print_html(struct buf *b, struct json_object *v)
{
    print(b, v, true);
}
