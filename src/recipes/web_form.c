/* web_form.c: writing a recipe: new, edit, preview, delete. */
#include "recipes/pages.h"

#include "base/view.h"
#include "store/db.h"
#include "web/reply.h"

#include <string.h>

const struct field page_slug_fields[] = {
    { "slug", FIELD_TEXT, .at = offsetof(struct page_slug_in, slug), .from = FROM_PATH },
    { 0 }
};

enum err form_reply(struct req *rq, int status, struct json_object *v)
{
    view_bool(v, "error", view_get_bool(v, "has_errors") || view_get(v, "conflict.text"));
    return page_reply(rq, status, "recipes/form", v, arena_str(rq->ctx.arena, view_get_str(v, "heading")));
}

/* ---- the photo ---- */

/* The form's photo decoded; NULL without one. */
static enum err read_photo(struct ctx *cx, const struct form_in *in, const void **ret)
{
    struct photo_ready *ready;
    enum err e;

    if (in->photo.bytes.n == 0)
        return OK;
    ready = ARENA_NEW(cx->arena, struct photo_ready);
    e = photo_prepare(cx, in->photo.bytes, "/photo", ready);
    if (e == OK)
        *ret = ready;
    return e;
}

enum err recipes_form_prepare(struct req *rq)
{
    return read_photo(&rq->ctx, rq->in, &rq->prepared);
}

/* The photo of this form, stored now or kept since it was sent before; zero without one. */
static enum err form_photo(struct ctx *cx, const struct form_in *in, const struct photo_ready *ready, struct id *ret)
{
    struct photo p = { 0 };
    enum err e = ready ? photo_keep(cx, ready, &p) : OK;

    *ret = ready ? p.id : in->photo_ref;
    return e;
}

static enum err add_photo(struct req *rq, struct recipe *r)
{
    const struct form_in *in = rq->in;
    struct id id;
    enum err e = form_photo(&rq->ctx, in, rq->prepared, &id);

    if (e == OK && !id_is_zero(id))
        form_add_photo(rq->ctx.arena, r, id, in->photo_alt);
    return e;
}

struct keeping {
    const struct form_in *in;
    const void *ready;         /* struct photo_ready, or NULL */
    struct id id;
};

static enum err keep_photo(struct ctx *cx, void *arg)
{
    struct keeping *k = arg;

    return form_photo(cx, k->in, k->ready, &k->id);
}

static bool has_fault(const struct ctx *cx, const char *pointer)
{
    for (const struct fault *f = cx->faults; f; f = f->next) {
        if (strcmp(f->pointer, pointer) == 0)
            return true;
    }
    return false;
}

/* A refused save does not lose its photo: it is stored by itself and named in the form that comes back. What is wrong with it is told
   with the other faults. */
static const char *kept_photo(struct req *rq, const struct form_in *in)
{
    struct keeping k = { .in = in, .ready = rq->prepared };
    struct ctx own = rq->ctx;
    char text[ID_TEXT_SIZE];
    enum err e;

    if (has_fault(&rq->ctx, "/photo"))
        return NULL;
    own.conn = NULL;
    own.in_transaction = false;
    ctx_clear_error(&own);
    ctx_drop_hooks(&own);
    e = k.ready ? OK : read_photo(&own, in, &k.ready);
    if (e == OK && db_transaction(&own, keep_photo, &k) == OK)
        return id_is_zero(k.id) ? NULL : arena_strdup(rq->ctx.arena, id_text(k.id, text));
    for (const struct fault *f = own.faults; f; f = f->next)
        ctx_fault(&rq->ctx, f->pointer, f->code, "%s", f->detail);
    return NULL;
}

/* ---- the form comes back ---- */

static void put_conflict(struct req *rq, struct json_object *v, const struct form_in *in, const struct recipe *saved)
{
    struct arena *a = rq->ctx.arena;
    struct json_object *c = view_child(v, "conflict"), *list;
    struct recipe mine;
    const char *who = "Somebody", *when = "";

    if (revisions_view(&rq->ctx, saved->id, 0, 1, &list) == OK && json_object_array_length(list) > 0) {
        who = arena_str(a, view_get_str(view_at(list, 0), "saved_by"));
        when = page_time(a, view_get_str(view_at(list, 0), "saved_at"));
    }
    form_recipe(&rq->ctx, in, saved, &mine);
    recipe_tidy(a, &mine);
    view_text(c, "text", arena_printf(a, "%s saved version %lld on %s, while you were writing.", who, (long long)saved->version, when));
    view_text(c, "current_href", arena_printf(a, "/recipes/%s", saved->slug));
    view_text(c, "old_label", "Saved now");
    view_text(c, "new_label", "Yours");
    diff_put_changes(a, c, saved, &mine, true);
}

/* Where a field could not even be read the rest was not checked yet: all faults are told at once. */
static void check_rest(struct req *rq, const struct form_in *in, const struct recipe *saved)
{
    struct recipe_faults *faults = ARENA_NEW(rq->ctx.arena, struct recipe_faults);
    struct recipe r;

    if (!rq->ctx.faults)
        return;
    form_recipe(&rq->ctx, in, saved, &r);
    recipe_tidy(rq->ctx.arena, &r);
    recipe_check(rq->ctx.arena, &r, faults);
    for (size_t i = 0; i < faults->count; i++) {
        if (!has_fault(&rq->ctx, faults->fault[i].pointer))
            ctx_fault(&rq->ctx, faults->fault[i].pointer, faults->fault[i].code, "%s", faults->fault[i].detail);
    }
}

/* What this request sent, with its errors; on a clash with both versions. */
static enum err form_again(struct req *rq, const struct recipe *saved, bool stale)
{
    const struct form_in *in = rq->in;
    struct form_page page = { .saved = saved, .is_typed = true, .is_sent = true };
    struct json_object *v;

    if (!stale)
        check_rest(rq, in, saved);
    page.photo_ref = kept_photo(rq, in);
    page.version = saved ? (stale ? saved->version : rq->if_match) : 0;
    v = form_view(rq, &page);
    if (stale && saved)
        put_conflict(rq, v, in, saved);
    else
        form_put_faults(&rq->ctx, v);
    return form_reply(rq, stale ? 412 : 422, v);
}

/* Nothing is saved but the photo. */
static enum err preview(struct req *rq, const struct recipe *saved, const struct recipe *typed)
{
    struct form_page page = { .saved = saved, .is_typed = true, .is_sent = true, .version = saved ? saved->version : 0 };
    const struct form_in *in = rq->in;
    bool has_new = in->photo.bytes.n > 0 || !id_is_zero(in->photo_ref);
    char id[ID_TEXT_SIZE];
    struct json_object *v;

    page.photo_ref = has_new ? id_text(typed->images[0].id, id) : NULL;
    v = form_view(rq, &page);
    form_put_understood(rq->ctx.arena, v, typed);
    return form_reply(rq, 200, v);
}

/* ---- new ---- */

enum err recipes_new_page(struct req *rq)
{
    return form_reply(rq, 200, form_view(rq, &(struct form_page){ 0 }));
}

/* The checked recipe of a form with its photo. */
static enum err read_form(struct req *rq, const struct recipe *saved, struct recipe *ret)
{
    enum err e;

    form_recipe(&rq->ctx, rq->in, saved, ret);
    e = recipe_checked(&rq->ctx, ret);
    return e ? e : add_photo(rq, ret);
}

enum err recipes_new_post(struct req *rq)
{
    const struct form_in *in = rq->in;
    struct recipe_saved done;
    struct recipe r;
    enum err e = read_form(rq, NULL, &r);

    if (e)
        return e;
    if (in->preview)
        return preview(rq, NULL, &r);
    e = recipe_add(&rq->ctx, &r, in->revision_note, &done);
    if (e)
        return e;
    reply_flash(rq, "The recipe is saved.");
    return reply_redirect(rq, "/recipes/%s#saved", done.slug);
}

enum err recipes_new_again(struct req *rq, bool stale)
{
    (void)stale;
    return form_again(rq, NULL, false);
}

/* ---- edit ---- */

enum err recipes_edit_page(struct req *rq)
{
    const struct page_slug_in *in = rq->in;
    struct recipe r;
    enum err e = recipe_load_by_slug(&rq->ctx, in->slug, &r);

    if (e)
        return e;
    return form_reply(rq, 200, form_view(rq, &(struct form_page){ .saved = &r, .fill = &r, .version = r.version }));
}

/* The recipe as it is now, if it is the version that the form was made of. */
static enum err load_version(struct req *rq, const char *slug, struct recipe *ret)
{
    enum err e = recipe_load_by_slug(&rq->ctx, slug, ret);

    if (e || rq->if_match_any || ret->version == rq->if_match)
        return e;
    return ctx_fail(&rq->ctx, ERR_STALE, NULL, "Version %lld is stored, not the one that you read", (long long)ret->version);
}

enum err recipes_edit_post(struct req *rq)
{
    const struct form_in *in = rq->in;
    struct recipe_saved done;
    struct recipe saved, r;
    enum err e = load_version(rq, in->slug, &saved);

    if (e == OK)
        e = read_form(rq, &saved, &r);
    if (e)
        return e;
    if (in->preview)
        return preview(rq, &saved, &r);
    e = recipe_replace(&rq->ctx, &r, saved.version, in->revision_note, &done);
    if (e)
        return e;
    reply_flash(rq, "The recipe is saved.");
    return reply_redirect(rq, "/recipes/%s#saved", done.slug);
}

enum err recipes_edit_again(struct req *rq, bool stale)
{
    const struct form_in *in = rq->in;
    struct recipe saved;
    enum err e = recipe_load_by_slug(&rq->ctx, in->slug, &saved);

    return e ? e : form_again(rq, &saved, stale);
}

/* ---- delete ---- */

static enum err reply_delete(struct req *rq, int status, const char *conflict)
{
    const struct page_slug_in *in = rq->in;
    struct arena *a = rq->ctx.arena;
    struct json_object *v = view_new(a);
    struct recipe r;
    enum err e = recipe_load_by_slug(&rq->ctx, in->slug, &r);

    if (e)
        return e;
    page_put_form(rq, v);
    view_text(v, "title", r.title);
    view_text(v, "recipe_href", arena_printf(a, "/recipes/%s", r.slug));
    view_text(v, "action", arena_printf(a, "/recipes/%s/delete", r.slug));
    view_text(v, "if_match", arena_printf(a, "%lld", (long long)r.version));
    view_text(v, "updated_text", page_updated_text(a, &r));
    view_text(v, "conflict_text", conflict);
    view_bool(v, "error", conflict[0] != '\0');
    page_put_assets(a, v, "recipes", "base");
    return page_reply(rq, status, "recipes/delete", v, arena_printf(a, "Delete %s", r.title));
}

enum err recipes_delete_page(struct req *rq)
{
    return reply_delete(rq, 200, "");
}

enum err recipes_delete_post(struct req *rq)
{
    const struct page_slug_in *in = rq->in;
    struct recipe_saved done;
    struct recipe r;
    enum err e = load_version(rq, in->slug, &r);

    if (e == OK)
        e = recipe_remove(&rq->ctx, r.id, r.version, &done);
    if (e)
        return e;
    reply_flash(rq, arena_printf(rq->ctx.arena, "%s is deleted.", r.title));
    return reply_redirect(rq, "/recipes");
}

enum err recipes_delete_again(struct req *rq, bool stale)
{
    return reply_delete(rq, stale ? 412 : 422, stale ? "Somebody saved it in the meantime: this is the version that is there now."
                        : rq->ctx.error_detail ? rq->ctx.error_detail : "Please try again.");
}
