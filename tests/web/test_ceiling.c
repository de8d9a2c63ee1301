/* Requests that want more memory than one may have, and what runs before a transaction. */
#include "asked.h"

#include "sql/store.h"
#include "store/db.h"
#include "store/file.h"
#include "web/reply.h"

#include <malloc.h>
#include <stdlib.h>

static int held, prepared, tries;

static void let_go(void *arg)
{
    (void)arg;
    held--;
}

/* Fills the arena to its last bytes: the log line has no room either unless something is given back. */
static enum err hungry(struct req *rq)
{
    held++;
    arena_defer(rq->ctx.arena, let_go, NULL);
    rq->ctx.principal.name = arena_strdup(rq->ctx.arena, "somebody");
    rq->ctx.audit_detail = arena_strdup(rq->ctx.arena, "nothing");
    while (held)
        arena_alloc(rq->ctx.arena, 16);
    return reply_no_content(rq);
}

static enum err prepare(struct req *rq)
{
    CU_ASSERT_FALSE(rq->ctx.in_transaction);
    prepared++;
    rq->prepared = arena_strdup(rq->ctx.arena, "made before");
    return strcmp(req_param(rq, "HTTP_X_WRONG"), "yes") == 0 ? ctx_fail(&rq->ctx, ERR_INVALID, NULL, "cannot be read") : OK;
}

static enum err use_prepared(struct req *rq)
{
    tries++;
    CU_ASSERT_TRUE(rq->ctx.in_transaction);
    arena_alloc(rq->ctx.arena, 50000);
    ASSERT_STR(rq->prepared, "made before");
    return reply_no_content(rq);
}

static enum err no_room(struct ctx *cx, const void *in, void *ret)
{
    (void)in;
    (void)ret;
    arena_alloc(cx->arena, cx->arena->ceiling_bytes);
    return OK;
}

static enum err retract(struct req *rq)
{
    page_retract_after_commit(&rq->ctx, "/%0*d", 4000, 1);
    return reply_no_content(rq);
}

static const struct route routes[] = {
    { POST, "/retract", ANYONE, RATE_READ, NO_INPUT, retract, "" },
    { GET, "/hungry", ANYONE, RATE_READ, NO_INPUT, hungry, "" },
    { POST, "/hungry", ANYONE, RATE_READ, NO_INPUT, hungry, "" },
    { POST, "/prepared", ANYONE, RATE_READ, NO_INPUT, use_prepared, "", .prepare = prepare },
};
static const struct module module = { .name = "test", .routes = routes, .route_count = ARRAY_LEN(routes) };

TEST(ceiling_gives_back_before_it_answers)
{
    struct req *rq = ask(&module, "GET /hungry", NULL, STR(""));

    CU_ASSERT_EQUAL(asked_status(rq), 503);
    CU_ASSERT_EQUAL(held, 0);
    CU_ASSERT_TRUE(rq->ctx.arena->used_bytes < 64 * KIB);
    ASSERT_STR(rq->ctx.principal.name, "");
}

TEST(ceiling_ends_the_transaction)
{
    CU_ASSERT_EQUAL(asked_status(ask(&module, "POST /hungry", NULL, STR(""))), 503);
    CU_ASSERT_EQUAL(fake_db.rolled_back, 1);
    CU_ASSERT_EQUAL(fake_db.committed, 0);
    CU_ASSERT_EQUAL(held, 0);
}

TEST(prepare_runs_once_and_before_the_transaction)
{
    fake_db.deadlocks = 2;
    CU_ASSERT_EQUAL(asked_status(ask(&module, "POST /prepared", NULL, STR(""))), 204);
    CU_ASSERT_EQUAL(prepared, 1);
    CU_ASSERT_EQUAL(tries, 3);
}

TEST(prepare_refuses_without_a_transaction)
{
    CU_ASSERT_EQUAL(asked_status(ask(&module, "POST /prepared", "X-Wrong: yes", STR(""))), 422);
    CU_ASSERT_EQUAL(fake_db.begun, 0);
    CU_ASSERT_EQUAL(tries, 0);
}

TEST(ceiling_leaves_nothing_behind)
{
    size_t before = 0;

    asked_store()->config.rate_limits = false;
    fake_db_on(STORE_OUTBOX_ADD, no_room);
    for (int i = 0; i < 500; i++) {
        CU_ASSERT_EQUAL(asked_status(ask(&module, "POST /retract", NULL, STR(""))), 503);
        if (i == 100)
            before = mallinfo2().uordblks;
    }
    CU_ASSERT_TRUE(mallinfo2().uordblks < before + 100 * KIB);
}
