/* export_text.c: a recipe as plain text, for mail, printers and people. */
#include "recipes/export.h"

#include "base/utf8.h"
#include "recipes/duration.h"

static void put_rule(struct buf *out, const char *title, char mark)
{
    size_t n = utf8_length(str_of(title));

    for (size_t i = 0; i < n && i < 78; i++)
        buf_putc(out, mark);
    buf_putc(out, '\n');
}

static void put_heading(struct buf *out, const char *title, char mark)
{
    buf_printf(out, "%s\n", title);
    put_rule(out, title, mark);
}

static void put_fact(struct buf *out, const char *label, const char *value)
{
    if (value && *value)
        buf_printf(out, "%s: %s\n", label, value);
}

static void put_minutes(struct buf *out, const char *label, int minutes)
{
    char text[DURATION_TEXT_SIZE];

    put_fact(out, label, duration_text(minutes, text));
}

static void put_yield(struct buf *out, const struct recipe *r)
{
    char number[QUANTITY_TEXT_SIZE];

    if (r->yield.text && *r->yield.text)
        put_fact(out, "Yield", r->yield.text);
    else if (quantity_is_some(r->yield.quantity))
        buf_printf(out, "Yield: %s %s\n", quantity_text(r->yield.quantity, QUANTITY_KITCHEN, number),
                   r->yield.unit ? r->yield.unit : "servings");
}

static void put_allergens(struct buf *out, const struct recipe *r)
{
    bool first = true;

    if (!r->allergens)
        return;
    buf_puts(out, "Allergens: ");
    for (enum allergen a = 0; a < ALLERGEN__COUNT; a++) {
        if (!(r->allergens & ALLERGEN_BIT(a)))
            continue;
        buf_printf(out, "%s%s", first ? "" : ", ", allergen_label(a));
        first = false;
    }
    buf_putc(out, '\n');
}

static void put_tags(struct buf *out, const struct recipe *r)
{
    if (r->tag_count == 0)
        return;
    buf_puts(out, "Tags: ");
    for (size_t i = 0; i < r->tag_count; i++)
        buf_printf(out, "%s%s", i ? ", " : "", r->tags[i]);
    buf_putc(out, '\n');
}

/* Starts a section's heading where it changes. */
static void put_section(struct buf *out, const char **open, const char *section)
{
    if (strcmp(*open ? *open : "", section ? section : "") == 0)
        return;
    *open = section;
    if (section && *section)
        buf_printf(out, "\n%s:\n", section);
    else
        buf_putc(out, '\n');
}

static void put_ingredients(struct buf *out, const struct recipe *r)
{
    const char *section = NULL;

    if (r->ingredient_count == 0)
        return;
    buf_putc(out, '\n');
    put_heading(out, "Ingredients", '-');
    for (size_t i = 0; i < r->ingredient_count; i++) {
        put_section(out, &section, r->ingredients[i].section);
        buf_printf(out, "- %s\n", r->ingredients[i].text ? r->ingredients[i].text : "");
    }
}

static void put_steps(struct buf *out, const struct recipe *r)
{
    const char *section = NULL;

    if (r->step_count == 0)
        return;
    buf_putc(out, '\n');
    put_heading(out, "Method", '-');
    for (size_t i = 0; i < r->step_count; i++) {
        put_section(out, &section, r->steps[i].section);
        buf_printf(out, "%zu. %s\n", i + 1, r->steps[i].text ? r->steps[i].text : "");
    }
}

static void put_nutrition(struct buf *out, const struct recipe *r)
{
    static const char *const labels[NUTRITION__COUNT] = {
        "Serving size", "Energy", "Fat", "Saturated fat", "Unsaturated fat", "Trans fat", "Carbohydrate", "Sugar", "Fibre",
        "Protein", "Cholesterol", "Sodium"
    };
    bool any = false;

    for (enum recipe_nutrition n = 0; n < NUTRITION__COUNT; n++) {
        if (!r->nutrition[n] || !*r->nutrition[n])
            continue;
        if (!any) {
            buf_putc(out, '\n');
            put_heading(out, "Nutrition per serving", '-');
        }
        any = true;
        put_fact(out, labels[n], r->nutrition[n]);
    }
}

void export_text(struct buf *out, const struct recipe *r, const struct export_site *site)
{
    put_heading(out, r->title ? r->title : "", '=');
    if (r->description && *r->description)
        buf_printf(out, "\n%s\n", r->description);
    buf_putc(out, '\n');
    put_fact(out, "By", r->author);
    put_yield(out, r);
    put_minutes(out, "Preparation", r->prep_minutes);
    put_minutes(out, "Cooking", r->cook_minutes);
    put_minutes(out, "Total", r->total_minutes);
    put_fact(out, "Category", r->category);
    put_fact(out, "Cuisine", r->cuisine);
    put_tags(out, r);
    put_allergens(out, r);
    put_ingredients(out, r);
    put_steps(out, r);
    put_nutrition(out, r);
    if (r->source_url || r->slug)
        buf_putc(out, '\n');
    put_fact(out, "Source", r->source_url);
    if (r->slug)
        buf_printf(out, "%s/recipes/%s\n", site->url, r->slug);
}
