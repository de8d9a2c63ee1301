/* server.h: private servers for tests, on UNIX sockets in temporary folders; whatever happens, they end with the test run. */
#ifndef TESTS_SERVER_H
#define TESTS_SERVER_H

#include "store/store.h"
#include "store/statement.h"

#include <sys/types.h>

struct test_server {
    pid_t pid;
    char folder[200];
    char socket[240];
};

/* A folder of this test alone; removed when the run ends. */
const char *test_folder(void);
/* Writes a text file (folders on the way are made) and fails the test when that is not possible. */
void test_write_file(const char *path, const char *text);

/* A MariaDB of this test alone: for tests that stop or kill it. Takes about a second. */
struct test_server test_mariadb_start(void);
/* The same with other options (ended by NULL) in place of --skip-networking. */
struct test_server test_mariadb_start_with(const char *const *options);
/* The MariaDB that all tests of this run share: each with a database of its own (test_database_name()). */
struct test_server test_mariadb_shared(void);
const char *test_database_name(void);
struct test_server test_memcached_start(void);
/* Ends a server that this test started; kills it if it is stopped. */
void test_server_stop(struct test_server *server);
/* Stops a child process with SIGSTOP and waits until it stands still: its threads may answer a little longer than kill() takes. */
void test_pause(pid_t child);

/* A site in a folder of its own: configuration, migrated database, one account with the rights of `owners`, open pool.
   `sql` is a folder with schema/ in it (NULL: the project's); `extra` ends midway.conf: lines of [database],
   then other sections (may be ""). Lives until the test ends. */
struct test_site {
    struct arena *arena;
    struct store store;
};
struct test_site *test_site_open(const struct test_server *mariadb, const char *sql, const char *extra,
                                 const struct statement *const *const *owners, const size_t *counts, size_t owner_count);
/* A file or folder of the source tree. Static buffer. */
const char *test_source(const char *name);

#endif
