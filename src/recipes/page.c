#include "recipes/page_impl.h"

#include "recipes/import_text.h"

#define PAGE_TEXT_MAX (16u << 20)
#define HEADING_BYTES_MAX 4096

/* FNV-1a, only to tell names of unknown elements apart. */
static uint32_t hash_name(struct str name)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < name.n; i++)
        h = (h ^ (unsigned char)name.p[i]) * 16777619u;
    return h;
}

static struct str copy(struct page_reader *r, struct str s)
{
    return (struct str){ arena_str(r->arena, s), s.n };
}

struct str page_text_since(const struct page_reader *r, size_t start, size_t max)
{
    size_t n = r->text.len - start;

    return str_trim((struct str){ buf_text(&r->text) + start, n < max ? n : max });
}

/* Ends the line of text; keeps it if it is visible and not blank. */
static void end_line(struct page_reader *r)
{
    struct str text = { buf_text(&r->text) + r->line_start, r->text.len - r->line_start };
    struct page *page = r->page;

    if (!r->mute && str_trim(text).n && page->line_count < PAGE_LINES_MAX) {
        text = text_clean(r->arena, text, TEXT_ONE_LINE);
        if (text.n)
            page->lines[page->line_count++] = (struct page_line){ text, r->line_kind };
    }
    buf_putc(&r->text, '\n');
    r->line_start = r->text.len;
    r->line_kind = PAGE_PLAIN;
}

static void set_once(struct page_reader *r, struct str *field, const struct str *value)
{
    if (value && field->n == 0)
        *field = copy(r, str_trim(*value));
}

static void on_meta(struct page_reader *r, const struct html_token *t)
{
    const struct str *name = html_attribute(t, "property"), *content = html_attribute(t, "content");
    struct page *page = r->page;

    if (!name)
        name = html_attribute(t, "name");
    if (!name)
        return;
    if (str_equal_nocase(*name, STR("og:title")))
        set_once(r, &page->og_title, content);
    else if (str_equal_nocase(*name, STR("og:description")) || str_equal_nocase(*name, STR("description")))
        set_once(r, &page->description, content);
    else if (str_equal_nocase(*name, STR("og:image")))
        set_once(r, &page->image, content);
    else if (str_equal_nocase(*name, STR("og:site_name")))
        set_once(r, &page->site_name, content);
    else if (str_equal_nocase(*name, STR("author")))
        set_once(r, &page->author, content);
    else if (str_equal_nocase(*name, STR("og:url")))
        set_once(r, &page->canonical, content);
}

static void on_head(struct page_reader *r, const struct html_token *t, enum tag_id id)
{
    const struct str *rel;

    if (id == TAG_META)
        on_meta(r, t);
    else if (id == TAG_HTML)
        set_once(r, &r->page->language, html_attribute(t, "lang"));
    else if (id == TAG_BASE)
        set_once(r, &r->page->base, html_attribute(t, "href"));
    else if (id == TAG_LINK && (rel = html_attribute(t, "rel")) && str_equal_nocase(*rel, STR("canonical")))
        set_once(r, &r->page->canonical, html_attribute(t, "href"));
}

static enum element_role role_of(struct page_reader *r, const struct html_token *t, const struct tag *tag)
{
    if (tag->id == TAG_SCRIPT) {
        const struct str *type = html_attribute(t, "type");
        bool jsonld = type && str_find(*type, STR("ld+json")) != SIZE_MAX;

        return jsonld && r->page->jsonld_count < PAGE_BLOCKS_MAX ? ELEMENT_JSONLD : ELEMENT_CODE;
    }
    if (tag->id == TAG_TITLE)
        return r->page->title.n || r->code ? ELEMENT_CODE : ELEMENT_TITLE;
    if (tag->id == TAG_H1)
        return r->page->heading.n ? ELEMENT_PLAIN : ELEMENT_H1;
    return tag->flags & TAG_CODE ? ELEMENT_CODE : tag->flags & TAG_MUTE ? ELEMENT_MUTE : ELEMENT_PLAIN;
}

static void enter_role(struct page_reader *r, enum element_role role)
{
    r->mute += role == ELEMENT_MUTE;
    r->code += role == ELEMENT_CODE || role == ELEMENT_JSONLD || role == ELEMENT_TITLE;
    if (role == ELEMENT_JSONLD || role == ELEMENT_TITLE)
        buf_clear(&r->block);
}

static void pop(struct page_reader *r)
{
    struct element *e = &r->stack[--r->depth];
    struct page *page = r->page;

    r->mute -= e->role == ELEMENT_MUTE;
    r->code -= e->role == ELEMENT_CODE || e->role == ELEMENT_JSONLD || e->role == ELEMENT_TITLE;
    if (e->role == ELEMENT_JSONLD)
        page->jsonld[page->jsonld_count++] = copy(r, buf_str(&r->block));
    else if (e->role == ELEMENT_TITLE)
        page->title = text_clean(r->arena, buf_str(&r->block), TEXT_ONE_LINE);
    else if (e->role == ELEMENT_H1)
        page->heading = text_clean(r->arena, page_text_since(r, e->text_start, HEADING_BYTES_MAX), TEXT_ONE_LINE);
    page_item_close(r, e);
}

/* How many elements an end tag closes; 0: the tag is ignored. Tags of words in a line never close a block. */
static size_t closed_by(const struct page_reader *r, const struct tag *tag, uint32_t name_hash)
{
    bool block = tag->flags & TAG_BLOCK;

    for (size_t i = r->depth; i-- > 0;) {
        if (r->stack[i].name_hash == name_hash)
            return r->depth - i;
        if (!block && (r->stack[i].tag->flags & TAG_BLOCK))
            return 0;
    }
    return 0;
}

/* Closes the innermost of `what` unless one of `limit` is inside. */
static void close_up_to(struct page_reader *r, uint64_t what, uint64_t limit)
{
    for (size_t i = r->depth; i-- > 0;) {
        uint64_t bit = TAG_BIT(r->stack[i].tag->id);

        if (bit & limit)
            return;
        if (!(bit & what))
            continue;
        while (r->depth > i)
            pop(r);
        return;
    }
}

/* Start tags that end an element whose end tag may be left out (WHATWG HTML section 13.1.2.4). */
static void close_implied(struct page_reader *r, const struct tag *tag)
{
    static const uint64_t p_limit = TAG_BIT(TAG_DIV) | TAG_BIT(TAG_TD) | TAG_BIT(TAG_LI) | TAG_BIT(TAG_SECTION) |
                                    TAG_BIT(TAG_ARTICLE) | TAG_BIT(TAG_BODY);

    if (tag->id == TAG_LI)
        close_up_to(r, TAG_BIT(TAG_LI), TAG_BIT(TAG_UL) | TAG_BIT(TAG_OL));
    else if (tag->id == TAG_DT || tag->id == TAG_DD)
        close_up_to(r, TAG_BIT(TAG_DT) | TAG_BIT(TAG_DD), TAG_BIT(TAG_DL));
    else if (tag->id == TAG_TR)
        close_up_to(r, TAG_BIT(TAG_TR), TAG_BIT(TAG_TABLE));
    else if (tag->id == TAG_TD || tag->id == TAG_TH)
        close_up_to(r, TAG_BIT(TAG_TD) | TAG_BIT(TAG_TH), TAG_BIT(TAG_TR) | TAG_BIT(TAG_TABLE));
    else if (tag->id == TAG_OPTION)
        close_up_to(r, TAG_BIT(TAG_OPTION), TAG_BIT(TAG_SELECT));
    else if (tag->flags & TAG_ENDS_P)
        close_up_to(r, TAG_BIT(TAG_P), p_limit);
}

static void on_start(struct page_reader *r, const struct html_token *t)
{
    const struct tag *tag = tag_find(t->text);
    struct element e = { .tag = tag, .role = role_of(r, t, tag) };

    if (r->code && e.role != ELEMENT_JSONLD)
        return;
    if (!r->beyond)
        close_implied(r, tag);
    on_head(r, t, tag->id);
    if (tag->flags & TAG_BLOCK)
        end_line(r);
    else if (tag->id == TAG_TD || tag->id == TAG_TH)
        buf_putc(&r->text, ' ');
    if (tag->id == TAG_LI || (tag->flags & TAG_HEADS))
        r->line_kind = tag->id == TAG_LI ? PAGE_ITEM : PAGE_HEADING;
    e.text_start = r->text.len;
    page_item_open(r, t, &e);
    if (tag->flags & TAG_VOID)
        return;
    if (r->depth == PAGE_DEPTH_MAX) {
        r->beyond++;
        return;
    }
    e.name_hash = hash_name(t->text);
    enter_role(r, e.role);
    r->stack[r->depth++] = e;
}

static void on_end(struct page_reader *r, struct str name)
{
    const struct tag *tag = tag_find(name);
    size_t n = r->beyond ? 0 : closed_by(r, tag, hash_name(name));

    if (r->code && n != 1)
        return;
    if (r->beyond)
        r->beyond--;
    if ((tag->flags & TAG_BLOCK) && !r->code)
        end_line(r);
    r->box_ended |= (TAG_BIT(tag->id) & (TAG_BIT(TAG_SPAN) | TAG_BIT(TAG_B) | TAG_BIT(TAG_STRONG) | TAG_BIT(TAG_I) |
                                         TAG_BIT(TAG_EM) | TAG_BIT(TAG_ABBR))) != 0;
    while (n-- > 0)
        pop(r);
}

/* "<span>2</span><span>cups</span>" shows a gap: a number and a word of two elements do not touch. */
static void put_text(struct page_reader *r, struct str text)
{
    if (r->box_ended && text.n && r->text.len > r->line_start) {
        int before = (unsigned char)r->text.data[r->text.len - 1], after = (unsigned char)text.p[0];

        if ((isdigit(before) && isalpha(after)) || (isalpha(before) && isdigit(after)))
            buf_putc(&r->text, ' ');
    }
    r->box_ended = false;
    buf_put_str(&r->text, text);
}

static void on_text(struct page_reader *r, struct str text)
{
    enum element_role role = r->depth ? r->stack[r->depth - 1].role : ELEMENT_PLAIN;

    if (role == ELEMENT_JSONLD || role == ELEMENT_TITLE)
        buf_put_str(&r->block, text);
    else if (!r->code)
        put_text(r, text);
}

static void on_token(void *arg, const struct html_token *t)
{
    struct page_reader *r = arg;

    if (t->type == HTML_START_TAG)
        on_start(r, t);
    else if (t->type == HTML_END_TAG)
        on_end(r, t->text);
    else if (t->type == HTML_TEXT)
        on_text(r, t->text);
}

static void free_text(void *b)
{
    buf_done(b);
}

static void free_html(void *html)
{
    html_free(html);
}

/* The long texts are no memory of the arena: it would keep every size they grew through. */
static void init_text(struct arena *a, struct buf *b)
{
    buf_init(b, NULL, PAGE_TEXT_MAX);
    arena_defer(a, free_text, b);
}

void page_read(struct arena *a, struct str html, struct page *ret)
{
    struct page_reader *r = ARENA_NEW(a, struct page_reader);
    struct html *h = html_new(on_token, r, NULL);

    arena_defer(a, free_html, h);
    *ret = (struct page){ .items = wild_new(a, WILD_LIST, (struct str){ 0 }) };
    ret->lines = ARENA_ARRAY(a, PAGE_LINES_MAX, struct page_line);
    r->arena = a;
    r->page = ret;
    init_text(a, &r->text);
    init_text(a, &r->block);
    html_feed(h, html);
    html_end(h);
    end_line(r);
    while (r->depth)
        pop(r);
}
