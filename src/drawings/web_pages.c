/* web_pages.c: the gallery, a drawing, the wall, the editor. */
#include "drawings/pages.h"

#include "base/buf.h"
#include "base/view.h"
#include "store/store.h"
#include "web/form.h"
#include "web/reply.h"

#define TAGS_SHOWN 16
#define CHILDREN_SHOWN 12
#define WALL_SHOWN 8
#define HREF_MAX ((size_t)2 << 10)

const struct field editor_fields[] = {
    { "remix", FIELD_ID, .at = offsetof(struct editor_in, remix) },
    { 0 }
};

/* ---- the gallery ---- */

static void put_pair(struct buf *b, const char *name, const char *value)
{
    if (!value || !value[0])
        return;
    buf_printf(b, "%c%s=", memchr(b->data, '?', b->len) ? '&' : '?', name);
    form_put_encoded(b, str_of(value));
}

/* "/drawings" with what it is filtered and sorted by. */
static const char *list_href(struct arena *a, bool by_views, const char *tag, const char *author, const char *cursor)
{
    struct buf b;

    buf_init(&b, a, HREF_MAX);
    buf_puts(&b, "/drawings");
    put_pair(&b, "sort", by_views ? "views" : NULL);
    put_pair(&b, "tag", tag);
    put_pair(&b, "author", author);
    put_pair(&b, "cursor", cursor);
    return buf_text(&b);
}

static enum err put_tags(struct ctx *cx, struct json_object *v, const struct drawings_query *q)
{
    struct json_object *list = view_child_array(v, "tags");
    struct drawings_tags_used_row *rows;
    size_t count;
    enum err e = drawings_tags(cx, TAGS_SHOWN, &rows, &count);

    for (size_t i = 0; e == OK && i < count; i++) {
        struct json_object *tag = view_item(list);
        bool current = q->tag && strcmp(q->tag, rows[i].tag) == 0;

        view_text(tag, "label", rows[i].tag);
        view_bool(tag, "is_current", current);
        view_text(tag, "href", list_href(cx->arena, q->by_views, current ? NULL : rows[i].tag, q->author, NULL));
    }
    view_bool(v, "has_tags", json_object_array_length(list) > 0);
    return e;
}

static void put_filter(struct arena *a, struct json_object *v, const struct drawings_query *q)
{
    view_text(v, "action", "/drawings");
    view_bool(v, "is_newest", !q->by_views);
    view_text(v, "newest_href", list_href(a, false, q->tag, q->author, NULL));
    view_text(v, "views_href", list_href(a, true, q->tag, q->author, NULL));
    view_text(v, "sort", q->by_views ? "views" : "");
    view_text(v, "tag", q->tag ? q->tag : "");
    view_text(v, "author", q->author ? q->author : "");
    view_bool(v, "is_filtered", q->tag || q->author);
    view_text(v, "clear_href", list_href(a, q->by_views, NULL, NULL, NULL));
}

static void put_cards(struct arena *a, struct json_object *v, const char *name, const struct drawings_stored_row *rows, size_t count)
{
    struct json_object *list = view_child_array(v, name);

    for (size_t i = 0; i < count; i++)
        page_put_card(a, view_item(list), &rows[i]);
    view_bool(v, arena_printf(a, "has_%s", name), count > 0);
}

enum err drawings_list_page(struct req *rq)
{
    const struct drawings_in *in = rq->in;
    struct arena *a = rq->ctx.arena;
    struct json_object *v = page_new(rq, "Drawings", "drawings-gallery");
    struct drawings_query q;
    struct drawings_stored_row *rows;
    size_t count;
    bool more;
    enum err e = drawings_query_of(&rq->ctx, in, &q);

    if (e == OK)
        e = drawings_list(&rq->ctx, &q, &rows, &count, &more);
    if (e == OK)
        e = put_tags(&rq->ctx, v, &q);
    if (e)
        return e;
    view_text(v, "description", "Characters drawn by guests");
    view_text(v, "wall_href", "/drawings/wall");
    put_filter(a, v, &q);
    put_cards(a, v, "drawings", rows, count);
    view_bool(v, "next_href", false);
    if (more && count)
        view_text(v, "next_href", list_href(a, q.by_views, q.tag, q.author, cursor_after(a, &rows[count - 1], q.by_views)));
    view_bool(v, "first_href", false);
    if (!id_is_zero(q.before))
        view_text(v, "first_href", list_href(a, q.by_views, q.tag, q.author, NULL));
    if (count)
        view_text(view_child(v, "image"), "src", "/drawings/newest.png");
    reply_action(rq, EDITOR, "Moderation", "/drawings/moderation");
    return reply_page(rq, "drawings/list", v);
}

/* ---- one drawing ---- */

static void put_tag_links(struct arena *a, struct json_object *v, const struct drawings_stored_row *row)
{
    struct drawing_details d = drawing_details_of(a, row);
    struct json_object *list = view_child_array(v, "tags");

    for (size_t i = 0; i < d.tag_count; i++) {
        struct json_object *tag = view_item(list);

        view_text(tag, "label", d.tags[i]);
        view_text(tag, "href", list_href(a, false, d.tags[i], NULL, NULL));
    }
    view_bool(v, "has_tags", d.tag_count > 0);
}

static enum err put_family(struct ctx *cx, struct json_object *v, const struct drawings_stored_row *row)
{
    struct drawings_stored_row *children, parent;
    size_t count;
    enum err e = drawings_children(cx, row->id, CHILDREN_SHOWN, &children, &count);

    view_bool(v, "is_remix", !id_is_zero(row->parent_id));
    view_bool(v, "parent", false);
    if (e == OK && row->parent_listed) {
        e = drawing_find(cx, row->parent_id, &parent);
        if (e == OK)
            page_put_card(cx->arena, view_child(v, "parent"), &parent);
    }
    if (e == OK)
        put_cards(cx->arena, v, "children", children, count);
    return e;
}

/* Where its pictures and bytes are, for this page's readers. */
static void put_sources(struct arena *a, struct json_object *v, const struct drawings_stored_row *row, const char *shared)
{
    const char *folder = shared ? arena_printf(a, "/drawings/s/%s/", shared) : drawing_pictures(a, row);
    struct json_object *replay = view_child(v, "replay");
    char id[ID_TEXT_SIZE];

    id_text(row->id, id);
    page_put_picture(a, v, row, folder, "", 1024);
    view_text(v, "chd_href", shared ? arena_printf(a, "%sdrawing.chd", folder) : arena_printf(a, "/api/v1/drawings/%s.chd", id));
    view_text(v, "png_href", arena_printf(a, "%s1024.png", folder));
    view_text(v, "svg_href", arena_printf(a, "%s1024.svg", folder));
    view_text(replay, "src", shared ? arena_printf(a, "%sreplay.webp", folder) : drawing_replay(a, row));
    view_int(replay, "width", view_get_int(v, "image.width") / 2);
    view_int(replay, "height", view_get_int(v, "image.height") / 2);
}

/* What one can do with a drawing that everybody sees. */
static void put_open(struct req *rq, struct json_object *v, const struct drawings_stored_row *row)
{
    struct arena *a = rq->ctx.arena;
    const char *url = arena_printf(a, "%s%s", rq->ctx.store->config.site_url, drawing_href(a, row->id, ""));
    char id[ID_TEXT_SIZE];

    id_text(row->id, id);
    view_text(v, "canonical", url);
    view_text(v, "link_url", url);
    view_text(v, "remix_href", arena_printf(a, "/drawings/new?remix=%s", id));
    view_text(v, "report_href", drawing_href(a, row->id, "/report"));
    view_text(v, "view_href", arena_printf(a, "/api/v1/drawings/%s/view", id));
    view_text(v, "me_href", arena_printf(a, "/api/v1/drawings/me?drawing=%s", id));
}

static void put_closed(struct json_object *v)
{
    view_bool(v, "canonical", false);
    view_text(v, "link_url", "");
    view_bool(v, "remix_href", false);
    view_bool(v, "report_href", false);
    view_bool(v, "view_href", false);
    view_bool(v, "me_href", false);
}

static void put_shared(struct arena *a, struct json_object *v, const char *shared, int64_t until)
{
    view_bool(v, "shared", false);
    if (shared)
        page_put_time(a, view_child(v, "shared"), "expires", until, true);
}

enum err drawing_page(struct req *rq, const struct drawings_stored_row *row, const char *shared, int64_t until)
{
    struct arena *a = rq->ctx.arena;
    struct json_object *v = page_new(rq, row->title ? row->title : "", "drawings-show");
    bool open = row->listed && !shared;
    enum err e = OK;

    page_put_card(a, v, row);
    view_text(v, "description", row->author ? arena_printf(a, "A character drawn by %s", row->author) : "A character drawn by a guest");
    page_put_time(a, v, "created", row->created_at, false);
    put_tag_links(a, v, row);
    put_sources(a, v, row, shared);
    put_shared(a, v, shared, until);
    if (open)
        put_open(rq, v, row);
    else
        put_closed(v);
    view_bool(v, "owner", false);
    if (!shared)
        e = page_put_owner(rq, v, row, !open);
    if (e == OK)
        e = put_family(&rq->ctx, v, row);
    if (e == OK)
        e = open ? reply_page(rq, "drawings/show", v) : page_reply_private(rq, 200, "drawings/show", v);
    if (e)
        return e;
    view_text(rq->reply.layout, "title", row->title ? row->title : "Untitled drawing");
    if (open)
        view_text(view_child(rq->reply.layout, "image"), "src", arena_printf(a, "%s512.png", drawing_pictures(a, row)));
    else
        view_bool(rq->reply.layout, "image", false);
    return OK;
}

enum err drawings_show_page(struct req *rq)
{
    const struct drawing_id_in *in = rq->in;
    struct drawings_stored_row row;
    enum err e = drawing_find_seen(&rq->ctx, in->id, &row);

    if (e)
        return e;
    reply_action(rq, EDITOR, "Moderation", "/drawings/moderation");
    return drawing_page(rq, &row, NULL, DB_NULL);
}

/* ---- the wall ---- */

/* What people type: no "https://". */
static const char *typed(const char *url)
{
    const char *host = strstr(url, "://");

    return host ? host + 3 : url;
}

enum err drawings_wall_page(struct req *rq)
{
    struct arena *a = rq->ctx.arena;
    const char *url = arena_printf(a, "%s/drawings/new", rq->ctx.store->config.site_url);
    struct json_object *v = page_new(rq, "The newest drawings", "drawings-wall");
    struct drawings_query q = { .limit = WALL_SHOWN };
    struct drawings_stored_row *rows;
    size_t count;
    bool more;
    enum err e = drawings_list(&rq->ctx, &q, &rows, &count, &more);

    if (e)
        return e;
    view_text(v, "page_class", "is-wall");
    view_text(v, "draw_text", typed(url));
    page_put_qr(a, v, url);
    view_text(v, "list_href", "/api/v1/drawings?sort=newest&limit=24");
    view_text(v, "chd_base", "/api/v1/drawings/");
    put_cards(a, v, "drawings", rows, count);
    return reply_page(rq, "drawings/wall", v);
}

/* ---- the editor ---- */

static enum err reply_editor(struct req *rq, const char *heading, const char *kind, const char *drawing)
{
    struct arena *a = rq->ctx.arena;
    struct json_object *v = view_new(a);

    view_text(v, "title", heading);
    page_put_assets(a, v, "drawings-editor", "drawings-editor");
    view_text(v, "page_class", "is-drawing");
    view_text(v, "heading", heading);
    view_text(v, "kind", kind);
    view_text(v, "drawing_id", drawing ? drawing : "");
    view_text(v, "api_href", "/api/v1/drawings");
    view_text(v, "cancel_href", drawing ? arena_printf(a, "/drawings/%s", drawing) : "/drawings");
    view_text(v, "gallery_href", "/drawings");
    view_text(v, "new_href", "/drawings/new");
    return page_reply_private(rq, 200, "drawings/new", v);
}

static const char *name_of(const struct drawings_stored_row *row)
{
    return row->title ? row->title : "a drawing";
}

enum err drawings_new_page(struct req *rq)
{
    const struct editor_in *in = rq->in;
    struct drawings_stored_row row;
    char id[ID_TEXT_SIZE];
    enum err e;

    if (id_is_zero(in->remix))
        return reply_editor(rq, "New drawing", "new", NULL);
    e = drawing_find_seen(&rq->ctx, in->remix, &row);
    return e ? e : reply_editor(rq, arena_printf(rq->ctx.arena, "Remix of %s", name_of(&row)), "remix", id_text(row.id, id));
}

enum err drawings_edit_page(struct req *rq)
{
    const struct drawing_id_in *in = rq->in;
    struct drawings_stored_row row;
    char id[ID_TEXT_SIZE];
    enum err e = drawing_find_seen(&rq->ctx, in->id, &row);

    if (e == OK && !drawing_is_own(&rq->ctx.principal, &row))
        return ctx_fail(&rq->ctx, ERR_DENIED, "not-yours", "Only who drew this may change it. You can make a remix of it");
    return e ? e : reply_editor(rq, arena_printf(rq->ctx.arena, "Edit %s", name_of(&row)), "edit", id_text(row.id, id));
}
