/* web_history.c: every save of a recipe, what differs, and back to an old one. */
#include "recipes/pages.h"

#include "base/view.h"
#include "store/store.h"
#include "web/reply.h"

const struct field page_revision_fields[] = {
    { "slug", FIELD_TEXT, .at = offsetof(struct page_revision_in, slug), .from = FROM_PATH },
    { "version", FIELD_INT, .at = offsetof(struct page_revision_in, version), .from = FROM_PATH },
    { 0 }
};
const struct field page_revisions_fields[] = {
    { "slug", FIELD_TEXT, .at = offsetof(struct page_revisions_in, slug), .from = FROM_PATH },
    { "before", FIELD_INT, .at = offsetof(struct page_revisions_in, before), .help = "older than this version" },
    { 0 }
};
const struct field page_diff_fields[] = {
    { "slug", FIELD_TEXT, .at = offsetof(struct page_diff_in, slug), .from = FROM_PATH },
    { "from", FIELD_INT, .at = offsetof(struct page_diff_in, from), .required = true, .min = 1, .help = "version on the left" },
    { "to", FIELD_INT, .at = offsetof(struct page_diff_in, to), .required = true, .min = 1, .help = "version on the right" },
    { 0 }
};

static const char *href(struct req *rq, const struct recipe *r, const char *rest)
{
    return arena_printf(rq->ctx.arena, "/recipes/%s%s", r->slug, rest);
}

static const char *revision_href(struct req *rq, const struct recipe *r, int64_t version, const char *rest)
{
    return arena_printf(rq->ctx.arena, "/recipes/%s/revisions/%lld%s", r->slug, (long long)version, rest);
}

static const char *version_text(struct req *rq, int64_t version)
{
    return arena_printf(rq->ctx.arena, "%lld", (long long)version);
}

/* ---- the list ---- */

/* What a version changed. `after` is that version, and afterwards the one before it. */
static enum err what_text(struct req *rq, struct id id, int64_t version, struct recipe *after, const char **ret)
{
    struct json_object *head;
    struct recipe before;
    enum err e;

    *ret = "Created";
    if (version <= 1)
        return OK;
    e = revision_load(&rq->ctx, id, version - 1, &before, &head);
    if (e)
        return e;
    *ret = diff_what_text(rq->ctx.arena, &before, after);
    *after = before;
    return OK;
}

static void add_revision(struct req *rq, struct json_object *list, const struct recipe *now, struct json_object *row, const char *what)
{
    int64_t version = view_get_int(row, "version");
    struct arena *a = rq->ctx.arena;
    struct json_object *o = view_item(list);
    char key[ID_TEXT_SIZE];

    view_int(o, "number", version);
    view_str(o, "at", view_get_str(row, "saved_at"));
    view_text(o, "at_text", page_time(a, view_get_str(row, "saved_at")));
    view_str(o, "by_text", view_get_str(row, "saved_by"));
    view_text(o, "what_text", what);
    view_str(o, "note", view_get_str(row, "note"));
    view_text(o, "href", revision_href(rq, now, version, ""));
    view_bool(o, "is_current", version == now->version);
    view_bool(o, "can_restore", version != now->version && req_may(rq, EDITOR));
    view_text(o, "restore_action", revision_href(rq, now, version, "/restore"));
    view_text(o, "key", id_text(id_new(0), key));
    view_bool(o, "diff_href", false);
    if (version > 1)
        view_text(o, "diff_href", arena_printf(a, "/recipes/%s/diff?from=%lld&to=%lld", now->slug, (long long)version - 1,
                                               (long long)version));
    view_bool(o, "is_to", json_object_array_length(list) == 1);
    view_bool(o, "is_from", json_object_array_length(list) == 2);
}

static enum err put_revisions(struct req *rq, struct json_object *v, const struct recipe *now, int64_t before)
{
    struct json_object *rows, *list = view_child_array(v, "revisions"), *head;
    enum err e = revisions_view(&rq->ctx, now->id, before, PAGE_REVISIONS + 1, &rows);
    size_t n = e ? 0 : json_object_array_length(rows);
    struct recipe after;
    const char *what;

    if (e == OK && n > 0)
        e = revision_load(&rq->ctx, now->id, view_get_int(view_at(rows, 0), "version"), &after, &head);
    for (size_t i = 0; i < n && i < PAGE_REVISIONS && e == OK; i++) {
        e = what_text(rq, now->id, view_get_int(view_at(rows, i), "version"), &after, &what);
        if (e == OK)
            add_revision(rq, list, now, view_at(rows, i), what);
    }
    view_bool(v, "can_compare", n > 1);
    view_bool(v, "next_href", false);
    if (n > PAGE_REVISIONS)
        view_text(v, "next_href", arena_printf(rq->ctx.arena, "/recipes/%s/revisions?before=%lld", now->slug,
                                               (long long)view_get_int(view_at(rows, PAGE_REVISIONS - 1), "version")));
    return e;
}

static enum err reply_revisions(struct req *rq, int status, const char *slug, int64_t before, const char *refused)
{
    struct json_object *v = view_new(rq->ctx.arena);
    struct recipe now;
    enum err e = recipe_load_by_slug(&rq->ctx, slug, &now);

    if (e == OK)
        e = put_revisions(rq, v, &now, before);
    if (e)
        return e;
    view_text(v, "title", now.title);
    view_text(v, "recipe_href", href(rq, &now, ""));
    view_text(v, "diff_action", href(rq, &now, "/diff"));
    view_text(v, "csrf", rq->csrf);
    view_text(v, "if_match", version_text(rq, now.version));
    view_text(v, "refused_text", refused);
    view_bool(v, "error", refused[0] != '\0');
    page_put_assets(rq->ctx.arena, v, "recipes", "base");
    return page_reply(rq, status, "recipes/revisions", v, arena_printf(rq->ctx.arena, "Revisions of %s", now.title));
}

enum err recipes_revisions_page(struct req *rq)
{
    const struct page_revisions_in *in = rq->in;

    return reply_revisions(rq, 200, in->slug, in->before, "");
}

/* ---- one of them ---- */

static void put_revision(struct req *rq, struct json_object *v, const struct recipe *now, struct json_object *head)
{
    struct json_object *o = view_child(v, "revision");
    int64_t version = view_get_int(head, "version");
    struct str by = view_get_str(head, "saved_by");

    page_put_form(rq, o);
    view_text(o, "text", arena_printf(rq->ctx.arena, "This is revision %lld, saved by %.*s on %s", (long long)version, STR_ARG(by),
                                      page_time(rq->ctx.arena, view_get_str(head, "saved_at"))));
    view_text(o, "current_href", href(rq, now, ""));
    view_bool(o, "can_restore", version != now->version && req_may(rq, EDITOR));
    view_text(o, "restore_action", revision_href(rq, now, version, "/restore"));
    view_text(o, "if_match", version_text(rq, now->version));
    view_int(o, "number", version);
}

/* The recipe as it is now, and one of its versions, which keeps the address of now. */
static enum err load_version(struct req *rq, const char *slug, int64_t version, struct recipe *ret_now, struct recipe *ret,
                             struct json_object **ret_head)
{
    enum err e = recipe_load_by_slug(&rq->ctx, slug, ret_now);

    if (e == OK)
        e = revision_load(&rq->ctx, ret_now->id, version, ret, ret_head);
    if (e)
        return e;
    ret->id = ret_now->id;
    ret->slug = ret_now->slug;
    return OK;
}

/* An old version is shown as it was written: its links lead to the recipe of now. */
enum err recipes_revision_page(struct req *rq)
{
    const struct page_revision_in *in = rq->in;
    struct json_object *head, *v;
    struct page_amounts how;
    struct recipe now, r;
    enum err e = load_version(rq, in->slug, in->version, &now, &r, &head);

    if (e)
        return e;
    how = page_as_written(&r);
    v = show_view(rq->ctx.arena, &r, &how, rq->ctx.store->config.site_url);
    put_revision(rq, v, &now, head);
    view_bool(v, "scale", false);
    view_bool(v, "has_units", false);
    view_bool(v, "has_exports", false);
    view_null(v, "head_html");
    return page_reply(rq, 200, "recipes/show", v, arena_printf(rq->ctx.arena, "Revision %lld of %s", (long long)in->version, now.title));
}

/* ---- two of them ---- */

static const char *saved_text(struct req *rq, struct json_object *head)
{
    struct str by = view_get_str(head, "saved_by");

    return arena_printf(rq->ctx.arena, "%.*s, %s", STR_ARG(by), page_time(rq->ctx.arena, view_get_str(head, "saved_at")));
}

static void put_side(struct req *rq, struct json_object *v, const char *side, const struct recipe *now, struct json_object *head)
{
    int64_t version = view_get_int(head, "version");
    struct arena *a = rq->ctx.arena;

    view_text(v, arena_printf(a, "%s_label", side), arena_printf(a, "Revision %lld", (long long)version));
    view_text(v, arena_printf(a, "%s_text", side), saved_text(rq, head));
    view_text(v, arena_printf(a, "%s_href", side), revision_href(rq, now, version, ""));
}

static void put_restore(struct req *rq, struct json_object *v, const struct recipe *now, int64_t version)
{
    struct json_object *o;

    if (version == now->version || !req_may(rq, EDITOR)) {
        view_bool(v, "restore", false);
        return;
    }
    o = view_child(v, "restore");
    page_put_form(rq, o);
    view_text(o, "action", revision_href(rq, now, version, "/restore"));
    view_text(o, "if_match", version_text(rq, now->version));
    view_int(o, "number", version);
    view_text(o, "label", arena_printf(rq->ctx.arena, "Restore revision %lld", (long long)version));
}

enum err recipes_diff_page(struct req *rq)
{
    const struct page_diff_in *in = rq->in;
    struct json_object *v = view_new(rq->ctx.arena), *old_head, *new_head;
    struct recipe now, before, after;
    enum err e = load_version(rq, in->slug, in->from, &now, &before, &old_head);
    size_t n;

    if (e == OK)
        e = revision_load(&rq->ctx, now.id, in->to, &after, &new_head);
    if (e)
        return e;
    view_text(v, "title", now.title);
    view_text(v, "recipe_href", href(rq, &now, ""));
    view_text(v, "revisions_href", href(rq, &now, "/revisions"));
    put_side(rq, v, "old", &now, old_head);
    put_side(rq, v, "new", &now, new_head);
    n = diff_put_changes(rq->ctx.arena, v, &before, &after, false);
    view_text(v, "summary_text", n == 0 ? "Nothing differs." : n == 1 ? "1 field differs."
              : arena_printf(rq->ctx.arena, "%zu fields differ.", n));
    put_restore(rq, v, &now, in->from);
    page_put_assets(rq->ctx.arena, v, "recipes", "base");
    return page_reply(rq, 200, "recipes/diff", v, arena_printf(rq->ctx.arena, "Changes of %s", now.title));
}

/* ---- back ---- */

enum err recipes_restore_post(struct req *rq)
{
    const struct page_revision_in *in = rq->in;
    struct recipe_saved saved;
    struct json_object *head;
    struct recipe now, r;
    enum err e = load_version(rq, in->slug, in->version, &now, &r, &head);

    if (e == OK)
        e = recipe_replace(&rq->ctx, &r, rq->if_match_any ? now.version : rq->if_match,
                           arena_printf(rq->ctx.arena, "Restored revision %lld", (long long)in->version), &saved);
    if (e)
        return e;
    reply_flash(rq, arena_printf(rq->ctx.arena, "Revision %lld is restored.", (long long)in->version));
    return reply_redirect(rq, "/recipes/%s", saved.slug);
}

enum err recipes_restore_again(struct req *rq, bool stale)
{
    const struct page_revision_in *in = rq->in;

    return reply_revisions(rq, stale ? 412 : 422, in->slug, 0,
                           stale ? "Somebody saved the recipe in the meantime. Look at the newest revision, then restore again."
                           : rq->ctx.error_detail ? rq->ctx.error_detail : "Please try again.");
}
