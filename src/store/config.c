#include "store/config.h"

#include "base/hash.h"
#include "store/cache.h"
#include "store/release.h"

#include <ini.h>
#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <unistd.h>

enum kind { KIND_TEXT, KIND_INT, KIND_YES, KIND_PATH, KIND_MODULE, KIND_AFTER_APPROVAL /* or at_once */ };

/* A key of midway.conf. A relative path is below the site's folder. */
struct key {
    const char *section, *name;
    enum kind kind;
    size_t offset;             /* in struct config */
    const char *standard;      /* the value when the file does not say; a path beginning with '/' stays as it is */
    int64_t min, max;
    const char *help;
};

#define AT(MEMBER) offsetof(struct config, MEMBER)

static const struct key keys[] = {
    { "site", "name", KIND_TEXT, AT(site_name), "Midway", 1, 60, "name of the site, in titles and on the home page" },
    { "site", "url", KIND_TEXT, AT(site_url), "http://127.0.0.1:8080", 8, 200, "address that people type; absolute links begin with it" },
    { "site", "logo", KIND_TEXT, AT(site_logo), "", 0, 200, "path of a picture below www, or nothing" },
    { "site", "colour", KIND_TEXT, AT(site_colour), "#b3401f", 4, 7, "accent colour, #rrggbb" },
    { "site", "timezone", KIND_TEXT, AT(site_timezone), "Europe/Berlin", 1, 60, "time zone of the times on pages" },
    { "site", "currency", KIND_TEXT, AT(site_currency), "EUR", 3, 3, "ISO 4217 code" },
    { "site", "insecure", KIND_YES, AT(site_insecure), "no", 0, 0, "yes: plain http is fine although others can reach the site" },
    { "modules", "recipes", KIND_MODULE, AT(modules), "yes", 0, 0, "the recipe collection" },
    { "modules", "drawings", KIND_MODULE, AT(modules), "yes", 0, 0, "characters that guests draw" },
    { "drawings", "publish", KIND_AFTER_APPROVAL, AT(publish_after_approval), "at_once", 0, 0,
      "at_once, or after_approval: staff looks at a drawing before others see it" },
    { "database", "socket", KIND_PATH, AT(db_socket), "/run/mysqld/mysqld.sock", 0, 107,
      "UNIX socket of MariaDB; not used when host is set" },
    { "database", "host", KIND_TEXT, AT(db_host), "", 0, 255, "host of a remote MariaDB (TLS, verified)" },
    { "database", "port", KIND_INT, AT(db_port), "3306", 1, 65535, "port of a remote MariaDB" },
    { "database", "name", KIND_TEXT, AT(db_name), "midway", 1, 40, "name of the database, and head of the account names" },
    { "database", "admin_user", KIND_TEXT, AT(db_admin_user), "root", 1, 80, "account that may create the others" },
    { "database", "passwords", KIND_PATH, AT(db_passwords), "secrets", 1, 4000, "folder with one file for each account" },
    { "database", "tls_ca", KIND_PATH, AT(db_tls_ca), "", 0, 4000, "certificates that a remote MariaDB is checked against" },
    { "database", "pool", KIND_INT, AT(db_pool), "8", 1, 256, "connections of one process" },
    { "database", "durable", KIND_YES, AT(db_durable), "yes", 0, 0, "no: also ready where MariaDB may lose what it acknowledged" },
    { "cache", "servers", KIND_TEXT, AT(cache_servers), "", 0, 1000, "memcached: /path or host:port, by commas; nothing: no cache" },
    { "server", "threads", KIND_INT, AT(threads), "8", 1, 256, "requests that one process answers at once" },
    { "server", "queue_max_ms", KIND_INT, AT(queue_max_ms), "1000", 10, 60000, "how long a request may wait for a thread" },
    { "server", "request_ms", KIND_INT, AT(request_ms), "2000", 100, 60000, "how long a request may take" },
    { "server", "rate_limits", KIND_YES, AT(rate_limits), "yes", 0, 0, "no: for load tests of a site of one's own" },
    { "server", "group", KIND_TEXT, AT(socket_group), "", 0, 60, "group that may connect to the sockets (of the web server)" },
    { "paths", "templates", KIND_PATH, AT(templates), PKGDATADIR "/templates", 1, 4000, "pages" },
    { "paths", "www", KIND_PATH, AT(www), PKGDATADIR "/www", 1, 4000, "style sheets, scripts, pictures" },
    { "paths", "sql", KIND_PATH, AT(sql), PKGDATADIR "/sql", 1, 4000, "schema files" },
    { "paths", "libexec", KIND_PATH, AT(libexec), LIBEXECDIR, 1, 4000, "programs" },
    { "paths", "run", KIND_PATH, AT(run), "run", 1, 4000, "sockets and state of running programs" },
    { "paths", "published", KIND_PATH, AT(published), "published", 1, 4000, "pages that the web server serves by itself" },
    { "paths", "tmp", KIND_PATH, AT(tmp), "tmp", 1, 4000, "large bodies while they are read" },
};

struct reading {
    struct arena *arena;
    struct config *config;
    const char *error;
    FILE *file;
    int line;                  /* of the line that was read last: inih tells it only at the end */
    bool seen[ARRAY_LEN(keys)];
    const char *modules;       /* those switched on */
};

static bool read_yes(const char *text, bool *ret)
{
    *ret = strcmp(text, "yes") == 0;
    return *ret || strcmp(text, "no") == 0;
}

static const char *absolute(struct reading *r, const char *path)
{
    return path[0] == '/' || !path[0] ? path : arena_printf(r->arena, "%s/%s", r->config->var, path);
}

/* Why `value` is no good for `key`, or NULL after storing it. */
static const char *store_value(struct reading *r, const struct key *key, const char *value)
{
    char *at = (char *)r->config + key->offset;
    bool yes;
    int64_t number;

    switch (key->kind) {
    case KIND_INT:
        if (!str_to_int(str_of(value), &number) || number < key->min || number > key->max)
            return arena_printf(r->arena, "must be a number from %lld to %lld", (long long)key->min, (long long)key->max);
        memcpy(at, &number, sizeof(number));
        return NULL;
    case KIND_YES:
    case KIND_MODULE:
        if (!read_yes(value, &yes))
            return "must be yes or no";
        if (key->kind == KIND_YES)
            memcpy(at, &yes, sizeof(yes));
        else if (yes)
            r->modules = arena_printf(r->arena, "%s%s ", r->modules, key->name);
        return NULL;
    case KIND_AFTER_APPROVAL:
        yes = strcmp(value, "after_approval") == 0;
        if (!yes && strcmp(value, "at_once") != 0)
            return "must be at_once or after_approval";
        memcpy(at, &yes, sizeof(yes));
        return NULL;
    case KIND_PATH:
        value = absolute(r, value);
        break;
    case KIND_TEXT:
        break;
    }
    if ((int64_t)strlen(value) < key->min || (int64_t)strlen(value) > key->max)
        return arena_printf(r->arena, "must have %lld to %lld characters", (long long)key->min, (long long)key->max);
    value = arena_strdup(r->arena, value);
    memcpy(at, &value, sizeof(value));
    return NULL;
}

static int on_key(void *arg, const char *section, const char *name, const char *value)
{
    struct reading *r = arg;
    const char *why;

    if (r->error)
        return 0;
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        if (strcmp(keys[i].section, section) != 0 || strcmp(keys[i].name, name) != 0)
            continue;
        why = r->seen[i] ? "is there twice" : store_value(r, &keys[i], value);
        r->seen[i] = true;
        if (why)
            r->error = arena_printf(r->arena, "%s:%d: [%s] %s %s", r->config->file, r->line, section, name, why);
        return !why;
    }
    r->error = arena_printf(r->arena, "%s:%d: unknown key '%s' in section [%s]", r->config->file, r->line, name, section);
    return 0;
}

/* fgets() that counts lines; a line that does not fit would be read as two. */
static char *read_line(char *line, int size, void *arg)
{
    struct reading *r = arg;

    if (r->error || !fgets(line, size, r->file))
        return NULL;
    r->line++;
    if (!strchr(line, '\n') && !feof(r->file)) {
        r->error = arena_printf(r->arena, "%s:%d: the line has more than %d characters", r->config->file, r->line, size - 2);
        return NULL;
    }
    return line;
}

static void read_standards(struct reading *r)
{
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        if (!r->seen[i])
            store_value(r, &keys[i], keys[i].standard);
    }
}

static bool loopback(struct str host)
{
    static const char *const names[] = { "127.0.0.1", "localhost", "[::1]" };

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct str name = str_of(names[i]);

        if (str_starts(host, name) && (host.n == name.n || host.p[name.n] == ':' || host.p[name.n] == '/'))
            return true;
    }
    return false;
}

static const char *check_url(struct reading *r)
{
    struct config *c = r->config;
    struct str url = str_of(c->site_url);

    c->site_https = str_starts(url, STR("https://"));
    if (!c->site_https && !str_starts(url, STR("http://")))
        return "[site] url must begin with https:// or http://";
    if (!c->site_https && !c->site_insecure && !loopback((struct str){ url.p + 7, url.n - 7 }))
        return "[site] url: plain http sends passwords in the open; use https, or write 'insecure = yes' in [site]";
    while (url.n > 0 && url.p[url.n - 1] == '/')
        url.n--;
    c->site_url = arena_str(r->arena, url);
    return NULL;
}

static bool good_name(const char *name)
{
    return name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

static int commas(const char *list)
{
    int n = 0;

    for (; *list; list++)
        n += *list == ',';
    return n;
}

static const char *check(struct reading *r)
{
    struct config *c = r->config;
    const char *why = check_url(r);

    if (why)
        return why;
    if (c->site_colour[0] != '#' || strlen(c->site_colour) != 7 || c->site_colour[1 + strspn(c->site_colour + 1, "0123456789abcdefABCDEF")])
        return "[site] colour must look like #b3401f";
    if (c->site_currency[strspn(c->site_currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")])
        return "[site] currency must be three capital letters";
    if (strstr(c->site_timezone, "..") || access(arena_printf(r->arena, "/usr/share/zoneinfo/%s", c->site_timezone), R_OK) != 0)
        return arena_printf(r->arena, "[site] timezone '%s' is not known here", c->site_timezone);
    if (!good_name(c->db_name))
        return "[database] name may have small letters, digits and _ only";
    if (commas(c->cache_servers) >= CACHE_SERVERS_MAX)
        return arena_printf(r->arena, "[cache] servers may be at most %d", CACHE_SERVERS_MAX);
    return NULL;
}

/* The folder's real path; relative names would change their meaning when a program changes its folder. */
static const char *real_folder(struct arena *arena, const char *var)
{
    char path[PATH_MAX];

    return realpath(var, path) ? arena_strdup(arena, path) : NULL;
}

static const char *read_file(struct reading *r)
{
    int line;

    r->file = fopen(r->config->file, "re");
    if (!r->file)
        return arena_printf(r->arena, "%s: %s", r->config->file, strerror(errno));
    line = ini_parse_stream(read_line, r, on_key, r);
    fclose(r->file);
    if (r->error || line == 0)
        return r->error;
    return arena_printf(r->arena, "%s:%d: neither [section] nor key = value", r->config->file, line);
}

bool config_load(struct arena *arena, const char *var, const char *file, struct config *ret, const char **ret_error)
{
    struct reading r = { .arena = arena, .config = ret, .modules = " " };
    const char *why;

    *ret = (struct config){ 0 };
    ret->var = real_folder(arena, var);
    if (!ret->var) {
        *ret_error = arena_printf(arena, "%s: %s", var, strerror(errno));
        return false;
    }
    ret->file = file ? arena_strdup(arena, file) : arena_printf(arena, "%s/midway.conf", ret->var);
    *ret_error = read_file(&r);
    if (*ret_error)
        return false;
    read_standards(&r);
    ret->modules = arena_printf(arena, "%sstaff ", r.modules);
    why = check(&r);
    if (why) {
        *ret_error = arena_printf(arena, "%s: %s", ret->file, why);
        return false;
    }
    ret->release = release_hash(arena, ret);
    return true;
}

void config_print(const struct config *c, struct buf *out)
{
    const char *section = "";

    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        const struct key *key = &keys[i];
        const char *at = (const char *)c + key->offset;

        if (strcmp(section, key->section) != 0)
            buf_printf(out, "%s[%s]\n", section[0] ? "\n" : "", key->section);
        section = key->section;
        buf_printf(out, "# %s\n%s = ", key->help, key->name);
        if (key->kind == KIND_INT)
            buf_printf(out, "%lld\n", (long long)*(const int64_t *)(const void *)at);
        else if (key->kind == KIND_YES)
            buf_printf(out, "%s\n", *(const bool *)at ? "yes" : "no");
        else if (key->kind == KIND_AFTER_APPROVAL)
            buf_printf(out, "%s\n", *(const bool *)at ? "after_approval" : "at_once");
        else if (key->kind == KIND_MODULE)
            buf_printf(out, "%s\n", config_has_module(c, key->name) ? "yes" : "no");
        else
            buf_printf(out, "%s\n", *(const char *const *)(const void *)at);
    }
}

bool config_has_module(const struct config *c, const char *name)
{
    char padded[64];

    snprintf(padded, sizeof(padded), " %s ", name);
    return strstr(c->modules, padded) != NULL;
}

const char *config_db_user(struct arena *arena, const struct config *c, const char *account)
{
    if (strcmp(account, c->db_admin_user) == 0)
        return c->db_admin_user;
    return arena_printf(arena, "%s_%s", c->db_name, account);
}

const char *config_db_password(struct arena *arena, const struct config *c, const char *account)
{
    char text[256];
    size_t n;
    FILE *f = fopen(arena_printf(arena, "%s/%s", c->db_passwords, account), "re");

    if (!f)
        return NULL;
    n = fread(text, 1, sizeof(text), f);
    fclose(f);
    return n == sizeof(text) ? NULL : arena_str(arena, str_trim((struct str){ text, n }));
}
