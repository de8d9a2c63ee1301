/* api.h: what comes in with requests, and who answers them. */
#ifndef DRAWINGS_API_H
#define DRAWINGS_API_H

#include "drawings/drawings.h"
#include "web/route.h"

#define CONTENT_MAX (4 * MIB)          /* the twin of 200,000 points */

enum { VISIBILITY_PUBLIC, VISIBILITY_PRIVATE, VISIBILITY_AS_IT_IS = -1 };

struct drawing_in {
    struct id id;                      /* of the path: what is changed or remixed */
    struct str bytes;
    const char *title, *author, *tags; /* NULL: not said */
    int64_t visibility;
    struct id parent;
};
struct details_in { struct id id; const char *title, *author; const char *tags; int64_t visibility; };
struct drawing_id_in { struct id id; };
struct drawing_version_in { struct id id; int64_t version; };
struct versions_in { struct id id; int64_t before, limit; };
struct drawings_in { int64_t sort; const char *tag, *author, *cursor; int64_t limit; };
struct strokes_in { struct id id; int64_t from; };
struct me_in { struct id drawing; };
struct report_in { struct id id; int64_t reason; const char *text; };
struct picture_in { const char *hash, *file; };
struct own_picture_in { struct id id; const char *file; int64_t version; };
struct shared_picture_in { const char *token, *file; };

extern const char *const drawing_sorts[], *const visibilities[];
extern const struct field drawing_fields[], details_fields[], drawing_id_fields[], drawing_version_fields[], versions_fields[],
    drawings_fields[], strokes_fields[], append_fields[], restored_fields[], me_fields[], report_fields[], picture_fields[],
    own_picture_fields[], shared_picture_fields[];

/* ---- web_api.c ---- */

/* Cursors of the gallery and of "My drawings": where a page ended, in base64url. */
const char *cursor_after(struct arena *a, const struct drawings_stored_row *last, bool by_views);
enum err cursor_read(struct ctx *cx, const char *text, bool by_views, struct id *ret_before, int64_t *ret_views);
/* The query of a gallery's page. */
enum err drawings_query_of(struct ctx *cx, const struct drawings_in *in, struct drawings_query *ret);
/* Title, pen name, tags and visibility as sent; what was not said stays as in `now`. Faults are noted. */
enum err details_of_input(struct ctx *cx, const struct drawing_in *in, const struct drawing_details *now, struct drawing_details *ret);

enum err drawings_prepare(struct req *rq) /* before the transaction: reads and checks what was drawn */;
enum err drawings_create(struct req *rq);
enum err drawings_remix(struct req *rq);
enum err drawings_update(struct req *rq);
enum err drawings_details(struct req *rq);
enum err drawings_delete(struct req *rq);
enum err drawings_get(struct req *rq);
enum err drawings_get_bytes(struct req *rq);
enum err drawings_get_list(struct req *rq);
enum err drawings_get_versions(struct req *rq);
enum err drawings_restore(struct req *rq);
enum err drawings_append(struct req *rq);
enum err drawings_strokes(struct req *rq);
enum err drawings_me(struct req *rq);
enum err drawings_view(struct req *rq);
enum err drawings_view_prepare(struct req *rq) /* before the transaction: was it seen today? */;
enum err drawings_report(struct req *rq);

/* ---- web_picture.c ---- */

/* CHD1 bytes, with the version of the rasteriser that paints their picture (docs/rendering.md, "Versions"): who paints them beside it
   takes that one. */
enum err reply_chd1(struct req *rq, struct str drawing_hash, int64_t renderer);
enum err drawings_picture(struct req *rq);
enum err drawings_replay(struct req *rq);
enum err drawings_newest(struct req *rq);
enum err drawings_own_picture(struct req *rq);
enum err drawings_shared_picture(struct req *rq);

#endif
