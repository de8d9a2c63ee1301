/* care.c: what people ask of staff, and what staff does; links by which a drawing is shared. */
#include "drawings/drawings.h"

#include "base/clock.h"
#include "store/db.h"

#define DAY_US (24 * 3600 * 1000000LL)
#define TOKEN_BYTES 24
#define OF_PICTURE_MAX 1000
#define REPORTS_SHOWN 50

const char *const share_expiries[] = { "day", "week", "month", "never", NULL };
const char *const report_reasons[] = { "insult", "sexual", "violence", "private", "copied", "other", NULL };

static struct str token_hash(struct arena *a, const char *token)
{
    return hash_keep(a, hash_sha256(str_of(token)));
}

/* ---- links ---- */

static int64_t expires_at(enum share_expiry expiry, int64_t now)
{
    static const int days[] = { [SHARE_DAY] = 1, [SHARE_WEEK] = 7, [SHARE_MONTH] = 30 };

    return expiry == SHARE_NEVER ? DB_NULL : now + days[expiry] * DAY_US;
}

enum err share_make(struct ctx *cx, struct id drawing, enum share_expiry expiry, const char **ret_token, int64_t *ret_expires_at)
{
    int64_t now = clock_utc_us();
    const char *token = hash_random_text(cx->arena, TOKEN_BYTES);
    struct drawings_share_add_in in = { .id = id_new(0), .drawing_id = drawing, .token_hash = token_hash(cx->arena, token),
                                        .label = token + strlen(token) - 3, .now = now, .expires_at = expires_at(expiry, now) };
    struct drawings_shares_active_row active;
    enum err e = db_one(cx, DRAWINGS_SHARES_ACTIVE, &(struct drawings_shares_active_in){ .drawing_id = drawing, .now = now }, &active);

    if (e == OK && active.n >= SHARES_MAX)
        return ctx_fail(cx, ERR_CONFLICT, "too-many-links", "A drawing has at most %d links: switch one off", SHARES_MAX);
    *ret_token = token;
    *ret_expires_at = in.expires_at;
    return e ? e : db_exec(cx, DRAWINGS_SHARE_ADD, &in, NULL);
}

enum err shares_of(struct ctx *cx, struct id drawing, struct drawings_shares_row **ret, size_t *ret_count)
{
    return db_many(cx, DRAWINGS_SHARES,
                   &(struct drawings_shares_in){ .drawing_id = drawing, .now = clock_utc_us(), .limit = SHARES_MAX }, ret, ret_count);
}

enum err share_revoke(struct ctx *cx, struct id drawing, struct id share)
{
    struct drawings_share_revoke_in in = { .id = share, .drawing_id = drawing, .now = clock_utc_us() };
    int64_t affected = 0;
    enum err e = db_exec(cx, DRAWINGS_SHARE_REVOKE, &in, &affected);

    return e == OK && affected == 0 ? ctx_fail(cx, ERR_NOT_FOUND, NULL, "There is no such link") : e;
}

enum err share_open(struct ctx *cx, const char *token, struct drawings_stored_row *ret, int64_t *ret_expires_at)
{
    struct drawings_share_by_token_in in = { .token_hash = token_hash(cx->arena, token), .now = clock_utc_us() };
    struct drawings_share_by_token_row row;
    enum err e = db_one(cx, DRAWINGS_SHARE_BY_TOKEN, &in, &row);

    if (e == OK) {
        *ret_expires_at = row.expires_at;
        e = drawing_find(cx, row.drawing_id, ret);
    }
    if (e == ERR_NOT_FOUND || (e == OK && ret->hidden))
        return ctx_fail(cx, ERR_NOT_FOUND, "link-ended", "This link has ended, or it was never one");
    return e;
}

/* ---- reports ---- */

enum err report_add(struct ctx *cx, struct id drawing, int64_t reason, const char *text)
{
    struct drawings_stored_row row;
    struct drawings_report_add_in in = { .id = id_new(0), .drawing_id = drawing, .reason = report_reasons[reason],
                                         .text = text && text[0] ? text : NULL, .now = clock_utc_us() };
    enum err e = drawing_find_seen(cx, drawing, &row);

    if (e)
        return e;
    in.picture_hash = row.picture_hash;
    return db_exec(cx, DRAWINGS_REPORT_ADD, &in, NULL);
}

enum err reports_of(struct ctx *cx, struct str picture_hash, struct drawings_reports_of_row **ret, size_t *ret_count)
{
    struct drawings_reports_of_in in = { .picture_hash = picture_hash, .limit = REPORTS_SHOWN };

    return db_many(cx, DRAWINGS_REPORTS_OF, &in, ret, ret_count);
}

static enum err close_reports(struct ctx *cx, struct str picture_hash)
{
    return db_exec(cx, DRAWINGS_REPORTS_CLOSE, &(struct drawings_reports_close_in){ .picture_hash = picture_hash, .now = clock_utc_us() },
                   NULL);
}

/* ---- moderation ---- */

static enum err note(struct ctx *cx, struct id drawing, struct str picture_hash, const char *action, const char *reason, const char *text)
{
    struct drawings_moderation_add_in in = {
        .id = id_new(0), .drawing_id = drawing, .picture_hash = picture_hash, .action = action, .reason = reason,
        .text = text && text[0] ? text : NULL, .done_by = cx->principal.name[0] ? cx->principal.name : "system", .now = clock_utc_us(),
    };

    return db_exec(cx, DRAWINGS_MODERATION_ADD, &in, NULL);
}

/* Under the newest drawing that looks like it. */
static enum err note_picture(struct ctx *cx, struct str picture_hash, const char *action, const char *reason, const char *text)
{
    struct drawings_of_picture_row *rows;
    size_t count;
    enum err e = db_many(cx, DRAWINGS_OF_PICTURE, &(struct drawings_of_picture_in){ .picture_hash = picture_hash, .limit = 1 }, &rows,
                         &count);

    return e ? e : note(cx, count ? rows[0].id : (struct id){ { 0 } }, picture_hash, action, reason, text);
}

enum err drawings_of_picture(struct ctx *cx, struct str picture_hash, struct drawings_stored_row **ret, size_t *ret_count)
{
    struct drawings_of_picture_in in = { .picture_hash = picture_hash, .limit = OF_PICTURE_MAX };
    struct drawings_of_picture_row *rows;
    struct id *ids;
    size_t count;
    enum err e = db_many(cx, DRAWINGS_OF_PICTURE, &in, &rows, &count);

    if (e)
        return e;
    ids = ARENA_ARRAY(cx->arena, count + 1, struct id);
    for (size_t i = 0; i < count; i++)
        ids[i] = rows[i].id;
    return drawings_by_id(cx, ids, count, ret, ret_count);
}

enum err picture_why_hidden(struct ctx *cx, struct str picture_hash, struct drawings_moderation_last_row *ret)
{
    enum err e = db_one(cx, DRAWINGS_MODERATION_LAST, &(struct drawings_moderation_last_in){ picture_hash }, ret);

    if (e == ERR_NOT_FOUND)
        ctx_clear_error(cx);
    return e;
}

enum err drawing_why_hidden(struct ctx *cx, const struct drawings_stored_row *row, const char **ret)
{
    struct drawings_moderation_last_row last;
    enum err e = row->hidden ? picture_why_hidden(cx, row->picture_hash, &last) : ERR_NOT_FOUND;

    *ret = e == OK && last.text ? last.text : "";
    return e == ERR_NOT_FOUND ? OK : e;
}

/* Gone from, or back on, every page, picture and list; with a note of it. */
static enum err set_hidden(struct ctx *cx, const struct hash *picture, bool hidden, const char *reason, const char *text)
{
    struct drawings_picture_hide_in in = { .picture_hash = hash_str(picture), .now = hidden ? clock_utc_us() : DB_NULL };
    struct drawings_hide_all_in all = { .picture_hash = in.picture_hash, .hidden = hidden };
    struct drawings_picture_lock_row lock;
    enum err e = db_one(cx, DRAWINGS_PICTURE_LOCK, &(struct drawings_picture_lock_in){ in.picture_hash }, &lock);

    if (e == ERR_NOT_FOUND)
        return ctx_fail(cx, e, NULL, "There is no such picture");
    if (e == OK)
        e = db_exec(cx, DRAWINGS_PICTURE_HIDE, &in, NULL);
    if (e == OK)
        e = db_exec(cx, DRAWINGS_HIDE_ALL, &all, NULL);
    if (e == OK)
        e = note_picture(cx, in.picture_hash, hidden ? "hide" : "unhide", reason, text);
    return e ? e : picture_retract(cx, in.picture_hash);
}

enum err picture_hide(struct ctx *cx, const struct hash *picture, int64_t reason, const char *text)
{
    enum err e = set_hidden(cx, picture, true, report_reasons[reason], text);

    return e ? e : close_reports(cx, hash_str(picture));
}

enum err picture_unhide(struct ctx *cx, const struct hash *picture)
{
    return set_hidden(cx, picture, false, NULL, NULL);
}

enum err picture_dismiss(struct ctx *cx, const struct hash *picture)
{
    struct drawings_picture_row row;
    enum err e = picture_find(cx, hash_str(picture), &row);

    if (e == OK)
        e = close_reports(cx, hash_str(picture));
    return e ? e : note_picture(cx, hash_str(picture), "dismiss", NULL, NULL);
}

/* A drawing that staff works on, locked. */
static enum err lock(struct ctx *cx, struct id id, struct drawings_stored_row *ret)
{
    struct drawings_lock_row row;
    enum err e = db_one(cx, DRAWINGS_LOCK, &(struct drawings_lock_in){ .id = id }, &row);

    if (e == ERR_NOT_FOUND)
        return ctx_fail(cx, e, NULL, "There is no such drawing any more");
    return e ? e : drawing_find(cx, id, ret);
}

enum err drawing_approve(struct ctx *cx, struct id id, int64_t version)
{
    struct drawings_stored_row row;
    enum err e = lock(cx, id, &row);

    if (e == OK && row.version != version)
        return ctx_fail(cx, ERR_STALE, NULL, "The drawing was changed since you looked at it");
    if (e == OK)
        e = db_exec(cx, DRAWINGS_APPROVE, &(struct drawings_approve_in){ .id = id, .version = version }, NULL);
    if (e == OK)
        e = note(cx, id, row.picture_hash, "approve", NULL, NULL);
    return e ? e : drawing_retract(cx, &row);
}

enum err drawing_set_author(struct ctx *cx, struct id id, const char *author)
{
    struct drawings_stored_row row;
    struct drawing_details d;
    enum err e = lock(cx, id, &row);

    if (e)
        return e;
    d = drawing_details_of(cx->arena, &row);
    d.author = author;
    e = note(cx, id, row.picture_hash, "pen_name", NULL,
             arena_printf(cx->arena, "%s → %s", row.author ? row.author : "", author && author[0] ? author : ""));
    return e ? e : drawing_describe(cx, &row, &d);
}

/* ---- what there is to look at ---- */

enum err care_counts(struct ctx *cx, struct drawings_care_counts_row *ret)
{
    return db_one(cx, DRAWINGS_CARE_COUNTS, NULL, ret);
}

enum err pictures_reported(struct ctx *cx, int64_t limit, struct str **ret, size_t *ret_count)
{
    struct drawings_reports_open_row *rows;
    enum err e = db_many(cx, DRAWINGS_REPORTS_OPEN, &(struct drawings_reports_open_in){ limit }, &rows, ret_count);

    *ret = ARENA_ARRAY(cx->arena, e ? 1 : *ret_count + 1, struct str);
    for (size_t i = 0; e == OK && i < *ret_count; i++)
        (*ret)[i] = rows[i].picture_hash;
    return e;
}

enum err pictures_hidden(struct ctx *cx, int64_t limit, struct str **ret, size_t *ret_count)
{
    struct drawings_hidden_row *rows;
    enum err e = db_many(cx, DRAWINGS_HIDDEN, &(struct drawings_hidden_in){ limit }, &rows, ret_count);

    *ret = ARENA_ARRAY(cx->arena, e ? 1 : *ret_count + 1, struct str);
    for (size_t i = 0; e == OK && i < *ret_count; i++)
        (*ret)[i] = rows[i].picture_hash;
    return e;
}

enum err drawings_waiting(struct ctx *cx, int64_t limit, struct drawings_stored_row **ret, size_t *ret_count)
{
    struct drawings_waiting_row *rows;
    struct id *ids;
    size_t count;
    enum err e = db_many(cx, DRAWINGS_WAITING, &(struct drawings_waiting_in){ limit }, &rows, &count);

    if (e)
        return e;
    ids = ARENA_ARRAY(cx->arena, count + 1, struct id);
    for (size_t i = 0; i < count; i++)
        ids[i] = rows[i].id;
    return drawings_by_id(cx, ids, count, ret, ret_count);
}

enum err moderation_log(struct ctx *cx, int64_t limit, struct drawings_moderation_log_row **ret, size_t *ret_count)
{
    return db_many(cx, DRAWINGS_MODERATION_LOG, &(struct drawings_moderation_log_in){ limit }, ret, ret_count);
}
