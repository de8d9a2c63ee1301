/* guest.h: people without an account who own what they made: a cookie of their own, random, hashed at rest, for a year. It is read
   only on routes that say `.guests`, so that all other pages are the same for everybody. */
#ifndef WEB_GUEST_H
#define WEB_GUEST_H

#include "web/req.h"

#define GUEST_COOKIE_S (365 * 24 * 3600)
#define GUEST_LINK_S (15 * 60)
#define GUEST_UNSEEN_S (400 * 24 * 3600)    /* a token that nobody sent for so long is deleted: its cookie is over */

/* Makes the principal a guest where the cookie is known; an unknown one is just nobody. */
enum err guest_identify(struct req *rq);
/* Inside a write: makes a guest of somebody who is nobody yet. The cookie goes out if the write succeeds (guest_keep()). */
enum err guest_make(struct req *rq);
/* For the dispatcher, before a write is committed: sends the cookie that guest_make() or guest_join() has prepared. */
void guest_keep(struct req *rq);
/* Forgets this device: the token and its cookie. */
enum err guest_forget(struct req *rq);

/* A token that gives another device the same guest, once, within GUEST_LINK_S. Of the arena. */
enum err guest_link_make(struct req *rq, const char **ret_token);
/* Whose link it is, if it can still be used: ERR_NOT_FOUND. */
enum err guest_link_check(struct req *rq, const char *token, struct id *ret_guest);
/* Uses it: this device becomes that guest's. `*ret_before`: the guest that this device was until now, zero if none; what that one
   owns is the caller's to hand over to the principal of now. ERR_NOT_FOUND: used already, or too old. ERR_DENIED: somebody is signed
   in here. */
enum err guest_link_use(struct req *rq, const char *token, struct id *ret_before);

#endif
