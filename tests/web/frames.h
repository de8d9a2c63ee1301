/* frames.h: FastCGI records written byte by byte (FastCGI Specification 1.0, section 3.3) and the web server that sends them,
   for test_fcgi.c alone. */
#ifndef TESTS_WEB_FRAMES_H
#define TESTS_WEB_FRAMES_H

#include "test.h"

#include "base/buf.h"
#include "base/clock.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { BEGIN = 1, ABORT, END, PARAMS, STDIN, STDOUT, STDERR, DATA, GET_VALUES, GET_VALUES_RESULT, UNKNOWN };

static char path[100];
static struct buf out;

static void fresh(void)
{
    out.len = 0;
    if (!out.data)
        buf_init(&out, NULL, 50 << 20);
}

static void record(int type, int id, struct str content, int padding)
{
    unsigned char head[8] = { 1, (unsigned char)type, (unsigned char)(id >> 8), (unsigned char)id, (unsigned char)(content.n >> 8),
                              (unsigned char)content.n, (unsigned char)padding, 0 };
    static const char zeros[256];

    buf_put(&out, (char *)head, 8);
    buf_put_str(&out, content);
    buf_put(&out, zeros, (size_t)padding);
}

static void put_begin(int id, int role, bool keep)
{
    char body[8] = { 0, (char)role, (char)keep };

    record(BEGIN, id, (struct str){ body, 8 }, 0);
}

static void put_length(struct buf *b, size_t n, bool wide)
{
    if (n < 128 && !wide)
        buf_putc(b, (char)n);
    else
        buf_put(b, (char[]){ (char)(0x80 | n >> 24), (char)(n >> 16), (char)(n >> 8), (char)n }, 4);
}

static void put_pair(struct buf *b, const char *name, const char *value, bool wide)
{
    put_length(b, strlen(name), wide);
    put_length(b, strlen(value), wide);
    buf_puts(b, name);
    buf_puts(b, value);
}

static struct buf pairs(const char *uri, bool wide)
{
    struct buf b;

    buf_init(&b, NULL, 1 << 20);
    put_pair(&b, "REQUEST_METHOD", "POST", wide);
    put_pair(&b, "REQUEST_URI", uri, wide);
    put_pair(&b, "CONTENT_TYPE", "", wide);
    return b;
}

/* A stream in records of at most `step` bytes with padding, and its empty end. */
static void stream(int type, int id, struct str bytes, size_t step)
{
    for (size_t i = 0; bytes.n; i++) {
        struct str part = { bytes.p, bytes.n < step ? bytes.n : step };

        record(type, id, part, (int)(i * 7 % 256));
        bytes = (struct str){ bytes.p + part.n, bytes.n - part.n };
    }
    record(type, id, STR(""), 0);
}

static void request(int id, const char *uri, struct str body, bool keep)
{
    struct buf p = pairs(uri, false);

    put_begin(id, 1, keep);
    stream(PARAMS, id, buf_str(&p), 60000);
    stream(STDIN, id, body, 60000);
    buf_done(&p);
}

/* ---- the other end of the socket ---- */

static int dial(void)
{
    struct sockaddr_un a = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    memcpy(a.sun_path, path, strlen(path) + 1);
    if (fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof(a)) != 0) {
        if (fd >= 0)
            close(fd);
        return -1;
    }
    return fd;
}

static bool send_all(int fd, size_t step)
{
    for (size_t at = 0; at < out.len; at += step) {
        size_t n = out.len - at < step ? out.len - at : step;

        if (send(fd, out.data + at, n, MSG_NOSIGNAL) != (ssize_t)n)
            return false;
    }
    return true;
}

static bool read_exactly(int fd, void *p, size_t n)
{
    struct pollfd f = { fd, POLLIN, 0 };
    char *at = p;

    while (n) {
        ssize_t got;

        if (poll(&f, 1, 5000) != 1 || (got = read(fd, at, n)) <= 0)
            return false;
        at += got;
        n -= (size_t)got;
    }
    return true;
}

/* What came on STDOUT until the end of request `id`; NULL when the connection ended before. `types` counts other records. */
static char *reply_of(int fd, int id, int types[16])
{
    static char text[12 << 20];
    size_t len = 0;

    for (;;) {
        unsigned char h[8];
        static char body[65536 + 256];
        size_t n;

        if (!read_exactly(fd, h, 8))
            return NULL;
        n = (size_t)(h[4] << 8 | h[5]);
        if (!read_exactly(fd, body, n + h[6]))
            return NULL;
        if (types && h[1] < 16)
            types[h[1]]++;
        if (h[1] == STDOUT && (h[2] << 8 | h[3]) == id && len + n < sizeof(text)) {
            memcpy(text + len, body, n);
            len += n;
        }
        if (h[1] == END && (h[2] << 8 | h[3]) == id)
            break;
    }
    text[len] = '\0';
    return text;
}

static bool closed(int fd)
{
    struct pollfd f = { fd, POLLIN, 0 };
    char c;

    return poll(&f, 1, 5000) == 1 && read(fd, &c, 1) <= 0;
}

static bool says(const char *reply, const char *text)
{
    if (!reply || !strstr(reply, text))
        printf("reply: %.100s\n", reply ? reply : "(none)");
    return reply && strstr(reply, text);
}

/* A usual request on a connection of its own: does the server still work? */
static bool works(void)
{
    int fd = dial();
    bool good;

    if (fd < 0)
        return false;
    fresh();
    request(1, "/works", STR("abc"), false);
    good = send_all(fd, out.len) && says(reply_of(fd, 1, NULL), "/works 3 294\n") && closed(fd);
    close(fd);
    return good;
}

#endif
