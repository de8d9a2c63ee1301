/* input.c: what the routes take. */
#include "drawings/api.h"

#define AT(STRUCT, MEMBER) .at = offsetof(struct STRUCT, MEMBER)

const char *const drawing_sorts[] = { "newest", "views", NULL };
const char *const visibilities[] = { "public", "private", NULL };

/* The body is the drawing itself; what people say about it stands in the query. */
const struct field drawing_fields[] = {
    { "id", FIELD_ID, AT(drawing_in, id), .from = FROM_PATH },
    { "bytes", FIELD_RAW, AT(drawing_in, bytes) },
    { "title", FIELD_TEXT, AT(drawing_in, title), .from = FROM_QUERY, .max = TITLE_MAX },
    { "author", FIELD_TEXT, AT(drawing_in, author), .from = FROM_QUERY, .max = AUTHOR_MAX, .help = "a pen name" },
    { "tags", FIELD_TEXT, AT(drawing_in, tags), .from = FROM_QUERY, .max = 400, .help = "by commas" },
    { "visibility", FIELD_CHOICE, AT(drawing_in, visibility), .from = FROM_QUERY, .choices = visibilities,
      .missing = VISIBILITY_AS_IT_IS },
    { "parent", FIELD_ID, AT(drawing_in, parent), .from = FROM_QUERY, .help = "the drawing that this was made out of" },
    { 0 }
};
const struct field details_fields[] = {
    { "id", FIELD_ID, AT(details_in, id), .from = FROM_PATH },
    { "title", FIELD_TEXT, AT(details_in, title), .max = TITLE_MAX },
    { "author", FIELD_TEXT, AT(details_in, author), .max = AUTHOR_MAX, .help = "a pen name" },
    { "tags", FIELD_TEXT, AT(details_in, tags), .max = 400, .help = "by commas" },
    { "visibility", FIELD_CHOICE, AT(details_in, visibility), .choices = visibilities, .missing = VISIBILITY_AS_IT_IS },
    { 0 }
};
const struct field drawing_id_fields[] = {
    { "id", FIELD_ID, AT(drawing_id_in, id), .from = FROM_PATH },
    { 0 }
};
const struct field drawing_version_fields[] = {
    { "id", FIELD_ID, AT(drawing_version_in, id), .from = FROM_PATH },
    { "version", FIELD_INT, AT(drawing_version_in, version), .min = 1, .help = "an older version" },
    { 0 }
};
const struct field restored_fields[] = {
    { "id", FIELD_ID, AT(drawing_version_in, id), .from = FROM_PATH },
    { "version", FIELD_INT, AT(drawing_version_in, version), .from = FROM_PATH, .min = 1 },
    { 0 }
};
const struct field versions_fields[] = {
    { "id", FIELD_ID, AT(versions_in, id), .from = FROM_PATH },
    { "before", FIELD_INT, AT(versions_in, before), .min = 1, .help = "older than this version" },
    { "limit", FIELD_INT, AT(versions_in, limit), .min = 1, .max = LIST_MAX, .missing = 50 },
    { 0 }
};
const struct field drawings_fields[] = {
    { "sort", FIELD_CHOICE, AT(drawings_in, sort), .choices = drawing_sorts },
    { "tag", FIELD_TEXT, AT(drawings_in, tag), .max = TAG_MAX },
    { "author", FIELD_TEXT, AT(drawings_in, author), .max = AUTHOR_MAX },
    { "limit", FIELD_INT, AT(drawings_in, limit), .min = 1, .max = LIST_MAX, .missing = 48 },
    { "cursor", FIELD_TEXT, AT(drawings_in, cursor), .max = 200, .help = "next_cursor of the page before" },
    { 0 }
};
const struct field strokes_fields[] = {
    { "id", FIELD_ID, AT(strokes_in, id), .from = FROM_PATH },
    { "from", FIELD_INT, AT(strokes_in, from), .min = 0, .max = DRAWING_STROKES_MAX, .help = "the first stroke that is wanted" },
    { 0 }
};
const struct field append_fields[] = {
    { "id", FIELD_ID, AT(drawing_in, id), .from = FROM_PATH },
    { "bytes", FIELD_RAW, AT(drawing_in, bytes) },
    { 0 }
};
const struct field me_fields[] = {
    { "drawing", FIELD_ID, AT(me_in, drawing), .from = FROM_QUERY },
    { 0 }
};
const struct field report_fields[] = {
    { "id", FIELD_ID, AT(report_in, id), .from = FROM_PATH },
    { "reason", FIELD_CHOICE, AT(report_in, reason), .choices = report_reasons, .required = true },
    { "text", FIELD_LINES, AT(report_in, text), .max = REPORT_MAX },
    { 0 }
};
const struct field picture_fields[] = {
    { "hash", FIELD_TEXT, AT(picture_in, hash), .from = FROM_PATH },
    { "file", FIELD_TEXT, AT(picture_in, file), .from = FROM_PATH },
    { 0 }
};
const struct field own_picture_fields[] = {
    { "id", FIELD_ID, AT(own_picture_in, id), .from = FROM_PATH },
    { "file", FIELD_TEXT, AT(own_picture_in, file), .from = FROM_PATH },
    { "version", FIELD_INT, AT(own_picture_in, version), .from = FROM_QUERY, .min = 1 },
    { 0 }
};
const struct field shared_picture_fields[] = {
    { "token", FIELD_TEXT, AT(shared_picture_in, token), .from = FROM_PATH, .max = 100 },
    { "file", FIELD_TEXT, AT(shared_picture_in, file), .from = FROM_PATH },
    { 0 }
};
