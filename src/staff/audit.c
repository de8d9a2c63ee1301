/* audit.c: the audit log's statements: an insert-only chain in the outbox's order. */
#include "staff/staff.h"

#include "base/view.h"
#include "sql/staff.h"
#include "store/db.h"
#include "store/outbox.h"
#include "web/json.h"

#include <pthread.h>

#define BATCH 200
#define WALK_MAX 20000            /* entries a page view may walk: some 50 ms */
#define WALK_AGAIN_US (600 * 1000000LL)

enum err audit_view(struct ctx *cx, const struct audit_filter *f, struct json_object **ret_list)
{
    struct staff_audit_page_in in = { .before = f->before, .after = f->after, .actor = f->actor ? f->actor : "",
                                      .action = f->action ? f->action : "", .since = f->since, .until = f->until, .limit = f->limit };

    in.with = (f->before ? STAFF_AUDIT_PAGE_WITH_BEFORE : 0) | (f->after ? STAFF_AUDIT_PAGE_WITH_AFTER : STAFF_AUDIT_PAGE_WITH_NEWEST) |
              (f->actor ? STAFF_AUDIT_PAGE_WITH_ACTOR : 0) | (f->action ? STAFF_AUDIT_PAGE_WITH_ACTION : 0) |
              (f->since != DB_NULL ? STAFF_AUDIT_PAGE_WITH_SINCE : 0) | (f->until != DB_NULL ? STAFF_AUDIT_PAGE_WITH_UNTIL : 0);
    return db_view_many(cx, STAFF_AUDIT_PAGE, &in, ret_list);
}

enum err audit_actions_view(struct ctx *cx, struct json_object **ret_list)
{
    return db_view_many(cx, STAFF_AUDIT_ACTIONS, NULL, ret_list);
}

static const char *member(struct ctx *cx, struct json_object *v, const char *name)
{
    return arena_str(cx->arena, view_get_str(v, name));
}

static enum err last_entry(struct ctx *cx, int64_t *ret_seq, struct hash *ret_hash)
{
    struct staff_audit_last_row row;
    enum err e = db_one(cx, STAFF_AUDIT_LAST, NULL, &row);

    *ret_seq = 0;
    *ret_hash = (struct hash){ { 0 } };
    if (e == ERR_NOT_FOUND) {
        ctx_clear_error(cx);
        return OK;
    }
    if (e == OK) {
        *ret_seq = row.seq;
        memcpy(ret_hash->b, row.hash.p, HASH_BYTES);
    }
    return e;
}

static enum err insert_entry(struct ctx *cx, const struct audit_entry *a, struct hash previous)
{
    struct hash h = audit_hash(previous, a);
    struct staff_audit_add_in in = {
        .seq = a->seq, .at = a->at, .actor_kind = a->actor_kind, .actor_id = a->actor_id, .actor = a->actor, .action = a->action,
        .object = a->object, .detail = a->detail, .address = a->address, .request_id = a->request_id,
        .previous = hash_str(&previous), .hash = hash_str(&h),
    };

    return db_exec(cx, STAFF_AUDIT_ADD, &in, NULL);
}

static enum err append(struct ctx *cx, const struct outbox_event *event)
{
    struct json_object *v;
    struct json_error error;
    struct audit_entry a = { .at = event->created_at };
    struct hash previous;
    int64_t last;
    enum err e = last_entry(cx, &last, &previous);

    if (e || event->seq <= last)
        return e;
    if (!json_parse(str_of(event->json), NULL, &v, &error))
        return ctx_fail(cx, ERR_INTERNAL, NULL, "audit event %lld: %s", (long long)event->seq, error.message);
    view_keep(cx->arena, v);
    a.seq = event->seq;
    a.actor_kind = member(cx, v, "kind");
    a.actor = member(cx, v, "name");
    a.action = member(cx, v, "action");
    a.object = arena_str(cx->arena, (struct str){ member(cx, v, "object"), strnlen(member(cx, v, "object"), 400) });
    a.detail = member(cx, v, "detail");
    a.address = member(cx, v, "address");
    a.request_id = member(cx, v, "request");
    id_parse(view_get_str(v, "id"), &a.actor_id);
    return insert_entry(cx, &a, previous);
}

enum err audit_chain(struct ctx *cx, bool *ret_more)
{
    struct outbox_followed got;
    enum err e = outbox_follow(cx, "audit.chain", "audit", BATCH, append, &got);

    *ret_more = !e && got.more;
    return e;
}

/* Does one stored entry follow from the one before? */
static bool fits(const struct staff_audit_walk_row *r, struct hash previous)
{
    struct audit_entry a = { .seq = r->seq, .at = r->at, .actor_kind = r->actor_kind, .actor = r->actor, .action = r->action,
                             .object = r->object, .detail = r->detail, .address = r->address, .request_id = r->request_id,
                             .actor_id = r->actor_id };
    struct hash h = audit_hash(previous, &a);

    return r->hash.n == HASH_BYTES && r->previous.n == HASH_BYTES && memcmp(r->previous.p, previous.b, HASH_BYTES) == 0 &&
           memcmp(r->hash.p, h.b, HASH_BYTES) == 0;
}

struct step {
    struct audit_walk *walk;
    int64_t rows;
};

/* The walk's last entry comes first once more: one that was removed or replaced since is found at once. */
static bool still_there(const struct staff_audit_walk_row *r, const struct audit_walk *w)
{
    return r->seq == w->last && r->hash.n == HASH_BYTES && memcmp(r->hash.p, w->head.b, HASH_BYTES) == 0;
}

static enum err walk_row(void *arg, const void *row)
{
    const struct staff_audit_walk_row *r = row;
    struct step *s = arg;
    struct audit_walk *w = s->walk;
    bool first_again = s->rows++ == 0 && w->last;

    if (w->broken_at)
        return OK;
    if (first_again ? !still_there(r, w) : !fits(r, w->head)) {
        w->broken_at = first_again ? w->last : r->seq;
        return OK;
    }
    memcpy(w->head.b, r->hash.p, HASH_BYTES);
    w->last = r->seq;
    return OK;
}

enum err audit_walk_on(struct ctx *cx, struct audit_walk *w, int64_t max)
{
    struct step s = { .walk = w };
    struct staff_audit_walk_in in = { .after = w->last ? w->last - 1 : 0, .limit = max };
    enum err e = db_each(cx, STAFF_AUDIT_WALK, &in, walk_row, &s);

    if (e == OK && s.rows == 0)
        w->broken_at = w->last;
    w->whole = e == OK && s.rows < max;
    return e;
}

/* ---- what this process has walked ---- */

/* What pages tell, which follows the newest entries; and a second walk from the beginning, which takes its place when it is whole. */
struct walks {
    struct audit_walk told, again;
};
static struct walks walks;
static pthread_mutex_t walks_lock = PTHREAD_MUTEX_INITIALIZER;

static enum err walk_both(struct ctx *cx, int64_t now, struct walks *w)
{
    enum err e = OK;

    if (w->told.began_at == 0)
        w->told.began_at = now;
    if (!w->told.broken_at)
        e = audit_walk_on(cx, &w->told, WALK_MAX);
    if (w->again.began_at == 0 && (w->told.whole || w->told.broken_at) && now - w->told.began_at > WALK_AGAIN_US)
        w->again.began_at = now;
    if (e || w->again.began_at == 0)
        return e;
    e = audit_walk_on(cx, &w->again, WALK_MAX);
    if (w->again.broken_at || w->again.whole)
        *w = (struct walks){ .told = w->again };
    return e;
}

/* The database is asked without the lock: of two pages at once one may have walked for itself alone. */
enum err audit_check(struct ctx *cx, int64_t now, struct audit_walk *ret)
{
    struct walks w;
    enum err e;

    pthread_mutex_lock(&walks_lock);
    w = walks;
    pthread_mutex_unlock(&walks_lock);
    e = walk_both(cx, now, &w);
    if (e)
        return e;
    pthread_mutex_lock(&walks_lock);
    walks = w;
    pthread_mutex_unlock(&walks_lock);
    *ret = w.told;
    return OK;
}
