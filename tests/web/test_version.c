/* If-Match, If-None-Match and the form of ETags. */
#include "asked.h"

#include "web/reply.h"

static int64_t seen;
static bool any;

static enum err show(struct req *rq)
{
    reply_version(rq, 3);
    return reply_bytes(rq, "text/plain", STR("three"));
}

static enum err plain(struct req *rq)
{
    return reply_bytes(rq, "text/plain", STR("no version"));
}

static enum err change(struct req *rq)
{
    seen = rq->if_match;
    any = rq->if_match_any;
    return reply_no_content(rq);
}

static const struct route routes[] = {
    { GET, "/api/thing", ANYONE, RATE_READ, NO_INPUT, show, "" },
    { GET, "/thing", ANYONE, RATE_READ, NO_INPUT, show, "" },
    { GET, "/plain", ANYONE, RATE_READ, NO_INPUT, plain, "" },
    { PUT, "/api/thing", ANYONE, RATE_READ, NO_INPUT, change, "", .if_match = IF_MATCH_REQUIRED, .no_transaction = true },
    { POST, "/thing", ANYONE, RATE_READ, NO_INPUT, change, "", .if_match = IF_MATCH_REQUIRED, .no_transaction = true },
};
static const struct module module = { .name = "test", .routes = routes, .route_count = ARRAY_LEN(routes) };

static int64_t version_of(const char *if_match)
{
    char header[200];

    seen = 0;
    any = false;
    snprintf(header, sizeof(header), "If-Match: %s", if_match);
    CU_ASSERT_EQUAL(asked_status(ask(&module, "PUT /api/thing", header, STR(""))), 204);
    return seen;
}

TEST(version_if_match_forms)
{
    CU_ASSERT_EQUAL(version_of("\"3.json\""), 3);
    CU_ASSERT_EQUAL(version_of("\"3.html\""), 3);
    CU_ASSERT_EQUAL(version_of("\"3.json-gzip\""), 3);
    CU_ASSERT_EQUAL(version_of("\"3\""), 3);
    CU_ASSERT_EQUAL(version_of("3"), 3);
    CU_ASSERT_EQUAL(version_of("\"9223372036854775807.json\""), INT64_MAX);
    CU_ASSERT_EQUAL(version_of("\"abc\", \"7.json\""), 7);
    CU_ASSERT_EQUAL(version_of("*"), 0);
    CU_ASSERT_TRUE(any);
}

/* A weak tag never matches (RFC 9110 section 13.1.1); what was never given out is an old version. */
TEST(version_if_match_that_never_matches)
{
    const char *const never[] = { "W/\"3.json\"", "\"abc\"", "\"0.json\"", "\"-3\"", "\"3", "\"\"", ",",
                                  "\"9223372036854775808\"", "\"3 \"" };

    for (size_t i = 0; i < ARRAY_LEN(never); i++) {
        int64_t v = version_of(never[i]);

        if (v != -1)
            printf("%s gives %lld\n", never[i], (long long)v);
        CU_ASSERT_EQUAL(v, -1);
        CU_ASSERT_FALSE(any);
    }
}

TEST(version_is_required)
{
    struct req *rq = ask(&module, "PUT /api/thing", NULL, STR(""));

    CU_ASSERT_EQUAL(asked_status(rq), 428);
    rq = ask_form(&module, "POST /thing", NULL, "a=1");
    CU_ASSERT_EQUAL(asked_status(rq), 428);
    seen = 0;
    rq = ask_form(&module, "POST /thing", NULL, "_if_match=5");
    CU_ASSERT_EQUAL(asked_status(rq), 204);
    CU_ASSERT_EQUAL(seen, 5);
    rq = ask_form(&module, "POST /thing", "If-Match: \"6.html\"", "_if_match=5");
    CU_ASSERT_EQUAL(seen, 6);
}

static int status_with(const char *path, const char *none_match)
{
    char header[200];

    snprintf(header, sizeof(header), "If-None-Match: %s", none_match);
    return asked_status(ask(&module, path, header, STR("")));
}

TEST(version_not_modified)
{
    char again[100];
    struct req *rq = ask(&module, "GET /api/thing", NULL, STR(""));

    ASSERT_STR(rq->reply.etag, "\"3.json\"");
    CU_ASSERT_EQUAL(status_with("GET /api/thing", "\"3.json\""), 304);
    CU_ASSERT_EQUAL(status_with("HEAD /api/thing", "\"3.json\""), 304);
    CU_ASSERT_EQUAL(status_with("GET /api/thing", "W/\"3.json\""), 304);
    CU_ASSERT_EQUAL(status_with("GET /api/thing", "\"3.json-gzip\""), 304);
    CU_ASSERT_EQUAL(status_with("GET /api/thing", "W/\"3.json-br\""), 304);
    CU_ASSERT_EQUAL(status_with("GET /api/thing", "\"1.json\",  \"3.json\""), 304);
    CU_ASSERT_EQUAL(status_with("GET /api/thing", "*"), 304);
    rq = ask(&module, "GET /plain", NULL, STR(""));
    CU_ASSERT_PTR_NOT_NULL_FATAL(rq->reply.etag);
    snprintf(again, sizeof(again), "%s", rq->reply.etag);
    CU_ASSERT_EQUAL(status_with("GET /plain", again), 304);
}

TEST(version_modified)
{
    CU_ASSERT_EQUAL(status_with("GET /api/thing", "\"3.html\""), 200);
    CU_ASSERT_EQUAL(status_with("GET /api/thing", "\"33.json\""), 200);
    CU_ASSERT_EQUAL(status_with("GET /api/thing", "\"3.json-other\""), 200);
    CU_ASSERT_EQUAL(status_with("GET /api/thing", "\"3.json"), 200);
    CU_ASSERT_EQUAL(status_with("GET /api/thing", "3.json"), 200);
    CU_ASSERT_EQUAL(status_with("GET /api/thing", "\"\""), 200);
}

/* A page of another release has other style sheets: its tag names the release. */
TEST(version_of_a_page_names_the_release)
{
    char old[100];
    struct req *rq = ask(&module, "GET /thing", NULL, STR(""));

    snprintf(old, sizeof(old), "%s", rq->reply.etag);
    CU_ASSERT_EQUAL(status_with("GET /thing", old), 304);
    asked_store()->config.release = "fedcba9876543210";
    CU_ASSERT_EQUAL(status_with("GET /thing", old), 200);
    CU_ASSERT_EQUAL(version_of(old), 3);
}
