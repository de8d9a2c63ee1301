/* page.h: the layout around a page: what depends on who reads. */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "web/req.h"

/* What of a page's view the layout shows; a new object that outlives the view. */
struct json_object *page_layout(struct req *rq, struct json_object *view);
/* Style sheets and scripts for the layout by their names: "drawings drawings-editor", "base recipes-show". */
void page_put_assets(struct arena *a, struct json_object *view, const char *styles, const char *scripts);
/* csrf and a fresh key, of every form. */
void page_put_form(struct req *rq, struct json_object *view);
/* "21 November 2026" in the site's time zone. */
const char *page_date(struct arena *a, int64_t at);
/* Adds a link for those who may. */
void page_add_action(struct req *rq, enum who who, const char *label, const char *href);
/* Renders the layout around rq->reply.content into rq->reply.body. */
void page_wrap(struct req *rq);
/* A page as kept in memcached: layout view and content, without anything about the reader; and back. */
struct str page_pack(struct req *rq);
bool page_unpack(struct req *rq, struct str packed);

#endif
