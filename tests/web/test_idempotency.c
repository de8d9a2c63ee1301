#include "asked.h"

#include "sql/web.h"
#include "web/reply.h"

static int runs;
static enum err outcome;
static const char *key_seen;

static enum err change(struct req *rq)
{
    runs++;
    key_seen = rq->key;
    if (outcome == ERR_INVALID) {
        ctx_fault(&rq->ctx, "/a", "wrong", "is wrong");
        return ctx_faults(&rq->ctx);
    }
    if (outcome)
        return ctx_fail(&rq->ctx, outcome, NULL, "no");
    reply_header(rq, "Location", arena_printf(rq->ctx.arena, "/made/%d", runs));
    reply_flash(rq, "Done.");
    rq->reply.etag = "\"1.json\"";
    reply_bytes(rq, "application/json", str_of(arena_printf(rq->ctx.arena, "{\"run\":%d}", runs)));
    rq->reply.status = 201;
    return OK;
}

static enum err show_form(struct req *rq, bool stale)
{
    (void)stale;
    return reply_bytes(rq, "text/html", str_of(arena_printf(rq->ctx.arena, "form: %s", rq->ctx.error_detail)));
}

static struct { const char *a; struct upload file; } input;
static const struct field fields[] = {
    { "a", FIELD_TEXT, .at = 0 },
    { 0 }
};
static const struct field file_fields[] = {
    { "a", FIELD_TEXT, .at = 0 },
    { "file", FIELD_FILE, .at = sizeof(const char *) },
    { 0 }
};

#define ROUTE(PATTERN, FIELDS) POST, PATTERN, ANYONE, RATE_WRITE, FIELDS, sizeof(input), change, ""
static const struct route routes[] = {
    { ROUTE("/api/plain", fields) },
    { ROUTE("/api/other", fields) },
    { ROUTE("/api/required", fields), .key_required = true },
    { ROUTE("/form", file_fields), .form = show_form },
    { ROUTE("/secret", fields), .secret = true, .form = show_form },
    { ROUTE("/api/guest", fields), .guests = GUESTS_MAKE, .scope = "things:write" },
};
static const struct module module = { .name = "test", .routes = routes, .route_count = ARRAY_LEN(routes) };

static struct req *send(const char *path, const char *key, const char *json)
{
    char request[100], headers[600];

    outcome = OK;
    asked_store()->config.rate_limits = false;
    snprintf(request, sizeof(request), "POST %s", path);
    snprintf(headers, sizeof(headers), "Idempotency-Key: %s", key);
    return ask_json(&module, request, headers, json);
}

TEST(idempotency_key_forms)
{
    char long_key[300];
    struct req *rq;

    send("/api/plain", "abc", "{}");
    ASSERT_STR(key_seen, "abc");
    send("/api/plain", "\"quoted 1\"", "{}");
    CU_ASSERT_EQUAL(asked_status(send("/api/plain", "\"8e03978e-40d5-43e8-bc93-6894a57f9324\"", "{}")), 201);
    ASSERT_STR(key_seen, "8e03978e-40d5-43e8-bc93-6894a57f9324");
    CU_ASSERT_EQUAL(asked_status(send("/api/plain", "a b", "{}")), 400);
    CU_ASSERT_EQUAL(asked_status(send("/api/plain", "\xC3\xA9", "{}")), 400);
    CU_ASSERT_EQUAL(asked_status(send("/api/plain", "\"\"", "{}")), 400);
    memset(long_key, 'k', 256);
    long_key[256] = '\0';
    CU_ASSERT_EQUAL(asked_status(send("/api/plain", long_key, "{}")), 400);
    long_key[255] = '\0';
    CU_ASSERT_EQUAL(asked_status(send("/api/plain", long_key, "{}")), 201);
    rq = ask_json(&module, "POST /api/required", NULL, "{}");
    CU_ASSERT_EQUAL(asked_status(rq), 400);
    CU_ASSERT_TRUE(asked_has(rq, "key-required"));
}

TEST(idempotency_same_request_same_reply)
{
    struct req *rq = send("/api/plain", "k1", "{\"a\":\"x\"}");

    CU_ASSERT_TRUE(asked_has(rq, "{\"run\":1}"));
    ASSERT_STR(asked_header(rq, "Idempotent-Replayed"), "");
    rq = send("/api/plain", "k1", "{\"a\":\"x\"}");
    CU_ASSERT_EQUAL(runs, 1);
    CU_ASSERT_EQUAL(asked_status(rq), 201);
    CU_ASSERT_TRUE(asked_has(rq, "{\"run\":1}"));
    ASSERT_STR(rq->reply.content_type, "application/json");
    ASSERT_STR(rq->reply.etag, "\"1.json\"");
    ASSERT_STR(rq->reply.cache_control, "no-store");
    ASSERT_STR(asked_header(rq, "Location"), "/made/1");
    ASSERT_STR(asked_header(rq, "Idempotent-Replayed"), "true");
    CU_ASSERT_EQUAL(fake_db.committed, 1);
}

TEST(idempotency_replay_tells_the_limits_of_now)
{
    asked_store()->config.rate_limits = true;
    ask_json(&module, "POST /api/plain", "Idempotency-Key: k", "{}");
    ask_json(&module, "POST /api/plain", NULL, "{}");
    ASSERT_STR(asked_header(ask_json(&module, "POST /api/plain", "Idempotency-Key: k", "{}"), "RateLimit"), "\"write\";r=57;t=1");
}

TEST(idempotency_other_request_is_refused)
{
    struct req *rq;

    send("/api/plain", "k1", "{\"a\":\"x\"}");
    rq = send("/api/plain", "k1", "{\"a\":\"y\"}");
    CU_ASSERT_EQUAL(asked_status(rq), 422);
    CU_ASSERT_TRUE(asked_has(rq, "key-reused"));
    CU_ASSERT_EQUAL(runs, 1);
    CU_ASSERT_EQUAL(asked_status(send("/api/plain?_=1", "k1", "{\"a\":\"x\"}")), 422);
    CU_ASSERT_EQUAL(asked_status(send("/api/other", "k1", "{\"a\":\"y\"}")), 201);
    CU_ASSERT_EQUAL(runs, 2);
}

TEST(idempotency_clients_are_apart)
{
    fake_db_key("mk_one", " all ");
    fake_db_key("mk_two", " all ");
    ask_json(&module, "POST /api/plain", "Authorization: Bearer mk_one\nIdempotency-Key: k", "{}");
    ask_json(&module, "POST /api/plain", "Authorization: Bearer mk_two\nIdempotency-Key: k", "{\"a\":\"b\"}");
    CU_ASSERT_EQUAL(runs, 2);
    ask_json(&module, "POST /api/plain", "Idempotency-Key: k", "{}");
    ask_json(&module, "POST /api/plain", "Idempotency-Key: k\nAddress: 10.0.0.1", "{}");
    CU_ASSERT_EQUAL(runs, 4);
    ask_json(&module, "POST /api/plain", "Authorization: Bearer mk_one\nIdempotency-Key: k", "{}");
    CU_ASSERT_EQUAL(runs, 4);
}

TEST(idempotency_failures_are_not_kept)
{
    const enum err failures[] = { ERR_INVALID, ERR_NOT_FOUND, ERR_INTERNAL, ERR_STALE };

    for (size_t i = 0; i < ARRAY_LEN(failures); i++) {
        outcome = failures[i];
        CU_ASSERT_EQUAL(asked_status(ask_json(&module, "POST /api/plain", "Idempotency-Key: k", "{}")), err_info(failures[i])->status);
        CU_ASSERT_EQUAL(fake_db.kept_count, 0);
    }
    CU_ASSERT_EQUAL(asked_status(ask_json(&module, "POST /api/plain", "Idempotency-Key: k", "{\"nonsense\":1}")), 422);
    CU_ASSERT_EQUAL(asked_status(send("/api/plain", "k", "{}")), 201);
    CU_ASSERT_EQUAL(runs, 5);
}

TEST(idempotency_still_running)
{
    struct req *rq;

    fake_db.lock_conflicts = 1;
    rq = send("/api/plain", "k", "{}");
    CU_ASSERT_EQUAL(asked_status(rq), 409);
    CU_ASSERT_TRUE(asked_has(rq, "key-running"));
    CU_ASSERT_EQUAL(runs, 0);
    CU_ASSERT_EQUAL(asked_status(send("/api/plain", "k", "{}")), 201);
}

TEST(idempotency_deadlock_runs_again)
{
    struct req *rq;

    fake_db.deadlocks = 2;
    rq = send("/api/plain", "k", "{}");
    CU_ASSERT_EQUAL(asked_status(rq), 201);
    CU_ASSERT_EQUAL(runs, 3);
    CU_ASSERT_EQUAL(fake_db.kept_count, 1);
    CU_ASSERT_TRUE(asked_has(rq, "{\"run\":3}"));
    ASSERT_STR(asked_header(rq, "Location"), "/made/3");
    CU_ASSERT_TRUE(asked_has(send("/api/plain", "k", "{}"), "{\"run\":3}"));
}

/* ---- forms ---- */

TEST(idempotency_second_click)
{
    struct req *rq = ask_form(&module, "POST /form", NULL, "a=1&_key=abc");

    CU_ASSERT_EQUAL(asked_status(rq), 201);
    rq = ask_form(&module, "POST /form", NULL, "a=1&_key=abc");
    CU_ASSERT_EQUAL(asked_status(rq), 201);
    CU_ASSERT_EQUAL(runs, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(asked_header(rq, "Set-Cookie"), "flash="));
    rq = ask_form(&module, "POST /form", NULL, "a=2&_key=abc");
    CU_ASSERT_EQUAL(asked_status(rq), 422);
    CU_ASSERT_TRUE(asked_has(rq, "form: This Idempotency-Key"));
}

static struct req *upload(const char *boundary, const char *bytes)
{
    char type[100], body[1000];

    snprintf(type, sizeof(type), "Content-Type: multipart/form-data; boundary=%s", boundary);
    snprintf(body, sizeof(body), "--%s\r\nContent-Disposition: form-data; name=\"_key\"\r\n\r\nabc\r\n--%s\r\n"
             "Content-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n%s\r\n--%s--\r\n",
             boundary, boundary, bytes, boundary);
    return ask(&module, "POST /form", type, str_of(body));
}

/* A browser makes a new boundary each time that it sends a form. */
TEST(idempotency_second_click_with_a_file)
{
    CU_ASSERT_EQUAL(asked_status(upload("one", "photo")), 201);
    CU_ASSERT_EQUAL(asked_status(upload("two", "photo")), 201);
    CU_ASSERT_EQUAL(runs, 1);
    CU_ASSERT_EQUAL(asked_status(upload("three", "photos")), 422);
    CU_ASSERT_EQUAL(runs, 1);
}

/* A reply that shows a secret once is not kept in the database: its key row only tells that it happened. */
TEST(idempotency_secret_replies_are_not_kept)
{
    struct req *rq = ask_form(&module, "POST /secret", NULL, "a=1&_key=abc");

    CU_ASSERT_EQUAL(asked_status(rq), 201);
    rq = ask_form(&module, "POST /secret", NULL, "a=1&_key=abc");
    CU_ASSERT_EQUAL(asked_status(rq), 409);
    CU_ASSERT_EQUAL(runs, 1);
    CU_ASSERT_FALSE(asked_has(rq, "run"));
    CU_ASSERT_EQUAL(fake_db.kept_count, 1);
}

static enum err add_token(struct ctx *cx, const void *in, void *ret)
{
    (void)cx;
    (void)in;
    (void)ret;
    return OK;
}

/* Who was nobody is a guest afterwards, with a cookie that stands nowhere else: no key row keeps it, so the write runs each time. */
TEST(idempotency_keeps_nothing_of_guests)
{
    fake_db_on(WEB_GUEST_TOKEN_ADD, add_token);
    CU_ASSERT_EQUAL(asked_status(send("/api/guest", "k", "{}")), 201);
    CU_ASSERT_EQUAL(asked_status(send("/api/guest", "k", "{}")), 201);
    CU_ASSERT_EQUAL(runs, 2);
    CU_ASSERT_EQUAL(fake_db.kept_count, 0);
}

/* Programs with a key are the same before and after. */
TEST(idempotency_keeps_replies_to_programs_on_routes_of_guests)
{
    const char *headers = "Authorization: Bearer mk_thing\nIdempotency-Key: k";

    asked_store()->config.rate_limits = false;
    fake_db_key("mk_thing", " things:write ");
    outcome = OK;
    CU_ASSERT_EQUAL(asked_status(ask_json(&module, "POST /api/guest", headers, "{}")), 201);
    ASSERT_STR(asked_header(ask_json(&module, "POST /api/guest", headers, "{}"), "Idempotent-Replayed"), "true");
    CU_ASSERT_EQUAL(runs, 1);
}
