/* Eight bytes at once against one after the other. */
#include "test.h"

#include "base/bytes.h"

#include <stdbool.h>
#include <stdlib.h>

enum { WORDS = 4000 };

/* Bytes that differ from `c` by little, where borrowing from the next byte could be seen, among others. */
static void fill(char word[8], unsigned char c)
{
    const unsigned char near[] = { c, c, (unsigned char)(c - 1), (unsigned char)(c + 1), c ^ 1, c ^ 0x80, 0, 1, 0x7F, 0x80, 0xFF };

    for (int i = 0; i < 8; i++)
        word[i] = (char)(random() % 4 ? near[(size_t)random() % sizeof(near)] : random());
}

/* The first of eight that is `c`, or below it; 8 where there is none. */
static size_t first_equal(const char *word, unsigned char c)
{
    const char *at = memchr(word, c, 8);

    return at ? (size_t)(at - word) : 8;
}

static size_t first_below(const char *word, unsigned char c)
{
    size_t i = 0;

    while (i < 8 && (unsigned char)word[i] >= c)
        i++;
    return i;
}

static bool finds(uint64_t found, size_t first)
{
    return first == 8 ? found == 0 : found != 0 && bytes_first(found) == first;
}

/* For every byte up to `most`. */
static void compare(int most, uint64_t (*find)(uint64_t w, unsigned char c), size_t (*first)(const char *word, unsigned char c))
{
    char word[8];

    srandom(1);
    for (int c = 0; c <= most; c++)
        for (int i = 0; i < WORDS; i++) {
            fill(word, (unsigned char)c);
            CU_ASSERT_TRUE_FATAL(finds(find(bytes_load(word), (unsigned char)c), first(word, (unsigned char)c)));
        }
}

TEST(bytes_finds_the_first_that_is_equal)
{
    compare(255, bytes_equal, first_equal);
}

TEST(bytes_finds_the_first_that_is_below)
{
    compare(128, bytes_below, first_below);
}

TEST(bytes_of_several_kinds_are_found_together)
{
    char word[8];

    srandom(3);
    for (int i = 0; i < 256 * WORDS; i++) {
        unsigned char c = (unsigned char)random(), below = (unsigned char)(random() % 129);
        size_t equal, less;
        uint64_t w;

        fill(word, i % 2 ? c : below);
        w = bytes_load(word);
        equal = first_equal(word, c);
        less = first_below(word, below);
        CU_ASSERT_TRUE_FATAL(finds(bytes_equal(w, c) | bytes_below(w, below), equal < less ? equal : less));
    }
}

TEST(bytes_load_puts_the_first_byte_lowest)
{
    char *word = test_at_end(9, 0);

    memcpy(word, "\0\1\2\3\4\5\6\7\xF8", 9);
    CU_ASSERT_EQUAL(bytes_load(word), UINT64_C(0x0706050403020100));
    CU_ASSERT_EQUAL(bytes_load(word + 1), UINT64_C(0xF807060504030201));
}
