/* page_parts.c: what several pages show in the same way. */
#include "drawings/pages.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/view.h"
#include "drawings/raster.h"
#include "web/form.h"
#include "web/reply.h"

#include <qrencode.h>

#define QUIET 4                        /* modules around a code */
#define QR_MAX ((size_t)64 << 10)
#define SRCSET_MAX ((size_t)2 << 10)

struct json_object *page_new(struct req *rq, const char *title, const char *scripts)
{
    struct json_object *v = view_new(rq->ctx.arena);

    view_text(v, "title", title);
    page_put_assets(rq->ctx.arena, v, "drawings", scripts);
    view_text(v, "gallery_href", "/drawings");
    view_text(v, "mine_href", "/drawings/mine");
    view_text(v, "draw_href", "/drawings/new");
    return v;
}

struct json_object *page_new_of(struct req *rq, const struct drawings_stored_row *row, const char *scripts)
{
    struct json_object *v = page_new(rq, row->title ? row->title : "", scripts);

    page_put_form(rq, v);
    view_text(v, "drawing_href", drawing_href(rq->ctx.arena, row->id, ""));
    view_text(v, "if_match", arena_printf(rq->ctx.arena, "%lld", (long long)row->version));
    page_put_picture(rq->ctx.arena, v, row, drawing_pictures(rq->ctx.arena, row), "", 256);
    return v;
}

enum err page_reply_private(struct req *rq, int status, const char *name, struct json_object *v)
{
    reply_cache_control(rq, "private, no-store");
    return reply_page_status(rq, status, name, v);
}

enum err page_reply_under(struct req *rq, const char *name, struct json_object *v, const char *heading)
{
    enum err e = page_reply_private(rq, 200, name, v);

    if (e == OK)
        view_text(rq->reply.layout, "title", heading);
    return e;
}

/* ---- pictures ---- */

void page_put_picture(struct arena *a, struct json_object *v, const struct drawings_stored_row *row, const char *folder, const char *more,
                      int side)
{
    struct json_object *image = view_child(v, "image");
    int32_t width = 0, height = 0;
    struct buf b;

    buf_init(&b, a, SRCSET_MAX);
    for (int s = side >= 1024 ? 512 : 128; s <= side; s *= 2)
        buf_printf(&b, "%s%s%d.webp%s %dw", b.len ? ", " : "", folder, s, more, s);
    raster_size((int32_t)row->width, (int32_t)row->height, side, &width, &height);
    view_text(image, "src", arena_printf(a, "%s%d.webp%s", folder, side / 2, more));
    view_text(image, "srcset", buf_text(&b));
    view_int(image, "width", width);
    view_int(image, "height", height);
}

static const char *query_href(struct arena *a, const char *path, const char *name, const char *value)
{
    struct buf b;

    buf_init(&b, a, SRCSET_MAX);
    buf_printf(&b, "%s?%s=", path, name);
    form_put_encoded(&b, str_of(value));
    return buf_text(&b);
}

static void put_author(struct arena *a, struct json_object *v, const char *author)
{
    view_text(v, "author", author ? author : "");
    view_bool(v, "author_href", false);
    if (author)
        view_text(v, "author_href", query_href(a, "/drawings", "author", author));
}

void page_put_card(struct arena *a, struct json_object *card, const struct drawings_stored_row *row)
{
    char id[ID_TEXT_SIZE];

    view_text(card, "id", id_text(row->id, id));
    view_text(card, "href", drawing_href(a, row->id, ""));
    view_text(card, "chd_href", arena_printf(a, "/api/v1/drawings/%s.chd", id));
    view_text(card, "title", row->title ? row->title : "");
    put_author(a, card, row->author);
    view_int(card, "views", row->views);
    page_put_picture(a, card, row, drawing_pictures(a, row), "", 512);
}

/* ---- times ---- */

void page_put_time(struct arena *a, struct json_object *v, const char *name, int64_t at, bool exact)
{
    char at_text[CLOCK_RFC3339_SIZE], local[64];

    view_text(v, arena_printf(a, "%s_at", name), at == DB_NULL ? "" : clock_rfc3339(at, at_text));
    view_text(v, arena_printf(a, "%s_text", name),
              at == DB_NULL ? "" : exact ? clock_local(at, local, sizeof(local)) : page_date(a, at));
}

/* ---- for the owner ---- */

static void put_owner_links(struct arena *a, struct json_object *v, const struct drawings_stored_row *row)
{
    view_text(v, "edit_href", drawing_href(a, row->id, "/edit"));
    view_text(v, "versions_href", drawing_href(a, row->id, "/versions"));
    view_text(v, "share_href", drawing_href(a, row->id, "/share"));
    view_text(v, "delete_href", drawing_href(a, row->id, "/delete"));
    view_text(v, "visibility_action", drawing_href(a, row->id, "/visibility"));
}

static void put_state(struct json_object *v, const struct drawings_stored_row *row)
{
    view_bool(v, "is_private", !row->is_public);
    view_bool(v, "is_waiting", row->is_public && !row->approved && !row->hidden);
    view_bool(v, "is_hidden", row->hidden);
}

enum err page_put_own_links(struct ctx *cx, struct json_object *v, const struct drawings_stored_row *row)
{
    const char *why;
    enum err e = drawing_why_hidden(cx, row, &why);

    if (e)
        return e;
    put_owner_links(cx->arena, v, row);
    put_state(v, row);
    view_text(v, "if_match", arena_printf(cx->arena, "%lld", (long long)row->version));
    view_text(v, "hidden_reason", why);
    return OK;
}

enum err page_put_owner(struct req *rq, struct json_object *v, const struct drawings_stored_row *row, bool known)
{
    struct json_object *owner = view_child(v, "owner");

    put_owner_links(rq->ctx.arena, owner, row);
    put_state(owner, row);
    view_bool(owner, "is_here", known && drawing_is_own(&rq->ctx.principal, row));
    view_text(owner, "csrf", known ? rq->csrf : "");
    view_text(owner, "if_match", "");
    view_text(owner, "hidden_reason", "");
    return known ? page_put_own_links(&rq->ctx, owner, row) : OK;
}

/* ---- QR codes ---- */

/* Runs of dark modules, row by row. */
static void put_dark(struct buf *b, const QRcode *code)
{
    for (int y = 0; y < code->width; y++) {
        for (int x = 0; x < code->width;) {
            int n = 0;

            while (x + n < code->width && code->data[y * code->width + x + n] & 1)
                n++;
            if (n)
                buf_printf(b, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, n, n);
            x += n + 1;
        }
    }
}

void page_put_qr(struct arena *a, struct json_object *v, const char *address)
{
    QRcode *code = QRcode_encodeString8bit(address, 0, QR_ECLEVEL_M);
    struct buf b;

    buf_init(&b, a, QR_MAX);
    if (code)
        put_dark(&b, code);
    view_int(v, "qr_size", code ? code->width + 2 * QUIET : 1);
    view_text(v, "qr_path", buf_text(&b));
    QRcode_free(code);
}
