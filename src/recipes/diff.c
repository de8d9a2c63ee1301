#include "recipes/diff.h"

#include "recipes/ingredient.h"

#include <string.h>

static bool same(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

static void put(struct diff_line *lines, size_t *count, enum diff_op op, const char *text)
{
    lines[(*count)++] = (struct diff_line){ op, text };
}

/* lengths[i * width + k]: the longest common subsequence of the tails from line i and from line k on. */
static const uint16_t *lengths_of(struct arena *a, const struct diff_text *from, const struct diff_text *to)
{
    size_t width = to->count + 1;
    uint16_t *lengths = ARENA_ARRAY(a, (from->count + 1) * width, uint16_t);

    for (size_t i = from->count; i-- > 0;) {
        for (size_t k = to->count; k-- > 0;) {
            uint16_t down = lengths[(i + 1) * width + k], right = lengths[i * width + k + 1];

            if (same(from->line[i], to->line[k]))
                lengths[i * width + k] = (uint16_t)(lengths[(i + 1) * width + k + 1] + 1);
            else
                lengths[i * width + k] = down > right ? down : right;
        }
    }
    return lengths;
}

/* The lines between head and tail; `lengths` is NULL when there are too many. */
static void put_middle(const struct diff_text *from, const struct diff_text *to, const uint16_t *lengths, struct diff_line *lines,
                       size_t *count)
{
    size_t i = 0, k = 0, width = to->count + 1;

    while (lengths && i < from->count && k < to->count) {
        if (same(from->line[i], to->line[k])) {
            put(lines, count, DIFF_SAME, to->line[k++]);
            i++;
        } else if (lengths[(i + 1) * width + k] >= lengths[i * width + k + 1]) {
            put(lines, count, DIFF_REMOVED, from->line[i++]);
        } else {
            put(lines, count, DIFF_ADDED, to->line[k++]);
        }
    }
    while (i < from->count)
        put(lines, count, DIFF_REMOVED, from->line[i++]);
    while (k < to->count)
        put(lines, count, DIFF_ADDED, to->line[k++]);
}

/* `t` without its first `head` and last `tail` lines. */
static struct diff_text between(struct diff_text t, size_t head, size_t tail)
{
    return (struct diff_text){ t.count ? t.line + head : t.line, t.count - head - tail };
}

size_t diff_lines(struct arena *a, struct diff_text from, struct diff_text to, struct diff_line **ret)
{
    struct diff_line *lines = ARENA_ARRAY(a, from.count + to.count + 1, struct diff_line);
    size_t least = from.count < to.count ? from.count : to.count, head = 0, tail = 0, count = 0;
    struct diff_text old, new;
    bool small;

    while (head < least && same(from.line[head], to.line[head]))
        put(lines, &count, DIFF_SAME, to.line[head++]);
    while (head + tail < least && same(from.line[from.count - tail - 1], to.line[to.count - tail - 1]))
        tail++;
    old = between(from, head, tail);
    new = between(to, head, tail);
    small = old.count <= DIFF_LINES_MAX && new.count <= DIFF_LINES_MAX;
    put_middle(&old, &new, small ? lengths_of(a, &old, &new) : NULL, lines, &count);
    for (size_t i = to.count - tail; i < to.count; i++)
        put(lines, &count, DIFF_SAME, to.line[i]);
    *ret = lines;
    return count;
}

/* Changes being collected. */
struct changes {
    struct arena *a;
    struct recipe_change *change;
    size_t count;
};

/* Fields with one value, and the lists. */
#define CHANGES_MAX (16 + NUTRITION__COUNT)

static const char *none_if_empty(const char *text)
{
    return text && text[0] ? text : NULL;
}

static void compare_values(struct changes *c, const char *field, const char *before, const char *after)
{
    before = none_if_empty(before);
    after = none_if_empty(after);
    if ((!before && !after) || (before && after && same(before, after)))
        return;
    c->change[c->count++] = (struct recipe_change){ .field = field, .before = before, .after = after };
}

static void compare_lines(struct changes *c, const char *field, struct diff_text before, struct diff_text after)
{
    struct diff_line *lines;
    size_t count = diff_lines(c->a, before, after, &lines);
    bool changed = false;

    for (size_t i = 0; i < count; i++)
        changed |= lines[i].op != DIFF_SAME;
    if (changed)
        c->change[c->count++] = (struct recipe_change){ .field = field, .lines = lines, .line_count = count };
}

static struct diff_text texts_new(struct arena *a, size_t max)
{
    return (struct diff_text){ ARENA_ARRAY(a, max + 1, const char *), 0 };
}

static struct diff_text lines_of(struct arena *a, const char *text)
{
    struct str rest = str_of(text);
    struct diff_text t;
    size_t count = 1;

    for (size_t i = 0; i < rest.n; i++)
        count += rest.p[i] == '\n';
    t = texts_new(a, count);
    while (rest.p && rest.n)
        t.line[t.count++] = arena_str(a, str_next(&rest, '\n'));
    return t;
}

static const char *minutes_text(struct arena *a, int minutes)
{
    return minutes < 0 ? NULL : arena_printf(a, "%d", minutes);
}

/* "4 servings (Serves 4 to 6)" */
static const char *yield_text(struct arena *a, const struct recipe_yield *y)
{
    const char *unit = none_if_empty(y->unit), *text = none_if_empty(y->text);
    char quantity[QUANTITY_TEXT_SIZE];

    if (!quantity_is_some(y->quantity))
        return text ? text : unit;
    quantity_text(y->quantity, QUANTITY_KITCHEN, quantity);
    return arena_printf(a, "%s%s%s%s%s%s", quantity, unit ? " " : "", unit ? unit : "", text ? " (" : "", text ? text : "",
                        text ? ")" : "");
}

static bool same_or_none(const char *a, const char *b)
{
    a = none_if_empty(a);
    b = none_if_empty(b);
    return a == b || (a && b && same(a, b));
}

/* Are the fields just what the line says? */
static bool as_written(struct arena *a, const struct recipe_ingredient *i)
{
    struct recipe_ingredient read = { 0 };

    ingredient_parse(a, str_of(i->text), &read, NULL);
    return quantity_micros(read.amount) == quantity_micros(i->amount) &&
           quantity_is_some(read.amount) == quantity_is_some(i->amount) &&
           quantity_micros(read.amount_max) == quantity_micros(i->amount_max) && same_or_none(read.unit, i->unit) &&
           same_or_none(read.food, i->food) && same_or_none(read.note, i->note);
}

/* "[Sauce] 2 tbsp butter", and behind it fields that say something else than the line. */
static const char *ingredient_text(struct arena *a, const struct recipe_ingredient *i)
{
    const char *section = none_if_empty(i->section) ? arena_printf(a, "[%s] ", i->section) : "", *text = i->text ? i->text : "";
    char amount[QUANTITY_TEXT_SIZE], max[QUANTITY_TEXT_SIZE];

    if (as_written(a, i))
        return arena_printf(a, "%s%s", section, text);
    return arena_printf(a, "%s%s (amount: %s%s%s, unit: %s, food: %s, note: %s)", section, text,
                        quantity_text(i->amount, QUANTITY_KITCHEN, amount), quantity_is_some(i->amount_max) ? "-" : "",
                        quantity_text(i->amount_max, QUANTITY_KITCHEN, max), i->unit ? i->unit : "", i->food ? i->food : "",
                        i->note ? i->note : "");
}

static struct diff_text ingredients_of(struct arena *a, const struct recipe *r)
{
    struct diff_text t = texts_new(a, r->ingredient_count);

    for (size_t i = 0; i < r->ingredient_count; i++)
        t.line[t.count++] = ingredient_text(a, &r->ingredients[i]);
    return t;
}

static struct diff_text steps_of(struct arena *a, const struct recipe *r)
{
    struct diff_text t = texts_new(a, r->step_count);

    for (size_t i = 0; i < r->step_count; i++) {
        const struct recipe_step *s = &r->steps[i];

        t.line[t.count++] = s->section ? arena_printf(a, "[%s] %s", s->section, s->text) : s->text;
    }
    return t;
}

static struct diff_text tags_of(struct arena *a, const struct recipe *r)
{
    struct diff_text t = texts_new(a, r->tag_count);

    for (size_t i = 0; i < r->tag_count; i++)
        t.line[t.count++] = r->tags[i];
    return t;
}

static struct diff_text allergens_of(struct arena *a, const struct recipe *r)
{
    struct diff_text t = texts_new(a, ALLERGEN__COUNT);

    for (int i = 0; i < ALLERGEN__COUNT; i++) {
        if (r->allergens & ALLERGEN_BIT(i))
            t.line[t.count++] = allergen_label((enum allergen)i);
    }
    return t;
}

static struct diff_text images_of(struct arena *a, const struct recipe *r)
{
    struct diff_text t = texts_new(a, r->image_count);
    char id[ID_TEXT_SIZE];

    for (size_t i = 0; i < r->image_count; i++)
        t.line[t.count++] = arena_printf(a, "%s %s", id_text(r->images[i].id, id), r->images[i].alt ? r->images[i].alt : "");
    return t;
}

static void compare_nutrition(struct changes *c, const struct recipe *before, const struct recipe *after)
{
    for (size_t i = 0; i < NUTRITION__COUNT; i++)
        compare_values(c, arena_printf(c->a, "nutrition.%s", recipe_nutrition_name((enum recipe_nutrition)i)),
                       before->nutrition[i], after->nutrition[i]);
}

size_t recipe_diff(struct arena *a, const struct recipe *before, const struct recipe *after, struct recipe_change **ret)
{
    struct changes c = { a, ARENA_ARRAY(a, CHANGES_MAX, struct recipe_change), 0 };

    compare_values(&c, "title", before->title, after->title);
    compare_lines(&c, "description", lines_of(a, before->description), lines_of(a, after->description));
    compare_values(&c, "author", before->author, after->author);
    compare_values(&c, "source_url", before->source_url, after->source_url);
    compare_values(&c, "yield", yield_text(a, &before->yield), yield_text(a, &after->yield));
    compare_values(&c, "prep_minutes", minutes_text(a, before->prep_minutes), minutes_text(a, after->prep_minutes));
    compare_values(&c, "cook_minutes", minutes_text(a, before->cook_minutes), minutes_text(a, after->cook_minutes));
    compare_values(&c, "total_minutes", minutes_text(a, before->total_minutes), minutes_text(a, after->total_minutes));
    compare_values(&c, "category", before->category, after->category);
    compare_values(&c, "cuisine", before->cuisine, after->cuisine);
    compare_lines(&c, "tags", tags_of(a, before), tags_of(a, after));
    compare_lines(&c, "allergens", allergens_of(a, before), allergens_of(a, after));
    compare_lines(&c, "ingredients", ingredients_of(a, before), ingredients_of(a, after));
    compare_lines(&c, "steps", steps_of(a, before), steps_of(a, after));
    compare_lines(&c, "images", images_of(a, before), images_of(a, after));
    compare_nutrition(&c, before, after);
    *ret = c.change;
    return c.count;
}
