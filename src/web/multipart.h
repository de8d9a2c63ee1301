/* multipart.h: multipart/form-data (RFC 7578, syntax of RFC 2046 section 5.1) of a body that is whole in memory. */
#ifndef WEB_MULTIPART_H
#define WEB_MULTIPART_H

#include "base/arena.h"
#include "base/err.h"

#define MULTIPART_PARTS 200
#define MULTIPART_HEADER_BYTES 4096     /* of the headers of one part together */

struct multipart_part {
    struct str name;            /* UTF-8 without control characters; what browsers wrote as %22 is " again */
    struct str filename;        /* its last path component, control characters as _; empty where none was chosen */
    bool is_file;               /* it had a filename, even an empty one */
    struct str content_type;    /* as sent; "text/plain" where missing */
    struct str data;            /* a slice of the body: any bytes */
};

struct multipart {
    struct multipart_part *parts;   /* in the order of the body; a name may stand twice */
    size_t count;
};

/* Reads a body; `content_type` is the request's whole header value. Slices of the body and memory of the arena are returned.
   ERR_MEDIA_TYPE: no multipart/form-data; ERR_MALFORMED: a missing or bad boundary, a part without a usable header, a cut body;
   ERR_TOO_LARGE: too many parts or header bytes. `*ret_error` then is a text for people and `ret` is untouched. */
enum err multipart_parse(struct arena *a, struct str content_type, struct str body, struct multipart *ret,
                         const char **ret_error);

#endif
