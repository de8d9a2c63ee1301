#include "store/lease.h"

#include "sql/store.h"
#include "store/db.h"

enum err lease_take(struct ctx *cx, const char *name, const char *holder, int seconds, int64_t *ret_fence)
{
    struct store_lease_prolong_in in = { .name = name, .holder = holder, .seconds = seconds };
    struct store_lease_get_row row;
    int64_t taken = 0;
    enum err e = db_exec(cx, STORE_LEASE_PROLONG, &in, &taken);

    if (!e && !taken)
        e = db_exec(cx, STORE_LEASE_ADD, &(struct store_lease_add_in){ name, holder, seconds }, NULL);
    if (!e)
        e = db_one(cx, STORE_LEASE_GET, &(struct store_lease_get_in){ name }, &row);
    if (e)
        return e;
    if (!row.valid || strcmp(row.holder, holder) != 0)
        return ctx_fail(cx, ERR_CONFLICT, NULL, "the lease %s is with %s", name, row.holder);
    *ret_fence = row.fence;
    return OK;
}

enum err lease_check(struct ctx *cx, const char *name, int64_t fence)
{
    struct store_lease_lock_row row;
    enum err e = db_one(cx, STORE_LEASE_LOCK, &(struct store_lease_lock_in){ name }, &row);

    if (e)
        return e;
    return row.fence == fence ? OK : ctx_fail(cx, ERR_CONFLICT, NULL, "the lease %s went to somebody else", name);
}

enum err lease_give_back(struct ctx *cx, const char *name, const char *holder)
{
    return db_exec(cx, STORE_LEASE_END, &(struct store_lease_end_in){ name, holder }, NULL);
}
