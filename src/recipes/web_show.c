/* web_show.c: a recipe for readers. */
#include "recipes/pages.h"

#include "recipes/export.h"
#include "store/store.h"
#include "web/reply.h"

#define EXPORT_MAX (4 * MIB)

const struct field page_show_fields[] = {
    { "slug", FIELD_TEXT, .at = offsetof(struct show_in, slug), .from = FROM_PATH },
    { "servings", FIELD_DECIMAL, .at = offsetof(struct show_in, servings), .help = "Amounts for so many" },
    { "units", FIELD_CHOICE, .at = offsetof(struct show_in, units), .choices = show_units, .help = "As written, metric or US units" },
    { "format", FIELD_CHOICE, .at = offsetof(struct show_in, format), .choices = show_formats, .help = "The page, or an export" },
    { 0 }
};

static enum err load(struct req *rq, struct recipe *ret, struct page_amounts *ret_how)
{
    const struct show_in *in = rq->in;
    enum err e = recipe_load_by_slug(&rq->ctx, in->slug, ret);

    if (e == OK)
        reply_version(rq, ret->version);
    return e ? e : show_amounts(&rq->ctx, ret, in, ret_how);
}

enum err recipes_reply_export(struct req *rq, const struct recipe *r, bool jsonld)
{
    struct export_site site = { rq->ctx.store->config.site_url, rq->ctx.store->config.site_name };
    struct buf b;

    buf_init(&b, rq->ctx.arena, EXPORT_MAX);
    if (jsonld)
        export_jsonld(&b, r, &site);
    else
        export_text(&b, r, &site);
    if (b.failed)
        return ctx_fail(&rq->ctx, ERR_INTERNAL, NULL, "The export has more than %zu bytes", EXPORT_MAX);
    return reply_bytes(rq, jsonld ? "application/ld+json" : "text/plain; charset=utf-8", buf_str(&b));
}

static void put_actions(struct req *rq, const struct recipe *r)
{
    struct arena *a = rq->ctx.arena;

    reply_action(rq, EDITOR, "Edit", arena_join(a, "/recipes/", r->slug, "/edit", NULL));
    reply_action(rq, VIEWER, "Revisions", arena_join(a, "/recipes/", r->slug, "/revisions", NULL));
    reply_action(rq, EDITOR, "Delete", arena_join(a, "/recipes/", r->slug, "/delete", NULL));
}

enum err recipes_show_page(struct req *rq)
{
    const struct show_in *in = rq->in;
    struct page_amounts how;
    struct recipe r;
    enum err e = load(rq, &r, &how);

    if (e)
        return e;
    if (in->format != SHOW_PAGE)
        return recipes_reply_export(rq, &r, in->format == SHOW_JSONLD);
    put_actions(rq, &r);
    return reply_page(rq, "recipes/show", show_view(rq->ctx.arena, &r, &how, rq->ctx.store->config.site_url));
}

enum err recipes_print_page(struct req *rq)
{
    struct page_amounts how;
    struct recipe r;
    enum err e = load(rq, &r, &how);

    if (e)
        return e;
    return reply_page(rq, "recipes/print", print_view(rq->ctx.arena, &r, &how, rq->ctx.store->config.site_url));
}

enum err recipes_cook_page(struct req *rq)
{
    struct page_amounts how;
    struct recipe r;
    enum err e = load(rq, &r, &how);

    if (e)
        return e;
    return reply_page(rq, "recipes/cook", cook_view(rq->ctx.arena, &r, &how));
}
