#include "asked.h"

#include "base/clock.h"
#include "web/metrics.h"
#include "web/rate.h"
#include "web/session.h"
#include "web/template.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct source {
    struct str rest;
};

static struct store store;
static struct web web;
static struct arena arena, sent;     /* of the request; of what the web server sent, which outlives it */
static struct req rq;
static struct source source;
static const char *params[120];

struct store *asked_store(void)
{
    if (store.module)
        return &store;
    CU_ASSERT_FATAL(sodium_init() >= 0);
    store.config = (struct config){
        .var = "/nowhere", .site_name = "Midway", .site_url = "http://127.0.0.1:8080", .site_logo = "", .site_colour = "#b3401f",
        .site_timezone = "UTC", .site_currency = "EUR", .modules = " recipes staff ", .release = "0123456789abcdef",
        .rate_limits = true, .request_ms = 2000, .run = "/nowhere", .tmp = "/tmp", .published = "/nowhere", .www = "/nowhere",
        .templates = TOP_SRCDIR "/templates", .cache_servers = "", .socket_group = "",
    };
    store.module = "test";
    store.host = "here";
    return &store;
}

static size_t read_body(void *io, char *p, size_t n)
{
    struct source *s = io;

    if (n > s->rest.n)
        n = s->rest.n;
    if (n > 1000)
        n = 1000;      /* in pieces, as a web server sends it */
    memcpy(p, s->rest.p, n);
    s->rest = (struct str){ s->rest.p + n, s->rest.n - n };
    return n;
}

static void add(size_t *n, const char *name, const char *value)
{
    params[(*n)++] = name;
    params[(*n)++] = value;
    params[*n] = NULL;
}

/* "If-Match" as FastCGI names it. */
static const char *param_name(struct str name)
{
    char *upper;

    if (str_equal(name, STR("Address")))
        return "REMOTE_ADDR";
    upper = arena_printf(&sent, "HTTP_%.*s", STR_ARG(name));
    for (char *p = upper; *p; p++)
        *p = *p == '-' ? '_' : (char)toupper((unsigned char)*p);
    return strncmp(upper, "HTTP_CONTENT_", 13) == 0 ? upper + 5 : upper;
}

static void put_params(struct str request, struct str headers, size_t body_bytes)
{
    struct str method = str_next(&request, ' ');
    size_t n = 0;

    add(&n, "REQUEST_METHOD", arena_str(&sent, method));
    add(&n, "REQUEST_URI", arena_str(&sent, request));
    while (headers.p && headers.n) {
        struct str line = str_next(&headers, '\n'), name = str_next(&line, ':');

        add(&n, param_name(name), arena_str(&sent, str_trim(line)));
    }
    add(&n, "REMOTE_ADDR", "127.0.0.1");
    add(&n, "HTTP_HOST", "127.0.0.1:8080");
    add(&n, "CONTENT_LENGTH", body_bytes ? arena_printf(&sent, "%zu", body_bytes) : "");
}

static void open_web(const struct module *m)
{
    char *error = NULL;

    asked_store();
    web.store = &store;
    web.module = m;
    if (web.templates)
        return;
    web.templates = templates_load(store.config.templates, &error);
    if (!web.templates)
        printf("%s\n", error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(web.templates);
    web.rates = rate_new();
    arena_init(&arena, 64 * MIB);
    arena_init(&sent, 64 * MIB);
}

struct req *ask(const struct module *m, const char *request, const char *headers, struct str body)
{
    static char id[ID_TEXT_SIZE];

    open_web(m);
    arena_reset(&arena);
    arena_reset(&sent);
    put_params(str_of(request), str_of(headers), body.n);
    source = (struct source){ body };
    rq = (struct req){ .web = &web, .params = params, .read_body = read_body, .io = &source };
    ctx_init(&rq.ctx, &arena, &store, 2000);
    rq.started_us = clock_mono_us();
    rq.ctx.principal = (struct principal){ .kind = PRINCIPAL_ANONYMOUS, .scopes = "", .name = "" };
    rq.ctx.request_id = id_text(id_new(0), id);
    rq.ctx.address = req_param(&rq, "REMOTE_ADDR");
    rq.csrf = "";
    rq.content_type = "";
    dispatch(&rq);
    CU_ASSERT_FALSE(rq.ctx.in_transaction);
    CU_ASSERT_NOT_EQUAL(rq.reply.status, 0);
    return &rq;
}

static struct req *ask_with(const struct module *m, const char *request, const char *headers, const char *type, const char *body)
{
    char all[4000];

    snprintf(all, sizeof(all), "Content-Type: %s\n%s", type, headers ? headers : "");
    return ask(m, request, all, str_of(body));
}

struct req *ask_json(const struct module *m, const char *request, const char *headers, const char *json)
{
    return ask_with(m, request, headers, "application/json", json);
}

struct req *ask_form(const struct module *m, const char *request, const char *headers, const char *form)
{
    return ask_with(m, request, headers, "application/x-www-form-urlencoded", form);
}

const char *asked_header(const struct req *r, const char *name)
{
    for (size_t i = 0; i < r->reply.header_count; i++) {
        if (strcmp(r->reply.headers[i].name, name) == 0)
            return r->reply.headers[i].value;
    }
    return "";
}

int asked_status(const struct req *r)
{
    return r->reply.status;
}

bool asked_has(const struct req *r, const char *text)
{
    return str_find(r->reply.body, str_of(text)) != SIZE_MAX;
}

bool asked_fault(const struct req *r, const char *pointer, const char *code)
{
    for (const struct fault *f = r->ctx.faults; f; f = f->next) {
        if (strcmp(f->pointer, pointer) == 0 && strcmp(f->code, code) == 0)
            return true;
    }
    for (const struct fault *f = r->ctx.faults; f; f = f->next)
        printf("  fault: %s %s (%s)\n", f->pointer, f->code, f->detail);
    return false;
}

size_t asked_fault_count(const struct req *r)
{
    size_t n = 0;

    for (const struct fault *f = r->ctx.faults; f; f = f->next)
        n++;
    return n;
}

const char *asked_as(const char *token)
{
    static char text[4][300];
    static int next;
    struct arena a;
    char *t = text[next++ % 4];

    arena_init(&a, MIB);
    snprintf(t, sizeof(text[0]), "Cookie: sid=%s\nX-CSRF-Token: %s\n", token, session_csrf(&a, token));
    arena_done(&a);
    return t;
}
