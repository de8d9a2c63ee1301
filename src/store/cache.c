#include "store/cache.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "store/cache_internal.h"
#include "store/store.h"

#include <sodium.h>
#include <unistd.h>

/* What lies in memcached, K being a hash of release and key:
     vK   the value: an envelope and the bytes
     gK   a random number: values that carry another one are not there. A drop writes a new number, so that a value whose making
          began before the drop is never found, however late it arrives
     lK   the lease: "token number", added by the one who fills */

#define MAGIC 0x4d574331u        /* "MWC1" */
#define LEASE_S 5                /* a filler that takes longer is given up */
#define HARD_MAX_S (30 * 24 * 3600 - 1)      /* memcached takes more for a date */
#define WAIT_FIRST_US 4000
#define WAIT_LAST_US 64000

struct envelope {
    uint32_t magic, unused;
    uint8_t key[16];             /* head of the hash: a late reply is never taken for another key's */
    uint64_t number;
    int64_t soft_at_us, stored_at_us;
};

struct entry {
    struct str value;            /* without the envelope; p NULL: none that counts */
    uint64_t number;             /* 0: none yet */
    int64_t soft_at_us, stored_at_us;
};

static uint64_t random_number(void)
{
    uint64_t n;

    randombytes_buf(&n, sizeof(n));
    return n ? n : 1;
}

static struct cache_key hash_key(const struct ctx *cx, const char *kind, const char *key)
{
    struct cache_key k;
    struct hash h;
    struct buf b;

    buf_init(&b, cx->arena, SIZE_MAX / 4);
    buf_puts(&b, cx->store->config.release);
    buf_putc(&b, ' ');
    buf_puts(&b, kind);
    buf_putc(&b, ' ');
    buf_puts(&b, key);
    h = hash_blake2b(buf_str(&b));
    memcpy(k.hash, h.b, sizeof(k.hash));
    k.text[0] = '_';
    sodium_bin2hex(k.text + 1, sizeof(k.text) - 1, k.hash, sizeof(k.hash));
    return k;
}

static uint64_t parse_number(struct str text)
{
    uint64_t n = 0;

    for (size_t i = 0; i < text.n && text.p[i] >= '0' && text.p[i] <= '9'; i++)
        n = n * 10 + (uint64_t)(text.p[i] - '0');
    return n;
}

/* -- reading -- */

static void read_envelope(const struct cache_key *k, struct str raw, struct entry *entry)
{
    struct envelope e;

    if (raw.n < sizeof(e))
        return;
    memcpy(&e, raw.p, sizeof(e));
    if (e.magic != MAGIC || memcmp(e.key, k->hash, sizeof(e.key)) != 0 || e.number != entry->number || !e.number)
        return;
    entry->value = (struct str){ raw.p + sizeof(e), raw.n - sizeof(e) };
    entry->soft_at_us = e.soft_at_us;
    entry->stored_at_us = e.stored_at_us;
}

/* Number and value in one round trip. False: no server just now. */
static bool read_entry(struct ctx *cx, const struct cache_key *k, struct entry *ret)
{
    struct str found[2];

    *ret = (struct entry){ .number = 0 };
    if (!conn_get(cx, k, "gv", found))
        return false;
    ret->number = parse_number(found[0]);
    read_envelope(k, found[1], ret);
    return true;
}

/* The entry's number; a new one where there was none (never used, or evicted). 0: no server. */
static uint64_t make_number(struct ctx *cx, const struct cache_key *k)
{
    struct str found;
    char text[24];
    uint64_t number = random_number();
    enum conn_result added;

    snprintf(text, sizeof(text), "%llu", (unsigned long long)number);
    added = conn_add(cx, k, 'g', str_of(text), 0);
    if (added == CONN_DONE)
        return number;
    return added == CONN_REFUSED && conn_get(cx, k, "g", &found) ? parse_number(found) : 0;
}

/* Tries to become the one who fills. */
static enum conn_result take_lease(struct ctx *cx, const struct cache_key *k, uint64_t number, uint64_t *ret_lease)
{
    char text[48];

    *ret_lease = random_number();
    snprintf(text, sizeof(text), "%llu %llu", (unsigned long long)*ret_lease, (unsigned long long)number);
    return conn_add(cx, k, 'l', str_of(text), LEASE_S);
}

static void give(const struct entry *entry, struct cached *ret)
{
    ret->stored_at_us = entry->stored_at_us;
    ret->value = entry->value;
}

/* Between the look and the lease another filler may have finished: then there is nothing to fill. */
static bool filled_meanwhile(struct ctx *cx, const struct cache_key *k, struct cached *ret)
{
    struct entry entry;

    if (!read_entry(cx, k, &entry) || !entry.value.p || clock_utc_us() >= entry.soft_at_us)
        return false;
    conn_delete(cx, k, 'l');
    give(&entry, ret);
    ret->lease = 0;
    return true;
}

static enum cache_state look_up(struct ctx *cx, const struct cache_key *k, struct cached *ret)
{
    struct entry entry;
    enum conn_result leased;

    *ret = (struct cached){ .lease = 0 };
    if (!read_entry(cx, k, &entry))
        return CACHE_OFF;
    give(&entry, ret);
    if (entry.value.p && clock_utc_us() < entry.soft_at_us)
        return CACHE_HIT;
    if (!entry.number)
        entry.number = make_number(cx, k);
    if (!entry.number)
        return CACHE_OFF;
    leased = take_lease(cx, k, entry.number, &ret->lease);
    if (leased == CONN_DONE)
        return filled_meanwhile(cx, k, ret) ? CACHE_HIT : CACHE_FILL;
    if (entry.value.p)
        return CACHE_STALE;
    return leased == CONN_REFUSED ? CACHE_WAIT : CACHE_OFF;
}

enum cache_state cache_get(struct ctx *cx, const char *key, struct cached *ret)
{
    struct cache_key k;

    *ret = (struct cached){ .lease = 0 };
    if (!cx->store->cache)
        return CACHE_OFF;
    k = hash_key(cx, "value", key);
    return look_up(cx, &k, ret);
}

enum cache_state cache_wait(struct ctx *cx, const char *key, int wait_ms, struct cached *ret)
{
    struct cache_key k = hash_key(cx, "value", key);
    int left_ms = ctx_left_ms(cx) < wait_ms ? ctx_left_ms(cx) : wait_ms;
    int64_t until_us = clock_mono_us() + (int64_t)left_ms * 1000;
    useconds_t pause_us = WAIT_FIRST_US;

    while (clock_mono_us() < until_us) {
        enum cache_state state;

        usleep(pause_us / 2 + randombytes_uniform(pause_us));     /* not all at once */
        pause_us = pause_us < WAIT_LAST_US ? pause_us * 2 : WAIT_LAST_US;
        state = look_up(cx, &k, ret);
        if (state == CACHE_STALE)
            return CACHE_HIT;
        if (state != CACHE_WAIT)
            return state;
    }
    return CACHE_OFF;
}

/* -- writing -- */

/* Reads the lease: is it still the caller's? Then `ret_number` is what its value must carry. */
static bool holds_lease(struct ctx *cx, const struct cache_key *k, uint64_t lease, uint64_t *ret_number)
{
    struct str found, token;

    if (!lease || !conn_get(cx, k, "l", &found) || !found.p)
        return false;
    token = str_next(&found, ' ');
    *ret_number = parse_number(found);
    return parse_number(token) == lease;
}

void cache_put(struct ctx *cx, const char *key, uint64_t lease, struct str value, int soft_s, int hard_s)
{
    struct cache_key k;
    struct envelope e = { .magic = MAGIC, .stored_at_us = clock_utc_us() };
    char *bytes;

    if (!cx->store->cache)
        return;
    k = hash_key(cx, "value", key);
    if (!holds_lease(cx, &k, lease, &e.number))
        return;
    memcpy(e.key, k.hash, sizeof(e.key));
    e.soft_at_us = e.stored_at_us + (int64_t)soft_s * 1000000;
    bytes = arena_alloc(cx->arena, sizeof(e) + value.n);
    memcpy(bytes, &e, sizeof(e));
    if (value.n)
        memcpy(bytes + sizeof(e), value.p, value.n);
    conn_set(cx, &k, 'v', (struct str){ bytes, sizeof(e) + value.n }, hard_s < HARD_MAX_S ? hard_s : HARD_MAX_S);
    conn_delete(cx, &k, 'l');
}

void cache_release(struct ctx *cx, const char *key, uint64_t lease)
{
    struct cache_key k;
    uint64_t number;

    if (!cx->store->cache)
        return;
    k = hash_key(cx, "value", key);
    if (holds_lease(cx, &k, lease, &number))
        conn_delete(cx, &k, 'l');
}

void cache_drop(struct ctx *cx, const char *key)
{
    struct cache_key k;

    if (!cx->store->cache)
        return;
    k = hash_key(cx, "value", key);
    conn_renumber(cx, &k);
}

uint64_t cache_generation(struct ctx *cx, const char *group)
{
    struct cache_key k;
    struct str found;
    uint64_t number = 0;

    if (!cx->store->cache)
        return 0;
    k = hash_key(cx, "group", group);
    if (conn_get(cx, &k, "g", &found))
        number = found.p ? parse_number(found) : make_number(cx, &k);
    return number ? number : random_number();
}

void cache_bump(struct ctx *cx, const char *group)
{
    struct cache_key k;

    if (!cx->store->cache)
        return;
    k = hash_key(cx, "group", group);
    conn_renumber(cx, &k);
}
