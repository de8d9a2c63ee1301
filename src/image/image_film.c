#include "image/image_film.h"

#include <webp/encode.h>
#include <webp/mux.h>

/* Method 1 is quick; more effort finds hardly anything in drawings (docs/rendering.md). */
#define METHOD 1
#define EFFORT 50

static void end(void *arg)
{
    struct image_film *f = arg;

    WebPAnimEncoderDelete(f->encoder);
    f->encoder = NULL;
}

bool image_film_begin(struct image_film *f, struct arena *a, int32_t width, int32_t height)
{
    WebPAnimEncoderOptions options;

    if (!WebPAnimEncoderOptionsInit(&options))
        return false;
    options.anim_params.bgcolor = 0;
    options.anim_params.loop_count = 0;
    *f = (struct image_film){ WebPAnimEncoderNew(width, height, &options), width, height };
    arena_defer(a, end, f);
    return f->encoder != NULL;
}

bool image_film_add(struct image_film *f, const uint8_t *rgba, int from_ms)
{
    WebPConfig config;
    WebPPicture picture;
    bool done;

    if (!WebPConfigInit(&config) || !WebPPictureInit(&picture))
        return false;
    config.lossless = 1;
    config.method = METHOD;
    config.quality = EFFORT;
    picture.use_argb = 1;
    picture.width = f->width;
    picture.height = f->height;
    done = WebPPictureImportRGBA(&picture, rgba, f->width * 4) && WebPAnimEncoderAdd(f->encoder, &picture, from_ms, &config);
    WebPPictureFree(&picture);
    return done;
}

/* Also what the arena runs where it has no room for the copy. */
static void clear(void *arg)
{
    WebPDataClear(arg);
}

bool image_film_end(struct image_film *f, int end_ms, struct arena *a, struct str *ret)
{
    WebPData *bytes = ARENA_NEW(a, WebPData);
    bool done;

    WebPDataInit(bytes);
    arena_defer(a, clear, bytes);
    done = WebPAnimEncoderAdd(f->encoder, NULL, end_ms, NULL) && WebPAnimEncoderAssemble(f->encoder, bytes);
    if (done)
        *ret = (struct str){ arena_str(a, (struct str){ (const char *)bytes->bytes, bytes->size }), bytes->size };
    clear(bytes);
    end(f);
    return done;
}
