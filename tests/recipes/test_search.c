#include "test.h"

#include "recipes/recipe.h"
#include "recipes/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct arena arena;

static struct id id_of(unsigned n)
{
    struct id id = { { 0 } };

    id.b[0] = 1;
    id.b[14] = (uint8_t)(n >> 8);
    id.b[15] = (uint8_t)n;
    return id;
}

static unsigned number_of(struct id id)
{
    return (unsigned)id.b[14] << 8 | id.b[15];
}

static void put(struct search_index *ix, unsigned n, const char *title, const char *foods, const char *tag)
{
    const char *tags[] = { tag };

    search_put(ix, &(struct search_doc){
        .id = id_of(n), .title = title, .tags = tags, .tag_count = tag != NULL, .total_minutes = (int)(n * 7 % 90),
        .created_at = (int64_t)n * 1000,
        .category = n % 2 ? "Soup" : "Cake", .allergens = n % 3 == 0 ? ALLERGEN_BIT(ALLERGEN_MILK) : 0,
        .title_words = search_words(&arena, str_of(title)), .ingredient_words = search_words(&arena, str_of(foods)) });
}

static struct search_index *small_index(void)
{
    struct search_index *ix = search_new();

    arena_init(&arena, (size_t)256 << 20);
    put(ix, 1, "Käsespätzle", "Mehl, Eier, Bergkäse", "vegetarian");
    put(ix, 2, "Tomato soup", "tomatoes, basil, cream", "vegetarian");
    put(ix, 3, "Goulash", "beef, onions, tomatoes", "winter");
    put(ix, 4, "Köttbullar", "minced beef, cream", "Swedish");
    put(ix, 5, "Tomato tart", "puff pastry, tomatoes", NULL);
    return ix;
}

/* "2 5" for the ids of a query in order. */
static const char *found(struct search_index *ix, struct search_query q)
{
    static char text[500];
    struct search_result r;

    if (q.limit == 0)
        q.limit = 50;
    search_run(ix, &arena, &q, 20, &r);
    text[0] = '\0';
    for (size_t i = 0; i < r.count; i++)
        snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%u", i ? " " : "", number_of(r.ids[i]));
    return text;
}

static const char *words(struct search_index *ix, const char *q)
{
    return found(ix, (struct search_query){ .q = str_of(q) });
}

TEST(search_folds_both_ways)
{
    struct search_index *ix = small_index();

    ASSERT_STR(words(ix, "kasespatzle"), "1");
    ASSERT_STR(words(ix, "kaesespaetzle"), "1");
    ASSERT_STR(words(ix, "KÄSESPÄTZLE"), "1");
    ASSERT_STR(words(ix, "kottbullar"), "4");
    ASSERT_STR(words(ix, "koettbullar"), "4");
}

TEST(search_finds_prefixes_and_one_typo)
{
    struct search_index *ix = small_index();

    ASSERT_STR(words(ix, "toma soup"), "2");
    ASSERT_STR(words(ix, "goulahs"), "3");      /* swapped */
    ASSERT_STR(words(ix, "gulash"), "3");       /* one letter missing */
    ASSERT_STR(words(ix, "gouulash"), "3");     /* one too many */
    ASSERT_STR(words(ix, "goulosh"), "3");      /* another letter */
    ASSERT_STR(words(ix, "golosh"), "");        /* two */
    ASSERT_STR(words(ix, "bef"), "");           /* too short for a typo */
}

TEST(search_ranks_the_title_above_ingredients)
{
    struct search_index *ix = small_index();

    ASSERT_STR(words(ix, "tomato"), "5 2 3");
    ASSERT_STR(words(ix, "tomato cream"), "2");
}

TEST(search_filters)
{
    struct search_index *ix = small_index();
    const char *tag[] = { "VEGETARIAN" }, *food[] = { "cream" };

    ASSERT_STR(found(ix, (struct search_query){ .tags = tag, .tag_count = 1 }), "2 1");
    ASSERT_STR(found(ix, (struct search_query){ .ingredients = food, .ingredient_count = 1 }), "4 2");
    ASSERT_STR(found(ix, (struct search_query){ .without = ALLERGEN_BIT(ALLERGEN_MILK) }), "5 4 2 1");
    ASSERT_STR(found(ix, (struct search_query){ .category = "soup" }), "5 3 1");
    ASSERT_STR(found(ix, (struct search_query){ .category = "nothing" }), "");
    ASSERT_STR(found(ix, (struct search_query){ .max_minutes = 20 }), "2 1");
    ASSERT_STR(found(ix, (struct search_query){ .sort = SEARCH_TITLE }), "3 1 4 2 5");
    ASSERT_STR(found(ix, (struct search_query){ .sort = SEARCH_QUICKEST }), "1 2 3 4 5");
}

TEST(search_follows_changes)
{
    struct search_index *ix = small_index();

    put(ix, 2, "Carrot soup", "carrots", "vegan");
    ASSERT_STR(words(ix, "tomato"), "5 3");
    ASSERT_STR(words(ix, "carrot"), "2");
    search_remove(ix, id_of(2));
    search_remove(ix, id_of(77));
    ASSERT_STR(words(ix, "carrot"), "");
    CU_ASSERT_EQUAL(search_count(ix), 4);
    search_free(ix);
}

static const char *const vocabulary[] = { "apple", "bread", "carrot", "dill", "egg", "fig", "garlic", "ham", "ice", "jam" };

static struct search_index *random_index(unsigned count)
{
    struct search_index *ix = search_new();

    arena_init(&arena, (size_t)1 << 30);
    srandom(7);
    for (unsigned n = 1; n <= count; n++) {
        char title[100];

        snprintf(title, sizeof(title), "%s %s", vocabulary[random() % 10], vocabulary[random() % 10]);
        put(ix, n, title, vocabulary[random() % 10], vocabulary[random() % 10]);
    }
    return ix;
}

TEST(search_pages_skip_and_repeat_nothing_while_others_write)
{
    struct search_index *ix = random_index(3000);

    for (int sort = SEARCH_RELEVANCE; sort <= SEARCH_QUICKEST; sort++) {
        struct search_query q = { .q = STR("apple"), .sort = (enum search_sort)sort, .limit = 17 };
        static bool seen[4000];
        struct search_result r;
        size_t total = 0, all;

        memset(seen, 0, sizeof(seen));
        search_run(ix, &arena, &q, 20, &r);
        all = r.total;
        do {
            search_run(ix, &arena, &q, 20, &r);
            for (size_t i = 0; i < r.count; i++) {
                if (number_of(r.ids[i]) > 3000)
                    continue;
                CU_ASSERT_FALSE(seen[number_of(r.ids[i])]);
                seen[number_of(r.ids[i])] = true;
                total++;
            }
            q.after = r.next;
            put(ix, 3001 + (unsigned)(random() % 900), "apple apple", "apple", "apple");
        } while (r.more);
        CU_ASSERT_TRUE(total == all || sort > 0);
        CU_ASSERT_TRUE(total >= 3000 / 10 && total <= all);
    }
}

TEST(search_facet_counts_equal_the_result)
{
    struct search_index *ix = random_index(2000);
    struct search_query q = { .q = STR("bread"), .limit = 10 };
    struct search_result r, narrowed;

    search_run(ix, &arena, &q, 100, &r);
    CU_ASSERT_TRUE(r.facets[SEARCH_FACET_TAG].count > 3);
    for (size_t i = 0; i < r.facets[SEARCH_FACET_TAG].count; i++) {
        const char *tag[] = { r.facets[SEARCH_FACET_TAG].values[i].value };
        struct search_query with_tag = { .q = STR("bread"), .limit = 10, .tags = tag, .tag_count = 1 };

        search_run(ix, &arena, &with_tag, 100, &narrowed);
        CU_ASSERT_EQUAL(narrowed.total, r.facets[SEARCH_FACET_TAG].values[i].count);
    }
}

TEST(search_times_are_counted_as_if_chosen)
{
    struct search_index *ix = random_index(2000);
    const char *tag[] = { "apple" };
    size_t before = 0;

    for (size_t i = 0; i < SEARCH_READY__COUNT; i++) {
        struct search_query q = { .q = STR("bread"), .limit = 10, .tags = tag, .tag_count = 1, .max_minutes = search_ready_minutes[i] };
        struct search_result r, any;

        search_run(ix, &arena, &q, 100, &r);
        CU_ASSERT_TRUE(r.total > before);
        before = r.total;
        for (int chosen = 0; chosen < 100; chosen += 33) {
            q.max_minutes = chosen;
            search_run(ix, &arena, &q, 100, &any);
            CU_ASSERT_EQUAL(any.ready[i], r.total);
        }
    }
}

TEST(search_survives_many_replacements)
{
    struct search_index *ix = random_index(500);

    for (int i = 0; i < 20000; i++)
        put(ix, 1 + (unsigned)(i % 500), "egg toast", "egg", "quick");
    CU_ASSERT_EQUAL(search_count(ix), 500);
    CU_ASSERT_TRUE(strncmp(words(ix, "apple"), "", 1) == 0);
    search_free(ix);
}

TEST(search_keeps_values_apart_that_fold_to_nothing)
{
    struct search_index *ix = small_index();
    const char *tag[] = { "\xf0\x9f\x8d\x95" };
    struct search_query q = { .tags = tag, .tag_count = 1, .limit = 10 };
    struct search_result r;

    put(ix, 6, "Pizza", "flour", "\xf0\x9f\x8d\x95");
    put(ix, 7, "Ramen", "noodles", "\xf0\x9f\x8d\x9c");
    put(ix, 8, "Bread", "flour", "");
    search_run(ix, &arena, &q, 20, &r);
    CU_ASSERT_EQUAL(r.total, 1);
}
