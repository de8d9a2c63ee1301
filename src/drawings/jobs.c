/* jobs.c: background work and commands of drawings: the demo's characters, and drawings of other collections. */
#include "drawings/demo_draw.h"
#include "drawings/drawings.h"
#include "drawings/drawings_module.h"
#include "drawings/import_lines.h"

#include "base/utf8.h"
#include "store/db.h"
#include "store/progress.h"
#include "web/json.h"

#include <errno.h>
#include <json-c/json.h>
#include <stdio.h>
#include <sys/stat.h>

#define LINE_MAX_BYTES ((size_t)2 << 20)
#define LINE_VALUES (3 * (size_t)DRAWING_POINTS_MAX + 8 * (size_t)DRAWING_STROKES_MAX)
#define BATCH 64                       /* drawings in a transaction */
#define BATCH_BYTES ((size_t)16 << 20) /* and of memory */

/* ---- drawings by the batch ---- */

struct batch {
    struct drawing_new in[BATCH];
    size_t count, existed;             /* existed: of the last one that was stored */
};

static enum err store_batch(struct ctx *cx, void *arg)
{
    struct batch *b = arg;
    enum err e = OK;

    b->existed = 0;
    for (size_t i = 0; i < b->count && e == OK; i++) {
        struct drawing_saved saved;

        e = drawing_add(cx, &b->in[i], &saved);
        b->existed += e == OK && saved.existed;
    }
    return e;
}

/* ---- import ---- */

struct import_run {
    FILE *file;
    size_t file_bytes, read_bytes;
    bool is_private;
    const char *author;
    char *line;                        /* [LINE_MAX_BYTES + 1] */
    size_t lines, blank, stored, existed, refused;
    struct batch batch;
    struct arena_mark empty;           /* where the arena was when the batch was */
    size_t empty_bytes;
};

/* A line without its end. False: there is none. `*ret_fits`: it is not too long; of one that is the rest is skipped. */
static bool read_line(struct import_run *run, struct str *ret, bool *ret_fits)
{
    size_t n = 0;
    int c;

    while ((c = getc_unlocked(run->file)) != EOF && c != '\n') {
        if (n <= LINE_MAX_BYTES)
            run->line[n] = (char)c;
        n++;
    }
    run->read_bytes += n + (c == '\n');
    *ret = (struct str){ run->line, n };
    *ret_fits = n <= LINE_MAX_BYTES;
    run->lines += n > 0 || c != EOF;
    return n > 0 || c != EOF;
}

static void refuse(struct import_run *run, const char *why)
{
    run->refused++;
    progress_clear();
    fprintf(stderr, "line %zu: %s\n", run->lines, why);
}

static bool is_plain(struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if ((unsigned char)text.p[i] < ' ')
            return false;
    }
    return text.n > 0 && utf8_length(text) <= TITLE_MAX;
}

/* What it shows, in the words of the collection: "the eiffel tower" becomes a tag and, with a capital, the title. */
static void describe(struct ctx *cx, const struct import_run *run, struct str label, struct drawing_details *ret)
{
    char *title = arena_str(cx->arena, label);
    const char *why, **tags = NULL;

    *ret = (struct drawing_details){ .author = run->author, .is_public = !run->is_private };
    if (!is_plain(label))
        return;
    if (tags_split(cx->arena, label, &tags, &ret->tag_count, &why))
        ret->tags = tags;
    if (title[0] >= 'a' && title[0] <= 'z')
        title[0] = (char)(title[0] - 'a' + 'A');
    ret->title = title;
}

/* NULL, or why the line is refused. */
static const char *take(struct ctx *cx, struct import_run *run, struct json_object *v)
{
    struct drawing_sent *sent = ARENA_NEW(cx->arena, struct drawing_sent);
    struct imported_line found;
    struct drawing_problem problem;
    struct drawing_new *in = &run->batch.in[run->batch.count];

    if (import_line(cx->arena, v, &import_pen_plain, &found, &problem))
        return arena_printf(cx->arena, "%s: %s", problem.pointer, problem.detail);
    if (drawing_sent_of(cx, &found.drawing, sent))
        return arena_strdup(cx->arena, cx->error_detail);
    *in = (struct drawing_new){ .sent = sent };
    describe(cx, run, found.label, &in->details);
    run->batch.count++;
    return NULL;
}

static void read_drawing(struct ctx *cx, struct import_run *run, struct str line)
{
    struct json_limits limits = { .values = LINE_VALUES };
    struct json_error error;
    struct json_object *v;
    const char *why;

    if (!json_parse(line, &limits, &v, &error)) {
        refuse(run, arena_printf(cx->arena, "column %u: %s", error.column, error.message));
        return;
    }
    why = take(cx, run, v);
    json_object_put(v);
    if (why)
        refuse(run, why);
    ctx_clear_error(cx);
}

static enum err flush(struct ctx *cx, struct import_run *run)
{
    enum err e = run->batch.count ? db_transaction(cx, store_batch, &run->batch) : OK;

    if (e)
        return ctx_fail(cx, e, NULL, "stopped at line %zu: %s", run->lines, cx->error_detail ? cx->error_detail : "not stored");
    run->existed += run->batch.existed;
    run->stored += run->batch.count - run->batch.existed;
    run->batch.count = 0;
    arena_rewind(cx->arena, run->empty);
    return OK;
}

static enum err import_all(struct ctx *cx, struct import_run *run)
{
    struct str line;
    enum err e = OK;
    bool fits;

    run->line = arena_alloc(cx->arena, LINE_MAX_BYTES + 1);
    run->empty = arena_mark(cx->arena);
    run->empty_bytes = cx->arena->used_bytes;
    while (e == OK && read_line(run, &line, &fits)) {
        if (!fits)
            refuse(run, "longer than 2 MiB");
        else if (line.n)
            read_drawing(cx, run, line);
        else
            run->blank++;
        if (run->batch.count == BATCH || cx->arena->used_bytes - run->empty_bytes > BATCH_BYTES)
            e = flush(cx, run);
        if (run->read_bytes < run->file_bytes)
            progress_show(run->read_bytes / 1024, run->file_bytes / 1024, "import, KiB");
    }
    if (e == OK)
        e = flush(cx, run);
    if (e == OK && run->file_bytes)
        progress_show(run->file_bytes / 1024, run->file_bytes / 1024, "import, KiB");
    return e;
}

static bool read_options(struct import_run *run, int argc, char **argv)
{
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--private") == 0)
            run->is_private = true;
        else if (strcmp(argv[i], "--author") == 0 && i + 1 < argc && is_plain(str_of(argv[i + 1])) &&
                 utf8_valid(str_of(argv[i + 1])) && utf8_length(str_of(argv[i + 1])) <= AUTHOR_MAX)
            run->author = argv[++i];
        else
            return false;
    }
    return argc >= 2;
}

static bool open_file(struct import_run *run, const char *path)
{
    struct stat s;

    run->file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (run->file && fstat(fileno(run->file), &s) == 0 && S_ISREG(s.st_mode))
        run->file_bytes = (size_t)s.st_size;
    return run->file != NULL;
}

static int command_import(struct ctx *cx, int argc, char **argv)
{
    struct import_run run = { 0 };
    enum err e;

    if (!read_options(&run, argc, argv)) {
        fprintf(stderr, "usage: midwayctl drawings import FILE [--author NAME] [--private]\n");
        return 2;
    }
    if (!open_file(&run, argv[1])) {
        fprintf(stderr, "%s: %s\n", argv[1], strerror(errno));
        return 2;
    }
    e = import_all(cx, &run);
    fclose(run.file);
    printf("%zu drawings: %zu imported, %zu already there, %zu refused\n", run.lines - run.blank, run.stored, run.existed, run.refused);
    return e || (run.refused && run.stored + run.existed == 0) ? 1 : 0;
}

/* ---- demo ---- */

/* One transaction each, so that they have different times: the first of the list becomes the newest. */
static enum err demo_add(struct ctx *cx, int number, size_t *ret_new)
{
    const char *tags[DEMO_TAGS_MAX];
    struct batch *b = ARENA_NEW(cx->arena, struct batch);
    struct drawing_sent sent;
    struct drawing d;
    enum err e;

    demo_drawing(cx->arena, number, &d);
    e = drawing_sent_of(cx, &d, &sent);
    if (e)
        return e;
    b->in[b->count++] = (struct drawing_new){
        .sent = &sent,
        .details = { .title = demo_title(number), .author = demo_author(number), .tags = tags, .tag_count = demo_tags(number, tags),
                     .is_public = true },
    };
    e = db_transaction(cx, store_batch, b);
    *ret_new += e == OK && b->existed == 0;
    return e;
}

static int command_demo(struct ctx *cx, int argc, char **argv)
{
    size_t added = 0;

    (void)argv;
    if (argc > 1) {
        fprintf(stderr, "usage: midwayctl drawings demo\n");
        return 2;
    }
    for (int i = 0; i < DEMO_DRAWING_COUNT; i++) {
        struct arena_mark mark = arena_mark(cx->arena);

        if (demo_add(cx, DEMO_DRAWING_COUNT - 1 - i, &added))
            return 1;
        progress_show((size_t)i + 1, DEMO_DRAWING_COUNT, "demo");
        arena_rewind(cx->arena, mark);
    }
    printf("%d demo drawings, %zu new\n", DEMO_DRAWING_COUNT, added);
    return 0;
}

const struct job drawings_jobs[] = {
    { PURGE_JOB, 60000, false, drawings_purge, "Removes drawings that were deleted a day ago, and bytes that nothing names any more" },
    { 0 }
};

const struct command drawings_commands[] = {
    { "import", command_import, "import FILE [--author NAME] [--private]: Quick, Draw! and other drawings, one JSON object a line" },
    { "demo", command_demo, "demo: forty characters" },
    { 0 }
};
