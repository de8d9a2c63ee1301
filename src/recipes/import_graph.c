/* import_graph.c: which object of a page is the recipe, and what its references mean. */
#include "recipes/import_parts.h"

#include "base/utf8.h"

#define PROBES_MAX 32
#define TITLE_LOOK_MAX 500
#define CANDIDATES_MAX 200

static size_t count_children(const struct wild *w)
{
    size_t n = 0;

    for (const struct wild *c = w->child; c; c = c->next)
        n++;
    return n;
}

/* FNV-1a. Names that collide too often are left out, so that a hostile page costs no more than another. */
static size_t hash_id(struct str id)
{
    uint64_t h = 14695981039346656037u;

    for (size_t i = 0; i < id.n; i++)
        h = (h ^ (unsigned char)id.p[i]) * 1099511628211u;
    return (size_t)(h ^ (h >> 32));
}

/* The slot of `id`: its own, or an empty one; NULL when it would take too long. */
static struct graph_slot *slot_of(const struct graph *g, struct str id)
{
    size_t at = hash_id(id);

    for (size_t probe = 0; probe < PROBES_MAX; probe++) {
        struct graph_slot *s = &g->slots[(at + probe) & g->slot_mask];

        if (!s->node || str_equal(s->id, id))
            return s;
    }
    return NULL;
}

static void add_named(struct graph *g, const struct wild *w, struct str id)
{
    struct graph_slot *s = slot_of(g, id);
    size_t size = count_children(w);

    /* Of several descriptions of one thing the longest; a bare reference is none. */
    if (s && size > 1 && size > s->size)
        *s = (struct graph_slot){ id, w, size };
}

static void collect(const struct wild *w, struct graph *g)
{
    static const char *const kinds[] = { "Organization", "NewsMediaOrganization", "WebSite", "WebPage", "Article", "BlogPosting" };
    const struct wild *id = wild_get(w, "@id");
    bool thing = false;

    if (id && id->text.n)
        add_named(g, w, id->text);
    for (size_t i = 0; i < ARRAY_LEN(kinds) && !thing; i++)
        thing = wild_is_a(w, kinds[i]);
    if (thing)
        g->things[g->thing_count++] = w;
    if (wild_is_a(w, "Recipe"))
        g->recipes[g->recipe_count++] = w;
    for (const struct wild *c = w->child; c; c = c->next)
        collect(c, g);
}

static size_t count_objects(const struct wild *w)
{
    size_t n = w->type == WILD_OBJECT;

    for (const struct wild *c = w->child; c; c = c->next)
        n += count_objects(c);
    return n;
}

void graph_build(struct arena *scratch, const struct wild *data, struct graph *ret)
{
    size_t n = count_objects(data), room = 64;

    while (room < 2 * n)
        room *= 2;
    *ret = (struct graph){ .slots = ARENA_ARRAY(scratch, room, struct graph_slot), .slot_mask = room - 1,
                           .recipes = ARENA_ARRAY(scratch, n + 1, const struct wild *),
                           .things = ARENA_ARRAY(scratch, n + 1, const struct wild *) };
    collect(data, ret);
}

const struct wild *graph_resolve(const struct graph *g, const struct wild *w)
{
    const struct wild *id = wild_get(w, "@id");
    const struct graph_slot *s;

    /* A node with a name or text of its own needs no other. */
    if (!id || id->text.n == 0 || wild_get(w, "name") || wild_get(w, "text") || wild_get(w, "url"))
        return w;
    s = slot_of(g, id->text);
    return s && s->node ? s->node : w;
}

static struct str without_scheme(struct str url)
{
    size_t i = str_find(url, STR("://"));

    if (i != SIZE_MAX && i < 6) {
        url.p += i + 3;
        url.n -= i + 3;
    }
    if (str_starts(url, STR("www."))) {
        url.p += 4;
        url.n -= 4;
    }
    i = str_find(url, STR("#"));
    if (i != SIZE_MAX)
        url.n = i;
    while (url.n && url.p[url.n - 1] == '/')
        url.n--;
    return url;
}

static bool same_address(const struct wild *w, struct str url)
{
    const struct wild *id = wild_get(w, "@id");

    if (!w || url.n == 0)
        return false;
    return str_equal(without_scheme(w->type == WILD_OBJECT && id ? id->text : w->text), without_scheme(url));
}

static bool is_main_entity(const struct graph *g, const struct wild *recipe)
{
    const struct wild *id = wild_get(recipe, "@id");

    for (size_t i = 0; i < g->thing_count; i++) {
        const struct wild *main = wild_get(g->things[i], "mainEntity"), *main_id = wild_get(main, "@id");

        if (main && (main == recipe || (id && main_id && str_equal(id->text, main_id->text))))
            return true;
    }
    return false;
}

static struct str folded_title(struct arena *scratch, const struct wild *recipe)
{
    const struct wild *name = wild_get(recipe, "name");

    if (!name || name->type != WILD_STRING)
        return (struct str){ 0 };
    return utf8_fold(scratch, text_clean(scratch, utf8_head(name->text, TITLE_LOOK_MAX), TEXT_ONE_LINE), UTF8_FOLD_BASE);
}

static bool has(const struct wild *recipe, const char *key, const char *other)
{
    const struct wild *w = wild_get(recipe, key);

    if (!w || (!w->child && w->text.n == 0))
        w = wild_get(recipe, other);
    return w && (w->child || w->text.n);
}

/* How well an object describes the recipe of this page. */
static int score(struct arena *scratch, const struct graph *g, const struct page *page, const struct wild *recipe)
{
    struct str title = folded_title(scratch, recipe), heading = page->heading.n ? page->heading : page->og_title;
    int n = 0;

    heading = utf8_fold(scratch, utf8_head(heading, TITLE_LOOK_MAX), UTF8_FOLD_BASE);
    n += has(recipe, "recipeIngredient", "ingredients") ? 8 : 0;
    n += has(recipe, "recipeInstructions", "instructions") ? 4 : 0;
    n += title.n ? 2 : 0;
    n += title.n && heading.n && str_find(heading, title) != SIZE_MAX ? 4 : 0;
    n += is_main_entity(g, recipe) ? 3 : 0;
    n += same_address(wild_get(recipe, "mainEntityOfPage"), page->canonical) || same_address(wild_get(recipe, "url"), page->canonical)
             ? 2 : 0;
    return n;
}

size_t graph_choose(struct arena *scratch, const struct graph *g, const struct page *page, const struct wild ***ret)
{
    const struct wild **list = ARENA_ARRAY(scratch, g->recipe_count + 1, const struct wild *);
    size_t best = 0, count = 0;
    int most = -1;
    struct str title;

    for (size_t i = 0; i < g->recipe_count && i < CANDIDATES_MAX; i++) {
        int n = score(scratch, g, page, g->recipes[i]);

        if (n > most) {
            most = n;
            best = i;
        }
    }
    *ret = list;
    if (g->recipe_count == 0)
        return 0;
    list[count++] = g->recipes[best];
    title = folded_title(scratch, g->recipes[best]);
    for (size_t i = 0; i < g->recipe_count && i < CANDIDATES_MAX; i++) {
        if (i != best && title.n && str_equal(folded_title(scratch, g->recipes[i]), title))
            list[count++] = g->recipes[i];
    }
    return count;
}
