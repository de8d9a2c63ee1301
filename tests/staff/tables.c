/* tables.c: accounts, sessions and keys in memory, and the library's hashing watched. */
#include "tables.h"

#include "base/clock.h"
#include "base/view.h"
#include "sql/staff.h"
#include "staff/staff.h"
#include "staff/staff_module.h"

#include <sodium.h>

struct person people[10];
size_t person_count;
int sessions_started, sessions_ended;
struct hash last_session;
const char *key_scopes, *key_name;
int hashes, hashes_in_transaction;
void (*while_hashing)(void);
static struct arena memory;

/* The library's own, watched: hashing must hold no transaction. */
static void note_hash(void)
{
    hashes++;
    hashes_in_transaction += fake_db.begun > fake_db.committed + fake_db.rolled_back;
    if (while_hashing)
        while_hashing();
}

int crypto_pwhash_str(char out[crypto_pwhash_STRBYTES], const char *password, unsigned long long n, unsigned long long passes, size_t bytes)
{
    note_hash();
    return crypto_pwhash_argon2id_str(out, password, n, passes, bytes);
}

int crypto_pwhash_str_verify(const char hash[crypto_pwhash_STRBYTES], const char *password, unsigned long long n)
{
    note_hash();
    return crypto_pwhash_argon2id_str_verify(hash, password, n);
}

static struct person *find(struct id id)
{
    for (size_t i = 0; i < person_count; i++) {
        if (id_equal(people[i].id, id))
            return &people[i];
    }
    return NULL;
}

/* As the table's collation compares: without case, accents and what nobody sees. */
static bool same_for_the_table(const char *a, const char *b)
{
    char plain[2][100] = { "" };
    const char *texts[] = { a, b };

    for (int i = 0; i < 2; i++) {
        char *out = plain[i];

        for (const char *p = texts[i]; *p; p++) {
            if ((unsigned char)*p == 0xC3 && ((unsigned char)p[1] & 0xDF) == 0x80) {
                *out++ = 'a';       /* a and A with grave accents */
                p++;
            } else if ((unsigned char)*p == 0xE2) {
                p += 2;             /* zero width space */
            } else {
                *out++ = (char)tolower((unsigned char)*p);
            }
        }
    }
    return strcmp(plain[0], plain[1]) == 0;
}

static enum err for_sign_in(struct ctx *cx, const void *in, void *ret)
{
    const struct staff_account_for_sign_in_in *i = in;

    for (size_t n = 0; n < person_count; n++) {
        const struct person *p = &people[n];

        if (!same_for_the_table(p->name, i->name))
            continue;
        *(struct staff_account_for_sign_in_row *)ret =
            (struct staff_account_for_sign_in_row){ .id = p->id, .name = p->name, .role = p->role,
                                                     .hash = p->hash,
                                                    .disabled_at = p->disabled_at };
        return OK;
    }
    return ctx_fail(cx, ERR_NOT_FOUND, NULL, "No row");
}

static enum err by_id(struct ctx *cx, const void *in, void *ret)
{
    const struct person *p = find(((const struct staff_account_by_id_in *)in)->id);

    if (!p)
        return ctx_fail(cx, ERR_NOT_FOUND, NULL, "No row");
    *(struct staff_account_by_id_row *)ret = (struct staff_account_by_id_row){ p->id, p->name, p->role, p->version, p->disabled_at,
                                                                            clock_utc_us(), DB_NULL, 0 };
    return OK;
}

static enum err add_account(struct ctx *cx, const void *in, void *ret)
{
    const struct staff_account_add_in *i = in;

    (void)ret;
    for (size_t n = 0; n < person_count; n++) {
        if (same_for_the_table(people[n].name, i->name))
            return ctx_fail(cx, ERR_CONFLICT, NULL, "Duplicate");
    }
    people[person_count++] = (struct person){ i->id, arena_strdup(&memory, i->name), arena_strdup(&memory, i->role), 1, DB_NULL, "" };
    return OK;
}

static enum err set_password(struct ctx *cx, const void *in, void *ret)
{
    const struct staff_password_set_in *i = in;

    (void)cx;
    (void)ret;
    find(i->account_id)->hash = arena_strdup(&memory, i->hash);
    return OK;
}

static enum err password_of(struct ctx *cx, const void *in, void *ret)
{
    (void)cx;
    ((struct staff_password_of_row *)ret)->hash = find(((const struct staff_password_of_in *)in)->account_id)->hash;
    return OK;
}

static enum err password_lock(struct ctx *cx, const void *in, void *ret)
{
    CU_ASSERT_TRUE(cx->in_transaction);
    ((struct staff_password_lock_row *)ret)->hash = find(((const struct staff_password_lock_in *)in)->account_id)->hash;
    return OK;
}

static enum err lock_accounts(struct ctx *cx, const void *in, void *ret)
{
    const struct staff_accounts_lock_in *i = in;
    static struct staff_accounts_lock_row rows[2];

    CU_ASSERT_TRUE(cx->in_transaction);
    for (size_t n = 0; n < i->ids.n; n++) {
        const struct person *p = find(i->ids.v[n]);

        if (p)
            rows[fake_db.rows++] = (struct staff_accounts_lock_row){ p->id, strcmp(p->role, "admin") == 0 && p->disabled_at == DB_NULL };
    }
    *(struct staff_accounts_lock_row **)ret = rows;
    return OK;
}

static enum err set_role(struct ctx *cx, const void *in, void *ret)
{
    const struct staff_account_set_role_in *i = in;
    struct person *p = find(i->id);

    (void)cx;
    *(int64_t *)ret = p && p->version == i->version;
    if (p && p->version == i->version) {
        p->role = arena_strdup(&memory, i->role);
        p->version++;
    }
    return OK;
}

static enum err set_disabled(struct ctx *cx, const void *in, void *ret)
{
    const struct staff_account_set_disabled_in *i = in;
    struct person *p = find(i->id);

    (void)cx;
    *(int64_t *)ret = p && p->version == i->version;
    if (p && p->version == i->version) {
        p->disabled_at = i->disabled_at;
        p->version++;
    }
    return OK;
}

static enum err start_session(struct ctx *cx, const void *in, void *ret)
{
    const struct staff_session_add_in *i = in;
    const struct person *p = find(i->account_id);

    (void)cx;
    *(int64_t *)ret = p->disabled_at == DB_NULL && strcmp(p->hash, i->password_hash) == 0;
    if (*(int64_t *)ret == 0)
        return OK;
    memcpy(last_session.b, i->token_hash.p, HASH_BYTES);
    sessions_started++;
    return OK;
}

static enum err end_session(struct ctx *cx, const void *in, void *ret)
{
    (void)cx;
    (void)in;
    (void)ret;
    sessions_ended++;
    return OK;
}

static enum err list_people(struct ctx *cx, const void *in, void *ret)
{
    struct json_object *list = view_keep(cx->arena, json_object_new_array());

    (void)in;
    for (size_t n = 0; n < person_count; n++) {
        struct json_object *one = view_item(list);
        char text[ID_TEXT_SIZE];

        view_text(one, "id", id_text(people[n].id, text));
        view_text(one, "name", people[n].name);
        view_text(one, "role", people[n].role);
        view_bool(one, "disabled", people[n].disabled_at != DB_NULL);
        view_text(one, "created_at", "2026-01-02T03:04:05Z");
    }
    *(struct json_object **)ret = list;
    return OK;
}

static enum err empty_list(struct ctx *cx, const void *in, void *ret)
{
    (void)in;
    *(struct json_object **)ret = view_keep(cx->arena, json_object_new_array());
    return OK;
}

static enum err add_key(struct ctx *cx, const void *in, void *ret)
{
    (void)cx;
    (void)ret;
    key_name = arena_strdup(&memory, ((const struct staff_key_add_in *)in)->name);
    key_scopes = arena_strdup(&memory, ((const struct staff_key_add_in *)in)->scopes);
    return OK;
}

const char *hash_of(const char *password)
{
    return password_hash(&memory, password);
}

static struct person *add_person(const char *name, const char *role, const char *password)
{
    struct person *p = &people[person_count++];

    *p = (struct person){ id_new(0), name, role, 1, DB_NULL, hash_of(password) };
    return p;
}

void tables_set_up(void)
{
    static const struct { const struct statement *st; fake_run *run; } fakes[] = {
        { STAFF_ACCOUNT_FOR_SIGN_IN, for_sign_in }, { STAFF_ACCOUNT_BY_ID, by_id }, { STAFF_ACCOUNT_ADD, add_account },
        { STAFF_PASSWORD_SET, set_password }, { STAFF_PASSWORD_OF, password_of }, { STAFF_ACCOUNT_SET_ROLE, set_role },
        { STAFF_PASSWORD_LOCK, password_lock }, { STAFF_ACCOUNTS_LOCK, lock_accounts },
        { STAFF_ACCOUNT_SET_DISABLED, set_disabled },
        { STAFF_SESSION_ADD, start_session }, { STAFF_SESSION_END, end_session },
        { STAFF_SESSION_END_OF, end_session }, { STAFF_ACCOUNTS, list_people }, { STAFF_KEYS, empty_list }, { STAFF_KEY_ADD, add_key },
    };

    asked_store()->config.rate_limits = false;
    arena_init(&memory, 10 * MIB);
    for (size_t i = 0; i < ARRAY_LEN(fakes); i++)
        fake_db_on(fakes[i].st, fakes[i].run);
    fake_db_session("kate", "kate", "admin");
    fake_db_session("vic", "vic", "viewer");
    fake_db.sessions[0].account = add_person("kate", "admin", "correct horse")->id;
    fake_db.sessions[1].account = add_person("vic", "viewer", "battery staple")->id;
}

struct req *get(const char *path, const char *headers)
{
    char request[300];

    snprintf(request, sizeof(request), "GET %s", path);
    return ask(&staff_module, request, headers, STR(""));
}

struct req *post(const char *path, const char *headers, const char *form)
{
    char request[300];

    snprintf(request, sizeof(request), "POST %s", path);
    return ask_form(&staff_module, request, headers, form);
}

const char *path_of(const struct person *p, const char *rest)
{
    static char path[200];
    char text[ID_TEXT_SIZE];

    snprintf(path, sizeof(path), "/staff/users/%s%s", id_text(p->id, text), rest);
    return path;
}
