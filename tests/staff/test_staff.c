/* Signing in, people and keys through the real routes, over tables in memory. */
#include "asked.h"

#include "base/clock.h"
#include "base/view.h"
#include "sql/staff.h"
#include "staff/staff.h"
#include "staff/staff_module.h"
#include "web/session.h"

#include <sodium.h>
#include <stdlib.h>

struct person {
    struct id id;
    const char *name, *role;
    int64_t version, disabled_at;
    const char *hash;
};

static struct person people[10];
static size_t person_count;
static int sessions_started, sessions_ended;
static struct hash last_session;
static const char *key_scopes, *key_name;
static struct arena memory;
static int hashes, hashes_in_transaction;
static void (*while_hashing)(void);

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

static struct person *add_person(const char *name, const char *role, const char *password)
{
    struct person *p = &people[person_count++];

    *p = (struct person){ id_new(0), name, role, 1, DB_NULL, password_hash(&memory, password) };
    return p;
}

/* kate is an administrator and signed in as "kate"; vic is a viewer, signed in as "vic". */
static void set_up(void)
{
    static const struct { const struct statement *st; fake_run *run; } fakes[] = {
        { STAFF_ACCOUNT_FOR_SIGN_IN, for_sign_in }, { STAFF_ACCOUNT_BY_ID, by_id }, { STAFF_ACCOUNT_ADD, add_account },
        { STAFF_PASSWORD_SET, set_password }, { STAFF_PASSWORD_OF, password_of }, { STAFF_ACCOUNT_SET_ROLE, set_role },
        { STAFF_PASSWORD_LOCK, password_lock }, { STAFF_ACCOUNT_SET_DISABLED, set_disabled },
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

static struct req *get(const char *path, const char *headers)
{
    char request[300];

    snprintf(request, sizeof(request), "GET %s", path);
    return ask(&staff_module, request, headers, STR(""));
}

static struct req *post(const char *path, const char *headers, const char *form)
{
    char request[300];

    snprintf(request, sizeof(request), "POST %s", path);
    return ask_form(&staff_module, request, headers, form);
}

static const char *path_of(const struct person *p, const char *rest)
{
    static char path[200];
    char text[ID_TEXT_SIZE];

    snprintf(path, sizeof(path), "/staff/users/%s%s", id_text(p->id, text), rest);
    return path;
}

/* ---- signing in ---- */

TEST(site_sign_in_starts_a_session)
{
    struct req *rq;
    char token[100];

    set_up();
    rq = post("/sign-in", NULL, "name=kate&password=correct+horse&next=/staff/users%3Fq%3Da");
    CU_ASSERT_EQUAL(asked_status(rq), 303);
    ASSERT_STR(asked_header(rq, "Location"), "/staff/users?q=a");
    CU_ASSERT_EQUAL(sessions_started, 1);
    CU_ASSERT_EQUAL(sscanf(asked_header(rq, "Set-Cookie"),
                           "sid=%99[A-Za-z0-9_-]; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000", token), 1);
    CU_ASSERT_EQUAL(strlen(token), 32);
    CU_ASSERT_TRUE(hash_equal(last_session, session_token_hash(token)));
    CU_ASSERT_PTR_NOT_NULL_FATAL(fake_db.last_audit);
    CU_ASSERT_PTR_NOT_NULL(strstr(fake_db.last_audit, "\"name\":\"kate\""));
    CU_ASSERT_PTR_NULL(strstr(fake_db.last_audit, "horse"));
}

TEST(site_sign_in_over_https)
{
    struct req *rq;

    set_up();
    asked_store()->config.site_https = true;
    rq = post("/sign-in", "Address: 10.0.0.1", "name=kate&password=correct+horse");
    CU_ASSERT_EQUAL(strncmp(asked_header(rq, "Set-Cookie"), "__Host-sid=", 11), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(asked_header(rq, "Set-Cookie"), "; Secure"));
    asked_store()->config.site_https = false;
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", "Address: 10.0.0.1", "name=kate&password=correct+horse")), 403);
    asked_store()->config.site_insecure = true;
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", "Address: 10.0.0.1", "name=kate&password=correct+horse")), 303);
}

TEST(site_sign_in_wrong)
{
    struct req *rq;
    char unknown[20000], wrong[20000];

    set_up();
    rq = post("/sign-in", NULL, "name=kate&password=wrong+horse&next=/staff");
    CU_ASSERT_EQUAL(asked_status(rq), 422);
    CU_ASSERT_EQUAL(sessions_started, 0);
    CU_ASSERT_TRUE(asked_has(rq, "value=\"kate\""));
    CU_ASSERT_TRUE(asked_has(rq, "name=\"next\" value=\"/staff\""));
    CU_ASSERT_FALSE(asked_has(rq, "wrong horse"));
    ASSERT_STR(asked_header(rq, "Set-Cookie"), "");
    snprintf(wrong, sizeof(wrong), "%.*s", STR_ARG(rq->reply.body));
    rq = post("/sign-in", NULL, "name=nina&password=wrong+horse&next=/staff");
    snprintf(unknown, sizeof(unknown), "%.*s", STR_ARG(rq->reply.body));
    /* The page does not tell whether there is such an account. */
    memcpy(strstr(unknown, "nina"), "kate", 4);
    ASSERT_STR(unknown, wrong);
    people[0].disabled_at = 1;
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", NULL, "name=kate&password=correct+horse")), 422);
    CU_ASSERT_EQUAL(sessions_started, 0);
}

TEST(site_sign_in_slows_down)
{
    struct req *rq = NULL;

    set_up();
    for (int i = 0; i < 3; i++)
        CU_ASSERT_EQUAL(asked_status(post("/sign-in", NULL, "name=kate&password=wrong+horse")), 422);
    rq = post("/sign-in", NULL, "name=kate&password=correct+horse");
    CU_ASSERT_EQUAL(asked_status(rq), 429);
    ASSERT_STR(asked_header(rq, "Retry-After"), "1");
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", NULL, "name=vic&password=battery+staple")), 303);
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", "Address: 127.0.0.2", "name=kate&password=correct+horse")), 303);
}

/* The table finds "kate" for "k\xC3\xA0te" as well: spelling a name in many ways must not give many tries. */
TEST(site_sign_in_takes_one_spelling)
{
    set_up();
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", NULL, "name=KATE&password=correct+horse")), 303);
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", NULL, "name=k%C3%A0te&password=correct+horse")), 422);
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", NULL, "name=ka%E2%80%8Bte&password=correct+horse")), 422);
}

/* Who was signed in is not any more: nobody else's browser keeps the old session. */
TEST(site_sign_in_ends_the_old_session)
{
    set_up();
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", asked_as("vic"), "name=kate&password=correct+horse")), 303);
    CU_ASSERT_EQUAL(sessions_started, 1);
    CU_ASSERT_EQUAL(sessions_ended, 1);
}

/* Each of them compares or makes a hash, all before the transaction. */
TEST(site_hashes_hold_no_transaction)
{
    int before;

    set_up();
    before = hashes;
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", NULL, "name=kate&password=correct+horse")), 303);
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", NULL, "name=kate&password=wrong")), 422);
    CU_ASSERT_EQUAL(asked_status(post("/staff/password", asked_as("vic"), "current=battery+staple&password=a+whole+new+one")), 303);
    CU_ASSERT_EQUAL(asked_status(post("/staff/users", asked_as("kate"), "name=tom&password=long+enough+for+all&role=editor")), 303);
    CU_ASSERT_EQUAL(asked_status(post(path_of(&people[1], "/password"), asked_as("kate"), "password=and+another+one")), 303);
    CU_ASSERT_EQUAL(hashes - before, 6);
    CU_ASSERT_EQUAL(hashes_in_transaction, 0);
    CU_ASSERT_EQUAL(fake_db.begun, 5);
}

static void disable_kate(void)
{
    people[0].disabled_at = 1;
}

static const char *other_hash;

static void change_password_of_kate(void)
{
    people[0].hash = other_hash;
}

/* What was compared may have changed until the transaction. */
TEST(site_sign_in_is_refused_by_what_happened_meanwhile)
{
    set_up();
    other_hash = password_hash(&memory, "another horse");
    while_hashing = disable_kate;
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", NULL, "name=kate&password=correct+horse")), 422);
    people[0].disabled_at = DB_NULL;
    while_hashing = change_password_of_kate;
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", NULL, "name=kate&password=correct+horse")), 422);
    CU_ASSERT_EQUAL(sessions_started, 0);
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", NULL, "name=kate&password=another+horse")), 303);
    while_hashing = NULL;
    other_hash = password_hash(&memory, "a third horse");
    while_hashing = change_password_of_kate;
    CU_ASSERT_TRUE(asked_fault(post("/staff/password", asked_as("kate"), "current=another+horse&password=a+whole+new+one"), "/current",
                               "wrong"));
    ASSERT_STR(people[0].hash, other_hash);
}

TEST(site_sign_in_form_when_signed_in)
{
    set_up();
    ASSERT_STR(asked_header(get("/sign-in?next=/staff/keys", "Cookie: sid=kate"), "Location"), "/staff/keys");
    ASSERT_STR(asked_header(get("/sign-in?next=//evil.example", "Cookie: sid=kate"), "Location"), "/");
    CU_ASSERT_TRUE(asked_has(get("/sign-in?next=//evil.example", NULL), "name=\"next\" value=\"/\""));
}

TEST(site_sign_in_twice_with_one_key)
{
    set_up();
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", "Idempotency-Key: k", "name=kate&password=correct+horse")), 303);
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", "Idempotency-Key: k", "name=kate&password=correct+horse")), 409);
    CU_ASSERT_EQUAL(sessions_started, 1);
}

TEST(site_sign_out)
{
    struct req *rq;

    set_up();
    CU_ASSERT_EQUAL(asked_status(post("/sign-out", "Cookie: sid=kate", "")), 403);
    CU_ASSERT_EQUAL(sessions_ended, 0);
    rq = post("/sign-out", asked_as("kate"), "");
    CU_ASSERT_EQUAL(asked_status(rq), 303);
    CU_ASSERT_EQUAL(sessions_ended, 1);
    ASSERT_STR(asked_header(rq, "Set-Cookie"), "sid=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    CU_ASSERT_EQUAL(asked_status(post("/sign-out", NULL, "")), 303);
}

/* ---- people ---- */

TEST(site_users_page)
{
    struct req *rq;

    set_up();
    rq = get("/staff/users", "Cookie: sid=kate");
    CU_ASSERT_EQUAL(asked_status(rq), 200);
    CU_ASSERT_TRUE(asked_has(rq, ">kate</a>"));
    CU_ASSERT_TRUE(asked_has(rq, ">vic</a>"));
    CU_ASSERT_EQUAL(asked_status(get("/staff/users", "Cookie: sid=vic")), 403);
    CU_ASSERT_EQUAL(asked_status(get("/staff/users", NULL)), 303);
    CU_ASSERT_EQUAL(asked_status(get(path_of(&people[1], ""), "Cookie: sid=kate")), 200);
    CU_ASSERT_EQUAL(asked_status(get("/staff/users/01h00000000000000000000001", "Cookie: sid=kate")), 404);
    CU_ASSERT_EQUAL(asked_status(get("/staff/users/nonsense", "Cookie: sid=kate")), 404);
}

TEST(site_users_add)
{
    struct req *rq;

    set_up();
    rq = post("/staff/users", asked_as("kate"), "name=tom&password=weak&role=editor");
    CU_ASSERT_EQUAL(asked_status(rq), 422);
    CU_ASSERT_TRUE(asked_fault(rq, "/password", "weak"));
    CU_ASSERT_TRUE(asked_has(rq, "value=\"tom\""));
    CU_ASSERT_FALSE(asked_has(rq, "\"weak\""));
    rq = post("/staff/users", asked_as("kate"), "name=Vic&password=long+enough+for+all&role=editor");
    CU_ASSERT_TRUE(asked_fault(rq, "/name", "taken"));
    rq = post("/staff/users", asked_as("kate"), "name=tom&password=long+enough+for+all&role=king");
    CU_ASSERT_TRUE(asked_fault(rq, "/role", "unknown_value"));
    rq = post("/staff/users", asked_as("kate"), "name=&password=");
    CU_ASSERT_EQUAL(asked_fault_count(rq), 3);
    CU_ASSERT_EQUAL(person_count, 2);
    rq = post("/staff/users", asked_as("kate"), "name=tom&password=long+enough+for+all&role=editor&_key=one");
    CU_ASSERT_EQUAL(asked_status(rq), 303);
    CU_ASSERT_EQUAL(person_count, 3);
    CU_ASSERT_TRUE(password_verify(people[2].hash, "long enough for all"));
    rq = post("/staff/users", asked_as("kate"), "name=tom&password=long+enough+for+all&role=editor&_key=one");
    CU_ASSERT_EQUAL(asked_status(rq), 303);
    CU_ASSERT_EQUAL(person_count, 3);
    CU_ASSERT_EQUAL(asked_status(post("/staff/users", asked_as("vic"), "name=eve&password=long+enough+for+all&role=admin")), 403);
    CU_ASSERT_EQUAL(person_count, 3);
}

TEST(site_users_roles)
{
    struct req *rq;

    set_up();
    CU_ASSERT_EQUAL(asked_status(post(path_of(&people[1], "/role"), asked_as("kate"), "role=editor")), 428);
    rq = post(path_of(&people[1], "/role"), asked_as("kate"), "role=editor&_if_match=7");
    CU_ASSERT_EQUAL(asked_status(rq), 412);
    ASSERT_STR(people[1].role, "viewer");
    rq = post(path_of(&people[1], "/role"), asked_as("kate"), "role=editor&_if_match=1");
    CU_ASSERT_EQUAL(asked_status(rq), 303);
    ASSERT_STR(people[1].role, "editor");
    CU_ASSERT_EQUAL(asked_status(post(path_of(&people[1], "/role"), asked_as("kate"), "role=viewer&_if_match=*")), 303);
    ASSERT_STR(people[1].role, "viewer");
    rq = post(path_of(&people[0], "/role"), asked_as("kate"), "role=viewer&_if_match=1");
    CU_ASSERT_EQUAL(asked_status(rq), 403);
    ASSERT_STR(people[0].role, "admin");
    rq = post("/staff/users/01h00000000000000000000001/role", asked_as("kate"), "role=viewer&_if_match=1");
    CU_ASSERT_EQUAL(asked_status(rq), 404);
}

TEST(site_users_disable)
{
    set_up();
    CU_ASSERT_EQUAL(asked_status(post(path_of(&people[1], "/disable"), asked_as("kate"), "_if_match=1")), 303);
    CU_ASSERT_NOT_EQUAL(people[1].disabled_at, DB_NULL);
    CU_ASSERT_EQUAL(sessions_ended, 1);
    CU_ASSERT_EQUAL(asked_status(post(path_of(&people[1], "/enable"), asked_as("kate"), "_if_match=2")), 303);
    CU_ASSERT_EQUAL(people[1].disabled_at, DB_NULL);
    CU_ASSERT_EQUAL(asked_status(post(path_of(&people[0], "/disable"), asked_as("kate"), "_if_match=1")), 403);
    CU_ASSERT_EQUAL(people[0].disabled_at, DB_NULL);
    CU_ASSERT_EQUAL(asked_status(post("/staff/users/01h00000000000000000000001/disable", asked_as("kate"), "_if_match=1")), 404);
}

TEST(site_passwords)
{
    struct req *rq;

    set_up();
    rq = post("/staff/password", asked_as("vic"), "current=wrong+staple&password=a+whole+new+one");
    CU_ASSERT_TRUE(asked_fault(rq, "/current", "wrong"));
    rq = post("/staff/password", asked_as("vic"), "current=battery+staple&password=vic");
    CU_ASSERT_TRUE(asked_fault(rq, "/password", "weak"));
    CU_ASSERT_EQUAL(sessions_ended, 0);
    rq = post("/staff/password", asked_as("vic"), "current=battery+staple&password=a+whole+new+one");
    CU_ASSERT_EQUAL(asked_status(rq), 303);
    CU_ASSERT_EQUAL(sessions_ended, 1);
    CU_ASSERT_TRUE(password_verify(people[1].hash, "a whole new one"));
    rq = post(path_of(&people[1], "/password"), asked_as("kate"), "password=and+another+one");
    CU_ASSERT_EQUAL(asked_status(rq), 303);
    CU_ASSERT_TRUE(password_verify(people[1].hash, "and another one"));
}

/* ---- keys ---- */

TEST(site_keys)
{
    struct req *rq;
    const char *key;

    set_up();
    CU_ASSERT_EQUAL(asked_status(get("/staff/keys", "Cookie: sid=kate")), 200);
    rq = post("/staff/keys", asked_as("kate"), "name=till&expires=week");
    CU_ASSERT_TRUE(asked_fault(rq, "/scopes", "required"));
    rq = post("/staff/keys", asked_as("kate"), "name=till&scopes=root&expires=week");
    CU_ASSERT_TRUE(asked_fault(rq, "/scopes", "unknown_value"));
    rq = post("/staff/keys", asked_as("kate"), "name=till&scopes=recipes:write&expires=week&_key=k1");
    CU_ASSERT_EQUAL(asked_status(rq), 200);
    ASSERT_STR(key_scopes, "recipes:write");
    CU_ASSERT_TRUE(asked_has(rq, "mk_"));
    key = strstr(arena_str(rq->ctx.arena, rq->reply.body), "mk_");
    CU_ASSERT_EQUAL(strspn(key + 3, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), 32);
    CU_ASSERT_PTR_NOT_NULL(strstr(fake_db.last_audit, "made till: recipes:write"));
    CU_ASSERT_PTR_NULL(strstr(fake_db.last_audit, "mk_"));
    key_name = NULL;
    rq = post("/staff/keys", asked_as("kate"), "name=till&scopes=recipes:write&expires=week&_key=k1");
    CU_ASSERT_EQUAL(asked_status(rq), 409);
    CU_ASSERT_PTR_NULL(key_name);
    CU_ASSERT_FALSE(asked_has(rq, "mk_"));
}

TEST(site_every_page_of_nobody)
{
    static const char *const open[] = { "/", "/sign-in", "/healthz", "/staff/site.css" };

    set_up();
    for (size_t i = 0; i < ARRAY_LEN(open); i++)
        CU_ASSERT_EQUAL(asked_status(get(open[i], NULL)), 200);
    CU_ASSERT_EQUAL(fake_db.statements, 0);
}
