/* The JSON twin: there and back, and what it refuses by field. */
#include "test.h"

#include "base/buf.h"
#include "base/view.h"
#include "drawings/chd1.h"
#include "drawings/twin.h"
#include "sample.h"

#include <json-c/json.h>
#include <string.h>

static struct json_object *parse(const char *text)
{
    struct json_object *v = json_tokener_parse(text);

    CU_ASSERT_PTR_NOT_NULL_FATAL(v);
    return view_keep(sample_arena(), v);
}

/* "pointer code; ..." of all that is wrong. */
static const char *problems_of(struct json_object *v)
{
    static char text[4000];
    struct twin_problems problems;
    struct drawing d = { .width = -7 };
    enum err e = twin_read(sample_arena(), v, "/drawing", &d, &problems);
    size_t n = 0;

    text[0] = '\0';
    CU_ASSERT_EQUAL(e, problems.count ? ERR_INVALID : OK);
    CU_ASSERT_EQUAL(d.width == -7, e != OK);
    for (size_t i = 0; i < problems.count; i++) {
        const struct drawing_problem *p = &problems.problem[i];

        CU_ASSERT_EQUAL(strncmp(p->pointer, "/drawing", 8), 0);
        CU_ASSERT_TRUE(strlen(p->detail) > 5);
        n += (size_t)snprintf(text + n, sizeof(text) - n, "%s %s; ", p->pointer + 8, p->code);
    }
    return text;
}

#define HEAD "{\"format\":\"chd1\",\"canvas\":{\"w\":256,\"h\":128},\"palette\":[\"#102030ff\"],\"strokes\":["
#define DOT "{\"op\":\"draw\",\"colour\":0,\"width\":5,\"x\":[1],\"y\":[2]}"

static const char *problems(const char *text)
{
    return problems_of(parse(text));
}

/* Of a drawing with this stroke. */
static const char *stroke(const char *text)
{
    return problems(arena_printf(sample_arena(), HEAD "%s]}", text));
}

TEST(twin_of_the_worked_example)
{
    struct drawing d = sample_drawing(sample_arena());

    ASSERT_STR(json_object_to_json_string_ext(twin_view(sample_arena(), &d), JSON_C_TO_STRING_PLAIN),
        "{\"format\":\"chd1\",\"canvas\":{\"w\":256,\"h\":128},\"background\":0,"
        "\"palette\":[\"#ffffffff\",\"#1a1a1aff\",\"#d0402080\"],\"strokes\":["
        "{\"op\":\"draw\",\"layer\":1,\"colour\":1,\"width\":6,\"curve\":true,"
        "\"x\":[20,60,100,90],\"y\":[30,10,30,70],\"p\":[128,200,255,90],\"t\":[0,16,33,50]},"
        "{\"op\":\"fill\",\"layer\":0,\"colour\":2,\"x\":[-10,140,140],\"y\":[100,100,180]},"
        "{\"op\":\"erase\",\"layer\":1,\"width\":12,\"x\":[60],\"y\":[20],\"t\":[900]},"
        "{\"op\":\"clear\",\"layer\":2,\"t\":[1200]}]}");
}

TEST(twin_there_and_back)
{
    for (unsigned seed = 0; seed < 1000; seed++) {
        struct arena_mark mark = arena_mark(sample_arena());
        struct drawing d = sample_random(sample_arena(), seed), back;
        struct twin_problems ignored;

        CU_ASSERT_EQUAL_FATAL(twin_read(sample_arena(), twin_view(sample_arena(), &d), "", &back, &ignored), OK);
        CU_ASSERT_TRUE_FATAL(sample_equal(&d, &back));
        arena_rewind(sample_arena(), mark);
    }
}

TEST(twin_defaults)
{
    ASSERT_STR(stroke(DOT), "");
    ASSERT_STR(stroke("{\"op\":\"clear\",\"layer\":null,\"t\":null,\"x\":null}"), "");
    ASSERT_STR(problems("{\"format\":\"chd1\",\"canvas\":{\"w\":64,\"h\":64},\"background\":null,\"palette\":[],"
                        "\"strokes\":[{\"op\":\"clear\"}]}"), "");
}

/* Other spellings of a drawing come out as the same. */
TEST(twin_is_tidied)
{
    static const char *const spellings[] = {
        "{\"format\":\"chd1\",\"canvas\":{\"w\":256,\"h\":128},\"background\":0,\"palette\":[\"#ffffffff\",\"#102030ff\"],"
            "\"strokes\":[{\"op\":\"draw\",\"layer\":0,\"colour\":1,\"width\":5,\"x\":[1],\"y\":[2]}]}",
        "{\"format\":\"chd1\",\"canvas\":{\"w\":256,\"h\":128},\"background\":2,\"palette\":[\"#102030\",\"#ABCDEF\",\"#FFFFFF\"],"
            "\"strokes\":[{\"y\":[2,2],\"op\":\"draw\",\"colour\":0,\"width\":5,\"curve\":true,\"x\":[1,1],\"p\":[3,255]}]}"
    };
    struct drawing d[2];
    struct twin_problems ignored;

    for (size_t i = 0; i < 2; i++)
        CU_ASSERT_EQUAL_FATAL(twin_read(sample_arena(), parse(spellings[i]), "", &d[i], &ignored), OK);
    CU_ASSERT_TRUE(sample_equal(&d[0], &d[1]));
}

TEST(twin_types)
{
    ASSERT_STR(problems("[]"), " invalid; ");
    ASSERT_STR(problems("{}"), "/format required; /canvas required; /palette required; /strokes required; ");
    ASSERT_STR(problems("{\"format\":\"chd2\",\"canvas\":[],\"palette\":{},\"strokes\":7}"),
               "/format unsupported; /canvas invalid; /palette invalid; /strokes invalid; ");
    ASSERT_STR(problems("{\"format\":1,\"canvas\":{\"w\":64.0,\"d\":1},\"background\":\"0\",\"palette\":[\"red\",7,\"#12345g\"],"
                        "\"strokes\":[1]}"),
               "/format unsupported; /canvas/d unknown; /canvas/h required; /canvas/w invalid; /palette/0 invalid; "
               "/palette/1 invalid; /palette/2 invalid; /background invalid; /strokes/0 invalid; ");
    ASSERT_STR(stroke("{\"op\":\"draw\",\"layer\":\"1\",\"colour\":true,\"width\":2.5,\"curve\":1,\"x\":[\"1\"],\"y\":[null]}"),
               "/strokes/0/layer invalid; /strokes/0/colour invalid; /strokes/0/width invalid; /strokes/0/curve invalid; "
               "/strokes/0/x/0 invalid; /strokes/0/y/0 invalid; ");
    ASSERT_STR(stroke("{\"op\":\"draw\",\"colour\":0,\"width\":5,\"x\":1,\"y\":[2]}"), "/strokes/0/x invalid; /strokes/0/y inconsistent; ");
}

TEST(twin_fields_are_known_and_there)
{
    ASSERT_STR(stroke("{\"op\":\"spray\"}"), "/strokes/0/op invalid; ");
    ASSERT_STR(stroke("{}"), "/strokes/0/op invalid; ");
    ASSERT_STR(stroke("{\"op\":\"draw\"}"), "/strokes/0/colour required; /strokes/0/width required; /strokes/0/x required; "
                                            "/strokes/0/y required; ");
    ASSERT_STR(stroke("{\"op\":\"erase\"}"), "/strokes/0/width required; /strokes/0/x required; /strokes/0/y required; ");
    ASSERT_STR(stroke("{\"op\":\"fill\"}"), "/strokes/0/colour required; /strokes/0/x required; /strokes/0/y required; ");
    ASSERT_STR(stroke("{\"op\":\"fill\",\"colour\":0,\"width\":3,\"p\":[1,1,1],\"x\":[1,2,3],\"y\":[1,1,2]}"),
               "/strokes/0/width inconsistent; /strokes/0/p inconsistent; ");
    ASSERT_STR(stroke("{\"op\":\"erase\",\"colour\":0,\"width\":3,\"x\":[1],\"y\":[1]}"), "/strokes/0/colour inconsistent; ");
    ASSERT_STR(stroke("{\"op\":\"clear\",\"colour\":0,\"width\":3,\"curve\":false,\"x\":[],\"y\":[],\"p\":[]}"),
               "/strokes/0/colour inconsistent; /strokes/0/width inconsistent; /strokes/0/curve inconsistent; "
               "/strokes/0/x inconsistent; /strokes/0/y inconsistent; /strokes/0/p inconsistent; ");
    ASSERT_STR(stroke("{\"op\":\"clear\",\"a/b~\":0}"), "/strokes/0/a~1b~0 unknown; ");
    ASSERT_STR(problems("{\"format\":\"chd1\",\"canvas\":{\"w\":64,\"h\":64},\"palette\":[],\"strokes\":[{\"op\":\"clear\"}],\"name\":1}"),
               "/name unknown; ");
}

TEST(twin_planes_have_one_length)
{
    ASSERT_STR(stroke("{\"op\":\"draw\",\"colour\":0,\"width\":5,\"x\":[1,2],\"y\":[2],\"p\":[1],\"t\":[1,2,3]}"),
               "/strokes/0/y inconsistent; /strokes/0/p inconsistent; /strokes/0/t inconsistent; ");
    ASSERT_STR(stroke("{\"op\":\"clear\",\"t\":[]}"), "/strokes/0/t inconsistent; ");
    ASSERT_STR(stroke("{\"op\":\"clear\",\"t\":[1,2]}"), "/strokes/0/t inconsistent; ");
    ASSERT_STR(stroke("{\"op\":\"draw\",\"colour\":0,\"width\":5,\"x\":[],\"y\":[]}"), "/strokes/0/x out_of_range; ");
}

TEST(twin_ranges)
{
    ASSERT_STR(stroke("{\"op\":\"draw\",\"layer\":8,\"colour\":1,\"width\":129,\"x\":[513,-257,512,-256],\"y\":[257,-129,256,-128],"
                      "\"p\":[256,-1,0,255],\"t\":[-1,2147483648,5,5]}"),
               "/strokes/0/layer out_of_range; /strokes/0/colour out_of_range; /strokes/0/width out_of_range; "
               "/strokes/0/x/0 out_of_range; /strokes/0/x/1 out_of_range; /strokes/0/y/0 out_of_range; /strokes/0/y/1 out_of_range; "
               "/strokes/0/p/0 out_of_range; /strokes/0/p/1 out_of_range; /strokes/0/t/0 out_of_range; /strokes/0/t/1 out_of_range; ");
    ASSERT_STR(stroke("{\"op\":\"draw\",\"layer\":-1,\"colour\":-1,\"width\":0,\"x\":[9223372036854775807],\"y\":[-9223372036854775808]}"),
               "/strokes/0/layer out_of_range; /strokes/0/colour out_of_range; /strokes/0/width out_of_range; "
               "/strokes/0/x/0 out_of_range; /strokes/0/y/0 out_of_range; ");
    ASSERT_STR(problems("{\"format\":\"chd1\",\"canvas\":{\"w\":63,\"h\":16385},\"background\":-1,\"palette\":[\"#00000000\"],"
                        "\"strokes\":[" DOT "]}"),
               "/canvas/w out_of_range; /canvas/h out_of_range; /background out_of_range; /palette/0 out_of_range; ");
    ASSERT_STR(problems("{\"format\":\"chd1\",\"canvas\":{\"w\":64,\"h\":257},\"palette\":[],\"strokes\":[]}"), "/strokes too_few; ");
    ASSERT_STR(problems("{\"format\":\"chd1\",\"canvas\":{\"w\":64,\"h\":257},\"palette\":[],\"strokes\":[{\"op\":\"clear\"}]}"),
               "/canvas out_of_range; ");
    ASSERT_STR(problems(HEAD "{\"op\":\"clear\",\"t\":[5]},{\"op\":\"clear\",\"t\":[4]}]}"), "/strokes/1/t/0 inconsistent; ");
}

TEST(twin_outline_that_shrinks_is_told)
{
    ASSERT_STR(stroke("{\"op\":\"fill\",\"colour\":0,\"x\":[1,2,2,1],\"y\":[1,2,2,1]}"), "/strokes/0/x out_of_range; ");
}

static void put_list(struct buf *b, const char *name, const char *item, size_t count)
{
    buf_printf(b, ",\"%s\":[", name);
    for (size_t i = 0; i < count; i++)
        buf_printf(b, "%s%s", i ? "," : "", item);
    buf_putc(b, ']');
}

TEST(twin_limits)
{
    struct json_object *v;
    struct buf b;
    size_t before;

    buf_init(&b, sample_arena(), 1 << 26);
    buf_puts(&b, HEAD "{\"op\":\"draw\",\"colour\":0,\"width\":5");
    put_list(&b, "x", "1", 1000000);
    put_list(&b, "y", "1", 1000000);
    buf_puts(&b, "}]}");
    v = parse(buf_text(&b));
    before = sample_arena()->used_bytes;
    ASSERT_STR(problems_of(v), "/strokes too_many; ");
    CU_ASSERT_TRUE(sample_arena()->used_bytes - before < 1000000);
    buf_clear(&b);
    buf_puts(&b, "{\"format\":\"chd1\",\"canvas\":{\"w\":64,\"h\":64}");
    put_list(&b, "palette", "\"#000000\"", 65);
    put_list(&b, "strokes", "{\"op\":\"clear\"}", 2001);
    buf_putc(&b, '}');
    ASSERT_STR(problems(buf_text(&b)), "/palette too_many; /strokes too_many; ");
}

/* What nobody will read takes no memory. */
TEST(twin_many_faults_cost_little)
{
    struct twin_problems problems;
    struct drawing d;
    struct buf b;
    size_t before;

    buf_init(&b, sample_arena(), 1 << 26);
    buf_puts(&b, HEAD "{\"op\":\"draw\",\"colour\":0,\"width\":5");
    put_list(&b, "x", "\"a\"", 200000);
    put_list(&b, "y", "1e9", 200000);
    for (unsigned i = 0; i < 50000; i++)
        buf_printf(&b, ",\"%u\":0", i);
    buf_puts(&b, "}]}");
    struct json_object *v = parse(buf_text(&b));
    before = sample_arena()->used_bytes;
    CU_ASSERT_EQUAL(twin_read(sample_arena(), v, "", &d, &problems), ERR_INVALID);
    CU_ASSERT_EQUAL(problems.count, TWIN_PROBLEMS_MAX);
    CU_ASSERT_TRUE(sample_arena()->used_bytes - before < 4000000);
}
