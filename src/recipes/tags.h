/* tags.h: what an importer must know of HTML elements, looked up by name. */
#ifndef RECIPES_TAGS_H
#define RECIPES_TAGS_H

#include "base/str.h"

enum tag_id {
    TAG_OTHER, TAG_A, TAG_ABBR, TAG_B, TAG_BODY, TAG_DD, TAG_DL, TAG_DT, TAG_EM, TAG_H1, TAG_HTML, TAG_I, TAG_LI, TAG_LINK,
    TAG_META, TAG_OL, TAG_OPTION, TAG_P, TAG_SCRIPT, TAG_SELECT, TAG_SPAN, TAG_STRONG, TAG_STYLE, TAG_TABLE, TAG_TD, TAG_TH,
    TAG_TITLE, TAG_TR, TAG_UL, TAG_BASE, TAG_DIV, TAG_SECTION, TAG_ARTICLE
};
#define TAG_BIT(ID) ((uint64_t)1 << (ID))

enum tag_flag {
    TAG_BLOCK = 1,      /* its tags end a line of text */
    TAG_VOID = 2,       /* has no end tag */
    TAG_CODE = 4,       /* what is inside is not text: script, style, svg */
    TAG_MUTE = 8,       /* text that is not about the page: menus, form fields */
    TAG_ENDS_P = 16,    /* its start tag ends an open p */
    TAG_HEADS = 32      /* h1 to h6 */
};

struct tag {
    const char *name;
    enum tag_id id;
    unsigned flags;
};

/* The element of this name (lower case); one with TAG_OTHER and no flags for names that do not matter. Never NULL. */
const struct tag *tag_find(struct str name) __attribute__((returns_nonnull));

#endif
