/* import_extension.c: the midway: properties, see export.h: what schema.org cannot carry of a recipe of ours. */
#include "recipes/import_parts.h"

static const char *text_of(struct maker *m, const struct wild *object, const char *key)
{
    const struct wild *w = wild_get(object, key);

    return w && w->type == WILD_STRING && w->text.n ? arena_str(m->arena, w->text) : NULL;
}

static struct quantity quantity_of_key(const struct wild *object, const char *key)
{
    const struct wild *w = wild_get(object, key);
    struct quantity q;

    return w && quantity_from_decimal(w->text, &q) ? q : QUANTITY_NONE;
}

static void extend_ingredients(struct maker *m, const struct wild *recipe)
{
    struct wild_values parts = wild_flatten(m->scratch, wild_get(recipe, "midway:ingredients"));
    struct wild_values lines = wild_flatten(m->scratch, wild_get(recipe, "recipeIngredient"));
    struct recipe *r = &m->out->recipe;

    /* Somebody edited one of the lists: the lines win, they are parsed again. */
    if (parts.count == 0 || parts.count != lines.count || parts.count > RECIPE_INGREDIENTS_MAX)
        return;
    r->ingredients = ARENA_ARRAY(m->arena, parts.count, struct recipe_ingredient);
    for (size_t i = 0; i < parts.count; i++) {
        const struct wild *p = parts.item[i];

        r->ingredients[i] = (struct recipe_ingredient){
            .section = text_of(m, p, "section"), .text = arena_str(m->arena, lines.item[i]->text),
            .amount = quantity_of_key(p, "amount"), .amount_max = quantity_of_key(p, "amount_max"),
            .unit = text_of(m, p, "unit"), .food = text_of(m, p, "food"), .note = text_of(m, p, "note"),
        };
    }
    r->ingredient_count = parts.count;
    maker_found(m, IMPORT_INGREDIENTS, "recipeIngredient, midway:ingredients");
}

static void extend_yield(struct maker *m, const struct wild *recipe)
{
    const struct wild *yield = wild_get(recipe, "midway:yield");

    if (!yield)
        return;
    m->out->recipe.yield = (struct recipe_yield){ .quantity = quantity_of_key(yield, "quantity"),
                                                  .unit = text_of(m, yield, "unit"), .text = text_of(m, yield, "text") };
    maker_found(m, IMPORT_YIELD, "midway:yield");
}

static void extend_tags(struct maker *m, const struct wild *recipe)
{
    struct wild_values v = wild_flatten(m->scratch, wild_get(recipe, "midway:tags"));
    struct recipe *r = &m->out->recipe;

    if (v.count == 0)
        return;
    r->tags = ARENA_ARRAY(m->arena, RECIPE_TAGS_MAX, const char *);
    for (size_t i = 0; i < v.count && i < RECIPE_TAGS_MAX; i++)
        r->tags[r->tag_count++] = arena_str(m->arena, v.item[i]->text);
    maker_found(m, IMPORT_TAGS, "midway:tags");
}

static void extend_allergens(struct maker *m, const struct wild *recipe)
{
    struct wild_values v = wild_flatten(m->scratch, wild_get(recipe, "midway:allergens"));

    for (size_t i = 0; i < v.count; i++) {
        enum allergen one;

        if (!allergen_by_slug(v.item[i]->text, &one))
            continue;
        m->out->recipe.allergens |= ALLERGEN_BIT(one);
        maker_found(m, IMPORT_ALLERGENS, "midway:allergens");
    }
}

void fill_extension(struct maker *m, const struct wild *recipe)
{
    extend_ingredients(m, recipe);
    extend_yield(m, recipe);
    extend_tags(m, recipe);
    extend_allergens(m, recipe);
}
