/* form.h: application/x-www-form-urlencoded, as queries and plain forms use it (WHATWG URL Standard, section 5). */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "base/buf.h"
#include "base/err.h"

#define FORM_PAIRS 2000       /* of one query or body; more are refused */

struct form_pair {
    struct str name, value;   /* decoded, UTF-8, without NUL */
};

struct form {
    struct form_pair *pairs;  /* in the order of the text; a name may stand twice */
    size_t count;
};

/* Reads "a=1&b=two+words&c=%C3%A9" into the arena; empty parts between & are skipped, a name without = has an empty value.
   ERR_MALFORMED with a text for people: a % without two hexadecimal digits, bytes that are not UTF-8, a NUL;
   ERR_TOO_LARGE: more than FORM_PAIRS. `ret` is then untouched. */
enum err form_parse(struct arena *a, struct str text, struct form *ret, const char **ret_error);
/* The first value of a name, or NULL. */
const struct str *form_find(const struct form *f, struct str name);

/* Appends text with everything but letters, digits and - . _ ~ as %XX (RFC 3986 section 2.3): for a part of a path or a query. */
void form_put_encoded(struct buf *b, struct str text);
/* The same as a terminated text of the arena. */
const char *form_encoded(struct arena *a, struct str text);
/* Appends "name=value", both encoded, after `separator` ('?' or '&'; 0: none). */
void form_put_pair(struct buf *b, char separator, struct str name, struct str value);

#endif
