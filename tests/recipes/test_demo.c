/* test_demo.c: the demo recipes are recipes that the API would take. */
#include "test.h"

#include "recipes/ingredient.h"
#include "recipes/picture.h"
#include "recipes/recipe.h"

#include <dirent.h>
#include <json-c/json.h>
#include <unistd.h>

#define FOLDER "demo/recipes"

struct seen {
    int recipes, sections, ranges, allergens, nutrition, metric, us, timed;
};

static const char *text(struct json_object *o, const char *key)
{
    struct json_object *v = json_object_object_get(o, key);

    return v ? json_object_get_string(v) : NULL;
}

static int minutes(struct json_object *o, const char *key)
{
    struct json_object *v = json_object_object_get(o, key);

    return v ? json_object_get_int(v) : RECIPE_MINUTES_NONE;
}

static void read_lists(struct arena *a, struct json_object *o, struct recipe *r)
{
    struct json_object *lines = json_object_object_get(o, "ingredients"), *steps = json_object_object_get(o, "steps");

    r->ingredient_count = json_object_array_length(lines);
    r->ingredients = ARENA_ARRAY(a, r->ingredient_count + 1, struct recipe_ingredient);
    for (size_t i = 0; i < r->ingredient_count; i++) {
        r->ingredients[i].section = text(json_object_array_get_idx(lines, i), "section");
        r->ingredients[i].text = text(json_object_array_get_idx(lines, i), "text");
    }
    r->step_count = json_object_array_length(steps);
    r->steps = ARENA_ARRAY(a, r->step_count + 1, struct recipe_step);
    for (size_t i = 0; i < r->step_count; i++) {
        r->steps[i].section = text(json_object_array_get_idx(steps, i), "section");
        r->steps[i].text = text(json_object_array_get_idx(steps, i), "text");
    }
}

static struct recipe read_recipe(struct arena *a, struct json_object *o)
{
    struct json_object *yield = json_object_object_get(o, "yield"), *list = json_object_object_get(o, "allergens");
    struct recipe r = recipe_empty();
    enum allergen one;

    r.title = text(o, "title");
    r.description = text(o, "description");
    r.category = text(o, "category");
    r.cuisine = text(o, "cuisine");
    r.yield = (struct recipe_yield){ .unit = text(yield, "unit"), .text = text(yield, "text") };
    CU_ASSERT(quantity_from_decimal(str_of(text(yield, "quantity")), &r.yield.quantity));
    r.prep_minutes = minutes(o, "prep_minutes");
    r.cook_minutes = minutes(o, "cook_minutes");
    r.total_minutes = minutes(o, "total_minutes");
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        CU_ASSERT_FATAL(allergen_by_slug(str_of(json_object_get_string(json_object_array_get_idx(list, i))), &one));
        r.allergens |= ALLERGEN_BIT(one);
    }
    read_lists(a, o, &r);
    recipe_tidy(a, &r);
    return r;
}

static void look_at(const struct recipe *r, struct json_object *o, struct seen *seen)
{
    bool section = false, range = false, metric = false, us = false;

    for (size_t i = 0; i < r->ingredient_count; i++) {
        const struct recipe_ingredient *in = &r->ingredients[i];

        section |= in->section != NULL;
        range |= quantity_is_some(in->amount_max);
        metric |= in->unit && strcmp(in->unit, "g") == 0;
        us |= in->unit && strcmp(in->unit, "cup") == 0;
    }
    seen->recipes++;
    seen->sections += section;
    seen->ranges += range;
    seen->metric += metric;
    seen->us += us;
    seen->allergens += r->allergens != 0;
    seen->nutrition += json_object_object_get(o, "nutrition") != NULL;
}

static void check_file(const char *path, struct seen *seen)
{
    struct json_object *o = json_object_from_file(path);
    struct recipe_faults faults;
    struct picture picture;
    struct arena a;
    struct recipe r;

    arena_init(&a, (size_t)64 << 20);
    CU_ASSERT_PTR_NOT_NULL_FATAL(o);
    r = read_recipe(&a, o);
    if (recipe_check(&a, &r, &faults) != OK) {
        printf("%s %s: %s\n", path, faults.fault[0].pointer, faults.fault[0].detail);
        CU_FAIL("a demo recipe that the API refuses");
    }
    CU_ASSERT(r.ingredient_count >= 4 && r.step_count >= 2 && r.description && r.category && r.cuisine);
    CU_ASSERT_EQUAL(picture_parse(json_object_object_get(o, "picture"), &picture), OK);
    CU_ASSERT_PTR_NOT_NULL(text(json_object_object_get(o, "picture"), "alt"));
    look_at(&r, o, seen);
    json_object_put(o);
    arena_done(&a);
}

static const char *folder(void)
{
    static char path[4096];
    const char *source = getenv("srcdir");

    snprintf(path, sizeof(path), "%s/" FOLDER, source ? source : ".");
    return access(path, R_OK) == 0 ? path : "../" FOLDER;
}

TEST_LIMIT(demo_recipes_are_complete_and_varied, 60)
{
    DIR *dir = opendir(folder());
    struct seen seen = { 0 };
    struct dirent *entry;

    CU_ASSERT_PTR_NOT_NULL_FATAL(dir);
    while ((entry = readdir(dir))) {
        char path[8192];

        snprintf(path, sizeof(path), "%s/%s", folder(), entry->d_name);
        if (str_ends(str_of(entry->d_name), STR(".json")))
            check_file(path, &seen);
    }
    closedir(dir);
    CU_ASSERT(seen.recipes >= 26);
    CU_ASSERT(seen.sections >= 8 && seen.ranges >= 5 && seen.allergens >= 20 && seen.nutrition >= 8);
    CU_ASSERT(seen.metric >= 10 && seen.us >= 3);
}
