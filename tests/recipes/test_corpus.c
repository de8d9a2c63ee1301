/* test_corpus.c: the importer against real pages with expected results that were written site by site (../shared/data/recipes).

   A field is compared where the expected result has it. Texts are compared after the same clean-up (references, tags, white
   space). Ingredient lines: how many expected lines the importer has too, in any order. Total time: minutes. Yield: the number. */
#include "test.h"

#include "base/buf.h"
#include "recipes/import.h"
#include "recipes/import_text.h"

#include <json-c/json.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
#define LIMIT_US 10000000
#else
#define LIMIT_US 1000000
#endif

enum column { TITLE, INGREDIENT_LINES, TOTAL_TIME, AUTHOR, YIELD, DESCRIPTION, STEPS, COLUMN__COUNT };

struct tally {
    int right[COLUMN__COUNT], of[COLUMN__COUNT];
    int pages, found;
    int64_t slowest_us;
    char slowest[300];
};

static const char *const column_names[COLUMN__COUNT] = {
    "title", "ingredient lines", "total time", "author", "yield", "description", "instruction list"
};

static struct str unpack(struct arena *a, const char *path)
{
    char command[4200];
    struct buf out;
    FILE *f;
    size_t n;

    snprintf(command, sizeof(command), "gzip -dc '%s'", path);
    f = popen(command, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(f);
    buf_init(&out, a, 16u << 20);
    do {
        char piece[65536];

        n = fread(piece, 1, sizeof(piece), f);
        buf_put(&out, piece, n);
    } while (n > 0);
    CU_ASSERT_EQUAL(pclose(f), 0);
    return buf_str(&out);
}

static struct str member(struct arena *a, struct json_object *expected, const char *name)
{
    struct json_object *v;

    if (!json_object_object_get_ex(expected, name, &v) || !v)
        return (struct str){ 0 };
    return text_clean(a, str_of(json_object_get_string(v)), TEXT_ONE_LINE);
}

static void count(struct tally *t, enum column c, bool right, const char *page, struct str want, const char *got)
{
    t->of[c]++;
    t->right[c] += right;
    if (!right && getenv("CORPUS_VERBOSE"))
        printf("  %s %s: got “%.80s”, expected “%.*s”\n", page, column_names[c], got ? got : "", STR_ARG(want));
}

static void compare_text(struct arena *a, struct tally *t, enum column c, struct json_object *expected, const char *got)
{
    static const char *const names[COLUMN__COUNT] = { [TITLE] = "title", [AUTHOR] = "author", [DESCRIPTION] = "description" };
    struct str want = member(a, expected, names[c]);

    if (want.n)
        count(t, c, str_equal(text_clean(a, str_of(got), TEXT_ONE_LINE), want), t->slowest, want, got);
}

/* Takes a line off the list of those that the importer found. */
static bool take_line(struct arena *a, const struct recipe *r, bool *taken, struct str want)
{
    for (size_t i = 0; i < r->ingredient_count; i++) {
        struct str text = str_of(r->ingredients[i].text), section = str_of(r->ingredients[i].section);

        if (!taken[i] && str_equal(text, want))
            return taken[i] = true;
        if (section.n && want.n && want.p[want.n - 1] == ':' && str_equal(section, (struct str){ want.p, want.n - 1 }))
            return true;
    }
    (void)a;
    return false;
}

static void compare_line(struct arena *a, struct tally *t, const struct recipe *r, bool *taken, struct str raw)
{
    struct str want = text_clean(a, raw, TEXT_ONE_LINE);

    if (want.n)
        count(t, INGREDIENT_LINES, take_line(a, r, taken, want), r->title, want, NULL);
}

/* A list; where the site's code made one text of it, its lines. */
static void compare_ingredients(struct arena *a, struct tally *t, struct json_object *expected, const struct recipe *r)
{
    bool *taken = ARENA_ARRAY(a, r->ingredient_count + 1, bool);
    struct json_object *list;

    if (!json_object_object_get_ex(expected, "ingredients", &list) || !list)
        return;
    if (json_object_is_type(list, json_type_string)) {
        struct str rest = str_of(json_object_get_string(list));

        while (rest.p)
            compare_line(a, t, r, taken, str_next(&rest, '\n'));
        return;
    }
    for (size_t i = 0; i < json_object_array_length(list); i++)
        compare_line(a, t, r, taken, str_of(json_object_get_string(json_object_array_get_idx(list, i))));
}

/* Equal lists; `sections`: the names of sections count as entries, as some sites' code lists them. */
static bool same_steps(struct arena *a, struct json_object *list, const struct recipe *r, bool sections)
{
    const char *section = NULL;
    size_t k = 0;

    for (size_t i = 0; i < r->step_count; i++) {
        bool starts = sections && r->steps[i].section && strcmp(r->steps[i].section, section ? section : "") != 0;
        const char *both[2] = { r->steps[i].section, r->steps[i].text };

        section = r->steps[i].section;
        for (int part = starts ? 0 : 1; part < 2; part++) {
            struct str want = str_of(json_object_get_string(json_object_array_get_idx(list, k++)));

            want = text_clean(a, want, TEXT_ONE_LINE);
            if (part == 0 && want.n && want.p[want.n - 1] == ':')
                want.n--;
            if (!str_equal(want, text_clean(a, str_of(both[part]), TEXT_ONE_LINE)))
                return false;
        }
    }
    return k == json_object_array_length(list);
}

static void compare_steps(struct arena *a, struct tally *t, struct json_object *expected, const struct recipe *r)
{
    struct json_object *list;
    bool same;

    if (!json_object_object_get_ex(expected, "instructions_list", &list) || !json_object_is_type(list, json_type_array))
        return;
    same = same_steps(a, list, r, false) || same_steps(a, list, r, true);
    count(t, STEPS, same, r->title, STR("the list"), NULL);
}

static void compare_numbers(struct arena *a, struct tally *t, struct json_object *expected, const struct recipe *r)
{
    struct str yields = member(a, expected, "yields");
    struct json_object *total;
    size_t i = strcspn(yields.n ? yields.p : "", "0123456789");

    if (json_object_object_get_ex(expected, "total_time", &total) && total)
        count(t, TOTAL_TIME, r->total_minutes == json_object_get_int(total), r->title, str_of(json_object_get_string(total)),
              arena_printf(a, "%d", r->total_minutes));
    if (i < yields.n) {
        long want = strtol(yields.p + i, NULL, 10);
        char text[QUANTITY_TEXT_SIZE];

        count(t, YIELD, quantity_compare(r->yield.quantity, quantity_of(want, 1)) == 0, r->title, yields,
              quantity_decimal(r->yield.quantity, text));
    }
}

static void compare(struct arena *a, struct tally *t, struct json_object *expected, const struct recipe *r)
{
    compare_text(a, t, TITLE, expected, r->title);
    compare_text(a, t, AUTHOR, expected, r->author);
    compare_text(a, t, DESCRIPTION, expected, r->description);
    compare_ingredients(a, t, expected, r);
    compare_numbers(a, t, expected, r);
    compare_steps(a, t, expected, r);
}

static bool has_feature(struct json_object *entry, const char *name)
{
    struct json_object *features = json_object_object_get(entry, "features");

    for (size_t i = 0; i < json_object_array_length(features); i++) {
        if (strcmp(json_object_get_string(json_object_array_get_idx(features, i)), name) == 0)
            return true;
    }
    return false;
}

static char *root(struct arena *a)
{
    char *path = arena_strdup(a, test_data("recipes/index.json"));

    *strrchr(path, '/') = '\0';
    return path;
}

typedef void page_visitor(struct arena *a, const char *folder, const char *page, struct tally *t);

static void run_page(struct arena *a, const char *folder, const char *page, struct tally *t)
{
    struct json_object *expected = json_object_from_file(arena_printf(a, "%s/%s.json", folder, page));
    struct str html = unpack(a, arena_printf(a, "%s/%s.html.gz", folder, page));
    struct imported got = { .recipe = recipe_empty() };
    int64_t start = test_cpu_us(), took;
    enum err e = import_read(a, html, IMPORT_HTML, NULL, &got);

    took = test_cpu_us() - start;
    CU_ASSERT(took < LIMIT_US);
    t->pages++;
    t->found += e == OK;
    if (took > t->slowest_us) {
        t->slowest_us = took;
        snprintf(t->slowest, sizeof(t->slowest), "%s", page);
    }
    if (e == ERR_INVALID) {
        CU_ASSERT_PTR_NOT_NULL(got.problem);
        if (getenv("CORPUS_VERBOSE"))
            printf("  %s: nothing found\n", page);
    }
    compare(a, t, expected, &got.recipe);
    json_object_put(expected);
}

/* Calls `each` for every page with a feature; NULL: all pages. */
static void run(const char *feature, page_visitor *each, struct tally *t)
{
    struct arena a;
    struct json_object *index;
    char *folder;

    arena_init(&a, (size_t)1 << 30);
    folder = root(&a);
    index = json_object_from_file(arena_printf(&a, "%s/index.json", folder));
    CU_ASSERT_PTR_NOT_NULL_FATAL(index);
    for (size_t i = 0; i < json_object_array_length(index); i++) {
        struct json_object *entry = json_object_array_get_idx(index, i);
        struct arena_mark mark = arena_mark(&a);

        if (feature && !has_feature(entry, feature))
            continue;
        each(&a, folder, json_object_get_string(json_object_object_get(entry, "page")), t);
        arena_rewind(&a, mark);
    }
    json_object_put(index);
    arena_done(&a);
}

static double percent(const struct tally *t, enum column c)
{
    return t->of[c] ? 100.0 * t->right[c] / t->of[c] : 0;
}

static void print(const char *what, const struct tally *t)
{
    printf("%-18s %7s %7s %9s   (%d pages, a recipe in %d; slowest %lld ms: %s)\n", what, "right", "of", "percent", t->pages,
           t->found, (long long)t->slowest_us / 1000, t->slowest);
    for (enum column c = 0; c < COLUMN__COUNT; c++)
        printf("  %-16s %7d %7d %8.1f%%\n", column_names[c], t->right[c], t->of[c], percent(t, c));
}

TEST_LIMIT(corpus_jsonld_pages_reach_the_bars, 300)
{
    struct tally t = { 0 };

    run("json-ld", run_page, &t);
    print("JSON-LD pages", &t);
    CU_ASSERT(t.found == t.pages && t.pages >= 72);
    CU_ASSERT(percent(&t, TITLE) >= 99);
    CU_ASSERT(percent(&t, INGREDIENT_LINES) >= 86);
    CU_ASSERT(percent(&t, TOTAL_TIME) >= 96);
    CU_ASSERT(percent(&t, AUTHOR) >= 93);
    CU_ASSERT(percent(&t, YIELD) >= 95);
}

TEST_LIMIT(corpus_microdata_pages, 120)
{
    struct tally t = { 0 };

    run("microdata-only", run_page, &t);
    print("microdata pages", &t);
    CU_ASSERT(t.found == t.pages && t.pages >= 10);
}

TEST_LIMIT(corpus_pages_without_data, 120)
{
    struct tally t = { 0 };

    run("no-markup", run_page, &t);
    print("other pages", &t);
}

static unsigned next_random(unsigned long long *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*seed >> 33);
}

/* Cut anywhere and with bytes turned over: nothing is promised but an end, in time. */
static void damage_page(struct arena *a, const char *folder, const char *page, struct tally *t)
{
    struct str html = unpack(a, arena_printf(a, "%s/%s.html.gz", folder, page));
    unsigned long long seed = html.n;

    for (int round = 0; round < 6; round++) {
        struct arena_mark mark = arena_mark(a);
        struct str bytes = { arena_str(a, html), html.n };
        struct imported got = { .recipe = recipe_empty() };
        int64_t start = test_cpu_us();

        for (int i = 0; i < 200 && round % 3; i++) {
            unsigned byte = next_random(&seed);

            ((char *)bytes.p)[next_random(&seed) % bytes.n] = round == 1 ? (char)byte : "<>\"&{}[]\\"[byte % 9];
        }
        if (round % 3 != 1)
            bytes.n = next_random(&seed) % bytes.n;
        t->found += import_read(a, bytes, IMPORT_HTML, "https://example.org/", &got) == OK;
        t->pages++;
        if (test_cpu_us() - start > t->slowest_us)
            t->slowest_us = test_cpu_us() - start;
        arena_rewind(a, mark);
    }
}

TEST_LIMIT(corpus_damaged_pages_do_no_harm, 300)
{
    struct tally t = { 0 };

    run(NULL, damage_page, &t);
    printf("damaged pages: %d read, a recipe in %d, slowest %lld ms\n", t.pages, t.found, (long long)t.slowest_us / 1000);
    CU_ASSERT(t.slowest_us < LIMIT_US);
    CU_ASSERT(t.pages >= 500);
}
