/* module.c: what staff answers, does in the background and offers as commands. */
#include "staff/staff.h"

#include "sql/staff.h"
#include "staff/staff_module.h"
#include "web/web.h"

const char *const staff_role_choices[] = { "viewer", "editor", "manager", "admin", NULL };
static const char *const expiry_choices[] = { "never", "week", "month", "year", NULL };
const char *const staff_scope_choices[] = { "all", "recipes:write", "drawings:write", NULL };

#define AT(STRUCT, MEMBER) .at = offsetof(struct STRUCT, MEMBER)

static const struct field sign_in_fields[] = {
    { "name", FIELD_TEXT, AT(sign_in_in, name), .required = true, .max = NAME_MAX_CHARS },
    { "password", FIELD_TEXT, AT(sign_in_in, password), .required = true, .max = PASSWORD_MAX },
    { "next", FIELD_TEXT, AT(sign_in_in, next), .max = 400 },
    { 0 }
};
static const struct field next_fields[] = {
    { "next", FIELD_TEXT, AT(sign_in_in, next), .max = 400 },
    { 0 }
};
static const struct field password_fields[] = {
    { "current", FIELD_TEXT, AT(password_in, current), .required = true, .max = PASSWORD_MAX },
    { "password", FIELD_TEXT, AT(password_in, password), .required = true, .max = PASSWORD_MAX },
    { "name", FIELD_READONLY },
    { 0 }
};
static const struct field users_fields[] = {
    { "q", FIELD_TEXT, AT(users_in, q), .max = NAME_MAX_CHARS },
    { "after", FIELD_TEXT, AT(users_in, after), .max = NAME_MAX_CHARS },
    { 0 }
};
static const struct field user_add_fields[] = {
    { "name", FIELD_TEXT, AT(user_add_in, name), .required = true, .min = 2, .max = NAME_MAX_CHARS },
    { "password", FIELD_TEXT, AT(user_add_in, password), .required = true, .max = PASSWORD_MAX },
    { "role", FIELD_CHOICE, AT(user_add_in, role), .required = true, .choices = staff_role_choices },
    { 0 }
};
static const struct field user_fields[] = {
    { "id", FIELD_ID, AT(user_in, id), .from = FROM_PATH },
    { 0 }
};
static const struct field user_role_fields[] = {
    { "id", FIELD_ID, AT(user_in, id), .from = FROM_PATH },
    { "role", FIELD_CHOICE, AT(user_in, role), .required = true, .choices = staff_role_choices },
    { 0 }
};
static const struct field user_password_fields[] = {
    { "id", FIELD_ID, AT(user_in, id), .from = FROM_PATH },
    { "password", FIELD_TEXT, AT(user_in, password), .required = true, .max = PASSWORD_MAX },
    { 0 }
};
static const struct field key_add_fields[] = {
    { "name", FIELD_TEXT, AT(key_add_in, name), .required = true, .max = NAME_MAX_CHARS },
    { "scopes", FIELD_TEXTS, AT(key_add_in, scopes), .count_at = offsetof(struct key_add_in, scope_count), .max = 20, .item_max = 40 },
    { "expires", FIELD_CHOICE, AT(key_add_in, expires), .choices = expiry_choices },
    { 0 }
};
static const struct field audit_fields[] = {
    { "actor", FIELD_TEXT, AT(audit_in, actor), .max = NAME_MAX_CHARS },
    { "action", FIELD_TEXT, AT(audit_in, action), .max = 140 },
    { "from", FIELD_TEXT, AT(audit_in, from), .max = 10 },
    { "to", FIELD_TEXT, AT(audit_in, to), .max = 10 },
    { "before", FIELD_INT, AT(audit_in, before) },
    { "after", FIELD_INT, AT(audit_in, after) },
    { 0 }
};

static const struct route routes[] = {
    { GET, "/", ANYONE, RATE_READ, NO_INPUT, staff_home, "What the venue offers; for staff the state of each system" },
    { GET, "/staff", SIGNED_IN, RATE_READ, NO_INPUT, staff_home, "The state of each system" },
    { GET, "/staff/site.css", ANYONE, RATE_READ, NO_INPUT, staff_style, "The site's own colour" },
    { GET, "/sign-in", ANYONE, RATE_READ, IN(next_fields, sign_in_in), staff_sign_in_form, "The sign-in form" },
    { POST, "/sign-in", ANYONE, RATE_SIGN_IN, IN(sign_in_fields, sign_in_in), staff_sign_in, "Sign in",
      .secret = true, .form = staff_sign_in_again, .prepare = staff_sign_in_prepare },
    { POST, "/sign-out", ANYONE, RATE_WRITE, NO_INPUT, staff_sign_out, "Sign out" },
    { GET, "/staff/password", SIGNED_IN, RATE_READ, NO_INPUT, staff_password_form, "The form for one's own password" },
    { POST, "/staff/password", SIGNED_IN, RATE_SIGN_IN, IN(password_fields, password_in), staff_password, "Change one's own password",
      .form = staff_password_again, .prepare = staff_password_prepare },
    { GET, "/staff/users", ADMIN, RATE_READ, IN(users_fields, users_in), staff_users, "Accounts" },
    { POST, "/staff/users", ADMIN, RATE_WRITE, IN(user_add_fields, user_add_in), staff_user_add, "Add an account",
      .form = staff_users_again, .prepare = staff_user_add_prepare },
    { GET, "/staff/users/{id}", ADMIN, RATE_READ, IN(user_fields, user_in), staff_user, "One account" },
    { POST, "/staff/users/{id}/role", ADMIN, RATE_WRITE, IN(user_role_fields, user_in), staff_user_role, "Change a role",
      .if_match = IF_MATCH_REQUIRED, .form = staff_user_again },
    { POST, "/staff/users/{id}/disable", ADMIN, RATE_WRITE, IN(user_fields, user_in), staff_user_disable, "Disable an account",
      .if_match = IF_MATCH_REQUIRED, .form = staff_user_again },
    { POST, "/staff/users/{id}/enable", ADMIN, RATE_WRITE, IN(user_fields, user_in), staff_user_enable, "Enable an account",
      .if_match = IF_MATCH_REQUIRED, .form = staff_user_again },
    { POST, "/staff/users/{id}/password", ADMIN, RATE_WRITE, IN(user_password_fields, user_in), staff_user_password,
      "Set somebody's password", .form = staff_user_again, .prepare = staff_user_password_prepare },
    { GET, "/staff/keys", ADMIN, RATE_READ, NO_INPUT, staff_keys, "API keys" },
    { POST, "/staff/keys", ADMIN, RATE_WRITE, IN(key_add_fields, key_add_in), staff_key_add, "Make a key",
      .secret = true, .form = staff_keys_again },
    { POST, "/staff/keys/{id}/revoke", ADMIN, RATE_WRITE, IN(user_fields, user_in), staff_key_revoke, "Revoke a key" },
    { GET, "/staff/audit", MANAGER, RATE_READ, IN(audit_fields, audit_in), staff_audit, "The audit log" },
    { GET, "/api", ANYONE, RATE_READ, NO_INPUT, staff_api_page, "The API for people" },
    { GET, "/api/openapi.json", ANYONE, RATE_READ, NO_INPUT, staff_openapi, "The API for programs" },
    { GET, "/healthz", ANYONE, RATE_READ, NO_INPUT, staff_healthz, "Is this process alive?" },
    { GET, "/readyz", ANYONE, RATE_READ, NO_INPUT, staff_readyz, "Are all systems ready, and if not, why?" },
    { GET, "/metrics", ANYONE, RATE_READ, NO_INPUT, staff_metrics, "Counters of all processes (Prometheus)" },
};

static const char *const prefixes[] = { "/", "/sign-in", "/sign-out", "/staff", "/api", "/healthz", "/readyz", "/metrics", NULL };
static const char *const scopes[] = { NULL };

const struct module staff_module = {
    .name = "staff",
    .label = "Staff",
    .prefixes = prefixes,
    .routes = routes,
    .route_count = ARRAY_LEN(routes),
    .jobs = staff_jobs,
    .commands = staff_commands,
    .statements = staff_statements,
    .statement_count = &staff_statement_count,
    .scopes = scopes,
    .keeps_store = true,
};
