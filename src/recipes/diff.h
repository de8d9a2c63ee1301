/* diff.h: what changed between two versions of a recipe, for the list of revisions and for a save that came too late. */
#ifndef RECIPES_DIFF_H
#define RECIPES_DIFF_H

#include "recipes/recipe.h"

enum diff_op { DIFF_SAME, DIFF_REMOVED, DIFF_ADDED };

struct diff_line {
    enum diff_op op;
    const char *text;       /* one of the texts that were compared */
};

struct diff_text {
    const char **line;
    size_t count;
};

/* The shortest list of removed and added lines that makes `to` of `from` (longest common subsequence; where several are equally
   long, removals come first). With more than DIFF_LINES_MAX lines on a side between the equal head and tail, that whole
   stretch is removed and added instead, so that time and memory stay bounded. The array is the arena's; returns how many. */
size_t diff_lines(struct arena *a, struct diff_text from, struct diff_text to, struct diff_line **ret);
#define DIFF_LINES_MAX 500

/* One changed field. A field with one value has `before` and `after` (NULL: empty); a list or long text has `lines`. */
struct recipe_change {
    const char *field;              /* name in the API: "title", "yield", "ingredients" */
    const char *before, *after;
    const struct diff_line *lines;  /* NULL for one value */
    size_t line_count;
};

/* The fields in which two recipes differ, in the order of the API. Not compared: id, slug, version, times of writing. Ingredients
   are their lines; what a person corrected in their fields is written behind the line.
   Everything is the arena's or of the recipes; returns how many. */
size_t recipe_diff(struct arena *a, const struct recipe *before, const struct recipe *after, struct recipe_change **ret);

#endif
