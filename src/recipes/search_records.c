/* search_records.c: the rows that the search index is made of, and the news that it follows. */
#include "recipes/recipes.h"

#include "base/view.h"
#include "sql/recipes.h"
#include "store/db.h"
#include "web/json.h"

#define CHANGES_MAX 500

/* ["milk","eggs"] of the row. */
static allergen_set read_allergens(const char *json)
{
    struct str rest = str_of(json);
    allergen_set set = 0;

    while (rest.n) {
        struct str part = str_next(&rest, '"');
        enum allergen one;

        if (allergen_by_slug(part, &one))
            set |= ALLERGEN_BIT(one);
    }
    return set;
}

static size_t split_tags(struct arena *a, const char *lines, const char ***ret)
{
    struct str rest = str_of(lines);
    size_t n = 0;

    *ret = ARENA_ARRAY(a, RECIPE_TAGS_MAX + 1, const char *);
    while (rest.n && n < RECIPE_TAGS_MAX)
        (*ret)[n++] = arena_str(a, str_next(&rest, '\n'));
    return n;
}

static struct search_doc doc_of(struct arena *a, const struct recipes_search_rows_row *row)
{
    struct search_doc d = {
        .id = row->id, .title = row->title, .category = row->category, .cuisine = row->cuisine,
        .total_minutes = row->total_minutes == DB_NULL ? RECIPE_MINUTES_NONE : (int)row->total_minutes,
        .allergens = read_allergens(row->allergens), .created_at = row->created_at,
        .title_words = row->title_words, .ingredient_words = row->ingredient_words,
    };
    const char **tags;

    d.tag_count = split_tags(a, row->tag_words, &tags);
    d.tags = tags;
    return d;
}

struct each {
    struct ctx *cx;
    void (*each)(void *arg, const struct search_doc *doc);
    void *arg;
};

static enum err pass_row(void *arg, const void *row)
{
    struct each *e = arg;
    struct arena_mark mark = arena_mark(e->cx->arena);
    struct search_doc d = doc_of(e->cx->arena, row);

    e->each(e->arg, &d);
    arena_rewind(e->cx->arena, mark);
    return OK;
}

enum err search_rows_each(struct ctx *cx, void (*each)(void *arg, const struct search_doc *doc), void *arg)
{
    struct each e = { cx, each, arg };

    return db_each(cx, RECIPES_SEARCH_ROWS, NULL, pass_row, &e);
}

enum err search_row(struct ctx *cx, struct id id, struct search_doc *ret)
{
    struct recipes_search_row_row row;
    enum err e = db_one(cx, RECIPES_SEARCH_ROW, &(struct recipes_search_row_in){ id }, &row);

    if (e)
        return e;
    *ret = doc_of(cx->arena, &(struct recipes_search_rows_row){
        .id = row.id, .title = row.title, .category = row.category, .cuisine = row.cuisine, .total_minutes = row.total_minutes,
        .allergens = row.allergens, .created_at = row.created_at, .title_words = row.title_words,
        .ingredient_words = row.ingredient_words, .tag_words = row.tag_words });
    return OK;
}

enum err search_newest_change(struct ctx *cx, int64_t *ret_seq)
{
    struct recipes_changes_newest_row row;
    enum err e = db_one(cx, RECIPES_CHANGES_NEWEST, NULL, &row);

    if (e == OK)
        *ret_seq = row.newest;
    return e;
}

static bool id_of(struct ctx *cx, const char *json, struct id *ret)
{
    struct json_object *v;
    struct json_error error;

    if (!json_parse(str_of(json), NULL, &v, &error))
        return false;
    return id_parse(view_get_str(view_keep(cx->arena, v), "id"), ret);
}

enum err search_changes(struct ctx *cx, int64_t *seq, struct id **ret, size_t *ret_count, bool *ret_gap)
{
    struct recipes_changes_newest_row range;
    struct recipes_changes_since_row *rows;
    size_t count;
    enum err e = db_one(cx, RECIPES_CHANGES_NEWEST, NULL, &range);

    *ret_count = 0;
    *ret_gap = false;
    if (e)
        return e;
    *ret_gap = range.pruned > *seq;
    if (range.newest <= *seq || *ret_gap)
        return OK;
    e = db_many(cx, RECIPES_CHANGES_SINCE, &(struct recipes_changes_since_in){ *seq, CHANGES_MAX }, &rows, &count);
    if (e)
        return e;
    *ret = ARENA_ARRAY(cx->arena, count + 1, struct id);
    for (size_t i = 0; i < count; i++) {
        if (id_of(cx, rows[i].json, &(*ret)[*ret_count]))
            (*ret_count)++;
        else
            *ret_gap = true;     /* news about all */
    }
    *seq = count == CHANGES_MAX ? rows[count - 1].seq : range.newest;
    return OK;
}
