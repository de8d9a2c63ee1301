/* web_photo.c: the file of a photo, once for each width and format: the web server answers from then on. */
#include "recipes/pages.h"

#include "web/reply.h"

const struct field photo_file_fields[] = {
    { "hash", FIELD_TEXT, .at = offsetof(struct photo_file_in, hash), .from = FROM_PATH },
    { "file", FIELD_TEXT, .at = offsetof(struct photo_file_in, file), .from = FROM_PATH },
    { 0 }
};

/* "640.webp"; false for anything else, "0640.webp" too. */
static bool read_name(struct arena *a, const char *file, int *ret_width, const char **ret_format)
{
    struct str rest = str_of(file), digits = str_next(&rest, '.');
    int64_t width;

    if (!rest.p || digits.n == 0 || digits.p[0] == '0' || !str_to_int(digits, &width) || width < 1 || width > INT32_MAX)
        return false;
    *ret_width = (int)width;
    *ret_format = arena_str(a, rest);
    return true;
}

enum err recipes_photo_file(struct req *rq)
{
    const struct photo_file_in *in = rq->in;
    const char *format;
    struct hash blob;
    struct str bytes;
    int width;
    enum err e;

    if (!hash_parse(in->hash, &blob) || !read_name(rq->ctx.arena, in->file, &width, &format))
        return ctx_fail(&rq->ctx, ERR_NOT_FOUND, NULL, "There is no such photo");
    e = photo_render(&rq->ctx, blob, width, format, &bytes);
    if (e)
        return e;
    reply_cache_control(rq, "public, max-age=31536000, immutable");
    return reply_bytes(rq, strcmp(format, "webp") == 0 ? "image/webp" : "image/jpeg", bytes);
}
