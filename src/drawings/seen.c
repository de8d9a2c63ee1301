/* seen.c: who has seen a drawing today, so that a view is counted once: remembered in memcached alone, under a hash whose key is made
   for the day. Both are forgotten when the day ends: nobody can be found in it afterwards, or followed from one day to the next. */
#include "drawings/drawings.h"

#include "base/clock.h"
#include "store/cache.h"

#include <sodium.h>

#define DAY_US (24 * 3600 * INT64_C(1000000))
#define KEY_WAIT_MS 20                 /* another request makes the key of the day */

int seen_left_s(int64_t now_us)
{
    return (int)((DAY_US - now_us % DAY_US + 999999) / 1000000);
}

/* False: there is no memcached just now. */
static bool key_of_day(struct ctx *cx, int64_t now_us, struct hash *ret)
{
    const char *name = arena_printf(cx->arena, "drawings seen: key of day %lld", (long long)(now_us / DAY_US));
    struct cached found;
    enum cache_state state = cache_get(cx, name, &found);

    if (state == CACHE_WAIT)
        state = cache_wait(cx, name, KEY_WAIT_MS, &found);
    if (state == CACHE_HIT && found.value.n == HASH_BYTES) {
        memcpy(ret->b, found.value.p, HASH_BYTES);
        return true;
    }
    if (state != CACHE_FILL)
        return false;
    randombytes_buf(ret->b, HASH_BYTES);
    cache_put(cx, name, found.lease, hash_str(ret), seen_left_s(now_us), seen_left_s(now_us));
    return true;
}

const char *seen_name(struct arena *a, struct hash key, const char *viewer, struct id drawing)
{
    char id[ID_TEXT_SIZE], hex[HASH_HEX_SIZE];

    id_text(drawing, id);
    return arena_printf(a, "drawings seen: %s", hash_hex(hash_hmac(key, str_of(arena_printf(a, "%s %s", id, viewer))), hex));
}

void seen_look(struct ctx *cx, const char *viewer, struct id drawing, struct seen *ret)
{
    int64_t now_us = clock_utc_us();
    struct cached found;
    struct hash key;
    enum cache_state state;

    *ret = (struct seen){ .is_new = true, .left_s = seen_left_s(now_us) };
    if (!key_of_day(cx, now_us, &key))
        return;
    ret->name = seen_name(cx->arena, key, viewer, drawing);
    state = cache_get(cx, ret->name, &found);
    ret->lease = found.lease;
    /* While another request of the same viewer is being counted this one is not. */
    ret->is_new = state == CACHE_FILL || state == CACHE_OFF;
}

static void keep(struct ctx *cx, void *arg)
{
    const struct seen *s = arg;

    cache_put(cx, s->name, s->lease, STR("1"), s->left_s, s->left_s);
}

void seen_keep_after_commit(struct ctx *cx, const struct seen *s)
{
    struct seen *copy = ARENA_NEW(cx->arena, struct seen);

    *copy = *s;
    if (s->lease)
        ctx_after_commit(cx, keep, copy);
}
