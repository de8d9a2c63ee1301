#include "test.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/id.h"
#include "base/log.h"
#include "base/utf8.h"

#include <string.h>

TEST(arena_gives_zeroed_memory)
{
    struct arena a;
    char *p;

    arena_init(&a, 1 << 20);
    for (int i = 0; i < 1000; i++) {
        p = arena_alloc(&a, 100);
        CU_ASSERT_FATAL(p[0] == 0 && p[99] == 0);
        memset(p, 1, 100);
    }
    arena_reset(&a);
    CU_ASSERT_EQUAL(a.used_bytes, 0);
    arena_done(&a);
}

TEST(arena_extends_only_its_newest)
{
    struct arena a;
    char *volatile p, *q;      /* volatile: the compiler remembers how long it was */

    arena_init(&a, 10000);
    p = arena_bytes(&a, 100);
    CU_ASSERT_TRUE(arena_extend(&a, p, 100, 1000));
    memset(p, 1, 1100);
    q = arena_bytes(&a, 1);
    CU_ASSERT_TRUE(q >= p + 1100);
    CU_ASSERT_FALSE(arena_extend(&a, p, 1100, 1));
    CU_ASSERT_FALSE(arena_extend(&a, q, 1, 10000));     /* past the ceiling */
    CU_ASSERT_TRUE(arena_extend(&a, q, 1, 15));         /* alignment had left that much */
    arena_done(&a);
}

TEST(arena_keeps_its_newest_block)
{
    struct arena a;
    char *before;

    arena_init(&a, 1 << 24);
    for (int i = 0; i < 100; i++)
        arena_alloc(&a, 1000);
    arena_reset(&a);
    before = arena_alloc(&a, 60000);      /* more than the first block holds */
    arena_reset(&a);
    CU_ASSERT_PTR_EQUAL(arena_alloc(&a, 60000), before);
    CU_ASSERT_EQUAL(a.used_bytes, 60000);
    arena_alloc(&a, 4 << 20);
    arena_reset(&a);
    CU_ASSERT_PTR_NULL(a.block);          /* a large one is given back */
    arena_done(&a);
}

TEST(arena_joins_texts)
{
    struct arena a;

    arena_init(&a, 10000);
    ASSERT_STR(arena_join(&a, "a", "", "bc", NULL), "abc");
    ASSERT_STR(arena_join(&a, "", NULL), "");
    arena_done(&a);
}

TEST(arena_jumps_out_at_its_ceiling)
{
    struct arena a;
    jmp_buf out;
    volatile int jumped = 0;

    arena_init(&a, 4096);
    a.escape = &out;
    if (setjmp(out) == 0) {
        for (;;)
            arena_alloc(&a, 100);
    } else {
        jumped = 1;
    }
    CU_ASSERT_TRUE(jumped);
    arena_done(&a);
}

static int closed;

static void note_closed(void *arg)
{
    (void)arg;
    closed++;
}

/* What is handed over to a full arena is closed all the same. */
TEST(arena_defers_even_when_full)
{
    struct arena a;
    jmp_buf full;
    volatile int opened = 0;

    arena_init(&a, 4096);
    a.escape = &full;
    if (setjmp(full) == 0) {
        for (;;) {
            opened = opened + 1;
            arena_defer(&a, note_closed, NULL);
        }
    }
    a.escape = NULL;
    CU_ASSERT_TRUE(opened > 10);
    CU_ASSERT_EQUAL(closed, 1);
    arena_reset(&a);
    CU_ASSERT_EQUAL(closed, opened);
    arena_done(&a);
}

TEST(arena_rewinds_to_a_mark)
{
    struct arena a;
    struct arena_mark m;
    size_t used;

    arena_init(&a, 1 << 24);
    arena_alloc(&a, 10);
    m = arena_mark(&a);
    used = a.used_bytes;
    for (int i = 0; i < 100; i++)
        arena_alloc(&a, 10000);
    arena_rewind(&a, m);
    CU_ASSERT_EQUAL(a.used_bytes, used);
    arena_done(&a);
}

TEST(buf_stops_at_its_ceiling_and_says_so)
{
    struct buf b;

    buf_init(&b, NULL, 10);
    buf_puts(&b, "12345");
    CU_ASSERT_FALSE(b.failed);
    buf_printf(&b, "%s", "678901");
    CU_ASSERT_TRUE(b.failed);
    ASSERT_STR(buf_text(&b), "12345");
    buf_done(&b);
}

TEST(id_survives_its_text_form)
{
    char text[ID_TEXT_SIZE];
    struct id a = id_new(1023), b;

    CU_ASSERT_EQUAL(id_vshard(a), 1023);
    CU_ASSERT_TRUE(id_parse(str_of(id_text(a, text)), &b));
    CU_ASSERT_TRUE(id_equal(a, b));
    text[0] = '8';
    CU_ASSERT_FALSE(id_parse(str_of(text), &b));
}

TEST(clock_reads_and_writes_rfc3339)
{
    char text[CLOCK_RFC3339_SIZE];
    int64_t t;

    CU_ASSERT_TRUE(clock_parse_rfc3339(STR("2024-02-29T23:59:59.25+01:00"), &t));
    ASSERT_STR(clock_rfc3339(t, text), "2024-02-29T22:59:59.250000Z");
    CU_ASSERT_FALSE(clock_parse_rfc3339(STR("2023-02-29T00:00:00Z"), &t));
    CU_ASSERT_FALSE(clock_parse_rfc3339(STR("2023-02-28T00:00:00"), &t));
    CU_ASSERT_FALSE(clock_parse_rfc3339(STR("2023-13-01T00:00:00Z"), &t));
}

TEST(utf8_folds_for_search)
{
    struct arena a;

    arena_init(&a, 1 << 20);
    ASSERT_STR(arena_str(&a, utf8_fold(&a, STR("K\xc3\xa4se, Sp\xc3\xa4tzle!"), UTF8_FOLD_BASE)), "kase spatzle");
    ASSERT_STR(arena_str(&a, utf8_fold(&a, STR("K\xc3\xa4se"), UTF8_FOLD_GERMAN)), "kaese");
    ASSERT_STR(arena_str(&a, utf8_fold(&a, STR("a\xcc\x88"), UTF8_FOLD_GERMAN)), "ae");
    ASSERT_STR(arena_str(&a, utf8_fold(&a, STR("Stra\xc3\x9f" "e \xc2\xbd"), UTF8_FOLD_BASE)), "strasse 1 2");
    ASSERT_STR(arena_str(&a, utf8_fold(&a, STR("  L'\xc3\x89t\xc3\xa9\xef\xb8\x8f, \xef\xac\x81n! "), UTF8_FOLD_BASE)),
               "l ete fin");
    ASSERT_STR(arena_str(&a, utf8_fold(&a, STR("\xe3\x81\x8c"), UTF8_FOLD_BASE)), "\xe3\x81\x8c");
    ASSERT_STR(arena_str(&a, utf8_fold(&a, STR("\xff x \xc2"), UTF8_FOLD_BASE)), "x");
    arena_done(&a);
}

TEST(utf8_lowers_letters_and_keeps_accents)
{
    struct arena a;

    arena_init(&a, 1 << 20);
    ASSERT_STR(arena_str(&a, utf8_lower(&a, STR("\xc3\x84PPLE \xd0\x96 1!"))), "\xc3\xa4pple \xd0\xb6 1!");
    ASSERT_STR(arena_str(&a, utf8_lower(&a, STR(""))), "");
    arena_done(&a);
}

TEST(utf8_refuses_what_rfc3629_refuses)
{
    CU_ASSERT_TRUE(utf8_valid(STR("\xf0\x9f\x8d\x9d")));
    CU_ASSERT_FALSE(utf8_valid(STR("\xc0\xaf")));
    CU_ASSERT_FALSE(utf8_valid(STR("\xed\xa0\x80")));
    CU_ASSERT_FALSE(utf8_valid(STR("\xf4\x90\x80\x80")));
    CU_ASSERT_FALSE(utf8_valid(STR("\xe2\x82")));
}

TEST(log_fields_cannot_break_a_line)
{
    struct buf b;

    buf_init(&b, NULL, 1000);
    log_field(&b, "a", STR("plain"));
    log_field(&b, "b", STR("two\nlines \"q\""));
    ASSERT_STR(buf_text(&b), " a=plain b=\"two\\nlines \\\"q\\\"\"");
    buf_done(&b);
}

static char deferred_order[3];
static size_t deferred_count;

static void note_deferred(void *arg)
{
    deferred_order[deferred_count++] = *(const char *)arg;
}

TEST(arena_runs_what_was_deferred_newest_first)
{
    char letters[] = "ab";
    struct arena a;

    arena_init(&a, 1 << 20);
    arena_defer(&a, note_deferred, letters);
    arena_defer(&a, note_deferred, letters + 1);
    arena_reset(&a);
    ASSERT_STR(deferred_order, "ba");
    arena_done(&a);
}
