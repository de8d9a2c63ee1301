/* records.c: the only file that runs staff's statements on accounts, sessions and keys; audit.c runs those of the log. */
#include "staff/staff.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "base/view.h"
#include "sql/staff.h"
#include "store/db.h"
#include "web/guest.h"
#include "web/session.h"

#include <sodium.h>

static struct str digest(struct arena *arena, const char *token)
{
    return hash_keep(arena, session_token_hash(token));
}

/* The table also finds names that differ in accents, or in what nobody sees: such a spelling is not the name, or it would be another
   one to the count of failures. */
static bool same_name(struct arena *a, const char *x, const char *y)
{
    return str_equal(utf8_lower(a, str_of(x)), utf8_lower(a, str_of(y)));
}

enum err account_compare(struct ctx *cx, const char *name, const char *password, struct signing_in *ret)
{
    struct staff_account_for_sign_in_row row = { 0 };
    enum err e = db_one(cx, STAFF_ACCOUNT_FOR_SIGN_IN, &(struct staff_account_for_sign_in_in){ .name = name }, &row);
    bool right;

    if (e && e != ERR_NOT_FOUND)
        return e;
    if (password_busy())
        return ctx_fail(cx, ERR_BUSY, "sign-in-busy", "Many people sign in just now: please try again in a moment");
    if (e == OK && !same_name(cx->arena, name, row.name))
        row.hash = NULL;
    right = password_verify(row.hash, password) && row.disabled_at == DB_NULL;
    ctx_clear_error(cx);
    *ret = (struct signing_in){ .id = row.id, .name = row.name, .hash = right ? row.hash : NULL };
    return OK;
}

static enum err wrong_password(struct ctx *cx)
{
    return ctx_fail(cx, ERR_UNAUTHENTICATED, "wrong-password", "Name or password is wrong");
}

enum err session_start(struct ctx *cx, const struct signing_in *who, const char **ret_token)
{
    const char *token = hash_random_text(cx->arena, 24);
    int64_t now = clock_utc_us(), affected = 0;
    struct staff_session_add_in in = { .token_hash = digest(cx->arena, token), .account_id = who->id, .password_hash = who->hash,
                                       .now = now, .expires_at = now + SESSION_MAX_S * 1000000LL, .address = cx->address };
    enum err e = who->hash ? db_exec(cx, STAFF_SESSION_ADD, &in, &affected) : wrong_password(cx);

    if (e == OK && affected == 0)
        e = wrong_password(cx);
    *ret_token = token;
    return e;
}

enum err session_stop(struct ctx *cx, const char *token)
{
    return db_exec(cx, STAFF_SESSION_END, &(struct staff_session_end_in){ .token_hash = digest(cx->arena, token) }, NULL);
}

enum err accounts_view(struct ctx *cx, const char *q, const char *after, int limit, struct json_object **ret_list)
{
    struct staff_accounts_in in = { .q = q ? q : "", .after = after ? after : "", .limit = limit,
                                    .with = q && q[0] ? STAFF_ACCOUNTS_WITH_SEARCH : 0 };

    return db_view_many(cx, STAFF_ACCOUNTS, &in, ret_list);
}

enum err account_load(struct ctx *cx, struct id id, struct account *ret)
{
    struct staff_account_by_id_row row;
    enum err e = db_one(cx, STAFF_ACCOUNT_BY_ID, &(struct staff_account_by_id_in){ .id = id }, &row);

    if (e)
        return e;
    *ret = (struct account){ row.id, row.name, row.role, row.version, row.disabled_at, row.created_at, row.seen_at, row.sessions };
    return OK;
}

enum err account_by_name(struct ctx *cx, const char *name, struct id *ret)
{
    struct staff_account_by_name_row row;
    enum err e = db_one(cx, STAFF_ACCOUNT_BY_NAME, &(struct staff_account_by_name_in){ .name = name }, &row);

    if (e == OK)
        *ret = row.id;
    return e;
}

static enum err check_new_password(struct ctx *cx, const struct new_password *password)
{
    if (password->fault)
        ctx_fault(cx, "/password", "weak", "%s", password->fault);
    return ctx_faults(cx);
}

static enum err set_password(struct ctx *cx, struct id id, const struct new_password *password)
{
    struct staff_password_set_in in = { .account_id = id, .hash = password->hash, .now = clock_utc_us() };

    return db_exec(cx, STAFF_PASSWORD_SET, &in, NULL);
}

enum err account_add(struct ctx *cx, const char *name, const char *role, const struct new_password *password, struct id *ret_id)
{
    enum err e = check_new_password(cx, password);

    if (e)
        return e;
    *ret_id = id_new(0);
    e = db_exec(cx, STAFF_ACCOUNT_ADD, &(struct staff_account_add_in){ *ret_id, name, role, clock_utc_us() }, NULL);
    if (e == ERR_CONFLICT) {
        ctx_fault(cx, "/name", "taken", "is taken: choose another");
        return ctx_faults(cx);
    }
    return e ? e : set_password(cx, *ret_id, password);
}

/* What a conditional update of one version of an account means when it found no row. */
static enum err one_row(struct ctx *cx, enum err e, struct id id, int64_t affected)
{
    struct account a;

    if (e || affected == 1)
        return e;
    e = account_load(cx, id, &a);
    return e ? e : ctx_fail(cx, ERR_STALE, NULL, "Somebody else changed this account in the meantime");
}

/* Nobody changes an own account, and who changes another must be an administrator until it is done: so one is always left, also where
   two want to disable each other at once. */
static enum err lock_with_actor(struct ctx *cx, struct id id)
{
    struct id ids[] = { cx->principal.id, id };
    struct staff_accounts_lock_row *rows;
    size_t count;
    enum err e = db_many(cx, STAFF_ACCOUNTS_LOCK, &(struct staff_accounts_lock_in){ .ids = { ids, ARRAY_LEN(ids) } }, &rows, &count);

    if (e)
        return e;
    for (size_t i = 0; i < count; i++) {
        if (id_equal(rows[i].id, cx->principal.id) && rows[i].active_admin)
            return OK;
    }
    return ctx_fail(cx, ERR_DENIED, "role", "You are not an administrator any more");
}

enum err account_set_role(struct ctx *cx, struct id id, int64_t version, const char *role)
{
    int64_t affected = 0;
    enum err e = lock_with_actor(cx, id);

    if (e == OK)
        e = db_exec(cx, STAFF_ACCOUNT_SET_ROLE, &(struct staff_account_set_role_in){ id, version, role, clock_utc_us() }, &affected);
    return one_row(cx, e, id, affected);
}

enum err account_set_disabled(struct ctx *cx, struct id id, int64_t version, bool disabled)
{
    int64_t affected = 0, now = clock_utc_us();
    struct staff_account_set_disabled_in in = { .id = id, .version = version, .disabled_at = disabled ? now : DB_NULL, .now = now };
    enum err e = lock_with_actor(cx, id);

    if (e == OK)
        e = db_exec(cx, STAFF_ACCOUNT_SET_DISABLED, &in, &affected);
    e = one_row(cx, e, id, affected);
    if (e || !disabled)
        return e;
    return db_exec(cx, STAFF_SESSION_END_OF, &(struct staff_session_end_of_in){ .account_id = id }, NULL);
}

enum err account_set_password(struct ctx *cx, struct id id, const struct new_password *password, const char *keep_token)
{
    struct staff_session_end_of_in in = { .account_id = id };
    enum err e = check_new_password(cx, password);

    if (e == OK)
        e = set_password(cx, id, password);
    if (e)
        return e;
    if (keep_token)
        in.but = digest(cx->arena, keep_token);
    return db_exec(cx, STAFF_SESSION_END_OF, &in, NULL);
}

enum err account_match_password(struct ctx *cx, struct id id, const char *password, const char **ret_hash)
{
    struct staff_password_of_row row;
    enum err e = db_one(cx, STAFF_PASSWORD_OF, &(struct staff_password_of_in){ .account_id = id }, &row);

    if (e)
        return e;
    *ret_hash = password_verify(row.hash, password) ? row.hash : NULL;
    return OK;
}

enum err account_check_hash(struct ctx *cx, struct id id, const char *hash)
{
    struct staff_password_lock_row row;
    enum err e = db_one(cx, STAFF_PASSWORD_LOCK, &(struct staff_password_lock_in){ .account_id = id }, &row);

    if (e || (hash && strcmp(hash, row.hash) == 0))
        return e;
    ctx_fault(cx, "/current", "wrong", "is not your password");
    return ctx_faults(cx);
}

enum err keys_view(struct ctx *cx, struct json_object **ret_list)
{
    return db_view_many(cx, STAFF_KEYS, &(struct staff_keys_in){ .limit = KEY_LIST_MAX }, ret_list);
}

enum err key_add(struct ctx *cx, const char *name, const char *scopes, int64_t expires_at, const char **ret_key)
{
    const char *key = arena_printf(cx->arena, "mk_%s", hash_random_text(cx->arena, 24));
    struct staff_key_add_in in = { .id = id_new(0), .name = name, .token_hash = digest(cx->arena, key), .scopes = scopes,
                                   .now = clock_utc_us(), .expires_at = expires_at };

    if (cx->principal.kind == PRINCIPAL_ACCOUNT)
        in.created_by = cx->principal.id;
    *ret_key = key;
    return db_exec(cx, STAFF_KEY_ADD, &in, NULL);
}

enum err key_revoke(struct ctx *cx, struct id id)
{
    int64_t affected = 0;
    enum err e = db_exec(cx, STAFF_KEY_REVOKE, &(struct staff_key_revoke_in){ .id = id, .now = clock_utc_us() }, &affected);

    return e == OK && affected == 0 ? ctx_fail(cx, ERR_NOT_FOUND, NULL, "There is no such key") : e;
}

enum err key_revoke_named(struct ctx *cx, const char *name)
{
    int64_t affected = 0;
    enum err e = db_exec(cx, STAFF_KEY_REVOKE_NAMED, &(struct staff_key_revoke_named_in){ .name = name, .now = clock_utc_us() }, &affected);

    return e == OK && affected == 0 ? ctx_fail(cx, ERR_NOT_FOUND, NULL, "There is no active key called %s", name) : e;
}

enum err sessions_prune(struct ctx *cx, bool *ret_more)
{
    int64_t now = clock_utc_us(), sessions = 0, keys = 0, guests = 0, links = 0;
    struct staff_session_prune_in in = { .now = now, .idle_since = now - SESSION_IDLE_S * 1000000LL };
    enum err e = db_exec(cx, STAFF_SESSION_PRUNE, &in, &sessions);

    if (e == OK)
        e = db_exec(cx, STAFF_IDEMPOTENCY_PRUNE, &(struct staff_idempotency_prune_in){ .before = now - 48 * 3600 * 1000000LL }, &keys);
    if (e == OK)
        e = db_exec(cx, STAFF_GUEST_TOKEN_PRUNE,
                    &(struct staff_guest_token_prune_in){ .before = now - GUEST_UNSEEN_S * 1000000LL }, &guests);
    if (e == OK)
        e = db_exec(cx, STAFF_GUEST_LINK_PRUNE, &(struct staff_guest_link_prune_in){ .now = now }, &links);
    *ret_more = sessions == 1000 || keys == 1000 || guests == 1000 || links == 1000;
    return e;
}
