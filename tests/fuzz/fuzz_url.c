/* A URL that was accepted reads as itself again, from any base, and its host holds nothing that ends a host. */
#include "fuzz.h"

#include "base/url.h"

static void check_parts(const struct url *u)
{
    CHECK(u->host.n && u->path.n && u->path.p[0] == '/');
    for (size_t i = 0; i < u->href.n; i++)
        CHECK(u->href.p[i] > ' ' && u->href.p[i] < 0x7F);
    for (size_t i = 0; i < u->host.n; i++)
        CHECK(!strchr("/\\?#@%<>", u->host.p[i]));
    CHECK(u->host_kind == URL_IPV6 || !memchr(u->host.p, ':', u->host.n));
}

static void check_again(struct arena *a, const struct url *u, const struct url *base)
{
    struct url again;

    CHECK(url_parse(a, u->href, base, &again));
    CHECK(str_equal(u->href, again.href) && str_equal(u->host, again.host) && u->port == again.port);
    CHECK(u->host_kind == again.host_kind && memcmp(u->address, again.address, sizeof(u->address)) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str base_text, input = { (const char *)data, size };
    struct url base, u, relative;
    struct arena a;

    arena_init(&a, (size_t)64 << 20);
    base_text = str_next(&input, '|');
    url_parse(&a, STR("https://u:p@example.org:1/a/b?c#d"), NULL, &base);
    if (url_parse(&a, base_text, &base, &u)) {
        check_parts(&u);
        check_again(&a, &u, NULL);
        check_again(&a, &u, &base);
        if (input.p && url_parse(&a, input, &u, &relative)) {
            check_parts(&relative);
            check_again(&a, &relative, &u);
        }
    }
    arena_done(&a);
    return 0;
}
