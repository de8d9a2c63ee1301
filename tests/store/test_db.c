/* Statements against a real MariaDB: values both ways, optional lines, lists, views, children, bulk. */
#include "things.h"

#include "base/clock.h"

static struct test_site *site;
static struct ctx cx;

static void open_site(void)
{
    struct test_server server = test_mariadb_shared();

    site = fixture_site(&server, "");
    ctx_init(&cx, site->arena, &site->store, 8000);
}

static struct fixture_insert_in full_thing(void)
{
    struct fixture_insert_in in = thing("caf\xc3\xa9 \xf0\x9f\x8d\xb0 ' \" \\", INT64_MAX);

    in.parent = id_new(0);
    in.note = "";
    in.count_null = 4294967295;
    in.price = -123456789012;
    in.ratio = "-12345678901234.500000";
    in.ratio_null = "0.100000";
    in.seen_at = 0;
    in.on_sale = true;
    in.body = (struct str){ "\0\xff'\\x", 5 };
    in.body_null = (struct str){ "", 0 };
    in.extra = "{\"a\": [1, 2.5, null]}";
    in.extra_null = "\"x\"";
    return in;
}

static void compare(const struct fixture_get_row *row, const struct fixture_insert_in *in)
{
    CU_ASSERT_TRUE(id_equal(row->id, in->id));
    CU_ASSERT_TRUE(id_equal(row->parent, in->parent));
    ASSERT_STR(row->name, in->name);
    CU_ASSERT_EQUAL(row->note == NULL, in->note == NULL);
    CU_ASSERT_EQUAL(row->count, in->count);
    CU_ASSERT_EQUAL(row->count_null, in->count_null);
    CU_ASSERT_EQUAL(row->price, in->price);
    CU_ASSERT_EQUAL(row->made_at, in->made_at);
    CU_ASSERT_EQUAL(row->seen_at, in->seen_at);
    CU_ASSERT_EQUAL(row->on_sale, in->on_sale);
    CU_ASSERT_TRUE(str_equal(row->body, in->body));
    CU_ASSERT_EQUAL(row->body_null.p == NULL, in->body_null.p == NULL);
    ASSERT_STR(row->extra, in->extra);
    CU_ASSERT_EQUAL(row->extra_null == NULL, in->extra_null == NULL);
    CU_ASSERT_EQUAL(row->ratio_null == NULL, in->ratio_null == NULL);
}

TEST_LIMIT(every_type_goes_in_and_comes_out, 40)
{
    struct fixture_insert_in full = full_thing(), bare = thing("bare", INT64_MIN + 1);
    struct fixture_get_row row;
    int64_t affected = 0;

    open_site();
    bare.made_at = -1;     /* before 1970 */
    ASSERT_OK(&cx, db_exec(&cx, FIXTURE_INSERT, &full, &affected));
    CU_ASSERT_EQUAL(affected, 1);
    ASSERT_OK(&cx, db_exec(&cx, FIXTURE_INSERT, &bare, NULL));
    ASSERT_OK(&cx, db_one(&cx, FIXTURE_GET, &(struct fixture_get_in){ full.id }, &row));
    compare(&row, &full);
    ASSERT_STR(row.ratio, "-12345678901234.500000");
    ASSERT_STR(row.ratio_null, "0.100000");
    ASSERT_OK(&cx, db_one(&cx, FIXTURE_GET, &(struct fixture_get_in){ bare.id }, &row));
    compare(&row, &bare);
    CU_ASSERT_TRUE(id_is_zero(row.parent));
    CU_ASSERT_EQUAL(db_one(&cx, FIXTURE_GET, &(struct fixture_get_in){ id_new(0) }, &row), ERR_NOT_FOUND);
    CU_ASSERT_EQUAL(db_exec(&cx, FIXTURE_INSERT, &full, NULL), ERR_CONFLICT);
    affected = 0;      /* found counts, changed or not */
    CU_ASSERT_EQUAL(db_exec(&cx, FIXTURE_ADD_COUNT, &(struct fixture_add_count_in){ bare.id, 0 }, &affected), OK);
    CU_ASSERT_EQUAL(affected, 1);
    CU_ASSERT_EQUAL(db_exec(&cx, FIXTURE_ADD_COUNT, &(struct fixture_add_count_in){ id_new(0), 0 }, &affected), OK);
    CU_ASSERT_EQUAL(affected, 0);
    CU_ASSERT_FALSE(cx.retry);
    CU_ASSERT_EQUAL(db_one(&cx, FIXTURE_WRONG_NULL, NULL, &row), ERR_INTERNAL);
    CU_ASSERT_PTR_NOT_NULL(strstr(cx.error_detail, "fixture.wrong_null: the column name is NULL"));
    CU_ASSERT_TRUE(cx.statement_count >= 6);
    CU_ASSERT_EQUAL(db_statement_total(site->store.db), cx.statement_count);
}

TEST_LIMIT(a_session_is_strict_and_in_utc, 40)
{
    struct fixture_connection_row row;
    struct fixture_insert_in in = thing("0123456789" "0123456789" "0123456789" "0123456789" "0123456789" "0123456789" "0123456789"
                                        "0123456789" "0123456789" "0123456789" "0", 1);

    open_site();
    ASSERT_OK(&cx, db_one(&cx, FIXTURE_CONNECTION, NULL, &row));
    CU_ASSERT_PTR_NOT_NULL(strstr(row.strict, "STRICT_ALL_TABLES"));
    ASSERT_STR(row.zone, "+00:00");
    ASSERT_STR(row.isolation, "READ-COMMITTED");
    CU_ASSERT_EQUAL(db_exec(&cx, FIXTURE_INSERT, &in, NULL), ERR_INTERNAL);   /* too long: refused, not cut */
    CU_ASSERT_EQUAL(db_ready(&cx), OK);
}

/* The server of the tests is fast, not safe: exactly what a site must not have. */
TEST_LIMIT(a_database_that_may_lose_commits_is_not_ready, 40)
{
    open_site();
    CU_ASSERT_EQUAL(db_ready(&cx), OK);
    site->store.config.db_durable = true;
    CU_ASSERT_EQUAL(db_ready(&cx), ERR_BUSY);
    ASSERT_STR(cx.error_detail, "the database may lose what it acknowledged: innodb_flush_log_at_trx_commit is 0, not 1; "
                                "sync_binlog is 0, not 1; innodb_doublewrite is 0, not 1; log_bin is 0, not 1; "
                                "binlog_format is MIXED, not ROW");
}

TEST_LIMIT(optional_lines_are_there_when_asked_for, 40)
{
    struct fixture_list_row *rows;
    struct fixture_list_in in = { .name = "b", .least = 2 };
    size_t count;

    open_site();
    add_thing(&cx, "a", 1);
    add_thing(&cx, "b", 1);
    add_thing(&cx, "b", 3);
    ASSERT_OK(&cx, db_many(&cx, FIXTURE_LIST, &in, &rows, &count));
    CU_ASSERT_EQUAL(count, 3);
    ASSERT_STR(rows[0].name, "a");
    in.with = FIXTURE_LIST_WITH_NAME;
    ASSERT_OK(&cx, db_many(&cx, FIXTURE_LIST, &in, &rows, &count));
    CU_ASSERT_EQUAL(count, 2);
    in.with = FIXTURE_LIST_WITH_LEAST | FIXTURE_LIST_WITH_NAME;
    ASSERT_OK(&cx, db_many(&cx, FIXTURE_LIST, &in, &rows, &count));
    CU_ASSERT_EQUAL(count, 1);
    CU_ASSERT_EQUAL(rows[0].count, 3);
    in.name = "nobody";
    ASSERT_OK(&cx, db_many(&cx, FIXTURE_LIST, &in, &rows, &count));
    CU_ASSERT_EQUAL(count, 0);
}

TEST_LIMIT(lists_of_any_length_find_their_rows, 40)
{
    struct id ids[300];
    int64_t counts[5000] = { 0 };
    const char *const names[] = { "t299", "nobody" };
    struct fixture_by_ids_row *rows;
    struct fixture_by_ids_in in = { 0 };
    size_t count = 7;

    open_site();
    for (int i = 0; i < 300; i++)
        ids[i] = add_thing(&cx, arena_printf(cx.arena, "t%03d", i), i);
    ASSERT_OK(&cx, db_many(&cx, FIXTURE_BY_IDS, &in, &rows, &count));
    CU_ASSERT_EQUAL(count, 0);
    for (size_t n = 1; n <= 300; n += n < 6 ? 1 : 59) {
        in.ids = (struct db_ids){ ids, n };
        ASSERT_OK(&cx, db_many(&cx, FIXTURE_BY_IDS, &in, &rows, &count));
        CU_ASSERT_EQUAL(count, n);
    }
    in = (struct fixture_by_ids_in){ .ids = { ids, 2 }, .counts = { (int64_t[]){ 5, 6 }, 2 }, .names = { names, 2 } };
    ASSERT_OK(&cx, db_many(&cx, FIXTURE_BY_IDS, &in, &rows, &count));
    CU_ASSERT_EQUAL(count, 5);
    ASSERT_STR(rows[4].name, "t299");
    in.counts = (struct db_ints){ counts, 5000 };
    CU_ASSERT_EQUAL(db_many(&cx, FIXTURE_BY_IDS, &in, &rows, &count), ERR_TOO_LARGE);
}

static const char *print(struct json_object *view)
{
    return json_object_to_json_string_ext(view, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
}

TEST_LIMIT(a_view_has_the_columns_as_json, 40)
{
    struct fixture_insert_in full = full_thing(), bare = thing("bare", 5);
    struct json_object *view;
    char id[ID_TEXT_SIZE], parent[ID_TEXT_SIZE];

    open_site();
    db_exec(&cx, FIXTURE_INSERT, &full, NULL);
    bare.ratio = "12.000000";
    db_exec(&cx, FIXTURE_INSERT, &bare, NULL);
    ASSERT_OK(&cx, db_view_one(&cx, FIXTURE_GET, &(struct fixture_get_in){ full.id }, &view));
    ASSERT_STR(print(view), arena_printf(cx.arena, "{\"id\":\"%s\",\"parent\":\"%s\",\"name\":\"caf\xc3\xa9 \xf0\x9f\x8d\xb0 ' \\\" \\\\\","
               "\"note\":\"\",\"count\":9223372036854775807,\"count_null\":4294967295,\"price\":-123456789012,"
               "\"ratio\":-12345678901234.5,\"ratio_null\":0.1,\"made_at\":\"2026-01-02T03:04:05.678901Z\","
               "\"seen_at\":\"1970-01-01T00:00:00Z\","
               "\"on_sale\":true,\"body\":\"00ff275c78\",\"body_null\":\"\",\"extra\":{\"a\":[1,2.5,null]},\"extra_null\":\"x\"}",
               id_text(full.id, id), id_text(full.parent, parent)));
    ASSERT_OK(&cx, db_view_one(&cx, FIXTURE_GET, &(struct fixture_get_in){ bare.id }, &view));
    ASSERT_STR(print(view), arena_printf(cx.arena, "{\"id\":\"%s\",\"parent\":null,\"name\":\"bare\",\"note\":null,\"count\":5,"
               "\"count_null\":null,\"price\":199,\"ratio\":12,\"ratio_null\":null,"
               "\"made_at\":\"2026-01-02T03:04:05.678901Z\",\"seen_at\":null,"
               "\"on_sale\":false,\"body\":\"\",\"body_null\":null,\"extra\":{},\"extra_null\":null}", id_text(bare.id, id)));
    CU_ASSERT_EQUAL(db_view_one(&cx, FIXTURE_GET, &(struct fixture_get_in){ id_new(0) }, &view), ERR_NOT_FOUND);
}

static struct id add_part(struct id parent, const char *name, int64_t count)
{
    struct fixture_insert_in in = thing(name, count);

    in.parent = parent;
    ASSERT_OK(&cx, db_exec(&cx, FIXTURE_INSERT, &in, NULL));
    return in.id;
}

TEST_LIMIT(children_come_with_one_statement_for_all, 40)
{
    struct json_object *list;
    struct id a, b;
    char ta[ID_TEXT_SIZE], tb[ID_TEXT_SIZE], tx[ID_TEXT_SIZE], ty[ID_TEXT_SIZE], tz[ID_TEXT_SIZE];
    uint32_t before;

    open_site();
    a = add_thing(&cx, "a", 1);
    b = add_thing(&cx, "b", 2);
    id_text(a, ta);
    id_text(b, tb);
    id_text(add_part(a, "x", 10), tx);
    id_text(add_part(a, "y", 11), ty);
    id_text(add_part(a, "z", 3), tz);       /* below :low, so no part; still a name */
    before = cx.statement_count;
    ASSERT_OK(&cx, db_view_many(&cx, FIXTURE_TREE, &(struct fixture_tree_in){ 10 }, &list));
    CU_ASSERT_EQUAL(cx.statement_count - before, 6);       /* tree, parts, names of parts, names, above, siblings */
    ASSERT_STR(print(list), arena_printf(cx.arena,
        "[{\"id\":\"%s\",\"size\":{\"count\":1,\"ratio\":null},\"parent\":null,\"parts\":[{\"id\":\"%s\",\"name\":\"x\",\"names\":[]},"
        "{\"id\":\"%s\",\"name\":\"y\",\"names\":[]}],\"names\":[\"z\",\"y\",\"x\"],\"above\":null,\"siblings\":[]},"
        "{\"id\":\"%s\",\"size\":{\"count\":2,\"ratio\":null},\"parent\":null,\"parts\":[],\"names\":[],\"above\":null,\"siblings\":[]},"
        "{\"id\":\"%s\",\"size\":{\"count\":10,\"ratio\":null},\"parent\":\"%s\",\"parts\":[],\"names\":[],\"above\":{\"name\":\"a\"},"
        "\"siblings\":[\"z\",\"y\",\"x\"]},"
        "{\"id\":\"%s\",\"size\":{\"count\":11,\"ratio\":null},\"parent\":\"%s\",\"parts\":[],\"names\":[],\"above\":{\"name\":\"a\"},"
        "\"siblings\":[\"z\",\"y\",\"x\"]}]",
        ta, tx, ty, tb, tx, ta, ty, ta));
}

TEST_LIMIT(children_of_hundreds_of_parents, 40)
{
    struct json_object *list, *names, *above, *siblings;
    struct fixture_insert_in *in;
    struct id top;

    open_site();
    top = add_thing(&cx, "top", 1);
    in = ARENA_ARRAY(cx.arena, 700, struct fixture_insert_in);
    for (int i = 0; i < 700; i++) {
        in[i] = thing(arena_printf(cx.arena, "u%03d", i), 50);
        in[i].parent = i < 600 ? top : in[i - 600].id;      /* 600 share one parent */
    }
    ASSERT_OK(&cx, db_exec_all(&cx, FIXTURE_INSERT, in, 700));
    ASSERT_OK(&cx, db_view_many(&cx, FIXTURE_TREE, &(struct fixture_tree_in){ 10 }, &list));
    CU_ASSERT_EQUAL(json_object_array_length(list), 701);
    json_object_object_get_ex(json_object_array_get_idx(list, 0), "names", &names);
    CU_ASSERT_EQUAL(json_object_array_length(names), 600);
    json_object_object_get_ex(json_object_array_get_idx(list, 50), "names", &names);
    CU_ASSERT_EQUAL(json_object_array_length(names), 1);
    for (int i = 1; i <= 600; i++) {
        json_object_object_get_ex(json_object_array_get_idx(list, (size_t)i), "siblings", &siblings);
        CU_ASSERT_EQUAL(json_object_array_length(siblings), 600);
    }
    json_object_object_get_ex(json_object_array_get_idx(list, 600), "above", &above);
    ASSERT_STR(print(above), "{\"name\":\"top\"}");
    json_object_object_get_ex(json_object_array_get_idx(list, 700), "above", &above);
    ASSERT_STR(print(above), "{\"name\":\"u099\"}");
}

TEST_LIMIT(a_bulk_insert_is_the_same_and_quicker, 40)
{
    enum { MANY = 3000 };
    struct fixture_insert_in *in, full = full_thing();
    struct fixture_get_row row;
    struct fixture_total_row total;
    int64_t begin, single, bulk;

    open_site();
    in = ARENA_ARRAY(cx.arena, MANY, struct fixture_insert_in);
    for (int i = 0; i < MANY; i++)
        in[i] = thing(arena_printf(cx.arena, "bulk %d", i), i);
    full.id = in[1].id;
    full.count = 7;
    in[1] = full;
    in[MANY - 1].on_sale = true;
    begin = clock_mono_us();
    ASSERT_OK(&cx, db_exec_all(&cx, FIXTURE_INSERT, in, MANY));
    bulk = clock_mono_us() - begin;
    ASSERT_OK(&cx, db_one(&cx, FIXTURE_TOTAL, NULL, &total));
    CU_ASSERT_EQUAL(total.things, MANY);
    for (int i = 0; i < MANY; i += MANY / 3 - 1) {
        ASSERT_OK(&cx, db_one(&cx, FIXTURE_GET, &(struct fixture_get_in){ in[i].id }, &row));
        compare(&row, &in[i]);
    }
    ASSERT_OK(&cx, db_one(&cx, FIXTURE_GET, &(struct fixture_get_in){ in[1].id }, &row));
    compare(&row, &full);
    CU_ASSERT_EQUAL(db_exec_all(&cx, FIXTURE_INSERT, in, MANY), ERR_CONFLICT);
    CU_ASSERT_EQUAL(db_exec_all(&cx, FIXTURE_INSERT, in, 0), OK);
    begin = clock_mono_us();
    for (int i = 0; i < MANY / 10; i++)
        add_thing(&cx, "single", i);
    single = (clock_mono_us() - begin) * 10;
    printf("  bulk: %.1f times as quick as one by one\n", (double)single / (double)bulk);
    CU_ASSERT_TRUE(single > bulk);        /* by how much depends on what else the machine does */
}

static enum err count_rows(void *arg, const void *row)
{
    const struct fixture_many_rows_row *r = row;
    int *count = arg;

    CU_ASSERT_EQUAL(r->n, ++*count);
    CU_ASSERT_EQUAL(strlen(r->pad), 1000);
    return *count == 700 ? ERR_GONE : OK;
}

TEST_LIMIT(rows_pass_one_by_one_without_piling_up, 40)
{
    int count = 0;
    size_t before;
    struct fixture_total_row total;

    open_site();
    before = cx.arena->used_bytes;
    CU_ASSERT_EQUAL(db_each(&cx, FIXTURE_MANY_ROWS, NULL, count_rows, &count), ERR_GONE);
    CU_ASSERT_EQUAL(count, 700);
    CU_ASSERT_TRUE(cx.arena->used_bytes - before < 20000);
    CU_ASSERT_EQUAL(db_one(&cx, FIXTURE_TOTAL, NULL, &total), OK);    /* the connection is clean */
    CU_ASSERT_EQUAL(total.sum, DB_NULL);
}

TEST_LIMIT(insert_returning_gives_a_row, 40)
{
    struct fixture_insert_returning_row row;
    char text[CLOCK_RFC3339_SIZE];

    open_site();
    ASSERT_OK(&cx, db_one(&cx, FIXTURE_INSERT_RETURNING, &(struct fixture_insert_returning_in){ id_new(0), "new" }, &row));
    ASSERT_STR(row.name, "new");
    ASSERT_STR(clock_rfc3339(row.made_at, text), "2026-01-02T03:04:05Z");
}

TEST_LIMIT(the_arena_may_be_full_in_the_middle_of_the_rows, 40)
{
    struct fixture_many_rows_row *rows;
    struct fixture_total_row total;
    struct arena small;
    struct ctx cramped;
    size_t count;
    jmp_buf escape;

    open_site();
    arena_init(&small, 100000);
    ctx_init(&cramped, &small, &site->store, 5000);
    small.escape = &escape;
    if (setjmp(escape) == 0) {
        db_many(&cramped, FIXTURE_MANY_ROWS, NULL, &rows, &count);
        CU_FAIL("the arena has room for everything");
    }
    arena_done(&small);
    for (int i = 0; i < 10; i++)
        CU_ASSERT_EQUAL(db_one(&cx, FIXTURE_TOTAL, NULL, &total), OK);
    CU_ASSERT_EQUAL(total.things, 0);
}
