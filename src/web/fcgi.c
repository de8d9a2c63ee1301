#include "web/fcgi.h"

#include "base/clock.h"

#include <errno.h>
#include <fastcgi.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <grp.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define QUEUE_MAX 8192
#define PARAMS_MAX 256
#define RECORD_MAX 65528          /* of FastCGI's 65535, a multiple of 8 */
#define IO_TIMEOUT_US 10000000
#define ACCEPT_PAUSE_US 10000
#define KEEPER_US 5000            /* between two looks at the backlog while every worker is busy */
#define KEEPER_IDLE_US 20000
#define WAIT_MS 100
#define SILENT_DRAIN_US 250000    /* at the end: for connections that have said nothing yet */
#define CONNECTION (1ull << 32)   /* in the data of epoll: a connection, not a listening socket */
#define SILENT (1ull << 33)       /* one that has said nothing yet */
#define STACK_BYTES ((size_t)1 << 20)

struct waiting {
    int fd;
    int64_t since_us;
};

/* Workers accept for themselves: one wake-up a request. While all of them are busy the keeper, which is the thread that called
   fcgi_serve(), moves what arrives into the queue with the time of its arrival, so that waiting can be measured. */
struct server {
    const struct fcgi_options *options;
    int epoll;                        /* listening sockets, parked connections, `bell` */
    int bell;                         /* rung when the keeper queued something that an idle worker may take */
    pthread_mutex_t lock;             /* of queue, head; `count` may be read without it */
    struct waiting queue[QUEUE_MAX];
    size_t head;
    _Atomic size_t count, busy, gone;
    atomic_bool closed;               /* nobody can connect any more: what is there is answered, then the workers leave */
    _Atomic size_t silent;            /* parked before their first byte */
    _Atomic int64_t silent_until_us;  /* after the stop: nobody waits for them any longer */
};

struct fcgi_request {
    FCGX_Request fcgx;
    const char *params[2 * PARAMS_MAX + 1];
    int64_t waited_us;
    bool failed;                      /* the reply could not be sent */
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

int64_t fcgi_waited_us(const struct fcgi_request *r)
{
    return r->waited_us;
}

/* ---- the reply ---- */

/* What a web server still sends of a body that nobody wants, it must be able to send. */
static void drain_body(struct fcgi_request *r)
{
    char rest[4096];

    while (fcgi_read(r, rest, sizeof(rest)) > 0)
        ;
}

static FCGI_Header header_of(int type, int id, size_t n)
{
    return (FCGI_Header){ .version = FCGI_VERSION_1, .type = (unsigned char)type, .requestIdB1 = (unsigned char)(id >> 8),
                          .requestIdB0 = (unsigned char)id, .contentLengthB1 = (unsigned char)(n >> 8),
                          .contentLengthB0 = (unsigned char)n };
}

static bool send_all(int fd, struct iovec *v, size_t count)
{
    struct msghdr m = { .msg_iov = v, .msg_iovlen = count };

    while (m.msg_iovlen) {
        ssize_t n = sendmsg(fd, &m, MSG_NOSIGNAL);

        if (n < 0)
            return false;
        while (m.msg_iovlen && (size_t)n >= m.msg_iov->iov_len) {
            n -= (ssize_t)m.msg_iov->iov_len;
            m.msg_iov++;
            m.msg_iovlen--;
        }
        if (m.msg_iovlen) {
            m.msg_iov->iov_base = (char *)m.msg_iov->iov_base + n;
            m.msg_iov->iov_len -= (size_t)n;
        }
    }
    return true;
}

static struct iovec take_part(struct str *s, size_t max)
{
    struct iovec v = { (void *)(uintptr_t)s->p, s->n < max ? s->n : max };

    s->p += v.iov_len;
    s->n -= v.iov_len;
    return v;
}

/* The next record of the reply, behind the last one the end of the request. */
static bool send_record(const FCGX_Request *q, struct str *head, struct str *body)
{
    struct iovec first = take_part(head, RECORD_MAX), second = take_part(body, RECORD_MAX - first.iov_len);
    FCGI_Header begin = header_of(FCGI_STDOUT, q->requestId, first.iov_len + second.iov_len);
    struct {
        FCGI_Header empty;
        FCGI_EndRequestRecord request;
    } end = { header_of(FCGI_STDOUT, q->requestId, 0),
              { header_of(FCGI_END_REQUEST, q->requestId, sizeof(FCGI_EndRequestBody)),
                { .protocolStatus = FCGI_REQUEST_COMPLETE } } };
    bool last = head->n == 0 && body->n == 0;

    return send_all(q->ipcFd, (struct iovec[]){ { &begin, sizeof(begin) }, first, second, { &end, last ? sizeof(end) : 0 } }, 4);
}

void fcgi_reply(struct fcgi_request *r, struct str head, struct str body)
{
    drain_body(r);
    do
        r->failed = !send_record(&r->fcgx, &head, &body);
    while (!r->failed && head.n + body.n > 0);
    /* libfcgi has nothing left to say. */
    r->fcgx.out->wasFCloseCalled = r->fcgx.err->wasFCloseCalled = 1;
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

/* Wakes a worker, where one is idle beside `awake` that are not counted as busy. */
static void ring(struct server *s, size_t awake)
{
    uint64_t one = 1;

    if (s->busy + awake < (size_t)s->options->threads && write(s->bell, &one, sizeof(one)) < 0)
        return;                    /* a full counter rings already */
}

static bool put(struct server *s, int fd)
{
    bool room;

    pthread_mutex_lock(&s->lock);
    room = s->count < QUEUE_MAX;
    if (room) {
        s->queue[(s->head + s->count) % QUEUE_MAX] = (struct waiting){ fd, clock_mono_us() };
        s->count++;
    }
    pthread_mutex_unlock(&s->lock);
    if (room)
        ring(s, 0);
    return room;
}

/* Where more is left another idle worker is woken: several rings may have woken only one. */
static bool take(struct server *s, struct waiting *ret)
{
    bool got, more;

    if (s->count == 0)
        return false;
    pthread_mutex_lock(&s->lock);
    got = s->count > 0;
    if (got) {
        *ret = s->queue[s->head];
        s->head = (s->head + 1) % QUEUE_MAX;
        s->count--;
    }
    more = s->count > 0;
    pthread_mutex_unlock(&s->lock);
    if (more)
        ring(s, 1);
    return got;
}

/* ---- accepting ---- */

static struct timeval timeval_of(int64_t us)
{
    return (struct timeval){ us / 1000000, us % 1000000 };
}

static void set_timeouts(const struct server *s, int fd)
{
    int64_t us = s->options->io_timeout_us ? s->options->io_timeout_us : IO_TIMEOUT_US;
    struct timeval in = timeval_of(us), out = timeval_of(2 * us);

    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &in, sizeof(in));
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &out, sizeof(out));
}

/* A connection without a request waits without a thread until one begins. */
static void park(struct server *s, int fd, uint64_t flags)
{
    struct epoll_event e = { .events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT, .data.u64 = CONNECTION | flags | (unsigned)fd };

    if (epoll_ctl(s->epoll, EPOLL_CTL_MOD, fd, &e) != 0 && epoll_ctl(s->epoll, EPOLL_CTL_ADD, fd, &e) != 0)
        close(fd);
}

static bool is_silent(int fd)
{
    char c;

    return recv(fd, &c, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

/* Parks a connection that has said nothing yet: it must not hold a thread. A web server connects and then writes: it may be that a
   moment later it has. */
static bool park_silent(struct server *s, int fd)
{
    if (!is_silent(fd))
        return false;
    sched_yield();
    if (!is_silent(fd))
        return false;
    s->silent++;
    park(s, fd, SILENT);
    return true;
}

/* The next connection of any listening socket that speaks, -1 when none waits. Out of descriptors it pauses and tries again later. */
static int accept_next(struct server *s)
{
    for (size_t i = 0; i < s->options->listen_count; i++) {
        int fd;

        while ((fd = accept4(s->options->listen_fds[i], NULL, NULL, SOCK_CLOEXEC)) >= 0) {
            set_timeouts(s, fd);
            if (!park_silent(s, fd))
                return fd;
        }
        if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR && errno != ECONNABORTED) {
            s->options->note(s->options->arg, false, true);
            usleep(ACCEPT_PAUSE_US);
        }
    }
    return -1;
}

/* Puts all that wait to be accepted into the queue. */
static void keep_backlog(struct server *s)
{
    int fd;

    while ((fd = accept_next(s)) >= 0) {
        if (put(s, fd))
            continue;
        s->options->note(s->options->arg, true, false);
        close(fd);
    }
}

/* The first that waits to be accepted, or -1. The others go into the queue: nobody else is told of them. */
static int accept_all(struct server *s)
{
    int fd;

    s->busy++;                     /* others are rung for */
    fd = accept_next(s);
    if (fd >= 0)
        keep_backlog(s);
    s->busy--;
    return fd;
}

/* Waits until something may be there. True: a parked connection speaks again. */
static bool wait_for_work(struct server *s, int wait_ms, struct waiting *ret)
{
    struct epoll_event e;
    uint64_t rung;
    char c;

    if (epoll_wait(s->epoll, &e, 1, wait_ms) != 1)
        return false;
    ret->fd = (int)(e.data.u64 & 0xFFFFFFFF);
    ret->since_us = clock_mono_us();
    if (e.data.u64 & SILENT)
        s->silent--;
    if (!(e.data.u64 & CONNECTION)) {
        if (ret->fd == s->bell && read(s->bell, &rung, sizeof(rung)) < 0)
            return false;          /* another worker heard it */
        return false;
    }
    /* A hang-up may follow on a request that is still to be read. */
    if (recv(ret->fd, &c, 1, MSG_PEEK | MSG_DONTWAIT) == 1)
        return true;
    close(ret->fd);                /* parked and closed by the web server */
    return false;
}

/* Is nothing more to come once nobody can connect any more? */
static bool is_quiet(const struct server *s)
{
    return s->silent == 0 || clock_mono_us() > s->silent_until_us;
}

/* The next connection for a worker. False at the end: closed, and nothing that had connected is left. */
static bool next_connection(struct server *s, struct waiting *ret)
{
    for (;;) {
        bool closed = s->closed;       /* as it was before looking: who connected until then is found */

        if (take(s, ret) || wait_for_work(s, closed && is_quiet(s) ? 0 : WAIT_MS, ret))
            return true;
        ret->fd = closed && !s->options->own_path ? -1 : accept_all(s);
        ret->since_us = clock_mono_us();
        if (ret->fd >= 0)
            return true;
        if (closed && is_quiet(s))
            return false;
    }
}

/* ---- a worker ---- */

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
        fcgi_reply(r, str_of(busy_reply), STR(""));
    } else {
        o->answer(thread, r);
    }
    keep = r->fcgx.keepConnection && !r->failed;
    r->fcgx.keepConnection = 1;    /* FCGX_Finish_r() leaves the connection to us: no lingering close */
    r->fcgx.detached = 1;          /* nor one where it closes after an error */
    FCGX_Finish_r(&r->fcgx);
    r->fcgx.detached = 0;
    if (r->fcgx.ipcFd < 0)
        return;                    /* closed: the web server has gone */
    r->fcgx.ipcFd = -1;
    if (keep && !s->closed)
        park(s, w.fd, 0);
    else
        close(w.fd);
}

/* A worker that is woken waits until who woke it has done with what it does: the web server then goes through all that has arrived,
   instead of being interrupted by each request. It is no less important than others are. */
static void be_patient(void)
{
    struct sched_param p = { .sched_priority = 0 };

    sched_setscheduler(0, SCHED_BATCH, &p);
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
    be_patient();
    FCGX_InitRequest(&r->fcgx, -1, FCGI_FAIL_ACCEPT_ON_INTR);
    while (next_connection(s, &next)) {
        s->busy++;
        serve(s, thread, r, next);
        s->busy--;
    }
    FCGX_Free(&r->fcgx, 1);
    free(r);
    o->end(thread);
    s->gone++;
    return NULL;
}

/* ---- the keeper ---- */

static void keep_until_stopped(struct server *s)
{
    while (!*s->options->stop) {
        bool all_busy = s->busy >= (size_t)s->options->threads;

        if (all_busy)
            keep_backlog(s);
        usleep(all_busy ? KEEPER_US : KEEPER_IDLE_US);
    }
    s->silent_until_us = clock_mono_us() + SILENT_DRAIN_US;
}

/* Our own socket can no longer be found; what waits at a supervisor's is for the next process. */
static void stop_listening(struct server *s)
{
    const struct fcgi_options *o = s->options;

    if (o->own_path)
        unlink(o->own_path);
    for (size_t i = 0; i < o->listen_count && !o->own_path; i++)
        epoll_ctl(s->epoll, EPOLL_CTL_DEL, o->listen_fds[i], NULL);
    s->closed = true;
}

/* Edge-triggered: one worker wakes up, not all that are idle. It must take everything: accept_all(). */
static bool watch(struct server *s, int fd)
{
    struct epoll_event e = { .events = EPOLLIN | EPOLLET, .data.u64 = (unsigned)fd };

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

/* Workers leave by themselves once nothing waits; one that does not within the drain time is left behind. */
static void join_workers(struct server *s, struct worker *workers, size_t n)
{
    int64_t until = clock_mono_us() + s->options->drain_us;

    while (s->gone < n && clock_mono_us() < until)
        usleep(2000);
    for (size_t i = 0; i < n && s->gone == n; i++)
        pthread_join(workers[i].thread, NULL);
}

int fcgi_serve(const struct fcgi_options *o)
{
    struct server *s = calloc(1, sizeof(*s));
    struct worker *workers = calloc((size_t)o->threads, sizeof(*workers));
    size_t n;

    if (!s || !workers || FCGX_Init() != 0)
        abort();
    s->options = o;
    s->silent_until_us = INT64_MAX;
    pthread_mutex_init(&s->lock, NULL);
    s->epoll = epoll_create1(EPOLL_CLOEXEC);
    s->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    watch(s, s->bell);
    for (size_t i = 0; i < o->listen_count; i++) {
        /* Several threads accept: one that comes too late must not sleep in accept4(). A supervisor's socket may block. */
        fcntl(o->listen_fds[i], F_SETFL, fcntl(o->listen_fds[i], F_GETFL) | O_NONBLOCK);
        watch(s, o->listen_fds[i]);
    }
    n = start_workers(s, workers);
    if (n > 0)
        keep_until_stopped(s);
    stop_listening(s);
    join_workers(s, workers, n);
    if (s->gone < n)
        return FCGI_LEFT_BEHIND;   /* what they still use stays */
    close(s->epoll);
    close(s->bell);
    free(workers);
    free(s);
    return n > 0 ? 0 : -1;
}
