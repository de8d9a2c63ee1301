#include "test.h"

#include "web/form.h"

static struct arena arena;

static struct form form(const char *text)
{
    struct form f = { 0 };
    const char *error = NULL;

    arena_init(&arena, 1 << 24);
    CU_ASSERT_EQUAL_FATAL(form_parse(&arena, str_of(text), &f, &error), OK);
    return f;
}

static void refused(struct str text, enum err expected, const char *message)
{
    struct form f = { .count = 77 };
    const char *error = NULL;

    arena_init(&arena, 1 << 24);
    CU_ASSERT_EQUAL(form_parse(&arena, text, &f, &error), expected);
    ASSERT_STR(error, message);
    CU_ASSERT_EQUAL(f.count, 77);
    arena_done(&arena);
}

TEST(form_reads_pairs_in_order)
{
    struct form f = form("a=1&&b=two+words&c=%C3%A9%2b%26&d&=e&a=2&f==&");

    CU_ASSERT_EQUAL_FATAL(f.count, 7);
    CU_ASSERT_TRUE(str_equal(f.pairs[0].name, STR("a")) && str_equal(f.pairs[0].value, STR("1")));
    CU_ASSERT_TRUE(str_equal(f.pairs[1].value, STR("two words")));
    CU_ASSERT_TRUE(str_equal(f.pairs[2].value, STR("\xC3\xA9+&")));
    CU_ASSERT_TRUE(str_equal(f.pairs[3].name, STR("d")) && str_equal(f.pairs[3].value, STR("")));
    CU_ASSERT_TRUE(str_equal(f.pairs[4].name, STR("")) && str_equal(f.pairs[4].value, STR("e")));
    CU_ASSERT_TRUE(str_equal(f.pairs[6].value, STR("=")));
    CU_ASSERT_TRUE(str_equal(*form_find(&f, STR("a")), STR("1")));
    CU_ASSERT_PTR_NULL(form_find(&f, STR("z")));
    arena_done(&arena);
}

TEST(form_reads_nothing)
{
    CU_ASSERT_EQUAL(form("").count, 0);
    arena_done(&arena);
    CU_ASSERT_EQUAL(form("&&&").count, 0);
    arena_done(&arena);
}

TEST(form_refuses_with_words)
{
    refused(STR("a=%"), ERR_MALFORMED, "a % must be followed by two hexadecimal digits");
    refused(STR("a=%4"), ERR_MALFORMED, "a % must be followed by two hexadecimal digits");
    refused(STR("a=%4g"), ERR_MALFORMED, "a % must be followed by two hexadecimal digits");
    refused(STR("%zz=1"), ERR_MALFORMED, "a % must be followed by two hexadecimal digits");
    refused(STR("a=%00"), ERR_MALFORMED, "the character NUL is not allowed");
    refused(STR("a=\0"), ERR_MALFORMED, "the character NUL is not allowed");
    refused(STR("a=%FF"), ERR_MALFORMED, "the text is not UTF-8");
    refused(STR("\xC3=1"), ERR_MALFORMED, "the text is not UTF-8");
    refused(STR("a=%ED%A0%80"), ERR_MALFORMED, "the text is not UTF-8");
}

TEST(form_limits_the_number_of_pairs)
{
    static char text[2 * FORM_PAIRS + 3];

    for (size_t i = 0; i < FORM_PAIRS; i++)
        memcpy(text + 2 * i, "a&", 3);
    CU_ASSERT_EQUAL(form(text).count, FORM_PAIRS);
    arena_done(&arena);
    text[2 * FORM_PAIRS] = 'a';
    refused(str_of(text), ERR_TOO_LARGE, "too many fields");
}

TEST(form_encodes_for_links)
{
    struct buf b;

    buf_init(&b, NULL, 1000);
    buf_puts(&b, "/recipes");
    form_put_pair(&b, '?', STR("q"), STR("S\xC3\xBC\xC3\x9F & <b>\"'/+%~"));
    form_put_pair(&b, '&', STR("a b"), STR("-._09AZaz"));
    ASSERT_STR(buf_text(&b), "/recipes?q=S%C3%BC%C3%9F%20%26%20%3Cb%3E%22%27%2F%2B%25~&a%20b=-._09AZaz");
    buf_done(&b);
}

/* Whatever the bytes, what was encoded reads back. */
TEST(form_round_trips_all_of_ascii)
{
    char text[128];
    struct form f;
    struct buf b;

    for (int i = 1; i < 128; i++)
        text[i - 1] = (char)i;
    buf_init(&b, NULL, 10000);
    form_put_pair(&b, 0, (struct str){ text, 127 }, (struct str){ text, 127 });
    f = form(buf_text(&b));
    CU_ASSERT_EQUAL_FATAL(f.count, 1);
    CU_ASSERT_TRUE(str_equal(f.pairs[0].name, (struct str){ text, 127 }));
    CU_ASSERT_TRUE(str_equal(f.pairs[0].value, (struct str){ text, 127 }));
    buf_done(&b);
    arena_done(&arena);
}
