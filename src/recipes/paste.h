/* paste.h: a whole list in one text field: ingredients or steps as they come from a page, a mail, a note. */
#ifndef RECIPES_PASTE_H
#define RECIPES_PASTE_H

#include "recipes/recipe.h"

/* One ingredient a line, parsed (ingredient.h). Bullets, tick boxes, numbering and blank lines are dropped. A line that ends in
   ':', a Markdown heading or a line all in ** is the section of what follows; "Ingredients" and the like in other languages end
   a section. At most `max` items, what is past them is ignored. The array and its strings are the arena's; returns how many. */
size_t ingredients_paste(struct arena *a, struct str text, size_t max, struct recipe_ingredient **ret);

/* Steps. Where lines are numbered or bulleted, each of them begins a step and the others go on with it; else blank lines part the
   steps; where there are none, each line is one. "Step 2" and numbers are dropped; headings as above, of
   at most 80 characters. */
size_t steps_paste(struct arena *a, struct str text, size_t max, struct recipe_step **ret);

#endif
