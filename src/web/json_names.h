/* json_names.h: the names of all objects of one JSON text, to find one that stands twice. Private to json.c. */
#ifndef WEB_JSON_NAMES_H
#define WEB_JSON_NAMES_H

#include "base/buf.h"

struct json_name {
    uint32_t offset, n;     /* into json_names.bytes */
};

struct json_names_slot;

struct json_names {
    struct buf bytes;       /* every name, each followed by a NUL */
    struct json_names_slot *slots;
    size_t slot_count;      /* a power of two, or 0 */
    size_t used;
    uint8_t key[16];        /* random: nobody can choose names that collide */
};

/* An empty set; ended by json_names_done(). */
void json_names_init(struct json_names *set);
void json_names_done(struct json_names *set) /* gives its memory back */;
/* Copies a name of object number `object` into the set; `*ret_new` tells whether the object had none like it.
   Constant time on average, whatever the names are. Text of at most 1 GiB together. */
struct json_name json_names_add(struct json_names *set, uint32_t object, struct str name, bool *ret_new);
/* The bytes of a name, followed by a NUL; borrowed until the next json_names_add(). */
struct str json_names_text(const struct json_names *set, struct json_name name);

#endif
