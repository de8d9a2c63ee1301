/* photos.c: uploads. */
#include "recipes/recipes.h"

enum err photo_store(struct ctx *cx, struct str upload, const char *field, struct photo *ret)
{
    (void)upload;
    (void)ret;
    ctx_fault(cx, field, "unavailable", "cannot be taken here yet");
    return ctx_faults(cx);
}
