/* passwords.c: argon2id by libsodium. */
#include "staff/staff.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>

#define MEMORY_BYTES ((size_t)19 * 1024 * 1024)
#define PASSES 2
#define WAITING_MAX 3

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static atomic_int waiting;

static void begin(void)
{
    atomic_fetch_add(&waiting, 1);
    pthread_mutex_lock(&one_at_a_time);
    atomic_fetch_sub(&waiting, 1);
}

bool password_busy(void)
{
    return atomic_load(&waiting) >= WAITING_MAX;
}

const char *password_hash(struct arena *arena, const char *password)
{
    char *text = arena_alloc(arena, crypto_pwhash_STRBYTES);
    int failed;

    begin();
    failed = crypto_pwhash_str(text, password, strlen(password), PASSES, MEMORY_BYTES);
    pthread_mutex_unlock(&one_at_a_time);
    if (failed)
        abort();
    return text;
}

bool password_verify(const char *hash, const char *password)
{
    static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    bool equal;

    begin();
    equal = crypto_pwhash_str_verify(hash ? hash : nobody, password, strlen(password)) == 0;
    pthread_mutex_unlock(&one_at_a_time);
    return equal && hash;
}

struct new_password password_new(struct arena *arena, const char *name, const char *password)
{
    const char *fault = password_fault(str_of(password), str_of(name));

    return (struct new_password){ .hash = fault ? NULL : password_hash(arena, password), .fault = fault };
}
