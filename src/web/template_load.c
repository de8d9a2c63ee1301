#include "web/template.h"

#include "base/utf8.h"
#include "web/template_ops.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

#define SETS_BYTES ((size_t)256 << 20)      /* of all templates together */
#define FILE_BYTES ((size_t)1 << 20)
#define FOLDERS 8                           /* inside each other */

struct loading {
    struct templates *ts;
    size_t room;
    const char *error;                      /* of the arena */
};

static bool fail(struct loading *l, const char *path, const char *message)
{
    l->error = arena_printf(&l->ts->arena, "%s: %s", path, message);
    return false;
}

static void add(struct loading *l, const char *name, const char *path, struct str source)
{
    struct templates *ts = l->ts;

    if (ts->count == l->room) {
        struct template *old = ts->list;

        l->room = l->room ? l->room * 2 : 32;
        ts->list = ARENA_ARRAY(&ts->arena, l->room, struct template);
        if (ts->count)
            memcpy(ts->list, old, ts->count * sizeof(*old));
    }
    ts->list[ts->count++] = (struct template){ .name = name, .path = path, .source = source };
}

static bool read_file(struct loading *l, const char *path, struct buf *ret)
{
    FILE *f = fopen(path, "rbe");
    char chunk[8192];
    size_t n;
    bool ok;

    if (!f)
        return fail(l, path, strerror(errno));
    while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0 && !ret->failed)
        buf_put(ret, chunk, n);
    ok = !ferror(f);
    fclose(f);
    if (!ok)
        return fail(l, path, "cannot be read");
    return !ret->failed || fail(l, path, "is larger than 1 MiB");
}

static bool load_file(struct loading *l, const char *path, const char *name)
{
    struct buf bytes;
    struct str text;
    bool ok;

    buf_init(&bytes, NULL, FILE_BYTES);
    ok = read_file(l, path, &bytes);
    text = buf_str(&bytes);
    if (ok && (!utf8_valid(text) || memchr(text.p, '\0', text.n)))
        ok = fail(l, path, "is not a text in UTF-8");
    text.p = arena_str(&l->ts->arena, text);
    buf_done(&bytes);
    if (ok)
        add(l, name, path, text);
    return ok;
}

static bool load_folder(struct loading *l, const char *folder, const char *prefix, unsigned depth);

/* A file or folder `entry` of `folder`; names below begin with `prefix`. */
static bool load_entry(struct loading *l, const char *folder, const char *prefix, const char *entry, unsigned depth)
{
    struct arena *a = &l->ts->arena;
    const char *path = arena_printf(a, "%s/%s", folder, entry);
    size_t n = strlen(entry);
    struct stat st;

    if (stat(path, &st) != 0)
        return fail(l, path, strerror(errno));
    if (S_ISDIR(st.st_mode))
        return load_folder(l, path, arena_printf(a, "%s%s/", prefix, entry), depth + 1);
    if (!S_ISREG(st.st_mode) || n <= 5 || strcmp(entry + n - 5, ".html") != 0)
        return true;
    return load_file(l, path, arena_printf(a, "%s%.*s", prefix, (int)(n - 5), entry));
}

static bool load_folder(struct loading *l, const char *folder, const char *prefix, unsigned depth)
{
    DIR *dir = depth < FOLDERS ? opendir(folder) : NULL;
    struct dirent *d;
    bool ok = true;

    if (!dir)
        return fail(l, folder, depth < FOLDERS ? strerror(errno) : "too many folders inside each other");
    while (ok && (d = readdir(dir))) {
        if (d->d_name[0] != '.')
            ok = load_entry(l, folder, prefix, d->d_name, depth);
    }
    closedir(dir);
    return ok;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct template *)a)->name, ((const struct template *)b)->name);
}

const struct template *templates_find(const struct templates *ts, const char *name)
{
    struct template wanted = { .name = name };

    return ts->count ? bsearch(&wanted, ts->list, ts->count, sizeof(wanted), by_name) : NULL;
}

bool templates_have(const struct templates *ts, const char *name)
{
    return templates_find(ts, name) != NULL;
}

static bool resolve(struct loading *l, const struct template *t)
{
    struct arena *a = &l->ts->arena;

    for (size_t i = 0; i < t->op_count; i++) {
        struct template_op *op = &t->ops[i];

        if (op->type != OP_PARTIAL)
            continue;
        op->partial = templates_find(l->ts, op->partial_name);
        if (!op->partial && !l->ts->lax) {
            l->error = template_error(a, t, op->offset, arena_printf(a, "there is no template \"%s\"", op->partial_name));
            return false;
        }
    }
    return true;
}

static bool parse_all(struct loading *l)
{
    struct templates *ts = l->ts;

    if (ts->count)
        qsort(ts->list, ts->count, sizeof(*ts->list), by_name);
    for (size_t i = 0; i < ts->count; i++) {
        if (!template_parse(&ts->arena, &ts->list[i], ts->lax, &l->error))
            return false;
    }
    for (size_t i = 0; i < ts->count; i++) {
        if (!resolve(l, &ts->list[i]))
            return false;
    }
    return true;
}

static struct templates *new(bool lax)
{
    struct templates *ts = calloc(1, sizeof(*ts));

    if (!ts)
        abort();
    arena_init(&ts->arena, SETS_BYTES);
    ts->lax = lax;
    return ts;
}

static struct templates *finish(struct loading *l, bool ok, char **ret_error)
{
    if (ok)
        return l->ts;
    *ret_error = strdup(l->error);
    if (!*ret_error)
        abort();
    templates_free(l->ts);
    return NULL;
}

struct templates *templates_load(const char *folder, char **ret_error)
{
    struct loading l = { .ts = new(false) };

    return finish(&l, load_folder(&l, folder, "", 0) && parse_all(&l), ret_error);
}

struct templates *templates_from_strings(const struct template_source *sources, size_t count, bool lax, char **ret_error)
{
    struct loading l = { .ts = new(lax) };

    for (size_t i = 0; i < count; i++) {
        struct arena *a = &l.ts->arena;
        const char *name = arena_strdup(a, sources[i].name);

        add(&l, name, name, (struct str){ arena_str(a, sources[i].text), sources[i].text.n });
    }
    return finish(&l, parse_all(&l), ret_error);
}

void templates_free(struct templates *ts)
{
    if (!ts)
        return;
    arena_done(&ts->arena);
    free(ts);
}
