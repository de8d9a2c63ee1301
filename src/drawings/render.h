/* render.h: pictures of drawings as files of a format: the rasteriser's pixels, encoded. All of it pure: no database, no request; the
   same drawing gives the same bytes, in every run, process and thread. docs/rendering.md says how, and what was measured.

   All wait for room (a few at a time, bounded memory) within the ctx's deadline: ERR_BUSY, ERR_TIMEOUT. Bytes are the arena's. */
#ifndef DRAWINGS_RENDER_H
#define DRAWINGS_RENDER_H

#include "drawings/drawing.h"
#include "store/ctx.h"

enum render_format { RENDER_PNG, RENDER_WEBP, RENDER_SVG };

#define RENDER_REPLAY_SIDE_MAX 512
#define RENDER_SHEET_MAX 400          /* drawings on a sheet */

/* Once per process, not before a fork: starts what encodes and looks whether its limits are in force. False with the reason. */
bool render_start(const char **ret_why);

/* A picture whose longer side has `side` pixels: 64, 128, 256, 512 or 1024; any other is ERR_NOT_FOUND. `version` is the rasteriser's,
   the one that has painted this picture first: 1 to RASTER_VERSION, else ERR_INTERNAL. PNG and WebP (lossless) hold exactly its
   pixels, but that pixels without any colour may have another. ERR_INVALID: it takes more than RASTER_WORK_MAX. */
enum err render_picture(struct ctx *cx, const struct drawing *d, int64_t version, int side, enum render_format f, struct str *ret);
/* How it was drawn, as an animated WebP (lossless): the drawing's own times, or one point after the other where it has none, in at most
   8 s and 80 frames, then the whole picture for a while, again and again. `side` up to RENDER_REPLAY_SIDE_MAX. */
enum err render_replay(struct ctx *cx, const struct drawing *d, int64_t version, int side, struct str *ret);
/* `n` drawings, painted by the newest version, in rows of `columns` on white, each within a square of `side` pixels (16 to 1024), as
   PNG. */
enum err render_sheet(struct ctx *cx, const struct drawing *const *d, size_t n, int columns, int side, struct str *ret_png);

#endif
