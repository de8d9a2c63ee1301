#include "web/fcgi.h"

#include "base/clock.h"

#include <errno.h>
#include <fcgiapp.h>
#include <grp.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define QUEUE_MAX 8192
#define PARAMS_MAX 256
#define READ_TIMEOUT_S 10
#define WRITE_TIMEOUT_S 20
#define ACCEPT_PAUSE_US 10000
#define STACK_BYTES ((size_t)1 << 20)

struct waiting {
    int fd;
    int64_t since_us;
};

struct server {
    const struct fcgi_options *options;
    int epoll;
    pthread_mutex_t lock;
    pthread_cond_t some;
    struct waiting queue[QUEUE_MAX];
    size_t head, count;
    size_t idle;                      /* workers in pthread_cond_wait */
    size_t busy;
    bool over;                        /* workers leave when the queue is empty */
};

struct fcgi_request {
    FCGX_Request fcgx;
    const char *params[2 * PARAMS_MAX + 1];
    int64_t waited_us;
};

struct worker {
    struct server *server;
    pthread_t thread;
};

static const char busy_reply[] = "Status: 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nRetry-After: 1\r\n"
                                 "Cache-Control: no-store\r\n\r\nThe system is busy. Please try again in a moment.\n";

int fcgi_listen(const char *path, const char *group, int backlog)
{
    struct sockaddr_un a = { .sun_family = AF_UNIX };
    struct group *g = group[0] ? getgrnam(group) : NULL;
    mode_t old;
    int fd, failed;

    if (strlen(path) >= sizeof(a.sun_path)) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(a.sun_path, path, strlen(path) + 1);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    unlink(path);
    old = umask(0117);
    failed = bind(fd, (struct sockaddr *)&a, sizeof(a));
    umask(old);
    if (failed || listen(fd, backlog)) {
        close(fd);
        return -1;
    }
    if (g && chown(path, (uid_t)-1, g->gr_gid) != 0)
        errno = 0;     /* not ours to give: the group stays as it is */
    return fd;
}

const char *const *fcgi_params(const struct fcgi_request *r)
{
    return r->params;
}

size_t fcgi_read(void *request, char *p, size_t n)
{
    struct fcgi_request *r = request;
    int got = FCGX_GetStr(p, n > 1 << 20 ? 1 << 20 : (int)n, r->fcgx.in);

    return got > 0 ? (size_t)got : 0;
}

void fcgi_write(struct fcgi_request *r, struct str bytes)
{
    while (bytes.n) {
        int n = bytes.n > 1 << 30 ? 1 << 30 : (int)bytes.n;

        if (FCGX_PutStr(bytes.p, n, r->fcgx.out) != n)
            return;
        bytes.p += n;
        bytes.n -= (size_t)n;
    }
}

int64_t fcgi_waited_us(const struct fcgi_request *r)
{
    return r->waited_us;
}

/* Splits "NAME=value" in place; libfcgi's block is ours until the request ends. */
static void index_params(struct fcgi_request *r)
{
    size_t n = 0;

    for (char **e = r->fcgx.envp; e && *e && n < PARAMS_MAX; e++) {
        char *equals = strchr(*e, '=');

        if (!equals)
            continue;
        *equals = '\0';
        r->params[2 * n] = *e;
        r->params[2 * n + 1] = equals + 1;
        n++;
    }
    r->params[2 * n] = NULL;
}

/* ---- the queue ---- */

static bool put(struct server *s, int fd)
{
    bool room;

    pthread_mutex_lock(&s->lock);
    room = s->count < QUEUE_MAX;
    if (room) {
        s->queue[(s->head + s->count++) % QUEUE_MAX] = (struct waiting){ fd, clock_mono_us() };
        if (s->idle)
            pthread_cond_signal(&s->some);
    }
    pthread_mutex_unlock(&s->lock);
    return room;
}

static bool take(struct server *s, struct waiting *ret)
{
    bool got;

    pthread_mutex_lock(&s->lock);
    while (s->count == 0 && !s->over) {
        s->idle++;
        pthread_cond_wait(&s->some, &s->lock);
        s->idle--;
    }
    got = s->count > 0;
    if (got) {
        *ret = s->queue[s->head];
        s->head = (s->head + 1) % QUEUE_MAX;
        s->count--;
        s->busy++;
    }
    pthread_mutex_unlock(&s->lock);
    return got;
}

static void done(struct server *s)
{
    pthread_mutex_lock(&s->lock);
    s->busy--;
    pthread_mutex_unlock(&s->lock);
}

static bool quiet(struct server *s)
{
    bool nothing;

    pthread_mutex_lock(&s->lock);
    nothing = s->count == 0 && s->busy == 0;
    pthread_mutex_unlock(&s->lock);
    return nothing;
}

/* ---- a worker ---- */

/* A kept connection goes back to the acceptor until its next request begins. */
static void park(struct server *s, int fd)
{
    struct epoll_event e = { .events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT, .data.u64 = 1ull << 32 | (unsigned)fd };

    if (epoll_ctl(s->epoll, EPOLL_CTL_MOD, fd, &e) != 0 && epoll_ctl(s->epoll, EPOLL_CTL_ADD, fd, &e) != 0)
        close(fd);
}

static void drain_body(struct fcgi_request *r)
{
    char rest[4096];

    while (fcgi_read(r, rest, sizeof(rest)) > 0)
        ;
}

/* Reads one request from a connection, answers it, ends or parks the connection. */
static void serve(struct server *s, void *thread, struct fcgi_request *r, struct waiting w)
{
    const struct fcgi_options *o = s->options;
    bool keep;

    r->fcgx.ipcFd = w.fd;
    r->fcgx.keepConnection = 1;    /* or FCGX_Accept_r() would close what it was given */
    if (FCGX_Accept_r(&r->fcgx) < 0) {
        FCGX_Free(&r->fcgx, 1);
        return;
    }
    r->waited_us = clock_mono_us() - w.since_us;
    index_params(r);
    if (o->queue_max_us && r->waited_us > o->queue_max_us) {
        o->note(o->arg, true, false);
        drain_body(r);
        fcgi_write(r, str_of(busy_reply));
    } else {
        o->answer(thread, r);
        drain_body(r);
    }
    keep = r->fcgx.keepConnection;
    r->fcgx.keepConnection = 1;    /* FCGX_Finish_r() sends the end and leaves the connection to us: no lingering close */
    r->fcgx.detached = 1;          /* nor one where it closes after an error */
    FCGX_Finish_r(&r->fcgx);
    r->fcgx.detached = 0;
    if (r->fcgx.ipcFd < 0)
        return;                    /* closed: the web server has gone */
    r->fcgx.ipcFd = -1;
    if (keep)
        park(s, w.fd);
    else
        close(w.fd);
}

static void *work(void *arg)
{
    struct worker *w = arg;
    struct server *s = w->server;
    const struct fcgi_options *o = s->options;
    void *thread = o->begin(o->arg);
    struct fcgi_request *r = calloc(1, sizeof(*r));
    struct waiting next;

    if (!r)
        abort();
    FCGX_InitRequest(&r->fcgx, -1, FCGI_FAIL_ACCEPT_ON_INTR);
    while (take(s, &next)) {
        serve(s, thread, r, next);
        done(s);
    }
    FCGX_Free(&r->fcgx, 1);
    free(r);
    o->end(thread);
    return NULL;
}

/* ---- the acceptor ---- */

static void refuse(struct server *s, int fd)
{
    s->options->note(s->options->arg, true, false);
    close(fd);
}

static void set_timeouts(int fd)
{
    struct timeval in = { READ_TIMEOUT_S, 0 }, out = { WRITE_TIMEOUT_S, 0 };

    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &in, sizeof(in));
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &out, sizeof(out));
}

/* Takes all that wait on one listening socket. False when the process has no descriptor left: pause. */
static bool accept_all(struct server *s, int listen_fd)
{
    for (;;) {
        int fd = accept4(listen_fd, NULL, NULL, SOCK_CLOEXEC);

        if (fd < 0) {
            if (errno == EINTR || errno == ECONNABORTED)
                continue;
            if (errno == EAGAIN || errno == EWOULDBLOCK)
                return true;
            s->options->note(s->options->arg, false, true);
            return false;
        }
        set_timeouts(fd);
        if (!put(s, fd))
            refuse(s, fd);
    }
}

static void on_event(struct server *s, const struct epoll_event *e, bool *ret_pause)
{
    int fd = (int)(e->data.u64 & 0xFFFFFFFF);

    if (e->data.u64 >> 32 == 0) {
        if (!accept_all(s, fd))
            *ret_pause = true;
    } else if (e->events & (EPOLLHUP | EPOLLERR | EPOLLRDHUP)) {
        close(fd);      /* parked and closed by the web server */
    } else if (!put(s, fd)) {
        refuse(s, fd);
    }
}

static void accept_until_stopped(struct server *s)
{
    struct epoll_event events[64];

    while (!*s->options->stop) {
        int n = epoll_wait(s->epoll, events, ARRAY_LEN(events), 100);
        bool pause = false;

        for (int i = 0; i < n; i++)
            on_event(s, &events[i], &pause);
        if (pause)
            usleep(ACCEPT_PAUSE_US);
    }
}

/* What has connected before the end is answered; what is parked gets no further request. */
static void drain(struct server *s)
{
    int64_t until = clock_mono_us() + s->options->drain_us;

    do {
        for (size_t i = 0; i < s->options->listen_count; i++)
            accept_all(s, s->options->listen_fds[i]);
        usleep(2000);
    } while (!quiet(s) && clock_mono_us() < until);
}

static bool watch(struct server *s, int fd)
{
    struct epoll_event e = { .events = EPOLLIN, .data.u64 = (unsigned)fd };

    return epoll_ctl(s->epoll, EPOLL_CTL_ADD, fd, &e) == 0;
}

static size_t start_workers(struct server *s, struct worker *workers)
{
    pthread_attr_t attr;
    size_t n = 0;

    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, STACK_BYTES);
    for (int i = 0; i < s->options->threads; i++) {
        workers[n].server = s;
        if (pthread_create(&workers[n].thread, &attr, work, &workers[n]) == 0)
            n++;
    }
    pthread_attr_destroy(&attr);
    return n;
}

int fcgi_serve(const struct fcgi_options *o)
{
    struct server *s = calloc(1, sizeof(*s));
    struct worker *workers = calloc((size_t)o->threads, sizeof(*workers));
    size_t n;

    if (!s || !workers || FCGX_Init() != 0)
        abort();
    s->options = o;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->some, NULL);
    s->epoll = epoll_create1(EPOLL_CLOEXEC);
    for (size_t i = 0; i < o->listen_count; i++)
        watch(s, o->listen_fds[i]);
    n = start_workers(s, workers);
    if (n > 0) {
        accept_until_stopped(s);
        drain(s);
    }
    pthread_mutex_lock(&s->lock);
    s->over = true;
    pthread_cond_broadcast(&s->some);
    pthread_mutex_unlock(&s->lock);
    for (size_t i = 0; i < n; i++)
        pthread_join(workers[i].thread, NULL);
    close(s->epoll);
    free(workers);
    free(s);
    return n > 0 ? 0 : -1;
}
