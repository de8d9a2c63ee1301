/* web.c: home, sign-in, own password, health. */
#include "staff/staff.h"

#include "base/clock.h"
#include "base/view.h"
#include "store/db.h"
#include "store/store.h"
#include "web/metrics.h"
#include "web/reply.h"
#include "web/session.h"
#include "web/web.h"

#define DEFAULT_COLOUR "#b3401f"

/* ---- home ---- */

static const char *state_text(const struct metrics_state *s)
{
    if (!s->alive)
        return "Down";
    return s->ready ? "Working" : "Not ready";
}

static void add_system(struct req *rq, struct json_object *list, const struct metrics_state *s)
{
    struct json_object *v = view_item(list);
    char since[64];

    view_text(v, "name", s->module);
    view_text(v, "label", s->label);
    view_text(v, "state", !s->alive ? "down" : s->ready ? "ok" : "degraded");
    view_text(v, "state_text", state_text(s));
    view_text(v, "detail", s->alive && s->ready ?
              arena_printf(rq->ctx.arena, "Up since %s", clock_local(s->started_at, since, sizeof(since))) :
              s->why[0] ? s->why : "The program does not answer");
    view_text(v, "href", strcmp(s->module, "staff") == 0 ? NULL : arena_printf(rq->ctx.arena, "/%s", s->module));
}

/* Fills systems[]; returns how many need attention. */
static int put_systems(struct req *rq, struct json_object *v, size_t *ret_count)
{
    struct json_object *list = view_child_array(v, "systems");
    struct metrics_state *states;
    size_t n = metrics_states(rq->ctx.arena, &rq->ctx.store->config, &states);
    int bad = 0;

    *ret_count = 0;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(states[i].role, "serve") != 0)
            continue;
        add_system(rq, list, &states[i]);
        bad += !states[i].alive || !states[i].ready;
        (*ret_count)++;
    }
    return bad;
}

static void put_staff(struct req *rq, struct json_object *v)
{
    struct json_object *staff = view_child(v, "staff");
    size_t count;
    int bad = put_systems(rq, staff, &count);

    view_text(staff, "name", rq->ctx.principal.name);
    view_text(staff, "text", bad == 0 ? "Everything works."
              : arena_printf(rq->ctx.arena, "%d of %zu systems %s attention.", bad, count, bad == 1 ? "needs" : "need"));
    view_bool(staff, "editor", req_may(rq, EDITOR));
    view_bool(staff, "manager", req_may(rq, MANAGER));
    view_bool(staff, "admin", req_may(rq, ADMIN));
}

enum err staff_home(struct req *rq)
{
    const struct config *c = &rq->ctx.store->config;
    struct json_object *v = view_new(rq->ctx.arena), *hero;

    view_text(v, "title", "Welcome");
    view_bool(view_child(v, "modules"), "recipes", config_has_module(c, "recipes"));
    view_bool(view_get(v, "modules"), "drawings", config_has_module(c, "drawings"));
    if (rq->ctx.principal.kind == PRINCIPAL_ACCOUNT) {
        put_staff(rq, v);
        return reply_page(rq, "staff/home", v);
    }
    if (config_has_module(c, "recipes")) {
        view_text(view_item(view_child_array(v, "styles")), "href", "/css/recipes.css");
        view_text(view_item(view_child_array(v, "scripts")), "src", "/js/home.js");
    }
    hero = view_child(v, "hero");
    view_text(hero, "title", arena_printf(rq->ctx.arena, "Welcome to %s", c->site_name));
    view_text(hero, "text", config_has_module(c, "recipes") ?
              "Games, good company and food worth staying for. Have a look at what our kitchens cook." :
              "Games, good company and food worth staying for.");
    view_text(v, "canonical", arena_printf(rq->ctx.arena, "%s/", c->site_url));
    return reply_page(rq, "staff/home", v);
}

enum err staff_style(struct req *rq)
{
    const char *colour = rq->ctx.store->config.site_colour;
    bool hex = colour[0] == '#' && strspn(colour + 1, "0123456789abcdefABCDEF") == strlen(colour) - 1 &&
               (strlen(colour) == 4 || strlen(colour) == 7);

    reply_cache_control(rq, "public, max-age=3600");
    return reply_bytes(rq, "text/css; charset=utf-8",
                       str_of(arena_printf(rq->ctx.arena, ":root { --brand: %s }\n", hex ? colour : DEFAULT_COLOUR)));
}

/* ---- signing in and out ---- */

static struct json_object *sign_in_view(struct req *rq, const char *name, const char *next)
{
    struct json_object *v = view_new(rq->ctx.arena);

    view_text(v, "title", "Sign in");
    view_text(v, "page_class", "narrow");
    view_text(v, "name", name ? name : "");
    view_text(v, "next", safe_next(next));
    view_text(v, "csrf", rq->csrf);
    view_text(view_item(view_child_array(v, "scripts")), "src", "/js/base.js");
    return v;
}

enum err staff_sign_in_form(struct req *rq)
{
    const struct sign_in_in *in = rq->in;

    if (rq->ctx.principal.kind == PRINCIPAL_ACCOUNT)
        return reply_redirect(rq, "%s", safe_next(in->next));
    return reply_page(rq, "staff/sign_in", sign_in_view(rq, NULL, in->next));
}

/* Also for a wrong password: the form comes back, slower each time. */
enum err staff_sign_in_again(struct req *rq, bool stale)
{
    struct json_object *v = sign_in_view(rq, req_typed(rq, "name"), req_typed(rq, "next"));

    (void)stale;
    view_bool(v, "error", true);
    reply_put_faults(rq, v);
    return reply_page_status(rq, 422, "staff/sign_in", v);
}

static enum err refuse_for_now(struct req *rq, int wait_s)
{
    reply_header(rq, "Retry-After", arena_printf(rq->ctx.arena, "%d", wait_s));
    return ctx_fail(&rq->ctx, ERR_RATE, "sign-in-slow", "Too many failed tries: wait %d s and try again", wait_s);
}

enum err staff_sign_in_prepare(struct req *rq)
{
    const struct sign_in_in *in = rq->in;
    struct signing_in *who = ARENA_NEW(rq->ctx.arena, struct signing_in);
    int wait_s;

    if (!rq->ctx.store->config.site_https && !rq->ctx.store->config.site_insecure && !address_is_loopback(rq->ctx.address))
        return ctx_fail(&rq->ctx, ERR_DENIED, "plain-http", "Signing in needs HTTPS (or site.insecure = yes in midway.conf)");
    wait_s = failures_wait_s(in->name, rq->ctx.address, rq->started_us);
    if (wait_s)
        return refuse_for_now(rq, wait_s);
    rq->prepared = who;
    return account_compare(&rq->ctx, in->name, in->password, who);
}

enum err staff_sign_in(struct req *rq)
{
    const struct sign_in_in *in = rq->in;
    const struct signing_in *who = rq->prepared;
    const char *token;
    enum err e = session_start(&rq->ctx, who, &token);

    if (e == ERR_UNAUTHENTICATED) {
        failures_note(in->name, rq->ctx.address, rq->started_us);
        ctx_fault(&rq->ctx, "/password", "wrong", "does not match the name");
        return ERR_INVALID;
    }
    if (e == OK && rq->session_token)
        e = session_stop(&rq->ctx, rq->session_token);     /* whoever this browser was before */
    if (e)
        return e;
    failures_forget(in->name, rq->ctx.address);
    /* The audit log names who signed in. */
    rq->ctx.principal = (struct principal){ .kind = PRINCIPAL_ACCOUNT, .id = who->id, .name = who->name, .scopes = "" };
    reply_cookie(rq, session_cookie_name(&rq->ctx.store->config), token, SESSION_MAX_S);
    return reply_redirect(rq, "%s", safe_next(in->next));
}

enum err staff_sign_out(struct req *rq)
{
    enum err e = rq->session_token ? session_stop(&rq->ctx, rq->session_token) : OK;

    reply_cookie(rq, session_cookie_name(&rq->ctx.store->config), "", 0);
    return e ? e : reply_redirect(rq, "/");
}

/* ---- own password ---- */

static struct json_object *password_view(struct req *rq)
{
    struct json_object *v = view_new(rq->ctx.arena);

    view_text(v, "title", "Change your password");
    view_text(v, "page_class", "narrow");
    view_text(v, "name", rq->ctx.principal.name);
    view_int(v, "min_length", PASSWORD_MIN);
    view_text(v, "csrf", rq->csrf);
    return v;
}

enum err staff_password_form(struct req *rq)
{
    return reply_page(rq, "staff/password", password_view(rq));
}

enum err staff_password_again(struct req *rq, bool stale)
{
    struct json_object *v = password_view(rq);

    (void)stale;
    view_bool(v, "error", true);
    reply_put_faults(rq, v);
    return reply_page_status(rq, 422, "staff/password", v);
}

struct password_change {
    const char *current;               /* the hash that the current password fits, or NULL */
    struct new_password next;
};

enum err staff_password_prepare(struct req *rq)
{
    const struct password_in *in = rq->in;
    struct password_change *change = ARENA_NEW(rq->ctx.arena, struct password_change);
    enum err e = account_match_password(&rq->ctx, rq->ctx.principal.id, in->current, &change->current);

    if (e == OK && change->current)
        change->next = password_new(rq->ctx.arena, rq->ctx.principal.name, in->password);
    rq->prepared = change;
    return e;
}

enum err staff_password(struct req *rq)
{
    const struct password_change *change = rq->prepared;
    enum err e = account_check_hash(&rq->ctx, rq->ctx.principal.id, change->current);

    if (e == OK)
        e = account_set_password(&rq->ctx, rq->ctx.principal.id, &change->next, rq->session_token);
    if (e)
        return e;
    reply_flash(rq, "Your password is changed. Your other sessions have ended.");
    return reply_redirect(rq, "/staff");
}

/* ---- health ---- */

enum err staff_healthz(struct req *rq)
{
    return reply_bytes(rq, "text/plain; charset=utf-8", STR("ok\n"));
}

enum err staff_readyz(struct req *rq)
{
    struct metrics_state *states;
    size_t n = metrics_states(rq->ctx.arena, &rq->ctx.store->config, &states);
    struct buf b;
    bool ready = n > 0;

    buf_init(&b, rq->ctx.arena, 64 * KIB);
    for (size_t i = 0; i < n; i++) {
        const struct metrics_state *s = &states[i];
        bool good = s->alive && s->ready;

        if (strcmp(s->role, "serve") != 0 || !config_has_module(&rq->ctx.store->config, s->module))
            continue;
        buf_printf(&b, "%s: %s%s%s\n", s->module, good ? "ready" : "not ready", good ? "" : ": ",
                   good ? "" : !s->alive ? "the program does not answer" : s->why);
        ready = ready && good;
    }
    reply_bytes(rq, "text/plain; charset=utf-8", buf_str(&b));
    rq->reply.status = ready ? 200 : 503;
    return OK;
}

enum err staff_metrics(struct req *rq)
{
    struct buf b;

    buf_init(&b, rq->ctx.arena, 4 * MIB);
    metrics_print(rq->ctx.arena, &rq->ctx.store->config, &b);
    return reply_bytes(rq, "text/plain; version=0.0.4; charset=utf-8", buf_str(&b));
}
