/* What happens when the database, a connection or a lock is gone. */
#include "things.h"

#include "base/clock.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static struct test_site *site;
static struct ctx cx;

static void open_on(const struct test_server *server, const char *extra)
{
    site = fixture_site(server, extra);
    ctx_init(&cx, site->arena, &site->store, 8000);
}

static void open_shared(void)
{
    struct test_server server = test_mariadb_shared();

    open_on(&server, "");
}

/* The administrator's own connection, for what the account may not do. */
static void as_root(const char *sql)
{
    const struct config *c = &site->store.config;
    const char *error = "";
    MYSQL *root = mysql_init(NULL);

    CU_ASSERT_PTR_NOT_NULL_FATAL(mysql_real_connect(root, NULL, "root", "", c->db_name, 0, c->db_socket, 0));
    if (mysql_query(root, sql) != 0)
        error = mysql_error(root);
    ASSERT_STR(error, "");
    mysql_close(root);
}

static int64_t connection_id(struct ctx *c)
{
    struct fixture_connection_row row = { 0 };

    CU_ASSERT_EQUAL(db_one(c, FIXTURE_CONNECTION, NULL, &row), OK);
    return row.id;
}

static void kill_connection(int64_t id)
{
    char sql[60];

    snprintf(sql, sizeof(sql), "KILL %lld", (long long)id);
    as_root(sql);
    usleep(20000);
}

static int64_t count_of(struct id id)
{
    struct fixture_get_row row = { 0 };

    CU_ASSERT_EQUAL(db_one(&cx, FIXTURE_GET, &(struct fixture_get_in){ id }, &row), OK);
    return row.count;
}

/* -- transactions -- */

static int hooks_run;

static void hook(struct ctx *c, void *arg)
{
    (void)c;
    (void)arg;
    hooks_run++;
}

TEST_LIMIT(a_rollback_leaves_nothing_and_a_commit_everything, 40)
{
    struct id id;

    open_shared();
    id = add_thing(&cx, "a", 0);
    ASSERT_OK(&cx, db_begin(&cx));
    CU_ASSERT_EQUAL(db_begin(&cx), ERR_INTERNAL);
    db_exec(&cx, FIXTURE_ADD_COUNT, &(struct fixture_add_count_in){ id, 5 }, NULL);
    ctx_after_commit(&cx, hook, NULL);
    db_rollback(&cx);
    CU_ASSERT_EQUAL(hooks_run, 0);
    CU_ASSERT_EQUAL(count_of(id), 0);
    ASSERT_OK(&cx, db_begin(&cx));
    db_exec(&cx, FIXTURE_ADD_COUNT, &(struct fixture_add_count_in){ id, 5 }, NULL);
    ctx_after_commit(&cx, hook, NULL);
    CU_ASSERT_EQUAL(hooks_run, 0);
    CU_ASSERT_EQUAL(db_commit(&cx), OK);
    CU_ASSERT_EQUAL(hooks_run, 1);
    CU_ASSERT_EQUAL(count_of(id), 5);
}

struct crossing {
    struct id first, second;
    pthread_barrier_t *barrier;
    int tries;
};

static enum err cross(struct ctx *c, void *arg)
{
    struct crossing *x = arg;
    enum err e;

    ctx_after_commit(c, hook, NULL);
    e = db_exec(c, FIXTURE_ADD_COUNT, &(struct fixture_add_count_in){ x->first, 1 }, NULL);
    if (e)
        return e;
    if (x->tries++ == 0)
        pthread_barrier_wait(x->barrier);
    db_exec(c, FIXTURE_ADD_COUNT, &(struct fixture_add_count_in){ x->second, 1 }, NULL);      /* an error that is not looked at */
    return db_exec(c, FIXTURE_ADD_COUNT, &(struct fixture_add_count_in){ x->second, 1 }, NULL);
}

static void *cross_thread(void *arg)
{
    struct arena arena;
    struct ctx c;
    enum err e;

    arena_init(&arena, 1 << 20);
    ctx_init(&c, &arena, &site->store, 8000);
    e = db_transaction(&c, cross, arg);
    arena_done(&arena);
    return (void *)(intptr_t)e;
}

TEST_LIMIT(a_deadlock_is_run_again_as_a_whole, 40)
{
    pthread_barrier_t barrier;
    struct crossing a = { .barrier = &barrier }, b = a;
    pthread_t threads[2];
    void *e[2];

    open_shared();
    a.first = b.second = add_thing(&cx, "a", 0);
    a.second = b.first = add_thing(&cx, "b", 0);
    pthread_barrier_init(&barrier, NULL, 2);
    pthread_create(&threads[0], NULL, cross_thread, &a);
    pthread_create(&threads[1], NULL, cross_thread, &b);
    pthread_join(threads[0], &e[0]);
    pthread_join(threads[1], &e[1]);
    CU_ASSERT_PTR_NULL(e[0]);
    CU_ASSERT_PTR_NULL(e[1]);
    CU_ASSERT_EQUAL(a.tries + b.tries, 3);     /* one was the victim, once */
    CU_ASSERT_EQUAL(count_of(a.first), 3);
    CU_ASSERT_EQUAL(count_of(b.first), 3);
    CU_ASSERT_EQUAL(hooks_run, 2);
}

TEST_LIMIT(a_lock_that_is_held_for_too_long_writes_nothing, 40)
{
    static struct arena arena;
    struct ctx other;
    struct id id, id2;
    struct fixture_lock_row row;

    open_shared();
    id = add_thing(&cx, "a", 0);
    id2 = add_thing(&cx, "b", 0);
    arena_init(&arena, 1 << 20);
    ctx_init(&other, &arena, &site->store, 20000);
    ASSERT_OK(&other, db_begin(&other));
    ASSERT_OK(&other, db_one(&other, FIXTURE_LOCK, &(struct fixture_lock_in){ id }, &row));
    ASSERT_OK(&cx, db_begin(&cx));
    CU_ASSERT_EQUAL(db_exec(&cx, FIXTURE_ADD_COUNT, &(struct fixture_add_count_in){ id2, 1 }, NULL), OK);
    CU_ASSERT_EQUAL(db_exec(&cx, FIXTURE_ADD_COUNT, &(struct fixture_add_count_in){ id, 1 }, NULL), ERR_BUSY);
    CU_ASSERT_TRUE(cx.retry);
    CU_ASSERT_EQUAL(db_exec(&cx, FIXTURE_ADD_COUNT, &(struct fixture_add_count_in){ id2, 1 }, NULL), ERR_BUSY);
    CU_ASSERT_EQUAL(db_commit(&cx), ERR_BUSY);     /* half of it must not be committed */
    CU_ASSERT_TRUE(cx.retry);
    db_rollback(&other);
    CU_ASSERT_EQUAL(count_of(id2), 0);
}

/* -- connections -- */

TEST_LIMIT(a_dead_idle_connection_is_replaced_silently, 40)
{
    int64_t id;
    struct id thing_id;

    open_shared();
    id = connection_id(&cx);
    CU_ASSERT_EQUAL(connection_id(&cx), id);
    kill_connection(id);
    CU_ASSERT_NOT_EQUAL(connection_id(&cx), id);           /* a read */
    CU_ASSERT_EQUAL(cx.error, OK);
    kill_connection(connection_id(&cx));
    CU_ASSERT_EQUAL(db_begin(&cx), OK);                    /* a transaction */
    thing_id = add_thing(&cx, "a", 4);
    CU_ASSERT_EQUAL(db_commit(&cx), OK);
    CU_ASSERT_EQUAL(count_of(thing_id), 4);
    kill_connection(connection_id(&cx));
    usleep(1100000);
    CU_ASSERT_EQUAL(db_exec(&cx, FIXTURE_ADD_COUNT, &(struct fixture_add_count_in){ thing_id, 1 }, NULL), OK);   /* a write, after a ping */
    CU_ASSERT_EQUAL(count_of(thing_id), 5);
}

static enum err lose_once(struct ctx *c, void *arg)
{
    struct crossing *x = arg;
    enum err e = db_exec(c, FIXTURE_ADD_COUNT, &(struct fixture_add_count_in){ x->first, 1 }, NULL);

    if (x->tries++ == 0)
        kill_connection(connection_id(c));
    return e ? e : db_exec(c, FIXTURE_ADD_COUNT, &(struct fixture_add_count_in){ x->first, 1 }, NULL);
}

TEST_LIMIT(a_connection_lost_in_the_middle_is_run_again, 40)
{
    struct crossing x = { .tries = 0 };

    open_shared();
    x.first = add_thing(&cx, "a", 0);
    CU_ASSERT_EQUAL(db_transaction(&cx, lose_once, &x), OK);
    CU_ASSERT_EQUAL(x.tries, 2);
    CU_ASSERT_EQUAL(count_of(x.first), 2);
}

static enum err lose_at_commit(struct ctx *c, void *arg)
{
    struct crossing *x = arg;
    enum err e = db_exec(c, FIXTURE_ADD_COUNT, &(struct fixture_add_count_in){ x->first, 1 }, NULL);

    x->tries++;
    kill_connection(connection_id(c));
    return e;
}

TEST_LIMIT(a_lost_commit_is_never_repeated, 40)
{
    struct crossing x = { .tries = 0 };

    open_shared();
    x.first = add_thing(&cx, "a", 0);
    CU_ASSERT_EQUAL(db_transaction(&cx, lose_at_commit, &x), ERR_TIMEOUT);
    CU_ASSERT_TRUE(cx.lost_commit);
    CU_ASSERT_EQUAL(x.tries, 1);
}

TEST_LIMIT(a_slow_statement_ends_with_the_deadline, 40)
{
    struct fixture_nap_row row;
    int64_t begin = 0;

    open_shared();
    connection_id(&cx);
    cx.deadline_us = clock_mono_us() + 300000;
    begin = clock_mono_us();
    CU_ASSERT_EQUAL(db_one(&cx, FIXTURE_NAP, &(struct fixture_nap_in){ "5" }, &row), ERR_BUSY);
    CU_ASSERT_TRUE(clock_mono_us() - begin < 600000);
    CU_ASSERT_EQUAL(db_one(&cx, FIXTURE_NAP, &(struct fixture_nap_in){ "0" }, &row), ERR_BUSY);
    ASSERT_STR(cx.error_detail, "the time for this request is over");
    cx.deadline_us = clock_mono_us() + 5000000;
    CU_ASSERT_EQUAL(db_one(&cx, FIXTURE_NAP, &(struct fixture_nap_in){ "0" }, &row), OK);
}

/* -- the server -- */

TEST_LIMIT(a_server_that_is_gone_is_told_at_once_and_found_again, 60)
{
    struct test_server server = test_mariadb_start();
    struct fixture_total_row row;
    int64_t begin;

    open_on(&server, "");
    connection_id(&cx);
    kill(server.pid, SIGKILL);
    waitpid(server.pid, NULL, 0);
    begin = clock_mono_us();
    for (int i = 0; i < 50; i++)
        CU_ASSERT_EQUAL(db_one(&cx, FIXTURE_TOTAL, NULL, &row), ERR_BUSY);
    CU_ASSERT_EQUAL(db_begin(&cx), ERR_BUSY);
    CU_ASSERT_EQUAL(db_ready(&cx), ERR_BUSY);
    CU_ASSERT_TRUE(clock_mono_us() - begin < 200000);
    CU_ASSERT_FALSE(cx.retry);
    server = test_mariadb_start();      /* the same folder */
    usleep(1000000);
    cx.deadline_us = clock_mono_us() + 5000000;
    CU_ASSERT_EQUAL(db_one(&cx, FIXTURE_TOTAL, NULL, &row), OK);
    test_pause(server.pid);          /* there, but silent */
    cx.deadline_us = begin = clock_mono_us();
    cx.deadline_us += 1500000;
    CU_ASSERT_EQUAL(db_one(&cx, FIXTURE_TOTAL, NULL, &row), ERR_BUSY);
    CU_ASSERT_TRUE(clock_mono_us() - begin < 2000000);
    cx.deadline_us = begin = clock_mono_us();
    cx.deadline_us += 2000000;
    CU_ASSERT_EQUAL(db_one(&cx, FIXTURE_TOTAL, NULL, &row), ERR_BUSY);       /* a new connection: a second at most */
    begin = clock_mono_us();
    CU_ASSERT_EQUAL(db_one(&cx, FIXTURE_TOTAL, NULL, &row), ERR_BUSY);       /* remembered */
    CU_ASSERT_TRUE(clock_mono_us() - begin < 50000);
    kill(server.pid, SIGCONT);
    usleep(1000000);
    cx.deadline_us = clock_mono_us() + 5000000;
    CU_ASSERT_EQUAL(db_one(&cx, FIXTURE_TOTAL, NULL, &row), OK);
    test_server_stop(&server);
}

/* -- threads -- */

static void *read_total(void *arg)
{
    struct arena arena;
    struct fixture_total_row row;
    struct ctx c;
    enum err e;

    (void)arg;
    arena_init(&arena, 1 << 20);
    ctx_init(&c, &arena, &site->store, 8000);
    e = db_one(&c, FIXTURE_TOTAL, NULL, &row);
    arena_done(&arena);
    return (void *)(intptr_t)(e ? -1 : row.things);
}

TEST_LIMIT(a_thousand_threads_share_three_connections, 60)
{
    struct test_server server = test_mariadb_shared();
    pthread_t threads[50];
    void *things;
    int right = 0;

    open_on(&server, "pool = 3");
    add_thing(&cx, "a", 1);
    for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 50; i++)
            pthread_create(&threads[i], NULL, read_total, NULL);
        for (int i = 0; i < 50; i++) {
            pthread_join(threads[i], &things);
            right += things == (void *)1;
        }
    }
    CU_ASSERT_EQUAL(right, 1000);
    db_close(site->store.db);
}

TEST_LIMIT(a_full_pool_waits_until_the_deadline, 40)
{
    struct test_server server = test_mariadb_shared();
    struct arena arena;
    struct ctx other;
    struct fixture_total_row row;
    int64_t begin;

    open_on(&server, "");
    site->store.config.db_pool = 1;
    arena_init(&arena, 1 << 20);
    ctx_init(&other, &arena, &site->store, 8000);
    ASSERT_OK(&other, db_begin(&other));
    begin = clock_mono_us();
    cx.deadline_us = begin + 200000;
    CU_ASSERT_EQUAL(db_one(&cx, FIXTURE_TOTAL, NULL, &row), ERR_BUSY);
    ASSERT_STR(cx.error_detail, "no database connection became free in time");
    CU_ASSERT_TRUE(clock_mono_us() - begin >= 190000 && clock_mono_us() - begin < 400000);
    db_rollback(&other);
    cx.deadline_us = clock_mono_us() + 1000000;
    CU_ASSERT_EQUAL(db_one(&cx, FIXTURE_TOTAL, NULL, &row), OK);
    ASSERT_OK(&other, db_begin(&other));
    arena_done(&arena);                 /* a request that ended without ending its transaction gives the connection back */
    CU_ASSERT_EQUAL(db_one(&cx, FIXTURE_TOTAL, NULL, &row), OK);
}
