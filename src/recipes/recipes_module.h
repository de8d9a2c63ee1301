/* recipes_module.h: the module that cgi-bin/recipes.c runs. */
#ifndef RECIPES_RECIPES_MODULE_H
#define RECIPES_RECIPES_MODULE_H

#include "web/route.h"

extern const struct module recipes_module;
extern const struct command recipes_commands[];

#endif
