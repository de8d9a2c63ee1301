/* cache.h: finished replies in memcached (text protocol), one filler for each missing entry, the old copy for all others.

   Every value carries the hash of its key: a reply that arrives late on a reused connection is never taken for another key's.
   A server that does not answer in 50 ms is left alone for a second: every get is then a miss without a lease. */
#ifndef STORE_CACHE_H
#define STORE_CACHE_H

#include "store/ctx.h"

enum cache_state {
    CACHE_HIT,         /* fresh */
    CACHE_STALE,       /* past its soft expiry and somebody else is filling: use it */
    CACHE_FILL,        /* missing or past its soft expiry, and this caller holds the lease: make it and cache_put() it.
                          An old copy may be there (value.p not NULL), for when making it fails */
    CACHE_WAIT,        /* missing, somebody else is filling: cache_wait() */
    CACHE_OFF          /* no cache just now: make it, do not put it */
};

struct cached {
    struct str value;      /* of the arena; p NULL: none */
    int64_t stored_at_us;  /* UTC */
    uint64_t lease;        /* for cache_put() */
};

#define CACHE_SERVERS_MAX 16

/* Opens `servers` ("/path" or "host:port", by commas; at most CACHE_SERVERS_MAX). Threads have connections of their own. NULL for "". */
struct cache *cache_open(const char *servers);
void cache_close(struct cache *c) /* after the other threads that used it have ended */;
/* Tells servers that answer again what was dropped meanwhile: for programs that do little else with the cache, once in a while. */
void cache_deliver(struct cache *c);

/* Looks `key` up. Keys are any text: they are hashed. */
enum cache_state cache_get(struct ctx *cx, const char *key, struct cached *ret);
/* Waits (polling, at most `wait_ms` and the deadline) until the filler is done: CACHE_HIT, CACHE_FILL if it gave up (now it is this
   caller's turn), or CACHE_OFF to make it oneself. */
enum cache_state cache_wait(struct ctx *cx, const char *key, int wait_ms, struct cached *ret);
/* Stores what a filler made and gives the lease back. Refused when the entry was dropped since the lease was taken. */
void cache_put(struct ctx *cx, const char *key, uint64_t lease, struct str value, int soft_s, int hard_s);
/* Gives a lease back without a value: making it failed. */
void cache_release(struct ctx *cx, const char *key, uint64_t lease);
/* Removes the entry and makes leases taken before worthless. A server that cannot be reached is not used by this process again before
   it was told. Lists that depend on a group of rows put the group's generation into
   their key instead: cache_generation(). */
void cache_drop(struct ctx *cx, const char *key);
/* A number that changes with cache_bump(): part of the keys of lists. 0 without a cache; another one each time while no server answers. */
uint64_t cache_generation(struct ctx *cx, const char *group);
void cache_bump(struct ctx *cx, const char *group) /* every list of the group becomes another key */;

#endif
