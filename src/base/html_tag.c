/* Sections 13.2.5.6 to 8 and 32 to 40: tags. */
#include "html_impl.h"

void html_begin_tag(struct html *h, bool end_tag)
{
    struct html_attributes *a = &h->attributes;

    html_begin(h);
    h->end_tag = end_tag;
    h->self_closing = false;
    h->name_n = 0;
    a->count = a->hashed = 0;
    a->reading = false;
    if (++a->tag == 0) {
        if (a->slot_count)
            memset(a->slots, 0, a->slot_count * sizeof(*a->slots));
        a->tag = 1;
    }
}

void html_emit_tag(struct html *h)
{
    struct html_token token = { .type = h->end_tag ? HTML_END_TAG : HTML_START_TAG, .self_closing = h->self_closing };

    if (h->attributes.reading)
        html_attribute_end(h);
    if (h->run.n)
        html_flush(h);
    if (h->attributes.count)
        html_attributes_resolve(h);
    token.text = (struct str){ buf_text(&h->kept), h->name_n };
    token.attributes = h->attributes.out;
    token.attribute_count = h->attributes.count;
    h->state = S_DATA;
    h->sink(h->arg, &token);
    if (h->follow)
        html_follow_tag(h, &token);
}

static void skip_blanks(struct html *h)
{
    while (h->p < h->end && html_is_blank(*h->p))
        h->p++;
}

void html_step_tag_open(struct html *h)
{
    char c = *h->p;

    if (html_is_letter(c)) {
        html_begin_tag(h, false);
        h->state = S_TAG_NAME;
    } else if (c == '/') {
        h->p++;
        h->state = S_END_TAG_OPEN;
    } else if (c == '!') {
        h->p++;
        h->word_n = 0;
        h->state = S_MARKUP;
    } else if (c == '?') {
        html_begin(h);
        h->state = S_BOGUS_COMMENT;
    } else {
        html_text_read(h, "<");
        h->state = S_DATA;
    }
}

void html_step_end_tag_open(struct html *h)
{
    if (html_is_letter(*h->p)) {
        html_begin_tag(h, true);
        h->state = S_TAG_NAME;
    } else if (*h->p == '>') {
        h->p++;
        h->state = S_DATA;
    } else {
        html_begin(h);
        h->state = S_BOGUS_COMMENT;
    }
}

void html_step_tag_name(struct html *h)
{
    size_t n = html_span(h, STOP_NAME);

    html_keep_lower(h, h->p, n);
    h->p += n;
    if (h->p == h->end)
        return;
    if (*h->p == '\0') {
        html_replacement(h, html_keep);
        return;
    }
    h->name_n = h->kept.len;
    h->state = S_BEFORE_ATTRIBUTE;   /* which knows '/' and '>' too */
}

static void begin_name(struct html *h)
{
    html_attribute_begin(h);
    h->state = S_ATTRIBUTE_NAME;
    if (*h->p == '=') {
        html_keep(h, "=", 1);
        h->p++;
    }
}

/* True if the tag went on with '/' or ended with '>'. */
static bool slash_or_end(struct html *h)
{
    if (*h->p == '/')
        h->state = S_SELF_CLOSING;
    else if (*h->p != '>')
        return false;
    if (*h->p++ == '>')
        html_emit_tag(h);
    return true;
}

void html_step_before_attribute(struct html *h)
{
    skip_blanks(h);
    if (h->p < h->end && !slash_or_end(h))
        begin_name(h);
}

void html_step_attribute_name(struct html *h)
{
    size_t n = html_span(h, STOP_ATTRIBUTE);

    html_keep_lower(h, h->p, n);
    h->p += n;
    if (h->p == h->end)
        return;
    if (*h->p == '\0') {
        html_replacement(h, html_keep);
        return;
    }
    html_attribute_named(h);
    h->state = S_AFTER_ATTRIBUTE_NAME;
}

void html_step_after_attribute_name(struct html *h)
{
    skip_blanks(h);
    if (h->p == h->end || slash_or_end(h))
        return;
    if (*h->p == '=') {
        h->p++;
        h->state = S_BEFORE_VALUE;
    } else {
        begin_name(h);
    }
}

void html_step_before_value(struct html *h)
{
    skip_blanks(h);
    if (h->p == h->end)
        return;
    h->state = *h->p == '"' ? S_VALUE_DOUBLE : *h->p == '\'' ? S_VALUE_SINGLE : S_VALUE_BARE;
    if (h->state == S_VALUE_BARE) {
        if (*h->p != '>')
            return;
        h->p++;
        html_emit_tag(h);
    } else {
        h->p++;
    }
}

/* Keeps a run of a value; false if the run ended with the bytes or with what was dealt with here. */
static bool keep_value(struct html *h, unsigned stops)
{
    size_t n = html_span(h, stops);

    html_keep(h, h->p, n);
    h->p += n;
    if (h->p == h->end)
        return false;
    if (*h->p == '&') {
        html_reference_begin(h);
        return false;
    }
    if (*h->p == '\0') {
        html_replacement(h, html_keep);
        return false;
    }
    return true;
}

void html_step_value_quoted(struct html *h)
{
    if (!keep_value(h, h->state == S_VALUE_DOUBLE ? STOP_DOUBLE : STOP_SINGLE))
        return;
    h->p++;
    h->state = S_BEFORE_ATTRIBUTE;
}

void html_step_value_bare(struct html *h)
{
    if (!keep_value(h, STOP_BARE))
        return;
    if (*h->p++ == '>')
        html_emit_tag(h);
    else
        h->state = S_BEFORE_ATTRIBUTE;
}

void html_step_self_closing(struct html *h)
{
    if (*h->p == '>') {
        h->p++;
        h->self_closing = true;
        html_emit_tag(h);
    } else {
        h->state = S_BEFORE_ATTRIBUTE;
    }
}
