/* web_api.c: drawings for programs, and for the editor, which speaks the same. */
#include "drawings/api.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/view.h"
#include "drawings/twin.h"
#include "web/json.h"
#include "web/reply.h"

#include <json-c/json.h>
#include <sodium.h>

#define CURSOR_MAX 80

/* ---- cursors: "views,id" or "id" in base64url ---- */

const char *cursor_after(struct arena *a, const struct drawings_stored_row *last, bool by_views)
{
    char id[ID_TEXT_SIZE], *text;
    const char *plain = id_text(last->id, id);
    size_t size;

    if (by_views)
        plain = arena_printf(a, "%lld,%s", (long long)last->views, id);
    size = sodium_base64_encoded_len(strlen(plain), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text = arena_alloc(a, size);
    return sodium_bin2base64(text, size, (const unsigned char *)plain, strlen(plain), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

enum err cursor_read(struct ctx *cx, const char *text, bool by_views, struct id *ret_before, int64_t *ret_views)
{
    char plain[CURSOR_MAX + 1];
    struct str rest = { plain, 0 };
    bool good;

    *ret_before = (struct id){ { 0 } };
    *ret_views = 0;
    if (!text || !text[0])
        return OK;
    good = sodium_base642bin((unsigned char *)plain, CURSOR_MAX, text, strlen(text), NULL, &rest.n, NULL,
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0;
    if (good && by_views)
        good = str_to_int(str_next(&rest, ','), ret_views) && rest.p;
    if (!good || !id_parse(rest, ret_before))
        ctx_fault(cx, "?cursor", "wrong_cursor", "is not the next_cursor of such a list");
    return ctx_faults(cx);
}

/* ---- lists ---- */

enum err drawings_query_of(struct ctx *cx, const struct drawings_in *in, struct drawings_query *ret)
{
    *ret = (struct drawings_query){ .by_views = in->sort == 1, .limit = in->limit };
    if (in->tag && in->tag[0]) {
        const char **tags, *why;
        size_t count;

        if (!tags_split(cx->arena, str_of(in->tag), &tags, &count, &why) || count > 1)
            ctx_fault(cx, "?tag", "invalid", "is one tag, of at most %d characters", TAG_MAX);
        else if (count)
            ret->tag = tags[0];
    }
    if (in->author && in->author[0])
        ret->author = in->author;
    return cursor_read(cx, in->cursor, ret->by_views, &ret->before, &ret->views);
}

enum err drawings_get_list(struct req *rq)
{
    struct json_object *v = view_new(rq->ctx.arena), *items = view_child_array(v, "items");
    struct drawings_query q;
    struct drawings_stored_row *rows;
    size_t count;
    bool more;
    enum err e = drawings_query_of(&rq->ctx, rq->in, &q);

    if (e == OK)
        e = drawings_list(&rq->ctx, &q, &rows, &count, &more);
    if (e)
        return e;
    for (size_t i = 0; i < count; i++)
        view_item_add(items, json_object_get(drawing_view(&rq->ctx, &rows[i])));
    view_text(v, "next_cursor", more && count ? cursor_after(rq->ctx.arena, &rows[count - 1], q.by_views) : NULL);
    return reply_json(rq, v);
}

/* ---- one drawing ---- */

/* What only some may see is kept by nobody; its tag changes with its state, too, which is no version. */
static void reply_private(struct req *rq, const struct drawings_stored_row *row)
{
    if (row->listed)
        return;
    reply_cache_control(rq, "private, no-store");
    reply_header(rq, "Vary", "Cookie, Authorization, Edit-Token");
    rq->reply.etag = arena_printf(rq->ctx.arena, "\"%lld.%s.json\"", (long long)row->version, drawing_state(row));
}

/* Views, its state and its parent's name change without a new version. */
static enum err reply_view(struct req *rq, const struct drawings_stored_row *row, struct json_object *v)
{
    enum err e = reply_json(rq, v);

    if (e == OK)
        reply_version_and_bytes(rq, row->version);
    return e;
}

enum err drawings_get(struct req *rq)
{
    const struct drawing_id_in *in = rq->in;
    struct drawings_stored_row row;
    enum err e = drawing_find_seen(&rq->ctx, in->id, &row);

    if (e)
        return e;
    reply_private(rq, &row);
    return reply_view(rq, &row, drawing_view(&rq->ctx, &row));
}

/* The newest version is for all who see the drawing; older ones are its owner's, and staff's. */
static enum err find_version(struct req *rq, struct id id, int64_t version, struct drawings_stored_row *ret_row,
                             struct drawings_version_one_row *ret)
{
    enum err e = drawing_find_seen(&rq->ctx, id, ret_row);

    if (e)
        return e;
    if (version && !drawing_is_own(&rq->ctx.principal, ret_row) && !drawing_is_staff(&rq->ctx.principal))
        return ctx_fail(&rq->ctx, ERR_NOT_FOUND, NULL, "There is no such version");
    return drawing_version(&rq->ctx, ret_row, version, ret);
}

enum err drawings_get_bytes(struct req *rq)
{
    const struct drawing_version_in *in = rq->in;
    struct drawings_version_one_row version;
    struct drawings_picture_row picture;
    struct drawings_stored_row row;
    enum err e = find_version(rq, in->id, in->version, &row, &version);

    if (e == OK)
        e = picture_find(&rq->ctx, version.picture_hash, &picture);
    if (e)
        return e;
    reply_version(rq, row.version);
    reply_cache_control(rq, in->version ? "private, no-store" : "no-cache");
    reply_private(rq, &row);
    return reply_chd1(rq, version.drawing_hash, picture.renderer);
}

/* ---- adding ---- */

enum err drawings_prepare(struct req *rq)
{
    const struct drawing_in *in = rq->in;
    struct drawing_sent *sent = ARENA_NEW(rq->ctx.arena, struct drawing_sent);
    enum err e = drawing_read(&rq->ctx, in->bytes, strcmp(rq->content_type, "application/json") == 0, sent);

    rq->prepared = sent;
    return e;
}

enum err details_of_input(struct ctx *cx, const struct drawing_in *in, const struct drawing_details *now, struct drawing_details *ret)
{
    const char **tags, *why;

    *ret = *now;
    if (in->title)
        ret->title = in->title;
    if (in->author)
        ret->author = in->author;
    if (in->visibility != VISIBILITY_AS_IT_IS)
        ret->is_public = in->visibility == VISIBILITY_PUBLIC;
    if (!in->tags)
        return OK;
    if (!tags_split(cx->arena, str_of(in->tags), &tags, &ret->tag_count, &why))
        ctx_fault(cx, "/tags", "invalid", "%s", why);
    ret->tags = tags;
    return ctx_faults(cx);
}

static enum err check_edit_token(struct req *rq)
{
    const char *token = rq->ctx.principal.edit_token;

    if (token && !edit_token_is_good(token))
        ctx_fault(&rq->ctx, "/edit_token", "invalid", "Edit-Token is %d characters of base64url: 32 random bytes", EDIT_TOKEN_LENGTH);
    return ctx_faults(&rq->ctx);
}

/* The drawing that was changed or added, as it is now; under the tag that a GET gives it, whatever else only this reply says. */
static enum err reply_drawing(struct req *rq, struct id id, const struct drawing_saved *added)
{
    struct drawings_stored_row row;
    struct json_object *v;
    char text[ID_TEXT_SIZE];
    enum err e = drawing_find(&rq->ctx, id, &row);

    if (e)
        return e;
    v = drawing_view(&rq->ctx, &row);
    e = reply_view(rq, &row, v);
    if (e || !added || added->existed)
        return e;
    if (added->edit_token)
        view_text(v, "edit_token", added->edit_token);
    return reply_created(rq, arena_printf(rq->ctx.arena, "/api/v1/drawings/%s", id_text(id, text)), v);
}

static enum err create(struct req *rq, struct id parent)
{
    const struct drawing_details none = { .is_public = true };
    struct drawing_new add = { .sent = rq->prepared, .edit_token = rq->ctx.principal.edit_token, .parent = parent };
    struct drawings_stored_row row;
    struct drawing_saved saved;
    enum err e = check_edit_token(rq);

    if (e == OK)
        e = details_of_input(&rq->ctx, rq->in, &none, &add.details);
    if (e == OK && !id_is_zero(parent))
        e = drawing_find_seen(&rq->ctx, parent, &row);
    if (e == OK)
        e = drawing_add(&rq->ctx, &add, &saved);
    return e ? e : reply_drawing(rq, saved.id, &saved);
}

enum err drawings_create(struct req *rq)
{
    const struct drawing_in *in = rq->in;

    return create(rq, in->parent);
}

enum err drawings_remix(struct req *rq)
{
    const struct drawing_in *in = rq->in;
    struct drawings_stored_row parent;
    enum err e = drawing_find_seen(&rq->ctx, in->id, &parent);

    return e ? e : create(rq, in->id);
}

/* ---- changing ---- */

static int64_t wanted_version(const struct req *rq)
{
    return rq->if_match_any ? 0 : rq->if_match;
}

/* Words that were sent along with a new version. */
static enum err describe_too(struct req *rq, const struct drawing_in *in, struct drawings_stored_row *row)
{
    struct drawing_details now = drawing_details_of(rq->ctx.arena, row), wanted;
    enum err e;

    if (!in->title && !in->author && !in->tags && in->visibility == VISIBILITY_AS_IT_IS)
        return OK;
    e = details_of_input(&rq->ctx, in, &now, &wanted);
    if (e == OK)
        e = drawing_describe(&rq->ctx, row, &wanted);
    row->version++;
    return e;
}

enum err drawings_update(struct req *rq)
{
    const struct drawing_in *in = rq->in;
    struct drawings_stored_row row;
    enum err e = drawing_lock_own(&rq->ctx, in->id, wanted_version(rq), &row);

    if (e == OK)
        e = describe_too(rq, in, &row);
    if (e == OK)
        e = drawing_redraw(&rq->ctx, &row, rq->prepared);
    return e ? e : reply_drawing(rq, in->id, NULL);
}

enum err drawings_details(struct req *rq)
{
    const struct details_in *in = rq->in;
    struct drawing_in words = { .title = in->title, .author = in->author, .tags = in->tags, .visibility = in->visibility };
    struct drawings_stored_row row;
    enum err e = drawing_lock_own(&rq->ctx, in->id, wanted_version(rq), &row);

    if (e == OK)
        e = describe_too(rq, &words, &row);
    return e ? e : reply_drawing(rq, in->id, NULL);
}

enum err drawings_delete(struct req *rq)
{
    const struct drawing_id_in *in = rq->in;
    struct drawings_stored_row row;
    enum err e = drawing_lock_own(&rq->ctx, in->id, wanted_version(rq), &row);

    if (e == OK)
        e = drawing_remove(&rq->ctx, &row);
    return e ? e : reply_no_content(rq);
}

/* ---- versions ---- */

static void put_version(struct arena *a, struct json_object *v, const struct drawings_versions_row *row)
{
    char at[CLOCK_RFC3339_SIZE];

    view_int(v, "version", row->version);
    view_text(v, "drawing_id", hash_hex_of(a, row->drawing_hash.p, HASH_BYTES));
    view_text(v, "picture_id", hash_hex_of(a, row->picture_hash.p, HASH_BYTES));
    view_int(v, "stroke_count", row->stroke_count);
    view_int(v, "point_count", row->point_count);
    view_int(v, "duration_ms", row->duration_ms);
    view_text(v, "saved_at", clock_rfc3339(row->saved_at, at));
}

enum err drawings_get_versions(struct req *rq)
{
    const struct versions_in *in = rq->in;
    struct json_object *v = view_new(rq->ctx.arena), *items = view_child_array(v, "items");
    struct drawings_stored_row row;
    struct drawings_versions_row *rows;
    size_t count;
    enum err e = drawing_find_seen(&rq->ctx, in->id, &row);

    if (e == OK && !drawing_is_own(&rq->ctx.principal, &row) && !drawing_is_staff(&rq->ctx.principal))
        return ctx_fail(&rq->ctx, ERR_DENIED, "not-yours", "Versions are for who drew this");
    if (e == OK)
        e = drawing_versions(&rq->ctx, in->id, in->before, in->limit + 1, &rows, &count);
    if (e)
        return e;
    for (size_t i = 0; i < count && i < (size_t)in->limit; i++)
        put_version(rq->ctx.arena, view_item(items), &rows[i]);
    view_null(v, "next_before");
    if (count > (size_t)in->limit)
        view_int(v, "next_before", rows[in->limit - 1].version);
    return reply_json(rq, v);
}

enum err drawings_restore(struct req *rq)
{
    const struct drawing_version_in *in = rq->in;
    enum err e = drawing_restore(&rq->ctx, in->id, wanted_version(rq), in->version);

    return e ? e : reply_drawing(rq, in->id, NULL);
}

/* ---- stroke by stroke ---- */

static enum err only_strokes(struct ctx *cx, struct json_object *object)
{
    json_object_object_foreach(object, name, value)
    {
        (void)value;
        if (strcmp(name, "palette") != 0 && strcmp(name, "strokes") != 0)
            ctx_fault(cx, arena_printf(cx->arena, "/%.100s", name), "unknown", "palette and strokes are taken here");
    }
    return ctx_faults(cx);
}

static enum err read_json(struct req *rq, struct str body, struct json_object **ret)
{
    struct json_limits limits = { .values = 4 * DRAWING_POINTS_MAX + 16 * DRAWING_STROKES_MAX };
    struct json_error error;

    if (!json_parse(body, &limits, ret, &error))
        return ctx_fail(&rq->ctx, ERR_MALFORMED, "bad-json", "Line %u, column %u: %s", error.line, error.column, error.message);
    view_keep(rq->ctx.arena, *ret);
    if (!json_object_is_type(*ret, json_type_object))
        return ctx_fail(&rq->ctx, ERR_MALFORMED, "bad-json", "The body must be a JSON object");
    return only_strokes(&rq->ctx, *ret);
}

enum err drawings_append(struct req *rq)
{
    const struct drawing_in *in = rq->in;
    struct drawings_stored_row row;
    struct json_object *more;
    struct drawing_sent sent;
    struct drawing d, longer;
    enum err e = read_json(rq, in->bytes, &more);

    if (e == OK)
        e = drawing_lock_own(&rq->ctx, in->id, wanted_version(rq), &row);
    if (e == OK)
        e = drawing_decode(&rq->ctx, row.drawing_hash, &d);
    if (e == OK)
        e = drawing_append(&rq->ctx, &d, more, &longer);
    if (e == OK)
        e = drawing_sent_of(&rq->ctx, &longer, &sent);
    if (e == OK)
        e = drawing_redraw(&rq->ctx, &row, &sent);
    return e ? e : reply_drawing(rq, in->id, NULL);
}

enum err drawings_strokes(struct req *rq)
{
    const struct strokes_in *in = rq->in;
    struct json_object *v = view_new(rq->ctx.arena), *twin;
    struct drawings_stored_row row;
    struct drawing d;
    size_t from;
    enum err e = drawing_find_seen(&rq->ctx, in->id, &row);

    if (e == OK)
        e = drawing_decode(&rq->ctx, row.drawing_hash, &d);
    if (e)
        return e;
    from = (size_t)in->from < d.stroke_count ? (size_t)in->from : d.stroke_count;
    view_int(v, "version", row.version);
    view_int(v, "from", (int64_t)from);
    view_int(v, "count", (int64_t)d.stroke_count);
    d.strokes += from;
    d.stroke_count -= from;
    twin = twin_view(rq->ctx.arena, &d);
    view_add(v, "palette", json_object_get(view_get(twin, "palette")));
    view_add(v, "strokes", json_object_get(view_get(twin, "strokes")));
    reply_version(rq, row.version);
    reply_cache_control(rq, "no-cache");
    reply_private(rq, &row);
    return reply_json(rq, v);
}

/* ---- who asks; what people do with a drawing ---- */

static enum err put_own(struct req *rq, struct json_object *v, struct id id)
{
    struct drawings_stored_row row;
    const char *why = "";
    enum err e = drawing_find_seen(&rq->ctx, id, &row);

    if (e == OK)
        e = drawing_why_hidden(&rq->ctx, &row, &why);
    if (e)
        return e;
    view_bool(v, "may_edit", drawing_is_own(&rq->ctx.principal, &row));
    view_int(v, "version", row.version);
    view_int(v, "views", row.views);
    view_text(v, "visibility", row.is_public ? "public" : "private");
    view_text(v, "state", drawing_state(&row));
    view_text(v, "hidden_reason", why);
    return OK;
}

enum err drawings_me(struct req *rq)
{
    const struct me_in *in = rq->in;
    const struct principal *p = &rq->ctx.principal;
    struct json_object *v = view_new(rq->ctx.arena);
    int64_t count = 0;
    enum err e = p->kind == PRINCIPAL_ANONYMOUS ? OK : drawings_owned_count(&rq->ctx, p->id, &count);

    view_text(v, "csrf", rq->csrf);
    view_bool(v, "guest", p->kind == PRINCIPAL_GUEST);
    view_bool(v, "staff", drawing_is_staff(p));
    view_int(v, "drawings", count);
    view_bool(v, "may_edit", false);
    if (e == OK && !id_is_zero(in->drawing))
        e = put_own(rq, v, in->drawing);
    if (e)
        return e;
    reply_cache_control(rq, "private, no-store");
    return reply_json(rq, v);
}

/* Who is nobody is an address and a browser: a whole venue may be behind one address. */
static const char *viewer_of(struct req *rq)
{
    const struct principal *p = &rq->ctx.principal;
    char id[ID_TEXT_SIZE];

    if (p->kind != PRINCIPAL_ANONYMOUS)
        return arena_strdup(rq->ctx.arena, id_text(p->id, id));
    return arena_printf(rq->ctx.arena, "%s %s", rq->ctx.address, req_param(rq, "HTTP_USER_AGENT"));
}

/* Before the transaction: one that is tried again would take its own note for somebody else's. */
enum err drawings_view_prepare(struct req *rq)
{
    const struct drawing_id_in *in = rq->in;
    struct seen *seen = ARENA_NEW(rq->ctx.arena, struct seen);

    seen_look(&rq->ctx, viewer_of(rq), in->id, seen);
    rq->prepared = seen;
    return OK;
}

enum err drawings_view(struct req *rq)
{
    const struct drawing_id_in *in = rq->in;
    const struct seen *seen = rq->prepared;
    enum err e = seen->is_new ? drawing_count_view(&rq->ctx, in->id) : OK;

    if (e)
        return e;
    if (seen->is_new)
        seen_keep_after_commit(&rq->ctx, seen);
    return reply_no_content(rq);
}

enum err drawings_report(struct req *rq)
{
    const struct report_in *in = rq->in;
    enum err e = report_add(&rq->ctx, in->id, in->reason, in->text);

    return e ? e : reply_no_content(rq);
}
