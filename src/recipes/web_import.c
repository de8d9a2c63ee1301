/* web_import.c: a recipe out of a page that somebody pastes or uploads: read, look, decide, save. */
#include "recipes/pages.h"

#include "base/view.h"
#include "web/reply.h"

#include <string.h>

#define ECHO_MAX (256 * KIB)       /* a pasted page of more bytes does not come back with the error */

static const char *const choices[] = { "update", "new", "skip", NULL };
enum { CHOICE_UPDATE, CHOICE_NEW, CHOICE_SKIP };

const struct field page_import_fields[] = {
    { "source", FIELD_READONLY },
    { "source_url", FIELD_TEXT, .at = offsetof(struct page_import_in, source_url), .max = RECIPE_URL_MAX },
    { "file", FIELD_FILE, .at = offsetof(struct page_import_in, file), .max = IMPORT_BYTES_MAX },
    { 0 }
};
const struct field page_import_save_fields[] = {
    { "payload", FIELD_LINES, .at = offsetof(struct page_import_save_in, payload), .required = true, .max = 2 << 20 },
    { "choice", FIELD_CHOICE, .at = offsetof(struct page_import_save_in, choice), .choices = choices, .missing = CHOICE_NEW },
    { "edit", FIELD_BOOL, .at = offsetof(struct page_import_save_in, edit) },
    { 0 }
};

/* ---- the page ---- */

static void put_errors(struct ctx *cx, struct json_object *v)
{
    struct json_object *list = view_child_array(v, "errors");

    for (const struct fault *f = cx->faults; f; f = f->next) {
        const char *field = f->pointer + (f->pointer[0] == '/' || f->pointer[0] == '?');
        struct json_object *o = view_item(list);
        bool known = strcmp(field, "file") == 0 || strcmp(field, "source_url") == 0;

        view_text(o, "message", f->detail);
        view_text(o, "anchor", known ? field : "source");
        view_text(v, strcmp(field, "file") == 0 ? "file_error" : known ? "url_error" : "source_error", f->detail);
    }
    if (!cx->faults && cx->error_detail) {
        struct json_object *o = view_item(list);

        view_text(o, "message", cx->error_detail);
        view_text(o, "anchor", "source");
    }
    view_bool(v, "has_errors", view_count(v, "errors") > 0);
}

/* `found` NULL: nothing was read. */
static enum err reply_import(struct req *rq, int status, struct json_object *found, bool is_sent)
{
    struct json_object *v = view_new(rq->ctx.arena);
    const char *source = is_sent ? req_typed(rq, "source") : NULL, *url = is_sent ? req_typed(rq, "source_url") : NULL;

    page_put_form(rq, v);
    view_text(v, "read_action", "/recipes/import");
    view_text(v, "source_text", source && strlen(source) <= ECHO_MAX ? source : "");
    view_text(v, "source_url", url ? url : "");
    put_errors(&rq->ctx, v);
    view_bool(v, "found", false);
    if (found)
        view_add(v, "found", json_object_get(found));
    view_bool(v, "error", view_get_bool(v, "has_errors"));
    page_put_assets(rq->ctx.arena, v, "recipes", "base");
    return page_reply(rq, status, "recipes/import", v, "Import a recipe");
}

enum err recipes_import_page(struct req *rq)
{
    return reply_import(rq, 200, NULL, false);
}

/* ---- read ---- */

/* The file, else what was pasted; `*ret_field` names where it came from. */
static struct str sent_bytes(struct req *rq, const struct page_import_in *in, const char **ret_field)
{
    *ret_field = in->file.bytes.n ? "/file" : "/source";
    if (in->file.bytes.n)
        return in->file.bytes;
    for (size_t i = rq->query_count; i < rq->typed_count; i++) {
        if (str_equal(rq->typed[i].name, STR("source")))
            return str_trim(rq->typed[i].value);
    }
    return STR("");
}

/* A byte order mark does not hide what comes first. */
static bool is_json(struct str bytes)
{
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        bytes = (struct str){ bytes.p + 3, bytes.n - 3 };
    bytes = str_trim(bytes);
    return bytes.n > 0 && (bytes.p[0] == '{' || bytes.p[0] == '[');
}

static enum err read_sent(struct req *rq, struct imported *ret)
{
    const struct page_import_in *in = rq->in;
    const char *field, *url = in->source_url && in->source_url[0] ? in->source_url : NULL;
    struct str bytes = sent_bytes(rq, in, &field);
    enum err e;

    if (bytes.n == 0) {
        ctx_fault(&rq->ctx, field, "required", "Paste the source of a page, or choose a file.");
        return ctx_faults(&rq->ctx);
    }
    e = import_read(rq->ctx.arena, bytes, is_json(bytes) ? IMPORT_JSONLD : IMPORT_HTML, url, ret);
    if (e == ERR_INVALID)
        ctx_fault(&rq->ctx, field, "no_recipe", "%s", ret->problem ? ret->problem : "There is no recipe in it.");
    if (e == ERR_TOO_LARGE)
        ctx_fault(&rq->ctx, field, "too_large", "At most %u bytes can be read.", IMPORT_BYTES_MAX);
    return e == ERR_TOO_LARGE ? ctx_faults(&rq->ctx) : e;
}

enum err recipes_import_post(struct req *rq)
{
    struct json_object *found;
    struct imported read;
    enum err e = read_sent(rq, &read);

    if (e == OK)
        e = import_found_view(&rq->ctx, &read.recipe, import_read_view(rq->ctx.arena, &read), &found);
    return e ? e : reply_import(rq, 200, found, false);
}

enum err recipes_import_again(struct req *rq, bool stale)
{
    (void)stale;
    return reply_import(rq, 422, NULL, true);
}

/* ---- save ---- */

static int64_t seen_version(struct req *rq)
{
    const char *typed = req_typed(rq, "_if_match");
    int64_t version;

    return typed && str_to_int(str_of(typed), &version) ? version : 0;
}

/* The recipe that is here already, as the page showed it. ERR_STALE when it is another by now. */
static enum err load_match(struct req *rq, const struct recipe *r, struct recipe *ret)
{
    struct json_object *twins;
    struct id id;
    enum err e = recipe_twins(&rq->ctx, r, &twins);

    if (e)
        return e;
    if (json_object_array_length(twins) == 0 || !id_parse(view_get_str(view_at(twins, 0), "id"), &id))
        return ctx_fail(&rq->ctx, ERR_STALE, NULL, "The recipe that was here is gone. Look again, then decide.");
    e = recipe_load(&rq->ctx, id, ret);
    if (e == OK && ret->version != seen_version(rq))
        e = ctx_fail(&rq->ctx, ERR_STALE, NULL, "Somebody saved the recipe in the meantime. Look at what an update would change now.");
    return e;
}

static enum err edit_first(struct req *rq, const struct recipe *here, struct recipe *r)
{
    struct form_page page = { .saved = here, .fill = r, .is_typed = true, .version = here ? here->version : 0 };

    return form_reply(rq, 200, form_view(rq, &page));
}

static enum err save_update(struct req *rq, struct recipe *r, struct recipe_saved *ret)
{
    const struct page_import_save_in *in = rq->in;
    struct recipe here;
    enum err e = load_match(rq, r, &here);

    if (e)
        return e;
    if (in->choice == CHOICE_SKIP) {
        reply_flash(rq, "Skipped: nothing was saved. This is the recipe that is here.");
        return reply_redirect(rq, "/recipes/%s", here.slug);
    }
    import_merge(&here, r);
    if (in->edit)
        return edit_first(rq, &here, r);
    e = recipe_replace(&rq->ctx, r, here.version, "Imported again", ret);
    if (e)
        return e;
    reply_flash(rq, "The recipe is updated.");
    return reply_redirect(rq, "/recipes/%s", ret->slug);
}

static enum err save_new(struct req *rq, struct recipe *r, struct recipe_saved *ret)
{
    const struct page_import_save_in *in = rq->in;
    enum err e;

    if (in->edit)
        return edit_first(rq, NULL, r);
    e = recipe_add(&rq->ctx, r, "Imported", ret);
    if (e)
        return e;
    reply_flash(rq, "The recipe is imported.");
    return reply_redirect(rq, "/recipes/%s", ret->slug);
}

/* Checked here and not again when an update has filled it up: what it lacks comes from a recipe that was checked when it was saved. */
enum err recipes_import_save_prepare(struct req *rq)
{
    const struct page_import_save_in *in = rq->in;
    struct recipe *r = ARENA_NEW(rq->ctx.arena, struct recipe);
    struct json_object *read;

    if (!import_from_payload(rq->ctx.arena, in->payload, r, &read))
        return ctx_fail(&rq->ctx, ERR_MALFORMED, "bad-payload", "What was read has been damaged on the way: please read the page again");
    r->images = NULL;
    r->image_count = 0;
    rq->prepared = r;
    if (!in->edit && in->choice != CHOICE_SKIP)
        return recipe_checked(&rq->ctx, r);
    recipe_tidy(rq->ctx.arena, r);
    return OK;
}

enum err recipes_import_save_post(struct req *rq)
{
    const struct page_import_save_in *in = rq->in;
    struct recipe r = *(const struct recipe *)rq->prepared;
    struct recipe_saved saved;

    return in->choice == CHOICE_NEW ? save_new(rq, &r, &saved) : save_update(rq, &r, &saved);
}

enum err recipes_import_save_again(struct req *rq, bool stale)
{
    const struct page_import_save_in *in = rq->in;
    struct json_object *read, *found;
    struct recipe r;
    struct ctx quiet = rq->ctx;
    enum err e;

    if (!import_from_payload(rq->ctx.arena, in->payload, &r, &read))
        return reply_import(rq, 422, NULL, false);
    ctx_clear_error(&quiet);
    e = import_found_view(&quiet, &r, read, &found);
    return e ? e : reply_import(rq, stale ? 412 : 422, found, false);
}
