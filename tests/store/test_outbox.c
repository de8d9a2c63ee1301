/* Outbox, leases, jobs and blobs against a real MariaDB. */
#include "things.h"

#include "store/blob.h"
#include "store/file.h"
#include "store/lease.h"
#include "store/outbox.h"

#include <pthread.h>
#include <unistd.h>

static struct test_site *site;
static struct ctx cx;

static void open_site(void)
{
    const struct statement *const *owners[] = { store_statements };
    struct test_server server = test_mariadb_shared();

    site = test_site_open(&server, NULL, "", owners, &store_statement_count, 1);
    ctx_init(&cx, site->arena, &site->store, 15000);
}

static int seen[1000];
static size_t seen_count;

static enum err see(struct ctx *c, const struct outbox_event *event)
{
    (void)c;
    seen[seen_count++] = (int)strtol(event->json, NULL, 10);
    return OK;
}

static void add(struct ctx *c, const char *topic, int n)
{
    ASSERT_OK(c, outbox_add(c, topic, arena_printf(c->arena, "%d", n)));
}

static int number(void)
{
    int numbered = -1;

    ASSERT_OK(&cx, outbox_number(&cx, &numbered));
    return numbered;
}

static size_t follow(const char *follower, const char *topic, int max)
{
    struct outbox_followed got = { .gap = true };

    seen_count = 0;
    ASSERT_OK(&cx, outbox_follow(&cx, follower, topic, max, see, &got));
    CU_ASSERT_FALSE(got.gap);
    CU_ASSERT_EQUAL(got.more, seen_count == (size_t)max);
    return seen_count;
}

TEST_LIMIT(a_slow_transaction_does_not_slip_behind_a_reader, 40)
{
    static struct arena arena;
    struct ctx slow;

    open_site();
    arena_init(&arena, 1 << 20);
    ctx_init(&slow, &arena, &site->store, 15000);
    ASSERT_OK(&slow, db_begin(&slow));
    add(&slow, "a", 1);
    add(&cx, "a", 2);
    CU_ASSERT_EQUAL(follow("f", "a", 10), 0);          /* not numbered yet */
    CU_ASSERT_EQUAL(number(), 1);
    CU_ASSERT_EQUAL(follow("f", "a", 10), 1);
    CU_ASSERT_EQUAL(seen[0], 2);
    ASSERT_OK(&slow, db_commit(&slow));
    CU_ASSERT_EQUAL(number(), 1);
    CU_ASSERT_EQUAL(follow("f", "a", 10), 1);
    CU_ASSERT_EQUAL(seen[0], 1);
    CU_ASSERT_EQUAL(follow("f", "a", 10), 0);
    CU_ASSERT_EQUAL(follow("g", "a", 10), 2);          /* another follower reads everything, in order */
    CU_ASSERT_EQUAL(seen[0], 2);
    CU_ASSERT_EQUAL(seen[1], 1);
    CU_ASSERT_EQUAL(number(), 0);
}

TEST_LIMIT(a_follower_reads_its_topic_in_portions, 40)
{
    open_site();
    for (int i = 0; i < 30; i++)
        add(&cx, i % 3 ? "other" : "mine", i);
    CU_ASSERT_EQUAL(number(), 30);
    CU_ASSERT_EQUAL(follow("f", "mine", 4), 4);
    CU_ASSERT_EQUAL(seen[0], 0);
    CU_ASSERT_EQUAL(seen[3], 9);
    CU_ASSERT_EQUAL(follow("f", "mine", 100), 6);
    CU_ASSERT_EQUAL(seen[5], 27);
    ASSERT_OK(&cx, db_begin(&cx));                      /* in the caller's transaction: rolled back with it */
    add(&cx, "mine", 99);
    db_rollback(&cx);
    CU_ASSERT_EQUAL(number(), 0);
}

static enum err refuse(struct ctx *c, const struct outbox_event *event)
{
    seen_count++;
    return seen_count == 2 ? ctx_fail(c, ERR_UPSTREAM, NULL, "no %s", event->json) : OK;
}

TEST_LIMIT(a_follower_that_fails_reads_the_same_again, 40)
{
    struct outbox_followed got;

    open_site();
    add(&cx, "a", 1);
    add(&cx, "a", 2);
    number();
    seen_count = 0;
    CU_ASSERT_EQUAL(outbox_follow(&cx, "f", "a", 10, refuse, &got), ERR_UPSTREAM);
    CU_ASSERT_EQUAL(follow("f", "a", 10), 2);
}

TEST_LIMIT(pruning_keeps_what_the_whole_site_has_not_read, 40)
{
    open_site();
    add(&cx, "a", 1);
    add(&cx, "queue.q", 2);
    add(&cx, "a", 3);
    number();
    follow("whole.site", "a", 1);                       /* has read 1 only */
    ASSERT_OK(&cx, outbox_prune(&cx, -10));
    CU_ASSERT_EQUAL(follow("whole.site", "a", 10), 1);
    CU_ASSERT_EQUAL(seen[0], 3);
    ASSERT_OK(&cx, outbox_prune(&cx, -10));
    CU_ASSERT_EQUAL(follow("whole.site", "a", 10), 0);
}

TEST_LIMIT(a_host_that_was_away_for_too_long_is_told, 40)
{
    struct outbox_followed got;
    struct outbox_event *events;
    size_t count;

    open_site();
    for (int i = 0; i < 3; i++)
        add(&cx, "a", i);
    add(&cx, "queue.q", 7);
    number();
    CU_ASSERT_EQUAL(follow("page@here", "a", 1), 1);
    ASSERT_OK(&cx, outbox_prune(&cx, -10));
    seen_count = 0;
    ASSERT_OK(&cx, outbox_follow(&cx, "page@here", "a", 10, see, &got));
    CU_ASSERT_TRUE(got.gap);
    CU_ASSERT_EQUAL(seen_count, 0);
    add(&cx, "a", 5);
    number();
    CU_ASSERT_EQUAL(follow("page@here", "a", 10), 1);
    ASSERT_OK(&cx, outbox_claim(&cx, "queue.q", 5, 60, &events, &count));
    CU_ASSERT_EQUAL(count, 1);                          /* nobody has done it: still there */
}

TEST_LIMIT(a_queue_gives_each_event_to_one_worker, 40)
{
    struct outbox_event *a, *b, *c;
    static struct arena arena;
    struct ctx other;
    size_t na, nb, nc;

    open_site();
    arena_init(&arena, 1 << 20);
    ctx_init(&other, &arena, &site->store, 15000);
    for (int i = 0; i < 5; i++)
        add(&cx, "queue.q", i);
    number();
    ASSERT_OK(&other, db_begin(&other));
    ASSERT_OK(&other, outbox_claim(&other, "queue.q", 2, 60, &a, &na));
    ASSERT_OK(&cx, outbox_claim(&cx, "queue.q", 10, 60, &b, &nb));     /* while the first is not committed */
    CU_ASSERT_EQUAL(na, 2);
    CU_ASSERT_EQUAL(nb, 3);
    ASSERT_STR(b[0].json, "2");
    ASSERT_OK(&other, db_commit(&other));
    ASSERT_OK(&cx, outbox_claim(&cx, "queue.q", 10, 60, &c, &nc));
    CU_ASSERT_EQUAL(nc, 0);
    ASSERT_OK(&cx, outbox_done(&cx, b[0].seq));
    ASSERT_OK(&cx, outbox_failed(&cx, b[1].seq, 0, "no answer"));
    ASSERT_OK(&cx, outbox_failed(&cx, b[2].seq, 60, "no answer"));
    ASSERT_OK(&cx, outbox_claim(&cx, "queue.q", 10, 60, &c, &nc));
    CU_ASSERT_EQUAL(nc, 1);
    CU_ASSERT_EQUAL(c[0].seq, b[1].seq);
}

TEST_LIMIT(a_lease_has_one_holder_and_a_growing_fence, 40)
{
    int64_t first = 0, second = 0, third = 0;

    open_site();
    ASSERT_OK(&cx, lease_take(&cx, "l", "a", 60, &first));
    CU_ASSERT_EQUAL(lease_take(&cx, "l", "b", 60, &second), ERR_CONFLICT);
    ASSERT_OK(&cx, lease_take(&cx, "l", "a", 60, &second));
    CU_ASSERT_EQUAL(second, first);                     /* prolonged */
    ASSERT_OK(&cx, lease_give_back(&cx, "l", "b"));     /* not its to give */
    CU_ASSERT_EQUAL(lease_take(&cx, "l", "b", 60, &second), ERR_CONFLICT);
    ASSERT_OK(&cx, lease_give_back(&cx, "l", "a"));
    ASSERT_OK(&cx, lease_take(&cx, "l", "b", 1, &second));
    CU_ASSERT_TRUE(second > first);
    ASSERT_OK(&cx, db_begin(&cx));
    CU_ASSERT_EQUAL(lease_check(&cx, "l", first), ERR_CONFLICT);
    CU_ASSERT_EQUAL(lease_check(&cx, "l", second), OK);
    db_rollback(&cx);
    usleep(1100000);
    ASSERT_OK(&cx, lease_take(&cx, "l", "b", 60, &third));   /* it had expired: nobody knows what happened in between */
    CU_ASSERT_TRUE(third > second);
}

static int steps, failures_left = 1;
static volatile int stop;

static enum err count_steps(struct ctx *c, int64_t fence, bool *ret_more)
{
    CU_ASSERT_TRUE(fence > 0);
    if (failures_left-- > 0)
        return ctx_fail(c, ERR_UPSTREAM, NULL, "once");
    *ret_more = steps < 5;
    if (++steps == 10)
        stop = 1;
    return OK;
}

static enum err too_large(struct ctx *c, int64_t fence, bool *ret_more)
{
    (void)fence;
    (void)ret_more;
    arena_alloc(c->arena, (size_t)1 << 40);
    return OK;
}

TEST_LIMIT(jobs_run_again_after_failures_and_end_when_told, 40)
{
    static const struct job jobs[] = { { "count", 10, false, count_steps, "" }, { "large", 10, true, too_large, "" }, { 0 } };
    const struct job *lists[] = { jobs };
    struct store_lease_get_row row;

    open_site();
    jobs_run(&site->store, lists, 1, &stop);
    CU_ASSERT_EQUAL(steps, 10);
    ASSERT_OK(&cx, db_one(&cx, STORE_LEASE_GET, &(struct store_lease_get_in){ "job.count" }, &row));
    CU_ASSERT_FALSE(row.valid);                         /* given back */
    CU_ASSERT_EQUAL(row.fence, 1);
}

static enum err fail_at_the_end(struct ctx *c, int64_t fence, bool *ret_more)
{
    (void)fence;
    (void)ret_more;
    stop = 1;
    return ctx_fail(c, ERR_UPSTREAM, NULL, "the last time, too");
}

TEST_LIMIT(a_job_that_ends_with_a_failure_gives_its_lease_back, 40)
{
    static const struct job jobs[] = { { "fail", 10, false, fail_at_the_end, "" }, { 0 } };
    const struct job *lists[] = { jobs };
    struct store_lease_get_row row;

    open_site();
    jobs_run(&site->store, lists, 1, &stop);
    ASSERT_OK(&cx, db_one(&cx, STORE_LEASE_GET, &(struct store_lease_get_in){ "job.fail" }, &row));
    CU_ASSERT_FALSE(row.valid);
}

static void *run_store_jobs(void *arg)
{
    const struct job *lists[] = { store_jobs };

    jobs_run(arg, lists, 1, &stop);
    return NULL;
}

static enum err save(struct ctx *c, void *arg)
{
    (void)arg;
    page_retract_after_commit(c, "/recipes/%s", "soup");
    return OK;
}

TEST_LIMIT(another_host_retracts_too, 40)
{
    struct store elsewhere;
    const char *file;
    pthread_t thread;

    open_site();
    elsewhere = site->store;
    elsewhere.host = "elsewhere";
    elsewhere.config.published = arena_printf(cx.arena, "%s/elsewhere", test_folder());
    file = arena_printf(cx.arena, "%s/%s/recipes/soup.html", elsewhere.config.published, elsewhere.config.release);
    test_write_file(file, "old");
    pthread_create(&thread, NULL, run_store_jobs, &elsewhere);
    ASSERT_OK(&cx, db_transaction(&cx, save, NULL));
    for (int i = 0; i < 300 && access(file, F_OK) == 0; i++)
        usleep(10000);
    CU_ASSERT_NOT_EQUAL(access(file, F_OK), 0);
    stop = 1;
    pthread_join(thread, NULL);
}

#define MANY 2000

static enum err save_many(struct ctx *c, void *arg)
{
    (void)arg;
    for (int i = 0; i < MANY; i++)
        page_retract_after_commit(c, "/recipes/soup-%d", i);
    return OK;
}

static const char *page_file(int i)
{
    return arena_printf(cx.arena, "%s/%s/recipes/soup-%d.html", site->store.config.published, site->store.config.release, i);
}

static enum err retract_again(struct ctx *c, const struct outbox_event *event)
{
    seen_count++;
    return page_retract_announced(c, event->json);
}

/* Few events tell other hosts of many pages; none is left out, and nothing that is no path stops those behind it. */
TEST_LIMIT(many_retractions_are_few_events, 40)
{
    struct outbox_followed got;

    open_site();
    ASSERT_OK(&cx, outbox_add(&cx, PAGE_RETRACT_TOPIC, "[1, \"../\", null]"));
    ASSERT_OK(&cx, outbox_add(&cx, PAGE_RETRACT_TOPIC, "no JSON"));
    ASSERT_OK(&cx, db_transaction(&cx, save_many, NULL));
    for (int i = 0; i < MANY; i++)
        test_write_file(page_file(i), "old");
    ASSERT_OK(&cx, outbox_add(&cx, PAGE_RETRACT_TOPIC, "\"/recipes/one-path\""));
    test_write_file(arena_printf(cx.arena, "%s/%s/recipes/one-path.html", site->store.config.published, site->store.config.release), "old");
    number();
    seen_count = 0;
    ASSERT_OK(&cx, outbox_follow(&cx, "page@there", PAGE_RETRACT_TOPIC, 100, retract_again, &got));
    CU_ASSERT(seen_count > 3 && seen_count < 3 + MANY / 100);
    CU_ASSERT_FALSE(got.more);
    for (int i = 0; i < MANY; i++)
        CU_ASSERT_NOT_EQUAL(access(page_file(i), F_OK), 0);
    CU_ASSERT_NOT_EQUAL(access(arena_printf(cx.arena, "%s/%s/recipes/one-path.html", site->store.config.published,
                                            site->store.config.release), F_OK), 0);
}

TEST_LIMIT(a_blob_is_stored_once, 40)
{
    char *large = calloc(1, BLOB_MAX_BYTES + 1);
    struct hash a, b, c;
    struct str bytes;
    const char *type;

    open_site();
    memset(large, 0xe9, BLOB_MAX_BYTES + 1);
    ASSERT_OK(&cx, blob_put(&cx, STR("bytes"), "text/plain", &a));
    ASSERT_OK(&cx, blob_put(&cx, STR("bytes"), "image/png", &b));
    CU_ASSERT_TRUE(hash_equal(a, b));
    ASSERT_OK(&cx, blob_get(&cx, a, &bytes, &type));
    CU_ASSERT_TRUE(str_equal(bytes, STR("bytes")));
    ASSERT_STR(type, "text/plain");
    ASSERT_OK(&cx, blob_put(&cx, (struct str){ large, BLOB_MAX_BYTES }, "image/png", &c));
    ASSERT_OK(&cx, blob_get(&cx, c, &bytes, NULL));
    CU_ASSERT_EQUAL(bytes.n, BLOB_MAX_BYTES);
    CU_ASSERT_EQUAL(memcmp(bytes.p, large, BLOB_MAX_BYTES), 0);
    CU_ASSERT_EQUAL(blob_put(&cx, (struct str){ large, BLOB_MAX_BYTES + 1 }, "image/png", &c), ERR_TOO_LARGE);
    ASSERT_OK(&cx, blob_put(&cx, (struct str){ NULL, 0 }, "text/plain", &c));
    a.b[0] ^= 1;
    CU_ASSERT_EQUAL(blob_get(&cx, a, &bytes, NULL), ERR_NOT_FOUND);
}
