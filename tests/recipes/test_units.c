#include "test.h"

#include "base/utf8.h"
#include "recipes/units.h"

#include <inttypes.h>

static struct arena arena;

static const char *name_at(const char *text, size_t *ret_bytes)
{
    const struct unit *u;

    *ret_bytes = 0;
    arena_init(&arena, 1 << 20);
    u = unit_at(&arena, str_of(text), ret_bytes);
    return u ? u->name : "";
}

TEST(units_are_found_in_many_languages)
{
    static const struct {
        const char *text, *name;
        size_t bytes;
    } cases[] = {
        { "tsp salt", "tsp", 3 },            { "Tbsp. oil", "tbsp", 5 },          { "TL Salz", "tsp", 2 },
        { "Teel\u00F6ffel Salz", "tsp", 10 }, { "EL Butter", "tbsp", 2 },          { "c. \u00E0 soupe d'huile", "tbsp", 11 },
        { "cuill\u00E8re \u00E0 caf\u00E9 de sel", "tsp", 18 },                    { "fl. oz. milk", "fl_oz", 7 },
        { "fluid ounces", "fl_oz", 12 },     { "oz.", "oz", 3 },                  { "T sugar", "tbsp", 1 },
        { "t sugar", "tsp", 1 },             { "msk sm\u00F6r", "tbsp", 3 },      { "tsk salt", "tsp", 3 },
        { "krm peppar", "krm", 3 },          { "dl gr\u00E4dde", "dl", 2 },       { "L de bouillon", "l", 1 },
        { "can(s) tomatoes", "can", 6 },     { "Zehe/n Knoblauch", "clove", 6 },  { "Pck. Vanillezucker", "package", 4 },
        { "g", "g", 1 },                     { "garlic", "", 0 },                 { "", "", 0 },
        { "large eggs", "", 0 },             { "cucharadas de aceite", "tbsp", 10 }, { "eetlepels olie", "tbsp", 9 },
        { "cucchiaini zucchero", "tsp", 10 }, { "St\u00FCck Ingwer", "piece", 6 }, { "klyftor vitl\u00F6k", "clove", 7 },
        { "ss olje", "tbsp", 2 },            { "cm ginger", "cm", 2 },            { "Pfund Mehl", "pfund", 5 },
        { "lb./2", "lb", 3 },                { "cups\u00A0flour", "cup", 4 },
    };
    size_t bytes;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        ASSERT_STR(name_at(cases[i].text, &bytes), cases[i].name);
        CU_ASSERT_EQUAL(bytes, cases[i].bytes);
    }
}

TEST(units_have_folded_aliases_of_their_own)
{
    arena_init(&arena, 1 << 24);
    for (size_t i = 0; i < unit_table_len; i++) {
        struct str rest = str_of(unit_table[i].aliases);

        while (rest.p) {
            struct str alias = str_next(&rest, '|');
            size_t bytes;

            CU_ASSERT_TRUE(str_equal(utf8_fold(&arena, alias, UTF8_FOLD_BASE), alias));
            if (unit_at(&arena, alias, &bytes) != &unit_table[i] && !str_equal(alias, STR("t")))
                printf("%.*s is not %s\n", STR_ARG(alias), unit_table[i].name);
            CU_ASSERT_PTR_EQUAL(unit_at(&arena, alias, &bytes), &unit_table[i]);
        }
        CU_ASSERT_PTR_EQUAL(unit_by_name(str_of(unit_table[i].name)), &unit_table[i]);
        CU_ASSERT_EQUAL(quantity_is_some(unit_table[i].factor), unit_table[i].kind != UNIT_COUNT);
    }
}

static const struct unit *u(const char *name)
{
    return unit_by_name(str_of(name));
}

TEST(units_convert_exactly)
{
    struct quantity one = quantity_of(1, 1);

    CU_ASSERT_EQUAL(quantity_compare(unit_convert(one, u("cup"), u("ml")), quantity_of(2365882365, 10000000)), 0);
    CU_ASSERT_EQUAL(quantity_compare(unit_convert(one, u("oz"), u("g")), quantity_of(28349523125, 1000000000)), 0);
    CU_ASSERT_EQUAL(quantity_compare(unit_convert(one, u("lb"), u("oz")), quantity_of(16, 1)), 0);
    CU_ASSERT_EQUAL(quantity_compare(unit_convert(one, u("gallon"), u("cup")), quantity_of(16, 1)), 0);
    CU_ASSERT_EQUAL(quantity_compare(unit_convert(one, u("cup"), u("fl_oz")), quantity_of(8, 1)), 0);
    CU_ASSERT_EQUAL(quantity_compare(unit_convert(one, u("tbsp"), u("ml")), quantity_of(15, 1)), 0);
    CU_ASSERT_EQUAL(quantity_compare(unit_convert(one, u("gallon"), u("l")), quantity_of(3785411784, 1000000000)), 0);
    CU_ASSERT_FALSE(quantity_is_some(unit_convert(one, u("cup"), u("g"))));
    CU_ASSERT_FALSE(quantity_is_some(unit_convert(one, u("can"), u("can"))));
}

TEST(units_convert_there_and_back)
{
    for (size_t i = 0; i < unit_table_len; i++) {
        for (size_t k = 0; k < unit_table_len; k++) {
            struct quantity there = unit_convert(quantity_of(7, 3), &unit_table[i], &unit_table[k]);

            if (quantity_is_some(there))
                CU_ASSERT_EQUAL(quantity_compare(unit_convert(there, &unit_table[k], &unit_table[i]), quantity_of(7, 3)), 0);
        }
    }
}

static const char *view(int64_t num, int64_t den, const char *unit, enum unit_system system)
{
    static char text[80];
    char amount[QUANTITY_TEXT_SIZE];
    struct unit_amount a = { quantity_of(num, den), QUANTITY_NONE, u(unit) };

    a = unit_view(a, system);
    snprintf(text, sizeof(text), "%s %s", quantity_text(a.amount, a.unit->style, amount), a.unit->name);
    return text;
}

TEST(units_read_as_in_another_kitchen)
{
    ASSERT_STR(view(1, 1, "cup", UNIT_METRIC), "235 ml");
    ASSERT_STR(view(1, 2, "cup", UNIT_METRIC), "120 ml");
    ASSERT_STR(view(1, 1, "lb", UNIT_METRIC), "455 g");
    ASSERT_STR(view(3, 1, "lb", UNIT_METRIC), "1.36 kg");
    ASSERT_STR(view(1, 1, "oz", UNIT_METRIC), "28 g");
    ASSERT_STR(view(1, 1, "quart", UNIT_METRIC), "945 ml");
    ASSERT_STR(view(2, 1, "inch", UNIT_METRIC), "5 cm");
    ASSERT_STR(view(500, 1, "ml", UNIT_US), "2 cup");
    ASSERT_STR(view(250, 1, "ml", UNIT_US), "1 cup");
    ASSERT_STR(view(1, 1, "l", UNIT_US), "4¼ cup");
    ASSERT_STR(view(100, 1, "ml", UNIT_US), "3½ fl_oz");
    ASSERT_STR(view(1, 1, "dl", UNIT_US), "3½ fl_oz");
    ASSERT_STR(view(500, 1, "g", UNIT_US), "17½ oz");
    ASSERT_STR(view(1, 1, "kg", UNIT_US), "2¼ lb");
    ASSERT_STR(view(100, 1, "g", UNIT_US), "3½ oz");
    ASSERT_STR(view(5, 1, "g", UNIT_US), "5 g");
    ASSERT_STR(view(30, 1, "ml", UNIT_US), "2 tbsp");
    ASSERT_STR(view(5, 1, "ml", UNIT_US), "1 tsp");
}

TEST(units_leave_what_is_at_home)
{
    ASSERT_STR(view(980, 1, "ml", UNIT_METRIC), "980 ml");
    ASSERT_STR(view(1, 1, "tbsp", UNIT_METRIC), "1 tbsp");
    ASSERT_STR(view(1, 1, "tbsp", UNIT_US), "1 tbsp");
    ASSERT_STR(view(2, 1, "can", UNIT_US), "2 can");
    ASSERT_STR(view(3, 1, "cup", UNIT_US), "3 cup");
    ASSERT_STR(view(3, 1, "cup", UNIT_ANY), "3 cup");
}

TEST(units_show_within_six_percent_from_a_spoon_on)
{
    for (int ml = 30; ml < 6000; ml++) {
        struct unit_amount a = { quantity_of(ml, 1), QUANTITY_NONE, u("ml") };
        struct unit_amount us = unit_view(a, UNIT_US);
        struct quantity back = unit_convert(us.amount, us.unit, u("ml"));
        double error = (double)back.num / (double)back.den / ml - 1;

        if (error > 0.0601 || error < -0.0601)
            printf("%d ml: %" PRId64 "/%" PRId64 " %s\n", ml, us.amount.num, us.amount.den, us.unit->name);
        CU_ASSERT_TRUE(error < 0.0601 && error > -0.0601);
    }
}

TEST(units_viewed_is_what_a_view_changes)
{
    static const int64_t tenths[] = { -10, 0, 1, 5, 10, 25, 70, 100, 4500, 100000 };
    size_t viewed = 0;

    for (size_t i = 0; i < unit_table_len; i++) {
        for (size_t k = 0; k < ARRAY_LEN(tenths); k++) {
            struct unit_amount a = { quantity_of(tenths[k], 10), QUANTITY_NONE, &unit_table[i] };

            CU_ASSERT_EQUAL(unit_is_viewed(a, UNIT_METRIC), unit_view(a, UNIT_METRIC).unit != a.unit);
            CU_ASSERT_EQUAL(unit_is_viewed(a, UNIT_US), unit_view(a, UNIT_US).unit != a.unit);
            CU_ASSERT_FALSE(unit_is_viewed(a, UNIT_ANY));
            viewed += unit_is_viewed(a, UNIT_METRIC) + unit_is_viewed(a, UNIT_US);
        }
    }
    CU_ASSERT_TRUE(viewed > 20);
    CU_ASSERT_FALSE(unit_is_viewed((struct unit_amount){ quantity_of(1, 1), QUANTITY_NONE, NULL }, UNIT_US));
}
