/* input.c: what the API sends, into the typed recipe. */
#include "recipes/recipes.h"

static const struct field ingredient_fields[] = {
    { "section", FIELD_TEXT, .at = offsetof(struct ingredient_in, section), .max = RECIPE_SECTION_MAX, .help = "heading it stands under" },
    { "text", FIELD_TEXT, .at = offsetof(struct ingredient_in, text), .max = RECIPE_LINE_MAX, .required = true,
      .help = "the line as written" },
    { "amount", FIELD_DECIMAL, .at = offsetof(struct ingredient_in, amount), .help = "parsed from text where not sent" },
    { "amount_max", FIELD_DECIMAL, .at = offsetof(struct ingredient_in, amount_max), .help = "upper end of a range" },
    { "unit", FIELD_TEXT, .at = offsetof(struct ingredient_in, unit), .max = RECIPE_UNIT_MAX },
    { "food", FIELD_TEXT, .at = offsetof(struct ingredient_in, food), .max = RECIPE_LINE_MAX },
    { "note", FIELD_TEXT, .at = offsetof(struct ingredient_in, note), .max = RECIPE_LINE_MAX },
    { 0 }
};
static const struct field step_fields[] = {
    { "section", FIELD_TEXT, .at = offsetof(struct step_in, section), .max = RECIPE_SECTION_MAX },
    { "text", FIELD_LINES, .at = offsetof(struct step_in, text), .max = RECIPE_STEP_MAX, .required = true },
    { 0 }
};
static const struct field image_fields[] = {
    { "id", FIELD_ID, .at = offsetof(struct image_in, id), .required = true, .help = "of an uploaded photo" },
    { "alt", FIELD_TEXT, .at = offsetof(struct image_in, alt), .max = RECIPE_ALT_MAX,
      .help = "what it shows, for people who do not see it" },
    { "url", FIELD_READONLY },
    { "width", FIELD_READONLY },
    { "height", FIELD_READONLY },
    { 0 }
};
#define YIELD(MEMBER) .at = offsetof(struct recipe_in, yield.MEMBER) - offsetof(struct recipe_in, yield)
static const struct field yield_fields[] = {
    { "quantity", FIELD_DECIMAL, YIELD(quantity) },
    { "unit", FIELD_TEXT, YIELD(unit), .max = RECIPE_YIELD_UNIT_MAX },
    { "text", FIELD_TEXT, YIELD(text), .max = RECIPE_YIELD_TEXT_MAX },
    { 0 }
};
#define NUTRITION(N, NAME) { NAME, FIELD_TEXT, .at = (N) * sizeof(const char *), .max = RECIPE_NUTRITION_TEXT_MAX },
static const struct field nutrition_fields[] = {
    NUTRITION_VALUES(NUTRITION)
    { 0 }
};

#define AT(MEMBER) .at = offsetof(struct recipe_in, MEMBER)
#define COUNT(MEMBER) .count_at = offsetof(struct recipe_in, MEMBER)
const struct field recipe_fields[] = {
    { "id", FIELD_ID, AT(id), .from = FROM_PATH },
    { "id", FIELD_READONLY },
    { "slug", FIELD_READONLY },
    { "version", FIELD_READONLY },
    { "created_at", FIELD_READONLY },
    { "updated_at", FIELD_READONLY },
    { "title", FIELD_TEXT, AT(title), .required = true, .max = RECIPE_TITLE_MAX },
    { "description", FIELD_LINES, AT(description), .max = RECIPE_DESCRIPTION_MAX },
    { "author", FIELD_TEXT, AT(author), .max = RECIPE_NAME_MAX },
    { "source_url", FIELD_TEXT, AT(source_url), .max = RECIPE_URL_MAX },
    { "yield", FIELD_OBJECT, AT(yield), .items = yield_fields },
    { "prep_minutes", FIELD_INT, AT(prep_minutes), .max = RECIPE_MINUTES_MAX, .missing = RECIPE_MINUTES_NONE },
    { "cook_minutes", FIELD_INT, AT(cook_minutes), .max = RECIPE_MINUTES_MAX, .missing = RECIPE_MINUTES_NONE },
    { "total_minutes", FIELD_INT, AT(total_minutes), .max = RECIPE_MINUTES_MAX, .missing = RECIPE_MINUTES_NONE },
    { "category", FIELD_TEXT, AT(category), .max = RECIPE_CATEGORY_MAX },
    { "cuisine", FIELD_TEXT, AT(cuisine), .max = RECIPE_CUISINE_MAX },
    { "tags", FIELD_TEXTS, AT(tags), COUNT(tag_count), .max = RECIPE_TAGS_MAX, .item_max = RECIPE_TAG_MAX },
    { "allergens", FIELD_TEXTS, AT(allergens), COUNT(allergen_count), .max = ALLERGEN__COUNT, .item_max = 20 },
    { "ingredients", FIELD_LIST, AT(ingredients), COUNT(ingredient_count), .max = RECIPE_INGREDIENTS_MAX, .items = ingredient_fields,
      .item_size = sizeof(struct ingredient_in) },
    { "steps", FIELD_LIST, AT(steps), COUNT(step_count), .max = RECIPE_STEPS_MAX, .items = step_fields,
      .item_size = sizeof(struct step_in) },
    { "images", FIELD_LIST, AT(images), COUNT(image_count), .max = RECIPE_IMAGES_MAX, .items = image_fields,
      .item_size = sizeof(struct image_in) },
    { "nutrition", FIELD_OBJECT, AT(nutrition), .items = nutrition_fields },
    { "revision_note", FIELD_TEXT, AT(revision_note), .max = REVISION_NOTE_MAX, .help = "why it was changed; kept with the revision" },
    { 0 }
};

static struct quantity amount(const char *decimal)
{
    struct quantity q = QUANTITY_NONE;

    if (decimal)
        quantity_from_decimal(str_of(decimal), &q);
    return q;
}

static void take_lists(struct arena *a, const struct recipe_in *in, struct recipe *r)
{
    r->ingredients = ARENA_ARRAY(a, in->ingredient_count + 1, struct recipe_ingredient);
    r->ingredient_count = in->ingredient_count;
    for (size_t i = 0; i < in->ingredient_count; i++) {
        const struct ingredient_in *g = &in->ingredients[i];

        r->ingredients[i] = (struct recipe_ingredient){ g->section, g->text, amount(g->amount), amount(g->amount_max), g->unit, g->food,
                                                        g->note };
    }
    r->steps = ARENA_ARRAY(a, in->step_count + 1, struct recipe_step);
    r->step_count = in->step_count;
    for (size_t i = 0; i < in->step_count; i++)
        r->steps[i] = (struct recipe_step){ in->steps[i].section, in->steps[i].text };
    r->images = ARENA_ARRAY(a, in->image_count + 1, struct recipe_image);
    r->image_count = in->image_count;
    for (size_t i = 0; i < in->image_count; i++)
        r->images[i] = (struct recipe_image){ .id = in->images[i].id, .alt = in->images[i].alt };
}

static void take_allergens(struct ctx *cx, const struct recipe_in *in, struct recipe *r)
{
    for (size_t i = 0; i < in->allergen_count; i++) {
        enum allergen one;

        if (in->allergens[i] && allergen_by_slug(str_of(in->allergens[i]), &one))
            r->allergens |= ALLERGEN_BIT(one);
        else
            ctx_fault(cx, arena_printf(cx->arena, "/allergens/%zu", i), "unknown_value", "must be one of: %s",
                      allergen_slugs(cx->arena));
    }
}

enum err recipe_checked(struct ctx *cx, struct recipe *r)
{
    struct recipe_faults *faults = ARENA_NEW(cx->arena, struct recipe_faults);

    recipe_tidy(cx->arena, r);
    recipe_check(cx->arena, r, faults);
    for (size_t i = 0; i < faults->count; i++)
        ctx_fault(cx, faults->fault[i].pointer, faults->fault[i].code, "%s", faults->fault[i].detail);
    return ctx_faults(cx);
}

enum err recipe_from_input(struct ctx *cx, const struct recipe_in *in, struct recipe *ret)
{
    struct recipe r = recipe_empty();

    r.id = in->id;
    r.title = in->title;
    r.description = in->description;
    r.author = in->author;
    r.source_url = in->source_url;
    r.yield = (struct recipe_yield){ amount(in->yield.quantity), in->yield.unit, in->yield.text };
    r.prep_minutes = (int)in->prep_minutes;
    r.cook_minutes = (int)in->cook_minutes;
    r.total_minutes = (int)in->total_minutes;
    r.category = in->category;
    r.cuisine = in->cuisine;
    r.tags = in->tags;
    r.tag_count = in->tag_count;
    for (int n = 0; n < NUTRITION__COUNT; n++)
        r.nutrition[n] = in->nutrition.text[n];
    take_lists(cx->arena, in, &r);
    take_allergens(cx, in, &r);
    *ret = r;
    return recipe_checked(cx, ret);
}
