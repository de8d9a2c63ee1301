/* input.h: what came in, checked against the route's table and put into the handler's struct. */
#ifndef WEB_INPUT_H
#define WEB_INPUT_H

#include "web/req.h"

/* Reads query, and of writes the body (JSON, form, multipart, or raw as the route accepts), into rq->typed, rq->body_json, rq->body.
   ERR_TOO_LARGE, ERR_MEDIA_TYPE, ERR_MALFORMED with the place of the fault. */
enum err input_read_body(struct req *rq);
/* Fills rq->in. All faults are noted at once: ERR_INVALID. */
enum err input_bind(struct req *rq);
/* Reads If-Match or the form's _if_match into rq->if_match. ERR_NO_VERSION where the route needs it and it is absent. */
enum err input_read_version(struct req *rq);

/* "12", "0.5", "1e2" as canonical decimal text with at most 8 digits before and 6 behind the point; NULL if it does not fit or is
   negative. From the arena. */
const char *input_decimal(struct arena *arena, struct str text);

#endif
