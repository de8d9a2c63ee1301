/* view.h: views, the json-c objects that JSON replies print and templates render. A view lives as long as its arena.

   Setters replace what stood under the key; children belong to their parent. Keys are borrowed: literals, or of the same arena.
   Reading never fails: what is missing or of another type reads as the empty text, 0, false or NULL. Paths are names joined by
   dots ("yield.quantity"). */
#ifndef BASE_VIEW_H
#define BASE_VIEW_H

#include "base/arena.h"

struct json_object;

/* An empty object; given back when the arena is. */
struct json_object *view_new(struct arena *a) __attribute__((returns_nonnull));
/* The same with room for so many members, for one that gets many: it need not grow. */
struct json_object *view_new_for(struct arena *a, int members) __attribute__((returns_nonnull));
/* Gives `v` (one reference of the caller's) to the arena and returns it; NULL, json-c's null, is fine. */
struct json_object *view_keep(struct arena *a, struct json_object *v);

/* Set a member. Bytes are copied; text must be UTF-8 (a writer of JSON or HTML replaces what is not). */
void view_str(struct json_object *v, const char *key, struct str value);
void view_text(struct json_object *v, const char *key, const char *value) /* terminated; NULL sets null */;
void view_int(struct json_object *v, const char *key, int64_t value);
void view_double(struct json_object *v, const char *key, double value);
void view_bool(struct json_object *v, const char *key, bool value);
void view_null(struct json_object *v, const char *key);
/* Set a member to `child`, whose reference passes to `v`; NULL is null. */
void view_add(struct json_object *v, const char *key, struct json_object *child);
/* Set a member to a new empty object or array and return it (borrowed from `v`). */
struct json_object *view_child(struct json_object *v, const char *key) __attribute__((returns_nonnull));
struct json_object *view_child_array(struct json_object *v, const char *key) __attribute__((returns_nonnull));

/* Append to an array: a new empty object, which is returned (borrowed); a text; an integer; any value (its reference passes). */
struct json_object *view_item(struct json_object *array) __attribute__((returns_nonnull));
void view_item_str(struct json_object *array, struct str value);
void view_item_int(struct json_object *array, int64_t value);
void view_item_add(struct json_object *array, struct json_object *value);

/* What a path leads to, borrowed; NULL where there is none (or a null). */
struct json_object *view_get(struct json_object *v, const char *path);
struct str view_get_str(struct json_object *v, const char *path) /* borrowed; only of a string */;
int64_t view_get_int(struct json_object *v, const char *path) /* only of an integer */;
double view_get_double(struct json_object *v, const char *path) /* of a double or an integer */;
bool view_get_bool(struct json_object *v, const char *path) /* only of a boolean */;
size_t view_count(struct json_object *v, const char *path) /* items of an array; 0 where there is none */;
struct json_object *view_at(struct json_object *array, size_t i) /* borrowed; NULL past the end */;

#endif
