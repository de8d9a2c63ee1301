#include "store/lease.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"
#include "store/cache.h"
#include "store/file.h"
#include "store/outbox.h"
#include "store/store.h"

#include <pthread.h>
#include <unistd.h>

#define STOP_LOOK_US 50000
#define STEP_MS 30000
#define LEASE_S 60
#define PROLONG_US 20000000      /* prolong a lease that is older than this */
#define PASSIVE_MS 2000          /* ask again for a lease that somebody else has */
#define PAUSE_MAX_MS 60000       /* between failures */
#define SLICE_MS 50              /* how soon a stop is noticed */
#define JOB_ARENA ((size_t)256 << 20)
#define KEEP_S (7 * 24 * 3600)
#define FOLLOW_MAX 50

struct runner {
    const struct store *store;
    const struct job *job;
    volatile int *stop;
    pthread_t thread;
    struct arena arena;
    char lease[80], holder[120];
    int64_t fence, leased_us;    /* leased_us: when the lease was last prolonged; 0: to be asked for again */
    bool leased;                 /* at some time: it may still be ours */
    int failures;
};

/* -- the store's own jobs -- */

static enum err number(struct ctx *cx, int64_t fence, bool *ret_more)
{
    int numbered;
    enum err e = outbox_number(cx, &numbered);

    (void)fence;
    *ret_more = !e && numbered > 0;
    return e;
}

static enum err prune(struct ctx *cx, int64_t fence, bool *ret_more)
{
    (void)fence;
    *ret_more = false;
    return outbox_prune(cx, KEEP_S);
}

static enum err retract(struct ctx *cx, const struct outbox_event *event)
{
    return page_retract_announced(cx, event->json);
}

/* A host may serve several web roots: each has a cursor of its own. */
static const char *follower_name(struct ctx *cx)
{
    const char *folder = cx->store->config.published;

    return arena_printf(cx->arena, "page@%.64s %s", cx->store->host, hash_hex_of(cx->arena, hash_sha256(str_of(folder)).b, 8));
}

/* This host's own retractions come by too: a process may have died between its commit and its unlink. */
static enum err follow_pages(struct ctx *cx, int64_t fence, bool *ret_more)
{
    struct outbox_followed got;
    enum err e = outbox_follow(cx, follower_name(cx), PAGE_RETRACT_TOPIC, FOLLOW_MAX, retract, &got);

    (void)fence;
    *ret_more = !e && got.more;
    cache_deliver(cx->store->cache);
    if (!e && got.gap)
        file_sweep(cx->store, true);
    return e;
}

const struct job store_jobs[] = {
    { "outbox.number", 100, false, number, "Gives committed events their numbers" },
    { "outbox.prune", 60000, false, prune, "Deletes events that everybody has read and that are a week old" },
    { "page.follow", 500, true, follow_pages, "Unpublishes pages that changed on another host" },
    { 0 }
};

/* -- running -- */

static void pause_ms(const struct runner *r, int ms)
{
    for (; ms > 0 && !*r->stop; ms -= SLICE_MS)
        usleep((useconds_t)(ms < SLICE_MS ? ms : SLICE_MS) * 1000);
}

static void log_failure(const struct runner *r, const struct ctx *cx, enum err e)
{
    struct buf line;

    buf_init(&line, NULL, 4096);
    log_field(&line, "job", str_of(r->job->name));
    log_field(&line, "error", str_of(err_info(e)->slug));
    log_field(&line, "detail", str_of(cx->error_detail ? cx->error_detail : ""));
    log_field_int(&line, "failures", r->failures);
    log_write("error", "job", &line);
    buf_done(&line);
}

static enum err hold_lease(struct runner *r, struct ctx *cx)
{
    int64_t now = clock_mono_us();
    enum err e;

    if (r->job->per_host || (r->leased_us && now - r->leased_us < PROLONG_US))
        return OK;
    e = lease_take(cx, r->lease, r->holder, LEASE_S, &r->fence);
    r->leased_us = e ? 0 : now;
    r->leased = r->leased || !e;
    return e;
}

/* One step; how long to wait afterwards in milliseconds. */
static int step(struct runner *r)
{
    bool more = false;
    struct ctx cx;
    enum err e;

    ctx_init(&cx, &r->arena, r->store, STEP_MS);
    cx.route = r->job->name;
    e = hold_lease(r, &cx);
    if (e == ERR_CONFLICT)
        return PASSIVE_MS;
    if (!e)
        e = r->job->run(&cx, r->fence, &more);
    if (!e) {
        r->failures = 0;
        return more ? 0 : r->job->every_ms;
    }
    r->failures++;
    log_failure(r, &cx, e);
    r->leased_us = 0;
    return r->failures < 7 ? 500 << r->failures : PAUSE_MAX_MS;
}

/* Also after a failure: nobody else need wait for it to expire. */
static void give_lease_back(struct runner *r)
{
    struct ctx cx;

    if (!r->leased)
        return;
    ctx_init(&cx, &r->arena, r->store, 1000);
    lease_give_back(&cx, r->lease, r->holder);
}

static void *run_thread(void *arg)
{
    struct runner *r = arg;
    jmp_buf escape;

    arena_init(&r->arena, JOB_ARENA);
    r->arena.escape = &escape;
    if (setjmp(escape) != 0) {
        r->failures++;
        log_event("error", "job", "%s needs more than %zu bytes of memory", r->job->name, JOB_ARENA);
        arena_reset(&r->arena);
        pause_ms(r, PAUSE_MAX_MS);
    }
    while (!*r->stop) {
        int wait_ms = step(r);

        arena_reset(&r->arena);
        pause_ms(r, wait_ms);
    }
    give_lease_back(r);
    arena_done(&r->arena);
    return NULL;
}

static size_t count_jobs(const struct job *const *lists, size_t list_count)
{
    size_t count = 0;

    for (size_t i = 0; i < list_count; i++) {
        for (const struct job *job = lists[i]; job->name; job++)
            count++;
    }
    return count;
}

void jobs_run(const struct store *store, const struct job *const *lists, size_t list_count, volatile int *stop)
{
    size_t count = count_jobs(lists, list_count), n = 0;
    struct runner *runners = calloc(count ? count : 1, sizeof(*runners));

    if (!runners)
        abort();
    for (size_t i = 0; i < list_count; i++) {
        for (const struct job *job = lists[i]; job->name; job++) {
            struct runner *r = &runners[n++];

            r->store = store;
            r->job = job;
            r->stop = stop;
            snprintf(r->lease, sizeof(r->lease), "job.%s", job->name);
            snprintf(r->holder, sizeof(r->holder), "%.80s:%d", store->host, (int)getpid());
            if (pthread_create(&r->thread, NULL, run_thread, r) != 0)
                abort();
        }
    }
    while (!*stop)               /* a module without jobs waits too: its supervisor would start it again and again */
        usleep(STOP_LOOK_US);
    while (n > 0)
        pthread_join(runners[--n].thread, NULL);
    free(runners);
}
