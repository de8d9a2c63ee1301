/* web_list.c: the list of recipes with search and filters. */
#include "recipes/pages.h"

#include "base/view.h"
#include "store/store.h"
#include "web/reply.h"

enum err recipes_list_page(struct req *rq)
{
    struct list_in in = *(const struct list_in *)rq->in;
    struct json_object *found, *v;
    enum err e;

    in.limit = PAGE_CARDS;
    e = recipes_list_view(&rq->ctx, &in, &found);
    if (e)
        return e;
    v = list_page_view(rq->ctx.arena, &in, found);
    view_text(v, "canonical", arena_printf(rq->ctx.arena, "%s/recipes", rq->ctx.store->config.site_url));
    reply_action(rq, EDITOR, "New recipe", "/recipes/new");
    reply_action(rq, EDITOR, "Import", "/recipes/import");
    return reply_page(rq, "recipes/list", v);
}
