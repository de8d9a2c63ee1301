/* records.c: stored drawings: found, listed, their versions and bytes. */
#include "drawings/drawings.h"

#include "drawings/chd1.h"
#include "drawings/drawing_fault.h"
#include "store/blob.h"
#include "store/db.h"

#define COMMON_TAG 1000                /* drawings: more than one sorts for a page */

static const struct id last_id = { { 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255 } };

static struct id before_or_top(struct id before)
{
    return id_is_zero(before) ? last_id : before;
}

/* ---- one ---- */

static enum err no_drawing(struct ctx *cx)
{
    return ctx_fail(cx, ERR_NOT_FOUND, NULL, "There is no such drawing");
}

enum err drawing_find(struct ctx *cx, struct id id, struct drawings_stored_row *ret)
{
    struct drawings_stored_row *rows;
    size_t count;
    enum err e = db_many(cx, DRAWINGS_STORED, &(struct drawings_stored_in){ .ids = { &id, 1 } }, &rows, &count);

    if (e == OK && count == 0)
        return no_drawing(cx);
    if (e == OK)
        *ret = rows[0];
    return e;
}

enum err drawing_find_seen(struct ctx *cx, struct id id, struct drawings_stored_row *ret)
{
    enum err e = drawing_find(cx, id, ret);

    return e == OK && !drawing_may_see(&cx->principal, ret) ? no_drawing(cx) : e;
}

enum err drawing_lock_own(struct ctx *cx, struct id id, int64_t version, struct drawings_stored_row *ret)
{
    struct drawings_lock_row lock;
    enum err e = db_one(cx, DRAWINGS_LOCK, &(struct drawings_lock_in){ .id = id }, &lock);

    if (e == ERR_NOT_FOUND)
        return no_drawing(cx);
    if (e == OK)
        e = drawing_find_seen(cx, id, ret);
    if (e)
        return e;
    if (!drawing_is_own(&cx->principal, ret))
        return ctx_fail(cx, ERR_DENIED, "not-yours", "Only who drew this may change it");
    if (version && version != ret->version)
        return ctx_fail(cx, ERR_STALE, NULL, "The drawing has version %lld by now, not %lld", (long long)ret->version, (long long)version);
    return OK;
}

/* ---- many ---- */

static const struct drawings_stored_row *with_id(const struct drawings_stored_row *rows, size_t count, struct id id)
{
    for (size_t i = 0; i < count; i++) {
        if (id_equal(rows[i].id, id))
            return &rows[i];
    }
    return NULL;
}

enum err drawings_by_id(struct ctx *cx, const struct id *ids, size_t count, struct drawings_stored_row **ret, size_t *ret_count)
{
    struct drawings_stored_row *rows, *sorted = ARENA_ARRAY(cx->arena, count + 1, struct drawings_stored_row);
    size_t found = 0, n = 0;
    enum err e = count ? db_many(cx, DRAWINGS_STORED, &(struct drawings_stored_in){ .ids = { ids, count } }, &rows, &found) : OK;

    if (e)
        return e;
    for (size_t i = 0; i < count; i++) {
        const struct drawings_stored_row *row = with_id(rows, found, ids[i]);

        if (row)
            sorted[n++] = *row;
    }
    *ret = sorted;
    *ret_count = n;
    return OK;
}

/* One more row than asked for tells that there is a next page. */
static enum err page_of(struct ctx *cx, struct id *ids, size_t count, int64_t limit, struct drawings_stored_row **ret, size_t *ret_count,
                        bool *ret_more)
{
    *ret_more = count > (size_t)limit;
    return drawings_by_id(cx, ids, *ret_more ? (size_t)limit : count, ret, ret_count);
}

/* `only`: by the author alone. */
static uint32_t with_of(const struct drawings_query *q, uint32_t tag, uint32_t author, uint32_t only)
{
    return (q->tag ? tag : 0) | (q->author ? author : 0) | (q->author && !q->tag ? only : 0);
}

/* Of a rare tag all drawings are sorted; of a common one those that are viewed most are looked through. */
static enum err by_views(struct ctx *cx, const struct drawings_query *q, bool *ret)
{
    struct drawings_tag_common_in in = { .tag = q->tag, .many = COMMON_TAG };
    struct drawings_tag_common_row row = { .is_common = true };
    enum err e = q->tag && !q->author ? db_one(cx, DRAWINGS_TAG_COMMON, &in, &row) : OK;

    *ret = row.is_common && !q->author;
    return e;
}

static enum err list_by_views(struct ctx *cx, const struct drawings_query *q, struct id **ret_ids, size_t *ret_count)
{
    struct drawings_most_viewed_in in = {
        .with = with_of(q, DRAWINGS_MOST_VIEWED_WITH_TAG, DRAWINGS_MOST_VIEWED_WITH_AUTHOR, DRAWINGS_MOST_VIEWED_WITH_AUTHOR_ONLY),
        .before = before_or_top(q->before), .views = id_is_zero(q->before) ? INT64_MAX : q->views, .tag = q->tag, .author = q->author,
        .limit = q->limit + 1,
    };
    struct drawings_most_viewed_row *rows;
    bool whole;
    enum err e = by_views(cx, q, &whole);

    in.with |= whole ? DRAWINGS_MOST_VIEWED_WITH_BY_VIEWS : 0;
    if (e == OK)
        e = db_many(cx, DRAWINGS_MOST_VIEWED, &in, &rows, ret_count);
    *ret_ids = ARENA_ARRAY(cx->arena, e ? 1 : *ret_count + 1, struct id);
    for (size_t i = 0; e == OK && i < *ret_count; i++)
        (*ret_ids)[i] = rows[i].id;
    return e;
}

static enum err list_newest(struct ctx *cx, const struct drawings_query *q, struct id **ret_ids, size_t *ret_count)
{
    struct drawings_newest_in in = {
        .with = with_of(q, DRAWINGS_NEWEST_WITH_TAG, DRAWINGS_NEWEST_WITH_AUTHOR, DRAWINGS_NEWEST_WITH_AUTHOR_ONLY) |
                (q->tag || q->author ? 0 : DRAWINGS_NEWEST_WITH_ALL),
        .before = before_or_top(q->before), .tag = q->tag, .author = q->author, .limit = q->limit + 1,
    };
    struct drawings_newest_row *rows;
    enum err e = db_many(cx, DRAWINGS_NEWEST, &in, &rows, ret_count);

    *ret_ids = ARENA_ARRAY(cx->arena, e ? 1 : *ret_count + 1, struct id);
    for (size_t i = 0; e == OK && i < *ret_count; i++)
        (*ret_ids)[i] = rows[i].id;
    return e;
}

enum err drawings_list(struct ctx *cx, const struct drawings_query *q, struct drawings_stored_row **ret, size_t *ret_count,
                       bool *ret_more)
{
    struct id *ids;
    size_t count;
    enum err e = q->by_views ? list_by_views(cx, q, &ids, &count) : list_newest(cx, q, &ids, &count);

    return e ? e : page_of(cx, ids, count, q->limit, ret, ret_count, ret_more);
}

enum err drawings_owned(struct ctx *cx, struct id owner, struct id before, int64_t limit, struct drawings_stored_row **ret,
                        size_t *ret_count, bool *ret_more)
{
    struct drawings_owned_in in = { .owner_id = owner, .before = before_or_top(before), .limit = limit + 1 };
    struct drawings_owned_row *rows;
    struct id *ids;
    size_t count;
    enum err e = db_many(cx, DRAWINGS_OWNED, &in, &rows, &count);

    if (e)
        return e;
    ids = ARENA_ARRAY(cx->arena, count + 1, struct id);
    for (size_t i = 0; i < count; i++)
        ids[i] = rows[i].id;
    return page_of(cx, ids, count, limit, ret, ret_count, ret_more);
}

enum err drawings_owned_count(struct ctx *cx, struct id owner, int64_t *ret)
{
    struct drawings_owned_count_row row;
    enum err e = db_one(cx, DRAWINGS_OWNED_COUNT, &(struct drawings_owned_count_in){ .owner_id = owner }, &row);

    if (e == OK)
        *ret = row.n;
    return e;
}

enum err drawings_children(struct ctx *cx, struct id parent, int64_t limit, struct drawings_stored_row **ret, size_t *ret_count)
{
    struct drawings_children_row *rows;
    struct id *ids;
    size_t count;
    bool more;
    enum err e = db_many(cx, DRAWINGS_CHILDREN, &(struct drawings_children_in){ .parent_id = parent, .limit = limit }, &rows, &count);

    if (e)
        return e;
    ids = ARENA_ARRAY(cx->arena, count + 1, struct id);
    for (size_t i = 0; i < count; i++)
        ids[i] = rows[i].id;
    return page_of(cx, ids, count, limit, ret, ret_count, &more);
}

enum err drawings_tags(struct ctx *cx, int64_t limit, struct drawings_tags_used_row **ret, size_t *ret_count)
{
    return db_many(cx, DRAWINGS_TAGS_USED, &(struct drawings_tags_used_in){ .limit = limit }, ret, ret_count);
}

enum err drawings_move(struct ctx *cx, struct id from, struct id to)
{
    return db_exec(cx, DRAWINGS_MOVE_ALL, &(struct drawings_move_all_in){ .from = from, .to = to }, NULL);
}

enum err drawing_count_view(struct ctx *cx, struct id id)
{
    int64_t affected = 0;
    enum err e = db_exec(cx, DRAWINGS_VIEWED, &(struct drawings_viewed_in){ .id = id }, &affected);

    return e == OK && affected == 0 ? no_drawing(cx) : e;
}

/* ---- versions and bytes ---- */

enum err drawing_versions(struct ctx *cx, struct id id, int64_t before, int64_t limit, struct drawings_versions_row **ret,
                          size_t *ret_count)
{
    struct drawings_versions_in in = { .drawing_id = id, .before = before ? before : INT64_MAX, .limit = limit };

    return db_many(cx, DRAWINGS_VERSIONS, &in, ret, ret_count);
}

enum err drawing_version(struct ctx *cx, const struct drawings_stored_row *row, int64_t version, struct drawings_version_one_row *ret)
{
    enum err e;

    if (version == 0) {
        *ret = (struct drawings_version_one_row){
            .version = row->version, .drawing_hash = row->drawing_hash, .picture_hash = row->picture_hash,
            .stroke_count = row->stroke_count, .point_count = row->point_count, .duration_ms = row->duration_ms,
            .saved_at = row->updated_at,
        };
        return OK;
    }
    e = db_one(cx, DRAWINGS_VERSION_ONE, &(struct drawings_version_one_in){ .drawing_id = row->id, .version = version }, ret);
    return e == ERR_NOT_FOUND ? ctx_fail(cx, e, NULL, "This drawing has no version %lld", (long long)version) : e;
}

enum err picture_find(struct ctx *cx, struct str picture_hash, struct drawings_picture_row *ret)
{
    struct drawings_picture_in in = { picture_hash };
    enum err e = db_one(cx, DRAWINGS_PICTURE, &in, ret);

    return e == ERR_NOT_FOUND ? ctx_fail(cx, e, NULL, "There is no such picture") : e;
}

enum err drawing_replayed(struct ctx *cx, const struct hash *drawing, int64_t *ret_renderer)
{
    struct drawings_replayable_in in = { hash_str(drawing) };
    struct drawings_replayable_row row;
    enum err e = db_one(cx, DRAWINGS_REPLAYABLE, &in, &row);

    *ret_renderer = e == OK ? row.renderer : 0;
    return e;
}

enum err drawing_bytes(struct ctx *cx, struct str drawing_hash, struct str *ret)
{
    struct hash h;

    memcpy(h.b, drawing_hash.p, HASH_BYTES);
    return blob_get(cx, h, ret, NULL);
}

enum err drawing_decode(struct ctx *cx, struct str drawing_hash, struct drawing *ret)
{
    struct drawing_fault fault;
    struct str bytes;
    enum err e = drawing_bytes(cx, drawing_hash, &bytes);

    if (e)
        return e;
    if (!chd1_decode(cx->arena, bytes, ret, &fault))
        return ctx_fail(cx, ERR_INTERNAL, NULL, "a stored drawing cannot be read: %s",
                        drawing_fault_problem(cx->arena, &fault, "").detail);
    return OK;
}
