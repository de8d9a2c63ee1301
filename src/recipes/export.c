#include "recipes/export.h"

#include "base/clock.h"
#include "recipes/duration.h"
#include "web/json.h"

/* Writes JSON; `first` tells whether the next value of the open object or list is its first. */
struct writer {
    struct buf *out;
    struct buf address;     /* of the recipe, as a JSON string without its closing quote; empty where it has none */
    bool first;
};

static void next(struct writer *w)
{
    if (!w->first)
        buf_putc(w->out, ',');
    w->first = false;
}

/* Names are our own: they need no escape. */
static void key(struct writer *w, const char *name)
{
    size_t n = strlen(name);
    char *room = buf_room(w->out, n + 4), *at = room;

    if (!room)
        return;
    if (!w->first)
        *at++ = ',';
    *at++ = '"';
    at = mempcpy(at, name, n);
    *at++ = '"';
    *at++ = ':';
    buf_used(w->out, (size_t)(at - room));
    w->first = false;
}

static void open_value(struct writer *w, char bracket)
{
    buf_putc(w->out, bracket);
    w->first = true;
}

static void close_value(struct writer *w, char bracket)
{
    buf_putc(w->out, bracket);
    w->first = false;
}

static void put_text(struct writer *w, const char *name, const char *value)
{
    if (!value || !*value)
        return;
    key(w, name);
    json_print_string_html(w->out, str_of(value));
}

static void put_item(struct writer *w, const char *value)
{
    next(w);
    json_print_string_html(w->out, str_of(value));
}

static void put_typed(struct writer *w, const char *name, const char *type, const char *value)
{
    if (!value || !*value)
        return;
    key(w, name);
    open_value(w, '{');
    put_text(w, "@type", type);
    put_text(w, "name", value);
    close_value(w, '}');
}

static void put_minutes(struct writer *w, const char *name, int minutes)
{
    char text[DURATION_TEXT_SIZE];

    if (minutes >= 0)
        put_text(w, name, duration_to_iso(minutes, text));
}

static void put_time(struct writer *w, const char *name, int64_t utc_us)
{
    char text[CLOCK_RFC3339_SIZE];

    if (utc_us > 0)
        put_text(w, name, clock_rfc3339(utc_us, text));
}

static void put_images(struct writer *w, const struct recipe *r, const struct export_site *site)
{
    char full[RECIPE_URL_MAX + 512];

    if (r->image_count == 0)
        return;
    key(w, "image");
    open_value(w, '[');
    for (size_t i = 0; i < r->image_count; i++) {
        const char *url = r->images[i].url;

        if (!url)
            continue;
        snprintf(full, sizeof(full), "%s%s", url[0] == '/' ? site->url : "", url);
        put_item(w, full);
    }
    close_value(w, ']');
}

static bool tag_has_comma(const struct recipe *r)
{
    for (size_t i = 0; i < r->tag_count; i++) {
        if (strchr(r->tags[i], ','))
            return true;
    }
    return false;
}

static void put_tags(struct writer *w, const struct recipe *r)
{
    struct buf joined;

    if (r->tag_count == 0)
        return;
    buf_init(&joined, NULL, 64 * 1024);
    for (size_t i = 0; i < r->tag_count; i++)
        buf_printf(&joined, "%s%s", i ? ", " : "", r->tags[i]);
    put_text(w, "keywords", buf_text(&joined));
    buf_done(&joined);
    if (!tag_has_comma(r))
        return;
    key(w, "midway:tags");
    open_value(w, '[');
    for (size_t i = 0; i < r->tag_count; i++)
        put_item(w, r->tags[i]);
    close_value(w, ']');
}

static void put_nutrition(struct writer *w, const struct recipe *r)
{
    bool any = false;

    for (enum recipe_nutrition n = 0; n < NUTRITION__COUNT; n++)
        any |= r->nutrition[n] && *r->nutrition[n];
    if (!any)
        return;
    key(w, "nutrition");
    open_value(w, '{');
    put_text(w, "@type", "NutritionInformation");
    for (enum recipe_nutrition n = 0; n < NUTRITION__COUNT; n++)
        put_text(w, recipe_nutrition_name(n), r->nutrition[n]);
    close_value(w, '}');
}

static void put_ingredients(struct writer *w, const struct recipe *r)
{
    if (r->ingredient_count == 0)
        return;
    key(w, "recipeIngredient");
    open_value(w, '[');
    for (size_t i = 0; i < r->ingredient_count; i++)
        put_item(w, r->ingredients[i].text ? r->ingredients[i].text : "");
    close_value(w, ']');
}

static bool same_section(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

/* Most addresses are that of the recipe or begin with it. */
static void put_address(struct writer *w, const char *name)
{
    key(w, name);
    buf_put_str(w->out, buf_str(&w->address));
    buf_putc(w->out, '"');
}

static void put_step_address(struct writer *w, const char *name, size_t i)
{
    key(w, name);
    buf_put_str(w->out, buf_str(&w->address));
    buf_puts(w->out, "#step-");
    buf_put_int(w->out, (int64_t)i + 1);
    buf_putc(w->out, '"');
}

static void put_step(struct writer *w, const struct recipe *r, size_t i)
{
    next(w);
    open_value(w, '{');
    put_text(w, "@type", "HowToStep");
    put_text(w, "text", r->steps[i].text);
    if (w->address.len)
        put_step_address(w, "url", i);
    close_value(w, '}');
}

/* Runs of steps under one heading are a HowToSection, steps without a heading stand by themselves. */
static void put_steps(struct writer *w, const struct recipe *r)
{
    const char *open = NULL;

    if (r->step_count == 0)
        return;
    key(w, "recipeInstructions");
    open_value(w, '[');
    for (size_t i = 0; i < r->step_count; i++) {
        const char *section = r->steps[i].section;

        if (!same_section(open, section)) {
            if (open)
                buf_puts(w->out, "]}");
            open = section && *section ? section : NULL;
            if (open) {
                next(w);
                open_value(w, '{');
                put_text(w, "@type", "HowToSection");
                put_text(w, "name", open);
                key(w, "itemListElement");
                open_value(w, '[');
            }
        }
        put_step(w, r, i);
    }
    if (open)
        buf_puts(w->out, "]}");
    close_value(w, ']');
}

static void put_quantity(struct writer *w, const char *name, struct quantity q)
{
    char text[QUANTITY_TEXT_SIZE];

    if (!quantity_is_some(q))
        return;
    key(w, name);
    buf_puts(w->out, quantity_decimal(q, text));
}

static void put_parts(struct writer *w, const struct recipe *r)
{
    if (r->ingredient_count == 0)
        return;
    key(w, "midway:ingredients");
    open_value(w, '[');
    for (size_t i = 0; i < r->ingredient_count; i++) {
        const struct recipe_ingredient *in = &r->ingredients[i];

        next(w);
        open_value(w, '{');
        put_text(w, "section", in->section);
        put_quantity(w, "amount", in->amount);
        put_quantity(w, "amount_max", in->amount_max);
        put_text(w, "unit", in->unit);
        put_text(w, "food", in->food);
        put_text(w, "note", in->note);
        close_value(w, '}');
    }
    close_value(w, ']');
}

static void put_allergens(struct writer *w, const struct recipe *r)
{
    if (!r->allergens)
        return;
    key(w, "midway:allergens");
    open_value(w, '[');
    for (enum allergen a = 0; a < ALLERGEN__COUNT; a++) {
        if (r->allergens & ALLERGEN_BIT(a))
            put_item(w, allergen_slug(a));
    }
    close_value(w, ']');
}

static void put_yield(struct writer *w, const struct recipe *r)
{
    if (!r->yield.text && !r->yield.unit && !quantity_is_some(r->yield.quantity))
        return;
    key(w, "midway:yield");
    open_value(w, '{');
    put_quantity(w, "quantity", r->yield.quantity);
    put_text(w, "unit", r->yield.unit);
    put_text(w, "text", r->yield.text);
    close_value(w, '}');
}

/* schema.org wants one text: the source's own words, else number and unit. */
static void put_yield_text(struct writer *w, const struct recipe *r)
{
    char number[QUANTITY_TEXT_SIZE], text[QUANTITY_TEXT_SIZE + 4 * RECIPE_YIELD_UNIT_MAX + 2];

    if (r->yield.text && *r->yield.text) {
        put_text(w, "recipeYield", r->yield.text);
    } else if (quantity_is_some(r->yield.quantity)) {
        snprintf(text, sizeof(text), "%s %s", quantity_text(r->yield.quantity, QUANTITY_DECIMAL, number),
                 r->yield.unit ? r->yield.unit : "servings");
        put_text(w, "recipeYield", text);
    }
}

static void init_address(struct buf *b, const struct recipe *r, const struct export_site *site)
{
    char url[1024];

    if (!r->slug)
        return;
    snprintf(url, sizeof(url), "%s/recipes/%s", site->url, r->slug);
    json_print_string_html(b, str_of(url));
    b->len--;
}

static void put_addresses(struct writer *w, const struct recipe *r, const struct export_site *site)
{
    if (w->address.len) {
        put_address(w, "@id");
        put_address(w, "url");
        put_address(w, "mainEntityOfPage");
    }
    put_text(w, "isBasedOn", r->source_url);
    put_typed(w, "publisher", "Organization", site->name);
}

void export_jsonld(struct buf *out, const struct recipe *r, const struct export_site *site)
{
    struct writer w = { .out = out };

    buf_init(&w.address, out->arena, 8 * 1024);
    init_address(&w.address, r, site);
    open_value(&w, '{');
    key(&w, "@context");
    buf_puts(out, "[\"https://schema.org\",{\"midway\":\"urn:midway:recipe#\"}]");
    put_text(&w, "@type", "Recipe");
    put_addresses(&w, r, site);
    put_text(&w, "name", r->title);
    put_images(&w, r, site);
    put_typed(&w, "author", "Person", r->author);
    put_time(&w, "datePublished", r->created_at);
    put_time(&w, "dateModified", r->updated_at);
    put_text(&w, "description", r->description);
    put_minutes(&w, "prepTime", r->prep_minutes);
    put_minutes(&w, "cookTime", r->cook_minutes);
    put_minutes(&w, "totalTime", r->total_minutes);
    put_tags(&w, r);
    put_yield_text(&w, r);
    put_text(&w, "recipeCategory", r->category);
    put_text(&w, "recipeCuisine", r->cuisine);
    put_nutrition(&w, r);
    put_ingredients(&w, r);
    put_steps(&w, r);
    key(&w, "midway:format");
    buf_puts(out, "1");
    put_yield(&w, r);
    put_parts(&w, r);
    put_allergens(&w, r);
    close_value(&w, '}');
    buf_done(&w.address);
}
