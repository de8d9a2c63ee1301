#include "test.h"

#include "base/buf.h"
#include "recipes/import.h"
#include "recipes/import_parts.h"

static struct arena arena;

static const struct imported *read_as(enum import_kind kind, const char *text, const char *url)
{
    struct imported *got;

    arena_init(&arena, (size_t)512 << 20);
    got = ARENA_NEW(&arena, struct imported);
    CU_ASSERT_EQUAL_FATAL(import_read(&arena, str_of(text), kind, url, got), OK);
    return got;
}

static const struct imported *read_json(const char *text)
{
    return read_as(IMPORT_JSONLD, text, NULL);
}

static const struct imported *read_html(const char *text)
{
    return read_as(IMPORT_HTML, text, "https://example.org/food/soup");
}

static const struct imported *read_script(const char *json)
{
    struct buf page;

    buf_init(&page, NULL, 1 << 20);
    buf_printf(&page, "<html lang=en><script type='application/ld+json'>%s</script>", json);
    return read_html(buf_text(&page));
}

TEST(import_reads_a_plain_recipe)
{
    const struct imported *got = read_json(
        "{\"@context\":\"https://schema.org\",\"@type\":\"Recipe\",\"name\":\"Leek soup\",\"author\":\"Ann\",\"prepTime\":\"PT10M\","
        "\"cookTime\":\"PT0H30M\",\"recipeYield\":\"4 servings\",\"recipeIngredient\":[\"2 leeks\",\"1 l water\"],"
        "\"recipeInstructions\":[{\"@type\":\"HowToStep\",\"text\":\"Cut.\"},{\"@type\":\"HowToStep\",\"text\":\"Boil.\"}],"
        "\"keywords\":\"soup, winter\",\"recipeCategory\":[\"Lunch\",\"Dinner\"],\"nutrition\":{\"calories\":\"120 kcal\"}}");
    const struct recipe *r = &got->recipe;

    ASSERT_STR(r->title, "Leek soup");
    ASSERT_STR(r->author, "Ann");
    CU_ASSERT_EQUAL(r->prep_minutes, 10);
    CU_ASSERT_EQUAL(r->total_minutes, 40);
    CU_ASSERT_EQUAL(got->origin[IMPORT_TOTAL].source, IMPORT_BY_RULE);
    ASSERT_STR(got->origin[IMPORT_TOTAL].detail, "prep + cook");
    CU_ASSERT_EQUAL(quantity_compare(r->yield.quantity, quantity_of(4, 1)), 0);
    CU_ASSERT_EQUAL_FATAL(r->ingredient_count, 2);
    ASSERT_STR(r->ingredients[1].text, "1 l water");
    CU_ASSERT_EQUAL_FATAL(r->step_count, 2);
    ASSERT_STR(r->steps[1].text, "Boil.");
    ASSERT_STR(r->category, "Lunch");
    CU_ASSERT_EQUAL(r->tag_count, 3);
    ASSERT_STR(r->nutrition[NUTRITION_CALORIES], "120 kcal");
    CU_ASSERT_EQUAL(got->origin[IMPORT_ALLERGENS].source, IMPORT_NOT_FOUND);
}

TEST(import_follows_a_graph_and_its_references)
{
    const struct imported *got = read_script(
        "{\"@graph\":[{\"@type\":\"WebSite\",\"name\":\"A site\",\"publisher\":{\"@id\":\"#org\"}},"
        "{\"@type\":\"Person\",\"@id\":\"#ann\",\"name\":\"Ann Cook\"},{\"@type\":\"ImageObject\",\"@id\":\"#img\",\"url\":\"/a.jpg\"},"
        "{\"@type\":[\"Thing\",\"http://schema.org/Recipe\"],\"name\":\"Soup\",\"author\":{\"@id\":\"#ann\"},"
        "\"image\":{\"@id\":\"#img\"},\"recipeIngredient\":[\"water\"]}]}");

    ASSERT_STR(got->recipe.author, "Ann Cook");
    CU_ASSERT_EQUAL_FATAL(got->image_count, 1);
    ASSERT_STR(got->image_urls[0], "https://example.org/a.jpg");
    ASSERT_STR(got->language, "en");
    CU_ASSERT_EQUAL(got->origin[IMPORT_LANGUAGE].source, IMPORT_FROM_HEAD);
}

TEST(import_keeps_sections_of_all_shapes)
{
    const struct imported *got = read_json(
        "{\"@type\":\"Recipe\",\"name\":\"Pie\",\"recipeIngredient\":[[\"1 egg\",\"For the top:\"],[\"2 apples\"]],"
        "\"recipeInstructions\":[{\"@type\":\"HowToSection\",\"name\":\"Dough\",\"itemListElement\":[{\"@type\":\"HowToStep\","
        "\"text\":\"Knead.\"},\"Rest.\"]},[\"Slice.\",{\"text\":\"Bake.\"}],{\"@type\":\"HowToSection\",\"name\":\"End\","
        "\"itemListElement\":{\"@type\":\"HowToStep\",\"name\":\"Eat.\"}}]}");
    const struct recipe *r = &got->recipe;

    CU_ASSERT_EQUAL_FATAL(r->ingredient_count, 2);
    ASSERT_STR(r->ingredients[1].section, "For the top");
    CU_ASSERT_EQUAL_FATAL(r->step_count, 5);
    ASSERT_STR(r->steps[0].section, "Dough");
    ASSERT_STR(r->steps[1].text, "Rest.");
    CU_ASSERT_PTR_NULL(r->steps[2].section);
    ASSERT_STR(r->steps[3].text, "Bake.");
    ASSERT_STR(r->steps[4].section, "End");
    ASSERT_STR(r->steps[4].text, "Eat.");
}

TEST(import_splits_instructions_in_one_text)
{
    const struct imported *got = read_json("{\"@type\":\"Recipe\",\"name\":\"Tea\",\"recipeIngredient\":\"tea<br>water\","
                                           "\"recipeInstructions\":\"<p>Boil the water.</p><p>Wait:</p><ul><li>3 minutes</ul>\"}");

    CU_ASSERT_EQUAL_FATAL(got->recipe.ingredient_count, 2);
    ASSERT_STR(got->recipe.ingredients[1].text, "water");
    CU_ASSERT_EQUAL_FATAL(got->recipe.step_count, 2);
    ASSERT_STR(got->recipe.steps[0].text, "Boil the water.");
    ASSERT_STR(got->recipe.steps[1].section, "Wait");
}

struct repair {
    const char *json, *title;
};

TEST(import_repairs_what_is_broken)
{
    static const struct repair cases[] = {
        { "{\"@type\":\"Recipe\",\"name\":\"A\nB\tC\",\"recipeIngredient\":[\"x\"],}", "A B C" },
        { "{'@type':'Recipe','name':'It\\'s'};", "It's" },
        { "// comment\n{\"@type\":\"Recipe\" /* more */, \"x\":\"y\"\n\"name\":\"No comma\"}", "No comma" },
        { "{\"@type\":\"Recipe\",\"name\":\"The \"best\" soup\",\"x\":1}", "The \"best\" soup" },
        { "<![CDATA[ {\"@type\":\"Recipe\",\"name\":\"Wrapped\"} ]]>", "Wrapped" },
        { "<!-- {\"@type\":\"Recipe\",\"name\":\"Wrapped\"} -->", "Wrapped" },
        { "{&quot;@type&quot;:&quot;Recipe&quot;,&quot;name&quot;:&quot;Escaped&quot;}", "Escaped" },
        { "\"{\\\"@type\\\":\\\"Recipe\\\",\\\"name\\\":\\\"In a string\\\"}\"", "In a string" },
        { "{\"@type\":\"Recipe\",\"name\":\"Caf\\\\u00e9 \\\\\"au lait\\\\\" \\\\/ milk\"}", "Café \"au lait\" / milk" },
        { "{\"@type\":\"Recipe\",\"name\":\"Salt &amp;amp; &lt;b&gt;pepper&lt;/b&gt;&#8217;s\"}", "Salt & pepper’s" },
        { "{\"@type\":\"Recipe\",\"name\":\"\\ud83c\\udf72 Stew \\ud800\"}", "🍲 Stew \xEF\xBF\xBD" },
        { "[{\"@type\":\"WebPage\"}}, {\"@type\":\"Recipe\",\"name\":\"Wrong bracket\"]", "Wrong bracket" },
        { "{\"@type\":\"Recipe\",\"name\":\"Cut off", "Cut off" },
        { "{\"a\":1}{\"@type\":\"Recipe\",\"name\":\"Second\"}", "Second" },
        { "{\"@type\":\"Recipe\",\"name\":{\"@value\":\"Value\",\"@language\":\"en\"}}", "Value" },
        { "{\"schema:x\":1,\"@type\":\"schema:Recipe\",\"schema:name\":\"Prefixed\"}", "Prefixed" },
        { "{\"@type\":\"Recipe\",\"name\":\"Fish and chips recipe\"}", "Fish and chips" },
        { "{\"@type\":\"Recipe\",\"name\":\"Naan Bread Recipe\"}", "Naan Bread Recipe" },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        ASSERT_STR(read_json(cases[i].json)->recipe.title, cases[i].title);
        arena_done(&arena);
    }
}

TEST(import_takes_the_recipe_that_the_page_is_about)
{
    const struct imported *got = read_html(
        "<title>Main dish</title><link rel=canonical href=https://example.org/food/main><h1>Main dish</h1>"
        "<script type=application/ld+json>[{\"@type\":\"Recipe\",\"name\":\"Another\",\"recipeIngredient\":[\"a\"],"
        "\"recipeInstructions\":\"b\"},{\"@type\":\"Recipe\",\"name\":\"Main dish\",\"recipeIngredient\":[\"right\"],"
        "\"recipeInstructions\":\"c\"},{\"@type\":\"Recipe\",\"name\":\"Main  Dish\",\"cookTime\":\"PT5M\"}]</script>");

    ASSERT_STR(got->recipe.title, "Main dish");
    ASSERT_STR(got->recipe.ingredients[0].text, "right");
    CU_ASSERT_EQUAL(got->recipe.cook_minutes, 5);
    ASSERT_STR(got->recipe.source_url, "https://example.org/food/main");
}

TEST(import_reads_microdata)
{
    const struct imported *got = read_html(
        "<div itemscope itemtype='http://schema.org/Recipe'><h1 itemprop=name>Bread &amp; butter</h1>"
        "<div itemprop=author itemscope itemtype=http://schema.org/Person><span itemprop=name>Bo</span></div>"
        "<meta itemprop=totalTime content=PT1H><ul><li itemprop=recipeIngredient><b>2</b><span>slices</span> bread"
        "<li itemprop=recipeIngredient>butter , soft</ul><img itemprop=image src=/b.png><a itemprop=url href=/x>x</a>"
        "<div itemprop=recipeInstructions><p>Slice.<p>Spread.</div></div><p itemprop=name>outside</p>");
    const struct recipe *r = &got->recipe;

    ASSERT_STR(r->title, "Bread & butter");
    CU_ASSERT_EQUAL(got->origin[IMPORT_TITLE].source, IMPORT_FROM_MICRODATA);
    ASSERT_STR(r->author, "Bo");
    CU_ASSERT_EQUAL(r->total_minutes, 60);
    CU_ASSERT_EQUAL_FATAL(r->ingredient_count, 2);
    ASSERT_STR(r->ingredients[0].text, "2 slices bread");
    ASSERT_STR(r->ingredients[1].text, "butter, soft");
    CU_ASSERT_EQUAL_FATAL(r->step_count, 2);
    ASSERT_STR(r->steps[1].text, "Spread.");
    ASSERT_STR(got->image_urls[0], "https://example.org/b.png");
}

TEST(import_reads_rdfa)
{
    const struct imported *got = read_html("<div vocab='http://schema.org/' typeof=Recipe><span property=name>Jam</span>"
                                           "<span property=recipeIngredient>1 kg plums</span></div>");

    ASSERT_STR(got->recipe.title, "Jam");
    ASSERT_STR(got->recipe.ingredients[0].text, "1 kg plums");
}

TEST(import_fills_gaps_from_the_text_and_says_so)
{
    const struct imported *got = read_html(
        "<meta property=og:site_name content='Home food'><script type=application/ld+json>{\"@type\":\"Recipe\","
        "\"name\":\"Stew\",\"totalTime\":\"PT0M\",\"recipeIngredient\":[\"flour\",\"butter\",\"large eggs\"]}</script>"
        "<div>Prep: 10 mins<br>Cook: 1 h 5 min<br>Serves 4</div><div><b>200 g</b></div><div>flour</div><ul><li>50 g butter</li>"
        "<li>2 large eggs</li></ul>");
    const struct recipe *r = &got->recipe;

    CU_ASSERT_EQUAL(r->prep_minutes, 10);
    CU_ASSERT_EQUAL(r->cook_minutes, 65);
    CU_ASSERT_EQUAL(r->total_minutes, 75);
    CU_ASSERT_EQUAL(got->origin[IMPORT_PREP].source, IMPORT_FROM_TEXT);
    CU_ASSERT_EQUAL(quantity_compare(r->yield.quantity, quantity_of(4, 1)), 0);
    ASSERT_STR(r->author, "Home food");
    CU_ASSERT_EQUAL_FATAL(r->ingredient_count, 3);
    ASSERT_STR(r->ingredients[0].text, "200 g flour");
    ASSERT_STR(r->ingredients[2].text, "2 large eggs");
    CU_ASSERT_EQUAL(got->origin[IMPORT_INGREDIENTS].source, IMPORT_FROM_TEXT);
}

TEST(import_reads_other_encodings)
{
    static const char latin[] = "<meta charset=iso-8859-1><script type=application/ld+json>{\"@type\":\"Recipe\","
                                "\"name\":\"Kn\xF6" "del \x96 f\xFCr 4\"}</script>";
    char wide[2000] = "\xFF\xFE";
    const char *text = "<script type=application/ld+json>{\"@type\":\"Recipe\",\"name\":\"Wide\"}</script>";
    struct imported got;

    ASSERT_STR(read_html(latin)->recipe.title, "Knödel – für 4");
    for (size_t i = 0; text[i]; i++)
        wide[2 + 2 * i] = text[i];
    CU_ASSERT_EQUAL_FATAL(import_read(&arena, (struct str){ wide, 2 + 2 * strlen(text) }, IMPORT_HTML, NULL, &got), OK);
    ASSERT_STR(got.recipe.title, "Wide");
}

TEST(import_says_what_it_looked_for)
{
    static const char *const pages[] = { "", "<p>Hello", "{}", "{\"@type\":\"Article\",\"name\":\"x\"}", "\xFF\xFF\xFF" };
    struct imported got;

    arena_init(&arena, 64u << 20);
    for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
        got.problem = NULL;
        CU_ASSERT_EQUAL(import_read(&arena, str_of(pages[i]), i < 2 ? IMPORT_HTML : IMPORT_JSONLD, NULL, &got), ERR_INVALID);
        CU_ASSERT_PTR_NOT_NULL_FATAL(got.problem);
        CU_ASSERT(strstr(got.problem, "JSON-LD") != NULL);
    }
    CU_ASSERT_EQUAL(import_read(&arena, (struct str){ pages[0], IMPORT_BYTES_MAX + 1 }, IMPORT_HTML, NULL, &got), ERR_TOO_LARGE);
}

TEST(import_hash_knows_the_same_recipe_again)
{
    struct hash first = read_json("{\"@type\":\"Recipe\",\"name\":\"Crème  brûlée\",\"recipeIngredient\":[\"1 egg\"]}")->content_hash;
    struct hash same = read_json("{\"@type\":\"Recipe\",\"name\":\"creme brulee\",\"author\":\"x\",\"recipeIngredient\":[\"1 Egg.\"]}")
                           ->content_hash;
    struct hash other = read_json("{\"@type\":\"Recipe\",\"name\":\"creme brulee\",\"recipeIngredient\":[\"2 egg\"]}")->content_hash;

    CU_ASSERT_TRUE(hash_equal(first, same));
    CU_ASSERT_FALSE(hash_equal(first, other));
}

TEST(import_time_reads_what_pages_write)
{
    static const struct {
        const char *text;
        int minutes;
    } cases[] = {
        { "PT1H30M", 90 }, { "PT90M", 90 }, { "P0DT0H20M", 20 }, { "PT1200S", 20 }, { "P1D", 1440 }, { "PT1H30", 90 },
        { "PT1.5H", 90 }, { "pt45m", 45 }, { "P0Y0M0DT0H35M0.000S", 35 }, { "P30M", -1 }, { "PTHM", -1 }, { "PT0M", -1 },
        { "P", -1 }, { "", -1 }, { "45", 45 }, { "1:15 h", 75 }, { "01:30:00", 90 }, { "1 hour 20 minutes", 80 },
        { "1½ Stunden", 90 }, { "20-25 min", 25 }, { "45 Minuten", 45 }, { "2 h 5", 125 }, { "about 30 mins", 30 },
        { "1 h et 10 min", 70 }, { "30 minutes plus 1 day", 30 }, { "PT999999999H", -1 }, { "soon", -1 }, { "-5", -1 },
    };

    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        int got = time_minutes(&arena, str_of(cases[i].text), false);

        if (got != cases[i].minutes)
            printf("%s: %d\n", cases[i].text, got);
        CU_ASSERT_EQUAL(got, cases[i].minutes);
    }
    CU_ASSERT_EQUAL(time_minutes(&arena, STR("30 minutes of fun"), true), RECIPE_MINUTES_NONE);
}

TEST(import_resolves_addresses)
{
    static const char *const cases[][3] = {
        { "https://a.org/x/y", "/i.jpg", "https://a.org/i.jpg" }, { "https://a.org/x/y", "i.jpg", "https://a.org/x/i.jpg" },
        { "https://a.org", "i.jpg", "https://a.org/i.jpg" }, { "http://a.org/x", "//cdn.org/i", "http://cdn.org/i" },
        { NULL, "https://b.org/i", "https://b.org/i" }, { NULL, "/i", NULL }, { "https://a.org", "javascript:alert(1)", NULL },
        { "https://a.org", "data:image/png;base64,AA", NULL }, { "https://a.org", "ftp://x/y", NULL }, { "https://a.org", "", NULL },
        { "https://a.org", "https://b.org/a b", "https://b.org/a%20b" },
    };

    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *got = address_resolve(&arena, cases[i][0], str_of(cases[i][1]));

        if (cases[i][2])
            ASSERT_STR(got, cases[i][2]);
        else
            CU_ASSERT_PTR_NULL(got);
    }
}

#ifdef __SANITIZE_ADDRESS__
#define LIMIT_US 10000000
#else
#define LIMIT_US 1000000
#endif

/* Texts that repeat a piece up to the largest size that is read. */
static void repeat_is_fast(const char *head, const char *piece, enum import_kind kind)
{
    struct imported got = { 0 };
    struct buf text;
    long long start;
    struct arena a;

    arena_init(&a, (size_t)1 << 30);
    buf_init(&text, NULL, IMPORT_BYTES_MAX);
    buf_puts(&text, head);
    while (text.len + strlen(piece) <= IMPORT_BYTES_MAX)
        buf_puts(&text, piece);
    start = test_cpu_us();
    (void)import_read(&a, buf_str(&text), kind, NULL, &got);
    start = test_cpu_us() - start;
    if (start >= LIMIT_US)
        printf("“%s” “%.40s”: %lld ms\n", head, piece, start / 1000);
    CU_ASSERT(start < LIMIT_US);
    buf_done(&text);
    arena_done(&a);
}

TEST_LIMIT(import_is_linear_on_hostile_pages, 120)
{
    static const char *const html[] = {
        "<div>", "</x>", "<x>", "<p>", "<li>", "<td>", "<b></p>", "<div itemscope>", "<div itemscope itemprop=a>", "<i itemprop=a>",
        "<i itemprop='a b c d e'>x</i>", "<li>&amp;lt;b ", "<h1>", "<h2>Ingredients</h2>", "Ingredients<br>", "<br>Serves 4",
        "<br>1 h", "<br>1 cup x", "<script type=application/ld+json>[", "<script type=application/ld+json>{}</script>",
        "<script type=application/ld+json>{\"@type\":\"Recipe\",\"name\":\"a\"}</script>", "<svg>", "<svg></svg>", "\xFF", "&", "<",
        "<a a=a a=b b=c>",
    };
    static const char *const item[] = { "<i itemprop=name>a</i>", "<i itemprop=recipeIngredient>x</i>", "<b itemprop=recipeIngredient>",
                                        "<p>1 x", "<li>x" };

    for (size_t i = 0; i < ARRAY_LEN(html); i++)
        repeat_is_fast("", html[i], IMPORT_HTML);
    for (size_t i = 0; i < ARRAY_LEN(item); i++)
        repeat_is_fast("<div itemscope itemtype=Recipe><b itemprop=name>A</b><b itemprop=recipeIngredient>x</b>", item[i], IMPORT_HTML);
}

TEST_LIMIT(import_is_linear_on_hostile_json, 120)
{
    static const char *const values[] = {
        "[", "{", "{\"a\":", "\"", "\" ", "\",", "{}", "{},", "[],", "\\", "/*", "//", "'", ",", "]", "}", "1,", "{\"@id\":\"a\"},",
        "{\"@type\":\"Recipe\",\"name\":\"a\",\"recipeIngredient\":[\"b\"]},", "\\u0000", "<br>", "&lt;br&gt;",
    };
    static const char *const steps[] = { "{\"@id\":\"a\"},", "\"&lt;b&gt;x\",", "{\"itemListElement\":[", "[", "{\"text\":\"a\"},",
                                         "\"a:\"," };

    for (size_t i = 0; i < ARRAY_LEN(values); i++)
        repeat_is_fast("", values[i], IMPORT_JSONLD);
    for (size_t i = 0; i < ARRAY_LEN(values); i++)
        repeat_is_fast("{\"@type\":\"Recipe\",\"name\":\"", values[i], IMPORT_JSONLD);
    for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
        repeat_is_fast("{\"@type\":\"Recipe\",\"name\":\"a\",\"recipeInstructions\":[", steps[i], IMPORT_JSONLD);
        repeat_is_fast("{\"@type\":\"Recipe\",\"name\":\"a\",\"author\":[", steps[i], IMPORT_JSONLD);
        repeat_is_fast("{\"@type\":\"Recipe\",\"name\":\"a\",\"recipeIngredient\":[", steps[i], IMPORT_JSONLD);
    }
}
