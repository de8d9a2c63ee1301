/* raster.h: from a drawing to pixels, by integers alone, so that every build of it paints the same bytes: the program's and
   the browser's (WebAssembly). No libc; all memory is the caller's.

   A stroke is the union of its discs (docs/chd1.md, "What is painted"), made into edges in 1/256 pixel and swept row by row.
   Coverage is exact area: rows are cut where edges begin, end and cross. Only in a row where more than RASTER_TANGLE edges lie
   over each other it is sampled, at 16 heights (4 where it is more than four times as many). A stroke's coverage is painted
   once: it never darkens itself.

   The largest picture has a longer side of 1024 pixels; each smaller one is the box reduction of the next. The shorter side is
   rounded up to a whole number of pixels of the smallest, so that every reduction is exact. Pixels are R, G, B, A, one byte each,
   not premultiplied, row by row from the top. */
#ifndef DRAWINGS_RASTER_H
#define DRAWINGS_RASTER_H

#include "drawings/drawing.h"

#define RASTER_VERSION 3              /* the newest; changes with any pixel, older ones stay: docs/rendering.md, "Versions" */
#define RASTER_SIDE_MIN 64
#define RASTER_SIDE_MAX 1024
#define RASTER_TANGLE 96
#define RASTER_WORK_MAX 75000000      /* of a drawing, or of a stroke alone: docs/rendering.md, "Work" */

/* Pixels of the largest picture: x0 <= x < x1, y0 <= y < y1. */
struct raster_rect {
    int32_t x0, y0, x1, y1;
};

/* What the memory must be large enough for. */
struct raster_need {
    int32_t width, height;            /* of the canvas */
    uint32_t layers;                  /* bit n is set where layer n is painted on */
    size_t points;                    /* of the longest stroke, as curve_count() counts */
    bool live;                        /* raster_live_...() will be called */
    bool dry;                         /* nothing will be painted: only raster_work() is asked for */
    int64_t work_max;                 /* 0: RASTER_WORK_MAX */
    int32_t version;                  /* whose pixels, 1 to RASTER_VERSION; 0: RASTER_VERSION */
    size_t journal_tiles;             /* with live: how much raster_undo() remembers, in tiles of 4 KiB; 1,024 or more, or 0 */
};

struct raster;

/* Width and height of the picture whose longer side is `side`: 64, 128, 256, 512 or 1024. False for any other. */
bool raster_size(int32_t canvas_width, int32_t canvas_height, int32_t side, int32_t *ret_width, int32_t *ret_height);

struct raster_need raster_need_of(const struct drawing *d) /* to paint it whole; not live */;
size_t raster_memory_bytes(const struct raster_need *need) /* for raster_init() */ __attribute__((pure));
/* A rasteriser with empty layers inside of `memory`, which is aligned for any type and need not be cleared; the same memory can be
   used again and again. */
struct raster *raster_init(void *memory, const struct raster_need *need);

/* All of the largest picture. */
struct raster_rect raster_everything(const struct raster *r) __attribute__((pure));
/* Paints a stroke of a drawing without faults on its layer, inside of `clip` only: painting part by part gives the same pixels as
   painting at once. Of the drawing only canvas and palette are read. False, with nothing or a part painted, where it takes
   more than RASTER_WORK_MAX, or more edges meet in a row than there is memory for: a scribble that is not a drawing. */
bool raster_stroke(struct raster *r, const struct drawing *d, const struct drawing_stroke *s, struct raster_rect clip);
/* All strokes of a drawing, in order; else as raster_stroke(), with RASTER_WORK_MAX for all of them. */
bool raster_drawing(struct raster *r, const struct drawing *d);
/* The work of the last raster_drawing() or raster_stroke(), in steps of one to two nanoseconds: points, edges, rows, pixels. It is
   counted, not measured: the same everywhere. Drawings by hand take 100,000 to some millions. */
int64_t raster_work(const struct raster *r) __attribute__((pure));
/* Were there more edges in one stroke than the memory takes at once? Then its work depends on need.points; else it does not. */
bool raster_was_crowded(const struct raster *r) __attribute__((pure));

/* Which layers pictures and parts of them show: bit n is layer n. All of them at first. */
void raster_show(struct raster *r, uint32_t layers);
/* The picture of side `side` (one that raster_size() takes): the layers over the background of `d`. `ret_rgba` has room for width *
   height * 4 bytes. */
void raster_picture(const struct raster *r, const struct drawing *d, int32_t side, uint8_t *ret_rgba);
/* A part of the largest picture, rows of (x1 - x0) pixels. */
void raster_part(const struct raster *r, const struct drawing *d, struct raster_rect part, uint8_t *ret_rgba);
/* Half of a picture in both directions; both sides are even. A pixel is the mean of four, halves up; its colour is their mean
   weighted by alpha, black without any. `ret_rgba` may be `rgba`. */
void raster_reduce(const uint8_t *rgba, int32_t width, int32_t height, uint8_t *ret_rgba);

/* A stroke that grows under the pen. raster_live_begin() remembers its layer as it is now (tile by tile, when needed);
   raster_live_stroke() paints the stroke as it is by now, where points from `first` on have changed it since the last call, and says
   where pixels may have changed. At the end the layer is as raster_stroke() leaves it. */
void raster_live_begin(struct raster *r, int layer);
bool raster_live_stroke(struct raster *r, const struct drawing *d, const struct drawing_stroke *s, size_t first,
                        struct raster_rect *ret_changed);
/* To be called while the stroke still has its points from `first` on, which are going to be replaced: a pen that moves on may show
   that its last point adds nothing. The next call of raster_live_stroke() has `first` or less. */
void raster_live_replace(struct raster *r, const struct drawing_stroke *s, size_t first);
/* Takes the live stroke back (a pen that was lifted away, a second finger), and says where pixels may have changed. */
struct raster_rect raster_live_cancel(struct raster *r);
/* The live stroke stays, as a step that raster_undo() takes back. */
void raster_live_commit(struct raster *r);
/* Takes the last step back that was not taken back yet, in a moment however much was drawn. False where none is remembered: the
   oldest make room for new ones. Nothing else may have been painted on its layer since, and a live stroke must be committed or taken
   back before. */
bool raster_undo(struct raster *r, struct raster_rect *ret_changed);
/* Is anything painted on a layer in this part of the picture? */
bool raster_has_paint(const struct raster *r, int layer, struct raster_rect part) __attribute__((pure));

#endif
