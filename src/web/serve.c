/* serve.c: the serving face: listens, gives each request a thread's arena, sends the reply. */
#include "web/program.h"

#include "base/clock.h"
#include "base/log.h"
#include "store/db.h"
#include "store/file.h"
#include "web/fcgi.h"
#include "web/metrics.h"
#include "web/rate.h"
#include "web/req.h"
#include "web/template.h"
#include "web/web.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define LISTEN_MAX 8
#define BACKLOG 4096
#define REQUEST_ARENA (64 * MIB)
#define DRAIN_US 4500000
#define WATCH_US 100000           /* log lines wait no longer */
#define READY_EVERY 5             /* looks of the watch between two questions to the database */
#define HEAD_MAX (32 * KIB)

struct thread {
    const struct web *web;
    struct arena arena;
    struct id last_request;      /* ids of requests count up from a random start: no system call for each */
};

static void *begin_thread(void *arg)
{
    struct thread *t = calloc(1, sizeof(*t));

    if (!t)
        abort();
    t->web = arg;
    t->last_request = id_new(0);
    arena_init(&t->arena, REQUEST_ARENA);
    return t;
}

static void end_thread(void *thread)
{
    struct thread *t = thread;

    arena_done(&t->arena);
    free(t);
    db_thread_end();
}

/* The next id of this thread: its random part plus one. */
static struct id next_request(struct thread *t)
{
    for (size_t i = ID_BYTES; i > 6 && ++t->last_request.b[i - 1] == 0; i--)
        ;
    return t->last_request;
}

static const char *reason(int status)
{
    switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 204: return "No Content";
    case 303: return "See Other";
    case 304: return "Not Modified";
    default: break;
    }
    for (int e = ERR_MALFORMED; e < ERR__COUNT; e++) {
        if (err_info((enum err)e)->status == status)
            return err_info((enum err)e)->title;
    }
    return "Status";
}

/* The same for every reply of a module; conf/ gives them to files, and a test compares. */
static void put_security(const struct config *c, const struct module *m, struct buf *b)
{
    buf_puts(b, "Content-Security-Policy: default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
                "img-src 'self' data: blob:");
    if (m->runs_wasm)
        buf_puts(b, "; script-src 'self' 'wasm-unsafe-eval'");
    buf_puts(b, "\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: same-origin\r\nCross-Origin-Opener-Policy: same-origin\r\n"
                "Permissions-Policy: camera=(), microphone=(), geolocation=()\r\n");
    if (c->site_https)
        buf_puts(b, "Strict-Transport-Security: max-age=31536000\r\n");
}

static void put_line(struct buf *b, const char *name, const char *value)
{
    if (!value)
        return;
    buf_puts(b, name);
    buf_puts(b, ": ");
    buf_puts(b, value);
    buf_puts(b, "\r\n");
}

static void put_head(const struct req *rq, struct buf *b)
{
    const struct reply *r = &rq->reply;

    buf_puts(b, "Status: ");
    buf_put_int(b, r->status);
    buf_putc(b, ' ');
    buf_puts(b, reason(r->status));
    buf_puts(b, "\r\n");
    put_line(b, "Content-Type", r->content_type);
    if (r->status != 304 && r->status != 204) {
        buf_puts(b, "Content-Length: ");
        buf_put_int(b, (int64_t)r->body.n);
        buf_puts(b, "\r\n");
    }
    put_line(b, "ETag", r->etag);
    put_line(b, "Cache-Control", r->cache_control);
    put_line(b, "Cache-Status", r->cache_status);
    put_security(&rq->ctx.store->config, rq->web->module, b);
    put_line(b, "X-Request-Id", rq->ctx.request_id);
    for (size_t i = 0; i < r->header_count; i++)
        put_line(b, r->headers[i].name, r->headers[i].value);
    buf_puts(b, "\r\n");
}

static void send_reply(struct req *rq, struct fcgi_request *r)
{
    struct buf head;

    buf_init(&head, rq->ctx.arena, HEAD_MAX);
    put_head(rq, &head);
    fcgi_reply(r, buf_str(&head), rq->head ? STR("") : rq->reply.body);
}

static void answer(void *thread, struct fcgi_request *r)
{
    struct thread *t = thread;
    char id[ID_TEXT_SIZE];
    struct req rq = { .web = t->web, .params = fcgi_params(r), .read_body = fcgi_read, .io = r, .waited_us = fcgi_waited_us(r) };

    ctx_init(&rq.ctx, &t->arena, t->web->store, (int)t->web->store->config.request_ms);
    rq.started_us = clock_mono_us();
    rq.ctx.principal = (struct principal){ .kind = PRINCIPAL_ANONYMOUS, .scopes = "", .name = "" };
    rq.ctx.request_id = id_text(next_request(t), id);
    rq.ctx.address = req_param(&rq, "REMOTE_ADDR");
    rq.csrf = "";
    rq.content_type = "";
    dispatch(&rq);
    send_reply(&rq, r);
    arena_reset(&t->arena);
}

static void note(void *arg, bool shed, bool accept_failed)
{
    const struct web *web = arg;

    metrics_add(web->metrics, COUNT_SHED, shed);
    metrics_add(web->metrics, COUNT_ACCEPT_FAILED, accept_failed);
}

/* ---- readiness ---- */

struct watch {
    const struct web *web;
    volatile int *stop;
    atomic_bool over;
};

static void look(const struct watch *w, struct arena *arena)
{
    struct ctx cx;
    enum err e;

    ctx_init(&cx, arena, w->web->store, 800);
    e = db_ready(&cx);
    if (*w->stop)
        metrics_set_ready(w->web->metrics, false, "stopping");
    else
        metrics_set_ready(w->web->metrics, e == OK, e == OK ? "" : cx.error_detail ? cx.error_detail : "database");
    arena_reset(arena);
}

static void *watch_run(void *arg)
{
    struct watch *w = arg;
    struct arena arena;

    arena_init(&arena, MIB);
    for (unsigned n = 0; !w->over; n++) {
        if (n % READY_EVERY == 0)
            look(w, &arena);
        log_flush();
        usleep(WATCH_US);
    }
    arena_done(&arena);
    db_thread_end();
    return NULL;
}

/* ---- sockets ---- */

static bool listening(int fd)
{
    int on = 0;
    socklen_t size = sizeof(on);

    return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &on, &size) == 0 && on;
}

struct sockets {
    int fds[LISTEN_MAX];
    size_t count;
    const char *own_path;     /* where this process made the socket, or NULL */
    char path[4096];
};

/* Sockets given by a supervisor (systemd's LISTEN_FDS, or standard input), else our own. False after saying why. */
static bool open_sockets(const struct config *c, const struct module *m, struct sockets *ret)
{
    const char *given = getenv("LISTEN_FDS"), *pid = getenv("LISTEN_PID");
    int64_t n = 0;

    *ret = (struct sockets){ .count = 1 };
    if (given && pid && str_to_int(str_of(pid), &n) && n == getpid() && str_to_int(str_of(given), &n) && n > 0) {
        ret->count = n > LISTEN_MAX ? LISTEN_MAX : (size_t)n;
        for (size_t i = 0; i < ret->count; i++)
            ret->fds[i] = 3 + (int)i;
        return true;
    }
    if (listening(STDIN_FILENO)) {
        ret->fds[0] = STDIN_FILENO;
        return true;
    }
    snprintf(ret->path, sizeof(ret->path), "%s/%s.sock", c->run, m->name);
    ret->own_path = ret->path;
    ret->fds[0] = fcgi_listen(ret->path, c->socket_group, BACKLOG);
    if (ret->fds[0] < 0)
        log_event("error", "start", "cannot listen on %s: %s", ret->path, strerror(errno));
    return ret->fds[0] >= 0;
}

static bool load_templates(struct web *web)
{
    char *error = NULL;

    web->templates = templates_load(web->store->config.templates, &error);
    if (web->templates)
        return true;
    log_event("error", "start", "%s", error ? error : "templates cannot be read");
    free(error);
    return false;
}

static int serve(struct web *web, const struct sockets *sockets, volatile int *stop)
{
    struct watch watch = { .web = web, .stop = stop };
    struct fcgi_options o = {
        .listen_fds = sockets->fds, .listen_count = sockets->count, .own_path = sockets->own_path,
        .threads = (int)web->store->config.threads,
        .queue_max_us = web->store->config.queue_max_ms * 1000, .drain_us = DRAIN_US, .stop = stop,
        .answer = answer, .begin = begin_thread, .end = end_thread, .arg = web, .note = note,
    };
    pthread_t watcher;
    int status = 1;

    if (pthread_create(&watcher, NULL, watch_run, &watch) == 0) {
        log_event("info", "start", "%s %s, %d threads", web->module->name, MIDWAY_VERSION, o.threads);
        log_gather(true);
        status = fcgi_serve(&o);
        watch.over = true;
        pthread_join(watcher, NULL);
        log_gather(false);
    }
    log_event("info", "stop", "%s", web->module->name);
    if (status == FCGI_LEFT_BEHIND)
        _exit(0);                  /* nothing that a running thread uses may be given back */
    return status == 0 ? 0 : 1;
}

int serve_run(const struct store *store, const struct module *module, volatile int *stop)
{
    struct web web = { .store = store, .module = module };
    struct sockets sockets;
    int status = 1;

    if (!load_templates(&web))
        return 2;
    web.rates = rate_new();
    web.metrics = metrics_open(&store->config, module, "serve");
    if (module->start)
        ((struct store *)store)->state = module->start(store, stop);
    file_sweep(store, false);
    if (open_sockets(&store->config, module, &sockets))
        status = serve(&web, &sockets, stop);
    if (module->end)
        module->end(store->state);
    metrics_close(web.metrics);
    rate_free(web.rates);
    templates_free((struct templates *)web.templates);
    return status;
}
