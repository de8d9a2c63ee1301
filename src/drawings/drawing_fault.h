/* drawing_fault.h: what is wrong with a drawing, for people and for programs. */
#ifndef DRAWINGS_DRAWING_FAULT_H
#define DRAWINGS_DRAWING_FAULT_H

#include "base/arena.h"
#include "base/err.h"
#include "drawings/drawing.h"

/* Where (a JSON pointer into the twin, RFC 6901; for bytes that are no drawing the place of the whole), a stable code ("required",
   "unknown", "invalid", "out_of_range", "too_large", "too_many", "too_few", "inconsistent", "duplicate", "order", "unused",
   "unsupported", "malformed", "too_costly") and a sentence that names the limit. */
struct drawing_problem {
    const char *pointer, *code, *detail;
};

/* ERR_MALFORMED for bytes that cannot be read, ERR_TOO_LARGE past DRAWING_BYTES_MAX, else ERR_INVALID. */
enum err drawing_fault_err(const struct drawing_fault *f) __attribute__((pure));
/* The words for a fault; `prefix` is the pointer of the drawing itself ("" or "/drawing"). Strings are the arena's or static. */
struct drawing_problem drawing_fault_problem(struct arena *a, const struct drawing_fault *f, const char *prefix);

#endif
