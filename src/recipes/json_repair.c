/* json_repair.c: JSON as found in pages, see wild_parse(). */
#include "base/buf.h"
#include "base/utf8.h"
#include "recipes/wild.h"

struct reader {
    struct arena *arena;
    const char *p, *end;
    size_t nodes_left;
    bool repaired;
};

static struct wild *read_value(struct reader *r, unsigned depth);

static struct wild *new_node(struct reader *r, enum wild_type type, struct str text)
{
    if (r->nodes_left > 0)
        r->nodes_left--;
    else
        r->p = r->end;
    return wild_new(r->arena, type, text);
}

static bool at(const struct reader *r, const char *s)
{
    size_t n = strlen(s);

    return (size_t)(r->end - r->p) >= n && memcmp(r->p, s, n) == 0;
}

/* Moves behind the next `s`, or to the end. */
static void skip_past(struct reader *r, const char *s)
{
    size_t i = str_find((struct str){ r->p, (size_t)(r->end - r->p) }, str_of(s));

    r->p = i == SIZE_MAX ? r->end : r->p + i + strlen(s);
    r->repaired = true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_blanks(struct reader *r)
{
    while (r->p < r->end) {
        if (is_blank(*r->p)) {
            r->p++;
        } else if (at(r, "//")) {
            skip_past(r, "\n");
        } else if (at(r, "/*")) {
            skip_past(r, "*/");
        } else if ((unsigned char)*r->p < ' ' || at(r, "\xC2\xA0")) {
            r->p += (unsigned char)*r->p < ' ' ? 1 : 2;
            r->repaired = true;
        } else {
            return;
        }
    }
}

/* Could the quote just before `p` close its string? What follows must be punctuation, and after a comma a new value;
   a new line with a quote is a missing comma. */
static bool closes(const struct reader *r, const char *p)
{
    bool new_line = false;

    for (; p < r->end && is_blank(*p); p++)
        new_line |= *p == '\n';
    if (p == r->end || strchr(":]}", *p) || (new_line && *p == '"'))
        return true;
    if (*p == '/' && r->end - p > 1 && (p[1] == '/' || p[1] == '*'))
        return true;
    if (*p != ',')
        return false;
    for (p++; p < r->end && is_blank(*p); p++)
        continue;
    return p == r->end || strchr("\"'{[]}-0123456789tfn/,", *p);
}

static bool read_hex4(struct reader *r, uint32_t *ret)
{
    uint32_t v = 0;

    if (r->end - r->p < 4)
        return false;
    for (int i = 0; i < 4; i++) {
        int c = (unsigned char)r->p[i];

        if (!isxdigit(c))
            return false;
        v = v * 16 + (uint32_t)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
    }
    r->p += 4;
    *ret = v;
    return true;
}

/* Behind "\u". A pair of surrogates is one character; a single one becomes U+FFFD. */
static void read_unicode(struct reader *r, struct buf *out)
{
    uint32_t c, low;
    char utf8[4];

    if (!read_hex4(r, &c)) {
        r->repaired = true;
        buf_puts(out, "\\u");
        return;
    }
    if (c >= 0xD800 && c < 0xDC00 && at(r, "\\u")) {
        const char *back = r->p;

        r->p += 2;
        if (read_hex4(r, &low) && low >= 0xDC00 && low < 0xE000)
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        else
            r->p = back;
    }
    buf_put(out, utf8, utf8_put(c, utf8));
}

static void read_escape(struct reader *r, struct buf *out)
{
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    const char *known;
    char c;

    if (r->p == r->end)
        return;
    c = *r->p++;
    known = c ? strchr(from, c) : NULL;
    if (c == 'u') {
        read_unicode(r, out);
    } else if (known) {
        buf_putc(out, to[known - from]);
    } else {
        if (!strchr("\"\\/", c))
            r->repaired = true;
        buf_putc(out, c);
    }
}

/* Behind the opening quote. A string without escapes is borrowed. */
static struct str read_string(struct reader *r, char quote)
{
    const char *start = r->p;
    struct buf out = { 0 };
    bool copied = false;

    for (;;) {
        const char *run = r->p;

        while (r->p < r->end && *r->p != quote && *r->p != '\\') {
            if ((unsigned char)*r->p < ' ')
                r->repaired = true;
            r->p++;
        }
        if (copied)
            buf_put(&out, run, (size_t)(r->p - run));
        if (r->p == r->end)
            break;
        if (*r->p == quote && closes(r, r->p + 1))
            break;
        if (!copied) {
            buf_init(&out, r->arena, SIZE_MAX / 2);
            buf_put(&out, start, (size_t)(r->p - start));
            copied = true;
        }
        if (*r->p++ == '\\') {
            read_escape(r, &out);
        } else {
            buf_putc(&out, quote);
            r->repaired = true;
        }
    }
    if (r->p == r->end)
        r->repaired = true;
    struct str text = copied ? buf_str(&out) : (struct str){ start, (size_t)(r->p - start) };
    r->p += r->p < r->end;
    return text;
}

static struct str read_word(struct reader *r)
{
    struct str word = { r->p, 0 };

    while (r->p < r->end && !is_blank(*r->p) && !strchr(",:]}[{\"", *r->p))
        r->p++;
    word.n = (size_t)(r->p - word.p);
    if (word.n == 0 && r->p < r->end)
        r->p++;
    return word;
}

static struct wild *word_node(struct reader *r)
{
    struct str word = read_word(r);

    if (word.n == 0 || str_equal(word, STR("null")) || str_equal(word, STR("undefined")) || str_equal(word, STR("NaN")))
        return new_node(r, WILD_NULL, (struct str){ 0 });
    return new_node(r, WILD_WORD, word);
}

static struct str read_key(struct reader *r)
{
    if (*r->p == '"' || *r->p == '\'') {
        char quote = *r->p++;

        return read_string(r, quote);
    }
    r->repaired = true;
    return read_word(r);
}

static struct wild *read_object(struct reader *r, unsigned depth)
{
    struct wild *object = new_node(r, WILD_OBJECT, (struct str){ 0 });

    for (;;) {
        struct str key;

        skip_blanks(r);
        if (r->p == r->end || *r->p == ']')
            break;
        if (*r->p == ',' || *r->p == '}') {
            if (*r->p++ == '}')
                return object;
            continue;
        }
        key = read_key(r);
        skip_blanks(r);
        if (r->p < r->end && *r->p == ':') {
            r->p++;
            wild_add(object, key, read_value(r, depth));
        } else {
            r->repaired = true;
        }
    }
    r->repaired = true;
    return object;
}

static struct wild *read_list(struct reader *r, unsigned depth)
{
    struct wild *list = new_node(r, WILD_LIST, (struct str){ 0 });

    for (;;) {
        skip_blanks(r);
        if (r->p == r->end || *r->p == '}')
            break;
        if (*r->p == ',' || *r->p == ']') {
            if (*r->p++ == ']')
                return list;
            continue;
        }
        wild_add(list, (struct str){ 0 }, read_value(r, depth));
    }
    r->repaired = true;
    return list;
}

static struct wild *read_value(struct reader *r, unsigned depth)
{
    skip_blanks(r);
    if (depth >= WILD_DEPTH_MAX) {
        r->p = r->end;
        r->repaired = true;
    }
    if (r->p == r->end || strchr(",]}", *r->p))
        return new_node(r, WILD_NULL, (struct str){ 0 });
    if (*r->p == '{' || *r->p == '[')
        return *r->p++ == '{' ? read_object(r, depth + 1) : read_list(r, depth + 1);
    if (*r->p == '"' || *r->p == '\'') {
        char quote = *r->p++;

        return new_node(r, WILD_STRING, read_string(r, quote));
    }
    return word_node(r);
}

struct wild *wild_parse(struct arena *a, struct str text, size_t *nodes_left, bool *ret_repaired)
{
    struct reader r = { .arena = a, .p = text.p, .end = text.p + text.n, .nodes_left = *nodes_left };
    struct wild *all = wild_new(a, WILD_LIST, (struct str){ 0 });

    skip_blanks(&r);
    if (r.p < r.end && *r.p == '"') {   /* the whole block encoded once more, as a string */
        struct str inner;

        r.p++;
        inner = read_string(&r, '"');
        r.p = inner.p;
        r.end = inner.p + inner.n;
        r.repaired = true;
    }
    while (r.p < r.end) {
        const char *before = r.p;

        while (r.p < r.end && *r.p != '{' && *r.p != '[')
            r.p++;
        r.repaired |= str_trim((struct str){ before, (size_t)(r.p - before) }).n > 0;
        if (r.p < r.end && !at(&r, "[CDATA["))
            wild_add(all, (struct str){ 0 }, read_value(&r, 0));
        else
            r.p += at(&r, "[CDATA[") ? strlen("[CDATA[") : 0;
    }
    *nodes_left = r.nodes_left;
    *ret_repaired = r.repaired;
    return all->child && !all->child->next ? all->child : all;
}
