#include "recipes/import_text.h"

#include "base/buf.h"
#include "base/html.h"
#include "base/utf8.h"
#include "recipes/tags.h"

#define PASSES_MAX 3
#define LINE_BREAK 0x0Au

struct stripped {
    struct buf text;
    unsigned hidden;    /* inside script or style */
};

static void on_token(void *arg, const struct html_token *t)
{
    struct stripped *s = arg;
    bool tag = t->type == HTML_START_TAG || t->type == HTML_END_TAG;

    if (tag && (str_equal(t->text, STR("script")) || str_equal(t->text, STR("style"))))
        s->hidden = t->type == HTML_START_TAG;
    if (t->type == HTML_TEXT && !s->hidden)
        buf_put_str(&s->text, t->text);
    if (tag && (tag_find(t->text)->flags & TAG_BLOCK))
        buf_putc(&s->text, '\n');
}

static struct str tokenize(struct arena *a, struct str text, enum html_state state)
{
    struct stripped s = { 0 };
    struct html *h = html_new(on_token, &s, NULL);

    buf_init(&s.text, a, 4 * TEXT_BYTES_MAX);
    if (state != HTML_DATA)
        html_start_in(h, state, "title", false);
    html_feed(h, text);
    html_end(h);
    html_free(h);
    return buf_str(&s.text);
}

struct str text_unescape(struct arena *a, struct str s)
{
    return tokenize(a, s, HTML_RCDATA);
}

/* "\u00e9", "\n", "\/" that are still there after the JSON was decoded. */
static bool has_escapes(struct str s)
{
    for (size_t i = 0; i + 1 < s.n; i++) {
        if (s.p[i] == '\\' && s.p[i + 1] && strchr("unrt\"'/", s.p[i + 1]))
            return true;
    }
    return false;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The code unit of "\uXXXX" at `p`, or -1. */
static int32_t unit_at(const char *p, const char *end)
{
    int32_t v = 0;

    if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
        return -1;
    for (int i = 2; i < 6; i++) {
        if (hex(p[i]) < 0)
            return -1;
        v = v * 16 + hex(p[i]);
    }
    return v;
}

static struct str unescape(struct arena *a, struct str s)
{
    const char *p = s.p, *end = s.p + s.n;
    struct buf out;
    char utf8[4];

    buf_init(&out, a, 2 * TEXT_BYTES_MAX);
    while (p < end) {
        int32_t c = unit_at(p, end), low = c >= 0 ? unit_at(p + 6, end) : -1;

        if (c >= 0xD800 && c < 0xDC00 && low >= 0xDC00 && low < 0xE000) {
            buf_put(&out, utf8, utf8_put((uint32_t)(0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00)), utf8));
            p += 12;
        } else if (c >= 0) {
            buf_put(&out, utf8, utf8_put((uint32_t)c, utf8));
            p += 6;
        } else if (*p == '\\' && end - p > 1 && p[1] && strchr("nrt\"'/", p[1])) {
            buf_putc(&out, strchr("nrt", p[1]) ? '\n' : p[1]);
            p += 2;
        } else {
            buf_putc(&out, *p++);
        }
    }
    return buf_str(&out);
}

static bool has_markup(struct str s)
{
    return memchr(s.p, '&', s.n) || memchr(s.p, '<', s.n);
}

static bool is_space(uint32_t c)
{
    return c <= 0x20 || c == 0x7F || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

static bool is_invisible(uint32_t c)
{
    return c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF || (c >= 0x80 && c < 0xA0 && c != 0x85);
}

static bool is_break(uint32_t c)
{
    return c == LINE_BREAK || c == 0x0D || c == 0x2028 || c == 0x2029;
}

static struct str fold_space(struct arena *a, struct str s, enum text_lines lines)
{
    uint32_t c, pending = 0;
    struct buf out;
    char utf8[4];

    buf_init(&out, a, 4 * TEXT_BYTES_MAX);
    while ((c = utf8_next(&s)) != UINT32_MAX) {
        if (is_invisible(c))
            continue;
        if (is_space(c)) {
            if (pending != LINE_BREAK)
                pending = lines == TEXT_KEEP_LINES && is_break(c) ? LINE_BREAK : ' ';
            continue;
        }
        if (pending && out.len)
            buf_putc(&out, (char)pending);
        pending = 0;
        buf_put(&out, utf8, utf8_put(c, utf8));
    }
    return buf_str(&out);
}

struct str text_clean(struct arena *a, struct str s, enum text_lines lines)
{
    if (s.n > TEXT_BYTES_MAX)
        s.n = TEXT_BYTES_MAX;
    if (s.n && has_escapes(s))
        s = unescape(a, s);
    for (int pass = 0; pass < PASSES_MAX && s.n && has_markup(s); pass++) {
        struct str before = s;

        s = tokenize(a, s, HTML_DATA);
        if (str_equal(s, before))
            break;
    }
    return s.n ? fold_space(a, s, lines) : s;
}
