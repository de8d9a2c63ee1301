/* page_impl.h: between page.c (elements, text, head) and page_items.c (microdata, RDFa). */
#ifndef RECIPES_PAGE_IMPL_H
#define RECIPES_PAGE_IMPL_H

#include "base/buf.h"
#include "base/html.h"
#include "recipes/page.h"
#include "recipes/tags.h"

enum element_role { ELEMENT_PLAIN, ELEMENT_MUTE, ELEMENT_CODE, ELEMENT_JSONLD, ELEMENT_TITLE, ELEMENT_H1 };

struct element {
    const struct tag *tag;
    uint32_t name_hash;         /* tells elements apart that `tag` does not */
    enum element_role role;
    size_t text_start;          /* in page_reader.text */
    struct wild *item;          /* what this element describes, else NULL */
    struct wild *owner;         /* item that `property` belongs to, NULL without one */
    struct str property;        /* names separated by blanks */
};

struct page_reader {
    struct arena *arena;
    struct page *page;
    struct buf text;            /* all text but code; lines end where blocks do */
    struct buf block;           /* of the JSON-LD script or title that is open */
    struct element stack[PAGE_DEPTH_MAX];
    size_t depth;
    size_t beyond;              /* elements open past PAGE_DEPTH_MAX */
    unsigned mute, code;        /* open elements of these roles */
    size_t line_start;
    enum page_kind line_kind;
    bool box_ended;             /* the last thing read was the end of a span or its like */
    size_t item_count, value_bytes;
};

/* The text since `start`, without blanks around it; only its first `max` bytes, so that nested elements cost no more. */
struct str page_text_since(const struct page_reader *r, size_t start, size_t max);
/* Sets what a start tag says about items; `e` will be pushed unless the tag is void (then it is closed at once). */
void page_item_open(struct page_reader *r, const struct html_token *t, struct element *e);
/* Adds the property of an element that ends; its text is that since `e->text_start`. */
void page_item_close(struct page_reader *r, const struct element *e);

#endif
