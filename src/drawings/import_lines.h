/* import_lines.h: drawings of other collections, one JSON object each, into canonical drawings. Pure: the caller reads the file. */
#ifndef DRAWINGS_IMPORT_LINES_H
#define DRAWINGS_IMPORT_LINES_H

#include "base/str.h"
#include "drawings/drawing_fault.h"

struct json_object;

/* What such drawings do not say: colours, and how wide the pen is. */
struct import_pen {
    struct drawing_colour ink, paper;
    bool has_paper;
    int32_t width_permille;           /* of the canvas's longer side; at least one unit comes out */
};

/* Black ink on white, 2 % of the canvas. */
extern const struct import_pen import_pen_plain;

struct imported_line {
    struct drawing drawing;
    struct str id, label;             /* "id" or "key_id"; "source" or "word". Empty where missing; of the JSON object */
};

/* Reads one of two forms:
   - {"w","h","strokes":[{"x":[],"y":[],"t":[]}]}: whole numbers; t in ms, or null where there is none.
   - Quick, Draw! (github.com/googlecreativelab/quickdraw-dataset): {"drawing":[[[x],[y],[t]]]}. Whole numbers of 0 to 255 without
     times are the simplified form, on a canvas of 256 by 256. Others are raw: pixels of some screen, which become 1/16 pixel on a
     square canvas with a margin of 1/16, or less where they would not fit.
   Points farther out than the format allows are moved to its limit. Times begin at 0; one that steps back stays where the time is.
   Strokes without points are dropped, the lines stay polylines. OK, or ERR_INVALID with where and why; `ret` is untouched then. */
enum err import_line(struct arena *a, struct json_object *line, const struct import_pen *pen, struct imported_line *ret,
                     struct drawing_problem *ret_problem);

#endif
