#include "recipes/picture_impl.h"

#include "image/image.h"

static const char *const dish_names[PICTURE_DISH__COUNT] = {
    "plate", "bowl", "pan", "board", "pizza", "tray", "glass", "mug", "burger", "tacos", "cake", "stack", "basket", "sundae"
};

static const char *const shape_names[PICTURE_SHAPE__COUNT] = {
    "leaf", "slice", "dice", "dot", "strip", "wedge", "berry", "ring", "chip"
};

/* The index of a member's text among names. */
static bool name_of(struct json_object *o, const char *key, const char *const *names, unsigned count, unsigned *ret)
{
    struct json_object *v = json_object_object_get(o, key);

    for (unsigned i = 0; v && json_object_is_type(v, json_type_string) && i < count; i++) {
        if (strcmp(json_object_get_string(v), names[i]) == 0) {
            *ret = i;
            return true;
        }
    }
    return false;
}

static int hex(char ch)
{
    return ch >= '0' && ch <= '9' ? ch - '0' : ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

/* "#rrggbb" in lower case. */
static bool colour_of(struct json_object *o, const char *key, struct picture_colour *ret)
{
    struct json_object *v = json_object_object_get(o, key);
    const char *s = v && json_object_is_type(v, json_type_string) ? json_object_get_string(v) : "";
    uint8_t byte[3];

    if (strlen(s) != 7 || s[0] != '#')
        return false;
    for (int i = 0; i < 3; i++) {
        int high = hex(s[1 + 2 * i]), low = hex(s[2 + 2 * i]);

        if (high < 0 || low < 0)
            return false;
        byte[i] = (uint8_t)(high * 16 + low);
    }
    *ret = (struct picture_colour){ byte[0], byte[1], byte[2] };
    return true;
}

static bool accents_of(struct json_object *list, struct picture *p)
{
    if (!list)
        return true;
    if (!json_object_is_type(list, json_type_array) || json_object_array_length(list) > PICTURE_ACCENTS_MAX)
        return false;
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        struct json_object *one = json_object_array_get_idx(list, i);
        unsigned what;

        if (!json_object_is_type(one, json_type_object) || !name_of(one, "shape", shape_names, PICTURE_SHAPE__COUNT, &what) ||
            !colour_of(one, "colour", &p->accent[i].colour))
            return false;
        p->accent[i].shape = (enum picture_shape)what;
        p->accent_count++;
    }
    return true;
}

enum err picture_parse(struct json_object *description, struct picture *ret)
{
    struct picture p = { .seed = 1 };
    struct json_object *seed;
    unsigned dish;

    if (!json_object_is_type(description, json_type_object))
        return ERR_INVALID;
    if (!name_of(description, "dish", dish_names, PICTURE_DISH__COUNT, &dish) || !colour_of(description, "base", &p.base) ||
        !colour_of(description, "background", &p.background) || !accents_of(json_object_object_get(description, "accents"), &p))
        return ERR_INVALID;
    seed = json_object_object_get(description, "seed");
    if (seed && (!json_object_is_type(seed, json_type_int) || json_object_get_int64(seed) < 0))
        return ERR_INVALID;
    if (seed)
        p.seed = (unsigned)json_object_get_int64(seed);
    p.dish = (enum picture_dish)dish;
    *ret = p;
    return OK;
}

static void destroy_wand(void *wand)
{
    DestroyMagickWand(wand);
}

static enum err encode(struct arena *a, const struct canvas *c, struct str *ret_png)
{
    const char *why;
    MagickWand *wand;

    if (!image_start(&why))
        return ERR_INTERNAL;
    wand = NewMagickWand();
    arena_defer(a, destroy_wand, wand);
    if (!MagickConstituteImage(wand, PICTURE_WIDTH, PICTURE_HEIGHT, "RGB", CharPixel, c->pixels) ||
        !MagickSetImageFormat(wand, "PNG24") || !image_blob(wand, false, a, ret_png))
        return ERR_INTERNAL;
    return OK;
}

enum err picture_draw(struct arena *a, const struct picture *p, struct str *ret_png)
{
    struct canvas c;

    canvas_init(&c, a, p);
    if (p->dish < PICTURE_GLASS)
        draw_from_above(&c);
    else
        draw_from_the_side(&c);
    return encode(a, &c, ret_png);
}
