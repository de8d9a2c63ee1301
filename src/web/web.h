/* web.h: what a serving process opens once: module, templates, rate table, counters. Frozen after start. */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "store/store.h"
#include "web/route.h"

struct metrics;
struct rate_table;
struct req;
struct templates;

struct web {
    const struct store *store;
    const struct module *module;
    const struct templates *templates;
    struct rate_table *rates;
    struct metrics *metrics;
};

/* Runs one request from route to reply: every step but accept and send. `rq` holds params and body reader; afterwards
   rq->reply is complete. Never fails: failures are replies. */
void dispatch(struct req *rq);

/* main() of a domain's program: serves, or `jobs`, `command NAME ...`, `account`, `routes`. Returns the exit status. */
int program_main(const struct module *module, int argc, char **argv);

#endif
