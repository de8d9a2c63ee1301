#include "recipes/import_parts.h"

#include "base/buf.h"
#include "base/utf8.h"

static const char *const field_names[IMPORT_FIELD__COUNT] = {
    [IMPORT_TITLE] = "title", [IMPORT_DESCRIPTION] = "description", [IMPORT_AUTHOR] = "author",
    [IMPORT_SOURCE_URL] = "source_url", [IMPORT_YIELD] = "yield", [IMPORT_PREP] = "prep_minutes",
    [IMPORT_COOK] = "cook_minutes", [IMPORT_TOTAL] = "total_minutes", [IMPORT_CATEGORY] = "category",
    [IMPORT_CUISINE] = "cuisine", [IMPORT_TAGS] = "tags", [IMPORT_ALLERGENS] = "allergens",
    [IMPORT_INGREDIENTS] = "ingredients", [IMPORT_STEPS] = "steps", [IMPORT_NUTRITION] = "nutrition",
    [IMPORT_IMAGES] = "images", [IMPORT_LANGUAGE] = "language",
};

const char *import_field_name(enum import_field f)
{
    return f < IMPORT_FIELD__COUNT ? field_names[f] : "";
}

const char *import_source_name(enum import_source s)
{
    static const char *const names[] = { "", "json-ld", "microdata", "head", "text", "rule", "given" };

    return s < ARRAY_LEN(names) ? names[s] : "";
}

static void put_folded(struct arena *a, struct buf *out, const char *text)
{
    buf_put_str(out, utf8_fold(a, str_of(text), UTF8_FOLD_BASE));
    buf_putc(out, '\n');
}

struct hash import_content_hash(struct arena *a, const struct recipe *r)
{
    struct buf out;

    buf_init(&out, a, 16u << 20);
    put_folded(a, &out, r->title);
    for (size_t i = 0; i < r->ingredient_count; i++)
        put_folded(a, &out, r->ingredients[i].text);
    buf_putc(&out, '\n');
    for (size_t i = 0; i < r->step_count; i++)
        put_folded(a, &out, r->steps[i].text);
    return hash_sha256(buf_str(&out));
}

/* Reads all JSON-LD blocks into one list. */
static struct wild *read_blocks(struct maker *m, const struct str *block, size_t count)
{
    struct wild *all = wild_new(m->scratch, WILD_LIST, (struct str){ 0 });
    size_t nodes_left = WILD_NODES_MAX;
    bool any = false;

    for (size_t i = 0; i < count; i++) {
        struct str text = block[i];
        bool repaired;

        if (str_find(text, STR("&quot;")) != SIZE_MAX && !memchr(text.p, '"', text.n))
            text = text_unescape(m->scratch, text);
        wild_add(all, (struct str){ 0 }, wild_parse(m->scratch, text, &nodes_left, &repaired));
        any |= repaired;
    }
    if (any)
        maker_note(m, "The page's JSON-LD was not well-formed and was repaired.");
    return all;
}

/* Fills from the recipes of one kind of data. */
static void fill_from_data(struct maker *m, const struct wild *data, enum import_source source)
{
    struct graph *graph = ARENA_NEW(m->scratch, struct graph);
    const struct wild **recipe;
    size_t count;

    graph_build(m->scratch, data, graph);
    m->graph = graph;
    m->source = source;
    count = graph_choose(m->scratch, graph, m->page, &recipe);
    if (graph->recipe_count > count && count > 0)
        maker_note(m, "The page has %zu recipes; this is the one that it is about.", graph->recipe_count);
    for (size_t i = 0; i < count; i++) {
        m->exact = source == IMPORT_FROM_JSONLD && wild_get(recipe[i], "midway:format");
        if (m->exact)
            fill_extension(m, recipe[i]);
        fill_from_object(m, recipe[i]);
        if (m->exact)
            return;
    }
}

static void fill_total_by_rule(struct maker *m)
{
    struct recipe *r = &m->out->recipe;
    int prep = r->prep_minutes, cook = r->cook_minutes;

    m->source = IMPORT_BY_RULE;
    if (!maker_wants(m, IMPORT_TOTAL) || (prep <= 0 && cook <= 0))
        return;
    if ((prep > 0 ? prep : 0) + (cook > 0 ? cook : 0) > RECIPE_MINUTES_MAX)
        return;
    r->total_minutes = (prep > 0 ? prep : 0) + (cook > 0 ? cook : 0);
    maker_found(m, IMPORT_TOTAL, "prep + cook");
}

/* A total below one of its parts is a slip of the page; a recipe with it could not be saved. */
static void mend_total(struct maker *m)
{
    struct recipe *r = &m->out->recipe;
    int longest = r->prep_minutes > r->cook_minutes ? r->prep_minutes : r->cook_minutes;

    if (r->total_minutes == RECIPE_MINUTES_NONE || r->total_minutes >= longest)
        return;
    maker_note(m, "The page gives a total of %d minutes, less than its parts; preparation and cooking are added up.",
               r->total_minutes);
    m->out->origin[IMPORT_TOTAL].source = IMPORT_NOT_FOUND;
    fill_total_by_rule(m);
}

/* Data that says "recipe" is one even when its list is missing: the person who imports adds it. A guess needs more. */
static bool is_recipe(const struct imported *out)
{
    enum import_source title = out->origin[IMPORT_TITLE].source;

    if (!out->recipe.title)
        return false;
    return title == IMPORT_FROM_JSONLD || title == IMPORT_FROM_MICRODATA || out->recipe.ingredient_count || out->recipe.step_count;
}

static void read_all(struct maker *m, struct str text, enum import_kind kind)
{
    struct page *page = ARENA_NEW(m->scratch, struct page);

    m->page = page;
    if (kind == IMPORT_JSONLD) {
        fill_from_data(m, read_blocks(m, &text, 1), IMPORT_FROM_JSONLD);
        if (!m->exact)
            fill_from_things(m);
    } else {
        page_read(m->scratch, text, page);
        if (!m->source_url)
            m->source_url = address_resolve(m->scratch, NULL, page->canonical);
        fill_from_data(m, read_blocks(m, page->jsonld, page->jsonld_count), IMPORT_FROM_JSONLD);
        if (m->exact)
            return;
        fill_from_things(m);
        fill_from_data(m, page->items, IMPORT_FROM_MICRODATA);
        fill_from_things(m);
        if (!maker_wants(m, IMPORT_PREP) && !maker_wants(m, IMPORT_COOK))
            fill_total_by_rule(m);
        fill_from_text(m);
        fill_from_head(m);
    }
    if (m->exact)
        return;
    fill_total_by_rule(m);
    mend_total(m);
    fill_title_cleanly(m);
}

static void finish_scratch(void *scratch)
{
    arena_done(scratch);
}

static void finish(struct maker *m, struct imported *out)
{
    if (m->source_url && maker_wants(m, IMPORT_SOURCE_URL)) {
        m->source = IMPORT_GIVEN;
        out->recipe.source_url = arena_strdup(m->arena, m->source_url);
        maker_found(m, IMPORT_SOURCE_URL, "given with the page");
    }
    if (out->recipe.ingredient_count == 0)
        maker_note(m, "No ingredients were found.");
    if (out->recipe.step_count == 0)
        maker_note(m, "No steps were found.");
    recipe_tidy(m->arena, &out->recipe);
    out->content_hash = import_content_hash(m->scratch, &out->recipe);
}

static const char not_found[] =
    "No recipe was found. Looked for a schema.org Recipe in JSON-LD (script type application/ld+json), in microdata (itemscope, "
    "itemprop) and in RDFa (typeof, property), and for a list below a heading such as “Ingredients”.";

enum err import_read(struct arena *a, struct str bytes, enum import_kind kind, const char *source_url, struct imported *ret)
{
    struct arena *scratch = ARENA_NEW(a, struct arena);
    struct imported *out = ARENA_NEW(a, struct imported);
    struct maker m = { .arena = a, .scratch = scratch, .out = out, .source_url = source_url };
    jmp_buf too_large;

    if (bytes.n > IMPORT_BYTES_MAX)
        return ERR_TOO_LARGE;
    arena_init(scratch, IMPORT_SCRATCH_MAX);
    arena_defer(a, finish_scratch, scratch);
    if (setjmp(too_large) != 0) {
        arena_done(scratch);
        return ERR_TOO_LARGE;
    }
    scratch->escape = &too_large;
    out->recipe = recipe_empty();
    read_all(&m, charset_to_utf8(scratch, bytes), kind);
    if (is_recipe(out)) {
        finish(&m, out);
        *ret = *out;
    } else {
        ret->problem = not_found;
    }
    arena_done(scratch);
    return is_recipe(out) ? OK : ERR_INVALID;
}
