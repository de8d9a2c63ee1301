/* web_share.c: links by which a private drawing is shown to others, and what they lead to; reports. */
#include "drawings/pages.h"

#include "base/clock.h"
#include "base/view.h"
#include "store/store.h"
#include "web/reply.h"

const struct field share_fields[] = {
    { "id", FIELD_ID, .at = offsetof(struct share_in, id), .from = FROM_PATH },
    { "expires", FIELD_CHOICE, .at = offsetof(struct share_in, expires), .choices = share_expiries, .required = true },
    { 0 }
};
const struct field share_end_fields[] = {
    { "id", FIELD_ID, .at = offsetof(struct share_end_in, id), .from = FROM_PATH },
    { "share", FIELD_ID, .at = offsetof(struct share_end_in, share), .from = FROM_PATH },
    { 0 }
};

/* A page about a drawing, with what was wrong in its form. */
static struct json_object *form_of(struct req *rq, const struct drawings_stored_row *row)
{
    struct json_object *v = page_new_of(rq, row, "base");

    view_bool(v, "has_errors", false);
    view_child_array(v, "errors");
    if (rq->ctx.error)
        reply_put_faults(rq, v);
    view_bool(v, "error", rq->ctx.error != OK);
    return v;
}

/* ---- links ---- */

static void put_link(struct arena *a, struct json_object *v, struct id drawing, const struct drawings_shares_row *row)
{
    char id[ID_TEXT_SIZE];
    bool over = row->expires_at != DB_NULL && row->expires_at <= clock_utc_us();

    id_text(row->id, id);
    view_text(v, "id", id);
    view_text(v, "label", arena_printf(a, "…%s", row->label));
    page_put_time(a, v, "created", row->created_at, true);
    page_put_time(a, v, "expires", row->expires_at, true);
    view_bool(v, "is_revoked", row->revoked_at != DB_NULL);
    view_bool(v, "is_active", row->revoked_at == DB_NULL && !over);
    view_text(v, "revoke_action", drawing_href(a, drawing, arena_printf(a, "/share/%s/revoke", id)));
}

/* `token` NULL: no link was made just now. */
static enum err reply_links(struct req *rq, struct id id, const char *token, int64_t until)
{
    struct arena *a = rq->ctx.arena;
    struct drawings_shares_row *rows;
    struct drawings_stored_row row;
    struct json_object *v, *list;
    size_t count;
    enum err e = drawing_find_seen(&rq->ctx, id, &row);

    if (e == OK && !drawing_is_own(&rq->ctx.principal, &row))
        return ctx_fail(&rq->ctx, ERR_DENIED, "not-yours", "Only who drew this gives links to it");
    if (e == OK)
        e = shares_of(&rq->ctx, id, &rows, &count);
    if (e)
        return e;
    v = form_of(rq, &row);
    view_bool(v, "is_public", row.is_public);
    view_text(v, "action", drawing_href(a, id, "/share"));
    view_bool(v, "new_link", false);
    if (token) {
        const char *url = arena_printf(a, "%s/drawings/s/%s", rq->ctx.store->config.site_url, token);
        struct json_object *link = view_child(v, "new_link");

        view_text(link, "url", url);
        page_put_qr(a, link, url);
        page_put_time(a, link, "expires", until, true);
    }
    list = view_child_array(v, "links");
    for (size_t i = 0; i < count; i++)
        put_link(a, view_item(list), id, &rows[i]);
    view_bool(v, "has_links", count > 0);
    return page_reply_under(rq, "drawings/share", v, "Private links");
}

enum err drawings_share_page(struct req *rq)
{
    const struct drawing_id_in *in = rq->in;

    return reply_links(rq, in->id, NULL, DB_NULL);
}

enum err drawings_share_post(struct req *rq)
{
    const struct share_in *in = rq->in;
    struct drawings_stored_row row;
    const char *token;
    int64_t until;
    enum err e = drawing_lock_own(&rq->ctx, in->id, 0, &row);

    if (e == OK)
        e = share_make(&rq->ctx, in->id, (enum share_expiry)in->expires, &token, &until);
    return e ? e : reply_links(rq, in->id, token, until);
}

enum err drawings_share_again(struct req *rq, bool stale)
{
    const struct share_in *in = rq->in;

    (void)stale;
    return reply_links(rq, in->id, NULL, DB_NULL);
}

enum err drawings_share_end_post(struct req *rq)
{
    const struct share_end_in *in = rq->in;
    struct drawings_stored_row row;
    enum err e = drawing_lock_own(&rq->ctx, in->id, 0, &row);

    if (e == OK)
        e = share_revoke(&rq->ctx, in->id, in->share);
    if (e)
        return e;
    reply_flash(rq, "The link is switched off.");
    return reply_redirect(rq, "%s", drawing_href(rq->ctx.arena, in->id, "/share"));
}

enum err drawings_shared_page(struct req *rq)
{
    const struct token_in *in = rq->in;
    struct drawings_stored_row row;
    int64_t until;
    enum err e = share_open(&rq->ctx, in->token, &row, &until);

    return e ? e : drawing_page(rq, &row, in->token, until);
}

/* ---- reports ---- */

static void put_reason(struct arena *a, struct json_object *v, const char *typed)
{
    struct json_object *reason = view_child(v, "reason");

    for (size_t i = 0; report_reasons[i]; i++)
        view_bool(reason, arena_printf(a, "is_%s", report_reasons[i]), typed && strcmp(typed, report_reasons[i]) == 0);
}

static enum err reply_report(struct req *rq, struct id id, bool sent)
{
    const char *text = req_typed(rq, "text");
    struct drawings_stored_row row;
    struct json_object *v;
    enum err e = drawing_find_seen(&rq->ctx, id, &row);

    if (e)
        return e;
    v = form_of(rq, &row);
    view_text(v, "page_class", "narrow");
    view_text(v, "action", drawing_href(rq->ctx.arena, id, "/report"));
    view_bool(v, "is_sent", sent);
    put_reason(rq->ctx.arena, v, req_typed(rq, "reason"));
    view_text(v, "text", text ? text : "");
    return page_reply_under(rq, "drawings/report", v, sent ? "Thank you" : "Report a drawing");
}

enum err drawings_report_page(struct req *rq)
{
    const struct drawing_id_in *in = rq->in;

    return reply_report(rq, in->id, false);
}

enum err drawings_report_post(struct req *rq)
{
    const struct report_in *in = rq->in;
    enum err e = report_add(&rq->ctx, in->id, in->reason, in->text);

    return e ? e : reply_report(rq, in->id, true);
}

enum err drawings_report_again(struct req *rq, bool stale)
{
    const struct report_in *in = rq->in;

    (void)stale;
    return reply_report(rq, in->id, false);
}
