#include "recipes/recipe.h"

#include "base/url.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <string.h>

struct checker {
    struct arena *a;
    struct recipe_faults *faults;
};

static __attribute__((format(printf, 4, 5))) void
fault(struct checker *c, const char *pointer, const char *code, const char *format, ...)
{
    va_list args;

    if (c->faults->count == RECIPE_FAULTS_MAX)
        return;
    va_start(args, format);
    c->faults->fault[c->faults->count++] =
        (struct recipe_fault){ arena_strdup(c->a, pointer), code, arena_vprintf(c->a, format, args) };
    va_end(args);
}

static const char *at(struct checker *c, const char *list, size_t i, const char *field)
{
    return arena_printf(c->a, "/%s/%zu%s%s", list, i, field[0] ? "/" : "", field);
}

enum shape { ONE_LINE, MANY_LINES };

static bool has_control(const char *s, enum shape shape)
{
    for (; *s; s++) {
        unsigned char ch = (unsigned char)*s;

        if ((ch < 0x20 && (shape == ONE_LINE || (ch != '\n' && ch != '\t'))) || ch == 0x7F)
            return true;
    }
    return false;
}

/* A text of at most `max` code points; missing is fine. */
static void check_text(struct checker *c, const char *pointer, const char *text, size_t max, enum shape shape)
{
    struct str s = str_of(text);

    if (!utf8_valid(s))
        fault(c, pointer, "invalid", "This text is not valid UTF-8.");
    else if (utf8_length(s) > max)
        fault(c, pointer, "too_long", "At most %zu characters, please; this has %zu.", max, utf8_length(s));
    else if (has_control(s.p, shape))
        fault(c, pointer, "invalid", "This text contains a control character.");
}

static void check_count(struct checker *c, const char *pointer, size_t count, size_t max)
{
    if (count > max)
        fault(c, pointer, "too_many", "At most %zu, please; these are %zu.", max, count);
}

static bool is_blank(const char *text)
{
    return str_trim(str_of(text)).n == 0;
}

static void check_required(struct checker *c, const char *pointer, const char *text)
{
    if (is_blank(text))
        fault(c, pointer, "required", "This cannot be empty.");
}

static void check_minutes(struct checker *c, const char *pointer, int minutes)
{
    if (minutes != RECIPE_MINUTES_NONE && (minutes < 0 || minutes > RECIPE_MINUTES_MAX))
        fault(c, pointer, "out_of_range", "Minutes go from 0 to %d.", RECIPE_MINUTES_MAX);
}

static void check_times(struct checker *c, const struct recipe *r)
{
    int longest = r->prep_minutes > r->cook_minutes ? r->prep_minutes : r->cook_minutes;

    check_minutes(c, "/prep_minutes", r->prep_minutes);
    check_minutes(c, "/cook_minutes", r->cook_minutes);
    check_minutes(c, "/total_minutes", r->total_minutes);
    if (r->total_minutes >= 0 && r->total_minutes < longest)
        fault(c, "/total_minutes", "inconsistent",
              "The total is shorter than preparation or cooking alone (%d minutes).", longest);
}

static bool amount_fits(struct quantity a, bool zero)
{
    int sign = quantity_compare(a, quantity_of(0, 1));

    return (zero ? sign >= 0 : sign > 0) && quantity_compare(a, quantity_of(QUANTITY_MAX_WHOLE, 1)) < 0;
}

static void check_amounts(struct checker *c, size_t n, const struct recipe_ingredient *i)
{
    bool some = quantity_is_some(i->amount), range = quantity_is_some(i->amount_max);

    if (some && !amount_fits(i->amount, true))
        fault(c, at(c, "ingredients", n, "amount"), "out_of_range", "Amounts go from 0 to below %d.", QUANTITY_MAX_WHOLE);
    if (range && !amount_fits(i->amount_max, true))
        fault(c, at(c, "ingredients", n, "amount_max"), "out_of_range", "Amounts go from 0 to below %d.", QUANTITY_MAX_WHOLE);
    if (range && quantity_compare(i->amount_max, i->amount) <= 0)
        fault(c, at(c, "ingredients", n, "amount_max"), "inconsistent", "The end of a range is larger than its start.");
}

static void check_ingredients(struct checker *c, const struct recipe *r)
{
    check_count(c, "/ingredients", r->ingredient_count, RECIPE_INGREDIENTS_MAX);
    for (size_t n = 0; n < r->ingredient_count && n < RECIPE_INGREDIENTS_MAX; n++) {
        const struct recipe_ingredient *i = &r->ingredients[n];

        check_required(c, at(c, "ingredients", n, "text"), i->text);
        check_text(c, at(c, "ingredients", n, "section"), i->section, RECIPE_SECTION_MAX, ONE_LINE);
        check_text(c, at(c, "ingredients", n, "text"), i->text, RECIPE_LINE_MAX, ONE_LINE);
        check_text(c, at(c, "ingredients", n, "unit"), i->unit, RECIPE_UNIT_MAX, ONE_LINE);
        check_text(c, at(c, "ingredients", n, "food"), i->food, RECIPE_LINE_MAX, ONE_LINE);
        check_text(c, at(c, "ingredients", n, "note"), i->note, RECIPE_LINE_MAX, ONE_LINE);
        check_amounts(c, n, i);
    }
}

static void check_steps(struct checker *c, const struct recipe *r)
{
    check_count(c, "/steps", r->step_count, RECIPE_STEPS_MAX);
    for (size_t n = 0; n < r->step_count && n < RECIPE_STEPS_MAX; n++) {
        check_required(c, at(c, "steps", n, "text"), r->steps[n].text);
        check_text(c, at(c, "steps", n, "section"), r->steps[n].section, RECIPE_SECTION_MAX, ONE_LINE);
        check_text(c, at(c, "steps", n, "text"), r->steps[n].text, RECIPE_STEP_MAX, MANY_LINES);
    }
}

static bool is_repeated(struct arena *a, const struct recipe *r, size_t n)
{
    struct str folded = utf8_fold(a, str_of(r->tags[n]), UTF8_FOLD_BASE);

    for (size_t i = 0; i < n; i++) {
        if (folded.n ? str_equal(utf8_fold(a, str_of(r->tags[i]), UTF8_FOLD_BASE), folded) : strcmp(r->tags[i], r->tags[n]) == 0)
            return true;
    }
    return false;
}

static void check_tags(struct checker *c, const struct recipe *r)
{
    check_count(c, "/tags", r->tag_count, RECIPE_TAGS_MAX);
    for (size_t n = 0; n < r->tag_count && n < RECIPE_TAGS_MAX; n++) {
        check_required(c, at(c, "tags", n, ""), r->tags[n]);
        check_text(c, at(c, "tags", n, ""), r->tags[n], RECIPE_TAG_MAX, ONE_LINE);
        if (!is_blank(r->tags[n]) && is_repeated(c->a, r, n))
            fault(c, at(c, "tags", n, ""), "duplicate", "The tag '%s' is there already.", r->tags[n]);
    }
}

static void check_images(struct checker *c, const struct recipe *r)
{
    check_count(c, "/images", r->image_count, RECIPE_IMAGES_MAX);
    for (size_t n = 0; n < r->image_count && n < RECIPE_IMAGES_MAX; n++)
        check_text(c, at(c, "images", n, "alt"), r->images[n].alt, RECIPE_ALT_MAX, ONE_LINE);
}

static void check_source(struct checker *c, const char *text)
{
    size_t before = c->faults->count;
    struct url url;

    check_text(c, "/source_url", text, RECIPE_URL_MAX, ONE_LINE);
    if (c->faults->count == before && !is_blank(text) && !url_parse(c->a, str_of(text), NULL, &url))
        fault(c, "/source_url", "invalid", "This is not a web address; they begin with http:// or https://.");
}

static void check_yield(struct checker *c, const struct recipe_yield *y)
{
    if (quantity_is_some(y->quantity) && !amount_fits(y->quantity, false))
        fault(c, "/yield/quantity", "out_of_range", "The yield is above 0 and below %d.", QUANTITY_MAX_WHOLE);
    check_text(c, "/yield/unit", y->unit, RECIPE_YIELD_UNIT_MAX, ONE_LINE);
    check_text(c, "/yield/text", y->text, RECIPE_YIELD_TEXT_MAX, ONE_LINE);
}

enum err recipe_check(struct arena *a, const struct recipe *r, struct recipe_faults *ret)
{
    struct checker c = { a, ret };

    ret->count = 0;
    check_required(&c, "/title", r->title);
    check_text(&c, "/title", r->title, RECIPE_TITLE_MAX, ONE_LINE);
    check_text(&c, "/description", r->description, RECIPE_DESCRIPTION_MAX, MANY_LINES);
    check_text(&c, "/author", r->author, RECIPE_NAME_MAX, ONE_LINE);
    check_text(&c, "/category", r->category, RECIPE_CATEGORY_MAX, ONE_LINE);
    check_text(&c, "/cuisine", r->cuisine, RECIPE_CUISINE_MAX, ONE_LINE);
    check_source(&c, r->source_url);
    check_yield(&c, &r->yield);
    check_times(&c, r);
    check_tags(&c, r);
    if (r->allergens >> ALLERGEN__COUNT)
        fault(&c, "/allergens", "invalid", "There are %d allergens; this names another.", ALLERGEN__COUNT);
    check_ingredients(&c, r);
    check_steps(&c, r);
    check_images(&c, r);
    for (size_t i = 0; i < NUTRITION__COUNT; i++)
        check_text(&c, arena_printf(a, "/nutrition/%s", recipe_nutrition_name((enum recipe_nutrition)i)), r->nutrition[i],
                   RECIPE_NUTRITION_TEXT_MAX, ONE_LINE);
    return ret->count ? ERR_INVALID : OK;
}
