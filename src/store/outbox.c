#include "store/outbox.h"

#include "base/clock.h"
#include "sql/store.h"
#include "store/db.h"

#define NUMBER_BATCH 500
#define PRUNE_BATCH 1000
#define EVENT_MAX ((size_t)64 << 10)

/* Runs `run` in the caller's transaction, or in one of its own. */
static enum err in_transaction(struct ctx *cx, enum err (*run)(struct ctx *cx, void *arg), void *arg)
{
    return cx->in_transaction ? run(cx, arg) : db_transaction(cx, run, arg);
}

enum err outbox_add(struct ctx *cx, const char *topic, const char *json)
{
    if (strlen(json) > EVENT_MAX)
        return ctx_fail(cx, ERR_TOO_LARGE, NULL, "an event may have %zu bytes", EVENT_MAX);
    return db_exec(cx, STORE_OUTBOX_ADD, &(struct store_outbox_add_in){ id_new(0), topic, json, clock_utc_us() }, NULL);
}

/* -- numbering -- */

static enum err lock_mark(struct ctx *cx, const char *name, int64_t *ret_seq)
{
    struct store_outbox_mark_lock_row row;
    enum err e = db_one(cx, STORE_OUTBOX_MARK_LOCK, &(struct store_outbox_mark_lock_in){ name }, &row);

    if (!e)
        *ret_seq = row.seq;
    return e;
}

/* The row "numbered" is locked first: two workers could never give one number twice, lease or not. */
static enum err number_batch(struct ctx *cx, void *arg)
{
    struct store_outbox_unnumbered_row *rows;
    struct store_outbox_set_seq_in *in;
    size_t count;
    int64_t seq;
    enum err e = lock_mark(cx, "numbered", &seq);

    if (!e)
        e = db_many(cx, STORE_OUTBOX_UNNUMBERED, &(struct store_outbox_unnumbered_in){ NUMBER_BATCH }, &rows, &count);
    if (e)
        return e;
    *(int *)arg = (int)count;
    in = ARENA_ARRAY(cx->arena, count, struct store_outbox_set_seq_in);
    for (size_t i = 0; i < count; i++)
        in[i] = (struct store_outbox_set_seq_in){ rows[i].id, ++seq };
    e = db_exec_all(cx, STORE_OUTBOX_SET_SEQ, in, count);
    return e || !count ? e : db_exec(cx, STORE_OUTBOX_MARK_SET, &(struct store_outbox_mark_set_in){ "numbered", seq }, NULL);
}

enum err outbox_number(struct ctx *cx, int *ret_numbered)
{
    struct store_outbox_unnumbered_row *rows;
    size_t count;
    enum err e = db_many(cx, STORE_OUTBOX_UNNUMBERED, &(struct store_outbox_unnumbered_in){ 1 }, &rows, &count);

    *ret_numbered = 0;
    return e || !count ? e : in_transaction(cx, number_batch, ret_numbered);
}

/* -- following -- */

struct following {
    const char *follower, *topic;
    int max;
    enum err (*each)(struct ctx *cx, const struct outbox_event *event);
    struct outbox_followed *ret;
};

static enum err lock_cursor(struct ctx *cx, const char *follower, int64_t *ret_seq)
{
    struct store_outbox_cursor_lock_row row;
    enum err e = db_exec(cx, STORE_OUTBOX_CURSOR_ADD, &(struct store_outbox_cursor_add_in){ follower, clock_utc_us() }, NULL);

    if (!e)
        e = db_one(cx, STORE_OUTBOX_CURSOR_LOCK, &(struct store_outbox_cursor_lock_in){ follower }, &row);
    if (!e)
        *ret_seq = row.seq;
    return e;
}

static enum err pass_events(struct ctx *cx, const struct following *f, const struct store_outbox_read_row *rows, size_t count)
{
    enum err e = OK;

    for (size_t i = 0; i < count && !e; i++) {
        const struct outbox_event event = { .seq = rows[i].seq, .id = rows[i].id, .topic = rows[i].topic, .json = rows[i].json,
                                            .created_at = rows[i].created_at };

        e = f->each(cx, &event);
    }
    return e;
}

static enum err follow(struct ctx *cx, void *arg)
{
    const struct following *f = arg;
    struct store_outbox_state_row state;
    struct store_outbox_read_row *rows;
    size_t count;
    int64_t cursor, upto;
    enum err e = lock_cursor(cx, f->follower, &cursor);

    if (!e)
        e = db_one(cx, STORE_OUTBOX_STATE, &(struct store_outbox_state_in){ f->follower }, &state);
    if (e)
        return e;
    f->ret->gap = cursor < state.pruned;
    if (f->ret->gap)
        cursor = state.pruned;
    e = db_many(cx, STORE_OUTBOX_READ, &(struct store_outbox_read_in){ f->topic, cursor, state.numbered, f->max }, &rows, &count);
    if (!e)
        e = pass_events(cx, f, rows, count);
    if (e)
        return e;
    /* Other topics' events count as read, or a quiet topic would look like one that fell behind. */
    f->ret->more = count == (size_t)f->max;
    upto = f->ret->more ? rows[count - 1].seq : state.numbered;
    return db_exec(cx, STORE_OUTBOX_CURSOR_SET, &(struct store_outbox_cursor_set_in){ f->follower, upto, clock_utc_us() }, NULL);
}

enum err outbox_follow(struct ctx *cx, const char *follower, const char *topic, int max,
                       enum err (*each)(struct ctx *cx, const struct outbox_event *event), struct outbox_followed *ret)
{
    struct following f = { .follower = follower, .topic = topic, .max = max, .each = each, .ret = ret };
    struct store_outbox_state_row state;
    enum err e = db_one(cx, STORE_OUTBOX_STATE, &(struct store_outbox_state_in){ follower }, &state);

    *ret = (struct outbox_followed){ .more = false };
    return e || state.cursor == state.numbered ? e : in_transaction(cx, follow, &f);
}

/* -- queues -- */

struct claiming {
    const char *topic;
    int max, lease_s;
    struct store_outbox_due_row *rows;
    size_t count;
};

static enum err claim(struct ctx *cx, void *arg)
{
    struct claiming *c = arg;
    int64_t now = clock_utc_us();
    struct store_outbox_set_claimed_in *in;
    enum err e = db_many(cx, STORE_OUTBOX_DUE, &(struct store_outbox_due_in){ c->topic, now, c->max }, &c->rows, &c->count);

    if (e)
        return e;
    in = ARENA_ARRAY(cx->arena, c->count, struct store_outbox_set_claimed_in);
    for (size_t i = 0; i < c->count; i++)
        in[i] = (struct store_outbox_set_claimed_in){ c->rows[i].seq, now + (int64_t)c->lease_s * 1000000 };
    return db_exec_all(cx, STORE_OUTBOX_SET_CLAIMED, in, c->count);
}

enum err outbox_claim(struct ctx *cx, const char *topic, int max, int lease_s, struct outbox_event **ret, size_t *ret_count)
{
    struct claiming c = { .topic = topic, .max = max, .lease_s = lease_s };
    enum err e = in_transaction(cx, claim, &c);

    if (e)
        return e;
    *ret = ARENA_ARRAY(cx->arena, c.count, struct outbox_event);
    for (size_t i = 0; i < c.count; i++) {
        (*ret)[i] = (struct outbox_event){ .seq = c.rows[i].seq, .id = c.rows[i].id, .topic = c.rows[i].topic, .json = c.rows[i].json,
                                           .created_at = c.rows[i].created_at };
    }
    *ret_count = c.count;
    return OK;
}

enum err outbox_done(struct ctx *cx, int64_t seq)
{
    return db_exec(cx, STORE_OUTBOX_SET_DONE, &(struct store_outbox_set_done_in){ seq, clock_utc_us() }, NULL);
}

enum err outbox_failed(struct ctx *cx, int64_t seq, int delay_s, const char *why)
{
    struct store_outbox_set_failed_in in = { .seq = seq, .due_at = clock_utc_us() + (int64_t)delay_s * 1000000, .why = why };

    return db_exec(cx, STORE_OUTBOX_SET_FAILED, &in, NULL);
}

/* -- pruning -- */

/* First the mark, then the rows: a follower that is behind learns of the gap even if the rows are deleted only partly. */
static enum err prune(struct ctx *cx, void *arg)
{
    int64_t pruned, before = *(const int64_t *)arg;
    struct store_outbox_prunable_row row;
    enum err e = lock_mark(cx, "pruned", &pruned);

    if (!e)
        e = db_one(cx, STORE_OUTBOX_PRUNABLE, &(struct store_outbox_prunable_in){ before }, &row);
    if (e)
        return e;
    if (row.upto > pruned)
        e = db_exec(cx, STORE_OUTBOX_MARK_SET, &(struct store_outbox_mark_set_in){ "pruned", row.upto }, NULL);
    else
        row.upto = pruned;
    return e || !row.upto ? e : db_exec(cx, STORE_OUTBOX_DELETE, &(struct store_outbox_delete_in){ row.upto, PRUNE_BATCH }, NULL);
}

enum err outbox_prune(struct ctx *cx, int keep_s)
{
    int64_t before = clock_utc_us() - (int64_t)keep_s * 1000000;

    return in_transaction(cx, prune, &before);
}
