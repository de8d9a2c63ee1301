#include "test.h"

#include "base/view.h"
#include "fakes.h"
#include "recipes/recipes.h"
#include "web/json.h"

static const char *printed(struct ctx *cx, const struct recipe *r)
{
    struct buf b;

    buf_init(&b, cx->arena, (size_t)1 << 20);
    json_print(&b, recipe_view(cx->arena, r));
    return buf_text(&b);
}

/* Every member, and a list as long as a recipe may have: it grows while it is read. */
static struct recipe large_recipe(struct ctx *cx)
{
    static const char *tags[] = { "soup", "freezes \"well\"" };
    static struct recipe_step steps[] = { { "Soup", "Boil it.\nStir." }, { NULL, "Serve." } };
    static struct recipe_image images[] = { { .url = "/recipes/img/aa/1280.jpg", .alt = "A bowl", .width = 1600, .height = 1200 } };
    struct recipe r = recipe_empty();

    id_parse(STR("01jk3v7qz8r5t9x2b4n6c8d0ef"), &r.id);
    images[0].id = r.id;
    r.slug = "soup";
    r.version = 4;
    r.title = "S\u00fcppchen";
    r.description = r.author = r.category = r.cuisine = "text";
    r.source_url = "https://www.example.org/";
    r.yield = (struct recipe_yield){ quantity_of(9, 2), "servings", "4 to 5" };
    r.cook_minutes = 50;
    r.tags = tags;
    r.tag_count = ARRAY_LEN(tags);
    r.allergens = ALLERGEN_BIT(ALLERGEN_MILK) | ALLERGEN_BIT(ALLERGEN_EGGS);
    r.steps = steps;
    r.step_count = ARRAY_LEN(steps);
    r.images = images;
    r.image_count = ARRAY_LEN(images);
    r.nutrition[NUTRITION_SERVING_SIZE] = r.nutrition[NUTRITION_SODIUM] = "1 g";
    r.created_at = 1795266131000000;
    r.updated_at = 1795266131000001;
    r.ingredients = ARENA_ARRAY(cx->arena, RECIPE_INGREDIENTS_MAX, struct recipe_ingredient);
    for (int i = 0; i < RECIPE_INGREDIENTS_MAX; i++)
        r.ingredients[i] = (struct recipe_ingredient){
            i % 2 ? "To serve" : NULL, arena_printf(cx->arena, "line %d", i), quantity_of(i, 3),
            i % 3 ? QUANTITY_NONE : quantity_of(i + 1, 1), "g", "leek", "cut",
        };
    r.ingredient_count = RECIPE_INGREDIENTS_MAX;
    return r;
}

TEST(a_document_is_the_recipe_that_it_was_made_of)
{
    struct ctx *cx = fake_ctx();
    struct recipe r = large_recipe(cx), again;
    const char *text = printed(cx, &r);
    struct json_error error;

    CU_ASSERT_TRUE_FATAL(recipe_from_document(cx->arena, str_of(text), &again, &error));
    ASSERT_STR(printed(cx, &again), text);
    recipe_from_view(cx->arena, recipe_view(cx->arena, &r), &again);
    ASSERT_STR(printed(cx, &again), text);
}

TEST(a_document_may_hold_what_nobody_knows)
{
    static const char odd[] = "{\"more\":{\"title\":\"no\",\"tags\":[\"no\"]},\"tags\":[[\"no\"],{\"a\":1},\"yes\",null],\"title\":\"A\","
                              "\"ingredients\":[\"no\",{\"text\":[{\"text\":\"no\"}],\"food\":\"leek\",\"amount\":null}],\"steps\":null,"
                              "\"yield\":[4],\"version\":\"2\",\"prep_minutes\":null,\"cook_minutes\":5,\"allergens\":[\"milk\",\"no\"],"
                              "\"author\":\"\"}";
    struct ctx *cx = fake_ctx();
    struct json_error error;
    struct recipe r;

    CU_ASSERT_TRUE_FATAL(recipe_from_document(cx->arena, str_of(odd), &r, &error));
    ASSERT_STR(r.title, "A");
    CU_ASSERT_EQUAL_FATAL(r.tag_count, 1);
    ASSERT_STR(r.tags[0], "yes");
    CU_ASSERT_EQUAL_FATAL(r.ingredient_count, 1);
    CU_ASSERT_PTR_NULL(r.ingredients[0].text);
    ASSERT_STR(r.ingredients[0].food, "leek");
    CU_ASSERT_FALSE(quantity_is_some(r.ingredients[0].amount));
    CU_ASSERT_EQUAL(r.step_count, 0);
    CU_ASSERT_EQUAL(r.version, 0);
    CU_ASSERT_EQUAL(r.prep_minutes, RECIPE_MINUTES_NONE);
    CU_ASSERT_EQUAL(r.cook_minutes, 5);
    CU_ASSERT_EQUAL(r.allergens, ALLERGEN_BIT(ALLERGEN_MILK));
    CU_ASSERT_PTR_NULL(r.author);
    CU_ASSERT_FALSE(recipe_from_document(cx->arena, STR("{\"title\":"), &r, &error));
    CU_ASSERT_TRUE(recipe_from_document(cx->arena, STR("[{\"title\":\"no\"}]"), &r, &error));
    CU_ASSERT_PTR_NULL(r.title);
}
