/* A rough reader of HTML: enough to say whether a template's value stands in text, in a quoted attribute, or where escaping
   of five characters would not protect the page. */
#include "web/template_ops.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

/* Keeps the last characters; forgets half of them when there is no room. */
static void remember(struct template_context *c, char ch)
{
    size_t half = sizeof(c->tail) / 2;

    if (c->tail_len == sizeof(c->tail)) {
        memmove(c->tail, c->tail + half, half);
        c->tail_len = half;
    }
    c->tail[c->tail_len++] = lower(ch);
}

static bool tail_is(const struct template_context *c, struct str s)
{
    return str_ends((struct str){ c->tail, c->tail_len }, s);
}

static void enter(struct template_context *c, enum template_html state)
{
    c->state = state;
    c->tail_len = 0;
}

/* Behind "<": a tag, a declaration, a comment, or only a character. */
static void after_less_than(struct template_context *c, char ch)
{
    bool letter = lower(ch) >= 'a' && lower(ch) <= 'z';

    remember(c, ch);
    if (tail_is(c, STR("!--"))) {
        enter(c, HTML_IN_COMMENT);
    } else if (letter || (ch == '/' && c->tail_len == 1)) {
        c->state = HTML_IN_TAG;
        c->script = false;
    } else if (ch == '<') {
        enter(c, HTML_IN_LESS_THAN);
    } else if (c->tail[0] != '!' || (c->tail_len > 1 && ch != '-')) {
        enter(c, HTML_IN_TEXT);
    }
}

static void in_tag(struct template_context *c, char ch)
{
    struct str name = { c->tail, c->tail_len };

    if (ch == '>' || ch == ' ' || ch == '\n' || ch == '\t' || ch == '\r' || ch == '/') {
        if (str_equal(name, STR("script")) || str_equal(name, STR("style")))
            c->script = true;
        /* Only the first word is a name: what follows is made unequal to any. */
        remember(c, ' ');
    } else {
        remember(c, ch);
    }
    if (ch == '>')
        enter(c, c->script ? HTML_IN_SCRIPT : HTML_IN_TEXT);
    else if (ch == '"')
        c->state = HTML_IN_DOUBLE_QUOTES;
    else if (ch == '\'')
        c->state = HTML_IN_SINGLE_QUOTES;
}

static void pass(struct template_context *c, char ch)
{
    switch (c->state) {
    case HTML_IN_TEXT:
        if (ch == '<')
            enter(c, HTML_IN_LESS_THAN);
        break;
    case HTML_IN_LESS_THAN:
        after_less_than(c, ch);
        break;
    case HTML_IN_TAG:
        in_tag(c, ch);
        break;
    case HTML_IN_DOUBLE_QUOTES:
    case HTML_IN_SINGLE_QUOTES:
        if (ch == (c->state == HTML_IN_DOUBLE_QUOTES ? '"' : '\''))
            c->state = HTML_IN_TAG;
        break;
    case HTML_IN_COMMENT:
        remember(c, ch);
        if (tail_is(c, STR("-->")))
            enter(c, HTML_IN_TEXT);
        break;
    case HTML_IN_SCRIPT:
        remember(c, ch);
        if (tail_is(c, STR("</script")) || tail_is(c, STR("</style"))) {
            enter(c, HTML_IN_TAG);
            c->script = false;
        }
        break;
    }
}

void template_context_pass(struct template_context *c, struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        pass(c, text.p[i]);
}

const char *template_context_refuse(const struct template_context *c, bool raw)
{
    switch (c->state) {
    case HTML_IN_LESS_THAN:
    case HTML_IN_TAG:
        return "a value inside a tag must stand in quotes";
    case HTML_IN_DOUBLE_QUOTES:
    case HTML_IN_SINGLE_QUOTES:
        return raw ? "a raw value must not stand in an attribute" : NULL;
    case HTML_IN_COMMENT:
        return "a value must not stand in an HTML comment";
    case HTML_IN_SCRIPT:
        return raw ? NULL : "only a raw value may stand in a script or style element";
    case HTML_IN_TEXT:
        break;
    }
    return NULL;
}
