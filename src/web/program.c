/* program.c: main() of a domain's program and what its faces share. */
#include "web/program.h"

#include "base/log.h"
#include "store/cache.h"
#include "store/db.h"
#include "store/migrate.h"
#include "store/store.h"
#include "sql/store.h"
#include "sql/web.h"
#include "web/json.h"
#include "web/metrics.h"
#include "web/web.h"

#include <errno.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define CONFIG_ARENA (64 * MIB)
#define COMMAND_ARENA (1024 * MIB)
#define COMMAND_MS (24 * 3600 * 1000)

static volatile int stop;

static void on_stop(int signal_number)
{
    (void)signal_number;
    stop = 1;
}

static void handle_signals(void)
{
    struct sigaction a = { .sa_handler = on_stop };

    sigaction(SIGTERM, &a, NULL);
    sigaction(SIGINT, &a, NULL);
    a.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &a, NULL);
}

static const char *env_or(const char *name, const char *otherwise)
{
    const char *value = getenv(name);

    return value && value[0] ? value : otherwise;
}

/* Takes --var and --config out of the arguments. */
static int take_options(int argc, char **argv, const char **ret_var, const char **ret_file)
{
    int kept = 1;

    *ret_var = env_or("MIDWAY_VAR", "var");
    *ret_file = NULL;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--var") == 0 && i + 1 < argc)
            *ret_var = argv[++i];
        else if (strcmp(argv[i], "--config") == 0 && i + 1 < argc)
            *ret_file = argv[++i];
        else
            argv[kept++] = argv[i];
    }
    argv[kept] = NULL;
    return kept;
}

/* Reads the configuration and opens pool and cache for a module. False after saying why on standard error. */
static bool open_program(struct arena *arena, const char *var, const char *file, const struct module *module, struct store *ret)
{
    const char *error;
    char host[256] = "localhost";

    if (!config_load(arena, var, file, &ret->config, &error)) {
        fprintf(stderr, "%s\n", error);
        return false;
    }
    gethostname(host, sizeof(host) - 1);
    setenv("TZ", ret->config.site_timezone, 1);
    tzset();
    ret->module = module->name;
    ret->host = arena_strdup(arena, host);
    ret->db = db_open(&ret->config, module->name);
    ret->cache = cache_open(ret->config.cache_servers);
    return true;
}

static void close_store(struct store *s)
{
    cache_close(s->cache);
    db_close(s->db);
}

static int run_command(struct store *store, const struct module *m, int argc, char **argv)
{
    const struct command *c = m->commands;
    struct arena arena;
    struct ctx cx;
    int status;

    while (c && c->name && (argc < 1 || strcmp(c->name, argv[0]) != 0))
        c++;
    if (!c || !c->name) {
        for (c = m->commands; c && c->name; c++)
            fprintf(stderr, "  midwayctl %s %-12s %s\n", m->name, c->name, c->help);
        return 2;
    }
    arena_init(&arena, COMMAND_ARENA);
    ctx_init(&cx, &arena, store, COMMAND_MS);
    status = c->run(&cx, argc, argv);
    if (status != 0 && cx.error_detail)
        fprintf(stderr, "%s\n", cx.error_detail);
    arena_done(&arena);
    return status;
}

/* Makes this program's database account with the rights of its statements. */
static int make_account(struct arena *arena, const struct store *store, const struct module *m)
{
    const struct statement *const *tables[] = { store_statements, web_statements, m->statements };
    size_t counts[] = { store_statement_count, web_statement_count, *m->statement_count };
    const char *error;

    if (migrate_account(arena, &store->config, m->name, tables, counts,
                        ARRAY_LEN(counts), &error))
        return 0;
    fprintf(stderr, "%s\n", error);
    return 1;
}

/* One line of JSON a route. */
static int print_routes_as_json(const struct module *m)
{
    struct arena arena;
    struct buf b;

    arena_init(&arena, 16 * MIB);
    buf_init(&b, &arena, 4 * MIB);
    for (size_t i = 0; i < m->route_count; i++) {
        json_print(&b, route_view(&arena, &m->routes[i]));
        buf_putc(&b, '\n');
    }
    fputs(buf_text(&b), stdout);
    arena_done(&arena);
    return 0;
}

static int print_routes(const struct module *m, const char *how)
{
    if (strcmp(how, "--json") == 0)
        return print_routes_as_json(m);
    if (strcmp(how, "--prefixes") == 0) {
        for (const char *const *p = m->prefixes; *p; p++)
            printf("%s %s\n", m->name, *p);
        return 0;
    }
    for (size_t i = 0; i < m->route_count; i++) {
        static const char *const who[] = { "anyone", "signed in", "viewer", "editor", "manager", "admin" };
        const struct route *r = &m->routes[i];

        printf("%-6s %-42s %-9s %-16s %s\n", method_name(r->method), r->pattern, who[r->who], r->scope ? r->scope : "-", r->help);
    }
    return 0;
}

static int run_jobs(const struct store *store, const struct module *m)
{
    const struct job *lists[] = { m->jobs, m->keeps_store ? store_jobs : NULL };
    const struct job *given[ARRAY_LEN(lists)];
    size_t n = 0;

    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        if (lists[i])
            given[n++] = lists[i];
    }
    log_event("info", "start", "%s jobs %s", m->name, MIDWAY_VERSION);
    jobs_run(store, given, n, &stop);
    log_event("info", "stop", "%s jobs", m->name);
    return 0;
}

static int run_face(struct arena *arena, struct store *store, const struct module *m, int argc, char **argv)
{
    const char *face = argc > 1 ? argv[1] : "serve";

    if (strcmp(face, "serve") == 0)
        return serve_run(store, m, &stop);
    if (strcmp(face, "jobs") == 0)
        return run_jobs(store, m);
    if (strcmp(face, "command") == 0)
        return run_command(store, m, argc - 2, argv + 2);
    if (strcmp(face, "account") == 0)
        return make_account(arena, store, m);
    fprintf(stderr, "%s.fcgi [--var DIR] [--config FILE] [serve | jobs | command NAME ... | account | routes [--prefixes | --json]]\n",
            m->name);
    return 2;
}

int program_main(const struct module *m, int argc, char **argv)
{
    struct store store = { 0 };
    struct arena arena;
    const char *var, *file;
    int status;

    argc = take_options(argc, argv, &var, &file);
    if (argc > 1 && strcmp(argv[1], "routes") == 0)
        return print_routes(m, argc > 2 ? argv[2] : "");
    handle_signals();
    if (sodium_init() < 0)
        return 1;
    arena_init(&arena, CONFIG_ARENA);
    if (!open_program(&arena, var, file, m, &store))
        return 2;
    status = run_face(&arena, &store, m, argc, argv);
    close_store(&store);
    arena_done(&arena);
    return status;
}
