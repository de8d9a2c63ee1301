#include "test.h"

#include "base/buf.h"
#include "recipes/diff.h"
#include "recipes/ingredient.h"

#include <stdlib.h>
#include <string.h>

static struct arena arena;

static struct diff_text letters(const char *text)
{
    struct diff_text t = { ARENA_ARRAY(&arena, strlen(text) + 1, const char *), strlen(text) };

    for (size_t i = 0; i < t.count; i++)
        t.line[i] = arena_str(&arena, (struct str){ text + i, 1 });
    return t;
}

static const char *show(const struct diff_line *lines, size_t count)
{
    struct buf b;

    buf_init(&b, &arena, 1 << 20);
    for (size_t i = 0; i < count; i++)
        buf_printf(&b, "%c%s", " -+"[lines[i].op], lines[i].text);
    return buf_text(&b);
}

static const char *diff(const char *from, const char *to)
{
    struct diff_line *lines;
    size_t count = diff_lines(&arena, letters(from), letters(to), &lines);

    return show(lines, count);
}

TEST(diff_is_the_shortest)
{
    arena_init(&arena, 1 << 24);
    ASSERT_STR(diff("abc", "abc"), " a b c");
    ASSERT_STR(diff("", ""), "");
    ASSERT_STR(diff("", "ab"), "+a+b");
    ASSERT_STR(diff("ab", ""), "-a-b");
    ASSERT_STR(diff("abc", "axc"), " a-b+x c");
    ASSERT_STR(diff("abc", "bcd"), "-a b c+d");
    ASSERT_STR(diff("abcabba", "cbabac"), "-a-b c-a b+a b a+c");
    ASSERT_STR(diff("aaa", "aa"), " a a-a");
    ASSERT_STR(diff("ab", "ba"), "-a b+a");
}

/* What was removed and kept gives `from`, what was kept and added gives `to`. */
static void check_rebuilds(const char *from, const char *to)
{
    struct diff_line *lines;
    size_t count = diff_lines(&arena, letters(from), letters(to), &lines), f = 0, t = 0;

    for (size_t i = 0; i < count; i++) {
        if (lines[i].op != DIFF_ADDED)
            CU_ASSERT_TRUE_FATAL(from[f++] == lines[i].text[0]);
        if (lines[i].op != DIFF_REMOVED)
            CU_ASSERT_TRUE_FATAL(to[t++] == lines[i].text[0]);
    }
    CU_ASSERT_TRUE(from[f] == '\0' && to[t] == '\0');
}

TEST_LIMIT(diff_rebuilds_both_sides, 30)
{
    char from[40], to[40];

    srandom(2);
    arena_init(&arena, 1 << 24);
    for (int n = 0; n < 5000; n++) {
        size_t i, k;

        for (i = 0; i < (size_t)random() % 39; i++)
            from[i] = "abc"[random() % 3];
        for (k = 0; k < (size_t)random() % 39; k++)
            to[k] = "abc"[random() % 3];
        from[i] = to[k] = '\0';
        check_rebuilds(from, to);
        arena_reset(&arena);
    }
}

TEST(diff_is_bounded)
{
    static char from[20001], to[20001];
    long long before = test_cpu_us();

    arena_init(&arena, 1 << 24);
    memset(from, 'a', 20000);
    memset(to, 'b', 20000);
    check_rebuilds(from, to);
    to[0] = 'a';
    check_rebuilds(from, to);
    CU_ASSERT_TRUE(test_cpu_us() - before < 1000000);
}

static struct recipe soup(void)
{
    static const char *tags[] = { "soup", "winter" };
    static struct recipe_step steps[] = { { NULL, "Boil." }, { "Finish", "Serve." } };
    struct recipe r = recipe_empty();

    r.title = "Soup";
    r.description = "Warm.\nGood.";
    r.tags = tags;
    r.tag_count = 2;
    r.steps = steps;
    r.step_count = 2;
    r.ingredients = ARENA_ARRAY(&arena, 2, struct recipe_ingredient);
    r.ingredient_count = 2;
    ingredient_parse(&arena, STR("1/3 l water"), &r.ingredients[0], NULL);
    ingredient_parse(&arena, STR("salt"), &r.ingredients[1], NULL);
    return r;
}

static const char *changes(const struct recipe *before, const struct recipe *after)
{
    struct recipe_change *c;
    size_t count = recipe_diff(&arena, before, after, &c);
    struct buf b;

    buf_init(&b, &arena, 1 << 16);
    for (size_t i = 0; i < count; i++) {
        buf_printf(&b, "%s: ", c[i].field);
        if (c[i].lines)
            buf_puts(&b, show(c[i].lines, c[i].line_count));
        else
            buf_printf(&b, "%s -> %s", c[i].before ? c[i].before : "none", c[i].after ? c[i].after : "none");
        buf_puts(&b, "; ");
    }
    return buf_text(&b);
}

TEST(recipe_diff_names_every_field_that_changed)
{
    struct recipe before, after;
    struct recipe_step steps[] = { { NULL, "Boil." }, { "End", "Serve." } };

    arena_init(&arena, 1 << 24);
    before = soup();
    after = soup();
    ASSERT_STR(changes(&before, &after), "");
    before.id.b[0] = 1;
    before.version = 2;
    before.author = "";
    ASSERT_STR(changes(&before, &after), "");
    after.title = "Stew";
    after.description = "Warm.\nVery good.";
    after.author = "Ada";
    after.yield = (struct recipe_yield){ quantity_of(4, 1), "servings", "Serves 4" };
    after.cook_minutes = 20;
    after.tag_count = 1;
    after.allergens = ALLERGEN_BIT(ALLERGEN_MILK);
    after.steps = steps;
    after.nutrition[NUTRITION_CALORIES] = "240 kcal";
    ASSERT_STR(changes(&before, &after),
               "title: Soup -> Stew; description:  Warm.-Good.+Very good.; author: none -> Ada; "
               "yield: none -> 4 servings (Serves 4); cook_minutes: none -> 20; tags:  soup-winter; allergens: +Milk; "
               "steps:  Boil.-[Finish] Serve.+[End] Serve.; nutrition.calories: none -> 240 kcal; ");
}

TEST(recipe_diff_sees_corrected_ingredients)
{
    struct recipe before, after;

    arena_init(&arena, 1 << 24);
    before = soup();
    after = soup();
    after.ingredients[0].amount = quantity_from_micros(333333);
    ASSERT_STR(changes(&before, &after), "");
    after.ingredients[0].food = "broth";
    after.ingredients[1].section = "Last";
    ASSERT_STR(changes(&before, &after), "ingredients: -1/3 l water-salt+1/3 l water (amount: ⅓, unit: l, food: broth, note: )"
                                         "+[Last] salt; ");
}
