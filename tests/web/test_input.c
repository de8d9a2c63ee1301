/* Every type of field from JSON, forms, queries and paths. */
#include "asked.h"

#include "web/input.h"

struct inner {
    const char *text;
    int64_t count;
    bool flag;
};
struct everything {
    const char *text, *lines, *decimal, *path_text, *from_query;
    int64_t number, any_number, choice;
    bool flag, on_by_default;
    struct id id, path_id;
    const char **texts;
    size_t text_count;
    struct inner *items, object;
    size_t item_count;
    struct upload file;
};

static const char *const colours[] = { "red", "green", "blue", NULL };
static const struct field inner_fields[] = {
    { "text", FIELD_TEXT, .at = offsetof(struct inner, text), .required = true, .max = 5 },
    { "count", FIELD_INT, .at = offsetof(struct inner, count), .missing = 7, .max = 9 },
    { "flag", FIELD_BOOL, .at = offsetof(struct inner, flag) },
    { 0 }
};
#define AT(MEMBER) .at = offsetof(struct everything, MEMBER)
static const struct field fields[] = {
    { "id", FIELD_READONLY },
    { "version", FIELD_READONLY },
    { "text", FIELD_TEXT, AT(text), .min = 2, .max = 10 },
    { "lines", FIELD_LINES, AT(lines), .max = 20 },
    { "number", FIELD_INT, AT(number), .min = -5, .max = 100, .missing = 42 },
    { "any_number", FIELD_INT, AT(any_number), .min = INT64_MIN },
    { "decimal", FIELD_DECIMAL, AT(decimal) },
    { "flag", FIELD_BOOL, AT(flag) },
    { "on_by_default", FIELD_BOOL, AT(on_by_default), .missing = 1 },
    { "some_id", FIELD_ID, AT(id) },
    { "choice", FIELD_CHOICE, AT(choice), .choices = colours, .missing = 2 },
    { "texts", FIELD_TEXTS, AT(texts), .count_at = offsetof(struct everything, text_count), .max = 3, .item_max = 5 },
    { "items", FIELD_LIST, AT(items), .count_at = offsetof(struct everything, item_count), .max = 3, .items = inner_fields,
      .item_size = sizeof(struct inner) },
    { "object", FIELD_OBJECT, AT(object), .items = inner_fields },
    { "from_query", FIELD_TEXT, AT(from_query), .from = FROM_QUERY, .max = 5 },
    { 0 }
};
static const struct field path_fields[] = {
    { "id", FIELD_ID, AT(path_id), .from = FROM_PATH },
    { "name", FIELD_TEXT, AT(path_text), .from = FROM_PATH },
    { "text", FIELD_TEXT, AT(text), .required = true, .min = 2 },
    { 0 }
};
static const struct field number_path_fields[] = {
    { "number", FIELD_INT, AT(number), .from = FROM_PATH },
    { 0 }
};
static const struct field file_fields[] = {
    { "text", FIELD_TEXT, AT(text) },
    { "file", FIELD_FILE, AT(file), .required = true, .max = 10 },
    { 0 }
};

static struct everything got;
static int handled;

static enum err take(struct req *rq)
{
    got = *(const struct everything *)rq->in;
    handled++;
    rq->reply.status = 204;
    return OK;
}

static enum err nothing(struct req *rq)
{
    rq->reply.status = 204;
    return OK;
}

#define ROUTE(METHOD, PATTERN, FIELDS) { METHOD, PATTERN, ANYONE, RATE_READ, IN(FIELDS, everything), take, "", .no_transaction = true }
static const struct route routes[] = {
    ROUTE(POST, "/api/all", fields),
    ROUTE(GET, "/api/all", fields),
    ROUTE(POST, "/all", fields),
    ROUTE(GET, "/all", fields),
    ROUTE(DELETE, "/api/all/{id}", path_fields),
    ROUTE(POST, "/api/all/{id}/{name}", path_fields),
    ROUTE(GET, "/numbers/{number}", number_path_fields),
    { POST, "/api/nothing", ANYONE, RATE_READ, NO_INPUT, nothing, "", .no_transaction = true },
    ROUTE(POST, "/file", file_fields),
    ROUTE(POST, "/api/file", file_fields),
};
static const struct module module = { .name = "test", .routes = routes, .route_count = ARRAY_LEN(routes) };

static struct req *post(const char *json)
{
    asked_store()->config.rate_limits = false;
    handled = 0;
    return ask_json(&module, "POST /api/all", NULL, json);
}

static struct req *form(const char *text)
{
    asked_store()->config.rate_limits = false;
    handled = 0;
    return ask_form(&module, "POST /all", NULL, text);
}

static bool taken(struct req *rq)
{
    if (asked_status(rq) != 204)
        asked_fault(rq, "", "");
    return asked_status(rq) == 204 && handled == 1;
}

/* One fault, this one, and no handler. */
static void faulty(const char *json, const char *pointer, const char *code)
{
    struct req *rq = post(json);

    if (asked_status(rq) != 422)
        printf("%s: status %d\n", json, asked_status(rq));
    CU_ASSERT_EQUAL(asked_status(rq), 422);
    CU_ASSERT_EQUAL(handled, 0);
    CU_ASSERT_TRUE(asked_fault(rq, pointer, code));
    CU_ASSERT_EQUAL(asked_fault_count(rq), 1);
}

TEST(input_json_every_type)
{
    CU_ASSERT_TRUE(taken(post("{\"text\":\" two \",\"lines\":\"a\\r\\nb\\tc\",\"number\":-5,\"any_number\":-9223372036854775808,"
                              "\"decimal\":0.5,"
                              "\"flag\":true,\"some_id\":\"01h00000000000000000000001\",\"choice\":\"green\",\"texts\":[\"a\",\"b\"],"
                              "\"items\":[{\"text\":\"x\",\"count\":3},{\"text\":\"y\",\"flag\":true}],\"object\":{\"text\":\"o\"}}")));
    ASSERT_STR(got.text, "two");
    ASSERT_STR(got.lines, "a\nb\tc");
    CU_ASSERT_EQUAL(got.number, -5);
    CU_ASSERT_EQUAL(got.any_number, INT64_MIN);
    ASSERT_STR(got.decimal, "0.5");
    CU_ASSERT_TRUE(got.flag && got.on_by_default);
    CU_ASSERT_FALSE(id_is_zero(got.id));
    CU_ASSERT_EQUAL(got.choice, 1);
    CU_ASSERT_EQUAL(got.text_count, 2);
    ASSERT_STR(got.texts[1], "b");
    CU_ASSERT_EQUAL_FATAL(got.item_count, 2);
    CU_ASSERT_EQUAL(got.items[0].count, 3);
    CU_ASSERT_EQUAL(got.items[1].count, 7);
    CU_ASSERT_TRUE(got.items[1].flag);
    ASSERT_STR(got.object.text, "o");
}

TEST(input_missing_values)
{
    CU_ASSERT_TRUE(taken(post("{}")));
    CU_ASSERT_EQUAL(got.number, 42);
    CU_ASSERT_EQUAL(got.choice, 2);
    CU_ASSERT_TRUE(got.on_by_default);
    CU_ASSERT_PTR_NULL(got.text);
    CU_ASSERT_EQUAL(got.item_count, 0);
    CU_ASSERT_TRUE(taken(post("{\"number\":null,\"text\":null,\"items\":null,\"object\":null}")));
    CU_ASSERT_EQUAL(got.number, 42);
}

TEST(input_json_types)
{
    faulty("{\"text\":5}", "/text", "wrong_type");
    faulty("{\"text\":[\"a\"]}", "/text", "wrong_type");
    faulty("{\"number\":\"5\"}", "/number", "wrong_type");
    faulty("{\"number\":5.5}", "/number", "wrong_type");
    faulty("{\"number\":true}", "/number", "wrong_type");
    faulty("{\"number\":1e30}", "/number", "out_of_range");
    faulty("{\"number\":-1e30}", "/number", "out_of_range");
    faulty("{\"decimal\":\"5\"}", "/decimal", "wrong_type");
    faulty("{\"flag\":1}", "/flag", "wrong_type");
    faulty("{\"flag\":\"true\"}", "/flag", "wrong_type");
    faulty("{\"some_id\":7}", "/some_id", "wrong_type");
    faulty("{\"some_id\":\"7\"}", "/some_id", "wrong_id");
    faulty("{\"choice\":\"pink\"}", "/choice", "unknown_value");
    faulty("{\"choice\":\"\"}", "/choice", "unknown_value");
    faulty("{\"texts\":\"a\"}", "/texts", "wrong_type");
    faulty("{\"texts\":[1]}", "/texts/0", "wrong_type");
    faulty("{\"items\":{}}", "/items", "wrong_type");
    faulty("{\"items\":[1]}", "/items/0", "wrong_type");
    faulty("{\"object\":[]}", "/object", "wrong_type");
}

TEST(input_whole_numbers)
{
    CU_ASSERT_TRUE(taken(post("{\"number\":3.0}")));      /* JSON has one kind of number */
    CU_ASSERT_EQUAL(got.number, 3);
    CU_ASSERT_TRUE(taken(post("{\"any_number\":9223372036854775807}")));
    CU_ASSERT_EQUAL(got.any_number, INT64_MAX);
    CU_ASSERT_EQUAL(asked_status(post("{\"any_number\":9223372036854775808}")), 400);
    CU_ASSERT_EQUAL(asked_status(post("{\"any_number\":-9223372036854775809}")), 400);
    faulty("{\"any_number\":1e300}", "/any_number", "wrong_type");
    faulty("{\"number\":101}", "/number", "out_of_range");
    faulty("{\"number\":-6}", "/number", "out_of_range");
}

TEST(input_limits)
{
    CU_ASSERT_TRUE(taken(post("{\"text\":\"\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xF0\x9F\x8D\xB2\"}")));
    faulty("{\"text\":\"12345678901\"}", "/text", "too_long");
    faulty("{\"text\":\"1\"}", "/text", "too_short");
    CU_ASSERT_TRUE(taken(post("{\"text\":\"  \"}")));
    ASSERT_STR(got.text, "");
    faulty("{\"texts\":[\"a\",\"b\",\"c\",\"d\"]}", "/texts", "too_many");
    faulty("{\"texts\":[\"a\",\"bcdefg\"]}", "/texts/1", "too_long");
    faulty("{\"items\":[{\"text\":\"a\"},{\"text\":\"a\"},{\"text\":\"a\"},{\"text\":\"a\"}]}", "/items", "too_many");
    faulty("{\"items\":[{\"text\":\"a\"},{\"text\":\"\"}]}", "/items/1/text", "required");
    faulty("{\"items\":[{\"count\":1}]}", "/items/0/text", "required");
    faulty("{\"items\":[{\"text\":\"a\",\"count\":10}]}", "/items/0/count", "out_of_range");
    faulty("{\"object\":{}}", "/object/text", "required");
}

TEST(input_text_alphabet)
{
    faulty("{\"text\":\"a\\u0000b\"}", "/text", "control_character");
    faulty("{\"text\":\"a\\nb\"}", "/text", "control_character");
    faulty("{\"text\":\"a\\tb\"}", "/text", "control_character");
    faulty("{\"text\":\"a\\u007fb\"}", "/text", "control_character");
    faulty("{\"lines\":\"a\\u0000b\"}", "/lines", "control_character");
    faulty("{\"lines\":\"a\\u001bb\"}", "/lines", "control_character");
    CU_ASSERT_TRUE(taken(post("{\"lines\":\"a\\rb\\r\\rc\\n\\rd\"}")));
    ASSERT_STR(got.lines, "a\nb\n\nc\n\nd");
    CU_ASSERT_EQUAL(asked_status(post("{\"text\":\"\xFF\xFE\"}")), 400);
}

TEST(input_unknown_fields_by_name)
{
    char name[300] = "", json[400];
    struct req *rq;

    faulty("{\"nonsense\":1}", "/nonsense", "unknown_field");
    faulty("{\"items\":[{\"text\":\"a\",\"nonsense\":1}]}", "/items/0/nonsense", "unknown_field");
    faulty("{\"a/b~c\":1}", "/a~1b~0c", "unknown_field");
    faulty("{\"\":1}", "/", "unknown_field");
    CU_ASSERT_TRUE(taken(post("{\"id\":{\"any\":1},\"version\":3}")));
    /* A long name is cut between characters. */
    for (int i = 0; i < 100; i++)
        memcpy(name + 2 * i, "\xC3\xA9", 3);
    snprintf(json, sizeof(json), "{\"a%s\":1}", name);
    rq = post(json);
    CU_ASSERT_EQUAL(asked_status(rq), 422);
    CU_ASSERT_FALSE(asked_has(rq, "\xEF\xBF\xBD"));
}

TEST(input_all_faults_at_once)
{
    struct req *rq = post("{\"text\":1,\"number\":500,\"flag\":0,\"items\":[{}, 1],\"what\":1,\"texts\":[\"toolong\",2]}");

    CU_ASSERT_EQUAL(asked_status(rq), 422);
    CU_ASSERT_EQUAL(asked_fault_count(rq), 8);
    CU_ASSERT_TRUE(asked_has(rq, "\"pointer\":\"/items/0/text\""));
    CU_ASSERT_TRUE(asked_has(rq, "\"code\":\"unknown_field\""));
    ASSERT_STR(rq->reply.content_type, "application/problem+json");
}

TEST(input_bodies_that_are_no_object)
{
    const char *const malformed[] = { "", "{", "[]", "1", "null", "\"a\"", "{\"a\":1,\"a\":2}", "{\"text\":\"a\"} x", "{'text':1}" };

    for (size_t i = 0; i < ARRAY_LEN(malformed); i++) {
        struct req *rq = post(malformed[i]);

        if (asked_status(rq) != 400)
            printf("%s: %d\n", malformed[i], asked_status(rq));
        CU_ASSERT_EQUAL(asked_status(rq), 400);
    }
}

TEST(input_form_every_type)
{
    CU_ASSERT_TRUE(taken(form("text=+two+&lines=a%0D%0Ab&number=-5&any_number=&decimal=1.50&flag=on&some_id=01h00000000000000000000001"
                              "&choice=red&texts=a&texts=&texts=b&_key=1&submit=Save")));
    ASSERT_STR(got.text, "two");
    ASSERT_STR(got.lines, "a\nb");
    CU_ASSERT_EQUAL(got.number, -5);
    CU_ASSERT_EQUAL(got.any_number, 0);
    ASSERT_STR(got.decimal, "1.5");
    CU_ASSERT_TRUE(got.flag);
    CU_ASSERT_EQUAL(got.choice, 0);
    CU_ASSERT_EQUAL(got.text_count, 2);
    ASSERT_STR(got.texts[1], "b");
}

static void faulty_form(const char *text, const char *pointer, const char *code)
{
    struct req *rq = form(text);

    if (asked_status(rq) != 422)
        printf("%s: status %d\n", text, asked_status(rq));
    CU_ASSERT_EQUAL(asked_status(rq), 422);
    CU_ASSERT_EQUAL(handled, 0);
    CU_ASSERT_TRUE(asked_fault(rq, pointer, code));
}

TEST(input_form_values)
{
    faulty_form("number=five", "/number", "wrong_type");
    faulty_form("number=5.5", "/number", "wrong_type");
    faulty_form("number=99999999999999999999", "/number", "out_of_range");
    faulty_form("number=-99999999999999999999", "/number", "out_of_range");
    faulty_form("decimal=-1", "/decimal", "out_of_range");
    faulty_form("flag=perhaps", "/flag", "wrong_type");
    faulty_form("choice=pink", "/choice", "unknown_value");
    faulty_form("some_id=x", "/some_id", "wrong_id");
    faulty_form("texts=a&texts=b&texts=c&texts=d", "/texts", "too_many");
    faulty_form("text=a%0D%0Ab", "/text", "control_character");
    CU_ASSERT_EQUAL(asked_status(form("text=a%00b")), 400);
    CU_ASSERT_TRUE(taken(form("flag=0&on_by_default=no")));
    CU_ASSERT_FALSE(got.flag || got.on_by_default);
}

/* What stands in the query is not the body, and the other way round. */
TEST(input_query_and_body_are_apart)
{
    handled = 0;
    CU_ASSERT_TRUE(taken(ask_form(&module, "POST /all?text=query&from_query=q", NULL, "text=body")));
    ASSERT_STR(got.text, "body");
    ASSERT_STR(got.from_query, "q");
    handled = 0;
    CU_ASSERT_TRUE(taken(ask_form(&module, "POST /all?text=query", NULL, "from_query=b")));
    CU_ASSERT_PTR_NULL(got.text);
    CU_ASSERT_PTR_NULL(got.from_query);
    CU_ASSERT_TRUE(asked_fault(ask_json(&module, "POST /api/all?from_query=toolong", NULL, "{}"), "?from_query", "too_long"));
    CU_ASSERT_TRUE(asked_fault(ask_json(&module, "POST /api/all?text=ab", NULL, "{}"), "?text", "unknown_parameter"));
    CU_ASSERT_TRUE(asked_fault(ask_json(&module, "POST /api/all?save=1", NULL, "{}"), "?save", "unknown_parameter"));
    CU_ASSERT_EQUAL(asked_status(ask_json(&module, "POST /api/all?_=1", NULL, "{}")), 204);
}

TEST(input_query)
{
    struct req *rq = ask(&module, "GET /api/all?text=ab&number=7&texts=a&texts=b&from_query=x", NULL, STR(""));

    CU_ASSERT_EQUAL(asked_status(rq), 204);
    ASSERT_STR(got.text, "ab");
    CU_ASSERT_EQUAL(got.number, 7);
    CU_ASSERT_EQUAL(got.text_count, 2);
    rq = ask(&module, "GET /api/all?number=none&nonsense=1", NULL, STR(""));
    CU_ASSERT_EQUAL(asked_status(rq), 422);
    CU_ASSERT_TRUE(asked_fault(rq, "?number", "wrong_type"));
    CU_ASSERT_TRUE(asked_fault(rq, "?nonsense", "unknown_parameter"));
    rq = ask(&module, "GET /all?nonsense=1&utm_source=x", NULL, STR(""));
    CU_ASSERT_EQUAL(asked_status(rq), 204);
    CU_ASSERT_EQUAL(asked_status(ask(&module, "GET /all?text=%", NULL, STR(""))), 400);
    CU_ASSERT_EQUAL(asked_status(ask(&module, "GET /all?text=%FF", NULL, STR(""))), 400);
    CU_ASSERT_EQUAL(asked_status(ask(&module, "GET /all?text=%00", NULL, STR(""))), 400);
}

TEST(input_path)
{
    struct req *rq = ask_json(&module, "POST /api/all/01h00000000000000000000001/name", NULL, "{\"text\":\"ab\"}");

    CU_ASSERT_EQUAL(asked_status(rq), 204);
    ASSERT_STR(got.path_text, "name");
    CU_ASSERT_FALSE(id_is_zero(got.path_id));
    CU_ASSERT_EQUAL(asked_status(ask_json(&module, "POST /api/all/nonsense/name", NULL, "{\"text\":\"ab\"}")), 404);
    CU_ASSERT_EQUAL(asked_status(ask_json(&module, "POST /api/all/01h00000000000000000000001/\xFF", NULL, "{\"text\":\"ab\"}")), 404);
    CU_ASSERT_EQUAL(asked_status(ask(&module, "GET /numbers/12", NULL, STR(""))), 204);
    CU_ASSERT_EQUAL(got.number, 12);
    CU_ASSERT_EQUAL(asked_status(ask(&module, "GET /numbers/1x", NULL, STR(""))), 404);
    CU_ASSERT_EQUAL(asked_status(ask(&module, "GET /numbers/99999999999999999999", NULL, STR(""))), 404);
    rq = ask(&module, "DELETE /api/all/01h00000000000000000000001?text=a", NULL, STR(""));
    CU_ASSERT_TRUE(asked_fault(rq, "?text", "too_short"));
}

static const char *decimal(const char *text)
{
    static struct arena a;

    arena_init(&a, MIB);
    return input_decimal(&a, str_of(text));
}

TEST(input_decimals)
{
    const char *const good[][2] = {
        { "0", "0" }, { "-0", "0" }, { "0.0", "0" }, { "5", "5" }, { "05", "5" }, { "5.", "5" }, { ".5", "0.5" }, { "1.50", "1.5" },
        { "1e2", "100" },
        { "100", "100" }, { "99999999", "99999999" }, { "99999999.999999", "99999999.999999" }, { "0.000001", "0.000001" },
        { "0.333333333", "0.333333" },
        { "1E-3", "0.001" }, { "+3", "3" },
    };
    const char *const bad[] = { "", "-1", "-0.5", "1e9", "100000000", "99999999.9999999", "nan", "inf", "0x10", "1,5", "1 ", " 1", "1.2.3",
                                "e", ".", "--1", "1e", "1e999", "\xD9\xA3" };

    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        ASSERT_STR(decimal(good[i][0]), good[i][1]);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        if (decimal(bad[i]))
            printf("%s gives %s\n", bad[i], decimal(bad[i]));
        CU_ASSERT_PTR_NULL(decimal(bad[i]));
    }
    faulty("{\"decimal\":-0.1}", "/decimal", "out_of_range");
    faulty("{\"decimal\":1e8}", "/decimal", "out_of_range");
    CU_ASSERT_TRUE(taken(post("{\"decimal\":12345678.123456}")));
    ASSERT_STR(got.decimal, "12345678.123456");
}

/* ---- bodies ---- */

#define PART(HEAD, BODY) "--xx\r\nContent-Disposition: form-data; " HEAD "\r\n\r\n" BODY "\r\n"

static int upload(const char *path, const char *body)
{
    char request[60];

    handled = 0;
    snprintf(request, sizeof(request), "POST %s", path);
    return asked_status(ask(&module, request, "Content-Type: multipart/form-data; boundary=xx", str_of(body)));
}

TEST(input_files)
{
    CU_ASSERT_EQUAL(upload("/file", PART("name=\"text\"", "hello") PART("name=\"file\"; filename=\"a.png\"", "12345") "--xx--\r\n"), 204);
    CU_ASSERT_TRUE(str_equal(got.file.bytes, STR("12345")));
    ASSERT_STR(got.file.file_name, "a.png");
    ASSERT_STR(got.text, "hello");
    CU_ASSERT_EQUAL(upload("/api/file", PART("name=\"file\"; filename=\"a.png\"", "12345") "--xx--\r\n"), 204);
    CU_ASSERT_EQUAL(upload("/file", PART("name=\"text\"", "hello") "--xx--\r\n"), 422);
    CU_ASSERT_EQUAL(upload("/file", PART("name=\"file\"; filename=\"\"", "") "--xx--\r\n"), 422);
    CU_ASSERT_EQUAL(upload("/file", PART("name=\"file\"", "no file") "--xx--\r\n"), 422);
    CU_ASSERT_EQUAL(upload("/file", PART("name=\"file\"; filename=\"a.png\"", "12345678901") "--xx--\r\n"), 422);
    CU_ASSERT_EQUAL(upload("/file", PART("name=\"file\"; filename=\"a.png\"", "12345")), 400);
    /* A file is no text. */
    CU_ASSERT_EQUAL(upload("/file", PART("name=\"text\"; filename=\"a\"", "x")
                           PART("name=\"file\"; filename=\"a\"", "1") "--xx--\r\n"), 422);
}

TEST(input_media_types)
{
    CU_ASSERT_EQUAL(asked_status(ask(&module, "POST /api/all", "Content-Type: text/plain", STR("{}"))), 415);
    CU_ASSERT_EQUAL(asked_status(ask(&module, "POST /api/all", NULL, STR("{}"))), 415);
    CU_ASSERT_EQUAL(asked_status(ask_form(&module, "POST /api/all", NULL, "text=ab")), 415);
    CU_ASSERT_EQUAL(asked_status(ask(&module, "POST /api/all", "Content-Type: APPLICATION/JSON ; charset=utf-8", STR("{}"))), 204);
    CU_ASSERT_EQUAL(asked_status(ask(&module, "GET /numbers/1", "Content-Type: nonsense", STR(""))), 204);
    CU_ASSERT_EQUAL(asked_status(ask_form(&module, "POST /api/nothing", NULL, "")), 204);
    CU_ASSERT_EQUAL(asked_status(ask_form(&module, "POST /api/nothing", NULL, "a=b")), 415);
    CU_ASSERT_EQUAL(asked_status(ask_form(&module, "POST /api/all", NULL, "")), 415);
    /* An API that takes no file takes no form either: lists and objects would silently be missing. */
    CU_ASSERT_EQUAL(upload("/api/all", PART("name=\"text\"", "ab") "--xx--\r\n"), 415);
}

static int with_length(const char *length, const char *body)
{
    char headers[100];

    handled = 0;
    snprintf(headers, sizeof(headers), "Content-Type: application/json\nContent-Length: %s", length);
    return asked_status(ask(&module, "POST /api/all", headers, str_of(body)));
}

TEST(input_length_of_the_body)
{
    static char big[70000], bigger[200000];

    CU_ASSERT_EQUAL(with_length("2", "{}"), 204);
    CU_ASSERT_EQUAL(with_length("20", "{}"), 400);
    CU_ASSERT_EQUAL(with_length("2", "{}garbage"), 204);
    CU_ASSERT_EQUAL(with_length("", "{}"), 204);              /* chunked: nobody knows before the end */
    memset(big, ' ', sizeof(big) - 1);
    memset(bigger, ' ', sizeof(bigger) - 1);
    CU_ASSERT_EQUAL(with_length("69999", big), 413);
    CU_ASSERT_EQUAL(with_length("", big), 413);
    CU_ASSERT_EQUAL(with_length("99999999999999999999", "{}"), 413);
}

static enum err measure(struct req *rq)
{
    rq->reply.status = rq->body.n == 150000 ? 204 : 500;
    return OK;
}

static const struct route large_routes[] = {
    { POST, "/api/large", ANYONE, RATE_READ, NO_INPUT, measure, "", .no_transaction = true, .accepts = "text/plain", .body_max = 200000 },
};
static const struct module large = { .name = "test", .routes = large_routes, .route_count = 1 };

static int large_with_length(const char *length, size_t n)
{
    static char bytes[300000];
    char headers[100];

    memset(bytes, 'x', n);
    snprintf(headers, sizeof(headers), "Content-Type: text/plain\nContent-Length: %s", length);
    return asked_status(ask(&large, "POST /api/large", headers, (struct str){ bytes, n }));
}

TEST(input_large_bodies_in_a_file)
{
    CU_ASSERT_EQUAL(large_with_length("150000", 150000), 204);
    CU_ASSERT_EQUAL(large_with_length("", 150000), 204);
    CU_ASSERT_EQUAL(large_with_length("150000", 100000), 400);
    CU_ASSERT_EQUAL(large_with_length("150000", 180000), 204);
    CU_ASSERT_EQUAL(large_with_length("200001", 200001), 413);
    CU_ASSERT_EQUAL(large_with_length("", 200001), 413);
    asked_store()->config.tmp = "/nowhere/at/all";
    CU_ASSERT_EQUAL(large_with_length("150000", 150000), 503);
}
