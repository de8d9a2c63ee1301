#include "test.h"

#include "base/view.h"
#include "web/json.h"

TEST(view_is_built_and_printed)
{
    struct arena a;
    struct buf b;
    struct json_object *v, *list;

    arena_init(&a, 1 << 20);
    v = view_new(&a);
    view_str(v, "title", STR("Soup"));
    view_text(v, "none", NULL);
    view_int(view_child(v, "yield"), "quantity", 4);
    view_bool(v, "hot", true);
    view_double(v, "weight", 0.25);
    view_null(v, "photo");
    list = view_child_array(v, "steps");
    view_text(view_item(list), "text", "Boil");
    view_item_str(list, STR("a\0b"));
    view_item_int(list, -1);
    view_item_add(list, NULL);
    buf_init(&b, &a, 1000);
    json_print(&b, v);
    ASSERT_STR(buf_text(&b), "{\"title\":\"Soup\",\"none\":null,\"yield\":{\"quantity\":4},\"hot\":true,\"weight\":0.25,"
                             "\"photo\":null,\"steps\":[{\"text\":\"Boil\"},\"a\\u0000b\",-1,null]}");
    arena_done(&a);
}

TEST(view_reads_paths)
{
    struct arena a;
    struct json_object *v;
    struct json_error e;

    arena_init(&a, 1 << 20);
    CU_ASSERT_TRUE_FATAL(json_parse(STR("{\"a\":{\"b\":\"x\",\"c\":[1,2,3],\"d\":7,\"e\":1.5,\"f\":true}}"), NULL, &v, &e));
    view_keep(&a, v);
    CU_ASSERT_TRUE(str_equal(view_get_str(v, "a.b"), STR("x")));
    CU_ASSERT_EQUAL(view_count(v, "a.c"), 3);
    CU_ASSERT_EQUAL(view_get_int(v, "a.d"), 7);
    CU_ASSERT_EQUAL(view_get_double(v, "a.e"), 1.5);
    CU_ASSERT_EQUAL(view_get_double(v, "a.d"), 7);
    CU_ASSERT_TRUE(view_get_bool(v, "a.f"));
    CU_ASSERT_PTR_NOT_NULL(view_at(view_get(v, "a.c"), 2));
    arena_done(&a);
}

TEST(view_reads_what_is_missing_as_nothing)
{
    struct arena a;
    struct json_object *v;

    arena_init(&a, 1 << 20);
    v = view_new(&a);
    view_text(v, "a", "12");
    CU_ASSERT_EQUAL(view_get_str(v, "b").n, 0);
    CU_ASSERT_EQUAL(view_get_str(v, "a.b").n, 0);
    CU_ASSERT_EQUAL(view_get_int(v, "a"), 0);
    CU_ASSERT_EQUAL(view_get_double(v, "a"), 0);
    CU_ASSERT_FALSE(view_get_bool(v, "a"));
    CU_ASSERT_EQUAL(view_count(v, "a"), 0);
    CU_ASSERT_PTR_NULL(view_at(view_get(v, "a"), 0));
    CU_ASSERT_PTR_NULL(view_at(NULL, 0));
    CU_ASSERT_PTR_NULL(view_get(NULL, "a"));
    arena_done(&a);
}
