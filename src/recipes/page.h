/* page.h: one reading of an HTML page for what an importer may use: JSON-LD blocks, microdata and RDFa, the head, and the
   visible text line by line. All of it is in the given arena and may be large; copy what stays. */
#ifndef RECIPES_PAGE_H
#define RECIPES_PAGE_H

#include "recipes/wild.h"

enum {
    PAGE_BLOCKS_MAX = 64,       /* JSON-LD scripts */
    PAGE_LINES_MAX = 20000,
    PAGE_DEPTH_MAX = 256,       /* open elements that are remembered */
    PAGE_VALUE_MAX = 64 * 1024  /* bytes of one microdata value */
};

enum page_kind { PAGE_PLAIN, PAGE_ITEM /* of a list */, PAGE_HEADING };

struct page_line {
    struct str text;            /* cleaned */
    enum page_kind kind;
};

struct page {
    struct str jsonld[PAGE_BLOCKS_MAX];
    size_t jsonld_count;
    struct wild *items;         /* list of the outermost microdata and RDFa items */
    struct str language, canonical, base;
    struct str title, heading /* first h1 */, og_title, description, image, site_name, author;
    struct page_line *lines;
    size_t line_count;
};

/* Reads a page (UTF-8). Never fails; linear in its size. */
void page_read(struct arena *a, struct str html, struct page *ret);

#endif
