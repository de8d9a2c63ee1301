/* purge.c: what was deleted really goes: rows after a day, and bytes that no version names any more. */
#include "drawings/drawings.h"

#include "base/clock.h"
#include "store/db.h"
#include "store/lease.h"

#define KEPT_US (24 * 3600 * 1000000LL)
#define DRAWINGS_AT_ONCE 20            /* and then the next step */

struct purge {
    int64_t fence;
    struct id drawing;
    const struct drawings_versions_row *version;
};

/* The picture of a version that went: shown by other bytes that look the same, or gone. A hidden one stays, to be known again. */
static enum err settle_picture(struct ctx *cx, struct str picture_hash)
{
    struct drawings_picture_bytes_row other;
    enum err e = db_one(cx, DRAWINGS_PICTURE_BYTES, &(struct drawings_picture_bytes_in){ picture_hash }, &other);

    if (e == OK)
        return db_exec(cx, DRAWINGS_PICTURE_POINT,
                       &(struct drawings_picture_point_in){ .picture_hash = picture_hash, .drawing_hash = other.drawing_hash }, NULL);
    if (e != ERR_NOT_FOUND)
        return e;
    ctx_clear_error(cx);
    return db_exec(cx, DRAWINGS_PICTURE_DROP, &(struct drawings_picture_drop_in){ picture_hash }, NULL);
}

static enum err drop_bytes(struct ctx *cx, const struct drawings_versions_row *version)
{
    struct drawings_bytes_used_row row;
    enum err e = db_one(cx, DRAWINGS_BYTES_USED, &(struct drawings_bytes_used_in){ version->drawing_hash }, &row);

    if (e || row.used)
        return e;
    e = settle_picture(cx, version->picture_hash);
    return e ? e : db_exec(cx, DRAWINGS_BLOB_DROP,
                           &(struct drawings_blob_drop_in){ .drawing_hash = version->drawing_hash, .media_type = CHD1_TYPE }, NULL);
}

static enum err found_or_not(struct ctx *cx, enum err e)
{
    if (e != ERR_NOT_FOUND)
        return e;
    ctx_clear_error(cx);
    return OK;
}

/* The bytes are locked first, then the picture, as saving does (blob_put(), keep_picture()): who saves the same bytes comes before, and
   is seen by the statements after the locks, or later, and stores them anew. */
static enum err lock_bytes(struct ctx *cx, const struct drawings_versions_row *version)
{
    struct drawings_blob_lock_row blob;
    struct drawings_picture_lock_row picture;
    enum err e = found_or_not(cx, db_one(cx, DRAWINGS_BLOB_LOCK, &(struct drawings_blob_lock_in){ version->drawing_hash }, &blob));

    if (e == OK)
        e = found_or_not(cx, db_one(cx, DRAWINGS_PICTURE_LOCK, &(struct drawings_picture_lock_in){ version->picture_hash }, &picture));
    return e;
}

static enum err purge_version(struct ctx *cx, void *arg)
{
    const struct purge *p = arg;
    struct drawings_version_drop_in drop = { .drawing_id = p->drawing, .version = p->version->version };
    enum err e = lease_check(cx, "job." PURGE_JOB, p->fence);

    if (e == OK)
        e = lock_bytes(cx, p->version);
    if (e == OK)
        e = db_exec(cx, DRAWINGS_VERSION_DROP, &drop, NULL);
    return e ? e : drop_bytes(cx, p->version);
}

static enum err purge_rest(struct ctx *cx, void *arg)
{
    const struct purge *p = arg;
    enum err e = lease_check(cx, "job." PURGE_JOB, p->fence);

    if (e == OK)
        e = db_exec(cx, DRAWINGS_TAGS_CLEAR, &(struct drawings_tags_clear_in){ p->drawing }, NULL);
    if (e == OK)
        e = db_exec(cx, DRAWINGS_SHARES_DROP, &(struct drawings_shares_drop_in){ p->drawing }, NULL);
    if (e == OK)
        e = db_exec(cx, DRAWINGS_REPORTS_END, &(struct drawings_reports_end_in){ .drawing_id = p->drawing, .now = clock_utc_us() }, NULL);
    return e ? e : db_exec(cx, DRAWINGS_DROP, &(struct drawings_drop_in){ p->drawing }, NULL);
}

/* A version at a time, so that no lock is held for long and a stop in between loses nothing; the drawing's own row is the last. */
static enum err purge_drawing(struct ctx *cx, struct id id, int64_t fence, bool *ret_more)
{
    struct purge p = { .fence = fence, .drawing = id };
    struct drawings_versions_row *rows;
    size_t count;
    enum err e = drawing_versions(cx, id, 0, LIST_MAX, &rows, &count);

    for (size_t i = 0; e == OK && i < count; i++) {
        p.version = &rows[i];
        e = db_transaction(cx, purge_version, &p);
    }
    *ret_more |= count == LIST_MAX;
    return e || count == LIST_MAX ? e : db_transaction(cx, purge_rest, &p);
}

enum err drawings_purge(struct ctx *cx, int64_t fence, bool *ret_more)
{
    struct drawings_deleted_in in = { .before = clock_utc_us() - KEPT_US, .limit = DRAWINGS_AT_ONCE };
    struct drawings_deleted_row *rows;
    size_t count;
    enum err e = db_many(cx, DRAWINGS_DELETED, &in, &rows, &count);

    *ret_more = e == OK && count == DRAWINGS_AT_ONCE;
    for (size_t i = 0; e == OK && i < count; i++)
        e = purge_drawing(cx, rows[i].id, fence, ret_more);
    return e;
}
