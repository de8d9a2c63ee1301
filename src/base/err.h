/* err.h: the expected failures of Midway, decided once; one table says what each means outside. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

enum err {
    OK = 0,
    ERR_MALFORMED,         /* 400: the bytes cannot be read at all */
    ERR_UNAUTHENTICATED,   /* 401 */
    ERR_DENIED,            /* 403 */
    ERR_NOT_FOUND,         /* 404 */
    ERR_METHOD,            /* 405: made by routing only */
    ERR_CONFLICT,          /* 409 */
    ERR_GONE,              /* 410 */
    ERR_STALE,             /* 412: If-Match names an older version */
    ERR_TOO_LARGE,         /* 413 */
    ERR_MEDIA_TYPE,        /* 415 */
    ERR_INVALID,           /* 422: readable, but a field is wrong */
    ERR_NO_VERSION,        /* 428: an edit without If-Match */
    ERR_RATE,              /* 429 */
    ERR_INTERNAL,          /* 500 */
    ERR_UPSTREAM,          /* 502: another system answered wrongly */
    ERR_BUSY,              /* 503: try again later; nothing was written */
    ERR_TIMEOUT,           /* 504 */
    ERR__COUNT
};

struct err_info {
    int status;            /* HTTP */
    const char *slug;      /* last part of the RFC 9457 problem type */
    const char *title;     /* for people, one short sentence */
    const char *advice;    /* what the reader of an error page can do */
    const char *log_level; /* "info", "warn", "error" */
    bool retryable;        /* the same request may succeed later */
};

/* Never NULL; values outside the enum count as ERR_INTERNAL. */
const struct err_info *err_info(enum err e) __attribute__((const, returns_nonnull));

#endif
