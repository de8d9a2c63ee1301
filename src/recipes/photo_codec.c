/* photo_codec.c: the only file that gives bytes of others to MagickWand (6.9), and that calls lcms2. */
#include "recipes/photo_codec.h"

#include "base/clock.h"

#include <errno.h>
#include <lcms2.h>
#include <pthread.h>
#include <strings.h>
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wstrict-prototypes"
#include <wand/MagickWand.h>
#pragma GCC diagnostic pop

#define MIB ((size_t)1 << 20)
#define PIXEL_BYTES 8                       /* Q16: four channels */
#define PIXEL_BYTES_CMYK 10
#define PIXEL_BYTES_INDEXED 18              /* the decoder turns one kind of pixels into the other */
#define DECODED_BYTES_MAX (72 * MIB)        /* of a JPEG, which can be decoded at a smaller scale */
#define ROOM_BYTES (250 * MIB)              /* of all pictures that are decoded at once; Debian's own policy allows 256 */
#define AT_ONCE 2
#define QUALITY_ORIGINAL 88
#define QUALITY_LEAST 50
#define QUALITY_WEBP 80
#define QUALITY_JPEG 82

/* ---- room: decoding costs memory that the arena does not see ---- */

static struct {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    pthread_once_t once;
    int running;
    size_t bytes;
} room = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, PTHREAD_ONCE_INIT, 0, 0 };

static void start_library(void)
{
    MagickWandGenesis();
    /* One thread each; nothing of a picture goes to the disk. Time is watched by going_on(): the library's own limit counts from
       the start of the process. */
    MagickSetResourceLimit(ThreadResource, 1);
    MagickSetResourceLimit(MemoryResource, 256 * MIB);
    MagickSetResourceLimit(MapResource, 0);
    MagickSetResourceLimit(DiskResource, 0);
    MagickSetResourceLimit(WidthResource, PHOTO_SIDE_MAX);
    MagickSetResourceLimit(HeightResource, PHOTO_SIDE_MAX);
}

/* One picture on its way. */
struct job {
    struct ctx *cx;
    MagickWand *wand;
    unsigned char *encoded;
    size_t room_bytes;
    bool has_room;
};

static void give_room_back(struct job *j)
{
    if (!j->has_room)
        return;
    pthread_mutex_lock(&room.lock);
    room.running--;
    room.bytes -= j->room_bytes;
    pthread_cond_broadcast(&room.freed);
    pthread_mutex_unlock(&room.lock);
    j->has_room = false;
}

/* Also what the arena runs when a request ends early. */
static void end_job(void *arg)
{
    struct job *j = arg;

    if (j->encoded)
        MagickRelinquishMemory(j->encoded);
    if (j->wand)
        DestroyMagickWand(j->wand);
    j->encoded = NULL;
    j->wand = NULL;
    give_room_back(j);
}

static struct timespec wall_deadline(const struct ctx *cx)
{
    int64_t at = clock_utc_us() + (int64_t)ctx_left_ms(cx) * 1000;

    return (struct timespec){ at / 1000000, at % 1000000 * 1000 };
}

static bool wait_for_room(struct job *j)
{
    struct timespec until = wall_deadline(j->cx);
    int failed = 0;

    pthread_mutex_lock(&room.lock);
    while (failed == 0 && (room.running >= AT_ONCE || (room.running > 0 && room.bytes + j->room_bytes > ROOM_BYTES)))
        failed = pthread_cond_timedwait(&room.freed, &room.lock, &until);
    if (failed == 0) {
        room.running++;
        room.bytes += j->room_bytes;
        j->has_room = true;
    }
    pthread_mutex_unlock(&room.lock);
    return j->has_room;
}

static MagickBooleanType going_on(const char *what, const MagickOffsetType done, const MagickSizeType all, void *arg)
{
    const struct job *j = arg;

    (void)what;
    (void)done;
    (void)all;
    return ctx_left_ms(j->cx) > 0 ? MagickTrue : MagickFalse;
}

/* A job with room for `pixels`; ERR_BUSY. end_job() ends it. */
static enum err begin_job(struct ctx *cx, size_t room_bytes, struct job **ret)
{
    struct job *j = ARENA_NEW(cx->arena, struct job);

    pthread_once(&room.once, start_library);
    j->cx = cx;
    j->room_bytes = room_bytes;
    arena_defer(cx->arena, end_job, j);
    if (!wait_for_room(j))
        return ctx_fail(cx, ERR_BUSY, NULL, "Too many photos are being read just now: please try again");
    j->wand = NewMagickWand();
    MagickSetProgressMonitor(j->wand, going_on, j);
    *ret = j;
    return OK;
}

/* ---- decoding ---- */

static size_t pixel_bytes(const struct photo_header *h)
{
    if (h->type == PHOTO_JPEG)
        return h->channels == 4 ? PIXEL_BYTES_CMYK : PIXEL_BYTES;
    return h->indexed ? PIXEL_BYTES_INDEXED : PIXEL_BYTES;
}

/* How many times smaller a JPEG is decoded, as its blocks allow. */
static int reduction(const struct photo_header *h)
{
    size_t max_pixels = DECODED_BYTES_MAX / pixel_bytes(h);
    int by = 1;

    while (by < 8 && ((size_t)h->width / (size_t)by + 1) * ((size_t)h->height / (size_t)by + 1) > max_pixels)
        by++;
    return by;
}

static const char *coder(enum photo_type type)
{
    return type == PHOTO_JPEG ? "JPEG" : type == PHOTO_PNG ? "PNG" : "WEBP";
}

/* Did the decoder make up what is missing? Other warnings are about things that cameras do. */
static bool is_incomplete(MagickWand *wand)
{
    ExceptionType severity;
    char *text = MagickGetException(wand, &severity);
    bool cut = text && strcasestr(text, "premature end") != NULL;

    MagickRelinquishMemory(text);
    MagickClearException(wand);
    return cut;
}

static bool decode(struct job *j, struct str bytes, enum photo_type type, int width, int height)
{
    char text[64];

    snprintf(text, sizeof(text), "%s:", coder(type));
    if (!MagickSetFormat(j->wand, coder(type)) || !MagickSetFilename(j->wand, text))
        return false;
    snprintf(text, sizeof(text), "%dx%d", width, height);
    if (type == PHOTO_JPEG && !MagickSetOption(j->wand, "jpeg:size", text))
        return false;
    /* The name chose the decoder; it must not choose the encoder too. */
    return MagickReadImageBlob(j->wand, bytes.p, bytes.n) && !is_incomplete(j->wand) && MagickSetFilename(j->wand, "") &&
           MagickSetImageFilename(j->wand, "");
}

static enum err decoding_failed(struct job *j)
{
    ExceptionType severity = MagickGetExceptionType(j->wand);

    if (ctx_left_ms(j->cx) <= 0)
        return ctx_fail(j->cx, ERR_TIMEOUT, NULL, "Reading the photo takes too long");
    if (severity == ResourceLimitError || severity == ResourceLimitFatalError || severity == CacheError)
        return ctx_fail(j->cx, ERR_BUSY, NULL, "There is no memory for the photo just now: please try again");
    return ERR_INVALID;
}

/* ---- colour ---- */

/* The standard's own profile, made by lcms2, so that none needs to be shipped. */
static void *srgb_profile(struct arena *a, cmsUInt32Number *ret_bytes)
{
    cmsHPROFILE profile = cmsCreate_sRGBProfile();
    void *bytes = NULL;

    *ret_bytes = 0;
    if (profile && cmsSaveProfileToMem(profile, NULL, ret_bytes)) {
        bytes = arena_alloc(a, *ret_bytes);
        if (!cmsSaveProfileToMem(profile, bytes, ret_bytes))
            bytes = NULL;
    }
    if (profile)
        cmsCloseProfile(profile);
    return bytes;
}

static bool has_profile(MagickWand *wand)
{
    size_t n = 0;
    unsigned char *profile = MagickGetImageProfile(wand, "icc", &n);

    MagickRelinquishMemory(profile);
    return n > 0;
}

/* Through the embedded profile where there is a usable one, else by the colour model. */
static bool to_srgb(struct job *j)
{
    cmsUInt32Number n;
    void *profile = has_profile(j->wand) ? srgb_profile(j->cx->arena, &n) : NULL;

    if (profile && !MagickProfileImage(j->wand, "icc", profile, n))
        MagickClearException(j->wand);
    MagickClearException(j->wand);
    return MagickTransformImageColorspace(j->wand, sRGBColorspace);
}

static bool put_on_white(struct job *j)
{
    PixelWand *white = NewPixelWand();
    bool done;

    PixelSetColor(white, "white");
    done = !MagickGetImageAlphaChannel(j->wand) ||
           (MagickSetImageBackgroundColor(j->wand, white) && MagickSetImageAlphaChannel(j->wand, RemoveAlphaChannel));
    DestroyPixelWand(white);
    return done;
}

/* ---- size ---- */

static size_t at_least_one(double d)
{
    return d < 1 ? 1 : (size_t)(d + 0.5);
}

/* Averages: exact enough between 1 and 2, and row by row, where a better filter would keep a third copy. */
static bool shrink(struct job *j)
{
    size_t w = MagickGetImageWidth(j->wand), h = MagickGetImageHeight(j->wand), longer = w > h ? w : h;
    double by = (double)PHOTO_ORIGINAL_SIDE / (double)longer;

    if (longer <= PHOTO_ORIGINAL_SIDE)
        return true;
    return MagickScaleImage(j->wand, at_least_one((double)w * by), at_least_one((double)h * by));
}

/* ---- encoding ---- */

static bool encode(struct job *j, const char *format, size_t quality, bool progressive, struct str *ret)
{
    size_t n = 0;

    if (j->encoded)
        MagickRelinquishMemory(j->encoded);
    j->encoded = NULL;
    if (!MagickSetFormat(j->wand, format) || !MagickSetImageFormat(j->wand, format) ||
        !MagickSetImageCompressionQuality(j->wand, quality) ||
        !MagickSetInterlaceScheme(j->wand, progressive ? JPEGInterlace : NoInterlace) ||
        !MagickSetImageInterlaceScheme(j->wand, progressive ? JPEGInterlace : NoInterlace))
        return false;
    MagickSetOption(j->wand, "webp:method", "4");
    MagickSetOption(j->wand, "webp:thread-level", "0");
    MagickResetIterator(j->wand);
    j->encoded = MagickGetImageBlob(j->wand, &n);
    if (!j->encoded || n == 0)
        return false;
    *ret = (struct str){ (const char *)j->encoded, n };
    return true;
}

static enum err encoding_failed(struct job *j)
{
    enum err e = decoding_failed(j);

    return e == ERR_INVALID ? ctx_fail(j->cx, ERR_INTERNAL, NULL, "The photo cannot be encoded") : e;
}

/* Copies what was encoded into the arena. */
static struct str keep(struct job *j, struct str bytes)
{
    char *copy = arena_alloc(j->cx->arena, bytes.n);

    memcpy(copy, bytes.p, bytes.n);
    return (struct str){ copy, bytes.n };
}

static enum err encode_original(struct job *j, size_t max_bytes, struct str *ret)
{
    struct str bytes = { NULL, 0 };

    for (size_t quality = QUALITY_ORIGINAL; quality >= QUALITY_LEAST; quality -= 10) {
        if (!encode(j, "JPEG", quality, false, &bytes))
            return encoding_failed(j);
        if (bytes.n <= max_bytes) {
            *ret = keep(j, bytes);
            return OK;
        }
    }
    return ERR_INVALID;
}

/* ---- both ---- */

static enum err normalise(struct job *j, struct str upload, const struct photo_header *h, size_t max_bytes, struct str *ret)
{
    int by = h->type == PHOTO_JPEG ? reduction(h) : 1;

    if (!decode(j, upload, h->type, h->width / by, h->height / by))
        return decoding_failed(j);
    if (!shrink(j) || !MagickAutoOrientImage(j->wand) || !to_srgb(j) || !put_on_white(j) || !MagickStripImage(j->wand))
        return decoding_failed(j);
    return encode_original(j, max_bytes, ret);
}

static size_t decoded_bytes(const struct photo_header *h)
{
    size_t by = h->type == PHOTO_JPEG ? (size_t)reduction(h) : 1, side = PHOTO_ORIGINAL_SIDE;
    size_t pixels = ((size_t)h->width / by + 1) * ((size_t)h->height / by + 1), kept = pixels < side * side ? pixels : side * side;

    return pixels * pixel_bytes(h) + kept * PIXEL_BYTES + h->decoder_bytes;
}

enum err photo_normalise(struct ctx *cx, struct str upload, const struct photo_header *header, size_t max_bytes, struct str *ret,
                         int *ret_width, int *ret_height)
{
    struct job *j;
    enum err e = begin_job(cx, decoded_bytes(header), &j);

    if (e)
        return e;
    if (header->frame.p)
        upload = photo_first_frame(cx->arena, header);
    e = normalise(j, upload, header, max_bytes, ret);
    if (e == OK) {
        *ret_width = (int)MagickGetImageWidth(j->wand);
        *ret_height = (int)MagickGetImageHeight(j->wand);
    }
    end_job(j);
    return e;
}

/* Decodes at no less than the double width, so that the filter has something to average, and never at more than there is. */
static bool decode_for(struct job *j, struct str original, const struct photo_header *h, int width)
{
    int w = 2 * width < h->width ? 2 * width : h->width;

    return decode(j, original, h->type, w, (int)((int64_t)h->height * w / h->width));
}

static bool narrow(struct job *j, size_t width)
{
    size_t w = MagickGetImageWidth(j->wand), h = MagickGetImageHeight(j->wand);

    if (w <= width)
        return true;
    return MagickResizeImage(j->wand, width, at_least_one((double)h * (double)width / (double)w), LanczosFilter, 1.0);
}

enum err photo_resize(struct ctx *cx, struct str original, int width, const char *format, struct str *ret)
{
    bool webp = strcmp(format, "webp") == 0;
    struct photo_header h;
    struct str bytes;
    struct job *j;
    enum err e;

    if (photo_header_read(cx->arena, original, &h))
        return ctx_fail(cx, ERR_INTERNAL, NULL, "The stored photo is damaged");
    e = begin_job(cx, decoded_bytes(&h), &j);
    if (e)
        return e;
    if (!decode_for(j, original, &h, width) || !narrow(j, (size_t)width) ||
        !encode(j, webp ? "WEBP" : "JPEG", webp ? QUALITY_WEBP : QUALITY_JPEG, true, &bytes))
        e = encoding_failed(j);
    else
        *ret = keep(j, bytes);
    end_job(j);
    return e;
}
