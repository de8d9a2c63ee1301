/* demo_many.c: a large set of made-up recipes: words are combined, so that searches and facets have something to find. */
#include "recipes/demo.h"

#include "base/clock.h"
#include "recipes/recipes.h"
#include "store/db.h"
#include "store/progress.h"

#include <stdio.h>

#define BATCH 250
#define PARTS(NAME) NAME[pick(g, ARRAY_LEN(NAME))]

static const char *const manners[] = {
    "Roasted", "Slow", "Crisp", "Smoky", "Quick", "Creamy", "Spicy", "Sweet", "Grilled", "Baked", "Pickled", "Braised", "Golden", "Warm",
    "Cold", "Rustic", "Light", "Sunday", "Weeknight", "Festive", "Tangy", "Sticky", "Charred", "Herbed", "Stuffed", "Poached",
};
static const char *const foods[] = {
    "potatoes", "carrots", "chicken", "salmon", "tofu", "chickpeas", "lentils", "pumpkin", "aubergine", "courgettes", "mushrooms",
    "spinach", "cauliflower", "beef", "pork", "lamb", "prawns", "halloumi", "feta", "goat cheese", "red cabbage", "leeks", "fennel",
    "beetroot", "sweet potatoes", "black beans", "rice noodles", "spaghetti", "risotto rice", "bulgur", "quinoa", "eggs", "pears",
    "apples", "plums", "cherries", "rhubarb", "raspberries", "hazelnuts", "walnuts", "almonds", "peanuts", "sesame", "mustard",
    "celery", "kale", "asparagus", "green peas", "sweetcorn", "tomatoes", "bell peppers", "Spätzle", "Käse", "köttbullar", "crème fraîche",
};
static const char *const dishes[] = {
    "soup", "salad", "stew", "pie", "tart", "bowl", "curry", "gratin", "skewers", "dumplings", "pancakes", "sandwich", "wraps", "casserole",
    "pilaf", "stir-fry", "fritters", "flatbread", "ragout", "noodles", "burger", "crumble", "cake", "pudding", "chutney",
};
static const char *const spices[] = {
    "salt", "black pepper", "cumin", "paprika", "thyme", "oregano", "cinnamon", "chilli flakes", "turmeric", "basil", "parsley", "dill",
    "garlic", "ginger", "lemon juice", "soy sauce", "olive oil", "butter", "honey", "vinegar",
};
static const char *const tags[] = {
    "vegetarian", "vegan", "quick", "for children", "spicy", "summer", "winter", "party", "one pot", "oven", "grill", "gluten-free",
    "lunch", "dinner", "breakfast", "snack", "dessert", "leftovers", "freezes well", "budget", "festive", "light", "comfort food",
    "street food",
};
static const char *const categories[] = { "Starter", "Main course", "Side dish", "Dessert", "Soup", "Salad", "Snack", "Drink", "Breakfast",
                                          "Bread" };
static const char *const cuisines[] = { "German", "Italian", "Swedish", "Indian", "Mexican", "Thai", "French", "Greek", "Turkish",
                                        "Japanese", "Spanish", "American" };
static const char *const units[] = { "g", "ml", "tbsp", "tsp", "cups", "" };
static const char *const verbs[] = { "Chop", "Rinse", "Toast", "Fry", "Simmer", "Roast", "Mix", "Season", "Whisk", "Marinate" };

/* xorshift64*: the same set each time, so that measurements can be compared. */
struct generator {
    uint64_t state;
    struct arena *arena;
};

static size_t pick(struct generator *g, size_t n)
{
    g->state ^= g->state >> 12;
    g->state ^= g->state << 25;
    g->state ^= g->state >> 27;
    return (size_t)((g->state * 2685821657736338717u) >> 33) % n;
}

static void make_ingredients(struct generator *g, struct recipe *r, const char *main_food)
{
    r->ingredient_count = 6 + pick(g, 7);
    r->ingredients = ARENA_ARRAY(g->arena, r->ingredient_count, struct recipe_ingredient);
    for (size_t i = 0; i < r->ingredient_count; i++) {
        const char *food = i == 0 ? main_food : i < 3 ? PARTS(foods) : PARTS(spices), *unit = PARTS(units);

        size_t amount = unit[0] == 'g' || unit[0] == 'm' ? 50 * (1 + pick(g, 12)) : 1 + pick(g, 4);

        r->ingredients[i].text = arena_printf(g->arena, "%zu %s%s%s", amount, unit, unit[0] ? " " : "", food);
    }
}

static void make_steps(struct generator *g, struct recipe *r)
{
    r->step_count = 3 + pick(g, 4);
    r->steps = ARENA_ARRAY(g->arena, r->step_count, struct recipe_step);
    for (size_t i = 0; i < r->step_count; i++) {
        const char *food = r->ingredients[pick(g, r->ingredient_count)].text;

        r->steps[i].text = arena_printf(g->arena, "%s the %s for %zu minutes, then let it rest while you get on with the next step.",
                                        PARTS(verbs), food + strcspn(food, " "), 2 + pick(g, 40));
    }
}

static void make_tags(struct generator *g, struct recipe *r)
{
    r->tag_count = 1 + pick(g, 4);
    r->tags = ARENA_ARRAY(g->arena, r->tag_count, const char *);
    for (size_t i = 0; i < r->tag_count; i++)
        r->tags[i] = PARTS(tags);
}

static void make_recipe(struct generator *g, struct recipe *r, int64_t created_at)
{
    const char *food = PARTS(foods);

    *r = recipe_empty();
    r->title = arena_printf(g->arena, "%s %s %s with %s", PARTS(manners), food, PARTS(dishes), PARTS(foods));
    r->description = arena_printf(g->arena, "A %s way to cook %s for friends.", PARTS(tags), food);
    r->yield.quantity = quantity_of((int64_t)(2 + pick(g, 7)), 1);
    r->yield.unit = "servings";
    r->prep_minutes = (int)(5 * (1 + pick(g, 6)));
    r->cook_minutes = (int)(5 * (1 + pick(g, 18)));
    r->category = PARTS(categories);
    r->cuisine = PARTS(cuisines);
    r->created_at = r->updated_at = created_at;
    make_ingredients(g, r, food);
    make_steps(g, r);
    make_tags(g, r);
    for (size_t i = 0; i < r->ingredient_count; i++)
        r->allergens |= allergens_suggest(g->arena, str_of(r->ingredients[i].text));
    recipe_tidy(g->arena, r);
}

struct batch {
    struct recipe *recipes;
    size_t count;
};

static enum err insert_batch(struct ctx *cx, void *arg)
{
    struct batch *b = arg;

    return recipe_add_many(cx, b->recipes, b->count);
}

static enum err announce(struct ctx *cx, void *arg)
{
    (void)arg;
    return recipes_announce_all(cx);
}

enum err demo_many(struct ctx *cx, size_t count)
{
    struct generator g = { .state = 88172645463325252u, .arena = cx->arena };
    int64_t started_us = clock_mono_us(), now = clock_utc_us();
    enum err e = OK;

    for (size_t done = 0; done < count && e == OK;) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct batch b = { .count = count - done < BATCH ? count - done : BATCH };

        b.recipes = ARENA_ARRAY(cx->arena, b.count, struct recipe);
        for (size_t i = 0; i < b.count; i++)
            make_recipe(&g, &b.recipes[i], now - (int64_t)(count - done - i) * 1000000);
        e = db_transaction(cx, insert_batch, &b);
        done += b.count;
        progress_show(done, count, "demo");
        if (e == OK)
            arena_rewind(cx->arena, mark);
    }
    if (e == OK)
        e = db_transaction(cx, announce, NULL);
    if (e == OK)
        printf("%zu recipes in %lld s\n", count, (long long)(clock_mono_us() - started_us) / 1000000);
    return e;
}
