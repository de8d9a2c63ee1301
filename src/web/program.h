/* program.h: the faces of a domain's program. */
#ifndef WEB_PROGRAM_H
#define WEB_PROGRAM_H

#include "store/store.h"
#include "web/route.h"

/* Reads the configuration and opens pool and cache for a module. False after saying why on standard error. */
bool program_open(struct arena *arena, const char *var, const char *file, const struct module *module, struct store *ret);
/* Serves until `*stop`, then drains. Returns the exit status. */
int serve_run(const struct store *store, const struct module *module, volatile int *stop);

#endif
