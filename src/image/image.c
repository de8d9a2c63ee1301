/* image.c: the library's start, and its blobs. */
#include "image/image.h"

#include <magick/MagickCore.h>
#include <pthread.h>

#define MIB ((size_t)1 << 20)

/* Everything is forbidden but what is read and made here; the system's own policy can only forbid more. */
static const char policy[] =          /* style: XML */
    "<policymap>"
    "<policy domain=\"coder\" rights=\"none\" pattern=\"*\"/>"                        /* style: XML */
    "<policy domain=\"coder\" rights=\"read | write\" pattern=\"{JPEG,PNG,PNG8,PNG24,PNG32,PNG64,WEBP}\"/>"
    "<policy domain=\"delegate\" rights=\"none\" pattern=\"*\"/>"                     /* style: XML */
    "<policy domain=\"filter\" rights=\"none\" pattern=\"*\"/>"
    "<policy domain=\"path\" rights=\"none\" pattern=\"@*\"/></policymap>";           /* style: XML */

/* Time is watched by the jobs: the library's own limit counts from the start of the process. */
static const struct {
    ResourceType type;
    MagickSizeType limit;
    const char *name;
} limits[] = {
    { ThreadResource, 1, "thread" }, { MemoryResource, 256 * MIB, "memory" }, { MapResource, 0, "map" }, { DiskResource, 0, "disk" },
    { WidthResource, IMAGE_SIDE_MAX, "width" }, { HeightResource, IMAGE_SIDE_MAX, "height" }
};

static struct {
    pthread_once_t once;
    char why[200];                    /* "" when all is in force */
} start = { PTHREAD_ONCE_INIT, "" };

static void refuse(const char *what, const char *name)
{
    snprintf(start.why, sizeof(start.why), "ImageMagick: %s \"%s\"", what, name);
}

static bool may(const char *coder)
{
    return IsRightsAuthorized(CoderPolicyDomain, ReadPolicyRights, coder) ||
           IsRightsAuthorized(CoderPolicyDomain, WritePolicyRights, coder);
}

static void check_coders(void)
{
    static const char *const needed[] = { "JPEG", "PNG", "WEBP" };
    static const char *const forbidden[] = { "MVG", "MSL", "SVG", "TEXT", "LABEL", "URL", "HTTP", "PS", "PDF", "EPHEMERAL" };

    for (size_t i = 0; i < ARRAY_LEN(needed); i++) {
        ExceptionInfo *e = AcquireExceptionInfo();
        const MagickInfo *info = GetMagickInfo(needed[i], e);

        if (!info || !info->encoder || !info->decoder || !may(needed[i]))
            refuse("there is no coder, or policy.xml forbids it,", needed[i]);
        DestroyExceptionInfo(e);
    }
    for (size_t i = 0; i < ARRAY_LEN(forbidden); i++) {
        if (may(forbidden[i]))
            refuse("our policy does not keep it from reading", forbidden[i]);
    }
}

static void start_library(void)
{
    ExceptionInfo *e;

    MagickWandGenesis();
    e = AcquireExceptionInfo();
    if (!SetMagickSecurityPolicy(policy, e))
        refuse("it does not take", "our policy");
    DestroyExceptionInfo(e);
    for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
        MagickSetResourceLimit(limits[i].type, limits[i].limit);
        if (MagickGetResourceLimit(limits[i].type) > limits[i].limit)
            refuse("it does not keep our limit", limits[i].name);
    }
    check_coders();
}

bool image_start(const char **ret_why)
{
    pthread_once(&start.once, start_library);
    *ret_why = start.why;
    return !start.why[0];
}

/* Also what the arena runs where it has no room for the copy. */
static void relinquish(void *arg)
{
    unsigned char **held = arg;

    MagickRelinquishMemory(*held);
    *held = NULL;
}

bool image_blob(MagickWand *wand, bool all, struct arena *a, struct str *ret)
{
    unsigned char **held = ARENA_NEW(a, unsigned char *);
    size_t n = 0;
    bool got;

    arena_defer(a, relinquish, held);
    MagickResetIterator(wand);
    *held = all ? MagickGetImagesBlob(wand, &n) : MagickGetImageBlob(wand, &n);
    got = *held && n > 0;
    if (got)
        *ret = (struct str){ arena_str(a, (struct str){ (const char *)*held, n }), n };
    relinquish(held);
    return got;
}
