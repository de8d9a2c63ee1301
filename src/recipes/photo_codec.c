/* photo_codec.c: the only file that gives bytes of others to MagickWand, and that calls lcms2. */
#include "recipes/photo_codec.h"

#include "image/image.h"

#include <lcms2.h>
#include <strings.h>

#define MIB ((size_t)1 << 20)
#define PIXEL_BYTES 8                       /* Q16: four channels */
#define PIXEL_BYTES_CMYK 10
#define PIXEL_BYTES_INDEXED 18              /* the decoder turns one kind of pixels into the other */
#define DECODED_BYTES_MAX (72 * MIB)        /* of a JPEG, which can be decoded at a smaller scale */
#define QUALITY_ORIGINAL 88
#define QUALITY_LEAST 50
#define QUALITY_WEBP 80
#define QUALITY_JPEG 82

_Static_assert(PHOTO_SIDE_MAX <= IMAGE_SIDE_MAX, "the library reads every photo that is accepted");

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

static bool decode(struct image_job *j, struct str bytes, enum photo_type type, int width, int height)
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
static bool to_srgb(struct image_job *j)
{
    cmsUInt32Number n;
    void *profile = has_profile(j->wand) ? srgb_profile(j->cx->arena, &n) : NULL;

    if (profile && !MagickProfileImage(j->wand, "icc", profile, n))
        MagickClearException(j->wand);
    MagickClearException(j->wand);
    return MagickTransformImageColorspace(j->wand, sRGBColorspace);
}

static bool put_on_white(struct image_job *j)
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
static bool shrink(struct image_job *j)
{
    size_t w = MagickGetImageWidth(j->wand), h = MagickGetImageHeight(j->wand), longer = w > h ? w : h;
    double by = (double)PHOTO_ORIGINAL_SIDE / (double)longer;

    if (longer <= PHOTO_ORIGINAL_SIDE)
        return true;
    return MagickScaleImage(j->wand, at_least_one((double)w * by), at_least_one((double)h * by));
}

/* ---- encoding ---- */

static bool encode(struct image_job *j, const char *format, size_t quality, bool progressive, struct str *ret)
{
    if (!MagickSetFormat(j->wand, format) || !MagickSetImageFormat(j->wand, format) ||
        !MagickSetImageCompressionQuality(j->wand, quality) ||
        !MagickSetInterlaceScheme(j->wand, progressive ? JPEGInterlace : NoInterlace) ||
        !MagickSetImageInterlaceScheme(j->wand, progressive ? JPEGInterlace : NoInterlace))
        return false;
    MagickSetOption(j->wand, "webp:method", "4");
    MagickSetOption(j->wand, "webp:thread-level", "0");
    return image_blob(j->wand, false, j->cx->arena, ret);
}

static enum err encoding_failed(struct image_job *j)
{
    enum err e = image_failure(j);

    return e == ERR_INVALID ? ctx_fail(j->cx, ERR_INTERNAL, NULL, "The photo cannot be encoded") : e;
}

static enum err encode_original(struct image_job *j, size_t max_bytes, struct str *ret)
{
    for (size_t quality = QUALITY_ORIGINAL; quality >= QUALITY_LEAST; quality -= 10) {
        struct arena_mark mark = arena_mark(j->cx->arena);

        if (!encode(j, "JPEG", quality, false, ret))
            return encoding_failed(j);
        if (ret->n <= max_bytes)
            return OK;
        arena_rewind(j->cx->arena, mark);
    }
    return ERR_INVALID;
}

/* ---- both ---- */

static enum err normalise(struct image_job *j, struct str upload, const struct photo_header *h, size_t max_bytes, struct str *ret)
{
    int by = h->type == PHOTO_JPEG ? reduction(h) : 1;

    if (!decode(j, upload, h->type, h->width / by, h->height / by))
        return image_failure(j);
    if (!shrink(j) || !MagickAutoOrientImage(j->wand) || !to_srgb(j) || !put_on_white(j) || !MagickStripImage(j->wand))
        return image_failure(j);
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
    struct image_job *j;
    enum err e = image_begin(cx, decoded_bytes(header), &j);

    if (e)
        return e;
    if (header->frame.p)
        upload = photo_first_frame(cx->arena, header);
    e = normalise(j, upload, header, max_bytes, ret);
    if (e == OK) {
        *ret_width = (int)MagickGetImageWidth(j->wand);
        *ret_height = (int)MagickGetImageHeight(j->wand);
    }
    image_end(j);
    return e;
}

/* Decodes at no less than the double width, so that the filter has something to average, and never at more than there is. */
static bool decode_for(struct image_job *j, struct str original, const struct photo_header *h, int width)
{
    int w = 2 * width < h->width ? 2 * width : h->width;

    return decode(j, original, h->type, w, (int)((int64_t)h->height * w / h->width));
}

static bool narrow(struct image_job *j, size_t width)
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
    struct image_job *j;
    enum err e;

    if (photo_header_read(cx->arena, original, &h))
        return ctx_fail(cx, ERR_INTERNAL, NULL, "The stored photo is damaged");
    e = image_begin(cx, decoded_bytes(&h), &j);
    if (e)
        return e;
    if (!decode_for(j, original, &h, width) || !narrow(j, (size_t)width) ||
        !encode(j, webp ? "WEBP" : "JPEG", webp ? QUALITY_WEBP : QUALITY_JPEG, true, ret))
        e = encoding_failed(j);
    image_end(j);
    return e;
}
