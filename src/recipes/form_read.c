/* form_read.c: what a form says, into the typed recipe. */
#include "recipes/pages.h"

#include "recipes/paste.h"

#include <string.h>

#define TEXT_FIELD_MAX 200000
#define AT(MEMBER) .at = offsetof(struct form_in, MEMBER)
#define COUNT(MEMBER) .count_at = offsetof(struct form_in, MEMBER)
#define MINUTES(NAME) { #NAME, FIELD_INT, AT(NAME), .max = RECIPE_MINUTES_MAX, .missing = RECIPE_MINUTES_NONE }
#define NUTRITION(N, NAME) { "nutrition_" NAME, FIELD_TEXT, AT(nutrition[N]), .max = RECIPE_NUTRITION_TEXT_MAX },

const struct field page_form_fields[] = {
    { "slug", FIELD_TEXT, AT(slug), .from = FROM_PATH },
    { "title", FIELD_TEXT, AT(title), .required = true, .max = RECIPE_TITLE_MAX },
    { "description", FIELD_LINES, AT(description), .max = RECIPE_DESCRIPTION_MAX },
    { "ingredients_text", FIELD_LINES, AT(ingredients_text), .max = TEXT_FIELD_MAX },
    { "steps_text", FIELD_LINES, AT(steps_text), .max = RECIPE_STEPS_MAX * (RECIPE_STEP_MAX + 2) },
    { "yield_text", FIELD_TEXT, AT(yield_text), .max = RECIPE_YIELD_TEXT_MAX },
    MINUTES(prep_minutes),
    MINUTES(cook_minutes),
    MINUTES(total_minutes),
    { "tags_text", FIELD_TEXT, AT(tags_text), .max = RECIPE_TAGS_MAX * (RECIPE_TAG_MAX + 2) },
    { "category", FIELD_TEXT, AT(category), .max = RECIPE_CATEGORY_MAX },
    { "cuisine", FIELD_TEXT, AT(cuisine), .max = RECIPE_CUISINE_MAX },
    { "author", FIELD_TEXT, AT(author), .max = RECIPE_NAME_MAX },
    { "source_url", FIELD_TEXT, AT(source_url), .max = RECIPE_URL_MAX },
    { "allergens", FIELD_TEXTS, AT(allergens), COUNT(allergen_count), .max = ALLERGEN__COUNT, .item_max = 20 },
    { "remove_photo", FIELD_TEXTS, AT(remove_photos), COUNT(remove_count), .max = RECIPE_IMAGES_MAX, .item_max = ID_TEXT_LEN },
    { "photo", FIELD_FILE, AT(photo), .max = PHOTO_BYTES_MAX },
    { "photo_ref", FIELD_ID, AT(photo_ref) },
    { "photo_alt", FIELD_TEXT, AT(photo_alt), .max = RECIPE_ALT_MAX },
    { "revision_note", FIELD_TEXT, AT(revision_note), .max = REVISION_NOTE_MAX },
    { "preview", FIELD_BOOL, AT(preview) },
    NUTRITION_VALUES(NUTRITION)
    { 0 }
};

/* The API may have given a line other fields than its words say, and a step its own line breaks: they stay while the line stays. */
static void keep_ingredients(const struct recipe *saved, struct recipe *r)
{
    for (size_t i = 0; i < r->ingredient_count; i++) {
        struct recipe_ingredient *g = &r->ingredients[i];

        for (size_t k = 0; k < saved->ingredient_count; k++) {
            const struct recipe_ingredient *old = &saved->ingredients[k];

            if (!str_equal(str_of(old->text), str_of(g->text)))
                continue;
            const char *section = g->section;

            *g = *old;
            g->section = section;
            break;
        }
    }
}

/* Equal but for the kind of white space? */
static bool same_words(const char *a, const char *b)
{
    for (; *a && *b; a++, b++) {
        bool blank = strchr(" \t\r\n", *a) != NULL;

        if (blank != (strchr(" \t\r\n", *b) != NULL) || (!blank && *a != *b))
            return false;
        while (blank && a[1] && strchr(" \t\r\n", a[1]))
            a++;
        while (blank && b[1] && strchr(" \t\r\n", b[1]))
            b++;
    }
    return *a == *b;
}

static void keep_steps(const struct recipe *saved, struct recipe *r)
{
    for (size_t i = 0; i < r->step_count; i++) {
        for (size_t k = 0; k < saved->step_count; k++) {
            if (same_words(saved->steps[k].text, r->steps[i].text))
                r->steps[i].text = saved->steps[k].text;
        }
    }
}

/* One too many is enough for recipe_check() to say so. */
static void take_lists(struct arena *a, const struct form_in *in, const struct recipe *saved, struct recipe *r)
{
    r->ingredient_count = ingredients_paste(a, str_of(in->ingredients_text), RECIPE_INGREDIENTS_MAX + 1, &r->ingredients);
    r->step_count = steps_paste(a, str_of(in->steps_text), RECIPE_STEPS_MAX + 1, &r->steps);
    if (saved) {
        keep_ingredients(saved, r);
        keep_steps(saved, r);
    }
}

static void take_tags(struct arena *a, const char *text, struct recipe *r)
{
    struct str rest = str_of(text);
    size_t max = 1;

    for (size_t i = 0; i < rest.n; i++)
        max += rest.p[i] == ',';
    r->tags = ARENA_ARRAY(a, max, const char *);
    while (rest.p && rest.n) {
        struct str tag = str_trim(str_next(&rest, ','));

        if (tag.n)
            r->tags[r->tag_count++] = arena_str(a, tag);
    }
}

static void take_allergens(struct ctx *cx, const struct form_in *in, struct recipe *r)
{
    for (size_t i = 0; i < in->allergen_count; i++) {
        enum allergen one;

        if (in->allergens[i] && allergen_by_slug(str_of(in->allergens[i]), &one))
            r->allergens |= ALLERGEN_BIT(one);
        else
            ctx_fault(cx, "/allergens", "unknown_value", "must be some of the 14");
    }
}

static bool is_removed(const struct form_in *in, struct id id)
{
    for (size_t i = 0; i < in->remove_count; i++) {
        struct id one;

        if (in->remove_photos[i] && id_parse(str_of(in->remove_photos[i]), &one) && id_equal(one, id))
            return true;
    }
    return false;
}

static void take_images(struct arena *a, const struct form_in *in, const struct recipe *saved, struct recipe *r)
{
    r->images = ARENA_ARRAY(a, (saved ? saved->image_count : 0) + 1, struct recipe_image);
    for (size_t i = 0; saved && i < saved->image_count; i++) {
        if (!is_removed(in, saved->images[i].id))
            r->images[r->image_count++] = saved->images[i];
    }
}

void form_add_photo(struct arena *a, struct recipe *r, struct id id, const char *alt)
{
    struct recipe_image *all = ARENA_ARRAY(a, r->image_count + 2, struct recipe_image);
    size_t n = 1;

    all[0] = (struct recipe_image){ .id = id, .alt = alt };
    for (size_t i = 0; i < r->image_count; i++) {
        if (!id_equal(r->images[i].id, id))
            all[n++] = r->images[i];
    }
    r->images = all;
    r->image_count = n;
}

void form_recipe(struct ctx *cx, const struct form_in *in, const struct recipe *saved, struct recipe *ret)
{
    struct recipe r = recipe_empty();

    if (saved) {
        r.id = saved->id;
        r.slug = saved->slug;
        r.version = saved->version;
    }
    r.title = in->title;
    r.description = in->description;
    r.author = in->author;
    r.source_url = in->source_url;
    r.yield.text = in->yield_text;
    if (saved && str_equal(str_of(in->yield_text), str_of(form_yield_text(cx->arena, saved))))
        r.yield = saved->yield;
    r.prep_minutes = (int)in->prep_minutes;
    r.cook_minutes = (int)in->cook_minutes;
    r.total_minutes = (int)in->total_minutes;
    r.category = in->category;
    r.cuisine = in->cuisine;
    memcpy(r.nutrition, in->nutrition, sizeof(r.nutrition));
    take_lists(cx->arena, in, saved, &r);
    take_tags(cx->arena, in->tags_text, &r);
    take_allergens(cx, in, &r);
    take_images(cx->arena, in, saved, &r);
    *ret = r;
}
