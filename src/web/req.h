/* req.h: one request: what came, who asks, what goes back. Begins with a ctx; only web.c files of domains see it. */
#ifndef WEB_REQ_H
#define WEB_REQ_H

#include "store/ctx.h"
#include "web/route.h"

#include <json-c/json_object.h>

struct web;

/* A field of a form or a query. */
struct typed {
    struct str name, value;
    const char *file_name, *media_type;   /* of a file; NULL otherwise */
};

struct header {
    const char *name, *value;
};

struct reply {
    int status;                    /* 0: no reply was made yet */
    const char *content_type;
    struct str body;
    const char *etag;              /* with quotes, or NULL */
    const char *cache_control;     /* NULL: "no-store" */
    const char *cache_status;      /* RFC 9211, or NULL */
    struct header headers[16];
    size_t header_count;
    struct json_object *layout;    /* of a page: what the layout shows beside the content; NULL: no page */
    struct str content;            /* of a page: the rendered inner part */
    const char *content_name;      /* of a page: its template */
};

struct req {
    struct ctx ctx;                /* first: a req is a ctx */
    const struct web *web;
    const struct route *route;
    struct route_match match;
    enum method method;
    bool head;                     /* HEAD */
    bool api;                      /* below /api: problem+json instead of pages */
    struct str path, query;        /* as in the request line; query without '?' */
    bool is_alias;                 /* an id of the path is written in another way than the site does: nothing is kept under it */
    const char *const *params;     /* FastCGI parameters: name, value, name, value, ..., NULL */
    size_t (*read_body)(void *io, char *p, size_t n);   /* the next bytes of the body, 0 at its end */
    void *io;
    struct str body;
    const char *content_type;      /* of the body, without parameters, lower case; "" */
    const void *in;                /* the route's struct */
    const void *prepared;          /* what the route's prepare() made, or NULL */
    struct json_object *body_json; /* what was sent, where it was JSON */
    struct typed *typed;           /* what was typed, where it was a form or a query; files too: the query's first */
    size_t typed_count, query_count;
    int64_t if_match;              /* version of If-Match or _if_match; 0: none */
    bool if_match_any;             /* If-Match: * */
    const char *key;               /* idempotency key, or NULL */
    const char *session_token;     /* the value of the session's or the guest's cookie, or NULL */
    const char *csrf;              /* token for the forms of this session; "" without one */
    const char *guest_cookie;      /* of a guest made just now: to be sent if the write succeeds */
    struct reply reply;
    int64_t started_us;            /* of clock_mono_us() */
    int64_t waited_us;             /* in the accept queue */
};

/* A FastCGI parameter such as "REMOTE_ADDR", or a header as "HTTP_IF_MATCH"; "" when absent. Borrowed. */
const char *req_param(const struct req *rq, const char *name);
/* A cookie's value, or NULL. From the arena. */
const char *req_cookie(struct req *rq, const char *name);
/* What was typed into a field of the form, of GET into the query (first of its name), or NULL: for pages that come back filled in. */
const char *req_typed(const struct req *rq, const char *name);
/* Where to sign in and come back to this page: of a form, to the page that it stands on. From the arena. */
const char *req_sign_in_href(struct req *rq);
/* May this principal do what needs `who`? For links that are shown or not; routes are checked before the handler. */
bool req_may(const struct req *rq, enum who who);

#endif
