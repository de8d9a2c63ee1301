/* db_internal.h: what the files of db.h share; for nobody else. */
#ifndef STORE_DB_INTERNAL_H
#define STORE_DB_INTERNAL_H

#include "store/config.h"
#include "store/db.h"
#include "store/store.h"

#include <mysql.h>
#include <pthread.h>

#define CONN_BUCKETS 64

/* A prepared statement of one connection: text and number of parameters depend on the optional lines and on the list sizes. */
struct db_stmt {
    MYSQL_STMT *handle;
    const struct statement *st;
    uint32_t with, sizes;      /* sizes: 3 bits for each list, its step in the row of list sizes */
    uint64_t used;             /* tick of the last use */
    struct db_stmt *next;      /* in its bucket */
};

struct db_conn {
    MYSQL *mysql;
    struct db *db;
    struct db_stmt *prepared[CONN_BUCKETS];
    size_t prepared_count;
    uint64_t ticks;
    struct db_stmt *active;    /* its rows are not all read yet */
    int64_t idle_since_us;
    bool reused;               /* has been in the pool: the server may have closed it meanwhile */
    bool broken;               /* lost, or in an unknown state: closed when given back */
    bool doomed;               /* the server rolled the transaction back: nothing more may run in it */
    bool patient;              /* max_statement_time is that of jobs and commands */
    struct db_loan *loan;      /* while it is lent */
    struct db_conn *next;      /* idle list */
};

/* Of the borrower's arena. When the arena is reset before the connection was given back (a longjmp at its ceiling), nobody knows
   what is still to be read from it: it is closed. */
struct db_loan {
    struct ctx *cx;
    struct db_conn *conn;      /* NULL: given back */
};

struct db {
    const struct config *config;
    const char *account;
    pthread_mutex_t lock;
    pthread_cond_t freed;
    struct db_conn *idle;
    int64_t open_count;        /* idle and lent */
    int64_t down_until_us;     /* the server did not answer: no attempt before this */
    int64_t level;             /* newest schema file of this program */
    uint64_t statements;       /* run since start */
};

enum pool_want { POOL_ANY, POOL_CHECKED /* answers a ping if it has been idle for long */, POOL_FRESH /* none that was idle */ };

/* A connection for `cx`, within its deadline. */
enum err pool_borrow(struct ctx *cx, enum pool_want want, struct db_conn **ret);
/* Back to the pool, or closed when broken. NULL is fine. */
void pool_give_back(struct db_conn *conn);
/* Closes all idle connections: one of them was found dead, the others have probably died with it. */
void pool_flush(struct db *db);
/* Makes socket operations end with the deadline of `cx`, but wait at least `min_ms`. */
void pool_set_deadline(struct db_conn *conn, const struct ctx *cx, int min_ms);

/* A raw connection as `account` (without a database when `without_database`): for the pool and the migrator. NULL with a message. */
MYSQL *pool_connect(struct arena *arena, const struct config *config, const char *account, int timeout_s, bool without_database,
                    const char **ret_error);

bool pool_start_session(MYSQL *mysql) /* strict mode, UTC, READ COMMITTED, short waits for locks */;

/* Notes the error `number` of a statement and what it means for connection and transaction. */
enum err db_fail(struct ctx *cx, struct db_conn *conn, const struct statement *st, unsigned number, const char *message);

/* db_bind.c. The steps that the lists of `in` are padded to, 3 bits each: 4 to the power of the step. False: a list is too long. */
bool bind_list_sizes(const struct statement *st, const void *in, uint32_t *ret_sizes);
/* Parameters of one execution, from the arena; `*ret_count` of them. */
MYSQL_BIND *bind_params(struct arena *arena, const struct statement *st, const void *in, uint32_t with, size_t *ret_count);
/* Parameters of a bulk execution of `rows` structs, column by column. */
MYSQL_BIND *bind_bulk(struct arena *arena, const struct statement *st, const void *in, uint32_t with, size_t rows, size_t *ret_count);
size_t bind_row_bytes(const struct statement *st, const void *in) /* about what one struct needs on the wire */;

/* Where the columns of a row land before they are converted. */
struct bind_cell;
/* Results of one execution into new cells, one for each column. */
MYSQL_BIND *bind_results(struct arena *arena, const struct statement *st, struct bind_cell **ret_cells);
/* Converts the fetched row into the generated struct `row`. NULL, or what is wrong with it. */
const char *bind_read_row(struct arena *arena, const struct statement *st, MYSQL_STMT *handle, struct bind_cell *cells, void *row);

#endif
