#include "fakes.h"

#include "base/view.h"
#include "store/blob.h"

#include <string.h>

struct fake_store fake_store;

static struct hash last_upload;
static struct photo last_photo;

struct ctx *fake_ctx(void)
{
    static struct arena arena;
    static struct ctx cx;

    arena_init(&arena, (size_t)64 << 20);
    ctx_init(&cx, &arena, NULL, 10000);
    return &cx;
}

enum err photo_by_upload(struct ctx *cx, struct hash upload, struct photo *ret)
{
    (void)cx;
    if (fake_store.photos == 0 || !hash_equal(upload, last_upload))
        return ERR_NOT_FOUND;
    *ret = last_photo;
    return OK;
}

enum err photo_insert(struct ctx *cx, struct hash upload, struct photo *p)
{
    (void)cx;
    p->id = id_new(0);
    last_upload = upload;
    last_photo = *p;
    fake_store.photos++;
    return OK;
}

enum err blob_put(struct ctx *cx, struct str bytes, const char *media_type, struct hash *ret_hash)
{
    (void)cx;
    (void)media_type;
    *ret_hash = hash_sha256(bytes);
    fake_store.blob = bytes;
    fake_store.blobs++;
    return OK;
}

enum err blob_get(struct ctx *cx, struct hash hash, struct str *ret_bytes, const char **ret_media_type)
{
    (void)ret_media_type;
    if (!fake_store.blob.p || !hash_equal(hash, hash_sha256(fake_store.blob)))
        return ctx_fail(cx, ERR_NOT_FOUND, NULL, "no such blob");
    *ret_bytes = fake_store.blob;
    return OK;
}

enum err live_search(struct ctx *cx, const struct search_query *query, struct search_result *ret)
{
    static struct search_facet_value soups = { "Soups", 3 };

    (void)cx;
    (void)query;
    memset(ret, 0, sizeof(*ret));
    ret->facets[SEARCH_FACET_CATEGORY] = (struct search_facet){ &soups, 1 };
    return OK;
}

enum err recipe_cards(struct ctx *cx, const struct id *ids, size_t count, struct json_object **ret_list)
{
    (void)ids;
    (void)count;
    (void)ret_list;
    return ctx_fail(cx, ERR_BUSY, NULL, "no database");
}

enum err recipe_twins(struct ctx *cx, const struct recipe *r, struct json_object **ret_list)
{
    (void)r;
    *ret_list = view_keep(cx->arena, json_object_new_array());
    return OK;
}

enum err recipe_load(struct ctx *cx, struct id id, struct recipe *ret)
{
    (void)id;
    (void)ret;
    return ctx_fail(cx, ERR_NOT_FOUND, NULL, "no database");
}
