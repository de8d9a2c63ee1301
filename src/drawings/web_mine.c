/* web_mine.c: what one has drawn oneself: the list, who sees it, versions, deleting, another device. */
#include "drawings/pages.h"

#include "base/clock.h"
#include "base/view.h"
#include "store/store.h"
#include "web/form.h"
#include "web/guest.h"
#include "web/reply.h"

#define MINE_SHOWN 48
#define VERSIONS_SHOWN 24

const struct field mine_fields[] = {
    { "cursor", FIELD_TEXT, .at = offsetof(struct mine_in, cursor), .max = 200 },
    { 0 }
};
const struct field visibility_fields[] = {
    { "id", FIELD_ID, .at = offsetof(struct visibility_in, id), .from = FROM_PATH },
    { "visibility", FIELD_CHOICE, .at = offsetof(struct visibility_in, visibility), .choices = visibilities, .required = true },
    { 0 }
};
const struct field restore_fields[] = {
    { "id", FIELD_ID, .at = offsetof(struct restore_in, id), .from = FROM_PATH },
    { "version", FIELD_INT, .at = offsetof(struct restore_in, version), .min = 1, .required = true },
    { 0 }
};
const struct field token_fields[] = {
    { "token", FIELD_TEXT, .at = offsetof(struct token_in, token), .from = FROM_PATH, .max = 100 },
    { 0 }
};

/* ---- the list ---- */

static enum err put_rows(struct req *rq, struct json_object *v, struct id before)
{
    struct arena *a = rq->ctx.arena;
    struct json_object *list = view_child_array(v, "drawings");
    struct drawings_stored_row *rows;
    size_t count = 0;
    bool more = false;
    enum err e = OK;

    if (rq->ctx.principal.kind != PRINCIPAL_ANONYMOUS)
        e = drawings_owned(&rq->ctx, rq->ctx.principal.id, before, MINE_SHOWN, &rows, &count, &more);
    for (size_t i = 0; e == OK && i < count; i++) {
        struct json_object *row = view_item(list);

        page_put_card(a, row, &rows[i]);
        page_put_time(a, row, "created", rows[i].created_at, false);
        e = page_put_own_links(&rq->ctx, row, &rows[i]);
    }
    if (e)
        return e;
    view_bool(v, "has_drawings", count > 0);
    view_bool(v, "next_href", false);
    if (more)
        view_text(v, "next_href", arena_printf(a, "/drawings/mine?cursor=%s", cursor_after(a, &rows[count - 1], false)));
    view_bool(v, "first_href", false);
    if (!id_is_zero(before))
        view_text(v, "first_href", "/drawings/mine");
    return OK;
}

/* `move`: a one-time link that was just made, or NULL. */
static enum err reply_mine(struct req *rq, const char *cursor, const char *move)
{
    struct arena *a = rq->ctx.arena;
    struct json_object *v = page_new(rq, "My drawings", "base drawings-gallery"), *link;
    const char *refused = rq->ctx.error_detail ? rq->ctx.error_detail : "", *url;
    int64_t views;
    struct id before;
    enum err e;

    ctx_clear_error(&rq->ctx);
    e = cursor_read(&rq->ctx, cursor, false, &before, &views);
    if (e == OK)
        e = put_rows(rq, v, before);
    if (e)
        return e;
    page_put_form(rq, v);
    view_text(v, "refused_text", refused);
    view_bool(v, "is_guest", rq->ctx.principal.kind == PRINCIPAL_GUEST);
    view_text(v, "move_action", "/drawings/mine/move");
    view_str(v, "move_key", view_get_str(v, "key"));
    view_text(v, "forget_action", "/drawings/mine/forget");
    view_bool(v, "move", false);
    if (move) {
        link = view_child(v, "move");
        url = arena_printf(a, "%s/drawings/move/%s", rq->ctx.store->config.site_url, move);
        view_text(link, "url", url);
        page_put_qr(a, link, url);
        page_put_time(a, link, "expires", clock_utc_us() + GUEST_LINK_S * 1000000LL, true);
    }
    return page_reply_private(rq, 200, "drawings/mine", v);
}

enum err drawings_mine_page(struct req *rq)
{
    const struct mine_in *in = rq->in;

    return reply_mine(rq, in->cursor, NULL);
}

/* ---- who sees it ---- */

enum err drawings_visibility_post(struct req *rq)
{
    const struct visibility_in *in = rq->in;
    struct drawings_stored_row row;
    struct drawing_details d;
    enum err e = drawing_lock_own(&rq->ctx, in->id, rq->if_match_any ? 0 : rq->if_match, &row);

    if (e)
        return e;
    d = drawing_details_of(rq->ctx.arena, &row);
    d.is_public = in->visibility == VISIBILITY_PUBLIC;
    e = drawing_describe(&rq->ctx, &row, &d);
    if (e)
        return e;
    reply_flash(rq, d.is_public ? "Everybody can see the drawing now." : "Only you can see the drawing now.");
    return reply_redirect(rq, "/drawings/mine");
}

enum err drawings_visibility_again(struct req *rq, bool stale)
{
    (void)stale;
    return reply_mine(rq, NULL, NULL);
}

/* ---- a page about one drawing ---- */

/* ERR_DENIED for others; staff sees versions too. */
static enum err find_own(struct req *rq, struct id id, bool staff_too, struct drawings_stored_row *ret)
{
    enum err e = drawing_find_seen(&rq->ctx, id, ret);

    if (e || drawing_is_own(&rq->ctx.principal, ret) || (staff_too && drawing_is_staff(&rq->ctx.principal)))
        return e;
    return ctx_fail(&rq->ctx, ERR_DENIED, "not-yours", "This is for who drew it");
}

/* ---- deleting ---- */

static enum err reply_delete(struct req *rq, struct id id)
{
    const char *conflict = rq->ctx.error_detail ? rq->ctx.error_detail : "";
    struct drawings_stored_row row, *children;
    struct json_object *v;
    size_t count;
    enum err e;

    ctx_clear_error(&rq->ctx);
    e = find_own(rq, id, false, &row);
    if (e == OK)
        e = drawings_children(&rq->ctx, id, 1, &children, &count);
    if (e)
        return e;
    v = page_new_of(rq, &row, "base");
    view_text(v, "page_class", "narrow");
    view_text(v, "action", drawing_href(rq->ctx.arena, id, "/delete"));
    view_bool(v, "has_children", count > 0);
    view_text(v, "conflict_text", conflict);
    return page_reply_under(rq, "drawings/delete", v, "Delete a drawing");
}

enum err drawings_delete_page(struct req *rq)
{
    const struct drawing_id_in *in = rq->in;

    return reply_delete(rq, in->id);
}

enum err drawings_delete_post(struct req *rq)
{
    const struct drawing_id_in *in = rq->in;
    struct drawings_stored_row row;
    enum err e = drawing_lock_own(&rq->ctx, in->id, rq->if_match_any ? 0 : rq->if_match, &row);

    if (e == OK)
        e = drawing_remove(&rq->ctx, &row);
    if (e)
        return e;
    reply_flash(rq, "The drawing is deleted.");
    return reply_redirect(rq, "/drawings/mine");
}

enum err drawings_delete_again(struct req *rq, bool stale)
{
    const struct drawing_id_in *in = rq->in;

    (void)stale;
    return reply_delete(rq, in->id);
}

/* ---- versions ---- */

static void put_version(struct arena *a, struct json_object *v, const struct drawings_stored_row *now,
                        const struct drawings_versions_row *row)
{
    char id[ID_TEXT_SIZE];

    view_int(v, "number", row->version);
    page_put_time(a, v, "saved", row->saved_at, true);
    view_str(v, "at", view_get_str(v, "saved_at"));
    view_str(v, "at_text", view_get_str(v, "saved_text"));
    view_text(v, "chd_href", arena_printf(a, "/api/v1/drawings/%s.chd?version=%lld", id_text(now->id, id), (long long)row->version));
    view_int(v, "stroke_count", row->stroke_count);
    page_put_picture(a, v, now, drawing_href(a, now->id, "/img/"), arena_printf(a, "?version=%lld", (long long)row->version), 512);
}

static enum err reply_versions(struct req *rq, struct id id, int64_t before)
{
    const char *refused = rq->ctx.error_detail ? rq->ctx.error_detail : "";
    struct drawings_versions_row *rows;
    struct drawings_stored_row row;
    struct json_object *v, *list;
    size_t count;
    enum err e;

    ctx_clear_error(&rq->ctx);
    e = find_own(rq, id, true, &row);
    if (e == OK)
        e = drawing_versions(&rq->ctx, id, before, VERSIONS_SHOWN + 1, &rows, &count);
    if (e)
        return e;
    v = page_new_of(rq, &row, "base drawings-gallery");
    list = view_child_array(v, "versions");
    for (size_t i = 0; i < count && i < VERSIONS_SHOWN; i++) {
        struct json_object *one = view_item(list);

        put_version(rq->ctx.arena, one, &row, &rows[i]);
        view_bool(one, "is_current", before == 0 && i == 0);
    }
    view_text(v, "restore_action", drawing_href(rq->ctx.arena, id, "/restore"));
    view_text(v, "refused_text", refused);
    view_bool(v, "next_href", false);
    if (count > VERSIONS_SHOWN)
        view_text(v, "next_href", drawing_href(rq->ctx.arena, id, arena_printf(rq->ctx.arena, "/versions?before=%lld",
                                                                               (long long)rows[VERSIONS_SHOWN - 1].version)));
    view_bool(v, "first_href", false);
    if (before)
        view_text(v, "first_href", drawing_href(rq->ctx.arena, id, "/versions"));
    return page_reply_under(rq, "drawings/versions", v, "Versions of a drawing");
}

enum err drawings_versions_page(struct req *rq)
{
    const struct versions_in *in = rq->in;

    return reply_versions(rq, in->id, in->before);
}

enum err drawings_restore_post(struct req *rq)
{
    const struct restore_in *in = rq->in;
    enum err e = drawing_restore(&rq->ctx, in->id, rq->if_match_any ? 0 : rq->if_match, in->version);

    if (e)
        return e;
    reply_flash(rq, arena_printf(rq->ctx.arena, "Version %lld is back.", (long long)in->version));
    return reply_redirect(rq, "%s", drawing_href(rq->ctx.arena, in->id, "/versions"));
}

enum err drawings_restore_again(struct req *rq, bool stale)
{
    const struct restore_in *in = rq->in;

    (void)stale;
    return reply_versions(rq, in->id, 0);
}

/* ---- this device and others ---- */

enum err drawings_forget_post(struct req *rq)
{
    enum err e = guest_forget(rq);

    if (e)
        return e;
    return reply_redirect(rq, "/drawings");
}

enum err drawings_move_make(struct req *rq)
{
    const char *token;
    enum err e = guest_link_make(rq, &token);

    return e ? e : reply_mine(rq, NULL, token);
}

static enum err reply_move(struct req *rq, const char *token)
{
    struct json_object *v = page_new(rq, "Continue here", "base");
    int64_t count = 0, here = 0;
    struct id guest;
    enum err e = guest_link_check(rq, token, &guest);

    view_text(v, "page_class", "narrow");
    view_text(v, "csrf", rq->csrf);
    view_bool(v, "is_over", e == ERR_NOT_FOUND);
    if (e == ERR_NOT_FOUND) {
        ctx_clear_error(&rq->ctx);
        return page_reply_private(rq, 410, "drawings/move", v);
    }
    if (e == OK)
        e = drawings_owned_count(&rq->ctx, guest, &count);
    if (e == OK && rq->ctx.principal.kind == PRINCIPAL_GUEST)
        e = drawings_owned_count(&rq->ctx, rq->ctx.principal.id, &here);
    if (e)
        return e;
    view_text(v, "action", arena_printf(rq->ctx.arena, "/drawings/move/%s", token));
    view_int(v, "count", count);
    view_bool(v, "is_one", count == 1);
    view_int(v, "here_count", here);
    view_bool(v, "has_here", here > 0);
    return page_reply_private(rq, 200, "drawings/move", v);
}

enum err drawings_move_page(struct req *rq)
{
    const struct token_in *in = rq->in;

    return reply_move(rq, in->token);
}

enum err drawings_move_post(struct req *rq)
{
    const struct token_in *in = rq->in;
    struct id before;
    enum err e = guest_link_use(rq, in->token, &before);

    if (e == OK && !id_is_zero(before))
        e = drawings_move(&rq->ctx, before, rq->ctx.principal.id);
    if (e)
        return e;
    reply_flash(rq, "The drawings are yours on this device, too.");
    return reply_redirect(rq, "/drawings/mine");
}
