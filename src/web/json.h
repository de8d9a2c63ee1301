/* json.h: JSON as RFC 8259 writes it and nothing else: read by one strict scanner, written by one printer.

   Beyond the grammar the scanner refuses: a name that stands twice in an object, text that is not UTF-8, an escaped half of
   a surrogate pair, an integer that does not fit int64, a double that is infinite, too deep nesting, too many values. */
#ifndef WEB_JSON_H
#define WEB_JSON_H

#include "base/buf.h"

struct json_object;

#define JSON_DEPTH 32           /* default of limits.depth */
#define JSON_DEPTH_MAX 128      /* no limit is above it */
#define JSON_VALUES 20000       /* default of limits.values */
#define JSON_POINTER_SIZE 201
#define JSON_MESSAGE_SIZE 160

struct json_limits {
    unsigned depth;             /* arrays and objects inside each other; 0: JSON_DEPTH */
    size_t values;              /* of all kinds together; 0: JSON_VALUES */
    bool own;                   /* json_print() wrote it: no name stands twice, nobody looks. No NUL follows the names */
};

struct json_error {
    size_t offset;                    /* bytes before the fault */
    unsigned line, column;            /* from 1; columns are characters */
    char pointer[JSON_POINTER_SIZE];  /* RFC 6901: the value at fault; cut after the last name that fits */
    char message[JSON_MESSAGE_SIZE];  /* for people, without the place */
};

enum json_event_type {
    JSON_BEGIN_OBJECT, JSON_END_OBJECT, JSON_BEGIN_ARRAY, JSON_END_ARRAY,
    JSON_NAME, JSON_STRING, JSON_INTEGER, JSON_DOUBLE, JSON_BOOLEAN, JSON_NULL
};

struct json_event {
    enum json_event_type type;
    struct str text;            /* of JSON_NAME (a NUL follows it) and JSON_STRING, without escapes; valid during the call */
    int64_t integer;
    double real;
    bool boolean;
};

/* Called for each event in the order of the text. Returns NULL to go on, or why the document is refused (a static text). */
typedef const char *json_sink(void *arg, const struct json_event *event);

/* Reads one JSON text and calls `sink(arg, ...)`, never recursing. `limits` may be NULL. False: `*ret_error` says why and where;
   what the sink saw until then was well-formed. Linear in the text, whatever its names are. */
bool json_scan(struct str text, const struct json_limits *limits, json_sink *sink, void *arg, struct json_error *ret_error);

/* Reads one JSON text into json-c objects: `*ret` is the caller's (json_object_put), NULL for the text `null`. A name with
   U+0000 is refused, as json-c would cut it. On false nothing is left behind and `*ret` is untouched. `limits` may be NULL. */
bool json_parse(struct str text, const struct json_limits *limits, struct json_object **ret, struct json_error *ret_error);

/* Calls `sink` as json_scan() would for the text of `v`. False: it refused. Recurses as deep as the value is. */
bool json_walk(struct json_object *v, json_sink *sink, void *arg);

/* Writes a value without white space; doubles as %.15g, those that JSON cannot express as null, malformed UTF-8 as U+FFFD.
   Recurses as deep as the value is. */
void json_print(struct buf *b, struct json_object *v);
/* The same with < > & U+2028 U+2029 as \u escapes, so that it may stand in a script element. */
void json_print_html(struct buf *b, struct json_object *v);
/* One string so, with its quotes. */
void json_print_string_html(struct buf *b, struct str s);
/* A number as json_print() and templates write it: %.15g; "null" where it is not finite. */
void json_print_double(struct buf *b, double d);
void json_print_int(struct buf *b, int64_t i) /* in decimal */;

#endif
