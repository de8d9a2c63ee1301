#include "test.h"

#include "recipes/recipe.h"

#include <string.h>

static struct arena arena;

static struct recipe pancakes(void)
{
    struct recipe r = recipe_empty();

    if (!arena.ceiling_bytes)
        arena_init(&arena, 1 << 24);
    r.title = "Pancakes";
    r.tags = ARENA_ARRAY(&arena, 60, const char *);
    r.ingredients = ARENA_ARRAY(&arena, 300, struct recipe_ingredient);
    r.steps = ARENA_ARRAY(&arena, 300, struct recipe_step);
    r.images = ARENA_ARRAY(&arena, 30, struct recipe_image);
    return r;
}

/* "pointer code; ..." of all faults. */
static const char *faults_of(const struct recipe *r)
{
    static char text[4000];
    struct recipe_faults f;
    enum err e = recipe_check(&arena, r, &f);
    size_t n = 0;

    text[0] = '\0';
    CU_ASSERT_EQUAL(e, f.count ? ERR_INVALID : OK);
    for (size_t i = 0; i < f.count; i++) {
        n += (size_t)snprintf(text + n, sizeof(text) - n, "%s %s; ", f.fault[i].pointer, f.fault[i].code);
        CU_ASSERT_TRUE(strlen(f.fault[i].detail) > 5);
    }
    return text;
}

static const char *letters(size_t n)
{
    char *s = arena_alloc(&arena, 2 * n + 1);

    for (size_t i = 0; i < n; i++)
        memcpy(s + 2 * i, "\u00E4", 2);
    return s;
}

TEST(recipe_minimal_is_fine)
{
    struct recipe r = pancakes();

    ASSERT_STR(faults_of(&r), "");
    CU_ASSERT_EQUAL(r.prep_minutes, RECIPE_MINUTES_NONE);
    CU_ASSERT_FALSE(quantity_is_some(r.yield.quantity));
}

TEST(recipe_titles_have_1_to_200_characters)
{
    struct recipe r = pancakes();

    r.title = letters(200);
    ASSERT_STR(faults_of(&r), "");
    r.title = letters(201);
    ASSERT_STR(faults_of(&r), "/title too_long; ");
    r.title = "  ";
    ASSERT_STR(faults_of(&r), "/title required; ");
    r.title = NULL;
    ASSERT_STR(faults_of(&r), "/title required; ");
    r.title = "a\nb";
    ASSERT_STR(faults_of(&r), "/title invalid; ");
    r.title = "a\xFF";
    ASSERT_STR(faults_of(&r), "/title invalid; ");
}

TEST(recipe_minutes_are_bounded_and_consistent)
{
    struct recipe r = pancakes();

    r.prep_minutes = 0;
    r.cook_minutes = r.total_minutes = RECIPE_MINUTES_MAX;
    ASSERT_STR(faults_of(&r), "");
    r.total_minutes = RECIPE_MINUTES_MAX - 1;
    ASSERT_STR(faults_of(&r), "/total_minutes inconsistent; ");
    r.prep_minutes = -2;
    r.cook_minutes = r.total_minutes = RECIPE_MINUTES_MAX + 1;
    ASSERT_STR(faults_of(&r), "/prep_minutes out_of_range; /cook_minutes out_of_range; /total_minutes out_of_range; ");
}

TEST(recipe_lists_are_bounded)
{
    struct recipe r = pancakes();

    for (size_t i = 0; i < 201; i++)
        r.ingredients[i].text = "salt";
    for (size_t i = 0; i < 101; i++)
        r.steps[i].text = "Stir.";
    for (size_t i = 0; i < 31; i++)
        r.tags[i] = arena_printf(&arena, "tag %zu", i);
    r.ingredient_count = 200;
    r.step_count = 100;
    r.tag_count = 30;
    ASSERT_STR(faults_of(&r), "");
    r.ingredient_count++;
    r.step_count++;
    r.tag_count++;
    ASSERT_STR(faults_of(&r), "/tags too_many; /ingredients too_many; /steps too_many; ");
}

TEST(recipe_check_tells_all_faults_at_once)
{
    struct recipe r = pancakes();

    r.source_url = "javascript:alert(1)";
    r.allergens = 1u << ALLERGEN__COUNT;
    r.yield.quantity = quantity_of(0, 1);
    r.tags[0] = "Käse";
    r.tags[1] = "kase";
    r.tags[2] = letters(51);
    r.tag_count = 3;
    r.ingredients[0] = (struct recipe_ingredient){ .text = "2", .amount = quantity_of(2, 1), .amount_max = quantity_of(2, 1) };
    r.ingredients[1] = (struct recipe_ingredient){ .text = "", .amount = quantity_of(-1, 1) };
    r.ingredients[2] = (struct recipe_ingredient){ .text = "x", .amount = quantity_of(QUANTITY_MAX_WHOLE, 1) };
    r.ingredient_count = 3;
    r.steps[0].text = " ";
    r.step_count = 1;
    r.nutrition[NUTRITION_CALORIES] = letters(51);
    ASSERT_STR(faults_of(&r), "/source_url invalid; /yield/quantity out_of_range; /tags/1 duplicate; /tags/2 too_long; "
                              "/allergens invalid; /ingredients/0/amount_max inconsistent; /ingredients/1/text required; "
                              "/ingredients/1/amount out_of_range; /ingredients/2/amount out_of_range; /steps/0/text required; "
                              "/nutrition/calories too_long; ");
}

TEST(recipe_check_stops_collecting)
{
    struct recipe r = pancakes();
    struct recipe_faults f;

    r.ingredient_count = 200;
    CU_ASSERT_EQUAL(recipe_check(&arena, &r, &f), ERR_INVALID);
    CU_ASSERT_EQUAL(f.count, RECIPE_FAULTS_MAX);
}

TEST(recipe_tidy_makes_the_stored_form)
{
    struct recipe r = pancakes();

    r.title = "  Pan\n cakes ";
    r.description = " one\r\ntwo\rthree ";
    r.author = "  ";
    r.tags[0] = " ÄPPLE ";
    r.tags[1] = "apple";
    r.tags[2] = "";
    r.tags[3] = "Sweet";
    r.tag_count = 4;
    r.ingredients[0].text = "2 EL Butter (weich)";
    r.ingredients[1] = (struct recipe_ingredient){ .food = "flour", .unit = "Cups", .amount = quantity_of(3, 2),
                                                   .note = "sifted" };
    r.ingredients[2].text = " ";
    r.ingredients[3] = (struct recipe_ingredient){ .text = "an egg", .food = "egg", .amount = quantity_of(1, 1) };
    r.ingredients[4] = (struct recipe_ingredient){ .food = "milk", .unit = "ml", .amount = quantity_of(100, 1),
                                                   .amount_max = quantity_of(150, 1) };
    r.ingredient_count = 5;
    r.steps[1] = (struct recipe_step){ " Dough ", " Mix. " };
    r.step_count = 2;
    r.yield.text = "Serves 4 to 6";
    r.prep_minutes = 10;
    r.cook_minutes = 20;
    recipe_tidy(&arena, &r);
    for (int again = 0; again < 2; again++) {
        ASSERT_STR(r.title, "Pan cakes");
        ASSERT_STR(r.description, "one\ntwo\nthree");
        CU_ASSERT_PTR_NULL(r.author);
        CU_ASSERT_EQUAL_FATAL(r.tag_count, 2);
        ASSERT_STR(r.tags[0], "äpple");
        ASSERT_STR(r.tags[1], "sweet");
        CU_ASSERT_EQUAL_FATAL(r.ingredient_count, 4);
        ASSERT_STR(r.ingredients[0].unit, "tbsp");
        ASSERT_STR(r.ingredients[0].note, "weich");
        ASSERT_STR(r.ingredients[1].text, "1½ cups flour, sifted");
        ASSERT_STR(r.ingredients[1].unit, "cup");
        ASSERT_STR(r.ingredients[2].text, "an egg");
        ASSERT_STR(r.ingredients[3].text, "100-150 ml milk");
        CU_ASSERT_EQUAL_FATAL(r.step_count, 1);
        ASSERT_STR(r.steps[0].section, "Dough");
        ASSERT_STR(r.steps[0].text, "Mix.");
        CU_ASSERT_EQUAL(quantity_compare(r.yield.quantity, quantity_of(4, 1)), 0);
        ASSERT_STR(r.yield.unit, "servings");
        CU_ASSERT_EQUAL(r.total_minutes, 30);
        ASSERT_STR(faults_of(&r), "");
        recipe_tidy(&arena, &r);
    }
}

TEST(recipe_yields_are_read)
{
    static const struct {
        const char *line;
        int num, den;
        const char *unit;
    } cases[] = {
        { "4", 4, 1, "servings" },           { "Serves 4", 4, 1, "servings" },         { "4 servings", 4, 1, "servings" },
        { "Makes 24 cookies", 24, 1, "cookies" }, { "4-6 Portionen", 4, 1, "Portionen" },
        { "Für 4 Personen", 4, 1, "Personen" },
        { "Serves 4 to 6 people", 4, 1, "people" }, { "One 9-inch pie", 0, 0, NULL },  { "1 9-inch loaf", 1, 1, "servings" },
        { "4 servings (1 cup each)", 4, 1, "servings" }, { "Yield: 1½ litres", 3, 2, "litres" }, { "", 0, 0, NULL },
        { "0 servings", 0, 0, NULL },        { "a dozen", 0, 0, NULL },                { "8 portioner", 8, 1, "portioner" },
    };
    struct recipe_yield y;

    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        recipe_yield_parse(&arena, str_of(cases[i].line), &y);
        CU_ASSERT_EQUAL(quantity_compare(y.quantity, quantity_of(cases[i].num, cases[i].den)), 0);
        ASSERT_STR(y.unit ? y.unit : "none", cases[i].unit ? cases[i].unit : "none");
        ASSERT_STR(y.text ? y.text : "", cases[i].line);
    }
}

TEST(recipe_slugs_are_short_and_plain)
{
    arena_init(&arena, 1 << 20);
    ASSERT_STR(recipe_slug(&arena, STR("Crème brûlée!")), "creme-brulee");
    ASSERT_STR(recipe_slug(&arena, STR("Gräddtårta & kaffe")), "graddtarta-kaffe");
    ASSERT_STR(recipe_slug(&arena, STR("  Mom's 3-Bean   Chili ")), "mom-s-3-bean-chili");
    ASSERT_STR(recipe_slug(&arena, STR("カレー")), "recipe");
    ASSERT_STR(recipe_slug(&arena, STR("カレー curry")), "curry");
    ASSERT_STR(recipe_slug(&arena, STR("")), "recipe");
    ASSERT_STR(recipe_slug(&arena, STR("aaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbb ccccccccccccccccccc ddddddddddddddddddd eee")),
               "aaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbbbbb-ccccccccccccccccccc-ddddddddddddddddddd");
    CU_ASSERT_EQUAL(strlen(recipe_slug(&arena, (struct str){ letters(300), 600 })), RECIPE_SLUG_MAX);
}

TEST(recipe_nutrition_names_go_both_ways)
{
    enum recipe_nutrition n;

    for (int i = 0; i < NUTRITION__COUNT; i++)
        CU_ASSERT_TRUE(recipe_nutrition_by_name(str_of(recipe_nutrition_name((enum recipe_nutrition)i)), &n) && (int)n == i);
    CU_ASSERT_FALSE(recipe_nutrition_by_name(STR("calorie"), &n));
}
