/* Whatever JSON says: what the twin or an import accepts can be encoded, and comes back. */
#include "fuzz.h"

#include "base/buf.h"
#include "base/view.h"
#include "drawings/chd1.h"
#include "drawings/import_lines.h"
#include "drawings/twin.h"
#include "web/json.h"

static void check(struct arena *a, const struct drawing *d)
{
    struct drawing_fault fault;
    struct drawing back;
    struct buf once, twice;

    buf_init(&once, a, DRAWING_BYTES_MAX);
    buf_init(&twice, a, DRAWING_BYTES_MAX);
    CHECK(chd1_encode(d, &once, &fault));
    CHECK(chd1_decode(a, buf_str(&once), &back, &fault));
    CHECK(chd1_encode(&back, &twice, &fault));
    CHECK(str_equal(buf_str(&once), buf_str(&twice)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct imported_line line;
    struct twin_problems problems;
    struct drawing_problem problem = { 0 };
    struct json_object *v;
    struct json_error e;
    struct drawing d;
    struct arena a;

    if (!json_parse((struct str){ (const char *)data, n }, NULL, &v, &e))
        return 0;
    arena_init(&a, (size_t)256 << 20);
    view_keep(&a, v);
    if (twin_read(&a, v, "", &d, &problems) == OK)
        check(&a, &d);
    else
        CHECK(problems.count && problems.problem[0].pointer && problems.problem[0].detail);
    if (import_line(&a, v, &import_pen_plain, &line, &problem) == OK)
        check(&a, &line.drawing);
    else
        CHECK(problem.pointer && problem.code && problem.detail);
    arena_done(&a);
    return 0;
}
