/* Database accounts with the rights that their statements need, no more. */
#include "store/migrate.h"

#include "base/hash.h"
#include "store/db_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define TABLES_MAX 200
#define CONNECT_S 10

struct need {
    const char *table;
    bool r, w, u, d;
};

struct granter {
    struct arena *arena;
    const struct config *config;
    const char *account;
    const char *grantee;       /* 'midway_recipes'@'localhost' */
    MYSQL *mysql;
    struct need needs[TABLES_MAX];
    size_t need_count;
    const char **ret_error;
};

static bool fail(struct granter *g, const char *what)
{
    *g->ret_error = arena_printf(g->arena, "account %s: %s: (%u) %s", g->account, what, mysql_errno(g->mysql), mysql_error(g->mysql));
    return false;
}

static bool run(struct granter *g, const char *what, const char *sql)
{
    return mysql_real_query(g->mysql, sql, (unsigned long)strlen(sql)) == 0 || fail(g, what);
}

/* -- what the statements need -- */

static struct need *need_of(struct granter *g, struct str table)
{
    for (size_t i = 0; i < g->need_count; i++) {
        if (str_equal(str_of(g->needs[i].table), table))
            return &g->needs[i];
    }
    if (g->need_count == TABLES_MAX)
        abort();
    g->needs[g->need_count].table = arena_str(g->arena, table);
    return &g->needs[g->need_count++];
}

/* "recipe r, recipe_tag rw" */
static void add_tables(struct granter *g, const char *tables)
{
    struct str rest = str_of(tables);

    while (rest.p) {
        struct str rights = str_trim(str_next(&rest, ',')), table = str_next(&rights, ' ');
        struct need *need;

        if (table.n == 0)
            continue;
        need = need_of(g, table);
        if (!rights.p)
            need->r = true;
        for (size_t i = 0; rights.p && i < rights.n; i++) {
            need->r |= rights.p[i] == 'r';
            need->w |= rights.p[i] == 'w';
            need->u |= rights.p[i] == 'u';
            need->d |= rights.p[i] == 'd';
        }
    }
}

static bool needed(const struct granter *g, const char *table, const char *right)
{
    for (size_t i = 0; i < g->need_count; i++) {
        const struct need *n = &g->needs[i];

        if (strcmp(n->table, table) == 0)
            return (n->r && strcmp(right, "SELECT") == 0) || (n->w && strcmp(right, "INSERT") == 0) ||
                   (n->u && strcmp(right, "UPDATE") == 0) || (n->d && strcmp(right, "DELETE") == 0);
    }
    return false;
}

/* -- password -- */

static bool write_secret(const char *path, const char *secret)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool written;

    if (fd < 0)
        return false;
    written = dprintf(fd, "%s\n", secret) > 0 && fsync(fd) == 0;
    if (close(fd) != 0 || !written) {
        unlink(path);
        return false;
    }
    return true;
}

/* Reads the account's password, or makes one. */
static const char *password_of(struct granter *g)
{
    const char *folder = g->config->db_passwords, *path = arena_printf(g->arena, "%s/%s", folder, g->account);
    const char *password = config_db_password(g->arena, g->config, g->account);

    if (password && password[0])
        return password;
    mkdir(folder, 0700);
    password = hash_random_text(g->arena, 24);
    if (write_secret(path, password))
        return password;
    *g->ret_error = arena_printf(g->arena, "%s: %s", path, strerror(errno));
    return NULL;
}

static bool make_user(struct granter *g)
{
    const char *password = password_of(g);
    char *quoted;

    if (!password)
        return false;
    quoted = arena_alloc(g->arena, 2 * strlen(password) + 1);
    mysql_real_escape_string(g->mysql, quoted, password, (unsigned long)strlen(password));
    return run(g, "create user", arena_printf(g->arena, "CREATE USER IF NOT EXISTS %s IDENTIFIED BY '%s'", g->grantee, quoted)) &&
           run(g, "set password", arena_printf(g->arena, "ALTER USER %s IDENTIFIED BY '%s'", g->grantee, quoted));
}

/* -- rights -- */

/* Has the account a right that no statement needs, on a table or on anything larger? */
static bool find_surplus(struct granter *g, bool *ret)
{
    char *quoted = arena_alloc(g->arena, 2 * strlen(g->grantee) + 1);
    MYSQL_RES *rows;
    MYSQL_ROW row;

    mysql_real_escape_string(g->mysql, quoted, g->grantee, (unsigned long)strlen(g->grantee));
    if (!run(g, "read rights", arena_printf(g->arena,
             "SELECT IF(TABLE_SCHEMA = '%s', TABLE_NAME, ''), PRIVILEGE_TYPE, IS_GRANTABLE FROM information_schema.TABLE_PRIVILEGES "
             "WHERE GRANTEE = '%s' "
             "UNION ALL SELECT '', PRIVILEGE_TYPE, '' FROM information_schema.SCHEMA_PRIVILEGES WHERE GRANTEE = '%s' "
             "UNION ALL SELECT '', PRIVILEGE_TYPE, '' FROM information_schema.COLUMN_PRIVILEGES WHERE GRANTEE = '%s' "
             "UNION ALL SELECT '', PRIVILEGE_TYPE, '' FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = '%s' "
             "AND PRIVILEGE_TYPE <> 'USAGE'",
             g->config->db_name, quoted, quoted, quoted, quoted)))
        return false;
    rows = mysql_store_result(g->mysql);
    if (!rows)
        return fail(g, "read rights");
    *ret = false;
    while ((row = mysql_fetch_row(rows)))
        *ret |= !needed(g, row[0], row[1]) || strcmp(row[2], "YES") == 0;
    mysql_free_result(rows);
    return true;
}

static bool grant_table(struct granter *g, const struct need *n)
{
    const char *list = arena_printf(g->arena, "%s%s%s%s", n->r ? ", SELECT" : "", n->w ? ", INSERT" : "", n->u ? ", UPDATE" : "",
                                    n->d ? ", DELETE" : "");

    return run(g, n->table, arena_printf(g->arena, "GRANT %s ON %s.`%s` TO %s", list + 2, g->config->db_name, n->table, g->grantee));
}

static bool set_rights(struct granter *g)
{
    bool surplus;

    if (!find_surplus(g, &surplus))
        return false;
    if (surplus && !run(g, "revoke", arena_printf(g->arena, "REVOKE ALL PRIVILEGES, GRANT OPTION FROM %s", g->grantee)))
        return false;
    for (size_t i = 0; i < g->need_count; i++) {
        if (!grant_table(g, &g->needs[i]))
            return false;
    }
    return true;
}

bool migrate_account(struct arena *arena, const struct config *config, const char *account,
                     const struct statement *const *const *owners, const size_t *counts, size_t owner_count, const char **ret_error)
{
    struct granter *g = ARENA_NEW(arena, struct granter);
    bool done;

    *g = (struct granter){ .arena = arena, .config = config, .account = account, .ret_error = ret_error };
    g->grantee = arena_printf(arena, "'%s'@'%s'", config_db_user(arena, config, account), config->db_host[0] ? "%" : "localhost");
    for (size_t i = 0; i < owner_count; i++) {
        for (size_t k = 0; k < counts[i]; k++)
            add_tables(g, owners[i][k]->tables);
    }
    g->mysql = pool_connect(arena, config, config->db_admin_user, CONNECT_S, true, ret_error);
    if (!g->mysql)
        return false;
    done = make_user(g) && set_rights(g);
    mysql_close(g->mysql);
    return done;
}
