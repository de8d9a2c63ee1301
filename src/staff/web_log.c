/* web_log.c: the audit log and the API's description as pages. */
#include "staff/staff.h"

#include "base/clock.h"
#include "base/view.h"
#include "store/db.h"
#include "store/store.h"
#include "web/form.h"
#include "web/json.h"
#include "web/reply.h"


#include <json-c/linkhash.h>

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define PAGE_ROWS 50
#define OPENAPI_MAX (2 * MIB)

/* ---- audit ---- */

/* A day of the site's zone ("2026-03-01") as its first instant; DB_NULL for "". False if it is no date. */
static bool day_start(const char *text, int days_later, int64_t *ret_at)
{
    struct tm t = { .tm_isdst = -1 };
    int y, m, d;
    char rest;
    time_t at;

    *ret_at = DB_NULL;
    if (!text || !text[0])
        return true;
    if (sscanf(text, "%4d-%2d-%2d%c", &y, &m, &d, &rest) != 3 || y < 1970 || m < 1 || m > 12 || d < 1 || d > 31)
        return false;
    t.tm_year = y - 1900;
    t.tm_mon = m - 1;
    t.tm_mday = d + days_later;
    at = mktime(&t);
    *ret_at = (int64_t)at * 1000000;
    return at != (time_t)-1;
}

static const char *page_link(struct req *rq, const struct audit_in *in, const char *which, int64_t seq)
{
    struct buf b;
    const char *const names[] = { "actor", "action", "from", "to" }, *const values[] = { in->actor, in->action, in->from, in->to };

    buf_init(&b, rq->ctx.arena, 4 * KIB);
    buf_printf(&b, "/staff/audit?%s=%lld", which, (long long)seq);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (values[i] && values[i][0])
            form_put_pair(&b, '&', str_of(names[i]), str_of(values[i]));
    }
    return buf_text(&b);
}

static void put_chain(struct req *rq, struct json_object *v)
{
    struct json_object *chain = view_child(v, "chain");
    char hex[HASH_HEX_SIZE], at[CLOCK_RFC3339_SIZE], text[64];
    struct audit_walk w;

    if (audit_check(&rq->ctx, clock_utc_us(), &w) != OK) {
        ctx_clear_error(&rq->ctx);
        view_null(v, "chain");
        return;
    }
    view_bool(chain, "ok", w.whole && !w.broken_at);
    view_bool(chain, "broken", w.broken_at != 0);
    if (w.broken_at)
        view_text(chain, "text", arena_printf(rq->ctx.arena, "Entry %lld was changed, or does not follow from the one before it.",
                                              (long long)w.broken_at));
    else
        view_text(chain, "text", w.last ? arena_printf(rq->ctx.arena, "All entries up to number %lld are unbroken.", (long long)w.last)
                  : "There are no entries yet.");
    if (w.last && w.whole)
        view_text(chain, "head", hash_hex(w.head, hex));
    view_text(chain, "checked_at", clock_rfc3339(w.began_at, at));
    view_text(chain, "checked_at_text", clock_local(w.began_at, text, sizeof(text)));
}

static void put_actions(struct json_object *v, struct json_object *actions, const char *selected)
{
    struct json_object *list = view_child_array(v, "actions"), *first = view_item(list);

    view_text(first, "value", "");
    view_text(first, "label", "Everything");
    view_bool(first, "selected", !selected || !selected[0]);
    for (size_t i = 0; i < json_object_array_length(actions); i++) {
        struct str action = view_get_str(view_at(actions, i), "action");
        struct json_object *one = view_item(list);

        view_str(one, "value", action);
        view_str(one, "label", action);
        view_bool(one, "selected", selected && str_equal(action, str_of(selected)));
    }
}

/* An object that the action's path names already need not stand there twice. */
static void put_entry_texts(struct json_object *row)
{
    char text[64];
    int64_t at;

    if (clock_parse_rfc3339(view_get_str(row, "at"), &at))
        view_text(row, "at_text", clock_local(at, text, sizeof(text)));
    if (str_ends(view_get_str(row, "action"), view_get_str(row, "object")))
        view_text(row, "object", NULL);
}

/* Newest first, whichever way it was read. */
static struct json_object *in_order(struct req *rq, struct json_object *rows, bool reversed)
{
    struct json_object *list = json_object_new_array();
    size_t n = json_object_array_length(rows);

    for (size_t i = 0; i < n; i++) {
        struct json_object *row = view_at(rows, reversed ? n - 1 - i : i);

        put_entry_texts(row);
        json_object_array_add(list, json_object_get(row));
    }
    return view_keep(rq->ctx.arena, list);
}

static void put_pages(struct req *rq, struct json_object *v, const struct audit_in *in, struct json_object *list)
{
    size_t n = json_object_array_length(list);

    if (n == 0)
        return;
    if (in->before || (in->after && n == PAGE_ROWS))
        view_text(v, "newer_href", page_link(rq, in, "after", view_get_int(view_at(list, 0), "seq")));
    if (in->after || n == PAGE_ROWS)
        view_text(v, "older_href", page_link(rq, in, "before", view_get_int(view_at(list, n - 1), "seq")));
}

static bool read_filter(struct req *rq, const struct audit_in *in, struct json_object *v, struct audit_filter *f)
{
    bool good = true;

    *f = (struct audit_filter){ .before = in->before, .after = in->before ? 0 : in->after, .limit = PAGE_ROWS,
                                .actor = in->actor && in->actor[0] ? in->actor : NULL,
                                .action = in->action && in->action[0] ? in->action : NULL };
    if (!day_start(in->from, 0, &f->since)) {
        ctx_fault(&rq->ctx, "?from", "wrong_date", "must be a date like 2026-03-01");
        good = false;
    }
    if (!day_start(in->to, 1, &f->until)) {
        ctx_fault(&rq->ctx, "?to", "wrong_date", "must be a date like 2026-03-01");
        good = false;
    }
    if (!good)
        reply_put_faults(rq, v);
    view_text(v, "actor", in->actor);
    view_text(v, "action", in->action);
    view_text(v, "from", in->from);
    view_text(v, "to", in->to);
    view_bool(v, "filtered", f->actor || f->action || f->since != DB_NULL || f->until != DB_NULL);
    return good;
}

enum err staff_audit(struct req *rq)
{
    const struct audit_in *in = rq->in;
    struct json_object *v = view_new(rq->ctx.arena), *rows = json_object_new_array(), *actions;
    struct audit_filter f;
    enum err e = OK;

    view_keep(rq->ctx.arena, rows);
    if (read_filter(rq, in, v, &f))
        e = audit_view(&rq->ctx, &f, &rows);
    if (e == OK)
        e = audit_actions_view(&rq->ctx, &actions);
    if (e)
        return e;
    rows = in_order(rq, rows, f.after != 0);
    view_text(v, "title", "Audit log");
    view_add(v, "entries", json_object_get(rows));
    view_bool(v, "has_entries", json_object_array_length(rows) > 0);
    put_pages(rq, v, in, rows);
    put_actions(v, actions, in->action);
    put_chain(rq, v);
    return reply_page_status(rq, rq->ctx.faults ? 422 : 200, "staff/audit", v);
}

/* ---- the API ---- */

static enum err read_openapi(struct req *rq, struct str *ret)
{
    const char *path = arena_printf(rq->ctx.arena, "%s/../docs/openapi.json", rq->ctx.store->config.templates);
    char *bytes = arena_alloc(rq->ctx.arena, OPENAPI_MAX);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, bytes, OPENAPI_MAX);

    if (fd >= 0)
        close(fd);
    if (n <= 0)
        return ctx_fail(&rq->ctx, ERR_INTERNAL, NULL, "%s cannot be read", path);
    *ret = (struct str){ bytes, (size_t)n };
    return OK;
}

enum err staff_openapi(struct req *rq)
{
    struct str bytes;
    enum err e = read_openapi(rq, &bytes);

    if (e)
        return e;
    reply_cache_control(rq, "no-cache");
    return reply_bytes(rq, "application/json", bytes);
}

static struct json_object *group_of(struct req *rq, struct json_object *groups, struct json_object *doc, struct str tag)
{
    struct json_object *g;

    for (size_t i = 0; i < json_object_array_length(groups); i++) {
        if (str_equal(view_get_str(view_at(groups, i), "tag"), tag))
            return view_at(groups, i);
    }
    g = view_item(groups);
    view_str(g, "tag", tag);
    view_text(g, "anchor", arena_printf(rq->ctx.arena, "group-%.*s", STR_ARG(tag)));
    for (size_t i = 0; i < view_count(doc, "tags"); i++) {
        struct json_object *t = view_at(view_get(doc, "tags"), i);

        if (str_equal(view_get_str(t, "name"), tag))
            view_str(g, "description", view_get_str(t, "description"));
    }
    view_child_array(g, "routes");
    return g;
}

static void put_parameters(struct json_object *route, struct json_object *operation)
{
    struct json_object *list = view_child_array(route, "parameters");
    size_t n = view_count(operation, "parameters");

    for (size_t i = 0; i < n; i++) {
        struct json_object *p = view_at(view_get(operation, "parameters"), i), *one = view_item(list);

        view_str(one, "name", view_get_str(p, "name"));
        view_str(one, "in", view_get_str(p, "in"));
        view_str(one, "type", view_get_str(p, "schema.type"));
        view_bool(one, "required", view_get_bool(p, "required"));
        view_str(one, "meaning", view_get_str(p, "description"));
    }
    view_bool(route, "has_parameters", n > 0);
}

static void put_route(struct req *rq, struct json_object *group, const char *path, const char *method, struct json_object *operation)
{
    struct json_object *r = view_item(view_get(group, "routes"));
    char *upper = arena_strdup(rq->ctx.arena, method);
    struct str curl = view_get_str(operation, "x-curl"), who = view_get_str(operation, "x-who");

    for (char *p = upper; *p; p++)
        *p = (char)toupper((unsigned char)*p);
    view_text(r, "method", upper);
    view_text(r, "method_class", method);
    view_text(r, "path", path);
    view_text(r, "anchor", arena_printf(rq->ctx.arena, "%.*s", STR_ARG(view_get_str(operation, "operationId"))));
    view_str(r, "summary", view_get_str(operation, "summary"));
    view_str(r, "who", who.n ? who : STR("Everybody"));
    view_str(r, "curl", curl);
    put_parameters(r, operation);
}

enum err staff_api_page(struct req *rq)
{
    struct json_object *v = view_new(rq->ctx.arena), *groups = view_child_array(v, "groups"), *doc, *paths;
    struct json_error error;
    struct str bytes;
    enum err e = read_openapi(rq, &bytes);

    if (e)
        return e;
    if (!json_parse(bytes, NULL, &doc, &error))
        return ctx_fail(&rq->ctx, ERR_INTERNAL, NULL, "openapi.json line %u: %s", error.line, error.message);
    view_keep(rq->ctx.arena, doc);
    paths = view_get(doc, "paths");
    if (paths) {
        json_object_object_foreach(paths, path, methods)
        {
            json_object_object_foreach(methods, method, operation)
            {
                struct json_object *tag = view_at(view_get(operation, "tags"), 0);

                if (tag)
                    put_route(rq, group_of(rq, groups, doc, str_of(json_object_get_string(tag))), path, method, operation);
            }
        }
    }
    view_text(v, "title", "For developers");
    view_text(v, "base_url", rq->ctx.store->config.site_url);
    if (req_may(rq, ADMIN))
        view_text(v, "keys_href", "/staff/keys");
    view_text(view_item(view_child_array(v, "scripts")), "src", "/js/base.js");
    return reply_page(rq, "staff/api", v);
}
