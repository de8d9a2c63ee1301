/* passwords.c: argon2id by libsodium. */
#include "staff/staff.h"

#include <pthread.h>
#include <sodium.h>

#define MEMORY_BYTES ((size_t)19 * 1024 * 1024)
#define PASSES 2

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

const char *password_hash(struct arena *arena, const char *password)
{
    char *text = arena_alloc(arena, crypto_pwhash_STRBYTES);
    int failed;

    pthread_mutex_lock(&one_at_a_time);
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

    pthread_mutex_lock(&one_at_a_time);
    equal = crypto_pwhash_str_verify(hash ? hash : nobody, password, strlen(password)) == 0;
    pthread_mutex_unlock(&one_at_a_time);
    return equal && hash;
}
