/* log.h: one logfmt line an event, to standard error. Only the dispatcher, the job loop and commands log. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/buf.h"

#include <stdarg.h>

/* Adds ` key=value`; the value is quoted and its control characters escaped where needed, so that a line stays a line. */
void log_field(struct buf *line, const char *key, struct str value);
void log_field_int(struct buf *line, const char *key, int64_t value);
/* Writes one line `ts=... level=LEVEL event=EVENT` and then the fields that a line was given. */
void log_write(const char *level, const char *event, const struct buf *fields);
/* Lets lines of level "info" wait for the next log_flush() or line of another level, so that a busy server does not make a
   system call for each request; off at the start. The caller flushes every few milliseconds and before the end. */
void log_gather(bool on);
void log_flush(void) /* writes what waits */;
/* log_write() with one field `detail`. */
void log_event(const char *level, const char *event, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
