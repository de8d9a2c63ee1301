#include "web/json.h"

#include "base/bytes.h"
#include "base/utf8.h"
#include "web/json_names.h"

#include <errno.h>
#include <math.h>

struct frame {
    bool object;
    bool named;               /* an object: `name` is one of its names, read in full */
    size_t count;             /* values or names begun */
    uint32_t id;              /* of an object: its number in the document */
    struct json_name name;    /* the last one */
};

struct scan {
    struct str text;
    size_t at;
    struct json_limits limits;
    json_sink *sink;
    void *arg;
    struct frame *frames;     /* of `depth` open arrays and objects */
    unsigned depth;
    size_t values;
    uint32_t objects;
    struct json_names names;
    struct buf scratch;       /* a string without its escapes, or a number for strtod */
    struct json_error *error;
};

/* Characters that a string may hold as they are: ASCII but controls, quote and backslash. */
static const bool plain[256] = {
    [0x20 ... 0x21] = true, [0x23 ... 0x5B] = true, [0x5D ... 0x7F] = true,
};

static int peek(const struct scan *s)
{
    return s->at < s->text.n ? (unsigned char)s->text.p[s->at] : -1;
}

static void skip_space(struct scan *s)
{
    int c;

    while ((c = peek(s)) == ' ' || c == '\n' || c == '\r' || c == '\t')
        s->at++;
}

/* Adds one step to a pointer; false where it does not fit. */
static bool add_step(char *pointer, struct str step)
{
    size_t n = strlen(pointer), need = 1 + step.n;

    for (size_t i = 0; i < step.n; i++)
        need += step.p[i] == '~' || step.p[i] == '/';
    if (n + need >= JSON_POINTER_SIZE)
        return false;
    pointer[n++] = '/';
    for (size_t i = 0; i < step.n; i++) {
        char c = step.p[i];

        pointer[n++] = c == '/' ? '~' : c;
        if (c == '~' || c == '/')
            pointer[n++] = c == '~' ? '0' : '1';
    }
    pointer[n] = '\0';
    return true;
}

static void find_pointer(const struct scan *s, char *pointer)
{
    char index[24];
    bool fits = true;

    pointer[0] = '\0';
    for (unsigned i = 0; i < s->depth && fits; i++) {
        const struct frame *f = &s->frames[i];

        if (f->object) {
            fits = f->named && add_step(pointer, json_names_text(&s->names, f->name));
        } else if (f->count) {
            snprintf(index, sizeof(index), "%zu", f->count - 1);
            fits = add_step(pointer, str_of(index));
        }
    }
}

static void find_place(struct str text, struct json_error *e)
{
    size_t line_start = 0;

    e->line = 1;
    for (size_t i = 0; i < e->offset; i++) {
        if (text.p[i] == '\n') {
            e->line++;
            line_start = i + 1;
        }
    }
    e->column = 1 + (unsigned)utf8_length((struct str){ text.p + line_start, e->offset - line_start });
}

__attribute__((format(printf, 3, 4))) static bool fail_at(struct scan *s, size_t offset, const char *format, ...)
{
    struct json_error *e = s->error;
    va_list args;

    *e = (struct json_error){ .offset = offset };
    va_start(args, format);
    vsnprintf(e->message, sizeof(e->message), format, args);
    va_end(args);
    find_place(s->text, e);
    find_pointer(s, e->pointer);
    return false;
}

/* What stands at the scanner's place, in words. */
static bool fail_expected(struct scan *s, const char *expected)
{
    int c = peek(s);

    if (c < 0)
        return fail_at(s, s->at, "the text ends where %s is expected", expected);
    if (c > 0x20 && c < 0x7F)
        return fail_at(s, s->at, "expected %s, found '%c'", expected, c);
    return fail_at(s, s->at, "expected %s, found byte 0x%02X", expected, (unsigned)c);
}

static bool emit(struct scan *s, const struct json_event *event)
{
    const char *refusal = s->sink(s->arg, event);

    return !refusal || fail_at(s, s->at, "%s", refusal);
}

/* The four digits of a \u escape; the place moves behind them. */
static bool hex4(struct scan *s, uint32_t *ret)
{
    uint32_t v = 0;

    for (int i = 0; i < 4; i++) {
        int c = peek(s);

        if (c >= '0' && c <= '9')
            v = v << 4 | (uint32_t)(c - '0');
        else if ((c | 32) >= 'a' && (c | 32) <= 'f')
            v = v << 4 | (uint32_t)((c | 32) - 'a' + 10);
        else
            return fail_expected(s, "four hexadecimal digits after \\u");
        s->at++;
    }
    *ret = v;
    return true;
}

static bool unicode_escape(struct scan *s)
{
    size_t begin = s->at - 2;
    uint32_t c, low;
    char bytes[4];

    if (!hex4(s, &c))
        return false;
    if (c >= 0xD800 && c <= 0xDBFF) {
        if (s->text.n - s->at < 2 || s->text.p[s->at] != '\\' || s->text.p[s->at + 1] != 'u')
            return fail_at(s, begin, "half of a surrogate pair stands alone");
        s->at += 2;
        if (!hex4(s, &low))
            return false;
        if (low < 0xDC00 || low > 0xDFFF)
            return fail_at(s, begin, "half of a surrogate pair stands alone");
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    } else if (c >= 0xDC00 && c <= 0xDFFF) {
        return fail_at(s, begin, "half of a surrogate pair stands alone");
    }
    buf_put(&s->scratch, bytes, utf8_put(c, bytes));
    return true;
}

static bool escape(struct scan *s)
{
    static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    int c;
    const char *found;

    s->at++;
    c = peek(s);
    if (c == 'u') {
        s->at++;
        return unicode_escape(s);
    }
    found = c > 0 ? strchr(names, c) : NULL;
    if (!found)
        return fail_expected(s, "an escape after the backslash");
    s->at++;
    buf_putc(&s->scratch, values[found - names]);
    return true;
}

/* Not 0 where one of eight bytes is not plain: bytes_first() tells which. */
static uint64_t not_plain(uint64_t w)
{
    return bytes_below(w, ' ') | (w & BYTES_HIGH) | bytes_equal(w, '"') | bytes_equal(w, '\\');
}

/* Moves behind plain bytes. */
static void pass_plain(struct scan *s)
{
    size_t at = s->at;

    for (; at + sizeof(uint64_t) <= s->text.n; at += sizeof(uint64_t)) {
        uint64_t found = not_plain(bytes_load(s->text.p + at));

        if (found) {
            s->at = at + bytes_first(found);
            return;
        }
    }
    while (at < s->text.n && plain[(unsigned char)s->text.p[at]])
        at++;
    s->at = at;
}

/* Moves behind well-formed bytes that need no change. */
static bool run(struct scan *s)
{
    for (;;) {
        struct str rest;

        pass_plain(s);
        if (peek(s) < 0x80)
            return true;
        rest = (struct str){ s->text.p + s->at, s->text.n - s->at };
        utf8_next(&rest);
        if (rest.p == s->text.p + s->at + 1)
            return fail_at(s, s->at, "the text is not UTF-8");
        s->at = (size_t)(rest.p - s->text.p);
    }
}

/* A string whose opening quote is at the place. Without escapes `*ret` is a slice of the text, else of scratch. */
static bool string(struct scan *s, struct str *ret)
{
    size_t opening = s->at, begin = ++s->at;
    bool escaped = false;

    for (;;) {
        struct str part;
        int c;

        if (!run(s))
            return false;
        part = (struct str){ s->text.p + begin, s->at - begin };
        c = peek(s);
        if (c < 0)
            return fail_at(s, opening, "a string is not closed");
        if (c != '"' && c != '\\')
            return fail_at(s, s->at, "a control character (0x%02X) in a string must be written as an escape", (unsigned)c);
        if (c == '"' && !escaped) {
            *ret = part;
            break;
        }
        if (!escaped)
            buf_clear(&s->scratch);
        buf_put_str(&s->scratch, part);
        if (c == '"') {
            *ret = buf_str(&s->scratch);
            break;
        }
        escaped = true;
        if (!escape(s))
            return false;
        begin = s->at;
    }
    s->at++;
    return true;
}

static size_t digits(struct scan *s)
{
    size_t begin = s->at;
    int c;

    while ((c = peek(s)) >= '0' && c <= '9')
        s->at++;
    return s->at - begin;
}

/* Fraction and exponent, if any; `*ret_double` tells whether there was one. */
static bool number_tail(struct scan *s, bool *ret_double)
{
    *ret_double = false;
    if (peek(s) == '.') {
        s->at++;
        *ret_double = true;
        if (!digits(s))
            return fail_expected(s, "a digit after the decimal point");
    }
    if (peek(s) == 'e' || peek(s) == 'E') {
        s->at++;
        *ret_double = true;
        if (peek(s) == '+' || peek(s) == '-')
            s->at++;
        if (!digits(s))
            return fail_expected(s, "a digit in the exponent");
    }
    return true;
}

static bool number(struct scan *s)
{
    size_t begin = s->at, count;
    struct json_event e = { .type = JSON_INTEGER };
    bool is_double;
    struct str text;

    if (peek(s) == '-')
        s->at++;
    count = digits(s);
    if (!count)
        return fail_expected(s, "a digit after the minus sign");
    if (count > 1 && s->text.p[s->at - count] == '0')
        return fail_at(s, begin, "a number must not begin with 0");
    if (!number_tail(s, &is_double))
        return false;
    text = (struct str){ s->text.p + begin, s->at - begin };
    if (is_double) {
        e.type = JSON_DOUBLE;
        buf_clear(&s->scratch);
        buf_put_str(&s->scratch, text);
        e.real = strtod(buf_text(&s->scratch), NULL);
    }
    if (is_double ? !isfinite(e.real) : !str_to_int(text, &e.integer))
        return fail_at(s, begin, "number out of range");
    return emit(s, &e);
}

static bool word(struct scan *s, struct str w, struct json_event e)
{
    struct str rest = { s->text.p + s->at, s->text.n - s->at };

    if (!str_starts(rest, w))
        return fail_expected(s, "a value");
    s->at += w.n;
    return emit(s, &e);
}

static bool open_container(struct scan *s, bool object)
{
    if (s->depth == s->limits.depth)
        return fail_at(s, s->at, "more than %u arrays and objects inside each other", s->limits.depth);
    s->at++;
    if (!emit(s, &(struct json_event){ .type = object ? JSON_BEGIN_OBJECT : JSON_BEGIN_ARRAY }))
        return false;
    s->frames[s->depth++] = (struct frame){ .object = object, .id = object ? ++s->objects : 0 };
    return true;
}

/* Reads a scalar, or opens an array or object. */
static bool value(struct scan *s)
{
    struct json_event e = { .type = JSON_STRING };
    int c = peek(s);

    if (s->values++ == s->limits.values)
        return fail_at(s, s->at, "more than %zu values", s->limits.values);
    switch (c) {
    case '{': case '[':
        return open_container(s, c == '{');
    case '"':
        return string(s, &e.text) && emit(s, &e);
    case 't':
        return word(s, STR("true"), (struct json_event){ .type = JSON_BOOLEAN, .boolean = true });
    case 'f':
        return word(s, STR("false"), (struct json_event){ .type = JSON_BOOLEAN });
    case 'n':
        return word(s, STR("null"), (struct json_event){ .type = JSON_NULL });
    default:
        if (c == '-' || (c >= '0' && c <= '9'))
            return number(s);
        return fail_expected(s, "a value");
    }
}

/* `name :`, which must be new in its object. */
static bool name(struct scan *s, struct frame *f)
{
    size_t begin = s->at;
    struct json_event e = { .type = JSON_NAME };
    bool is_new;

    f->named = false;
    if (peek(s) != '"')
        return fail_expected(s, "a name in double quotes");
    if (!string(s, &e.text))
        return false;
    if (!s->limits.own) {
        f->name = json_names_add(&s->names, f->id, e.text, &is_new);
        f->named = true;
        e.text = json_names_text(&s->names, f->name);
        if (!is_new)
            return fail_at(s, begin, "the name \"%.*s\" stands twice in an object", (int)utf8_head(e.text, 25).n, e.text.p);
    }
    if (!emit(s, &e))
        return false;
    skip_space(s);
    if (peek(s) != ':')
        return fail_expected(s, "':'");
    s->at++;
    skip_space(s);
    return true;
}

/* The next item of the innermost array or object, or its end. */
static bool item(struct scan *s)
{
    struct frame *f = &s->frames[s->depth - 1];
    int close = f->object ? '}' : ']';

    skip_space(s);
    if (peek(s) == close) {
        s->at++;
        s->depth--;
        return emit(s, &(struct json_event){ .type = f->object ? JSON_END_OBJECT : JSON_END_ARRAY });
    }
    if (f->count) {
        if (peek(s) != ',')
            return fail_expected(s, f->object ? "',' or '}'" : "',' or ']'");
        s->at++;
        skip_space(s);
    }
    f->count++;
    return (!f->object || name(s, f)) && value(s);
}

static bool document(struct scan *s)
{
    if (s->text.n > UINT32_MAX / 4)
        return fail_at(s, 0, "the text is too long");
    skip_space(s);
    if (!value(s))
        return false;
    while (s->depth) {
        if (!item(s))
            return false;
    }
    skip_space(s);
    return s->at == s->text.n || fail_expected(s, "the end of the text");
}

bool json_scan(struct str text, const struct json_limits *limits, json_sink *sink, void *arg, struct json_error *ret_error)
{
    struct frame frames[JSON_DEPTH_MAX];      /* not cleared: each is written when it opens */
    struct scan s = { .text = text, .sink = sink, .arg = arg, .frames = frames, .error = ret_error };
    bool ok;

    if (limits)
        s.limits = *limits;
    if (!s.limits.depth)
        s.limits.depth = JSON_DEPTH;
    if (s.limits.depth > JSON_DEPTH_MAX)
        s.limits.depth = JSON_DEPTH_MAX;
    if (!s.limits.values)
        s.limits.values = JSON_VALUES;
    buf_init(&s.scratch, NULL, SIZE_MAX / 4);
    json_names_init(&s.names);
    ok = document(&s);
    json_names_done(&s.names);
    buf_done(&s.scratch);
    return ok;
}
