#include "web/rate.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

#define SLOTS 16384
#define PROBES 8
#define STRIPES 64
#define STRIPE_SLOTS (SLOTS / STRIPES)

struct slot {
    uint64_t key;              /* 0: free */
    int64_t full_at_us;        /* theoretical arrival time: when the burst is whole again */
};

struct rate_table {
    struct slot slots[SLOTS];
    pthread_mutex_t stripes[STRIPES];
    unsigned char secret[crypto_shorthash_KEYBYTES];   /* so that nobody can aim at a slot */
};

static const struct {
    const char *name;
    int64_t per_second, burst;
} kinds[RATE__COUNT] = {
    [RATE_READ] = { "read", 200, 400 },
    [RATE_WRITE] = { "write", 20, 60 },
    [RATE_SIGN_IN] = { "sign-in", 5, 20 },
};

struct rate_table *rate_new(void)
{
    struct rate_table *t = calloc(1, sizeof(*t));

    if (!t)
        abort();
    for (int i = 0; i < STRIPES; i++)
        pthread_mutex_init(&t->stripes[i], NULL);
    randombytes_buf(t->secret, sizeof(t->secret));
    return t;
}

void rate_free(struct rate_table *t)
{
    free(t);
}

const char *rate_name(enum rate kind)
{
    return kinds[kind].name;
}

/* The slot of a key: its own, a free one, or the one that is nearest to being forgotten. All of them are in its stripe. */
static struct slot *find_slot(struct rate_table *t, uint64_t key)
{
    size_t home = key % SLOTS, last = home / STRIPE_SLOTS * STRIPE_SLOTS + STRIPE_SLOTS - PROBES;
    struct slot *first = &t->slots[home < last ? home : last], *oldest = first;

    for (struct slot *s = first; s < first + PROBES; s++) {
        if (s->key == key)
            return s;
        if (s->full_at_us < oldest->full_at_us)
            oldest = s;
    }
    *oldest = (struct slot){ .key = key };
    return oldest;
}

struct rate_verdict rate_count(struct rate_table *t, enum rate kind, struct str who, int64_t now_us)
{
    int64_t interval_us = 1000000 / kinds[kind].per_second, burst_us = interval_us * kinds[kind].burst;
    struct rate_verdict v = { .limit = (int)kinds[kind].burst,
                              .window_s = (int)(kinds[kind].burst / kinds[kind].per_second) };
    unsigned char digest[crypto_shorthash_BYTES];
    pthread_mutex_t *stripe;
    struct slot *s;
    uint64_t key;
    int64_t full_at;

    crypto_shorthash(digest, (const unsigned char *)who.p, who.n, t->secret);
    memcpy(&key, digest, sizeof(key));
    key = (key | 1) ^ ((uint64_t)kind << 1);
    stripe = &t->stripes[key % SLOTS / STRIPE_SLOTS];
    pthread_mutex_lock(stripe);
    s = find_slot(t, key);
    full_at = (s->full_at_us > now_us ? s->full_at_us : now_us) + interval_us;
    v.allowed = full_at - now_us <= burst_us;
    if (v.allowed)
        s->full_at_us = full_at;
    else
        full_at -= interval_us;
    pthread_mutex_unlock(stripe);
    v.remaining = (int)((burst_us - (full_at - now_us)) / interval_us);
    v.reset_s = (int)((full_at - now_us + 999999) / 1000000);
    v.retry_s = v.allowed ? 0 : (int)((full_at + interval_us - now_us - burst_us + 999999) / 1000000);
    if (!v.allowed && v.retry_s < 1)
        v.retry_s = 1;
    return v;
}
