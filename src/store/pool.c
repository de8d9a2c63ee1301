#include "store/db_internal.h"

#include "base/clock.h"
#include "store/migrate.h"

#include <errmsg.h>
#include <ma_pvio.h>

#define DOWN_US 1000000          /* a server that does not answer is tried again after this */
#define CHECK_IDLE_US 1000000    /* idle for longer: ping before a write */
#define PATIENT_S 3600           /* max_statement_time of jobs and commands; their deadline ends them sooner */
#define CONNECT_S 1

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void init_library(void)
{
    mysql_library_init(0, NULL, NULL);
}

struct db *db_open(const struct config *config, const char *account)
{
    struct db *db = calloc(1, sizeof(*db));
    pthread_condattr_t attr;

    if (!db)
        return NULL;
    pthread_once(&once, init_library);
    db->config = config;
    db->account = account;
    db->level = migrate_newest(config);
    pthread_mutex_init(&db->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&db->freed, &attr);
    pthread_condattr_destroy(&attr);
    return db;
}

static void close_connection(struct db_conn *conn)
{
    /* First the connection: statements of a closed one are freed without a word to the server. */
    mysql_close(conn->mysql);
    for (size_t i = 0; i < CONN_BUCKETS; i++) {
        while (conn->prepared[i]) {
            struct db_stmt *stmt = conn->prepared[i];

            conn->prepared[i] = stmt->next;
            mysql_stmt_close(stmt->handle);
            free(stmt);
        }
    }
    free(conn);
}

void db_close(struct db *db)
{
    if (!db)
        return;
    pool_flush(db);
    pthread_cond_destroy(&db->freed);
    pthread_mutex_destroy(&db->lock);
    free(db);
}

uint64_t db_statement_total(const struct db *db)
{
    return __atomic_load_n(&db->statements, __ATOMIC_RELAXED);
}

static bool remote(const struct config *c)
{
    return c->db_host[0] && strcmp(c->db_host, "127.0.0.1") != 0 && strcmp(c->db_host, "::1") != 0 && strcmp(c->db_host, "localhost") != 0;
}

static void set_options(MYSQL *mysql, const struct config *c, int timeout_s)
{
    unsigned seconds = timeout_s > 0 ? (unsigned)timeout_s : 1, connect_s = seconds < 10 ? seconds : 10, off = 0;
    my_bool yes = 1, no = 0;

    mysql_options(mysql, MYSQL_OPT_CONNECT_TIMEOUT, &connect_s);
    mysql_options(mysql, MYSQL_OPT_READ_TIMEOUT, &seconds);
    mysql_options(mysql, MYSQL_OPT_WRITE_TIMEOUT, &seconds);
    mysql_options(mysql, MYSQL_OPT_LOCAL_INFILE, &off);
    mysql_options(mysql, MYSQL_OPT_RECONNECT, &no);
    mysql_options(mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    if (remote(c)) {
        mysql_options(mysql, MYSQL_OPT_SSL_ENFORCE, &yes);
        mysql_options(mysql, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &yes);
        mysql_options(mysql, MYSQL_OPT_SSL_CA, c->db_tls_ca[0] ? c->db_tls_ca : "/etc/ssl/certs/ca-certificates.crt");
    }
}

MYSQL *pool_connect(struct arena *arena, const struct config *c, const char *account, int timeout_s, bool without_database,
                    const char **ret_error)
{
    bool admin = strcmp(account, c->db_admin_user) == 0;
    const char *password = config_db_password(arena, c, account);
    const char *user = config_db_user(arena, c, account);
    MYSQL *mysql;

    pthread_once(&once, init_library);
    if (!password && !admin) {
        *ret_error = arena_printf(arena, "no password for the database account %s in %s", account, c->db_passwords);
        return NULL;
    }
    mysql = mysql_init(NULL);
    if (!mysql)
        abort();
    set_options(mysql, c, timeout_s);
    if (mysql_real_connect(mysql, c->db_host[0] ? c->db_host : NULL, user, password ? password : "", without_database ? NULL : c->db_name,
                           (unsigned)c->db_port, c->db_host[0] ? NULL : c->db_socket, CLIENT_FOUND_ROWS))
        return mysql;
    *ret_error = arena_printf(arena, "(%u) %s", mysql_errno(mysql), mysql_error(mysql));
    mysql_close(mysql);
    return NULL;
}

/* What MariaDB's defaults leave unsafe or vague. */
bool pool_start_session(MYSQL *mysql)
{
    static const char session[] =
        "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
        "NO_ENGINE_SUBSTITUTION', time_zone = '+00:00', tx_isolation = 'READ-COMMITTED', innodb_lock_wait_timeout = 2, "
        "lock_wait_timeout = 10, idle_transaction_timeout = 60, autocommit = 1";

    return mysql_real_query(mysql, session, sizeof(session) - 1) == 0;
}

/* A statement that outlives the deadline of its request must not go on at the server. */
static bool limit_statements(struct db_conn *conn, const struct ctx *cx, bool always)
{
    bool patient = ctx_left_ms(cx) > conn->db->config->request_ms + 1000;
    char text[64];
    int n;

    if (!always && patient == conn->patient)
        return true;
    conn->patient = patient;
    n = snprintf(text, sizeof(text), "SET SESSION max_statement_time = %.3f",
                 patient ? (double)PATIENT_S : (double)conn->db->config->request_ms / 1000);
    return mysql_real_query(conn->mysql, text, (unsigned long)n) == 0;
}

void pool_set_deadline(struct db_conn *conn, const struct ctx *cx, int min_ms)
{
    int left_ms = ctx_left_ms(cx);

    if (left_ms < min_ms)
        left_ms = min_ms;
    /* The options take whole seconds and only before connecting; a request's deadline is finer than that. */
    if (conn->mysql->net.pvio) {
        conn->mysql->net.pvio->timeout[PVIO_READ_TIMEOUT] = left_ms;
        conn->mysql->net.pvio->timeout[PVIO_WRITE_TIMEOUT] = left_ms;
    }
}

static enum err connect_new(struct ctx *cx, struct db *db, struct db_conn **ret)
{
    const char *error = "session";
    int left_s = (ctx_left_ms(cx) + 999) / 1000;
    struct db_conn *conn;
    MYSQL *mysql = pool_connect(cx->arena, db->config, db->account, left_s < CONNECT_S ? left_s : CONNECT_S, false, &error);

    if (!mysql)
        return ctx_fail(cx, ERR_BUSY, NULL, "the database does not answer: %s", error);
    conn = calloc(1, sizeof(*conn));
    if (!conn)
        abort();
    conn->mysql = mysql;
    conn->db = db;
    pool_set_deadline(conn, cx, 10);
    if (!pool_start_session(mysql) || !limit_statements(conn, cx, true)) {
        enum err e = ctx_fail(cx, ERR_BUSY, NULL, "the database session cannot start: (%u) %s", mysql_errno(mysql), mysql_error(mysql));

        close_connection(conn);
        return e;
    }
    *ret = conn;
    return OK;
}

/* With the lock held: an idle connection, the right to open one (`*ret` NULL), or an error. */
static enum err wait_for_slot(struct ctx *cx, struct db *db, struct db_conn **ret)
{
    struct timespec until = { .tv_sec = cx->deadline_us / 1000000, .tv_nsec = cx->deadline_us % 1000000 * 1000 };

    *ret = NULL;
    for (;;) {
        if (db->idle) {
            *ret = db->idle;
            db->idle = (*ret)->next;
            return OK;
        }
        if (db->open_count < db->config->db_pool) {
            if (clock_mono_us() < db->down_until_us)
                return ctx_fail(cx, ERR_BUSY, NULL, "the database did not answer a moment ago");
            db->open_count++;
            return OK;
        }
        if (pthread_cond_timedwait(&db->freed, &db->lock, &until) != 0)
            return ctx_fail(cx, ERR_BUSY, NULL, "no database connection became free in time");
    }
}

static void give_slot_back(struct db *db, bool down)
{
    pthread_mutex_lock(&db->lock);
    db->open_count--;
    if (down)
        db->down_until_us = clock_mono_us() + DOWN_US;
    pthread_cond_signal(&db->freed);
    pthread_mutex_unlock(&db->lock);
}

static bool usable(struct ctx *cx, struct db_conn *conn, enum pool_want want)
{
    pool_set_deadline(conn, cx, 10);
    conn->reused = true;
    if (want == POOL_CHECKED && clock_mono_us() - conn->idle_since_us > CHECK_IDLE_US && mysql_ping(conn->mysql) != 0)
        return false;
    return limit_statements(conn, cx, false);
}

static void end_loan(void *arg)
{
    struct db_loan *loan = arg;
    struct db_conn *conn = loan->conn;

    if (!conn)
        return;
    if (loan->cx->conn == conn) {
        loan->cx->conn = NULL;
        loan->cx->in_transaction = false;
    }
    conn->broken = true;
    pool_give_back(conn);
}

static void lend(struct ctx *cx, struct db_loan *loan, struct db_conn *conn)
{
    loan->cx = cx;
    loan->conn = conn;
    conn->loan = loan;
}

enum err pool_borrow(struct ctx *cx, enum pool_want want, struct db_conn **ret)
{
    struct db_loan *loan = ARENA_NEW(cx->arena, struct db_loan);
    struct db *db = cx->store->db;
    int left_ms = ctx_left_ms(cx);
    struct db_conn *conn;
    enum err e;

    arena_defer(cx->arena, end_loan, loan);
    if (want == POOL_FRESH)
        pool_flush(db);
    pthread_mutex_lock(&db->lock);
    e = wait_for_slot(cx, db, &conn);
    pthread_mutex_unlock(&db->lock);
    if (!e && conn && want == POOL_FRESH) {    /* given back meanwhile: its slot is what counts */
        close_connection(conn);
        conn = NULL;
    }
    if (!e && conn && !usable(cx, conn, want)) {
        conn->broken = true;
        pool_give_back(conn);
        /* A connection that is dead says so at once; one that is silent has used up the time. */
        return ctx_left_ms(cx) > left_ms / 2 ? pool_borrow(cx, POOL_FRESH, ret)
                                             : ctx_fail(cx, ERR_BUSY, NULL, "the database does not answer");
    }
    if (!e && !conn) {
        e = connect_new(cx, db, &conn);
        if (e)
            give_slot_back(db, true);
    }
    cx->retry = false;
    if (e)
        return e;
    lend(cx, loan, conn);
    *ret = conn;
    return OK;
}

void pool_give_back(struct db_conn *conn)
{
    struct db *db;

    if (!conn)
        return;
    db = conn->db;
    if (conn->loan)
        conn->loan->conn = NULL;
    conn->loan = NULL;
    if (conn->broken) {
        close_connection(conn);
        give_slot_back(db, false);
        return;
    }
    conn->doomed = false;
    conn->idle_since_us = clock_mono_us();
    pthread_mutex_lock(&db->lock);
    conn->next = db->idle;
    db->idle = conn;
    pthread_cond_signal(&db->freed);
    pthread_mutex_unlock(&db->lock);
}

void pool_flush(struct db *db)
{
    struct db_conn *list, *next;

    pthread_mutex_lock(&db->lock);
    list = db->idle;
    db->idle = NULL;
    for (struct db_conn *c = list; c; c = c->next)
        db->open_count--;
    pthread_cond_broadcast(&db->freed);
    pthread_mutex_unlock(&db->lock);
    for (; list; list = next) {
        next = list->next;
        close_connection(list);
    }
}

void db_thread_end(void)
{
    mysql_thread_end();
}
