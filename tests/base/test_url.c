#include "test.h"

#include "base/url.h"

#include <json-c/json.h>
#include <string.h>

static const char *field(json_object *test, const char *key)
{
    json_object *value = NULL;

    json_object_object_get_ex(test, key, &value);
    return json_object_get_string(value);
}

static struct str text_of(json_object *test, const char *key)
{
    json_object *value = NULL;

    json_object_object_get_ex(test, key, &value);
    return (struct str){ json_object_get_string(value), (size_t)json_object_get_string_len(value) };
}

/* A part with the sign that belongs to it in the cases, which leave out the sign of an empty part. */
static const char *signed_part(struct arena *a, char sign, struct str part)
{
    return part.n ? arena_printf(a, "%c%.*s", sign, STR_ARG(part)) : "";
}

static void compare(struct arena *a, json_object *test, const struct url *u)
{
    const char *port = u->has_port ? arena_printf(a, "%u", u->port) : "";
    struct url again;

    ASSERT_STR(arena_str(a, u->href), field(test, "href"));
    ASSERT_STR(u->https ? "https:" : "http:", field(test, "protocol"));
    ASSERT_STR(arena_str(a, u->username), field(test, "username"));
    ASSERT_STR(arena_str(a, u->password), field(test, "password"));
    ASSERT_STR(arena_str(a, u->host), field(test, "hostname"));
    ASSERT_STR(port, field(test, "port"));
    ASSERT_STR(arena_str(a, u->path), field(test, "pathname"));
    ASSERT_STR(signed_part(a, '?', u->query), field(test, "search"));
    ASSERT_STR(signed_part(a, '#', u->fragment), field(test, "hash"));
    if (field(test, "origin"))
        ASSERT_STR(arena_str(a, url_origin(a, u)), field(test, "origin"));
    CU_ASSERT_TRUE_FATAL(url_parse(a, u->href, NULL, &again));
    ASSERT_STR(arena_str(a, again.href), field(test, "href"));
}

TEST(url_reads_what_browsers_read)
{
    json_object *tests = json_object_from_file(test_data("url/urltestdata-http.json"));
    size_t count = json_object_array_length(tests), refused = 0;

    CU_ASSERT_EQUAL(count, 223);
    for (size_t i = 0; i < count; i++) {
        json_object *test = json_object_array_get_idx(tests, i);
        struct url base, u;
        struct arena a;
        bool good;

        arena_init(&a, 1 << 24);
        if (field(test, "base"))
            CU_ASSERT_TRUE_FATAL(url_parse(&a, text_of(test, "base"), NULL, &base));
        good = url_parse(&a, text_of(test, "input"), field(test, "base") ? &base : NULL, &u);
        refused += !good;
        if (good == (field(test, "failure") != NULL))
            ASSERT_STR(good ? arena_str(&a, u.href) : "refused", field(test, "input"));
        else if (good)
            compare(&a, test, &u);
        arena_done(&a);
    }
    CU_ASSERT_EQUAL(refused, 100);
    json_object_put(tests);
}

/* Expects `expected`, or a refusal where it is NULL. */
static void assert_url(const char *input, const char *base_text, const char *expected)
{
    struct url base, u;
    struct arena a;

    arena_init(&a, 1 << 24);
    if (base_text)
        CU_ASSERT_TRUE_FATAL(url_parse(&a, str_of(base_text), NULL, &base));
    if (url_parse(&a, str_of(input), base_text ? &base : NULL, &u))
        ASSERT_STR(arena_str(&a, u.href), expected);
    else
        ASSERT_STR("refused", expected ? expected : "refused");
    arena_done(&a);
}

TEST(url_refuses_other_schemes)
{
    struct arena a;

    assert_url("ftp://example.org/", NULL, NULL);
    assert_url("mailto:a@example.org", "http://example.org/", NULL);
    assert_url("javascript:alert(1)", "http://example.org/", NULL);
    assert_url("example.org", NULL, NULL);
    arena_init(&a, 1 << 20);
    CU_ASSERT_TRUE(url_is_foreign(&a, STR(" da\nta:image/png;base64,x")));
    CU_ASSERT_FALSE(url_is_foreign(&a, STR("HTTPS://x")));
    CU_ASSERT_FALSE(url_is_foreign(&a, STR("a/b:c")));
    arena_done(&a);
}

TEST(url_resolves_against_a_base)
{
    const char *base = "https://u:p@example.org:8443/a/b/c?q#f";

    assert_url("", base, "https://u:p@example.org:8443/a/b/c?q");
    assert_url("#x", base, "https://u:p@example.org:8443/a/b/c?q#x");
    assert_url("?x", base, "https://u:p@example.org:8443/a/b/c?x");
    assert_url("d", base, "https://u:p@example.org:8443/a/b/d");
    assert_url("../d/./e/..", base, "https://u:p@example.org:8443/a/d/");
    assert_url("../../../../..", base, "https://u:p@example.org:8443/");
    assert_url("//h", base, "https://h/");
    assert_url("\\/h\\x", base, "https://h/x");
    assert_url("/x y^\xc3\xa4?'#`", base, "https://u:p@example.org:8443/x%20y%5E%C3%A4?%27#%60");
    assert_url("http:x", base, "http://x/");
}

TEST(url_encodes_each_part_by_its_own_set)
{
    assert_url("http://!\"$%&'()*+,;<=>^_`{|}~[]@h", NULL,
               "http://!%22$%&'()*+,%3B%3C%3D%3E%5E_%60%7B%7C%7D~%5B%5D@h/");
    assert_url("http://h/!\"$%&'()*+,:;<=>@[]^_`{|}~", NULL, "http://h/!%22$%&'()*+,:;%3C=%3E@[]%5E_%60%7B|%7D~");
    assert_url("http://h?!\"$%&'()*+,/:;<=>?@[\\]^_`{|}~", NULL, "http://h/?!%22$%&%27()*+,/:;%3C=%3E?@[\\]^_`{|}~");
    assert_url("http://h#!\"#$%&'()*+,/:;<=>?@[\\]^_`{|}~", NULL, "http://h/#!%22#$%&'()*+,/:;%3C=%3E?@[\\]^_%60{|}~");
}

TEST(url_reads_ipv6_hosts)
{
    assert_url("http://[::]", NULL, "http://[::]/");
    assert_url("http://[1:2:3:4:5:6:7::]", NULL, "http://[1:2:3:4:5:6:7:0]/");
    assert_url("http://[::2:3:4:5:6:7:8]", NULL, "http://[0:2:3:4:5:6:7:8]/");
    assert_url("http://[0:0:1:0:0:0:1:0]", NULL, "http://[0:0:1::1:0]/");
    assert_url("http://[::FFFF:1.2.3.4]:80/", NULL, "http://[::ffff:102:304]/");
    assert_url("http://[1:2:3:4:5:6:1.2.3.4]", NULL, "http://[1:2:3:4:5:6:102:304]/");
    assert_url("http://[1:2:3:4:5:6:7:1.2.3.4]", NULL, NULL);
    assert_url("http://[::1.2.3.04]", NULL, NULL);
    assert_url("http://[::1.2.3]", NULL, NULL);
    assert_url("http://[::1.2.3.256]", NULL, NULL);
    assert_url("http://[12345::]", NULL, NULL);
    assert_url("http://[1:::2]", NULL, NULL);
    assert_url("http://[:1]", NULL, NULL);
    assert_url("http://[1:]", NULL, NULL);
    assert_url("http://[]", NULL, NULL);
    assert_url("http://[::1", NULL, NULL);
}

TEST(url_tells_the_address_of_a_numeric_host)
{
    struct arena a;
    struct url u;

    arena_init(&a, 1 << 20);
    CU_ASSERT_TRUE_FATAL(url_parse(&a, STR("http://0x7f.1"), NULL, &u));
    CU_ASSERT_EQUAL(u.host_kind, URL_IPV4);
    CU_ASSERT_EQUAL(memcmp(u.address, "\x7f\0\0\1", 4), 0);
    CU_ASSERT_EQUAL(u.port, 80);
    CU_ASSERT_TRUE_FATAL(url_parse(&a, STR("https://[fe80::1]"), NULL, &u));
    CU_ASSERT_EQUAL(u.host_kind, URL_IPV6);
    CU_ASSERT_EQUAL(memcmp(u.address, "\xfe\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 16), 0);
    CU_ASSERT_EQUAL(u.port, 443);
    CU_ASSERT_TRUE_FATAL(url_parse(&a, STR("https://b\xc3\xbc" "cher.example/?"), NULL, &u));
    CU_ASSERT_EQUAL(u.host_kind, URL_DOMAIN);
    ASSERT_STR(arena_str(&a, u.host), "xn--bcher-kva.example");
    ASSERT_STR(arena_str(&a, url_target(&a, &u)), "/?");
    arena_done(&a);
}

TEST(url_is_linear_and_limited)
{
    static char text[URL_BYTES_MAX + 1];
    long long began = test_cpu_us();
    struct arena a;
    struct url u;

    arena_init(&a, 1 << 24);
    memset(text, '/', sizeof(text));
    memcpy(text, "http://a", 8);
    for (size_t i = 8; i + 3 < sizeof(text); i += 3)
        memcpy(text + i, i < sizeof(text) / 2 ? "/bc" : "/..", 3);
    CU_ASSERT_TRUE(url_parse(&a, (struct str){ text, URL_BYTES_MAX }, NULL, &u));
    CU_ASSERT_FALSE(url_parse(&a, (struct str){ text, URL_BYTES_MAX + 1 }, NULL, &u));
    memset(text + 7, '@', sizeof(text) - 8);
    CU_ASSERT_FALSE(url_parse(&a, (struct str){ text, URL_BYTES_MAX }, NULL, &u));
    memset(text + 7, 'a', sizeof(text) - 8);
    CU_ASSERT_TRUE(url_parse(&a, (struct str){ text, URL_BYTES_MAX }, NULL, &u));
    memset(text + 7, '\xc3', sizeof(text) - 8);
    CU_ASSERT_FALSE(url_parse(&a, (struct str){ text, URL_BYTES_MAX }, NULL, &u));
    for (size_t i = 7; i + 2 < sizeof(text); i += 2)
        memcpy(text + i, "\xc3\xa4", 2);
    url_parse(&a, (struct str){ text, URL_BYTES_MAX - 1 }, NULL, &u);
    printf("five URLs of 64 KiB: %lld us\n", test_cpu_us() - began);
    CU_ASSERT_TRUE(test_cpu_us() - began < 500000);
    arena_done(&a);
}
