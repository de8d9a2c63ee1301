#include "test.h"

#include "staff/staff.h"

#include <sodium.h>

static bool refused(const char *password, const char *name)
{
    return password_fault(str_of(password), str_of(name)) != NULL;
}

TEST(rules_passwords_refused)
{
    const char *const bad[] = {
        "", "short", "123456789", "1234567890", "0987654321", "aaaaaaaaaaaa", "abcdefghijkl", "password12", "Password123!", "passw0rd123",
        "qwertyuiop", "letmein1234", "midway12345", "MidWay2026!", "admin12345", "trustno1!!", "kate123456", "12kate34567", "KATE-kate1",
    };

    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        if (!refused(bad[i], "kate"))
            printf("password %zu is taken\n", i);
        CU_ASSERT_TRUE(refused(bad[i], "kate"));
    }
}

TEST(rules_passwords_taken)
{
    char longest[PASSWORD_MAX + 2];
    const char *const good[] = { "correct horse battery", "86993191933639e22b6c7664", "Zwiebel-Suppe",
                                "\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F\xE2\x82\xAC-Suppe",
                                 "secretary of the moon", "kates very own long words", "1029384756 ab" };

    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        if (refused(good[i], "kate"))
            printf("%s is refused: %s\n", good[i], password_fault(str_of(good[i]), STR("kate")));
        CU_ASSERT_FALSE(refused(good[i], "kate"));
    }
    for (size_t i = 0; i < sizeof(longest); i++)
        longest[i] = (char)('a' + i * 7 % 26);
    longest[PASSWORD_MAX] = '\0';
    CU_ASSERT_FALSE(refused(longest, "kate"));
    longest[PASSWORD_MAX] = 'x';
    longest[PASSWORD_MAX + 1] = '\0';
    CU_ASSERT_TRUE(refused(longest, "kate"));
    CU_ASSERT_FALSE(refused("something else", ""));
    CU_ASSERT_FALSE(refused("jo something", "jo"));
}

/* Ten characters, not ten bytes. */
TEST(rules_passwords_count_characters)
{
    CU_ASSERT_TRUE(refused("\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F\xC3\xA4\xC3\xB6", "kate"));
}

TEST(rules_delays)
{
    const int expected[] = { 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60 };

    for (int i = 0; i < (int)ARRAY_LEN(expected); i++)
        CU_ASSERT_EQUAL(sign_in_delay_s(i), expected[i]);
    CU_ASSERT_EQUAL(sign_in_delay_s(1000000), 60);
}

TEST(rules_next_stays_here)
{
    const char *const here[] = { "/", "/staff/users?q=a&b=%2F", "/recipes/soup#step-2", "/a//b" };
    const char *const elsewhere[] = { "", "//evil.example", "https://evil.example", "http:/evil", "javascript:alert(1)",
                                     "/\\evil.example", "\\\\evil",
                                      "/\t/evil.example", "/\n/evil", "/a\r\nSet-Cookie: a=b", " /staff", "staff", "/a\\b" };

    for (size_t i = 0; i < ARRAY_LEN(here); i++)
        ASSERT_STR(safe_next(here[i]), here[i]);
    for (size_t i = 0; i < ARRAY_LEN(elsewhere); i++)
        ASSERT_STR(safe_next(elsewhere[i]), "/");
    ASSERT_STR(safe_next(NULL), "/");
}

TEST(rules_loopback)
{
    CU_ASSERT_TRUE(address_is_loopback("127.0.0.1") && address_is_loopback("127.9.9.9"));
    CU_ASSERT_TRUE(address_is_loopback("::1") && address_is_loopback(""));
    CU_ASSERT_TRUE(address_is_loopback("::ffff:127.0.0.1"));
    CU_ASSERT_FALSE(address_is_loopback("10.0.0.1"));
    CU_ASSERT_FALSE(address_is_loopback("1127.0.0.1"));
    CU_ASSERT_FALSE(address_is_loopback("::11"));
    CU_ASSERT_FALSE(address_is_loopback("127.evil.example"));
}

/* ---- failures ---- */

TEST(rules_failures_slow_one_pair)
{
    int64_t now = 1000 * 1000000LL;

    CU_ASSERT_FATAL(sodium_init() >= 0);
    for (int i = 0; i < 5; i++)
        failures_note("kate", "10.0.0.1", now);
    CU_ASSERT_EQUAL(failures_wait_s("kate", "10.0.0.1", now), 4);
    CU_ASSERT_EQUAL(failures_wait_s("kate", "10.0.0.1", now + 1500000), 3);
    CU_ASSERT_EQUAL(failures_wait_s("kate", "10.0.0.1", now + 4000000), 0);
    CU_ASSERT_EQUAL(failures_wait_s("kate", "10.0.0.2", now), 0);
    CU_ASSERT_EQUAL(failures_wait_s("tom", "10.0.0.1", now), 0);
    CU_ASSERT_EQUAL(failures_wait_s("KATE", "10.0.0.1", now), 4);
    CU_ASSERT_EQUAL(failures_wait_s(" \xC3\x84nne", "10.0.0.1", now), 0);
    failures_forget("kate", "10.0.0.1");
    CU_ASSERT_EQUAL(failures_wait_s("kate", "10.0.0.1", now), 0);
}

TEST(rules_failures_are_forgotten)
{
    int64_t now = 1000 * 1000000LL;

    CU_ASSERT_FATAL(sodium_init() >= 0);
    for (int i = 0; i < 12; i++)
        failures_note("\xC3\x84nne", "10.0.0.1", now);
    CU_ASSERT_EQUAL(failures_wait_s("\xC3\xA4nne", "10.0.0.1", now), 60);
    CU_ASSERT_EQUAL(failures_wait_s("\xC3\xA4nne", "10.0.0.1", now + 61 * 1000000LL), 0);
    failures_note("\xC3\xA4nne", "10.0.0.1", now + 15 * 60 * 1000000LL);
    CU_ASSERT_EQUAL(failures_wait_s("\xC3\xA4nne", "10.0.0.1", now + 15 * 60 * 1000000LL), 0);
}

/* ---- the audit chain ---- */

static const char *hex_of(struct hash h)
{
    static char hex[HASH_HEX_SIZE];

    return hash_hex(h, hex);
}

static struct audit_entry entry(void)
{
    return (struct audit_entry){ 7, 1770000000000000, "account", "kate", "POST /staff/users", "/staff/users",
                                  "added tom", "127.0.0.1", "r1",
                                 { { 1, 2, 3 } } };
}

/* The value is fixed: a chain that was written must be readable by every later release. */
TEST(rules_audit_hash_is_fixed)
{
    struct audit_entry e = entry();

    CU_ASSERT_FATAL(sodium_init() >= 0);
    ASSERT_STR(hex_of(audit_hash((struct hash){ { 0 } }, &e)), "636543a7dd851ff92fc0840c7c13736c5016675770c9d415717b9b0fa31a9428");
}

TEST(rules_audit_hash_depends_on_everything)
{
    struct hash zero = { { 0 } }, base;
    struct audit_entry plain = entry(), e[11];
    size_t n = 0;

    CU_ASSERT_FATAL(sodium_init() >= 0);
    base = audit_hash(zero, &plain);
    for (size_t i = 0; i < ARRAY_LEN(e); i++)
        e[i] = plain;
    e[n++].seq = 8;
    e[n++].at++;
    e[n++].actor_kind = "key";
    e[n++].actor = "tom";
    e[n++].action = "POST /staff/user";
    e[n++].object = "";
    e[n++].detail = "added  tom";
    e[n++].address = "::1";
    e[n++].request_id = "r2";
    e[n++].actor_id.b[15] = 1;
    /* The same letters in other fields. */
    e[n].actor = "kat";
    e[n++].action = "ePOST /staff/users";
    CU_ASSERT_EQUAL(n, ARRAY_LEN(e));
    for (size_t i = 0; i < n; i++)
        CU_ASSERT_FALSE(hash_equal(base, audit_hash(zero, &e[i])));
    CU_ASSERT_FALSE(hash_equal(base, audit_hash(base, &plain)));
    CU_ASSERT_TRUE(hash_equal(base, audit_hash(zero, &plain)));
}

/* ---- passwords ---- */

TEST(rules_password_hashes)
{
    struct arena a;
    const char *one, *two;

    CU_ASSERT_FATAL(sodium_init() >= 0);
    arena_init(&a, 1 << 20);
    one = password_hash(&a, "correct horse");
    two = password_hash(&a, "correct horse");
    CU_ASSERT_PTR_NOT_NULL(strstr(one, "$argon2id$v=19$m=19456,t=2,p=1$"));
    CU_ASSERT_TRUE(strcmp(one, two) != 0);
    CU_ASSERT_TRUE(password_verify(one, "correct horse"));
    CU_ASSERT_FALSE(password_verify(one, "correct horse "));
    CU_ASSERT_FALSE(password_verify(NULL, "correct horse"));
    CU_ASSERT_FALSE(password_verify("nonsense", "correct horse"));
}

/* An account that does not exist costs what a wrong password costs. */
TEST(rules_unknown_accounts_cost_the_same)
{
    struct arena a;
    const char *hash;
    long long known, unknown, began;

    CU_ASSERT_FATAL(sodium_init() >= 0);
    arena_init(&a, 1 << 20);
    hash = password_hash(&a, "correct horse");
    began = test_cpu_us();
    for (int i = 0; i < 5; i++)
        password_verify(hash, "wrong");
    known = test_cpu_us() - began;
    began = test_cpu_us();
    for (int i = 0; i < 5; i++)
        password_verify(NULL, "wrong");
    unknown = test_cpu_us() - began;
    CU_ASSERT_TRUE(unknown > known * 7 / 10 && unknown < known * 13 / 10);
}
