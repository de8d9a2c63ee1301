#include "test.h"

#include "recipes/export.h"
#include "recipes/import.h"

#include <json-c/json.h>

#define ROUNDS 400

static const struct export_site site = { "https://food.example", "Venue kitchens" };

static unsigned long long seed;

static unsigned below(unsigned n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((seed >> 33) % n);
}

/* Words with everything that markup, JSON and clean-ups could trip over. */
static const char *some_text(struct arena *a, unsigned words)
{
    static const char *const word[] = {
        "salt", "&", "&amp;", "<b>bold</b>", "\"quoted\"", "back\\slash", "\\n", "\\u00e9", "crème", "½", "½ cup", "((twice))", "a,b",
        "</script>", "<!--", "smörgås", "水", "🍲", "10", "for the sauce:", "recipe", "PT10M", "'", "#", "☃", "~", "x , y", "&#39;",
    };
    struct buf b;

    buf_init(&b, a, 1 << 16);
    for (unsigned i = 0; i < words; i++)
        buf_printf(&b, "%s%s", i ? " " : "", word[below(ARRAY_LEN(word))]);
    return buf_text(&b);
}

static const char *maybe_text(struct arena *a, unsigned words)
{
    return below(3) ? some_text(a, 1 + below(words)) : NULL;
}

static struct quantity some_quantity(void)
{
    return below(4) ? quantity_of(1 + below(400), 1 + below(16)) : QUANTITY_NONE;
}

static struct recipe_ingredient some_ingredient(struct arena *a)
{
    struct recipe_ingredient i = { .section = maybe_text(a, 3), .text = some_text(a, 1 + below(5)), .amount = some_quantity(),
                                   .unit = below(2) ? "tbsp" : NULL, .food = some_text(a, 1), .note = maybe_text(a, 2) };

    if (quantity_is_some(i.amount) && below(3) == 0)
        i.amount_max = quantity_add(i.amount, quantity_of(1, 2));
    return i;
}

static void add_lists(struct arena *a, struct recipe *r)
{
    r->tag_count = below(4);
    r->tags = ARENA_ARRAY(a, 4, const char *);
    for (size_t i = 0; i < r->tag_count; i++)
        r->tags[i] = arena_printf(a, "tag %zu%s", i, below(4) ? "" : ", with a comma");
    r->ingredient_count = below(6);
    r->ingredients = ARENA_ARRAY(a, 6, struct recipe_ingredient);
    for (size_t i = 0; i < r->ingredient_count; i++)
        r->ingredients[i] = some_ingredient(a);
    r->step_count = below(6);
    r->steps = ARENA_ARRAY(a, 6, struct recipe_step);
    for (size_t i = 0; i < r->step_count; i++)
        r->steps[i] = (struct recipe_step){ maybe_text(a, 2), below(5) ? some_text(a, 1 + below(9)) : "two\nlines" };
}

static struct recipe some_recipe(struct arena *a)
{
    struct recipe r = recipe_empty();

    r.title = some_text(a, 1 + below(4));
    r.slug = "a-slug";
    r.description = maybe_text(a, 9);
    r.author = maybe_text(a, 2);
    r.source_url = below(2) ? "https://example.org/a?b=c&d=\"e\"" : NULL;
    r.category = maybe_text(a, 2);
    r.cuisine = maybe_text(a, 2);
    r.prep_minutes = below(2) ? (int)below(200) : RECIPE_MINUTES_NONE;
    r.cook_minutes = below(2) ? (int)below(200) : RECIPE_MINUTES_NONE;
    r.total_minutes = below(2) ? 400 + (int)below(9000) : RECIPE_MINUTES_NONE;
    r.yield = (struct recipe_yield){ some_quantity(), below(2) ? "cakes" : NULL, maybe_text(a, 3) };
    r.allergens = below(1u << ALLERGEN__COUNT);
    for (enum recipe_nutrition n = 0; n < NUTRITION__COUNT; n++)
        r.nutrition[n] = below(4) ? NULL : some_text(a, 1);
    add_lists(a, &r);
    recipe_tidy(a, &r);
    return r;
}

static void same_text(const char *what, const char *got, const char *want)
{
    if (strcmp(got ? got : "", want ? want : "") != 0 || !got != !want)
        printf("%s differs: got %s, expected %s\n", what, got ? got : "(null)", want ? want : "(null)");
    CU_ASSERT(!got == !want && strcmp(got ? got : "", want ? want : "") == 0);
}

static void same_quantity(struct quantity got, struct quantity want)
{
    CU_ASSERT_EQUAL(quantity_compare(got, want), 0);
}

static void same_lists(const struct recipe *got, const struct recipe *want)
{
    CU_ASSERT_EQUAL_FATAL(got->tag_count, want->tag_count);
    for (size_t i = 0; i < want->tag_count; i++)
        same_text("tag", got->tags[i], want->tags[i]);
    CU_ASSERT_EQUAL_FATAL(got->ingredient_count, want->ingredient_count);
    for (size_t i = 0; i < want->ingredient_count; i++) {
        const struct recipe_ingredient *g = &got->ingredients[i], *w = &want->ingredients[i];

        same_text("section", g->section, w->section);
        same_text("line", g->text, w->text);
        same_text("unit", g->unit, w->unit);
        same_text("food", g->food, w->food);
        same_text("note", g->note, w->note);
        same_quantity(g->amount, w->amount);
        same_quantity(g->amount_max, w->amount_max);
    }
    CU_ASSERT_EQUAL_FATAL(got->step_count, want->step_count);
    for (size_t i = 0; i < want->step_count; i++) {
        same_text("step section", got->steps[i].section, want->steps[i].section);
        same_text("step", got->steps[i].text, want->steps[i].text);
    }
}

static void same_recipe(const struct recipe *got, const struct recipe *want)
{
    same_text("title", got->title, want->title);
    same_text("description", got->description, want->description);
    same_text("author", got->author, want->author);
    same_text("source", got->source_url, want->source_url);
    same_text("category", got->category, want->category);
    same_text("cuisine", got->cuisine, want->cuisine);
    same_text("yield unit", got->yield.unit, want->yield.unit);
    same_text("yield text", got->yield.text, want->yield.text);
    same_quantity(got->yield.quantity, want->yield.quantity);
    CU_ASSERT_EQUAL(got->prep_minutes, want->prep_minutes);
    CU_ASSERT_EQUAL(got->cook_minutes, want->cook_minutes);
    CU_ASSERT_EQUAL(got->total_minutes, want->total_minutes);
    CU_ASSERT_EQUAL(got->allergens, want->allergens);
    for (enum recipe_nutrition n = 0; n < NUTRITION__COUNT; n++)
        same_text(recipe_nutrition_name(n), got->nutrition[n], want->nutrition[n]);
    same_lists(got, want);
}

/* Through a page, as search engines and other sites of ours read it. */
static void round_trip(struct arena *a, const struct recipe *r, bool page)
{
    struct imported got = { 0 };
    struct buf text;

    buf_init(&text, a, 1 << 20);
    if (page)
        buf_puts(&text, "<title>x | y</title><h1>Serves 4</h1><script type=\"application/ld+json\">");
    export_jsonld(&text, r, &site);
    if (page)
        buf_puts(&text, "</script><p>Serves 9");
    CU_ASSERT_EQUAL_FATAL(import_read(a, buf_str(&text), page ? IMPORT_HTML : IMPORT_JSONLD, NULL, &got), OK);
    same_recipe(&got.recipe, r);
}

TEST_LIMIT(export_comes_back_as_it_was, 60)
{
    for (seed = 1; seed < ROUNDS; seed++) {
        unsigned long long before = seed;
        struct arena a;
        struct recipe r;

        arena_init(&a, (size_t)512 << 20);
        r = some_recipe(&a);
        round_trip(&a, &r, before % 2);
        arena_done(&a);
        seed = before;
        if (CU_get_number_of_failures() > 0) {
            printf("seed %llu\n", seed);
            break;
        }
    }
}

TEST(export_is_strict_json_and_safe_in_a_script)
{
    for (seed = 1; seed < ROUNDS; seed++) {
        unsigned long long before = seed;
        struct json_object *v;
        struct arena a;
        struct recipe r;
        struct buf text;

        arena_init(&a, (size_t)512 << 20);
        r = some_recipe(&a);
        buf_init(&text, &a, 1 << 20);
        export_jsonld(&text, &r, &site);
        CU_ASSERT(!strpbrk(text.data, "<>&\n"));
        v = json_tokener_parse(text.data);
        CU_ASSERT_PTR_NOT_NULL_FATAL(v);
        ASSERT_STR(json_object_get_string(json_object_object_get(v, "name")), r.title);
        json_object_put(v);
        arena_done(&a);
        seed = before;
    }
}

static struct recipe soup(struct arena *a)
{
    struct recipe r = recipe_empty();

    r.title = "Soup <1>";
    r.slug = "soup";
    r.description = "Warm.";
    r.author = "Ann";
    r.yield.text = "4 bowls";
    r.prep_minutes = 10;
    r.cook_minutes = 80;
    r.created_at = 1767225600000000;
    r.updated_at = 1767225600000000;
    r.category = "Starter";
    r.cuisine = "French";
    r.allergens = ALLERGEN_BIT(ALLERGEN_MILK);
    r.nutrition[NUTRITION_CALORIES] = "120 kcal";
    r.tags = ARENA_ARRAY(a, 2, const char *);
    r.tags[0] = "winter";
    r.tags[1] = "quick";
    r.tag_count = 2;
    r.ingredients = ARENA_ARRAY(a, 2, struct recipe_ingredient);
    r.ingredients[0].text = "2 leeks";
    r.ingredients[1] = (struct recipe_ingredient){ .section = "Top", .text = "cream" };
    r.ingredient_count = 2;
    r.steps = ARENA_ARRAY(a, 3, struct recipe_step);
    r.steps[0].text = "Cut.";
    r.steps[1] = (struct recipe_step){ "Top", "Whip." };
    r.steps[2] = (struct recipe_step){ "Top", "Serve." };
    r.step_count = 3;
    r.images = ARENA_ARRAY(a, 1, struct recipe_image);
    r.images[0].url = "/recipes/img/aa/1280.jpg";
    r.image_count = 1;
    recipe_tidy(a, &r);
    return r;
}

TEST(export_has_what_search_engines_ask_for)
{
    static const char *const keys[] = { "@context", "@type", "@id", "url", "name", "image", "author", "datePublished", "description",
                                        "prepTime", "cookTime", "totalTime", "keywords", "recipeYield", "recipeCategory",
                                        "recipeCuisine", "nutrition", "recipeIngredient", "recipeInstructions" };
    struct json_object *v, *steps, *section;
    struct arena a;
    struct recipe r;
    struct buf text;

    arena_init(&a, 16u << 20);
    r = soup(&a);
    buf_init(&text, &a, 1 << 20);
    export_jsonld(&text, &r, &site);
    v = json_tokener_parse(text.data);
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        CU_ASSERT_PTR_NOT_NULL(json_object_object_get(v, keys[i]));
    ASSERT_STR(json_object_get_string(json_object_object_get(v, "totalTime")), "PT1H30M");
    ASSERT_STR(json_object_get_string(json_object_array_get_idx(json_object_object_get(v, "image"), 0)),
               "https://food.example/recipes/img/aa/1280.jpg");
    steps = json_object_object_get(v, "recipeInstructions");
    CU_ASSERT_EQUAL_FATAL(json_object_array_length(steps), 2);
    section = json_object_array_get_idx(steps, 1);
    ASSERT_STR(json_object_get_string(json_object_object_get(section, "@type")), "HowToSection");
    section = json_object_array_get_idx(json_object_object_get(section, "itemListElement"), 1);
    ASSERT_STR(json_object_get_string(json_object_object_get(section, "url")), "https://food.example/recipes/soup#step-3");
    json_object_put(v);
    arena_done(&a);
}

TEST(export_writes_text_for_people)
{
    struct arena a;
    struct recipe r;
    struct buf text;

    arena_init(&a, 16u << 20);
    r = soup(&a);
    buf_init(&text, &a, 1 << 20);
    export_text(&text, &r, &site);
    ASSERT_STR(text.data, "Soup <1>\n========\n\nWarm.\n\nBy: Ann\nYield: 4 bowls\nPreparation: 10 min\nCooking: 1 h 20 min\n"
                          "Total: 1 h 30 min\nCategory: Starter\nCuisine: French\nTags: winter, quick\nAllergens: Milk\n\n"
                          "Ingredients\n-----------\n- 2 leeks\n\nTop:\n- cream\n\nMethod\n------\n1. Cut.\n\nTop:\n2. Whip.\n"
                          "3. Serve.\n\nNutrition per serving\n---------------------\nEnergy: 120 kcal\n\n"
                          "https://food.example/recipes/soup\n");
    arena_done(&a);
}
