/* live.c: the search index of a serving process: loaded at the start, then following what this and other processes save. A list that
   was made between a save elsewhere and its news here is old and kept as new: so the news make all lists forgotten once more. */
#include "recipes/recipes.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/cache.h"
#include "store/db.h"
#include "store/store.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#define FOLLOW_US 200000
#define LOAD_MS 30000
#define STEP_MS 5000
#define ARENA_BYTES ((size_t)256 << 20)

struct live {
    const struct store *store;
    volatile int *stop;
    pthread_rwlock_t lock;
    struct search_index *index;     /* NULL until it was loaded */
    int64_t seq;                    /* news up to here are in the index; of the follower alone */
    pthread_t follower;
};

static void put_doc(void *arg, const struct search_doc *doc)
{
    search_put(arg, doc);
}

/* Reads everything into a new index and puts it in place. Changes committed meanwhile are read again by the follower. */
static enum err load(struct live *l, struct ctx *cx)
{
    struct search_index *ix = search_new(), *old;
    int64_t seq = 0;
    enum err e = search_newest_change(cx, &seq);

    if (e == OK)
        e = search_rows_each(cx, put_doc, ix);
    if (e) {
        search_free(ix);
        return e;
    }
    pthread_rwlock_wrlock(&l->lock);
    old = l->index;
    l->index = ix;
    pthread_rwlock_unlock(&l->lock);
    l->seq = seq;
    search_free(old);
    cache_bump(cx, RECIPES_GROUP);
    return OK;
}

static enum err refresh(struct live *l, struct ctx *cx, struct id id)
{
    struct search_doc doc;
    enum err e = search_row(cx, id, &doc);

    if (e && e != ERR_NOT_FOUND)
        return e;
    pthread_rwlock_wrlock(&l->lock);
    if (l->index && e == OK)
        search_put(l->index, &doc);
    else if (l->index)
        search_remove(l->index, id);
    pthread_rwlock_unlock(&l->lock);
    ctx_clear_error(cx);
    return OK;
}

static enum err follow(struct live *l, struct ctx *cx)
{
    int64_t seq = l->seq;
    struct id *ids;
    size_t count;
    bool gap;
    enum err e = search_changes(cx, &seq, &ids, &count, &gap);

    if (e)
        return e;
    if (gap) {
        cx->deadline_us = clock_mono_us() + LOAD_MS * 1000LL;
        return load(l, cx);
    }
    for (size_t i = 0; i < count && e == OK; i++)
        e = refresh(l, cx, ids[i]);
    if (count > 0)
        cache_bump(cx, RECIPES_GROUP);
    if (e == OK)
        l->seq = seq;
    return e;
}

static void *follow_until_stopped(void *arg)
{
    struct live *l = arg;
    struct arena arena;
    enum err before = OK;

    arena_init(&arena, ARENA_BYTES);
    while (!*l->stop) {
        struct ctx cx;
        enum err e;

        ctx_init(&cx, &arena, l->store, l->index ? STEP_MS : LOAD_MS);
        e = l->index ? follow(l, &cx) : load(l, &cx);
        if (e && e != before)
            log_event("warn", "search", "the index cannot follow: %s", cx.error_detail ? cx.error_detail : "");
        before = e;
        arena_reset(&arena);
        usleep(FOLLOW_US);
    }
    arena_done(&arena);
    db_thread_end();
    return NULL;
}

static void load_first(struct live *l)
{
    int64_t started_us = clock_mono_us();
    struct arena arena;
    struct ctx cx;

    arena_init(&arena, ARENA_BYTES);
    ctx_init(&cx, &arena, l->store, LOAD_MS);
    if (load(l, &cx) == OK)
        log_event("info", "search", "%zu recipes in the index after %lld ms", search_count(l->index),
                  (long long)(clock_mono_us() - started_us) / 1000);
    else
        log_event("warn", "search", "the index is not loaded yet: %s", cx.error_detail ? cx.error_detail : "");
    arena_done(&arena);
}

/* Searches follow each other without a gap on a busy site: a save must not wait for one. */
static void init_lock(pthread_rwlock_t *lock)
{
    pthread_rwlockattr_t attr;

    pthread_rwlockattr_init(&attr);
    pthread_rwlockattr_setkind_np(&attr, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    pthread_rwlock_init(lock, &attr);
    pthread_rwlockattr_destroy(&attr);
}

void *live_start(const struct store *store, volatile int *stop)
{
    struct live *l = calloc(1, sizeof(*l));

    if (!l)
        abort();
    l->store = store;
    l->stop = stop;
    init_lock(&l->lock);
    load_first(l);
    if (pthread_create(&l->follower, NULL, follow_until_stopped, l) != 0)
        abort();
    return l;
}

void live_end(void *live)
{
    struct live *l = live;

    if (!l)
        return;
    pthread_join(l->follower, NULL);
    search_free(l->index);
    pthread_rwlock_destroy(&l->lock);
    free(l);
}

struct reading {
    pthread_rwlock_t *lock;         /* NULL: not held */
};

/* Also what the arena runs: a search that reaches the arena's ceiling does not come back. */
static void end_reading(void *arg)
{
    struct reading *r = arg;

    if (r->lock)
        pthread_rwlock_unlock(r->lock);
    r->lock = NULL;
}

enum err live_search(struct ctx *cx, const struct search_query *query, struct search_result *ret)
{
    struct reading *r = ARENA_NEW(cx->arena, struct reading);
    struct live *l = cx->store->state;
    bool loaded = false;

    arena_defer(cx->arena, end_reading, r);
    if (l) {
        pthread_rwlock_rdlock(&l->lock);
        r->lock = &l->lock;
        loaded = l->index != NULL;
        if (loaded)
            search_run(l->index, cx->arena, query, RECIPES_FACET_VALUES, ret);
        end_reading(r);
    }
    return loaded ? OK : ctx_fail(cx, ERR_BUSY, NULL, "The search is not ready yet");
}

static void refresh_hook(struct ctx *cx, void *arg)
{
    const struct id *id = arg;

    if (cx->store->state)
        refresh(cx->store->state, cx, *id);
}

void live_refresh_after_commit(struct ctx *cx, struct id id)
{
    struct id *copy = ARENA_NEW(cx->arena, struct id);

    *copy = id;
    ctx_after_commit(cx, refresh_hook, copy);
}
