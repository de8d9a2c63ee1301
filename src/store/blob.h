/* blob.h: originals of photos and other large bytes: in MariaDB, once each, found by their SHA-256. Never changed, so a backup of the
   databases is a backup of everything. */
#ifndef STORE_BLOB_H
#define STORE_BLOB_H

#include "base/hash.h"
#include "store/ctx.h"

#define BLOB_MAX_BYTES ((size_t)8 << 20)

/* Stores bytes that are not there yet and returns their hash. ERR_TOO_LARGE past BLOB_MAX_BYTES. `media_type` is kept from
   the first time. */
enum err blob_put(struct ctx *cx, struct str bytes, const char *media_type, struct hash *ret_hash);
/* The bytes, of the arena; `ret_media_type` may be NULL. ERR_NOT_FOUND. */
enum err blob_get(struct ctx *cx, struct hash hash, struct str *ret_bytes, const char **ret_media_type);

#endif
