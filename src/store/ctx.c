#include "store/ctx.h"

#include "base/clock.h"

#include <stdio.h>

struct ctx_hook {
    void (*run)(struct ctx *cx, void *arg);
    void *arg;
    struct ctx_hook *next;
};

static const char *const role_names[ROLE__COUNT] = { "", "viewer", "editor", "manager", "admin" };

void ctx_init(struct ctx *cx, struct arena *arena, const struct store *store, int timeout_ms)
{
    *cx = (struct ctx){
        .arena = arena,
        .store = store,
        .deadline_us = clock_mono_us() + (int64_t)timeout_ms * 1000,
        .principal = { .kind = PRINCIPAL_SYSTEM, .role = ROLE_ADMIN, .scopes = "", .name = "system" },
        .request_id = "",
        .route = "",
        .address = "",
    };
    cx->fault_tail = &cx->faults;
    cx->hook_tail = &cx->after_commit;
    cx->retraction_tail = &cx->retractions;
}

enum err ctx_fail(struct ctx *cx, enum err e, const char *slug, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    cx->error = e;
    cx->error_slug = slug ? slug : err_info(e)->slug;
    cx->error_detail = arena_vprintf(cx->arena, format, args);
    va_end(args);
    return e;
}

void ctx_fault(struct ctx *cx, const char *pointer, const char *code, const char *format, ...)
{
    struct fault *f = ARENA_NEW(cx->arena, struct fault);
    va_list args;

    va_start(args, format);
    f->pointer = arena_strdup(cx->arena, pointer);
    f->code = code;
    f->detail = arena_vprintf(cx->arena, format, args);
    va_end(args);
    *cx->fault_tail = f;
    cx->fault_tail = &f->next;
}

enum err ctx_faults(struct ctx *cx)
{
    if (!cx->faults)
        return OK;
    return ctx_fail(cx, ERR_INVALID, NULL, "%s%s%s", cx->faults->pointer, cx->faults->pointer[0] ? ": " : "", cx->faults->detail);
}

void ctx_clear_error(struct ctx *cx)
{
    cx->error = OK;
    cx->error_slug = cx->error_detail = NULL;
    cx->faults = NULL;
    cx->fault_tail = &cx->faults;
}

void ctx_after_commit(struct ctx *cx, void (*run)(struct ctx *cx, void *arg), void *arg)
{
    struct ctx_hook *hook;

    if (!cx->in_transaction) {
        run(cx, arg);
        return;
    }
    hook = ARENA_NEW(cx->arena, struct ctx_hook);
    hook->run = run;
    hook->arg = arg;
    *cx->hook_tail = hook;
    cx->hook_tail = &hook->next;
}

void ctx_drop_hooks(struct ctx *cx)
{
    cx->after_commit = NULL;
    cx->hook_tail = &cx->after_commit;
    cx->retractions = NULL;
    cx->retraction_tail = &cx->retractions;
}

void ctx_run_hooks(struct ctx *cx)
{
    struct ctx_hook *hook = cx->after_commit;

    ctx_drop_hooks(cx);
    for (; hook; hook = hook->next)
        hook->run(cx, hook->arg);
}

void ctx_prolong(struct ctx *cx, int64_t us)
{
    int64_t until = clock_mono_us() + us;

    if (cx->deadline_us < until)
        cx->deadline_us = until;
}

int ctx_left_ms(const struct ctx *cx)
{
    int64_t left_us = cx->deadline_us - clock_mono_us();

    return left_us > 0 ? (int)(left_us / 1000) : 0;
}

bool principal_has_scope(const struct principal *p, const char *scope)
{
    char padded[80];

    if (p->kind != PRINCIPAL_KEY)
        return false;
    if (strstr(p->scopes, " all "))
        return true;
    snprintf(padded, sizeof(padded), " %s ", scope);
    return strstr(p->scopes, padded) != NULL;
}

const char *role_name(enum role r)
{
    return (unsigned)r < ROLE__COUNT ? role_names[r] : "";
}

bool role_parse(struct str name, enum role *ret)
{
    for (int r = ROLE_VIEWER; r < ROLE__COUNT; r++) {
        if (str_equal(name, str_of(role_names[r]))) {
            *ret = (enum role)r;
            return true;
        }
    }
    return false;
}
