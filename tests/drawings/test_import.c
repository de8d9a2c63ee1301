/* Drawings of other collections, by hand and all 600 of the test data. */
#include "test.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/view.h"
#include "drawings/chd1.h"
#include "drawings/import_lines.h"
#include "drawings/twin.h"
#include "sample.h"

#include <json-c/json.h>
#include <string.h>
#include <zlib.h>

static struct imported_line got;
static struct drawing_problem problem;

static enum err import(const char *text)
{
    struct json_object *v = json_tokener_parse(text);

    CU_ASSERT_PTR_NOT_NULL_FATAL(v);
    return import_line(sample_arena(), view_keep(sample_arena(), v), &import_pen_plain, &got, &problem);
}

/* The strokes that came in, as JSON. */
static const char *strokes(const char *text)
{
    if (import(text) != OK)
        return arena_printf(sample_arena(), "%s %s", problem.pointer, problem.code);
    return json_object_to_json_string_ext(view_get(twin_view(sample_arena(), &got.drawing), "strokes"), JSON_C_TO_STRING_PLAIN);
}

TEST(import_line_with_times)
{
    ASSERT_STR(strokes("{\"source\":\"s\",\"id\":\"i/1\",\"w\":1000,\"h\":500,\"strokes\":["
                       "{\"x\":[],\"y\":[],\"t\":[]},"
                       "{\"x\":[1,1,-5000,9],\"y\":[2,2,9000,9],\"t\":[70,80,75,90]},{\"x\":[4],\"y\":[5],\"t\":[null]},"
                       "{\"x\":[1,2],\"y\":[3,4],\"t\":[60,null]},{\"x\":[7],\"y\":[8],\"t\":[60]}]}"),
               "[{\"op\":\"draw\",\"layer\":0,\"colour\":1,\"width\":20,\"x\":[1,-1000,9],\"y\":[2,1000,9],\"t\":[0,10,20]},"
               "{\"op\":\"draw\",\"layer\":0,\"colour\":1,\"width\":20,\"x\":[4],\"y\":[5]},"
               "{\"op\":\"draw\",\"layer\":0,\"colour\":1,\"width\":20,\"x\":[1,2],\"y\":[3,4]},"
               "{\"op\":\"draw\",\"layer\":0,\"colour\":1,\"width\":20,\"x\":[7],\"y\":[8],\"t\":[20]}]");
    CU_ASSERT_EQUAL(got.drawing.width, 1000);
    CU_ASSERT_EQUAL(got.drawing.height, 500);
    CU_ASSERT_TRUE(str_equal(got.id, STR("i/1")));
    CU_ASSERT_TRUE(str_equal(got.label, STR("s")));
}

TEST(import_quick_draw_simplified)
{
    ASSERT_STR(strokes("{\"word\":\"monkey\",\"countrycode\":\"DE\",\"timestamp\":\"2017\",\"recognized\":true,\"key_id\":\"55\","
                       "\"drawing\":[[[0,255],[3,4]],[[9,9],[9,9]]]}"),
               "[{\"op\":\"draw\",\"layer\":0,\"colour\":1,\"width\":5,\"x\":[0,255],\"y\":[3,4]},"
               "{\"op\":\"draw\",\"layer\":0,\"colour\":1,\"width\":5,\"x\":[9],\"y\":[9]}]");
    CU_ASSERT_EQUAL(got.drawing.width, 256);
    CU_ASSERT_EQUAL(got.drawing.height, 256);
    CU_ASSERT_TRUE(str_equal(got.id, STR("55")));
    CU_ASSERT_TRUE(str_equal(got.label, STR("monkey")));
}

/* 70 pixels wide: 1120 units, in a square of 1280 with margins of 80. */
TEST(import_quick_draw_raw)
{
    ASSERT_STR(strokes("{\"drawing\":[[[100.5,170.5,135.53],[200,210,205],[0,31.7,40]]]}"),
               "[{\"op\":\"draw\",\"layer\":0,\"colour\":1,\"width\":25,\"x\":[80,1200,640],\"y\":[560,720,640],\"t\":[0,31,40]}]");
    CU_ASSERT_EQUAL(got.drawing.width, 1280);
    CU_ASSERT_EQUAL(got.drawing.height, 1280);
    /* As wide as it can be: 7000 pixels on 16384 units. */
    CU_ASSERT_EQUAL(import("{\"drawing\":[[[0,7000],[0,0]]]}"), OK);
    CU_ASSERT_EQUAL(got.drawing.width, 16384);
    CU_ASSERT_EQUAL(got.drawing.strokes[0].x[0], 1024);
    CU_ASSERT_EQUAL(got.drawing.strokes[0].x[1], 15360);
    CU_ASSERT_EQUAL(import("{\"drawing\":[[[0.5],[700]]]}"), OK);
    CU_ASSERT_EQUAL(got.drawing.width, 64);
    CU_ASSERT_EQUAL(got.drawing.strokes[0].x[0], 32);
    CU_ASSERT_EQUAL(got.drawing.strokes[0].y[0], 32);
}

TEST(import_refuses_what_is_none)
{
    ASSERT_STR(strokes("{}"), "/strokes invalid");
    ASSERT_STR(strokes("[]"), "/strokes invalid");
    ASSERT_STR(strokes("{\"w\":256,\"h\":256,\"strokes\":[]}"), "/strokes too_few");
    ASSERT_STR(strokes("{\"w\":256,\"h\":256,\"strokes\":[{\"x\":[],\"y\":[]}]}"), "/strokes too_few");
    ASSERT_STR(strokes("{\"w\":256,\"h\":63,\"strokes\":[{\"x\":[1],\"y\":[1]}]}"), "/h out_of_range");
    ASSERT_STR(strokes("{\"w\":20000,\"h\":64,\"strokes\":[{\"x\":[1],\"y\":[1]}]}"), "/w out_of_range");
    ASSERT_STR(strokes("{\"w\":2000,\"h\":64,\"strokes\":[{\"x\":[1],\"y\":[1]}]}"), "/canvas out_of_range");
    ASSERT_STR(strokes("{\"w\":256,\"h\":256,\"strokes\":[{\"x\":[1],\"y\":[1,2]}]}"), "/strokes/0 invalid");
    ASSERT_STR(strokes("{\"w\":256,\"h\":256,\"strokes\":[{\"x\":[1],\"y\":[1],\"t\":[]}]}"), "/strokes/0 invalid");
    ASSERT_STR(strokes("{\"w\":256,\"h\":256,\"strokes\":[{\"x\":[1],\"y\":[null]}]}"), "/strokes/0 invalid");
    ASSERT_STR(strokes("{\"drawing\":[[[1],[\"1\"]]]}"), "/drawing/0 invalid");
    ASSERT_STR(strokes("{\"drawing\":[[[1]]]}"), "/drawing/0 invalid");
    ASSERT_STR(strokes("{\"drawing\":7}"), "/drawing invalid");
    ASSERT_STR(strokes("{\"drawing\":[]}"), "/drawing too_few");
    ASSERT_STR(strokes("{\"drawing\":[[[0,1e300],[0,0]]]}"), "/drawing out_of_range");
    ASSERT_STR(strokes("{\"drawing\":[[[-1e308,1e308],[0,0]]]}"), "/drawing out_of_range");
}

/* Refused before they take memory. */
TEST(import_limits)
{
    struct buf b;
    size_t before;

    buf_init(&b, sample_arena(), 1 << 24);
    buf_puts(&b, "{\"w\":256,\"h\":256,\"strokes\":[{\"x\":[1");
    for (unsigned i = 0; i < 200000; i++)
        buf_puts(&b, ",1");
    buf_puts(&b, "],\"y\":[1");
    for (unsigned i = 0; i < 200000; i++)
        buf_puts(&b, ",1");
    buf_puts(&b, "]}]}");
    before = sample_arena()->used_bytes;
    ASSERT_STR(strokes(buf_text(&b)), "/strokes too_many");
    ASSERT_STR(problem.detail, "All strokes together have at most 200000 points; these are 200001.");
    CU_ASSERT_TRUE(sample_arena()->used_bytes - before < 100000);
    buf_clear(&b);
    buf_puts(&b, "{\"drawing\":[0");
    for (unsigned i = 0; i < 100000; i++)
        buf_puts(&b, ",0");
    buf_puts(&b, "]}");
    before = sample_arena()->used_bytes;
    ASSERT_STR(strokes(buf_text(&b)), "/drawing too_many");
    ASSERT_STR(problem.detail, "A drawing has 1 to 2000 strokes; this has 100001.");
    CU_ASSERT_TRUE(sample_arena()->used_bytes - before < 100000);
}

/* ---- the whole collections ---- */

struct sizes {
    size_t json, deflated_json, chd1, deflated_chd1, points;
};

static int by_size(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;

    return (x > y) - (x < y);
}

/* Without zlib's frame (RFC 1951), as it would be stored. */
static size_t deflated(struct str s)
{
    z_stream z = { .next_in = (Bytef *)(uintptr_t)s.p, .avail_in = (uInt)s.n };

    CU_ASSERT_EQUAL_FATAL(deflateInit2(&z, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY), Z_OK);
    z.avail_out = (uInt)deflateBound(&z, s.n);
    z.next_out = arena_alloc(sample_arena(), z.avail_out);
    CU_ASSERT_EQUAL(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return z.total_out;
}

/* Imports a line, encodes it, decodes it, goes through JSON and back: the same bytes at each step. */
static struct sizes there_and_back(const char *line)
{
    struct drawing decoded, twin;
    struct twin_problems problems;
    struct drawing_fault fault;
    struct buf first, second, third;
    struct json_object *json;
    struct str text;

    CU_ASSERT_EQUAL_FATAL(import(line), OK);
    buf_init(&first, sample_arena(), DRAWING_BYTES_MAX);
    buf_init(&second, sample_arena(), DRAWING_BYTES_MAX);
    buf_init(&third, sample_arena(), DRAWING_BYTES_MAX);
    CU_ASSERT_TRUE_FATAL(chd1_encode(&got.drawing, &first, &fault));
    CU_ASSERT_TRUE_FATAL(chd1_decode(sample_arena(), buf_str(&first), &decoded, &fault));
    CU_ASSERT_TRUE(sample_equal(&got.drawing, &decoded));
    CU_ASSERT_TRUE(chd1_encode(&decoded, &second, &fault));
    CU_ASSERT_TRUE(str_equal(buf_str(&first), buf_str(&second)));
    json = twin_view(sample_arena(), &decoded);
    CU_ASSERT_EQUAL_FATAL(twin_read(sample_arena(), json, "", &twin, &problems), OK);
    CU_ASSERT_TRUE(chd1_encode(&twin, &third, &fault));
    CU_ASSERT_TRUE(str_equal(buf_str(&first), buf_str(&third)));
    text = str_of(json_object_to_json_string_ext(json, JSON_C_TO_STRING_PLAIN));
    return (struct sizes){ text.n, deflated(text), first.len, deflated(buf_str(&first)), drawing_point_count(&decoded) };
}

static size_t median(const struct sizes *list, size_t n, size_t offset)
{
    size_t values[400];

    for (size_t i = 0; i < n; i++)
        memcpy(&values[i], (const char *)&list[i] + offset, sizeof(size_t));
    qsort(values, n, sizeof(values[0]), by_size);
    return values[n / 2];
}

static void try_collection(const char *file, size_t most, size_t most_deflated)
{
    char *text = test_read_file(test_data(file), NULL);
    struct str rest = str_of(text);
    struct sizes list[400];
    size_t n = 0;

    while (rest.p) {
        struct str line = str_next(&rest, '\n');
        struct arena_mark mark = arena_mark(sample_arena());

        if (line.n)
            list[n++] = there_and_back(arena_str(sample_arena(), line));
        arena_rewind(sample_arena(), mark);
    }
    CU_ASSERT_EQUAL(n, 300);
    printf("%s, %zu drawings, medians: %zu points; JSON %zu bytes, deflated %zu; CHD1 %zu, deflated %zu\n", file, n,
           median(list, n, offsetof(struct sizes, points)), median(list, n, offsetof(struct sizes, json)),
           median(list, n, offsetof(struct sizes, deflated_json)), median(list, n, offsetof(struct sizes, chd1)),
           median(list, n, offsetof(struct sizes, deflated_chd1)));
    CU_ASSERT_TRUE(median(list, n, offsetof(struct sizes, chd1)) <= most);
    CU_ASSERT_TRUE(median(list, n, offsetof(struct sizes, deflated_chd1)) <= most_deflated);
}

TEST(import_all_omniglot)
{
    try_collection("drawings/omniglot.jsonl", 420, 220);
}

TEST(import_all_quick_draw)
{
    try_collection("drawings/quickdraw.jsonl", 230, 220);
}
