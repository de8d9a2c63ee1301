/* jobs.c: staff's background work and commands. */
#include "staff/staff.h"

#include "base/buf.h"
#include "base/clock.h"
#include "store/db.h"
#include "store/store.h"

#include <stdio.h>

static enum err run_chain(struct ctx *cx, int64_t fence, bool *ret_more)
{
    (void)fence;
    return audit_chain(cx, ret_more);
}

static enum err run_prune(struct ctx *cx, int64_t fence, bool *ret_more)
{
    (void)fence;
    return sessions_prune(cx, ret_more);
}

const struct job staff_jobs[] = {
    { "audit.chain", 300, false, run_chain, "Appends committed changes to the chained audit log" },
    { "session.prune", 60000, false, run_prune, "Deletes outdated sessions, guests' tokens and idempotency keys" },
    { 0 }
};

/* ---- commands ---- */

static int usage(const char *text)
{
    fprintf(stderr, "usage: midwayctl %s\n", text);
    return 2;
}

/* The value behind an option such as "--role", or NULL. */
static const char *option(int argc, char **argv, const char *name)
{
    for (int i = 1; i + 1 < argc; i++) {
        if (strcmp(argv[i], name) == 0)
            return argv[i + 1];
    }
    return NULL;
}

/* First line of a file ("-": standard input), from the arena. NULL after saying why. */
static const char *read_password(struct ctx *cx, const char *file)
{
    char line[PASSWORD_MAX + 2] = "";
    FILE *f = !file || strcmp(file, "-") == 0 ? stdin : fopen(file, "r");

    if (!f) {
        fprintf(stderr, "%s cannot be read\n", file);
        return NULL;
    }
    if (f == stdin && !file)
        fprintf(stderr, "Password: ");
    if (!fgets(line, sizeof(line), f))
        line[0] = '\0';
    if (f != stdin)
        fclose(f);
    line[strcspn(line, "\r\n")] = '\0';
    return arena_strdup(cx->arena, line);
}

static int say(struct ctx *cx, enum err e)
{
    for (const struct fault *f = cx->faults; f; f = f->next)
        fprintf(stderr, "%s %s\n", f->pointer + 1, f->detail);
    if (e && cx->faults)
        cx->error_detail = NULL;
    return e ? 1 : 0;
}

struct user_task {
    const char *name, *role;
    struct new_password password;
    bool add;
};

static enum err change_user(struct ctx *cx, void *arg)
{
    const struct user_task *t = arg;
    struct id id;
    enum err e = account_by_name(cx, t->name, &id);

    if (t->add && e == ERR_NOT_FOUND) {
        ctx_clear_error(cx);
        return account_add(cx, t->name, t->role, &t->password, &id);
    }
    if (t->add && e == OK)
        return ctx_fail(cx, ERR_CONFLICT, NULL, "There is an account called %s", t->name);
    if (e == ERR_NOT_FOUND)
        return ctx_fail(cx, e, NULL, "There is no account called %s", t->name);
    return e ? e : account_set_password(cx, id, &t->password, NULL);
}

static int command_user(struct ctx *cx, int argc, char **argv)
{
    const char *text = "user add NAME --role viewer|editor|manager|admin [--password-file F] [--if-missing], or "
                       "user passwd NAME [--password-file F]";
    struct user_task t = { .role = option(argc, argv, "--role") };
    const char *password;
    enum role role;
    struct id id;

    if (argc < 3 || (strcmp(argv[1], "add") != 0 && strcmp(argv[1], "passwd") != 0))
        return usage(text);
    t.add = strcmp(argv[1], "add") == 0;
    t.name = argv[2];
    if (t.add && (!t.role || !role_parse(str_of(t.role), &role)))
        return usage(text);
    if (strcmp(argv[argc - 1], "--if-missing") == 0 && account_by_name(cx, t.name, &id) == OK)
        return 0;
    ctx_clear_error(cx);
    password = read_password(cx, option(argc, argv, "--password-file"));
    if (!password)
        return 1;
    t.password = password_new(cx->arena, t.name, password);
    return say(cx, db_transaction(cx, change_user, &t));
}

struct key_task {
    const char *name, *scopes, *key;
    bool add;
};

static enum err change_key(struct ctx *cx, void *arg)
{
    struct key_task *t = arg;

    if (t->add)
        return key_add(cx, t->name, t->scopes, DB_NULL, &t->key);
    return key_revoke_named(cx, t->name);
}

/* "a,b" as the table keeps it: "a b". NULL after saying which is unknown. */
static const char *check_scopes(struct ctx *cx, const char *list)
{
    struct str rest = str_of(list);
    struct buf b;

    buf_init(&b, cx->arena, 400);
    while (rest.n) {
        struct str one = str_next(&rest, ',');
        bool known = false;

        for (const char *const *s = staff_scope_choices; *s; s++)
            known |= str_equal(one, str_of(*s));
        if (!known) {
            fprintf(stderr, "unknown scope: %.*s\n", STR_ARG(one));
            return NULL;
        }
        buf_printf(&b, "%s%.*s", b.len ? " " : "", STR_ARG(one));
    }
    return buf_text(&b);
}

static int command_apikey(struct ctx *cx, int argc, char **argv)
{
    const char *text = "apikey add NAME --scopes all|SCOPE,SCOPE, or apikey revoke NAME", *scopes = option(argc, argv, "--scopes");
    struct key_task t = { 0 };
    int status;

    if (argc < 3 || (strcmp(argv[1], "add") != 0 && strcmp(argv[1], "revoke") != 0))
        return usage(text);
    t.add = strcmp(argv[1], "add") == 0;
    t.name = argv[2];
    if (t.add && !scopes)
        return usage(text);
    if (t.add && !(t.scopes = check_scopes(cx, scopes)))
        return 2;
    status = say(cx, db_transaction(cx, change_key, &t));
    if (status == 0 && t.add)
        printf("%s\n", t.key);
    return status;
}

static int command_audit(struct ctx *cx, int argc, char **argv)
{
    struct audit_walk w = { 0 };
    char hex[HASH_HEX_SIZE];

    if (argc < 2 || strcmp(argv[1], "verify") != 0)
        return usage("audit verify");
    if (audit_walk_on(cx, &w, INT64_MAX) != OK)
        return 1;
    if (w.broken_at) {
        fprintf(stderr, "entry %lld does not follow from the one before it\n", (long long)w.broken_at);
        return 1;
    }
    printf("the chain holds up to entry %lld, head %s\n", (long long)w.last, hash_hex(w.head, hex));
    return 0;
}

const struct command staff_commands[] = {
    { "user", command_user, "user add NAME --role ROLE, user passwd NAME: accounts" },
    { "apikey", command_apikey, "apikey add NAME --scopes S, apikey revoke NAME: keys of programs" },
    { "audit", command_audit, "audit verify: walks the chained audit log" },
    { 0 }
};
