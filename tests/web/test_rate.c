#include "asked.h"

#include "web/rate.h"

#include <sodium.h>

#define START 1000000000LL

static struct rate_table *table(void)
{
    CU_ASSERT_FATAL(sodium_init() >= 0);
    return rate_new();
}

static int burst_of(struct rate_table *t, enum rate kind, const char *who, int64_t now)
{
    int n = 0;

    while (n < 100000 && rate_count(t, kind, str_of(who), now).allowed)
        n++;
    return n;
}

TEST(rate_burst_then_refused)
{
    struct rate_table *t = table();
    struct rate_verdict v = rate_count(t, RATE_WRITE, STR("a"), START);

    CU_ASSERT_TRUE(v.allowed);
    CU_ASSERT_EQUAL(v.limit, 60);
    CU_ASSERT_EQUAL(v.remaining, 59);
    CU_ASSERT_EQUAL(v.reset_s, 1);
    CU_ASSERT_EQUAL(v.retry_s, 0);
    CU_ASSERT_EQUAL(burst_of(t, RATE_WRITE, "a", START), 59);
    v = rate_count(t, RATE_WRITE, STR("a"), START);
    CU_ASSERT_FALSE(v.allowed);
    CU_ASSERT_EQUAL(v.remaining, 0);
    CU_ASSERT_EQUAL(v.retry_s, 1);
    CU_ASSERT_EQUAL(v.reset_s, 3);
    /* Refused ones count for nothing: a second later there is a second's worth. */
    CU_ASSERT_EQUAL(burst_of(t, RATE_WRITE, "a", START + 1000000), 20);
    rate_free(t);
}

TEST(rate_refills_to_the_burst_and_no_more)
{
    struct rate_table *t = table();

    CU_ASSERT_EQUAL(burst_of(t, RATE_SIGN_IN, "a", START), 20);
    CU_ASSERT_EQUAL(burst_of(t, RATE_SIGN_IN, "a", START + 199999), 0);
    CU_ASSERT_EQUAL(burst_of(t, RATE_SIGN_IN, "a", START + 200000), 1);
    CU_ASSERT_EQUAL(burst_of(t, RATE_SIGN_IN, "a", START + 3600 * 1000000LL), 20);
    rate_free(t);
}

TEST(rate_kinds_and_clients_are_apart)
{
    struct rate_table *t = table();

    burst_of(t, RATE_SIGN_IN, "a", START);
    CU_ASSERT_TRUE(rate_count(t, RATE_READ, STR("a"), START).allowed);
    CU_ASSERT_TRUE(rate_count(t, RATE_SIGN_IN, STR("b"), START).allowed);
    CU_ASSERT_FALSE(rate_count(t, RATE_SIGN_IN, STR("a"), START).allowed);
    rate_free(t);
}

TEST(rate_forgets_rather_than_refuse_strangers)
{
    struct rate_table *t = table();
    char who[40];

    for (int i = 0; i < 200000; i++) {
        snprintf(who, sizeof(who), "10.%d.%d.%d", i >> 16, i >> 8 & 255, i & 255);
        if (!rate_count(t, RATE_SIGN_IN, str_of(who), START + i).allowed)
            CU_FAIL("a stranger was refused");
    }
    rate_free(t);
}

static enum err answer(struct req *rq)
{
    rq->reply.status = 204;
    return OK;
}

static const struct route routes[] = {
    { GET, "/api/read", ANYONE, RATE_READ, NO_INPUT, answer, "" },
    { POST, "/api/write", ANYONE, RATE_WRITE, NO_INPUT, answer, "", .no_transaction = true },
    { POST, "/page", ANYONE, RATE_WRITE, NO_INPUT, answer, "", .no_transaction = true },
};
static const struct module module = { .name = "test", .routes = routes, .route_count = ARRAY_LEN(routes) };

TEST(rate_is_told_in_structured_fields)
{
    struct req *rq = ask(&module, "GET /api/read", NULL, STR(""));

    CU_ASSERT_EQUAL(asked_status(rq), 204);
    ASSERT_STR(asked_header(rq, "RateLimit-Policy"), "\"read\";q=400;w=2");
    ASSERT_STR(asked_header(rq, "RateLimit"), "\"read\";r=399;t=1");
    rq = ask(&module, "POST /api/write", NULL, STR(""));
    ASSERT_STR(asked_header(rq, "RateLimit-Policy"), "\"write\";q=60;w=3");
    rq = ask(&module, "POST /page", NULL, STR(""));
    ASSERT_STR(asked_header(rq, "RateLimit"), "");
}

TEST(rate_refused_says_when)
{
    struct req *rq = NULL;

    for (int i = 0; i < 70; i++)
        rq = ask(&module, "POST /api/write", NULL, STR(""));
    CU_ASSERT_EQUAL(asked_status(rq), 429);
    ASSERT_STR(asked_header(rq, "Retry-After"), "1");
    CU_ASSERT_TRUE(asked_has(rq, "\"status\":429"));
    rq = ask(&module, "POST /api/write", "Address: 127.0.0.2", STR(""));
    CU_ASSERT_EQUAL(asked_status(rq), 204);
    rq = ask(&module, "GET /api/read", NULL, STR(""));
    CU_ASSERT_EQUAL(asked_status(rq), 204);
    asked_store()->config.rate_limits = false;
    rq = ask(&module, "POST /api/write", NULL, STR(""));
    CU_ASSERT_EQUAL(asked_status(rq), 204);
}
