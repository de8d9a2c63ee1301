/* twin.h: the JSON twin of a drawing, docs/chd1.md, "The JSON twin". */
#ifndef DRAWINGS_TWIN_H
#define DRAWINGS_TWIN_H

#include "drawings/drawing_fault.h"

struct json_object;

#define TWIN_PROBLEMS_MAX DRAWING_FAULTS_MAX

struct twin_problems {
    struct drawing_problem problem[TWIN_PROBLEMS_MAX];
    size_t count;                     /* problems past TWIN_PROBLEMS_MAX are dropped */
};

/* A canonical drawing as JSON, which the arena gives back. */
struct json_object *twin_view(struct arena *a, const struct drawing *d);
/* Reads the twin of a drawing and brings it into its one spelling (drawing_tidy()): what comes out can be encoded, but for
   DRAWING_BYTES_MAX. `prefix` is the pointer of `v` ("" or "/drawing"). OK, or ERR_INVALID with all that is wrong; `ret` is
   untouched then. Arrays and texts are the arena's; nothing points into `v`. */
enum err twin_read(struct arena *a, struct json_object *v, const char *prefix, struct drawing *ret, struct twin_problems *ret_problems);

#endif
