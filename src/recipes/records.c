/* records.c: the only file that runs the statements on recipes and their revisions (search_records.c: those of the index). */
#include "recipes/recipes.h"

#include "base/clock.h"
#include "base/view.h"
#include "recipes/import.h"
#include "sql/recipes.h"
#include "store/cache.h"
#include "store/db.h"
#include "store/file.h"
#include "store/outbox.h"
#include "web/json.h"

#include <stdlib.h>

#define DOCUMENT_MAX ((size_t)8 << 20)
#define SLUG_TRIES 10000

/* ---- reading ---- */

static enum err no_recipe(struct ctx *cx, enum err e)
{
    return e == ERR_NOT_FOUND ? ctx_fail(cx, e, NULL, "There is no such recipe") : e;
}

static enum err unreadable(struct ctx *cx, const struct json_error *error)
{
    return ctx_fail(cx, ERR_INTERNAL, NULL, "a stored recipe cannot be read: %s", error->message);
}

static enum err read_document(struct ctx *cx, const char *document, struct recipe *ret)
{
    struct json_error error;

    return recipe_from_document(cx->arena, str_of(document), ret, &error) ? OK : unreadable(cx, &error);
}

enum err recipe_load_document(struct ctx *cx, struct id id, struct recipe_document *ret)
{
    struct recipes_document_by_id_row row;
    enum err e = db_one(cx, RECIPES_DOCUMENT_BY_ID, &(struct recipes_document_by_id_in){ .id = id }, &row);

    if (e == OK)
        *ret = (struct recipe_document){ row.version, row.document };
    return no_recipe(cx, e);
}

enum err recipe_load_view(struct ctx *cx, struct id id, struct json_object **ret)
{
    struct recipe_document d = { 0 };
    struct json_error error;
    enum err e = recipe_load_document(cx, id, &d);

    if (e)
        return e;
    if (!json_parse(str_of(d.json), NULL, ret, &error))
        return unreadable(cx, &error);
    view_keep(cx->arena, *ret);
    return OK;
}

enum err recipe_load(struct ctx *cx, struct id id, struct recipe *ret)
{
    struct recipe_document d = { 0 };
    enum err e = recipe_load_document(cx, id, &d);

    return e ? e : read_document(cx, d.json, ret);
}

enum err recipe_load_by_slug(struct ctx *cx, const char *slug, struct recipe *ret)
{
    struct recipes_document_by_slug_row row;
    enum err e = db_one(cx, RECIPES_DOCUMENT_BY_SLUG, &(struct recipes_document_by_slug_in){ .slug = slug }, &row);

    return e ? no_recipe(cx, e) : read_document(cx, row.document, ret);
}

static struct json_object *card_of(struct json_object *rows, struct id id)
{
    char text[ID_TEXT_SIZE];

    id_text(id, text);
    for (size_t i = 0; i < json_object_array_length(rows); i++) {
        if (str_equal(view_get_str(view_at(rows, i), "id"), str_of(text)))
            return view_at(rows, i);
    }
    return NULL;
}

enum err recipe_cards(struct ctx *cx, const struct id *ids, size_t count, struct json_object **ret_list)
{
    struct json_object *list = view_keep(cx->arena, json_object_new_array()), *rows;
    enum err e;

    *ret_list = list;
    if (count == 0)
        return OK;
    e = db_view_many(cx, RECIPES_CARDS, &(struct recipes_cards_in){ .ids = { ids, count } }, &rows);
    if (e)
        return e;
    for (size_t i = 0; i < count; i++) {
        struct json_object *card = card_of(rows, ids[i]);

        if (card) {
            recipe_finish_view(cx->arena, card);
            json_object_array_add(list, json_object_get(card));
        }
    }
    return OK;
}

/* ---- writing ---- */

static const char *decimal(struct arena *a, struct quantity q)
{
    return quantity_is_some(q) ? quantity_decimal(q, arena_alloc(a, QUANTITY_TEXT_SIZE)) : NULL;
}

static int64_t minutes(int m)
{
    return m == RECIPE_MINUTES_NONE ? DB_NULL : m;
}

static const char *print(struct arena *a, struct json_object *v)
{
    struct buf b;

    buf_init(&b, a, DOCUMENT_MAX);
    json_print(&b, v);
    return buf_text(&b);
}

static struct str source_hash(struct arena *a, const struct recipe *r)
{
    return r->source_url ? hash_keep(a, hash_sha256(str_of(r->source_url))) : (struct str){ NULL, 0 };
}

static enum err put_tags(struct ctx *cx, const struct recipe *r, size_t count)
{
    size_t n = 0, all = 0;
    struct recipes_tag_add_in *rows;

    for (size_t k = 0; k < count; k++)
        all += r[k].tag_count;
    rows = ARENA_ARRAY(cx->arena, all + 1, struct recipes_tag_add_in);

    for (size_t k = 0; k < count; k++) {
        for (size_t i = 0; i < r[k].tag_count; i++)
            rows[n++] = (struct recipes_tag_add_in){ r[k].id, (int64_t)i, r[k].tags[i] };
    }
    return n ? db_exec_all(cx, RECIPES_TAG_ADD, rows, n) : OK;
}

static bool complete_image(struct arena *a, struct recipe_image *image, const struct recipes_photos_by_id_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!id_equal(rows[i].id, image->id))
            continue;
        image->url = arena_printf(a, "/recipes/img/%s/1280.jpg", hash_hex_of(a, rows[i].blob_hash.p, rows[i].blob_hash.n));
        image->width = (int)rows[i].width;
        image->height = (int)rows[i].height;
        return true;
    }
    return false;
}

/* Fills URL and size of the images from their photos: what came with them may be old. */
static enum err complete_images(struct ctx *cx, struct recipe *r)
{
    struct id *ids = ARENA_ARRAY(cx->arena, r->image_count + 1, struct id);
    struct recipes_photos_by_id_row *rows;
    size_t count;
    enum err e;

    if (r->image_count == 0)
        return OK;
    for (size_t i = 0; i < r->image_count; i++)
        ids[i] = r->images[i].id;
    e = db_many(cx, RECIPES_PHOTOS_BY_ID, &(struct recipes_photos_by_id_in){ .ids = { ids, r->image_count } }, &rows, &count);
    if (e)
        return e;
    for (size_t i = 0; i < r->image_count; i++) {
        if (!complete_image(cx->arena, &r->images[i], rows, count))
            ctx_fault(cx, arena_printf(cx->arena, "/images/%zu/id", i), "unknown", "is no photo that was uploaded");
    }
    return ctx_faults(cx);
}

static enum err put_images(struct ctx *cx, const struct recipe *r)
{
    struct recipes_image_add_in *rows = ARENA_ARRAY(cx->arena, r->image_count + 1, struct recipes_image_add_in);

    for (size_t i = 0; i < r->image_count; i++)
        rows[i] = (struct recipes_image_add_in){ r->id, (int64_t)i, r->images[i].id, r->images[i].alt };
    return r->image_count ? db_exec_all(cx, RECIPES_IMAGE_ADD, rows, r->image_count) : OK;
}

static struct recipes_search_put_in search_words_of(struct ctx *cx, const struct recipe *r)
{
    struct buf foods, tags;

    buf_init(&foods, cx->arena, DOCUMENT_MAX);
    buf_init(&tags, cx->arena, DOCUMENT_MAX);
    for (size_t i = 0; i < r->ingredient_count; i++)
        buf_printf(&foods, "%s ", r->ingredients[i].food ? r->ingredients[i].food : r->ingredients[i].text);
    for (size_t i = 0; i < r->tag_count; i++)
        buf_printf(&tags, "%s%s", i ? "\n" : "", r->tags[i]);
    return (struct recipes_search_put_in){ r->id, search_words(cx->arena, str_of(r->title)),
                                           search_words(cx->arena, buf_str(&foods)), buf_text(&tags) };
}

static enum err put_search(struct ctx *cx, const struct recipe *r, size_t count)
{
    struct recipes_search_put_in *rows = ARENA_ARRAY(cx->arena, count, struct recipes_search_put_in);

    for (size_t i = 0; i < count; i++)
        rows[i] = search_words_of(cx, &r[i]);
    return db_exec_all(cx, RECIPES_SEARCH_PUT, rows, count);
}

/* The document, as a revision and as what readers see. */
static enum err put_documents(struct ctx *cx, const struct recipe *r, size_t count, const char *note)
{
    struct recipes_revision_add_in *revisions = ARENA_ARRAY(cx->arena, count, struct recipes_revision_add_in);
    struct recipes_shown_put_in *shown = ARENA_ARRAY(cx->arena, count, struct recipes_shown_put_in);
    enum err e;

    for (size_t i = 0; i < count; i++) {
        const char *document = print(cx->arena, recipe_view(cx->arena, &r[i]));

        revisions[i] = (struct recipes_revision_add_in){
            .recipe_id = r[i].id, .version = r[i].version, .document = document, .note = note && note[0] ? note : NULL,
            .saved_by = cx->principal.name[0] ? cx->principal.name : "system", .now = r[i].updated_at,
        };
        shown[i] = (struct recipes_shown_put_in){ r[i].id, r[i].slug, r[i].version, document };
    }
    e = db_exec_all(cx, RECIPES_REVISION_ADD, revisions, count);
    return e ? e : db_exec_all(cx, RECIPES_SHOWN_PUT, shown, count);
}

/* Everything of these recipes but the rows of `recipe` and of images. */
static enum err put_parts(struct ctx *cx, const struct recipe *r, size_t count, const char *note)
{
    enum err e = put_tags(cx, r, count);

    if (e == OK)
        e = put_search(cx, r, count);
    return e ? e : put_documents(cx, r, count, note);
}

static enum err clear_parts(struct ctx *cx, struct id id)
{
    enum err e = db_exec(cx, RECIPES_TAGS_CLEAR, &(struct recipes_tags_clear_in){ id }, NULL);

    return e ? e : db_exec(cx, RECIPES_IMAGES_CLEAR, &(struct recipes_images_clear_in){ id }, NULL);
}

static void bump_lists(struct ctx *cx, void *arg)
{
    (void)arg;
    cache_bump(cx, RECIPES_GROUP);
}

/* News for other processes and hosts, and what this host forgets after the commit. */
static enum err announce(struct ctx *cx, const struct recipe *r)
{
    char id[ID_TEXT_SIZE];

    id_text(r->id, id);
    page_retract_after_commit(cx, "/recipes/%s", r->slug);
    page_retract_after_commit(cx, "/api/v1/recipes/%s", id);
    live_refresh_after_commit(cx, r->id);
    ctx_after_commit(cx, bump_lists, NULL);
    return outbox_add(cx, "recipe.changed", arena_printf(cx->arena, "{\"id\":\"%s\"}", id));
}

static bool taken(const struct recipes_slugs_like_row *rows, size_t count, const char *slug)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].slug, slug) == 0)
            return true;
    }
    return false;
}

/* "soup", or "soup-2" where that is taken; words that are routes ("new", "import", "img") are taken too. */
static enum err choose_slug(struct ctx *cx, struct recipe *r)
{
    static const char *const reserved[] = { "new", "import", "img" };
    const char *base = recipe_slug(cx->arena, str_of(r->title));
    struct recipes_slugs_like_row *rows;
    size_t count;
    enum err e = db_many(cx, RECIPES_SLUGS_LIKE,
                         &(struct recipes_slugs_like_in){ base, arena_printf(cx->arena, "%s-%%", base) }, &rows, &count);
    bool is_reserved = false;

    if (e)
        return e;
    for (size_t i = 0; i < ARRAY_LEN(reserved); i++)
        is_reserved |= strcmp(reserved[i], base) == 0;
    r->slug = base;
    for (int n = 2; (is_reserved && n == 2 && r->slug == base) || taken(rows, count, r->slug); n++) {
        if (n > SLUG_TRIES)
            return ctx_fail(cx, ERR_CONFLICT, NULL, "Too many recipes have this title");
        r->slug = arena_printf(cx->arena, "%s-%d", base, n);
    }
    return OK;
}

static struct recipes_add_in recipe_row(struct ctx *cx, const struct recipe *r)
{
    struct json_object *v = recipe_view(cx->arena, r);

    return (struct recipes_add_in){
        .id = r->id, .slug = r->slug, .title = r->title, .description = r->description, .author = r->author,
        .source_url = r->source_url, .source_hash = source_hash(cx->arena, r),
        .content_hash = hash_keep(cx->arena, import_content_hash(cx->arena, r)),
        .yield_quantity = decimal(cx->arena, r->yield.quantity), .yield_unit = r->yield.unit, .yield_text = r->yield.text,
        .prep_minutes = minutes(r->prep_minutes), .cook_minutes = minutes(r->cook_minutes),
        .total_minutes = minutes(r->total_minutes), .category = r->category, .cuisine = r->cuisine,
        .allergens = print(cx->arena, view_get(v, "allergens")), .nutrition = print(cx->arena, view_get(v, "nutrition")),
        .now = r->updated_at,
    };
}

enum err recipe_add(struct ctx *cx, struct recipe *r, const char *note, struct recipe_saved *ret)
{
    enum err e;

    r->id = id_new(0);
    r->version = 1;
    r->created_at = r->updated_at = clock_utc_us();
    e = choose_slug(cx, r);
    if (e == OK)
        e = complete_images(cx, r);
    if (e == OK) {
        struct recipes_add_in row = recipe_row(cx, r);

        e = db_exec(cx, RECIPES_ADD, &row, NULL);
    }
    if (e == ERR_CONFLICT) {     /* another save took the slug since we looked */
        cx->retry = true;
        return ctx_fail(cx, ERR_BUSY, NULL, "Please save again");
    }
    if (e == OK)
        e = put_images(cx, r);
    if (e == OK)
        e = put_parts(cx, r, 1, note);
    *ret = (struct recipe_saved){ r->id, r->slug, r->slug, r->version };
    return e ? e : announce(cx, r);
}

enum err recipe_add_many(struct ctx *cx, struct recipe *r, size_t count)
{
    struct recipes_add_in *rows = ARENA_ARRAY(cx->arena, count, struct recipes_add_in);
    enum err e;

    for (size_t i = 0; i < count; i++) {
        char id[ID_TEXT_SIZE];

        r[i].id = id_new(0);
        r[i].version = 1;
        r[i].slug = arena_printf(cx->arena, "%.60s-%s", recipe_slug(cx->arena, str_of(r[i].title)), id_text(r[i].id, id) + 10);
        rows[i] = recipe_row(cx, &r[i]);
    }
    e = db_exec_all(cx, RECIPES_ADD, rows, count);
    return e ? e : put_parts(cx, r, count, NULL);
}

enum err recipes_announce_all(struct ctx *cx)
{
    ctx_after_commit(cx, bump_lists, NULL);
    return outbox_add(cx, "recipe.changed", "{}");
}

static enum err update_row(struct ctx *cx, const struct recipe *r, int64_t version)
{
    struct recipes_add_in row = recipe_row(cx, r);
    int64_t affected = 0;
    struct recipes_replace_in in = {
        .id = r->id, .version = version, .slug = r->slug, .title = row.title, .description = row.description, .author = row.author,
        .source_url = row.source_url, .source_hash = row.source_hash, .content_hash = row.content_hash,
        .yield_quantity = row.yield_quantity, .yield_unit = row.yield_unit, .yield_text = row.yield_text,
        .prep_minutes = row.prep_minutes, .cook_minutes = row.cook_minutes, .total_minutes = row.total_minutes,
        .category = row.category, .cuisine = row.cuisine, .allergens = row.allergens, .nutrition = row.nutrition, .now = row.now,
    };
    enum err e = db_exec(cx, RECIPES_REPLACE, &in, &affected);

    if (e == OK && affected != 1)
        return ctx_fail(cx, ERR_STALE, NULL, "Somebody else saved this recipe in the meantime");
    return e;
}

/* Locks the row and compares the version. */
static enum err lock_version(struct ctx *cx, struct id id, int64_t version, struct recipes_head_for_update_row *ret)
{
    enum err e = db_one(cx, RECIPES_HEAD_FOR_UPDATE, &(struct recipes_head_for_update_in){ id }, ret);

    if (e == ERR_NOT_FOUND)
        return ctx_fail(cx, e, NULL, "There is no such recipe");
    if (e == OK && ret->version != version)
        return ctx_fail(cx, ERR_STALE, NULL, "Version %lld is stored, not the one that you read", (long long)ret->version);
    return e;
}

enum err recipe_replace(struct ctx *cx, struct recipe *r, int64_t version, const char *note, struct recipe_saved *ret)
{
    struct recipes_head_for_update_row head;
    enum err e = lock_version(cx, r->id, version, &head);

    if (e)
        return e;
    r->slug = head.slug;
    r->version = version + 1;
    r->created_at = head.created_at;
    r->updated_at = clock_utc_us();
    e = complete_images(cx, r);
    if (e == OK)
        e = update_row(cx, r, version);
    if (e == OK)
        e = clear_parts(cx, r->id);
    if (e == OK)
        e = put_images(cx, r);
    if (e == OK)
        e = put_parts(cx, r, 1, note);
    *ret = (struct recipe_saved){ r->id, r->slug, head.slug, r->version };
    return e ? e : announce(cx, r);
}

/* A deleted recipe gives its slug free: the row keeps one that nobody can type. */
enum err recipe_remove(struct ctx *cx, struct id id, int64_t version, struct recipe_saved *ret)
{
    struct recipes_head_for_update_row head;
    struct recipe gone = recipe_empty();
    char text[ID_TEXT_SIZE];
    int64_t affected = 0;
    enum err e = lock_version(cx, id, version, &head);

    if (e)
        return e;
    e = db_exec(cx, RECIPES_REMOVE, &(struct recipes_remove_in){ id, version, arena_printf(cx->arena, ".%s", id_text(id, text)),
                                                                 clock_utc_us() }, &affected);
    if (e == OK && affected != 1)
        e = ctx_fail(cx, ERR_STALE, NULL, "Somebody else saved this recipe in the meantime");
    if (e == OK)
        e = db_exec(cx, RECIPES_SHOWN_REMOVE, &(struct recipes_shown_remove_in){ id }, NULL);
    gone.id = id;
    gone.slug = head.slug;
    *ret = (struct recipe_saved){ id, head.slug, head.slug, version + 1 };
    return e ? e : announce(cx, &gone);
}

enum err recipe_twins(struct ctx *cx, const struct recipe *r, struct json_object **ret_list)
{
    struct str source = source_hash(cx->arena, r);
    struct recipes_by_source_in in = {
        .source_hash = source.p ? source : hash_keep(cx->arena, hash_sha256(STR("no source"))),
        .content_hash = hash_keep(cx->arena, import_content_hash(cx->arena, r)),
    };

    return db_view_many(cx, RECIPES_BY_SOURCE, &in, ret_list);
}

/* ---- revisions ---- */

enum err revisions_view(struct ctx *cx, struct id id, int64_t before, int limit, struct json_object **ret_list)
{
    return db_view_many(cx, RECIPES_REVISIONS, &(struct recipes_revisions_in){ id, before ? before : INT64_MAX, limit }, ret_list);
}

enum err revision_load(struct ctx *cx, struct id id, int64_t version, struct recipe *ret, struct json_object **ret_head)
{
    struct recipes_revision_row row;
    struct json_object *head = view_new(cx->arena);
    char text[CLOCK_RFC3339_SIZE];
    enum err e = db_one(cx, RECIPES_REVISION, &(struct recipes_revision_in){ id, version }, &row);

    if (e == ERR_NOT_FOUND)
        return ctx_fail(cx, e, NULL, "There is no revision %lld of this recipe", (long long)version);
    if (e)
        return e;
    e = read_document(cx, row.document, ret);
    if (e)
        return e;
    view_int(head, "version", version);
    view_text(head, "note", row.note);
    view_text(head, "saved_by", row.saved_by);
    view_text(head, "saved_at", clock_rfc3339(row.saved_at, text));
    *ret_head = head;
    return OK;
}

/* ---- photos ---- */

enum err photo_by_upload(struct ctx *cx, struct hash upload, struct photo *ret)
{
    struct recipes_photo_by_upload_row row;
    enum err e = db_one(cx, RECIPES_PHOTO_BY_UPLOAD, &(struct recipes_photo_by_upload_in){ hash_keep(cx->arena, upload) }, &row);

    if (e)
        return e;
    *ret = (struct photo){ .id = row.id, .width = (int)row.width, .height = (int)row.height };
    memcpy(ret->blob.b, row.blob_hash.p, HASH_BYTES);
    return OK;
}

enum err photo_insert(struct ctx *cx, struct hash upload, struct photo *p)
{
    p->id = id_new(0);
    return db_exec(cx, RECIPES_PHOTO_ADD,
                   &(struct recipes_photo_add_in){ p->id, hash_keep(cx->arena, upload), hash_keep(cx->arena, p->blob), p->width, p->height,
                                                   clock_utc_us() }, NULL);
}
