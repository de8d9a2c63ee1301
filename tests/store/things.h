/* things.h: what the tests of the store share: a site with the fixture's table, and things in it. */
#ifndef TESTS_STORE_THINGS_H
#define TESTS_STORE_THINGS_H

#include "server.h"
#include "sql/store.h"
#include "store/db.h"
#include "test.h"
#include "tests/store/fixture.h"

/* Fails the test with the reason when a call on `CX` did not work. */
#define ASSERT_OK(CX, CALL)                                                                                                    \
    do {                                                                                                                       \
        if ((CALL) != OK) {                                                                                                    \
            printf("%s:%d: %s\n", __FILE__, __LINE__, (CX)->error_detail ? (CX)->error_detail : "");                          \
            CU_FAIL_FATAL(#CALL);                                                                                              \
        }                                                                                                                      \
    } while (0)

/* A site on `server` with an account for the fixture's statements. */
static inline struct test_site *fixture_site(const struct test_server *server, const char *extra)
{
    const struct statement *const level[] = { STORE_SCHEMA_LEVEL };
    const struct statement *const *owners[] = { fixture_statements, level };
    size_t counts[] = { fixture_statement_count, 1 };

    return test_site_open(server, test_source("tests/store/fixture"), extra, owners, counts, 2);
}

static inline struct fixture_insert_in thing(const char *name, int64_t count)
{
    return (struct fixture_insert_in){ .id = id_new(0), .name = name, .count = count, .count_null = DB_NULL, .price = 199, .ratio = "1.5",
                                       .made_at = 1767323045678901, .seen_at = DB_NULL, .body = { "", 0 }, .extra = "{}" };
}

static inline struct id add_thing(struct ctx *cx, const char *name, int64_t count)
{
    struct fixture_insert_in in = thing(name, count);

    ASSERT_OK(cx, db_exec(cx, FIXTURE_INSERT, &in, NULL));
    return in.id;
}

#endif
