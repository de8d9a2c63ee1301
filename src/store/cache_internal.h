/* cache_internal.h: the connections of cache.h: one memcached_st for each thread, servers that do not answer left alone for a second,
   drops that could not be delivered kept until they can be. */
#ifndef STORE_CACHE_INTERNAL_H
#define STORE_CACHE_INTERNAL_H

#include "store/ctx.h"

struct cache_key {
    uint8_t hash[16];
    char text[34];               /* "_" and 32 hex digits; the letter of the kind replaces the "_". All kinds of a key have one server */
};

enum conn_result { CONN_DONE, CONN_REFUSED /* it was there already */, CONN_FAILED /* no server just now */ };

/* Reads the kinds of `kinds` ("gv": both in one round trip; at most 2) into `ret`: the arena's bytes, p NULL where there is none.
   False: no server. */
bool conn_get(struct ctx *cx, const struct cache_key *k, const char *kinds, struct str *ret);
/* Sets what is not there yet. `ttl_s` 0: for ever. */
enum conn_result conn_add(struct ctx *cx, const struct cache_key *k, char kind, struct str value, int ttl_s);
enum conn_result conn_set(struct ctx *cx, const struct cache_key *k, char kind, struct str value, int ttl_s) /* sets in any case */;
void conn_delete(struct ctx *cx, const struct cache_key *k, char kind) /* no error if absent */;
/* Gives the key a new number and ends its lease. Where that cannot be delivered it is remembered, and nothing else is asked of that
   server by this process before it was. */
void conn_renumber(struct ctx *cx, const struct cache_key *k);

#endif
