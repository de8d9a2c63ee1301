/* What a tree builder tells the tokenizer, without a tree: the states of 13.2.6 that tag names choose, and where
   svg and math (foreign content, 13.2.6.5) begin and end. */
#include "html_impl.h"

static const struct {
    const char *name;
    enum state state;
} raw_tags[] = {
    { "script", S_SCRIPT },   { "style", S_RAWTEXT },   { "title", S_RCDATA },     { "textarea", S_RCDATA }, { "xmp", S_RAWTEXT },
    { "iframe", S_RAWTEXT },  { "noembed", S_RAWTEXT }, { "noframes", S_RAWTEXT }, { "plaintext", S_PLAINTEXT },
};

/* Elements that change what the content is: the first two are foreign, inside the others it is HTML again. */
static const char *const borders[] = {
    "svg", "math", "foreignobject", "desc", "title", "mi", "mo", "mn", "ms", "mtext", "annotation-xml",
};

enum { SVG, MATH, FIRST_OF_SVG, FIRST_OF_MATH = 5 };

/* HTML tags that end open svg and math elements. */
static const char *const html_tags[] = {
    "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "embed", "h1", "h2", "h3", "h4",
    "h5", "h6", "head", "hr", "i", "img", "li", "listing", "menu", "meta", "nobr", "ol", "p", "pre", "ruby", "s", "small", "span",
    "strong", "strike", "sub", "sup", "table", "tt", "u", "ul", "var",
};

static size_t find(const char *const *names, size_t count, struct str name)
{
    for (size_t i = 0; i < count; i++) {
        if (names[i][0] == name.p[0] && str_equal(str_of(names[i]), name))
            return i;
    }
    return SIZE_MAX;
}

bool html_in_foreign(const struct html *h)
{
    return h->foreign_n && h->foreign[h->foreign_n - 1] <= MATH;
}

static bool leaves_foreign(const struct html_token *token)
{
    if (find(html_tags, ARRAY_LEN(html_tags), token->text) != SIZE_MAX)
        return true;
    return str_equal(token->text, STR("font")) && token->type == HTML_START_TAG &&
           (html_attribute(token, "color") || html_attribute(token, "face") || html_attribute(token, "size"));
}

static void push(struct html *h, size_t border)
{
    if (h->foreign_n < HTML_FOREIGN_MAX)
        h->foreign[h->foreign_n++] = (unsigned char)border;
}

static void start_in_foreign(struct html *h, const struct html_token *token)
{
    unsigned char in = h->foreign[h->foreign_n - 1];
    size_t border = find(borders, ARRAY_LEN(borders), token->text);

    if (token->self_closing || border == SIZE_MAX)
        return;
    if (border <= MATH)
        push(h, in);   /* an element of the same vocabulary, whatever its name says */
    else if ((in == SVG) == (border < FIRST_OF_MATH))
        push(h, border);
}

static void start_in_html(struct html *h, const struct html_token *token)
{
    struct str name = token->text;

    switch (name.p[0]) {   /* of most tags the first letter says enough */
    case 's': case 't': case 'i': case 'n': case 'x': case 'p': case 'm': break;
    default: return;
    }
    for (size_t i = 0; i < ARRAY_LEN(raw_tags); i++) {
        if (raw_tags[i].name[0] == name.p[0] && str_equal(str_of(raw_tags[i].name), name)) {
            html_switch(h, raw_tags[i].state, name);
            return;
        }
    }
    if (!token->self_closing && (str_equal(name, STR("svg")) || str_equal(name, STR("math"))))
        push(h, name.p[0] == 's' ? SVG : MATH);
}

static void end_tag(struct html *h, const struct html_token *token)
{
    size_t border = find(borders, ARRAY_LEN(borders), token->text);

    for (size_t i = h->foreign_n; border != SIZE_MAX && i-- > 0;) {
        if (h->foreign[i] == border) {
            h->foreign_n = i;
            return;
        }
    }
    while (html_in_foreign(h) && leaves_foreign(token))
        h->foreign_n--;
}

void html_follow_tag(struct html *h, const struct html_token *token)
{
    if (token->text.n == 0)
        return;
    if (token->type == HTML_END_TAG) {
        if (h->foreign_n)
            end_tag(h, token);
        return;
    }
    while (html_in_foreign(h) && leaves_foreign(token))
        h->foreign_n--;
    if (html_in_foreign(h))
        start_in_foreign(h, token);
    else
        start_in_html(h, token);
}
