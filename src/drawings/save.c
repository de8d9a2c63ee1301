/* save.c: the story of a change: what was sent, checked; its bytes, rows and tags; what is forgotten afterwards. */
#include "drawings/drawings.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/view.h"
#include "drawings/chd1.h"
#include "drawings/drawing_cost.h"
#include "drawings/raster.h"
#include "drawings/twin.h"
#include "store/blob.h"
#include "store/db.h"
#include "store/file.h"
#include "store/store.h"
#include "web/json.h"

#define TOKEN_BYTES 32
#define TAGS_JSON_MAX ((size_t)8 << 10)

/* Owner of what the system itself adds. */
static const struct id system_owner = { "system" };

static const char *text_or_null(const char *text)
{
    return text && text[0] ? text : NULL;
}

/* ---- reading what was sent ---- */

static enum err refuse(struct ctx *cx, const struct drawing_fault *fault)
{
    struct drawing_problem p = drawing_fault_problem(cx->arena, fault, "");
    enum err e = drawing_fault_err(fault);

    ctx_fault(cx, p.pointer, p.code, "%s", p.detail);
    return e == ERR_INVALID ? ctx_faults(cx) : ctx_fail(cx, e, NULL, "%s", p.detail);
}

static enum err read_twin(struct ctx *cx, struct str body, struct drawing *ret)
{
    struct json_limits limits = { .values = 4 * DRAWING_POINTS_MAX + 16 * DRAWING_STROKES_MAX + 1000 };
    struct twin_problems problems = { .count = 0 };
    struct json_error error;
    struct json_object *v;

    if (!json_parse(body, &limits, &v, &error))
        return ctx_fail(cx, ERR_MALFORMED, "bad-json", "Line %u, column %u: %s", error.line, error.column, error.message);
    view_keep(cx->arena, v);
    if (twin_read(cx->arena, v, "", ret, &problems) == OK)
        return OK;
    for (size_t i = 0; i < problems.count; i++)
        ctx_fault(cx, problems.problem[i].pointer, problems.problem[i].code, "%s", problems.problem[i].detail);
    return ctx_faults(cx);
}

enum err drawing_sent_of(struct ctx *cx, const struct drawing *d, struct drawing_sent *ret)
{
    struct drawing_fault fault;
    struct buf b;

    buf_init(&b, cx->arena, DRAWING_BYTES_MAX + 1);
    if (drawing_too_costly(cx->arena, d, &fault) || !chd1_encode(d, &b, &fault))
        return refuse(cx, &fault);
    ret->d = *d;
    ret->bytes = buf_str(&b);
    ret->drawing_id = hash_sha256(ret->bytes);
    ret->picture_id = chd1_picture_id(cx->arena, d);
    return OK;
}

enum err drawing_read(struct ctx *cx, struct str body, bool json, struct drawing_sent *ret)
{
    struct drawing_fault fault;
    struct drawing d;
    enum err e = OK;

    if (json)
        e = read_twin(cx, body, &d);
    else if (!chd1_decode(cx->arena, body, &d, &fault))
        e = refuse(cx, &fault);
    return e ? e : drawing_sent_of(cx, &d, ret);
}

/* ---- what follows a change ---- */

static void retract_words(struct ctx *cx, struct id id)
{
    char text[ID_TEXT_SIZE];

    id_text(id, text);
    page_retract_after_commit(cx, "/drawings/%s", text);
    page_retract_after_commit(cx, "/api/v1/drawings/%s", text);
}

static void retract_lists(struct ctx *cx, struct id parent)
{
    page_retract_after_commit(cx, "#" DRAWINGS_GROUP);
    if (!id_is_zero(parent))
        retract_words(cx, parent);
}

static void retract_folder(struct ctx *cx, const char *kind, struct str hash)
{
    page_retract_after_commit(cx, "/drawings/%s/%s/", kind, hash_hex_of(cx->arena, hash.p, HASH_BYTES));
}

/* Remixes name what they were made out of. */
static enum err retract_remixes(struct ctx *cx, struct id parent)
{
    struct drawings_remixes_row *rows;
    size_t count;
    enum err e = db_many(cx, DRAWINGS_REMIXES, &(struct drawings_remixes_in){ parent }, &rows, &count);

    for (size_t i = 0; e == OK && i < count; i++)
        retract_words(cx, rows[i].id);
    return e;
}

enum err drawing_retract(struct ctx *cx, const struct drawings_stored_row *row)
{
    retract_words(cx, row->id);
    retract_folder(cx, "img", row->picture_hash);
    retract_folder(cx, "replay", row->drawing_hash);
    retract_lists(cx, row->parent_id);
    return retract_remixes(cx, row->id);
}

enum err picture_retract(struct ctx *cx, struct str picture_hash)
{
    struct drawings_alike_row *rows;
    struct drawings_alike_family_row *family;
    size_t count, family_count;
    enum err e = db_many(cx, DRAWINGS_ALIKE, &(struct drawings_alike_in){ picture_hash }, &rows, &count);

    if (e == OK)
        e = db_many(cx, DRAWINGS_ALIKE_FAMILY, &(struct drawings_alike_family_in){ picture_hash }, &family, &family_count);
    if (e)
        return e;
    retract_folder(cx, "img", picture_hash);
    retract_lists(cx, (struct id){ { 0 } });
    for (size_t i = 0; i < count; i++) {
        retract_words(cx, rows[i].id);
        retract_folder(cx, "replay", rows[i].drawing_hash);
    }
    for (size_t i = 0; i < family_count; i++)
        retract_words(cx, family[i].id);
    return OK;
}

/* ---- rows ---- */

static int64_t duration_ms(const struct drawing *d)
{
    int64_t last = 0;

    for (size_t i = 0; i < d->stroke_count; i++) {
        size_t n = drawing_time_count(&d->strokes[i]);

        if (n)
            last = d->strokes[i].time_ms[n - 1];
    }
    return last;
}

/* Nobody needs to look first: the site does not ask for it, or staff does it. */
static bool is_approved(const struct ctx *cx)
{
    return !cx->store->config.publish_after_approval || drawing_is_staff(&cx->principal) || cx->principal.kind == PRINCIPAL_SYSTEM;
}

/* The bytes and what they look like. The picture's row stays locked, so that it is not hidden in between. */
static enum err keep_picture(struct ctx *cx, const struct drawing_sent *sent, bool *ret_hidden)
{
    struct drawings_picture_lock_row row;
    struct drawings_picture_add_in in = { .picture_hash = hash_str(&sent->picture_id), .drawing_hash = hash_str(&sent->drawing_id),
                                          .renderer = RASTER_VERSION, .now = clock_utc_us() };
    struct hash hash;
    enum err e = blob_put(cx, sent->bytes, CHD1_TYPE, &hash);

    if (e == OK)
        e = db_exec(cx, DRAWINGS_PICTURE_ADD, &in, NULL);
    if (e == OK)
        e = db_one(cx, DRAWINGS_PICTURE_LOCK, &(struct drawings_picture_lock_in){ hash_str(&sent->picture_id) }, &row);
    if (e == OK)
        *ret_hidden = row.hidden;
    return e;
}

static enum err add_version(struct ctx *cx, struct id id, int64_t version, const struct drawing_sent *sent)
{
    struct drawings_version_add_in in = {
        .drawing_id = id, .version = version, .drawing_hash = hash_str(&sent->drawing_id), .picture_hash = hash_str(&sent->picture_id),
        .stroke_count = (int64_t)sent->d.stroke_count, .point_count = (int64_t)drawing_point_count(&sent->d),
        .duration_ms = duration_ms(&sent->d), .now = clock_utc_us(),
    };

    return db_exec(cx, DRAWINGS_VERSION_ADD, &in, NULL);
}

static const char *tags_json(struct ctx *cx, const struct drawing_details *details)
{
    struct json_object *list = view_child_array(view_new(cx->arena), "tags");
    struct buf b;

    for (size_t i = 0; i < details->tag_count; i++)
        view_item_str(list, str_of(details->tags[i]));
    buf_init(&b, cx->arena, TAGS_JSON_MAX);
    json_print(&b, list);
    return buf_text(&b);
}

static enum err put_tags(struct ctx *cx, struct id id, const struct drawing_details *details)
{
    struct drawings_tag_add_in rows[TAGS_MAX];

    for (size_t i = 0; i < details->tag_count && i < TAGS_MAX; i++)
        rows[i] = (struct drawings_tag_add_in){ .drawing_id = id, .tag = details->tags[i] };
    return details->tag_count ? db_exec_all(cx, DRAWINGS_TAG_ADD, rows, details->tag_count) : OK;
}

/* ---- once ---- */

/* What finds a drawing when it is sent again: in the gallery its bytes, else its bytes by the same hand. */
static struct hash once_key(struct ctx *cx, const struct drawing_sent *sent, const char *edit_token, struct id owner, bool open)
{
    struct buf b;

    if (open)
        return sent->drawing_id;
    buf_init(&b, cx->arena, 200);
    buf_put_str(&b, hash_str(&sent->drawing_id));
    if (edit_token)
        buf_puts(&b, edit_token);
    else
        buf_put_str(&b, (struct str){ (const char *)owner.b, ID_BYTES });
    return hash_sha256(buf_str(&b));
}

/* ERR_NOT_FOUND, nothing noted: there is none that is the same for this principal, though the key may be taken. One's own is the
   same even if it was changed since; that of others must be there for everybody, and still be these bytes. */
static enum err find_once(struct ctx *cx, const struct hash *key, const struct drawing_sent *sent, struct id owner,
                          struct drawings_stored_row *ret, bool *ret_taken)
{
    struct drawings_by_once_row row;
    enum err e = db_one(cx, DRAWINGS_BY_ONCE, &(struct drawings_by_once_in){ hash_str(key) }, &row);

    *ret_taken = e == OK;
    if (e == OK)
        e = drawing_find(cx, row.id, ret);
    if (e == ERR_NOT_FOUND)
        ctx_clear_error(cx);
    if (e || drawing_is_own(&cx->principal, ret) || id_equal(ret->owner_id, owner))
        return e;
    return ret->listed && str_equal(ret->drawing_hash, hash_str(&sent->drawing_id)) ? OK : ERR_NOT_FOUND;
}

/* A guest whose first reply was lost comes again as another guest, with the same Edit-Token: the drawing is that one's. */
static enum err take_over(struct ctx *cx, const struct drawings_stored_row *row)
{
    if (cx->principal.kind != PRINCIPAL_GUEST || id_equal(row->owner_id, cx->principal.id) || !drawing_is_own(&cx->principal, row))
        return OK;
    return db_exec(cx, DRAWINGS_SET_OWNER, &(struct drawings_set_owner_in){ .id = row->id, .owner_id = cx->principal.id }, NULL);
}

/* ---- adding ---- */

/* `key` NULL: what would find it is taken by a drawing that went to somebody else. */
static enum err insert(struct ctx *cx, const struct drawing_new *in, struct id owner, const struct hash *key, struct drawing_saved *saved)
{
    const struct drawing_sent *sent = in->sent;
    const char *token = in->edit_token ? in->edit_token : saved->edit_token;
    struct hash token_hash = hash_sha256(str_of(token ? token : ""));
    struct drawings_add_in row = {
        .id = saved->id, .owner_id = owner, .once_key = key ? hash_str(key) : (struct str){ 0 },
        .edit_token_hash = token ? hash_str(&token_hash) : (struct str){ 0 },
        .drawing_hash = hash_str(&sent->drawing_id), .picture_hash = hash_str(&sent->picture_id),
        .title = text_or_null(in->details.title), .author = text_or_null(in->details.author), .tags = tags_json(cx, &in->details),
        .width = sent->d.width, .height = sent->d.height, .stroke_count = (int64_t)sent->d.stroke_count,
        .point_count = (int64_t)drawing_point_count(&sent->d), .duration_ms = duration_ms(&sent->d), .is_public = in->details.is_public,
        .approved = is_approved(cx), .parent_id = in->parent, .now = clock_utc_us(),
    };
    enum err e = keep_picture(cx, sent, &row.hidden);

    if (e == OK)
        e = db_exec(cx, DRAWINGS_ADD, &row, NULL);
    if (e == ERR_CONFLICT) {       /* the same drawing came twice at once: the next try finds the other one's */
        cx->retry = true;
        return ctx_fail(cx, ERR_BUSY, NULL, "Please send the drawing again");
    }
    if (e == OK)
        e = put_tags(cx, saved->id, &in->details);
    if (e == OK)
        e = add_version(cx, saved->id, 1, sent);
    if (e == OK)
        retract_lists(cx, in->parent);
    return e;
}

static bool needs_token(const struct ctx *cx)
{
    return cx->principal.kind == PRINCIPAL_GUEST || cx->principal.kind == PRINCIPAL_ANONYMOUS;
}

enum err drawing_add(struct ctx *cx, const struct drawing_new *in, struct drawing_saved *ret)
{
    struct id owner = !id_is_zero(in->owner) ? in->owner : id_is_zero(cx->principal.id) ? system_owner : cx->principal.id;
    struct hash open = once_key(cx, in->sent, in->edit_token, owner, true), own = once_key(cx, in->sent, in->edit_token, owner, false);
    struct drawings_stored_row row;
    bool open_taken, own_taken;
    enum err e = find_once(cx, &open, in->sent, owner, &row, &open_taken);

    if (e == ERR_NOT_FOUND)
        e = find_once(cx, &own, in->sent, owner, &row, &own_taken);
    if (e == OK) {
        *ret = (struct drawing_saved){ .id = row.id, .existed = true };
        return take_over(cx, &row);
    }
    if (e != ERR_NOT_FOUND)
        return e;
    *ret = (struct drawing_saved){ .id = id_new(0) };
    if (!in->edit_token && needs_token(cx))
        ret->edit_token = hash_random_text(cx->arena, TOKEN_BYTES);
    if (in->details.is_public && !open_taken)
        return insert(cx, in, owner, &open, ret);
    return insert(cx, in, owner, own_taken ? NULL : &own, ret);
}

/* ---- changing ---- */

/* An update that names the version it changes. */
static enum err change(struct ctx *cx, const struct statement *st, const void *in)
{
    int64_t affected = 0;
    enum err e = db_exec(cx, st, in, &affected);

    return e == OK && affected == 0 ? ctx_fail(cx, ERR_STALE, NULL, "The drawing was changed in the meantime") : e;
}

enum err drawing_redraw(struct ctx *cx, const struct drawings_stored_row *row, const struct drawing_sent *sent)
{
    struct drawings_redraw_in in = {
        .id = row->id, .version = row->version, .drawing_hash = hash_str(&sent->drawing_id), .picture_hash = hash_str(&sent->picture_id),
        .width = sent->d.width, .height = sent->d.height, .stroke_count = (int64_t)sent->d.stroke_count,
        .point_count = (int64_t)drawing_point_count(&sent->d), .duration_ms = duration_ms(&sent->d), .approved = is_approved(cx),
        .now = clock_utc_us(),
    };
    enum err e = keep_picture(cx, sent, &in.hidden);

    if (e == OK)
        e = change(cx, DRAWINGS_REDRAW, &in);
    if (e == OK)
        e = add_version(cx, row->id, row->version + 1, sent);
    return e ? e : drawing_retract(cx, row);
}

enum err drawing_restore(struct ctx *cx, struct id id, int64_t now, int64_t version)
{
    struct drawings_version_one_row old;
    struct drawings_stored_row row;
    struct drawing_sent sent;
    struct drawing d;
    enum err e = drawing_lock_own(cx, id, now, &row);

    if (e == OK)
        e = drawing_version(cx, &row, version, &old);
    if (e == OK)
        e = drawing_decode(cx, old.drawing_hash, &d);
    if (e == OK)
        e = drawing_sent_of(cx, &d, &sent);
    return e ? e : drawing_redraw(cx, &row, &sent);
}

enum err drawing_describe(struct ctx *cx, const struct drawings_stored_row *row, const struct drawing_details *details)
{
    struct drawings_set_details_in in = {
        .id = row->id, .version = row->version, .title = text_or_null(details->title), .author = text_or_null(details->author),
        .tags = tags_json(cx, details), .is_public = details->is_public, .now = clock_utc_us(),
    };
    enum err e;

    in.approved = row->approved && (is_approved(cx) || drawing_stays_approved(row, &in));
    e = change(cx, DRAWINGS_SET_DETAILS, &in);
    if (e == OK)
        e = db_exec(cx, DRAWINGS_TAGS_CLEAR, &(struct drawings_tags_clear_in){ row->id }, NULL);
    if (e == OK)
        e = put_tags(cx, row->id, details);
    return e ? e : drawing_retract(cx, row);
}

enum err drawing_remove(struct ctx *cx, const struct drawings_stored_row *row)
{
    struct drawings_remove_in in = { .id = row->id, .version = row->version, .now = clock_utc_us() };
    enum err e = change(cx, DRAWINGS_REMOVE, &in);

    if (e == OK)
        e = db_exec(cx, DRAWINGS_TAGS_CLEAR, &(struct drawings_tags_clear_in){ row->id }, NULL);
    return e ? e : drawing_retract(cx, row);
}

struct drawing_details drawing_details_of(struct arena *a, const struct drawings_stored_row *row)
{
    struct drawing_details d = { .title = row->title, .author = row->author, .is_public = row->is_public };
    const char **tags = ARENA_ARRAY(a, TAGS_MAX, const char *);
    struct json_object *list = NULL;
    struct json_error error;

    if (json_parse(str_of(row->tags), NULL, &list, &error))
        view_keep(a, list);
    for (size_t i = 0; i < TAGS_MAX && view_at(list, i); i++)
        tags[d.tag_count++] = arena_strdup(a, json_object_get_string(view_at(list, i)));
    d.tags = tags;
    return d;
}
