#include "web/session.h"

#include "base/clock.h"
#include "sql/web.h"
#include "store/db.h"
#include "store/store.h"
#include "web/guest.h"

#include <sodium.h>

#define SEEN_EVERY_US (60 * 1000000LL)

const char *session_cookie_name(const struct config *config)
{
    return config->site_https ? "__Host-sid" : "sid";
}

struct hash session_token_hash(const char *token)
{
    return hash_sha256(str_of(token));
}

const char *session_csrf(struct arena *arena, const char *session_token)
{
    struct hash mac = hash_hmac(session_token_hash(session_token), STR("csrf"));

    return hash_hex_of(arena, mac.b, 16);
}

static enum err identify_key(struct req *rq, const char *token)
{
    struct hash h = session_token_hash(token);
    struct web_key_by_token_row row;
    int64_t now = clock_utc_us();
    enum err e = db_one(&rq->ctx, WEB_KEY_BY_TOKEN, &(struct web_key_by_token_in){ .token_hash = hash_str(&h), .now = now }, &row);

    if (e == ERR_NOT_FOUND)
        return ctx_fail(&rq->ctx, ERR_UNAUTHENTICATED, "bad-key", "This key is unknown, expired or revoked");
    if (e)
        return e;
    rq->ctx.principal = (struct principal){
        .kind = PRINCIPAL_KEY, .id = row.id, .tenant = (uint32_t)row.tenant, .name = row.name,
        .scopes = arena_printf(rq->ctx.arena, " %s ", row.scopes),
    };
    if (row.used_at == DB_NULL || now - row.used_at > SEEN_EVERY_US)
        return db_exec(&rq->ctx, WEB_KEY_USED, &(struct web_key_used_in){ .id = row.id, .now = now }, NULL);
    return OK;
}

static enum err identify_session(struct req *rq, const char *token)
{
    struct hash h = session_token_hash(token);
    struct web_session_by_token_row row;
    int64_t now = clock_utc_us();
    enum err e = db_one(&rq->ctx, WEB_SESSION_BY_TOKEN,
                        &(struct web_session_by_token_in){ .token_hash = hash_str(&h), .now = now,
                                                           .idle_since = now - SESSION_IDLE_S * 1000000LL }, &row);
    enum role role = ROLE_NONE;

    if (e == ERR_NOT_FOUND) {
        ctx_clear_error(&rq->ctx);
        return OK;
    }
    if (e)
        return e;
    role_parse(str_of(row.role), &role);
    rq->ctx.principal = (struct principal){ .kind = PRINCIPAL_ACCOUNT, .id = row.account_id, .tenant = (uint32_t)row.tenant,
                                            .role = role, .scopes = "", .name = row.name };
    rq->session_token = token;
    rq->csrf = session_csrf(rq->ctx.arena, token);
    if (now - row.seen_at > SEEN_EVERY_US)
        return db_exec(&rq->ctx, WEB_SESSION_SEEN, &(struct web_session_seen_in){ .token_hash = hash_str(&h), .now = now }, NULL);
    return OK;
}

static enum err identify(struct req *rq)
{
    struct str authorization = str_of(req_param(rq, "HTTP_AUTHORIZATION"));
    const char *cookie;

    if (authorization.n) {
        if (authorization.n < 8 || !str_equal_nocase((struct str){ authorization.p, 7 }, STR("Bearer ")))
            return ctx_fail(&rq->ctx, ERR_UNAUTHENTICATED, "bad-key", "Authorization must be: Bearer mk_...");
        return identify_key(rq, arena_str(rq->ctx.arena, str_trim((struct str){ authorization.p + 7, authorization.n - 7 })));
    }
    cookie = req_cookie(rq, session_cookie_name(&rq->ctx.store->config));
    if (cookie && cookie[0]) {
        enum err e = identify_session(rq, cookie);

        if (e || rq->session_token)
            return e;
    }
    return rq->route->guests == GUESTS_IGNORE ? OK : guest_identify(rq);
}

enum err session_identify(struct req *rq)
{
    const char *edit_token = req_param(rq, "HTTP_EDIT_TOKEN");
    enum err e = identify(rq);

    rq->ctx.principal.edit_token = edit_token[0] ? edit_token : NULL;
    return e;
}

/* "http://host" of this request's own address, as a browser writes it into Origin. */
static bool same_origin(const struct req *rq, const char *origin)
{
    struct str o = str_of(origin), host = str_of(req_param(rq, "HTTP_HOST"));
    size_t at = str_find(o, STR("://"));

    return at != SIZE_MAX && str_equal_nocase((struct str){ o.p + at + 3, o.n - at - 3 }, host);
}

static bool from_elsewhere(const struct req *rq)
{
    const char *site = req_param(rq, "HTTP_SEC_FETCH_SITE"), *origin = req_param(rq, "HTTP_ORIGIN");

    if (site[0])
        return strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0;
    return origin[0] && !same_origin(rq, origin);
}

enum err session_check_csrf(struct req *rq)
{
    const char *token;

    if (rq->method == GET || rq->ctx.principal.kind == PRINCIPAL_KEY)
        return OK;
    if (from_elsewhere(rq))
        return ctx_fail(&rq->ctx, ERR_DENIED, "other-site", "This request came from another site");
    if (!rq->session_token || rq->route->harmless)
        return OK;
    token = req_param(rq, "HTTP_X_CSRF_TOKEN");
    if (!token[0])
        token = req_typed(rq, "_csrf");
    if (!token || strlen(token) != strlen(rq->csrf) || sodium_memcmp(token, rq->csrf, strlen(rq->csrf)) != 0)
        return ctx_fail(&rq->ctx, ERR_DENIED, "csrf", "The form was opened in another session. Load the page again and repeat");
    return OK;
}
