/* Signing in, people and keys through the real routes, over tables in memory. */
#include "tables.h"

#include "staff/staff.h"
#include "store/db.h"
#include "web/session.h"

/* ---- signing in ---- */

TEST(site_sign_in_starts_a_session)
{
    struct req *rq;
    char token[100];

    tables_set_up();
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

    tables_set_up();
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

    tables_set_up();
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

    tables_set_up();
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
    tables_set_up();
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", NULL, "name=KATE&password=correct+horse")), 303);
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", NULL, "name=k%C3%A0te&password=correct+horse")), 422);
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", NULL, "name=ka%E2%80%8Bte&password=correct+horse")), 422);
}

/* Who was signed in is not any more: nobody else's browser keeps the old session. */
TEST(site_sign_in_ends_the_old_session)
{
    tables_set_up();
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", asked_as("vic"), "name=kate&password=correct+horse")), 303);
    CU_ASSERT_EQUAL(sessions_started, 1);
    CU_ASSERT_EQUAL(sessions_ended, 1);
}

/* Each of them compares or makes a hash, all before the transaction. */
TEST(site_hashes_hold_no_transaction)
{
    int before;

    tables_set_up();
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
    tables_set_up();
    other_hash = hash_of("another horse");
    while_hashing = disable_kate;
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", NULL, "name=kate&password=correct+horse")), 422);
    people[0].disabled_at = DB_NULL;
    while_hashing = change_password_of_kate;
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", NULL, "name=kate&password=correct+horse")), 422);
    CU_ASSERT_EQUAL(sessions_started, 0);
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", NULL, "name=kate&password=another+horse")), 303);
    while_hashing = NULL;
    other_hash = hash_of("a third horse");
    while_hashing = change_password_of_kate;
    CU_ASSERT_TRUE(asked_fault(post("/staff/password", asked_as("kate"), "current=another+horse&password=a+whole+new+one"), "/current",
                               "wrong"));
    ASSERT_STR(people[0].hash, other_hash);
}

TEST(site_sign_in_form_when_signed_in)
{
    tables_set_up();
    ASSERT_STR(asked_header(get("/sign-in?next=/staff/keys", "Cookie: sid=kate"), "Location"), "/staff/keys");
    ASSERT_STR(asked_header(get("/sign-in?next=//evil.example", "Cookie: sid=kate"), "Location"), "/");
    CU_ASSERT_TRUE(asked_has(get("/sign-in?next=//evil.example", NULL), "name=\"next\" value=\"/\""));
}

TEST(site_sign_in_twice_with_one_key)
{
    tables_set_up();
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", "Idempotency-Key: k", "name=kate&password=correct+horse")), 303);
    CU_ASSERT_EQUAL(asked_status(post("/sign-in", "Idempotency-Key: k", "name=kate&password=correct+horse")), 409);
    CU_ASSERT_EQUAL(sessions_started, 1);
}

TEST(site_sign_out)
{
    struct req *rq;

    tables_set_up();
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

    tables_set_up();
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

    tables_set_up();
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

    tables_set_up();
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
    tables_set_up();
    CU_ASSERT_EQUAL(asked_status(post(path_of(&people[1], "/disable"), asked_as("kate"), "_if_match=1")), 303);
    CU_ASSERT_NOT_EQUAL(people[1].disabled_at, DB_NULL);
    CU_ASSERT_EQUAL(sessions_ended, 1);
    CU_ASSERT_EQUAL(asked_status(post(path_of(&people[1], "/enable"), asked_as("kate"), "_if_match=2")), 303);
    CU_ASSERT_EQUAL(people[1].disabled_at, DB_NULL);
    CU_ASSERT_EQUAL(asked_status(post(path_of(&people[0], "/disable"), asked_as("kate"), "_if_match=1")), 403);
    CU_ASSERT_EQUAL(people[0].disabled_at, DB_NULL);
    CU_ASSERT_EQUAL(asked_status(post("/staff/users/01h00000000000000000000001/disable", asked_as("kate"), "_if_match=1")), 404);
}

/* Of two administrators who disable each other at once, the second is refused: kate was allowed in, but vic was faster. */
TEST(site_an_administrator_is_always_left)
{
    tables_set_up();
    people[0].disabled_at = 1;
    CU_ASSERT_EQUAL(asked_status(post(path_of(&people[1], "/disable"), asked_as("kate"), "_if_match=1")), 403);
    CU_ASSERT_EQUAL(asked_status(post(path_of(&people[1], "/role"), asked_as("kate"), "role=editor&_if_match=1")), 403);
    people[0].disabled_at = DB_NULL;
    people[0].role = "manager";
    CU_ASSERT_EQUAL(asked_status(post(path_of(&people[1], "/disable"), asked_as("kate"), "_if_match=1")), 403);
    CU_ASSERT_EQUAL(people[1].disabled_at, DB_NULL);
    CU_ASSERT_EQUAL(people[1].version, 1);
}

TEST(site_passwords)
{
    struct req *rq;

    tables_set_up();
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

    tables_set_up();
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

    tables_set_up();
    for (size_t i = 0; i < ARRAY_LEN(open); i++)
        CU_ASSERT_EQUAL(asked_status(get(open[i], NULL)), 200);
    CU_ASSERT_EQUAL(fake_db.statements, 0);
}
