/* id.h: 128-bit identifiers made by the application: 48 bits of time (Unix milliseconds), 10 bits of virtual shard,
   70 random bits. Stored as BINARY(16) in byte order, which sorts by time; outside 26 letters of Crockford's base32. */
#ifndef BASE_ID_H
#define BASE_ID_H

#include "base/str.h"

#define ID_BYTES 16
#define ID_TEXT_LEN 26
#define ID_TEXT_SIZE (ID_TEXT_LEN + 1)

struct id {
    uint8_t b[ID_BYTES];
};

/* A new id of now. `vshard` is 0 to 1023; 0 where nothing is partitioned. */
struct id id_new(unsigned vshard);
/* Writes 26 lower-case letters and a NUL. Returns `ret`. */
char *id_text(struct id id, char ret[ID_TEXT_SIZE]);
/* Reads 26 letters; upper case, o for 0, i and l for 1 are accepted as Crockford describes. False if it is none. */
bool id_parse(struct str text, struct id *ret);
unsigned id_vshard(struct id id) __attribute__((const)) /* the 10 bits */;
bool id_is_zero(struct id id) __attribute__((const));
bool id_equal(struct id a, struct id b) __attribute__((const));

#endif
