/* import_fields.c: from the properties of a schema.org Recipe to the fields of ours. */
#include "recipes/import_parts.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <stdarg.h>

bool maker_wants(const struct maker *m, enum import_field f)
{
    return m->out->origin[f].source == IMPORT_NOT_FOUND;
}

void maker_found(struct maker *m, enum import_field f, const char *detail)
{
    m->out->origin[f] = (struct import_origin){ m->source, detail };
}

void maker_note(struct maker *m, const char *format, ...)
{
    va_list args;

    if (m->out->note_count == IMPORT_NOTES_MAX)
        return;
    va_start(args, format);
    m->out->notes[m->out->note_count++] = arena_vprintf(m->arena, format, args);
    va_end(args);
}

const char *maker_text(struct maker *m, struct str s, size_t max)
{
    struct str text = m->exact ? s : text_clean(m->scratch, s, TEXT_ONE_LINE);
    struct str head = utf8_head(text, max);

    if (head.n < text.n)
        maker_note(m, "A text was cut to %zu characters: “%.*s…”", max, STR_ARG(utf8_head(text, 40)));
    return head.n ? arena_str(m->arena, m->exact ? head : str_trim(head)) : NULL;
}

struct str maker_value(const struct maker *m, const struct wild *w)
{
    static const char *const keys[] = { "@value", "name", "text", "value" };

    for (unsigned depth = 0; w && depth < 4; depth++) {
        const struct wild *inner = NULL;

        if (w->type == WILD_STRING || w->type == WILD_WORD)
            return w->text;
        if (w->type == WILD_LIST)
            inner = w->child;
        w = w->type == WILD_OBJECT ? graph_resolve(m->graph, w) : w;
        for (size_t i = 0; i < ARRAY_LEN(keys) && !inner; i++)
            inner = wild_get(w, keys[i]);
        w = inner;
    }
    return (struct str){ 0 };
}

/* The first of the properties that has a value. */
static const struct wild *first_of(const struct wild *object, const char *const *keys, const char **ret_key)
{
    for (; *keys; keys++) {
        const struct wild *w = wild_get(object, *keys);

        if (w && (w->child || str_trim(w->text).n)) {
            *ret_key = *keys;
            return w;
        }
    }
    return NULL;
}

static void fill_text(struct maker *m, enum import_field f, const struct wild *w, const char **field, size_t max)
{
    const char *text;

    if (!w || !maker_wants(m, f))
        return;
    text = maker_text(m, maker_value(m, w), max);
    if (!text)
        return;
    *field = text;
    maker_found(m, f, arena_str(m->arena, w->key));
}

static void fill_title(struct maker *m, const struct wild *recipe)
{
    static const char *const keys[] = { "name", "headline", "title", NULL };
    const char *key;

    fill_text(m, IMPORT_TITLE, first_of(recipe, keys, &key), &m->out->recipe.title, RECIPE_TITLE_MAX);
}

static void fill_description(struct maker *m, const struct wild *recipe)
{
    const struct wild *w = wild_get(recipe, "description");
    struct str text;

    if (!w || !maker_wants(m, IMPORT_DESCRIPTION))
        return;
    text = maker_value(m, w);
    if (!m->exact)
        text = text_clean(m->scratch, text, TEXT_KEEP_LINES);
    text = utf8_head(text, RECIPE_DESCRIPTION_MAX);
    if (text.n == 0)
        return;
    m->out->recipe.description = arena_str(m->arena, text);
    maker_found(m, IMPORT_DESCRIPTION, "description");
}

/* Is `name` one of those that `list` (joined by ", ") holds already? */
static bool listed(struct str list, struct str name)
{
    size_t i;

    while (name.n && (i = str_find(list, name)) != SIZE_MAX) {
        bool begins = i == 0 || list.p[i - 1] == ' ', ends = i + name.n == list.n || list.p[i + name.n] == ',';

        if (begins && ends)
            return true;
        list = (struct str){ list.p + i + 1, list.n - i - 1 };
    }
    return false;
}

/* Names of people or organisations, references followed, joined by commas. */
static const char *names_of(struct maker *m, const struct wild *value)
{
    struct wild_values v = wild_flatten(m->scratch, value);
    struct buf out;

    buf_init(&out, m->scratch, 4096);
    for (size_t i = 0; i < v.count && i < 20; i++) {
        const struct wild *who = graph_resolve(m->graph, v.item[i]), *name = wild_get(who, "name");
        struct str text = utf8_head(maker_value(m, name ? name : who), 1000);

        text = m->exact ? text : text_clean(m->scratch, text, TEXT_ONE_LINE);
        if (text.n == 0 || str_starts(text, STR("http://")) || str_starts(text, STR("https://")) || listed(buf_str(&out), text))
            continue;
        if (out.len)
            buf_puts(&out, ", ");
        buf_put_str(&out, text);
    }
    return out.len ? maker_text(m, buf_str(&out), RECIPE_NAME_MAX) : NULL;
}

static void fill_author(struct maker *m, const struct wild *object, const char *key)
{
    const struct wild *w = wild_get(object, key);

    if (!w || !maker_wants(m, IMPORT_AUTHOR))
        return;
    m->out->recipe.author = names_of(m, w);
    if (m->out->recipe.author)
        maker_found(m, IMPORT_AUTHOR, key);
}

static void fill_minutes(struct maker *m, const struct wild *recipe, enum import_field f, const char *key, int *minutes)
{
    struct wild_values v = wild_flatten(m->scratch, wild_get(recipe, key));

    for (size_t i = 0; i < v.count && maker_wants(m, f); i++) {
        const struct wild *max = wild_get(v.item[i], "maxValue");
        struct str text = maker_value(m, max ? max : v.item[i]);

        text = text_clean(m->scratch, text, TEXT_ONE_LINE);
        *minutes = m->exact && str_equal(text, STR("PT0M")) ? 0 : time_minutes(m->scratch, text, false);
        if (*minutes != RECIPE_MINUTES_NONE)
            maker_found(m, f, key);
    }
}

static void fill_times(struct maker *m, const struct wild *recipe)
{
    struct recipe *r = &m->out->recipe;

    fill_minutes(m, recipe, IMPORT_PREP, "prepTime", &r->prep_minutes);
    fill_minutes(m, recipe, IMPORT_COOK, "cookTime", &r->cook_minutes);
    fill_minutes(m, recipe, IMPORT_COOK, "performTime", &r->cook_minutes);
    fill_minutes(m, recipe, IMPORT_TOTAL, "totalTime", &r->total_minutes);
}

static bool has_digit(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (isdigit((unsigned char)s.p[i]))
            return true;
    }
    return false;
}

/* Of several forms (["4", "4 servings"]) the one with a number and the most words. */
static void fill_yield(struct maker *m, const struct wild *recipe)
{
    static const char *const keys[] = { "recipeYield", "yield", "yields", "servings", "recipeServings", NULL };
    const char *key;
    struct wild_values v;
    struct str best = { 0 };

    if (!maker_wants(m, IMPORT_YIELD))
        return;
    v = wild_flatten(m->scratch, first_of(recipe, keys, &key));
    for (size_t i = 0; i < v.count; i++) {
        const struct wild *unit = wild_get(v.item[i], "unitText");
        struct str text = maker_value(m, v.item[i]);

        if (unit && unit->text.n)
            text = str_of(arena_printf(m->scratch, "%.*s %.*s", STR_ARG(text), STR_ARG(unit->text)));
        text = m->exact ? text : text_clean(m->scratch, text, TEXT_ONE_LINE);
        if (best.n == 0 || (has_digit(text) && (!has_digit(best) || text.n > best.n)))
            best = text;
    }
    best = utf8_head(best, RECIPE_YIELD_TEXT_MAX);
    if (best.n == 0)
        return;
    recipe_yield_parse(m->arena, best, &m->out->recipe.yield);
    maker_found(m, IMPORT_YIELD, key);
}

static void add_tag(struct maker *m, struct str text)
{
    struct recipe *r = &m->out->recipe;
    const char *tag;

    text = str_trim(text);
    if (text.n == 0 || r->tag_count == RECIPE_TAGS_MAX || utf8_length(text) > RECIPE_TAG_MAX)
        return;
    if (!r->tags)
        r->tags = ARENA_ARRAY(m->arena, RECIPE_TAGS_MAX, const char *);
    tag = maker_text(m, text, RECIPE_TAG_MAX);
    if (tag)
        r->tags[r->tag_count++] = tag;
}

/* A list, or one text with commas. */
static void add_tags(struct maker *m, const struct wild *value, size_t skip)
{
    struct wild_values v = wild_flatten(m->scratch, value);

    for (size_t i = 0; i < v.count; i++) {
        struct str rest = maker_value(m, v.item[i]);

        rest = m->exact ? rest : text_clean(m->scratch, rest, TEXT_ONE_LINE);
        while (rest.n) {
            struct str tag = str_next(&rest, ',');

            if (skip)
                skip--;
            else
                add_tag(m, tag);
            if (!rest.p)
                break;
        }
    }
}

static void fill_tags(struct maker *m, const struct wild *recipe)
{
    const struct wild *w = wild_get(recipe, "keywords");

    if (!w || !maker_wants(m, IMPORT_TAGS))
        return;
    add_tags(m, w, 0);
    if (m->out->recipe.tag_count)
        maker_found(m, IMPORT_TAGS, "keywords");
}

/* The first of several is the category or cuisine, the others become tags. */
static void fill_first(struct maker *m, enum import_field f, const struct wild *w, const char **field)
{
    struct wild_values v = wild_flatten(m->scratch, w);
    struct str rest;

    if (v.count == 0 || !maker_wants(m, f))
        return;
    rest = maker_value(m, v.item[0]);
    if (!m->exact) {
        rest = text_clean(m->scratch, rest, TEXT_ONE_LINE);
        rest = str_trim(str_next(&rest, ','));
    }
    *field = maker_text(m, rest, RECIPE_CATEGORY_MAX);
    if (!*field)
        return;
    maker_found(m, f, arena_str(m->arena, w->key));
    if (!m->exact)
        add_tags(m, w, 1);
}

static void fill_nutrition(struct maker *m, const struct wild *recipe)
{
    const struct wild *facts = graph_resolve(m->graph, wild_get(recipe, "nutrition"));

    if (facts && facts->type == WILD_LIST)
        facts = facts->child;
    if (!facts || !maker_wants(m, IMPORT_NUTRITION))
        return;
    for (enum recipe_nutrition n = 0; n < NUTRITION__COUNT; n++) {
        const struct wild *w = wild_get(facts, recipe_nutrition_name(n));

        if (w)
            m->out->recipe.nutrition[n] = maker_text(m, maker_value(m, w), RECIPE_NUTRITION_TEXT_MAX);
        if (m->out->recipe.nutrition[n])
            maker_found(m, IMPORT_NUTRITION, "nutrition");
    }
}

static void fill_source_url(struct maker *m, const struct wild *recipe)
{
    static const char *const keys[] = { "isBasedOn", "url", "mainEntityOfPage", "@id", NULL };

    for (size_t i = 0; keys[i] && maker_wants(m, IMPORT_SOURCE_URL); i++) {
        const struct wild *w = wild_get(recipe, keys[i]), *id = wild_get(w, "@id");
        const char *url;

        if (!w || (m->exact && i > 0))
            continue;
        url = address_resolve(m->arena, m->source_url, id ? id->text : maker_value(m, w));
        if (!url || strlen(url) > RECIPE_URL_MAX)
            continue;
        m->out->recipe.source_url = m->exact ? arena_str(m->arena, maker_value(m, w)) : url;
        maker_found(m, IMPORT_SOURCE_URL, keys[i]);
    }
}

void fill_from_object(struct maker *m, const struct wild *recipe)
{
    struct recipe *r = &m->out->recipe;
    const struct wild *language = wild_get(recipe, "inLanguage");

    fill_title(m, recipe);
    fill_description(m, recipe);
    fill_author(m, recipe, "author");
    fill_author(m, recipe, "creator");
    fill_times(m, recipe);
    fill_yield(m, recipe);
    fill_tags(m, recipe);
    fill_first(m, IMPORT_CATEGORY, wild_get(recipe, "recipeCategory"), &r->category);
    fill_first(m, IMPORT_CUISINE, wild_get(recipe, "recipeCuisine"), &r->cuisine);
    fill_ingredients(m, recipe);
    fill_steps(m, recipe);
    fill_nutrition(m, recipe);
    fill_images(m, recipe);
    fill_source_url(m, recipe);
    fill_text(m, IMPORT_LANGUAGE, language, &m->out->language, 35);
}

void fill_from_things(struct maker *m)
{
    for (size_t i = 0; i < m->graph->recipe_count && i < 50; i++)
        fill_author(m, m->graph->recipes[i], "publisher");
    for (size_t i = 0; i < m->graph->thing_count && i < 50; i++) {
        if (wild_is_a(m->graph->things[i], "Article") || wild_is_a(m->graph->things[i], "BlogPosting"))
            fill_author(m, m->graph->things[i], "author");
    }
    for (size_t i = 0; i < m->graph->thing_count && i < 50; i++)
        fill_author(m, m->graph->things[i], "publisher");
}
