/* html.h: a streaming tokenizer of the WHATWG HTML Standard (section 13.2.5), linear in its input.

   Bytes are UTF-8 (anything else is replaced by U+FFFD); chunks may end anywhere, inside a character too.
   There is no tree: script, style, title and their like switch the tokenizer by tag name, as a tree builder would, and
   svg and math are noticed so that their own style, script and CDATA sections are read as in a browser. Scripts do not
   run, so what noscript holds is read as markup. A byte order mark is text. */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/str.h"

enum html_type { HTML_DOCTYPE, HTML_START_TAG, HTML_END_TAG, HTML_TEXT, HTML_COMMENT };

struct html_attribute {
    struct str name;    /* lower case */
    struct str value;   /* character references resolved */
};

struct html_token {
    enum html_type type;
    struct str text;                          /* tag or doctype name (lower case), characters, comment */
    const struct html_attribute *attributes;  /* of a start tag; the first of equal names */
    size_t attribute_count;
    bool self_closing;
    const struct str *public_id, *system_id;  /* of a doctype; NULL where missing */
    bool force_quirks;
};

/* Called for each token; its bytes are valid until it returns and always whole characters. A text may come in several
   HTML_TEXT tokens (references come alone); outside script, style and their like it may hold NUL. */
typedef void html_sink(void *arg, const struct html_token *token);

enum html_state { HTML_DATA, HTML_PLAINTEXT, HTML_RCDATA, HTML_RAWTEXT, HTML_SCRIPT, HTML_CDATA };

struct html_limits {
    size_t tag_bytes;        /* names and values of one tag together; attributes that do not fit are dropped, as is the rest
                                of a longer comment or doctype. 0: 1 MiB */
    size_t attributes;       /* of one tag; more are dropped. 0: 4096 */
};

struct html;
/* A tokenizer that calls `sink(arg, ...)`. Owned by the caller: html_free(). `limits` may be NULL. */
struct html *html_new(html_sink *sink, void *arg, const struct html_limits *limits);
void html_free(struct html *h) /* NULL is fine */;
/* Gives the next bytes. */
void html_feed(struct html *h, struct str bytes);
/* End of input: what is pending becomes tokens. Nothing may be fed after it. */
void html_end(struct html *h);
/* Starts in another state, as a fragment parser does; `last_start_tag` is the tag whose end tag leaves it (at most 16
   letters, or NULL). Also keeps the tokenizer from switching by itself when `follow` is false. Only before the first
   html_feed(). */
void html_start_in(struct html *h, enum html_state state, const char *last_start_tag, bool follow);

/* The value of an attribute of a start tag, or NULL. */
const struct str *html_attribute(const struct html_token *token, const char *name);

#endif
