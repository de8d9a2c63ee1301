/* drawings.h: what the files of this domain share: a stored drawing, who may do what with it, saving, reading.

   A drawing has an id, an owner and versions; what a version consists of is CHD1 (chd1.h), whose bytes are a `blob` under their
   SHA-256, the drawing_id. What it looks like is a picture, under its picture_id (docs/chd1.md, "Identities"). */
#ifndef DRAWINGS_DRAWINGS_H
#define DRAWINGS_DRAWINGS_H

#include "base/hash.h"
#include "drawings/drawing.h"
#include "sql/drawings.h"
#include "store/ctx.h"

struct json_object;
struct req;

#define DRAWINGS_GROUP "drawings"      /* of cached lists */
#define CHD1_TYPE "application/vnd.midway.chd1"

enum {
    TITLE_MAX = 80, AUTHOR_MAX = 40, TAG_MAX = 30, TAGS_MAX = 8,     /* characters; tags of a drawing */
    REASON_MAX = 300, REPORT_MAX = 1000, LIST_MAX = 200, EDIT_TOKEN_LENGTH = 43, SHARES_MAX = 100
};

/* struct drawings_stored_row (sql/drawings.sql) is a stored drawing with its parent's name. */

/* ---- rules.c: pure ---- */

/* Did this principal make it, or does it have the drawing's Edit-Token? */
bool drawing_is_own(const struct principal *p, const struct drawings_stored_row *row);
/* May it see the drawing: listed, own, or staff? */
bool drawing_may_see(const struct principal *p, const struct drawings_stored_row *row);
bool drawing_is_staff(const struct principal *p) /* may moderate */;
/* "shown", "waiting", "hidden" or "private". */
const char *drawing_state(const struct drawings_stored_row *row);
/* Is what everybody sees still what staff approved? Other words are not, nor is what was private in between. */
bool drawing_stays_approved(const struct drawings_stored_row *row, const struct drawings_set_details_in *in);
/* Is it 43 characters of base64url, as a client chooses an Edit-Token? */
bool edit_token_is_good(const char *token);
/* Tags out of "monster, Green ,": trimmed, in lower case, without repetitions, at most TAGS_MAX, sorted as they came. False with the
   fault in `*ret_why`. */
bool tags_split(struct arena *a, struct str text, const char ***ret, size_t *ret_count, const char **ret_why);

/* ---- records.c ---- */

enum err drawing_find(struct ctx *cx, struct id id, struct drawings_stored_row *ret) /* ERR_NOT_FOUND */;
/* The same for who may see it; others get ERR_NOT_FOUND. */
enum err drawing_find_seen(struct ctx *cx, struct id id, struct drawings_stored_row *ret);
/* The same for who may change it, locked until the end of the transaction. ERR_DENIED for those who may only see it. `version` 0: any;
   else ERR_STALE when it is another. */
enum err drawing_lock_own(struct ctx *cx, struct id id, int64_t version, struct drawings_stored_row *ret);
/* In the order of `ids`; those that are gone are left out. */
enum err drawings_by_id(struct ctx *cx, const struct id *ids, size_t count, struct drawings_stored_row **ret, size_t *ret_count);

struct drawings_query {
    bool by_views;
    const char *tag, *author;          /* NULL: all */
    struct id before;                  /* zero: from the top */
    int64_t views;                     /* of `before`, by_views */
    int64_t limit;
};

/* A page of the gallery. `*ret_more`: there is another one behind the last row. */
enum err drawings_list(struct ctx *cx, const struct drawings_query *q, struct drawings_stored_row **ret, size_t *ret_count, bool *ret_more);
enum err drawings_owned(struct ctx *cx, struct id owner, struct id before, int64_t limit, struct drawings_stored_row **ret,
                        size_t *ret_count, bool *ret_more);
enum err drawings_owned_count(struct ctx *cx, struct id owner, int64_t *ret);
enum err drawings_children(struct ctx *cx, struct id parent, int64_t limit, struct drawings_stored_row **ret, size_t *ret_count);
enum err drawings_tags(struct ctx *cx, int64_t limit, struct drawings_tags_used_row **ret, size_t *ret_count);
enum err drawings_move(struct ctx *cx, struct id from, struct id to) /* all drawings of one owner to another */;
enum err drawing_count_view(struct ctx *cx, struct id id);

enum err drawing_versions(struct ctx *cx, struct id id, int64_t before, int64_t limit, struct drawings_versions_row **ret,
                          size_t *ret_count);
/* Version 0: the newest. ERR_NOT_FOUND. */
enum err drawing_version(struct ctx *cx, const struct drawings_stored_row *row, int64_t version, struct drawings_version_one_row *ret);

enum err picture_find(struct ctx *cx, struct str picture_hash, struct drawings_picture_row *ret) /* ERR_NOT_FOUND */;
/* The rasteriser's version of the listed drawing that is made of these bytes; 0 where there is none. */
enum err drawing_replayed(struct ctx *cx, const struct hash *drawing, int64_t *ret_renderer);
/* The bytes under a drawing_id, and what they say. Of the arena. */
enum err drawing_bytes(struct ctx *cx, struct str drawing_hash, struct str *ret);
enum err drawing_decode(struct ctx *cx, struct str drawing_hash, struct drawing *ret);

/* ---- save.c: the story of a change; all inside of the dispatcher's transaction ---- */

/* What was sent, checked, in its one spelling. */
struct drawing_sent {
    struct drawing d;
    struct str bytes;
    struct hash drawing_id, picture_id;
};

/* Reads CHD1 (or, with `json`, the twin) and refuses what costs too much to paint. All faults are noted in the ctx. */
enum err drawing_read(struct ctx *cx, struct str body, bool json, struct drawing_sent *ret);
/* The same of a drawing that is there already. */
enum err drawing_sent_of(struct ctx *cx, const struct drawing *d, struct drawing_sent *ret);

struct drawing_details {
    const char *title, *author;        /* NULL or "": none */
    const char *const *tags;
    size_t tag_count;
    bool is_public;
};

struct drawing_new {
    const struct drawing_sent *sent;
    struct drawing_details details;
    const char *edit_token;            /* chosen by the client, or NULL: one is made for somebody without account or key */
    struct id owner;                   /* zero: the principal */
    struct id parent;                  /* zero: none; else one that the principal may see */
};

struct drawing_saved {
    struct id id;
    bool existed;                      /* the same drawing was sent before: nothing was written */
    const char *edit_token;            /* the one that was made, or NULL */
};

/* Adds a drawing, once: the same bytes by the same owner, or in the gallery by anybody, are the drawing that is there. */
enum err drawing_add(struct ctx *cx, const struct drawing_new *in, struct drawing_saved *ret);
/* A new version of a locked drawing. */
enum err drawing_redraw(struct ctx *cx, const struct drawings_stored_row *row, const struct drawing_sent *sent);
/* An old version as the newest; `now` is the version that it is changed from, 0: any. */
enum err drawing_restore(struct ctx *cx, struct id id, int64_t now, int64_t version);
/* Other words; a drawing that becomes public waits where staff must approve. */
enum err drawing_describe(struct ctx *cx, const struct drawings_stored_row *row, const struct drawing_details *details);
enum err drawing_remove(struct ctx *cx, const struct drawings_stored_row *row);
/* Details that stay as they are. */
struct drawing_details drawing_details_of(struct arena *a, const struct drawings_stored_row *row);

/* After the commit, on all hosts: the published page and pictures of a drawing are gone, so are the pages of its parent and remixes,
   which show it; lists are new. */
enum err drawing_retract(struct ctx *cx, const struct drawings_stored_row *row);
/* The same for every drawing that looks like this. */
enum err picture_retract(struct ctx *cx, struct str picture_hash);

/* ---- care.c: share links, reports, moderation ---- */

enum share_expiry { SHARE_DAY, SHARE_WEEK, SHARE_MONTH, SHARE_NEVER };
extern const char *const share_expiries[];

/* A new link; the token is shown this once. `*ret_expires_at` is DB_NULL for never. */
enum err share_make(struct ctx *cx, struct id drawing, enum share_expiry expiry, const char **ret_token, int64_t *ret_expires_at);
/* SHARES_MAX of them: those that work first, newest first; ended ones too. */
enum err shares_of(struct ctx *cx, struct id drawing, struct drawings_shares_row **ret, size_t *ret_count);
enum err share_revoke(struct ctx *cx, struct id drawing, struct id share) /* ERR_NOT_FOUND */;
/* The drawing that a link leads to, and until when (DB_NULL: always). ERR_NOT_FOUND: unknown, expired, revoked, or hidden by staff. */
enum err share_open(struct ctx *cx, const char *token, struct drawings_stored_row *ret, int64_t *ret_expires_at);

extern const char *const report_reasons[];

enum err report_add(struct ctx *cx, struct id drawing, int64_t reason, const char *text);
enum err reports_of(struct ctx *cx, struct str picture_hash, struct drawings_reports_of_row **ret, size_t *ret_count);

/* For every drawing that looks like this, now and when it is sent again. `reason` is one of report_reasons; `text` is for who drew it. */
enum err picture_hide(struct ctx *cx, const struct hash *picture, int64_t reason, const char *text);
enum err picture_unhide(struct ctx *cx, const struct hash *picture);
enum err picture_dismiss(struct ctx *cx, const struct hash *picture) /* closes its reports */;
enum err drawing_approve(struct ctx *cx, struct id id, int64_t version) /* ERR_STALE: staff looked at another version */;
enum err drawing_set_author(struct ctx *cx, struct id id, const char *author) /* "": none */;

enum err care_counts(struct ctx *cx, struct drawings_care_counts_row *ret) /* how much there is to look at */;
/* What staff looks at: pictures with open reports, most reported first; hidden ones, newest first; drawings that wait, oldest first;
   what was done, newest first. */
enum err pictures_reported(struct ctx *cx, int64_t limit, struct str **ret, size_t *ret_count);
enum err pictures_hidden(struct ctx *cx, int64_t limit, struct str **ret, size_t *ret_count);
enum err drawings_waiting(struct ctx *cx, int64_t limit, struct drawings_stored_row **ret, size_t *ret_count);
enum err moderation_log(struct ctx *cx, int64_t limit, struct drawings_moderation_log_row **ret, size_t *ret_count);

/* The drawings of a picture, newest first. */
enum err drawings_of_picture(struct ctx *cx, struct str picture_hash, struct drawings_stored_row **ret, size_t *ret_count);
/* Why a picture is hidden; ERR_NOT_FOUND, nothing noted, where it is not known. */
enum err picture_why_hidden(struct ctx *cx, struct str picture_hash, struct drawings_moderation_last_row *ret);

/* The staff's words to who drew a hidden drawing; "" without, or where it is not hidden. */
enum err drawing_why_hidden(struct ctx *cx, const struct drawings_stored_row *row, const char **ret);

/* ---- purge.c ---- */

#define PURGE_JOB "drawings.purge"
/* A step of the job of that name (store/lease.h): drawings that were deleted a day ago lose their rows, and bytes and pictures that no
   version names any more go. A hidden picture stays hidden, should it be sent again. */
enum err drawings_purge(struct ctx *cx, int64_t fence, bool *ret_more);

/* ---- seen.c: a view is counted once for each viewer, drawing and day (UTC); without memcached each time ---- */

struct seen {
    bool is_new;
    const char *name;                  /* of the note in memcached */
    uint64_t lease;                    /* to write it; 0: nobody can just now */
    int left_s;                        /* of the day */
};

/* `viewer` is any text that names who looks; it is kept nowhere. Runs no statement. */
void seen_look(struct ctx *cx, const char *viewer, struct id drawing, struct seen *ret);
/* Notes it when it is counted for good. */
void seen_keep_after_commit(struct ctx *cx, const struct seen *s);
/* Pure: the seconds that are left of the day (UTC), 1 to 86400: for so long is anything remembered; */
int seen_left_s(int64_t now_us) __attribute__((const));
/* and what the note is called. */
const char *seen_name(struct arena *a, struct hash key, const char *viewer, struct id drawing);

/* ---- view.c ---- */

/* A drawing as the API shows it. */
struct json_object *drawing_view(struct ctx *cx, const struct drawings_stored_row *row);
/* Addresses, from the arena: "/drawings/ID" and what follows it; the folder where a drawing's pictures are, "/drawings/img/HASH/" of one
   that is listed, else one of its own for those who may see it. */
const char *drawing_href(struct arena *a, struct id id, const char *rest);
const char *drawing_pictures(struct arena *a, const struct drawings_stored_row *row);
/* Its animation, likewise. */
const char *drawing_replay(struct arena *a, const struct drawings_stored_row *row);

/* ---- append.c ---- */

/* `d` with more strokes: { palette[], strokes[] } as in the twin, painted last. All faults are noted in the ctx. */
enum err drawing_append(struct ctx *cx, const struct drawing *d, struct json_object *more, struct drawing *ret);

#endif
