/* fcgi.h: the FastCGI side of a program: its own acceptor, N threads; libfcgi reads the records.

   libfcgi pins a thread to each open connection, ends a worker on EMFILE and lingers after each reply; so connections are accepted
   here, wait in a queue that knows since when, and kept ones are parked without a thread until they speak again. */
#ifndef WEB_FCGI_H
#define WEB_FCGI_H

#include "base/str.h"

struct fcgi_request;

struct fcgi_options {
    const int *listen_fds;             /* listening UNIX sockets */
    size_t listen_count;
    const char *own_path;              /* of the only socket, where this process made it: it goes with the process. NULL: sockets of
                                          a supervisor: what waits there at the end is for the next process */
    int threads;
    int64_t queue_max_us;              /* a request that waited longer is refused with 503 */
    int64_t io_timeout_us;             /* for the next bytes of a request that has begun, and twice that for a reply; 0: 10 s */
    int64_t drain_us;                  /* after *stop: time to finish what was accepted */
    volatile int *stop;
    /* Answers one request in a worker thread; `arg` is what begin() returned for this thread. */
    void (*answer)(void *thread, struct fcgi_request *request);
    void *(*begin)(void *arg);         /* once per worker thread */
    void (*end)(void *thread);
    void *arg;
    void (*note)(void *arg, bool shed, bool accept_failed);   /* counts; from the acceptor or a worker */
};

/* A worker did not finish within the drain time and still runs: the process can only _exit(). */
#define FCGI_LEFT_BEHIND 1

/* Serves until *stop is set, then drains. Returns 0, FCGI_LEFT_BEHIND, or -1 when not even one thread could be started. */
int fcgi_serve(const struct fcgi_options *options);

/* name, value, name, value, ..., NULL of the request; borrowed until answer() returns. */
const char *const *fcgi_params(const struct fcgi_request *r);
size_t fcgi_read(void *request, char *p, size_t n) /* next bytes of the body; 0 at its end */;
/* Sends the reply, once for each request: a small one, head, body and end, is one write, which wakes the web server once. What of the
   request's body is left is read before. Errors are noticed by nobody who could help. */
void fcgi_reply(struct fcgi_request *r, struct str head, struct str body);
int64_t fcgi_waited_us(const struct fcgi_request *r) /* between accept and answer() */;
/* Creates a listening UNIX socket, mode 0660, of a group (may be ""); replaces a dead one. -1 with errno. */
int fcgi_listen(const char *path, const char *group, int backlog);

#endif
