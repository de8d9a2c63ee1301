#include "web/form.h"

#include "base/utf8.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes + and %XX. NULL, or what is wrong. */
static const char *decode(struct arena *a, struct str text, struct str *ret)
{
    char *out;
    size_t n = 0;

    if (!memchr(text.p, '%', text.n) && !memchr(text.p, '+', text.n)) {
        *ret = text;
    } else {
        out = arena_alloc(a, text.n + 1);
        for (size_t i = 0; i < text.n; i++) {
            int high, low;

            if (text.p[i] != '%') {
                out[n++] = text.p[i] == '+' ? ' ' : text.p[i];
                continue;
            }
            if (text.n - i < 3 || (high = hex_digit(text.p[i + 1])) < 0 || (low = hex_digit(text.p[i + 2])) < 0)
                return "a % must be followed by two hexadecimal digits";
            out[n++] = (char)(high << 4 | low);
            i += 2;
        }
        *ret = (struct str){ out, n };
    }
    if (memchr(ret->p, '\0', ret->n))
        return "the character NUL is not allowed";
    return utf8_valid(*ret) ? NULL : "the text is not UTF-8";
}

static size_t count_pairs(struct str text)
{
    size_t count = 0;

    while (text.p)
        count += str_next(&text, '&').n > 0;
    return count;
}

enum err form_parse(struct arena *a, struct str text, struct form *ret, const char **ret_error)
{
    struct form f = { .pairs = NULL };
    size_t count = text.n ? count_pairs(text) : 0;
    const char *wrong = NULL;

    if (count > FORM_PAIRS) {
        *ret_error = "too many fields";
        return ERR_TOO_LARGE;
    }
    f.pairs = ARENA_ARRAY(a, count, struct form_pair);
    while (f.count < count) {
        struct str value = str_next(&text, '&'), name;

        if (!value.n)
            continue;
        name = str_next(&value, '=');
        if (!value.p)
            value = STR("");
        wrong = decode(a, name, &f.pairs[f.count].name);
        if (!wrong)
            wrong = decode(a, value, &f.pairs[f.count].value);
        if (wrong) {
            *ret_error = wrong;
            return ERR_MALFORMED;
        }
        f.count++;
    }
    *ret = f;
    return OK;
}

const struct str *form_find(const struct form *f, struct str name)
{
    for (size_t i = 0; i < f->count; i++) {
        if (str_equal(f->pairs[i].name, name))
            return &f->pairs[i].value;
    }
    return NULL;
}

static bool unreserved(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '-' || c == '.' || c == '_' || c == '~';
}

void form_put_encoded(struct buf *b, struct str text)
{
    static const char hex[] = "0123456789ABCDEF";

    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];

        if (unreserved((char)c))
            buf_putc(b, (char)c);
        else
            buf_put(b, (char[]){ '%', hex[c >> 4], hex[c & 15] }, 3);
    }
}

void form_put_pair(struct buf *b, char separator, struct str name, struct str value)
{
    if (separator)
        buf_putc(b, separator);
    form_put_encoded(b, name);
    buf_putc(b, '=');
    form_put_encoded(b, value);
}

const char *form_encoded(struct arena *a, struct str text)
{
    struct buf b;

    buf_init(&b, a, 3 * text.n + 1);
    form_put_encoded(&b, text);
    return buf_text(&b);
}
