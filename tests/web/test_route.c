#include "asked.h"

static enum err answer(struct req *rq)
{
    (void)rq;
    return OK;
}

#define ROUTE(METHOD, PATTERN) { METHOD, PATTERN, ANYONE, RATE_READ, NO_INPUT, answer, "" }

static const struct route routes[] = {
    ROUTE(GET, "/"),
    ROUTE(GET, "/recipes"),
    ROUTE(GET, "/recipes/{slug}"),
    ROUTE(POST, "/recipes/{slug}"),
    ROUTE(DELETE, "/recipes/{slug}"),
    ROUTE(GET, "/recipes/new"),
    ROUTE(GET, "/recipes/{slug}/edit"),
    ROUTE(GET, "/recipes/img/{hash}/{width}.{format}"),
    ROUTE(POST, "/recipes/import"),
    ROUTE(GET, "/a/{one}/{two}/{three}/{four}"),
};
static const struct module module = { .name = "test", .routes = routes, .route_count = ARRAY_LEN(routes) };

static const char *found(enum method method, const char *path)
{
    struct route_match m = route_find(&module, method, str_of(path));

    return m.route ? m.route->pattern : "";
}

static bool part_is(const struct route_match *m, size_t i, const char *name, const char *value)
{
    return i < m->count && str_equal(m->names[i], str_of(name)) && str_equal(m->values[i], str_of(value));
}

TEST(route_literal_beats_part)
{
    ASSERT_STR(found(GET, "/recipes/new"), "/recipes/new");
    ASSERT_STR(found(GET, "/recipes/news"), "/recipes/{slug}");
    ASSERT_STR(found(GET, "/recipes/ne"), "/recipes/{slug}");
    ASSERT_STR(found(GET, "/recipes/new/edit"), "/recipes/{slug}/edit");
    ASSERT_STR(found(POST, "/recipes/import"), "/recipes/import");
}

TEST(route_parts)
{
    struct route_match m = route_find(&module, GET, STR("/recipes/img/ab12/400.webp"));

    CU_ASSERT_EQUAL(m.count, 3);
    CU_ASSERT_TRUE(part_is(&m, 0, "hash", "ab12"));
    CU_ASSERT_TRUE(part_is(&m, 1, "width", "400"));
    CU_ASSERT_TRUE(part_is(&m, 2, "format", "webp"));
    m = route_find(&module, GET, STR("/a/1/2/3/4"));
    CU_ASSERT_EQUAL(m.count, 4);
    CU_ASSERT_TRUE(part_is(&m, 3, "four", "4"));
}

TEST(route_paths_that_are_none)
{
    const char *const none[] = { "", "recipes", "/recipes/", "//", "/recipes//edit", "/recipes/a/edit/", "/recipes/a/b/c", "/recipesque",
                                 "/RECIPES", "/recipes/img/ab/400", "/recipes/img/ab/.webp", "/recipes/img/ab/400.",
                                 "/{slug}", "/a/1/2/3" };

    for (size_t i = 0; i < ARRAY_LEN(none); i++) {
        struct route_match m = route_find(&module, GET, str_of(none[i]));

        if (m.route || m.allowed)
            printf("%s found %s\n", none[i], m.route ? m.route->pattern : "something");
        CU_ASSERT_PTR_NULL(m.route);
        CU_ASSERT_EQUAL(m.allowed, 0);
    }
}

TEST(route_methods)
{
    struct route_match m = route_find(&module, PUT, STR("/recipes/soup"));

    CU_ASSERT_PTR_NULL(m.route);
    CU_ASSERT_EQUAL(m.allowed, 1u << GET | 1u << POST | 1u << DELETE);
    m = route_find(&module, POST, STR("/"));
    CU_ASSERT_PTR_NULL(m.route);
    CU_ASSERT_EQUAL(m.allowed, 1u << GET);
    ASSERT_STR(method_name(DELETE), "DELETE");
    ASSERT_STR(method_name(METHOD__COUNT), "?");
}

TEST(route_literal_hides_parts_of_other_methods)
{
    struct route_match m = route_find(&module, GET, STR("/recipes/import"));

    CU_ASSERT_PTR_NULL(m.route);
    CU_ASSERT_EQUAL(m.allowed, 1u << POST);
    m = route_find(&module, DELETE, STR("/recipes/new"));
    CU_ASSERT_PTR_NULL(m.route);
    CU_ASSERT_EQUAL(m.allowed, 1u << GET);
}

TEST(route_through_the_dispatcher)
{
    struct req *rq = ask(&module, "PATCH /recipes/soup", NULL, STR(""));

    CU_ASSERT_EQUAL(asked_status(rq), 405);
    ASSERT_STR(asked_header(rq, "Allow"), "GET, HEAD, POST, DELETE");
    rq = ask(&module, "GET /nowhere?a=1", NULL, STR(""));
    CU_ASSERT_EQUAL(asked_status(rq), 404);
    ASSERT_STR(asked_header(rq, "Allow"), "");
    CU_ASSERT_TRUE(asked_has(rq, "<html"));
    rq = ask(&module, "GET http://other/recipes", NULL, STR(""));
    CU_ASSERT_EQUAL(asked_status(rq), 404);
}
