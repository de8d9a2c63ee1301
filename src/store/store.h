/* store.h: what a process opens once and every ctx points to. Frozen after start. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "store/config.h"

struct cache;
struct db;

struct store {
    struct config config;
    struct db *db;
    struct cache *cache;       /* NULL: switched off */
    const char *module;        /* "recipes" */
    const char *host;          /* this host's name, for cursors and leases */
    void *state;               /* what the module's start() made for this process; NULL without */
};

#endif
