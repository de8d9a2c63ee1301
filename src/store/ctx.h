/* ctx.h: what one request, job item or command carries: memory, deadline, who asks, the transaction, the error. */
#ifndef STORE_CTX_H
#define STORE_CTX_H

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"

struct db_conn;
struct store;

enum role { ROLE_NONE, ROLE_VIEWER, ROLE_EDITOR, ROLE_MANAGER, ROLE_ADMIN, ROLE__COUNT };

enum principal_kind { PRINCIPAL_ANONYMOUS, PRINCIPAL_GUEST, PRINCIPAL_ACCOUNT, PRINCIPAL_KEY, PRINCIPAL_SYSTEM };

struct principal {
    enum principal_kind kind;
    struct id id;            /* of the account, key or guest */
    uint32_t tenant;
    enum role role;          /* of an account; a key has scopes instead */
    const char *scopes;      /* of a key: " recipes:write staff:read " with a blank at both ends, or " all " */
    const char *name;        /* for pages and the audit log; "" when anonymous */
    const char *edit_token;  /* came with the request, whoever asks: who has it may edit the one thing that it was made for; or NULL */
};

/* One wrong field. */
struct fault {
    const char *pointer;     /* RFC 6901 into the body ("/ingredients/3/amount"), or "?limit" for a query parameter */
    const char *code;        /* "required", "too_long", ... */
    const char *detail;      /* for people, names the limit */
    struct fault *next;
};

struct ctx_hook;

struct retraction {                  /* page_retract_after_commit() */
    const char *path;
    struct retraction *next;
};

struct ctx {
    struct arena *arena;
    const struct store *store;       /* process-wide: pool, cache, files, configuration */
    struct db_conn *conn;            /* the transaction's connection; NULL: statements borrow one of the pool */
    bool in_transaction;
    bool lost_commit;                /* the connection died during COMMIT: nobody knows whether it happened */
    bool retry;                      /* the last database error was 1213, 1205, 1020 or a lost connection */
    bool lock_timeout;               /* it was 1205: another transaction holds the row */
    int64_t deadline_us;             /* of clock_mono_us() */
    struct principal principal;
    const char *request_id;
    const char *route;               /* for the audit log and metrics; "" outside of requests */
    const char *address;             /* of the client; "" outside of requests */
    enum err error;                  /* the last ctx_fail() */
    const char *error_slug, *error_detail;
    struct fault *faults, **fault_tail;
    const char *audit_detail;        /* what the handler wants the audit log to say beside route and path; may be NULL */
    struct ctx_hook *after_commit, **hook_tail;
    struct retraction *retractions, **retraction_tail;    /* that the commit tells other hosts of */
    uint32_t statement_count;        /* run so far: the tests of "no statement on a hit" read its sum in /metrics */
};

/* Fills `cx` for a system principal without a request: jobs, commands, tests. `timeout_ms` from now. */
void ctx_init(struct ctx *cx, struct arena *arena, const struct store *store, int timeout_ms);

/* Notes why something failed and returns `e`. `slug` overrides the problem type of the error table, may be NULL. */
enum err ctx_fail(struct ctx *cx, enum err e, const char *slug, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Adds a fault; all faults of a body are told at once. Afterwards return ctx_faults(). */
void ctx_fault(struct ctx *cx, const char *pointer, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* ERR_INVALID when there is a fault, else OK. */
enum err ctx_faults(struct ctx *cx);
/* Forgets error and faults. */
void ctx_clear_error(struct ctx *cx);

/* Queues `run(cx, arg)` until the transaction is committed; a rollback drops it. Without a transaction it runs at once. */
void ctx_after_commit(struct ctx *cx, void (*run)(struct ctx *cx, void *arg), void *arg);
/* For the owner of the transaction: run or drop what was queued. */
void ctx_run_hooks(struct ctx *cx);
void ctx_drop_hooks(struct ctx *cx) /* after a rollback */;

/* Puts the deadline off to `us` from now, if it is sooner: for work that takes long on a busy machine, such as a picture. */
void ctx_prolong(struct ctx *cx, int64_t us);
/* Milliseconds until the deadline, at least 0. */
int ctx_left_ms(const struct ctx *cx);

bool principal_has_scope(const struct principal *p, const char *scope) /* of a key; "all" has each */;
const char *role_name(enum role r) /* "viewer"; "" for none */;
bool role_parse(struct str name, enum role *ret);

#endif
