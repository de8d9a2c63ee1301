/* sample.h: drawings for tests. */
#ifndef TESTS_DRAWINGS_SAMPLE_H
#define TESTS_DRAWINGS_SAMPLE_H

#include "drawings/drawing.h"

#include "base/arena.h"

/* The worked example of docs/chd1.md, with arrays that a test may change; each call gives a new one. */
struct drawing sample_drawing(struct arena *a);
/* A canonical drawing made by chance of all that the format knows; the same for the same seed. */
struct drawing sample_random(struct arena *a, unsigned seed);
/* The bytes of the worked example. */
extern const uint8_t sample_bytes[69];
/* Are all values of both the same? */
bool sample_equal(const struct drawing *a, const struct drawing *b);
/* The test's own arena. */
struct arena *sample_arena(void);

#endif
