#include "recipes/tags.h"

#define B TAG_BLOCK
#define BP (TAG_BLOCK | TAG_ENDS_P)
#define H (TAG_BLOCK | TAG_ENDS_P | TAG_HEADS)

/* Sorted by name. */
static const struct tag tags[] = {
    { "a", TAG_A, 0 }, { "abbr", TAG_ABBR, 0 }, { "address", 0, BP }, { "area", 0, TAG_VOID }, { "article", TAG_ARTICLE, BP },
    { "aside", 0, BP }, { "b", TAG_B, 0 }, { "base", TAG_BASE, TAG_VOID }, { "blockquote", 0, BP }, { "body", TAG_BODY, B },
    { "br", 0, B | TAG_VOID }, { "button", 0, TAG_MUTE }, { "caption", 0, B }, { "center", 0, BP }, { "col", 0, TAG_VOID },
    { "datalist", 0, TAG_MUTE }, { "dd", TAG_DD, B }, { "details", 0, BP }, { "dialog", 0, B }, { "div", TAG_DIV, BP },
    { "dl", TAG_DL, BP }, { "dt", TAG_DT, B }, { "em", TAG_EM, 0 }, { "embed", 0, TAG_VOID }, { "fieldset", 0, BP },
    { "figcaption", 0, BP }, { "figure", 0, BP }, { "footer", 0, BP }, { "form", 0, BP }, { "h1", TAG_H1, H }, { "h2", 0, H },
    { "h3", 0, H }, { "h4", 0, H }, { "h5", 0, H }, { "h6", 0, H }, { "header", 0, BP }, { "hr", 0, BP | TAG_VOID },
    { "html", TAG_HTML, 0 }, { "i", TAG_I, 0 }, { "iframe", 0, TAG_CODE }, { "img", 0, TAG_VOID }, { "input", 0, TAG_VOID },
    { "legend", 0, B }, { "li", TAG_LI, B }, { "link", TAG_LINK, TAG_VOID }, { "main", 0, BP }, { "menu", 0, BP },
    { "meta", TAG_META, TAG_VOID }, { "nav", 0, BP | TAG_MUTE }, { "noscript", 0, TAG_CODE }, { "object", 0, TAG_CODE },
    { "ol", TAG_OL, BP }, { "option", TAG_OPTION, B }, { "p", TAG_P, BP }, { "param", 0, TAG_VOID }, { "pre", 0, BP },
    { "script", TAG_SCRIPT, TAG_CODE }, { "section", TAG_SECTION, BP }, { "select", TAG_SELECT, B | TAG_MUTE },
    { "source", 0, TAG_VOID }, { "span", TAG_SPAN, 0 }, { "strong", TAG_STRONG, 0 }, { "style", TAG_STYLE, TAG_CODE },
    { "summary", 0, B }, { "svg", 0, TAG_CODE }, { "table", TAG_TABLE, BP }, { "tbody", 0, B }, { "td", TAG_TD, 0 },
    { "template", 0, TAG_CODE }, { "textarea", 0, TAG_MUTE }, { "tfoot", 0, B }, { "th", TAG_TH, 0 }, { "thead", 0, B },
    { "title", TAG_TITLE, B }, { "tr", TAG_TR, B }, { "track", 0, TAG_VOID }, { "ul", TAG_UL, BP }, { "wbr", 0, TAG_VOID },
};

static int compare(struct str name, const char *other)
{
    size_t n = strlen(other);
    int c = memcmp(name.p, other, name.n < n ? name.n : n);

    return c ? c : name.n < n ? -1 : name.n > n;
}

const struct tag *tag_find(struct str name)
{
    static const struct tag other = { "", TAG_OTHER, 0 };
    size_t low = 0, high = ARRAY_LEN(tags);

    while (low < high && name.n) {
        size_t middle = low + (high - low) / 2;
        int c = compare(name, tags[middle].name);

        if (c == 0)
            return &tags[middle];
        if (c < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return &other;
}
