#include "store/cache_batch.h"

#include <errno.h>

void batch_init(struct batch *b)
{
    *b = (struct batch){ .sent = 0 };
    b->last = &b->first;
    pthread_mutex_init(&b->lock, NULL);
}

void batch_done(struct batch *b)
{
    pthread_mutex_destroy(&b->lock);
}

/* May the caller send at once? Else it is one of those that wait. */
static bool begin(struct batch *b, struct ask *own)
{
    bool now;

    pthread_mutex_lock(&b->lock);
    now = b->sent < BATCH_SENT_MAX;
    if (now) {
        b->sent++;
    } else {
        sem_init(&own->told, 0, 0);
        *b->last = own;
        b->last = &own->next;
    }
    pthread_mutex_unlock(&b->lock);
    return now;
}

static void wait_until_told(struct ask *own)
{
    while (sem_wait(&own->told) != 0 && errno == EINTR)
        ;
}

/* Those that wait, from the caller on, as many as may go together. */
static struct ask *take(struct batch *b)
{
    struct ask *all, **end = &b->first;

    pthread_mutex_lock(&b->lock);
    all = b->first;
    for (size_t n = 0; *end && n < BATCH_ASKS_MAX; n++)
        end = &(*end)->next;
    b->first = *end;
    *end = NULL;
    if (!b->first)
        b->last = &b->first;
    pthread_mutex_unlock(&b->lock);
    return all;
}

/* The first of those that wait sends next, and all that wait when it comes to that. */
static void hand_over(struct batch *b)
{
    struct ask *next;

    pthread_mutex_lock(&b->lock);
    next = b->first && !b->first->leads ? b->first : NULL;
    if (next)
        next->leads = true;
    else
        b->sent--;
    pthread_mutex_unlock(&b->lock);
    if (next)
        sem_post(&next->told);
}

void batch_ask(struct batch *b, struct ask *own, void (*send)(void *arg, struct ask *asks), void *arg)
{
    struct ask *all = own;

    if (!begin(b, own)) {
        wait_until_told(own);
        if (!own->leads)
            return;
        all = take(b);
    }
    send(arg, all);
    hand_over(b);
    for (struct ask *a = all, *next; a; a = next) {
        next = a->next;            /* who is told goes away */
        if (a != own)
            sem_post(&a->told);
    }
}
