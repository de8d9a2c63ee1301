#include "base/log.h"

#include "base/clock.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_BYTES 8192
#define GATHER_BYTES 65536

/* Lines that wait for log_flush(): the one piece of process-wide state that a logger needs. */
static struct {
    pthread_mutex_t lock;
    bool gathering;
    size_t used;
    char bytes[GATHER_BYTES];
} pending = { .lock = PTHREAD_MUTEX_INITIALIZER };

static bool plain(struct str s)
{
    if (s.n == 0)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] <= ' ' || s.p[i] == '"' || s.p[i] == '=' || s.p[i] == '\\' || s.p[i] == 127)
            return false;
    }
    return true;
}

static void put_escaped(struct buf *line, char c)
{
    if (c == '"' || c == '\\')
        buf_printf(line, "\\%c", c);
    else if (c == '\n')
        buf_puts(line, "\\n");
    else if ((unsigned char)c < 32 || c == 127)
        buf_printf(line, "\\x%02x", (unsigned char)c);
    else
        buf_putc(line, c);
}

void log_field(struct buf *line, const char *key, struct str value)
{
    buf_putc(line, ' ');
    buf_puts(line, key);
    buf_putc(line, '=');
    if (plain(value)) {
        buf_put_str(line, value);
        return;
    }
    buf_putc(line, '"');
    for (size_t i = 0; i < value.n; i++)
        put_escaped(line, value.p[i]);
    buf_putc(line, '"');
}

void log_field_int(struct buf *line, const char *key, int64_t value)
{
    buf_putc(line, ' ');
    buf_puts(line, key);
    buf_putc(line, '=');
    buf_put_int(line, value);
}

static void write_all(const char *p, size_t n)
{
    while (n) {
        ssize_t written = write(STDERR_FILENO, p, n);

        if (written <= 0)
            return;
        p += written;
        n -= (size_t)written;
    }
}

static void flush_locked(void)
{
    write_all(pending.bytes, pending.used);
    pending.used = 0;
}

void log_gather(bool on)
{
    pthread_mutex_lock(&pending.lock);
    flush_locked();
    pending.gathering = on;
    pthread_mutex_unlock(&pending.lock);
}

void log_flush(void)
{
    pthread_mutex_lock(&pending.lock);
    flush_locked();
    pthread_mutex_unlock(&pending.lock);
}

/* Lines of level info may wait; everything else takes those before it along and goes out at once. */
static void emit(const char *level, struct str line)
{
    pthread_mutex_lock(&pending.lock);
    if (pending.used + line.n > GATHER_BYTES)
        flush_locked();
    memcpy(pending.bytes + pending.used, line.p, line.n);
    pending.used += line.n;
    if (!pending.gathering || strcmp(level, "info") != 0)
        flush_locked();
    pthread_mutex_unlock(&pending.lock);
}

void log_write(const char *level, const char *event, const struct buf *fields)
{
    char now[CLOCK_RFC3339_SIZE];
    struct buf line;
    struct str rest;

    buf_init(&line, NULL, LINE_MAX_BYTES);
    buf_puts(&line, "ts=");
    buf_puts(&line, clock_rfc3339(clock_utc_us(), now));
    buf_puts(&line, " level=");
    buf_puts(&line, level);
    buf_puts(&line, " event=");
    buf_puts(&line, event);
    rest = fields ? buf_str(fields) : STR("");
    if (rest.n > LINE_MAX_BYTES / 2)
        rest.n = LINE_MAX_BYTES / 2;
    buf_put_str(&line, rest);
    buf_putc(&line, '\n');
    emit(level, buf_str(&line));
    buf_done(&line);
}

void log_event(const char *level, const char *event, const char *format, ...)
{
    char detail[1024];
    struct buf fields;
    va_list args;

    va_start(args, format);
    vsnprintf(detail, sizeof(detail), format, args);
    va_end(args);
    buf_init(&fields, NULL, LINE_MAX_BYTES);
    log_field(&fields, "detail", str_of(detail));
    log_write(level, event, &fields);
    buf_done(&fields);
}
