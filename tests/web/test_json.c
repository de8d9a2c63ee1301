#include "test.h"

#include "web/json.h"

#include <dirent.h>
#include <json-c/json.h>
#include <math.h>

static struct json_object *parsed(const char *text)
{
    struct json_object *v = NULL;
    struct json_error e;

    if (!json_parse(str_of(text), NULL, &v, &e))
        printf("%s: %u:%u %s %s\n", text, e.line, e.column, e.pointer, e.message);
    return v;
}

static char *printed(struct json_object *v, bool html)
{
    struct buf b;

    buf_init(&b, NULL, 1 << 24);
    if (html)
        json_print_html(&b, v);
    else
        json_print(&b, v);
    CU_ASSERT_FALSE(b.failed);
    return b.data;
}

static void round_trip(const char *text, const char *expected)
{
    struct json_object *v = parsed(text);
    char *out = printed(v, false);

    ASSERT_STR(out, expected);
    free(out);
    json_object_put(v);
}

static struct json_error refused(const char *text)
{
    struct json_object *v = NULL;
    struct json_error e = { 0 };

    if (json_parse(str_of(text), NULL, &v, &e)) {
        printf("accepted: %s\n", text);
        CU_FAIL("accepted");
    }
    return e;
}

static void refused_with(const char *text, const char *message)
{
    struct json_error e = refused(text);

    ASSERT_STR(e.message, message);
}

/* Calls `check(name, text, n)` for each file of the suite whose name begins with `prefix`; returns how many. */
static int for_each_case(const char *prefix, void (*check)(const char *name, struct str text))
{
    char folder[4096], path[8192];
    struct dirent *d;
    DIR *dir;
    int count = 0;

    snprintf(folder, sizeof(folder), "%s", test_data("json"));
    dir = opendir(folder);
    CU_ASSERT_PTR_NOT_NULL_FATAL(dir);
    while ((d = readdir(dir))) {
        size_t n;
        char *text;

        if (strncmp(d->d_name, prefix, strlen(prefix)) != 0)
            continue;
        snprintf(path, sizeof(path), "%s/%s", folder, d->d_name);
        text = test_read_file(path, &n);
        /* A copy of the exact size: the sanitizers see a read past the end. */
        char *exact = malloc(n ? n : 1);
        memcpy(exact, text, n);
        check(d->d_name, (struct str){ exact, n });
        free(exact);
        free(text);
        count++;
    }
    closedir(dir);
    return count;
}

static void must_accept(const char *name, struct str text)
{
    struct json_object *v = NULL, *again = NULL;
    struct json_error e;
    char *once, *twice;
    bool duplicate = strstr(name, "duplicated_key") != NULL;

    if (json_parse(text, NULL, &v, &e) == duplicate) {
        printf("%s: %s\n", name, duplicate ? "accepted" : e.message);
        CU_FAIL("wrong answer");
    }
    if (duplicate) {
        CU_ASSERT_PTR_NOT_NULL(strstr(e.message, "\"a\""));
        return;
    }
    once = printed(v, false);
    CU_ASSERT_TRUE_FATAL(json_parse(str_of(once), NULL, &again, &e));
    twice = printed(again, false);
    ASSERT_STR(twice, once);
    free(once);
    free(twice);
    json_object_put(v);
    json_object_put(again);
}

static void must_refuse(const char *name, struct str text)
{
    struct json_object *v = NULL;
    struct json_error e = { 0 };

    if (json_parse(text, NULL, &v, &e)) {
        printf("%s accepted\n", name);
        CU_FAIL("accepted");
    }
    CU_ASSERT_TRUE(e.message[0] && e.line >= 1 && e.column >= 1 && e.offset <= text.n);
}

static void may_do_either(const char *name, struct str text)
{
    struct json_object *v = NULL;
    struct json_error e;

    (void)name;
    if (json_parse(text, NULL, &v, &e))
        json_object_put(v);
}

TEST(json_accepts_what_must_be_accepted)
{
    CU_ASSERT_TRUE(for_each_case("y_", must_accept) >= 47);
}

TEST(json_refuses_what_must_be_refused)
{
    CU_ASSERT_TRUE(for_each_case("n_", must_refuse) >= 94);
}

TEST(json_survives_the_rest)
{
    CU_ASSERT_TRUE(for_each_case("i_", may_do_either) >= 18);
}

TEST(json_prints_what_it_read)
{
    round_trip(" [ 1 , -2 , \"a\" , { \"b\" : [ ] , \"c\" : { } } , true , false , null ] ",
               "[1,-2,\"a\",{\"b\":[],\"c\":{}},true,false,null]");
    round_trip("[9223372036854775807,-9223372036854775808,0,-0,10,1234567890123]",
               "[9223372036854775807,-9223372036854775808,0,0,10,1234567890123]");
    round_trip("[0.1,1.5,-2.25,0.001,1e3,123.456,1e22,1e-7,0.3333333333333333,-0.0,1.0,0.0004,999999999.9995]",
               "[0.1,1.5,-2.25,0.001,1000,123.456,1e+22,1e-07,0.333333333333333,-0,1,0.0004,999999999.9995]");
    round_trip("\"\\u0001\\b\\t\\n\\u000b\\f\\r\\\"\\\\\\/\\u007f\"", "\"\\u0001\\b\\t\\n\\u000b\\f\\r\\\"\\\\/\x7F\"");
    round_trip("\"\\u00e9 \\u20AC \\ud83d\\ude00 <&>\"", "\"\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 <&>\"");
    round_trip("{\"\":1,\"A\":2,\"a\":3}", "{\"\":1,\"A\":2,\"a\":3}");
}

TEST(json_keeps_a_nul_in_a_string)
{
    struct json_object *v = parsed("\"a\\u0000b\"");
    char *out = printed(v, false);

    CU_ASSERT_EQUAL(json_object_get_string_len(v), 3);
    ASSERT_STR(out, "\"a\\u0000b\"");
    free(out);
    json_object_put(v);
    refused_with("{\"a\\u0000b\":1}", "a name contains the character U+0000");
}

TEST(json_prints_for_a_script_element)
{
    struct json_object *v = parsed("{\"<a>\":\"</script>&\\u2028\\u2029\\u2027'\"}");
    char *out = printed(v, true);

    ASSERT_STR(out, "{\"\\u003ca\\u003e\":\"\\u003c/script\\u003e\\u0026\\u2028\\u2029\xE2\x80\xA7'\"}");
    free(out);
    json_object_put(v);
}

TEST(json_prints_malformed_text_as_replacement)
{
    struct json_object *v = json_object_new_string("a\xFF\xC3(\xED\xA0\x80");
    char *out = printed(v, false);

    ASSERT_STR(out, "\"a\xEF\xBF\xBD\xEF\xBF\xBD(\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
    free(out);
    json_object_put(v);
}

TEST(json_prints_odd_numbers)
{
    struct buf b;

    buf_init(&b, NULL, 1000);
    json_print_double(&b, INFINITY);
    json_print_double(&b, NAN);
    json_print_double(&b, 1e15);
    json_print_int(&b, INT64_MIN);
    ASSERT_STR(buf_text(&b), "nullnull1e+15-9223372036854775808");
    buf_clear(&b);
    struct json_object *v = json_object_new_uint64(UINT64_MAX);
    json_print(&b, v);
    ASSERT_STR(buf_text(&b), "18446744073709551615");
    json_object_put(v);
    buf_done(&b);
}

/* The short way of printing must write what %.15g writes. */
TEST(json_prints_doubles_as_printf_does)
{
    unsigned long long x = 88172645463325252ULL;
    char expected[64];
    struct buf b;

    buf_init(&b, NULL, 1000);
    for (int i = 0; i < 300000; i++) {
        double d;

        x ^= x << 13; x ^= x >> 7; x ^= x << 17;
        d = (double)(long long)(x >> 8) / (double)(1 << 24) / (i % 2 ? 1 : 1000);
        if (i % 3)
            d = nearbyint(d) / (i % 5 ? 1000 : i % 7 ? 10 : 1000000);
        if (i % 11 == 0)
            d = -d;
        buf_clear(&b);
        json_print_double(&b, d);
        snprintf(expected, sizeof(expected), "%.15g", d);
        if (strcmp(buf_text(&b), expected) != 0) {
            ASSERT_STR(buf_text(&b), expected);
            break;
        }
    }
    buf_done(&b);
}

TEST(json_refuses_with_words)
{
    refused_with("", "the text ends where a value is expected");
    refused_with("[1,]", "expected a value, found ']'");
    refused_with("{\"a\":1,}", "expected a name in double quotes, found '}'");
    refused_with("[1 2]", "expected ',' or ']', found '2'");
    refused_with("[1] x", "expected the end of the text, found 'x'");
    refused_with("[012]", "a number must not begin with 0");
    refused_with("[1.]", "expected a digit after the decimal point, found ']'");
    refused_with("[-]", "expected a digit after the minus sign, found ']'");
    refused_with("[1e+]", "expected a digit in the exponent, found ']'");
    refused_with("\"abc", "a string is not closed");
    refused_with("\"a\nb\"", "a control character (0x0A) in a string must be written as an escape");
    refused_with("\"\\x\"", "expected an escape after the backslash, found 'x'");
    refused_with("\"\\u12g4\"", "expected four hexadecimal digits after \\u, found 'g'");
    refused_with("\"\\ud800\"", "half of a surrogate pair stands alone");
    refused_with("\"\\udc00\"", "half of a surrogate pair stands alone");
    refused_with("\"\\ud800\\u0041\"", "half of a surrogate pair stands alone");
    refused_with("\"\xC3\"", "the text is not UTF-8");
    refused_with("\"\xED\xA0\x80\"", "the text is not UTF-8");
    refused_with("\xEF\xBB\xBF{}", "expected a value, found byte 0xEF");
    refused_with("9223372036854775808", "number out of range");
    refused_with("-9223372036854775809", "number out of range");
    refused_with("1e309", "number out of range");
    refused_with("{\"a\":1,\"b\":2,\"\\u0061\":3}", "the name \"a\" stands twice in an object");
}

TEST(json_tells_where_the_fault_is)
{
    struct json_error e = refused("{\"list\":[1,\n {\"a/b\": \"\xC3\xA9\xC3\xA9\", \"m~n\": nul}]}");

    CU_ASSERT_EQUAL(e.line, 2);
    CU_ASSERT_EQUAL(e.column, 23);
    ASSERT_STR(e.pointer, "/list/1/m~0n");
    e = refused("{\"a\":{\"b/c\":1,\"b/c\":2}}");
    ASSERT_STR(e.pointer, "/a/b~1c");
    CU_ASSERT_EQUAL(e.offset, 14);
    e = refused("[[],[1,2");
    ASSERT_STR(e.pointer, "/1/1");
    e = refused("?");
    ASSERT_STR(e.pointer, "");
}

TEST(json_cuts_a_long_pointer_after_a_name)
{
    char text[1000];
    struct json_error e;

    snprintf(text, sizeof(text), "{\"%0100d\":{\"%099d\":{\"%0100d\":x}}}", 1, 2, 3);
    e = refused(text);
    CU_ASSERT_EQUAL(strlen(e.pointer), 101);
    snprintf(text, sizeof(text), "{\"%0100d\":{\"%098d\":{\"%0100d\":x}}}", 1, 2, 3);
    e = refused(text);
    CU_ASSERT_EQUAL(strlen(e.pointer), 200);
}

static void *nested(unsigned depth)
{
    char *text = malloc(2 * depth + 1);

    memset(text, '[', depth);
    memset(text + depth, ']', depth);
    text[2 * depth] = '\0';
    return text;
}

TEST(json_limits_depth_and_values)
{
    struct json_limits limits = { .depth = 3, .values = 5 };
    struct json_object *v = NULL;
    struct json_error e;
    char *text = nested(JSON_DEPTH);

    json_object_put(parsed(text));
    free(text);
    text = nested(JSON_DEPTH + 1);
    refused_with(text, "more than 32 arrays and objects inside each other");
    free(text);
    CU_ASSERT_TRUE_FATAL(json_parse(STR("[[[1,2]]]"), &limits, &v, &e));
    json_object_put(v);
    v = NULL;
    CU_ASSERT_FALSE(json_parse(STR("[[[[]]]]"), &limits, &v, &e));
    CU_ASSERT_FALSE(json_parse(STR("[1,2,3,4,5]"), &limits, &v, &e));
    ASSERT_STR(e.message, "more than 5 values");
    CU_ASSERT_PTR_NULL(v);
    limits.depth = 100000;
    text = nested(JSON_DEPTH_MAX + 1);
    limits.values = 100000;
    CU_ASSERT_FALSE(json_parse(str_of(text), &limits, &v, &e));
    text[JSON_DEPTH_MAX * 2 + 1] = '\0';
    CU_ASSERT_TRUE(json_parse((struct str){ text + 1, JSON_DEPTH_MAX * 2 }, &limits, &v, &e));
    json_object_put(v);
    free(text);
}

/* One object with `count` names; the last equals the first where `duplicate`. */
static char *wide_object(int count, bool duplicate)
{
    struct buf b;

    buf_init(&b, NULL, 1 << 26);
    for (int i = 0; i < count; i++)
        buf_printf(&b, "%c\"name %d\":{\"x\":%d}", i ? ',' : '{', duplicate && i == count - 1 ? 0 : i, i);
    buf_putc(&b, '}');
    return b.data;
}

static const char *ignore(void *arg, const struct json_event *e)
{
    (void)e;
    ++*(int *)arg;
    return NULL;
}

TEST(json_finds_a_duplicate_among_many_in_linear_time)
{
    struct json_limits limits = { .values = 1000000 };
    struct json_error e;
    char *text = wide_object(200000, false), *twice = wide_object(200000, true);
    int events = 0;
    long long begin = test_cpu_us();

    CU_ASSERT_TRUE(json_scan(str_of(text), &limits, ignore, &events, &e));
    CU_ASSERT_EQUAL(events, 200000 * 5 + 2);
    CU_ASSERT_FALSE(json_scan(str_of(twice), &limits, ignore, &events, &e));
    ASSERT_STR(e.message, "the name \"name 0\" stands twice in an object");
    CU_ASSERT_TRUE(test_cpu_us() - begin < 3000000);
    free(text);
    free(twice);
}

static const char *no_arrays(void *arg, const struct json_event *e)
{
    (void)arg;
    return e->type == JSON_BEGIN_ARRAY ? "no arrays here" : NULL;
}

TEST(json_stops_where_the_sink_refuses)
{
    struct json_error e;

    CU_ASSERT_FALSE(json_scan(STR("{\"a\":{\"b\":[1]}}"), NULL, no_arrays, NULL, &e));
    ASSERT_STR(e.message, "no arrays here");
    ASSERT_STR(e.pointer, "/a/b");
}

static const char *note_event(void *arg, const struct json_event *e)
{
    struct buf *b = arg;

    buf_printf(b, "%d %.*s %lld %g %d\n", (int)e->type, STR_ARG(e->text), (long long)e->integer, e->real, e->boolean);
    return NULL;
}

/* A view tells the same as its text, and a text of our own as one of strangers. */
TEST(json_walks_a_view_as_it_scans_the_text)
{
    const struct str text = STR("{\"a\":[1,-2.5,true,null,{},[]],\"b\":{\"c\":\"x\\ny\",\"d\":false}}");
    struct json_object *v;
    struct json_error e;
    struct buf scanned, own, walked;

    buf_init(&scanned, NULL, 10000);
    buf_init(&own, NULL, 10000);
    buf_init(&walked, NULL, 10000);
    CU_ASSERT_TRUE_FATAL(json_scan(text, NULL, note_event, &scanned, &e));
    CU_ASSERT_TRUE_FATAL(json_scan(text, &(struct json_limits){ .own = true }, note_event, &own, &e));
    CU_ASSERT_TRUE_FATAL(json_parse(text, NULL, &v, &e));
    CU_ASSERT_TRUE(json_walk(v, note_event, &walked));
    CU_ASSERT_FALSE(json_walk(v, no_arrays, NULL));
    ASSERT_STR(buf_text(&own), buf_text(&scanned));
    ASSERT_STR(buf_text(&walked), buf_text(&scanned));
    json_object_put(v);
    buf_done(&scanned);
    buf_done(&own);
    buf_done(&walked);
}

/* --- random documents --- */

static unsigned rnd(unsigned below)
{
    static unsigned long long x = 0x9E3779B97F4A7C15ULL;

    x ^= x << 13; x ^= x >> 7; x ^= x << 17;
    return (unsigned)(x >> 33) % below;
}

static struct json_object *random_string(void)
{
    static const char *const parts[] = {
        "a", "\"", "\\", "\n", "\x01", "\xC3\xA9", "\xE2\x80\xA8", "\xF0\x9F\x98\x80", "</", "&", "u0041", " ",
    };
    char text[64] = "";
    size_t n = 0;

    for (unsigned i = rnd(8); i; i--)
        n += (size_t)snprintf(text + n, sizeof(text) - n, "%s", parts[rnd(ARRAY_LEN(parts))]);
    return json_object_new_string_len(text, (int)n);
}

static struct json_object *random_value(unsigned depth)
{
    unsigned kind = rnd(depth ? 8 : 6);
    struct json_object *v;

    switch (kind) {
    case 0: return NULL;
    case 1: return json_object_new_boolean((int)rnd(2));
    case 2: return json_object_new_int64((int64_t)((uint64_t)rnd(UINT32_MAX) << rnd(33)) * (rnd(2) ? 1 : -1));
    case 3: return json_object_new_double((rnd(1000000) + 0.5) / (rnd(2) ? 1 : 1024) * (rnd(2) ? 1 : -1));
    case 4: case 5: return random_string();
    case 6:
        v = json_object_new_array();
        for (unsigned i = rnd(6); i; i--)
            json_object_array_add(v, random_value(depth - 1));
        return v;
    default:
        v = json_object_new_object();
        for (unsigned i = rnd(6); i; i--) {
            struct json_object *key = random_string();

            json_object_object_add(v, json_object_get_string(key), random_value(depth - 1));
            json_object_put(key);
        }
        return v;
    }
}

TEST_LIMIT(json_round_trips_random_documents, 30)
{
    for (int i = 0; i < 20000; i++) {
        struct json_object *v = random_value(5), *back = NULL;
        char *out = printed(v, i % 2);
        struct json_error e = { 0 };

        if (!json_parse(str_of(out), NULL, &back, &e) || !json_object_equal(v, back)) {
            printf("%s\n%s\n", out, e.message);
            CU_FAIL_FATAL("no round trip");
        }
        json_object_put(back);
        back = NULL;
        if (!json_parse(str_of(json_object_to_json_string(v)), NULL, &back, &e) || !json_object_equal(v, back)) {
            printf("%s\n%s\n", json_object_to_json_string(v), e.message);
            CU_FAIL_FATAL("json-c's text is read otherwise");
        }
        json_object_put(back);
        json_object_put(v);
        free(out);
    }
}

/* What we accept, json-c's strict mode must accept too (it is laxer), with the same value. */
static void compare_with_json_c(struct str text)
{
    struct json_tokener *tok;
    struct json_object *ours = NULL, *theirs;
    struct json_error e;

    if (!json_parse(text, NULL, &ours, &e))
        return;
    tok = json_tokener_new_ex(64);
    json_tokener_set_flags(tok, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    theirs = json_tokener_parse_ex(tok, text.p, (int)text.n + 1);
    if (json_tokener_get_error(tok) != json_tokener_success || !json_object_equal(ours, theirs)) {
        printf("%s\n%s\n", text.p, json_tokener_error_desc(json_tokener_get_error(tok)));
        CU_FAIL_FATAL("json-c reads it otherwise");
    }
    json_object_put(ours);
    json_object_put(theirs);
    json_tokener_free(tok);
}

TEST_LIMIT(json_agrees_with_json_c_on_mutations, 60)
{
    static const char bytes[] = "{}[]:,\"\\/u0123456789eE+-.truefalsn \n\t\x01\xC3\xA9\x80";

    for (int i = 0; i < 60000; i++) {
        struct json_object *v = random_value(3);
        char *out = printed(v, false);
        size_t n = strlen(out);

        for (unsigned m = 1 + rnd(2); m; m--)
            out[rnd((unsigned)n)] = bytes[rnd(sizeof(bytes) - 1)];
        compare_with_json_c((struct str){ out, n });
        json_object_put(v);
        free(out);
    }
}
