#include "web/page.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "base/view.h"
#include "store/store.h"
#include "web/json.h"
#include "web/reply.h"
#include "web/session.h"
#include "web/template.h"
#include "web/web.h"

#define PAGE_MAX (8 * MIB)
#define STYLE_COLOUR "#b3401f"   /* --brand of www/css/midway.css: a site of this colour needs no sheet of its own */

/* Pages of staff that stand beside the systems in the menu. */
static const struct {
    enum who who;
    const char *label, *href;
} staff_doors[] = {
    { ADMIN, "People", "/staff/users" },
    { ADMIN, "API keys", "/staff/keys" },
    { MANAGER, "Audit log", "/staff/audit" },
};

static const char *const layout_members[] = { "title", "description", "canonical", "head_html", "page_class", "scripts", "styles",
                                              "image", "error", "bare", "crumbs" };

struct json_object *page_layout(struct req *rq, struct json_object *view)
{
    struct json_object *layout = view_new_for(rq->ctx.arena, 21);
    struct json_object *actions = rq->reply.layout ? view_get(rq->reply.layout, "actions") : NULL;

    for (size_t i = 0; i < ARRAY_LEN(layout_members); i++) {
        struct json_object *v = view_get(view, layout_members[i]);

        if (v)
            view_add(layout, layout_members[i], json_object_get(v));
    }
    if (actions)
        view_add(layout, "actions", json_object_get(actions));
    return layout;
}

static void put_names(struct arena *a, struct json_object *list, const char *member, const char *folder, const char *names)
{
    struct str rest = str_of(names);

    while (rest.n) {
        const char *name = arena_str(a, str_next(&rest, ' '));

        view_text(view_item(list), member, arena_join(a, "/", folder, "/", name, ".", folder, NULL));
    }
}

void page_put_assets(struct arena *a, struct json_object *view, const char *styles, const char *scripts)
{
    put_names(a, view_child_array(view, "styles"), "href", "css", styles);
    put_names(a, view_child_array(view, "scripts"), "src", "js", scripts);
}

void page_put_form(struct req *rq, struct json_object *view)
{
    char key[ID_TEXT_SIZE];

    view_text(view, "csrf", rq->csrf);
    view_text(view, "key", id_text(id_new(0), key));
}

const char *page_date(struct arena *a, int64_t at)
{
    char text[64];
    struct str all = str_of(clock_local(at, text, sizeof(text)));

    return arena_str(a, str_next(&all, ','));
}

void page_add_action(struct req *rq, enum who who, const char *label, const char *href)
{
    struct json_object *actions, *a;

    if (!rq->reply.layout)
        rq->reply.layout = view_new(rq->ctx.arena);
    actions = view_get(rq->reply.layout, "actions");
    if (!actions)
        actions = view_child_array(rq->reply.layout, "actions");
    a = view_item(actions);
    view_int(a, "who", (int64_t)who);
    view_text(a, "label", label);
    view_text(a, "href", href);
}

static void put_site(struct req *rq, struct json_object *v)
{
    const struct config *c = &rq->ctx.store->config;
    struct json_object *site = view_child(v, "site");

    view_text(site, "name", c->site_name);
    view_text(site, "url", c->site_url);
    view_text(site, "logo", c->site_logo[0] ? c->site_logo : NULL);
    view_text(site, "colour", c->site_colour);
    view_text(site, "stylesheet", strcmp(c->site_colour, STYLE_COLOUR) == 0 ? NULL : "/staff/site.css");
    view_text(v, "assets", arena_join(rq->ctx.arena, "/www/", c->release, NULL));
}

static void put_reader(struct req *rq, struct json_object *v)
{
    const struct principal *p = &rq->ctx.principal;
    struct json_object *user;

    view_text(v, "csrf", rq->csrf);
    if (p->kind != PRINCIPAL_ACCOUNT) {
        view_bool(v, "user", false);
        return;
    }
    user = view_child(v, "user");
    view_text(user, "name", p->name);
    view_text(user, "role", role_name(p->role));
    view_bool(user, "is_viewer", p->role >= ROLE_VIEWER);
    view_bool(user, "is_editor", p->role >= ROLE_EDITOR);
    view_bool(user, "is_manager", p->role >= ROLE_MANAGER);
    view_bool(user, "is_admin", p->role >= ROLE_ADMIN);
}

static void add_nav(struct req *rq, struct json_object *nav, const char *label, const char *href)
{
    struct json_object *item = view_item(nav);
    struct str h = str_of(href);

    view_text(item, "label", label);
    view_text(item, "href", href);
    view_bool(item, "current", str_starts(rq->path, h) && (rq->path.n == h.n || rq->path.p[h.n] == '/'));
}

/* A door for each system that is switched on: its name is its first path segment. */
static void add_system(struct req *rq, struct json_object *nav, struct str module)
{
    char *label = arena_str(rq->ctx.arena, module);

    label[0] = (char)toupper((unsigned char)label[0]);
    add_nav(rq, nav, label, arena_printf(rq->ctx.arena, "/%.*s", STR_ARG(module)));
}

static void put_nav(struct req *rq, struct json_object *v)
{
    struct json_object *nav = view_child_array(v, "nav"), *modules = view_child(v, "modules");
    struct str rest = str_trim(str_of(rq->ctx.store->config.modules));

    while (rest.n) {
        struct str module = str_next(&rest, ' ');

        if (module.n == 0 || str_equal(module, STR("staff")))
            continue;
        add_system(rq, nav, module);
        view_bool(modules, arena_str(rq->ctx.arena, module), true);
    }
    for (size_t i = 0; i < ARRAY_LEN(staff_doors); i++) {
        if (req_may(rq, staff_doors[i].who))
            add_nav(rq, nav, staff_doors[i].label, staff_doors[i].href);
    }
}

static void put_flash(struct req *rq, struct json_object *v)
{
    const char *hex = rq->session_token ? req_cookie(rq, "flash") : NULL;
    char text[512] = "";

    if (!hex || strlen(hex) % 2 || strlen(hex) / 2 >= sizeof(text) || !hash_parse_hex(str_of(hex), text, strlen(hex) / 2) ||
        !utf8_valid(str_of(text))) {
        view_bool(v, "flash", false);
        return;
    }
    view_text(v, "flash", text);
    reply_cookie(rq, "flash", "", 0);
}

static void put_actions(struct req *rq, struct json_object *v)
{
    struct json_object *all = view_get(v, "actions"), *shown = json_object_new_array();
    size_t n = view_count(v, "actions");

    for (size_t i = 0; i < n; i++) {
        struct json_object *a = view_at(all, i);

        if (req_may(rq, (enum who)view_get_int(a, "who")))
            json_object_array_add(shown, json_object_get(a));
    }
    view_add(v, "actions", shown);
}

void page_wrap(struct req *rq)
{
    struct json_object *v = rq->reply.layout;
    struct buf b;

    put_site(rq, v);
    put_reader(rq, v);
    put_nav(rq, v);
    put_flash(rq, v);
    put_actions(rq, v);
    view_text(v, "request_id", rq->ctx.request_id);
    view_text(v, "path", arena_str(rq->ctx.arena, rq->path));
    view_str(v, "content_html", rq->reply.content);
    buf_init(&b, rq->ctx.arena, PAGE_MAX);
    if (!template_render(rq->web->templates, "layout", v, &b) || b.failed) {
        rq->reply.status = 500;
        rq->reply.content_type = "text/plain; charset=utf-8";
        rq->reply.body = STR("The page cannot be rendered.\n");
        return;
    }
    rq->reply.body = buf_str(&b);
    if (rq->reply.etag && rq->ctx.principal.kind != PRINCIPAL_ANONYMOUS)
        rq->reply.etag = NULL;     /* the layout shows the reader: the version alone does not name these bytes */
}

struct str page_pack(struct req *rq)
{
    struct buf b;

    buf_init(&b, rq->ctx.arena, PAGE_MAX);
    json_print(&b, rq->reply.layout);
    buf_putc(&b, '\n');
    buf_put_str(&b, rq->reply.content);
    return b.failed ? (struct str){ NULL, 0 } : buf_str(&b);
}

bool page_unpack(struct req *rq, struct str packed)
{
    struct str layout = str_next(&packed, '\n');
    struct json_object *v;
    struct json_error error;

    if (!packed.p || !json_parse(layout, NULL, &v, &error))
        return false;
    rq->reply.layout = view_keep(rq->ctx.arena, v);
    rq->reply.content = packed;
    return true;
}
