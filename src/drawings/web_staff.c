/* web_staff.c: what staff looks at and decides. */
#include "drawings/pages.h"

#include "base/view.h"
#include "store/store.h"
#include "web/reply.h"

#define ITEMS_SHOWN 50
#define LOG_SHOWN 200

enum { LIST_REPORTS, LIST_WAITING, LIST_HIDDEN, LIST_LOG };
static const char *const lists[] = { "reports", "waiting", "hidden", "log", NULL };

const struct field moderation_fields[] = {
    { "list", FIELD_CHOICE, .at = offsetof(struct moderation_in, list), .choices = lists },
    { 0 }
};
const struct field picture_care_fields[] = {
    { "picture", FIELD_TEXT, .at = offsetof(struct picture_care_in, picture), .from = FROM_PATH, .max = HASH_HEX_SIZE },
    { "reason", FIELD_CHOICE, .at = offsetof(struct picture_care_in, reason), .choices = report_reasons },
    { "text", FIELD_TEXT, .at = offsetof(struct picture_care_in, text), .max = REASON_MAX },
    { 0 }
};
const struct field approve_fields[] = {
    { "id", FIELD_ID, .at = offsetof(struct approve_in, id), .from = FROM_PATH },
    { "version", FIELD_INT, .at = offsetof(struct approve_in, version), .from = FROM_QUERY, .min = 1, .required = true },
    { 0 }
};
const struct field author_fields[] = {
    { "id", FIELD_ID, .at = offsetof(struct author_in, id), .from = FROM_PATH },
    { "author", FIELD_TEXT, .at = offsetof(struct author_in, author), .max = AUTHOR_MAX },
    { 0 }
};

/* ---- what is on the lists ---- */

static void put_reason(struct arena *a, struct json_object *v, const char *reason)
{
    if (reason)
        view_bool(v, arena_printf(a, "is_%s", reason), true);
}

static void put_at(struct arena *a, struct json_object *v, int64_t at)
{
    page_put_time(a, v, "done", at, true);
    view_str(v, "at", view_get_str(v, "done_at"));
    view_str(v, "at_text", view_get_str(v, "done_text"));
}

static enum err put_reports(struct ctx *cx, struct json_object *item, struct str picture_hash)
{
    struct json_object *list = view_child_array(item, "reports");
    struct drawings_reports_of_row *rows;
    size_t count;
    enum err e = reports_of(cx, picture_hash, &rows, &count);

    for (size_t i = 0; e == OK && i < count; i++) {
        struct json_object *report = view_item(list);

        put_reason(cx->arena, report, rows[i].reason);
        view_text(report, "text", rows[i].text ? rows[i].text : "");
        put_at(cx->arena, report, rows[i].created_at);
    }
    view_bool(item, "has_reports", json_object_array_length(list) > 0);
    view_int(item, "report_count", (int64_t)json_object_array_length(list));
    return e;
}

static enum err put_hidden(struct ctx *cx, struct json_object *item, const struct drawings_stored_row *row)
{
    struct drawings_moderation_last_row last;
    struct json_object *hidden;
    enum err e;

    view_bool(item, "hidden", false);
    if (!row->hidden)
        return OK;
    e = picture_why_hidden(cx, row->picture_hash, &last);
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    hidden = view_child(item, "hidden");
    put_reason(cx->arena, hidden, last.reason);
    view_text(hidden, "text", last.text ? last.text : "");
    view_text(hidden, "by_text", last.done_by);
    put_at(cx->arena, hidden, last.done_at);
    return OK;
}

/* What can be done about a drawing, and where. */
static void put_actions(struct arena *a, struct json_object *item, const struct drawings_stored_row *row)
{
    const char *picture = hash_hex_of(a, row->picture_hash.p, HASH_BYTES), *place = arena_printf(a, "/drawings/moderation/%s", picture);
    bool waits = row->is_public && !row->approved && !row->hidden;
    char id[ID_TEXT_SIZE];

    id_text(row->id, id);
    view_text(item, "picture_id", picture);
    view_text(item, "name_id", id);
    view_text(item, "pen_name_action", arena_printf(a, "/drawings/moderation/%s/pen-name", id));
    view_bool(item, "can_hide", !row->hidden);
    view_text(item, "hide_action", arena_printf(a, "%s/hide", place));
    view_bool(item, "can_dismiss", view_get_bool(item, "has_reports"));
    view_text(item, "dismiss_action", arena_printf(a, "%s/dismiss", place));
    view_bool(item, "can_unhide", row->hidden);
    view_text(item, "unhide_action", arena_printf(a, "%s/unhide", place));
    view_bool(item, "can_approve", waits);
    view_text(item, "approve_action", arena_printf(a, "/drawings/moderation/%s/approve?version=%lld", id,
                                                     (long long)row->version));
}

static enum err put_item(struct ctx *cx, struct json_object *list, const struct drawings_stored_row *row, size_t alike)
{
    struct json_object *item = view_item(list);
    enum err e;

    page_put_card(cx->arena, item, row);
    page_put_time(cx->arena, item, "created", row->created_at, true);
    view_int(item, "drawing_count", (int64_t)alike);
    view_bool(item, "is_many", alike > 1);
    e = put_reports(cx, item, row->picture_hash);
    if (e == OK)
        e = put_hidden(cx, item, row);
    if (e == OK)
        put_actions(cx->arena, item, row);
    return e;
}

/* The newest drawing stands for its picture; a picture without any is not shown. */
static enum err put_picture(struct ctx *cx, struct json_object *list, struct str picture_hash)
{
    struct drawings_stored_row *rows;
    size_t count;
    enum err e = drawings_of_picture(cx, picture_hash, &rows, &count);

    return e || count == 0 ? e : put_item(cx, list, &rows[0], count);
}

static enum err put_waiting(struct ctx *cx, struct json_object *list)
{
    struct drawings_stored_row *rows;
    size_t count;
    enum err e = drawings_waiting(cx, ITEMS_SHOWN, &rows, &count);

    for (size_t i = 0; e == OK && i < count; i++)
        e = put_item(cx, list, &rows[i], 1);
    return e;
}

static enum err put_pictures(struct ctx *cx, struct json_object *list, bool hidden)
{
    struct str *pictures;
    size_t count;
    enum err e = hidden ? pictures_hidden(cx, ITEMS_SHOWN, &pictures, &count) : pictures_reported(cx, ITEMS_SHOWN, &pictures, &count);

    for (size_t i = 0; e == OK && i < count; i++)
        e = put_picture(cx, list, pictures[i]);
    return e;
}

/* ---- the log ---- */

static void put_entry(struct arena *a, struct json_object *v, const struct drawings_moderation_log_row *row,
                      const struct drawings_stored_row *drawing)
{
    view_bool(v, arena_printf(a, "is_%s", row->action), true);
    view_text(v, "title", drawing && drawing->title ? drawing->title : "");
    view_bool(v, "href", false);
    if (drawing)
        view_text(v, "href", drawing_href(a, drawing->id, ""));
    view_bool(v, "reason", false);
    if (row->reason)
        put_reason(a, view_child(v, "reason"), row->reason);
    view_text(v, "text", row->text ? row->text : "");
    view_text(v, "by_text", row->done_by);
    put_at(a, v, row->done_at);
}

static enum err put_log(struct ctx *cx, struct json_object *list)
{
    struct drawings_moderation_log_row *rows;
    struct drawings_stored_row *drawings;
    size_t count, found;
    struct id *ids;
    enum err e = moderation_log(cx, LOG_SHOWN, &rows, &count);

    if (e)
        return e;
    ids = ARENA_ARRAY(cx->arena, count + 1, struct id);
    for (size_t i = 0; i < count; i++)
        ids[i] = rows[i].drawing_id;
    e = drawings_by_id(cx, ids, count, &drawings, &found);
    for (size_t i = 0; e == OK && i < count; i++) {
        const struct drawings_stored_row *drawing = NULL;

        for (size_t k = 0; k < found && !drawing; k++)
            drawing = id_equal(drawings[k].id, ids[i]) ? &drawings[k] : NULL;
        put_entry(cx->arena, view_item(list), &rows[i], drawing);
    }
    return e;
}

/* ---- the page ---- */

static enum err put_head(struct ctx *cx, struct json_object *v, int64_t list)
{
    struct drawings_care_counts_row counts;
    enum err e = care_counts(cx, &counts);

    if (e)
        return e;
    view_text(v, "reports_href", "/drawings/moderation");
    view_text(v, "waiting_href", "/drawings/moderation?list=waiting");
    view_text(v, "hidden_href", "/drawings/moderation?list=hidden");
    view_text(v, "log_href", "/drawings/moderation?list=log");
    view_bool(v, "is_reports", list == LIST_REPORTS);
    view_bool(v, "is_waiting", list == LIST_WAITING);
    view_bool(v, "is_hidden", list == LIST_HIDDEN);
    view_bool(v, "is_log", list == LIST_LOG);
    view_int(v, "report_count", counts.reported);
    view_int(v, "waiting_count", counts.waiting);
    view_bool(v, "needs_approval", cx->store->config.publish_after_approval);
    return OK;
}

enum err drawings_moderation_page(struct req *rq)
{
    const struct moderation_in *in = rq->in;
    struct json_object *v = page_new(rq, "Moderation", "base"), *items = view_child_array(v, "items"),
                       *entries = view_child_array(v, "entries");
    enum err e = put_head(&rq->ctx, v, in->list);

    if (e == OK && in->list == LIST_LOG)
        e = put_log(&rq->ctx, entries);
    else if (e == OK && in->list == LIST_WAITING)
        e = put_waiting(&rq->ctx, items);
    else if (e == OK)
        e = put_pictures(&rq->ctx, items, in->list == LIST_HIDDEN);
    if (e)
        return e;
    page_put_form(rq, v);
    view_bool(v, "has_items", json_object_array_length(items) > 0);
    view_bool(v, "has_entries", json_object_array_length(entries) > 0);
    view_bool(v, "next_href", false);
    view_bool(v, "first_href", false);
    return page_reply_private(rq, 200, "drawings/moderation", v);
}

/* ---- decisions ---- */

static enum err read_picture(struct req *rq, const char *text, struct hash *ret)
{
    if (hash_parse_hex(str_of(text), ret->b, HASH_BYTES))
        return OK;
    return ctx_fail(&rq->ctx, ERR_NOT_FOUND, NULL, "There is no such picture");
}

static enum err back(struct req *rq, enum err e, const char *list, const char *flash)
{
    if (e)
        return e;
    reply_flash(rq, flash);
    return reply_redirect(rq, "/drawings/moderation%s", list);
}

enum err drawings_hide_post(struct req *rq)
{
    const struct picture_care_in *in = rq->in;
    struct hash picture;
    enum err e = read_picture(rq, in->picture, &picture);

    if (e == OK)
        e = picture_hide(&rq->ctx, &picture, in->reason, in->text);
    return back(rq, e, "", "It is hidden, now and when it is sent again.");
}

enum err drawings_unhide_post(struct req *rq)
{
    const struct picture_care_in *in = rq->in;
    struct hash picture;
    enum err e = read_picture(rq, in->picture, &picture);

    if (e == OK)
        e = picture_unhide(&rq->ctx, &picture);
    return back(rq, e, "?list=hidden", "It is shown again.");
}

enum err drawings_dismiss_post(struct req *rq)
{
    const struct picture_care_in *in = rq->in;
    struct hash picture;
    enum err e = read_picture(rq, in->picture, &picture);

    if (e == OK)
        e = picture_dismiss(&rq->ctx, &picture);
    return back(rq, e, "", "The reports are answered.");
}

enum err drawings_approve_post(struct req *rq)
{
    const struct approve_in *in = rq->in;

    return back(rq, drawing_approve(&rq->ctx, in->id, in->version), "?list=waiting", "Everybody can see it now.");
}

enum err drawings_author_post(struct req *rq)
{
    const struct author_in *in = rq->in;

    return back(rq, drawing_set_author(&rq->ctx, in->id, in->author), "", "The pen name is changed.");
}
