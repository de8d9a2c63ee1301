/* statements.pl: what it makes (by fixture.sql) and what it refuses. */
#include "test.h"

#include "server.h"
#include "store/db.h"
#include "tests/store/fixture.h"

#include <sys/wait.h>

struct refusal {
    const char *sql, *message;
};

static const struct refusal refusals[] = {
    { "-- name: a b\n", ":1: write '-- name: NAME one|many|exec ro|rw'" },
    { "SELECT 1\n", ":1: text before '-- name:'" },
    { "-- in: a int\n", ":1: 'in:' before '-- name:'" },
    { "-- name: a one ro\n-- out: x int\n-- tables: t\nSELECT :y\n", ":4: ':y' is not in 'in:' of 'a'" },
    { "-- name: a one ro\n-- out: x int\n-- tables: t\n-- in: y int\nSELECT 1\n", ":4: 'y' is not used in 'a'" },
    { "-- name: a one ro\n-- out: x number\n", ":2: unknown type 'number' of 'x'" },
    { "-- name: a one ro\n-- out: x int[]\n", ":2: a list cannot come out: 'x'" },
    { "-- name: a one ro\n-- in: x bool?\n", ":2: a bool cannot be NULL: 'x'" },
    { "-- name: a one ro\n-- in: x json[]\n", ":2: a list of 'json' is not possible" },
    { "-- name: a one ro\n-- in: default int\n", ":2: 'default' is a word of C or of the generated struct" },
    { "-- name: a one ro\n-- out: x.y int, x_y int\n", ":2: 'x_y' is there twice in 'out'" },
    { "-- name: a one ro\n-- colour: red\n", ":2: unknown header 'colour'" },
    { "-- name: a one ro\n-- out: x int\nSELECT 1\n", ":1: 'a' needs 'tables:'" },
    { "-- name: a one ro\n-- tables: t w\n", ":2: an ro statement changes nothing: 't w'" },
    { "-- name: a one ro\n-- out: x int\n-- tables: t\nUPDATE t SET a = 1\n", ":1: 'a' is ro and must begin with SELECT or WITH" },
    { "-- name: a exec rw\n-- out: x int\n-- tables: t w\nDELETE FROM t\n", ":1: 'a' is exec: it has no 'out:'" },
    { "-- name: a one ro\n-- tables: t\nSELECT 1\n", ":1: 'a' needs 'out:'" },
    { "-- name: a one ro\n-- out: x int\n-- tables: t\nSELECT ?\n", ":4: '?' stands for nothing here" },
    { "-- name: a one ro\n-- out: x int\n-- tables: t\nSELECT 'x\n", ":4: a quote that does not end in its line" },
    { "-- name: a one ro\n-- out: x int\n-- tables: t\n--? maybe SELECT 1\n", ":1: the first line of 'a' cannot be optional" },
    { "-- name: a one ro\n-- out: x int\n-- tables: t\nSELECT 1\n-- in: y int\n", ":5: 'in:' behind the text of 'a'" },
    { "-- name: a one ro\n-- out: x int\n-- tables: t\nSELECT 1\n-- name: a one ro\n",
      ":5: there are two statements 'a' (the other in line 1)" },
    { "-- name: a one ro\n-- out: x id\n-- tables: t\n-- child: b[] c(x)\nSELECT 1\n", ":4: there is no statement 'c'" },
    { "-- name: a one ro\n-- out: x int\n-- tables: t\n-- child: b[] c(x)\nSELECT 1\n"
      "-- name: c many ro\n-- in: parents id[]\n-- out: parent id\n-- tables: t\n"
      "SELECT id FROM t WHERE id IN (:parents)\n",
      ":4: 'x' is no id" },
    { "-- name: a one ro\n-- out: x id\n-- tables: t\n-- child: b[] c(x)\nSELECT 1\n"
      "-- name: c many ro\n-- in: parents id[], low int\n-- out: parent id\n-- tables: t\n"
      "SELECT id FROM t WHERE id IN (:parents) AND a > :low\n",
      ":4: 'low' of 'c' is not in 'in:' of 'a' with the same type" },
    { "-- name: a one ro\n-- out: x int\n-- tables: t\nSELECT '\xc3\xa4'\n", ":4: only ASCII, no control characters" },
};

static void refuse(const struct refusal *r)
{
    const char *folder = test_folder();
    char path[300], command[1200], output[1000] = "", script[600];
    FILE *pipe;
    size_t n;

    snprintf(path, sizeof(path), "%s/bad.sql", folder);
    snprintf(script, sizeof(script), "%s", test_source("src/store/statements.pl"));
    test_write_file(path, r->sql);
    snprintf(command, sizeof(command), "perl %s %s %s/bad.h %s/bad.c 2>&1", script, path, folder, folder);
    pipe = popen(command, "re");
    n = fread(output, 1, sizeof(output) - 1, pipe);
    output[n] = '\0';
    CU_ASSERT_NOT_EQUAL(pclose(pipe), 0);
    if (!strstr(output, r->message) || strncmp(output, path, strlen(path)) != 0) {
        printf("of:\n%s  got      %s  expected %s\n", r->sql, output, r->message);
        CU_FAIL("another message");
    }
}

TEST(mistakes_are_told_with_file_and_line)
{
    for (size_t i = 0; i < ARRAY_LEN(refusals); i++)
        refuse(&refusals[i]);
}

TEST(the_table_says_what_the_file_says)
{
    const struct statement *st = FIXTURE_LIST;

    ASSERT_STR(st->owner, "fixture");
    ASSERT_STR(st->name, "list");
    ASSERT_STR(st->tables, "thing r");
    CU_ASSERT_EQUAL(st->shape, STATEMENT_MANY);
    CU_ASSERT_FALSE(st->writes);
    CU_ASSERT_TRUE(FIXTURE_ADD_COUNT->writes);
    CU_ASSERT_EQUAL(st->in_count, 2);
    CU_ASSERT_EQUAL(st->with_offset, offsetof(struct fixture_list_in, with));
    CU_ASSERT_EQUAL(FIXTURE_GET->with_offset, SIZE_MAX);
    CU_ASSERT_EQUAL(FIXTURE_LIST_WITH_NAME, 1);
    CU_ASSERT_EQUAL(FIXTURE_LIST_WITH_LEAST, 2);
    CU_ASSERT_EQUAL(FIXTURE_TREE->out[2].offset, offsetof(struct fixture_tree_row, size_count));
    ASSERT_STR(FIXTURE_TREE->out[2].name, "size.count");
    CU_ASSERT_EQUAL(FIXTURE_BY_IDS->in[0].type, COLUMN_IDS);
    CU_ASSERT_EQUAL(FIXTURE_TOTAL->in_size, 0);
    CU_ASSERT_EQUAL(FIXTURE_TREE->child_count, 4);
    CU_ASSERT_TRUE(FIXTURE_TREE->children[1].plain);
    CU_ASSERT_EQUAL(FIXTURE_TREE->children[0].from_parent[0], -1);
    CU_ASSERT_EQUAL(FIXTURE_TREE->children[0].from_parent[1], 0);
    CU_ASSERT_PTR_EQUAL(FIXTURE_TREE->children[0].statement, FIXTURE_PARTS_OF);
    CU_ASSERT_PTR_EQUAL(fixture_statements[0], FIXTURE_INSERT);
    CU_ASSERT_TRUE(fixture_statement_count > 10);
}

TEST(the_text_has_marks_for_parameters)
{
    static struct arena arena;

    arena_init(&arena, 1 << 20);
    ASSERT_STR(db_statement_text(&arena, FIXTURE_ADD_COUNT, UINT32_MAX), "UPDATE thing SET count = count + ? WHERE id = ?");
    ASSERT_STR(db_statement_text(&arena, FIXTURE_LIST, UINT32_MAX), "SELECT id, name, count FROM thing\nWHERE count >= 0\nAND name = ?\n"
               "AND count >= ? AND count >= ?\nORDER BY name, id ");
}
