/* photos.c: photos of recipes: uploads stored once, served in four widths. */
#include "recipes/recipes.h"

#include "recipes/photo_codec.h"
#include "store/blob.h"

#define READING_US (20 * 1000000LL)    /* a large photo on a busy machine */

const int photo_widths[4] = { 160, 320, 640, 1280 };

static enum err refuse(struct ctx *cx, const char *field, const char *why)
{
    ctx_fault(cx, field, "photo", "%s", why);
    return ctx_faults(cx);
}

/* Nobody uploaded these bytes before. */
static enum err decode_new(struct ctx *cx, struct str upload, const struct photo_header *header, const char *field,
                           struct photo_ready *ret)
{
    enum err e;

    ctx_prolong(cx, READING_US);
    e = photo_normalise(cx, upload, header, BLOB_MAX_BYTES, &ret->original, &ret->width, &ret->height);
    return e == ERR_INVALID ? refuse(cx, field, "cannot be read: the file is damaged or of an unusual kind") : e;
}

enum err photo_prepare(struct ctx *cx, struct str upload, const char *field, struct photo_ready *ret)
{
    struct photo_header header;
    struct photo stored;
    const char *wrong;
    enum err e;

    if (upload.n > PHOTO_BYTES_MAX)
        return refuse(cx, field, arena_printf(cx->arena, "must have at most %u bytes", PHOTO_BYTES_MAX));
    wrong = photo_header_read(cx->arena, upload, &header);
    if (wrong)
        return refuse(cx, field, wrong);
    *ret = (struct photo_ready){ .upload = hash_sha256(upload) };
    e = photo_by_upload(cx, ret->upload, &stored);
    if (e != ERR_NOT_FOUND)
        return e;
    ctx_clear_error(cx);
    return decode_new(cx, upload, &header, field, ret);
}

static enum err insert_new(struct ctx *cx, const struct photo_ready *p, struct photo *ret)
{
    struct photo made = { .width = p->width, .height = p->height };
    enum err e = blob_put(cx, p->original, "image/jpeg", &made.blob);

    if (e == OK)
        e = photo_insert(cx, p->upload, &made);
    if (e == ERR_CONFLICT) {       /* the same photo came twice at once: the next try finds the other one's */
        cx->retry = true;
        return ctx_fail(cx, ERR_BUSY, NULL, "Please send the photo again");
    }
    *ret = made;
    return e;
}

enum err photo_keep(struct ctx *cx, const struct photo_ready *p, struct photo *ret)
{
    enum err e = photo_by_upload(cx, p->upload, ret);

    if (e != ERR_NOT_FOUND)
        return e;
    if (!p->original.p)
        return ctx_fail(cx, ERR_BUSY, NULL, "Please send the photo again");
    ctx_clear_error(cx);
    return insert_new(cx, p, ret);
}

enum err photo_store(struct ctx *cx, struct str upload, const char *field, struct photo *ret)
{
    struct photo_ready ready;
    enum err e = photo_prepare(cx, upload, field, &ready);

    return e ? e : photo_keep(cx, &ready, ret);
}

static bool is_width(int width)
{
    for (size_t i = 0; i < ARRAY_LEN(photo_widths); i++) {
        if (photo_widths[i] == width)
            return true;
    }
    return false;
}

enum err photo_render(struct ctx *cx, struct hash blob, int width, const char *format, struct str *ret)
{
    struct str original;
    enum err e;

    if (!is_width(width) || (strcmp(format, "webp") != 0 && strcmp(format, "jpg") != 0))
        return ctx_fail(cx, ERR_NOT_FOUND, NULL, "Photos are 160, 320, 640 or 1280 pixels wide, as webp or jpg");
    ctx_prolong(cx, READING_US);
    e = blob_get(cx, blob, &original, NULL);
    return e ? e : photo_resize(cx, original, width, format, ret);
}
