/* asked.h: a made-up request through the real dispatcher, over fake_db.c. */
#ifndef TESTS_WEB_ASKED_H
#define TESTS_WEB_ASKED_H

#include "web/req.h"
#include "web/web.h"

#include "fake_db.h"
#include "test.h"

/* Runs "METHOD /path?query" with header lines ("If-Match: \"3\"\nCookie: ..."; "Address: 10.1.1.1" is the client's; NULL: none) and a
   body. The reply lives until the next call. Content-Length is the body's where no header says otherwise. */
struct req *ask(const struct module *m, const char *request, const char *headers, struct str body);
/* The same with a text body of a media type. */
struct req *ask_json(const struct module *m, const char *request, const char *headers, const char *json);
struct req *ask_form(const struct module *m, const char *request, const char *headers, const char *form);

/* The site of the tests, for what one wants otherwise: before the first ask(). */
struct store *asked_store(void);
/* A header of the reply, or "". */
const char *asked_header(const struct req *rq, const char *name);
int asked_status(const struct req *rq);
bool asked_has(const struct req *rq, const char *text) /* somewhere in the reply's body */;
/* Does the reply have a fault of this pointer with this code? */
bool asked_fault(const struct req *rq, const char *pointer, const char *code);
size_t asked_fault_count(const struct req *rq);
/* "Cookie: sid=TOKEN" and the session's form token as a header. */
const char *asked_as(const char *token);

#endif
