/* template.h: pages from Mustache templates (the spec's core: variables, sections, inverted sections, comments, partials,
   delimiters; no inheritance, no lambdas) over json-c views.

   Templates are parsed once and never change afterwards: threads share them. Falsey are a missing value, null, false, [] and
   the empty text; 0 is true. {{x}} writes & < > " ' as character references; numbers stand as JSON has them; an object or
   array is written as its JSON. {{{x}}} and {{&x}} write as it is, and only a name that ends in _html may stand there. */
#ifndef WEB_TEMPLATE_H
#define WEB_TEMPLATE_H

#include "base/buf.h"

struct json_object;
struct templates;

#define TEMPLATE_SECTIONS 64           /* open inside each other in one file */
#define TEMPLATE_PARTIALS 32           /* rendering inside each other, for instance one that contains itself */
#define TEMPLATE_STEPS 10000000        /* of one rendering: text, variables, sections, partials together */

struct template_source {
    const char *name;
    struct str text;
};

/* Reads every file *.html below a folder; its name is the path in there without .html ("recipes/card"), hidden files and
   folders are left out. NULL on failure, with a text for people that begins "file:line:" where a line is to blame, to be
   freed by the caller: a file that cannot be read or is not UTF-8, an error of syntax, a partial that does not exist, a raw
   value whose name does not end in _html, a variable inside a tag but outside quotes or inside a script or style element. */
struct templates *templates_load(const char *folder, char **ret_error);
/* The same from texts. `lax`, for the spec's own tests: a missing partial is empty, raw values may have any name, HTML is
   not looked at. */
struct templates *templates_from_strings(const struct template_source *sources, size_t count, bool lax, char **ret_error);
void templates_free(struct templates *ts) /* NULL is fine */;

/* Is there a template of this name? */
bool templates_have(const struct templates *ts, const char *name);

/* Appends the page that the template makes of `view` (borrowed; may be NULL). False, with some of the page appended: no such
   template, more than TEMPLATE_PARTIALS or TEMPLATE_STEPS, or `out` reached its ceiling. */
bool template_render(const struct templates *ts, const char *name, struct json_object *view, struct buf *out);

/* Appends text as {{x}} writes it: safe as HTML text and between quotes of either kind. */
void template_put_escaped(struct buf *out, struct str text);

#endif
