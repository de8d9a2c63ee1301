/* members.h: does a handler's view have all that the example of its page has? So that templates and handlers do not drift apart. */
#ifndef TESTS_WEB_MEMBERS_H
#define TESTS_WEB_MEMBERS_H

struct json_object;

/* The example tests/DOMAIN/views/NAME.json. */
struct json_object *members_sample(const char *domain, const char *name);
/* Fails the test where `got` lacks something of `expected`: members of objects, of the first items of lists; `path` is for people. An
   error that is not there ("..._error") is false all the same. */
void members_check(struct json_object *expected, struct json_object *got, const char *path);

#endif
