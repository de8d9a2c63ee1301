/* body.c: reads query and body and takes them apart by their media type. */
#include "web/input.h"

#include "base/buf.h"
#include "base/view.h"
#include "store/store.h"
#include "web/form.h"
#include "web/json.h"
#include "web/multipart.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define SPOOL_BYTES (64 * KIB)   /* a larger body goes to a file in var/tmp */
#define LENGTH_UNKNOWN SIZE_MAX

/* ---- bytes ---- */

/* A large body: an unnamed file, mapped once it is whole. */
struct spool {
    int fd;
    void *p;
    size_t n;
};

static void close_spool(struct spool *s)
{
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
}

static void end_spool(void *arg)
{
    struct spool *s = arg;

    close_spool(s);
    if (s->p && s->p != MAP_FAILED)
        munmap(s->p, s->n);
}

static enum err too_large(struct req *rq, size_t max)
{
    return ctx_fail(&rq->ctx, ERR_TOO_LARGE, NULL, "The body may have at most %zu bytes", max);
}

static enum err cannot_spool(struct req *rq)
{
    return ctx_fail(&rq->ctx, ERR_BUSY, NULL, "The body cannot be kept just now: %s",
                    errno == ENOSPC ? "the disk is full" : "no temporary file");
}

/* CONTENT_LENGTH; a body that came in chunks has none. One that is no number of bytes is longer than any limit. */
static size_t length_of(struct req *rq)
{
    struct str text = str_of(req_param(rq, "CONTENT_LENGTH"));
    int64_t n;

    if (text.n == 0)
        return LENGTH_UNKNOWN;
    return str_to_int(text, &n) && n >= 0 ? (size_t)n : SIZE_MAX - 1;
}

/* A body that ended early is not what was meant, even where it can be read. */
static enum err check_length(struct req *rq, size_t length)
{
    if (length == LENGTH_UNKNOWN || rq->body.n == length)
        return OK;
    if (rq->body.n < length)
        return ctx_fail(&rq->ctx, ERR_MALFORMED, "short-body", "The body ended after %zu of %zu bytes", rq->body.n, length);
    rq->body.n = length;
    return OK;
}

/* Copies the body into an unnamed file; `*ret_n` is its length. */
static enum err copy_to(struct req *rq, int fd, size_t max, size_t *ret_n)
{
    char chunk[32 * KIB];
    size_t n;

    *ret_n = 0;
    while ((n = rq->read_body(rq->io, chunk, sizeof(chunk))) > 0) {
        if (*ret_n + n > max)
            return too_large(rq, max);
        if (write(fd, chunk, n) != (ssize_t)n)
            return cannot_spool(rq);
        *ret_n += n;
    }
    return OK;
}

static enum err read_into_file(struct req *rq, size_t max)
{
    struct spool *s = ARENA_NEW(rq->ctx.arena, struct spool);
    enum err e;

    s->fd = open(rq->ctx.store->config.tmp, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    arena_defer(rq->ctx.arena, end_spool, s);
    if (s->fd < 0)
        return cannot_spool(rq);
    e = copy_to(rq, s->fd, max, &s->n);
    if (e || s->n == 0)
        return e;
    s->p = mmap(NULL, s->n, PROT_READ, MAP_PRIVATE, s->fd, 0);
    if (s->p == MAP_FAILED)
        return cannot_spool(rq);
    close_spool(s);
    rq->body = (struct str){ s->p, s->n };
    return OK;
}

static enum err read_into_memory(struct req *rq, size_t max, size_t length)
{
    size_t cap = length < max ? length : max, n = 0, got;
    char *bytes = arena_alloc(rq->ctx.arena, cap + 2);

    while (n <= cap && (got = rq->read_body(rq->io, bytes + n, cap + 1 - n)) > 0)
        n += got;
    if (n > max)
        return too_large(rq, max);
    rq->body = (struct str){ bytes, n };
    return OK;
}

static enum err read_bytes(struct req *rq)
{
    size_t max = rq->route->body_max ? rq->route->body_max : ROUTE_BODY_MAX, length = length_of(rq);
    bool spool = length == LENGTH_UNKNOWN ? max > SPOOL_BYTES : length > SPOOL_BYTES;
    enum err e;

    if (length != LENGTH_UNKNOWN && length > max)
        return too_large(rq, max);
    e = spool ? read_into_file(rq, max) : read_into_memory(rq, max, length);
    return e ? e : check_length(rq, length);
}

/* ---- what they are ---- */

static enum err take_query(struct req *rq)
{
    struct form f;
    const char *error;
    enum err e = form_parse(rq->ctx.arena, rq->query, &f, &error);

    if (e)
        return ctx_fail(&rq->ctx, e, "bad-query", "The query cannot be read: %s", error);
    rq->typed = ARENA_ARRAY(rq->ctx.arena, f.count + 1, struct typed);
    for (size_t i = 0; i < f.count; i++)
        rq->typed[rq->typed_count++] = (struct typed){ .name = f.pairs[i].name, .value = f.pairs[i].value };
    rq->query_count = rq->typed_count;
    return OK;
}

static struct typed *grow_typed(struct req *rq, size_t more)
{
    struct typed *all = ARENA_ARRAY(rq->ctx.arena, rq->typed_count + more + 1, struct typed);

    if (rq->typed_count)
        memcpy(all, rq->typed, rq->typed_count * sizeof(*all));
    rq->typed = all;
    return all + rq->typed_count;
}

static enum err take_form(struct req *rq)
{
    struct form f;
    const char *error;
    struct typed *t;
    enum err e = form_parse(rq->ctx.arena, rq->body, &f, &error);

    if (e)
        return ctx_fail(&rq->ctx, e, "bad-form", "The form cannot be read: %s", error);
    t = grow_typed(rq, f.count);
    for (size_t i = 0; i < f.count; i++)
        *t++ = (struct typed){ .name = f.pairs[i].name, .value = f.pairs[i].value };
    rq->typed_count += f.count;
    return OK;
}

static enum err take_multipart(struct req *rq)
{
    struct multipart m;
    const char *error;
    struct typed *t;
    enum err e = multipart_parse(rq->ctx.arena, str_of(req_param(rq, "CONTENT_TYPE")), rq->body, &m, &error);

    if (e)
        return ctx_fail(&rq->ctx, e, "bad-form", "The form cannot be read: %s", error);
    t = grow_typed(rq, m.count);
    for (size_t i = 0; i < m.count; i++) {
        const struct multipart_part *p = &m.parts[i];

        *t++ = (struct typed){ .name = p->name, .value = p->data,
                               .file_name = p->is_file ? arena_str(rq->ctx.arena, p->filename) : NULL,
                               .media_type = p->is_file ? arena_str(rq->ctx.arena, p->content_type) : NULL };
    }
    rq->typed_count += m.count;
    return OK;
}

static enum err take_json(struct req *rq)
{
    struct json_object *v = NULL;
    struct json_error error;

    if (!json_parse(rq->body, NULL, &v, &error))
        return ctx_fail(&rq->ctx, ERR_MALFORMED, "bad-json", "Line %u, column %u%s%s: %s", error.line, error.column,
                        error.pointer[0] ? ", at " : "", error.pointer, error.message);
    view_keep(rq->ctx.arena, v);
    if (!json_object_is_type(v, json_type_object))
        return ctx_fail(&rq->ctx, ERR_MALFORMED, "bad-json", "The body must be a JSON object");
    rq->body_json = v;
    return OK;
}

static const char *media_type(struct req *rq)
{
    struct str all = str_of(req_param(rq, "CONTENT_TYPE"));
    char *type = arena_str(rq->ctx.arena, str_trim(str_next(&all, ';')));

    for (char *p = type; *p; p++)
        *p = (char)tolower((unsigned char)*p);
    return type;
}

static bool takes(const struct route *r, const char *type)
{
    struct str rest = str_of(r->accepts ? r->accepts : "");

    while (rest.n) {
        if (str_equal(str_trim(str_next(&rest, ',')), str_of(type)))
            return true;
    }
    return false;
}

/* Multipart cannot carry lists and objects: an API route takes it for its file only. */
static bool takes_multipart(const struct req *rq)
{
    if (!rq->api)
        return true;
    for (const struct field *f = rq->route->fields; f && f->type != FIELD_END; f++) {
        if (f->type == FIELD_FILE)
            return true;
    }
    return false;
}

static bool wants_body(const struct route *r)
{
    const struct field *f = r->fields;

    while (f && f->type != FIELD_END && f->from != FROM_BODY)
        f++;
    return f && f->type != FIELD_END;
}

/* "text/html or application/ld+json" */
static const char *wanted(struct req *rq)
{
    struct str rest = str_of(rq->route->accepts ? rq->route->accepts : rq->api ? "application/json" : "a form");
    struct buf b;

    buf_init(&b, rq->ctx.arena, 1000);
    while (rest.p) {
        buf_put_str(&b, str_next(&rest, ','));
        buf_puts(&b, rest.p ? " or " : "");
    }
    return buf_text(&b);
}

static enum err take_body(struct req *rq)
{
    if (takes(rq->route, rq->content_type))
        return OK;
    if (strcmp(rq->content_type, "application/json") == 0)
        return take_json(rq);
    if (!rq->api && strcmp(rq->content_type, "application/x-www-form-urlencoded") == 0)
        return take_form(rq);
    if (strcmp(rq->content_type, "multipart/form-data") == 0 && takes_multipart(rq))
        return take_multipart(rq);
    return ctx_fail(&rq->ctx, ERR_MEDIA_TYPE, NULL, "Send %s", wanted(rq));
}

enum err input_read_body(struct req *rq)
{
    enum err e = take_query(rq);

    if (e || rq->method == GET)
        return e;
    rq->content_type = media_type(rq);
    e = read_bytes(rq);
    /* curl -d '' names a media type for nothing: fine where nothing is wanted. */
    if (e || (rq->body.n == 0 && (!rq->content_type[0] || !wants_body(rq->route))))
        return e;
    return take_body(rq);
}
