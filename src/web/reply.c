#include "web/reply.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/view.h"
#include "store/store.h"
#include "web/json.h"
#include "web/page.h"
#include "web/template.h"
#include "web/web.h"

#include <stdio.h>

#define PAGE_MAX (8 * MIB)
#define JSON_MAX (16 * MIB)

void reply_header(struct req *rq, const char *name, const char *value)
{
    struct reply *r = &rq->reply;

    char *copy = arena_strdup(rq->ctx.arena, value);

    /* A line break would begin another header. */
    for (char *p = copy; *p; p++)
        *p = (unsigned char)*p < ' ' || *p == 127 ? ' ' : *p;
    if (r->header_count < ARRAY_LEN(r->headers))
        r->headers[r->header_count++] = (struct header){ name, copy };
}

/* An address as a header has it: what is no visible ASCII is percent-encoded. */
static void put_location(struct req *rq, const char *address)
{
    struct buf b;

    buf_init(&b, rq->ctx.arena, 3 * strlen(address) + 1);
    for (const char *p = address; *p; p++)
        buf_printf(&b, *p <= ' ' || *p == 127 ? "%%%02X" : "%c", (unsigned char)*p);
    reply_header(rq, "Location", buf_text(&b));
}

void reply_cache_control(struct req *rq, const char *value)
{
    rq->reply.cache_control = value;
}

enum err reply_bytes(struct req *rq, const char *content_type, struct str bytes)
{
    rq->reply.status = 200;
    rq->reply.content_type = content_type;
    rq->reply.body = bytes;
    return OK;
}

static enum err json_status(struct req *rq, int status, struct json_object *view)
{
    struct buf b;

    buf_init(&b, rq->ctx.arena, JSON_MAX);
    json_print(&b, view);
    buf_putc(&b, '\n');
    if (b.failed)
        return ctx_fail(&rq->ctx, ERR_INTERNAL, NULL, "The reply has more than %zu bytes", JSON_MAX);
    reply_bytes(rq, "application/json", buf_str(&b));
    rq->reply.status = status;
    return OK;
}

enum err reply_json(struct req *rq, struct json_object *view)
{
    return json_status(rq, 200, view);
}

enum err reply_created(struct req *rq, const char *location, struct json_object *view)
{
    put_location(rq, location);
    return json_status(rq, 201, view);
}

enum err reply_redirect(struct req *rq, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    put_location(rq, arena_vprintf(rq->ctx.arena, format, args));
    va_end(args);
    rq->reply.status = 303;
    rq->reply.content_type = NULL;
    rq->reply.body = STR("");
    return OK;
}

enum err reply_no_content(struct req *rq)
{
    rq->reply.status = 204;
    rq->reply.content_type = NULL;
    rq->reply.body = STR("");
    return OK;
}

void reply_version(struct req *rq, int64_t version)
{
    /* A page names what belongs to its release (style sheets, the layout): after an upgrade it is another one. */
    if (rq->api)
        rq->reply.etag = arena_printf(rq->ctx.arena, "\"%lld.json\"", (long long)version);
    else
        rq->reply.etag = arena_printf(rq->ctx.arena, "\"%lld.html.%.8s\"", (long long)version, rq->ctx.store->config.release);
}

static const char *name_of_bytes(struct req *rq, struct str bytes)
{
    struct hash h = hash_blake2b(bytes);

    return hash_hex_of(rq->ctx.arena, h.b, 10);
}

void reply_version_and_bytes(struct req *rq, int64_t version)
{
    rq->reply.etag = arena_printf(rq->ctx.arena, "\"%lld.%s.json\"", (long long)version, name_of_bytes(rq, rq->reply.body));
}

void reply_cookie(struct req *rq, const char *name, const char *value, int64_t max_age_s)
{
    const char *secure = rq->ctx.store->config.site_https ? "; Secure" : "";

    if (max_age_s < 0)
        reply_header(rq, "Set-Cookie", arena_printf(rq->ctx.arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s", name, value, secure));
    else
        reply_header(rq, "Set-Cookie", arena_printf(rq->ctx.arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%lld%s", name, value,
                                                    (long long)max_age_s, secure));
}

void reply_flash(struct req *rq, const char *text)
{
    reply_cookie(rq, "flash", hash_hex_of(rq->ctx.arena, text, strlen(text)), -1);
}

enum err reply_page_status(struct req *rq, int status, const char *name, struct json_object *view)
{
    struct buf b;

    buf_init(&b, rq->ctx.arena, PAGE_MAX);
    if (!template_render(rq->web->templates, name, view, &b) || b.failed)
        return ctx_fail(&rq->ctx, ERR_INTERNAL, NULL, "Page %s cannot be rendered", name);
    rq->reply.status = status;
    rq->reply.content_type = "text/html; charset=utf-8";
    rq->reply.content = buf_str(&b);
    rq->reply.content_name = name;
    rq->reply.layout = page_layout(rq, view);
    return OK;
}

enum err reply_page(struct req *rq, const char *name, struct json_object *view)
{
    return reply_page_status(rq, 200, name, view);
}

void reply_action(struct req *rq, enum who who, const char *label, const char *href)
{
    page_add_action(rq, who, label, href);
}

/* What people call a field: "/prep_minutes" is "Prep minutes". */
static const char *field_label(struct arena *a, const char *field)
{
    char *label = arena_strdup(a, field);

    for (char *p = label; *p; p++) {
        if (*p == '_' || *p == '/')
            *p = ' ';
    }
    if (label[0] >= 'a' && label[0] <= 'z')
        label[0] -= 32;
    return label;
}

void reply_put_faults(struct req *rq, struct json_object *view)
{
    struct json_object *errors = view_child_array(view, "errors");

    view_bool(view, "has_errors", true);
    for (const struct fault *f = rq->ctx.faults; f; f = f->next) {
        const char *field = f->pointer + (f->pointer[0] == '/' || f->pointer[0] == '?');
        struct json_object *e = view_item(errors);
        const char *message = arena_printf(rq->ctx.arena, "%c%s",
                                           f->detail[0] >= 'a' && f->detail[0] <= 'z' ? f->detail[0] - 32 : f->detail[0],
                                           f->detail + (f->detail[0] != '\0'));

        view_text(e, "field", field);
        view_text(e, "label", field_label(rq->ctx.arena, field));
        view_text(e, "message", f->detail);
        view_text(e, "anchor", field);
        view_text(view, arena_printf(rq->ctx.arena, "%s_error", field), message);
    }
    if (!rq->ctx.faults && rq->ctx.error_detail) {
        struct json_object *e = view_item(errors);

        view_text(e, "message", rq->ctx.error_detail);
        view_bool(e, "label", false);
        view_bool(e, "field", false);
        view_bool(e, "anchor", false);
    }
}

/* What the database said is for the log. */
static bool is_for_the_reader(const struct req *rq, enum err e)
{
    return rq->ctx.error_detail && e != ERR_INTERNAL && !str_starts(str_of(rq->ctx.error_detail), STR("database: "));
}

static const char *retry_after(const struct req *rq)
{
    for (size_t i = 0; i < rq->reply.header_count; i++) {
        if (strcmp(rq->reply.headers[i].name, "Retry-After") == 0)
            return rq->reply.headers[i].value;
    }
    return NULL;
}

/* RFC 9457. */
static void problem(struct req *rq, enum err e, const struct err_info *info)
{
    struct json_object *v = view_new(rq->ctx.arena);
    const char *slug = rq->ctx.error_slug ? rq->ctx.error_slug : info->slug;

    view_text(v, "type", arena_printf(rq->ctx.arena, "%s/api#%s", rq->ctx.store->config.site_url, slug));
    view_text(v, "title", info->title);
    view_int(v, "status", info->status);
    if (is_for_the_reader(rq, e))
        view_text(v, "detail", rq->ctx.error_detail);
    view_text(v, "instance", rq->ctx.request_id);
    if (rq->ctx.faults) {
        struct json_object *errors = view_child_array(v, "errors");

        for (const struct fault *f = rq->ctx.faults; f; f = f->next) {
            struct json_object *one = view_item(errors);

            view_text(one, "pointer", f->pointer);
            view_text(one, "code", f->code);
            view_text(one, "detail", f->detail);
        }
    }
    json_status(rq, info->status, v);
    rq->reply.content_type = "application/problem+json";
}

static void error_page(struct req *rq, enum err e, const struct err_info *info)
{
    struct json_object *v = view_new(rq->ctx.arena);

    view_text(v, "title", info->title);
    view_int(v, "status", info->status);
    view_text(v, "heading", info->title);
    view_text(v, "advice", info->advice);
    if (rq->ctx.faults)
        reply_put_faults(rq, v);
    else if (is_for_the_reader(rq, e) && e != ERR_NOT_FOUND)
        view_text(v, "detail", rq->ctx.error_detail);
    view_text(v, "request_id", rq->ctx.request_id);
    view_text(v, "sign_in", e == ERR_UNAUTHENTICATED ? req_sign_in_href(rq) : NULL);
    view_text(v, "retry_after", retry_after(rq));
    if (reply_page_status(rq, info->status, "error", v) != OK) {
        rq->reply.layout = NULL;
        reply_bytes(rq, "text/plain; charset=utf-8", str_of(info->title));
        rq->reply.status = info->status;
    }
}

void reply_error(struct req *rq, enum err e)
{
    const struct err_info *info = err_info(e);
    struct reply kept = rq->reply;

    rq->reply = (struct reply){ 0 };
    /* What the steps before the handler said (rate limits, Allow) stays true. */
    for (size_t i = 0; i < kept.header_count; i++) {
        if (strncmp(kept.headers[i].name, "RateLimit", 9) == 0 || strcmp(kept.headers[i].name, "Allow") == 0 ||
            strcmp(kept.headers[i].name, "Retry-After") == 0)
            rq->reply.headers[rq->reply.header_count++] = kept.headers[i];
    }
    if (e == ERR_BUSY || e == ERR_TIMEOUT)
        reply_header(rq, "Retry-After", "1");
    if (e == ERR_UNAUTHENTICATED && rq->api)
        reply_header(rq, "WWW-Authenticate", "Bearer realm=\"midway\"");
    if (rq->api)
        problem(rq, e, info);
    else
        error_page(rq, e, info);
}

static const char *content_etag(struct req *rq, struct str body)
{
    return arena_printf(rq->ctx.arena, "\"0.%s\"", name_of_bytes(rq, body));
}

/* A web server that compresses marks the tag: "3.json" becomes "3.json-gzip". */
static bool is_compressed(struct str tag, struct str etag)
{
    static const char *const marks[] = { "-gzip\"", "-br\"", "-zstd\"", "-deflate\"" };
    struct str head = { etag.p, etag.n - 1 };

    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        if (tag.n == head.n + strlen(marks[i]) && str_starts(tag, head) && str_ends(tag, str_of(marks[i])))
            return true;
    }
    return false;
}

/* Does If-None-Match name this tag? Weak comparison, RFC 9110 section 13.1.2. */
static bool names_etag(struct str list, struct str etag)
{
    if (str_equal(str_trim(list), STR("*")))
        return true;
    while (list.p) {
        struct str one = str_trim(str_next(&list, ','));

        if (str_starts(one, STR("W/")))
            one = (struct str){ one.p + 2, one.n - 2 };
        if (str_equal(one, etag) || is_compressed(one, etag))
            return true;
    }
    return false;
}

void reply_finish(struct req *rq)
{
    struct reply *r = &rq->reply;
    struct str none_match = str_of(req_param(rq, "HTTP_IF_NONE_MATCH"));

    if (r->layout)
        page_wrap(rq);
    if (!r->cache_control)
        r->cache_control = "no-store";
    if (rq->method != GET || r->status != 200)
        return;
    if (!r->etag && r->body.n)
        r->etag = content_etag(rq, r->body);
    if (none_match.n && r->etag && names_etag(none_match, str_of(r->etag))) {
        r->status = 304;
        r->body = STR("");
        r->content_type = NULL;
    }
}
