#include "store/db_internal.h"

#include <errmsg.h>
#include <mysqld_error.h>

#define PREPARED_MAX 256         /* of one connection; the least recently used goes first */
#define BULK_BYTES ((size_t)4 << 20)
#define BULK_ROWS 10000

struct run {
    struct ctx *cx;
    const struct statement *st;
    const void *in;
    size_t bulk;               /* structs of `in`; 0: one, and not as a bulk execution */
    struct db_conn *conn;
    struct db_stmt *stmt;
};

/* What happens to the rows of a statement. */
struct sink {
    enum err (*row)(struct run *run, struct sink *sink, const void *row, bool *ret_enough);
    void *rows;                                        /* db_one: the caller's row; db_many: the array */
    size_t count, capacity;
    enum err (*each)(void *arg, const void *row);      /* db_each */
    void *arg;
};

/* -- errors -- */

static bool is_lost(unsigned number)
{
    switch (number) {
    case CR_SERVER_GONE_ERROR:
    case CR_SERVER_LOST:
    case CR_SERVER_LOST_EXTENDED:
    case CR_CONNECTION_ERROR:
    case CR_CONN_HOST_ERROR:
    case CR_COMMANDS_OUT_OF_SYNC:
    case ER_SERVER_SHUTDOWN:
    case ER_CONNECTION_KILLED:
    case ER_NET_READ_ERROR:
    case ER_NET_READ_INTERRUPTED:
    case ER_NET_WRITE_INTERRUPTED:
    case ER_ABORTING_CONNECTION:
    case ER_NEW_ABORTING_CONNECTION:
        return true;
    default:
        return false;
    }
}

static enum err kind_of(unsigned number, bool *ret_retry)
{
    *ret_retry = false;
    switch (number) {
    case ER_LOCK_DEADLOCK:
    case ER_LOCK_WAIT_TIMEOUT:
    case ER_CHECKREAD:
    case ER_NEED_REPREPARE:
        *ret_retry = true;
        return ERR_BUSY;
    case ER_DUP_ENTRY:
    case ER_ROW_IS_REFERENCED_2:
    case ER_NO_REFERENCED_ROW_2:
        return ERR_CONFLICT;
    case ER_STATEMENT_TIMEOUT:
    case ER_QUERY_INTERRUPTED:
    case ER_OPTION_PREVENTS_STATEMENT:       /* --read-only: another server is the primary now */
    case ER_RECORD_FILE_FULL:
    case ER_DISK_FULL:
    case ER_OUTOFMEMORY:
    case ER_OUT_OF_RESOURCES:
    case ER_MAX_PREPARED_STMT_COUNT_REACHED:
        return ERR_BUSY;
    default:
        return ERR_INTERNAL;
    }
}

enum err db_fail(struct ctx *cx, struct db_conn *conn, const struct statement *st, unsigned number, const char *message)
{
    const char *owner = st ? st->owner : "", *name = st ? st->name : "transaction";
    bool retry;
    enum err e = kind_of(number, &retry);

    if (is_lost(number)) {
        e = ERR_BUSY;
        retry = true;
        conn->broken = true;
        pool_flush(conn->db);
    }
    if (retry)
        conn->doomed = true;
    cx->retry = retry;
    cx->lock_timeout = number == ER_LOCK_WAIT_TIMEOUT;
    if (number == ER_DUP_ENTRY) {
        const char *key = strstr(message, "for key");      /* without the value, which may be nobody's business */

        return ctx_fail(cx, e, NULL, "this exists already (%s.%s: %s)", owner, name, key ? key : "");
    }
    return ctx_fail(cx, e, NULL, "database: %s.%s: (%u) %s", owner, name, number, message);
}

static enum err fail_statement(struct run *run)
{
    unsigned number = mysql_stmt_errno(run->stmt->handle);

    if (number)
        return db_fail(run->cx, run->conn, run->st, number, mysql_stmt_error(run->stmt->handle));
    /* While rows are read the library notes errors with the connection. */
    number = mysql_errno(run->conn->mysql);
    return db_fail(run->cx, run->conn, run->st, number ? number : CR_SERVER_LOST, mysql_error(run->conn->mysql));
}

/* -- text and preparation -- */

static void put_marks(struct buf *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buf_puts(text, i ? ", ?" : "?");
}

static bool is_list(enum column_type type)
{
    return type == COLUMN_IDS || type == COLUMN_INTS || type == COLUMN_TEXTS;
}

static void put_text(struct buf *text, const struct statement *st, uint32_t with, uint32_t sizes)
{
    size_t marks[64];
    unsigned list = 0;

    for (size_t i = 0; i < st->in_count && i < ARRAY_LEN(marks); i++)
        marks[i] = is_list(st->in[i].type) ? (size_t)1 << 2 * (sizes >> 3 * list++ & 7) : 1;
    for (size_t i = 0; i < st->piece_count; i++) {
        const struct statement_piece *piece = &st->pieces[i];

        if (piece->with && !(piece->with & with))
            continue;
        if (piece->sql)
            buf_puts(text, piece->sql);
        else
            put_marks(text, marks[piece->param]);
    }
}

const char *db_statement_text(struct arena *arena, const struct statement *st, uint32_t with)
{
    struct buf text;

    buf_init(&text, arena, 1 << 20);
    put_text(&text, st, with, 0);
    return buf_text(&text);
}

static size_t bucket_of(const struct statement *st, uint32_t with, uint32_t sizes)
{
    return ((uintptr_t)st / 16 * 31 + with * 7 + sizes) % CONN_BUCKETS;
}

static void forget_statement(struct db_conn *conn, struct db_stmt **at)
{
    struct db_stmt *stmt = *at;

    *at = stmt->next;
    conn->prepared_count--;
    if (conn->active == stmt)
        conn->active = NULL;
    mysql_stmt_close(stmt->handle);
    free(stmt);
}

static void forget_oldest(struct db_conn *conn)
{
    struct db_stmt **oldest = NULL;

    for (size_t i = 0; i < CONN_BUCKETS; i++) {
        for (struct db_stmt **at = &conn->prepared[i]; *at; at = &(*at)->next) {
            if (!oldest || (*at)->used < (*oldest)->used)
                oldest = at;
        }
    }
    if (oldest)
        forget_statement(conn, oldest);
}

static void add_statement(struct run *run, uint32_t with, uint32_t sizes)
{
    struct db_conn *conn = run->conn;
    size_t bucket = bucket_of(run->st, with, sizes);

    if (conn->prepared_count >= PREPARED_MAX)
        forget_oldest(conn);
    run->stmt = calloc(1, sizeof(*run->stmt));
    if (!run->stmt || !(run->stmt->handle = mysql_stmt_init(conn->mysql)))
        abort();
    *run->stmt = (struct db_stmt){ run->stmt->handle, run->st, with, sizes, ++conn->ticks, conn->prepared[bucket] };
    conn->prepared[bucket] = run->stmt;
    conn->prepared_count++;
}

/* The text comes first: where the arena has no room for it, no statement is left behind that was never prepared. */
static enum err prepare(struct run *run, uint32_t with, uint32_t sizes)
{
    struct arena_mark mark = arena_mark(run->cx->arena);
    struct buf text;
    enum err e;
    int failed;

    buf_init(&text, run->cx->arena, 1 << 20);
    put_text(&text, run->st, with, sizes);
    add_statement(run, with, sizes);
    failed = mysql_stmt_prepare(run->stmt->handle, buf_text(&text), text.len);
    arena_rewind(run->cx->arena, mark);
    if (!failed)
        return OK;
    e = fail_statement(run);
    forget_statement(run->conn, &run->conn->prepared[bucket_of(run->st, with, sizes)]);
    return e;
}

/* Finds or makes the prepared statement. */
static enum err find_statement(struct run *run, uint32_t with, uint32_t sizes)
{
    struct db_conn *conn = run->conn;

    for (struct db_stmt *stmt = conn->prepared[bucket_of(run->st, with, sizes)]; stmt; stmt = stmt->next) {
        if (stmt->st == run->st && stmt->with == with && stmt->sizes == sizes) {
            stmt->used = ++conn->ticks;
            run->stmt = stmt;
            return OK;
        }
    }
    return prepare(run, with, sizes);
}

/* -- running -- */

/* Rows that an error or a longjmp left unread would be taken for the next reply. */
static void drop_unread(struct db_conn *conn)
{
    if (conn->active)
        mysql_stmt_free_result(conn->active->handle);
    conn->active = NULL;
}

static enum err take_connection(struct run *run, enum pool_want want)
{
    struct ctx *cx = run->cx;
    enum err e;

    if (ctx_left_ms(cx) == 0) {
        cx->retry = false;
        return ctx_fail(cx, ERR_BUSY, NULL, "the time for this request is over");
    }
    run->conn = cx->conn;
    if (!cx->in_transaction) {
        e = pool_borrow(cx, want, &run->conn);
        if (e)
            return e;
    }
    if (!run->conn || run->conn->broken || run->conn->doomed) {
        cx->retry = true;
        return ctx_fail(cx, ERR_BUSY, NULL, "the transaction was already rolled back");
    }
    drop_unread(run->conn);
    pool_set_deadline(run->conn, cx, 10);
    cx->statement_count++;
    __atomic_add_fetch(&run->conn->db->statements, 1, __ATOMIC_RELAXED);
    return OK;
}

static uint32_t with_of(const struct statement *st, const void *in)
{
    uint32_t with = 0;

    if (in && st->with_offset != SIZE_MAX)
        memcpy(&with, (const char *)in + st->with_offset, sizeof(with));
    return with;
}

/* Binds the parameters and executes; a bulk execution sends all structs in one packet. */
static enum err send(struct run *run, uint32_t with)
{
    struct arena *arena = run->cx->arena;
    MYSQL_STMT *handle = run->stmt->handle;
    unsigned array_size = (unsigned)run->bulk, none = 0;
    size_t count;
    MYSQL_BIND *params;
    int failed;

    params = run->bulk ? bind_bulk(arena, run->st, run->in, with, run->bulk, &count) : bind_params(arena, run->st, run->in, with, &count);
    mysql_stmt_attr_set(handle, STMT_ATTR_ARRAY_SIZE, &array_size);
    failed = (count && mysql_stmt_bind_param(handle, params)) || mysql_stmt_execute(handle);
    mysql_stmt_attr_set(handle, STMT_ATTR_ARRAY_SIZE, &none);
    return failed ? fail_statement(run) : OK;
}

static enum err execute(struct run *run)
{
    uint32_t with = with_of(run->st, run->in), sizes;
    enum err e;

    if (!bind_list_sizes(run->st, run->in, &sizes))
        return ctx_fail(run->cx, ERR_TOO_LARGE, NULL, "%s.%s: a list has too many values", run->st->owner, run->st->name);
    e = find_statement(run, with, sizes);
    if (!e)
        e = send(run, with);
    if (!e)
        run->conn->active = run->stmt;
    return e;
}

/* One row after another from the connection into `scratch`, then to the sink. */
static enum err fetch_rows(struct run *run, struct sink *sink, struct bind_cell *cells, void *scratch)
{
    struct arena *arena = run->cx->arena;
    bool enough = false;
    enum err e = OK;

    while (!e && !enough) {
        struct arena_mark mark = arena_mark(arena);
        int status = mysql_stmt_fetch(run->stmt->handle);
        const char *wrong;

        if (status == MYSQL_NO_DATA)
            break;
        if (status != 0 && status != MYSQL_DATA_TRUNCATED)
            return fail_statement(run);
        wrong = bind_read_row(arena, run->st, run->stmt->handle, cells, scratch);
        if (wrong)
            return ctx_fail(run->cx, ERR_INTERNAL, NULL, "%s.%s: %s", run->st->owner, run->st->name, wrong);
        e = sink->row(run, sink, scratch, &enough);
        if (!e && sink->each)
            arena_rewind(arena, mark);
    }
    return e;
}

static enum err read_rows(struct run *run, struct sink *sink)
{
    struct bind_cell *cells;
    MYSQL_BIND *results = bind_results(run->cx->arena, run->st, &cells);
    unsigned columns = mysql_stmt_field_count(run->stmt->handle);   /* of INSERT ... RETURNING it is known only now */

    if (columns != run->st->out_count)
        return ctx_fail(run->cx, ERR_INTERNAL, NULL, "%s.%s: 'out:' names %zu columns, the text has %u", run->st->owner, run->st->name,
                        run->st->out_count, columns);
    if (mysql_stmt_bind_result(run->stmt->handle, results))
        return fail_statement(run);
    return fetch_rows(run, sink, cells, arena_alloc(run->cx->arena, run->st->row_size));
}

static enum err run_once(struct run *run, enum pool_want want, struct sink *sink)
{
    enum err e = take_connection(run, want);

    if (!e)
        e = execute(run);
    if (!e && run->st->out_count)
        e = read_rows(run, sink);
    return e;
}

/* Ends a run: once nothing is left to be read, a borrowed connection goes back. */
static void end_run(struct run *run)
{
    if (run->conn && !run->conn->broken)
        drop_unread(run->conn);
    if (run->conn != run->cx->conn)
        pool_give_back(run->conn);
    run->conn = NULL;
}

static bool found_dead(const struct run *run)
{
    return run->conn && run->conn != run->cx->conn && run->conn->broken && run->conn->reused;
}

/* Runs the statement. A read that finds its pooled connection dead is silently run again on a new one: the server has closed
   it while it was idle. That shows at once; a server that is silent for half of the time is not asked again. */
static enum err run_statement(struct run *run, struct sink *sink)
{
    struct ctx *cx = run->cx, before = *cx;
    int left_ms = ctx_left_ms(cx);
    enum err e = run_once(run, run->st->writes ? POOL_CHECKED : POOL_ANY, sink);

    if (e && !run->st->writes && found_dead(run) && !sink->count && ctx_left_ms(cx) > left_ms / 2) {
        end_run(run);
        cx->error = before.error;
        cx->error_slug = before.error_slug;
        cx->error_detail = before.error_detail;
        e = run_once(run, POOL_FRESH, sink);
    }
    return e;
}

/* -- the public calls -- */

static enum err keep_one(struct run *run, struct sink *sink, const void *row, bool *ret_enough)
{
    memcpy(sink->rows, row, run->st->row_size);
    sink->count = 1;
    *ret_enough = true;
    return OK;
}

enum err db_one(struct ctx *cx, const struct statement *st, const void *in, void *ret_row)
{
    struct run run = { .cx = cx, .st = st, .in = in };
    struct sink sink = { .row = keep_one, .rows = arena_alloc(cx->arena, st->row_size) };
    enum err e = run_statement(&run, &sink);

    end_run(&run);
    if (!e && !sink.count) {
        cx->retry = false;
        return ctx_fail(cx, ERR_NOT_FOUND, NULL, "there is no such thing (%s.%s)", st->owner, st->name);
    }
    if (!e)
        memcpy(ret_row, sink.rows, st->row_size);
    return e;
}

static enum err keep_row(struct run *run, struct sink *sink, const void *row, bool *ret_enough)
{
    size_t size = run->st->row_size;

    (void)ret_enough;
    if (sink->count == sink->capacity) {
        size_t capacity = sink->capacity ? sink->capacity * 2 : 16;
        void *rows = arena_array(run->cx->arena, capacity, size);

        if (sink->count)
            memcpy(rows, sink->rows, sink->count * size);
        sink->rows = rows;
        sink->capacity = capacity;
    }
    memcpy((char *)sink->rows + sink->count++ * size, row, size);
    return OK;
}

enum err db_many(struct ctx *cx, const struct statement *st, const void *in, void *ret_rows, size_t *ret_count)
{
    struct run run = { .cx = cx, .st = st, .in = in };
    struct sink sink = { .row = keep_row };
    enum err e = run_statement(&run, &sink);

    end_run(&run);
    if (e)
        return e;
    memcpy(ret_rows, &sink.rows, sizeof(sink.rows));
    *ret_count = sink.count;
    return OK;
}

static enum err pass_row(struct run *run, struct sink *sink, const void *row, bool *ret_enough)
{
    (void)run;
    (void)ret_enough;
    sink->count++;
    return sink->each(sink->arg, row);
}

enum err db_each(struct ctx *cx, const struct statement *st, const void *in, enum err (*each)(void *arg, const void *row), void *arg)
{
    struct run run = { .cx = cx, .st = st, .in = in };
    struct sink sink = { .row = pass_row, .each = each, .arg = arg };
    enum err e = run_statement(&run, &sink);

    end_run(&run);
    return e;
}

enum err db_exec(struct ctx *cx, const struct statement *st, const void *in, int64_t *ret_affected)
{
    struct run run = { .cx = cx, .st = st, .in = in };
    struct sink sink = { .row = NULL };
    struct arena_mark mark = arena_mark(cx->arena);
    enum err e = run_statement(&run, &sink);

    if (!e && ret_affected)
        *ret_affected = (int64_t)mysql_stmt_affected_rows(run.stmt->handle);
    end_run(&run);
    if (!e)
        arena_rewind(cx->arena, mark);
    return e;
}

/* How many of `count` structs fit into one packet. */
static size_t bulk_head(const struct statement *st, const char *in, size_t count)
{
    size_t bytes = 0, n = 0;

    while (n < count && n < BULK_ROWS && (n == 0 || bytes < BULK_BYTES))
        bytes += bind_row_bytes(st, in + n++ * st->in_size);
    return n;
}

enum err db_exec_all(struct ctx *cx, const struct statement *st, const void *in, size_t count)
{
    const char *at = in;
    enum err e = OK;

    while (count > 0 && !e) {
        struct run run = { .cx = cx, .st = st, .in = at, .bulk = bulk_head(st, at, count) };
        struct sink sink = { .row = NULL };
        struct arena_mark mark = arena_mark(cx->arena);

        e = run_statement(&run, &sink);
        end_run(&run);
        if (!e)
            arena_rewind(cx->arena, mark);
        at += run.bulk * st->in_size;
        count -= run.bulk;
    }
    return e;
}
