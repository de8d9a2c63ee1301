/* staff_module.h: the module that cgi-bin/staff.c runs. */
#ifndef STAFF_STAFF_MODULE_H
#define STAFF_STAFF_MODULE_H

#include "web/route.h"

extern const struct module staff_module;

#endif
