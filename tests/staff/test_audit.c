/* Walking along the chained log: what is walked again, and what is found when. */
#include "tables.h"

#include "sql/staff.h"
#include "staff/staff.h"

#define MINUTE 60000000LL
#define MANY 50000

static struct staff_audit_walk_row rows[MANY];
static struct hash hashes_of[MANY];
static const struct hash zero;
static int64_t row_count, walked;

static enum err walk(struct ctx *cx, const void *in, void *ret)
{
    const struct staff_audit_walk_in *i = in;
    const struct fake_each *each = ret;
    int64_t given = 0;

    (void)cx;
    for (int64_t n = 0; n < row_count && given < i->limit; n++) {
        if (rows[n].seq > i->after) {
            each->each(each->arg, &rows[n]);
            given++;
        }
    }
    walked += given;
    return OK;
}

static void append(int64_t count)
{
    for (; count > 0; count--) {
        int64_t n = row_count++;
        struct hash previous = n ? hashes_of[n - 1] : zero;
        struct audit_entry a = { .seq = 2 * n + 2, .at = n, .actor_kind = "account", .actor = "kate", .action = "POST /x", .object = "/x",
                                 .detail = "", .address = "", .request_id = "r" };

        hashes_of[n] = audit_hash(previous, &a);
        rows[n] = (struct staff_audit_walk_row){ .seq = a.seq, .at = a.at, .actor_kind = a.actor_kind, .actor = a.actor,
                                                 .action = a.action, .object = a.object, .detail = a.detail, .address = a.address,
                                                 .request_id = a.request_id, .hash = { (const char *)hashes_of[n].b, HASH_BYTES } };
        rows[n].previous = n ? rows[n - 1].hash : (struct str){ (const char *)zero.b, HASH_BYTES };
    }
}

static struct ctx *begin(int64_t count)
{
    static struct arena arena;
    static struct ctx cx;

    arena_init(&arena, 10 << 20);
    ctx_init(&cx, &arena, asked_store(), 10000);
    fake_db_on(STAFF_AUDIT_WALK, walk);
    append(count);
    return &cx;
}

/* Walks at this minute; the result's last entry. */
static struct audit_walk at(struct ctx *cx, int minute)
{
    struct audit_walk w;

    walked = 0;
    CU_ASSERT_EQUAL(audit_check(cx, (minute + 1) * MINUTE, &w), OK);
    return w;
}

TEST(audit_walks_what_is_new)
{
    struct ctx *cx = begin(0);

    CU_ASSERT_TRUE(at(cx, 0).whole);
    append(50);
    CU_ASSERT_EQUAL(at(cx, 0).last, 100);
    CU_ASSERT_EQUAL(walked, 50);
    append(3);
    CU_ASSERT_EQUAL(at(cx, 1).last, 106);
    CU_ASSERT_EQUAL(walked, 4);
    CU_ASSERT_TRUE(at(cx, 1).whole);
    CU_ASSERT_EQUAL(walked, 1);
    CU_ASSERT_EQUAL(at(cx, 1).began_at, MINUTE);
    CU_ASSERT_EQUAL(at(cx, 11).began_at, 12 * MINUTE);
}

TEST(audit_finds_what_was_changed)
{
    struct ctx *cx = begin(50);
    struct audit_walk w = { 0 };

    CU_ASSERT_EQUAL(at(cx, 0).broken_at, 0);
    rows[9].actor = "vic";
    CU_ASSERT_EQUAL(audit_walk_on(cx, &w, INT64_MAX), OK);
    CU_ASSERT_EQUAL(w.broken_at, 20);
    CU_ASSERT_EQUAL(at(cx, 9).broken_at, 0);
    CU_ASSERT_EQUAL(at(cx, 11).broken_at, 20);
    CU_ASSERT_EQUAL(at(cx, 12).broken_at, 20);
    rows[9].actor = "kate";
    CU_ASSERT_EQUAL(at(cx, 30).broken_at, 0);
}

/* The newest entries are the ones that somebody would like to be gone. */
TEST(audit_finds_what_is_gone_at_once)
{
    struct ctx *cx = begin(50);

    CU_ASSERT_EQUAL(at(cx, 0).broken_at, 0);
    row_count = 49;
    CU_ASSERT_EQUAL(at(cx, 0).broken_at, 100);
}

TEST(audit_finds_what_was_replaced_at_once)
{
    struct ctx *cx = begin(50);

    CU_ASSERT_EQUAL(at(cx, 0).broken_at, 0);
    row_count = 49;
    append(1);
    CU_ASSERT_EQUAL(at(cx, 0).broken_at, 0);
    hashes_of[49].b[0] ^= 1;
    CU_ASSERT_EQUAL(at(cx, 0).broken_at, 100);
}

TEST(audit_walks_a_long_log_in_parts)
{
    struct ctx *cx = begin(MANY);
    int64_t longest = 0;
    int views = 0;

    while (!at(cx, 0).whole && views++ < 10)
        longest = walked > longest ? walked : longest;
    CU_ASSERT_EQUAL(at(cx, 0).last, 2 * MANY);
    CU_ASSERT_TRUE(views >= 2 && views < 5 && longest <= 20000);
    /* While it is followed again, the last result stands. */
    CU_ASSERT_TRUE(at(cx, 11).whole);
    CU_ASSERT_EQUAL(at(cx, 11).began_at, MINUTE);
    CU_ASSERT_EQUAL(at(cx, 11).began_at, 12 * MINUTE);
}
