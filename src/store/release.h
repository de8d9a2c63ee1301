/* release.h: the name of what is installed: published files and cached replies of another program or template are never mixed. */
#ifndef STORE_RELEASE_H
#define STORE_RELEASE_H

#include "store/config.h"

/* 16 hex digits of a SHA-256 over the programs (*.fcgi in c->libexec), templates, www, sql and the configuration file:
   names and contents. What is missing counts as empty. From the arena. */
const char *release_hash(struct arena *arena, const struct config *c);

#endif
