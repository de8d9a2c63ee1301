/* demo.c: loads the demo recipes, in the API's own JSON, through the same checks as a request. */
#include "recipes/demo.h"

#include "base/view.h"
#include "recipes/picture.h"
#include "recipes/recipes.h"
#include "store/db.h"
#include "store/progress.h"
#include "store/store.h"
#include "web/json.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#define FILES_MAX 500
#define FILE_MAX ((size_t)256 << 10)

struct task {
    struct recipe recipe;
    struct str picture;        /* PNG; p NULL: none */
    const char *alt;
    struct json_object *view;
};

static enum err add_picture(struct ctx *cx, struct task *t)
{
    struct photo photo;
    enum err e = photo_store(cx, t->picture, "/picture", &photo);

    if (e)
        return e;
    t->recipe.images = ARENA_NEW(cx->arena, struct recipe_image);
    t->recipe.images[0] = (struct recipe_image){ .id = photo.id, .alt = t->alt };
    t->recipe.image_count = 1;
    return OK;
}

static enum err save(struct ctx *cx, void *arg)
{
    struct task *t = arg;
    struct recipe_saved saved;
    enum err e = t->picture.p ? add_picture(cx, t) : OK;

    if (e)
        return e;
    return recipe_add(cx, &t->recipe, "Demo", &saved);
}

static enum err draw(struct ctx *cx, const char *path, struct task *t)
{
    struct json_object *description = view_get(t->view, "picture");
    struct picture p;
    enum err e;

    if (!description)
        return OK;
    e = picture_parse(description, &p);
    if (e)
        return ctx_fail(cx, e, NULL, "%s: the picture is described with something unknown", path);
    t->alt = arena_str(cx->arena, view_get_str(description, "alt"));
    return picture_draw(cx->arena, &p, &t->picture);
}

static enum err read_recipe(struct ctx *cx, const char *path, struct task *t)
{
    char *bytes = arena_alloc(cx->arena, FILE_MAX);
    FILE *f = fopen(path, "rb");
    struct json_error error;
    struct str text;

    if (!f)
        return ctx_fail(cx, ERR_NOT_FOUND, NULL, "%s cannot be read", path);
    text = (struct str){ bytes, fread(bytes, 1, FILE_MAX, f) };
    fclose(f);
    if (!json_parse(text, NULL, &t->view, &error))
        return ctx_fail(cx, ERR_MALFORMED, NULL, "%s:%u: %s", path, error.line, error.message);
    recipe_from_view(cx->arena, view_keep(cx->arena, t->view), &t->recipe);
    return recipe_checked(cx, &t->recipe);
}

static enum err load_one(struct ctx *cx, const char *path, size_t *added)
{
    struct task t = { 0 };
    struct json_object *twins;
    enum err e = read_recipe(cx, path, &t);

    if (e == OK)
        e = recipe_twins(cx, &t.recipe, &twins);
    if (e || json_object_array_length(twins) > 0)
        return e;
    e = draw(cx, path, &t);
    if (e == OK)
        e = db_transaction(cx, save, &t);
    *added += e == OK;
    return e;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t list_files(struct ctx *cx, const char *folder, char **names)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    size_t n = 0;

    while (dir && n < FILES_MAX && (entry = readdir(dir))) {
        if (str_ends(str_of(entry->d_name), STR(".json")))
            names[n++] = arena_strdup(cx->arena, entry->d_name);
    }
    if (dir)
        closedir(dir);
    qsort(names, n, sizeof(*names), by_name);
    return n;
}

enum err demo_load(struct ctx *cx)
{
    const char *folder = arena_printf(cx->arena, "%s/../demo/recipes", cx->store->config.templates);
    char **names = ARENA_ARRAY(cx->arena, FILES_MAX, char *);
    size_t n = list_files(cx, folder, names), added = 0;
    enum err e = OK;

    for (size_t i = 0; i < n && e == OK; i++) {
        struct arena_mark mark = arena_mark(cx->arena);

        e = load_one(cx, arena_printf(cx->arena, "%s/%s", folder, names[i]), &added);
        progress_show(i + 1, n, "demo");
        if (e == OK)
            arena_rewind(cx->arena, mark);
    }
    if (e == OK)
        printf("%zu demo recipes, %zu new\n", n, added);
    return e;
}
