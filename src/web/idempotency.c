#include "web/idempotency.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "sql/web.h"
#include "store/db.h"

#define KEY_MAX 255
#define HEAD_MAX (16 * KIB)

static struct str digest(struct req *rq, struct str text)
{
    return hash_keep(rq->ctx.arena, hash_sha256(text));
}

static bool is_key(struct str key)
{
    for (size_t i = 0; i < key.n; i++) {
        if (key.p[i] <= ' ' || key.p[i] > '~')
            return false;
    }
    return key.n >= 1 && key.n <= KEY_MAX;
}

/* What a guest gets with its first write (cookie, edit token) is for nobody's key row, and who was nobody is somebody afterwards: such
   writes are done once by themselves. */
static bool takes_no_key(const struct req *rq)
{
    enum principal_kind kind = rq->ctx.principal.kind;

    return rq->route->guests == GUESTS_MAKE && (kind == PRINCIPAL_ANONYMOUS || kind == PRINCIPAL_GUEST);
}

enum err idempotency_read_key(struct req *rq)
{
    struct str key = str_trim(str_of(req_param(rq, "HTTP_IDEMPOTENCY_KEY")));
    const char *typed = req_typed(rq, "_key");
    bool absent;

    if (key.n == 0 && typed)
        key = str_of(typed);
    absent = key.n == 0;
    if (key.n >= 2 && key.p[0] == '"' && key.p[key.n - 1] == '"')
        key = (struct str){ key.p + 1, key.n - 2 };
    if (absent) {
        if (rq->route->key_required)
            return ctx_fail(&rq->ctx, ERR_MALFORMED, "key-required", "Idempotency-Key is required here");
        return OK;
    }
    if (!is_key(key))
        return ctx_fail(&rq->ctx, ERR_MALFORMED, "bad-key-header", "Idempotency-Key must be 1 to %d visible ASCII characters", KEY_MAX);
    if (!takes_no_key(rq))
        rq->key = arena_str(rq->ctx.arena, key);
    return OK;
}

/* Whose keys these are: two clients may use the same key. */
static struct str client(struct req *rq)
{
    char id[ID_TEXT_SIZE];
    const struct principal *p = &rq->ctx.principal;

    if (p->kind == PRINCIPAL_ANONYMOUS)
        return digest(rq, str_of(arena_printf(rq->ctx.arena, "address %s", rq->ctx.address)));
    return digest(rq, str_of(arena_printf(rq->ctx.arena, "%d %s", (int)p->kind, id_text(p->id, id))));
}

static void put_part(struct buf *b, struct str part)
{
    buf_printf(b, "%zu:", part.n);
    buf_put_str(b, part);
}

/* What a body says. A browser makes a new boundary each time that it sends the same form, so multipart counts by its parts. */
static struct str body_digest(struct req *rq)
{
    struct buf b;

    if (strcmp(rq->content_type, "multipart/form-data") != 0)
        return digest(rq, rq->body);
    buf_init(&b, rq->ctx.arena, 64 * MIB);
    for (size_t i = rq->query_count; i < rq->typed_count; i++) {
        const struct typed *t = &rq->typed[i];

        put_part(&b, t->name);
        put_part(&b, str_of(t->file_name));
        put_part(&b, digest(rq, t->value));
    }
    return digest(rq, buf_str(&b));
}

static struct str fingerprint(struct req *rq)
{
    struct buf b;

    buf_init(&b, rq->ctx.arena, 64 * MIB);
    buf_put_str(&b, rq->path);
    buf_putc(&b, '\n');
    buf_put_str(&b, rq->query);
    buf_printf(&b, "\n%lld\n", (long long)rq->if_match);
    buf_put_str(&b, body_digest(rq));
    return digest(rq, buf_str(&b));
}

/* "name: value" lines, as they were sent. */
static const char *print_head(struct req *rq)
{
    struct buf b;

    buf_init(&b, rq->ctx.arena, HEAD_MAX);
    buf_printf(&b, "Content-Type: %s\n", rq->reply.content_type ? rq->reply.content_type : "");
    if (rq->reply.etag)
        buf_printf(&b, "ETag: %s\n", rq->reply.etag);
    for (size_t i = 0; i < rq->reply.header_count; i++) {
        if (strncmp(rq->reply.headers[i].name, "RateLimit", 9) == 0)
            continue;     /* true of this moment only */
        buf_printf(&b, "%s: %s\n", rq->reply.headers[i].name, rq->reply.headers[i].value);
    }
    return buf_text(&b);
}

static void restore_head(struct req *rq, struct str head)
{
    struct reply *r = &rq->reply;

    while (head.p && head.n) {
        struct str line = str_next(&head, '\n'), name = str_next(&line, ':');
        const char *value = arena_str(rq->ctx.arena, str_trim(line));

        if (str_equal(name, STR("Content-Type")))
            r->content_type = value[0] ? value : NULL;
        else if (str_equal(name, STR("ETag")))
            r->etag = value;
        else if (r->header_count < ARRAY_LEN(r->headers))
            r->headers[r->header_count++] = (struct header){ arena_str(rq->ctx.arena, name), value };
    }
}

static enum err replay(struct req *rq, const struct web_idempotency_get_row *row, struct str own_fingerprint)
{
    if (!str_equal(row->fingerprint, own_fingerprint))
        return ctx_fail(&rq->ctx, ERR_INVALID, "key-reused", "This Idempotency-Key was used before with another request");
    if (row->status == 0)
        return ctx_fail(&rq->ctx, ERR_CONFLICT, "key-done", "This was done already; what it showed is shown only once");
    rq->reply.status = (int)row->status;
    rq->reply.body = row->body;
    restore_head(rq, str_of(row->head));
    if (rq->reply.header_count < ARRAY_LEN(rq->reply.headers))
        rq->reply.headers[rq->reply.header_count++] = (struct header){ "Idempotent-Replayed", "true" };
    return OK;
}

enum err idempotency_begin(struct req *rq, bool *ret_replayed)
{
    struct web_idempotency_get_in which = { .client = client(rq), .route = rq->ctx.route, .key_hash = digest(rq, str_of(rq->key)) };
    struct web_idempotency_add_in add = { .client = which.client, .route = which.route, .key_hash = which.key_hash,
                                          .fingerprint = fingerprint(rq), .now = clock_utc_us() };
    struct web_idempotency_get_row row;
    enum err e = db_exec(&rq->ctx, WEB_IDEMPOTENCY_ADD, &add, NULL);

    *ret_replayed = false;
    if (e == ERR_BUSY && rq->ctx.lock_timeout)
        return ctx_fail(&rq->ctx, ERR_CONFLICT, "key-running", "The first request with this Idempotency-Key still runs");
    if (e != ERR_CONFLICT)
        return e;
    ctx_clear_error(&rq->ctx);
    e = db_one(&rq->ctx, WEB_IDEMPOTENCY_GET, &which, &row);
    if (e == ERR_NOT_FOUND)     /* pruned between the two statements */
        return ctx_fail(&rq->ctx, ERR_BUSY, NULL, "Please send the request again");
    if (e)
        return e;
    *ret_replayed = true;
    return replay(rq, &row, add.fingerprint);
}

enum err idempotency_store(struct req *rq)
{
    struct web_idempotency_store_in in = { .client = client(rq), .route = rq->ctx.route, .key_hash = digest(rq, str_of(rq->key)),
                                           .status = rq->reply.status, .head = print_head(rq), .body = rq->reply.body };

    if (rq->route->secret)
        return OK;
    if (!in.body.p)
        in.body = STR("");
    return db_exec(&rq->ctx, WEB_IDEMPOTENCY_STORE, &in, NULL);
}
