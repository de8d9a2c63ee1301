#include "web/multipart.h"

#include "base/utf8.h"

struct reader {
    struct arena *arena;
    struct str body;
    size_t at;
    struct str delimiter;       /* CR LF "--" boundary */
    struct multipart_part *parts;
    size_t count, room;
    const char *error;
    enum err err;
};

static bool fail(struct reader *r, enum err e, const char *message)
{
    r->err = e;
    r->error = message;
    return false;
}

/* --- header values with parameters: form-data; name="a"; filename="b" --- */

static bool is_token(char c)
{
    return c > 0x20 && c < 0x7F && !strchr("()<>@,;:\\\"/[]?=", c);
}

static struct str take_token(struct str *s)
{
    struct str token = { s->p, 0 };

    while (token.n < s->n && is_token(s->p[token.n]))
        token.n++;
    s->p += token.n;
    s->n -= token.n;
    return token;
}

static bool take(struct str *s, char c)
{
    if (!s->n || s->p[0] != c)
        return false;
    s->p++;
    s->n--;
    return true;
}

/* Where the quoted string that begins at `s` (behind its first quote) ends, or SIZE_MAX. */
static size_t closing_quote(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            return i;
        if (s.n - i > 1 && s.p[i] == '\\' && s.p[i + 1] == '"')
            i++;
    }
    return SIZE_MAX;
}

/* A quoted string behind its first quote. Only \" is an escape: old browsers send paths with plain backslashes. */
static bool take_quoted(struct arena *a, struct str *s, struct str *ret)
{
    size_t end = closing_quote(*s), n = 0;
    char *out;

    if (end == SIZE_MAX)
        return false;
    out = arena_alloc(a, end + 1);
    for (size_t i = 0; i < end; i++) {
        if (s->p[i] == '\\' && s->p[i + 1] == '"')
            i++;
        out[n++] = s->p[i];
    }
    *ret = (struct str){ out, n };
    *s = (struct str){ s->p + end + 1, s->n - end - 1 };
    return true;
}

/* The next `; name=value`. False at the end, or where it cannot be read (`s` is then not empty). */
static bool next_parameter(struct arena *a, struct str *s, struct str *ret_name, struct str *ret_value)
{
    struct str rest = str_trim(*s);

    *s = rest;
    if (!take(&rest, ';'))
        return false;
    rest = str_trim(rest);
    if (!rest.n) {
        *s = rest;
        return false;
    }
    *ret_name = take_token(&rest);
    if (!ret_name->n || !take(&rest, '='))
        return false;
    if (take(&rest, '"')) {
        if (!take_quoted(a, &rest, ret_value))
            return false;
    } else {
        *ret_value = take_token(&rest);
    }
    *s = rest;
    return true;
}

/* --- the boundary --- */

/* RFC 2046: up to 70 characters of a small set, not ending in a space. */
static bool boundary_valid(struct str b)
{
    for (size_t i = 0; i < b.n; i++) {
        if (!((b.p[i] >= '0' && b.p[i] <= '9') || ((b.p[i] | 32) >= 'a' && (b.p[i] | 32) <= 'z') ||
              (b.p[i] && strchr("'()+_,-./:=? ", b.p[i]))))
            return false;
    }
    return b.n >= 1 && b.n <= 70 && b.p[b.n - 1] != ' ';
}

static bool read_boundary(struct reader *r, struct str content_type)
{
    struct str rest = content_type, type = str_trim(str_next(&rest, ';')), name, value;
    struct str boundary = { 0 };

    if (!str_equal_nocase(type, STR("multipart/form-data")))
        return fail(r, ERR_MEDIA_TYPE, "the body must be multipart/form-data");
    /* The ; belongs to the first parameter. */
    if (rest.p)
        rest = (struct str){ rest.p - 1, rest.n + 1 };
    while (rest.p && next_parameter(r->arena, &rest, &name, &value)) {
        if (str_equal_nocase(name, STR("boundary")) && !boundary.n)
            boundary = value;
    }
    if (rest.p && rest.n)
        return fail(r, ERR_MALFORMED, "the Content-Type of the body cannot be read");
    if (!boundary_valid(boundary))
        return fail(r, ERR_MALFORMED, "the Content-Type of the body has no usable boundary");
    r->delimiter = str_of(arena_printf(r->arena, "\r\n--%.*s", STR_ARG(boundary)));
    return true;
}

/* --- delimiters --- */

/* What follows the delimiter's text at `at`: the rest of its line (spaces and tabs, CR LF) or the closing "--". */
static bool delimiter_ends(struct str body, size_t at, bool *ret_last, size_t *ret_next)
{
    *ret_last = body.n - at >= 2 && body.p[at] == '-' && body.p[at + 1] == '-';
    if (*ret_last) {
        *ret_next = body.n;
        return true;
    }
    while (at < body.n && (body.p[at] == ' ' || body.p[at] == '\t'))
        at++;
    *ret_next = at + 2;
    return body.n - at >= 2 && body.p[at] == '\r' && body.p[at + 1] == '\n';
}

/* The next delimiter from the reader's place: where the data before it ends, and moves behind it. Linear: the CR that a
   delimiter begins with stands nowhere else in it. */
static bool find_delimiter(struct reader *r, size_t *ret_data_end, bool *ret_last)
{
    size_t at = r->at;
    const char *cr;

    while ((cr = memchr(r->body.p + at, '\r', r->body.n - at))) {
        struct str rest = { cr, r->body.n - (size_t)(cr - r->body.p) };
        size_t next;

        at = (size_t)(cr - r->body.p);
        if (str_starts(rest, r->delimiter) && delimiter_ends(r->body, at + r->delimiter.n, ret_last, &next)) {
            *ret_data_end = at;
            r->at = next;
            return true;
        }
        at++;
    }
    return fail(r, ERR_MALFORMED, "the body ends before its last boundary");
}

/* The first delimiter may stand at the very beginning, without a line end before it. */
static bool find_first_delimiter(struct reader *r, bool *ret_last)
{
    struct str bare = { r->delimiter.p + 2, r->delimiter.n - 2 };
    size_t next, ignored;

    if (str_starts(r->body, bare) && delimiter_ends(r->body, bare.n, ret_last, &next)) {
        r->at = next;
        return true;
    }
    return find_delimiter(r, &ignored, ret_last);
}

/* --- the headers of a part --- */

/* Undoes what browsers do to names (WHATWG HTML, multipart/form-data encoding): %22, %0D and %0A; nothing else. */
static struct str unescape(struct arena *a, struct str s)
{
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        struct str rest = { s.p + i, s.n - i };
        bool escape = rest.n >= 3 && rest.p[0] == '%';
        struct str code = { rest.p, 3 };

        if (escape && str_equal(code, STR("%22")))
            out[n++] = '"';
        else if (escape && str_equal_nocase(code, STR("%0D")))
            out[n++] = '\r';
        else if (escape && str_equal_nocase(code, STR("%0A")))
            out[n++] = '\n';
        else {
            out[n++] = s.p[i];
            continue;
        }
        i += 2;
    }
    return (struct str){ out, n };
}

static bool is_control(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7F;
}

static bool set_name(struct reader *r, struct multipart_part *p, struct str value)
{
    p->name = unescape(r->arena, value);
    if (!utf8_valid(p->name))
        return fail(r, ERR_MALFORMED, "the name of a part is not UTF-8");
    for (size_t i = 0; i < p->name.n; i++) {
        if (is_control(p->name.p[i]))
            return fail(r, ERR_MALFORMED, "the name of a part has a control character");
    }
    return p->name.n > 0 || fail(r, ERR_MALFORMED, "a part has an empty name");
}

static bool set_filename(struct reader *r, struct multipart_part *p, struct str value)
{
    struct str name = unescape(r->arena, value);
    char *copy;

    if (!utf8_valid(name))
        return fail(r, ERR_MALFORMED, "a file name is not UTF-8");
    for (size_t i = name.n; i > 0; i--) {
        if (name.p[i - 1] == '/' || name.p[i - 1] == '\\') {
            name = (struct str){ name.p + i, name.n - i };
            break;
        }
    }
    copy = arena_str(r->arena, name);
    for (size_t i = 0; i < name.n; i++) {
        if (is_control(copy[i]))
            copy[i] = '_';
    }
    p->filename = (struct str){ copy, name.n };
    p->is_file = true;
    return true;
}

static bool read_disposition(struct reader *r, struct multipart_part *p, struct str value)
{
    struct str name, parameter;

    if (p->name.p)
        return fail(r, ERR_MALFORMED, "a part has two Content-Disposition headers");
    if (!str_equal_nocase(take_token(&value), STR("form-data")))
        return fail(r, ERR_MALFORMED, "a part's Content-Disposition is not form-data");
    while (next_parameter(r->arena, &value, &name, &parameter)) {
        bool is_name = str_equal_nocase(name, STR("name")), is_filename = str_equal_nocase(name, STR("filename"));

        if ((is_name && p->name.p) || (is_filename && p->is_file))
            return fail(r, ERR_MALFORMED, "a part's Content-Disposition names it twice");
        if (is_name && !set_name(r, p, parameter))
            return false;
        if (is_filename && !set_filename(r, p, parameter))
            return false;
    }
    return !value.n || fail(r, ERR_MALFORMED, "a part's Content-Disposition cannot be read");
}

static bool read_header(struct reader *r, struct multipart_part *p, struct str line)
{
    struct str value = line, name = str_next(&value, ':');

    for (size_t i = 0; i < line.n; i++) {
        if (is_control(line.p[i]) && line.p[i] != '\t')
            return fail(r, ERR_MALFORMED, "a header of a part has a control character");
    }
    if (!value.p || !name.n || take_token(&name).n == 0 || name.n)
        return fail(r, ERR_MALFORMED, "a header of a part cannot be read");
    name = (struct str){ line.p, (size_t)(value.p - line.p) - 1 };
    value = str_trim(value);
    if (str_equal_nocase(name, STR("content-disposition")))
        return read_disposition(r, p, value);
    if (str_equal_nocase(name, STR("content-type")))
        p->content_type = value;
    if (str_equal_nocase(name, STR("content-transfer-encoding")) && !str_equal_nocase(value, STR("binary")) &&
        !str_equal_nocase(value, STR("8bit")) && !str_equal_nocase(value, STR("7bit")))
        return fail(r, ERR_MALFORMED, "a part has a Content-Transfer-Encoding, which forms no longer use");
    return true;
}

/* Reads header lines up to the empty one. */
static bool read_headers(struct reader *r, struct multipart_part *p)
{
    size_t begin = r->at;

    for (;;) {
        struct str rest = { r->body.p + r->at, r->body.n - r->at };
        size_t room = MULTIPART_HEADER_BYTES - (r->at - begin), n;

        if (rest.n > room)
            rest.n = room;
        n = str_find(rest, STR("\r\n"));
        if (n == SIZE_MAX)
            return rest.n == room ? fail(r, ERR_TOO_LARGE, "the headers of a part are too long")
                                  : fail(r, ERR_MALFORMED, "the body ends within the headers of a part");
        r->at += n + 2;
        if (n == 0)
            return p->name.p != NULL || fail(r, ERR_MALFORMED, "a part has no name");
        if (!read_header(r, p, (struct str){ rest.p, n }))
            return false;
    }
}

static struct multipart_part *add_part(struct reader *r)
{
    if (r->count == r->room) {
        struct multipart_part *old = r->parts;

        r->room = r->room ? r->room * 2 : 8;
        r->parts = ARENA_ARRAY(r->arena, r->room, struct multipart_part);
        if (r->count)
            memcpy(r->parts, old, r->count * sizeof(*old));
    }
    r->parts[r->count].content_type = STR("text/plain");
    return &r->parts[r->count++];
}

static bool read_part(struct reader *r, bool *ret_last)
{
    struct multipart_part *p;
    size_t begin, end;

    if (r->count == MULTIPART_PARTS)
        return fail(r, ERR_TOO_LARGE, "the body has too many parts");
    p = add_part(r);
    if (!read_headers(r, p))
        return false;
    /* The delimiter's own CR LF may be the one that ended the headers: then the part is empty. */
    begin = r->at;
    r->at -= 2;
    if (!find_delimiter(r, &end, ret_last))
        return false;
    p->data = (struct str){ r->body.p + begin, end > begin ? end - begin : 0 };
    return true;
}

enum err multipart_parse(struct arena *a, struct str content_type, struct str body, struct multipart *ret, const char **ret_error)
{
    struct reader r = { .arena = a, .body = body.n ? body : STR("") };
    bool last = false, ok = read_boundary(&r, content_type) && find_first_delimiter(&r, &last);

    while (ok && !last)
        ok = read_part(&r, &last);
    if (!ok) {
        *ret_error = r.error;
        return r.err;
    }
    ret->parts = r.parts;
    ret->count = r.count;
    return OK;
}
