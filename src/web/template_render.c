#include "web/template.h"

#include "base/bytes.h"
#include "web/json.h"
#include "web/template_ops.h"

#include <json-c/json.h>

struct frame {
    const struct frame *outer;
    struct json_object *value;
    struct lh_table *members;   /* of an object, else NULL */
};

struct indent {
    const struct indent *outer;
    struct str text;
};

struct render {
    struct buf *out;
    unsigned partials;          /* inside each other */
    size_t steps;
};

struct place {
    const struct template *t;
    const struct frame *frame;
    const struct indent *indent;
};

static bool render_ops(struct render *r, struct place at, size_t begin, size_t end);

static const struct str references[256] = {
    ['&'] = STR("&amp;"), ['<'] = STR("&lt;"), ['>'] = STR("&gt;"), ['"'] = STR("&quot;"), ['\''] = STR("&#39;"),
};

/* Where from `i` on the first character stands that has a reference; s.n without one. */
static size_t next_reference(struct str s, size_t i)
{
    for (; i + sizeof(uint64_t) <= s.n; i += sizeof(uint64_t)) {
        uint64_t w = bytes_load(s.p + i);
        /* < and > differ in one bit, & and " in another. */
        uint64_t found = bytes_equal(w | 2 * BYTES_ONES, '>') | bytes_equal(w | 4 * BYTES_ONES, '&') | bytes_equal(w, '\'');

        if (found)
            return i + bytes_first(found);
    }
    while (i < s.n && !references[(unsigned char)s.p[i]].n)
        i++;
    return i;
}

void template_put_escaped(struct buf *out, struct str s)
{
    size_t begin = 0, at = next_reference(s, 0);

    while (at < s.n) {
        buf_put(out, s.p + begin, at - begin);
        buf_put_str(out, references[(unsigned char)s.p[at]]);
        begin = at + 1;
        at = next_reference(s, begin);
    }
    if (s.n)
        buf_put(out, s.p + begin, s.n - begin);
}

static void put_indent(struct buf *out, const struct indent *indent)
{
    if (!indent)
        return;
    put_indent(out, indent->outer);
    buf_put_str(out, indent->text);
}

static void put_text(struct buf *out, const struct template_op *op, const struct indent *indent)
{
    const char *p = op->text.p, *end = p + op->text.n;
    bool line_start = op->line_start;

    if (!indent) {
        buf_put_str(out, op->text);
        return;
    }
    while (p < end) {
        const char *newline = memchr(p, '\n', (size_t)(end - p)), *next = newline ? newline + 1 : end;
        struct str line = { p, (size_t)((newline ? newline : end) - p) };

        /* Empty lines are not indented. */
        if (line_start && line.n && !str_equal(line, STR("\r")))
            put_indent(out, indent);
        buf_put(out, p, (size_t)(next - p));
        p = next;
        line_start = true;
    }
}

static struct lh_table *members_of(struct json_object *v)
{
    return json_object_is_type(v, json_type_object) ? json_object_get_object(v) : NULL;
}

static void set_frame(struct frame *f, struct json_object *v)
{
    f->value = v;
    f->members = members_of(v);
}

static bool has(struct lh_table *members, const struct template_key *key, struct json_object **ret)
{
    struct lh_entry *e = members ? lh_table_lookup_entry_w_hash(members, key->name, key->hash) : NULL;

    if (e)
        *ret = (struct json_object *)lh_entry_v(e);
    return e != NULL;
}

/* What a name means here; NULL for what is missing as for null. The first part is looked for from the innermost value
   outwards, the others only inside what was found. */
static struct json_object *look_up(const struct frame *f, const struct template_op *op)
{
    struct json_object *v = NULL;

    if (!op->key_count)
        return f->value;
    while (f && !has(f->members, &op->keys[0], &v))
        f = f->outer;
    if (!f)
        return NULL;
    for (size_t i = 1; i < op->key_count; i++) {
        if (!has(members_of(v), &op->keys[i], &v))
            return NULL;
    }
    return v;
}

static struct str text_of(struct json_object *v)
{
    return (struct str){ json_object_get_string(v), (size_t)json_object_get_string_len(v) };
}

/* An array or object as JSON: for data attributes and, raw, for script elements of type application/json. */
static void put_json(struct buf *out, struct json_object *v, bool raw)
{
    struct buf json;

    if (raw) {
        json_print_html(out, v);
        return;
    }
    buf_init(&json, NULL, out->max);
    json_print(&json, v);
    template_put_escaped(out, buf_str(&json));
    out->failed |= json.failed;
    buf_done(&json);
}

static void put_value(struct buf *out, struct json_object *v, bool raw)
{
    switch (json_object_get_type(v)) {
    case json_type_null: break;
    case json_type_boolean: buf_puts(out, json_object_get_boolean(v) ? "true" : "false"); break;
    case json_type_double: json_print_double(out, json_object_get_double(v)); break;
    case json_type_int: json_print_int(out, json_object_get_int64(v)); break;
    case json_type_object: case json_type_array: put_json(out, v, raw); break;
    case json_type_string:
        if (raw)
            buf_put_str(out, text_of(v));
        else
            template_put_escaped(out, text_of(v));
        break;
    }
}

static bool truthy(struct json_object *v)
{
    switch (json_object_get_type(v)) {
    case json_type_null: return false;
    case json_type_boolean: return json_object_get_boolean(v);
    case json_type_array: return json_object_array_length(v) > 0;
    case json_type_string: return json_object_get_string_len(v) > 0;
    default: return true;
    }
}

static bool render_section(struct render *r, struct place at, const struct template_op *op)
{
    struct json_object *v = look_up(at.frame, op);
    size_t begin = (size_t)(op - at.t->ops) + 1, count;
    struct frame inner = { .outer = at.frame };

    if (truthy(v) == (op->type == OP_INVERTED))
        return true;
    if (op->type == OP_INVERTED)
        return render_ops(r, at, begin, op->end);
    at.frame = &inner;
    if (!json_object_is_type(v, json_type_array)) {
        set_frame(&inner, v);
        return render_ops(r, at, begin, op->end);
    }
    count = json_object_array_length(v);
    for (size_t i = 0; i < count; i++) {
        set_frame(&inner, json_object_array_get_idx(v, i));
        if (!render_ops(r, at, begin, op->end))
            return false;
    }
    return true;
}

static bool render_partial(struct render *r, struct place at, const struct template_op *op)
{
    struct indent more = { at.indent, op->text };
    bool ok;

    if (!op->partial)
        return true;
    if (r->partials == TEMPLATE_PARTIALS)
        return false;
    r->partials++;
    /* A partial within a line is not indented: the line is, where it begins. */
    at.indent = op->line_start ? op->text.n ? &more : at.indent : NULL;
    at.t = op->partial;
    ok = render_ops(r, at, 0, at.t->op_count);
    r->partials--;
    return ok;
}

static bool may_go_on(struct render *r)
{
    return r->steps++ < TEMPLATE_STEPS && !r->out->failed;
}

static bool render_ops(struct render *r, struct place at, size_t begin, size_t end)
{
    if (!may_go_on(r))
        return false;
    for (size_t i = begin; i < end; i++) {
        const struct template_op *op = &at.t->ops[i];

        if (!may_go_on(r))
            return false;
        switch (op->type) {
        case OP_TEXT: put_text(r->out, op, at.indent); break;
        case OP_INDENT: put_indent(r->out, at.indent); break;
        case OP_ESCAPED: case OP_RAW: put_value(r->out, look_up(at.frame, op), op->type == OP_RAW); break;
        case OP_SECTION: case OP_INVERTED:
            if (!render_section(r, at, op))
                return false;
            i = op->end - 1;
            break;
        case OP_PARTIAL:
            if (!render_partial(r, at, op))
                return false;
            break;
        }
    }
    return true;
}

bool template_render(const struct templates *ts, const char *name, struct json_object *view, struct buf *out)
{
    const struct template *t = templates_find(ts, name);
    struct frame root = { NULL, view, members_of(view) };
    struct render r = { .out = out };

    if (!t)
        return false;
    return render_ops(&r, (struct place){ t, &root, NULL }, 0, t->op_count) && !out->failed;
}
