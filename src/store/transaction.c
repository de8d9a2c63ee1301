#include "store/db_internal.h"

#include "base/buf.h"
#include "base/clock.h"
#include "sql/store.h"
#include "store/file.h"

#include <sodium.h>
#include <unistd.h>

#define END_MS 250               /* COMMIT and ROLLBACK get at least this, even past the deadline */
#define PAUSE_US 40000           /* before the next try, at most; grows with each */

static enum err command(struct ctx *cx, struct db_conn *conn, const char *text, int min_ms)
{
    if (conn->active)
        mysql_stmt_free_result(conn->active->handle);
    conn->active = NULL;
    pool_set_deadline(conn, cx, min_ms);
    if (mysql_real_query(conn->mysql, text, (unsigned long)strlen(text)) == 0)
        return OK;
    return db_fail(cx, conn, NULL, mysql_errno(conn->mysql), mysql_error(conn->mysql));
}

/* Nothing was done yet: a connection that the server closed while it was idle is replaced. */
static enum err begin_on(struct ctx *cx, enum pool_want want)
{
    int left_ms = ctx_left_ms(cx);
    struct db_conn *conn;
    enum err e = pool_borrow(cx, want, &conn);
    bool again;

    if (e)
        return e;
    e = command(cx, conn, "START TRANSACTION", 10);
    if (!e) {
        cx->conn = conn;
        return OK;
    }
    again = want == POOL_ANY && conn->broken && conn->reused && ctx_left_ms(cx) > left_ms / 2;
    conn->broken = true;
    pool_give_back(conn);
    if (!again)
        return e;
    ctx_clear_error(cx);
    return begin_on(cx, POOL_FRESH);
}

enum err db_begin(struct ctx *cx)
{
    enum err e;

    cx->retry = cx->lost_commit = cx->lock_timeout = false;
    if (cx->in_transaction)
        return ctx_fail(cx, ERR_INTERNAL, NULL, "a transaction within a transaction");
    if (ctx_left_ms(cx) == 0)
        return ctx_fail(cx, ERR_BUSY, NULL, "the time for this request is over");
    e = begin_on(cx, POOL_ANY);
    cx->in_transaction = !e;
    return e;
}

static void leave(struct ctx *cx)
{
    pool_give_back(cx->conn);
    cx->conn = NULL;
    cx->in_transaction = false;
}

enum err db_commit(struct ctx *cx)
{
    struct db_conn *conn = cx->conn;
    enum err e;

    if (!cx->in_transaction || conn->doomed || conn->broken) {
        db_rollback(cx);
        cx->retry = true;
        return ctx_fail(cx, ERR_BUSY, NULL, "the transaction was already rolled back");
    }
    e = page_announce_retractions(cx);
    if (e) {
        db_rollback(cx);
        return e;
    }
    e = command(cx, conn, "COMMIT", END_MS);
    if (e && conn->broken) {
        cx->lost_commit = true;
        e = ctx_fail(cx, ERR_BUSY, NULL, "the connection was lost while committing: nobody knows whether it happened");
    }
    if (e) {
        db_rollback(cx);
        return e;
    }
    leave(cx);
    ctx_run_hooks(cx);
    return OK;
}

void db_rollback(struct ctx *cx)
{
    struct db_conn *conn = cx->conn;
    struct ctx before = *cx;

    ctx_drop_hooks(cx);
    if (!cx->in_transaction)
        return;
    /* Also after a deadlock, when the server has rolled back already: after a lock time-out it has not. */
    if (!conn->broken && command(cx, conn, "ROLLBACK", END_MS) != OK)
        conn->broken = true;
    leave(cx);
    cx->error = before.error;
    cx->error_slug = before.error_slug;
    cx->error_detail = before.error_detail;
    cx->retry = before.retry;
}

static enum err try_once(struct ctx *cx, enum err (*run)(struct ctx *cx, void *arg), void *arg)
{
    enum err e = db_begin(cx);

    if (e)
        return e;
    e = run(cx, arg);
    if (!e)
        return db_commit(cx);
    db_rollback(cx);
    return e;
}

enum err db_transaction(struct ctx *cx, enum err (*run)(struct ctx *cx, void *arg), void *arg)
{
    struct arena_mark mark = arena_mark(cx->arena);
    uint32_t pause_us = PAUSE_US / 4;

    for (;;) {
        enum err e = try_once(cx, run, arg);

        if (e && cx->lost_commit)
            return ctx_fail(cx, ERR_TIMEOUT, NULL, "%s", cx->error_detail);
        if (!e || !cx->retry || (int64_t)ctx_left_ms(cx) * 1000 <= pause_us)
            return e;
        ctx_clear_error(cx);
        arena_rewind(cx->arena, mark);
        usleep(randombytes_uniform(pause_us));
        pause_us = pause_us < PAUSE_US ? pause_us * 2 : PAUSE_US;
    }
}

/* All settings that differ, in one message. */
static enum err check_settings(struct ctx *cx)
{
    struct store_settings_row *rows;
    size_t count;
    struct buf b;
    enum err e = db_many(cx, STORE_SETTINGS, NULL, &rows, &count);

    if (e)
        return ctx_fail(cx, ERR_BUSY, NULL, "the settings of the database cannot be read: %s", cx->error_detail);
    buf_init(&b, cx->arena, 2000);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].value, rows[i].wanted) != 0)
            buf_printf(&b, "%s%s is %s, not %s", b.len ? "; " : "", rows[i].name, rows[i].value, rows[i].wanted);
    }
    return b.len ? ctx_fail(cx, ERR_BUSY, NULL, "the database may lose what it acknowledged: %s", buf_text(&b)) : OK;
}

enum err db_ready(struct ctx *cx)
{
    struct store_schema_level_row row;
    enum err e = db_one(cx, STORE_SCHEMA_LEVEL, NULL, &row);

    if (e)
        return ctx_fail(cx, ERR_BUSY, NULL, "the database is not ready: %s", cx->error_detail);
    if (row.level < cx->store->db->level)
        return ctx_fail(cx, ERR_BUSY, NULL, "the database is at schema %lld, this program needs %lld: run 'midwayctl migrate'",
                        (long long)row.level, (long long)cx->store->db->level);
    return cx->store->config.db_durable ? check_settings(cx) : OK;
}
