/* str, buf, hash and log. */
#include "test.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/log.h"

#include <string.h>
#include <unistd.h>

TEST(str_compares_bytes)
{
    CU_ASSERT_TRUE(str_equal(STR(""), str_of(NULL)));
    CU_ASSERT_TRUE(str_equal(STR("a\0b"), STR("a\0b")));
    CU_ASSERT_FALSE(str_equal(STR("a\0b"), STR("a\0c")));
    CU_ASSERT_FALSE(str_equal(STR("ab"), STR("abc")));
    CU_ASSERT_TRUE(str_equal_nocase(STR("aZ09"), STR("Az09")));
    CU_ASSERT_FALSE(str_equal_nocase(STR("@"), STR("`")));
    CU_ASSERT_FALSE(str_equal_nocase(STR("a\0b"), STR("A\0c")));
    CU_ASSERT_FALSE(str_equal_nocase(STR("\xC4"), STR("\xE4")));
    CU_ASSERT_FALSE(str_equal_nocase(STR("ab"), STR("a")));
    CU_ASSERT_TRUE(str_starts(STR("abc"), STR("ab")));
    CU_ASSERT_FALSE(str_starts(STR("a"), STR("ab")));
    CU_ASSERT_TRUE(str_ends(STR("abc"), STR("bc")));
    CU_ASSERT_FALSE(str_ends(STR("c"), STR("bc")));
}

TEST(str_trims_ascii_blanks_only)
{
    CU_ASSERT_TRUE(str_equal(str_trim(STR(" \t\n\f\r\va b \n")), STR("a b")));
    CU_ASSERT_EQUAL(str_trim(STR("  \t ")).n, 0);
    CU_ASSERT_EQUAL(str_trim(STR("\xc2\xa0")).n, 2);
}

TEST(str_splits_at_a_separator)
{
    struct str rest = STR("a,,b,");

    CU_ASSERT_TRUE(str_equal(str_next(&rest, ','), STR("a")));
    CU_ASSERT_TRUE(str_equal(str_next(&rest, ','), STR("")));
    CU_ASSERT_TRUE(str_equal(str_next(&rest, ','), STR("b")));
    CU_ASSERT_PTR_NOT_NULL(rest.p);
    CU_ASSERT_TRUE(str_equal(str_next(&rest, ','), STR("")));
    CU_ASSERT_PTR_NULL(rest.p);
}

TEST(str_finds_a_needle)
{
    CU_ASSERT_EQUAL(str_find(STR("abcabd"), STR("abd")), 3);
    CU_ASSERT_EQUAL(str_find(STR("abc"), STR("abd")), SIZE_MAX);
    CU_ASSERT_EQUAL(str_find(STR("abc"), STR("")), 0);
    CU_ASSERT_EQUAL(str_find(STR(""), STR("a")), SIZE_MAX);
}

static void assert_int(const char *text, bool good, int64_t expected)
{
    int64_t got = 4711;

    CU_ASSERT_EQUAL(str_to_int(str_of(text), &got), good);
    CU_ASSERT_EQUAL(got, good ? expected : 4711);
}

TEST(str_reads_integers_that_fit)
{
    assert_int("0", true, 0);
    assert_int("-0", true, 0);
    assert_int("007", true, 7);
    assert_int("9223372036854775807", true, INT64_MAX);
    assert_int("-9223372036854775808", true, INT64_MIN);
    assert_int("9223372036854775808", false, 0);
    assert_int("-9223372036854775809", false, 0);
    assert_int("99999999999999999999999", false, 0);
    assert_int("", false, 0);
    assert_int("-", false, 0);
    assert_int("+1", false, 0);
    assert_int(" 1", false, 0);
    assert_int("1x", false, 0);
}

TEST(buf_grows_in_an_arena_and_outside)
{
    struct arena a;
    struct buf b[2];

    arena_init(&a, 1 << 20);
    buf_init(&b[0], NULL, 1 << 20);
    buf_init(&b[1], &a, 1 << 20);
    for (size_t k = 0; k < 2; k++) {
        ASSERT_STR(buf_text(&b[k]), "");
        CU_ASSERT_PTR_NOT_NULL(buf_str(&b[k]).p);
        for (int i = 0; i < 1000; i++)
            buf_printf(&b[k], "%d,", i % 10);
        buf_printf(&b[k], "%*s", 1000, "end");
        CU_ASSERT_EQUAL(b[k].len, 3000);
        ASSERT_STR(buf_text(&b[k]) + 2997, "end");
        buf_clear(&b[k]);
        ASSERT_STR(buf_text(&b[k]), "");
        buf_putc(&b[k], 'x');
        ASSERT_STR(buf_text(&b[k]), "x");
        buf_done(&b[k]);
    }
    arena_done(&a);
}

TEST(buf_keeps_its_error_until_it_is_cleared)
{
    struct buf b;

    buf_init(&b, NULL, 4);
    buf_puts(&b, "1234");
    CU_ASSERT_FALSE(b.failed);
    buf_putc(&b, '5');
    CU_ASSERT_TRUE(b.failed);
    buf_put(&b, "", 0);
    CU_ASSERT_TRUE(b.failed);
    buf_clear(&b);
    buf_puts(&b, "12");
    CU_ASSERT_FALSE(b.failed);
    ASSERT_STR(buf_text(&b), "12");
    buf_done(&b);
}

/* Examples of FIPS 180-4's test vectors and RFC 4231, test case 2 (its key padded with zeros, which HMAC does too). */
TEST(hash_gives_the_published_digests)
{
    struct hash key = { { 'J', 'e', 'f', 'e' } };
    char hex[HASH_HEX_SIZE];

    ASSERT_STR(hash_hex(hash_sha256(STR("abc")), hex), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    ASSERT_STR(hash_hex(hash_sha256(STR("")), hex), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    ASSERT_STR(hash_hex(hash_blake2b(STR("abc")), hex), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    ASSERT_STR(hash_hex(hash_hmac(key, STR("what do ya want for nothing?")), hex),
               "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(hash_reads_and_writes_hex)
{
    unsigned char bytes[3] = { 0 };
    struct arena a;

    arena_init(&a, 1 << 20);
    CU_ASSERT_TRUE(hash_parse_hex(STR("00fFA1"), bytes, 3));
    ASSERT_STR(hash_hex_of(&a, bytes, 3), "00ffa1");
    CU_ASSERT_FALSE(hash_parse_hex(STR("00ffa"), bytes, 3));
    CU_ASSERT_FALSE(hash_parse_hex(STR("00ffa100"), bytes, 3));
    CU_ASSERT_FALSE(hash_parse_hex(STR("00ffag"), bytes, 3));
    CU_ASSERT_FALSE(hash_parse_hex(STR("00 fa1"), bytes, 3));
    arena_done(&a);
}

TEST(hash_has_one_spelling)
{
    struct hash abc = hash_sha256(STR("abc")), h;
    char hex[HASH_HEX_SIZE], longer[HASH_HEX_SIZE + 1];

    hash_hex(abc, hex);
    CU_ASSERT_TRUE(hash_parse(hex, &h));
    CU_ASSERT_TRUE(hash_equal(h, abc));
    snprintf(longer, sizeof(longer), "%s0", hex);
    CU_ASSERT_FALSE(hash_parse(longer, &h));
    hex[0] = 'B';
    CU_ASSERT_FALSE(hash_parse(hex, &h));
    hex[0] = 'g';
    CU_ASSERT_FALSE(hash_parse(hex, &h));
    CU_ASSERT_FALSE(hash_parse("", &h));
}

TEST(hash_kept_outlives_its_struct)
{
    struct hash h = hash_sha256(STR("abc"));
    struct str there = hash_str(&h), kept;
    struct arena a;

    arena_init(&a, 1 << 20);
    kept = hash_keep(&a, h);
    CU_ASSERT_EQUAL(there.n, HASH_BYTES);
    CU_ASSERT_PTR_EQUAL(there.p, h.b);
    CU_ASSERT_TRUE(str_equal(kept, there));
    memset(&h, 0, sizeof(h));
    CU_ASSERT_FALSE(str_equal(kept, there));
    arena_done(&a);
}

TEST(hash_random_text_differs_and_is_safe_in_a_url)
{
    struct arena a;
    const char *one, *two;

    arena_init(&a, 1 << 20);
    one = hash_random_text(&a, 24);
    two = hash_random_text(&a, 24);
    CU_ASSERT_EQUAL(strlen(one), 32);
    CU_ASSERT_STRING_NOT_EQUAL(one, two);
    CU_ASSERT_EQUAL(strspn(one, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), 32);
    arena_done(&a);
}

TEST(hash_equal_looks_at_every_byte)
{
    struct hash a = hash_sha256(STR("a")), b = a;

    CU_ASSERT_TRUE(hash_equal(a, b));
    b.b[HASH_BYTES - 1] ^= 1;
    CU_ASSERT_FALSE(hash_equal(a, b));
}

/* What log_write() puts on standard error, through a pipe. */
static size_t captured(const struct buf *fields, char *ret, size_t size)
{
    int ends[2], saved = dup(STDERR_FILENO);
    ssize_t n;

    CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
    dup2(ends[1], STDERR_FILENO);
    log_write("warn", "test.event", fields);
    dup2(saved, STDERR_FILENO);
    close(ends[1]);
    n = read(ends[0], ret, size - 1);
    close(ends[0]);
    close(saved);
    ret[n > 0 ? n : 0] = '\0';
    return n > 0 ? (size_t)n : 0;
}

TEST(log_writes_one_line)
{
    char line[20000];
    struct buf fields;
    size_t n;

    buf_init(&fields, NULL, 100000);
    log_field(&fields, "name", STR("a b\x01\x7f\\"));
    log_field(&fields, "none", STR(""));
    log_field_int(&fields, "n", INT64_MIN);
    captured(&fields, line, sizeof(line));
    CU_ASSERT_EQUAL(strncmp(line, "ts=2", 4), 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(strstr(line, " level="));
    ASSERT_STR(strstr(line, " level="),
               " level=warn event=test.event name=\"a b\\x01\\x7f\\\\\" none=\"\" n=-9223372036854775808\n");
    for (int i = 0; i < 5000; i++)
        log_field_int(&fields, "more", i);
    n = captured(&fields, line, sizeof(line));
    CU_ASSERT_TRUE(n <= 8192 && n > 100 && line[n - 1] == '\n' && strlen(line) == n);
    buf_done(&fields);
}

TEST(str_find_in_nothing)
{
    CU_ASSERT_EQUAL(str_find((struct str){ NULL, 0 }, STR("a")), SIZE_MAX);
    CU_ASSERT_EQUAL(str_find(STR("ba"), STR("a")), 1);
}
