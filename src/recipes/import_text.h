/* import_text.h: what stands in markup as plain text. */
#ifndef RECIPES_IMPORT_TEXT_H
#define RECIPES_IMPORT_TEXT_H

#include "base/arena.h"

enum text_lines {
    TEXT_ONE_LINE,    /* line breaks are white space */
    TEXT_KEEP_LINES   /* line breaks, <br> and block elements end a line; empty lines are left out */
};

/* Plain text of a value: backslash escapes that survived one decoding, character references (also when escaped twice)
   and tags are resolved, white space of all kinds is folded, invisible and control characters are dropped.
   From the arena. At most TEXT_BYTES_MAX bytes of `s` are read. */
struct str text_clean(struct arena *a, struct str s, enum text_lines lines);
#define TEXT_BYTES_MAX (256 * 1024)

/* Only character references, tags left as they are. From the arena. */
struct str text_unescape(struct arena *a, struct str s);

#endif
