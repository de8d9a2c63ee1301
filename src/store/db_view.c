/* Rows as json-c objects. A row becomes the generated struct first, so that both faces of a statement read alike. */
#include "store/db_internal.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/view.h"

#include <json-c/json_tokener.h>

#define CHILD_PARENTS 256        /* parents asked for in one statement */
#define JSON_DEPTH 32

/* -- one value -- */

/* "12.500" as the number 12.5 that also prints as 12.5; an integer when there is no fraction. */
static struct json_object *decimal_value(struct arena *arena, const char *text)
{
    struct str s = str_of(text);
    int64_t whole;
    char *copy;

    if (memchr(s.p, '.', s.n)) {
        while (s.p[s.n - 1] == '0')
            s.n--;
        if (s.p[s.n - 1] == '.')
            s.n--;
    }
    if (str_to_int(s, &whole))
        return json_object_new_int64(whole);
    copy = arena_str(arena, s);
    return json_object_new_double_s(strtod(copy, NULL), copy);
}

static struct json_object *time_value(int64_t utc_us)
{
    char text[CLOCK_RFC3339_SIZE];

    return json_object_new_string(clock_rfc3339(utc_us, text));
}

static struct json_object *id_value(struct id id)
{
    char text[ID_TEXT_SIZE];

    return json_object_new_string(id_text(id, text));
}

/* A json column holds what the database has checked; what is deeper than JSON_DEPTH becomes null. */
static struct json_object *json_value(const char *text)
{
    struct json_tokener *tokener = json_tokener_new_ex(JSON_DEPTH);
    struct json_object *value = tokener ? json_tokener_parse_ex(tokener, text, (int)strlen(text) + 1) : NULL;

    json_tokener_free(tokener);
    return value;
}

static struct json_object *value_of(struct arena *arena, const struct column *c, const void *at)
{
    const char *text = c->type == COLUMN_BYTES ? ((const struct str *)at)->p : *(const char *const *)at;
    int64_t number = c->type == COLUMN_BOOL ? *(const bool *)at : 0;

    switch (c->type) {
    case COLUMN_ID:
        return c->nullable && id_is_zero(*(const struct id *)at) ? NULL : id_value(*(const struct id *)at);
    case COLUMN_BOOL:
        return json_object_new_boolean(number != 0);
    case COLUMN_TIME:
        number = *(const int64_t *)at;
        return c->nullable && number == DB_NULL ? NULL : time_value(number);
    case COLUMN_INT:
    case COLUMN_MINOR:
        number = *(const int64_t *)at;
        return c->nullable && number == DB_NULL ? NULL : json_object_new_int64(number);
    case COLUMN_BYTES:
        return text ? json_object_new_string(hash_hex_of(arena, text, ((const struct str *)at)->n)) : NULL;
    case COLUMN_DECIMAL:
        return text ? decimal_value(arena, text) : NULL;
    case COLUMN_JSON:
        return text ? json_value(text) : NULL;
    default:
        return text ? json_object_new_string(text) : NULL;
    }
}

/* -- one row -- */

/* The object in which the last part of "yield.quantity" belongs; `*ret_name` is that part. */
static struct json_object *nest(struct json_object *view, const char *name, const char **ret_name)
{
    struct str rest = str_of(name), part;

    for (;;) {
        struct json_object *inner;
        char key[80];

        part = str_next(&rest, '.');
        if (!rest.p) {
            *ret_name = part.p;
            return view;
        }
        snprintf(key, sizeof(key), "%.*s", STR_ARG(part));
        if (!json_object_object_get_ex(view, key, &inner)) {
            inner = json_object_new_object();
            json_object_object_add(view, key, inner);
        }
        view = inner;
    }
}

static bool in_view(const struct column *c)
{
    return c->name[0] != '_';
}

/* Fills `view`, which has its owner already: an arena that reaches its ceiling must not lose it. */
static void fill_view(struct arena *arena, const struct statement *st, const void *row, size_t first, struct json_object *view)
{
    for (size_t i = first; i < st->out_count; i++) {
        const struct column *c = &st->out[i];
        const char *name;
        struct json_object *into;

        if (!in_view(c))
            continue;
        into = nest(view, c->name, &name);
        json_object_object_add(into, name, value_of(arena, c, (const char *)row + c->offset));
    }
}

static struct json_object *row_view(struct arena *arena, const struct statement *st, const void *row, size_t first)
{
    struct json_object *view = view_new(arena);

    fill_view(arena, st, row, first, view);
    return view;
}

/* -- children -- */

struct parent {
    struct id id;
    struct json_object *view;
};

static int compare_parents(const void *a, const void *b)
{
    return memcmp(((const struct parent *)a)->id.b, ((const struct parent *)b)->id.b, ID_BYTES);
}

static enum err add_children(struct ctx *cx, const struct statement *st, const void *in, const void *rows, struct json_object *const *views,
                             size_t count);

/* The child's parameters: the parents, and what it has in common with its parent. */
static void *child_in(struct arena *arena, const struct statement *parent, const void *in, const struct statement_child *child,
                      struct db_ids parents)
{
    const struct statement *st = child->statement;
    char *made = arena_alloc(arena, st->in_size);

    for (size_t i = 0; i < st->in_count; i++) {
        const struct column *to = &st->in[i];
        int from = child->from_parent[i];
        size_t size = to->type == COLUMN_ID || to->type == COLUMN_BYTES || to->type >= COLUMN_IDS ? 16 : to->type == COLUMN_BOOL ? 1 : 8;

        if (from < 0)
            memcpy(made + to->offset, &parents, sizeof(parents));
        else
            memcpy(made + to->offset, (const char *)in + parent->in[from].offset, size);
    }
    return made;
}

_Static_assert(sizeof(struct id) == 16 && sizeof(struct str) == 16 && sizeof(struct db_ids) == 16, "sizes that child_in() copies");

/* Gives `value` (borrowed) to every parent with this id: a list grows, a single value is set once. */
static void attach(const struct statement_child *child, const struct parent *parents, size_t count, struct id id, struct json_object *value)
{
    struct parent key = { .id = id };
    const struct parent *p = bsearch(&key, parents, count, sizeof(*parents), compare_parents);

    while (p && p > parents && id_equal(p[-1].id, id))
        p--;
    for (; p && p < parents + count && id_equal(p->id, id); p++) {
        struct json_object *list = NULL;

        json_object_object_get_ex(p->view, child->name, &list);
        if (child->list)
            json_object_array_add(list, json_object_get(value));
        else if (!list)
            json_object_object_add(p->view, child->name, json_object_get(value));
    }
}

static struct json_object *child_view(struct arena *arena, const struct statement_child *child, const char *row)
{
    const struct column *plain = &child->statement->out[1];

    if (!child->plain)
        return row_view(arena, child->statement, row, 1);
    return view_keep(arena, value_of(arena, plain, row + plain->offset));
}

static struct db_ids distinct_ids(struct arena *arena, const struct parent *parents, size_t count)
{
    struct id *ids = ARENA_ARRAY(arena, count, struct id);
    size_t n = 0;

    for (size_t i = 0; i < count; i++) {
        if (n == 0 || !id_equal(ids[n - 1], parents[i].id))
            ids[n++] = parents[i].id;
    }
    return (struct db_ids){ ids, n };
}

/* Runs the child statement for the `count` sorted parents, and its own children for its rows. */
static enum err run_child(struct ctx *cx, const struct statement *st, const void *in, const struct statement_child *child,
                          const struct parent *parents, size_t count)
{
    const struct statement *cs = child->statement;
    void *made = child_in(cx->arena, st, in, child, distinct_ids(cx->arena, parents, count));
    struct json_object **views;
    size_t rows_count;
    char *rows;
    enum err e = db_many(cx, cs, made, &rows, &rows_count);

    if (e)
        return e;
    views = ARENA_ARRAY(cx->arena, rows_count, struct json_object *);
    for (size_t i = 0; i < rows_count; i++) {
        const char *row = rows + i * cs->row_size;
        struct id parent;

        memcpy(&parent, row + cs->out[0].offset, sizeof(parent));
        views[i] = child_view(cx->arena, child, row);
        attach(child, parents, count, parent, views[i]);
    }
    return add_children(cx, cs, made, rows, views, rows_count);
}

static enum err add_child(struct ctx *cx, const struct statement *st, const void *in, const struct statement_child *child,
                          const struct parent *parents, size_t count)
{
    for (size_t i = 0; i < count; i++)
        json_object_object_add(parents[i].view, child->name, child->list ? json_object_new_array() : NULL);
    while (count > 0) {
        size_t n = count < CHILD_PARENTS ? count : CHILD_PARENTS;
        enum err e = run_child(cx, st, in, child, parents, n);

        if (e)
            return e;
        parents += n;
        count -= n;
    }
    return OK;
}

static enum err add_children(struct ctx *cx, const struct statement *st, const void *in, const void *rows, struct json_object *const *views,
                             size_t count)
{
    for (size_t k = 0; k < st->child_count && count > 0; k++) {
        struct parent *parents = ARENA_ARRAY(cx->arena, count, struct parent);
        enum err e;

        for (size_t i = 0; i < count; i++) {
            memcpy(&parents[i].id, (const char *)rows + i * st->row_size + st->children[k].parent_offset, sizeof(struct id));
            parents[i].view = views[i];
        }
        qsort(parents, count, sizeof(*parents), compare_parents);
        e = add_child(cx, st, in, &st->children[k], parents, count);
        if (e)
            return e;
    }
    return OK;
}

/* -- the public calls -- */

enum err db_view_one(struct ctx *cx, const struct statement *st, const void *in, struct json_object **ret_view)
{
    void *row = arena_alloc(cx->arena, st->row_size);
    struct json_object *view;
    enum err e = db_one(cx, st, in, row);

    if (e)
        return e;
    view = row_view(cx->arena, st, row, 0);
    e = add_children(cx, st, in, row, &view, 1);
    if (!e)
        *ret_view = view;
    return e;
}

enum err db_view_many(struct ctx *cx, const struct statement *st, const void *in, struct json_object **ret_list)
{
    struct json_object *list, **views;
    size_t count;
    char *rows;
    enum err e = db_many(cx, st, in, &rows, &count);

    if (e)
        return e;
    list = view_keep(cx->arena, json_object_new_array());
    views = ARENA_ARRAY(cx->arena, count, struct json_object *);
    for (size_t i = 0; i < count; i++) {
        views[i] = row_view(cx->arena, st, rows + i * st->row_size, 0);
        json_object_array_add(list, json_object_get(views[i]));
    }
    e = add_children(cx, st, in, rows, views, count);
    if (!e)
        *ret_list = list;
    return e;
}
