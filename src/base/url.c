/* The basic URL parser of the URL Standard (section 4.4), written as the steps that its states come to for http and https. */
#include "base/url.h"

#include "base/buf.h"
#include "base/url_host.h"
#include "base/utf8.h"

/* What is percent-encoded where, besides controls and everything outside of ASCII. */
#define QUERY_SET " \"#<>'"
#define FRAGMENT_SET " \"<>`"
#define PATH_SET " \"#<>?^`{}"
#define USERINFO_SET PATH_SET "/:;=@[\\]|"

static bool is_slash(char c)
{
    return c == '/' || c == '\\';
}

static struct str skip(struct str s, size_t n)
{
    return (struct str){ s.p + n, s.n - n };
}

/* Without controls and spaces at the ends, without tabs and line ends, well-formed. */
static struct str clean(struct arena *a, struct str s)
{
    struct buf b;
    char bytes[4];

    while (s.n && (unsigned char)s.p[0] <= ' ')
        s = skip(s, 1);
    while (s.n && (unsigned char)s.p[s.n - 1] <= ' ')
        s.n--;
    buf_init(&b, a, SIZE_MAX / 4);
    while (s.n) {
        uint32_t c = utf8_next(&s);

        if (c != '\t' && c != '\n' && c != '\r')
            buf_put(&b, bytes, utf8_put(c, bytes));
    }
    return buf_str(&b);
}

static void encode(struct buf *b, struct str s, const char *set)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c < ' ' || c > '~' || strchr(set, c))
            buf_printf(b, "%%%02X", c);
        else
            buf_putc(b, (char)c);
    }
}

static struct str encoded(struct arena *a, struct str s, const char *set)
{
    struct buf b;

    buf_init(&b, a, SIZE_MAX / 4);
    encode(&b, s, set);
    return buf_str(&b);
}

/* Length of a scheme and its colon in front, or 0. */
static size_t scheme_length(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c | 32) >= 'a' && (c | 32) <= 'z';

        if (c == ':' && i)
            return i + 1;
        if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.')))
            return 0;
    }
    return 0;
}

/* Up to the first of `stops`, which `*rest` then begins with. */
static struct str until(struct str *rest, const char *stops)
{
    struct str head = *rest;

    while (rest->n && (rest->p[0] == '\0' || !strchr(stops, rest->p[0])))
        *rest = skip(*rest, 1);
    head.n -= rest->n;
    return head;
}

static bool is_dot(struct str *s)
{
    if (s->n && s->p[0] == '.')
        *s = skip(*s, 1);
    else if (s->n >= 3 && s->p[0] == '%' && s->p[1] == '2' && (s->p[2] | 32) == 'e')
        *s = skip(*s, 3);
    else
        return false;
    return true;
}

/* How many dots a segment consists of (1 or 2, as such or as %2e), or 0. */
static int dots(struct str segment)
{
    if (!is_dot(&segment))
        return 0;
    if (segment.n == 0)
        return 1;
    return is_dot(&segment) && segment.n == 0 ? 2 : 0;
}

/* Reads segments behind what `path` already holds, up to '?' or '#'. */
static struct str parse_path(struct buf *path, struct str rest)
{
    for (;;) {
        struct str segment = until(&rest, "/\\?#");
        bool more = rest.n && is_slash(rest.p[0]);
        int count = dots(segment);

        if (count == 2) {
            const char *slash = path->len ? memrchr(path->data, '/', path->len) : NULL;

            path->len = slash ? (size_t)(slash - path->data) : 0;
        }
        if (count == 0 || !more)
            buf_putc(path, '/');
        if (count == 0)
            encode(path, segment, PATH_SET);
        if (!more)
            return rest;
        rest = skip(rest, 1);
    }
}

/* Query and fragment; `rest` is empty or begins with '?' or '#'. */
static void parse_tail(struct arena *a, struct str rest, struct url *u)
{
    if (rest.n && rest.p[0] == '?') {
        rest = skip(rest, 1);
        u->has_query = true;
        u->query = encoded(a, until(&rest, "#"), QUERY_SET);
    }
    if (rest.n) {
        u->has_fragment = true;
        u->fragment = encoded(a, skip(rest, 1), FRAGMENT_SET);
    }
}

static bool parse_port(struct str text, struct url *u)
{
    unsigned port = 0;

    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
        port = port * 10 + (unsigned)(text.p[i] - '0');
        if (port > 65535)
            return false;
    }
    if (text.n && port != u->port) {
        u->has_port = true;
        u->port = (uint16_t)port;
    }
    return true;
}

/* Offset of the colon before a port, or the length. */
static size_t port_colon(struct str s)
{
    bool inside = false;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '[')
            inside = true;
        else if (s.p[i] == ']')
            inside = false;
        else if (s.p[i] == ':' && !inside)
            return i;
    }
    return s.n;
}

static bool parse_authority(struct arena *a, struct str text, struct url *u)
{
    const char *at = text.n ? memrchr(text.p, '@', text.n) : NULL;
    size_t colon;

    if (at) {
        struct str password = { text.p, (size_t)(at - text.p) }, username = str_next(&password, ':');

        u->username = encoded(a, username, USERINFO_SET);
        u->password = encoded(a, password, USERINFO_SET);
        text = skip(text, (size_t)(at + 1 - text.p));
    }
    colon = port_colon(text);
    if (colon == 0 || !url_host_parse(a, (struct str){ text.p, colon }, u))
        return false;
    return colon == text.n || parse_port(skip(text, colon + 1), u);
}

/* Everything behind the scheme and the slashes. */
static bool parse_absolute(struct arena *a, struct str rest, struct url *u)
{
    struct buf path;

    while (rest.n && is_slash(rest.p[0]))
        rest = skip(rest, 1);
    u->port = u->https ? 443 : 80;
    if (!parse_authority(a, until(&rest, "/\\?#"), u))
        return false;
    buf_init(&path, a, SIZE_MAX / 4);
    if (rest.n && is_slash(rest.p[0]))
        rest = skip(rest, 1);
    rest = parse_path(&path, rest);
    u->path = buf_str(&path);
    parse_tail(a, rest, u);
    return true;
}

static bool parse_relative(struct arena *a, struct str rest, const struct url *base, struct url *u)
{
    struct buf path;

    u->https = base->https;
    if (rest.n >= 2 && is_slash(rest.p[0]) && is_slash(rest.p[1]))
        return parse_absolute(a, rest, u);
    *u = *base;
    u->has_fragment = false;
    u->fragment = (struct str){ "", 0 };
    if (rest.n && rest.p[0] != '#') {
        u->has_query = false;
        u->query = (struct str){ "", 0 };
    }
    if (rest.n && rest.p[0] != '#' && rest.p[0] != '?') {
        buf_init(&path, a, SIZE_MAX / 4);
        if (is_slash(rest.p[0]))
            rest = skip(rest, 1);
        else
            buf_put(&path, base->path.p, (size_t)((const char *)memrchr(base->path.p, '/', base->path.n) - base->path.p));
        rest = parse_path(&path, rest);
        u->path = buf_str(&path);
    }
    parse_tail(a, rest, u);
    return true;
}

static struct str serialise(struct arena *a, const struct url *u, bool whole)
{
    struct buf b;

    buf_init(&b, a, SIZE_MAX / 4);
    buf_puts(&b, u->https ? "https://" : "http://");
    if (whole && (u->username.n || u->password.n)) {
        buf_put_str(&b, u->username);
        if (u->password.n)
            buf_printf(&b, ":%.*s", STR_ARG(u->password));
        buf_putc(&b, '@');
    }
    buf_put_str(&b, u->host);
    if (u->has_port)
        buf_printf(&b, ":%u", u->port);
    if (!whole)
        return buf_str(&b);
    buf_put_str(&b, url_target(a, u));
    if (u->has_fragment) {
        buf_putc(&b, '#');
        buf_put_str(&b, u->fragment);
    }
    return buf_str(&b);
}

/* Is it http (or https)? The scheme is given with its colon. */
static bool known_scheme(struct str scheme, bool *ret_https)
{
    *ret_https = str_equal_nocase(scheme, STR("https:"));
    return *ret_https || str_equal_nocase(scheme, STR("http:"));
}

bool url_parse(struct arena *a, struct str input, const struct url *base, struct url *ret)
{
    struct str empty = { "", 0 }, rest;
    struct url u = { .username = empty, .password = empty, .query = empty, .fragment = empty };
    size_t scheme;
    bool good;

    if (input.n > URL_BYTES_MAX)
        return false;
    rest = clean(a, input);
    scheme = scheme_length(rest);
    if (scheme && !known_scheme((struct str){ rest.p, scheme }, &u.https))
        return false;
    rest = skip(rest, scheme);
    if (base && (!scheme || (base->https == u.https && !str_starts(rest, STR("//")))))
        good = parse_relative(a, rest, base, &u);
    else
        good = scheme && parse_absolute(a, rest, &u);
    if (!good)
        return false;
    u.href = serialise(a, &u, true);
    *ret = u;
    return true;
}

struct str url_origin(struct arena *a, const struct url *u)
{
    return serialise(a, u, false);
}

struct str url_target(struct arena *a, const struct url *u)
{
    struct buf b;

    buf_init(&b, a, SIZE_MAX / 4);
    buf_put_str(&b, u->path);
    if (u->has_query) {
        buf_putc(&b, '?');
        buf_put_str(&b, u->query);
    }
    return buf_str(&b);
}

bool url_is_foreign(struct arena *a, struct str input)
{
    struct str text;
    size_t scheme;
    bool https;

    text = clean(a, input);
    scheme = scheme_length(text);
    return scheme && !known_scheme((struct str){ text.p, scheme }, &https);
}
