#include "test.h"

#include "base/buf.h"
#include "web/multipart.h"

#define TYPE "multipart/form-data; boundary=XX"
#define NAMED(NAME) "Content-Disposition: form-data; name=\"" NAME "\"\r\n"

static struct arena arena;

static struct multipart parsed(const char *type, struct str body)
{
    struct multipart m = { 0 };
    const char *error = "";
    enum err e;

    arena_init(&arena, 1 << 24);
    e = multipart_parse(&arena, str_of(type), body, &m, &error);
    if (e)
        printf("%s\n", error);
    CU_ASSERT_EQUAL_FATAL(e, OK);
    return m;
}

static void refused_as(const char *type, struct str body, enum err expected, const char *message)
{
    struct multipart m = { .count = 77 };
    const char *error = NULL;

    arena_init(&arena, 1 << 24);
    CU_ASSERT_EQUAL(multipart_parse(&arena, str_of(type), body, &m, &error), expected);
    ASSERT_STR(error, message);
    CU_ASSERT_EQUAL(m.count, 77);
    arena_done(&arena);
}

#define UNUSABLE "the Content-Type of the body has no usable boundary"

static void refused(const char *body, const char *message)
{
    refused_as(TYPE, str_of(body), ERR_MALFORMED, message);
}

TEST(multipart_reads_fields_and_files)
{
    struct multipart m = parsed("Multipart/Form-Data ; charset=x ; Boundary=\"XX\"",
        STR("--XX\r\n" NAMED("title") "\r\nTomato\r\nsoup\r\n"
            "--XX  \r\ncontent-type:  image/png \r\nCONTENT-DISPOSITION: form-data; filename=\"a.png\"; name=photo\r\n\r\n"
            "\x89PNG\r\n\0--X--\r\n--XXY\r\n\r\n--XX--\r\nepilogue"));

    CU_ASSERT_EQUAL_FATAL(m.count, 2);
    CU_ASSERT_TRUE(str_equal(m.parts[0].name, STR("title")));
    CU_ASSERT_TRUE(str_equal(m.parts[0].data, STR("Tomato\r\nsoup")));
    CU_ASSERT_TRUE(str_equal(m.parts[0].content_type, STR("text/plain")));
    CU_ASSERT_FALSE(m.parts[0].is_file);
    CU_ASSERT_TRUE(str_equal(m.parts[1].name, STR("photo")));
    CU_ASSERT_TRUE(m.parts[1].is_file);
    CU_ASSERT_TRUE(str_equal(m.parts[1].filename, STR("a.png")));
    CU_ASSERT_TRUE(str_equal(m.parts[1].content_type, STR("image/png")));
    CU_ASSERT_TRUE(str_equal(m.parts[1].data, STR("\x89PNG\r\n\0--X--\r\n--XXY\r\n")));
    arena_done(&arena);
}

TEST(multipart_reads_empty_things)
{
    struct multipart m = parsed(TYPE, STR("--XX\r\n" NAMED("a") "\r\n\r\n--XX\r\n" NAMED("b") "\r\n--XX\r\n"
                                          "Content-Disposition: form-data; name=f; filename=\"\"\r\n\r\n\r\n--XX--"));

    CU_ASSERT_EQUAL_FATAL(m.count, 3);
    CU_ASSERT_EQUAL(m.parts[0].data.n, 0);
    CU_ASSERT_EQUAL(m.parts[1].data.n, 0);
    CU_ASSERT_TRUE(m.parts[2].is_file && m.parts[2].filename.n == 0);
    arena_done(&arena);
    CU_ASSERT_EQUAL(parsed(TYPE, STR("--XX--")).count, 0);
    arena_done(&arena);
    CU_ASSERT_EQUAL(parsed(TYPE, STR("preamble --XX\r\n\r\n--XX--\r\n")).count, 0);
    arena_done(&arena);
}

static void name_is(const char *sent, const char *name, const char *filename)
{
    struct buf b;
    struct multipart m;

    buf_init(&b, NULL, 10000);
    buf_printf(&b, "--XX\r\nContent-Disposition: form-data; %s\r\n\r\nx\r\n--XX--\r\n", sent);
    m = parsed(TYPE, buf_str(&b));
    CU_ASSERT_EQUAL_FATAL(m.count, 1);
    CU_ASSERT_TRUE(str_equal(m.parts[0].name, str_of(name)));
    CU_ASSERT_TRUE(str_equal(m.parts[0].filename, str_of(filename)));
    buf_done(&b);
    arena_done(&arena);
}

TEST(multipart_reads_names_as_browsers_write_them)
{
    name_is("name=\"a b;c\"; filename=\"\xC3\xA9.png\"", "a b;c", "\xC3\xA9.png");
    name_is("name=\"a%22b%41\"; filename=\"x%0d%0A%22.png\"", "a\"b%41", "x__\".png");
    name_is("name=\"a\\\"b\"; filename=\"C:\\dir\\new\\a.png\"", "a\"b", "a.png");
    name_is("name=n; filename=\"../../etc/passwd\"", "n", "passwd");
    name_is("name=n; filename=\"a/\";", "n", "");
    name_is("name=n; filename*=utf-8''x; other=\"\\\"\"", "n", "");
}

TEST(multipart_refuses_other_types_and_boundaries)
{
    refused_as("application/json", STR("{}"), ERR_MEDIA_TYPE, "the body must be multipart/form-data");
    refused_as("", STR(""), ERR_MEDIA_TYPE, "the body must be multipart/form-data");
    refused_as("multipart/form-data", STR(""), ERR_MALFORMED, UNUSABLE);
    refused_as("multipart/form-data; boundary=\"\"", STR(""), ERR_MALFORMED, UNUSABLE);
    refused_as("multipart/form-data; boundary=\"a \"", STR(""), ERR_MALFORMED, UNUSABLE);
    refused_as("multipart/form-data; boundary=\"a\\\"\"", STR(""), ERR_MALFORMED, UNUSABLE);
    refused_as("multipart/form-data; boundary=12345678901234567890123456789012345678901234567890123456789012345678901", STR(""),
               ERR_MALFORMED, UNUSABLE);
    refused_as("multipart/form-data; boundary=\"x", STR(""), ERR_MALFORMED, "the Content-Type of the body cannot be read");
    refused_as("multipart/form-data; x y", STR(""), ERR_MALFORMED, "the Content-Type of the body cannot be read");
}

TEST(multipart_refuses_broken_bodies)
{
    refused("", "the body ends before its last boundary");
    refused("--XX\r\n" NAMED("a") "\r\nabc", "the body ends before its last boundary");
    refused("--XX\r\n" NAMED("a") "\r\nabc\r\n--XX\r", "the body ends before its last boundary");
    refused("--XX\r\n" NAMED("a"), "the body ends within the headers of a part");
    refused("--XX\r\n\r\nabc\r\n--XX--", "a part has no name");
    refused("--XX\r\nContent-Type: a/b\r\n\r\nabc\r\n--XX--", "a part has no name");
    refused("--XX\r\n" NAMED("") "\r\n\r\n--XX--", "a part has an empty name");
    refused("--XX\r\n" NAMED("a") NAMED("b") "\r\n\r\n--XX--", "a part has two Content-Disposition headers");
    refused("--XX\r\nContent-Disposition: attachment; name=a\r\n\r\n\r\n--XX--", "a part's Content-Disposition is not form-data");
    refused("--XX\r\nContent-Disposition: form-data; name=\"a\r\n\r\n\r\n--XX--", "a part's Content-Disposition cannot be read");
    refused("--XX\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\n\r\n--XX--",
            "a part's Content-Disposition names it twice");
    refused("--XX\r\nContent-Disposition: form-data; name=a; filename=a; filename=b\r\n\r\n\r\n--XX--",
            "a part's Content-Disposition names it twice");
    refused("--XX\r\nno colon\r\n\r\n\r\n--XX--", "a header of a part cannot be read");
    refused("--XX\r\nA : b\r\n\r\n\r\n--XX--", "a header of a part cannot be read");
    refused("--XX\r\nA: b\n\r\n\r\n\r\n--XX--", "a header of a part has a control character");
    refused("--XX\r\n" NAMED("a\xFF") "\r\n\r\n--XX--", "the name of a part is not UTF-8");
    refused("--XX\r\n" NAMED("a%0A") "\r\n\r\n--XX--", "the name of a part has a control character");
    refused("--XX\r\nContent-Disposition: form-data; name=a; filename=\"\xFF\"\r\n\r\n\r\n--XX--", "a file name is not UTF-8");
    refused("--XX\r\n" NAMED("a") "Content-Transfer-Encoding: base64\r\n\r\nYQ==\r\n--XX--",
            "a part has a Content-Transfer-Encoding, which forms no longer use");
}

TEST(multipart_limits_parts_and_headers)
{
    struct buf b;

    buf_init(&b, NULL, 1 << 20);
    for (int i = 0; i < MULTIPART_PARTS; i++)
        buf_printf(&b, "--XX\r\n" NAMED("n%d") "\r\n%d\r\n", i, i);
    buf_puts(&b, "--XX--\r\n");
    CU_ASSERT_EQUAL(parsed(TYPE, buf_str(&b)).count, MULTIPART_PARTS);
    arena_done(&arena);
    b.len -= 4;
    buf_puts(&b, "\r\n" NAMED("one") "\r\n\r\n--XX--\r\n");
    refused_as(TYPE, buf_str(&b), ERR_TOO_LARGE, "the body has too many parts");
    buf_clear(&b);
    buf_puts(&b, "--XX\r\n" NAMED("a") "X: ");
    for (int i = 0; i < MULTIPART_HEADER_BYTES; i++)
        buf_putc(&b, 'x');
    buf_puts(&b, "\r\n\r\n\r\n--XX--\r\n");
    refused_as(TYPE, buf_str(&b), ERR_TOO_LARGE, "the headers of a part are too long");
    buf_done(&b);
}

/* Almost-delimiters in a large file must not make it slow. */
TEST(multipart_is_linear)
{
    struct buf b;
    struct multipart m;
    long long begin;

    buf_init(&b, NULL, 1 << 25);
    buf_puts(&b, "--XX\r\n" NAMED("a") "\r\n");
    for (int i = 0; i < 2000000; i++)
        buf_put(&b, "\r\n--XX-", 7);
    buf_puts(&b, "\r\n--XX--\r\n");
    begin = test_cpu_us();
    m = parsed(TYPE, buf_str(&b));
    CU_ASSERT_EQUAL(m.parts[0].data.n, 14000000);
    CU_ASSERT_TRUE(test_cpu_us() - begin < 2000000);
    arena_done(&arena);
    buf_done(&b);
}
