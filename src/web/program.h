/* program.h: the faces of a domain's program. */
#ifndef WEB_PROGRAM_H
#define WEB_PROGRAM_H

#include "store/store.h"
#include "web/route.h"

/* Serves until `*stop`, then drains. Returns the exit status. */
int serve_run(const struct store *store, const struct module *module, volatile int *stop);

#endif
