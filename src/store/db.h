/* db.h: MariaDB: a pool of connections, prepared statements, transactions. Only records files and store call it. */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "store/ctx.h"
#include "store/statement.h"

#include <json-c/json_object.h>

struct config;
struct db;

/* A pool that connects as account `owner` (see config.h) when the first statement needs it. NULL only without memory.
   Connections re-prepare by themselves; after a failure they are made anew; a server that does not answer is tried
   again at most once a second and everything in between fails at once with ERR_BUSY. */
struct db *db_open(const struct config *config, const char *account);
void db_close(struct db *db);
void db_thread_end(void) /* before a thread ends that ran statements */;

/* Every function below: OK, or a noted error. ERR_BUSY: no connection, no server, or the deadline passed; nothing was written
   that is not in an open transaction. cx->retry tells whether running the whole transaction again makes sense.
   `in` is the statement's generated struct, or NULL if it has no parameters. Rows and their bytes are the arena's. */

/* One row into the generated row struct; ERR_NOT_FOUND without one. */
enum err db_one(struct ctx *cx, const struct statement *st, const void *in, void *ret_row);
/* All rows: `*ret_rows` is an array of the generated row struct. */
enum err db_many(struct ctx *cx, const struct statement *st, const void *in, void *ret_rows, size_t *ret_count);
/* Runs a statement that changes something; `ret_affected` (may be NULL) counts rows found by WHERE (CLIENT_FOUND_ROWS). */
enum err db_exec(struct ctx *cx, const struct statement *st, const void *in, int64_t *ret_affected);
/* The same for `count` structs of `in`, in one bulk execution. Duplicate keys fail it: ERR_CONFLICT. */
enum err db_exec_all(struct ctx *cx, const struct statement *st, const void *in, size_t count);
/* Rows as views (json-c objects owned by the arena) with their children. */
enum err db_view_one(struct ctx *cx, const struct statement *st, const void *in, struct json_object **ret_view);
enum err db_view_many(struct ctx *cx, const struct statement *st, const void *in, struct json_object **ret_list);
/* Calls `each(arg, row)` for one row after another, not kept in memory; stops when it returns an error and returns that. */
enum err db_each(struct ctx *cx, const struct statement *st, const void *in,
                 enum err (*each)(void *arg, const void *row), void *arg);

/* Transactions: for the dispatcher, the job loop and tests, never for domains. */
enum err db_begin(struct ctx *cx);
enum err db_commit(struct ctx *cx);     /* runs the after-commit hooks; ERR_BUSY and cx->lost_commit: nobody knows */
void db_rollback(struct ctx *cx);       /* also when the connection is gone; drops the hooks */
/* begin, run, commit; tries again on cx->retry until the deadline, with jitter, the arena rewound each time.
   A commit whose outcome is unknown is never repeated: ERR_TIMEOUT. */
enum err db_transaction(struct ctx *cx, enum err (*run)(struct ctx *cx, void *arg), void *arg);

/* Does the server answer, is the schema at the level of this program, and are commits durable (database.durable)? ERR_BUSY with the
   reason in cx->error_detail. */
enum err db_ready(struct ctx *cx);
uint64_t db_statement_total(const struct db *db) /* statements run by this pool since start */;

/* The SQL text of a statement with the optional lines of `with` (UINT32_MAX: all), parameters as `?`: for the test that prepares
   each. From the arena. */
const char *db_statement_text(struct arena *arena, const struct statement *st, uint32_t with);

#endif
