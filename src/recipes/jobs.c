/* jobs.c: commands of recipes. */
#include "recipes/api.h"
#include "recipes/demo.h"
#include "recipes/recipes_module.h"

#include "store/db.h"
#include "store/progress.h"
#include "store/store.h"

#include <errno.h>
#include <fts.h>
#include <stdio.h>

/* ---- import ---- */

struct found {
    const char *path;
    struct found *next;
};

static bool may_hold_recipe(const char *path)
{
    static const char *const ends[] = { ".html", ".htm", ".json", ".jsonld" };

    for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
        if (str_ends(str_of(path), str_of(ends[i])))
            return true;
    }
    return false;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* The files below a folder that may hold a recipe, in order. False: the folder cannot be read. */
static bool find_files(struct arena *a, const char *folder, struct found **ret, size_t *ret_count)
{
    char *const roots[] = { arena_strdup(a, folder), NULL };
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
    bool readable = tree != NULL;
    FTSENT *entry;

    while (tree && (entry = fts_read(tree))) {
        readable &= entry->fts_level > 0 || (entry->fts_info != FTS_NS && entry->fts_info != FTS_DNR);
        if (entry->fts_info != FTS_F || !may_hold_recipe(entry->fts_path))
            continue;
        *ret = ARENA_NEW(a, struct found);
        (*ret)->path = arena_strdup(a, entry->fts_path);
        ret = &(*ret)->next;
        ++*ret_count;
    }
    if (tree)
        fts_close(tree);
    return readable;
}

struct import_task {
    struct imported *found;
    int64_t on_twin;
    struct recipe_saved saved;
    bool skipped;
};

static enum err save_import(struct ctx *cx, void *arg)
{
    struct import_task *t = arg;

    return recipes_import_save(cx, t->found, t->on_twin, &t->saved, &t->skipped);
}

static bool read_file(struct arena *a, const char *path, struct str *ret)
{
    FILE *f = fopen(path, "rb");
    char *bytes = arena_alloc(a, IMPORT_BYTES_MAX + 1);

    if (!f)
        return false;
    *ret = (struct str){ bytes, fread(bytes, 1, IMPORT_BYTES_MAX + 1, f) };
    fclose(f);
    return true;
}

struct tally {
    size_t added, updated, skipped, failed;
};

static void import_file(struct ctx *cx, const char *path, int64_t on_twin, struct tally *tally)
{
    struct imported found;
    struct import_task t = { .found = &found, .on_twin = on_twin };
    struct str bytes;
    bool jsonld = !str_ends(str_of(path), STR(".html")) && !str_ends(str_of(path), STR(".htm"));
    enum err e = read_file(cx->arena, path, &bytes) ? recipes_import_read(cx, bytes, jsonld, NULL, &found)
                 : ctx_fail(cx, ERR_NOT_FOUND, NULL, "%s", strerror(errno));

    if (e == OK)
        e = recipe_checked(cx, &found.recipe);
    if (e == OK)
        e = db_transaction(cx, save_import, &t);
    tally->failed += e != OK;
    tally->skipped += e == OK && t.skipped;
    tally->updated += e == OK && !t.skipped && t.saved.version > 1;
    tally->added += e == OK && !t.skipped && t.saved.version == 1;
    if (e) {
        progress_clear();
        fprintf(stderr, "%s: %s\n", path, cx->error_detail ? cx->error_detail : "failed");
    }
}

static void import_all(struct ctx *cx, const struct found *files, size_t count, int64_t on_twin, struct tally *tally)
{
    size_t done = 0;

    for (const struct found *f = files; f; f = f->next) {
        struct arena_mark mark = arena_mark(cx->arena);

        import_file(cx, f->path, on_twin, tally);
        progress_show(++done, count, "import");
        ctx_clear_error(cx);
        arena_rewind(cx->arena, mark);
    }
}

static int command_import(struct ctx *cx, int argc, char **argv)
{
    struct tally tally = { 0 };
    struct found *files = NULL;
    int64_t on_twin = IMPORT_ON_TWIN_SKIP;
    size_t count = 0;

    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--update") == 0)
            on_twin = IMPORT_ON_TWIN_UPDATE;
        else if (strcmp(argv[i], "--new") == 0)
            on_twin = IMPORT_ON_TWIN_NEW;
    }
    if (argc < 2 || !find_files(cx->arena, argv[1], &files, &count)) {
        fprintf(stderr, argc < 2 ? "usage: midwayctl recipes import FOLDER [--update | --new]\n" : "the folder cannot be read\n");
        return 2;
    }
    import_all(cx, files, count, on_twin, &tally);
    printf("%zu files: %zu added, %zu updated, %zu skipped, %zu failed\n", count, tally.added, tally.updated, tally.skipped, tally.failed);
    return tally.failed && tally.failed == count ? 1 : 0;
}

/* ---- demo ---- */

static int command_demo(struct ctx *cx, int argc, char **argv)
{
    int64_t count = 0;

    if (argc >= 3 && strcmp(argv[1], "--count") == 0) {
        if (!str_to_int(str_of(argv[2]), &count) || count < 1 || count > 10000000) {
            fprintf(stderr, "--count must be 1 to 10000000\n");
            return 2;
        }
        return demo_many(cx, (size_t)count) == OK ? 0 : 1;
    }
    if (argc > 1) {
        fprintf(stderr, "usage: midwayctl demo recipes [--count N]\n");
        return 2;
    }
    return demo_load(cx) == OK ? 0 : 1;
}

const struct command recipes_commands[] = {
    { "import", command_import, "import FOLDER [--update | --new]: pages and JSON-LD files" },
    { "demo", command_demo, "demo [--count N]: demo recipes, or a large set for measuring" },
    { 0 }
};
