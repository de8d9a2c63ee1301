/* The JSON routes through the real dispatcher, over tables in memory. */
#include "asked.h"

#include "base/view.h"
#include "recipes/recipes_module.h"
#include "sql/recipes.h"

#include <json-c/json_object.h>
#include <string.h>

static const char *document;             /* of the revision that was written last */

static enum err nothing(struct ctx *cx, const void *in, void *ret)
{
    (void)cx;
    (void)in;
    (void)ret;
    return OK;
}

static enum err no_twins(struct ctx *cx, const void *in, void *ret)
{
    (void)in;
    CU_ASSERT_TRUE(cx->in_transaction);
    *(struct json_object **)ret = view_keep(cx->arena, json_object_new_array());
    return OK;
}

static enum err keep_document(struct ctx *cx, const void *in, void *ret)
{
    (void)cx;
    (void)ret;
    document = strdup(((const struct recipes_revision_add_in *)in)->document);
    return OK;
}

static void set_up(void)
{
    static const struct { const struct statement *st; fake_run *run; } fakes[] = {
        { RECIPES_BY_SOURCE, no_twins }, { RECIPES_SLUGS_LIKE, nothing }, { RECIPES_ADD, nothing }, { RECIPES_TAG_ADD, nothing },
        { RECIPES_SEARCH_PUT, nothing }, { RECIPES_REVISION_ADD, keep_document },
        { RECIPES_SHOWN_PUT, nothing },
    };

    asked_store()->config.rate_limits = false;
    for (size_t i = 0; i < ARRAY_LEN(fakes); i++)
        fake_db_on(fakes[i].st, fakes[i].run);
    fake_db_key("mk_cook", " recipes:write ");
}

static struct req *import(const char *query, const char *json)
{
    char request[200];

    snprintf(request, sizeof(request), "POST /api/v1/recipes/import%s", query);
    return ask(&recipes_module, request, "Authorization: Bearer mk_cook\nContent-Type: application/ld+json", str_of(json));
}

#define SOUP "{\"@type\": \"Recipe\", \"name\": \"  Soup \", \"keywords\": \"warm,  red\"," \
             " \"recipeIngredient\": [\" 1 kg  beets\", \"2 onions\"], \"recipeInstructions\": [\"Boil.\", \" Eat. \"]}"

TEST(api_import_reads_before_the_transaction)
{
    set_up();
    CU_ASSERT_EQUAL(asked_status(import("", "{\"@type\": \"Thing\"}")), 422);
    CU_ASSERT_EQUAL(fake_db.begun, 0);
    CU_ASSERT_EQUAL(asked_status(import("", SOUP)), 200);
    CU_ASSERT_EQUAL(fake_db.begun, 1);
}

/* What was read is read once, and is the same in each try. */
TEST(api_import_outlives_repeated_transactions)
{
    struct req *rq;

    set_up();
    fake_db.deadlocks = 3;
    rq = import("?save=1", SOUP);
    CU_ASSERT_EQUAL(asked_status(rq), 201);
    CU_ASSERT_EQUAL(fake_db.begun, 4);
    CU_ASSERT_PTR_NOT_NULL_FATAL(document);
    CU_ASSERT_PTR_NOT_NULL(strstr(document, "\"title\":\"Soup\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(document, "\"tags\":[\"warm\",\"red\"]"));
    CU_ASSERT_PTR_NOT_NULL(strstr(document, "\"text\":\"1 kg beets\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(document, "\"food\":\"onions\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(document, "\"text\":\"Eat.\""));
    CU_ASSERT_TRUE(asked_has(rq, "\"saved_slug\":\"soup\""));
}
