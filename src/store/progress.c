#include "store/progress.h"

#include "base/clock.h"

#include <unistd.h>

#define BAR_CHARS 30

void progress_show(size_t done, size_t all, const char *what)
{
    static int64_t last_us;
    int64_t now_us = clock_mono_us();
    size_t filled = all ? done * BAR_CHARS / all : BAR_CHARS;

    if (!isatty(STDERR_FILENO) || (done < all && now_us - last_us < 100000))
        return;
    last_us = now_us;
    fprintf(stderr, "\r%s [%.*s%*s] %zu of %zu", what, (int)filled, "##############################", (int)(BAR_CHARS - filled), "", done,
            all);
    if (done == all)
        fputc('\n', stderr);
}

void progress_clear(void)
{
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
}
