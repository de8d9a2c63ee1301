/* fuzz.h: for the targets of libFuzzer. A target is tests/fuzz/fuzz_NAME.c, its first inputs are tests/fuzz/seeds/NAME/. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include "base/str.h"

#include <stdlib.h>

/* libFuzzer calls it with one input; it returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* What must hold whatever the input is: else the target ends, and libFuzzer keeps the input. */
#define CHECK(CONDITION)                                                       \
    do {                                                                       \
        if (!(CONDITION)) {                                                    \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #CONDITION);    \
            abort();                                                           \
        }                                                                      \
    } while (0)

#endif
