/* wild.h: what a page says about things, as a tree: JSON-LD read leniently, or microdata brought into the same shape. */
#ifndef RECIPES_WILD_H
#define RECIPES_WILD_H

#include "base/arena.h"

enum wild_type { WILD_NULL, WILD_WORD /* number, true, false: as written */, WILD_STRING, WILD_LIST, WILD_OBJECT };

struct wild {
    enum wild_type type;
    struct str key;                    /* its name inside an object */
    struct str text;                   /* of a string (decoded, UTF-8) or word */
    struct wild *child, *last, *next;  /* of a list or object; its sibling */
};

/* Nodes that the texts of one page may make together; what comes after is dropped. */
#define WILD_NODES_MAX 50000
/* Lists and objects inside each other; deeper text ends the reading. */
#define WILD_DEPTH_MAX 64

/* A new node of the arena. */
struct wild *wild_new(struct arena *a, enum wild_type type, struct str text) __attribute__((returns_nonnull));
/* Appends `child` under `key` (empty in a list). */
void wild_add(struct wild *parent, struct str key, struct wild *child);
/* Properties of one object that wild_add_value() makes; others are dropped. */
#define WILD_NAMES_MAX 400
/* As wild_add(); a key that is there already becomes a list of both. */
void wild_add_value(struct arena *a, struct wild *object, struct str key, struct wild *child);

/* The first value of a property, or NULL. "schema:name" and "https://schema.org/name" count as "name". */
struct wild *wild_get(const struct wild *object, const char *key);
/* Is `name` among the object's types (the last part of an address or prefix counts, in any case)? */
bool wild_is_a(const struct wild *object, const char *name);

struct wild_values {
    const struct wild **item;
    size_t count;
};
/* A value as a list: lists inside lists flattened, nulls left out, a single value is a list of one. */
struct wild_values wild_flatten(struct arena *a, const struct wild *value);

/* Reads JSON as found in pages: besides RFC 8259 it takes raw control characters and stray quotes in strings, unknown
   escapes, single quotes, bare words, comments, trailing and missing commas, wrong or missing closing brackets, several
   values one after the other, and text around them (CDATA, HTML comments, a final semicolon). Never fails: a text without
   any list or object gives an empty list. More than one value gives a list. Linear in the text; borrows from it.
   `*nodes_left` (at first WILD_NODES_MAX) counts down. `*ret_repaired` tells whether a strict parser would have refused it. */
struct wild *wild_parse(struct arena *a, struct str text, size_t *nodes_left, bool *ret_repaired) __attribute__((returns_nonnull));

#endif
