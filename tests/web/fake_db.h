/* fake_db.h: the calls of store/db.h without a database: linked before libstore.a, so that its own are left out. Sessions, keys and
   idempotency rows are tables in memory; other statements run what a test says. */
#ifndef TESTS_WEB_FAKE_DB_H
#define TESTS_WEB_FAKE_DB_H

#include "store/ctx.h"
#include "store/statement.h"

/* What db_each() hands on. */
struct fake_each {
    enum err (*each)(void *arg, const void *row);
    void *arg;
};

/* `ret`: the row struct, the struct json_object ** of a view, struct fake_each *, or int64_t *ret_affected (may be NULL). */
typedef enum err fake_run(struct ctx *cx, const void *in, void *ret);

struct fake_session {
    const char *token, *name, *role;
    struct id account;
    int64_t seen_at;
    bool ended;
};

struct fake_key {
    const char *token, *name, *scopes;
    struct id id;
};

extern struct fake_db {
    int begun, committed, rolled_back;
    int statements;
    size_t rows;                 /* what a statement of many rows sets: how many it gives */
    int lock_conflicts;          /* so many of the next key rows are held by another transaction */
    int deadlocks;               /* so many of the next commits fail and may be tried again */
    struct fake_session sessions[20];
    size_t session_count;
    struct fake_key keys[20];
    size_t key_count;
    size_t kept_count;           /* committed idempotency rows */
    const char *last_audit;      /* JSON of the last audit event that was committed */
} fake_db;

/* What a statement does from now on; without it, a statement that is not the web layer's fails the test. */
void fake_db_on(const struct statement *st, fake_run *run);
void fake_db_session(const char *token, const char *name, const char *role) /* a session of an account of its own */;
void fake_db_key(const char *token, const char *scopes);

#endif
