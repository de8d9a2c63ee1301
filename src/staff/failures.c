/* failures.c: failed sign-ins by account and address, in this process: slowed, never locked out. */
#include "staff/staff.h"

#include "base/utf8.h"

#include <pthread.h>
#include <sodium.h>

#define SLOTS 4096
#define FORGET_US (15 * 60 * 1000000LL)

static struct {
    struct hash pair;
    int count;
    int64_t last_us;
} slots[SLOTS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct hash secret;
static pthread_once_t secret_once = PTHREAD_ONCE_INIT;

static void make_secret(void)
{
    randombytes_buf(&secret, sizeof(secret));
}

/* Keyed, or somebody could look for another name with the same slot, whose failures would make ours be forgotten. */
static struct hash pair_of(const char *name, const char *address)
{
    struct arena scratch;
    struct hash h;

    pthread_once(&secret_once, make_secret);
    arena_init(&scratch, 1 << 20);
    h = hash_hmac(secret, str_of(arena_printf(&scratch, "%.*s\n%s", STR_ARG(utf8_lower(&scratch, str_of(name))), address)));
    arena_done(&scratch);
    return h;
}

static size_t slot_of(struct hash pair)
{
    return ((size_t)pair.b[0] << 8 | pair.b[1]) % SLOTS;
}

int failures_wait_s(const char *name, const char *address, int64_t now_us)
{
    struct hash pair = pair_of(name, address);
    size_t i = slot_of(pair);
    int64_t left_us = 0;

    pthread_mutex_lock(&lock);
    if (hash_equal(slots[i].pair, pair) && now_us - slots[i].last_us < FORGET_US)
        left_us = slots[i].last_us + sign_in_delay_s(slots[i].count) * 1000000LL - now_us;
    pthread_mutex_unlock(&lock);
    return left_us > 0 ? (int)((left_us + 999999) / 1000000) : 0;
}

void failures_note(const char *name, const char *address, int64_t now_us)
{
    struct hash pair = pair_of(name, address);
    size_t i = slot_of(pair);

    pthread_mutex_lock(&lock);
    if (!hash_equal(slots[i].pair, pair) || now_us - slots[i].last_us >= FORGET_US) {
        slots[i].pair = pair;
        slots[i].count = 0;
    }
    slots[i].count++;
    slots[i].last_us = now_us;
    pthread_mutex_unlock(&lock);
}

void failures_forget(const char *name, const char *address)
{
    struct hash pair = pair_of(name, address);
    size_t i = slot_of(pair);

    pthread_mutex_lock(&lock);
    if (hash_equal(slots[i].pair, pair))
        slots[i].count = 0;
    pthread_mutex_unlock(&lock);
}
