/* document.c: reads a recipe out of its JSON: a revision's document, or a view. What is unknown or of another type is passed over. */
#include "recipes/recipes.h"

#include "base/clock.h"
#include "web/json.h"

#define FIRST_ITEMS 8

enum kind { TEXT, INTEGER, PIXELS, MINUTES, AMOUNT, TIME, ID, TAGS, ALLERGENS, OBJECT, OBJECTS };

struct member {
    const char *name;
    enum kind kind;
    size_t at;                     /* in the item of a list, else in the recipe */
    const struct shape *shape;     /* OBJECT, OBJECTS */
};

/* The members of an object in the order in which they are written. */
struct shape {
    const struct member *members;
    size_t count;
    size_t item_size, items_at, count_at;     /* of a list, TAGS too: of one item; in the recipe */
};

#define MEMBERS(TABLE) .members = (TABLE), .count = ARRAY_LEN(TABLE)
#define LIST(TYPE, LIST, COUNT) .item_size = sizeof(TYPE), .items_at = offsetof(struct recipe, LIST), \
                                .count_at = offsetof(struct recipe, COUNT)
#define AT(MEMBER) offsetof(struct recipe, MEMBER)
#define IN_INGREDIENT(MEMBER) offsetof(struct recipe_ingredient, MEMBER)
#define IN_STEP(MEMBER) offsetof(struct recipe_step, MEMBER)
#define IN_IMAGE(MEMBER) offsetof(struct recipe_image, MEMBER)

static const struct member yield_members[] = {
    { "quantity", AMOUNT, AT(yield.quantity) }, { "unit", TEXT, AT(yield.unit) }, { "text", TEXT, AT(yield.text) },
};
static const struct member nutrition_members[] = {
#define VALUE(ID, NAME) { NAME, TEXT, AT(nutrition[ID]) },
    NUTRITION_VALUES(VALUE)
#undef VALUE
};
static const struct member ingredient_members[] = {
    { "section", TEXT, IN_INGREDIENT(section) }, { "text", TEXT, IN_INGREDIENT(text) }, { "amount", AMOUNT, IN_INGREDIENT(amount) },
    { "amount_max", AMOUNT, IN_INGREDIENT(amount_max) }, { "unit", TEXT, IN_INGREDIENT(unit) }, { "food", TEXT, IN_INGREDIENT(food) },
    { "note", TEXT, IN_INGREDIENT(note) },
};
static const struct member step_members[] = {
    { "section", TEXT, IN_STEP(section) }, { "text", TEXT, IN_STEP(text) },
};
static const struct member image_members[] = {
    { "id", ID, IN_IMAGE(id) }, { "url", TEXT, IN_IMAGE(url) }, { "width", PIXELS, IN_IMAGE(width) },
    { "height", PIXELS, IN_IMAGE(height) }, { "alt", TEXT, IN_IMAGE(alt) },
};
static const struct shape yield_shape = { MEMBERS(yield_members) };
static const struct shape nutrition_shape = { MEMBERS(nutrition_members) };
static const struct shape tag_shape = { LIST(const char *, tags, tag_count) };
static const struct shape ingredient_shape = { MEMBERS(ingredient_members), LIST(struct recipe_ingredient, ingredients, ingredient_count) };
static const struct shape step_shape = { MEMBERS(step_members), LIST(struct recipe_step, steps, step_count) };
static const struct shape image_shape = { MEMBERS(image_members), LIST(struct recipe_image, images, image_count) };
static const struct member recipe_members[] = {
    { "id", ID, AT(id) }, { "slug", TEXT, AT(slug) }, { "version", INTEGER, AT(version) }, { "title", TEXT, AT(title) },
    { "description", TEXT, AT(description) }, { "author", TEXT, AT(author) }, { "source_url", TEXT, AT(source_url) },
    { "yield", OBJECT, 0, &yield_shape }, { "prep_minutes", MINUTES, AT(prep_minutes) }, { "cook_minutes", MINUTES, AT(cook_minutes) },
    { "total_minutes", MINUTES, AT(total_minutes) }, { "category", TEXT, AT(category) }, { "cuisine", TEXT, AT(cuisine) },
    { "tags", TAGS, 0, &tag_shape }, { "allergens", ALLERGENS, AT(allergens) }, { "nutrition", OBJECT, 0, &nutrition_shape },
    { "ingredients", OBJECTS, 0, &ingredient_shape }, { "steps", OBJECTS, 0, &step_shape }, { "images", OBJECTS, 0, &image_shape },
    { "created_at", TIME, AT(created_at) }, { "updated_at", TIME, AT(updated_at) },
};
static const struct shape recipe_shape = { MEMBERS(recipe_members) };

/* An open object, or the open array of a member. */
struct level {
    const struct shape *shape;
    void *base;                    /* of the members' offsets */
    const struct member *list;     /* an array; NULL: an object */
    size_t next;                   /* the member that probably comes next */
};

struct reader {
    struct arena *arena;
    struct recipe *recipe;
    struct level levels[3];        /* the recipe; a member of it; an item of that */
    size_t depth;
    size_t passed_over;            /* open objects and arrays that nobody wants */
    const struct member *member;   /* of the value to come; NULL: unknown */
};

static void *in_recipe(const struct reader *r, size_t at)
{
    return (char *)r->recipe + at;
}

/* A new item at the end of a list, which has room for 8, 16, 32... items. */
static void *add_item(struct reader *r, const struct shape *s)
{
    size_t *count = in_recipe(r, s->count_at), n = *count;
    void **items = in_recipe(r, s->items_at);

    if (n >= FIRST_ITEMS && (n & (n - 1)) == 0) {
        void *more = arena_array(r->arena, 2 * n, s->item_size);

        *items = memcpy(more, *items, n * s->item_size);
    }
    ++*count;
    return (char *)*items + n * s->item_size;
}

static const struct member *find(struct level *l, struct str name)
{
    size_t n = l->shape->count;

    for (size_t i = 0, at = l->next; i < n; i++, at++) {
        const struct member *m;

        at = at < n ? at : 0;
        m = &l->shape->members[at];
        if (strncmp(m->name, name.p, name.n) == 0 && m->name[name.n] == '\0') {
            l->next = at + 1;
            return m;
        }
    }
    return NULL;
}

/* Opens what is wanted here: the recipe, an object or list of it, an item. False: it is passed over. */
static bool enter(struct reader *r, bool object)
{
    const struct level *outer = r->depth ? &r->levels[r->depth - 1] : NULL;
    const struct member *m = outer && outer->list ? outer->list : r->member;
    struct level *l = &r->levels[r->depth];

    if (!outer && object)
        *l = (struct level){ .shape = &recipe_shape, .base = r->recipe };
    else if (outer && outer->list && m->kind == OBJECTS && object)
        *l = (struct level){ .shape = m->shape, .base = add_item(r, m->shape) };
    else if (outer && !outer->list && m && m->kind == OBJECT && object)
        *l = (struct level){ .shape = m->shape, .base = r->recipe };
    else if (outer && !outer->list && m && (m->kind == OBJECTS || m->kind == TAGS || m->kind == ALLERGENS) && !object)
        *l = (struct level){ .base = r->recipe, .list = m };
    else
        return false;
    r->depth++;
    return true;
}

static void put_string(struct reader *r, const struct member *m, void *at, struct str text)
{
    enum allergen one;

    if (m->kind == TEXT && text.n)
        *(const char **)at = arena_str(r->arena, text);
    else if (m->kind == TAGS)
        *(const char **)add_item(r, m->shape) = arena_str(r->arena, text);
    else if (m->kind == ALLERGENS && allergen_by_slug(text, &one))
        *(allergen_set *)at |= ALLERGEN_BIT(one);
    else if (m->kind == ID)
        id_parse(text, at);
    else if (m->kind == TIME)
        clock_parse_rfc3339(text, at);
}

static void put_number(const struct member *m, void *at, const struct json_event *e)
{
    double real = e->type == JSON_DOUBLE ? e->real : (double)e->integer;

    if (m->kind == AMOUNT)
        *(struct quantity *)at = quantity_from_micros((int64_t)(real * 1e6 + 0.5));
    else if (m->kind == INTEGER)
        *(int64_t *)at = e->integer;
    else if (m->kind == PIXELS || m->kind == MINUTES)
        *(int *)at = (int)e->integer;
}

static void put_value(struct reader *r, const struct json_event *e)
{
    const struct level *l = r->depth ? &r->levels[r->depth - 1] : NULL;
    const struct member *m = l && l->list ? l->list : r->member;

    if (!l || !m)
        return;
    if (e->type == JSON_STRING)
        put_string(r, m, (char *)l->base + m->at, e->text);
    else if (e->type == JSON_INTEGER || e->type == JSON_DOUBLE)
        put_number(m, (char *)l->base + m->at, e);
}

static const char *read_event(void *arg, const struct json_event *e)
{
    struct reader *r = arg;

    switch (e->type) {
    case JSON_BEGIN_OBJECT: case JSON_BEGIN_ARRAY:
        r->passed_over += r->passed_over || !enter(r, e->type == JSON_BEGIN_OBJECT);
        break;
    case JSON_END_OBJECT: case JSON_END_ARRAY:
        if (r->passed_over)
            r->passed_over--;
        else
            r->depth--;
        break;
    case JSON_NAME:
        r->member = r->passed_over ? NULL : find(&r->levels[r->depth - 1], e->text);
        break;
    default:
        if (!r->passed_over)
            put_value(r, e);
    }
    return NULL;
}

static struct reader begin(struct arena *a, struct recipe *r)
{
    *r = recipe_empty();
    r->tags = ARENA_ARRAY(a, FIRST_ITEMS, const char *);
    r->ingredients = ARENA_ARRAY(a, FIRST_ITEMS, struct recipe_ingredient);
    r->steps = ARENA_ARRAY(a, FIRST_ITEMS, struct recipe_step);
    r->images = ARENA_ARRAY(a, FIRST_ITEMS, struct recipe_image);
    return (struct reader){ .arena = a, .recipe = r };
}

bool recipe_from_document(struct arena *a, struct str json, struct recipe *ret, struct json_error *ret_error)
{
    struct reader r = begin(a, ret);

    return json_scan(json, &(struct json_limits){ .own = true }, read_event, &r, ret_error);
}

void recipe_from_view(struct arena *a, struct json_object *view, struct recipe *ret)
{
    struct reader r = begin(a, ret);

    json_walk(view, read_event, &r);
}
