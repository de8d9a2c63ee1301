/* template_ops.h: what a template is after parsing. Private to the template files. */
#ifndef WEB_TEMPLATE_OPS_H
#define WEB_TEMPLATE_OPS_H

#include "base/buf.h"

struct template;

enum template_op_type { OP_TEXT, OP_INDENT, OP_ESCAPED, OP_RAW, OP_SECTION, OP_INVERTED, OP_PARTIAL };

struct template_key {
    const char *name;
    unsigned long hash;               /* of json-c's tables, computed once */
};

struct template_op {
    enum template_op_type type;
    bool line_start;                  /* OP_TEXT: begins a line of the file; OP_PARTIAL: alone on its line */
    struct str text;                  /* OP_TEXT: the text; OP_PARTIAL: what each of its lines is indented by */
    const struct template_key *keys;  /* of a value: its name split at the dots; none for "." */
    size_t key_count;
    size_t end;                       /* OP_SECTION, OP_INVERTED: the op behind the closing tag */
    const char *partial_name;         /* OP_PARTIAL */
    const struct template *partial;   /* OP_PARTIAL; NULL: nothing */
    size_t offset;                    /* of the tag in the source, for messages */
};

struct template {
    const char *name;
    const char *path;                 /* for messages */
    struct str source;
    struct template_op *ops;
    size_t op_count;
};

struct templates {
    struct arena arena;
    struct template *list;            /* by name */
    size_t count;
    bool lax;
};

/* Fills the ops of a template, partials not yet resolved. False: `*ret_error` is a message of the arena. */
bool template_parse(struct arena *a, struct template *t, bool lax, const char **ret_error);
/* "path:line: message" about an offset in the source, from the arena. */
const char *template_error(struct arena *a, const struct template *t, size_t offset, const char *message);
/* The template of this name, or NULL. */
const struct template *templates_find(const struct templates *ts, const char *name);

/* Where a place of a template is in its HTML, as far as escaping depends on it. */
enum template_html { HTML_IN_TEXT, HTML_IN_LESS_THAN, HTML_IN_TAG, HTML_IN_DOUBLE_QUOTES, HTML_IN_SINGLE_QUOTES, HTML_IN_COMMENT,
                     HTML_IN_SCRIPT };

struct template_context {
    enum template_html state;
    char tail[16];                    /* the last characters in lower case, as far as they matter */
    size_t tail_len;
    bool script;                      /* the open tag is that of a script or style element */
};

/* Moves behind literal text. Branches of sections are taken as if they followed each other. */
void template_context_pass(struct template_context *c, struct str text);
/* NULL, or why a value (escaped or raw) may not stand here. */
const char *template_context_refuse(const struct template_context *c, bool raw);

#endif
