/* Sections 13.2.5.1 to 5 and 9 to 31: text, and how RCDATA, RAWTEXT and script end. */
#include "html_impl.h"

static void take(struct html *h, size_t n)
{
    html_text(h, h->p, n);
    h->p += n;
}

void html_step_data(struct html *h)
{
    take(h, html_span(h, STOP_DATA));
    if (h->p == h->end)
        return;
    if (*h->p == '&') {
        html_reference_begin(h);
    } else {
        h->p++;
        h->state = S_TAG_OPEN;
    }
}

void html_step_plaintext(struct html *h)
{
    const char *nul = memchr(h->p, '\0', (size_t)(h->end - h->p));

    take(h, (size_t)((nul ? nul : h->end) - h->p));
    if (nul)
        html_replacement(h, html_text_now);
}

static void raw_stop(struct html *h)
{
    if (*h->p == '\0') {
        html_replacement(h, html_text_now);
    } else {
        h->p++;
        h->text_state = h->state;
        h->state = S_TEXT_LT;
    }
}

void html_step_rawtext(struct html *h)
{
    take(h, html_span(h, STOP_RAW));
    if (h->p < h->end)
        raw_stop(h);
}

void html_step_rcdata(struct html *h)
{
    take(h, html_span(h, STOP_RAW | STOP_DATA));
    if (h->p == h->end)
        return;
    if (*h->p == '&')
        html_reference_begin(h);
    else
        raw_stop(h);
}

void html_step_cdata(struct html *h)
{
    const char *bracket = memchr(h->p, ']', (size_t)(h->end - h->p));

    take(h, (size_t)((bracket ? bracket : h->end) - h->p));
    if (bracket) {
        h->p++;
        h->state = S_CDATA_BRACKET;
    }
}

void html_step_cdata_bracket(struct html *h)
{
    if (*h->p == ']') {
        h->p++;
        h->state = S_CDATA_END;
    } else {
        html_text_read(h, "]");
        h->state = S_CDATA;
    }
}

void html_step_cdata_end(struct html *h)
{
    if (*h->p == '>') {
        h->p++;
        h->state = S_DATA;
    } else if (*h->p == ']') {
        html_text_now(h, "]", 1);
        h->p++;
    } else {
        html_text_now(h, "]]", 2);
        h->state = S_CDATA;
    }
}

void html_end_bracket(struct html *h)
{
    html_text_now(h, "]", 1);
}

void html_end_brackets(struct html *h)
{
    html_text_now(h, "]]", 2);
}

void html_end_lt(struct html *h)
{
    html_text_now(h, "<", 1);
}

void html_end_lt_slash(struct html *h)
{
    html_text_now(h, "</", 2);
}

void html_step_text_lt(struct html *h)
{
    if (*h->p == '/') {
        h->p++;
        h->state = S_TEXT_END_OPEN;
    } else if (*h->p == '!' && h->text_state == S_SCRIPT) {
        h->p++;
        html_text_read(h, "<!");
        h->state = S_ESCAPE_START;
    } else {
        html_text_read(h, "<");
        h->state = h->text_state;
    }
}

void html_step_text_end_open(struct html *h)
{
    h->word_n = 0;
    if (html_is_letter(*h->p)) {
        h->state = S_TEXT_END_NAME;
    } else {
        html_text_read(h, "</");
        h->state = h->text_state;
    }
}

void html_end_text_end_name(struct html *h)
{
    html_text_now(h, "</", 2);
    html_text_now(h, h->word, h->word_n);
}

/* Letters count only as far as they spell the one end tag that leaves this text; any others are text at once. */
void html_step_text_end_name(struct html *h)
{
    char c = *h->p;

    if (h->word_n < h->end_name_n && html_lower(c) == h->end_name[h->word_n]) {
        h->word[h->word_n++] = c;
        h->p++;
    } else if (h->word_n == h->end_name_n && (html_is_blank(c) || c == '/' || c == '>')) {
        html_begin_tag(h, true);
        html_keep_lower(h, h->word, h->word_n);
        h->state = S_TAG_NAME;
    } else {
        html_end_text_end_name(h);
        h->state = h->text_state;
    }
}

void html_step_escape_start(struct html *h)
{
    if (*h->p == '-') {
        take(h, 1);
        h->state = h->state == S_ESCAPE_START ? S_ESCAPE_START_DASH : S_ESCAPED_DASH_DASH;
    } else {
        h->state = S_SCRIPT;
    }
}

/* Both "escaped" and "double escaped". */
void html_step_escaped(struct html *h)
{
    bool twice = h->state == S_DOUBLE;

    take(h, html_span(h, STOP_ESCAPED));
    if (h->p == h->end)
        return;
    if (*h->p == '\0') {
        html_replacement(h, html_text_now);
    } else if (*h->p == '-') {
        take(h, 1);
        h->state = twice ? S_DOUBLE_DASH : S_ESCAPED_DASH;
    } else if (twice) {
        take(h, 1);
        h->state = S_DOUBLE_LT;
    } else {
        h->p++;
        h->state = S_ESCAPED_LT;
    }
}

void html_step_escaped_dash(struct html *h)
{
    bool twice = h->state == S_DOUBLE_DASH || h->state == S_DOUBLE_DASH_DASH;
    bool second = h->state == S_ESCAPED_DASH_DASH || h->state == S_DOUBLE_DASH_DASH;

    if (*h->p == '-') {
        take(h, 1);
        h->state = twice ? S_DOUBLE_DASH_DASH : S_ESCAPED_DASH_DASH;
    } else if (*h->p == '>' && second) {
        take(h, 1);
        h->state = S_SCRIPT;
    } else {
        h->state = twice ? S_DOUBLE : S_ESCAPED;
    }
}

void html_step_escaped_lt(struct html *h)
{
    h->word_n = 0;
    if (*h->p == '/') {
        h->p++;
        h->text_state = S_ESCAPED;
        h->state = S_TEXT_END_OPEN;
    } else {
        html_text_read(h, "<");
        h->state = html_is_letter(*h->p) ? S_DOUBLE_START : S_ESCAPED;
    }
}

void html_step_double_lt(struct html *h)
{
    h->word_n = 0;
    if (*h->p == '/') {
        take(h, 1);
        h->state = S_DOUBLE_END;
    } else {
        h->state = S_DOUBLE;
    }
}

/* After `<` or `</` inside an escaped script: the word "script" goes one level down or up. */
void html_step_double_switch(struct html *h)
{
    bool up = h->state == S_DOUBLE_END;
    bool script = h->word_n == 6 && memcmp(h->word, "script", 6) == 0;
    char c = *h->p;

    if (html_is_letter(c)) {
        if (h->word_n < sizeof(h->word))
            h->word[h->word_n++] = html_lower(c);
        take(h, 1);
    } else if (html_is_blank(c) || c == '/' || c == '>') {
        take(h, 1);
        h->state = script != up ? S_DOUBLE : S_ESCAPED;
    } else {
        h->state = up ? S_DOUBLE : S_ESCAPED;
    }
}
