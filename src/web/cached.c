#include "web/cached.h"

#include "base/buf.h"
#include "base/clock.h"
#include "store/cache.h"
#include "store/file.h"
#include "store/store.h"
#include "web/metrics.h"
#include "web/page.h"
#include "web/reply.h"
#include "web/web.h"

#define PACKED_MAX (MIB - KIB)   /* memcached's item limit, with room for its own header */
#define FILL_WAIT_MS 1500

static const char *cache_key(struct req *rq)
{
    struct ctx *cx = &rq->ctx;

    /* Without a group the key is what page_retract() drops. */
    if (!rq->route->cache_group)
        return arena_str(cx->arena, rq->path);
    return arena_printf(cx->arena, "%.*s?%.*s#%llu", STR_ARG(rq->path), STR_ARG(rq->query),
                        (unsigned long long)cache_generation(cx, rq->route->cache_group));
}

/* "type TAB etag TAB page? LF bytes". */
static struct str pack(struct req *rq)
{
    const struct reply *r = &rq->reply;
    struct str body = r->layout ? page_pack(rq) : r->body;
    struct buf b;

    buf_init(&b, rq->ctx.arena, PACKED_MAX);
    buf_printf(&b, "%s\t%s\t%d\n", r->content_type, r->etag ? r->etag : "", r->layout != NULL);
    buf_put_str(&b, body);
    return b.failed || !body.p ? (struct str){ NULL, 0 } : buf_str(&b);
}

static bool unpack(struct req *rq, struct str packed)
{
    struct str head = str_next(&packed, '\n');
    struct str type = str_next(&head, '\t'), etag = str_next(&head, '\t');
    struct reply *r = &rq->reply;

    if (!packed.p || !head.p)
        return false;
    r->status = 200;
    r->content_type = arena_str(rq->ctx.arena, type);
    r->etag = etag.n ? arena_str(rq->ctx.arena, etag) : NULL;
    r->cache_control = "no-cache";
    if (str_equal(head, STR("1")))
        return page_unpack(rq, packed);
    r->body = packed;
    return true;
}

/* What a handler calls private is for who asked, whatever the route says. */
static bool keepable(const struct req *rq)
{
    const struct reply *r = &rq->reply;

    return r->status == 200 && r->content_type && r->header_count == 0 && !(r->cache_control && strstr(r->cache_control, "private"));
}

static void forget_reply(struct req *rq, struct reply before)
{
    rq->reply = before;
}

static enum err fill(struct req *rq, const char *key, const struct cached *old)
{
    struct reply before = rq->reply;
    size_t headers_before = before.header_count;
    enum err e;
    struct str packed = { NULL, 0 };

    metrics_add(rq->web->metrics, COUNT_CACHE_FILL, 1);
    rq->reply.header_count = 0;
    e = rq->route->handler(rq);
    if (e == OK && keepable(rq)) {
        rq->reply.cache_control = "no-cache";
        packed = pack(rq);
    }
    for (size_t i = 0; i < headers_before && rq->reply.header_count < ARRAY_LEN(rq->reply.headers); i++)
        rq->reply.headers[rq->reply.header_count++] = before.headers[i];
    if (packed.p)
        cache_put(&rq->ctx, key, old->lease, packed, rq->route->cache.soft_s, rq->route->cache.hard_s);
    else
        cache_release(&rq->ctx, key, old->lease);
    if ((e == ERR_BUSY || e == ERR_TIMEOUT) && old->value.p) {
        forget_reply(rq, before);
        ctx_clear_error(&rq->ctx);
        rq->reply.cache_status = "midway; hit; detail=stale";
        return unpack(rq, old->value) ? OK : e;
    }
    if (e == OK)
        rq->reply.cache_status = "midway; fwd=miss; stored";
    return e;
}

enum err cached_run(struct req *rq)
{
    const char *key;
    struct cached found = { 0 };
    enum cache_state state;

    /* page_retract() knows a path, not what was asked of it. */
    if (!rq->ctx.store->cache || (!rq->route->cache_group && (rq->query.n || rq->is_alias)))
        return rq->route->handler(rq);
    key = cache_key(rq);
    state = cache_get(&rq->ctx, key, &found);
    if (state == CACHE_WAIT)
        state = cache_wait(&rq->ctx, key, FILL_WAIT_MS, &found);
    if (state == CACHE_FILL)
        return fill(rq, key, &found);
    if ((state == CACHE_HIT || state == CACHE_STALE) && unpack(rq, found.value)) {
        metrics_add(rq->web->metrics, state == CACHE_HIT ? COUNT_CACHE_HIT : COUNT_CACHE_STALE, 1);
        rq->reply.cache_status = state == CACHE_HIT ? "midway; hit" : "midway; hit; detail=refreshing";
        return OK;
    }
    metrics_add(rq->web->metrics, COUNT_CACHE_OFF, 1);
    return rq->route->handler(rq);
}

/* A page is another one for somebody with a session, and may depend on a query; a file is the same for everybody. */
bool published_applies(const struct req *rq)
{
    const struct principal *p = &rq->ctx.principal;

    if (rq->method != GET || rq->is_alias)
        return false;
    if (rq->route->publish == PUBLISH_PAGE)
        return rq->query.n == 0 && (p->kind == PRINCIPAL_ANONYMOUS || p->kind == PRINCIPAL_GUEST);
    return rq->route->publish == PUBLISH_FILE;
}

static enum err make_published(struct ctx *cx, void *arg, struct str *ret_bytes)
{
    struct req *rq = arg;
    enum err e = rq->route->handler(rq);

    (void)cx;
    if (e)
        return e;
    if (rq->reply.layout)
        page_wrap(rq);
    rq->reply.layout = NULL;
    *ret_bytes = rq->reply.body;
    metrics_add(rq->web->metrics, COUNT_PUBLISHED, 1);
    return OK;
}

/* Somebody else published it between the web server's look and ours. */
static const char *type_of(const struct req *rq)
{
    if (rq->route->publish == PUBLISH_PAGE)
        return "text/html; charset=utf-8";
    if (str_ends(rq->path, STR(".webp")))
        return "image/webp";
    if (str_ends(rq->path, STR(".svg")))
        return "image/svg+xml";
    return str_ends(rq->path, STR(".png")) ? "image/png" : "image/jpeg";
}

static enum err publish(struct req *rq)
{
    bool page = rq->route->publish == PUBLISH_PAGE;
    struct str bytes;
    enum err e = file_publish(&rq->ctx, arena_str(rq->ctx.arena, rq->path), "", make_published, rq, &bytes);

    if (e)
        return e;
    if (rq->reply.status != 0 && rq->reply.status != 200)
        return OK;
    if (rq->reply.status == 0)
        reply_bytes(rq, type_of(rq), bytes);
    rq->reply.cache_control = page ? "public, max-age=0, must-revalidate" : "public, max-age=31536000, immutable";
    return OK;
}

/* What is for everybody is made for nobody in particular. What is not may still be for who asks. */
enum err published_run(struct req *rq)
{
    struct principal asks = rq->ctx.principal;
    struct reply before = rq->reply;
    const char *csrf = rq->csrf;
    enum err e;

    rq->ctx.principal = (struct principal){ .kind = PRINCIPAL_ANONYMOUS, .scopes = "", .name = "" };
    rq->csrf = "";
    e = publish(rq);
    rq->ctx.principal = asks;
    rq->csrf = csrf;
    if (e != ERR_NOT_FOUND || (asks.kind != PRINCIPAL_GUEST && !asks.edit_token))
        return e;
    ctx_clear_error(&rq->ctx);
    rq->reply = before;
    return rq->route->handler(rq);
}
