/* Gets that go together: who joins which, that everybody gets its own answer, and that nobody gets one older than its question. */
#include "store/cache_batch.h"
#include "test.h"

#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

enum { ASKERS = BATCH_SENT_MAX + 2 * BATCH_ASKS_MAX + 3 };

static struct batch batch;
static sem_t gate;                   /* each send waits for it */
static atomic_int sends, sent_now, sent_most, asks_most, answers;
static atomic_bool server_is_away;

static struct asker {
    pthread_t thread;
    struct cache_key key;
    struct ask ask;
    int asked_at, sent_as;           /* sends that had begun when it asked; the number of the send that took it along */
} askers[ASKERS];

static void highest(atomic_int *most, int n)
{
    int was = *most;

    while (was < n && !atomic_compare_exchange_weak(most, &was, n))
        ;
}

/* "memcached": the value of a key is its text. */
static void send(void *arg, struct ask *asks)
{
    int number = ++sends, n = 0;

    (void)arg;
    highest(&sent_most, ++sent_now);
    for (struct ask *a = asks; a; a = a->next, n++)
        askers[a->key->hash[0]].sent_as = number;
    highest(&asks_most, n);
    sem_wait(&gate);
    for (struct ask *a = asks; a; a = a->next) {
        a->answered = !server_is_away;
        if (a->answered)
            a->found[0] = str_of(a->key->text);
    }
    sent_now--;
}

static void *ask(void *arg)
{
    struct asker *own = arg;

    own->asked_at = sends;
    own->ask = (struct ask){ .key = &own->key, .kinds = "v" };
    batch_ask(&batch, &own->ask, send, NULL);
    answers++;
    return NULL;
}

static size_t waiting(void)
{
    size_t n = 0;

    pthread_mutex_lock(&batch.lock);
    for (const struct ask *a = batch.first; a; a = a->next)
        n++;
    pthread_mutex_unlock(&batch.lock);
    return n;
}

static void begin(void)
{
    batch_init(&batch);
    sem_init(&gate, 0, 0);
    for (int i = 0; i < ASKERS; i++) {
        askers[i].key.hash[0] = (uint8_t)i;
        snprintf(askers[i].key.text, sizeof(askers[i].key.text), "_%d", i);
    }
}

/* Asks from `first` on, one after the other: the first ones are sent, the others wait. */
static void start(int first, int count)
{
    for (int i = first; i < first + count; i++) {
        CU_ASSERT_EQUAL_FATAL(pthread_create(&askers[i].thread, NULL, ask, &askers[i]), 0);
        while (sends + (int)waiting() < i + 1)
            usleep(100);
    }
}

static void end(int count)
{
    for (int i = 0; i < count; i++)
        pthread_join(askers[i].thread, NULL);
    CU_ASSERT_EQUAL(answers, count);
    CU_ASSERT_EQUAL(batch.sent, 0);
    CU_ASSERT_PTR_NULL(batch.first);
    for (int i = 0; i < count; i++) {
        CU_ASSERT_TRUE(askers[i].sent_as > askers[i].asked_at);
        CU_ASSERT_EQUAL(askers[i].ask.answered, !server_is_away);
        if (!server_is_away)
            ASSERT_STR(askers[i].ask.found[0].p, askers[i].key.text);
    }
    batch_done(&batch);
}

static void open_gate(int n)
{
    while (n-- > 0)
        sem_post(&gate);
}

TEST(who_comes_alone_is_sent_at_once)
{
    begin();
    open_gate(3);
    for (int i = 0; i < 3; i++) {
        ask(&askers[i]);
        CU_ASSERT_EQUAL(sends, i + 1);
        ASSERT_STR(askers[i].ask.found[0].p, askers[i].key.text);
    }
    CU_ASSERT_EQUAL(asks_most, 1);
    CU_ASSERT_EQUAL(batch.sent, 0);
}

TEST(who_waits_goes_together)
{
    int together = BATCH_ASKS_MAX;

    begin();
    start(0, BATCH_SENT_MAX + together);
    CU_ASSERT_EQUAL(sends, BATCH_SENT_MAX);
    CU_ASSERT_EQUAL(waiting(), together);
    open_gate(BATCH_SENT_MAX + 1);
    end(BATCH_SENT_MAX + together);
    CU_ASSERT_EQUAL(sends, BATCH_SENT_MAX + 1);
    CU_ASSERT_EQUAL(asks_most, together);
}

TEST(a_crowd_goes_in_parts)
{
    begin();
    start(0, ASKERS);
    open_gate(BATCH_SENT_MAX + 3);
    end(ASKERS);
    CU_ASSERT_EQUAL(sends, BATCH_SENT_MAX + 3);
    CU_ASSERT_EQUAL(asks_most, BATCH_ASKS_MAX);
    CU_ASSERT_EQUAL(sent_most, BATCH_SENT_MAX);
}

TEST(who_asks_while_a_batch_is_on_its_way_is_not_answered_by_it)
{
    begin();
    start(0, BATCH_SENT_MAX + 1);
    open_gate(1);                               /* the last one is sent now ... */
    while (sends < BATCH_SENT_MAX + 1)
        usleep(100);
    CU_ASSERT_EQUAL_FATAL(pthread_create(&askers[BATCH_SENT_MAX + 1].thread, NULL, ask, &askers[BATCH_SENT_MAX + 1]), 0);
    while (waiting() < 1)
        usleep(100);
    open_gate(BATCH_SENT_MAX + 1);
    end(BATCH_SENT_MAX + 2);
    CU_ASSERT_EQUAL(askers[BATCH_SENT_MAX + 1].sent_as, BATCH_SENT_MAX + 2);   /* ... and this one for itself */
}

TEST(without_a_server_all_are_told)
{
    server_is_away = true;
    begin();
    start(0, ASKERS);
    open_gate(BATCH_SENT_MAX + 3);
    end(ASKERS);
}

static void *ask_often(void *arg)
{
    struct asker *own = arg;

    for (int i = 0; i < 2000; i++) {
        own->asked_at = sends;
        own->ask = (struct ask){ .key = &own->key, .kinds = "v" };
        batch_ask(&batch, &own->ask, send, NULL);
        answers += own->sent_as > own->asked_at && own->ask.answered && own->ask.found[0].p == own->key.text;
    }
    return NULL;
}

TEST(many_threads_that_ask_without_a_pause)
{
    enum { THREADS = 20 };

    begin();
    open_gate(THREADS * 2000);
    for (int i = 0; i < THREADS; i++)
        CU_ASSERT_EQUAL_FATAL(pthread_create(&askers[i].thread, NULL, ask_often, &askers[i]), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(askers[i].thread, NULL);
    CU_ASSERT_EQUAL(answers, THREADS * 2000);
    CU_ASSERT_TRUE(sent_most <= BATCH_SENT_MAX);
    CU_ASSERT_TRUE(asks_most <= BATCH_ASKS_MAX);
    CU_ASSERT_EQUAL(batch.sent, 0);
}
