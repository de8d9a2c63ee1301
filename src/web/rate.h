/* rate.h: GCRA (ATM Forum TM 4.0, the virtual scheduling form) in this process: so many requests a second with a burst. */
#ifndef WEB_RATE_H
#define WEB_RATE_H

#include "web/route.h"

struct rate_table;

struct rate_verdict {
    bool allowed;
    int limit, remaining;      /* requests of the burst */
    int window_s;              /* in which the burst is refilled */
    int reset_s;               /* until the burst is whole again */
    int retry_s;               /* when refused: seconds until one more is allowed, at least 1 */
};

/* An empty table, owned by the caller: rate_free(). */
struct rate_table *rate_new(void);
void rate_free(struct rate_table *t);
/* Counts one request of `who` (an address, or a principal's id as text) at `now_us` of the monotonic clock. */
struct rate_verdict rate_count(struct rate_table *t, enum rate kind, struct str who, int64_t now_us);
/* Name of a kind for the RateLimit-Policy header: "read". */
const char *rate_name(enum rate kind);

#endif
