/* import_steps.c: ingredient lines, instructions and images in all the shapes that pages give them. */
#include "recipes/import_parts.h"

#include "base/url.h"
#include "base/utf8.h"

#define STEP_DEPTH_MAX 8

static struct str behind(struct str s, size_t n)
{
    return (struct str){ s.p + n, s.n - n };
}

/* A heading among lines: short, ends in a colon, holds no number. */
static bool is_section(struct str line)
{
    if (line.n < 3 || line.n > 80 || line.p[line.n - 1] != ':')
        return false;
    for (size_t i = 0; i < line.n; i++) {
        if (isdigit((unsigned char)line.p[i]))
            return false;
    }
    return true;
}

/* "((chopped))" comes of a plugin that adds brackets to a note that has some, "salt , fine" of markup around "salt". */
static struct str without_noise(struct arena *scratch, struct str line)
{
    bool doubled = str_find(line, STR("((")) != SIZE_MAX && str_find(line, STR("))")) != SIZE_MAX;
    char *out = arena_str(scratch, line);
    size_t n = 0;

    for (size_t i = 0; i < line.n; i++) {
        bool again = doubled && i > 0 && line.p[i] == line.p[i - 1] && (line.p[i] == '(' || line.p[i] == ')');
        bool gap = line.p[i] == ' ' && i + 1 < line.n && line.p[i + 1] == ',';

        if (!again && !gap)
            out[n++] = line.p[i];
    }
    return (struct str){ out, n };
}

void add_ingredient_lines(struct maker *m, const struct str *line, size_t count)
{
    struct recipe *r = &m->out->recipe;
    const char *section = NULL;

    r->ingredients = ARENA_ARRAY(m->arena, count + 1, struct recipe_ingredient);
    for (size_t i = 0; i < count; i++) {
        struct str text = m->exact ? line[i] : without_noise(m->scratch, line[i]);

        if (!m->exact && is_section(text)) {
            text.n--;
            section = maker_text(m, text, RECIPE_SECTION_MAX);
        } else if (r->ingredient_count == RECIPE_INGREDIENTS_MAX) {
            maker_note(m, "Only the first %d ingredients were kept.", RECIPE_INGREDIENTS_MAX);
            return;
        } else if (text.n) {
            r->ingredients[r->ingredient_count++] =
                (struct recipe_ingredient){ .section = section, .text = maker_text(m, text, RECIPE_LINE_MAX) };
        }
    }
}

/* "- 300 g butter" out of a text that draws its own list. */
static struct str without_bullet(struct str line)
{
    static const char *const bullets[] = { "- ", "– ", "• ", "* ", "· ", "▢ ", "□ ", "●" };

    for (size_t i = 0; i < ARRAY_LEN(bullets); i++) {
        if (str_starts(line, str_of(bullets[i])))
            return str_trim(behind(line, strlen(bullets[i])));
    }
    return line;
}

struct line_list {
    struct str *line;
    size_t count, room;
};

static void add_line(struct line_list *l, struct str line)
{
    line = str_trim(line);
    if (line.n && l->count < l->room)
        l->line[l->count++] = line;
}

/* A lone text may hold all lines; in a list each text is one line. */
static void add_texts(struct maker *m, struct line_list *l, struct str text, bool alone)
{
    if (m->exact) {
        add_line(l, text);
        return;
    }
    text = text_clean(m->scratch, text, alone ? TEXT_KEEP_LINES : TEXT_ONE_LINE);
    while (text.n) {
        add_line(l, without_bullet(str_next(&text, '\n')));
        if (!text.p)
            break;
    }
}

/* An ingredient as an object: amount, unit and name in properties of several spellings, or just a name. */
static struct str ingredient_of_object(struct maker *m, const struct wild *w)
{
    const struct wild *amount = wild_get(w, "amount"), *unit = wild_get(w, "unitText");
    struct str name = maker_value(m, w), number, unit_text;

    if (!amount)
        amount = wild_get(w, "quantity");
    if (!amount)
        amount = wild_get(w, "value");
    if (!unit)
        unit = wild_get(w, "unit");
    number = maker_value(m, amount);
    unit_text = maker_value(m, unit);
    if (number.n == 0 || str_equal(number, name))
        return name;
    return str_of(arena_printf(m->scratch, "%.*s %.*s%s%.*s", STR_ARG(number), STR_ARG(unit_text), unit_text.n ? " " : "",
                               STR_ARG(name)));
}

static struct line_list ingredient_lines(struct maker *m, const struct wild *value)
{
    struct wild_values v = wild_flatten(m->scratch, value);
    struct line_list l = { .room = RECIPE_INGREDIENTS_MAX + 50 };

    l.line = ARENA_ARRAY(m->scratch, l.room, struct str);
    for (size_t i = 0; i < v.count && l.count < l.room; i++) {
        bool object = v.item[i]->type == WILD_OBJECT;

        add_texts(m, &l, object ? ingredient_of_object(m, v.item[i]) : v.item[i]->text, v.count == 1);
    }
    return l;
}

void fill_ingredients(struct maker *m, const struct wild *recipe)
{
    static const char *const keys[] = { "recipeIngredient", "ingredients", "ingredient", "recipeIngredients", "supply" };

    for (size_t i = 0; i < ARRAY_LEN(keys) && maker_wants(m, IMPORT_INGREDIENTS); i++) {
        struct line_list l = ingredient_lines(m, wild_get(recipe, keys[i]));

        if (l.count == 0)
            continue;
        add_ingredient_lines(m, l.line, l.count);
        if (m->out->recipe.ingredient_count)
            maker_found(m, IMPORT_INGREDIENTS, keys[i]);
    }
}

static void add_step(struct maker *m, const char *section, struct str text)
{
    struct recipe *r = &m->out->recipe;
    const char *step;

    if (r->step_count == RECIPE_STEPS_MAX) {
        if (text.n)
            maker_note(m, "Only the first %d steps were kept.", RECIPE_STEPS_MAX);
        return;
    }
    step = maker_text(m, text, RECIPE_STEP_MAX);
    if (step)
        r->steps[r->step_count++] = (struct recipe_step){ section, step };
}

/* One text with all steps: a line each. */
static void add_step_lines(struct maker *m, const char *section, struct str text)
{
    text = text_clean(m->scratch, text, TEXT_KEEP_LINES);
    while (text.n) {
        struct str line = str_trim(str_next(&text, '\n'));

        if (is_section(line)) {
            line.n--;
            section = maker_text(m, line, RECIPE_SECTION_MAX);
        } else {
            add_step(m, section, line);
        }
        if (!text.p)
            return;
    }
}

static void add_instructions(struct maker *m, const struct wild *w, const char *section, unsigned depth);

static const struct wild *items_of(const struct wild *w)
{
    static const char *const keys[] = { "itemListElement", "steps", "step", "item", "recipeInstructions" };

    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        const struct wild *items = wild_get(w, keys[i]);

        if (items && (items->child || items->text.n))
            return items;
    }
    return NULL;
}

/* HowToSection, HowToStep, ItemList, ListItem, and whatever else has a text or a name. */
static void add_object(struct maker *m, const struct wild *w, const char *section, unsigned depth)
{
    const struct wild *text = wild_get(w, "text"), *name = wild_get(w, "name"), *items = items_of(w);
    struct str value;

    if (!text)
        text = wild_get(w, "description");
    if (items && (wild_is_a(w, "HowToSection") || !text)) {
        if (name && (wild_is_a(w, "HowToSection") || wild_is_a(w, "HowTo")))
            section = maker_text(m, maker_value(m, name), RECIPE_SECTION_MAX);
        add_instructions(m, items, section, depth + 1);
        return;
    }
    value = text ? maker_value(m, text) : (struct str){ 0 };
    if (str_trim(value).n == 0)
        value = maker_value(m, name);
    if (m->exact)
        add_step(m, section, value);
    else
        add_step(m, section, text_clean(m->scratch, value, TEXT_ONE_LINE));
}

static void add_instructions(struct maker *m, const struct wild *w, const char *section, unsigned depth)
{
    bool alone = w->type != WILD_LIST || (w->child && !w->child->next);

    if (depth > STEP_DEPTH_MAX || w->type == WILD_NULL)
        return;
    if (w->type == WILD_LIST) {
        for (const struct wild *c = w->child; c; c = c->next) {
            if (alone || c->type != WILD_STRING)
                add_instructions(m, c, section, depth + 1);
            else if (!m->exact && is_section(text_clean(m->scratch, c->text, TEXT_ONE_LINE)))
                add_step_lines(m, section, c->text), section = maker_text(m, c->text, RECIPE_SECTION_MAX);
            else
                add_step(m, section, m->exact ? c->text : text_clean(m->scratch, c->text, TEXT_ONE_LINE));
        }
    } else if (w->type == WILD_OBJECT) {
        add_object(m, graph_resolve(m->graph, w), section, depth);
    } else {
        add_step_lines(m, section, w->text);
    }
}

void fill_steps(struct maker *m, const struct wild *recipe)
{
    static const char *const keys[] = { "recipeInstructions", "instructions", "recipeInstruction", "step", "steps" };
    struct recipe *r = &m->out->recipe;

    for (size_t i = 0; i < ARRAY_LEN(keys) && maker_wants(m, IMPORT_STEPS); i++) {
        const struct wild *w = wild_get(recipe, keys[i]);

        if (!w)
            continue;
        if (!r->steps)
            r->steps = ARENA_ARRAY(m->arena, RECIPE_STEPS_MAX, struct recipe_step);
        add_instructions(m, w, NULL, 0);
        if (r->step_count)
            maker_found(m, IMPORT_STEPS, keys[i]);
    }
}

const char *address_resolve(struct arena *a, const char *base, struct str reference)
{
    struct url from, url;
    bool has_base = base && url_parse(a, str_of(base), NULL, &from);

    reference = str_trim(reference);
    if (reference.n == 0 || reference.p[0] == '#' || !url_parse(a, reference, has_base ? &from : NULL, &url))
        return NULL;
    return arena_str(a, url.href);
}

static void add_image(struct maker *m, struct str reference)
{
    struct imported *out = m->out;
    const char *url = address_resolve(m->arena, m->source_url, m->exact ? reference : text_unescape(m->scratch, reference));

    if (!url || out->image_count == RECIPE_IMAGES_MAX || strlen(url) > RECIPE_URL_MAX)
        return;
    for (size_t i = 0; i < out->image_count; i++) {
        if (strcmp(out->image_urls[i], url) == 0)
            return;
    }
    if (!out->image_urls)
        out->image_urls = ARENA_ARRAY(m->arena, RECIPE_IMAGES_MAX, const char *);
    out->image_urls[out->image_count++] = url;
}

void fill_images(struct maker *m, const struct wild *recipe)
{
    static const char *const keys[] = { "image", "photo", "thumbnailUrl" };

    for (size_t k = 0; k < ARRAY_LEN(keys) && maker_wants(m, IMPORT_IMAGES); k++) {
        struct wild_values v = wild_flatten(m->scratch, wild_get(recipe, keys[k]));

        for (size_t i = 0; i < v.count; i++) {
            const struct wild *image = graph_resolve(m->graph, v.item[i]), *url = wild_get(image, "url");

            if (!url)
                url = wild_get(image, "contentUrl");
            if (!url && image->type == WILD_OBJECT)
                url = wild_get(image, "@id");
            add_image(m, maker_value(m, url ? url : image));
        }
        if (m->out->image_count)
            maker_found(m, IMPORT_IMAGES, keys[k]);
    }
}
