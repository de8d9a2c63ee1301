/* The cache against a real memcached: one filler, old copies, drops that win against late puts, servers that are silent. */
#include "server.h"
#include "store/cache.h"
#include "test.h"

#include "base/clock.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

static struct test_server server;
static struct arena arena;
static struct store store;
static struct ctx cx;

static void open_cache(void)
{
    server = test_memcached_start();
    arena_init(&arena, 16 << 20);
    store.config.release = "0123456789abcdef";
    store.cache = cache_open(server.socket);
    CU_ASSERT_PTR_NOT_NULL_FATAL(store.cache);
    ctx_init(&cx, &arena, &store, 8000);
}

static void fill(const char *key, const char *value, int soft_s)
{
    struct cached c;
    enum cache_state state = cache_get(&cx, key, &c);

    for (int i = 0; i < 100 && state == CACHE_OFF; i++) {    /* 50 ms are soon over on a busy machine */
        usleep(50000);
        state = cache_get(&cx, key, &c);
    }
    CU_ASSERT_EQUAL_FATAL(state, CACHE_FILL);
    cache_put(&cx, key, c.lease, str_of(value), soft_s, 600);
}

static void expect_hit(const char *key, const char *value)
{
    struct cached c;

    CU_ASSERT_EQUAL(cache_get(&cx, key, &c), CACHE_HIT);
    ASSERT_STR(c.value.p, value);
}

TEST(no_servers_no_cache)
{
    struct cached c;

    CU_ASSERT_PTR_NULL(cache_open(""));
    arena_init(&arena, 1 << 20);
    ctx_init(&cx, &arena, &store, 1000);
    CU_ASSERT_EQUAL(cache_get(&cx, "a", &c), CACHE_OFF);
    CU_ASSERT_EQUAL(cache_generation(&cx, "g"), 0);
    cache_drop(&cx, "a");
    cache_bump(&cx, "g");
    cache_put(&cx, "a", 1, STR("x"), 1, 1);
    cache_release(&cx, "a", 1);
}

TEST(a_value_is_found_until_it_is_dropped)
{
    struct cached c;
    int64_t before = clock_utc_us();

    open_cache();
    fill("/a b\n\xc3\xa9", "value", 60);
    expect_hit("/a b\n\xc3\xa9", "value");
    cache_get(&cx, "/a b\n\xc3\xa9", &c);
    CU_ASSERT_TRUE(c.stored_at_us >= before && c.stored_at_us <= clock_utc_us());
    fill("empty", "", 60);
    expect_hit("empty", "");
    cache_drop(&cx, "/a b\n\xc3\xa9");
    CU_ASSERT_EQUAL(cache_get(&cx, "/a b\n\xc3\xa9", &c), CACHE_FILL);
    CU_ASSERT_PTR_NULL(c.value.p);
    expect_hit("empty", "");
    store.config.release = "another";
    CU_ASSERT_EQUAL(cache_get(&cx, "empty", &c), CACHE_FILL);
    cache_close(store.cache);
}

TEST(others_wait_or_take_the_old_copy)
{
    struct cached c, other;

    open_cache();
    CU_ASSERT_EQUAL(cache_get(&cx, "k", &c), CACHE_FILL);
    CU_ASSERT_EQUAL(cache_get(&cx, "k", &other), CACHE_WAIT);
    cache_put(&cx, "k", c.lease, STR("1"), 0, 600);        /* past its soft expiry at once */
    CU_ASSERT_EQUAL(cache_get(&cx, "k", &c), CACHE_FILL);
    ASSERT_STR(c.value.p, "1");
    CU_ASSERT_EQUAL(cache_get(&cx, "k", &other), CACHE_STALE);
    ASSERT_STR(other.value.p, "1");
    cache_release(&cx, "k", other.lease);                  /* was never its lease */
    CU_ASSERT_EQUAL(cache_get(&cx, "k", &other), CACHE_STALE);
    cache_release(&cx, "k", c.lease);                      /* making failed */
    CU_ASSERT_EQUAL(cache_get(&cx, "k", &c), CACHE_FILL);
    cache_put(&cx, "k", c.lease, STR("2"), 60, 600);
    expect_hit("k", "2");
    CU_ASSERT_EQUAL(cache_wait(&cx, "k", 100, &c), CACHE_HIT);
    CU_ASSERT_EQUAL(cache_get(&cx, "w", &c), CACHE_FILL);
    CU_ASSERT_EQUAL(cache_wait(&cx, "w", 100, &other), CACHE_OFF);
}

TEST(a_put_after_a_drop_is_refused)
{
    struct cached late, c;

    open_cache();
    CU_ASSERT_EQUAL(cache_get(&cx, "k", &late), CACHE_FILL);
    cache_drop(&cx, "k");
    cache_put(&cx, "k", late.lease, STR("old"), 60, 600);
    CU_ASSERT_EQUAL(cache_get(&cx, "k", &c), CACHE_FILL);
    CU_ASSERT_PTR_NULL(c.value.p);
    cache_put(&cx, "k", late.lease, STR("old"), 60, 600);  /* while somebody else fills */
    cache_put(&cx, "k", c.lease, STR("new"), 60, 600);
    expect_hit("k", "new");
    cache_put(&cx, "k", late.lease, STR("old"), 60, 600);
    expect_hit("k", "new");
}

TEST(a_group_has_a_number_that_changes)
{
    uint64_t a, b;

    open_cache();
    a = cache_generation(&cx, "list");
    CU_ASSERT_NOT_EQUAL(a, 0);
    CU_ASSERT_EQUAL(cache_generation(&cx, "list"), a);
    CU_ASSERT_NOT_EQUAL(cache_generation(&cx, "other"), a);
    cache_bump(&cx, "list");
    b = cache_generation(&cx, "list");
    CU_ASSERT_NOT_EQUAL(b, a);
    CU_ASSERT_EQUAL(cache_generation(&cx, "list"), b);
}

TEST(what_is_too_large_is_not_kept)
{
    static char large[3 << 20];
    struct cached c;

    open_cache();
    memset(large, 'x', sizeof(large) - 1);
    CU_ASSERT_EQUAL(cache_get(&cx, "k", &c), CACHE_FILL);
    cache_put(&cx, "k", c.lease, str_of(large), 60, 600);
    CU_ASSERT_EQUAL(cache_get(&cx, "k", &c), CACHE_FILL);
    cache_release(&cx, "k", c.lease);
    fill("small", "1", 60);
    expect_hit("small", "1");
}

/* -- many at once -- */

enum { CROWD = 500 };
static pthread_barrier_t barrier;
static int fills, right, silences;

static void *ask(void *arg)
{
    struct arena own;
    struct ctx c;
    struct cached found;
    enum cache_state state;

    (void)arg;
    arena_init(&own, 1 << 20);
    ctx_init(&c, &own, &store, 8000);
    while (cache_get(&c, "warm", &found) == CACHE_OFF)     /* each thread has its connection before they all ask */
        usleep(100000);
    pthread_barrier_wait(&barrier);
    /* On a busy machine memcached itself may not run for 50 ms: then the next request comes a little later. */
    while ((state = cache_get(&c, "crowd", &found)) == CACHE_OFF ||
           (state == CACHE_WAIT && (state = cache_wait(&c, "crowd", 3000, &found)) == CACHE_OFF)) {
        __atomic_add_fetch(&silences, 1, __ATOMIC_RELAXED);
        usleep(200000);
    }
    if (state == CACHE_FILL) {
        __atomic_add_fetch(&fills, 1, __ATOMIC_RELAXED);
        usleep(30000);
        cache_put(&c, "crowd", found.lease, STR("made"), 60, 600);
        state = cache_get(&c, "crowd", &found);
        if (state == CACHE_OFF)
            __atomic_add_fetch(&silences, 1, __ATOMIC_RELAXED);
        found.value = STR("made");
        state = CACHE_HIT;
    }
    if (state == CACHE_HIT && str_equal(found.value, STR("made")))
        __atomic_add_fetch(&right, 1, __ATOMIC_RELAXED);
    arena_done(&own);
    return NULL;
}

TEST_LIMIT(five_hundred_at_once_are_filled_by_one, 30)
{
    pthread_t threads[CROWD];
    pthread_attr_t attr;

    open_cache();
    pthread_barrier_init(&barrier, NULL, CROWD);
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, 256 * 1024);
    for (int i = 0; i < CROWD; i++)
        CU_ASSERT_EQUAL_FATAL(pthread_create(&threads[i], &attr, ask, NULL), 0);
    for (int i = 0; i < CROWD; i++)
        pthread_join(threads[i], NULL);
    CU_ASSERT_TRUE(fills == 1 || (silences > 0 && fills <= 1 + silences));
    CU_ASSERT_EQUAL(right, CROWD);
}

static volatile int64_t committed;
static volatile bool over;
static int stale, hits;

static enum cache_state read_number(struct ctx *c, int64_t *ret)
{
    struct cached found;
    enum cache_state state = cache_get(c, "number", &found);
    int64_t now = committed;

    if (state == CACHE_HIT || state == CACHE_STALE)
        *ret = strtoll(found.value.p, NULL, 10);
    if (state == CACHE_FILL) {
        char text[24];

        *ret = now;
        snprintf(text, sizeof(text), "%lld", (long long)now);
        cache_put(c, "number", found.lease, str_of(text), 60, 600);
    }
    return state;
}

static void *read_numbers(void *arg)
{
    struct arena own;
    struct ctx c;

    (void)arg;
    arena_init(&own, 1 << 20);
    while (!over) {
        int64_t at_least = committed, got = INT64_MAX;

        ctx_init(&c, &own, &store, 8000);
        if (read_number(&c, &got) == CACHE_HIT)
            __atomic_add_fetch(&hits, 1, __ATOMIC_RELAXED);
        /* The writer drops after it has committed: what was committed before the last drop must be seen. */
        if (got < at_least - 1)
            __atomic_add_fetch(&stale, 1, __ATOMIC_RELAXED);
        arena_reset(&own);
    }
    arena_done(&own);
    return NULL;
}

TEST_LIMIT(who_reads_after_a_drop_never_sees_what_was_before, 30)
{
    pthread_t threads[6];
    int64_t got, until;
    int own_stale = 0;

    open_cache();
    for (int i = 0; i < 6; i++)
        pthread_create(&threads[i], NULL, read_numbers, NULL);
    until = clock_mono_us() + 1500000;
    while (clock_mono_us() < until) {
        ctx_init(&cx, &arena, &store, 8000);
        committed++;
        cache_drop(&cx, "number");
        got = INT64_MAX;
        read_number(&cx, &got);
        own_stale += got < committed;
        arena_reset(&arena);
        if (committed % 16 == 0)
            usleep(3000);
    }
    over = true;
    for (int i = 0; i < 6; i++)
        pthread_join(threads[i], NULL);
    CU_ASSERT_EQUAL(stale, 0);
    CU_ASSERT_EQUAL(own_stale, 0);
    CU_ASSERT_TRUE(hits > 100);
}

/* -- servers that fail -- */

static int64_t ask_ms(const char *key, enum cache_state *ret)
{
    struct cached c;
    int64_t begin = clock_mono_us();

    *ret = cache_get(&cx, key, &c);
    return (clock_mono_us() - begin) / 1000;
}

/* What the cache says once the server answers again. */
static enum cache_state ask_until_it_answers(const char *key)
{
    enum cache_state state = CACHE_OFF;

    for (int i = 0; i < 100 && state == CACHE_OFF; i++) {
        ask_ms(key, &state);
        usleep(50000);
    }
    return state;
}

TEST_LIMIT(a_silent_server_costs_little_once_a_second, 30)
{
    enum cache_state state;
    int64_t ms;
    int slow = 0;

    open_cache();
    fill("k", "1", 60);
    test_pause(server.pid);
    ms = ask_ms("k", &state);
    CU_ASSERT_EQUAL(state, CACHE_OFF);
    CU_ASSERT_TRUE(ms <= 500);              /* 50 and 50, and a busy machine */
    for (int i = 0; i < 100; i++)
        slow += ask_ms("k", &state) > 5;
    CU_ASSERT_TRUE(slow <= 10);
    cache_drop(&cx, "k");                   /* cannot be delivered now ... */
    usleep(1050000);
    ms = ask_ms("k", &state);
    CU_ASSERT_TRUE(ms <= 500);
    CU_ASSERT_EQUAL(state, CACHE_OFF);
    kill(server.pid, SIGCONT);
    CU_ASSERT_EQUAL(ask_until_it_answers("k"), CACHE_FILL);     /* ... but is before anything else is read */
    kill(server.pid, SIGKILL);
    ms = ask_ms("k", &state);
    CU_ASSERT_EQUAL(state, CACHE_OFF);
    CU_ASSERT_TRUE(ms <= 100);
    CU_ASSERT_NOT_EQUAL(cache_generation(&cx, "g"), cache_generation(&cx, "g"));
}

TEST_LIMIT(more_drops_than_can_be_remembered_empty_the_server, 30)
{
    open_cache();
    fill("k", "1", 60);
    fill("last", "1", 60);
    test_pause(server.pid);
    for (int i = 0; i < 300; i++)
        cache_drop(&cx, arena_printf(&arena, "other %d", i));
    cache_drop(&cx, "last");
    kill(server.pid, SIGCONT);
    usleep(1050000);
    cache_deliver(store.cache);
    CU_ASSERT_EQUAL(ask_until_it_answers("last"), CACHE_FILL);
    CU_ASSERT_EQUAL(ask_until_it_answers("k"), CACHE_FILL);
}

TEST_LIMIT(several_servers_share_the_keys, 30)
{
    struct test_server second = test_memcached_start();
    struct cached c;
    int off = 0;

    open_cache();
    cache_close(store.cache);
    store.cache = cache_open(arena_printf(&arena, " %s , %s,", server.socket, second.socket));
    for (int i = 0; i < 100; i++)
        fill(arena_printf(&arena, "k%d", i), "1", 60);
    kill(second.pid, SIGKILL);
    for (int i = 0; i < 100; i++)
        off += cache_get(&cx, arena_printf(&arena, "k%d", i), &c) == CACHE_OFF;
    CU_ASSERT_TRUE(off > 10 && off < 90);   /* the other server goes on, with its own keys only */
    for (int i = 0; i < 100; i++)
        off -= cache_get(&cx, arena_printf(&arena, "k%d", i), &c) == CACHE_OFF;
    CU_ASSERT_EQUAL(off, 0);
}
