/* Views of the pages, built from one recipe: what the templates ask for is there, and the words are right.
   After a wanted change: MIDWAY_GOLDEN=write build/tests/check-recipe-pages golden; then read the difference. */
#include "test.h"

#include "base/view.h"
#include "fakes.h"
#include "members.h"
#include "recipes/pages.h"
#include "web/json.h"
#include "web/template.h"

#include <json-c/json.h>
#include <time.h>

#define HASH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

/* ---- the recipe ---- */

static const char ingredients[] =
    "Soup:\n1 kg ripe tomatoes, halved\n1 onion, in wedges\n3 tbsp olive oil\n\u00bd tsp salt\n980 ml vegetable stock, hot\n"
    "a few sprigs of thyme\n\nTo serve:\n100 ml cream\n1\xC2\xBD tbsp chives, finely cut";
static const char steps[] =
    "Soup:\nHeat the oven to 200 \u00b0C. Add the oil and \u00bd tsp salt.\n"
    "Roast for 35 to 40 minutes, then pour in 980 ml stock.\n\nTo serve:\nWarm the cream for 30 seconds.";

static struct form_in soup_form(void)
{
    static const char *allergens[] = { "milk", "celery" };

    return (struct form_in){
        .title = "Roasted tomato soup", .description = "From one tray.", .ingredients_text = ingredients, .steps_text = steps,
        .yield_text = "4 servings", .tags_text = "soup, freezes well", .category = "Soups", .cuisine = "French",
        .author = "Camille Renard", .source_url = "https://www.example.org/soups/roasted-tomato", .prep_minutes = 15,
        .cook_minutes = 50, .total_minutes = RECIPE_MINUTES_NONE, .allergens = allergens, .allergen_count = 2,
        .nutrition = { [NUTRITION_CALORIES] = "240 kcal", [NUTRITION_FAT] = "17 g" },
    };
}

static struct recipe soup(struct ctx *cx)
{
    struct form_in in = soup_form();
    struct recipe r;

    setenv("TZ", "Europe/Berlin", 1);
    tzset();
    form_recipe(cx, &in, NULL, &r);
    recipe_tidy(cx->arena, &r);
    CU_ASSERT_PTR_NULL(cx->faults);
    id_parse(STR("01jk3v7qz8r5t9x2b4n6c8d0ef"), &r.id);
    r.slug = "roasted-tomato-soup";
    r.version = 4;
    r.created_at = r.updated_at = 1795266131000000;     /* 21 November 2026, 13:02:11 UTC */
    form_add_photo(cx->arena, &r, r.id, "A white bowl of red soup");
    r.images[0].url = "/recipes/img/" HASH_A "/1280.jpg";
    r.images[0].width = 1600;
    r.images[0].height = 1200;
    return r;
}

static struct page_amounts for_servings(const struct recipe *r, int64_t to, enum unit_system units)
{
    struct page_amounts how = page_as_written(r);

    how.to = quantity_of(to, 1);
    how.units = units;
    return how;
}

static struct req *fake_req(struct ctx *cx)
{
    static struct req rq;

    memset(&rq, 0, sizeof(rq));
    rq.ctx = *cx;
    ctx_clear_error(&rq.ctx);
    rq.method = POST;
    rq.csrf = "3f1c";
    rq.typed = ARENA_ARRAY(cx->arena, 50, struct typed);
    return &rq;
}

static void type_in(struct req *rq, const char *name, const char *value)
{
    rq->typed[rq->typed_count++] = (struct typed){ .name = str_of(name), .value = str_of(value) };
}

/* ---- comparing ---- */

static const char *text_at(struct json_object *v, const char *path)
{
    return arena_str(fake_ctx()->arena, view_get_str(v, path));
}

/* The member with this value of a list of objects, or NULL. */
static struct json_object *find(struct json_object *list, const char *member, const char *value)
{
    for (size_t i = 0; list && i < json_object_array_length(list); i++) {
        if (str_equal(view_get_str(view_at(list, i), member), str_of(value)))
            return view_at(list, i);
    }
    printf("no %s %s\n", member, value);
    CU_FAIL_FATAL("not in the list");
    return NULL;
}

static struct json_object *sample(const char *name)
{
    return members_sample("recipes", name);
}

static void compare(const char *name, const char *template, struct json_object *view)
{
    const char *mode = getenv("MIDWAY_GOLDEN");
    char *error = NULL, path[600];
    struct templates *ts = templates_load(TOP_SRCDIR "/templates", &error);
    struct buf out;
    size_t n;

    CU_ASSERT_PTR_NOT_NULL_FATAL(ts);
    buf_init(&out, NULL, 1 << 20);
    CU_ASSERT_FATAL(template_render(ts, template, view, &out));
    snprintf(path, sizeof(path), TOP_SRCDIR "/tests/recipes/golden/built-%s.html", name);
    if (mode && strcmp(mode, "write") == 0) {
        FILE *f = fopen(path, "w");

        CU_ASSERT_PTR_NOT_NULL_FATAL(f);
        fwrite(out.data, 1, out.len, f);
        fclose(f);
        return;
    }
    ASSERT_STR(buf_text(&out), test_read_file(path, &n));
}

/* ---- a recipe for readers ---- */

TEST(show_golden)
{
    struct ctx *cx = fake_ctx();
    struct recipe r = soup(cx);
    struct page_amounts how = page_as_written(&r);
    struct json_object *v = show_view(cx->arena, &r, &how, "https://midway.example");

    members_check(sample("show"), v, "show");
    ASSERT_STR(text_at(v, "canonical"), "https://midway.example/recipes/roasted-tomato-soup");
    CU_ASSERT(str_starts(view_get_str(v, "head_html"), STR("<script type=\"application/ld+json\">{")));
    compare("show", "recipes/show", v);
}

TEST(show_golden_scaled)
{
    struct ctx *cx = fake_ctx();
    struct recipe r = soup(cx);
    struct page_amounts how = for_servings(&r, 2, UNIT_US);
    struct json_object *v = show_view(cx->arena, &r, &how, "https://midway.example");

    members_check(sample("show-scaled"), v, "show-scaled");
    ASSERT_STR(text_at(v, "scale.status_text"), "Amounts for 2 servings, written for 4.");
    ASSERT_STR(text_at(v, "scale.reset_href"), "/recipes/roasted-tomato-soup?units=us");
    ASSERT_STR(text_at(v, "scale.fewer_label"), "Amounts for 1 serving");
    ASSERT_STR(text_at(v, "cook_href"), "/recipes/roasted-tomato-soup/cook?servings=2&units=us");
    compare("show-scaled", "recipes/show", v);
}

TEST(print_and_cook_golden)
{
    struct ctx *cx = fake_ctx();
    struct recipe r = soup(cx);
    struct page_amounts how = for_servings(&r, 6, UNIT_ANY);
    struct json_object *print = print_view(cx->arena, &r, &how, "https://midway.example");
    struct json_object *cook = cook_view(cx->arena, &r, &how);

    members_check(sample("print"), print, "print");
    members_check(sample("cook"), cook, "cook");
    ASSERT_STR(text_at(print, "amounts_text"), "For 6 servings");
    ASSERT_STR(text_at(print, "nutrition_text"), "Per serving: calories 240 kcal, fat 17 g");
    ASSERT_STR(text_at(cook, "last_href"), "#step-3");
    compare("print", "recipes/print", print);
    compare("cook", "recipes/cook", cook);
}

TEST(a_recipe_with_nothing_but_a_title_is_shown)
{
    struct ctx *cx = fake_ctx();
    struct recipe r = recipe_empty();
    struct page_amounts how = page_as_written(&r);
    struct json_object *v;

    r.title = "Tea";
    r.slug = "tea";
    v = show_view(cx->arena, &r, &how, "https://midway.example");
    members_check(sample("show-plain"), v, "show-plain");
    CU_ASSERT(json_object_is_type(view_get(v, "scale"), json_type_boolean));
    CU_ASSERT_FALSE(view_get_bool(v, "has_facts"));
    CU_ASSERT_FALSE(view_get_bool(v, "has_units"));
    CU_ASSERT_FALSE(view_get_bool(v, "image"));
    ASSERT_STR(text_at(cook_view(cx->arena, &r, &how), "first_href"), "#done");
}

static const char *stepper(const char *servings, const char *member)
{
    struct ctx *cx = fake_ctx();
    struct recipe r = soup(cx);
    struct page_amounts how;
    struct show_in in = { .servings = servings };

    CU_ASSERT_EQUAL_FATAL(show_amounts(cx, &r, &in, &how), OK);
    return text_at(show_view(cx->arena, &r, &how, ""), arena_printf(cx->arena, "scale.%s", member));
}

TEST(servings_step_by_whole_ones)
{
    ASSERT_STR(stepper("2.5", "fewer_href"), "/recipes/roasted-tomato-soup?servings=2");
    ASSERT_STR(stepper("2.5", "more_href"), "/recipes/roasted-tomato-soup?servings=3");
    ASSERT_STR(stepper("2.5", "value"), "2.5");
    ASSERT_STR(stepper("1", "fewer_href"), "");
    ASSERT_STR(stepper("0.5", "fewer_href"), "");
    ASSERT_STR(stepper("0.5", "status_text"), "Amounts for \xC2\xBD serving, written for 4.");
    ASSERT_STR(stepper("3", "more_href"), "/recipes/roasted-tomato-soup");
    ASSERT_STR(stepper("100000", "more_href"), "");
}

TEST(servings_out_of_reason_are_refused)
{
    struct ctx *cx = fake_ctx();
    struct recipe r = soup(cx);
    struct page_amounts how;

    CU_ASSERT_EQUAL(show_amounts(cx, &r, &(struct show_in){ .servings = "0" }, &how), ERR_INVALID);
    CU_ASSERT_EQUAL(show_amounts(cx, &r, &(struct show_in){ .servings = "100001" }, &how), ERR_INVALID);
    ASSERT_STR(cx->faults->pointer, "?servings");
}

static const char *yield_of(const char *text, int64_t to)
{
    struct ctx *cx = fake_ctx();
    struct recipe r = recipe_empty();
    struct page_amounts how;

    recipe_yield_parse(cx->arena, str_of(text), &r.yield);
    how = page_as_written(&r);
    if (to)
        how.to = quantity_of(to, 1);
    return page_yield_text(cx->arena, &r, &how);
}

TEST(yields_read_well_behind_makes)
{
    ASSERT_STR(yield_of("4 servings", 0), "4 servings");
    ASSERT_STR(yield_of("Serves 4 to 6", 0), "4 to 6 servings");
    ASSERT_STR(yield_of("Serves 1", 0), "1 serving");
    ASSERT_STR(yield_of("Makes 24 cookies", 0), "24 cookies");
    ASSERT_STR(yield_of("Makes one large loaf", 0), "Makes one large loaf");
    ASSERT_STR(yield_of("24 cookies", 12), "12 cookies");
    ASSERT_STR(yield_of("24 cookies", 1), "1 cookie");
    ASSERT_STR(yield_of("1 loaf", 2), "2 loaves");
    ASSERT_STR(yield_of("4 Portionen", 1), "1 Portion");
    ASSERT_STR(yield_of("", 0), "");
}

TEST(small_photos_name_their_own_width)
{
    struct ctx *cx = fake_ctx();
    struct json_object *v = view_new(cx->arena);

    page_put_image(cx->arena, v, &(struct recipe_image){ .url = "/recipes/img/x/1280.jpg", .width = 500, .height = 300 }, NULL);
    ASSERT_STR(text_at(v, "image.jpeg_srcset"),
               "/recipes/img/x/160.jpg 160w, /recipes/img/x/320.jpg 320w, /recipes/img/x/640.jpg 500w");
    page_put_image(cx->arena, v, NULL, NULL);
    CU_ASSERT(json_object_is_type(view_get(v, "image"), json_type_boolean));
}

/* ---- the list ---- */

static struct json_object *found(void)
{
    static const char text[] =
        "{\"items\":[{\"id\":\"01jk3v7qz8r5t9x2b4n6c8d0ef\",\"slug\":\"pea-soup\",\"version\":1,\"title\":\"Pea soup\","
        "\"description\":\"Green, sweet and quick: frozen peas, mint and a little lemon. The children ask for it, and so do the guests "
        "of the late shift when the kitchen is nearly closed.\",\"yield\":{\"quantity\":4,\"unit\":\"servings\",\"text\":\"4 servings\"},"
        "\"total_minutes\":20,\"allergens\":[\"milk\"],\"images\":[{\"id\":\"01jk3v7qz8r5t9x2b4n6c8d0ef\","
        "\"url\":\"/recipes/img/x/1280.jpg\",\"width\":1600,\"height\":1200,\"alt\":\"Peas\"}],\"tags\":[]}],"
        "\"next_cursor\":\"abc\",\"total\":12,\"facets\":{"
        "\"tag\":[{\"value\":\"soup\",\"count\":12},{\"value\":\"quick & easy\",\"count\":5}],"
        "\"category\":[{\"value\":\"Soups\",\"count\":12}],\"cuisine\":[{\"value\":\"French\",\"count\":4}],"
        "\"allergen\":[{\"value\":\"milk\",\"count\":8}],\"max_minutes\":[{\"value\":\"45\",\"count\":7}]}}";
    struct json_object *v = NULL;
    struct json_error e;

    CU_ASSERT_FATAL(json_parse(str_of(text), NULL, &v, &e));
    return v;
}

TEST(list_golden)
{
    static const char *tags[] = { "soup" }, *without[] = { "nuts" }, *foods[] = { "peas" };
    struct list_in in = { .q = "soup", .tags = tags, .tag_count = 1, .without = without, .without_count = 1, .ingredients = foods,
                          .ingredient_count = 1, .cursor = "xyz" };
    struct ctx *cx = fake_ctx();
    struct json_object *v = list_page_view(cx->arena, &in, found()), *facets = view_get(v, "facets");

    members_check(sample("list"), v, "list");
    ASSERT_STR(text_at(v, "result_text"), "12 recipes for soup");
    ASSERT_STR(text_at(v, "next_href"), "/recipes?q=soup&tag=soup&ingredient=peas&without=nuts&cursor=abc");
    ASSERT_STR(text_at(v, "first_href"), "/recipes?q=soup&tag=soup&ingredient=peas&without=nuts");
    ASSERT_STR(text_at(v, "clear_href"), "/recipes?q=soup");
    ASSERT_STR(text_at(find(view_get(v, "chosen"), "label", "Without nuts"), "href"), "/recipes?q=soup&tag=soup&ingredient=peas");
    CU_ASSERT(view_get_bool(find(view_get(find(facets, "name", "tag"), "values"), "value", "soup"), "is_checked"));
    CU_ASSERT_EQUAL(view_get_int(find(view_get(find(facets, "name", "without"), "values"), "value", "milk"), "count"), 4);
    CU_ASSERT_EQUAL(view_get_int(find(view_get(find(facets, "name", "without"), "values"), "value", "fish"), "count"), 12);
    CU_ASSERT_EQUAL(view_get_int(find(view_get(find(facets, "name", "max_minutes"), "values"), "value", "45"), "count"), 7);
    ASSERT_STR(text_at(view_at(view_get(v, "recipes"), 0), "description"),
               "Green, sweet and quick: frozen peas, mint and a little lemon. The children ask for it, and so do the guests of the late "
               "shift when the\u2026");
    compare("list", "recipes/list", v);
}

TEST(list_without_words_is_sorted_by_age_until_there_are_some)
{
    struct ctx *cx = fake_ctx();
    struct json_object *sorts = view_get(list_page_view(cx->arena, &(struct list_in){ 0 }, found()), "sorts");
    struct json_object *newest = find(sorts, "label", "Newest");

    CU_ASSERT(view_get_bool(newest, "is_selected"));
    ASSERT_STR(text_at(newest, "value"), "relevance");
    CU_ASSERT_EQUAL(json_object_array_length(sorts), 3);
    sorts = view_get(list_page_view(cx->arena, &(struct list_in){ .q = "x", .sort = SEARCH_NEWEST }, found()), "sorts");
    ASSERT_STR(text_at(find(sorts, "label", "Newest"), "value"), "newest");
    CU_ASSERT(view_get_bool(find(sorts, "label", "Newest"), "is_selected"));
}

/* ---- the form ---- */

static void put_no_errors(struct json_object *v)
{
    json_object_object_del(v, "key");
    view_text(v, "key", "01jk0000000000000000000002");
}

TEST(form_golden)
{
    struct ctx *cx = fake_ctx();
    struct recipe r = soup(cx);
    struct json_object *v = form_view(fake_req(cx), &(struct form_page){ .saved = &r, .fill = &r, .version = 4 });

    ASSERT_STR(text_at(v, "ingredients_text"), ingredients);
    ASSERT_STR(text_at(v, "steps_text"), steps);
    ASSERT_STR(text_at(v, "tags_text"), "soup, freezes well");
    ASSERT_STR(text_at(v, "total_minutes"), "65");
    ASSERT_STR(text_at(v, "if_match"), "4");
    ASSERT_STR(text_at(find(view_get(v, "allergens"), "slug", "milk"), "reason"), "cream");
    CU_ASSERT(view_get_bool(find(view_get(v, "allergens"), "slug", "milk"), "is_checked"));
    put_no_errors(v);
    compare("form", "recipes/form", v);
}

/* Whatever was sent stands in the form again, right or wrong. */
TEST(form_comes_back_as_it_was_sent)
{
    struct ctx *cx = fake_ctx();
    struct recipe r = soup(cx);
    struct req *rq = fake_req(cx);
    struct json_object *v;

    type_in(rq, "title", "");
    type_in(rq, "prep_minutes", "ten");
    type_in(rq, "ingredients_text", "200 g \"butter\" & <b>");
    type_in(rq, "allergens", "fish");
    type_in(rq, "nutrition_calories", "lots");
    type_in(rq, "remove_photo", "01jk3v7qz8r5t9x2b4n6c8d0ef");
    ctx_fault(&rq->ctx, "/title", "required", "is required");
    ctx_fault(&rq->ctx, "/prep_minutes", "wrong_type", "must be a whole number");
    ctx_fault(&rq->ctx, "/ingredients/3/text", "too_long", "must have at most 500 characters");
    ctx_fault(&rq->ctx, "/nutrition/calories", "too_long", "must have at most 50 characters");
    v = form_view(rq, &(struct form_page){ .saved = &r, .is_typed = true, .is_sent = true, .version = 3 });
    form_put_faults(&rq->ctx, v);
    ASSERT_STR(text_at(v, "title"), "");
    ASSERT_STR(text_at(v, "prep_minutes"), "ten");
    ASSERT_STR(text_at(v, "description"), "");
    ASSERT_STR(text_at(v, "if_match"), "3");
    CU_ASSERT(view_get_bool(find(view_get(v, "allergens"), "slug", "fish"), "is_checked"));
    CU_ASSERT_FALSE(view_get_bool(find(view_get(v, "allergens"), "slug", "milk"), "is_checked"));
    ASSERT_STR(text_at(find(view_get(v, "allergens"), "slug", "milk"), "reason"), "\"butter\" & <b>");
    CU_ASSERT(view_get_bool(view_at(view_get(v, "photos"), 0), "is_removed"));
    ASSERT_STR(text_at(v, "title_error"), "Give the recipe a title.");
    ASSERT_STR(text_at(v, "prep_minutes_error"), "Preparation: must be a whole number.");
    ASSERT_STR(text_at(v, "ingredients_text_error"), "Ingredients: line 4: must have at most 500 characters.");
    ASSERT_STR(text_at(find(view_get(v, "errors"), "anchor", "nutrition-calories"), "message"),
               "Calories: must have at most 50 characters.");
    CU_ASSERT(view_get_bool(v, "more_open"));
    put_no_errors(v);
    compare("form-errors", "recipes/form", v);
}

TEST(form_of_a_new_recipe_is_empty)
{
    struct ctx *cx = fake_ctx();
    struct json_object *v = form_view(fake_req(cx), &(struct form_page){ 0 });

    members_check(sample("form-new"), v, "form-new");
    ASSERT_STR(text_at(v, "action"), "/recipes/new");
    ASSERT_STR(text_at(v, "if_match"), "");
    ASSERT_STR(text_at(v, "draft_id"), "new");
    ASSERT_STR(text_at(view_at(view_get(v, "categories"), 0), "text"), "Soups");
}

/* Reads the text of the form again; the steps are joined by '|', sections in front. */
static const char *steps_again(const struct recipe *r)
{
    struct ctx *cx = fake_ctx();
    struct form_in in = soup_form();
    struct recipe again;
    struct buf b;

    in.steps_text = form_steps_text(cx->arena, r);
    form_recipe(cx, &in, NULL, &again);
    buf_init(&b, cx->arena, 10000);
    for (size_t i = 0; i < again.step_count; i++)
        buf_printf(&b, "%s%s: %s", i ? "|" : "", again.steps[i].section ? again.steps[i].section : "-", again.steps[i].text);
    return buf_text(&b);
}

TEST(steps_go_through_the_form_as_they_are)
{
    struct recipe_step some[] = { { NULL, "Mix." }, { "Sauce", "Stir\n\nlong." }, { "Sauce", "Wait." }, { NULL, "Serve." } };
    struct recipe_step one[] = { { NULL, "Mix well.\nBake." } };
    struct recipe_step marked[] = { { NULL, "Mix." }, { NULL, "2. Bake." }, { NULL, "Eat." } };
    struct recipe r = recipe_empty();

    r.steps = some;
    r.step_count = 4;
    ASSERT_STR(steps_again(&r), "-: Mix.|Sauce: Stir long.|Sauce: Wait.|-: Serve.");
    r.steps = one;
    r.step_count = 1;
    ASSERT_STR(steps_again(&r), "-: Mix well. Bake.");
    r.steps = marked;
    r.step_count = 3;
    CU_ASSERT_PTR_NOT_NULL(strstr(steps_again(&r), "Eat."));
    CU_ASSERT_EQUAL(strlen(steps_again(&r)) - strlen("-: Mix.|-: Bake.|-: Eat.") < 4, 1);
}

/* What the API said of a line, and a step's own line breaks, stay while a person changes something else. */
TEST(form_keeps_what_it_does_not_show)
{
    struct ctx *cx = fake_ctx();
    struct recipe saved = soup(cx), r;
    struct form_in in = soup_form();

    saved.ingredients[1].food = "white onion";
    saved.steps[1].text = "Roast for 35 to 40 minutes,\nthen pour in 980 ml stock.";
    saved.yield.quantity = quantity_of(5, 1);
    in.title = "Another title";
    form_recipe(cx, &in, &saved, &r);
    ASSERT_STR(r.ingredients[1].food, "white onion");
    ASSERT_STR(r.ingredients[1].section, "Soup");
    ASSERT_STR(r.steps[1].text, "Roast for 35 to 40 minutes,\nthen pour in 980 ml stock.");
    CU_ASSERT_EQUAL(r.yield.quantity.num, 5);
    CU_ASSERT_EQUAL(r.image_count, 1);
    in.yield_text = "6 servings";
    in.remove_photos = (const char *[]){ "01jk3v7qz8r5t9x2b4n6c8d0ef" };
    in.remove_count = 1;
    form_recipe(cx, &in, &saved, &r);
    CU_ASSERT_FALSE(quantity_is_some(r.yield.quantity));
    CU_ASSERT_EQUAL(r.image_count, 0);
}

TEST(form_refuses_an_unknown_allergen)
{
    static const char *allergens[] = { "milk", "sunlight" };
    struct ctx *cx = fake_ctx();
    struct form_in in = soup_form();
    struct recipe r;

    in.allergens = allergens;
    form_recipe(cx, &in, NULL, &r);
    CU_ASSERT_PTR_NOT_NULL_FATAL(cx->faults);
    ASSERT_STR(cx->faults->pointer, "/allergens");
}

TEST(preview_golden)
{
    struct ctx *cx = fake_ctx();
    struct recipe r = soup(cx);
    struct json_object *v = form_view(fake_req(cx), &(struct form_page){ .fill = &r, .is_typed = true });

    form_put_understood(cx->arena, v, &r);
    members_check(view_get(sample("form-preview"), "understood"), view_get(v, "understood"), "understood");
    ASSERT_STR(text_at(v, "understood.summary_text"), "8 ingredients, 3 steps");
    put_no_errors(v);
    compare("form-preview", "recipes/form", v);
}

/* ---- two versions ---- */

TEST(diff_golden)
{
    struct ctx *cx = fake_ctx();
    struct recipe before = soup(cx), after = before;
    struct json_object *v = view_new(cx->arena);
    struct form_in in = soup_form();

    in.title = "Tomato soup";
    in.category = NULL;
    in.ingredients_text = "Soup:\n1.2 kg ripe tomatoes, halved\n1 onion, in wedges\n3 tbsp olive oil\n\xC2\xBD tsp salt\n"
                          "980 ml vegetable stock, hot\na few sprigs of thyme\n1 bay leaf\n\nTo serve:\n100 ml cream";
    form_recipe(cx, &in, &before, &after);
    recipe_tidy(cx->arena, &after);
    view_text(v, "old_label", "Revision 1");
    view_text(v, "new_label", "Revision 2");
    CU_ASSERT_EQUAL(diff_put_changes(cx->arena, v, &before, &after, true), 3);
    ASSERT_STR(text_at(find(view_get(v, "changes"), "name", "ingredients_text"), "note"), "1 line changed, 1 added, 1 removed");
    ASSERT_STR(text_at(find(view_get(v, "changes"), "name", "ingredients_text"), "theirs_text"), ingredients);
    ASSERT_STR(text_at(find(view_get(v, "changes"), "name", "title"), "theirs_text"), "Roasted tomato soup");
    ASSERT_STR(diff_what_text(cx->arena, &before, &after), "Title, category, ingredients");
    ASSERT_STR(diff_what_text(cx->arena, &before, &before), "Nothing");
    compare("diff", "recipes/diff", v);
}

/* ---- import ---- */

TEST(import_keeps_what_the_page_lacks)
{
    struct ctx *cx = fake_ctx();
    struct recipe here = soup(cx), r = recipe_empty();

    r.title = "New title";
    r.cuisine = "Italian";
    r.total_minutes = 30;
    import_merge(&here, &r);
    ASSERT_STR(r.title, "New title");
    ASSERT_STR(r.cuisine, "Italian");
    ASSERT_STR(r.category, "Soups");
    CU_ASSERT_EQUAL(r.prep_minutes, RECIPE_MINUTES_NONE);
    CU_ASSERT_EQUAL(r.allergens, here.allergens);
    CU_ASSERT_EQUAL(r.image_count, 1);
    CU_ASSERT_EQUAL(r.yield.quantity.num, 4);
    CU_ASSERT_EQUAL(r.tag_count, 2);
    ASSERT_STR(r.slug, "roasted-tomato-soup");
}

TEST(import_comes_back_from_the_browser)
{
    struct ctx *cx = fake_ctx();
    struct imported read = { .recipe = soup(cx) };
    struct json_object *v, *again;
    struct recipe r;

    read.origin[IMPORT_TITLE] = (struct import_origin){ IMPORT_FROM_HEAD, "title" };
    read.origin[IMPORT_STEPS] = (struct import_origin){ IMPORT_FROM_TEXT, "text" };
    read.notes[0] = "The page has two recipes; this is the first.";
    read.note_count = 1;
    v = import_read_view(cx->arena, &read);
    ASSERT_STR(text_at(find(view_get(v, "fields"), "label", "Title"), "origin"), "Page head");
    CU_ASSERT(view_get_bool(v, "steps_guess"));
    CU_ASSERT(import_from_payload(cx->arena, import_payload(cx->arena, &read.recipe, v), &r, &again));
    ASSERT_STR(r.title, "Roasted tomato soup");
    CU_ASSERT_EQUAL(r.ingredient_count, 8);
    ASSERT_STR(form_ingredients_text(cx->arena, &r), ingredients);
    ASSERT_STR(text_at(view_at(view_get(again, "warnings"), 0), "text"), "The page has two recipes; this is the first.");
    CU_ASSERT_FALSE(import_from_payload(cx->arena, "{\"recipe\":[],\"read\":{}}", &r, &again));
    CU_ASSERT_FALSE(import_from_payload(cx->arena, "not json", &r, &again));
}
