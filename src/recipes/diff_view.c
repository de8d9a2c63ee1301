/* diff_view.c: two versions of a recipe beside each other, for people. */
#include "recipes/pages.h"

#include "base/view.h"
#include "recipes/diff.h"

#include <string.h>

#define TEXT_ROOM ((size_t)1 << 20)
#define CONTEXT_LINES 1            /* equal lines shown around a change */

/* The API's name of a field, the form's, and its label. */
static const struct field_name {
    const char *api, *form, *label;
} names[] = {
    { "title", "title", "Title" },
    { "description", "description", "Description" },
    { "author", "author", "Author" },
    { "source_url", "source_url", "Source" },
    { "yield", "yield_text", "Makes" },
    { "prep_minutes", "prep_minutes", "Preparation, minutes" },
    { "cook_minutes", "cook_minutes", "Cooking, minutes" },
    { "total_minutes", "total_minutes", "In all, minutes" },
    { "category", "category", "Category" },
    { "cuisine", "cuisine", "Cuisine" },
    { "tags", "tags_text", "Tags" },
    { "allergens", "allergens", "Allergens" },
    { "ingredients", "ingredients_text", "Ingredients" },
    { "steps", "steps_text", "Steps" },
    { "images", "photo", "Photos" },
    { "nutrition.servingSize", "nutrition_servingSize", "Serving size" },
    { "nutrition.calories", "nutrition_calories", "Calories" },
    { "nutrition.fatContent", "nutrition_fatContent", "Fat" },
    { "nutrition.saturatedFatContent", "nutrition_saturatedFatContent", "Saturated fat" },
    { "nutrition.unsaturatedFatContent", "nutrition_unsaturatedFatContent", "Unsaturated fat" },
    { "nutrition.transFatContent", "nutrition_transFatContent", "Trans fat" },
    { "nutrition.carbohydrateContent", "nutrition_carbohydrateContent", "Carbohydrate" },
    { "nutrition.sugarContent", "nutrition_sugarContent", "Sugar" },
    { "nutrition.fiberContent", "nutrition_fiberContent", "Fibre" },
    { "nutrition.proteinContent", "nutrition_proteinContent", "Protein" },
    { "nutrition.cholesterolContent", "nutrition_cholesterolContent", "Cholesterol" },
    { "nutrition.sodiumContent", "nutrition_sodiumContent", "Sodium" },
};

static struct field_name name_of(const char *api)
{
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (strcmp(names[i].api, api) == 0)
            return names[i];
    }
    return (struct field_name){ api, api, api };
}

/* ---- rows ---- */

enum row { ROW_SAME, ROW_CHANGED, ROW_REMOVED, ROW_ADDED, ROW_GAP };

static struct json_object *add_row(struct json_object *rows, enum row kind)
{
    static const char *const flags[] = { "is_same", "is_changed", "is_removed", "is_added", "is_gap" };
    struct json_object *o = view_item(rows);

    for (size_t i = 0; i < ARRAY_LEN(flags); i++)
        view_bool(o, flags[i], i == (size_t)kind);
    return o;
}

static void add_texts(struct json_object *rows, enum row kind, const char *old_text, const char *new_text)
{
    struct json_object *o = add_row(rows, kind);

    if (old_text)
        view_text(o, "old_text", old_text);
    if (new_text)
        view_text(o, "new_text", new_text);
}

/* A photo's line begins with its id, which says nothing to people. */
static const char *shown(struct arena *a, const char *text, bool photos)
{
    struct str s = str_of(text), id = str_next(&s, ' ');

    if (!photos || id.n != ID_TEXT_LEN)
        return text;
    return s.n ? arena_str(a, s) : "A photo without a description";
}

struct rows {
    struct arena *a;
    struct json_object *list;
    const struct diff_line *line;
    size_t count;
    bool photos;
    size_t changed, added, removed;
};

static size_t run_of(const struct rows *r, size_t from, enum diff_op op)
{
    size_t n = 0;

    while (from + n < r->count && r->line[from + n].op == op)
        n++;
    return n;
}

static const char *line_text(const struct rows *r, size_t i)
{
    return shown(r->a, r->line[i].text, r->photos);
}

/* Equal lines: those beside a change are shown, the others counted. */
static void put_same(struct rows *r, size_t from, size_t n)
{
    size_t head = from > 0 ? CONTEXT_LINES : 0, tail = from + n < r->count ? CONTEXT_LINES : 0;
    size_t hidden = n > head + tail ? n - head - tail : 0;

    if (hidden == 1)
        hidden = 0;
    for (size_t i = 0; i < n; i++) {
        if (hidden && i == head) {
            view_text(add_row(r->list, ROW_GAP), "gap_text", arena_printf(r->a, "%zu equal lines", hidden));
            i += hidden - 1;
            continue;
        }
        add_texts(r->list, ROW_SAME, line_text(r, from + i), line_text(r, from + i));
    }
}

/* Removed lines and those added behind them stand side by side. */
static void put_different(struct rows *r, size_t from, size_t removed, size_t added)
{
    size_t both = removed < added ? removed : added;

    for (size_t i = 0; i < both; i++)
        add_texts(r->list, ROW_CHANGED, line_text(r, from + i), line_text(r, from + removed + i));
    for (size_t i = both; i < removed; i++)
        add_texts(r->list, ROW_REMOVED, line_text(r, from + i), NULL);
    for (size_t i = both; i < added; i++)
        add_texts(r->list, ROW_ADDED, NULL, line_text(r, from + removed + i));
    r->changed += both;
    r->removed += removed - both;
    r->added += added - both;
}

static void put_lines(struct rows *r)
{
    for (size_t i = 0; i < r->count;) {
        size_t same = run_of(r, i, DIFF_SAME), removed, added;

        put_same(r, i, same);
        i += same;
        removed = run_of(r, i, DIFF_REMOVED);
        added = run_of(r, i + removed, DIFF_ADDED);
        put_different(r, i, removed, added);
        i += removed + added;
    }
}

/* "1 line changed, 2 added, 1 removed". */
static const char *note_text(const struct rows *r)
{
    static const char *const verbs[] = { "changed", "added", "removed" };
    const size_t counts[] = { r->changed, r->added, r->removed };
    struct buf b;

    buf_init(&b, r->a, 200);
    for (size_t i = 0; i < ARRAY_LEN(counts); i++) {
        if (counts[i])
            buf_printf(&b, "%s%zu%s %s", b.len ? ", " : "", counts[i], b.len ? "" : counts[i] == 1 ? " line" : " lines", verbs[i]);
    }
    return buf_text(&b);
}

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

/* What the form shows of a field: a button puts it there. */
static const char *theirs_text(struct arena *a, const struct recipe_change *c, const struct recipe *r)
{
    struct buf b;

    if (strcmp(c->field, "ingredients") == 0)
        return form_ingredients_text(a, r);
    if (strcmp(c->field, "steps") == 0)
        return form_steps_text(a, r);
    if (strcmp(c->field, "yield") == 0)
        return form_yield_text(a, r);
    if (strcmp(c->field, "description") == 0)
        return or_empty(r->description);
    if (!c->lines)
        return or_empty(c->before);
    buf_init(&b, a, TEXT_ROOM);
    for (size_t i = 0; strcmp(c->field, "tags") == 0 && i < r->tag_count; i++)
        buf_printf(&b, "%s%s", i ? ", " : "", r->tags[i]);
    return buf_text(&b);
}

size_t diff_put_changes(struct arena *a, struct json_object *v, const struct recipe *before, const struct recipe *after, bool theirs)
{
    struct json_object *changes = view_child_array(v, "changes");
    struct recipe_change *all;
    size_t n = recipe_diff(a, before, after, &all);

    for (size_t i = 0; i < n; i++) {
        struct json_object *o = view_item(changes);
        struct field_name name = name_of(all[i].field);
        struct rows rows = { .a = a, .list = view_child_array(o, "rows"), .line = all[i].lines, .count = all[i].line_count,
                             .photos = strcmp(all[i].field, "images") == 0 };

        view_text(o, "name", name.form);
        view_text(o, "label", name.label);
        view_bool(o, "note", false);
        if (all[i].lines) {
            put_lines(&rows);
            view_text(o, "note", note_text(&rows));
        } else {
            add_texts(rows.list, !all[i].before ? ROW_ADDED : !all[i].after ? ROW_REMOVED : ROW_CHANGED, all[i].before, all[i].after);
        }
        if (theirs)
            view_text(o, "theirs_text", theirs_text(a, &all[i], before));
    }
    view_bool(v, "has_changes", n > 0);
    return n;
}

const char *diff_what_text(struct arena *a, const struct recipe *before, const struct recipe *after)
{
    struct recipe_change *all;
    size_t n = recipe_diff(a, before, after, &all);
    const char *last = "";
    struct buf b;

    buf_init(&b, a, 4 * KIB);
    for (size_t i = 0; i < n; i++) {
        const char *label = strncmp(all[i].field, "nutrition.", 10) == 0 ? "Nutrition" : name_of(all[i].field).label;
        struct str rest = str_of(label), word = str_next(&rest, ',');

        if (strcmp(label, last) == 0)
            continue;
        last = label;
        buf_printf(&b, "%s%c%.*s", b.len ? ", " : "", b.len ? label[0] | 32 : label[0], (int)word.n - 1, word.p + 1);
    }
    return n ? buf_text(&b) : "Nothing";
}
