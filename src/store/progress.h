/* progress.h: how far a command of the administrator has come. */
#ifndef STORE_PROGRESS_H
#define STORE_PROGRESS_H

#include <stddef.h>

/* A bar on standard error where that is a terminal; at most ten times a second, and always at the end. */
void progress_show(size_t done, size_t all, const char *what);
/* Takes the bar away, so that something else can be printed on its line. */
void progress_clear(void);

#endif
