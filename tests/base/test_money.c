#include "test.h"

#include "base/money.h"

TEST(money_knows_how_many_decimals)
{
    CU_ASSERT_EQUAL(money_exponent(STR("EUR")), 2);
    CU_ASSERT_EQUAL(money_exponent(STR("JPY")), 0);
    CU_ASSERT_EQUAL(money_exponent(STR("KWD")), 3);
    CU_ASSERT_EQUAL(money_exponent(STR("ZWG")), 2);
    CU_ASSERT_EQUAL(money_exponent(STR("eur")), -1);
    CU_ASSERT_EQUAL(money_exponent(STR("R U")), -1);
    CU_ASSERT_EQUAL(money_exponent(STR("")), -1);
}

static void assert_parsed(const char *text, const char *currency, int64_t minor)
{
    int64_t got = 4711;

    CU_ASSERT_TRUE(money_parse(str_of(text), str_of(currency), &got));
    CU_ASSERT_EQUAL(got, minor);
}

static void assert_refused(const char *text, const char *currency)
{
    int64_t got = 4711;

    if (money_parse(str_of(text), str_of(currency), &got))
        ASSERT_STR("accepted", text);
    CU_ASSERT_EQUAL(got, 4711);
}

TEST(money_reads_amounts_exactly)
{
    assert_parsed("12", "EUR", 1200);
    assert_parsed("12.5", "EUR", 1250);
    assert_parsed("-12.05", "EUR", -1205);
    assert_parsed("-0.05", "EUR", -5);
    assert_parsed("0.005", "KWD", 5);
    assert_parsed("500", "JPY", 500);
    assert_parsed("92233720368547758.07", "EUR", INT64_MAX);
    assert_parsed("-92233720368547758.08", "EUR", INT64_MIN);
}

TEST(money_refuses_what_is_not_an_amount)
{
    static const char *const wrong[] = { "",    "-",    ".",      ".5",   "1.",    "1.234", "1,50",  "+1",    " 1",
                                         "1 ",  "1e3",  "0x1",    "--1",  "1.-5",  "1.2.3", "1.+5",  "-.5",   "1 000",
                                         "NaN", "1.5\n", "92233720368547758.08", "99999999999999999999" };

    for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
        assert_refused(wrong[i], "EUR");
    assert_refused("1.0", "JPY");
    assert_refused("1", "EURO");
}

TEST(money_writes_what_it_reads)
{
    static const int64_t amounts[] = { 0, 1, -1, 99, 100, -100, 123456789, INT64_MAX, INT64_MIN };
    static const char *const currencies[] = { "EUR", "JPY", "KWD" };
    char text[MONEY_TEXT_SIZE];

    for (size_t i = 0; i < ARRAY_LEN(amounts); i++) {
        for (size_t k = 0; k < ARRAY_LEN(currencies); k++)
            assert_parsed(money_text(amounts[i], str_of(currencies[k]), text), currencies[k], amounts[i]);
    }
    ASSERT_STR(money_text(-5, STR("EUR"), text), "-0.05");
    ASSERT_STR(money_label(1250, STR("EUR"), text), "12.50 EUR");
    ASSERT_STR(money_label(INT64_MIN, STR("KWD"), text), "-9223372036854775.808 KWD");
}

TEST(money_never_wraps)
{
    int64_t got = 1;

    CU_ASSERT_FALSE(money_add(INT64_MAX, 1, &got));
    CU_ASSERT_FALSE(money_times(INT64_MAX / 2, 3, &got));
    CU_ASSERT_EQUAL(got, 1);
    CU_ASSERT_TRUE(money_add(-5, 3, &got));
    CU_ASSERT_EQUAL(got, -2);
    CU_ASSERT_TRUE(money_times(-5, 3, &got));
    CU_ASSERT_EQUAL(got, -15);
}
