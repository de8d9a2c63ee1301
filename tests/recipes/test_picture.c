#include "test.h"

#include "recipes/picture.h"

#include <json-c/json.h>

static struct picture parsed(const char *text)
{
    struct json_object *v = json_tokener_parse(text);
    struct picture p = { .seed = 99 };

    CU_ASSERT_EQUAL(picture_parse(v, &p), OK);
    json_object_put(v);
    return p;
}

TEST(picture_reads_its_description)
{
    struct picture p = parsed("{\"dish\":\"bowl\",\"base\":\"#ff8000\",\"background\":\"#000001\",\"seed\":7,\"alt\":\"x\","
                              "\"accents\":[{\"shape\":\"ring\",\"colour\":\"#0a0b0c\"},{\"shape\":\"leaf\",\"colour\":\"#ffffff\"}]}");

    CU_ASSERT_EQUAL(p.dish, PICTURE_BOWL);
    CU_ASSERT(p.base.r == 255 && p.base.g == 128 && p.base.b == 0 && p.background.b == 1);
    CU_ASSERT_EQUAL(p.accent_count, 2);
    CU_ASSERT(p.accent[0].shape == PICTURE_RING && p.accent[0].colour.b == 12);
    CU_ASSERT_EQUAL(p.seed, 7);
}

TEST(picture_refuses_what_it_does_not_know)
{
    static const char *const cases[] = {
        "[]", "{}", "{\"dish\":\"bowl\",\"base\":\"#ff8000\"}", "{\"dish\":\"vase\",\"base\":\"#ff8000\",\"background\":\"#000000\"}",
        "{\"dish\":\"bowl\",\"base\":\"red\",\"background\":\"#000000\"}",
        "{\"dish\":\"bowl\",\"base\":\"#FF8000\",\"background\":\"#000000\"}",
        "{\"dish\":\"bowl\",\"base\":\"#ff8000\",\"background\":\"#0000000\"}",
        "{\"dish\":1,\"base\":\"#ff8000\",\"background\":\"#000000\"}",
        "{\"dish\":\"bowl\",\"base\":\"#ff8000\",\"background\":\"#000000\",\"seed\":-1}",
        "{\"dish\":\"bowl\",\"base\":\"#ff8000\",\"background\":\"#000000\",\"accents\":[1]}",
        "{\"dish\":\"bowl\",\"base\":\"#ff8000\",\"background\":\"#000000\",\"accents\":[{\"shape\":\"text\",\"colour\":\"#ffffff\"}]}",
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct json_object *v = json_tokener_parse(cases[i]);
        struct picture p = { .seed = 99 };

        CU_ASSERT_EQUAL(picture_parse(v, &p), ERR_INVALID);
        CU_ASSERT_EQUAL(p.seed, 99);
        json_object_put(v);
    }
    CU_ASSERT_EQUAL(picture_parse(NULL, &(struct picture){ 0 }), ERR_INVALID);
}

static unsigned long big_endian(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;

    return ((unsigned long)b[0] << 24) | ((unsigned long)b[1] << 16) | ((unsigned long)b[2] << 8) | b[3];
}

TEST_LIMIT(picture_draws_every_dish_the_same_each_time, 120)
{
    struct picture p = { .base = { 200, 120, 60 }, .background = { 40, 90, 98 }, .seed = 3 };

    for (size_t i = 0; i < PICTURE_ACCENTS_MAX; i++)
        p.accent[i] = (struct picture_accent){ (enum picture_shape)(i % PICTURE_SHAPE__COUNT), { (uint8_t)(30 * i), 140, 40 } };
    for (p.dish = 0; p.dish < PICTURE_DISH__COUNT; p.dish++) {
        struct arena a;
        struct str png, again;

        arena_init(&a, (size_t)64 << 20);
        p.accent_count = p.dish % 3 ? PICTURE_ACCENTS_MAX : 0;
        CU_ASSERT_EQUAL_FATAL(picture_draw(&a, &p, &png), OK);
        CU_ASSERT(png.n > 20000 && memcmp(png.p, "\x89PNG\r\n", 6) == 0);
        CU_ASSERT_EQUAL(big_endian(png.p + 16), PICTURE_WIDTH);
        CU_ASSERT_EQUAL(big_endian(png.p + 20), PICTURE_HEIGHT);
        if (p.dish % 5 == 0) {
            CU_ASSERT_EQUAL_FATAL(picture_draw(&a, &p, &again), OK);
            CU_ASSERT(str_equal(png, again));
        }
        arena_done(&a);
    }
}
