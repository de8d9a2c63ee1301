/* lease.h: one worker at a time, by a row with the database's clock and a fencing number that only grows. */
#ifndef STORE_LEASE_H
#define STORE_LEASE_H

#include "store/ctx.h"

/* Takes or prolongs the lease `name` for `seconds`: OK with its fencing number, ERR_CONFLICT when another holder has it. */
enum err lease_take(struct ctx *cx, const char *name, const char *holder, int seconds, int64_t *ret_fence);
/* Inside a transaction: OK only while `fence` is still the newest number of `name`; the row stays locked until the commit. */
enum err lease_check(struct ctx *cx, const char *name, int64_t fence);
enum err lease_give_back(struct ctx *cx, const char *name, const char *holder);

/* Background work of a module; a row of its `jobs` table. */
struct job {
    const char *name;          /* "outbox.number" */
    int every_ms;              /* pause between runs that found nothing to do */
    bool per_host;             /* true: runs on every host, no lease */
    enum err (*run)(struct ctx *cx, int64_t fence, bool *ret_more);   /* one step; more: run again at once */
    const char *help;
};

/* The store's own jobs, for one program of a site to run: numbers and prunes the outbox, retracts what other hosts retracted. */
extern const struct job store_jobs[];

/* Runs the jobs of the lists (each ended by { 0 }) in one thread each until `*stop`. A job that is not per_host runs where its lease
   ("job.NAME") is; `fence` is for lease_check(). Failures are logged, with a growing pause. A step has 30 s. */
void jobs_run(const struct store *store, const struct job *const *lists, size_t list_count, volatile int *stop);

#endif
