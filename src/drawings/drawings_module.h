/* drawings_module.h: the module's table of contents, for its program. */
#ifndef DRAWINGS_DRAWINGS_MODULE_H
#define DRAWINGS_DRAWINGS_MODULE_H

#include "web/route.h"

extern const struct module drawings_module;
extern const struct command drawings_commands[];
extern const struct job drawings_jobs[];

#endif
