#include "store/db_internal.h"

#define LIST_STEPS 7             /* 1, 4, 16, 64, 256, 1024, 4096 */
#define STEP_SIZE(STEP) ((size_t)1 << 2 * (STEP))

/* One value on its way to the server. */
struct value {
    my_bool null;
    int64_t number;
    MYSQL_TIME time;
    const char *p;
    unsigned long n;
};

struct bind_cell {
    union {
        int64_t number;
        MYSQL_TIME time;
        struct id id;
    } v;
    unsigned long length;
    my_bool null, error;
};

/* -- lists -- */

/* The three kinds of lists have the same shape. */
static size_t list_count(const struct column *c, const void *in)
{
    struct db_ids list;

    memcpy(&list, (const char *)in + c->offset, sizeof(list));
    return list.n;
}

static bool is_list(const struct column *c)
{
    return c->type == COLUMN_IDS || c->type == COLUMN_INTS || c->type == COLUMN_TEXTS;
}

bool bind_list_sizes(const struct statement *st, const void *in, uint32_t *ret_sizes)
{
    unsigned shift = 0;

    *ret_sizes = 0;
    for (size_t i = 0; i < st->in_count; i++) {
        uint32_t step = 0;

        if (!is_list(&st->in[i]))
            continue;
        while (step < LIST_STEPS && STEP_SIZE(step) < list_count(&st->in[i], in))
            step++;
        if (step == LIST_STEPS || shift > 29)
            return false;
        *ret_sizes |= step << shift;
        shift += 3;
    }
    return true;
}

static uint32_t list_step(const struct statement *st, uint32_t sizes, int param)
{
    unsigned shift = 0;

    for (int i = 0; i < param; i++)
        shift += is_list(&st->in[i]) ? 3 : 0;
    return sizes >> shift & 7;
}

/* -- values out of the caller's struct -- */

static MYSQL_TIME time_of(int64_t utc_us)
{
    int64_t micros = utc_us % 1000000;
    time_t seconds = utc_us / 1000000;
    struct tm tm;

    if (micros < 0) {
        micros += 1000000;
        seconds--;
    }
    gmtime_r(&seconds, &tm);
    return (MYSQL_TIME){ .year = (unsigned)tm.tm_year + 1900, .month = (unsigned)tm.tm_mon + 1, .day = (unsigned)tm.tm_mday,
                         .hour = (unsigned)tm.tm_hour, .minute = (unsigned)tm.tm_min, .second = (unsigned)tm.tm_sec,
                         .second_part = (unsigned long)micros, .time_type = MYSQL_TIMESTAMP_DATETIME };
}

static int64_t time_back(const MYSQL_TIME *t)
{
    struct tm tm = { .tm_year = (int)t->year - 1900, .tm_mon = (int)t->month - 1, .tm_mday = (int)t->day, .tm_hour = (int)t->hour,
                     .tm_min = (int)t->minute, .tm_sec = (int)t->second };

    return (int64_t)timegm(&tm) * 1000000 + (int64_t)t->second_part;
}

static struct value text_value(const char *text)
{
    return (struct value){ .null = !text, .p = text ? text : "", .n = text ? strlen(text) : 0 };
}

static struct value id_value(const struct id *id, bool nullable)
{
    return (struct value){ .null = nullable && id_is_zero(*id), .p = (const char *)id->b, .n = ID_BYTES };
}

static struct value number_value(const struct column *c, int64_t number)
{
    struct value v = { .null = c->nullable && number == DB_NULL, .number = number };

    if (c->type == COLUMN_TIME && !v.null)
        v.time = time_of(number);
    return v;
}

static struct value value_of(const struct column *c, const void *in)
{
    const void *at = (const char *)in + c->offset;

    switch (c->type) {
    case COLUMN_ID:
        return id_value(at, c->nullable);
    case COLUMN_TEXT:
    case COLUMN_DECIMAL:
    case COLUMN_JSON:
        return text_value(*(const char *const *)at);
    case COLUMN_BYTES: {
        const struct str *s = at;

        return (struct value){ .null = !s->p, .p = s->p ? s->p : "", .n = s->n };
    }
    case COLUMN_BOOL:
        return (struct value){ .number = *(const bool *)at };
    default:
        return number_value(c, *(const int64_t *)at);
    }
}

/* Item `i` of a list; past its end its last item again, and NULL in an empty list: IN finds nothing. */
static struct value item_of(const struct column *c, const void *in, size_t i)
{
    const void *at = (const char *)in + c->offset;
    size_t n = list_count(c, in);

    if (n == 0)
        return (struct value){ .null = 1, .p = "" };
    i = i < n ? i : n - 1;
    if (c->type == COLUMN_IDS)
        return id_value(&((const struct db_ids *)at)->v[i], false);
    if (c->type == COLUMN_INTS)
        return (struct value){ .number = ((const struct db_ints *)at)->v[i] };
    return text_value(((const struct db_texts *)at)->v[i]);
}

static enum enum_field_types wire_type(enum column_type type)
{
    switch (type) {
    case COLUMN_INT:
    case COLUMN_MINOR:
    case COLUMN_INTS:
        return MYSQL_TYPE_LONGLONG;
    case COLUMN_BOOL:
        return MYSQL_TYPE_TINY;
    case COLUMN_TIME:
        return MYSQL_TYPE_DATETIME;
    case COLUMN_DECIMAL:
        return MYSQL_TYPE_NEWDECIMAL;
    case COLUMN_ID:
    case COLUMN_IDS:
    case COLUMN_BYTES:
        return MYSQL_TYPE_BLOB;    /* a string would be checked against, and converted from, the connection's character set */
    default:
        return MYSQL_TYPE_STRING;
    }
}

/* -- parameters of one execution -- */

static bool in_text(const struct statement_piece *piece, uint32_t with)
{
    return !piece->sql && (!piece->with || (piece->with & with));
}

static size_t count_params(const struct statement *st, uint32_t with, uint32_t sizes)
{
    size_t count = 0;

    for (size_t i = 0; i < st->piece_count; i++) {
        if (in_text(&st->pieces[i], with))
            count += is_list(&st->in[st->pieces[i].param]) ? STEP_SIZE(list_step(st, sizes, st->pieces[i].param)) : 1;
    }
    return count;
}

static void set_param(MYSQL_BIND *bind, struct value *v, enum column_type type)
{
    bind->buffer_type = wire_type(type);
    bind->is_null = &v->null;
    bind->length = &v->n;
    if (bind->buffer_type == MYSQL_TYPE_LONGLONG || bind->buffer_type == MYSQL_TYPE_TINY)
        bind->buffer = &v->number;
    else if (bind->buffer_type == MYSQL_TYPE_DATETIME)
        bind->buffer = &v->time;
    else
        bind->buffer = (void *)(uintptr_t)v->p;
}

MYSQL_BIND *bind_params(struct arena *arena, const struct statement *st, const void *in, uint32_t with, size_t *ret_count)
{
    uint32_t sizes;
    size_t count, at = 0;
    struct value *values;
    MYSQL_BIND *binds;

    bind_list_sizes(st, in, &sizes);
    count = count_params(st, with, sizes);
    values = ARENA_ARRAY(arena, count, struct value);
    binds = ARENA_ARRAY(arena, count, MYSQL_BIND);
    for (size_t i = 0; i < st->piece_count; i++) {
        const struct column *c;
        size_t items;

        if (!in_text(&st->pieces[i], with))
            continue;
        c = &st->in[st->pieces[i].param];
        items = is_list(c) ? STEP_SIZE(list_step(st, sizes, st->pieces[i].param)) : 1;
        for (size_t k = 0; k < items; k++, at++) {
            values[at] = is_list(c) ? item_of(c, in, k) : value_of(c, in);
            set_param(&binds[at], &values[at], c->type);
        }
    }
    *ret_count = count;
    return binds;
}

/* -- parameters of a bulk execution -- */

/* Numbers lie side by side; of everything else the library wants an array of pointers. */
static void set_bulk_column(struct arena *arena, MYSQL_BIND *bind, enum column_type type, const struct value *values, size_t rows)
{
    char *indicators = arena_alloc(arena, rows);
    unsigned long *lengths = ARENA_ARRAY(arena, rows, unsigned long);
    int64_t *numbers = ARENA_ARRAY(arena, rows, int64_t);
    const void **pointers = (const void **)ARENA_ARRAY(arena, rows, void *);
    char *bytes = (char *)numbers;

    bind->buffer_type = wire_type(type);
    for (size_t r = 0; r < rows; r++) {
        indicators[r] = values[r].null ? STMT_INDICATOR_NULL : STMT_INDICATOR_NONE;
        lengths[r] = values[r].n;
        pointers[r] = bind->buffer_type == MYSQL_TYPE_DATETIME ? (const void *)&values[r].time : values[r].p;
        if (bind->buffer_type == MYSQL_TYPE_TINY)
            bytes[r] = (char)values[r].number;
        else
            numbers[r] = values[r].number;
    }
    bind->u.indicator = indicators;
    bind->length = lengths;
    bind->buffer = bind->buffer_type == MYSQL_TYPE_LONGLONG || bind->buffer_type == MYSQL_TYPE_TINY ? (void *)numbers : (void *)pointers;
}

MYSQL_BIND *bind_bulk(struct arena *arena, const struct statement *st, const void *in, uint32_t with, size_t rows, size_t *ret_count)
{
    MYSQL_BIND *binds = ARENA_ARRAY(arena, count_params(st, with, 0), MYSQL_BIND);
    size_t at = 0;

    for (size_t i = 0; i < st->piece_count; i++) {
        const struct column *c;
        struct value *values;

        if (!in_text(&st->pieces[i], with))
            continue;
        c = &st->in[st->pieces[i].param];
        values = ARENA_ARRAY(arena, rows, struct value);
        for (size_t r = 0; r < rows; r++)
            values[r] = value_of(c, (const char *)in + r * st->in_size);
        set_bulk_column(arena, &binds[at++], c->type, values, rows);
    }
    *ret_count = at;
    return binds;
}

size_t bind_row_bytes(const struct statement *st, const void *in)
{
    size_t bytes = 0;

    for (size_t i = 0; i < st->in_count; i++)
        bytes += 16 + (is_list(&st->in[i]) ? 0 : value_of(&st->in[i], in).n);
    return bytes;
}

/* -- results -- */

MYSQL_BIND *bind_results(struct arena *arena, const struct statement *st, struct bind_cell **ret_cells)
{
    struct bind_cell *cells = ARENA_ARRAY(arena, st->out_count, struct bind_cell);
    MYSQL_BIND *binds = ARENA_ARRAY(arena, st->out_count, MYSQL_BIND);

    for (size_t i = 0; i < st->out_count; i++) {
        enum column_type type = st->out[i].type;

        binds[i].buffer_type = type == COLUMN_BOOL ? MYSQL_TYPE_LONGLONG : wire_type(type);
        binds[i].buffer = &cells[i].v;
        binds[i].buffer_length = type == COLUMN_ID ? ID_BYTES : 0;    /* of what varies only the length comes at first */
        binds[i].length = &cells[i].length;
        binds[i].is_null = &cells[i].null;
        binds[i].error = &cells[i].error;
    }
    *ret_cells = cells;
    return binds;
}

static struct str fetch_bytes(struct arena *arena, MYSQL_STMT *handle, unsigned column, unsigned long length)
{
    char *bytes = arena_bytes(arena, length + 1);
    unsigned long got = 0;
    my_bool null, error;
    MYSQL_BIND bind = { .buffer_type = MYSQL_TYPE_BLOB, .buffer = bytes, .buffer_length = length, .length = &got, .is_null = &null,
                        .error = &error };

    if (length > 0 && mysql_stmt_fetch_column(handle, &bind, column, 0) != 0)
        length = 0;
    bytes[length] = '\0';
    return (struct str){ bytes, length };
}

static void put_null(const struct column *c, void *at)
{
    int64_t null = DB_NULL;

    switch (c->type) {
    case COLUMN_ID:
        memset(at, 0, sizeof(struct id));
        break;
    case COLUMN_INT:
    case COLUMN_MINOR:
    case COLUMN_TIME:
        memcpy(at, &null, sizeof(null));
        break;
    case COLUMN_BYTES:
        *(struct str *)at = (struct str){ NULL, 0 };
        break;
    default:
        *(const char **)at = NULL;
    }
}

/* Puts one converted value into the row; NULL or what is wrong with it. */
static const char *put_cell(const struct column *c, const struct bind_cell *cell, struct str bytes, void *at)
{
    switch (c->type) {
    case COLUMN_ID:
        memcpy(at, &cell->v.id, sizeof(struct id));
        return cell->length == ID_BYTES ? NULL : "is no id of 16 bytes";
    case COLUMN_INT:
    case COLUMN_MINOR:
        memcpy(at, &cell->v.number, sizeof(int64_t));
        return cell->error ? "does not fit into 64 bits" : NULL;
    case COLUMN_BOOL:
        *(bool *)at = cell->v.number != 0;
        return NULL;
    case COLUMN_TIME:
        *(int64_t *)at = time_back(&cell->v.time);
        return cell->v.time.month && cell->v.time.day ? NULL : "is no time";
    case COLUMN_BYTES:
        *(struct str *)at = bytes;
        return NULL;
    default:
        *(const char **)at = bytes.p;
        return NULL;
    }
}

static bool varies(enum column_type type)
{
    return type == COLUMN_TEXT || type == COLUMN_DECIMAL || type == COLUMN_JSON || type == COLUMN_BYTES;
}

const char *bind_read_row(struct arena *arena, const struct statement *st, MYSQL_STMT *handle, struct bind_cell *cells, void *row)
{
    for (size_t i = 0; i < st->out_count; i++) {
        const struct column *c = &st->out[i];
        void *at = (char *)row + c->offset;
        struct str bytes = { NULL, 0 };
        const char *wrong;

        if (cells[i].null && !c->nullable)
            return arena_printf(arena, "the column %s is NULL ('out:' says it never is)", c->name);
        if (cells[i].null) {
            put_null(c, at);
            continue;
        }
        if (varies(c->type))
            bytes = fetch_bytes(arena, handle, (unsigned)i, cells[i].length);
        wrong = put_cell(c, &cells[i], bytes, at);
        if (wrong)
            return arena_printf(arena, "the column %s %s", c->name, wrong);
    }
    return NULL;
}
