/* form_view.c: the form of a recipe: new, edited, or back with what was typed. */
#include "recipes/pages.h"

#include "base/view.h"
#include "recipes/paste.h"

#include <stdio.h>
#include <string.h>

#define TEXT_ROOM ((size_t)4 << 20)

/* Fields of the form with their labels; those below "More details" unfold it when they are wrong. */
static const struct form_name {
    const char *name, *label;
    bool more;
} names[] = {
    { "title", "Title", false }, { "ingredients_text", "Ingredients", false }, { "steps_text", "Steps", false },
    { "photo", "Photo", false }, { "yield_text", "Makes", false }, { "allergens", "Allergens", false },
    { "description", "Description", true }, { "prep_minutes", "Preparation", true }, { "cook_minutes", "Cooking", true },
    { "total_minutes", "In all", true }, { "tags_text", "Tags", true }, { "category", "Category", true },
    { "cuisine", "Cuisine", true }, { "author", "Author", true }, { "source_url", "Source", true },
    { "photo_alt", "What the new photo shows", true }, { "revision_note", "What did you change", false },
};

static const struct {
    const char *name, *label;
} nutrition[NUTRITION__COUNT] = {
    { "servingSize", "Serving size" }, { "calories", "Calories" }, { "fatContent", "Fat" }, { "saturatedFatContent", "Saturated fat" },
    { "unsaturatedFatContent", "Unsaturated fat" }, { "transFatContent", "Trans fat" }, { "carbohydrateContent", "Carbohydrate" },
    { "sugarContent", "Sugar" }, { "fiberContent", "Fibre" }, { "proteinContent", "Protein" }, { "cholesterolContent", "Cholesterol" },
    { "sodiumContent", "Sodium" },
};

/* ---- lists as text ---- */

static bool new_section(const char *before, const char *now, bool first)
{
    return first ? now != NULL : !str_equal(str_of(before), str_of(now));
}

/* A heading; what stands under none after a section goes under a title that the parser takes for the end of sections. */
static void put_heading(struct buf *b, const char *section, const char *none)
{
    buf_printf(b, "%s%s:\n", b->len ? "\n" : "", section ? section : none);
}

const char *form_ingredients_text(struct arena *a, const struct recipe *r)
{
    struct buf b;

    buf_init(&b, a, TEXT_ROOM);
    for (size_t i = 0; i < r->ingredient_count; i++) {
        const struct recipe_ingredient *g = &r->ingredients[i];

        if (new_section(i ? g[-1].section : NULL, g->section, i == 0))
            put_heading(&b, g->section, "Ingredients");
        buf_printf(&b, "%s\n", g->text ? g->text : "");
    }
    return arena_str(a, str_trim(buf_str(&b)));
}

/* A step on one line, whatever white space it has. */
static void put_step(struct buf *b, const char *text)
{
    bool blank = false;

    for (; *text; text++) {
        bool is_blank = *text == '\n' || *text == '\r' || *text == '\t' || *text == ' ';

        if (!is_blank && blank)
            buf_putc(b, ' ');
        if (!is_blank)
            buf_putc(b, *text);
        blank = is_blank;
    }
    buf_putc(b, '\n');
}

static const char *steps_text(struct arena *a, const struct recipe *r, bool numbered)
{
    struct buf b;

    buf_init(&b, a, TEXT_ROOM);
    for (size_t i = 0; i < r->step_count; i++) {
        const struct recipe_step *s = &r->steps[i];

        if (new_section(i ? s[-1].section : NULL, s->section, i == 0))
            put_heading(&b, s->section, "Steps");
        if (numbered)
            buf_printf(&b, "%zu. ", i + 1);
        put_step(&b, s->text ? s->text : "");
    }
    return arena_str(a, str_trim(buf_str(&b)));
}

/* Plain lines, or numbered ones where plain lines would be read as other steps. */
const char *form_steps_text(struct arena *a, const struct recipe *r)
{
    const char *plain = steps_text(a, r, false);
    struct recipe_step *read;
    size_t n = steps_paste(a, str_of(plain), RECIPE_STEPS_MAX, &read);

    return n == r->step_count ? plain : steps_text(a, r, true);
}

const char *form_yield_text(struct arena *a, const struct recipe *r)
{
    if (r->yield.text)
        return r->yield.text;
    return quantity_is_some(r->yield.quantity) ? page_count_text(a, r->yield.quantity, r->yield.unit)
           : r->yield.unit ? r->yield.unit : "";
}

/* ---- fields ---- */

static const char *tags_text(struct arena *a, const struct recipe *r)
{
    struct buf b;

    buf_init(&b, a, TEXT_ROOM);
    for (size_t i = 0; i < r->tag_count; i++)
        buf_printf(&b, "%s%s", i ? ", " : "", r->tags[i]);
    return buf_text(&b);
}

static const char *minutes_text(struct arena *a, int minutes)
{
    return minutes == RECIPE_MINUTES_NONE ? "" : arena_printf(a, "%d", minutes);
}

/* What a field shows: what was sent, else what the recipe says. */
static void put_field(struct req *rq, struct json_object *v, const struct form_page *p, const char *name, const char *of_recipe)
{
    const char *sent = p->is_sent ? req_typed(rq, name) : NULL;

    view_text(v, name, p->is_sent ? (sent ? sent : "") : of_recipe ? of_recipe : "");
}

static void put_fields(struct req *rq, struct json_object *v, const struct form_page *p, const struct recipe *r)
{
    struct arena *a = rq->ctx.arena;

    put_field(rq, v, p, "title", r->title);
    put_field(rq, v, p, "description", r->description);
    put_field(rq, v, p, "ingredients_text", form_ingredients_text(a, r));
    put_field(rq, v, p, "steps_text", form_steps_text(a, r));
    put_field(rq, v, p, "yield_text", form_yield_text(a, r));
    put_field(rq, v, p, "prep_minutes", minutes_text(a, r->prep_minutes));
    put_field(rq, v, p, "cook_minutes", minutes_text(a, r->cook_minutes));
    put_field(rq, v, p, "total_minutes", minutes_text(a, r->total_minutes));
    put_field(rq, v, p, "tags_text", tags_text(a, r));
    put_field(rq, v, p, "category", r->category);
    put_field(rq, v, p, "cuisine", r->cuisine);
    put_field(rq, v, p, "author", r->author);
    put_field(rq, v, p, "source_url", r->source_url);
    put_field(rq, v, p, "revision_note", NULL);
    put_field(rq, v, p, "photo_alt", NULL);
}

static void put_nutrition(struct req *rq, struct json_object *v, const struct form_page *p, const struct recipe *r)
{
    struct json_object *list = view_child_array(v, "nutrition");
    struct arena *a = rq->ctx.arena;

    for (int n = 0; n < NUTRITION__COUNT; n++) {
        struct json_object *o = view_item(list);
        const char *name = arena_printf(a, "nutrition_%s", nutrition[n].name), *sent = p->is_sent ? req_typed(rq, name) : r->nutrition[n];

        view_text(o, "name", name);
        view_text(o, "id", arena_printf(a, "nutrition-%s", nutrition[n].name));
        view_text(o, "label", nutrition[n].label);
        view_text(o, "value", sent ? sent : "");
    }
}

/* Is `value` one of those that were sent for this field? */
static bool was_sent(const struct req *rq, const char *name, const char *value)
{
    for (size_t i = rq->query_count; i < rq->typed_count; i++) {
        if (str_equal(rq->typed[i].name, str_of(name)) && str_equal(rq->typed[i].value, str_of(value)))
            return true;
    }
    return false;
}

/* For each allergen the first ingredient that suggests it. */
static void find_reasons(struct arena *a, const struct recipe *r, const char *ret[ALLERGEN__COUNT])
{
    for (size_t i = 0; i < r->ingredient_count; i++) {
        const char *food = r->ingredients[i].food ? r->ingredients[i].food : r->ingredients[i].text;
        allergen_set set = allergens_suggest(a, str_of(food));

        for (int one = 0; one < ALLERGEN__COUNT; one++) {
            if ((set & ALLERGEN_BIT(one)) && !ret[one])
                ret[one] = food;
        }
    }
}

static void put_allergens(struct req *rq, struct json_object *v, const struct form_page *p, const struct recipe *r)
{
    struct json_object *list = view_child_array(v, "allergens");
    const char *reasons[ALLERGEN__COUNT] = { NULL };
    struct recipe lines = *r;

    if (p->is_sent)
        lines.ingredient_count = ingredients_paste(rq->ctx.arena, str_of(req_typed(rq, "ingredients_text")), RECIPE_INGREDIENTS_MAX,
                                                   &lines.ingredients);
    find_reasons(rq->ctx.arena, &lines, reasons);
    for (int i = 0; i < ALLERGEN__COUNT; i++) {
        const char *slug = allergen_slug((enum allergen)i);
        struct json_object *o = view_item(list);

        view_text(o, "slug", slug);
        view_text(o, "id", arena_printf(rq->ctx.arena, "allergen-%s", slug));
        view_text(o, "label", allergen_label((enum allergen)i));
        view_bool(o, "is_checked", p->is_sent ? was_sent(rq, "allergens", slug) : (r->allergens & ALLERGEN_BIT(i)) != 0);
        view_text(o, "reason", reasons[i] ? reasons[i] : "");
    }
}

static const char *photo_src(struct arena *a, const char *url)
{
    struct str s = str_of(url);

    while (s.n && s.p[s.n - 1] != '/')
        s.n--;
    return arena_printf(a, "%.*s640.jpg", STR_ARG(s));
}

static void put_photos(struct req *rq, struct json_object *v, const struct form_page *p)
{
    struct json_object *list = view_child_array(v, "photos");
    size_t n = p->saved ? p->saved->image_count : 0;
    char id[ID_TEXT_SIZE];

    for (size_t i = 0; i < n; i++) {
        const struct recipe_image *image = &p->saved->images[i];
        struct json_object *o = view_item(list);

        view_text(o, "id", id_text(image->id, id));
        view_text(o, "src", photo_src(rq->ctx.arena, image->url));
        view_int(o, "width", image->width);
        view_int(o, "height", image->height);
        view_text(o, "alt", image->alt ? image->alt : "");
        view_bool(o, "is_removed", p->is_sent && was_sent(rq, "remove_photo", id));
        view_text(o, "label", arena_printf(rq->ctx.arena, "photo %zu", i + 1));
    }
    view_bool(v, "has_photos", n > 0);
    view_text(v, "photo_ref", p->photo_ref ? p->photo_ref : "");
}

/* ---- what others wrote ---- */

static void put_texts(struct json_object *v, const char *name, const struct search_facet *facet)
{
    struct json_object *list = view_child_array(v, name);

    for (size_t i = 0; facet && i < facet->count; i++)
        view_text(view_item(list), "text", facet->values[i].value);
}

/* Only a help: without an index the lists are empty. */
static void put_known(struct req *rq, struct json_object *v)
{
    struct search_query query = { .sort = SEARCH_NEWEST, .limit = 1 };
    struct search_result found;
    struct ctx quiet = rq->ctx;
    bool ok;

    ctx_clear_error(&quiet);
    ok = live_search(&quiet, &query, &found) == OK;
    put_texts(v, "categories", ok ? &found.facets[SEARCH_FACET_CATEGORY] : NULL);
    put_texts(v, "cuisines", ok ? &found.facets[SEARCH_FACET_CUISINE] : NULL);
}

static void put_addresses(struct req *rq, struct json_object *v, const struct form_page *p)
{
    struct arena *a = rq->ctx.arena;
    char id[ID_TEXT_SIZE];

    view_bool(v, "is_new", p->saved == NULL);
    view_text(v, "heading", p->saved ? arena_printf(a, "Edit %s", p->saved->title) : "New recipe");
    view_text(v, "action", p->saved ? arena_printf(a, "/recipes/%s/edit", p->saved->slug) : "/recipes/new");
    view_text(v, "cancel_href", p->saved ? arena_printf(a, "/recipes/%s", p->saved->slug) : "/recipes");
    view_text(v, "if_match", p->version ? arena_printf(a, "%lld", (long long)p->version) : "");
    view_text(v, "draft_id", p->saved ? id_text(p->saved->id, id) : "new");
    view_text(v, "parse_href", "/api/v1/recipes/parse");
}

struct json_object *form_view(struct req *rq, const struct form_page *p)
{
    struct recipe nothing = recipe_empty();
    const struct recipe *fill = p->fill ? p->fill : &nothing;
    struct json_object *v = view_new(rq->ctx.arena);

    page_put_form(rq, v);
    put_addresses(rq, v, p);
    put_fields(rq, v, p, fill);
    put_nutrition(rq, v, p, fill);
    put_allergens(rq, v, p, fill);
    put_photos(rq, v, p);
    put_known(rq, v);
    view_bool(v, "is_typed", p->is_typed);
    view_bool(v, "has_errors", false);
    view_child_array(v, "errors");
    view_bool(v, "more_open", false);
    view_bool(v, "understood", false);
    view_bool(v, "conflict", false);
    page_put_assets(rq->ctx.arena, v, "recipes", "base recipes-form");
    return v;
}

/* ---- as understood ---- */

/* A section's heading in front of the first of its items, then the item that is returned. */
static struct json_object *add_understood(struct json_object *list, const char *before, const char *section, bool first)
{
    struct json_object *o;

    if (section && new_section(before, section, first)) {
        o = view_item(list);
        view_bool(o, "is_section", true);
        view_text(o, "section", section);
    }
    o = view_item(list);
    view_bool(o, "is_section", false);
    return o;
}

static void put_suggested(struct arena *a, struct json_object *u, const struct recipe *r)
{
    struct json_object *list = view_child_array(u, "allergens");
    const char *reasons[ALLERGEN__COUNT] = { NULL };

    find_reasons(a, r, reasons);
    for (int i = 0; i < ALLERGEN__COUNT; i++) {
        struct json_object *o;

        if (!reasons[i])
            continue;
        o = view_item(list);
        view_text(o, "slug", allergen_slug((enum allergen)i));
        view_text(o, "reason", reasons[i]);
    }
}

void form_put_understood(struct arena *a, struct json_object *v, const struct recipe *r)
{
    struct json_object *u = view_child(v, "understood"), *list = view_child_array(u, "ingredients");
    struct page_amounts how = page_as_written(r);

    for (size_t i = 0; i < r->ingredient_count; i++) {
        const struct recipe_ingredient *g = &r->ingredients[i];

        page_put_ingredient(a, add_understood(list, i ? g[-1].section : NULL, g->section, i == 0), g, &how);
    }
    list = view_child_array(u, "steps");
    for (size_t i = 0; i < r->step_count; i++) {
        const struct recipe_step *s = &r->steps[i];

        page_put_parts(a, add_understood(list, i ? s[-1].section : NULL, s->section, i == 0), s->text, &how);
    }
    view_text(u, "summary_text", arena_printf(a, "%zu ingredient%s, %zu step%s", r->ingredient_count, r->ingredient_count == 1 ? "" : "s",
                                              r->step_count, r->step_count == 1 ? "" : "s"));
    put_suggested(a, u, r);
}

/* ---- errors ---- */

/* The form's field for a place in the recipe: "/ingredients/3/text" is a line of ingredients_text. */
static const char *field_of(struct arena *a, const char *pointer)
{
    static const struct { const char *prefix, *field; } places[] = {
        { "ingredients", "ingredients_text" }, { "steps", "steps_text" }, { "yield", "yield_text" }, { "tags", "tags_text" },
        { "images", "photo" },
    };
    struct str rest = str_of(pointer + (pointer[0] == '/' || pointer[0] == '?')), first = str_next(&rest, '/');

    for (size_t i = 0; i < ARRAY_LEN(places); i++) {
        if (str_equal(first, str_of(places[i].prefix)))
            return places[i].field;
    }
    if (str_equal(first, STR("nutrition")) && rest.p)
        return arena_printf(a, "nutrition_%.*s", STR_ARG(rest));
    return arena_str(a, first);
}

/* "Line 4: " for the fourth of a list. */
static const char *line_of(struct arena *a, const char *pointer, const char *field)
{
    const char *digits = strpbrk(pointer + (pointer[0] != '\0'), "/");
    int n;

    if (!digits || sscanf(digits, "/%d", &n) != 1)
        return "";
    return arena_printf(a, "%s %d: ", strcmp(field, "ingredients_text") == 0 ? "line" : strcmp(field, "steps_text") == 0 ? "step"
                        : "number", n + 1);
}

static struct form_name name_of(struct arena *a, const char *field)
{
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (strcmp(names[i].name, field) == 0)
            return names[i];
    }
    for (int n = 0; n < NUTRITION__COUNT; n++) {
        if (strncmp(field, "nutrition_", 10) == 0 && strcmp(field + 10, nutrition[n].name) == 0)
            return (struct form_name){ arena_printf(a, "nutrition-%s", nutrition[n].name), nutrition[n].label, true };
    }
    return (struct form_name){ "title", "The form", false };
}

static const char *fault_message(struct arena *a, const struct fault *f, const char *field, const char *label)
{
    if (strcmp(field, "title") == 0 && strcmp(f->code, "required") == 0)
        return "Give the recipe a title.";
    return arena_printf(a, "%s: %s%s.", label, line_of(a, f->pointer, field), f->detail);
}

static void add_error(struct arena *a, struct json_object *v, const char *anchor, const char *message)
{
    struct json_object *o = view_item(view_get(v, "errors"));
    const char *key = arena_printf(a, "%s_error", anchor);

    view_text(o, "message", message);
    view_text(o, "anchor", anchor);
    if (view_get_str(v, key).n == 0)
        view_text(v, key, message);
}

void form_put_faults(struct ctx *cx, struct json_object *v)
{
    view_child_array(v, "errors");
    for (const struct fault *f = cx->faults; f; f = f->next) {
        const char *field = field_of(cx->arena, f->pointer);
        struct form_name name = name_of(cx->arena, field);

        add_error(cx->arena, v, name.name, fault_message(cx->arena, f, field, name.label));
        if (name.more)
            view_bool(v, "more_open", true);
    }
    if (!cx->faults && cx->error_detail)
        add_error(cx->arena, v, "title", cx->error_detail);
    view_bool(v, "has_errors", view_count(v, "errors") > 0);
}
