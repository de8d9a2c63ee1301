/* demo.h: recipes that make a new site look alive, and large sets for measuring. */
#ifndef RECIPES_DEMO_H
#define RECIPES_DEMO_H

#include "store/ctx.h"

/* Loads the files of demo/recipes with their drawn pictures; those that are there already are left alone. */
enum err demo_load(struct ctx *cx);
/* Makes `count` different recipes, quickly, with a progress bar. */
enum err demo_many(struct ctx *cx, size_t count);

#endif
