#include "web/metrics.h"

#include "base/clock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC 0x4d574d31u   /* "MWM1" */
#define ROUTES_MAX 256
#define CLASSES 5           /* 1xx to 5xx */
#define ALIVE_US 3000000

static const int64_t bucket_us[] = { 100, 250, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 1000000, 2500000 };
#define BUCKETS ARRAY_LEN(bucket_us)

/* The file: written by one process, read by staff without a lock; every number is updated atomically. */
struct page {
    uint32_t magic, route_count;
    char module[32], label[32], role[16];
    int64_t started_at;
    _Atomic int64_t seen_at;
    _Atomic uint32_t ready;
    _Atomic uint32_t why_generation;   /* odd while `why` is being written */
    char why[400];
    _Atomic uint64_t counters[COUNTER__COUNT];
    _Atomic uint64_t buckets[BUCKETS + 1];
    _Atomic uint64_t duration_sum_us;
    struct {
        char name[96];
        _Atomic uint64_t classes[CLASSES];
    } routes[ROUTES_MAX + 1];
};

struct metrics {
    struct page *page;
};

static const struct {
    const char *name, *labels, *help;
} counter_names[COUNTER__COUNT] = {
    [COUNT_STATEMENTS] = { "midway_statements_total", "", "SQL statements run for requests" },
    [COUNT_CACHE_HIT] = { "midway_cache_total", "result=\"hit\"", "Replies looked up in memcached" },
    [COUNT_CACHE_STALE] = { "midway_cache_total", "result=\"stale\"", NULL },
    [COUNT_CACHE_FILL] = { "midway_cache_total", "result=\"fill\"", NULL },
    [COUNT_CACHE_OFF] = { "midway_cache_total", "result=\"off\"", NULL },
    [COUNT_NOT_MODIFIED] = { "midway_not_modified_total", "", "304 replies" },
    [COUNT_PUBLISHED] = { "midway_published_total", "", "Files written for the web server" },
    [COUNT_REPLAYED] = { "midway_replayed_total", "", "Replies repeated for an idempotency key" },
    [COUNT_RETRIED] = { "midway_retried_total", "", "Transactions run again after a deadlock or a lost connection" },
    [COUNT_SHED] = { "midway_shed_total", "", "Requests refused because they had waited too long" },
    [COUNT_ACCEPT_FAILED] = { "midway_accept_failed_total", "", "Connections that could not be accepted" },
    [COUNT_RATE_LIMITED] = { "midway_rate_limited_total", "", "Requests refused by a rate limit" },
};

static struct page *map(const char *path, bool create)
{
    int fd = open(path, create ? O_RDWR | O_CREAT | O_CLOEXEC : O_RDONLY | O_CLOEXEC, 0640);
    struct stat st;
    void *p = MAP_FAILED;

    if (fd < 0)
        return NULL;
    if (create ? ftruncate(fd, sizeof(struct page)) == 0 : fstat(fd, &st) == 0 && st.st_size == (off_t)sizeof(struct page))
        p = mmap(NULL, sizeof(struct page), create ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, fd, 0);
    close(fd);
    return p == MAP_FAILED ? NULL : p;
}

struct metrics *metrics_open(const struct config *config, const struct module *module, const char *role)
{
    struct metrics *m = calloc(1, sizeof(*m));
    char path[4096];

    if (!m)
        return NULL;
    snprintf(path, sizeof(path), "%s/%s.%s.metrics", config->run, module->name, role);
    unlink(path);
    m->page = map(path, true);
    if (!m->page) {
        free(m);
        return NULL;
    }
    m->page->route_count = (uint32_t)(module->route_count < ROUTES_MAX ? module->route_count : ROUTES_MAX);
    snprintf(m->page->module, sizeof(m->page->module), "%s", module->name);
    snprintf(m->page->label, sizeof(m->page->label), "%s", module->label);
    snprintf(m->page->role, sizeof(m->page->role), "%s", role);
    for (size_t i = 0; i < m->page->route_count; i++)
        snprintf(m->page->routes[i].name, sizeof(m->page->routes[i].name), "%s %s", method_name(module->routes[i].method),
                 module->routes[i].pattern);
    snprintf(m->page->routes[m->page->route_count].name, sizeof(m->page->routes[0].name), "none");
    m->page->started_at = clock_utc_us();
    m->page->magic = MAGIC;
    return m;
}

void metrics_close(struct metrics *m)
{
    if (!m)
        return;
    munmap(m->page, sizeof(*m->page));
    free(m);
}

void metrics_add(struct metrics *m, enum counter c, uint64_t n)
{
    if (m && n)
        atomic_fetch_add_explicit(&m->page->counters[c], n, memory_order_relaxed);
}

void metrics_request(struct metrics *m, size_t route_index, int status, int64_t duration_us)
{
    size_t bucket = 0;
    int class = status / 100 - 1;

    if (!m)
        return;
    while (bucket < BUCKETS && duration_us > bucket_us[bucket])
        bucket++;
    atomic_fetch_add_explicit(&m->page->buckets[bucket], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&m->page->duration_sum_us, (uint64_t)duration_us, memory_order_relaxed);
    if (route_index > m->page->route_count)
        route_index = m->page->route_count;
    if (class >= 0 && class < CLASSES)
        atomic_fetch_add_explicit(&m->page->routes[route_index].classes[class], 1, memory_order_relaxed);
}

void metrics_set_ready(struct metrics *m, bool ready, const char *why)
{
    if (!m)
        return;
    atomic_fetch_add(&m->page->why_generation, 1);
    snprintf(m->page->why, sizeof(m->page->why), "%s", why);
    atomic_fetch_add(&m->page->why_generation, 1);
    atomic_store(&m->page->ready, ready);
    atomic_store(&m->page->seen_at, clock_utc_us());
}

static void unmap(void *page)
{
    munmap(page, sizeof(struct page));
}

static int by_module(const void *a, const void *b)
{
    const struct page *const *x = a, *const *y = b;
    int order = strcmp((*x)->module, (*y)->module);

    return order ? order : strcmp((*x)->role, (*y)->role);
}

static void close_folder(void *dir)
{
    closedir(dir);
}

/* Maps the files of all processes; they stay mapped until the arena is reset. */
static size_t open_all(struct arena *arena, const struct config *config, struct page **pages, size_t max)
{
    DIR *dir = opendir(config->run);
    struct dirent *entry;
    size_t n = 0;

    if (dir)
        arena_defer(arena, close_folder, dir);
    while (dir && n < max && (entry = readdir(dir))) {
        if (!str_ends(str_of(entry->d_name), STR(".metrics")))
            continue;
        pages[n] = map(arena_printf(arena, "%s/%s", config->run, entry->d_name), false);
        if (!pages[n])
            continue;
        arena_defer(arena, unmap, pages[n]);
        n += pages[n]->magic == MAGIC;
    }
    qsort(pages, n, sizeof(struct page *), by_module);
    return n;
}

static const char *read_why(struct arena *arena, const struct page *p)
{
    char copy[sizeof(p->why)];
    unsigned before, after;

    do {
        before = atomic_load(&p->why_generation);
        memcpy(copy, p->why, sizeof(copy));
        after = atomic_load(&p->why_generation);
    } while (before != after);
    copy[sizeof(copy) - 1] = '\0';
    return arena_strdup(arena, copy);
}

size_t metrics_states(struct arena *arena, const struct config *config, struct metrics_state **ret)
{
    struct page *pages[64];
    size_t n = open_all(arena, config, pages, ARRAY_LEN(pages));

    *ret = ARENA_ARRAY(arena, n + 1, struct metrics_state);
    for (size_t i = 0; i < n; i++) {
        (*ret)[i] = (struct metrics_state){
            .module = pages[i]->module, .label = pages[i]->label, .role = pages[i]->role,
            .alive = clock_utc_us() - atomic_load(&pages[i]->seen_at) < ALIVE_US,
            .ready = atomic_load(&pages[i]->ready) != 0,
            .why = read_why(arena, pages[i]),
            .started_at = pages[i]->started_at,
        };
    }
    return n;
}

static void print_counters(struct page **pages, size_t n, struct buf *out)
{
    for (int c = 0; c < COUNTER__COUNT; c++) {
        if (counter_names[c].help)
            buf_printf(out, "# HELP %s %s\n# TYPE %s counter\n", counter_names[c].name, counter_names[c].help, counter_names[c].name);
        for (size_t i = 0; i < n; i++)
            buf_printf(out, "%s{module=\"%s\",role=\"%s\"%s%s} %llu\n", counter_names[c].name, pages[i]->module, pages[i]->role,
                       counter_names[c].labels[0] ? "," : "", counter_names[c].labels,
                       (unsigned long long)atomic_load(&pages[i]->counters[c]));
    }
}

static void print_requests(struct page **pages, size_t n, struct buf *out)
{
    buf_puts(out, "# HELP midway_requests_total Finished requests by route and class of status\n# TYPE midway_requests_total counter\n");
    for (size_t i = 0; i < n; i++) {
        for (uint32_t r = 0; r <= pages[i]->route_count && r <= ROUTES_MAX; r++) {
            for (int class = 0; class < CLASSES; class++) {
                uint64_t count = atomic_load(&pages[i]->routes[r].classes[class]);

                if (count)
                    buf_printf(out, "midway_requests_total{module=\"%s\",route=\"%s\",status=\"%dxx\"} %llu\n", pages[i]->module,
                               pages[i]->routes[r].name, class + 1, (unsigned long long)count);
            }
        }
    }
}

static void print_durations(struct page **pages, size_t n, struct buf *out)
{
    buf_puts(out, "# HELP midway_request_seconds Time from accept to reply\n# TYPE midway_request_seconds histogram\n");
    for (size_t i = 0; i < n; i++) {
        uint64_t sum = 0;

        if (strcmp(pages[i]->role, "serve") != 0)
            continue;
        for (size_t b = 0; b <= BUCKETS; b++) {
            sum += atomic_load(&pages[i]->buckets[b]);
            if (b < BUCKETS)
                buf_printf(out, "midway_request_seconds_bucket{module=\"%s\",le=\"%.4f\"} %llu\n", pages[i]->module,
                           (double)bucket_us[b] / 1e6, (unsigned long long)sum);
        }
        buf_printf(out, "midway_request_seconds_bucket{module=\"%s\",le=\"+Inf\"} %llu\n", pages[i]->module, (unsigned long long)sum);
        buf_printf(out, "midway_request_seconds_sum{module=\"%s\"} %.6f\n", pages[i]->module,
                   (double)atomic_load(&pages[i]->duration_sum_us) / 1e6);
        buf_printf(out, "midway_request_seconds_count{module=\"%s\"} %llu\n", pages[i]->module, (unsigned long long)sum);
    }
}

void metrics_print(struct arena *arena, const struct config *config, struct buf *out)
{
    struct page *pages[64];
    size_t n = open_all(arena, config, pages, ARRAY_LEN(pages));

    print_requests(pages, n, out);
    print_durations(pages, n, out);
    print_counters(pages, n, out);
    buf_puts(out, "# HELP midway_ready Is the process ready for requests?\n# TYPE midway_ready gauge\n");
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "midway_ready{module=\"%s\",role=\"%s\"} %d\n", pages[i]->module, pages[i]->role,
                   clock_utc_us() - atomic_load(&pages[i]->seen_at) < ALIVE_US && atomic_load(&pages[i]->ready));
}
