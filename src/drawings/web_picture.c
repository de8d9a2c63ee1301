/* web_picture.c: what a drawing looks like, as files. Those of listed drawings are published: the web server answers from then on. All
   others go through here each time, for those who may see them. */
#include "drawings/api.h"

#include "drawings/raster.h"
#include "drawings/render.h"
#include "web/reply.h"

#define FOR_EVER "public, max-age=31536000, immutable"
#define FOR_SOME "private, no-store"
#define MAKING_US (15 * 1000000LL)     /* a whole gallery of new pictures on a busy machine */
#define SHEET_SHOWN 12
#define SHEET_COLUMNS 4
#define SHEET_SIDE 300
#define REPLAY_SIDE 512
#define REPLAY_FILE "512.webp"

static enum err no_picture(struct req *rq)
{
    return ctx_fail(&rq->ctx, ERR_NOT_FOUND, NULL, "There is no such picture");
}

/* "512.webp"; one name for each file, so not "0512.webp". */
static bool read_name(const char *file, int *ret_side, enum render_format *ret_format)
{
    static const char *const formats[] = { [RENDER_PNG] = "png", [RENDER_WEBP] = "webp", [RENDER_SVG] = "svg" };
    struct str rest = str_of(file), digits = str_next(&rest, '.');
    int64_t side;

    if (!rest.p || digits.n == 0 || digits.p[0] == '0' || !str_to_int(digits, &side))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
        if (!str_equal(rest, str_of(formats[i])))
            continue;
        *ret_format = (enum render_format)i;
        *ret_side = (int)side;
        return side == 64 || side == 128 || side == 256 || side == 512 || side == 1024;
    }
    return false;
}

/* A picture is always painted by the version of the rasteriser that it had first (`renderer`): it never changes. */
static enum err reply_picture(struct req *rq, struct str drawing_hash, int64_t renderer, int side, enum render_format format,
                              const char *cache_control)
{
    static const char *const types[] = { [RENDER_PNG] = "image/png", [RENDER_WEBP] = "image/webp", [RENDER_SVG] = "image/svg+xml" };
    struct drawing d;
    struct str bytes;
    enum err e = drawing_decode(&rq->ctx, drawing_hash, &d);

    ctx_prolong(&rq->ctx, MAKING_US);
    if (e == OK)
        e = render_picture(&rq->ctx, &d, renderer, side, format, &bytes);
    if (e)
        return e;
    reply_cache_control(rq, cache_control);
    return reply_bytes(rq, types[format], bytes);
}

static enum err reply_replay(struct req *rq, struct str drawing_hash, int64_t renderer, const char *cache_control)
{
    struct drawing d;
    struct str bytes;
    enum err e = drawing_decode(&rq->ctx, drawing_hash, &d);

    ctx_prolong(&rq->ctx, MAKING_US);
    if (e == OK)
        e = render_replay(&rq->ctx, &d, renderer, REPLAY_SIDE, &bytes);
    if (e)
        return e;
    reply_cache_control(rq, cache_control);
    return reply_bytes(rq, "image/webp", bytes);
}

enum err reply_chd1(struct req *rq, struct str drawing_hash, int64_t renderer)
{
    struct str bytes;
    enum err e = drawing_bytes(&rq->ctx, drawing_hash, &bytes);

    if (e)
        return e;
    reply_header(rq, "Raster-Version", arena_printf(rq->ctx.arena, "%lld", (long long)renderer));
    return reply_bytes(rq, CHD1_TYPE, bytes);
}

/* ---- for everybody ---- */

enum err drawings_picture(struct req *rq)
{
    const struct picture_in *in = rq->in;
    struct drawings_picture_row row;
    enum render_format format;
    struct hash picture;
    int side;
    enum err e;

    if (!hash_parse(in->hash, &picture) || !read_name(in->file, &side, &format))
        return no_picture(rq);
    e = picture_find(&rq->ctx, hash_str(&picture), &row);
    if (e == OK && (row.is_hidden || !row.is_listed))
        return no_picture(rq);
    return e ? e : reply_picture(rq, row.drawing_hash, row.renderer, side, format, FOR_EVER);
}

enum err drawings_replay(struct req *rq)
{
    const struct picture_in *in = rq->in;
    struct hash drawing;
    int64_t renderer;
    enum err e;

    if (!hash_parse(in->hash, &drawing) || strcmp(in->file, REPLAY_FILE) != 0)
        return no_picture(rq);
    e = drawing_replayed(&rq->ctx, &drawing, &renderer);
    if (e == OK && !renderer)
        return no_picture(rq);
    return e ? e : reply_replay(rq, hash_str(&drawing), renderer, FOR_EVER);
}

/* The newest on one sheet: what stands beside a link to the gallery. */
enum err drawings_newest(struct req *rq)
{
    const struct drawings_query q = { .limit = SHEET_SHOWN };
    const struct drawing *sheet[SHEET_SHOWN];
    struct drawings_stored_row *rows;
    size_t count, n = 0;
    struct str bytes;
    bool more;
    enum err e = drawings_list(&rq->ctx, &q, &rows, &count, &more);

    for (size_t i = 0; e == OK && i < count; i++) {
        struct drawing *d = ARENA_NEW(rq->ctx.arena, struct drawing);

        e = drawing_decode(&rq->ctx, rows[i].drawing_hash, d);
        sheet[n++] = d;
    }
    if (e == OK && n == 0)
        return no_picture(rq);
    ctx_prolong(&rq->ctx, MAKING_US);
    if (e == OK)
        e = render_sheet(&rq->ctx, sheet, n, SHEET_COLUMNS, SHEET_SIDE, &bytes);
    return e ? e : reply_bytes(rq, "image/png", bytes);
}

/* ---- for some ---- */

/* "512.webp", "replay.webp" or "drawing.chd". */
static enum err reply_private(struct req *rq, struct str drawing_hash, struct str picture_hash, const char *file)
{
    struct drawings_picture_row picture;
    enum render_format format;
    int side;
    enum err e = picture_find(&rq->ctx, picture_hash, &picture);

    if (e)
        return e;
    if (strcmp(file, "replay.webp") == 0)
        return reply_replay(rq, drawing_hash, picture.renderer, FOR_SOME);
    if (read_name(file, &side, &format))
        return reply_picture(rq, drawing_hash, picture.renderer, side, format, FOR_SOME);
    if (strcmp(file, "drawing.chd") != 0)
        return no_picture(rq);
    reply_cache_control(rq, FOR_SOME);
    return reply_chd1(rq, drawing_hash, picture.renderer);
}

enum err drawings_own_picture(struct req *rq)
{
    const struct own_picture_in *in = rq->in;
    struct drawings_version_one_row version;
    struct drawings_stored_row row;
    enum err e = drawing_find_seen(&rq->ctx, in->id, &row);

    if (e == OK && !drawing_is_own(&rq->ctx.principal, &row) && !drawing_is_staff(&rq->ctx.principal))
        return no_picture(rq);
    if (e == OK)
        e = drawing_version(&rq->ctx, &row, in->version, &version);
    return e ? e : reply_private(rq, version.drawing_hash, version.picture_hash, in->file);
}

enum err drawings_shared_picture(struct req *rq)
{
    const struct shared_picture_in *in = rq->in;
    struct drawings_stored_row row;
    int64_t until;
    enum err e = share_open(&rq->ctx, in->token, &row, &until);

    return e ? e : reply_private(rq, row.drawing_hash, row.picture_hash, in->file);
}
