/* echo.c: the least that answers over FastCGI: libfcgi's own accept loop in some threads, fixed bytes. What Midway is compared with.
   usage: echo SOCKET THREADS TYPE FILE */
#include <fcgiapp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define REPLY_MAX (1 << 20)

struct echo {
    int socket;
    char *reply;
    int length;
};

static void *answer(void *arg)
{
    const struct echo *e = arg;
    FCGX_Request request;

    FCGX_InitRequest(&request, e->socket, 0);
    while (FCGX_Accept_r(&request) >= 0) {
        FCGX_PutStr(e->reply, e->length, request.out);
        FCGX_Finish_r(&request);
    }
    return NULL;
}

static int load(struct echo *e, const char *type, const char *file)
{
    FILE *f = fopen(file, "rb");
    char *body = malloc(REPLY_MAX);
    size_t size;

    e->reply = malloc(REPLY_MAX + 1000);
    if (!f || !body || !e->reply)
        return -1;
    size = fread(body, 1, REPLY_MAX, f);
    fclose(f);
    e->length = snprintf(e->reply, 1000, "Content-Type: %.200s\r\nContent-Length: %zu\r\n\r\n", type, size);
    memcpy(e->reply + e->length, body, size);
    e->length += (int)size;
    free(body);
    return 0;
}

int main(int argc, char **argv)
{
    struct echo e;
    pthread_t last;

    if (argc != 5 || load(&e, argv[3], argv[4]) != 0 || FCGX_Init() != 0) {
        fprintf(stderr, "usage: echo SOCKET THREADS TYPE FILE\n");
        return 2;
    }
    signal(SIGTERM, SIG_DFL);    /* FCGX_Init() takes it */
    umask(0);
    e.socket = FCGX_OpenSocket(argv[1], 4096);
    if (e.socket < 0)
        return 1;
    for (long i = strtol(argv[2], NULL, 10); i > 0; i--) {
        if (pthread_create(&last, NULL, answer, &e) != 0)
            return 1;
    }
    pthread_join(last, NULL);
    return 0;
}
