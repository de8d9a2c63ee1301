/* file.h: published files below var/published/RELEASE, which the web server serves by itself.
   Copies only: may be deleted any time. */
#ifndef STORE_FILE_H
#define STORE_FILE_H

#include "store/ctx.h"

#define PAGE_RETRACT_TOPIC "page.retract"    /* of the outbox: a path as JSON text, or a list of them */

/* Answers a miss of a published path ("/recipes/soup", suffix ".html"): takes the path's lock, looks whether somebody
   published it meanwhile, else calls `make(cx, arg, ret_bytes)` and writes the bytes beside, then renames. A waiter gives up
   after 500 ms and makes the bytes without publishing. Errors of `make` are returned and publish nothing; a failed write is
   no error. */
enum err file_publish(struct ctx *cx, const char *path, const char *suffix,
                      enum err (*make)(struct ctx *cx, void *arg, struct str *ret_bytes), void *arg, struct str *ret_bytes);
/* Unpublishes, and drops the cached reply of the path: whoever asks afterwards gets what is committed now. A page that is just
   being made is not published. A path that ends with a slash stands for all files of that folder; "#NAME" for the
   lists of a group (cache_bump()). Never waits. Not an error if
   absent; ERR_MALFORMED for a path that cannot be published. */
enum err page_retract(struct ctx *cx, const char *path);
/* page_retract() after the commit, here and (by the outbox) on every other host. If other hosts cannot be told, the commit fails. */
void page_retract_after_commit(struct ctx *cx, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* For the owner of the transaction, before it commits: tells other hosts of all its retractions, many in one event. */
enum err page_announce_retractions(struct ctx *cx);
/* page_retract() of what such an event tells; one that nobody can understand is passed over. */
enum err page_retract_announced(struct ctx *cx, const char *json);
/* Points published/current at this release and deletes what others published; everything of this one too when `all`
   or when the machine was started since. */
void file_sweep(const struct store *store, bool all);
/* Writes a file whole or not at all (beside, fsync when `durable`, rename). False with errno. */
bool file_write(const char *path, struct str bytes, bool durable);

#endif
