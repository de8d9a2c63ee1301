/* The search form is well-formed, has single spaces inside only, and no capital ASCII letters. */
#include "fuzz.h"

#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str folded, text = { (const char *)data + 1, size - 1 };
    struct arena a;

    if (size < 1)
        return 0;
    arena_init(&a, (size_t)64 << 20);
    folded = utf8_fold(&a, text, data[0] & 1 ? UTF8_FOLD_GERMAN : UTF8_FOLD_BASE);
    CHECK(utf8_valid(folded));
    for (size_t i = 0; i < folded.n; i++) {
        CHECK(!(folded.p[i] >= 'A' && folded.p[i] <= 'Z'));
        CHECK(folded.p[i] != ' ' || (i > 0 && i + 1 < folded.n && folded.p[i + 1] != ' '));
    }
    CHECK(utf8_length(utf8_head(text, 5)) <= 5);
    arena_done(&a);
    return 0;
}
