/* reply.h: what handlers answer. Nothing is sent before the transaction is committed. */
#ifndef WEB_REPLY_H
#define WEB_REPLY_H

#include "web/req.h"

/* A page: template `name` over `view`, inside the layout. The view's members `title`, `description`, `canonical`, `head_html`,
   `page_class`, `scripts[]`, `styles[]` and `flash` go to the layout. Returns ERR_INTERNAL for an unknown template. */
enum err reply_page(struct req *rq, const char *name, struct json_object *view);
/* The same with another status: a form that comes back. */
enum err reply_page_status(struct req *rq, int status, const char *name, struct json_object *view);
/* A link that the layout shows only to those who may: not part of what is kept in a cache. */
void reply_action(struct req *rq, enum who who, const char *label, const char *href);
/* application/json. */
enum err reply_json(struct req *rq, struct json_object *view);
/* 201 with Location and the object. */
enum err reply_created(struct req *rq, const char *location, struct json_object *view);
/* 303 See Other to a path of this site. */
enum err reply_redirect(struct req *rq, const char *format, ...) __attribute__((format(printf, 2, 3)));
enum err reply_no_content(struct req *rq) /* 204 */;
/* Any bytes; they must live until the request ends. */
enum err reply_bytes(struct req *rq, const char *content_type, struct str bytes);
/* Strong ETag "VERSION.json" of the API, "VERSION.html.RELEASE" of a page; If-Match compares the version alone. */
void reply_version(struct req *rq, int64_t version);
/* The same of JSON that also changes without a new version: the tag names its bytes, too, "VERSION.HASH.json". After reply_json(). */
void reply_version_and_bytes(struct req *rq, int64_t version);
void reply_header(struct req *rq, const char *name, const char *value) /* adds a header; at most 16 */;
void reply_cache_control(struct req *rq, const char *value) /* replaces the default no-store */;
/* Says once, on the next page that this browser sees, `text` (a cookie of one page's life). */
void reply_flash(struct req *rq, const char *text);
/* Set-Cookie with the site's attributes; `max_age_s` 0 ends it, -1 lives as long as the browser. */
void reply_cookie(struct req *rq, const char *name, const char *value, int64_t max_age_s);

/* The error page or the problem+json of the ctx's error. */
void reply_error(struct req *rq, enum err e);
/* Puts layout around a page and gives it its ETag: the last step before sending. */
void reply_finish(struct req *rq);
/* Adds `errors[]{field,message,anchor}` and `NAME_error` of the ctx's faults to the view of a form. */
void reply_put_faults(struct req *rq, struct json_object *view);

#endif
