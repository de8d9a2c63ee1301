#include "web/guest.h"

#include "base/clock.h"
#include "sql/web.h"
#include "store/db.h"
#include "store/store.h"
#include "web/reply.h"
#include "web/session.h"

#define TOKEN_BYTES 32
#define SEEN_EVERY_US (24 * 3600 * 1000000LL)

static const char *cookie_name(const struct req *rq)
{
    return rq->ctx.store->config.site_https ? "__Host-guest" : "guest";
}

static struct str digest(struct req *rq, const char *token)
{
    return hash_keep(rq->ctx.arena, session_token_hash(token));
}

static void become(struct req *rq, struct id id, const char *token)
{
    rq->ctx.principal.kind = PRINCIPAL_GUEST;
    rq->ctx.principal.id = id;
    rq->session_token = token;
    rq->csrf = session_csrf(rq->ctx.arena, token);
}

enum err guest_identify(struct req *rq)
{
    const char *token = req_cookie(rq, cookie_name(rq));
    struct web_guest_by_token_row row;
    int64_t now = clock_utc_us();
    struct str hash;
    enum err e;

    if (!token || !token[0])
        return OK;
    hash = digest(rq, token);
    e = db_one(&rq->ctx, WEB_GUEST_BY_TOKEN, &(struct web_guest_by_token_in){ .token_hash = hash }, &row);
    if (e == ERR_NOT_FOUND) {
        ctx_clear_error(&rq->ctx);
        return OK;
    }
    if (e)
        return e;
    become(rq, row.guest_id, token);
    if (now - row.seen_at > SEEN_EVERY_US)
        return db_exec(&rq->ctx, WEB_GUEST_TOKEN_SEEN, &(struct web_guest_token_seen_in){ .token_hash = hash, .now = now }, NULL);
    return OK;
}

/* A new token for a guest: this device has it from now on. */
static enum err add_token(struct req *rq, struct id guest)
{
    const char *token = hash_random_text(rq->ctx.arena, TOKEN_BYTES);
    enum err e = db_exec(&rq->ctx, WEB_GUEST_TOKEN_ADD,
                         &(struct web_guest_token_add_in){ .token_hash = digest(rq, token), .guest_id = guest, .now = clock_utc_us() },
                         NULL);

    if (e)
        return e;
    become(rq, guest, token);
    rq->guest_cookie = token;
    return OK;
}

enum err guest_make(struct req *rq)
{
    return rq->ctx.principal.kind == PRINCIPAL_ANONYMOUS ? add_token(rq, id_new(0)) : OK;
}

void guest_keep(struct req *rq)
{
    if (rq->guest_cookie)
        reply_cookie(rq, cookie_name(rq), rq->guest_cookie, GUEST_COOKIE_S);
}

enum err guest_forget(struct req *rq)
{
    reply_cookie(rq, cookie_name(rq), "", 0);
    if (rq->ctx.principal.kind != PRINCIPAL_GUEST)
        return OK;
    return db_exec(&rq->ctx, WEB_GUEST_TOKEN_FORGET, &(struct web_guest_token_forget_in){ digest(rq, rq->session_token) }, NULL);
}

/* ---- from one device to another ---- */

enum err guest_link_make(struct req *rq, const char **ret_token)
{
    const char *token = hash_random_text(rq->ctx.arena, TOKEN_BYTES);
    struct web_guest_link_add_in in = { .token_hash = digest(rq, token), .guest_id = rq->ctx.principal.id,
                                        .expires_at = clock_utc_us() + GUEST_LINK_S * 1000000LL };

    if (rq->ctx.principal.kind != PRINCIPAL_GUEST)
        return ctx_fail(&rq->ctx, ERR_DENIED, NULL, "There is nothing to take along: this device has drawn nothing yet");
    *ret_token = token;
    return db_exec(&rq->ctx, WEB_GUEST_LINK_ADD, &in, NULL);
}

enum err guest_link_check(struct req *rq, const char *token, struct id *ret_guest)
{
    struct web_guest_link_row row;
    struct web_guest_link_in in = { .token_hash = digest(rq, token), .now = clock_utc_us() };
    enum err e = db_one(&rq->ctx, WEB_GUEST_LINK, &in, &row);

    if (e == ERR_NOT_FOUND)
        return ctx_fail(&rq->ctx, e, "link-used", "This link was used already or is too old: make a new one on the first device");
    if (e == OK)
        *ret_guest = row.guest_id;
    return e;
}

enum err guest_link_use(struct req *rq, const char *token, struct id *ret_before)
{
    struct principal *p = &rq->ctx.principal;
    struct id guest, before = { { 0 } };
    int64_t used = 0;
    enum err e = guest_link_check(rq, token, &guest);

    /* A session comes before a guest's cookie: the link would be used up for nothing. */
    if (e == OK && p->kind == PRINCIPAL_ACCOUNT)
        return ctx_fail(&rq->ctx, ERR_DENIED, "signed-in", "You are signed in on this device. Sign out, then open the link again");
    if (e == OK)
        e = db_exec(&rq->ctx, WEB_GUEST_LINK_USE,
                    &(struct web_guest_link_use_in){ .token_hash = digest(rq, token), .now = clock_utc_us() }, &used);
    if (e == OK && used == 0)
        return ctx_fail(&rq->ctx, ERR_NOT_FOUND, "link-used", "This link was used already");
    if (e == OK && p->kind == PRINCIPAL_GUEST && !id_equal(p->id, guest)) {
        before = p->id;
        e = db_exec(&rq->ctx, WEB_GUEST_TOKENS_MOVE, &(struct web_guest_tokens_move_in){ .from = before, .to = guest }, NULL);
        p->id = guest;
    } else if (e == OK && p->kind != PRINCIPAL_GUEST) {
        e = add_token(rq, guest);
    }
    *ret_before = before;
    return e;
}
