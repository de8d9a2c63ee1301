/* pause.c: preloaded into a program under test: what it names in PAUSE_AT waits while the file PAUSE_WHILE exists (10 s at most).
   PAUSE_AT=publish: rename() of a published file, between the reading of its rows and its appearance.
   PAUSE_AT=keep: storing a reply in memcached, between the reading of its rows and the store. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define STEPS 2000

/* Tells the test that it has come here: PAUSE_WHILE.here. */
static void say_here(const char *while_file)
{
    char path[4096];
    int fd;

    snprintf(path, sizeof(path), "%s.here", while_file);
    fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
}

static void pause_at(const char *where)
{
    const char *at = getenv("PAUSE_AT"), *while_file = getenv("PAUSE_WHILE");
    struct timespec step = { 0, 5000000 };

    if (!at || !while_file || strcmp(at, where) != 0 || access(while_file, F_OK) != 0)
        return;
    say_here(while_file);
    for (int i = 0; i < STEPS && access(while_file, F_OK) == 0; i++)
        nanosleep(&step, NULL);
}

int rename(const char *from, const char *to)
{
    static int (*real)(const char *, const char *);

    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "rename");
    if (strstr(to, "/published/") && strstr(from, ".new"))
        pause_at("publish");
    return real(from, to);
}

/* The types of libmemcached do not matter: the arguments are passed on as they are. */
int memcached_set_by_key(void *mc, const char *group, size_t group_length, const char *key, size_t key_length, const char *value,
                         size_t value_length, time_t ttl, uint32_t flags)
{
    static int (*real)(void *, const char *, size_t, const char *, size_t, const char *, size_t, time_t, uint32_t);

    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "memcached_set_by_key");
    if (key_length && key[0] == 'v')
        pause_at("keep");
    return real(mc, group, group_length, key, key_length, value, value_length, ttl, flags);
}
