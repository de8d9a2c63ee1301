/* demo_draw.c: who is in the demo, on which sheet. */
#include "drawings/demo_draw.h"

#include "drawings/demo_cast.h"

struct character {
    void (*draw)(struct pen *p);
    const char *title, *author, *tags[DEMO_TAGS_MAX];
    colour paper;
    int16_t width, height;            /* 0: a square */
};

static const struct character cast[] = {
    { draw_fox, "A fox waits for autumn", "Marlo", { "animal", "fox", "autumn" }, 0xa6dcc6, 0, 0 },
    { draw_robot, "Bolt has a warm heart", "Juno", { "robot", "machine" }, 0xffcf5c, 0, 0 },
    { draw_octopus, "Eight arms, no plan", "Tilda", { "animal", "sea" }, 0x4bbfd6, 0, 0 },
    { draw_ghost, "Boo! (sorry)", "Nightpencil", { "ghost", "halloween", "night" }, 0x3d3474, 0, 0 },
    { draw_ice_cream, "Two scoops of joy", "Pim", { "food", "summer" }, 0xffd9a0, 0, 0 },
    { draw_penguin, "Scarf weather", "Annika", { "animal", "winter", "bird" }, 0x9fd3f2, 0, 0 },
    { draw_cyclops, "I see you!", "Oskar", { "monster" }, NO_PAPER, 0, 0 },
    { draw_wizard, "Grandpa Abra", "Juno", { "people", "magic" }, 0x2f2f73, 0, 0 },
    { draw_cat, "Five more minutes", "Mimi", { "animal", "cat", "sleepy" }, 0xffd3d0, 0, 0 },
    { draw_alien, "Parking is free up here", "Orbit 7", { "alien", "space" }, 0x232b66, 0, 0 },
    { draw_donut, "Don't eat me yet", "Pim", { "food" }, 0x8fd8ee, 0, 0 },
    { draw_owl, "Night shift", "Annika", { "animal", "bird", "night" }, 0x2e3a78, 0, 0 },
    { draw_dragon, "My first smoke ring", "Drago", { "dragon", "magic" }, NO_PAPER, 0, 0 },
    { draw_hedgehog, "Apple delivery", "Marlo", { "animal", "autumn" }, 0xf7d9a0, 0, 0 },
    { draw_astronaut, "Small step, big wave", "Orbit 7", { "people", "space" }, 0x1f2550, 0, 0 },
    { draw_frog, "His Highness", "Tilda", { "animal", "frog", "king" }, 0x4fc1ad, 0, 0 },
    { draw_unicorn, "Sparkle with a rainbow tail", "Mimi", { "unicorn", "magic" }, 0xcdb8fa, 0, 0 },
    { draw_avocado, "Good inside", "Pim", { "food" }, NO_PAPER, 0, 0 },
    { draw_lion, "King of naps", "Kwame", { "animal" }, 0xffd25e, 0, 0 },
    { draw_slime, "Three eyes see more fun", "Oskar", { "monster" }, 0x4fb8ae, 0, 0 },
    { draw_dog, "Best friend ever", "Lotte", { "animal", "dog" }, 0x9fdcf7, 0, 0 },
    { draw_mushroom, "The little one grows too", "Marlo", { "plant", "wood" }, 0x8fd0a0, 0, 0 },
    { draw_pirate, "Captain Crumb", "Kwame", { "people", "pirate", "sea" }, 0x8fd3e8, 0, 0 },
    { draw_giraffe, "How is the weather down there?", "Lotte", { "animal" }, 0x9fe0f5, 768, 1024 },
    { draw_bee, "Busy, busy, busy", "Annika", { "animal", "insect", "spring" }, 0xc9eb9a, 0, 0 },
    { draw_yeti, "Hello from the mountain", "Oskar", { "monster", "winter" }, 0xa9d3ee, 0, 0 },
    { draw_chick, "Fresh today", "Mimi", { "animal", "bird", "spring" }, NO_PAPER, 0, 0 },
    { draw_whale, "Bathtime", "Tilda", { "animal", "sea" }, 0xbfe8fa, 1024, 768 },
    { draw_hero, "Captain Curl", "Juno", { "people", "hero" }, 0x5bbdf0, 0, 0 },
    { draw_mug, "Cocoa hug", "Pim", { "food", "winter" }, 0xb48acb, 0, 0 },
    { draw_elephant, "Hose on!", "Kwame", { "animal" }, 0xffd98a, 0, 0 },
    { draw_cactus, "Free hugs", "Lotte", { "plant" }, 0xffcba8, 0, 0 },
    { draw_bat, "Upside up", "Nightpencil", { "animal", "night", "halloween" }, 0x38306e, 0, 0 },
    { draw_onigiri, "Rice to meet you", "Tilda", { "food" }, NO_PAPER, 0, 0 },
    { draw_panda, "Snack time is all the time", "Annika", { "animal" }, 0xb9e08a, 0, 0 },
    { draw_flamingo, "One leg is enough", "Marlo", { "animal", "bird", "summer" }, 0x6fd0d6, 768, 1024 },
    { draw_chef, "Secret ingredient: a wink", "Kwame", { "people", "food" }, NO_PAPER, 0, 0 },
    { draw_dino, "Tiny arms, big dreams", "Drago", { "dinosaur" }, 0xffa987, 0, 0 },
    { draw_snail, "Fast enough for me", "Lotte", { "animal", "garden" }, 0xbfe7f2, 0, 0 },
    { draw_bunny, "Carrot for two", "Mimi", { "animal", "spring" }, 0xffc4d6, 0, 0 },
};

void demo_drawing(struct arena *a, int number, struct drawing *ret)
{
    const struct character *c = &cast[number];
    struct pen p;

    pen_init(&p, a, c->width ? c->width : 1024, c->height ? c->height : 1024, c->paper, (uint32_t)number + 1);
    c->draw(&p);
    pen_finish(&p, ret);
}

const char *demo_title(int number)
{
    return cast[number].title;
}

const char *demo_author(int number)
{
    return cast[number].author;
}

size_t demo_tags(int number, const char **ret)
{
    size_t n = 0;

    while (n < DEMO_TAGS_MAX && cast[number].tags[n]) {
        ret[n] = cast[number].tags[n];
        n++;
    }
    return n;
}
