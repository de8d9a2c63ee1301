#include "store/blob.h"

#include "base/clock.h"
#include "sql/store.h"
#include "store/db.h"

enum err blob_put(struct ctx *cx, struct str bytes, const char *media_type, struct hash *ret_hash)
{
    struct hash h = hash_sha256(bytes);
    struct store_blob_has_row row;
    struct store_blob_add_in in = { .sha256 = hash_str(&h), .media_type = media_type, .byte_length = (int64_t)bytes.n, .bytes = bytes,
                                    .now = clock_utc_us() };
    enum err e;

    if (bytes.n > BLOB_MAX_BYTES)
        return ctx_fail(cx, ERR_TOO_LARGE, NULL, "at most %zu bytes can be stored", BLOB_MAX_BYTES);
    if (!in.bytes.p)
        in.bytes.p = "";
    *ret_hash = h;
    /* Asking first spares sending megabytes that are there already. */
    e = db_one(cx, STORE_BLOB_HAS, &(struct store_blob_has_in){ in.sha256 }, &row);
    if (e != ERR_NOT_FOUND)
        return e;
    ctx_clear_error(cx);
    return db_exec(cx, STORE_BLOB_ADD, &in, NULL);
}

enum err blob_get(struct ctx *cx, struct hash hash, struct str *ret_bytes, const char **ret_media_type)
{
    struct store_blob_get_row row;
    enum err e = db_one(cx, STORE_BLOB_GET, &(struct store_blob_get_in){ hash_str(&hash) }, &row);

    if (e)
        return e;
    *ret_bytes = row.bytes;
    if (ret_media_type)
        *ret_media_type = row.media_type;
    return OK;
}
