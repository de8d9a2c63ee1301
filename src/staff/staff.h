/* staff.h: what the files of staff share. */
#ifndef STAFF_STAFF_H
#define STAFF_STAFF_H

#include "base/hash.h"
#include "store/ctx.h"
#include "web/req.h"

#define PASSWORD_MIN 10
#define PASSWORD_MAX 200
#define NAME_MAX_CHARS 60
#define KEY_LIST_MAX 500

struct json_object;

/* ---- rules.c: pure ---- */

/* Why a password is refused, or NULL: too short, the name itself, or one of the most used ones. */
const char *password_fault(struct str password, struct str name);
/* Seconds that an account-and-address pair must wait after `failures` failed sign-ins in a row: 0 for the first 3, then doubling to 60. */
int sign_in_delay_s(int failures);
/* A path of this site to go to after signing in; anything else ("//evil", "https:...") gives "/". Borrows `next`. */
const char *safe_next(const char *next);
/* Does a request of this address stay on this machine (127.0.0.0/8, ::1, or a UNIX socket's "")? */
bool address_is_loopback(const char *address);
/* The hash of an audit entry: SHA-256 over the previous hash and every field with its length. */
struct audit_entry {
    int64_t seq, at;
    const char *actor_kind, *actor, *action, *object, *detail, *address, *request_id;
    struct id actor_id;
};
struct hash audit_hash(struct hash previous, const struct audit_entry *e);

/* ---- failures.c: failed sign-ins of this process ---- */

/* Seconds that this pair must still wait, 0 when it may try. */
int failures_wait_s(const char *name, const char *address, int64_t now_us);
void failures_note(const char *name, const char *address, int64_t now_us) /* one more */;
void failures_forget(const char *name, const char *address) /* it signed in */;

/* ---- passwords.c ---- */

/* Hashing takes long: it is done before the transaction that needs it, which would hold a connection and locks meanwhile. */

/* argon2id (m = 19 MiB, t = 2) as text; one at a time in this process, so that sign-ins cannot take all cores. From the arena. */
const char *password_hash(struct arena *arena, const char *password);
/* Do so many wait for their turn that another one should be told to come again? They hold threads that others need. */
bool password_busy(void);
/* Compares; an unknown account passes NULL and costs the same. */
bool password_verify(const char *hash, const char *password);

/* A password that is to be set. */
struct new_password {
    const char *hash;      /* NULL: refused */
    const char *fault;     /* why; NULL when it is not */
};
/* Hashes the password that `name` is to get, if nothing speaks against it. From the arena. */
struct new_password password_new(struct arena *arena, const char *name, const char *password);

/* ---- records.c ---- */

struct account {
    struct id id;
    const char *name, *role;
    int64_t version, disabled_at, created_at, seen_at, sessions;
};
/* Who wants to sign in, compared before the transaction. */
struct signing_in {
    struct id id;
    const char *name;
    const char *hash;      /* of the right password; NULL: name or password is wrong */
};
enum err account_compare(struct ctx *cx, const char *name, const char *password, struct signing_in *ret);
/* A new session and its secret token. ERR_UNAUTHENTICATED without saying what was wrong, also where the password was changed or the
   account disabled since it was compared. */
enum err session_start(struct ctx *cx, const struct signing_in *who, const char **ret_token);
enum err session_stop(struct ctx *cx, const char *token);
enum err accounts_view(struct ctx *cx, const char *q, const char *after, int limit, struct json_object **ret_list);
enum err account_load(struct ctx *cx, struct id id, struct account *ret);
/* ERR_INVALID: name taken, password refused */
enum err account_add(struct ctx *cx, const char *name, const char *role, const struct new_password *password, struct id *ret_id);
/* By the principal, who must still be an administrator (ERR_DENIED). ERR_STALE: another version. */
enum err account_set_role(struct ctx *cx, struct id id, int64_t version, const char *role);
enum err account_set_disabled(struct ctx *cx, struct id id, int64_t version, bool disabled);
/* Sets a password and ends all sessions but `keep_token`'s (may be NULL). */
enum err account_set_password(struct ctx *cx, struct id id, const struct new_password *password, const char *keep_token);
/* Before the transaction: the account's hash if this is its password, else NULL. */
enum err account_match_password(struct ctx *cx, struct id id, const char *password, const char **ret_hash);
/* Within: ERR_INVALID unless this is still the account's hash. Holds the row until the end. */
enum err account_check_hash(struct ctx *cx, struct id id, const char *hash);
enum err account_by_name(struct ctx *cx, const char *name, struct id *ret);

enum err keys_view(struct ctx *cx, struct json_object **ret_list);
/* Makes a key; `*ret_key` is the only copy of its secret. `expires_at` DB_NULL: never. */
enum err key_add(struct ctx *cx, const char *name, const char *scopes, int64_t expires_at, const char **ret_key);
enum err key_revoke(struct ctx *cx, struct id id);
enum err key_revoke_named(struct ctx *cx, const char *name);

struct audit_filter {
    const char *actor, *action;       /* NULL: any */
    int64_t since, until;             /* DB_NULL: any */
    int64_t before, after;            /* seq; 0: from the newest */
    int limit;
};
enum err audit_view(struct ctx *cx, const struct audit_filter *f, struct json_object **ret_list);
enum err audit_actions_view(struct ctx *cx, struct json_object **ret_list);
/* Appends what the outbox numbered since: the job "audit.chain". */
enum err audit_chain(struct ctx *cx, bool *ret_more);
/* How far a walk along the chain came. */
struct audit_walk {
    int64_t began_at;                 /* UTC */
    int64_t last;                     /* seq of the entry that it stands at, 0: before the first */
    struct hash head;                 /* of that entry */
    int64_t broken_at;                /* the first entry that does not follow, is another one or is gone; 0: none */
    bool whole;                       /* `last` is the newest */
};
/* Walks on from where `w` stands ({ 0 }: the beginning), over at most `max` entries. */
enum err audit_walk_on(struct ctx *cx, struct audit_walk *w, int64_t max);
/* For a page: walks on from where this process stands, over a bounded number of entries; ten minutes after a walk began, also
   from the beginning again. */
enum err audit_check(struct ctx *cx, int64_t now, struct audit_walk *ret);
enum err sessions_prune(struct ctx *cx, bool *ret_more) /* outdated sessions, tokens of guests, idempotency keys */;

/* ---- jobs.c ---- */
extern const struct job staff_jobs[];
extern const struct command staff_commands[];

/* ---- web.c, web_people.c, web_api.c ---- */
enum err staff_home(struct req *rq);
enum err staff_style(struct req *rq);
enum err staff_sign_in_form(struct req *rq);
enum err staff_sign_in_prepare(struct req *rq);
enum err staff_sign_in(struct req *rq);
enum err staff_sign_in_again(struct req *rq, bool stale);
enum err staff_sign_out(struct req *rq);
enum err staff_password_form(struct req *rq);
enum err staff_password_prepare(struct req *rq);
enum err staff_password(struct req *rq);
enum err staff_password_again(struct req *rq, bool stale);
enum err staff_users(struct req *rq);
enum err staff_user_add_prepare(struct req *rq);
enum err staff_user_add(struct req *rq);
enum err staff_users_again(struct req *rq, bool stale);
enum err staff_user(struct req *rq);
enum err staff_user_role(struct req *rq);
enum err staff_user_disable(struct req *rq);
enum err staff_user_enable(struct req *rq);
enum err staff_user_password_prepare(struct req *rq);
enum err staff_user_password(struct req *rq);
enum err staff_user_again(struct req *rq, bool stale);
enum err staff_keys(struct req *rq);
enum err staff_key_add(struct req *rq);
enum err staff_keys_again(struct req *rq, bool stale);
enum err staff_key_revoke(struct req *rq);
enum err staff_audit(struct req *rq);
enum err staff_api_page(struct req *rq);
enum err staff_openapi(struct req *rq);
enum err staff_healthz(struct req *rq);
enum err staff_readyz(struct req *rq);
enum err staff_metrics(struct req *rq);

/* Inputs, shared by the route table and the handlers. */
struct sign_in_in { const char *name, *password, *next; };
struct password_in { const char *current, *password; };
struct users_in { const char *q, *after; };
struct user_add_in { const char *name, *password; int64_t role; };
struct user_in { struct id id; int64_t role; const char *password; };
struct key_add_in { const char *name; const char **scopes; size_t scope_count; int64_t expires; };
struct audit_in { const char *actor, *action, *from, *to; int64_t before, after; };

extern const char *const staff_role_choices[];
extern const char *const staff_scope_choices[];

#endif
