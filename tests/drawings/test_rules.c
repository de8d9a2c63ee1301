/* Who may see and change a drawing, what state it is in, tags and edit tokens. */
#include "test.h"

#include "drawings/drawings.h"
#include "sample.h"

#include <stdio.h>
#include <string.h>

static const struct id owner = { "owner" }, other = { "other" };

static struct principal guest(struct id id)
{
    return (struct principal){ .kind = PRINCIPAL_GUEST, .id = id };
}

static struct principal account(enum role role)
{
    return (struct principal){ .kind = PRINCIPAL_ACCOUNT, .id = { "account" }, .role = role };
}

static const struct principal nobody = { .kind = PRINCIPAL_ANONYMOUS };

/* ---- owners ---- */

TEST(rules_own_by_id)
{
    const struct drawings_stored_row row = { .owner_id = owner };
    const struct principal mia = guest(owner), jo = guest(other), key = { .kind = PRINCIPAL_KEY, .id = owner };

    CU_ASSERT_TRUE(drawing_is_own(&mia, &row));
    CU_ASSERT_TRUE(drawing_is_own(&key, &row));
    CU_ASSERT_FALSE(drawing_is_own(&jo, &row));
    CU_ASSERT_FALSE(drawing_is_own(&nobody, &row));
}

/* Nobody has the id of zeros, and owns nothing of which the owner is unknown. */
TEST(rules_nobody_owns_nothing)
{
    const struct drawings_stored_row row = { .owner_id = { { 0 } } };

    CU_ASSERT_FALSE(drawing_is_own(&nobody, &row));
}

#define TOKEN "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno-_"

TEST(rules_own_by_edit_token)
{
    struct hash h = hash_sha256(STR(TOKEN));
    const struct drawings_stored_row row = { .owner_id = owner, .edit_token_hash = { (const char *)h.b, HASH_BYTES } };
    const struct drawings_stored_row without = { .owner_id = owner };
    struct principal p = nobody;

    p.edit_token = TOKEN;
    CU_ASSERT_TRUE(drawing_is_own(&p, &row));
    CU_ASSERT_TRUE(drawing_may_see(&p, &row));
    CU_ASSERT_FALSE(drawing_is_own(&p, &without));
    p.edit_token = "";
    CU_ASSERT_FALSE(drawing_is_own(&p, &row));
    p.edit_token = TOKEN "x";
    CU_ASSERT_FALSE(drawing_is_own(&p, &row));
    p = guest(other);
    p.edit_token = TOKEN;
    CU_ASSERT_TRUE(drawing_is_own(&p, &row));
}

TEST(rules_edit_tokens)
{
    CU_ASSERT_TRUE(edit_token_is_good(TOKEN));
    CU_ASSERT_FALSE(edit_token_is_good(""));
    CU_ASSERT_FALSE(edit_token_is_good(TOKEN "A"));
    CU_ASSERT_FALSE(edit_token_is_good("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno-"));
    CU_ASSERT_FALSE(edit_token_is_good("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno+/"));
    CU_ASSERT_FALSE(edit_token_is_good("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno= "));
}

/* ---- who sees ---- */

TEST(rules_staff_is_editors_and_above)
{
    const struct { enum role role; bool staff; } cases[] = {
        { ROLE_NONE, false }, { ROLE_VIEWER, false }, { ROLE_EDITOR, true }, { ROLE_MANAGER, true }, { ROLE_ADMIN, true },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct principal p = account(cases[i].role);

        CU_ASSERT_EQUAL(drawing_is_staff(&p), cases[i].staff);
        p.kind = PRINCIPAL_KEY;       /* whatever a row says: a key is a program */
        CU_ASSERT_FALSE(drawing_is_staff(&p));
    }
}

TEST(rules_who_sees_what)
{
    const struct drawings_stored_row listed = { .owner_id = owner, .listed = true }, closed = { .owner_id = owner };
    const struct { struct principal p; bool sees_closed; } cases[] = {
        { nobody, false }, { guest(other), false }, { guest(owner), true }, { account(ROLE_VIEWER), false }, { account(ROLE_EDITOR), true },
        { { .kind = PRINCIPAL_KEY, .id = { "other" }, .scopes = " all " }, false },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        CU_ASSERT_TRUE(drawing_may_see(&cases[i].p, &listed));
        CU_ASSERT_EQUAL(drawing_may_see(&cases[i].p, &closed), cases[i].sees_closed);
    }
}

TEST(rules_states)
{
    const struct { bool is_public, approved, hidden; const char *state; } cases[] = {
        { true, true, false, "shown" }, { true, false, false, "waiting" }, { false, true, false, "private" },
        { false, false, false, "private" },
        { true, true, true, "hidden" }, { true, false, true, "hidden" }, { false, false, true, "hidden" },
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct drawings_stored_row row = { .is_public = cases[i].is_public, .approved = cases[i].approved,
                                                 .hidden = cases[i].hidden };

        ASSERT_STR(drawing_state(&row), cases[i].state);
    }
}

/* ---- approval ---- */

TEST(rules_what_stays_approved)
{
    const struct drawings_stored_row shown = { .title = "Fox", .tags = "[\"red\"]", .is_public = true }, closed = { .tags = "[]" };
    struct drawings_set_details_in in = { .title = "Fox", .tags = "[\"red\"]", .is_public = true };

    CU_ASSERT_TRUE(drawing_stays_approved(&shown, &in));
    in.is_public = false;
    CU_ASSERT_TRUE(drawing_stays_approved(&shown, &in));
    in.title = NULL;
    CU_ASSERT_FALSE(drawing_stays_approved(&shown, &in));
    in = (struct drawings_set_details_in){ .title = "Fox", .author = "Mia", .tags = "[\"red\"]", .is_public = true };
    CU_ASSERT_FALSE(drawing_stays_approved(&shown, &in));
    in = (struct drawings_set_details_in){ .title = "Fox", .tags = "[\"blue\"]", .is_public = true };
    CU_ASSERT_FALSE(drawing_stays_approved(&shown, &in));
    in = (struct drawings_set_details_in){ .tags = "[]" };
    CU_ASSERT_TRUE(drawing_stays_approved(&closed, &in));
    in.is_public = true;
    CU_ASSERT_FALSE(drawing_stays_approved(&closed, &in));
}

/* ---- tags ---- */

/* "a|b", or why not. */
static const char *tags_of(const char *text)
{
    static char joined[2000];
    const char **tags, *why;
    size_t count, n = 0;

    if (!tags_split(sample_arena(), str_of(text), &tags, &count, &why))
        return why;
    joined[0] = '\0';
    for (size_t i = 0; i < count; i++)
        n += (size_t)snprintf(joined + n, sizeof(joined) - n, "%s%s", i ? "|" : "", tags[i]);
    return joined;
}

/* ---- views ---- */

TEST(seen_is_forgotten_when_the_day_ends)
{
    const int64_t day_us = INT64_C(86400000000);

    CU_ASSERT_EQUAL(seen_left_s(20000 * day_us), 86400);
    CU_ASSERT_EQUAL(seen_left_s(20000 * day_us + 1), 86400);
    CU_ASSERT_EQUAL(seen_left_s(20000 * day_us + day_us / 2), 43200);
    CU_ASSERT_EQUAL(seen_left_s(20001 * day_us - 1000000), 1);
    CU_ASSERT_EQUAL(seen_left_s(20001 * day_us - 1), 1);
}

TEST(seen_names_tell_viewer_drawing_and_day_apart)
{
    const struct hash today = { { 1 } }, tomorrow = { { 2 } };
    const char *name = seen_name(sample_arena(), today, "192.0.2.7 Browser", owner);

    ASSERT_STR(seen_name(sample_arena(), today, "192.0.2.7 Browser", owner), name);
    CU_ASSERT_TRUE(strcmp(seen_name(sample_arena(), tomorrow, "192.0.2.7 Browser", owner), name) != 0);
    CU_ASSERT_TRUE(strcmp(seen_name(sample_arena(), today, "192.0.2.8 Browser", owner), name) != 0);
    CU_ASSERT_TRUE(strcmp(seen_name(sample_arena(), today, "192.0.2.7 Browser", other), name) != 0);
    CU_ASSERT_PTR_NULL(strstr(name, "192.0.2.7"));
}

TEST(rules_tags_are_tidy)
{
    ASSERT_STR(tags_of(""), "");
    ASSERT_STR(tags_of(" , ,,"), "");
    ASSERT_STR(tags_of("Monster, green ,  MONSTER,Green"), "monster|green");
    ASSERT_STR(tags_of("z,a"), "z|a");
    ASSERT_STR(tags_of("\u00c4ffchen, \u00e4FFCHEN"), "\u00e4ffchen");
    ASSERT_STR(tags_of("two words"), "two words");
}

TEST(rules_tags_have_limits)
{
    ASSERT_STR(tags_of("a,b,c,d,e,f,g,h"), "a|b|c|d|e|f|g|h");
    ASSERT_STR(tags_of("a,b,c,d,e,f,g,h,A"), "a|b|c|d|e|f|g|h");
    ASSERT_STR(tags_of("a,b,c,d,e,f,g,h,i"), "A drawing has at most 8 tags");
    ASSERT_STR(tags_of("\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4"
                       "\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4"),
               "\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4"
               "\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4");
    ASSERT_STR(tags_of("1234567890123456789012345678901"), "A tag has at most 30 characters: 1234567890123456789012345678901");
}
