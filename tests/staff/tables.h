/* tables.h: what the tests of staff have instead of a database. */
#ifndef TESTS_STAFF_TABLES_H
#define TESTS_STAFF_TABLES_H

#include "asked.h"

#include "base/hash.h"

struct person {
    struct id id;
    const char *name, *role;
    int64_t version, disabled_at;
    const char *hash;
};

extern struct person people[10];
extern size_t person_count;
extern int sessions_started, sessions_ended;
extern struct hash last_session;                 /* of its token */
extern const char *key_scopes, *key_name;        /* of the last key */
extern int hashes, hashes_in_transaction;        /* that argon2 was asked for */
extern void (*while_hashing)(void);              /* what happens meanwhile */

/* kate is an administrator and signed in as "kate"; vic is a viewer, signed in as "vic". */
void tables_set_up(void);
const char *hash_of(const char *password) /* argon2id */;
struct req *get(const char *path, const char *headers);
struct req *post(const char *path, const char *headers, const char *form);
/* "/staff/users/ID" and `rest`. Static buffer. */
const char *path_of(const struct person *p, const char *rest);

#endif
