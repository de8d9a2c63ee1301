#include "web/route.h"

#include <string.h>

const char *method_name(enum method m)
{
    static const char *const names[METHOD__COUNT] = { "GET", "POST", "PUT", "DELETE" };

    return (unsigned)m < METHOD__COUNT ? names[m] : "?";
}

/* Of a path's first part, which ends before `stop` too. */
static size_t part_length(struct str path, char stop)
{
    const char *slash = memchr(path.p, '/', path.n), *other;
    size_t n = slash ? (size_t)(slash - path.p) : path.n;

    other = stop == '/' ? NULL : memchr(path.p, stop, n);
    return other ? (size_t)(other - path.p) : n;
}

/* Does `path` have the form of `pattern`? Fills the parts; `*ret_literal` counts the bytes that matched literally. */
static bool matches(struct str pattern, struct str path, struct route_match *m, size_t *ret_literal)
{
    *ret_literal = 0;
    m->count = 0;
    while (pattern.n && path.n) {
        if (pattern.p[0] == '{') {
            size_t name_end = str_find(pattern, STR("}"));
            size_t n = part_length(path, name_end + 1 < pattern.n ? pattern.p[name_end + 1] : '/');

            if (n == 0 || m->count == ARRAY_LEN(m->values))
                return false;
            m->names[m->count] = (struct str){ pattern.p + 1, name_end - 1 };
            m->values[m->count++] = (struct str){ path.p, n };
            pattern = (struct str){ pattern.p + name_end + 1, pattern.n - name_end - 1 };
            path = (struct str){ path.p + n, path.n - n };
            continue;
        }
        if (pattern.p[0] != path.p[0])
            return false;
        pattern = (struct str){ pattern.p + 1, pattern.n - 1 };
        path = (struct str){ path.p + 1, path.n - 1 };
        (*ret_literal)++;
    }
    return pattern.n == 0 && path.n == 0;
}

/* Most patterns of a module end here. */
static bool begins_alike(const char *pattern, struct str path)
{
    size_t i = 0;

    while (i < path.n && pattern[i] == path.p[i])
        i++;
    return pattern[i] == '{' || (pattern[i] == '\0' && i == path.n);
}

struct route_match route_find(const struct module *m, enum method method, struct str path)
{
    struct route_match best = { 0 };
    size_t best_literal = 0;

    for (size_t i = 0; i < m->route_count; i++) {
        const struct route *r = &m->routes[i];
        struct route_match found;
        unsigned allowed;
        size_t literal;

        if (!begins_alike(r->pattern, path) || !matches(str_of(r->pattern), path, &found, &literal) || literal < best_literal)
            continue;
        if (literal > best_literal)
            best = (struct route_match){ 0 };
        best_literal = literal;
        allowed = best.allowed | 1u << r->method;
        if (r->method == method && !best.route) {
            found.route = r;
            best = found;
        }
        best.allowed = allowed;
    }
    return best;
}
