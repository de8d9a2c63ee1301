#include "test.h"

#include "base/buf.h"
#include "recipes/paste.h"

#include <stdlib.h>

static struct arena arena;

/* "section> food; food" of a paste. */
static const char *foods(const char *text)
{
    struct recipe_ingredient *items;
    const char *section = NULL;
    struct buf b;
    size_t count;

    arena_init(&arena, 1 << 20);
    buf_init(&b, &arena, 1 << 16);
    count = ingredients_paste(&arena, str_of(text), 200, &items);
    for (size_t i = 0; i < count; i++) {
        if (items[i].section != section)
            buf_printf(&b, "%s> ", items[i].section ? items[i].section : "-");
        section = items[i].section;
        buf_printf(&b, "%s; ", items[i].food);
    }
    return buf_text(&b);
}

static const char *steps(const char *text)
{
    struct recipe_step *step;
    const char *section = NULL;
    struct buf b;
    size_t count;

    arena_init(&arena, 1 << 20);
    buf_init(&b, &arena, 1 << 16);
    count = steps_paste(&arena, str_of(text), 100, &step);
    for (size_t i = 0; i < count; i++) {
        if (step[i].section != section)
            buf_printf(&b, "%s> ", step[i].section ? step[i].section : "-");
        section = step[i].section;
        buf_printf(&b, "[%s]", step[i].text);
    }
    return buf_text(&b);
}

TEST(paste_drops_bullets_and_blank_lines)
{
    ASSERT_STR(foods("- 2 eggs\n\n\u2022 1 dl milk\r\n* 3 EL Mehl\r\u25A2 1 tsp salt\n[ ] 200 g butter\n- [x] 1 onion\n"),
               "eggs; milk; Mehl; salt; butter; onion; ");
    ASSERT_STR(foods("1. 200 g flour\n2) 100 g sugar\n"), "flour; sugar; ");
    ASSERT_STR(foods("1.5 dl milk\n10 eggs\n"), "milk; eggs; ");
    ASSERT_STR(foods(""), "");
    ASSERT_STR(foods("\n \n-\n"), "");
}

TEST(paste_reads_sections)
{
    ASSERT_STR(foods("Ingredients:\n1 egg\nFor the sauce:\n1 dl cream\n# Topping\n10 g nuts\n"
                     "**Deg**\n3 dl mjöl\n**Fyllning:**\n1 dl sylt"),
               "egg; For the sauce> cream; Topping> nuts; Deg> mjöl; Fyllning> sylt; ");
    ASSERT_STR(foods("- For the sauce:\n- 1 egg"), "For the sauce> egg; ");
    ASSERT_STR(foods("Sauce:\n1 egg\nZutaten\n2 Eier"), "Sauce> egg; -> Eier; ");
}

TEST(paste_stops_at_the_limit)
{
    struct recipe_ingredient *items;
    struct recipe_step *step;

    arena_init(&arena, 1 << 20);
    CU_ASSERT_EQUAL(ingredients_paste(&arena, STR("a\nb\nc\nd"), 2, &items), 2);
    CU_ASSERT_EQUAL(steps_paste(&arena, STR("a\nb\nc\nd"), 3, &step), 3);
    CU_ASSERT_EQUAL(ingredients_paste(&arena, STR("a"), 0, &items), 0);
    ASSERT_STR(step[2].text, "c");
}

TEST(paste_reads_steps)
{
    ASSERT_STR(steps("Mix.\nBake.\n"), "[Mix.][Bake.]");
    ASSERT_STR(steps("1. Mix\nwell.\n2. Bake\n\n3) Eat."), "[Mix well.][Bake][Eat.]");
    ASSERT_STR(steps("Mix\nwell.\n\nBake\nit."), "[Mix well.][Bake it.]");
    ASSERT_STR(steps("- Mix.\n- Bake."), "[Mix.][Bake.]");
    ASSERT_STR(steps("Step 1:\nMix.\nStep 2:\nBake."), "[Mix.][Bake.]");
    ASSERT_STR(steps("Schritt 1: Mischen.\nSchritt 2: Backen."), "[Mischen.][Backen.]");
    ASSERT_STR(steps("Instructions\nMix.\nFor the sauce:\nStir.\n## Finish\nServe."),
               "[Mix.]For the sauce> [Stir.]Finish> [Serve.]");
    ASSERT_STR(steps("Heat the oven to 200. Then:\nBake"), "Heat the oven to 200. Then> [Bake]");
    ASSERT_STR(steps("1.5 dl water\n2 eggs"), "[1.5 dl water][2 eggs]");
    ASSERT_STR(steps("Soup:\nCut.\nBoil.\n\nTop:\n\nFry."), "Soup> [Cut.][Boil.]Top> [Fry.]");
    ASSERT_STR(steps(""), "");
}

TEST_LIMIT(paste_takes_any_bytes, 30)
{
    struct recipe_ingredient *items;
    struct recipe_step *step;
    char text[300];

    srandom(3);
    arena_init(&arena, 1 << 22);
    for (int n = 0; n < 5000; n++) {
        size_t len = (size_t)random() % sizeof(text), count;

        for (size_t i = 0; i < len; i++)
            text[i] = (char)(n % 2 ? random() : "\n\n\r-*#: 1.2)Step[ ]egg"[random() % 21]);
        count = ingredients_paste(&arena, (struct str){ text, len }, 50, &items);
        CU_ASSERT_TRUE_FATAL(count <= 50);
        for (size_t i = 0; i < count; i++)
            CU_ASSERT_TRUE_FATAL(items[i].text[0] != '\0' || memchr(text, 0, len));
        count = steps_paste(&arena, (struct str){ text, len }, 50, &step);
        for (size_t i = 0; i < count; i++)
            CU_ASSERT_TRUE_FATAL(step[i].text[0] != '\0' || memchr(text, 0, len));
        arena_reset(&arena);
    }
}
