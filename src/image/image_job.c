/* image_job.c: pictures on their way, each with its room: what they take is memory that the arena does not see. */
#include "image/image.h"

#include "base/clock.h"

#include <pthread.h>

#define ROOM_BYTES ((size_t)250 << 20)      /* of all jobs; Debian's own policy allows the library 256 MiB */
#define AT_ONCE 2

static struct {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    int running;
    size_t bytes;
} room = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0 };

struct image_scratch {
    struct image_scratch *older;
    _Alignas(64) char data[];
};

static void give_room_back(struct image_job *j)
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

void image_end(struct image_job *j)
{
    if (j->wand)
        DestroyMagickWand(j->wand);
    j->wand = NULL;
    while (j->scratch) {
        struct image_scratch *s = j->scratch;

        j->scratch = s->older;
        free(s);
    }
    give_room_back(j);
}

/* What the arena runs when a request ends early. */
static void end_job(void *arg)
{
    image_end(arg);
}

static struct timespec wall_deadline(const struct ctx *cx)
{
    int64_t at = clock_utc_us() + (int64_t)ctx_left_ms(cx) * 1000;

    return (struct timespec){ at / 1000000, at % 1000000 * 1000 };
}

static bool wait_for_room(struct image_job *j)
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
    const struct image_job *j = arg;

    (void)what;
    (void)done;
    (void)all;
    return ctx_left_ms(j->cx) > 0 ? MagickTrue : MagickFalse;
}

enum err image_begin(struct ctx *cx, size_t room_bytes, struct image_job **ret)
{
    struct image_job *j = ARENA_NEW(cx->arena, struct image_job);
    const char *why;

    if (!image_start(&why))
        return ctx_fail(cx, ERR_INTERNAL, NULL, "%s", why);
    j->cx = cx;
    j->room_bytes = room_bytes;
    arena_defer(cx->arena, end_job, j);
    if (!wait_for_room(j))
        return ctx_fail(cx, ERR_BUSY, NULL, "Too many pictures are being read or made just now: please try again");
    j->wand = NewMagickWand();
    MagickSetProgressMonitor(j->wand, going_on, j);
    *ret = j;
    return OK;
}

void *image_memory(struct image_job *j, size_t n)
{
    struct image_scratch *s = aligned_alloc(64, (sizeof(*s) + n + 63) / 64 * 64);

    if (!s)
        abort();
    s->older = j->scratch;
    j->scratch = s;
    return s->data;
}

enum err image_failure(struct image_job *j)
{
    ExceptionType severity = MagickGetExceptionType(j->wand);

    if (ctx_left_ms(j->cx) <= 0)
        return ctx_fail(j->cx, ERR_TIMEOUT, NULL, "The picture takes too long");
    if (severity == ResourceLimitError || severity == ResourceLimitFatalError || severity == CacheError)
        return ctx_fail(j->cx, ERR_BUSY, NULL, "There is no memory for the picture just now: please try again");
    return ERR_INVALID;
}
