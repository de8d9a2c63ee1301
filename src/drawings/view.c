/* view.c: a stored drawing as the API shows it. */
#include "drawings/drawings.h"

#include "base/clock.h"
#include "base/view.h"
#include "drawings/raster.h"

const char *drawing_href(struct arena *a, struct id id, const char *rest)
{
    char text[ID_TEXT_SIZE];

    return arena_printf(a, "/drawings/%s%s", id_text(id, text), rest);
}

const char *drawing_pictures(struct arena *a, const struct drawings_stored_row *row)
{
    if (!row->listed)
        return drawing_href(a, row->id, "/img/");
    return arena_printf(a, "/drawings/img/%s/", hash_hex_of(a, row->picture_hash.p, HASH_BYTES));
}

const char *drawing_replay(struct arena *a, const struct drawings_stored_row *row)
{
    if (!row->listed)
        return drawing_href(a, row->id, "/img/replay.webp");
    return arena_printf(a, "/drawings/replay/%s/512.webp", hash_hex_of(a, row->drawing_hash.p, HASH_BYTES));
}

static void put_images(struct arena *a, struct json_object *v, const struct drawings_stored_row *row)
{
    static const char *const types[] = { "png", "webp" };
    const char *folder = drawing_pictures(a, row);
    struct json_object *images = view_child(v, "images");

    for (size_t t = 0; t < ARRAY_LEN(types); t++) {
        struct json_object *sizes = view_child(images, types[t]);

        for (int side = RASTER_SIDE_MIN; side <= RASTER_SIDE_MAX; side *= 2)
            view_text(sizes, arena_printf(a, "%d", side), arena_printf(a, "%s%d.%s", folder, side, types[t]));
    }
    view_text(images, "svg", arena_printf(a, "%s%d.svg", folder, RASTER_SIDE_MAX));
    view_text(images, "replay", drawing_replay(a, row));
}

static void put_parent(struct json_object *v, const struct drawings_stored_row *row)
{
    struct json_object *parent;
    char id[ID_TEXT_SIZE];

    if (id_is_zero(row->parent_id) || !row->parent_listed) {
        view_null(v, "parent");
        return;
    }
    parent = view_child(v, "parent");
    view_text(parent, "id", id_text(row->parent_id, id));
    view_text(parent, "title", row->parent_title);
    view_text(parent, "author", row->parent_author);
}

static void put_time(struct json_object *v, const char *name, int64_t at)
{
    char text[CLOCK_RFC3339_SIZE];

    view_text(v, name, clock_rfc3339(at, text));
}

struct json_object *drawing_view(struct ctx *cx, const struct drawings_stored_row *row)
{
    struct json_object *v = view_new(cx->arena), *tags;
    struct drawing_details d = drawing_details_of(cx->arena, row);
    char id[ID_TEXT_SIZE];

    view_text(v, "id", id_text(row->id, id));
    view_text(v, "picture_id", hash_hex_of(cx->arena, row->picture_hash.p, HASH_BYTES));
    view_text(v, "drawing_id", hash_hex_of(cx->arena, row->drawing_hash.p, HASH_BYTES));
    view_int(v, "version", row->version);
    view_text(v, "url", drawing_href(cx->arena, row->id, ""));
    view_text(v, "title", row->title);
    view_text(v, "author", row->author);
    tags = view_child_array(v, "tags");
    for (size_t i = 0; i < d.tag_count; i++)
        view_item_str(tags, str_of(d.tags[i]));
    view_text(v, "visibility", row->is_public ? "public" : "private");
    view_text(v, "state", drawing_state(row));
    put_images(cx->arena, v, row);
    view_int(v, "width", row->width);
    view_int(v, "height", row->height);
    view_int(v, "stroke_count", row->stroke_count);
    view_int(v, "point_count", row->point_count);
    view_int(v, "duration_ms", row->duration_ms);
    view_int(v, "views", row->views);
    put_parent(v, row);
    put_time(v, "created_at", row->created_at);
    put_time(v, "updated_at", row->updated_at);
    return v;
}
