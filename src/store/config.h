/* config.h: midway.conf (INI by libinih). An unknown key is an error with file and line. Frozen after start. */
#ifndef STORE_CONFIG_H
#define STORE_CONFIG_H

#include "base/buf.h"

struct config {
    const char *var;                                     /* the site's folder, absolute */
    const char *file;                                    /* where this was read from */
    const char *site_name, *site_url, *site_logo, *site_colour, *site_timezone, *site_currency;
    bool site_insecure, site_https;                      /* https: site_url begins with it */
    const char *db_socket, *db_host, *db_name, *db_admin_user, *db_passwords, *db_tls_ca;
    int64_t db_port, db_pool;
    bool db_durable;                                     /* not ready while MariaDB's settings could lose a commit */
    const char *cache_servers;                           /* "/path" or "host:port", by commas; "" without a cache */
    bool publish_after_approval;
    int64_t threads, queue_max_ms, request_ms;
    bool rate_limits;                                    /* no: for load tests of a site of one's own */
    const char *socket_group;
    const char *templates, *www, *sql, *run, *published, *tmp, *libexec;
    const char *modules;                                 /* " recipes staff " with a blank at both ends */
    const char *release;                                 /* 16 hex digits: hash of program, templates, www, configuration */
};

/* Reads the configuration of the site in folder `var` (`file` NULL: VAR/midway.conf). Relative paths are below `var`.
   False with a message that names file and line. Memory is of `arena`, which must outlive it. */
bool config_load(struct arena *arena, const char *var, const char *file, struct config *ret, const char **ret_error);
/* Sections and keys with their effective values, each under its one-line description; passwords are not among them. */
void config_print(const struct config *c, struct buf *out);
bool config_has_module(const struct config *c, const char *name);
/* Name of a database account at the server: "midway_recipes" for "recipes"; the administrator's name stays. From the arena. */
const char *config_db_user(struct arena *arena, const struct config *c, const char *account);
/* Password of a database account from the folder of passwords, or NULL. From the arena. */
const char *config_db_password(struct arena *arena, const struct config *c, const char *account);

#endif
