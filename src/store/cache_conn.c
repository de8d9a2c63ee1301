#include "store/cache_internal.h"

#include "base/clock.h"
#include "store/cache.h"
#include "store/cache_batch.h"
#include "store/store.h"

#include <libmemcached/memcached.h>
#include <pthread.h>
#include <sodium.h>

#define TIMEOUT_MS 50
#define DEAD_US 1000000          /* a server that did not answer is left alone for so long */
#define PENDING_MAX 256

/* What this process knows of one server. */
struct server {
    int64_t dead_until_us;       /* 0: alive */
    pthread_mutex_t lock;        /* of what follows */
    struct cache_key pending[PENDING_MAX];   /* to be renumbered before anything else */
    size_t pending_count;
    bool pending_all;            /* more than fit: everything must go */
    struct batch batch;          /* of gets */
};

struct cache {
    const char *servers;
    size_t server_count;
    struct server server[CACHE_SERVERS_MAX];
    pthread_key_t connection;    /* struct connection of each thread */
    unsigned failures;           /* connections made before the last one are not trusted: their server may have been restarted */
};

struct connection {
    memcached_st *mc;            /* NULL: to be made */
    unsigned failures;           /* of the cache when this was made */
};

/* -- connections -- */

static void set_behaviour(memcached_st *mc)
{
    memcached_behavior_set(mc, MEMCACHED_BEHAVIOR_KETAMA_WEIGHTED, 1);
    memcached_behavior_set(mc, MEMCACHED_BEHAVIOR_TCP_NODELAY, 1);
    memcached_behavior_set(mc, MEMCACHED_BEHAVIOR_VERIFY_KEY, 0);     /* they are a letter and hex digits */
    memcached_behavior_set(mc, MEMCACHED_BEHAVIOR_POLL_TIMEOUT, TIMEOUT_MS);
    memcached_behavior_set(mc, MEMCACHED_BEHAVIOR_CONNECT_TIMEOUT, TIMEOUT_MS);
    memcached_behavior_set(mc, MEMCACHED_BEHAVIOR_SND_TIMEOUT, TIMEOUT_MS * 1000);
    memcached_behavior_set(mc, MEMCACHED_BEHAVIOR_RCV_TIMEOUT, TIMEOUT_MS * 1000);
    /* Who is dead is remembered here, for all threads. */
    memcached_behavior_set(mc, MEMCACHED_BEHAVIOR_RETRY_TIMEOUT, 0);
    memcached_behavior_set(mc, MEMCACHED_BEHAVIOR_DEAD_TIMEOUT, 0);
    memcached_behavior_set(mc, MEMCACHED_BEHAVIOR_REMOVE_FAILED_SERVERS, 0);
}

static void add_server(memcached_st *mc, struct str server)
{
    struct str host = str_next(&server, server.n && server.p[0] == '/' ? '\0' : ':');
    char name[256];
    int64_t port = 11211;

    snprintf(name, sizeof(name), "%.*s", STR_ARG(host));
    if (server.p)
        str_to_int(server, &port);
    if (name[0] == '/')
        memcached_server_add_unix_socket(mc, name);
    else
        memcached_server_add(mc, name, (in_port_t)port);
}

static memcached_st *connect_all(const struct cache *c)
{
    struct str rest = str_of(c->servers);
    memcached_st *mc = memcached_create(NULL);

    if (!mc)
        abort();
    set_behaviour(mc);
    while (rest.p) {
        struct str server = str_trim(str_next(&rest, ','));

        if (server.n)
            add_server(mc, server);
    }
    return mc;
}

static void end_connection(void *arg)
{
    struct connection *conn = arg;

    if (conn && conn->mc)
        memcached_free(conn->mc);
    free(conn);
}

static memcached_st *own_connection(struct cache *c)
{
    struct connection *conn = pthread_getspecific(c->connection);

    if (!conn) {
        conn = calloc(1, sizeof(*conn));
        if (!conn)
            abort();
        pthread_setspecific(c->connection, conn);
    }
    if (conn->mc && conn->failures != __atomic_load_n(&c->failures, __ATOMIC_RELAXED)) {
        memcached_free(conn->mc);
        conn->mc = NULL;
    }
    if (!conn->mc) {
        conn->failures = __atomic_load_n(&c->failures, __ATOMIC_RELAXED);
        conn->mc = connect_all(c);
    }
    return conn->mc;
}

/* After a time-out an answer may still be on its way: nobody must read it. */
static void drop_connection(struct cache *c)
{
    struct connection *conn = pthread_getspecific(c->connection);

    if (conn->mc)
        memcached_free(conn->mc);
    conn->mc = NULL;
}

struct cache *cache_open(const char *servers)
{
    struct cache *c = servers[0] ? calloc(1, sizeof(*c)) : NULL;
    memcached_st *mc;

    if (!c || pthread_key_create(&c->connection, end_connection) != 0) {
        free(c);
        return NULL;
    }
    c->servers = servers;
    mc = own_connection(c);
    c->server_count = memcached_server_count(mc);
    for (size_t i = 0; i < CACHE_SERVERS_MAX; i++) {
        pthread_mutex_init(&c->server[i].lock, NULL);
        batch_init(&c->server[i].batch);
    }
    return c;
}

void cache_close(struct cache *c)
{
    if (!c)
        return;
    end_connection(pthread_getspecific(c->connection));
    pthread_key_delete(c->connection);
    for (size_t i = 0; i < CACHE_SERVERS_MAX; i++) {
        pthread_mutex_destroy(&c->server[i].lock);
        batch_done(&c->server[i].batch);
    }
    free(c);
}

/* -- one command -- */

static size_t full_key(const struct cache_key *k, char kind, char ret[sizeof(k->text)])
{
    size_t n = strlen(k->text);

    memcpy(ret, k->text, n + 1);
    ret[0] = kind;
    return n;
}

static memcached_return_t store(memcached_st *mc, const struct cache_key *k, char kind, struct str value, int ttl_s)
{
    char key[sizeof(k->text)];
    size_t n = full_key(k, kind, key);

    return memcached_set_by_key(mc, k->text, n, key, n, value.p, value.n, ttl_s, 0);
}

static memcached_return_t erase(memcached_st *mc, const struct cache_key *k, char kind)
{
    char key[sizeof(k->text)];
    size_t n = full_key(k, kind, key);

    return memcached_delete_by_key(mc, k->text, n, key, n, 0);
}

/* The server answered, whatever it said. */
static bool answered(memcached_return_t rc)
{
    return rc == MEMCACHED_SUCCESS || rc == MEMCACHED_NOTSTORED || rc == MEMCACHED_NOTFOUND || rc == MEMCACHED_END ||
           rc == MEMCACHED_DATA_EXISTS || rc == MEMCACHED_DELETED || rc == MEMCACHED_STORED || rc == MEMCACHED_E2BIG ||
           rc == MEMCACHED_SERVER_MEMORY_ALLOCATION_FAILURE || rc == MEMCACHED_BUFFERED;
}

static bool renumber(memcached_st *mc, const struct cache_key *k)
{
    char text[24];
    uint64_t number;

    randombytes_buf(&number, sizeof(number));
    snprintf(text, sizeof(text), "%llu", (unsigned long long)(number ? number : 1));
    return store(mc, k, 'g', str_of(text), 0) == MEMCACHED_SUCCESS && answered(erase(mc, k, 'l'));
}

/* -- servers -- */

static struct server *server_of(struct cache *c, memcached_st *mc, const struct cache_key *k)
{
    if (c->server_count == 1)
        return &c->server[0];
    return &c->server[memcached_generate_hash(mc, k->text, strlen(k->text)) % CACHE_SERVERS_MAX];
}

static void mark_dead(struct cache *c, struct server *s)
{
    __atomic_store_n(&s->dead_until_us, clock_mono_us() + DEAD_US, __ATOMIC_RELAXED);
    __atomic_fetch_add(&c->failures, 1, __ATOMIC_RELAXED);
    drop_connection(c);
}

/* With the lock: delivers what could not be delivered before. */
static bool deliver(memcached_st *mc, struct server *s)
{
    if (s->pending_all && memcached_flush(mc, 0) != MEMCACHED_SUCCESS)
        return false;
    if (s->pending_all)
        s->pending_count = 0;
    s->pending_all = false;
    while (s->pending_count > 0) {
        if (!renumber(mc, &s->pending[s->pending_count - 1]))
            return false;
        s->pending_count--;
    }
    return true;
}

/* May this thread ask the server now? Of a dead one, after a second, one thread tries; drops that wait are delivered first. */
static bool usable(struct cache *c, memcached_st *mc, struct server *s)
{
    int64_t dead = __atomic_load_n(&s->dead_until_us, __ATOMIC_RELAXED), now;
    bool delivered;

    if (dead == 0)
        return true;
    now = clock_mono_us();
    if (now < dead || !__atomic_compare_exchange_n(&s->dead_until_us, &dead, now + DEAD_US, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
        return false;
    pthread_mutex_lock(&s->lock);
    delivered = deliver(mc, s);
    if (delivered)
        __atomic_store_n(&s->dead_until_us, 0, __ATOMIC_RELAXED);
    pthread_mutex_unlock(&s->lock);
    if (!delivered)
        mark_dead(c, s);
    return delivered;
}

static void remember(struct server *s, const struct cache_key *k)
{
    pthread_mutex_lock(&s->lock);
    if (s->pending_count < PENDING_MAX)
        s->pending[s->pending_count++] = *k;
    else
        s->pending_all = true;
    pthread_mutex_unlock(&s->lock);
}

/* -- what cache.c uses -- */

static bool is_kind_of(const struct cache_key *k, const char *name)
{
    return name[0] && strcmp(name + 1, k->text + 1) == 0;
}

/* Gives a fetched value to the first that asked for it and has none yet: who asks for the same is sent the same again. */
static void hand_out(struct ask *asks, memcached_result_st *r)
{
    const char *name = memcached_result_key_value(r);
    size_t n = memcached_result_length(r);

    for (struct ask *a = asks; a; a = a->next) {
        const char *at = is_kind_of(a->key, name) ? strchr(a->kinds, name[0]) : NULL;

        if (at && !a->found[at - a->kinds].p) {
            a->found[at - a->kinds] = (struct str){ memcached_result_take_value(r), n };
            return;
        }
    }
}

static memcached_return_t fetch(memcached_st *mc, struct ask *asks)
{
    memcached_return_t rc;
    memcached_result_st result, *r;

    memcached_result_create(mc, &result);
    while ((r = memcached_fetch_result(mc, &result, &rc)))
        hand_out(asks, r);
    memcached_result_free(&result);
    return rc;
}

static memcached_return_t get_all(memcached_st *mc, struct ask *asks)
{
    char keys[BATCH_ASKS_MAX * BATCH_KINDS_MAX][sizeof(asks->key->text)];
    const char *pointers[ARRAY_LEN(keys)];
    size_t lengths[ARRAY_LEN(keys)], count = 0;
    memcached_return_t rc;

    for (const struct ask *a = asks; a; a = a->next) {
        for (const char *kind = a->kinds; *kind; kind++, count++) {
            pointers[count] = keys[count];
            lengths[count] = full_key(a->key, *kind, keys[count]);
        }
    }
    rc = memcached_mget_by_key(mc, asks->key->text, lengths[0], pointers, lengths, count);
    return answered(rc) ? fetch(mc, asks) : rc;
}

struct asked {
    struct cache *cache;
    struct server *server;
};

/* One round trip for all of them, on the connection of the thread that happens to send. */
static void send_asks(void *arg, struct ask *asks)
{
    const struct asked *to = arg;
    memcached_st *mc = own_connection(to->cache);
    bool ok;

    if (!usable(to->cache, mc, to->server))
        return;
    ok = answered(get_all(mc, asks));
    if (!ok)
        mark_dead(to->cache, to->server);
    for (struct ask *a = asks; a; a = a->next)
        a->answered = ok;
}

static void free_found(void *arg)
{
    const struct ask *a = arg;

    for (size_t i = 0; i < BATCH_KINDS_MAX; i++)
        free((void *)(uintptr_t)a->found[i].p);
}

bool conn_get(struct ctx *cx, const struct cache_key *k, const char *kinds, struct str *ret)
{
    struct cache *c = cx->store->cache;
    struct server *s = server_of(c, own_connection(c), k);
    struct ask *own = ARENA_NEW(cx->arena, struct ask);

    own->key = k;
    own->kinds = kinds;
    arena_defer(cx->arena, free_found, own);
    batch_ask(&s->batch, own, send_asks, &(struct asked){ c, s });
    memcpy(ret, own->found, strlen(kinds) * sizeof(*ret));
    return own->answered;
}

static enum conn_result result_of(struct cache *c, struct server *s, memcached_return_t rc)
{
    if (!answered(rc)) {
        mark_dead(c, s);
        return CONN_FAILED;
    }
    return rc == MEMCACHED_SUCCESS ? CONN_DONE : CONN_REFUSED;
}

enum conn_result conn_add(struct ctx *cx, const struct cache_key *k, char kind, struct str value, int ttl_s)
{
    struct cache *c = cx->store->cache;
    memcached_st *mc = own_connection(c);
    struct server *s = server_of(c, mc, k);
    char key[sizeof(k->text)];
    size_t n = full_key(k, kind, key);

    if (!usable(c, mc, s))
        return CONN_FAILED;
    return result_of(c, s, memcached_add_by_key(mc, k->text, n, key, n, value.p, value.n, ttl_s, 0));
}

enum conn_result conn_set(struct ctx *cx, const struct cache_key *k, char kind, struct str value, int ttl_s)
{
    struct cache *c = cx->store->cache;
    memcached_st *mc = own_connection(c);
    struct server *s = server_of(c, mc, k);

    return usable(c, mc, s) ? result_of(c, s, store(mc, k, kind, value, ttl_s)) : CONN_FAILED;
}

void conn_delete(struct ctx *cx, const struct cache_key *k, char kind)
{
    struct cache *c = cx->store->cache;
    memcached_st *mc = own_connection(c);
    struct server *s = server_of(c, mc, k);

    if (usable(c, mc, s))
        result_of(c, s, erase(mc, k, kind));
}

void conn_renumber(struct ctx *cx, const struct cache_key *k)
{
    struct cache *c = cx->store->cache;
    memcached_st *mc = own_connection(c);
    struct server *s = server_of(c, mc, k);

    bool asked = usable(c, mc, s);

    if (asked && renumber(mc, k))
        return;
    remember(s, k);
    if (asked || __atomic_load_n(&s->dead_until_us, __ATOMIC_RELAXED) == 0)
        mark_dead(c, s);
}

void cache_deliver(struct cache *c)
{
    memcached_st *mc;

    if (!c)
        return;
    mc = own_connection(c);
    for (size_t i = 0; i < CACHE_SERVERS_MAX && i < c->server_count; i++) {
        if (!usable(c, mc, &c->server[i]))
            mc = own_connection(c);
    }
}
