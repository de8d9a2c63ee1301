/* route.h: a route says all that can be said without code; a module is its routes, jobs, commands and prefixes. */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "store/lease.h"
#include "store/statement.h"

#define KIB ((size_t)1024)
#define MIB (1024 * KIB)
#define ROUTE_BODY_MAX (64 * KIB)

struct arena;
struct req;
struct json_object;

enum method { GET, POST, PUT, DELETE, METHOD__COUNT };   /* HEAD runs as GET, its body is not sent */

/* Who may call it, at least. A key needs the route's scope instead of a role. */
enum who { ANYONE, SIGNED_IN, VIEWER, EDITOR, MANAGER, ADMIN };

enum rate { RATE_READ, RATE_WRITE, RATE_SIGN_IN, RATE__COUNT };

enum if_match { IF_MATCH_UNUSED, IF_MATCH_REQUIRED };

/* Does the route know guests (guest.h)? READ: by their cookie. MAKE: a write by nobody makes one. */
enum guests { GUESTS_IGNORE, GUESTS_READ, GUESTS_MAKE };

enum publish { PUBLISH_NO, PUBLISH_PAGE, PUBLISH_FILE };

enum field_type {
    FIELD_END,
    FIELD_TEXT,       /* const char *: valid UTF-8, no control characters; min and max in characters */
    FIELD_LINES,      /* the same, with line breaks and tabs (CR LF becomes LF) */
    FIELD_INT,        /* int64_t; min and max */
    FIELD_DECIMAL,    /* const char *: canonical decimal text, at most 8 digits before and 6 after the point; min 0 */
    FIELD_BOOL,       /* bool; in forms "1", "on", "yes", "true" */
    FIELD_ID,         /* struct id */
    FIELD_CHOICE,     /* int64_t: index into .choices */
    FIELD_TEXTS,      /* const char **, count in size_t at .count_at; max is the number of items, .item_max their length */
    FIELD_LIST,       /* array of structs by .items, count at .count_at; max is the number of items */
    FIELD_OBJECT,     /* a struct inside the struct, by .items */
    FIELD_FILE,       /* struct upload: a part of multipart/form-data; max in bytes */
    FIELD_RAW,        /* struct str: the whole body as it came; the route's .accepts names its types */
    FIELD_READONLY    /* accepted and ignored */
};

enum field_from { FROM_BODY /* of GET: the query */, FROM_PATH, FROM_QUERY };

struct field {
    const char *name;              /* as the API names it */
    enum field_type type;
    size_t at;                     /* offset in the handler's struct */
    enum field_from from;
    bool required;
    int64_t min, max;              /* max 0: 10,000 characters, any int */
    int64_t missing;               /* value of an absent FIELD_INT, FIELD_CHOICE, FIELD_BOOL */
    const char *const *choices;    /* ended by NULL */
    const struct field *items;     /* of FIELD_LIST, FIELD_OBJECT; ended by { 0 } */
    size_t item_size, count_at, item_max;
    const char *help;              /* for the API's documentation */
};

struct upload {
    struct str bytes;              /* n 0: nothing was sent */
    const char *file_name, *media_type;   /* as the client says; not to be trusted */
};

struct route {
    enum method method;
    const char *pattern;           /* "/api/v1/recipes/{id}" */
    enum who who;
    enum rate rate;
    const struct field *fields;    /* what comes in; NULL: nothing */
    size_t in_size;                /* of the handler's struct */
    enum err (*handler)(struct req *rq);
    const char *help;              /* one line */
    const char *scope;             /* what a key needs; NULL: keys are refused where .who is not ANYONE */
    enum guests guests;
    enum publish publish;
    struct { int soft_s, hard_s; } cache;
    const char *cache_group;       /* keys contain this group's generation (lists); NULL: the path alone, dropped by page_retract() */
    enum if_match if_match;
    bool key_required;             /* Idempotency-Key */
    bool secret;                   /* the reply shows a secret once: it is not kept for a repeated key, only that it was given */
    bool harmless;                 /* a write that another page may cause as well: no form token */
    bool no_transaction;           /* a POST that writes nothing, or whose handler makes steps of its own */
    size_t body_max;               /* bytes; 0: ROUTE_BODY_MAX */
    const char *accepts;           /* media types of a raw body, by commas */
    /* A form: builds the page again from what was typed; `stale` is true on 412. Runs outside of the failed transaction. */
    enum err (*form)(struct req *rq, bool stale);
    /* Of a write: runs before the transaction, which it would hold open for long (decoding a photo). What it leaves in rq->prepared
       outlives repeated tries. */
    enum err (*prepare)(struct req *rq);
};

/* Two members of a route: the fields and the size of the struct that they fill. */
#define IN(FIELDS, STRUCT) (FIELDS), sizeof(struct STRUCT)
#define NO_INPUT NULL, 0

/* `midwayctl MODULE NAME ...` */
struct command {
    const char *name;
    int (*run)(struct ctx *cx, int argc, char **argv);   /* argv[0] is the name; returns the exit status */
    const char *help;
};

struct module {
    const char *name;              /* "recipes" */
    const char *label;             /* "Recipes" */
    const char *const *prefixes;   /* URL prefixes that the web server sends here, ended by NULL */
    const struct route *routes;
    size_t route_count;
    const struct job *jobs;        /* ended by { 0 } */
    const struct command *commands;/* ended by { 0 } */
    const struct statement *const *statements;
    const size_t *statement_count;
    const char *const *scopes;     /* scopes that its routes use, ended by NULL */
    void *(*start)(const struct store *store, volatile int *stop);   /* before the first request: makes store->state; may be NULL */
    void (*end)(void *state);
    bool runs_wasm;                /* its pages run WebAssembly: their Content-Security-Policy allows it */
    bool keeps_store;              /* its jobs face also runs the jobs of the store */
};

struct route_match {
    const struct route *route;     /* NULL: no such path, or not this method */
    struct str names[4], values[4];/* of {parts}; values percent-decoded by the input step */
    size_t count;
    unsigned allowed;              /* bits of enum method that the path has; 0: no such path */
};

/* Finds the route of a path ("/recipes/soup", no query). A literal part wins over a {part}, whatever the method: where "/recipes/parse"
   is there for POST, GET of it is not "/recipes/{slug}". */
struct route_match route_find(const struct module *m, enum method method, struct str path);
const char *method_name(enum method m);
/* All that the row says, input included, as JSON. From the arena. */
struct json_object *route_view(struct arena *a, const struct route *r);

#endif
