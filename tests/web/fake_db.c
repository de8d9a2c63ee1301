#include "fake_db.h"

#include "test.h"

#include "base/clock.h"
#include "base/hash.h"
#include "sql/store.h"
#include "sql/web.h"
#include "store/db.h"
#include "store/file.h"

#include <string.h>

struct fake_db fake_db;

struct kept {
    struct hash client, key, fingerprint;
    char route[120];
    int64_t status;
    const char *head;
    struct str body;
    bool committed;
};

static struct kept kept[50];
static size_t kept_all;
static const char *audit;        /* of the open transaction */

static struct {
    const struct statement *st;
    fake_run *run;
} runs[60];
static size_t run_count;

static char *copy(const char *p, size_t n)
{
    char *c = calloc(1, n + 1);

    memcpy(c, p, n);
    return c;
}

void fake_db_on(const struct statement *st, fake_run *run)
{
    runs[run_count].st = st;
    runs[run_count++].run = run;
}

void fake_db_session(const char *token, const char *name, const char *role)
{
    fake_db.sessions[fake_db.session_count++] = (struct fake_session){ token, name, role, id_new(0), clock_utc_us(), false };
}

void fake_db_key(const char *token, const char *scopes)
{
    fake_db.keys[fake_db.key_count++] = (struct fake_key){ token, "robot", scopes, id_new(0) };
}

/* ---- the web layer's own statements ---- */

static bool is_token(struct str stored, const char *token)
{
    struct hash h = hash_sha256(str_of(token));

    return stored.n == HASH_BYTES && memcmp(stored.p, h.b, HASH_BYTES) == 0;
}

static enum err missing(struct ctx *cx)
{
    return ctx_fail(cx, ERR_NOT_FOUND, NULL, "No row");
}

static enum err session_by_token(struct ctx *cx, const void *in, void *ret)
{
    const struct web_session_by_token_in *i = in;

    for (size_t n = 0; n < fake_db.session_count; n++) {
        const struct fake_session *s = &fake_db.sessions[n];

        if (s->ended || !is_token(i->token_hash, s->token) || s->seen_at <= i->idle_since)
            continue;
        *(struct web_session_by_token_row *)ret = (struct web_session_by_token_row){ s->account, 0, s->name, s->role, s->seen_at };
        return OK;
    }
    return missing(cx);
}

static enum err key_by_token(struct ctx *cx, const void *in, void *ret)
{
    const struct web_key_by_token_in *i = in;

    for (size_t n = 0; n < fake_db.key_count; n++) {
        const struct fake_key *k = &fake_db.keys[n];

        if (!is_token(i->token_hash, k->token))
            continue;
        *(struct web_key_by_token_row *)ret = (struct web_key_by_token_row){ k->id, 0, k->name, k->scopes, clock_utc_us() };
        return OK;
    }
    return missing(cx);
}

static enum err nothing(struct ctx *cx, const void *in, void *ret)
{
    (void)cx;
    (void)in;
    (void)ret;
    return OK;
}

static struct kept *find_kept(struct str client, const char *route, struct str key)
{
    for (size_t n = 0; n < kept_all; n++) {
        if (memcmp(kept[n].client.b, client.p, HASH_BYTES) == 0 && memcmp(kept[n].key.b, key.p, HASH_BYTES) == 0 &&
            strcmp(kept[n].route, route) == 0)
            return &kept[n];
    }
    return NULL;
}

static enum err idempotency_add(struct ctx *cx, const void *in, void *ret)
{
    const struct web_idempotency_add_in *i = in;
    struct kept *k = &kept[kept_all];

    (void)ret;
    CU_ASSERT_TRUE(cx->in_transaction);
    if (fake_db.lock_conflicts > 0) {
        fake_db.lock_conflicts--;
        cx->retry = cx->lock_timeout = true;
        return ctx_fail(cx, ERR_BUSY, NULL, "Lock wait timeout exceeded");
    }
    if (find_kept(i->client, i->route, i->key_hash))
        return ctx_fail(cx, ERR_CONFLICT, NULL, "Duplicate entry");
    memcpy(k->client.b, i->client.p, HASH_BYTES);
    memcpy(k->key.b, i->key_hash.p, HASH_BYTES);
    memcpy(k->fingerprint.b, i->fingerprint.p, HASH_BYTES);
    snprintf(k->route, sizeof(k->route), "%s", i->route);
    k->status = 0;
    k->committed = false;
    kept_all++;
    return OK;
}

static enum err idempotency_get(struct ctx *cx, const void *in, void *ret)
{
    const struct web_idempotency_get_in *i = in;
    const struct kept *k = find_kept(i->client, i->route, i->key_hash);

    if (!k)
        return missing(cx);
    *(struct web_idempotency_get_row *)ret = (struct web_idempotency_get_row){
        { (const char *)k->fingerprint.b, HASH_BYTES }, k->status, k->head, k->body };
    return OK;
}

static enum err idempotency_store(struct ctx *cx, const void *in, void *ret)
{
    const struct web_idempotency_store_in *i = in;
    struct kept *k = find_kept(i->client, i->route, i->key_hash);

    (void)ret;
    CU_ASSERT_PTR_NOT_NULL_FATAL(k);
    CU_ASSERT_TRUE(cx->in_transaction);
    k->status = i->status;
    k->head = copy(i->head, strlen(i->head));
    k->body = (struct str){ copy(i->body.p, i->body.n), i->body.n };
    return OK;
}

static enum err outbox(struct ctx *cx, const void *in, void *ret)
{
    const struct store_outbox_add_in *i = in;

    (void)ret;
    CU_ASSERT_TRUE(cx->in_transaction);
    if (strcmp(i->topic, "audit") == 0)
        audit = copy(i->json, strlen(i->json));
    return OK;
}

static fake_run *own_run(const struct statement *st)
{
    const struct { const struct statement *st; fake_run *run; } own[] = {
        { WEB_SESSION_BY_TOKEN, session_by_token }, { WEB_SESSION_SEEN, nothing },
        { WEB_KEY_BY_TOKEN, key_by_token }, { WEB_KEY_USED, nothing },
        { WEB_IDEMPOTENCY_ADD, idempotency_add }, { WEB_IDEMPOTENCY_GET, idempotency_get },
        { WEB_IDEMPOTENCY_STORE, idempotency_store }, { STORE_OUTBOX_ADD, outbox },
    };

    for (size_t n = 0; n < ARRAY_LEN(own); n++) {
        if (own[n].st == st)
            return own[n].run;
    }
    return NULL;
}

static enum err run(struct ctx *cx, const struct statement *st, const void *in, void *ret)
{
    fake_run *f = own_run(st);

    fake_db.statements++;
    cx->statement_count++;
    for (size_t n = 0; n < run_count; n++) {
        if (runs[n].st == st)
            f = runs[n].run;
    }
    if (f)
        return f(cx, in, ret);
    printf("no fake for the statement %s.%s\n", st->owner, st->name);
    CU_FAIL("a statement without a fake");
    return ctx_fail(cx, ERR_INTERNAL, NULL, "No fake for %s", st->name);
}

/* ---- store/db.h ---- */

enum err db_one(struct ctx *cx, const struct statement *st, const void *in, void *ret_row)
{
    return run(cx, st, in, ret_row);
}

enum err db_exec(struct ctx *cx, const struct statement *st, const void *in, int64_t *ret_affected)
{
    return run(cx, st, in, ret_affected);
}

enum err db_view_many(struct ctx *cx, const struct statement *st, const void *in, struct json_object **ret_list)
{
    return run(cx, st, in, ret_list);
}

enum err db_view_one(struct ctx *cx, const struct statement *st, const void *in, struct json_object **ret_view)
{
    return run(cx, st, in, ret_view);
}

enum err db_many(struct ctx *cx, const struct statement *st, const void *in, void *ret_rows, size_t *ret_count)
{
    enum err e;

    fake_db.rows = 0;
    e = run(cx, st, in, ret_rows);
    *ret_count = fake_db.rows;
    return e;
}

enum err db_each(struct ctx *cx, const struct statement *st, const void *in, enum err (*each)(void *arg, const void *row), void *arg)
{
    return run(cx, st, in, &(struct fake_each){ each, arg });
}

enum err db_exec_all(struct ctx *cx, const struct statement *st, const void *in, size_t count)
{
    return count ? run(cx, st, in, NULL) : OK;
}

/* Rows of a transaction that is over: gone, or there for good. */
static void settle(bool committed)
{
    if (committed && audit)
        fake_db.last_audit = audit;
    audit = NULL;
    for (size_t n = kept_all; n-- > 0;) {
        if (committed)
            kept[n].committed = true;
        else if (!kept[n].committed)
            kept_all = n;
    }
    fake_db.kept_count = kept_all;
}

enum err db_begin(struct ctx *cx)
{
    CU_ASSERT_FALSE(cx->in_transaction);
    fake_db.begun++;
    cx->in_transaction = true;
    return OK;
}

enum err db_commit(struct ctx *cx)
{
    enum err e = page_announce_retractions(cx);

    CU_ASSERT_TRUE(cx->in_transaction);
    if (e) {
        db_rollback(cx);
        return e;
    }
    cx->in_transaction = false;
    if (fake_db.deadlocks > 0) {
        fake_db.deadlocks--;
        settle(false);
        ctx_drop_hooks(cx);
        cx->retry = true;
        return ctx_fail(cx, ERR_BUSY, NULL, "Deadlock found");
    }
    fake_db.committed++;
    settle(true);
    ctx_run_hooks(cx);
    return OK;
}

void db_rollback(struct ctx *cx)
{
    if (!cx->in_transaction)
        return;
    cx->in_transaction = false;
    fake_db.rolled_back++;
    settle(false);
    ctx_drop_hooks(cx);
}

enum err db_transaction(struct ctx *cx, enum err (*work)(struct ctx *cx, void *arg), void *arg)
{
    enum err e = db_begin(cx);

    if (e == OK)
        e = work(cx, arg);
    if (e == OK)
        return db_commit(cx);
    db_rollback(cx);
    return e;
}

enum err db_ready(struct ctx *cx)
{
    (void)cx;
    return OK;
}
