/* cached.h: a route's reply from memcached or, for published routes, into a file: the handler runs only where it must. */
#ifndef WEB_CACHED_H
#define WEB_CACHED_H

#include "web/req.h"

/* Runs a reading route: from the cache, else by the handler, whose reply is kept. A kept reply past its soft expiry answers when
   the handler cannot (database down). */
enum err cached_run(struct req *rq);
/* Does this request take the published form (GET without a query by a reader who is nobody)? */
bool published_applies(const struct req *rq);
/* Runs a published route: renders once, writes the file, answers. */
enum err published_run(struct req *rq);

#endif
