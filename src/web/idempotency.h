/* idempotency.h: one effect and one reply for each idempotency key of a client and route (IETF draft idempotency-key-header). */
#ifndef WEB_IDEMPOTENCY_H
#define WEB_IDEMPOTENCY_H

#include "web/req.h"

/* Reads Idempotency-Key (quoted as a structured field string, or bare) or the form's _key into rq->key. ERR_MALFORMED when it is
   not 1 to 255 visible characters, or missing where the route needs one. */
enum err idempotency_read_key(struct req *rq);
/* First statement of the transaction: inserts the key row. `*ret_replayed`: the stored reply of an earlier, equal request is in
   rq->reply. ERR_CONFLICT while the first still runs; ERR_INVALID when the key was used with another body.
   Of a route with .secret no reply is kept: ERR_CONFLICT for the second. */
enum err idempotency_begin(struct req *rq, bool *ret_replayed);
/* Last statement: keeps the finished reply in the key row, unless it is a secret. */
enum err idempotency_store(struct req *rq);

#endif
