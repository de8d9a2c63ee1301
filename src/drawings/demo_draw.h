/* demo_draw.h: characters that make a new gallery look alive, drawn by our own code. */
#ifndef DRAWINGS_DEMO_DRAW_H
#define DRAWINGS_DEMO_DRAW_H

#include "base/arena.h"
#include "drawings/drawing.h"

#define DEMO_DRAWING_COUNT 40
#define DEMO_TAGS_MAX 4

/* Character `number`, from 0: canonical, with pressure and times, the same bytes from every build. The arrays are the arena's;
   it takes about 2 MB for scratch. */
void demo_drawing(struct arena *a, int number, struct drawing *ret);
/* Its title, the pen name of who drew it, its tags (`ret` has room for DEMO_TAGS_MAX; how many is returned). */
const char *demo_title(int number);
const char *demo_author(int number);
size_t demo_tags(int number, const char **ret);

#endif
