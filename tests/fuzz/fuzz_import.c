/* Whatever a page holds: the importer ends, and what it found is text that can be stored. */
#include "fuzz.h"

#include "base/utf8.h"
#include "recipes/import.h"

static void check_text(const char *text, size_t max)
{
    CHECK(!text || (utf8_valid(str_of(text)) && utf8_length(str_of(text)) <= max));
}

static void check_recipe(const struct imported *got)
{
    const struct recipe *r = &got->recipe;

    CHECK(r->title && r->ingredient_count <= RECIPE_INGREDIENTS_MAX && r->step_count <= RECIPE_STEPS_MAX);
    CHECK(r->tag_count <= RECIPE_TAGS_MAX && got->image_count <= RECIPE_IMAGES_MAX && got->note_count <= IMPORT_NOTES_MAX);
    check_text(r->title, RECIPE_TITLE_MAX);
    check_text(r->author, RECIPE_NAME_MAX);
    check_text(r->description, RECIPE_DESCRIPTION_MAX);
    for (size_t i = 0; i < r->ingredient_count; i++)
        check_text(r->ingredients[i].text, RECIPE_LINE_MAX);
    for (size_t i = 0; i < r->step_count; i++)
        check_text(r->steps[i].text, RECIPE_STEP_MAX);
    for (size_t i = 0; i < got->image_count; i++)
        CHECK(str_starts(str_of(got->image_urls[i]), STR("http")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct imported got = { .problem = NULL };
    enum import_kind kind;
    struct arena a;
    enum err e;

    if (n == 0)
        return 0;
    kind = data[0] == '{' || data[0] == '[' ? IMPORT_JSONLD : IMPORT_HTML;
    arena_init(&a, (size_t)256 << 20);
    e = import_read(&a, (struct str){ (const char *)data, n }, kind, "https://example.org/x/y", &got);
    CHECK(e == OK || e == ERR_INVALID || e == ERR_TOO_LARGE);
    if (e == OK)
        check_recipe(&got);
    else
        CHECK(e == ERR_TOO_LARGE || got.problem);
    arena_done(&a);
    return 0;
}
