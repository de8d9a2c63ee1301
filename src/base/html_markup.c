/* Sections 13.2.5.41 to 52: what begins with `<!` or `<?`. */
#include "html_impl.h"

/* What may follow `<!`. */
static const struct markup {
    const char *word;       /* lower case where any case will do */
    bool any_case, foreign; /* foreign: in svg and math only */
    enum state state;
} markups[] = {
    { "--", false, false, S_COMMENT_START },
    { "doctype", true, false, S_DOCTYPE },
    { "[CDATA[", false, true, S_CDATA },
};

/* The markup that the word so far and `c` begin, or NULL. */
static const struct markup *find_markup(const struct html *h, char c)
{
    for (size_t i = 0; i < ARRAY_LEN(markups); i++) {
        const struct markup *m = &markups[i];

        if (strncmp(h->word, m->word, h->word_n) == 0 && m->word[h->word_n] == (m->any_case ? html_lower(c) : c) &&
            (!m->foreign || html_in_foreign(h)))
            return m;
    }
    return NULL;
}

static void begin_bogus_comment(struct html *h)
{
    html_begin(h);
    for (size_t i = 0; i < h->word_n; i++)
        html_keep(h, h->raw + i, 1);
    h->state = S_BOGUS_COMMENT;
}

void html_step_markup(struct html *h)
{
    const struct markup *m = find_markup(h, *h->p);

    if (!m) {
        begin_bogus_comment(h);
        return;
    }
    h->raw[h->word_n] = *h->p;
    h->word[h->word_n] = m->word[h->word_n];
    h->word_n++;
    h->p++;
    if (m->word[h->word_n] == '\0') {
        html_begin(h);
        h->state = m->state;
        h->word_n = 0;
        h->has_public = h->has_system = h->force_quirks = false;
    }
}

void html_end_markup(struct html *h)
{
    begin_bogus_comment(h);
    html_emit_comment(h);
}

void html_emit_comment(struct html *h)
{
    struct html_token token = { .type = HTML_COMMENT, .text = buf_str(&h->kept) };

    html_flush(h);
    h->state = S_DATA;
    h->sink(h->arg, &token);
}

void html_end_comment(struct html *h)
{
    html_emit_comment(h);
}

static void close_comment(struct html *h)
{
    h->p++;
    html_emit_comment(h);
}

/* Keeps a run; true if the byte that ended it is left to the caller. */
static bool keep_run(struct html *h, unsigned stops)
{
    size_t n = html_span(h, stops);

    html_keep(h, h->p, n);
    h->p += n;
    if (h->p == h->end)
        return false;
    if (*h->p != '\0')
        return true;
    html_replacement(h, html_keep);
    return false;
}

void html_step_bogus_comment(struct html *h)
{
    if (keep_run(h, STOP_MARKUP))
        close_comment(h);
}

void html_step_comment_start(struct html *h)
{
    if (*h->p == '>') {
        close_comment(h);
    } else if (*h->p == '-') {
        h->p++;
        h->state = S_COMMENT_START_DASH;
    } else {
        h->state = S_COMMENT;
    }
}

void html_step_comment_start_dash(struct html *h)
{
    if (*h->p == '>')
        close_comment(h);
    else
        html_step_comment_dash(h);
}

void html_step_comment(struct html *h)
{
    if (keep_run(h, STOP_COMMENT)) {
        h->p++;
        h->state = S_COMMENT_DASH;
    }
}

void html_step_comment_dash(struct html *h)
{
    if (*h->p == '-') {
        h->p++;
        h->state = S_COMMENT_END;
    } else {
        html_keep(h, "-", 1);
        h->state = S_COMMENT;
    }
}

void html_step_comment_end(struct html *h)
{
    if (*h->p == '>') {
        close_comment(h);
    } else if (*h->p == '!') {
        h->p++;
        h->state = S_COMMENT_BANG;
    } else if (*h->p == '-') {
        h->p++;
        html_keep(h, "-", 1);
    } else {
        html_keep(h, "--", 2);
        h->state = S_COMMENT;
    }
}

void html_step_comment_bang(struct html *h)
{
    if (*h->p == '>') {
        close_comment(h);
        return;
    }
    html_keep(h, "--!", 3);
    h->state = *h->p == '-' ? S_COMMENT_DASH : S_COMMENT;
    if (*h->p == '-')
        h->p++;
}
