#include "base/hash.h"

#include <sodium.h>

_Static_assert(HASH_BYTES == crypto_hash_sha256_BYTES, "SHA-256");

struct hash hash_sha256(struct str bytes)
{
    struct hash h;

    crypto_hash_sha256(h.b, (const unsigned char *)bytes.p, bytes.n);
    return h;
}

struct hash hash_blake2b(struct str bytes)
{
    struct hash h;

    crypto_generichash(h.b, sizeof(h.b), (const unsigned char *)bytes.p, bytes.n, NULL, 0);
    return h;
}

struct hash hash_hmac(struct hash key, struct str bytes)
{
    struct hash h;

    crypto_auth_hmacsha256(h.b, (const unsigned char *)bytes.p, bytes.n, key.b);
    return h;
}

bool hash_equal(struct hash a, struct hash b)
{
    return sodium_memcmp(a.b, b.b, HASH_BYTES) == 0;
}

char *hash_hex(struct hash h, char ret[HASH_HEX_SIZE])
{
    return sodium_bin2hex(ret, HASH_HEX_SIZE, h.b, HASH_BYTES);
}

char *hash_hex_of(struct arena *a, const void *bytes, size_t n)
{
    char *text = arena_alloc(a, 2 * n + 1);

    return sodium_bin2hex(text, 2 * n + 1, bytes, n);
}

bool hash_parse_hex(struct str text, void *ret, size_t n)
{
    size_t got = 0;

    if (text.n != 2 * n)
        return false;
    return sodium_hex2bin(ret, n, text.p, text.n, NULL, &got, NULL) == 0 && got == n;
}

bool hash_parse(const char *text, struct hash *ret)
{
    char hex[HASH_HEX_SIZE];

    return hash_parse_hex(str_of(text), ret->b, HASH_BYTES) && strcmp(hash_hex(*ret, hex), text) == 0;
}

struct str hash_str(const struct hash *h)
{
    return (struct str){ (const char *)h->b, HASH_BYTES };
}

struct str hash_keep(struct arena *a, struct hash h)
{
    struct hash *copy = ARENA_NEW(a, struct hash);

    *copy = h;
    return hash_str(copy);
}

char *hash_random_text(struct arena *a, size_t n)
{
    size_t size = sodium_base64_encoded_len(n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    unsigned char *bytes = arena_alloc(a, n);
    char *text = arena_alloc(a, size);

    randombytes_buf(bytes, n);
    return sodium_bin2base64(text, size, bytes, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}
