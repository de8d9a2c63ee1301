#include "store/migrate.h"

#include "base/hash.h"
#include "store/db_internal.h"

#include <dirent.h>
#include <errno.h>
#include <mysqld_error.h>

#define CONNECT_S 3600           /* changing a large table takes its time */
#define FILE_MAX ((size_t)4 << 20)

struct migrator {
    struct arena *arena;
    const struct config *config;
    MYSQL *mysql;
    const char **ret_error;
};

struct schema_file {
    int64_t number;
    const char *name;
};

struct applied {
    int64_t number;
    const char *file, *sha256;
};

static bool fail(struct migrator *m, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool fail(struct migrator *m, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    *m->ret_error = arena_vprintf(m->arena, format, args);
    va_end(args);
    return false;
}

static bool run(struct migrator *m, const char *sql)
{
    return mysql_real_query(m->mysql, sql, (unsigned long)strlen(sql)) == 0;
}

static bool run_or_fail(struct migrator *m, const char *what, const char *sql)
{
    return run(m, sql) || fail(m, "%s: (%u) %s", what, mysql_errno(m->mysql), mysql_error(m->mysql));
}

/* -- files -- */

static int is_schema_file(const struct dirent *entry)
{
    struct str name = str_of(entry->d_name);

    return name.n > 9 && strspn(name.p, "0123456789") == 4 && name.p[4] == '_' && str_ends(name, STR(".sql"));
}

static int64_t number_of(const char *name)
{
    return strtoll(name, NULL, 10);
}

/* The schema files in order. Two with one number are an error: nobody knows which one is meant. */
static bool list_files(struct migrator *m, struct schema_file **ret, int *ret_count)
{
    const char *folder = arena_printf(m->arena, "%s/schema", m->config->sql);
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_schema_file, alphasort);
    const char *twice = NULL;

    if (count < 0)
        return fail(m, "%s: %s", folder, strerror(errno));
    *ret = ARENA_ARRAY(m->arena, (size_t)count, struct schema_file);
    for (int i = 0; i < count; i++) {
        (*ret)[i] = (struct schema_file){ number_of(entries[i]->d_name), arena_strdup(m->arena, entries[i]->d_name) };
        if (i > 0 && (*ret)[i - 1].number == (*ret)[i].number)
            twice = (*ret)[i].name;
        free(entries[i]);
    }
    free(entries);
    *ret_count = count;
    return !twice || fail(m, "%s/%s: another file has the same number", folder, twice);
}

static bool read_whole(struct migrator *m, const char *path, struct str *ret)
{
    struct buf text;
    char piece[8192];
    FILE *f = fopen(path, "re");
    size_t n;

    if (!f)
        return fail(m, "%s: %s", path, strerror(errno));
    buf_init(&text, m->arena, FILE_MAX);
    while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
        buf_put(&text, piece, n);
    fclose(f);
    *ret = buf_str(&text);
    return !text.failed || fail(m, "%s: larger than %zu bytes", path, FILE_MAX);
}

int64_t migrate_newest(const struct config *config)
{
    char folder[4200];
    struct dirent **entries = NULL;
    int64_t newest = 0;
    int count;

    snprintf(folder, sizeof(folder), "%s/schema", config->sql);
    count = scandir(folder, &entries, is_schema_file, alphasort);
    for (int i = 0; i < count; i++) {
        newest = number_of(entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return newest;
}

/* -- what is applied -- */

static bool read_applied(struct migrator *m, struct applied **ret, size_t *ret_count)
{
    MYSQL_RES *rows;
    MYSQL_ROW row;

    if (!run_or_fail(m, "schema_migration", "SELECT number, file, sha256 FROM schema_migration ORDER BY number") ||
        !(rows = mysql_store_result(m->mysql)))
        return fail(m, "schema_migration: %s", mysql_error(m->mysql));
    *ret = ARENA_ARRAY(m->arena, (size_t)mysql_num_rows(rows), struct applied);
    *ret_count = 0;
    while ((row = mysql_fetch_row(rows)))
        (*ret)[(*ret_count)++] = (struct applied){ number_of(row[0]), arena_strdup(m->arena, row[1]), arena_strdup(m->arena, row[2]) };
    mysql_free_result(rows);
    return true;
}

static bool get_lock(struct migrator *m)
{
    MYSQL_RES *rows;
    MYSQL_ROW row;
    bool got;

    if (!run_or_fail(m, "lock", arena_printf(m->arena, "SELECT GET_LOCK('%s.migrate', 60)", m->config->db_name)) ||
        !(rows = mysql_store_result(m->mysql)))
        return false;
    row = mysql_fetch_row(rows);
    got = row && row[0] && strcmp(row[0], "1") == 0;
    mysql_free_result(rows);
    return got || fail(m, "another migration is running");
}

/* -- applying -- */

/* The next statement: lines up to one that ends with ';'. Comment lines are left out. `*line` counts; `*ret_line` is where it begins. */
static struct str next_statement(struct migrator *m, struct str *rest, int *line, int *ret_line)
{
    struct buf text;

    buf_init(&text, m->arena, FILE_MAX);
    while (rest->p) {
        struct str row = str_trim(str_next(rest, '\n'));

        ++*line;
        if (row.n == 0 || str_starts(row, STR("--")))
            continue;
        if (text.len == 0)
            *ret_line = *line;
        buf_put_str(&text, row);
        buf_putc(&text, '\n');
        if (row.p[row.n - 1] == ';')
            break;
    }
    return str_trim(buf_str(&text));
}

static bool apply_statements(struct migrator *m, const char *path, struct str text)
{
    int line = 0, begins = 0;

    while (text.p) {
        struct str sql = next_statement(m, &text, &line, &begins);

        if (sql.n == 0)
            continue;
        if (sql.p[sql.n - 1] == ';')
            sql.n--;
        if (mysql_real_query(m->mysql, sql.p, (unsigned long)sql.n) != 0)
            return fail(m, "%s:%d: (%u) %s", path, begins, mysql_errno(m->mysql), mysql_error(m->mysql));
        mysql_free_result(mysql_store_result(m->mysql));
    }
    return true;
}

static bool apply_file(struct migrator *m, const struct schema_file *file, const struct applied *applied, size_t applied_count,
                       struct migrate_report *report)
{
    const char *path = arena_printf(m->arena, "%s/schema/%s", m->config->sql, file->name);
    char sha256[HASH_HEX_SIZE];
    struct str text;

    if (!read_whole(m, path, &text))
        return false;
    hash_hex(hash_sha256(text), sha256);
    for (size_t i = 0; i < applied_count; i++) {
        if (applied[i].number != file->number)
            continue;
        if (strcmp(applied[i].sha256, sha256) != 0)
            return fail(m, "%s: this file was applied before (as %s) and edited since: put it back and write a new one", path,
                        applied[i].file);
        report->already++;
        return true;
    }
    if (!apply_statements(m, path, text))
        return false;
    report->applied++;
    return run_or_fail(m, path, arena_printf(m->arena, "INSERT INTO schema_migration (number, file, sha256, applied_at) "
                                             "VALUES (%lld, '%s', '%s', UTC_TIMESTAMP(6))", (long long)file->number, file->name, sha256));
}

static bool apply_all(struct migrator *m, struct migrate_report *report)
{
    struct schema_file *files = NULL;
    struct applied *applied = NULL;
    size_t applied_count = 0;
    int count = 0;

    if (!list_files(m, &files, &count) || !read_applied(m, &applied, &applied_count))
        return false;
    for (int i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(m->arena);

        if (!apply_file(m, &files[i], applied, applied_count, report))
            return false;
        arena_rewind(m->arena, mark);
        report->last = files[i].name;
    }
    return true;
}

static bool prepare_database(struct migrator *m)
{
    const char *name = m->config->db_name;

    return run_or_fail(m, "database", arena_printf(m->arena, "CREATE DATABASE IF NOT EXISTS %s CHARACTER SET utf8mb4 "
                                                   "COLLATE utf8mb4_unicode_ci", name)) &&
           (mysql_select_db(m->mysql, name) == 0 || fail(m, "database %s: %s", name, mysql_error(m->mysql))) &&
           (pool_start_session(m->mysql) || fail(m, "session: %s", mysql_error(m->mysql))) && get_lock(m) &&
           run_or_fail(m, "schema_migration", "CREATE TABLE IF NOT EXISTS schema_migration (number INT NOT NULL PRIMARY KEY, "
                       "file VARCHAR(200) NOT NULL, sha256 CHAR(64) NOT NULL, applied_at DATETIME(6) NOT NULL) ENGINE = InnoDB");
}

bool migrate_run(struct arena *arena, const struct config *config, struct migrate_report *ret, const char **ret_error)
{
    struct migrator m = { .arena = arena, .config = config, .ret_error = ret_error };
    bool done;

    *ret = (struct migrate_report){ 0 };
    m.mysql = pool_connect(arena, config, config->db_admin_user, CONNECT_S, true, ret_error);
    if (!m.mysql)
        return false;
    done = prepare_database(&m) && apply_all(&m, ret);
    mysql_close(m.mysql);
    return done;
}
