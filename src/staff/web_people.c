/* web_people.c: accounts, keys and the audit log as pages. */
#include "staff/staff.h"

#include "base/clock.h"
#include "base/view.h"
#include "store/db.h"
#include "web/form.h"
#include "web/reply.h"

#define PAGE_ROWS 50

static const struct {
    const char *name, *label, *help;
} roles[] = {
    { "viewer", "Viewer", "Sees what staff sees, changes nothing" },
    { "editor", "Editor", "Writes and changes recipes, looks after drawings" },
    { "manager", "Manager", "Everything an editor may, and reads the audit log" },
    { "admin", "Administrator", "Everything, with people and keys" },
};

static const char *role_label(struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
        if (str_equal(name, str_of(roles[i].name)))
            return roles[i].label;
    }
    return "";
}

static void put_roles(struct json_object *v, const char *selected)
{
    struct json_object *list = view_child_array(v, "roles");

    for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
        struct json_object *r = view_item(list);

        view_text(r, "value", roles[i].name);
        view_text(r, "label", roles[i].label);
        view_text(r, "help", roles[i].help);
        view_bool(r, "selected", selected && strcmp(selected, roles[i].name) == 0);
    }
}

/* Beside a time of the view its form for people: created_at gets created_at_text. */
static void put_time_text(struct req *rq, struct json_object *v, const char *name)
{
    char text[64];
    int64_t at;

    if (clock_parse_rfc3339(view_get_str(v, name), &at))
        view_text(v, arena_printf(rq->ctx.arena, "%s_text", name), clock_local(at, text, sizeof(text)));
}

static void put_time(struct req *rq, struct json_object *v, const char *name, int64_t at)
{
    char text[CLOCK_RFC3339_SIZE];

    if (at == DB_NULL)
        return;
    view_text(v, name, clock_rfc3339(at, text));
    put_time_text(rq, v, name);
}

static void put_form(struct req *rq, struct json_object *v)
{
    char key[ID_TEXT_SIZE];

    view_text(v, "csrf", rq->csrf);
    view_text(v, "form_key", id_text(id_new(0), key));
    view_int(v, "min_length", PASSWORD_MIN);
}

/* ---- accounts ---- */

static bool is_self(struct req *rq, struct str id_letters)
{
    struct id id;

    return id_parse(id_letters, &id) && id_equal(id, rq->ctx.principal.id);
}

static void put_next(struct req *rq, struct json_object *v, struct json_object *list, const char *q)
{
    size_t n = view_count(list, "");
    struct json_object *last = n ? view_at(list, n - 1) : NULL;

    if (n == PAGE_ROWS)
        view_text(v, "next_href", arena_printf(rq->ctx.arena, "/staff/users?q=%s&after=%s", form_encoded(rq->ctx.arena, str_of(q)),
                                               form_encoded(rq->ctx.arena, view_get_str(last, "name"))));
}

static enum err users_view(struct req *rq, const char *q, const char *after, struct json_object **ret)
{
    struct json_object *v = view_new(rq->ctx.arena), *list;
    enum err e = accounts_view(&rq->ctx, q, after, PAGE_ROWS, &list);

    if (e)
        return e;
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        struct json_object *u = view_at(list, i);

        view_text(u, "role_text", role_label(view_get_str(u, "role")));
        view_bool(u, "is_self", is_self(rq, view_get_str(u, "id")));
        put_time_text(rq, u, "created_at");
        put_time_text(rq, u, "seen_at");
    }
    view_text(v, "title", "People");
    view_text(v, "q", q ? q : "");
    view_bool(v, "has_users", json_object_array_length(list) > 0);
    view_add(v, "users", json_object_get(list));
    put_next(rq, v, list, q ? q : "");
    if (after && after[0])
        view_text(v, "first_href", "/staff/users");
    put_form(rq, v);
    *ret = v;
    return OK;
}

enum err staff_users(struct req *rq)
{
    const struct users_in *in = rq->in;
    struct json_object *v;
    enum err e = users_view(rq, in->q, in->after, &v);

    if (e)
        return e;
    put_roles(v, "editor");
    return reply_page(rq, "staff/users", v);
}

enum err staff_users_again(struct req *rq, bool stale)
{
    struct json_object *v;
    enum err e = users_view(rq, NULL, NULL, &v);

    (void)stale;
    if (e)
        return e;
    view_text(v, "name", req_typed(rq, "name"));
    put_roles(v, req_typed(rq, "role"));
    view_bool(v, "error", true);
    reply_put_faults(rq, v);
    return reply_page_status(rq, 422, "staff/users", v);
}

static void prepare_password(struct req *rq, const char *name, const char *password)
{
    struct new_password *made = ARENA_NEW(rq->ctx.arena, struct new_password);

    *made = password_new(rq->ctx.arena, name, password);
    rq->prepared = made;
}

enum err staff_user_add_prepare(struct req *rq)
{
    const struct user_add_in *in = rq->in;

    prepare_password(rq, in->name, in->password);
    return OK;
}

enum err staff_user_add(struct req *rq)
{
    const struct user_add_in *in = rq->in;
    char text[ID_TEXT_SIZE];
    struct id id;
    enum err e = account_add(&rq->ctx, in->name, staff_role_choices[in->role], rq->prepared, &id);

    if (e)
        return e;
    rq->ctx.audit_detail = arena_printf(rq->ctx.arena, "added %s as %s", in->name, staff_role_choices[in->role]);
    reply_flash(rq, arena_printf(rq->ctx.arena, "%s may sign in now.", in->name));
    return reply_redirect(rq, "/staff/users/%s", id_text(id, text));
}

static enum err user_view(struct req *rq, struct id id, struct json_object **ret)
{
    struct json_object *v = view_new(rq->ctx.arena);
    char text[ID_TEXT_SIZE];
    struct account a;
    enum err e = account_load(&rq->ctx, id, &a);

    if (e)
        return e;
    view_text(v, "title", a.name);
    view_text(v, "id", id_text(a.id, text));
    view_text(v, "name", a.name);
    view_text(v, "role_text", role_label(str_of(a.role)));
    view_int(v, "version", a.version);
    view_bool(v, "disabled", a.disabled_at != DB_NULL);
    view_bool(v, "is_self", id_equal(a.id, rq->ctx.principal.id));
    put_time(rq, v, "created_at", a.created_at);
    put_time(rq, v, "seen_at", a.seen_at);
    put_time(rq, v, "disabled_at", a.disabled_at);
    view_text(v, "sessions_text", a.sessions == 0 ? "No" : a.sessions == 1 ? "1 session" :
              arena_printf(rq->ctx.arena, "%lld sessions", (long long)a.sessions));
    view_text(v, "audit_href", arena_printf(rq->ctx.arena, "/staff/audit?actor=%s", form_encoded(rq->ctx.arena, str_of(a.name))));
    put_roles(v, a.role);
    put_form(rq, v);
    *ret = v;
    return OK;
}

enum err staff_user(struct req *rq)
{
    const struct user_in *in = rq->in;
    struct json_object *v;
    enum err e = user_view(rq, in->id, &v);

    return e ? e : reply_page(rq, "staff/user", v);
}

enum err staff_user_again(struct req *rq, bool stale)
{
    const struct user_in *in = rq->in;
    struct json_object *v;
    enum err e = user_view(rq, in->id, &v);

    if (e)
        return e;
    view_bool(v, "stale", stale);
    view_bool(v, "error", true);
    if (!stale)
        reply_put_faults(rq, v);
    return reply_page_status(rq, 422, "staff/user", v);
}

static enum err not_oneself(struct req *rq, struct id id)
{
    if (id_equal(id, rq->ctx.principal.id))
        return ctx_fail(&rq->ctx, ERR_DENIED, "self", "You cannot change your own role or disable yourself");
    return OK;
}

static enum err back_to_user(struct req *rq, struct id id, const char *flash)
{
    char text[ID_TEXT_SIZE];

    reply_flash(rq, flash);
    return reply_redirect(rq, "/staff/users/%s", id_text(id, text));
}

/* The version that a change is for; If-Match: * means the present one. */
static enum err wanted_version(struct req *rq, struct id id, int64_t *ret)
{
    struct account a;
    enum err e = OK;

    *ret = rq->if_match;
    if (!rq->if_match_any)
        return OK;
    e = account_load(&rq->ctx, id, &a);
    if (e == OK)
        *ret = a.version;
    return e;
}

enum err staff_user_role(struct req *rq)
{
    const struct user_in *in = rq->in;
    int64_t version;
    enum err e = not_oneself(rq, in->id);

    if (e == OK)
        e = wanted_version(rq, in->id, &version);
    if (e == OK)
        e = account_set_role(&rq->ctx, in->id, version, staff_role_choices[in->role]);
    rq->ctx.audit_detail = arena_printf(rq->ctx.arena, "role %s", staff_role_choices[in->role]);
    return e ? e : back_to_user(rq, in->id, "The role is saved.");
}

enum err staff_user_disable(struct req *rq)
{
    const struct user_in *in = rq->in;
    int64_t version;
    enum err e = not_oneself(rq, in->id);

    if (e == OK)
        e = wanted_version(rq, in->id, &version);
    if (e == OK)
        e = account_set_disabled(&rq->ctx, in->id, version, true);
    return e ? e : back_to_user(rq, in->id, "The account is disabled.");
}

enum err staff_user_enable(struct req *rq)
{
    const struct user_in *in = rq->in;
    int64_t version;
    enum err e = wanted_version(rq, in->id, &version);

    if (e == OK)
        e = account_set_disabled(&rq->ctx, in->id, version, false);

    return e ? e : back_to_user(rq, in->id, "The account is enabled.");
}

enum err staff_user_password_prepare(struct req *rq)
{
    const struct user_in *in = rq->in;
    struct account a;
    enum err e = account_load(&rq->ctx, in->id, &a);

    if (e == OK)
        prepare_password(rq, a.name, in->password);
    return e;
}

enum err staff_user_password(struct req *rq)
{
    const struct user_in *in = rq->in;
    enum err e = account_set_password(&rq->ctx, in->id, rq->prepared, NULL);

    return e ? e : back_to_user(rq, in->id, "The password is set. All sessions of this account have ended.");
}

/* ---- keys ---- */

static const struct {
    const char *value, *label, *help;
} scopes[] = {
    { "recipes:write", "Write recipes", "Add, change, delete and import recipes" },
    { "drawings:write", "Write drawings", "Add, change and delete drawings of its own" },
    { "all", "Everything", "All of the above and what comes later" },
};
static const struct {
    const char *value, *label;
    int days;
} expiries[] = { { "never", "Never", 0 }, { "week", "In a week", 7 }, { "month", "In 30 days", 30 }, { "year", "In a year", 365 } };

static void put_scope_list(struct req *rq, struct json_object *key)
{
    struct str all = view_get_str(key, "scopes"), rest = { arena_str(rq->ctx.arena, all), all.n };
    struct json_object *list = json_object_new_array();

    while (rest.n)
        view_item_str(list, str_next(&rest, ' '));
    view_add(key, "scopes", list);
}

static void put_key_state(struct json_object *key, int64_t now)
{
    int64_t at;
    bool revoked = view_get_str(key, "revoked_at").n > 0;
    bool expired = clock_parse_rfc3339(view_get_str(key, "expires_at"), &at) && at <= now;

    view_text(key, "state", revoked ? "revoked" : expired ? "expired" : "active");
    view_text(key, "state_text", revoked ? "Revoked" : expired ? "Expired" : "Active");
    view_text(key, "state_badge", revoked ? "off" : expired ? "warn" : "ok");
    view_bool(key, "active", !revoked && !expired);
}

static bool typed_scope(const struct req *rq, const char *value)
{
    for (size_t i = 0; i < rq->typed_count; i++) {
        if (str_equal(rq->typed[i].name, STR("scopes")) && str_equal(rq->typed[i].value, str_of(value)))
            return true;
    }
    return false;
}

static void put_key_form(struct req *rq, struct json_object *v)
{
    struct json_object *list = view_child_array(v, "scopes");
    const char *expires = req_typed(rq, "expires");

    for (size_t i = 0; i < ARRAY_LEN(scopes); i++) {
        struct json_object *s = view_item(list);

        view_text(s, "value", scopes[i].value);
        view_text(s, "label", scopes[i].label);
        view_text(s, "help", scopes[i].help);
        view_bool(s, "checked", typed_scope(rq, scopes[i].value));
    }
    list = view_child_array(v, "expiries");
    for (size_t i = 0; i < ARRAY_LEN(expiries); i++) {
        struct json_object *s = view_item(list);

        view_text(s, "value", expiries[i].value);
        view_text(s, "label", expiries[i].label);
        view_bool(s, "selected", strcmp(expires ? expires : "year", expiries[i].value) == 0);
    }
    view_text(v, "name", req_typed(rq, "name"));
    put_form(rq, v);
}

static enum err keys_page_view(struct req *rq, struct json_object **ret)
{
    struct json_object *v = view_new(rq->ctx.arena), *list;
    enum err e = keys_view(&rq->ctx, &list);

    if (e)
        return e;
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        struct json_object *k = view_at(list, i);

        put_scope_list(rq, k);
        put_key_state(k, clock_utc_us());
        put_time_text(rq, k, "created_at");
        put_time_text(rq, k, "used_at");
        put_time_text(rq, k, "expires_at");
    }
    view_text(v, "title", "API keys");
    view_bool(v, "has_keys", json_object_array_length(list) > 0);
    view_add(v, "keys", json_object_get(list));
    put_key_form(rq, v);
    *ret = v;
    return OK;
}

enum err staff_keys(struct req *rq)
{
    struct json_object *v;
    enum err e = keys_page_view(rq, &v);

    return e ? e : reply_page(rq, "staff/keys", v);
}

enum err staff_keys_again(struct req *rq, bool stale)
{
    struct json_object *v;
    enum err e = keys_page_view(rq, &v);

    (void)stale;
    if (e)
        return e;
    view_bool(v, "error", true);
    reply_put_faults(rq, v);
    return reply_page_status(rq, 422, "staff/keys", v);
}

static enum err join_scopes(struct req *rq, const struct key_add_in *in, const char **ret)
{
    struct buf b;

    buf_init(&b, rq->ctx.arena, 400);
    for (size_t i = 0; i < in->scope_count; i++) {
        bool known = false;

        for (const char *const *s = staff_scope_choices; *s; s++)
            known |= strcmp(*s, in->scopes[i]) == 0;
        if (!known)
            ctx_fault(&rq->ctx, "/scopes", "unknown_value", "has no %s", in->scopes[i]);
        buf_printf(&b, "%s%s", b.len ? " " : "", in->scopes[i]);
    }
    if (in->scope_count == 0)
        ctx_fault(&rq->ctx, "/scopes", "required", "tick at least one thing that the key may do");
    *ret = buf_text(&b);
    return ctx_faults(&rq->ctx);
}

enum err staff_key_add(struct req *rq)
{
    const struct key_add_in *in = rq->in;
    const char *joined, *key;
    int days = expiries[in->expires].days;
    struct json_object *v, *made;
    enum err e = join_scopes(rq, in, &joined);

    if (e == OK)
        e = key_add(&rq->ctx, in->name, joined, days ? clock_utc_us() + days * 86400LL * 1000000 : DB_NULL, &key);
    if (e == OK)
        e = keys_page_view(rq, &v);
    if (e)
        return e;
    rq->ctx.audit_detail = arena_printf(rq->ctx.arena, "made %s: %s", in->name, joined);
    made = view_child(v, "new_key");
    view_text(made, "name", in->name);
    view_text(made, "key", key);
    view_text(v, "name", NULL);
    return reply_page(rq, "staff/keys", v);
}

enum err staff_key_revoke(struct req *rq)
{
    const struct user_in *in = rq->in;
    enum err e = key_revoke(&rq->ctx, in->id);

    if (e)
        return e;
    reply_flash(rq, "The key is revoked.");
    return reply_redirect(rq, "/staff/keys");
}
