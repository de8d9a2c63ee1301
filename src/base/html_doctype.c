/* Sections 13.2.5.53 to 68: the doctype. */
#include "html_impl.h"

static void emit(struct html *h)
{
    const char *kept = buf_text(&h->kept);
    size_t end = h->kept.len;
    struct html_token token = { .type = HTML_DOCTYPE, .force_quirks = h->force_quirks };
    struct str public_id, system_id;

    if (h->has_system) {
        system_id = (struct str){ kept + h->system_at, end - h->system_at };
        token.system_id = &system_id;
        end = h->system_at;
    }
    if (h->has_public) {
        public_id = (struct str){ kept + h->public_at, end - h->public_at };
        token.public_id = &public_id;
        end = h->public_at;
    }
    token.text = (struct str){ kept, end };
    html_flush(h);
    h->state = S_DATA;
    h->sink(h->arg, &token);
}

void html_end_doctype_bogus(struct html *h)
{
    emit(h);
}

void html_end_doctype(struct html *h)
{
    h->force_quirks = true;
    emit(h);
}

static void close_doctype(struct html *h, bool quirks)
{
    h->p++;
    h->force_quirks |= quirks;
    emit(h);
}

static void go_bogus(struct html *h, bool quirks)
{
    h->force_quirks |= quirks;
    h->state = S_DOCTYPE_BOGUS;
}

static bool skip_blank(struct html *h)
{
    if (!html_is_blank(*h->p))
        return false;
    h->p++;
    return true;
}

/* Begins the public (or else system) identifier if a quote stands here. */
static bool begin_id(struct html *h, bool is_public)
{
    if (*h->p != '"' && *h->p != '\'')
        return false;
    h->quote = *h->p++;
    *(is_public ? &h->has_public : &h->has_system) = true;
    *(is_public ? &h->public_at : &h->system_at) = h->kept.len;
    h->state = is_public ? S_DOCTYPE_PUBLIC_ID : S_DOCTYPE_SYSTEM_ID;
    return true;
}

void html_step_doctype(struct html *h)
{
    if (skip_blank(h))
        return;
    if (*h->p == '>')
        close_doctype(h, true);
    else
        h->state = S_DOCTYPE_NAME;
}

void html_step_doctype_name(struct html *h)
{
    size_t n = html_span(h, BLANK | STOP_MARKUP);

    html_keep_lower(h, h->p, n);
    h->p += n;
    if (h->p == h->end)
        return;
    if (*h->p == '>')
        close_doctype(h, false);
    else if (*h->p == '\0')
        html_replacement(h, html_keep);
    else
        h->state = S_DOCTYPE_KEYWORD;
}

/* PUBLIC or SYSTEM; letters that begin neither are dropped, as all that follows is. */
void html_step_doctype_keyword(struct html *h)
{
    static const char public_word[] = "public", system_word[] = "system";
    const char *word;

    if (h->word_n == 0 && skip_blank(h))
        return;
    if (h->word_n == 0 && *h->p == '>') {
        close_doctype(h, false);
        return;
    }
    if (h->word_n == 0)
        h->word[0] = html_lower(*h->p);
    word = h->word[0] == 'p' ? public_word : system_word;
    if (html_lower(*h->p) != word[h->word_n]) {
        go_bogus(h, true);
        return;
    }
    h->p++;
    if (word[++h->word_n] == '\0')
        h->state = word == public_word ? S_DOCTYPE_PUBLIC : S_DOCTYPE_SYSTEM;
}

static void before_id(struct html *h, bool is_public)
{
    if (skip_blank(h) || begin_id(h, is_public))
        return;
    if (*h->p == '>')
        close_doctype(h, true);
    else
        go_bogus(h, true);
}

void html_step_doctype_public(struct html *h)
{
    before_id(h, true);
}

void html_step_doctype_system(struct html *h)
{
    before_id(h, false);
}

void html_step_doctype_id(struct html *h)
{
    const char *from = h->p;

    while (h->p < h->end && *h->p != h->quote && *h->p != '>' && *h->p != '\0')
        h->p++;
    html_keep(h, from, (size_t)(h->p - from));
    if (h->p == h->end)
        return;
    if (*h->p == '>') {
        close_doctype(h, true);
    } else if (*h->p == '\0') {
        html_replacement(h, html_keep);
    } else {
        h->p++;
        h->state = h->state == S_DOCTYPE_PUBLIC_ID ? S_DOCTYPE_BETWEEN : S_DOCTYPE_AFTER;
    }
}

void html_step_doctype_between(struct html *h)
{
    if (skip_blank(h) || begin_id(h, false))
        return;
    if (*h->p == '>')
        close_doctype(h, false);
    else
        go_bogus(h, true);
}

void html_step_doctype_after(struct html *h)
{
    if (skip_blank(h))
        return;
    if (*h->p == '>')
        close_doctype(h, false);
    else
        go_bogus(h, false);
}

void html_step_doctype_bogus(struct html *h)
{
    const char *gt = memchr(h->p, '>', (size_t)(h->end - h->p));

    h->p = gt ? gt : h->end;
    if (gt)
        close_doctype(h, false);
}
