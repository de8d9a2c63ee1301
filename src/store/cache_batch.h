/* cache_batch.h: gets that are asked for while others are on their way go together, as one: with many readers at once it costs
   memcached and the system a fraction, with few nobody waits. */
#ifndef STORE_CACHE_BATCH_H
#define STORE_CACHE_BATCH_H

#include "store/cache_internal.h"

#include <pthread.h>
#include <semaphore.h>

#define BATCH_KINDS_MAX 2
#define BATCH_ASKS_MAX 16
#define BATCH_SENT_MAX 2     /* one is answered while the other is read */

/* One get, of the thread that asks. Begins zeroed but for the first two. */
struct ask {
    const struct cache_key *key;
    const char *kinds;
    struct str found[BATCH_KINDS_MAX];   /* of malloc(); p NULL: not there */
    bool answered;                       /* the server said what it has; false: no server */
    bool leads;                          /* told to send, not that it was answered */
    sem_t told;
    struct ask *next;
};

/* Of one server. */
struct batch {
    pthread_mutex_t lock;
    struct ask *first, **last;           /* that wait: nobody has sent them yet */
    unsigned sent;                       /* how many `send` run, or are about to */
};

void batch_init(struct batch *b) /* nobody waits, nothing is on its way */;
void batch_done(struct batch *b) /* nobody asks any more */;
/* Has `own` answered by `send`, which fills `found` and `answered` of all that it is given (by `next`; at most BATCH_ASKS_MAX).
   At once where not too many are on their way; else with all that wait when one of those ends, by the first of them. Who joins was
   not sent yet: no get is answered by what was asked before it. Takes at most as long as two `send`, and more only
   where more than BATCH_ASKS_MAX wait. */
void batch_ask(struct batch *b, struct ask *own, void (*send)(void *arg, struct ask *asks), void *arg);

#endif
