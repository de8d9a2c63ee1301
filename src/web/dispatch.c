#include "web/web.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/view.h"
#include "store/db.h"
#include "store/outbox.h"
#include "web/cached.h"
#include "web/form.h"
#include "web/guest.h"
#include "web/idempotency.h"
#include "web/input.h"
#include "web/json.h"
#include "web/metrics.h"
#include "web/rate.h"
#include "web/reply.h"
#include "web/session.h"

#include <stdlib.h>
#include <unistd.h>

#define TRIES_MAX 10
#define NEXT_MAX 350     /* of a path to return to; the sign-in form takes 400 */

const char *req_param(const struct req *rq, const char *name)
{
    for (const char *const *p = rq->params; p && *p; p += 2) {
        if (p[0][0] == name[0] && strcmp(p[0], name) == 0)
            return p[1];
    }
    return "";
}

const char *req_cookie(struct req *rq, const char *name)
{
    struct str rest = str_of(req_param(rq, "HTTP_COOKIE"));

    while (rest.n) {
        struct str pair = str_trim(str_next(&rest, ';')), key = str_next(&pair, '=');

        if (pair.p && str_equal(key, str_of(name)))
            return arena_str(rq->ctx.arena, pair);
    }
    return NULL;
}

bool req_may(const struct req *rq, enum who who)
{
    const struct principal *p = &rq->ctx.principal;

    switch (who) {
    case ANYONE: return true;
    case SIGNED_IN: return p->kind == PRINCIPAL_ACCOUNT;
    case VIEWER: return p->role >= ROLE_VIEWER;
    case EDITOR: return p->role >= ROLE_EDITOR;
    case MANAGER: return p->role >= ROLE_MANAGER;
    case ADMIN: return p->role >= ROLE_ADMIN;
    }
    return false;
}

/* ---- the steps, in the order of the array below ---- */

static void note_allowed(struct req *rq, unsigned allowed)
{
    struct buf b;

    buf_init(&b, rq->ctx.arena, 100);
    for (int m = GET; m < METHOD__COUNT; m++) {
        if (allowed & 1u << m)
            buf_printf(&b, "%s%s%s", b.len ? ", " : "", method_name((enum method)m), m == GET ? ", HEAD" : "");
    }
    reply_header(rq, "Allow", buf_text(&b));
}

static bool method_parse(struct req *rq)
{
    const char *name = req_param(rq, "REQUEST_METHOD");

    rq->head = strcmp(name, "HEAD") == 0;
    if (rq->head)
        name = "GET";
    for (int m = GET; m < METHOD__COUNT; m++) {
        if (strcmp(name, method_name((enum method)m)) == 0) {
            rq->method = (enum method)m;
            return true;
        }
    }
    return false;
}

static const char *route_name(struct arena *a, const struct route *r)
{
    struct buf b;

    buf_init(&b, a, KIB);
    buf_puts(&b, method_name(r->method));
    buf_putc(&b, ' ');
    buf_puts(&b, r->pattern);
    return buf_text(&b);
}

static enum err step_route(struct req *rq)
{
    struct str target = str_of(req_param(rq, "REQUEST_URI"));
    bool known;

    rq->path = str_next(&target, '?');
    rq->query = target.p ? target : STR("");
    rq->api = str_starts(rq->path, STR("/api/"));
    known = method_parse(rq);
    rq->match = route_find(rq->web->module, rq->method, rq->path);
    if (rq->match.allowed == 0)
        return ctx_fail(&rq->ctx, ERR_NOT_FOUND, NULL, "There is nothing at %.*s", STR_ARG(rq->path));
    if (!known || !rq->match.route) {
        note_allowed(rq, rq->match.allowed);
        return ctx_fail(&rq->ctx, ERR_METHOD, NULL, "%s is not allowed here", req_param(rq, "REQUEST_METHOD"));
    }
    rq->route = rq->match.route;
    rq->ctx.route = route_name(rq->ctx.arena, rq->route);
    return OK;
}

static enum err count_rate(struct req *rq, const char *who)
{
    struct rate_verdict v;
    const char *name = rate_name(rq->route->rate);

    if (!rq->ctx.store->config.rate_limits)
        return OK;
    v = rate_count(rq->web->rates, rq->route->rate, str_of(who), rq->started_us);
    if (rq->api && rq->reply.header_count < 2) {
        reply_header(rq, "RateLimit-Policy", arena_printf(rq->ctx.arena, "\"%s\";q=%d;w=%d", name, v.limit, v.window_s));
        reply_header(rq, "RateLimit", arena_printf(rq->ctx.arena, "\"%s\";r=%d;t=%d", name, v.remaining, v.reset_s));
    }
    if (v.allowed)
        return OK;
    metrics_add(rq->web->metrics, COUNT_RATE_LIMITED, 1);
    reply_header(rq, "Retry-After", arena_printf(rq->ctx.arena, "%d", v.retry_s));
    return ctx_fail(&rq->ctx, ERR_RATE, NULL, "More than %d requests in a short time: wait %d s", v.limit, v.retry_s);
}

static enum err step_rate_address(struct req *rq)
{
    return count_rate(rq, rq->ctx.address);
}

static enum err step_principal(struct req *rq)
{
    return session_identify(rq);
}

static enum err step_rate_principal(struct req *rq)
{
    char id[ID_TEXT_SIZE];

    if (rq->ctx.principal.kind == PRINCIPAL_ANONYMOUS)
        return OK;
    return count_rate(rq, id_text(rq->ctx.principal.id, id));
}

static enum err step_allowed(struct req *rq)
{
    const struct route *r = rq->route;

    if (r->who == ANYONE && (rq->ctx.principal.kind != PRINCIPAL_KEY || !r->scope))
        return OK;
    if (rq->ctx.principal.kind == PRINCIPAL_ANONYMOUS || rq->ctx.principal.kind == PRINCIPAL_GUEST)
        return ctx_fail(&rq->ctx, ERR_UNAUTHENTICATED, NULL, rq->api ? "Send a key: Authorization: Bearer mk_..." : "Please sign in");
    if (rq->ctx.principal.kind == PRINCIPAL_KEY) {
        if (r->scope && principal_has_scope(&rq->ctx.principal, r->scope))
            return OK;
        return ctx_fail(&rq->ctx, ERR_DENIED, "scope", r->scope ? "The key lacks the scope %s" : "Keys are not taken here%s",
                        r->scope ? r->scope : "");
    }
    if (!req_may(rq, r->who))
        return ctx_fail(&rq->ctx, ERR_DENIED, "role", "Your role is not allowed to do this");
    return OK;
}

/* A slow connection is not the handler's fault: its time begins when the body is there. */
static enum err step_body(struct req *rq)
{
    int64_t began_us = clock_mono_us();
    enum err e = input_read_body(rq);

    rq->ctx.deadline_us += clock_mono_us() - began_us;
    return e;
}

static enum err step_csrf(struct req *rq)
{
    return session_check_csrf(rq);
}

static enum err step_version_and_key(struct req *rq)
{
    enum err e = input_read_version(rq);

    if (e || rq->method == GET)
        return e;
    return idempotency_read_key(rq);
}

static enum err step_input(struct req *rq)
{
    return input_bind(rq);
}

/* Who did what goes to the audit log by way of the outbox: it is committed with the effect. What another page may have caused, such as
   a view, is nobody's doing. */
static enum err add_audit(struct req *rq)
{
    struct ctx *cx = &rq->ctx;
    struct json_object *v;
    char id[ID_TEXT_SIZE];
    struct buf b;

    if (rq->route->harmless || (cx->principal.kind != PRINCIPAL_ACCOUNT && cx->principal.kind != PRINCIPAL_KEY))
        return OK;
    v = view_new(cx->arena);
    view_text(v, "kind", cx->principal.kind == PRINCIPAL_KEY ? "key" : "account");
    view_text(v, "id", id_text(cx->principal.id, id));
    view_text(v, "name", cx->principal.name);
    view_text(v, "action", cx->route);
    view_str(v, "object", rq->path);
    view_text(v, "detail", cx->audit_detail ? cx->audit_detail : "");
    view_text(v, "address", cx->address);
    view_text(v, "request", cx->request_id);
    buf_init(&b, cx->arena, 64 * KIB);
    json_print(&b, v);
    return outbox_add(cx, "audit", buf_text(&b));
}

/* One try: key row, handler, audit, stored reply; not committed. */
static enum err try_write(struct req *rq, bool *ret_replayed)
{
    enum err e;

    *ret_replayed = false;
    if (rq->key) {
        e = idempotency_begin(rq, ret_replayed);
        if (e || *ret_replayed)
            return e;
    }
    e = rq->route->guests == GUESTS_MAKE ? guest_make(rq) : OK;
    if (e == OK)
        e = rq->route->handler(rq);
    if (e)
        return e;
    guest_keep(rq);
    e = add_audit(rq);
    if (e || !rq->key)
        return e;
    reply_finish(rq);
    rq->reply.layout = NULL;
    return idempotency_store(rq);
}

static enum err commit(struct req *rq, bool replayed)
{
    enum err e;

    if (replayed) {
        db_rollback(&rq->ctx);
        metrics_add(rq->web->metrics, COUNT_REPLAYED, 1);
        return OK;
    }
    e = db_commit(&rq->ctx);
    if (e && rq->ctx.lost_commit && !rq->key) {
        rq->ctx.retry = false;
        return ctx_fail(&rq->ctx, ERR_TIMEOUT, "commit-unknown",
                        "The database went away while saving. Look whether the change is there before you repeat it");
    }
    return e;
}

static void pause_before_retry(int attempt)
{
    usleep((useconds_t)(random() % (2000 << (attempt < 6 ? attempt : 6))));
}

/* The one writing transaction. Deadlocks and lost connections run the whole of it again within the deadline. */
static enum err run_write(struct req *rq)
{
    enum err e = rq->route->prepare ? rq->route->prepare(rq) : OK;
    struct reply before = rq->reply;
    struct principal asked_by = rq->ctx.principal;     /* signing in changes it, and who was nobody may become a guest */
    const char *token = rq->session_token, *csrf = rq->csrf;
    struct arena_mark mark = arena_mark(rq->ctx.arena);

    if (e)
        return e;
    for (int attempt = 0; attempt < TRIES_MAX; attempt++) {
        bool replayed = false;

        if (attempt > 0) {
            metrics_add(rq->web->metrics, COUNT_RETRIED, 1);
            pause_before_retry(attempt);
            ctx_clear_error(&rq->ctx);
            arena_rewind(rq->ctx.arena, mark);
            rq->reply = before;
            rq->ctx.principal = asked_by;
            rq->session_token = token;
            rq->csrf = csrf;
            rq->guest_cookie = NULL;
        }
        rq->ctx.retry = rq->ctx.lost_commit = rq->ctx.lock_timeout = false;
        e = db_begin(&rq->ctx);
        if (e == OK)
            e = try_write(rq, &replayed);
        if (e == OK)
            e = commit(rq, replayed);
        else
            db_rollback(&rq->ctx);
        if (e != ERR_BUSY || !rq->ctx.retry || ctx_left_ms(&rq->ctx) < 10)
            return e;
    }
    return e;
}

static enum err step_run(struct req *rq)
{
    if (rq->method != GET && !rq->route->no_transaction)
        return run_write(rq);
    if (published_applies(rq))
        return published_run(rq);
    if (rq->method == GET && rq->route->cache.hard_s)
        return cached_run(rq);
    return rq->route->handler(rq);
}

static enum err (*const steps[])(struct req *rq) = {
    step_route, step_rate_address, step_principal, step_rate_principal, step_allowed, step_body, step_csrf, step_version_and_key,
    step_input, step_run,
};

/* The page that a form was sent from: its own address, or the nearest one above it that is a page. */
static struct str page_of(struct req *rq)
{
    struct str path = rq->path;

    while (path.n > 1 && !route_find(rq->web->module, GET, path).route) {
        while (path.n > 1 && path.p[path.n - 1] != '/')
            path.n--;
        path.n -= path.n > 1;
    }
    return path;
}

const char *req_sign_in_href(struct req *rq)
{
    struct str rest = page_of(rq), query = rq->method == GET ? rq->query : STR("");
    struct buf b;

    if (rest.n + query.n > NEXT_MAX)
        return "/sign-in";
    buf_init(&b, rq->ctx.arena, 4 * NEXT_MAX);
    buf_puts(&b, "/sign-in?next=");
    while (rest.p) {
        form_put_encoded(&b, str_next(&rest, '/'));
        if (rest.p)
            buf_putc(&b, '/');
    }
    if (query.n) {
        buf_puts(&b, "%3F");
        form_put_encoded(&b, query);
    }
    return buf_text(&b);
}

/* A form comes back filled in where its route knows how; everything else becomes an error reply. */
static void answer_failure(struct req *rq, enum err e)
{
    if (e == ERR_UNAUTHENTICATED && !rq->api && rq->method == GET && !req_param(rq, "HTTP_AUTHORIZATION")[0]) {
        reply_redirect(rq, "%s", req_sign_in_href(rq));
        return;
    }
    if (rq->route && rq->route->form && !rq->api && (e == ERR_INVALID || e == ERR_STALE || e == ERR_CONFLICT)) {
        rq->reply = (struct reply){ 0 };
        if (rq->route->form(rq, e == ERR_STALE) == OK) {
            rq->reply.status = err_info(e)->status;
            return;
        }
    }
    reply_error(rq, e);
}

static void run_steps(struct req *rq)
{
    enum err e = OK;

    for (size_t i = 0; i < ARRAY_LEN(steps) && e == OK; i++)
        e = steps[i](rq);
    if (e)
        answer_failure(rq, e);
    reply_finish(rq);
}

/* A link that is a secret is not for the log. */
static struct str path_to_log(const struct req *rq)
{
    for (size_t i = 0; i < rq->match.count; i++) {
        if (str_equal(rq->match.names[i], STR("token")) && rq->route)
            return str_of(rq->route->pattern);
    }
    return (struct str){ rq->path.p, rq->path.n < 300 ? rq->path.n : 300 };
}

static void log_request(struct req *rq, int64_t duration_us)
{
    struct buf line;
    int status = rq->reply.status;

    buf_init(&line, rq->ctx.arena, 4 * KIB);
    log_field(&line, "request", str_of(rq->ctx.request_id));
    log_field(&line, "method", str_of(req_param(rq, "REQUEST_METHOD")));
    log_field(&line, "path", path_to_log(rq));
    log_field_int(&line, "status", status);
    log_field_int(&line, "us", duration_us);
    if (rq->waited_us > 1000)
        log_field_int(&line, "waited_us", rq->waited_us);
    if (rq->ctx.statement_count)
        log_field_int(&line, "statements", rq->ctx.statement_count);
    if (rq->ctx.principal.name[0])
        log_field(&line, "who", str_of(rq->ctx.principal.name));
    if (status >= 400 && rq->ctx.error_detail)
        log_field(&line, "detail", str_of(rq->ctx.error_detail));
    log_write(status >= 500 ? "error" : "info", "request", &line);
}

static void finish(struct req *rq)
{
    int64_t duration_us = clock_mono_us() - rq->started_us;
    size_t index = rq->route ? (size_t)(rq->route - rq->web->module->routes) : rq->web->module->route_count;

    metrics_add(rq->web->metrics, COUNT_STATEMENTS, rq->ctx.statement_count);
    metrics_add(rq->web->metrics, COUNT_NOT_MODIFIED, rq->reply.status == 304);
    metrics_request(rq->web->metrics, index, rq->reply.status, duration_us);
    log_request(rq, duration_us);
}

/* The request wanted more memory than one may have: all of its memory is given back, which closes what it had opened, and what
   pointed there is forgotten. */
static void give_up(struct req *rq)
{
    struct ctx *cx = &rq->ctx;

    rq->ctx.arena->escape = NULL;
    if (cx->in_transaction)
        db_rollback(cx);
    arena_reset(cx->arena);
    ctx_clear_error(cx);
    ctx_drop_hooks(cx);
    cx->principal = (struct principal){ .kind = PRINCIPAL_ANONYMOUS, .scopes = "", .name = "" };
    cx->route = cx->audit_detail = "";
    rq->in = rq->prepared = NULL;
    rq->body_json = NULL;
    rq->typed = NULL;
    rq->typed_count = rq->query_count = 0;
    rq->session_token = rq->key = rq->guest_cookie = NULL;
    rq->csrf = rq->content_type = "";
    rq->body = STR("");
    rq->reply = (struct reply){ 0 };
    reply_error(rq, ctx_fail(cx, ERR_BUSY, "too-much-memory", "This request needs more memory than one request may have"));
    reply_finish(rq);
}

void dispatch(struct req *rq)
{
    jmp_buf full;

    rq->ctx.arena->escape = &full;
    if (setjmp(full) == 0) {
        run_steps(rq);
    } else {
        give_up(rq);
    }
    rq->ctx.arena->escape = NULL;
    finish(rq);
}
