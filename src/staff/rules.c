/* rules.c: what staff decides, without database and request. */
#include "staff/staff.h"

#include "base/buf.h"
#include "base/utf8.h"

/* Parts that most of the commonly used passwords consist of; a password that is little more than one of them is refused. */
static const char *const common[] = {
    "password", "passw0rd", "passwort", "qwertz", "qwerty", "asdfgh", "letmein", "welcome", "admin", "iloveyou", "monkey", "dragon",
    "football", "baseball", "sunshine", "princess", "superman", "batman", "starwars", "master", "login", "abc123", "trustno1",
    "whatever", "hello", "midway", "changeme", "secret", "hallo", "schatz", "azerty", "zxcvbn", "qazwsx", "google", "samsung",
};

static bool one_run(struct str s)
{
    bool same = true, up = true, down = true;

    for (size_t i = 1; i < s.n; i++) {
        int step = s.p[i] - s.p[i - 1];

        same &= step == 0;
        up &= step == 1 || (s.p[i - 1] == '9' && s.p[i] == '0');
        down &= step == -1 || (s.p[i - 1] == '0' && s.p[i] == '9');
    }
    return same || up || down;
}

static size_t find_nocase(struct str s, struct str part)
{
    for (size_t i = 0; part.n && i + part.n <= s.n; i++) {
        if (str_equal_nocase((struct str){ s.p + i, part.n }, part))
            return i;
    }
    return SIZE_MAX;
}

static bool mostly(struct str password, struct str part)
{
    return part.n >= 4 && password.n < part.n + 8 && find_nocase(password, part) != SIZE_MAX;
}

const char *password_fault(struct str password, struct str name)
{
    if (utf8_length(password) < PASSWORD_MIN)
        return "must have at least 10 characters";
    if (password.n > PASSWORD_MAX)
        return "must have at most 200 bytes";
    if (one_run(password))
        return "must not be one character repeated, or a row like 1234567890";
    if (mostly(password, name))
        return "must not be the name with a few characters added";
    for (size_t i = 0; i < ARRAY_LEN(common); i++) {
        if (mostly(password, str_of(common[i])))
            return "is one of the passwords that are tried first: choose another";
    }
    return NULL;
}

int sign_in_delay_s(int failures)
{
    if (failures < 3)
        return 0;
    return failures >= 9 ? 60 : 1 << (failures - 3);
}

const char *safe_next(const char *next)
{
    if (!next || next[0] != '/' || next[1] == '/' || next[1] == '\\' || strpbrk(next, "\r\n\t\\"))
        return "/";
    return next;
}

bool address_is_loopback(const char *address)
{
    if (strncmp(address, "::ffff:", 7) == 0)
        address += 7;
    return address[0] == '\0' || strcmp(address, "::1") == 0 ||
           (strncmp(address, "127.", 4) == 0 && strspn(address, "0123456789.") == strlen(address));
}

static void add_part(struct buf *b, struct str part)
{
    buf_printf(b, "%zu:", part.n);
    buf_put_str(b, part);
}

struct hash audit_hash(struct hash previous, const struct audit_entry *e)
{
    const char *const texts[] = { e->actor_kind, e->actor, e->action, e->object, e->detail, e->address, e->request_id };
    struct hash h;
    struct buf b;

    buf_init(&b, NULL, 1 << 20);
    add_part(&b, hash_str(&previous));
    buf_printf(&b, "%lld,%lld,", (long long)e->seq, (long long)e->at);
    add_part(&b, (struct str){ (const char *)e->actor_id.b, ID_BYTES });
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        add_part(&b, str_of(texts[i]));
    h = hash_sha256(buf_str(&b));
    buf_done(&b);
    return h;
}
