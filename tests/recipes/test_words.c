/* Words at the head of texts and in tables, against looking at one character or word after the other. */
#include "test.h"

#include "base/utf8.h"
#include "recipes/words.h"

#include <stdlib.h>
#include <string.h>

enum { TABLE_MAX = 40, TEXT_MAX = 41, PLACES = 16 };

static struct arena arena;

/* ---- tables ---- */

/* Few letters, so that words begin alike, in their first eight bytes too. */
static void make_word(char ret[WORD_KNOWN_MAX + 1])
{
    size_t n = 1 + (size_t)random() % WORD_KNOWN_MAX;

    for (size_t i = 0; i < n; i++)
        ret[i] = i < 7 && random() % 2 ? 'a' : (char)('a' + random() % 3);
    memset(ret + n, 0, WORD_KNOWN_MAX + 1 - n);
}

static int by_word(const void *a, const void *b)
{
    return strcmp(((const struct word_known *)a)->word, ((const struct word_known *)b)->word);
}

static size_t make_table(struct word_known table[TABLE_MAX], size_t count)
{
    size_t n = 0;

    for (size_t i = 0; i < count; i++)
        make_word(table[i].word);
    qsort(table, count, sizeof(*table), by_word);
    for (size_t i = 0; i < count; i++)
        if (n == 0 || strcmp(table[n - 1].word, table[i].word) != 0)
            table[n++] = table[i];
    return n;
}

/* `word` as it might stand in a text: capitals, accents, more behind it. */
static struct str disguise(const char *word, char ret[64])
{
    size_t n = 0;

    for (const char *c = word; *c; c++) {
        if (random() % 8 == 0 && *c == 'a')
            n += (size_t)snprintf(ret + n, 64 - n, "%s", random() % 2 ? "\u00E4" : "\u00C2");
        else
            ret[n++] = (char)(random() % 4 ? *c : *c - 32);
    }
    if (random() % 8 == 0)
        ret[n++] = 'c';
    return (struct str){ ret, n };
}

static const struct word_known *find_plainly(struct str word, const struct word_known *table, size_t count)
{
    struct str folded = utf8_fold(&arena, word, UTF8_FOLD_BASE);

    for (size_t i = 0; i < count; i++)
        if (str_equal(folded, str_of(table[i].word)))
            return &table[i];
    return NULL;
}

TEST(word_find_finds_what_is_there)
{
    struct word_known table[TABLE_MAX];
    char text[64], other[WORD_KNOWN_MAX + 1];
    int found = 0;

    srandom(6);
    arena_init(&arena, 1 << 20);
    for (int round = 0; round < 4000; round++) {
        size_t count = make_table(table, (size_t)round % (TABLE_MAX + 1));

        for (size_t i = 0; i < 2 * count + 2; i++) {
            struct str word = disguise(i < count ? table[i].word : (make_word(other), other), text);
            const struct word_known *one = find_plainly(word, table, count);

            CU_ASSERT_PTR_EQUAL_FATAL(word_find(&arena, word, table, count), one);
            found += one != NULL;
        }
        arena_reset(&arena);
    }
    CU_ASSERT_TRUE(found > 40000);
}

TEST(word_find_knows_no_longer_words)
{
    static const struct word_known table[] = { { "abcdefghijklmno", 1, 0 } };

    arena_init(&arena, 1 << 16);
    CU_ASSERT_PTR_EQUAL(word_find(&arena, STR("AbcdefghijklmnO"), table, 1), table);
    CU_ASSERT_PTR_EQUAL(word_find(&arena, STR("\u00E4bcdefghijklmn\u00F6"), table, 1), table);
    CU_ASSERT_PTR_NULL(word_find(&arena, STR("abcdefghijklmnop"), table, 1));
    CU_ASSERT_PTR_NULL(word_find(&arena, STR("\u00E4bcdefghijklmnop"), table, 1));
    CU_ASSERT_PTR_NULL(word_find(&arena, STR("abcdefghijklmn"), table, 1));
    CU_ASSERT_PTR_NULL(word_find(&arena, STR(""), table, 1));
}

TEST(word_listed_looks_at_whole_entries)
{
    static const struct {
        const char *list, *word;
        bool listed;
    } cases[] = {
        { "a|bc|d e", "a", true }, { "a|bc|d e", "bc", true }, { "a|bc|d e", "d e", true }, { "a|bc|d e", "b", false },
        { "a|bc|d e", "c", false }, { "a|bc|d e", "d", false }, { "a|bc|d e", "bcd", false }, { "a|bc|d e", "", false },
        { "a", "a", true }, { "a", "aa", false }, { "aa", "a", false }, { "ab|a", "a", true },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CU_ASSERT_EQUAL(word_listed(cases[i].list, str_of(cases[i].word)), cases[i].listed);
}

/* ---- heads ---- */

/* Letters and what is none of two and three bytes, whole and cut off. */
static const char *const characters[] = {
    "a", "Z", "@", "[", "`", "{", "1", " ", "\t", "-", ".", "'", "\u00A0", "\u2009", "\u2019", "\u00BD", "\u00D7", "\u00E4", "\u0153",
    "\u3001", "\u6599", "\U0001F345", "\xC3", "\xE2\x80", "\x80", "\xFF",
};

static size_t head_plainly(struct str s)
{
    size_t n = 0, letter;

    while ((letter = word_letter(word_rest(s, n))) > 0)
        n += letter;
    return n;
}

static void check_text(struct str s)
{
    size_t ends[WORD_PHRASE_MAX], head = word_head(s).n, blanks = word_blanks(s), count = word_ends(s, ends), last = 0;

    CU_ASSERT_EQUAL_FATAL(head, head_plainly(s));
    CU_ASSERT_TRUE_FATAL(head <= s.n && blanks <= s.n && (head == 0 || blanks == 0) && word_blanks(word_rest(s, blanks)) == 0);
    CU_ASSERT_TRUE_FATAL(count <= WORD_PHRASE_MAX && (count > 0) == (head > 0) && (count == 0 || ends[0] == head));
    for (size_t i = 0; i < count; last = ends[i++])
        CU_ASSERT_TRUE_FATAL(ends[i] > last && ends[i] <= s.n && word_letter(word_rest(s, ends[i])) == 0);
    CU_ASSERT_TRUE_FATAL(word_phrase(&arena, s, "a|a z|z a a") <= last);
}

TEST(word_heads_stay_inside_of_the_text)
{
    srandom(7);
    arena_init(&arena, 1 << 20);
    for (size_t place = 0; place < PLACES; place++) {
        char *end = test_at_end(0, place);

        for (size_t n = 0; n < TEXT_MAX; n++)
            for (int i = 0; i < 40; i++) {
                char *text = end - n;

                for (size_t at = 0; at < n;) {
                    const char *one = random() % 2 ? "a" : characters[(size_t)random() % ARRAY_LEN(characters)];
                    size_t bytes = strlen(one) < n - at ? strlen(one) : n - at;

                    memcpy(text + at, one, bytes);
                    at += bytes;
                }
                check_text((struct str){ text, n });
                arena_reset(&arena);
            }
    }
}
