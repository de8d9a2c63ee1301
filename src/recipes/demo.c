/* demo.c: loads the demo recipes, in the API's own JSON, through the same checks as a request. */
#include "recipes/demo.h"

#include "base/view.h"
#include "recipes/recipes.h"
#include "store/db.h"
#include "store/store.h"
#include "web/json.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#define FILES_MAX 500
#define FILE_MAX ((size_t)256 << 10)

struct task {
    struct recipe recipe;
    bool there;
};

static enum err save(struct ctx *cx, void *arg)
{
    struct task *t = arg;
    struct json_object *twins;
    struct recipe_saved saved;
    enum err e = recipe_twins(cx, &t->recipe, &twins);

    t->there = e == OK && json_object_array_length(twins) > 0;
    if (e || t->there)
        return e;
    return recipe_add(cx, &t->recipe, "Demo", &saved);
}

static enum err read_recipe(struct ctx *cx, const char *path, struct recipe *ret)
{
    char *bytes = arena_alloc(cx->arena, FILE_MAX);
    FILE *f = fopen(path, "rb");
    struct json_object *v;
    struct json_error error;
    struct str text;

    if (!f)
        return ctx_fail(cx, ERR_NOT_FOUND, NULL, "%s cannot be read", path);
    text = (struct str){ bytes, fread(bytes, 1, FILE_MAX, f) };
    fclose(f);
    if (!json_parse(text, NULL, &v, &error))
        return ctx_fail(cx, ERR_MALFORMED, NULL, "%s:%u: %s", path, error.line, error.message);
    recipe_from_view(cx->arena, view_keep(cx->arena, v), ret);
    return recipe_checked(cx, ret);
}

static enum err load_one(struct ctx *cx, const char *path, size_t *added)
{
    struct task t;
    enum err e = read_recipe(cx, path, &t.recipe);

    if (e == OK)
        e = db_transaction(cx, save, &t);
    if (e == OK && !t.there)
        (*added)++;
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
