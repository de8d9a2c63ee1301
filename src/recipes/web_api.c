/* web_api.c: recipes as JSON. */
#include "recipes/api.h"

#include "base/view.h"
#include "recipes/import.h"
#include "recipes/ingredient.h"
#include "recipes/pages.h"
#include "recipes/paste.h"
#include "store/db.h"
#include "store/store.h"
#include "web/reply.h"

#include <json-c/json_object.h>

/* ---- reading ---- */

enum err recipes_list(struct req *rq)
{
    struct json_object *v;
    enum err e = recipes_list_view(&rq->ctx, rq->in, &v);

    return e ? e : reply_json(rq, v);
}

enum err recipes_get(struct req *rq)
{
    const struct recipe_get_in *in = rq->in;
    struct recipe_document d;
    struct recipe r;
    enum err e;

    if (in->format != RECIPE_FORMAT_JSON) {
        e = recipe_load(&rq->ctx, in->id, &r);
        return e ? e : recipes_reply_export(rq, &r, in->format == RECIPE_FORMAT_JSONLD);
    }
    e = recipe_load_document(&rq->ctx, in->id, &d);
    if (e)
        return e;
    reply_version(rq, d.version);
    return reply_bytes(rq, "application/json", str_of(arena_printf(rq->ctx.arena, "%s\n", d.json)));
}

/* ---- writing ---- */

static const char *address_of(struct req *rq, struct id id)
{
    char text[ID_TEXT_SIZE];

    return arena_printf(rq->ctx.arena, "/api/v1/recipes/%s", id_text(id, text));
}

enum err recipes_create(struct req *rq)
{
    const struct recipe_in *in = rq->in;
    struct recipe_saved saved;
    struct recipe r;
    enum err e = recipe_from_input(&rq->ctx, in, &r);

    if (e == OK)
        e = recipe_add(&rq->ctx, &r, in->revision_note, &saved);
    if (e)
        return e;
    reply_version(rq, saved.version);
    return reply_created(rq, address_of(rq, saved.id), recipe_view(rq->ctx.arena, &r));
}

/* If-Match: * means whichever version is there. */
static enum err version_to_replace(struct req *rq, struct id id, int64_t *ret)
{
    struct recipe now;
    enum err e;

    *ret = rq->if_match;
    if (!rq->if_match_any)
        return OK;
    e = recipe_load(&rq->ctx, id, &now);
    if (e == OK)
        *ret = now.version;
    return e;
}

enum err recipes_update(struct req *rq)
{
    const struct recipe_in *in = rq->in;
    struct recipe_saved saved;
    struct recipe r;
    int64_t version;
    enum err e = version_to_replace(rq, in->id, &version);

    if (e == OK)
        e = recipe_from_input(&rq->ctx, in, &r);
    if (e == OK)
        e = recipe_replace(&rq->ctx, &r, version, in->revision_note, &saved);
    if (e)
        return e;
    reply_version(rq, saved.version);
    return reply_json(rq, recipe_view(rq->ctx.arena, &r));
}

enum err recipes_delete(struct req *rq)
{
    const struct recipe_get_in *in = rq->in;
    struct recipe_saved saved;
    int64_t version;
    enum err e = version_to_replace(rq, in->id, &version);

    if (e == OK)
        e = recipe_remove(&rq->ctx, in->id, version, &saved);
    return e ? e : reply_no_content(rq);
}

/* ---- as understood ---- */

static void put_suggested(struct arena *a, struct json_object *v, const struct recipe *r)
{
    struct json_object *list = view_child_array(v, "allergens_suggested");
    allergen_set set = 0;

    for (size_t i = 0; i < r->ingredient_count; i++)
        set |= allergens_suggest(a, str_of(r->ingredients[i].food ? r->ingredients[i].food : r->ingredients[i].text));
    for (int one = 0; one < ALLERGEN__COUNT; one++) {
        if (set & ALLERGEN_BIT(one))
            view_item_str(list, str_of(allergen_slug((enum allergen)one)));
    }
}

enum err recipes_parse(struct req *rq)
{
    const struct recipe_parse_in *in = rq->in;
    struct json_object *v = view_new(rq->ctx.arena), *all;
    struct recipe r = recipe_empty();

    r.title = "";
    r.slug = "";
    r.ingredient_count = ingredients_paste(rq->ctx.arena, str_of(in->ingredients_text), RECIPE_INGREDIENTS_MAX, &r.ingredients);
    r.step_count = steps_paste(rq->ctx.arena, str_of(in->steps_text), RECIPE_STEPS_MAX, &r.steps);
    all = recipe_view(rq->ctx.arena, &r);
    view_add(v, "ingredients", json_object_get(view_get(all, "ingredients")));
    view_add(v, "steps", json_object_get(view_get(all, "steps")));
    put_suggested(rq->ctx.arena, v, &r);
    form_put_understood(rq->ctx.arena, v, &r);
    return reply_json(rq, v);
}

/* ---- import ---- */

static void put_origin(struct json_object *v, const struct imported *found)
{
    struct json_object *origin = view_child(v, "origin"), *list;

    for (int f = 0; f < IMPORT_FIELD__COUNT; f++) {
        struct json_object *o;

        if (found->origin[f].source == IMPORT_NOT_FOUND)
            continue;
        o = view_child(origin, import_field_name((enum import_field)f));
        view_text(o, "source", import_source_name(found->origin[f].source));
        view_text(o, "detail", found->origin[f].detail);
    }
    list = view_child_array(v, "image_urls");
    for (size_t i = 0; i < found->image_count; i++)
        view_item_str(list, str_of(found->image_urls[i]));
    list = view_child_array(v, "notes");
    for (size_t i = 0; i < found->note_count; i++)
        view_item_str(list, str_of(found->notes[i]));
    view_text(v, "language", found->language);
}

enum err recipes_import_read(struct ctx *cx, struct str bytes, bool jsonld, const char *source_url, struct imported *ret)
{
    enum err e = import_read(cx->arena, bytes, jsonld ? IMPORT_JSONLD : IMPORT_HTML, source_url && source_url[0] ? source_url : NULL, ret);

    if (e == ERR_INVALID) {
        ctx_fault(cx, "", "no_recipe", "%s", ret->problem ? ret->problem : "There is no recipe in it");
        return ctx_faults(cx);
    }
    if (e == ERR_TOO_LARGE)
        return ctx_fail(cx, e, NULL, "A page may have at most %u bytes", IMPORT_BYTES_MAX);
    return e;
}

enum err recipes_import_save(struct ctx *cx, const struct imported *found, int64_t on_twin, struct recipe_saved *ret, bool *ret_skipped)
{
    struct recipe r = found->recipe;
    struct json_object *twins;
    enum err e = recipe_twins(cx, &r, &twins);

    *ret_skipped = false;
    if (e)
        return e;
    if (json_object_array_length(twins) == 0 || on_twin == IMPORT_ON_TWIN_NEW)
        return recipe_add(cx, &r, "Imported", ret);
    id_parse(view_get_str(view_at(twins, 0), "id"), &r.id);
    if (on_twin == IMPORT_ON_TWIN_SKIP) {
        *ret_skipped = true;
        *ret = (struct recipe_saved){ .id = r.id, .slug = arena_str(cx->arena, view_get_str(view_at(twins, 0), "slug")) };
        return OK;
    }
    return recipe_replace(cx, &r, view_get_int(view_at(twins, 0), "version"), "Imported again", ret);
}

static enum err reply_saved(struct req *rq, struct json_object *v, const struct recipe_saved *saved, bool skipped)
{
    char text[ID_TEXT_SIZE];

    view_text(v, "saved_id", id_text(saved->id, text));
    view_text(v, "saved_slug", saved->slug);
    view_bool(v, "skipped", skipped);
    if (skipped)
        return reply_json(rq, v);
    return reply_created(rq, address_of(rq, saved->id), v);
}

/* Checking tidies in place, so it also comes before: a repeated transaction gives its memory back. */
enum err recipes_import_prepare(struct req *rq)
{
    const struct recipe_import_in *in = rq->in;
    struct imported *found = ARENA_NEW(rq->ctx.arena, struct imported);
    bool jsonld = strcmp(rq->content_type, "application/ld+json") == 0;
    enum err e = recipes_import_read(&rq->ctx, in->bytes, jsonld, in->source_url, found);

    rq->prepared = found;
    return e || !in->save ? e : recipe_checked(&rq->ctx, &found->recipe);
}

enum err recipes_import(struct req *rq)
{
    const struct recipe_import_in *in = rq->in;
    const struct imported *found = rq->prepared;
    struct json_object *v = view_new(rq->ctx.arena), *twins;
    struct recipe shown = found->recipe;
    struct recipe_saved saved;
    bool skipped;
    enum err e = recipe_twins(&rq->ctx, &found->recipe, &twins);

    if (e)
        return e;
    shown.slug = recipe_slug(rq->ctx.arena, str_of(shown.title));
    view_add(v, "recipe", json_object_get(recipe_view(rq->ctx.arena, &shown)));
    put_origin(v, found);
    view_add(v, "twins", json_object_get(twins));
    if (!in->save)
        return reply_json(rq, v);
    e = recipes_import_save(&rq->ctx, found, in->on_twin, &saved, &skipped);
    return e ? e : reply_saved(rq, v, &saved, skipped);
}

/* ---- revisions ---- */

enum err recipes_revisions_get(struct req *rq)
{
    const struct revisions_in *in = rq->in;
    struct json_object *v = view_new(rq->ctx.arena), *list, *recipe;
    size_t n;
    enum err e = recipe_load_view(&rq->ctx, in->id, &recipe);

    if (e == OK)
        e = revisions_view(&rq->ctx, in->id, in->before, (int)in->limit + 1, &list);
    if (e)
        return e;
    n = json_object_array_length(list);
    if (n > (size_t)in->limit) {
        json_object_array_del_idx(list, (size_t)in->limit, n - (size_t)in->limit);
        view_text(v, "next", arena_printf(rq->ctx.arena, "%s/revisions?before=%lld&limit=%lld", address_of(rq, in->id),
                                          (long long)view_get_int(view_at(list, (size_t)in->limit - 1), "version"), (long long)in->limit));
    } else {
        view_null(v, "next");
    }
    view_add(v, "items", json_object_get(list));
    return reply_json(rq, v);
}

enum err recipes_revision_get(struct req *rq)
{
    const struct revision_in *in = rq->in;
    struct json_object *head;
    struct recipe r;
    enum err e = revision_load(&rq->ctx, in->id, in->version, &r, &head);

    if (e)
        return e;
    view_add(head, "recipe", json_object_get(recipe_view(rq->ctx.arena, &r)));
    return reply_json(rq, head);
}

enum err recipes_restore(struct req *rq)
{
    const struct revision_in *in = rq->in;
    struct json_object *head;
    struct recipe_saved saved;
    struct recipe r;
    int64_t version;
    enum err e = version_to_replace(rq, in->id, &version);

    if (e == OK)
        e = revision_load(&rq->ctx, in->id, in->version, &r, &head);
    if (e)
        return e;
    r.id = in->id;
    e = recipe_replace(&rq->ctx, &r, version, arena_printf(rq->ctx.arena, "Restored version %lld", (long long)in->version), &saved);
    if (e)
        return e;
    reply_version(rq, saved.version);
    return reply_json(rq, recipe_view(rq->ctx.arena, &r));
}

/* ---- photos ---- */

enum err recipes_photo_prepare(struct req *rq)
{
    const struct photo_in *in = rq->in;
    struct photo_ready *ready = ARENA_NEW(rq->ctx.arena, struct photo_ready);

    rq->prepared = ready;
    return photo_prepare(&rq->ctx, in->bytes, "", ready);
}

enum err recipes_photo_create(struct req *rq)
{
    struct json_object *v = view_new(rq->ctx.arena);
    char id[ID_TEXT_SIZE], hex[HASH_HEX_SIZE];
    struct photo p;
    enum err e = photo_keep(&rq->ctx, rq->prepared, &p);

    if (e)
        return e;
    view_text(v, "id", id_text(p.id, id));
    view_text(v, "url", arena_printf(rq->ctx.arena, "/recipes/img/%s/1280.jpg", hash_hex(p.blob, hex)));
    view_int(v, "width", p.width);
    view_int(v, "height", p.height);
    return reply_created(rq, arena_printf(rq->ctx.arena, "/recipes/img/%s/1280.jpg", hex), v);
}
