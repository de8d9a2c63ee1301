/* Pages by the real handlers over a fake database: each view has all that the example of its page has, and the most important pages
   are their golden files. After a wanted change: MIDWAY_GOLDEN=write build/tests/check-drawing-pages golden; then read the difference. */
#include "asked.h"
#include "members.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/view.h"
#include "drawings/drawings.h"
#include "drawings/drawings_module.h"
#include "sql/web.h"
#include "store/store.h"
#include "web/session.h"
#include "web/template.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ID "01jk3v7qz8r5t9x2b4n6c8d0ea"
#define PARENT "01jk3v7qz8r5t9x2b4n6c8d0ed"
#define LINK "q3J9c0nVY0sG1mYbq2f8Xw7QaTt5LkR4"
#define AT 1795266131000000LL         /* 21 November 2026, 13:02:11 UTC */
#define DAY (24 * 3600 * 1000000LL)

static const char hash_a[HASH_BYTES] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", hash_b[HASH_BYTES] = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
static const struct id mia = { "mia" };

/* ---- what is in the database ---- */

static struct {
    bool empty;                        /* no drawings at all */
    bool closed, waiting, hidden, plain;    /* the drawing of ID */
    bool over;                         /* the link to another device */
    bool mine;                         /* ID is the guest's */
} world;

static struct id id_of(const char *text)
{
    struct id id;

    CU_ASSERT_TRUE_FATAL(id_parse(str_of(text), &id));
    return id;
}

static struct str bytes(const char *p)
{
    return (struct str){ p, HASH_BYTES };
}

static struct drawings_stored_row drawing(const char *id)
{
    struct drawings_stored_row row = {
        .id = id_of(id), .owner_id = world.mine ? mia : (struct id){ "jo" }, .version = 4, .drawing_hash = bytes(hash_a),
        .picture_hash = bytes(hash_b), .title = "Captain Whiskers", .author = "Mia", .tags = "[\"cat\",\"captain\"]", .width = 4096,
        .height = 4096, .stroke_count = 61, .point_count = 2040, .duration_ms = 48000, .is_public = true, .approved = true,
        .listed = true, .views = 128, .created_at = AT, .updated_at = AT, .parent_id = id_of(PARENT), .parent_title = "Robo",
        .parent_author = "Jo", .parent_listed = true,
    };

    if (strcmp(id, ID) != 0)
        return row;
    if (world.closed || world.waiting || world.hidden)
        row.listed = row.parent_listed = false;
    row.is_public = !world.closed;
    row.approved = !world.waiting;
    row.hidden = world.hidden;
    if (world.plain) {
        row.title = row.author = row.parent_title = row.parent_author = NULL;
        row.tags = "[]";
        row.parent_id = (struct id){ { 0 } };
        row.parent_listed = false;
    }
    return row;
}

/* Fakes of statements that give rows: `ROW` is the struct. */
#define GIVE(RET, ROW, ...)                                                              \
    do {                                                                                 \
        static const struct ROW one[] = { __VA_ARGS__ };                                 \
        fake_db.rows = sizeof(one) / sizeof(one[0]);                                     \
        *(const struct ROW **)(RET) = one;                                               \
    } while (0)

static enum err missing(struct ctx *cx)
{
    return ctx_fail(cx, ERR_NOT_FOUND, NULL, "No row");
}

static enum err stored(struct ctx *cx, const void *in, void *ret)
{
    const struct drawings_stored_in *i = in;
    struct drawings_stored_row *rows = ARENA_ARRAY(cx->arena, i->ids.n + 1, struct drawings_stored_row);
    char text[ID_TEXT_SIZE];

    for (size_t n = 0; n < i->ids.n && !world.empty; n++) {
        if (!id_is_zero(i->ids.v[n]))
            rows[fake_db.rows++] = drawing(id_text(i->ids.v[n], text));
    }
    *(struct drawings_stored_row **)ret = rows;
    return OK;
}

/* Statements of which a row is an id. */
static enum err ids(struct ctx *cx, const void *in, void *ret)
{
    struct id *rows = ARENA_ARRAY(cx->arena, 2, struct id);

    (void)in;
    rows[0] = id_of(ID);
    rows[1] = id_of(PARENT);
    fake_db.rows = world.empty ? 0 : 2;
    *(struct id **)ret = rows;
    return OK;
}

static enum err full(struct ctx *cx, const void *in, void *ret)
{
    struct id *rows = ARENA_ARRAY(cx->arena, 49, struct id);

    (void)in;
    for (int i = 0; i < 49; i++)
        rows[i] = id_of(i ? PARENT : ID);
    fake_db.rows = world.empty ? 0 : 49;
    *(struct id **)ret = rows;
    return OK;
}

static enum err children(struct ctx *cx, const void *in, void *ret)
{
    struct id *rows = ARENA_ARRAY(cx->arena, 1, struct id);

    (void)in;
    rows[0] = id_of(PARENT);
    fake_db.rows = !world.plain;
    *(struct id **)ret = rows;
    return OK;
}

static enum err tags_used(struct ctx *cx, const void *in, void *ret)
{
    (void)cx;
    (void)in;
    GIVE(ret, drawings_tags_used_row, { "cat", 12 }, { "red & green", 3 });
    return OK;
}

static enum err tag_common(struct ctx *cx, const void *in, void *ret)
{
    (void)cx;
    (void)in;
    *(struct drawings_tag_common_row *)ret = (struct drawings_tag_common_row){ false };
    return OK;
}

static enum err owned_count(struct ctx *cx, const void *in, void *ret)
{
    (void)cx;
    (void)in;
    *(struct drawings_owned_count_row *)ret = (struct drawings_owned_count_row){ 3 };
    return OK;
}

static enum err versions(struct ctx *cx, const void *in, void *ret)
{
    struct drawings_versions_row *rows = ARENA_ARRAY(cx->arena, 25, struct drawings_versions_row);

    (void)in;
    for (int i = 0; i < 25; i++)
        rows[i] = (struct drawings_versions_row){ 25 - i, bytes(hash_a), bytes(hash_b), 10, 300, 9000, AT };
    fake_db.rows = 25;
    *(struct drawings_versions_row **)ret = rows;
    return OK;
}

static enum err shares(struct ctx *cx, const void *in, void *ret)
{
    (void)cx;
    (void)in;
    GIVE(ret, drawings_shares_row, { { "share" }, "kR4", AT, AT + 7 * DAY, DB_NULL }, { { "old" }, "xyz", AT, DB_NULL, AT });
    return OK;
}

static enum err shares_active(struct ctx *cx, const void *in, void *ret)
{
    (void)cx;
    (void)in;
    *(struct drawings_shares_active_row *)ret = (struct drawings_shares_active_row){ 1 };
    return OK;
}

static enum err share_by_token(struct ctx *cx, const void *in, void *ret)
{
    (void)cx;
    (void)in;
    *(struct drawings_share_by_token_row *)ret = (struct drawings_share_by_token_row){ id_of(ID), AT + 7 * DAY };
    return OK;
}

static enum err moderation_last(struct ctx *cx, const void *in, void *ret)
{
    (void)cx;
    (void)in;
    *(struct drawings_moderation_last_row *)ret =
        (struct drawings_moderation_last_row){ "private", "Please leave out the telephone number.", "admin", AT };
    return OK;
}

static enum err moderation_log_rows(struct ctx *cx, const void *in, void *ret)
{
    struct drawings_moderation_log_row *rows = ARENA_ARRAY(cx->arena, 1, struct drawings_moderation_log_row);

    (void)in;
    rows[0] = (struct drawings_moderation_log_row){ id_of(ID), "hide", "private", "Please.", "admin", AT };
    fake_db.rows = 1;
    *(struct drawings_moderation_log_row **)ret = rows;
    return OK;
}

static enum err care_counts_rows(struct ctx *cx, const void *in, void *ret)
{
    (void)cx;
    (void)in;
    *(struct drawings_care_counts_row *)ret = (struct drawings_care_counts_row){ 2, 1 };
    return OK;
}

/* Statements of which a row is a picture. */
static enum err pictures(struct ctx *cx, const void *in, void *ret)
{
    struct str *rows = ARENA_ARRAY(cx->arena, 1, struct str);

    (void)in;
    rows[0] = bytes(hash_b);
    fake_db.rows = !world.empty;
    *(struct str **)ret = rows;
    return OK;
}

static enum err reports_of_rows(struct ctx *cx, const void *in, void *ret)
{
    (void)cx;
    (void)in;
    GIVE(ret, drawings_reports_of_row, { "violence", "Look at the shirt.", AT }, { "other", NULL, AT });
    return OK;
}

static enum err guest_by_token(struct ctx *cx, const void *in, void *ret)
{
    (void)cx;
    (void)in;
    *(struct web_guest_by_token_row *)ret = (struct web_guest_by_token_row){ mia, clock_utc_us() };
    return OK;
}

static enum err guest_link(struct ctx *cx, const void *in, void *ret)
{
    (void)in;
    if (world.over)
        return missing(cx);
    *(struct web_guest_link_row *)ret = (struct web_guest_link_row){ { "phone" } };
    return OK;
}

static enum err lock(struct ctx *cx, const void *in, void *ret)
{
    (void)cx;
    (void)in;
    *(struct drawings_lock_row *)ret = (struct drawings_lock_row){ 4 };
    return OK;
}

static enum err nothing(struct ctx *cx, const void *in, void *ret)
{
    (void)cx;
    (void)in;
    (void)ret;
    return OK;
}

static void set_up(void)
{
    static const struct { const struct statement *st; fake_run *run; } fakes[] = {
        { DRAWINGS_STORED, stored }, { DRAWINGS_NEWEST, full }, { DRAWINGS_MOST_VIEWED, full }, { DRAWINGS_OWNED, full },
        { DRAWINGS_OWNED_COUNT, owned_count }, { DRAWINGS_CHILDREN, children }, { DRAWINGS_TAGS_USED, tags_used },
        { DRAWINGS_TAG_COMMON, tag_common },
        { DRAWINGS_VERSIONS, versions }, { DRAWINGS_SHARES, shares }, { DRAWINGS_SHARES_ACTIVE, shares_active },
        { DRAWINGS_SHARE_ADD, nothing }, { DRAWINGS_SHARE_BY_TOKEN, share_by_token }, { DRAWINGS_REPORT_ADD, nothing },
        { DRAWINGS_MODERATION_LAST, moderation_last }, { DRAWINGS_MODERATION_LOG, moderation_log_rows },
        { DRAWINGS_CARE_COUNTS, care_counts_rows },
        { DRAWINGS_REPORTS_OPEN, pictures }, { DRAWINGS_HIDDEN, pictures }, { DRAWINGS_REPORTS_OF, reports_of_rows },
        { DRAWINGS_OF_PICTURE, ids }, { DRAWINGS_WAITING, ids }, { DRAWINGS_LOCK, lock }, { WEB_GUEST_BY_TOKEN, guest_by_token },
        { WEB_GUEST_LINK, guest_link }, { WEB_GUEST_LINK_ADD, nothing },
    };
    struct config *config = &asked_store()->config;

    config->rate_limits = false;
    config->published = "/dev/null";
    for (size_t i = 0; i < ARRAY_LEN(fakes); i++)
        fake_db_on(fakes[i].st, fakes[i].run);
    fake_db_session("staff", "admin", "admin");
    memset(&world, 0, sizeof(world));
}

/* ---- what the handlers show ---- */

/* The linker's --wrap: the view and the inner part of the last page. */
static struct {
    char name[60];
    struct json_object *view;
    char *html;
} shown;

bool __real_template_render(const struct templates *ts, const char *name, struct json_object *view, struct buf *out);
bool __wrap_template_render(const struct templates *ts, const char *name, struct json_object *view, struct buf *out);

bool __wrap_template_render(const struct templates *ts, const char *name, struct json_object *view, struct buf *out)
{
    bool good = __real_template_render(ts, name, view, out);

    if (strncmp(name, "drawings/", 9) == 0) {
        snprintf(shown.name, sizeof(shown.name), "%s", name);
        shown.view = json_object_get(view);
        shown.html = strdup(buf_text(out));
    }
    return good;
}

static const char *as_guest(void)
{
    static char headers[300];
    struct arena a;

    arena_init(&a, MIB);
    snprintf(headers, sizeof(headers), "Cookie: guest=token\nX-CSRF-Token: %s\n", session_csrf(&a, "token"));
    arena_done(&a);
    return headers;
}

/* Asks for a page of this template; `form` NULL for GET. */
static struct req *show(const char *template, const char *request, const char *headers, const char *form)
{
    struct req *rq;

    shown.name[0] = '\0';
    rq = form ? ask_form(&drawings_module, request, headers, form) : ask(&drawings_module, request, headers, STR(""));
    ASSERT_STR(shown.name, template);
    CU_ASSERT_PTR_NOT_NULL_FATAL(shown.view);
    return rq;
}

/* The page, whose example is tests/drawings/views/SAMPLE.json, is answered with `status`. */
static void page(const char *sample, int status, const char *request, const char *headers, const char *form)
{
    char template[100];

    snprintf(template, sizeof(template), "drawings/%.*s", (int)strcspn(sample, "-"), sample);
    CU_ASSERT_EQUAL(asked_status(show(template, request, headers, form)), status);
    members_check(members_sample("drawings", sample), shown.view, sample);
}

static const char *text_at(const char *path)
{
    static char text[2000];

    snprintf(text, sizeof(text), "%.*s", STR_ARG(view_get_str(shown.view, path)));
    return text;
}

TEST(pages_of_the_gallery_have_all_members)
{
    set_up();
    page("list", 200, "GET /drawings", NULL, NULL);
    ASSERT_STR(text_at("first_href"), "");
    page("list-filtered", 200, "GET /drawings?sort=views&tag=cat&author=Mia+%26+Jo", NULL, NULL);
    ASSERT_STR(text_at("newest_href"), "/drawings?tag=cat&author=Mia%20%26%20Jo");
    page("wall", 200, "GET /drawings/wall", NULL, NULL);
    world.empty = true;
    page("list-none", 200, "GET /drawings?tag=cat", NULL, NULL);
    page("list-empty", 200, "GET /drawings", NULL, NULL);
    page("wall-empty", 200, "GET /drawings/wall", NULL, NULL);
}

TEST(pages_of_a_drawing_have_all_members)
{
    set_up();
    page("show", 200, "GET /drawings/" ID, NULL, NULL);
    world.plain = true;
    page("show-plain", 200, "GET /drawings/" ID, NULL, NULL);
    world.plain = false;
    world.closed = true;
    page("show-shared", 200, "GET /drawings/s/" LINK, NULL, NULL);
    world.mine = true;
    page("show-private", 200, "GET /drawings/" ID, as_guest(), NULL);
}

TEST(pages_of_owners_have_all_members)
{
    set_up();
    world.mine = true;
    page("mine", 200, "GET /drawings/mine", as_guest(), NULL);
    page("mine-move", 200, "POST /drawings/mine/move", as_guest(), "_key=1");
    page("versions", 200, "GET /drawings/" ID "/versions", as_guest(), NULL);
    page("delete", 200, "GET /drawings/" ID "/delete", as_guest(), NULL);
    page("share-first", 200, "GET /drawings/" ID "/share", as_guest(), NULL);
    page("share", 200, "POST /drawings/" ID "/share", as_guest(), "expires=week");
    page("new", 200, "GET /drawings/new", NULL, NULL);
    page("new-remix", 200, "GET /drawings/new?remix=" ID, NULL, NULL);
    page("new-remix", 200, "GET /drawings/" ID "/edit", as_guest(), NULL);
    page("move", 200, "GET /drawings/move/x", as_guest(), NULL);
    world.over = true;
    page("move-over", 410, "GET /drawings/move/x", as_guest(), NULL);
    world.empty = true;
    page("mine-empty", 200, "GET /drawings/mine", NULL, NULL);
}

TEST(pages_of_reports_have_all_members)
{
    set_up();
    page("report", 200, "GET /drawings/" ID "/report", NULL, NULL);
    page("report-errors", 422, "POST /drawings/" ID "/report", NULL, "reason=dull&text=Look");
    ASSERT_STR(text_at("text"), "Look");
    page("report-sent", 200, "POST /drawings/" ID "/report", NULL, "reason=insult&text=Look");
}

TEST(pages_of_staff_have_all_members)
{
    set_up();
    page("moderation", 200, "GET /drawings/moderation", asked_as("staff"), NULL);
    page("moderation-log", 200, "GET /drawings/moderation?list=log", asked_as("staff"), NULL);
    world.waiting = true;
    page("moderation-waiting", 200, "GET /drawings/moderation?list=waiting", asked_as("staff"), NULL);
    CU_ASSERT_TRUE(str_equal(view_get_str(view_at(view_get(shown.view, "items"), 0), "approve_action"),
                             STR("/drawings/moderation/" ID "/approve?version=4")));
    world.waiting = false;
    world.hidden = true;
    page("moderation-hidden", 200, "GET /drawings/moderation?list=hidden", asked_as("staff"), NULL);
    world.empty = true;
    page("moderation-none", 200, "GET /drawings/moderation", asked_as("staff"), NULL);
}

/* ---- golden pages ---- */

static void golden(const char *name, const char *template, const char *request, const char *headers)
{
    const char *mode = getenv("MIDWAY_GOLDEN");
    char path[600];
    size_t n;

    CU_ASSERT_EQUAL(asked_status(show(template, request, headers, NULL)), 200);
    snprintf(path, sizeof(path), TOP_SRCDIR "/tests/drawings/golden/built-%s.html", name);
    if (mode && strcmp(mode, "write") == 0) {
        FILE *f = fopen(path, "w");

        CU_ASSERT_PTR_NOT_NULL_FATAL(f);
        fputs(shown.html, f);
        fclose(f);
        return;
    }
    ASSERT_STR(shown.html, test_read_file(path, &n));
}

TEST(golden_gallery)
{
    set_up();
    golden("list", "drawings/list", "GET /drawings?tag=cat", NULL);
}

TEST(golden_drawing)
{
    set_up();
    golden("show", "drawings/show", "GET /drawings/" ID, NULL);
}

/* For everybody it is the same page, whoever asks first. */
TEST(golden_drawing_for_its_owner)
{
    set_up();
    world.mine = true;
    golden("show", "drawings/show", "GET /drawings/" ID, as_guest());
}

TEST(golden_private_drawing)
{
    set_up();
    world.mine = world.closed = true;
    golden("show-private", "drawings/show", "GET /drawings/" ID, as_guest());
}

TEST(golden_hidden_drawing)
{
    set_up();
    world.mine = world.hidden = true;
    golden("show-hidden", "drawings/show", "GET /drawings/" ID, as_guest());
}

TEST(golden_shared_drawing)
{
    set_up();
    world.closed = true;
    golden("show-shared", "drawings/show", "GET /drawings/s/" LINK, NULL);
}

/* ---- who does not get them ---- */

static int status_of(const char *request, const char *headers)
{
    return asked_status(ask(&drawings_module, request, headers, STR("")));
}

TEST(pages_of_a_closed_drawing_are_for_few)
{
    static const char *const pages[] = {
        "GET /drawings/" ID, "GET /drawings/" ID "/versions", "GET /drawings/" ID "/share", "GET /drawings/" ID "/delete",
        "GET /drawings/" ID "/edit", "GET /drawings/" ID "/report", "GET /drawings/new?remix=" ID, "GET /api/v1/drawings/" ID,
        "GET /api/v1/drawings/" ID "/strokes", "GET /api/v1/drawings/" ID ".chd",
    };

    set_up();
    for (int how = 0; how < 3; how++) {
        world.closed = how == 0;
        world.waiting = how == 1;
        world.hidden = how == 2;
        for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
            CU_ASSERT_EQUAL(status_of(pages[i], NULL), 404);
            CU_ASSERT_EQUAL(status_of(pages[i], as_guest()), 404);
        }
    }
}

TEST(pages_of_a_closed_drawing_are_not_kept)
{
    set_up();
    world.mine = world.closed = true;
    ASSERT_STR(show("drawings/show", "GET /drawings/" ID, as_guest(), NULL)->reply.cache_control, "private, no-store");
    ASSERT_STR(show("drawings/show", "GET /drawings/s/" LINK, NULL, NULL)->reply.cache_control, "private, no-store");
    world.hidden = true;
    CU_ASSERT_EQUAL(status_of("GET /drawings/s/" LINK, NULL), 404);
}
