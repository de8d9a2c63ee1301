#include "web/input.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <json-c/linkhash.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define TEXT_MAX 10000
#define NAME_SHOWN 60
#define EXACT_MAX 9007199254740992.0   /* whole numbers up to here are exact as a double */
#define DECIMAL_LEN (sizeof("12345678.123456") - 1)

struct scope {
    struct req *rq;
    const struct field *fields;
    char *out;                 /* the struct that is filled */
    const char *pointer;       /* of the object: "" or "/ingredients/3" */
    bool query;                /* pointers are "?name" */
    bool nowhere;              /* a part of the path cannot name anything */
};

static void bind_object(struct scope *s, struct json_object *object);

static const char *pointer_to(const struct scope *s, const struct field *f)
{
    return arena_printf(s->rq->ctx.arena, s->query || f->from == FROM_QUERY ? "?%s%s" : "%s/%s",
                        s->query || f->from == FROM_QUERY ? "" : s->pointer, f->name);
}

static void *place(const struct scope *s, const struct field *f)
{
    return s->out + f->at;
}

static void wrong_type(struct scope *s, const struct field *f, const char *expected)
{
    ctx_fault(&s->rq->ctx, pointer_to(s, f), "wrong_type", "must be %s", expected);
}

/* A copy without CR, or NULL when there is a control character that the field does not take. */
static const char *clean(struct arena *arena, struct str text, bool lines)
{
    char *copy = arena_alloc(arena, text.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];

        if (lines && c == '\r') {
            copy[n++] = '\n';
            i += i + 1 < text.n && text.p[i + 1] == '\n';
            continue;
        }
        if ((c < 32 && !(lines && (c == '\n' || c == '\t'))) || c == 127)
            return NULL;
        copy[n++] = (char)c;
    }
    return copy;
}

/* Checks a text against min, max and its alphabet; NULL after a fault. `max` 0: TEXT_MAX. */
static const char *checked_text(struct scope *s, const struct field *f, const char *pointer, struct str text, int64_t max)
{
    struct ctx *cx = &s->rq->ctx;
    const char *copy;
    size_t length;

    text = str_trim(text);
    length = utf8_length(text);
    if (max == 0)
        max = TEXT_MAX;
    if (!utf8_valid(text)) {
        ctx_fault(cx, pointer, "not_utf8", "must be UTF-8");
        return NULL;
    }
    if (length > (size_t)max) {
        ctx_fault(cx, pointer, "too_long", "must have at most %lld characters (it has %zu)", (long long)max, length);
        return NULL;
    }
    if (length == 0 && f->required) {
        ctx_fault(cx, pointer, "required", "must not be empty");
        return NULL;
    }
    if ((int64_t)length < f->min && (length > 0 || f->required)) {
        ctx_fault(cx, pointer, "too_short", "must have at least %lld characters", (long long)f->min);
        return NULL;
    }
    copy = clean(cx->arena, text, f->type == FIELD_LINES);
    if (!copy)
        ctx_fault(cx, pointer, "control_character", "must not contain control characters");
    return copy;
}

static void bind_int(struct scope *s, const struct field *f, int64_t value)
{
    if (value < f->min || (f->max && value > f->max)) {
        if (f->max)
            ctx_fault(&s->rq->ctx, pointer_to(s, f), "out_of_range", "must be %lld to %lld", (long long)f->min, (long long)f->max);
        else
            ctx_fault(&s->rq->ctx, pointer_to(s, f), "out_of_range", "must be at least %lld", (long long)f->min);
        return;
    }
    *(int64_t *)place(s, f) = value;
}

static void bind_choice(struct scope *s, const struct field *f, struct str text)
{
    struct buf all;

    buf_init(&all, s->rq->ctx.arena, 2000);
    for (int64_t i = 0; f->choices[i]; i++) {
        if (str_equal(text, str_of(f->choices[i]))) {
            *(int64_t *)place(s, f) = i;
            return;
        }
        buf_printf(&all, "%s%s", i ? ", " : "", f->choices[i]);
    }
    ctx_fault(&s->rq->ctx, pointer_to(s, f), "unknown_value", "must be one of: %s", buf_text(&all));
}

const char *input_decimal(struct arena *arena, struct str text)
{
    char *end, out[40];
    const char *copy = arena_str(arena, text);
    double value = strtod(copy, &end);
    size_t n;

    if (text.n == 0 || *end || !(value >= 0) || value >= 1e8 || strspn(copy, "0123456789.eE+-") != text.n)
        return NULL;
    n = (size_t)snprintf(out, sizeof(out), "%.6f", fabs(value));
    if (n > DECIMAL_LEN)     /* rounded up to a ninth digit */
        return NULL;
    while (n > 0 && out[n - 1] == '0')
        n--;
    if (n > 0 && out[n - 1] == '.')
        n--;
    out[n] = '\0';
    return arena_strdup(arena, out);
}

static void bind_decimal(struct scope *s, const struct field *f, struct str text)
{
    const char *decimal = input_decimal(s->rq->ctx.arena, text);

    if (decimal)
        *(const char **)place(s, f) = decimal;
    else
        ctx_fault(&s->rq->ctx, pointer_to(s, f), "out_of_range", "must be a number from 0 to 99999999 with at most 6 decimals");
}

static void bind_id(struct scope *s, const struct field *f, struct str text)
{
    if (!id_parse(text, place(s, f)))
        ctx_fault(&s->rq->ctx, pointer_to(s, f), "wrong_id", "must be an id of %d letters and digits", ID_TEXT_LEN);
}

static void bind_text(struct scope *s, const struct field *f, struct str text)
{
    const char *value = checked_text(s, f, pointer_to(s, f), text, f->max);

    if (value)
        *(const char **)place(s, f) = value;
}

static bool is_one_of(struct str text, const char *const *words)
{
    while (*words && !str_equal_nocase(text, str_of(*words)))
        words++;
    return *words != NULL;
}

static void bind_typed_bool(struct scope *s, const struct field *f, struct str text)
{
    static const char *const yes[] = { "1", "on", "yes", "true", NULL }, *const no[] = { "", "0", "off", "no", "false", NULL };

    *(bool *)place(s, f) = is_one_of(text, yes);
    if (!is_one_of(text, yes) && !is_one_of(text, no))
        wrong_type(s, f, "1 or 0");
}

/* A value of a query or a form. */
static void bind_typed(struct scope *s, const struct field *f, struct str text)
{
    int64_t number;

    switch (f->type) {
    case FIELD_TEXT: case FIELD_LINES: bind_text(s, f, text); break;
    case FIELD_INT:
        if (str_to_int(str_trim(text), &number))
            bind_int(s, f, number);
        else if (f->max && text.n && strspn(arena_str(s->rq->ctx.arena, text), "-0123456789") == text.n)
            bind_int(s, f, INT64_MAX);      /* too large even for this */
        else if (str_trim(text).n || f->required)
            wrong_type(s, f, "a whole number");
        break;
    case FIELD_DECIMAL:
        if (str_trim(text).n)
            bind_decimal(s, f, str_trim(text));
        break;
    case FIELD_BOOL: bind_typed_bool(s, f, str_trim(text)); break;
    case FIELD_ID:
        if (text.n || f->required)
            bind_id(s, f, text);
        break;
    case FIELD_CHOICE:
        if (text.n || f->required)
            bind_choice(s, f, text);
        break;
    default: break;
    }
}

static void bind_json_list(struct scope *s, const struct field *f, struct json_object *v)
{
    size_t n = json_object_array_length(v);
    char *items = ARENA_ARRAY(s->rq->ctx.arena, n * f->item_size + 1, char);

    for (size_t i = 0; i < n; i++) {
        struct json_object *item = json_object_array_get_idx(v, i);
        struct scope inner = { .rq = s->rq, .fields = f->items, .out = items + i * f->item_size,
                               .pointer = arena_printf(s->rq->ctx.arena, "%s/%zu", pointer_to(s, f), i) };

        if (json_object_is_type(item, json_type_object))
            bind_object(&inner, item);
        else
            ctx_fault(&s->rq->ctx, inner.pointer, "wrong_type", "must be an object");
    }
    *(void **)place(s, f) = items;
    *(size_t *)(void *)(s->out + f->count_at) = n;
}

static void bind_json_texts(struct scope *s, const struct field *f, struct json_object *v)
{
    size_t n = json_object_array_length(v);
    const char **items = ARENA_ARRAY(s->rq->ctx.arena, n + 1, const char *);

    for (size_t i = 0; i < n; i++) {
        struct json_object *item = json_object_array_get_idx(v, i);
        const char *pointer = arena_printf(s->rq->ctx.arena, "%s/%zu", pointer_to(s, f), i);
        struct str text = { json_object_get_string(item), (size_t)json_object_get_string_len(item) };

        if (!json_object_is_type(item, json_type_string))
            ctx_fault(&s->rq->ctx, pointer, "wrong_type", "must be a text");
        else
            items[i] = checked_text(s, f, pointer, text, (int64_t)f->item_max);
    }
    *(const char ***)place(s, f) = items;
    *(size_t *)(void *)(s->out + f->count_at) = n;
}

static void bind_json_array(struct scope *s, const struct field *f, struct json_object *v)
{
    if (!json_object_is_type(v, json_type_array))
        wrong_type(s, f, "a list");
    else if (f->max && json_object_array_length(v) > (size_t)f->max)
        ctx_fault(&s->rq->ctx, pointer_to(s, f), "too_many", "must have at most %lld items (it has %zu)", (long long)f->max,
                  json_object_array_length(v));
    else if (f->type == FIELD_LIST)
        bind_json_list(s, f, v);
    else
        bind_json_texts(s, f, v);
}

static void bind_json_object(struct scope *s, const struct field *f, struct json_object *v)
{
    struct scope inner = { .rq = s->rq, .fields = f->items, .out = s->out + f->at, .pointer = pointer_to(s, f) };

    if (json_object_is_type(v, json_type_object))
        bind_object(&inner, v);
    else
        wrong_type(s, f, "an object");
}

/* The text of a JSON string; faults anything else. */
static bool json_text(struct scope *s, const struct field *f, struct json_object *v, struct str *ret)
{
    if (!json_object_is_type(v, json_type_string)) {
        wrong_type(s, f, "a text");
        return false;
    }
    *ret = (struct str){ json_object_get_string(v), (size_t)json_object_get_string_len(v) };
    return true;
}

static void bind_json_number(struct scope *s, const struct field *f, struct json_object *v)
{
    double d = json_object_get_double(v);

    if (f->type == FIELD_INT) {
        if (json_object_is_type(v, json_type_int))
            bind_int(s, f, json_object_get_int64(v));
        else if (json_object_is_type(v, json_type_double) && floor(d) == d && (fabs(d) <= EXACT_MAX || f->max))
            bind_int(s, f, fabs(d) <= EXACT_MAX ? (int64_t)d : INT64_MAX);     /* 3.0: JSON has one kind of number */
        else
            wrong_type(s, f, "a whole number");
    } else if (json_object_is_type(v, json_type_int) || json_object_is_type(v, json_type_double)) {
        bind_decimal(s, f, str_of(arena_printf(s->rq->ctx.arena, "%.15g", d)));
    } else {
        wrong_type(s, f, "a number");
    }
}

static void bind_json(struct scope *s, const struct field *f, struct json_object *v)
{
    struct str text;

    switch (f->type) {
    case FIELD_TEXT: case FIELD_LINES:
        if (json_text(s, f, v, &text))
            bind_text(s, f, text);
        break;
    case FIELD_INT: case FIELD_DECIMAL: bind_json_number(s, f, v); break;
    case FIELD_BOOL:
        if (json_object_is_type(v, json_type_boolean))
            *(bool *)place(s, f) = json_object_get_boolean(v);
        else
            wrong_type(s, f, "true or false");
        break;
    case FIELD_ID:
        if (json_text(s, f, v, &text))
            bind_id(s, f, text);
        break;
    case FIELD_CHOICE:
        if (json_text(s, f, v, &text))
            bind_choice(s, f, text);
        break;
    case FIELD_TEXTS: case FIELD_LIST: bind_json_array(s, f, v); break;
    case FIELD_OBJECT: bind_json_object(s, f, v); break;
    default: break;
    }
}

static void set_missing(struct scope *s, const struct field *f)
{
    if (f->type == FIELD_INT || f->type == FIELD_CHOICE)
        *(int64_t *)place(s, f) = f->missing;
    if (f->type == FIELD_BOOL)
        *(bool *)place(s, f) = f->missing != 0;
}

static void miss(struct scope *s, const struct field *f)
{
    if (f->required)
        ctx_fault(&s->rq->ctx, pointer_to(s, f), "required", "is required");
}

static const struct field *find_field(const struct field *fields, struct str name)
{
    for (const struct field *f = fields; f && f->type != FIELD_END; f++) {
        if (f->from != FROM_PATH && str_equal(str_of(f->name), name))
            return f;
    }
    return NULL;
}

/* A name as a part of a JSON pointer (RFC 6901 section 3), not longer than what is worth telling. */
static const char *pointer_part(struct scope *s, const char *name)
{
    struct str head = utf8_head(str_of(name), NAME_SHOWN);
    struct buf b;

    buf_init(&b, s->rq->ctx.arena, 8 * NAME_SHOWN);
    for (size_t i = 0; i < head.n; i++) {
        if (head.p[i] == '~' || head.p[i] == '/')
            buf_puts(&b, head.p[i] == '~' ? "~0" : "~1");
        else
            buf_putc(&b, head.p[i]);
    }
    return buf_text(&b);
}

static void refuse_unknown(struct scope *s, struct json_object *object)
{
    json_object_object_foreach(object, key, value)
    {
        (void)value;
        if (!find_field(s->fields, str_of(key)))
            ctx_fault(&s->rq->ctx, arena_printf(s->rq->ctx.arena, "%s/%s", s->pointer, pointer_part(s, key)), "unknown_field",
                      "is not a field here");
    }
}

static void bind_object(struct scope *s, struct json_object *object)
{
    for (const struct field *f = s->fields; f->type != FIELD_END; f++) {
        struct json_object *v = NULL;

        if (f->from != FROM_BODY || f->type == FIELD_READONLY)
            continue;
        set_missing(s, f);
        if (json_object_object_get_ex(object, f->name, &v) && v)
            bind_json(s, f, v);
        else
            miss(s, f);
    }
    refuse_unknown(s, object);
}

static bool in_query(const struct req *rq, enum field_from from)
{
    return from == FROM_QUERY || rq->method == GET || rq->method == DELETE;
}

/* What a field may come from: what stands in the query of a POST is not taken for its body. */
static struct typed *typed_begin(const struct req *rq, enum field_from from)
{
    return rq->typed + (in_query(rq, from) ? 0 : rq->query_count);
}

static struct typed *typed_end(const struct req *rq, enum field_from from)
{
    return rq->typed + (in_query(rq, from) ? rq->query_count : rq->typed_count);
}

static void bind_typed_texts(struct scope *s, const struct field *f)
{
    struct req *rq = s->rq;
    const char **items = ARENA_ARRAY(rq->ctx.arena, rq->typed_count + 1, const char *);
    size_t n = 0;

    struct typed *first = typed_begin(rq, f->from), *end = typed_end(rq, f->from);

    for (struct typed *t = first; t < end; t++) {
        if (str_equal(t->name, str_of(f->name)) && t->value.n && !t->file_name)
            items[n++] = checked_text(s, f, pointer_to(s, f), t->value, (int64_t)f->item_max);
    }
    if (f->max && n > (size_t)f->max)
        ctx_fault(&rq->ctx, pointer_to(s, f), "too_many", "must have at most %lld items (it has %zu)", (long long)f->max, n);
    *(const char ***)place(s, f) = items;
    *(size_t *)(void *)(s->out + f->count_at) = n;
}

static void bind_file(struct scope *s, const struct field *f, const struct typed *t)
{
    struct upload *u = place(s, f);

    if (!t || !t->file_name || t->value.n == 0) {
        miss(s, f);
        return;
    }
    if (f->max && t->value.n > (size_t)f->max) {
        ctx_fault(&s->rq->ctx, pointer_to(s, f), "too_large", "must have at most %lld bytes (it has %zu)", (long long)f->max, t->value.n);
        return;
    }
    *u = (struct upload){ t->value, t->file_name, t->media_type };
}

static const struct typed *find_typed(const struct req *rq, const char *name, enum field_from from)
{
    for (const struct typed *t = typed_begin(rq, from); t < typed_end(rq, from); t++) {
        if (str_equal(t->name, str_of(name)))
            return t;
    }
    return NULL;
}

const char *req_typed(const struct req *rq, const char *name)
{
    const struct typed *t = find_typed(rq, name, FROM_BODY);

    return t && !t->file_name ? arena_str(rq->ctx.arena, t->value) : NULL;
}

/* People may write an id in several ways. Only the one that the site itself writes is kept: page_retract() knows no other. */
static void bind_id_of_path(struct scope *s, const struct field *f, struct str value)
{
    struct id *id = place(s, f);
    char text[ID_TEXT_SIZE];

    if (!id_parse(value, id))
        s->nowhere = true;
    else if (!str_equal(value, str_of(id_text(*id, text))))
        s->rq->is_alias = true;
}

static void bind_from_path(struct scope *s, const struct field *f)
{
    const struct route_match *m = &s->rq->match;

    for (size_t i = 0; i < m->count; i++) {
        struct str value = m->values[i];

        if (!str_equal(m->names[i], str_of(f->name)))
            continue;
        if (f->type == FIELD_ID)
            bind_id_of_path(s, f, value);
        else if (f->type == FIELD_INT)
            s->nowhere |= !str_to_int(value, place(s, f));
        else if (utf8_valid(value) && !memchr(value.p, '\0', value.n))
            *(const char **)place(s, f) = arena_str(s->rq->ctx.arena, value);
        else
            s->nowhere = true;
    }
}

/* Everything but the members of a JSON body. */
static void bind_flat(struct scope *s, bool body_is_json)
{
    for (const struct field *f = s->fields; f->type != FIELD_END; f++) {
        const struct typed *t = find_typed(s->rq, f->name, f->from);

        if (f->from == FROM_PATH) {
            bind_from_path(s, f);
            continue;
        }
        if (f->type == FIELD_RAW) {
            *(struct str *)place(s, f) = s->rq->body;
            continue;
        }
        if (f->type == FIELD_READONLY || (f->from == FROM_BODY && body_is_json))
            continue;
        set_missing(s, f);
        if (f->type == FIELD_TEXTS)
            bind_typed_texts(s, f);
        else if (f->type == FIELD_FILE)
            bind_file(s, f, t);
        else if (t && t->file_name)
            wrong_type(s, f, "a text");
        else if (t)
            bind_typed(s, f, t->value);
        else
            miss(s, f);
    }
}

/* Names of the query that are no parameters, and names of a form that are no fields. */
static void refuse_unknown_typed(struct scope *s)
{
    struct req *rq = s->rq;

    for (size_t i = 0; i < rq->typed_count; i++) {
        struct str name = rq->typed[i].name, shown = utf8_head(name, NAME_SHOWN);
        bool query = i < rq->query_count;
        const struct field *f = s->fields;

        while (f->type != FIELD_END && (f->from == FROM_PATH || in_query(rq, f->from) != query || !str_equal(str_of(f->name), name)))
            f++;
        if (f->type == FIELD_END && !str_starts(name, STR("_")))
            ctx_fault(&rq->ctx, arena_printf(rq->ctx.arena, "%s%.*s", query ? "?" : "/", STR_ARG(shown)),
                      query ? "unknown_parameter" : "unknown_field", query ? "is not a parameter here" : "is not a field here");
    }
}

enum err input_bind(struct req *rq)
{
    static const struct field none[] = { { 0 } };
    struct scope s = { .rq = rq, .fields = rq->route->fields ? rq->route->fields : none, .pointer = "",
                       .query = rq->method == GET || rq->method == DELETE };

    s.out = arena_alloc(rq->ctx.arena, rq->route->in_size + 1);
    rq->in = s.out;
    bind_flat(&s, rq->body_json != NULL);
    if (s.nowhere)
        return ctx_fail(&rq->ctx, ERR_NOT_FOUND, NULL, "There is nothing at %.*s", STR_ARG(rq->path));
    if (rq->body_json)
        bind_object(&s, rq->body_json);
    if (rq->api)
        refuse_unknown_typed(&s);
    return ctx_faults(&rq->ctx);
}

static bool version_of(struct str tag, int64_t *ret)
{
    size_t dot;

    if (str_starts(tag, STR("W/")))
        return false;
    if (tag.n >= 2 && tag.p[0] == '"' && tag.p[tag.n - 1] == '"')
        tag = (struct str){ tag.p + 1, tag.n - 2 };
    dot = str_find(tag, STR("."));
    if (dot != SIZE_MAX)
        tag.n = dot;
    return str_to_int(tag, ret) && *ret > 0;
}

enum err input_read_version(struct req *rq)
{
    struct str header = str_trim(str_of(req_param(rq, "HTTP_IF_MATCH")));
    const char *typed = req_typed(rq, "_if_match");

    if (rq->route->if_match == IF_MATCH_UNUSED)
        return OK;
    if (header.n == 0 && typed)
        header = str_of(typed);
    if (header.n == 0)
        return ctx_fail(&rq->ctx, ERR_NO_VERSION, NULL, "Send If-Match with the ETag of the version that you read");
    rq->if_match_any = str_equal(header, STR("*"));
    while (!rq->if_match_any && header.p) {
        if (version_of(str_trim(str_next(&header, ',')), &rq->if_match))
            return OK;
    }
    if (!rq->if_match_any)
        rq->if_match = -1;    /* a tag that this system never gave out: stale */
    return OK;
}
