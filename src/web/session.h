/* session.h: who sends this request: a session's account, a key, or nobody; and the tokens of both. */
#ifndef WEB_SESSION_H
#define WEB_SESSION_H

#include "base/hash.h"
#include "store/config.h"
#include "web/req.h"

#define SESSION_IDLE_S (12 * 3600)
#define SESSION_MAX_S (30 * 24 * 3600)

/* Fills rq->ctx.principal from `Authorization: Bearer mk_...` or the session cookie. ERR_UNAUTHENTICATED for a key that is wrong,
   expired or revoked; an outdated cookie is just anonymous. No statement without either. */
enum err session_identify(struct req *rq);
/* "__Host-sid" when the site is https, else "sid". */
const char *session_cookie_name(const struct config *config);
/* SHA-256 of a token, as it is stored. */
struct hash session_token_hash(const char *token);
/* The form token that belongs to a session's token: HMAC under it, so that it needs no row. From the arena. */
const char *session_csrf(struct arena *arena, const char *session_token);
/* A cookie session's write needs the form token (field _csrf, or header X-CSRF-Token), and no browser may send a write from
   another site (Sec-Fetch-Site, else Origin). ERR_DENIED otherwise. */
enum err session_check_csrf(struct req *rq);

#endif
