/* Who may do what, form tokens, errors and the audit log, through the real dispatcher. */
#include "asked.h"

#include "web/page.h"
#include "web/reply.h"

#include "base/view.h"

#include <stdlib.h>

static int runs;
static enum err outcome;

static enum err answer(struct req *rq)
{
    runs++;
    if (outcome)
        return ctx_fail(&rq->ctx, outcome, NULL, "for a test");
    return reply_no_content(rq);
}

static enum err far(struct req *rq)
{
    return reply_redirect(rq, "/x?a=%s", "b c\r\nSet-Cookie: evil=1\t\xC3\xA9%41");
}

static enum err headers(struct req *rq)
{
    reply_header(rq, "X-Test", "a\r\nSet-Cookie: evil=1");
    return reply_no_content(rq);
}

static enum err page(struct req *rq)
{
    struct json_object *v = view_new(rq->ctx.arena);

    view_text(v, "title", "A test");
    view_text(v, "advice", "advice");
    return reply_page(rq, "error", v);
}

static enum err plain_page(struct req *rq)
{
    struct json_object *v = view_new(rq->ctx.arena);

    view_text(v, "title", "A <test>");
    view_text(v, "description", "what it is");
    view_text(view_item(view_child_array(v, "scripts")), "src", "/js/x.js");
    reply_action(rq, EDITOR, "Edit", "/edit");
    reply_action(rq, ANYONE, "Print", "/print");
    return reply_page(rq, "error", v);
}

/* The same, by way of what a cache would keep. */
static enum err packed_page(struct req *rq)
{
    enum err e = plain_page(rq);
    struct str packed = page_pack(rq);

    rq->reply = (struct reply){ .status = 200, .content_type = rq->reply.content_type };
    CU_ASSERT_EQUAL(str_find(packed, STR("editor")), SIZE_MAX);
    CU_ASSERT_FALSE(page_unpack(rq, STR("")));
    CU_ASSERT_FALSE(page_unpack(rq, STR("no newline")));
    CU_ASSERT_FALSE(page_unpack(rq, STR("{\"title\":\n<p>")));
    CU_ASSERT_TRUE(page_unpack(rq, packed));
    return e;
}

static enum err hungry(struct req *rq)
{
    for (size_t i = 0; i < 10000000; i++)     /* in small pieces: nothing is left for the answer either */
        arena_alloc(rq->ctx.arena, 100);
    return reply_no_content(rq);
}

static enum err fill_form(struct req *rq, bool stale)
{
    return reply_bytes(rq, "text/html", str_of(arena_printf(rq->ctx.arena, "%s: %s", stale ? "stale" : "form", req_typed(rq, "a"))));
}

static struct { const char *a; } input;
static const struct field fields[] = { { "a", FIELD_TEXT, .at = 0, .max = 5 }, { 0 } };

#define ROUTE(METHOD, PATTERN, WHO) METHOD, PATTERN, WHO, RATE_WRITE, NO_INPUT, answer, ""
static const struct route routes[] = {
    { ROUTE(GET, "/open", ANYONE) },
    { ROUTE(POST, "/open", ANYONE) },
    { ROUTE(POST, "/harmless", ANYONE), .harmless = true },
    { ROUTE(GET, "/form", SIGNED_IN) },
    { ROUTE(GET, "/signed-in", SIGNED_IN) },
    { ROUTE(GET, "/viewer", VIEWER) },
    { ROUTE(GET, "/editor", EDITOR) },
    { ROUTE(GET, "/manager", MANAGER) },
    { ROUTE(GET, "/admin", ADMIN) },
    { ROUTE(GET, "/api/scoped", EDITOR), .scope = "things:write" },
    { ROUTE(GET, "/api/unscoped", EDITOR) },
    { ROUTE(POST, "/api/write", EDITOR), .scope = "things:write" },
    { POST, "/form", SIGNED_IN, RATE_WRITE, fields, sizeof(input), answer, "", .form = fill_form },
    { GET, "/far", ANYONE, RATE_READ, NO_INPUT, far, "" },
    { GET, "/headers", ANYONE, RATE_READ, NO_INPUT, headers, "" },
    { GET, "/page", ANYONE, RATE_READ, NO_INPUT, page, "" },
    { GET, "/plain-page", ANYONE, RATE_READ, NO_INPUT, plain_page, "" },
    { GET, "/packed-page", ANYONE, RATE_READ, NO_INPUT, packed_page, "" },
    { GET, "/hungry", ANYONE, RATE_READ, NO_INPUT, hungry, "" },
    { POST, "/hungry", ANYONE, RATE_READ, NO_INPUT, hungry, "" },
    { GET, "/api/hungry", ANYONE, RATE_READ, NO_INPUT, hungry, "" },
};
static const struct module module = { .name = "test", .routes = routes, .route_count = ARRAY_LEN(routes) };

static int status(const char *request, const char *header_lines)
{
    return asked_status(ask(&module, request, header_lines, STR("")));
}

static void people(void)
{
    static const char *const roles[] = { "viewer", "editor", "manager", "admin" };

    asked_store()->config.rate_limits = false;
    for (size_t i = 0; i < ARRAY_LEN(roles); i++)
        fake_db_session(roles[i], roles[i], roles[i]);
    fake_db_key("mk_scoped", "things:write other:read");
    fake_db_key("mk_other", "other:read things:writer");
    fake_db_key("mk_all", "all");
}

TEST(dispatch_roles)
{
    static const char *const paths[] = { "GET /open", "GET /signed-in", "GET /viewer", "GET /editor", "GET /manager", "GET /admin" };
    static const char *const who[] = { "viewer", "editor", "manager", "admin" };
    const size_t may[] = { 3, 4, 5, 6 };

    people();
    for (size_t w = 0; w < ARRAY_LEN(who); w++) {
        for (size_t p = 0; p < ARRAY_LEN(paths); p++)
            CU_ASSERT_EQUAL(status(paths[p], asked_as(who[w])), p < may[w] ? 204 : 403);
    }
    CU_ASSERT_EQUAL(status("GET /open", NULL), 204);
    CU_ASSERT_EQUAL(status("GET /api/scoped", asked_as("editor")), 204);
    CU_ASSERT_EQUAL(status("GET /api/scoped", asked_as("viewer")), 403);
}

TEST(dispatch_keys)
{
    people();
    CU_ASSERT_EQUAL(status("GET /api/scoped", "Authorization: Bearer mk_scoped"), 204);
    CU_ASSERT_EQUAL(status("GET /api/scoped", "Authorization: bearer  mk_scoped"), 204);
    CU_ASSERT_EQUAL(status("GET /api/scoped", "Authorization: Bearer mk_all"), 204);
    CU_ASSERT_EQUAL(status("GET /api/scoped", "Authorization: Bearer mk_other"), 403);
    CU_ASSERT_EQUAL(status("GET /api/unscoped", "Authorization: Bearer mk_all"), 403);
    CU_ASSERT_EQUAL(status("GET /admin", "Authorization: Bearer mk_all"), 403);
    CU_ASSERT_EQUAL(status("GET /open", "Authorization: Bearer mk_other"), 204);
    CU_ASSERT_EQUAL(status("GET /open", "Authorization: Bearer mk_none"), 401);
    CU_ASSERT_EQUAL(status("GET /api/scoped", "Authorization: Bearer "), 401);
    CU_ASSERT_EQUAL(status("GET /api/scoped", "Authorization: Basic YWRtaW46YWRtaW4="), 401);
    /* A key that is wrong is not helped by a session. */
    CU_ASSERT_EQUAL(status("GET /api/scoped", "Cookie: sid=admin\nAuthorization: Bearer mk_none"), 401);
    ASSERT_STR(asked_header(ask(&module, "GET /api/scoped", NULL, STR("")), "WWW-Authenticate"), "Bearer realm=\"midway\"");
}

TEST(dispatch_cookies)
{
    people();
    CU_ASSERT_EQUAL(status("GET /admin", "Cookie: a=b; sid=admin; c=d"), 204);
    CU_ASSERT_EQUAL(status("GET /admin", "Cookie: a=b;sid=admin"), 204);
    CU_ASSERT_EQUAL(status("GET /admin", "Cookie: xsid=admin"), 303);
    CU_ASSERT_EQUAL(status("GET /admin", "Cookie: sid=; sid=admin"), 303);
    CU_ASSERT_EQUAL(status("GET /admin", "Cookie: sid"), 303);
    CU_ASSERT_EQUAL(status("GET /admin", "Cookie: ;;=;sid=unknown"), 303);
    asked_store()->config.site_https = true;
    CU_ASSERT_EQUAL(status("GET /admin", "Cookie: sid=admin"), 303);
    CU_ASSERT_EQUAL(status("GET /admin", "Cookie: __Host-sid=admin"), 204);
}

TEST(dispatch_idle_sessions)
{
    people();
    fake_db.sessions[3].seen_at -= (12 * 3600 - 60) * 1000000LL;
    CU_ASSERT_EQUAL(status("GET /admin", "Cookie: sid=admin"), 204);
    fake_db.sessions[3].seen_at -= 61 * 1000000LL;
    CU_ASSERT_EQUAL(status("GET /admin", "Cookie: sid=admin"), 303);
}

/* ---- form tokens ---- */

static int post(const char *session, const char *more)
{
    char lines[500];

    snprintf(lines, sizeof(lines), "Cookie: sid=%s\n%s", session, more);
    runs = 0;
    return status("POST /open", lines);
}

static const char *token_line(const char *session)
{
    return strchr(asked_as(session), '\n') + 1;
}

TEST(dispatch_form_token)
{
    char form[200], request[300];

    people();
    CU_ASSERT_EQUAL(post("editor", ""), 403);
    CU_ASSERT_EQUAL(runs, 0);
    CU_ASSERT_EQUAL(post("editor", token_line("admin")), 403);
    CU_ASSERT_EQUAL(post("editor", "X-CSRF-Token: 0"), 403);
    CU_ASSERT_EQUAL(post("editor", token_line("editor")), 204);
    CU_ASSERT_EQUAL(runs, 1);
    snprintf(form, sizeof(form), "_csrf=%.32s", token_line("editor") + strlen("X-CSRF-Token: "));
    CU_ASSERT_EQUAL(asked_status(ask_form(&module, "POST /form", "Cookie: sid=editor", form)), 204);
    CU_ASSERT_EQUAL(asked_status(ask_form(&module, "POST /form", "Cookie: sid=admin", form)), 403);
    /* Not from the address line: it stands in logs and histories. */
    snprintf(request, sizeof(request), "POST /form?%s", form);
    CU_ASSERT_EQUAL(asked_status(ask_form(&module, request, "Cookie: sid=editor", "a=b")), 403);
}

TEST(dispatch_other_sites)
{
    char lines[300];

    people();
    snprintf(lines, sizeof(lines), "%sSec-Fetch-Site: cross-site", token_line("editor"));
    CU_ASSERT_EQUAL(post("editor", lines), 403);
    CU_ASSERT_EQUAL(status("POST /open", "Sec-Fetch-Site: cross-site"), 403);
    CU_ASSERT_EQUAL(status("POST /open", "Sec-Fetch-Site: same-site"), 403);
    CU_ASSERT_EQUAL(status("POST /open", "Sec-Fetch-Site: same-origin"), 204);
    CU_ASSERT_EQUAL(status("POST /open", "Sec-Fetch-Site: none"), 204);
    CU_ASSERT_EQUAL(status("POST /open", "Origin: http://127.0.0.1:8080"), 204);
    CU_ASSERT_EQUAL(status("POST /open", "Origin: http://127.0.0.1"), 403);
    CU_ASSERT_EQUAL(status("POST /open", "Origin: http://evil.example"), 403);
    CU_ASSERT_EQUAL(status("POST /open", "Origin: http://127.0.0.1:8080.evil.example"), 403);
    CU_ASSERT_EQUAL(status("POST /open", "Origin: null"), 403);
    CU_ASSERT_EQUAL(status("GET /open", "Sec-Fetch-Site: cross-site"), 204);
    /* A program with a key is no browser. */
    CU_ASSERT_EQUAL(status("POST /api/write", "Authorization: Bearer mk_all\nOrigin: http://evil.example"), 204);
}

/* ---- errors ---- */

TEST(dispatch_errors_have_two_faces)
{
    struct req *rq = ask(&module, "GET /api/none", NULL, STR(""));

    ASSERT_STR(rq->reply.content_type, "application/problem+json");
    CU_ASSERT_TRUE(asked_has(rq, "\"type\":\"http://127.0.0.1:8080/api#"));
    CU_ASSERT_TRUE(asked_has(rq, "\"status\":404"));
    CU_ASSERT_TRUE(asked_has(rq, "\"title\":"));
    CU_ASSERT_TRUE(asked_has(rq, "\"detail\":"));
    CU_ASSERT_TRUE(asked_has(rq, "\"instance\":"));
    ASSERT_STR(rq->reply.cache_control, "no-store");
    rq = ask(&module, "GET /none<script>", NULL, STR(""));
    ASSERT_STR(rq->reply.content_type, "text/html; charset=utf-8");
    CU_ASSERT_FALSE(asked_has(rq, "none<script>"));
    for (int e = ERR_MALFORMED; e < ERR__COUNT; e++) {
        outcome = (enum err)e;
        rq = ask(&module, "GET /open", NULL, STR(""));
        CU_ASSERT_EQUAL(asked_status(rq), e == ERR_UNAUTHENTICATED ? 303 : err_info(outcome)->status);
    }
    outcome = ERR_INTERNAL;
    CU_ASSERT_FALSE(asked_has(ask(&module, "GET /open", NULL, STR("")), "for a test"));
    people();
    CU_ASSERT_FALSE(asked_has(ask(&module, "GET /api/scoped", "Authorization: Bearer mk_all", STR("")), "for a test"));
}

TEST(dispatch_invalid_utf8_in_the_path)
{
    struct req *rq = ask(&module, "GET /api/\xFF\xFE", NULL, STR(""));

    CU_ASSERT_EQUAL(asked_status(rq), 404);
    CU_ASSERT_FALSE(asked_has(rq, "\xFF"));
    rq = ask(&module, "GET /\xFF\xFE", NULL, STR(""));
    CU_ASSERT_FALSE(asked_has(rq, "\xFF"));
}

TEST(dispatch_sign_in_returns_to_the_page)
{
    ASSERT_STR(asked_header(ask(&module, "GET /admin", NULL, STR("")), "Location"), "/sign-in?next=/admin");
    ASSERT_STR(asked_header(ask(&module, "GET /admin?a=1&b=%26", NULL, STR("")), "Location"), "/sign-in?next=/admin%3Fa%3D1%26b%3D%2526");
}

/* The session ended while somebody typed: what was asked is refused, and the page says how to go on. */
TEST(dispatch_form_of_a_session_that_ended)
{
    struct req *rq = ask_form(&module, "POST /form", "Cookie: sid=gone", "a=text&_csrf=123");

    CU_ASSERT_EQUAL(asked_status(rq), 401);
    CU_ASSERT_TRUE(asked_has(rq, "href=\"/sign-in?next=/form\""));
    rq = ask(&module, "POST /form/deeper/than/that?a=b", "Cookie: sid=gone", STR(""));
    CU_ASSERT_EQUAL(asked_status(rq), 404);
    rq = ask(&module, "POST /api/write", "Cookie: sid=gone", STR(""));
    CU_ASSERT_EQUAL(asked_status(rq), 401);
    ASSERT_STR(rq->reply.content_type, "application/problem+json");
}

TEST(dispatch_forms_come_back)
{
    struct req *rq;
    char form[200];

    people();
    snprintf(form, sizeof(form), "a=toolong&_csrf=%.32s", token_line("editor") + strlen("X-CSRF-Token: "));
    rq = ask_form(&module, "POST /form", "Cookie: sid=editor", form);
    CU_ASSERT_EQUAL(asked_status(rq), 422);
    CU_ASSERT_TRUE(asked_has(rq, "form: toolong"));
    snprintf(form, sizeof(form), "a=b&_csrf=%.32s", token_line("editor") + strlen("X-CSRF-Token: "));
    outcome = ERR_STALE;
    rq = ask_form(&module, "POST /form", "Cookie: sid=editor", form);
    CU_ASSERT_EQUAL(asked_status(rq), 412);
    CU_ASSERT_TRUE(asked_has(rq, "stale: b"));
    CU_ASSERT_EQUAL(fake_db.rolled_back, 1);
}

TEST(dispatch_headers_hold_no_line_breaks)
{
    struct req *rq = ask(&module, "GET /far", NULL, STR(""));

    ASSERT_STR(asked_header(rq, "Location"), "/x?a=b%20c%0D%0ASet-Cookie:%20evil=1%09%C3%A9%41");
    rq = ask(&module, "GET /headers", NULL, STR(""));
    ASSERT_STR(asked_header(rq, "X-Test"), "a  Set-Cookie: evil=1");
}

TEST(dispatch_more_memory_than_one_may_have)
{
    struct req *rq = ask(&module, "GET /hungry", NULL, STR(""));

    CU_ASSERT_EQUAL(asked_status(rq), 503);
    CU_ASSERT_TRUE(asked_has(rq, "more memory than one request may have"));
    rq = ask(&module, "POST /hungry", NULL, STR(""));
    CU_ASSERT_EQUAL(asked_status(rq), 503);
    CU_ASSERT_EQUAL(fake_db.rolled_back, 1);
    rq = ask(&module, "GET /api/hungry", NULL, STR(""));
    ASSERT_STR(rq->reply.content_type, "application/problem+json");
    CU_ASSERT_TRUE(asked_has(rq, "\"status\":503"));
    CU_ASSERT_EQUAL(status("GET /open", NULL), 204);
}

/* ---- pages, flashes, the audit log ---- */

TEST(dispatch_flash_is_shown_once)
{
    struct req *rq;

    people();
    rq = ask(&module, "GET /page", "Cookie: sid=editor; flash=446f6e65203c623e2e", STR(""));
    CU_ASSERT_TRUE(asked_has(rq, "Done &lt;b&gt;."));
    ASSERT_STR(asked_header(rq, "Set-Cookie"), "flash=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    rq = ask(&module, "GET /page", "Cookie: flash=446f6e65", STR(""));
    CU_ASSERT_FALSE(asked_has(rq, "class=\"flash\""));
    rq = ask(&module, "GET /page", "Cookie: sid=editor; flash=zz", STR(""));
    CU_ASSERT_FALSE(asked_has(rq, "class=\"flash\""));
    rq = ask(&module, "GET /page", "Cookie: sid=editor; flash=ff00fe", STR(""));
    CU_ASSERT_EQUAL(asked_status(rq), 200);
    CU_ASSERT_FALSE(asked_has(rq, "\xFF"));
}

TEST(dispatch_layout_knows_the_reader)
{
    struct req *rq;

    people();
    rq = ask(&module, "GET /page", "Cookie: sid=admin", STR(""));
    CU_ASSERT_TRUE(asked_has(rq, "Signed in as admin"));
    CU_ASSERT_TRUE(asked_has(rq, "/staff/keys"));
    rq = ask(&module, "GET /page", "Cookie: sid=viewer", STR(""));
    CU_ASSERT_FALSE(asked_has(rq, "/staff/keys"));
    rq = ask(&module, "GET /page", NULL, STR(""));
    CU_ASSERT_TRUE(asked_has(rq, "href=\"/sign-in\""));
    CU_ASSERT_FALSE(asked_has(rq, "Signed in as"));
}

static char *body_of(const char *request, const char *header_lines)
{
    const struct str body = ask(&module, request, header_lines, STR(""))->reply.body;
    char *copy = calloc(1, body.n + 1);

    memcpy(copy, body.p, body.n);
    return copy;
}

TEST(dispatch_packed_pages_are_the_pages)
{
    static const char *const readers[] = { NULL, "Cookie: sid=viewer", "Cookie: sid=editor" };

    people();
    for (size_t i = 0; i < ARRAY_LEN(readers); i++) {
        char *plain = body_of("GET /plain-page", readers[i]);

        ASSERT_STR(body_of("GET /packed-page", readers[i]), plain);
        CU_ASSERT_PTR_NOT_NULL(strstr(plain, "A &lt;test&gt;"));
        CU_ASSERT_PTR_NOT_NULL(strstr(plain, "/js/x.js"));
        CU_ASSERT_PTR_NOT_NULL(strstr(plain, "href=\"/print\""));
        CU_ASSERT_EQUAL(strstr(plain, "href=\"/edit\"") != NULL, i == 2);
    }
}

TEST(dispatch_audit)
{
    people();
    CU_ASSERT_EQUAL(status("POST /open", asked_as("editor")), 204);
    CU_ASSERT_PTR_NOT_NULL_FATAL(fake_db.last_audit);
    CU_ASSERT_PTR_NOT_NULL(strstr(fake_db.last_audit, "\"name\":\"editor\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(fake_db.last_audit, "\"action\":\"POST /open\""));
    fake_db.last_audit = NULL;
    outcome = ERR_CONFLICT;
    status("POST /open", asked_as("editor"));
    CU_ASSERT_PTR_NULL(fake_db.last_audit);
    outcome = OK;
    CU_ASSERT_EQUAL(status("POST /harmless", asked_as("editor")), 204);
    CU_ASSERT_PTR_NULL(fake_db.last_audit);
    status("POST /api/write", "Authorization: Bearer mk_all");
    CU_ASSERT_PTR_NOT_NULL_FATAL(fake_db.last_audit);
    CU_ASSERT_PTR_NOT_NULL(strstr(fake_db.last_audit, "\"kind\":\"key\""));
}

TEST(dispatch_reads_run_no_transaction)
{
    people();
    status("GET /open", NULL);
    CU_ASSERT_EQUAL(fake_db.statements, 0);
    CU_ASSERT_EQUAL(fake_db.begun, 0);
    CU_ASSERT_EQUAL(status("HEAD /open", NULL), 204);
    status("POST /open", NULL);
    CU_ASSERT_EQUAL(fake_db.committed, 1);
}
