/* outbox.h: news that are committed with their cause. A job numbers them; readers follow the numbers. */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include "store/ctx.h"

/* Adds an event to the running transaction: `topic` ("page.retract"), a JSON text of at most 64 KiB. */
enum err outbox_add(struct ctx *cx, const char *topic, const char *json);

struct outbox_event {
    int64_t seq;
    struct id id;
    const char *topic, *json;
    int64_t created_at;
};

/* Gives committed, unnumbered events their `seq`, in batches; one worker at a time (lease "outbox.number"). */
enum err outbox_number(struct ctx *cx, int *ret_numbered);

struct outbox_followed {
    bool more;                        /* there were `max` events: there may be others */
    bool gap;                         /* a host was away so long that events were pruned: start over (empty the published files) */
};

/* A follower reads everything of `topic` behind its cursor, up to `max` events, calls `each` and then moves the cursor; all in one
   transaction (the caller's, if it has one), so `each` may be called again when that is run again. Cursors have the follower's name
   and begin at the first event; a name with a host in it ("page@kitchen1") has one per host. For names without @ all events are kept. */
enum err outbox_follow(struct ctx *cx, const char *follower, const char *topic, int max,
                       enum err (*each)(struct ctx *cx, const struct outbox_event *event), struct outbox_followed *ret);

/* A queue gives each event to one worker: claims up to `max` due events of `topic` for `lease_s`;
   done and failed (with delay) end it. */
enum err outbox_claim(struct ctx *cx, const char *topic, int max, int lease_s, struct outbox_event **ret, size_t *ret_count);
enum err outbox_done(struct ctx *cx, int64_t seq);
enum err outbox_failed(struct ctx *cx, int64_t seq, int delay_s, const char *why);

/* Deletes numbered events older than `keep_s` that no queue and no follower of the whole site still needs, in batches. */
enum err outbox_prune(struct ctx *cx, int keep_s);

#endif
