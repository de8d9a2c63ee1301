#include "test.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "recipes/duration.h"
#include "recipes/ingredient.h"
#include "recipes/step.h"

#include <stdlib.h>
#include <string.h>

static struct arena arena;

static const char *found(const char *text, enum step_span_kind kind)
{
    struct step_span *s;
    struct buf b;
    size_t count;

    arena_init(&arena, 1 << 20);
    buf_init(&b, &arena, 1 << 16);
    count = step_find(&arena, str_of(text), &s);
    for (size_t i = 0; i < count; i++) {
        if (s[i].kind == kind)
            buf_printf(&b, "[%.*s]", (int)s[i].bytes, text + s[i].start);
        if (s[i].kind == kind && kind == STEP_TIME)
            buf_printf(&b, "%d ", s[i].seconds);
    }
    return buf_text(&b);
}

TEST(step_finds_amounts)
{
    static const struct {
        const char *text, *found;
    } cases[] = {
        { "Add 200 g flour and 1½ cups milk.", "[200 g][1½ cups]" },
        { "Add 200g flour, 2 cloves garlic.", "[200g][2 cloves]" },
        { "Bake at 180 °C (350 F) for 20 minutes in a 20 cm tin.", "" },
        { "Preheat to 200C/180C fan, or 400 degrees.", "" },
        { "Ofen auf 200 Grad vorheizen, 2 EL Öl und 100-150 ml Wasser zugeben.", "[2 EL][100-150 ml]" },
        { "Sätt ugnen på 225 grader. Vispa 2 dl grädde och 1 msk socker.", "[2 dl][1 msk]" },
        { "Ajoutez 20 cl de crème et 1 c. à soupe de sucre.", "[20 cl][1 c. à soupe]" },
        { "Cut into 8 wedges, divide in 4 pieces, roll into 100 g portions.", "" },
        { "In 4 Stücke schneiden.", "" },
        { "Use a 9 x 13 inch pan or a 2 l saucepan.", "" },
        { "Stir in 2 eggs and 3 carrots.", "" },
        { "Add 1 (14 oz) can tomatoes and one 400 g tin.", "" },
        { "Add 1 cup/240 ml milk and 1.250 kg beef.", "[1 cup][240 ml][1.250 kg]" },
        { "Use 70 % cocoa at 800 W.", "" },
        { "1/2 tsp salt", "[1/2 tsp]" },
        { "Whisk in the stock, ¼ cup at a time.", "" },
        { "", "" },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        ASSERT_STR(found(cases[i].text, STEP_AMOUNT), cases[i].found);
}

TEST(step_finds_times)
{
    static const struct {
        const char *text, *found;
    } cases[] = {
        { "Bake for 20 minutes.", "[20 minutes]1200 " },
        { "Simmer 1 1/2 hours, then rest 30–40 minutes.", "[1 1/2 hours]5400 [30–40 minutes]2400 " },
        { "1 Std. 20 Min. backen", "[1 Std. 20 Min]4800 " },
        { "Cook for 1 hour. 20 minutes later stir.", "[1 hour]3600 [20 minutes]1200 " },
        { "Cook 1 hour and 15 minutes.", "[1 hour and 15 minutes]4500 " },
        { "Koka i 1 timme och 20 minuter.", "[1 timme och 20 minuter]4800 " },
        { "Laisser cuire 1 h 30 à feu doux, puis 2 à 3 minutes.", "[1 h 30]5400 [2 à 3 minutes]180 " },
        { "Eine halbe Stunde ruhen lassen, 10-15 Minuten backen.", "[Eine halbe Stunde]1800 [10-15 Minuten]900 " },
        { "Let it stand half an hour, a 10-minute rest, 30 sec.", "[half an hour]1800 [10-minute]600 [30 sec]30 " },
        { "Wait an hour. Heat to 180 °C for 1h30m.", "[an hour]3600 [1h30m]5400 " },
        { "In a second bowl, a day ahead, one at a time, 2 times.", "" },
        { "Chill 3 days.", "" },
        { "Vila i 20-25 minuter", "[20-25 minuter]1500 " },
        { "1 h, 20 people", "[1 h]3600 " },
        { "Two minutes per side", "[Two minutes]120 " },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        ASSERT_STR(found(cases[i].text, STEP_TIME), cases[i].found);
}

static const char *shown(const char *text, int from, int to, enum unit_system system)
{
    arena_init(&arena, 1 << 20);
    return step_text(&arena, text, quantity_of(from, 1), quantity_of(to, 1), system);
}

TEST(step_text_scales_amounts_only)
{
    ASSERT_STR(shown("Add 980 ml milk, bake 20 minutes at 180 °C.", 8, 4, UNIT_ANY),
               "Add 490 ml milk, bake 20 minutes at 180 °C.");
    ASSERT_STR(shown("Add 1 cup flour and 2–3 tbsp oil.", 4, 6, UNIT_ANY), "Add 1½ cup flour and 3–4½ tbsp oil.");
    ASSERT_STR(shown("Add 1 cup flour.", 4, 4, UNIT_ANY), "Add 1 cup flour.");
    ASSERT_STR(shown("Stir.", 4, 8, UNIT_ANY), "Stir.");
    ASSERT_STR(shown("Add 1 lb beef and 250 ml stock.", 4, 4, UNIT_METRIC), "Add 455 g beef and 250 ml stock.");
    ASSERT_STR(shown("Add 1 lb beef and 250 ml stock.", 4, 8, UNIT_US), "Add 2 lb beef and 2 cups stock.");
}

static const char *line(const char *text, int from, int to, enum unit_system system)
{
    struct recipe_ingredient i = { 0 };
    struct ingredient_shown s;

    arena_init(&arena, 1 << 20);
    ingredient_parse(&arena, str_of(text), &i, NULL);
    ingredient_show(&arena, &i, quantity_of(from, 1), quantity_of(to, 1), system, &s);
    return arena_printf(&arena, "%s|%s|%s|%s", s.amount ? s.amount : "", s.unit ? s.unit : "", s.food, s.note ? s.note : "");
}

TEST(ingredient_shown_keeps_its_unit)
{
    ASSERT_STR(line("980 ml water", 8, 4, UNIT_ANY), "490|ml|water|");
    ASSERT_STR(line("1 dl grädde", 4, 40, UNIT_ANY), "10|dl|grädde|");
    ASSERT_STR(line("1 cup milk", 4, 6, UNIT_ANY), "1½|cups|milk|");
    ASSERT_STR(line("1-2 cloves garlic", 4, 2, UNIT_ANY), "½–1|clove|garlic|");
    ASSERT_STR(line("salt to taste", 4, 2, UNIT_ANY), "||salt|to taste");
    ASSERT_STR(line("3 eggs", 2, 1, UNIT_ANY), "1½||eggs|");
}

TEST(ingredient_shown_scales_notes_but_not_sizes)
{
    ASSERT_STR(line("1 cup (240 ml) milk", 4, 8, UNIT_ANY), "2|cups|milk|480 ml");
    ASSERT_STR(line("2 (14 oz) cans tomatoes", 4, 8, UNIT_ANY), "4|cans|tomatoes|14 oz");
    ASSERT_STR(line("1 onion, chopped (about 1 cup)", 4, 8, UNIT_ANY), "2||onion|chopped, about 2 cup");
    ASSERT_STR(line("2 (6 oz) fillets", 4, 8, UNIT_ANY), "4||fillets|6 oz");
}

TEST(ingredient_shown_converts_on_request)
{
    ASSERT_STR(line("1 cup milk", 4, 4, UNIT_METRIC), "235|ml|milk|");
    ASSERT_STR(line("500 g flour", 4, 4, UNIT_US), "17½|oz|flour|");
    ASSERT_STR(line("1 tbsp oil", 4, 4, UNIT_METRIC), "1|tbsp|oil|");
    ASSERT_STR(line("2 eggs", 4, 4, UNIT_METRIC), "2||eggs|");
}

TEST_LIMIT(step_takes_any_bytes, 30)
{
    char text[200];

    srandom(5);
    arena_init(&arena, 1 << 22);
    for (int n = 0; n < 10000; n++) {
        size_t len = (size_t)random() % (sizeof(text) - 1), count, end = 0;
        struct step_span *s;

        for (size_t i = 0; i < len; i++)
            text[i] = (char)(n % 2 ? random() % 255 + 1 : "1 2/3-.,hminTLgxC\xC2\xB0\xC2\xBD ou"[random() % 24]);
        text[len] = '\0';
        count = step_find(&arena, (struct str){ text, len }, &s);
        for (size_t i = 0; i < count; i++) {
            CU_ASSERT_TRUE_FATAL(s[i].start >= end && s[i].bytes > 0 && s[i].start + s[i].bytes <= len);
            CU_ASSERT_TRUE_FATAL(s[i].kind == STEP_TIME ? s[i].seconds > 0 : s[i].unit && s[i].number_bytes < s[i].bytes);
            end = s[i].start + s[i].bytes;
        }
        step_text(&arena, text, quantity_of(3, 1), quantity_of(7, 1), UNIT_US);
        arena_reset(&arena);
    }
}

TEST_LIMIT(step_is_linear, 30)
{
    size_t n = 60000;
    char *text = malloc(n + 1);
    struct step_span *s;
    long long before = test_cpu_us();

    arena_init(&arena, 1 << 28);
    for (size_t i = 0; i < n; i++)
        text[i] = "1 h add 2 g "[i % 12];
    text[n] = '\0';
    CU_ASSERT_TRUE(step_find(&arena, str_of(text), &s) > 1000);
    memset(text, '1', n);
    step_find(&arena, str_of(text), &s);
    memset(text, 'a', n);
    step_find(&arena, str_of(text), &s);
    CU_ASSERT_TRUE(test_cpu_us() - before < 5000000);
    free(text);
}

TEST(duration_reads_iso_8601)
{
    static const struct {
        const char *text;
        int minutes;
    } cases[] = {
        { "PT1H30M", 90 }, { "P0DT45M", 45 }, { "PT90M", 90 }, { "PT1.5H", 90 }, { "PT1,5H", 90 }, { "pt20m", 20 },
        { "PT90S", 2 },
        { "PT29S", 0 },    { "P1DT2H", 1560 }, { "P0Y0M0DT0H35M0.000S", 35 }, { " PT5M ", 5 }, { "P1W", 10080 }, { "PT0M", 0 },
        { "P1Y", -1 },     { "P1M", -1 },     { "PT", -1 },    { "P", -1 },      { "", -1 },       { "45", -1 },   { "PT5", -1 },
        { "PTM", -1 },     { "P31D", -1 },    { "PT99999999999H", -1 }, { "PT99999999H", -1 }, { "PT1H30", -1 }, { "PT-5M", -1 },
        { "P5H", -1 },     { "PT1M x", -1 },  { "PT1.2.3H", -1 }, { "PT0000000000000000000001M", -1 },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        int minutes = -1;
        bool ok = duration_from_iso(str_of(cases[i].text), &minutes);

        CU_ASSERT_EQUAL(ok, cases[i].minutes >= 0);
        if (minutes != cases[i].minutes)
            printf("%s: %d\n", cases[i].text, minutes);
        CU_ASSERT_EQUAL(minutes, cases[i].minutes);
    }
}

TEST(duration_goes_to_iso_and_back)
{
    char text[DURATION_TEXT_SIZE];

    arena_init(&arena, 1 << 20);
    for (int minutes = 0; minutes <= RECIPE_MINUTES_MAX; minutes++) {
        int back = -1;

        CU_ASSERT_TRUE_FATAL(duration_from_iso(str_of(duration_to_iso(minutes, text)), &back) && back == minutes);
        CU_ASSERT_TRUE_FATAL(duration_from_text(&arena, str_of(duration_text(minutes, text)), &back) && back == minutes);
    }
    ASSERT_STR(duration_to_iso(90, text), "PT1H30M");
    ASSERT_STR(duration_to_iso(120, text), "PT2H");
    ASSERT_STR(duration_text(1500, text), "1 day 1 h");
    ASSERT_STR(duration_text(2905, text), "2 days 25 min");
    ASSERT_STR(duration_text(-1, text), "");
}

TEST(duration_reads_people)
{
    static const struct {
        const char *text;
        int minutes;
    } cases[] = {
        { "1 hour 20 min", 80 }, { "ca. 45 Minuten", 45 }, { "1½ Stunden", 90 }, { "30-40 min", 40 }, { "45", 45 }, { "", -1 },
        { "overnight", -1 },     { "90 seconds", 2 },      { "1 h 05", 65 },     { "about an hour", 60 }, { "400 days", -1 },
    };

    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        int minutes = -1;

        CU_ASSERT_EQUAL(duration_from_text(&arena, str_of(cases[i].text), &minutes), cases[i].minutes >= 0);
        CU_ASSERT_EQUAL(minutes, cases[i].minutes);
    }
}
