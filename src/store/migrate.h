/* migrate.h: numbered schema files, sql/schema/NNNN_OWNER_WHAT.sql, applied once and in order under a lock. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/statement.h"
#include "store/store.h"

struct migrate_report {
    int applied, already;
    const char *last;          /* file name of the newest applied */
};

/* Creates the database if needed and applies what is missing, as the administrator account. Files of modules that are off are
   applied too: switching one on needs no migration. False with a message: a file that was applied and then edited, a file
   whose statement failed (named with file and line), no connection. Safe to interrupt and repeat. */
bool migrate_run(struct arena *arena, const struct config *config, struct migrate_report *ret, const char **ret_error);
/* Number of the newest schema file, 0 without one. */
int64_t migrate_newest(const struct config *config);
/* Creates or repairs one database account (NAME_ACCOUNT@localhost, password from the folder of passwords, made when missing) and
   gives it exactly the rights that the statements need: a list of owners' lists, because an account also runs those of store and
   web. Rights are added first and surplus ones revoked only when there are some, so that running programs notice nothing. */
bool migrate_account(struct arena *arena, const struct config *config, const char *account,
                     const struct statement *const *const *owners, const size_t *counts, size_t owner_count, const char **ret_error);

#endif
