/* html_impl.h: what the files of the tokenizer (html*.c) share; for nobody else. The states are those of section 13.2.5;
   states that differ in the errors they report only are one here. */
#ifndef BASE_HTML_IMPL_H
#define BASE_HTML_IMPL_H

#include "base/buf.h"
#include "base/html.h"

/* state, function that reads on, function that closes it at the end of the input; the first six are enum html_state */
#define HTML_STATES(X)                                     \
    X(DATA, data, quiet)                                   \
    X(PLAINTEXT, plaintext, quiet)                         \
    X(RCDATA, rcdata, quiet)                               \
    X(RAWTEXT, rawtext, quiet)                             \
    X(SCRIPT, rawtext, quiet)                              \
    X(CDATA, cdata, quiet)                                 \
    X(CDATA_BRACKET, cdata_bracket, bracket)               \
    X(CDATA_END, cdata_end, brackets)                      \
    X(TEXT_LT, text_lt, lt)                                \
    X(TEXT_END_OPEN, text_end_open, lt_slash)              \
    X(TEXT_END_NAME, text_end_name, text_end_name)         \
    X(ESCAPE_START, escape_start, quiet)                   \
    X(ESCAPE_START_DASH, escape_start, quiet)              \
    X(ESCAPED, escaped, quiet)                             \
    X(ESCAPED_DASH, escaped_dash, quiet)                   \
    X(ESCAPED_DASH_DASH, escaped_dash, quiet)              \
    X(ESCAPED_LT, escaped_lt, lt)                          \
    X(DOUBLE_START, double_switch, quiet)                  \
    X(DOUBLE, escaped, quiet)                              \
    X(DOUBLE_DASH, escaped_dash, quiet)                    \
    X(DOUBLE_DASH_DASH, escaped_dash, quiet)               \
    X(DOUBLE_LT, double_lt, quiet)                         \
    X(DOUBLE_END, double_switch, quiet)                    \
    X(TAG_OPEN, tag_open, lt)                              \
    X(END_TAG_OPEN, end_tag_open, lt_slash)                \
    X(TAG_NAME, tag_name, quiet)                           \
    X(BEFORE_ATTRIBUTE, before_attribute, quiet)           \
    X(ATTRIBUTE_NAME, attribute_name, quiet)               \
    X(AFTER_ATTRIBUTE_NAME, after_attribute_name, quiet)   \
    X(BEFORE_VALUE, before_value, quiet)                   \
    X(VALUE_DOUBLE, value_quoted, quiet)                   \
    X(VALUE_SINGLE, value_quoted, quiet)                   \
    X(VALUE_BARE, value_bare, quiet)                       \
    X(SELF_CLOSING, self_closing, quiet)                   \
    X(MARKUP, markup, markup)                              \
    X(BOGUS_COMMENT, bogus_comment, comment)               \
    X(COMMENT_START, comment_start, comment)               \
    X(COMMENT_START_DASH, comment_start_dash, comment)     \
    X(COMMENT, comment, comment)                           \
    X(COMMENT_DASH, comment_dash, comment)                 \
    X(COMMENT_END, comment_end, comment)                   \
    X(COMMENT_BANG, comment_bang, comment)                 \
    X(DOCTYPE, doctype, doctype)                           \
    X(DOCTYPE_NAME, doctype_name, doctype)                 \
    X(DOCTYPE_KEYWORD, doctype_keyword, doctype)           \
    X(DOCTYPE_PUBLIC, doctype_public, doctype)             \
    X(DOCTYPE_PUBLIC_ID, doctype_id, doctype)              \
    X(DOCTYPE_BETWEEN, doctype_between, doctype)           \
    X(DOCTYPE_SYSTEM, doctype_system, doctype)             \
    X(DOCTYPE_SYSTEM_ID, doctype_id, doctype)              \
    X(DOCTYPE_AFTER, doctype_after, doctype)               \
    X(DOCTYPE_BOGUS, doctype_bogus, doctype_bogus)         \
    X(REFERENCE, reference, reference)                     \
    X(REFERENCE_NAME, reference_name, reference)           \
    X(REFERENCE_NUMBER, reference_number, reference)       \
    X(REFERENCE_HEX, reference_digits, reference)          \
    X(REFERENCE_DECIMAL, reference_digits, reference)

enum state {
#define X(NAME, STEP, END) S_##NAME,
    HTML_STATES(X)
#undef X
    S__COUNT
};

/* A part of what is kept of the token in the making. */
struct html_part {
    size_t at, n;
};

struct html_pair {
    struct html_part name, value;
};

/* A slot of the set of attribute names; filled when its tag is the current one. */
struct html_slot {
    uint32_t tag, index;
};

struct html_attributes {
    struct html_pair *pairs;
    struct html_attribute *out;   /* the same with addresses, made when the tag is complete */
    size_t count, cap;
    struct html_slot *slots;      /* of names, once there are many */
    size_t slot_count, hashed;    /* hashed: how many of the pairs are in the set */
    uint32_t tag;                 /* number of the current tag */
    struct html_pair open;        /* the one that is being read */
    bool reading;
    unsigned char key[16];
};

/* A character reference in the making. */
struct html_reference {
    enum state back;       /* the state that met the ampersand */
    char raw[40];          /* what was read, with the ampersand */
    size_t raw_n;
    uint16_t node, value;  /* value: of the longest name so far; 0: none */
    size_t value_n;        /* length of raw at that name */
    uint32_t number;
    bool digits;
};

#define HTML_FOREIGN_MAX 64

struct html {
    html_sink *sink;
    void *arg;
    struct html_limits limits;
    enum state state;
    enum state text_state;   /* where a '<' that begins nothing leads back */
    const char *p, *end;     /* what is left of the clean bytes */
    const char *start;       /* their begin */
    struct str run;          /* text that is not given out yet */
    struct buf kept;         /* bytes of the tag, comment or doctype in the making */
    bool cut, muted;         /* kept is full; bytes of an attribute that is not wanted */
    bool end_tag, self_closing;
    size_t name_n;
    struct html_attributes attributes;
    size_t public_at, system_at;   /* in kept, of a doctype that has them */
    bool has_public, has_system, force_quirks;
    char quote;
    struct html_reference ref;
    char word[16];           /* letters of a name that decides something */
    char raw[16];            /* the same as it was written */
    size_t word_n;
    char end_name[16];       /* the tag whose end tag leaves RCDATA, RAWTEXT or script */
    size_t end_name_n;
    bool follow;
    unsigned char foreign[HTML_FOREIGN_MAX];   /* open svg, math and their ways back to HTML */
    size_t foreign_n;
    char partial[4];         /* head of a character that the next chunk continues */
    size_t partial_n;
    bool after_cr;
    char clean[16384];
};

/* A node of the tree of named references. */
struct html_entity {
    unsigned char letter, last;   /* last: of its siblings */
    uint16_t child, value;        /* child: the first, 0: none; value: index of html_entity_texts, 0: no name ends here */
};

#define HTML_ENTITY_SIZE 8
extern const struct html_entity html_entities[];                    /* [0] is the root */
extern const uint16_t html_entity_heads[256];                       /* the child of the root with this letter */
extern const char html_entity_texts[][HTML_ENTITY_SIZE];            /* UTF-8 */

/* Classes of bytes; each STOP class ends a run of something. */
enum {
    BLANK = 1,            /* tab, line feed, form feed, space (CR is LF by now) */
    STOP_DATA = 2,        /* < & */
    STOP_RAW = 4,         /* < NUL */
    STOP_NAME = 8,        /* blank / > NUL */
    STOP_ATTRIBUTE = 16,  /* blank / > = NUL */
    STOP_BARE = 32,       /* blank & > NUL */
    STOP_DOUBLE = 64,     /* " & NUL */
    STOP_SINGLE = 128,    /* ' & NUL */
    STOP_ESCAPED = 256,   /* < - NUL */
    STOP_COMMENT = 512,   /* - NUL */
    STOP_MARKUP = 1024    /* > NUL */
};
extern const uint16_t html_class[256];

/* Of each state: the step reads on, at least a byte or into another state; the end gives out what is pending. */
#define X(NAME, STEP, END) void html_step_##STEP(struct html *h); void html_end_##END(struct html *h);
HTML_STATES(X)
#undef X

/* Tokenizes clean bytes: well-formed UTF-8 of whole characters, without CR. */
void html_run(struct html *h, const char *p, size_t n);
/* Replaces malformed UTF-8, makes CR and CR LF a LF, and hands over to html_run(). */
void html_clean(struct html *h, struct str bytes);
void html_clean_end(struct html *h) /* a character that the end of the input cut */;

/* Gives text out now, after what waits; `p` need not live on. */
void html_text_now(struct html *h, const char *p, size_t n);
/* Gives out the text that waits. */
void html_flush(struct html *h);
/* Text that was read just now: it ends at h->p. */
void html_text_read(struct html *h, const char *literal);
/* Reads a NUL and puts U+FFFD. */
void html_replacement(struct html *h, void (*put)(struct html *h, const char *p, size_t n));

/* Switches to a state whose end tag is `name`. */
void html_switch(struct html *h, enum state state, struct str name);

/* Forgets the last token's bytes and begins a new one. */
void html_begin(struct html *h);
/* Adds bytes of whole characters, as far as the limit allows. */
void html_keep(struct html *h, const char *p, size_t n);
void html_keep_lower(struct html *h, const char *p, size_t n) /* with A-Z as a-z */;

/* Completes the attribute that is being read, if any, and begins another; unwanted ones are muted. */
void html_attribute_begin(struct html *h);
void html_attribute_named(struct html *h) /* its name is complete */;
void html_attribute_end(struct html *h);
void html_attributes_resolve(struct html *h) /* fills attributes.out */;

void html_begin_tag(struct html *h, bool end_tag) /* forgets the last one */;
/* Gives the tag out, goes to the data state and follows it. */
void html_emit_tag(struct html *h);
/* After the `>` that ends a comment or doctype. */
void html_emit_comment(struct html *h);
/* Chooses the state that a tree builder would choose after this tag. */
void html_follow_tag(struct html *h, const struct html_token *token);
bool html_in_foreign(const struct html *h) /* inside svg or math, where CDATA sections exist */;
/* Reads an ampersand. */
void html_reference_begin(struct html *h);

/* Text of the input at `p`; waits so that neighbours are given out together. */
static inline void html_text(struct html *h, const char *p, size_t n)
{
    if (h->run.p + h->run.n != p) {
        html_flush(h);
        h->run.p = p;
    }
    h->run.n += n;
}

/* How many bytes from h->p on are in none of the classes. */
static inline size_t html_span(const struct html *h, unsigned classes)
{
    const char *p = h->p;

    while (p < h->end && !(html_class[(unsigned char)*p] & classes))
        p++;
    return (size_t)(p - h->p);
}

static inline bool html_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool html_is_blank(char c)
{
    return html_class[(unsigned char)c] & BLANK;
}

static inline char html_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

#endif
