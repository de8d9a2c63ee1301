/* hash.h: digests and the text forms of bytes. SHA-256, BLAKE2b and HMAC by libsodium. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/arena.h"

#define HASH_BYTES 32
#define HASH_HEX_SIZE (2 * HASH_BYTES + 1)

struct hash {
    uint8_t b[HASH_BYTES];
};

struct hash hash_sha256(struct str bytes) /* FIPS 180-4 */;
/* BLAKE2b (RFC 7693): for what this system alone compares; several times quicker than SHA-256 in software. */
struct hash hash_blake2b(struct str bytes);
struct hash hash_hmac(struct hash key, struct str bytes) /* HMAC-SHA256, RFC 2104 */;
bool hash_equal(struct hash a, struct hash b) /* in constant time */;
char *hash_hex(struct hash h, char ret[HASH_HEX_SIZE]) /* 64 lower-case digits and a NUL; returns `ret` */;
/* Lower-case hex of any bytes, from the arena. */
char *hash_hex_of(struct arena *a, const void *bytes, size_t n);
/* Reads exactly `n` bytes written as 2n hex digits of either case. */
bool hash_parse_hex(struct str text, void *ret, size_t n);
/* Reads what hash_hex() writes and no other spelling: an address has only one. */
bool hash_parse(const char *text, struct hash *ret);
/* Its bytes, where they are; `h` must live as long. */
struct str hash_str(const struct hash *h);
/* Its bytes, copied into the arena. */
struct str hash_keep(struct arena *a, struct hash h);
/* `n` random bytes as base64url without padding (RFC 4648 section 5), from the arena. */
char *hash_random_text(struct arena *a, size_t n);

#endif
