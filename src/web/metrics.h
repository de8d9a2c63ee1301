/* metrics.h: counters and readiness of one process in a mapped file, var/run/MODULE.metrics, which staff sums. */
#ifndef WEB_METRICS_H
#define WEB_METRICS_H

#include "base/buf.h"
#include "store/config.h"
#include "web/route.h"

struct metrics;

enum counter {
    COUNT_STATEMENTS,          /* SQL statements run for requests */
    COUNT_CACHE_HIT, COUNT_CACHE_STALE, COUNT_CACHE_FILL, COUNT_CACHE_OFF,
    COUNT_NOT_MODIFIED,        /* 304 */
    COUNT_PUBLISHED,           /* pages written for the web server */
    COUNT_REPLAYED,            /* idempotent replays */
    COUNT_RETRIED,             /* transactions run again */
    COUNT_SHED,                /* 503 because the request had waited too long */
    COUNT_ACCEPT_FAILED,       /* EMFILE and the like */
    COUNT_RATE_LIMITED,
    COUNTER__COUNT
};

/* Maps (and creates) the file of a module that serves or runs jobs (`role` "serve" or "jobs"). NULL with errno. */
struct metrics *metrics_open(const struct config *config, const struct module *module, const char *role);
void metrics_close(struct metrics *m);
void metrics_add(struct metrics *m, enum counter c, uint64_t n) /* m may be NULL */;
/* One finished request of the module's route `route_index` (route_count: no route). */
void metrics_request(struct metrics *m, size_t route_index, int status, int64_t duration_us);
/* Readiness, written by the program's watch twice a second; `why` is "" when ready. */
void metrics_set_ready(struct metrics *m, bool ready, const char *why);

/* What a reader sees of a process. */
struct metrics_state {
    const char *module, *label, *role;
    bool alive;                /* wrote its state within the last 3 s */
    bool ready;
    const char *why;
    int64_t started_at;        /* UTC microseconds */
};
/* Reads all processes of the site, sorted by module. From the arena. */
size_t metrics_states(struct arena *arena, const struct config *config, struct metrics_state **ret);
/* The text exposition format 0.0.4 of all processes together. */
void metrics_print(struct arena *arena, const struct config *config, struct buf *out);

#endif
