/* pages.h: the HTML pages of drawings: parts of their views, and who answers. What a page's view holds is said at the head of its
   template. */
#ifndef DRAWINGS_PAGES_H
#define DRAWINGS_PAGES_H

#include "drawings/api.h"
#include "web/page.h"

/* ---- page_parts.c ---- */

/* image {src, srcset, width, height}: a picture of up to `side` pixels, out of `folder` ("/drawings/img/HASH/"), with `more` behind each
   name ("?version=3"). */
void page_put_picture(struct arena *a, struct json_object *v, const struct drawings_stored_row *row, const char *folder, const char *more,
                      int side);
/* A card of a list: the members of templates/drawings/_card.html. */
void page_put_card(struct arena *a, struct json_object *card, const struct drawings_stored_row *row);
/* `name_at` in RFC 3339 and `name_text` for people, with the hour where `exact`; both "" for DB_NULL. */
void page_put_time(struct arena *a, struct json_object *v, const char *name, int64_t at, bool exact);
/* owner{}: what templates/drawings/_owner.html shows; not `known`: of a page that is the same for all readers. */
enum err page_put_owner(struct req *rq, struct json_object *v, const struct drawings_stored_row *row, bool known);
/* The same members, of a row of "My drawings". */
enum err page_put_own_links(struct ctx *cx, struct json_object *v, const struct drawings_stored_row *row);
/* qr_size, qr_path: an address as a QR code (ISO/IEC 18004, level M). */
void page_put_qr(struct arena *a, struct json_object *v, const char *address);
/* A new view with title, style sheet and scripts. */
struct json_object *page_new(struct req *rq, const char *title, const char *scripts);
/* The same of a page about one drawing: its title, address, picture and version, and what a form needs. */
struct json_object *page_new_of(struct req *rq, const struct drawings_stored_row *row, const char *scripts);
/* reply_page() of what only this reader may see. */
enum err page_reply_private(struct req *rq, int status, const char *name, struct json_object *v);
/* The same, with a heading of its own for the browser's tab: the view's title is the drawing's. */
enum err page_reply_under(struct req *rq, const char *name, struct json_object *v, const char *heading);

/* ---- inputs of pages ---- */

struct editor_in { struct id remix; };
struct mine_in { const char *cursor; };
struct visibility_in { struct id id; int64_t visibility; };
struct restore_in { struct id id; int64_t version; };
struct share_in { struct id id; int64_t expires; };
struct share_end_in { struct id id, share; };
struct token_in { const char *token; };
struct moderation_in { int64_t list; };
struct picture_care_in { const char *picture; int64_t reason; const char *text; };
struct approve_in { struct id id; int64_t version; };
struct author_in { struct id id; const char *author; };

extern const struct field editor_fields[], mine_fields[], visibility_fields[], restore_fields[], share_fields[], share_end_fields[],
    token_fields[], moderation_fields[], picture_care_fields[], approve_fields[], author_fields[];

/* ---- web_pages.c ---- */

enum err drawings_list_page(struct req *rq);
enum err drawings_show_page(struct req *rq);
enum err drawings_wall_page(struct req *rq);
enum err drawings_new_page(struct req *rq);
enum err drawings_edit_page(struct req *rq);
/* A drawing's page; `shared` NULL or the token of a link that leads to it until `until`. */
enum err drawing_page(struct req *rq, const struct drawings_stored_row *row, const char *shared, int64_t until);

/* ---- web_mine.c ---- */

enum err drawings_mine_page(struct req *rq);
enum err drawings_visibility_post(struct req *rq);
enum err drawings_visibility_again(struct req *rq, bool stale);
enum err drawings_delete_page(struct req *rq);
enum err drawings_delete_post(struct req *rq);
enum err drawings_delete_again(struct req *rq, bool stale);
enum err drawings_versions_page(struct req *rq);
enum err drawings_restore_post(struct req *rq);
enum err drawings_restore_again(struct req *rq, bool stale);
enum err drawings_forget_post(struct req *rq);
enum err drawings_move_make(struct req *rq);
enum err drawings_move_page(struct req *rq);
enum err drawings_move_post(struct req *rq);

/* ---- web_share.c ---- */

enum err drawings_share_page(struct req *rq);
enum err drawings_share_post(struct req *rq);
enum err drawings_share_again(struct req *rq, bool stale);
enum err drawings_share_end_post(struct req *rq);
enum err drawings_shared_page(struct req *rq);
enum err drawings_report_page(struct req *rq);
enum err drawings_report_post(struct req *rq);
enum err drawings_report_again(struct req *rq, bool stale);

/* ---- web_staff.c ---- */

enum err drawings_moderation_page(struct req *rq);
enum err drawings_hide_post(struct req *rq);
enum err drawings_unhide_post(struct req *rq);
enum err drawings_dismiss_post(struct req *rq);
enum err drawings_approve_post(struct req *rq);
enum err drawings_author_post(struct req *rq);

#endif
