/* Migrations: applied once, re-runnable from any point, edits refused; accounts with exact rights. */
#include "things.h"

#include "sql/recipes.h"
#include "sql/staff.h"
#include "sql/web.h"
#include "store/migrate.h"

#include <mysqld_error.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena arena;
static struct config config;
static MYSQL *root;

static const char *const steps[] = {
    "CREATE TABLE IF NOT EXISTS one (id INT NOT NULL PRIMARY KEY) ENGINE = InnoDB;\n",
    "ALTER TABLE one ADD COLUMN IF NOT EXISTS name VARCHAR(10) NOT NULL DEFAULT 'a;b';\n",
    "-- a comment; with a semicolon;\nCREATE TABLE IF NOT EXISTS two (\n    id INT NOT NULL PRIMARY KEY\n) ENGINE = InnoDB;\n",
    "INSERT IGNORE INTO two (id) VALUES (1), (2);\n",
};

static void open_config(void)
{
    struct test_server server = test_mariadb_shared();
    const char *folder = test_folder(), *error = "";

    arena_init(&arena, 16 << 20);
    test_write_file(arena_printf(&arena, "%s/midway.conf", folder),
                    arena_printf(&arena, "[database]\nsocket=%s\nname=%s\n[paths]\nsql=%s/sql\n", server.socket, test_database_name(),
                                 folder));
    CU_ASSERT_TRUE_FATAL(config_load(&arena, folder, NULL, &config, &error));
    root = mysql_init(NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(mysql_real_connect(root, NULL, "root", "", NULL, 0, server.socket, 0));
}

static void write_schema(const char *name, const char *text)
{
    test_write_file(arena_printf(&arena, "%s/schema/%s", config.sql, name), text);
}

/* Everything that SELECTs give back, as text. */
static const char *ask(const char *sql)
{
    struct buf out;
    MYSQL_RES *rows;
    MYSQL_ROW row;

    buf_init(&out, &arena, 1 << 20);
    CU_ASSERT_EQUAL_FATAL(mysql_query(root, sql), 0);
    rows = mysql_store_result(root);
    while ((row = mysql_fetch_row(rows))) {
        for (unsigned i = 0; i < mysql_num_fields(rows); i++)
            buf_printf(&out, "%s%s", i ? "|" : "", row[i] ? row[i] : "NULL");
        buf_putc(&out, '\n');
    }
    mysql_free_result(rows);
    return buf_text(&out);
}

static const char *schema(void)
{
    mysql_select_db(root, config.db_name);
    return arena_printf(&arena, "%s%s%s", ask("SHOW CREATE TABLE one"), ask("SHOW CREATE TABLE two"), ask("SELECT * FROM two"));
}

static const char *all_steps(const char *before, size_t wrong, const char *mistake)
{
    struct buf text;

    buf_init(&text, &arena, 1 << 20);
    buf_puts(&text, before);
    for (size_t i = 0; i < ARRAY_LEN(steps); i++)
        buf_puts(&text, i == wrong ? mistake : steps[i]);
    return buf_text(&text);
}

TEST_LIMIT(a_migration_that_died_at_any_statement_is_finished_by_the_next, 40)
{
    struct migrate_report report;
    const char *error = "", *expected;

    open_config();
    write_schema("0001_test_all.sql", all_steps("", SIZE_MAX, ""));
    CU_ASSERT_TRUE_FATAL(migrate_run(&arena, &config, &report, &error));
    CU_ASSERT_EQUAL(report.applied, 1);
    ASSERT_STR(report.last, "0001_test_all.sql");
    expected = schema();
    CU_ASSERT_PTR_NOT_NULL(strstr(expected, "'a;b'"));
    for (size_t at = 0; at < ARRAY_LEN(steps); at++) {
        mysql_query(root, arena_printf(&arena, "DROP DATABASE %s", config.db_name));
        write_schema("0001_test_all.sql", all_steps("\n", at, "SELECT no_such_thing\nFROM nowhere;\n"));
        CU_ASSERT_FALSE(migrate_run(&arena, &config, &report, &error));
        CU_ASSERT_PTR_NOT_NULL(strstr(error, arena_printf(&arena, "0001_test_all.sql:%d: (1146)", at < 3 ? (int)at + 2 : 8)));
        write_schema("0001_test_all.sql", all_steps("", SIZE_MAX, ""));
        CU_ASSERT_TRUE(migrate_run(&arena, &config, &report, &error));
        ASSERT_STR(schema(), expected);
    }
    CU_ASSERT_TRUE(migrate_run(&arena, &config, &report, &error));
    CU_ASSERT_EQUAL(report.applied, 0);
    CU_ASSERT_EQUAL(report.already, 1);
}

TEST_LIMIT(an_edited_file_is_refused_by_name, 40)
{
    struct migrate_report report;
    const char *error = "";

    open_config();
    write_schema("0001_test_a.sql", steps[0]);
    write_schema("0002_test_b.sql", steps[2]);
    CU_ASSERT_TRUE_FATAL(migrate_run(&arena, &config, &report, &error));
    write_schema("0001_test_a.sql", "-- edited\nCREATE TABLE surprise (id INT);\n");
    write_schema("0003_test_c.sql", steps[0]);
    CU_ASSERT_FALSE(migrate_run(&arena, &config, &report, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error, "/schema/0001_test_a.sql: this file was applied before"));
    write_schema("0001_test_a.sql", steps[0]);
    CU_ASSERT_TRUE(migrate_run(&arena, &config, &report, &error));
    CU_ASSERT_EQUAL(report.applied, 1);
    CU_ASSERT_EQUAL(migrate_newest(&config), 3);
    write_schema("0003_test_d.sql", steps[0]);
    CU_ASSERT_FALSE(migrate_run(&arena, &config, &report, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error, "another file has the same number"));
}

TEST_LIMIT(a_program_that_is_newer_than_its_database_is_not_ready, 40)
{
    struct test_server server = test_mariadb_shared();
    struct test_site *site = fixture_site(&server, "");
    struct ctx cx;

    arena_init(&arena, 1 << 20);
    ctx_init(&cx, &arena, &site->store, 5000);
    CU_ASSERT_EQUAL(db_ready(&cx), OK);
    db_close(site->store.db);
    test_write_file(arena_printf(&arena, "%s/newer/schema/0002_fixture_more.sql", test_folder()), steps[0]);
    site->store.config.sql = arena_printf(&arena, "%s/newer", test_folder());
    site->store.db = db_open(&site->store.config, "test");
    CU_ASSERT_EQUAL(db_ready(&cx), ERR_BUSY);
    CU_ASSERT_PTR_NOT_NULL(strstr(cx.error_detail, "schema 1, this program needs 2"));
    db_close(site->store.db);
    site->store.db = NULL;
}

static bool may(MYSQL *account, const char *sql)
{
    bool yes = mysql_query(account, sql) == 0;

    mysql_free_result(mysql_store_result(account));
    return yes;
}

static MYSQL *connect_as(const struct config *c, const char *account)
{
    MYSQL *mysql = mysql_init(NULL);
    const char *user = config_db_user(&arena, c, account), *password = config_db_password(&arena, c, account);

    CU_ASSERT_PTR_NOT_NULL_FATAL(password);
    CU_ASSERT_PTR_NOT_NULL_FATAL(mysql_real_connect(mysql, NULL, user, password, c->db_name, 0, c->db_socket, 0));
    return mysql;
}

/* 0, or the number of the error. */
static unsigned try_text(MYSQL *mysql, const struct statement *st, uint32_t with)
{
    MYSQL_STMT *stmt = mysql_stmt_init(mysql);
    const char *text = db_statement_text(&arena, st, with);
    unsigned error = mysql_stmt_prepare(stmt, text, strlen(text)) ? mysql_stmt_errno(stmt) : 0;

    if (error && error != ER_PARSE_ERROR)
        printf("%s.%s: %s\n", st->owner, st->name, mysql_stmt_error(stmt));
    mysql_stmt_close(stmt);
    return error;
}

/* Each statement is prepared as the account that runs it: with all optional lines, with none, with each alone. Where some exclude
   each other or one is needed, not all of these are SQL; but one must be, and none may be forbidden. */
static void prepare_all(struct test_site *site, const struct statement *const *list, size_t count)
{
    MYSQL *mysql = connect_as(&site->store.config, "test");

    for (size_t i = 0; i < count; i++) {
        uint32_t optional = 0;
        int prepared = 0;

        for (size_t k = 0; k < list[i]->piece_count; k++)
            optional |= list[i]->pieces[k].with;
        for (int bit = -2; bit < 32; bit++) {
            uint32_t with = bit == -2 ? optional : bit == -1 ? 0 : 1u << bit;
            unsigned error = (with & optional) == with ? try_text(mysql, list[i], with) : ER_PARSE_ERROR;

            prepared += error == 0;
            CU_ASSERT_TRUE(error == 0 || error == ER_PARSE_ERROR);
        }
        if (!prepared) {
            printf("%s.%s is no SQL\n", list[i]->owner, list[i]->name);
            CU_FAIL("a statement that cannot be prepared");
        }
    }
    mysql_close(mysql);
}

TEST_LIMIT(an_account_may_what_its_statements_need_and_no_more, 40)
{
    const struct statement *const few[] = { FIXTURE_GET, FIXTURE_REMOVE };
    const struct statement *const *owners[] = { few };
    struct test_server server = test_mariadb_shared();
    struct test_site *site = fixture_site(&server, "");
    const struct config *c = &site->store.config;
    const char *error = "";
    struct stat st;
    MYSQL *account;

    arena_init(&arena, 4 << 20);
    prepare_all(site, fixture_statements, fixture_statement_count);
    CU_ASSERT_EQUAL(stat(arena_printf(&arena, "%s/test", c->db_passwords), &st), 0);
    CU_ASSERT_EQUAL(st.st_mode & 0777, 0600);
    CU_ASSERT_EQUAL(stat(c->db_passwords, &st), 0);
    CU_ASSERT_EQUAL(st.st_mode & 0777, 0700);
    account = connect_as(c, "test");
    CU_ASSERT_FALSE(may(account, "SELECT * FROM forbidden"));
    CU_ASSERT_FALSE(may(account, "DROP TABLE thing"));
    CU_ASSERT_FALSE(may(account, "INSERT INTO schema_migration VALUES (9, '', '', NOW())"));
    CU_ASSERT_FALSE(may(account, "SELECT user FROM mysql.user"));
    CU_ASSERT_TRUE(may(account, "UPDATE thing SET count = 1"));
    CU_ASSERT_TRUE_FATAL(migrate_account(&arena, c, "test", owners, (size_t[]){ 2 }, 1, &error));
    CU_ASSERT_FALSE(may(account, "UPDATE thing SET count = 1"));       /* surplus rights go */
    CU_ASSERT_FALSE(may(account, "SELECT * FROM schema_migration"));
    CU_ASSERT_TRUE(may(account, "DELETE FROM thing"));
    CU_ASSERT_TRUE_FATAL(migrate_account(&arena, c, "test", owners, (size_t[]){ 1 }, 1, &error));
    CU_ASSERT_FALSE(may(account, "DELETE FROM thing"));
    mysql_close(account);
    account = connect_as(c, "test");                                    /* the password stays */
    CU_ASSERT_TRUE(may(account, "SELECT * FROM thing"));
    mysql_close(account);
}

/* The real thing: the project's schema, and each program's account. */
TEST_LIMIT(every_statement_of_the_project_prepares_under_its_account, 40)
{
    static const struct statement *const *const all[] = { store_statements, web_statements, recipes_statements, staff_statements };
    const size_t counts[] = { store_statement_count, web_statement_count, recipes_statement_count, staff_statement_count };
    struct test_server server = test_mariadb_shared();

    arena_init(&arena, 4 << 20);
    for (size_t i = 2; i < ARRAY_LEN(all); i++) {
        const struct statement *const *owners[] = { all[0], all[1], all[i] };
        struct test_site *site = test_site_open(&server, NULL, "", owners, (size_t[]){ counts[0], counts[1], counts[i] }, 3);
        MYSQL *account = connect_as(&site->store.config, "test");

        prepare_all(site, all[0], counts[0]);
        prepare_all(site, all[1], counts[1]);
        prepare_all(site, all[i], counts[i]);
        CU_ASSERT_EQUAL(may(account, "SELECT * FROM recipe"), all[i] == recipes_statements);
        CU_ASSERT_FALSE(may(account, "DELETE FROM audit_log"));
        mysql_close(account);
    }
}
