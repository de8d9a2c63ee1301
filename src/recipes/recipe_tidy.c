#include "base/buf.h"
#include "base/utf8.h"
#include "recipes/ingredient.h"
#include "recipes/units.h"
#include "recipes/words.h"

#include <string.h>

/* One trimmed line, every run of white space as a space; NULL when nothing is left. */
static const char *one_line(struct arena *a, const char *text)
{
    struct str rest = str_trim(str_of(text));
    struct buf b;
    bool gap = false;

    buf_init(&b, a, SIZE_MAX / 4);
    while (rest.n) {
        size_t blanks = word_blanks(rest);

        if (blanks == 0 && rest.p[0] >= '\t' && rest.p[0] <= '\r')
            blanks = 1;
        if (blanks == 0) {
            if (gap && b.len)
                buf_putc(&b, ' ');
            buf_putc(&b, rest.p[0]);
        }
        gap = blanks > 0;
        rest = word_rest(rest, blanks ? blanks : 1);
    }
    return b.len ? buf_text(&b) : NULL;
}

/* Several lines, ended by \n; NULL when nothing is left. */
static const char *lines(struct arena *a, const char *text)
{
    struct str rest = str_trim(str_of(text));
    struct buf b;

    buf_init(&b, a, SIZE_MAX / 4);
    for (size_t i = 0; i < rest.n; i++) {
        if (rest.p[i] != '\r')
            buf_putc(&b, rest.p[i]);
        else if (i + 1 == rest.n || rest.p[i + 1] != '\n')
            buf_putc(&b, '\n');
    }
    return b.len ? buf_text(&b) : NULL;
}

static bool tag_is_new(const struct str *folded, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (str_equal(folded[i], folded[count]))
            return false;
    }
    return true;
}

static void tidy_tags(struct arena *a, struct recipe *r)
{
    struct str *folded = ARENA_ARRAY(a, r->tag_count + 1, struct str);
    size_t kept = 0;

    for (size_t i = 0; i < r->tag_count; i++) {
        const char *tag = one_line(a, r->tags[i]);

        if (!tag)
            continue;
        tag = utf8_valid(str_of(tag)) ? arena_str(a, utf8_lower(a, str_of(tag))) : tag;
        folded[kept] = utf8_fold(a, str_of(tag), UTF8_FOLD_BASE);
        if (folded[kept].n == 0)
            folded[kept] = str_of(tag);
        if (tag_is_new(folded, kept))
            r->tags[kept++] = tag;
    }
    r->tag_count = kept;
}

/* "2-3 tbsp butter, soft" of the fields. */
static const char *written_line(struct arena *a, const struct recipe_ingredient *i)
{
    const struct unit *unit = unit_by_name(str_of(i->unit));
    enum quantity_style style = unit ? unit->style : QUANTITY_KITCHEN;
    struct quantity most = quantity_is_some(i->amount_max) ? i->amount_max : i->amount;
    char text[QUANTITY_TEXT_SIZE];
    struct buf b;

    buf_init(&b, a, SIZE_MAX / 4);
    buf_puts(&b, quantity_text(i->amount, style, text));
    if (quantity_is_some(i->amount_max))
        buf_printf(&b, "-%s", quantity_text(i->amount_max, style, text));
    if (unit)
        buf_printf(&b, " %s", quantity_compare(most, quantity_of(1, 1)) > 0 ? unit->plural : unit->singular);
    else if (i->unit)
        buf_printf(&b, " %s", i->unit);
    buf_printf(&b, "%s%s", b.len ? " " : "", i->food);
    if (i->note)
        buf_printf(&b, ", %s", i->note);
    return buf_text(&b);
}

/* The canonical name where the whole of `unit` names one. */
static const char *canonical_unit(struct arena *a, const char *unit)
{
    size_t bytes;
    const struct unit *known = unit ? unit_at(a, str_of(unit), &bytes) : NULL;

    if (!unit || unit_by_name(str_of(unit)))
        return unit;
    return known && bytes == strlen(unit) ? known->name : unit;
}

/* False when nothing is in it. */
static bool tidy_ingredient(struct arena *a, struct recipe_ingredient *i)
{
    i->section = one_line(a, i->section);
    i->text = one_line(a, i->text);
    i->unit = canonical_unit(a, one_line(a, i->unit));
    i->food = one_line(a, i->food);
    i->note = one_line(a, i->note);
    if (!i->text && !i->food)
        return false;
    if (!i->text)
        i->text = written_line(a, i);
    else if (!i->food && !i->unit && !i->note && !quantity_is_some(i->amount))
        ingredient_parse(a, str_of(i->text), i, NULL);
    return true;
}

static void tidy_lists(struct arena *a, struct recipe *r)
{
    size_t kept = 0;

    for (size_t i = 0; i < r->ingredient_count; i++) {
        if (tidy_ingredient(a, &r->ingredients[i]))
            r->ingredients[kept++] = r->ingredients[i];
    }
    r->ingredient_count = kept;
    kept = 0;
    for (size_t i = 0; i < r->step_count; i++) {
        struct recipe_step step = { one_line(a, r->steps[i].section), lines(a, r->steps[i].text) };

        if (step.text)
            r->steps[kept++] = step;
    }
    r->step_count = kept;
    for (size_t i = 0; i < r->image_count; i++)
        r->images[i].alt = one_line(a, r->images[i].alt);
}

static void tidy_yield(struct arena *a, struct recipe_yield *y)
{
    struct recipe_yield read;

    y->unit = one_line(a, y->unit);
    y->text = one_line(a, y->text);
    if (quantity_is_some(y->quantity) || !y->text)
        return;
    recipe_yield_parse(a, str_of(y->text), &read);
    y->quantity = read.quantity;
    if (!y->unit)
        y->unit = read.unit;
}

static void tidy_minutes(struct recipe *r)
{
    int prep = r->prep_minutes > 0 ? r->prep_minutes : 0, cook = r->cook_minutes > 0 ? r->cook_minutes : 0;

    if (r->total_minutes != RECIPE_MINUTES_NONE || (r->prep_minutes < 0 && r->cook_minutes < 0))
        return;
    if (prep <= RECIPE_MINUTES_MAX && cook <= RECIPE_MINUTES_MAX - prep)
        r->total_minutes = prep + cook;
}

void recipe_tidy(struct arena *a, struct recipe *r)
{
    r->title = one_line(a, r->title);
    r->description = lines(a, r->description);
    r->author = one_line(a, r->author);
    r->source_url = one_line(a, r->source_url);
    r->category = one_line(a, r->category);
    r->cuisine = one_line(a, r->cuisine);
    for (size_t i = 0; i < NUTRITION__COUNT; i++)
        r->nutrition[i] = one_line(a, r->nutrition[i]);
    tidy_yield(a, &r->yield);
    tidy_minutes(r);
    tidy_tags(a, r);
    tidy_lists(a, r);
}
