#include "web/template_ops.h"

#include "web/template.h"

#include <json-c/json.h>

struct tag {
    size_t begin, end;      /* with its delimiters */
    char kind;              /* # ^ / ! = > & {, or 0 for a plain variable */
    struct str content;     /* without white space around */
};

struct parser {
    struct arena *arena;
    struct template *t;
    bool lax;
    size_t at;
    bool line_start;        /* nothing of the current line was put yet */
    struct str open, close; /* delimiters */
    size_t op_room;
    size_t sections[TEMPLATE_SECTIONS];      /* indexes of their ops */
    struct str section_names[TEMPLATE_SECTIONS];
    size_t depth;
    struct template_context html;
    const char *error;
};

const char *template_error(struct arena *a, const struct template *t, size_t offset, const char *message)
{
    unsigned line = 1;

    for (size_t i = 0; i < offset; i++)
        line += t->source.p[i] == '\n';
    return arena_printf(a, "%s:%u: %s", t->path, line, message);
}

static bool fail(struct parser *p, size_t offset, const char *message)
{
    p->error = template_error(p->arena, p->t, offset, message);
    return false;
}

static struct template_op *add_op(struct parser *p, enum template_op_type type, size_t offset)
{
    struct template *t = p->t;

    if (t->op_count == p->op_room) {
        struct template_op *old = t->ops;

        p->op_room = p->op_room ? p->op_room * 2 : 16;
        t->ops = ARENA_ARRAY(p->arena, p->op_room, struct template_op);
        if (t->op_count)
            memcpy(t->ops, old, t->op_count * sizeof(*old));
    }
    t->ops[t->op_count] = (struct template_op){ .type = type, .offset = offset };
    return &t->ops[t->op_count++];
}

static void put_text(struct parser *p, size_t begin, size_t end)
{
    struct template_op *op;

    if (begin == end)
        return;
    op = add_op(p, OP_TEXT, begin);
    op->text = (struct str){ p->t->source.p + begin, end - begin };
    op->line_start = p->line_start;
    p->line_start = p->t->source.p[end - 1] == '\n';
    template_context_pass(&p->html, op->text);
}

static size_t find(const struct parser *p, size_t from, struct str needle)
{
    size_t found = str_find((struct str){ p->t->source.p + from, p->t->source.n - from }, needle);

    return found == SIZE_MAX ? SIZE_MAX : from + found;
}

/* Reads the tag that begins at tag->begin. */
static bool read_tag(struct parser *p, struct tag *tag)
{
    struct str src = p->t->source, end = p->close;
    size_t at = tag->begin + p->open.n, found;
    char closing[32];

    tag->kind = at < src.n && memchr("#^/!=>&{$<", src.p[at], 10) ? src.p[at] : 0;
    if (tag->kind)
        at++;
    if (tag->kind == '{' && !(str_equal(p->open, STR("{{")) && str_equal(p->close, STR("}}"))))
        return fail(p, tag->begin, "three braces mean a raw value only while {{ and }} are the delimiters");
    if (tag->kind == '{' || tag->kind == '=') {
        snprintf(closing, sizeof(closing), "%c%.*s", tag->kind == '{' ? '}' : '=', STR_ARG(p->close));
        end = str_of(closing);
    }
    found = find(p, at, end);
    if (found == SIZE_MAX)
        return fail(p, tag->begin, arena_printf(p->arena, "a tag is not closed with %.*s", STR_ARG(end)));
    tag->end = found + end.n;
    tag->content = str_trim((struct str){ src.p + at, found - at });
    return true;
}

/* Is the tag alone on its line? Then `*ret_line` and `*ret_next` are where that line and the one after it begin. */
static bool stands_alone(struct str src, const struct tag *tag, size_t *ret_line, size_t *ret_next)
{
    size_t line = tag->begin, next = tag->end;

    if (!tag->kind || !memchr("#^/!=>", tag->kind, 6))
        return false;
    while (line > 0 && (src.p[line - 1] == ' ' || src.p[line - 1] == '\t'))
        line--;
    while (next < src.n && (src.p[next] == ' ' || src.p[next] == '\t'))
        next++;
    if (next + 1 < src.n && src.p[next] == '\r' && src.p[next + 1] == '\n')
        next++;
    if ((line > 0 && src.p[line - 1] != '\n') || (next < src.n && src.p[next] != '\n'))
        return false;
    *ret_line = line;
    *ret_next = next < src.n ? next + 1 : next;
    return true;
}

static bool name_character(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' || c == '-';
}

static struct template_key key_of(const char *name)
{
    struct json_object *any = json_object_new_object();
    struct template_key key = { name, lh_get_hash(json_object_get_object(any), name) };

    json_object_put(any);
    return key;
}

/* Splits "a.b" into keys; "." has none. */
static bool read_name(struct parser *p, const struct tag *tag, struct template_op *op)
{
    struct str rest = tag->content;
    struct template_key *keys;
    size_t count = 1;

    if (!rest.n)
        return fail(p, tag->begin, "a tag without a name");
    if (str_equal(rest, STR(".")))
        return true;
    for (size_t i = 0; i < rest.n; i++)
        count += rest.p[i] == '.';
    keys = ARENA_ARRAY(p->arena, count, struct template_key);
    op->keys = keys;
    while (rest.p) {
        struct str key = str_next(&rest, '.');

        for (size_t i = 0; i < key.n; i++) {
            if (!name_character(key.p[i]))
                return fail(p, tag->begin, "a name has letters, digits, _ and -, and dots between its parts");
        }
        if (!key.n)
            return fail(p, tag->begin, "a name has an empty part");
        keys[op->key_count++] = key_of(arena_str(p->arena, key));
    }
    return true;
}

static bool add_value(struct parser *p, const struct tag *tag)
{
    bool raw = tag->kind == '{' || tag->kind == '&';
    struct template_op *op = add_op(p, raw ? OP_RAW : OP_ESCAPED, tag->begin);
    const char *refusal = template_context_refuse(&p->html, raw);

    if (!read_name(p, tag, op))
        return false;
    if (p->lax)
        return true;
    if (raw && !str_ends(tag->content, STR("_html")))
        return fail(p, tag->begin, "a raw value must have a name that ends in _html");
    return !refusal || fail(p, tag->begin, refusal);
}

static bool open_section(struct parser *p, const struct tag *tag)
{
    struct template_op *op;

    if (p->depth == TEMPLATE_SECTIONS)
        return fail(p, tag->begin, "too many sections inside each other");
    p->sections[p->depth] = p->t->op_count;
    p->section_names[p->depth++] = tag->content;
    op = add_op(p, tag->kind == '#' ? OP_SECTION : OP_INVERTED, tag->begin);
    return read_name(p, tag, op);
}

static bool close_section(struct parser *p, const struct tag *tag)
{
    struct str open;

    if (!p->depth)
        return fail(p, tag->begin, arena_printf(p->arena, "section \"%.*s\" is closed but not open", STR_ARG(tag->content)));
    open = p->section_names[p->depth - 1];
    if (!str_equal(open, tag->content))
        return fail(p, tag->begin, arena_printf(p->arena, "section \"%.*s\" is closed where \"%.*s\" is open",
                                                STR_ARG(tag->content), STR_ARG(open)));
    p->t->ops[p->sections[--p->depth]].end = p->t->op_count;
    return true;
}

static bool add_partial(struct parser *p, const struct tag *tag, struct str indent)
{
    struct template_op *op = add_op(p, OP_PARTIAL, tag->begin);

    op->text = indent;
    op->line_start = indent.p != NULL;
    for (size_t i = 0; i < tag->content.n; i++) {
        if (!name_character(tag->content.p[i]) && tag->content.p[i] != '/' && tag->content.p[i] != '.')
            return fail(p, tag->begin, "a partial's name has letters, digits, _ - . and /");
    }
    if (!tag->content.n)
        return fail(p, tag->begin, "a tag without a name");
    if (!p->lax && p->html.state != HTML_IN_TEXT)
        return fail(p, tag->begin, "a partial must not stand inside a tag, a comment or a script element");
    op->partial_name = arena_str(p->arena, tag->content);
    return true;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool set_delimiters(struct parser *p, const struct tag *tag)
{
    struct str s = tag->content, open = s, close;

    open.n = 0;
    while (open.n < s.n && !is_space(s.p[open.n]))
        open.n++;
    close = str_trim((struct str){ s.p + open.n, s.n - open.n });
    for (size_t i = 0; i < close.n; i++) {
        if (is_space(close.p[i]))
            return fail(p, tag->begin, "delimiters are two words without white space");
    }
    if (!open.n || !close.n || open.n > 16 || close.n > 16 || memchr(s.p, '=', s.n))
        return fail(p, tag->begin, "delimiters are two words of at most 16 characters without =");
    p->open = open;
    p->close = close;
    return true;
}

static bool apply(struct parser *p, const struct tag *tag, struct str indent)
{
    switch (tag->kind) {
    case '!': return true;
    case '=': return set_delimiters(p, tag);
    case '#': case '^': return open_section(p, tag);
    case '/': return close_section(p, tag);
    case '>': return add_partial(p, tag, indent);
    case '$': case '<': return fail(p, tag->begin, "blocks and parents (inheritance) are not supported");
    default: return add_value(p, tag);
    }
}

/* The text up to the next tag, and the tag; or the rest of the text. */
static bool step(struct parser *p)
{
    struct tag tag = { .begin = find(p, p->at, p->open) };
    struct str src = p->t->source, indent = { 0 };
    size_t line, next;
    bool alone;

    if (tag.begin == SIZE_MAX) {
        put_text(p, p->at, src.n);
        p->at = src.n;
        return true;
    }
    if (!read_tag(p, &tag))
        return false;
    alone = stands_alone(src, &tag, &line, &next);
    put_text(p, p->at, alone ? line : tag.begin);
    if (alone)
        indent = (struct str){ src.p + line, tag.begin - line };
    else if (p->line_start)
        add_op(p, OP_INDENT, tag.begin);
    p->line_start = alone;
    p->at = alone ? next : tag.end;
    return apply(p, &tag, indent);
}

bool template_parse(struct arena *a, struct template *t, bool lax, const char **ret_error)
{
    struct parser p = { .arena = a, .t = t, .lax = lax, .line_start = true, .open = STR("{{"), .close = STR("}}") };
    bool ok = true;

    while (ok && p.at < t->source.n)
        ok = step(&p);
    if (ok && p.depth)
        ok = fail(&p, t->ops[p.sections[p.depth - 1]].offset,
                  arena_printf(a, "section \"%.*s\" is not closed", STR_ARG(p.section_names[p.depth - 1])));
    if (ok && !lax && p.html.state != HTML_IN_TEXT)
        ok = fail(&p, t->source.n, "the file ends inside a tag, a comment or a script element");
    *ret_error = p.error;
    return ok;
}
