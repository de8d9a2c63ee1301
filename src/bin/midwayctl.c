/* midwayctl: administration of one site. Works itself on configuration and schema; everything that belongs to a domain is done
   by that domain's program ("recipes.fcgi command ..."), so that no program links two domains. */
#include "base/arena.h"
#include "base/buf.h"
#include "store/config.h"
#include "store/migrate.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const modules[] = { "staff", "recipes", "drawings" };

static const char usage_text[] =
    "midwayctl [--var DIR] [--config FILE] COMMAND\n"
    "\n"
    "  setup [--admin NAME --password-file F]  database, accounts, schema, first administrator; safe to repeat\n"
    "  migrate                                 applies what is new in the schema\n"
    "  user add NAME --role ROLE               adds an account (viewer, editor, manager, admin)\n"
    "  user passwd NAME                        sets a password; both take --password-file F, else ask\n"
    "  apikey add NAME --scopes all|A,B        makes a key and prints it once\n"
    "  apikey revoke NAME                      ends a key\n"
    "  audit verify                            walks the chained audit log\n"
    "  routes [--prefixes | --json]            every route: method, path, who, scope, what for\n"
    "  config                                  effective configuration, secrets masked\n"
    "  demo [MODULE [--count N]]               loads demo data; with --count a large set for measuring\n"
    "  MODULE COMMAND ...                      a module's own command, such as: recipes import FOLDER\n"
    "\n"
    "DIR is the site's folder: by default $MIDWAY_VAR, else var.\n";

struct site {
    struct arena arena;
    const char *var, *file;
    struct config config;
};

static bool load(struct site *s)
{
    const char *error;

    if (config_load(&s->arena, s->var, s->file, &s->config, &error))
        return true;
    fprintf(stderr, "%s\n", error);
    return false;
}

/* Runs MODULE.fcgi with the site's options and `args` (ended by NULL); returns its exit status. */
static int run_module(struct site *s, const char *module, const char *face, const char *const *args)
{
    const char *argv[64] = { arena_printf(&s->arena, "%s/%s.fcgi", s->config.libexec, module), "--var", s->config.var, "--config",
                             s->config.file, face };
    size_t n = 6;
    int status;
    pid_t child;

    while (args && *args && n + 1 < ARRAY_LEN(argv))
        argv[n++] = *args++;
    fflush(stdout);
    child = fork();
    if (child == 0) {
        execv(argv[0], (char *const *)(const void *)argv);
        fprintf(stderr, "%s: %s\n", argv[0], strerror(errno));
        _exit(127);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0)
        return 1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

static int migrate(struct site *s)
{
    struct migrate_report report;
    const char *error;

    if (!migrate_run(&s->arena, &s->config, &report, &error)) {
        fprintf(stderr, "%s\n", error);
        return 1;
    }
    if (report.applied)
        printf("schema: %d new, now at %s\n", report.applied, report.last);
    return 0;
}

static const char *option(const char *const *args, const char *name)
{
    for (; *args && args[1]; args++) {
        if (strcmp(args[0], name) == 0)
            return args[1];
    }
    return NULL;
}

static int setup(struct site *s, const char *const *args)
{
    const char *admin = option(args, "--admin"), *file = option(args, "--password-file");
    int status = migrate(s);

    for (size_t i = 0; i < ARRAY_LEN(modules) && status == 0; i++)
        status = run_module(s, modules[i], "account", NULL);
    if (status || !admin)
        return status;
    return run_module(s, "staff", "command",
                      (const char *[]){ "user", "add", admin, "--role", "admin", "--password-file", file ? file : "-", "--if-missing",
                                        NULL });
}

static int routes(struct site *s, const char *const *args)
{
    int status = 0;

    for (size_t i = 0; i < ARRAY_LEN(modules); i++) {
        if (config_has_module(&s->config, modules[i]))
            status |= run_module(s, modules[i], "routes", args);
    }
    return status;
}

static int print_config(struct site *s)
{
    struct buf b;

    buf_init(&b, &s->arena, 1 << 20);
    config_print(&s->config, &b);
    fputs(buf_text(&b), stdout);
    return 0;
}

static int demo(struct site *s, const char *const *args)
{
    int status = 0;

    for (size_t i = 0; i < ARRAY_LEN(modules); i++) {
        if (strcmp(modules[i], "staff") == 0 || !config_has_module(&s->config, modules[i]))
            continue;
        if (!args[1] || strcmp(args[1], modules[i]) == 0) {
            const char *given[8] = { "demo" };

            for (size_t k = 0; args[1] && args[2 + k] && k < 6; k++)
                given[1 + k] = args[2 + k];
            status |= run_module(s, modules[i], "command", given);
        }
    }
    return status;
}

static int run(struct site *s, const char *const *args)
{
    static const char *const of_staff[] = { "user", "apikey", "audit" };

    if (strcmp(args[0], "setup") == 0)
        return setup(s, args + 1);
    if (strcmp(args[0], "migrate") == 0)
        return migrate(s);
    if (strcmp(args[0], "routes") == 0)
        return routes(s, args + 1);
    if (strcmp(args[0], "config") == 0)
        return print_config(s);
    if (strcmp(args[0], "demo") == 0)
        return demo(s, args);
    for (size_t i = 0; i < ARRAY_LEN(of_staff); i++) {
        if (strcmp(args[0], of_staff[i]) == 0)
            return run_module(s, "staff", "command", args);
    }
    for (size_t i = 0; i < ARRAY_LEN(modules); i++) {
        if (strcmp(args[0], modules[i]) == 0)
            return run_module(s, modules[i], "command", args + 1);
    }
    fprintf(stderr, "%s is not a command\n\n%s", args[0], usage_text);
    return 2;
}

int main(int argc, char **argv)
{
    const char *env = getenv("MIDWAY_VAR");
    struct site s = { .var = env && env[0] ? env : "var" };
    int i = 1, status;

    for (; i + 1 < argc && strncmp(argv[i], "--", 2) == 0; i += 2) {
        if (strcmp(argv[i], "--var") == 0)
            s.var = argv[i + 1];
        else if (strcmp(argv[i], "--config") == 0)
            s.file = argv[i + 1];
        else
            break;
    }
    if (i >= argc || strcmp(argv[i], "--help") == 0) {
        fputs(usage_text, i < argc ? stdout : stderr);
        return i < argc ? 0 : 2;
    }
    if (sodium_init() < 0)
        return 1;
    arena_init(&s.arena, (size_t)256 << 20);
    status = load(&s) ? run(&s, (const char *const *)argv + i) : 2;
    arena_done(&s.arena);
    return status;
}
