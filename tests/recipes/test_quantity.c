#include "test.h"

#include "recipes/quantity.h"
#include "recipes/recipe.h"
#include "recipes/words.h"

#include <inttypes.h>

static struct quantity q(int64_t num, int64_t den)
{
    return quantity_of(num, den);
}

static const char *show(struct quantity a, enum quantity_style style)
{
    static char text[4][QUANTITY_TEXT_SIZE];
    static int next;

    return quantity_text(a, style, text[next++ & 3]);
}

static const struct read_case {
    const char *text;
    int num, den, max_num, max_den;
    const char *rest;
} read_cases[] = {
    { "1 1/2 cups", 3, 2, 0, 0, " cups" },     { "1\u00BD", 3, 2, 0, 0, "" },          { "\u00BD", 1, 2, 0, 0, "" },
    { "1 \u00BD TL", 3, 2, 0, 0, " TL" },      { "1/2", 1, 2, 0, 0, "" },              { "1\u20442 c", 1, 2, 0, 0, " c" },
    { "1 / 2", 1, 2, 0, 0, "" },               { "1-1/2 cup", 3, 2, 0, 0, " cup" },    { "1 & 1/2", 3, 2, 0, 0, "" },
    { "2 and 1/4 c", 9, 4, 0, 0, " c" },       { "2-3", 2, 1, 3, 1, "" },              { "2 \u2013 3 x", 2, 1, 3, 1, " x" },
    { "2 to 3 eggs", 2, 1, 3, 1, " eggs" },    { "2 bis 3 Eier", 2, 1, 3, 1, " Eier" }, { "1 till 2", 1, 1, 2, 1, "" },
    { "1 \u00E0 2", 1, 1, 2, 1, "" },          { "1\u20131\u00BD", 1, 1, 3, 2, "" },   { "\u00BD-1", 1, 2, 1, 1, "" },
    { "1/2 - 3/4 c", 1, 2, 3, 4, " c" },       { "1 1/2 to 2 1/2", 3, 2, 5, 2, "" },   { "3-2", 3, 1, 0, 0, "-2" },
    { "2-inch", 2, 1, 0, 0, "-inch" },         { "1,5", 3, 2, 0, 0, "" },              { "1.5", 3, 2, 0, 0, "" },
    { "0,5", 1, 2, 0, 0, "" },                 { ".5 c", 1, 2, 0, 0, " c" },           { "1.000", 1000, 1, 0, 0, "" },
    { "1,000 g", 1000, 1, 0, 0, " g" },        { "0.125", 1, 8, 0, 0, "" },            { "1.000,5", 2001, 2, 0, 0, "" },
    { "1 000 g", 1000, 1, 0, 0, " g" },        { "1\u00A0500 g", 1500, 1, 0, 0, " g" }, { "1 400 g", 1, 1, 0, 0, " 400 g" },
    { "2, chopped", 2, 1, 0, 0, ", chopped" }, { "1. Mehl", 1, 1, 0, 0, ". Mehl" },    { "1/0", 1, 1, 0, 0, "/0" },
    { "1-15 oz", 1, 1, 0, 0, "-15 oz" },       { "2 1 x", 2, 1, 0, 0, " 1 x" },
    { "0.1234567 l", 123456, 1000000, 0, 0, " l" },
    { "99999999", 99999999, 1, 0, 0, "" },     { "1 toe", 1, 1, 0, 0, " toe" },        { "2\u00BE-3\u00BC", 11, 4, 13, 4, "" },
};

TEST(quantity_reads_what_people_write)
{
    for (size_t i = 0; i < ARRAY_LEN(read_cases); i++) {
        const struct read_case *c = &read_cases[i];
        struct quantity_read r = { 0 };
        bool ok = quantity_parse(str_of(c->text), &r) && quantity_compare(r.amount, q(c->num, c->den)) == 0 &&
                  quantity_compare(r.max, q(c->max_num, c->max_den)) == 0 && str_of(c->text).n - r.bytes == str_of(c->rest).n;

        if (!ok)
            printf("'%s': %" PRId64 "/%" PRId64 " to %" PRId64 "/%" PRId64 ", %zu bytes\n", c->text, r.amount.num, r.amount.den,
                   r.max.num, r.max.den, r.bytes);
        CU_ASSERT_TRUE(ok);
    }
}

/* Words of one value; of halves they are followed by a word that is not counted. */
static const struct {
    const char *words;
    int num, den;
} number_words[] = {
    { "one eins uno a an ein eine einen einer eines en ett et un une een una", 1, 1 },
    { "two zwei tv\u00E5 deux twee dos due", 2, 1 }, { "three drei tre trois drie tres", 3, 1 },
    { "four vier fyra quatre cuatro quattro", 4, 1 }, { "five f\u00FCnf fem cinq vijf cinco cinque", 5, 1 },
    { "six sechs sex zes seis sei seks", 6, 1 }, { "seven sieben sju sept zeven siete", 7, 1 },
    { "eight acht \u00E5tta huit ocho otto", 8, 1 }, { "nine neun nio neuf negen nueve", 9, 1 },
    { "ten zehn tio dix tien diez dieci", 10, 1 }, { "eleven elf", 11, 1 }, { "twelve zw\u00F6lf tolv twaalf doce", 12, 1 },
    { "fifteen f\u00FCnfzehn femton quinze vijftien", 15, 1 }, { "twenty zwanzig tjugo vingt twintig", 20, 1 },
    { "thirty drei\u00DFig trettio trente dertig", 30, 1 },
    { "half halbe halber halbes halben halv halva halvt halve demi demie media medio mezzo mezza meia", 1, 2 },
};

static bool reads_number(struct str text, int num, int den, size_t bytes)
{
    struct quantity got = QUANTITY_NONE;
    struct arena a;
    bool ok;

    arena_init(&a, 1 << 16);
    ok = word_number(&a, text, &got) == bytes && (bytes == 0 || quantity_compare(got, q(num, den)) == 0);
    arena_done(&a);
    if (!ok)
        printf("'%.*s'\n", STR_ARG(text));
    return ok;
}

TEST(quantity_reads_number_words)
{
    for (size_t i = 0; i < ARRAY_LEN(number_words); i++) {
        struct str rest = str_of(number_words[i].words);

        while (rest.p) {
            struct str word = str_next(&rest, ' ');
            char text[64];

            snprintf(text, sizeof(text), "%.*s Tassen", STR_ARG(word));
            CU_ASSERT_TRUE(reads_number(str_of(text), number_words[i].num, number_words[i].den, word.n));
        }
    }
    CU_ASSERT_TRUE(reads_number(STR("Half a lemon"), 1, 2, 6));
    CU_ASSERT_TRUE(reads_number(STR("eine halbe Zitrone"), 1, 2, 10));
    CU_ASSERT_TRUE(reads_number(STR("a few leaves"), 0, 1, 0));
    CU_ASSERT_TRUE(reads_number(STR("half and half"), 0, 1, 0));
    CU_ASSERT_TRUE(reads_number(STR("few leaves"), 0, 1, 0));
    CU_ASSERT_TRUE(reads_number(STR("two"), 0, 1, 0));
    CU_ASSERT_TRUE(reads_number(STR("pot of soup"), 0, 1, 0));
}

TEST(quantity_leaves_what_is_none)
{
    static const char *const none[] = { "", "a", "-1", ".", "/2", "100000000", "999999999999999999999999", " 1", "," };
    struct quantity_read r;

    for (size_t i = 0; i < ARRAY_LEN(none); i++)
        CU_ASSERT_FALSE(quantity_parse(str_of(none[i]), &r));
}

TEST(quantity_tells_when_three_digits_may_be_decimals)
{
    struct quantity_read r;

    CU_ASSERT_TRUE(quantity_parse(STR("1.250 kg"), &r) && r.grouped);
    CU_ASSERT_TRUE(quantity_parse(STR("1.250.000"), &r) && !r.grouped);
    CU_ASSERT_TRUE(quantity_parse(STR("1250"), &r) && !r.grouped);
    CU_ASSERT_TRUE(quantity_parse(STR("0.250"), &r) && !r.grouped);
}

TEST(quantity_scales_980_ml_for_8_to_490_for_4)
{
    struct quantity half = quantity_scale(q(980, 1), q(8, 1), q(4, 1));

    CU_ASSERT_EQUAL(quantity_compare(half, q(490, 1)), 0);
    ASSERT_STR(show(half, QUANTITY_DECIMAL), "490");
    CU_ASSERT_EQUAL(quantity_compare(quantity_scale(q(3, 1), q(0, 1), q(4, 1)), q(3, 1)), 0);
    CU_ASSERT_EQUAL(quantity_compare(quantity_scale(q(3, 1), QUANTITY_NONE, q(4, 1)), q(3, 1)), 0);
    CU_ASSERT_FALSE(quantity_is_some(quantity_scale(QUANTITY_NONE, q(1, 1), q(4, 1))));
}

TEST(quantity_scaled_and_back_is_the_same)
{
    for (int num = 1; num < 40; num++) {
        for (int den = 1; den <= 16; den++) {
            for (int to = 1; to <= 60; to += 7) {
                struct quantity there = quantity_scale(q(num, den), q(12, 1), q(to, 1));

                CU_ASSERT_EQUAL_FATAL(quantity_compare(quantity_scale(there, q(to, 1), q(12, 1)), q(num, den)), 0);
            }
        }
    }
}

TEST(quantity_text_for_the_kitchen)
{
    ASSERT_STR(show(q(3, 2), QUANTITY_KITCHEN), "1½");
    ASSERT_STR(show(q(2, 3), QUANTITY_KITCHEN), "⅔");
    ASSERT_STR(show(q(333, 1000), QUANTITY_KITCHEN), "⅓");
    ASSERT_STR(show(q(17, 16), QUANTITY_KITCHEN), "1 1/16");
    ASSERT_STR(show(q(3, 1), QUANTITY_KITCHEN), "3");
    ASSERT_STR(show(q(0, 1), QUANTITY_KITCHEN), "0");
    ASSERT_STR(show(q(397, 100), QUANTITY_KITCHEN), "4");
    ASSERT_STR(show(q(10, 7), QUANTITY_KITCHEN), "1.43");
    ASSERT_STR(show(q(1, 10), QUANTITY_KITCHEN), "0.1");
    ASSERT_STR(show(QUANTITY_NONE, QUANTITY_KITCHEN), "");
}

TEST(quantity_text_in_decimals)
{
    ASSERT_STR(show(q(1000, 3), QUANTITY_DECIMAL), "333");
    ASSERT_STR(show(q(100, 3), QUANTITY_DECIMAL), "33.3");
    ASSERT_STR(show(q(25, 2), QUANTITY_DECIMAL), "12.5");
    ASSERT_STR(show(q(2, 3), QUANTITY_DECIMAL), "0.667");
    ASSERT_STR(show(q(1, 3000), QUANTITY_DECIMAL), "0.000333");
    ASSERT_STR(show(q(12345678, 1), QUANTITY_DECIMAL), "12345678");
    ASSERT_STR(show(q(1, 3), QUANTITY_DECIMAL), "0.333");
}

TEST(quantity_text_is_read_back)
{
    static const int dens[] = { 1, 2, 3, 4, 5, 6, 8, 16 };

    for (size_t d = 0; d < ARRAY_LEN(dens); d++) {
        for (int num = 1; num < 400; num++) {
            struct quantity a = q(num, dens[d]);
            struct quantity_read r;

            CU_ASSERT_TRUE_FATAL(quantity_parse(str_of(show(a, QUANTITY_KITCHEN)), &r));
            CU_ASSERT_EQUAL_FATAL(quantity_compare(r.amount, a), 0);
        }
    }
}

TEST(quantity_kitchen_text_is_off_by_two_percent_at_most)
{
    for (int num = 1; num < 3000; num++) {
        struct quantity a = q(num, 97);
        struct quantity_read r;
        double error;

        CU_ASSERT_TRUE_FATAL(quantity_parse(str_of(show(a, QUANTITY_KITCHEN)), &r));
        error = (double)r.amount.num / (double)r.amount.den / (num / 97.0) - 1;
        CU_ASSERT_TRUE_FATAL(error < 0.0201 && error > -0.0201);
    }
}

TEST(quantity_survives_the_database)
{
    char text[QUANTITY_TEXT_SIZE];
    struct quantity back;

    for (int den = 1; den <= 64; den++) {
        for (int num = 0; num < 200; num++) {
            struct quantity a = q(num, den);

            CU_ASSERT_EQUAL_FATAL(quantity_compare(quantity_from_micros(quantity_micros(a)), a), 0);
            CU_ASSERT_TRUE_FATAL(quantity_from_decimal(str_of(quantity_decimal(a, text)), &back));
            CU_ASSERT_EQUAL_FATAL(quantity_compare(back, a), 0);
        }
    }
    ASSERT_STR(quantity_decimal(q(1, 3), text), "0.333333");
    ASSERT_STR(quantity_decimal(q(490, 1), text), "490");
    ASSERT_STR(quantity_decimal(QUANTITY_NONE, text), "");
    CU_ASSERT_TRUE(quantity_from_decimal(STR("0.12345649"), &back) && quantity_micros(back) == 123456);
    CU_ASSERT_TRUE(quantity_from_decimal(STR("0.1234565"), &back) && quantity_micros(back) == 123457);
}

TEST(quantity_refuses_bad_decimals)
{
    static const char *const bad[] = { "", ".", "1.", ".5", "1.2.3", "-1", "1e3", "100000000",
                                       "99999999999999999999", "1,5", " 1" };
    struct quantity back;

    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        CU_ASSERT_FALSE(quantity_from_decimal(str_of(bad[i]), &back));
}

TEST(quantity_never_overflows)
{
    struct quantity big = q(INT64_MAX, 1), small = q(1, INT64_MAX), a = q(INT64_MIN, INT64_MIN + 1);

    for (int i = 0; i < 200; i++) {
        a = quantity_multiply(quantity_add(a, big), i % 2 ? big : small);
        CU_ASSERT_TRUE_FATAL(a.den > 0);
        a = quantity_scale(a, q(i * 7 + 1, 3), q(i * 1000003LL + 1, 7));
        CU_ASSERT_TRUE_FATAL(a.den > 0 && quantity_micros(a) <= (int64_t)QUANTITY_MAX_WHOLE * 1000000);
        show(a, QUANTITY_KITCHEN);
        show(a, QUANTITY_DECIMAL);
    }
    CU_ASSERT_EQUAL(quantity_compare(quantity_multiply(big, big), big), 0);
    CU_ASSERT_FALSE(quantity_is_some(quantity_divide(big, q(0, 1))));
    CU_ASSERT_FALSE(quantity_is_some(q(5, 0)));
    CU_ASSERT_EQUAL(q(-1, -2).num, 1);
}
