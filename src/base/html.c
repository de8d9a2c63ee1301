#include "html_impl.h"

#define TAG_BYTES_DEFAULT ((size_t)1 << 20)
#define ATTRIBUTES_DEFAULT 4096

_Static_assert(S_DATA == (int)HTML_DATA && S_PLAINTEXT == (int)HTML_PLAINTEXT && S_RCDATA == (int)HTML_RCDATA &&
               S_RAWTEXT == (int)HTML_RAWTEXT && S_SCRIPT == (int)HTML_SCRIPT && S_CDATA == (int)HTML_CDATA,
               "the first states are those of the public enum");

static const struct {
    void (*step)(struct html *h);
    void (*end)(struct html *h);
} states[S__COUNT] = {
#define X(NAME, STEP, END) { html_step_##STEP, html_end_##END },
    HTML_STATES(X)
#undef X
};

#define ALL_STOPS_OF_NUL \
    (STOP_RAW | STOP_NAME | STOP_ATTRIBUTE | STOP_BARE | STOP_DOUBLE | STOP_SINGLE | STOP_ESCAPED | STOP_COMMENT | STOP_MARKUP)
#define ALL_OF_BLANK (BLANK | STOP_NAME | STOP_ATTRIBUTE | STOP_BARE)

const uint16_t html_class[256] = {
    ['\0'] = ALL_STOPS_OF_NUL,
    ['\t'] = ALL_OF_BLANK,
    ['\n'] = ALL_OF_BLANK,
    ['\f'] = ALL_OF_BLANK,
    [' '] = ALL_OF_BLANK,
    ['<'] = STOP_DATA | STOP_RAW | STOP_ESCAPED,
    ['&'] = STOP_DATA | STOP_BARE | STOP_DOUBLE | STOP_SINGLE,
    ['/'] = STOP_NAME | STOP_ATTRIBUTE,
    ['>'] = STOP_NAME | STOP_ATTRIBUTE | STOP_BARE | STOP_MARKUP,
    ['='] = STOP_ATTRIBUTE,
    ['"'] = STOP_DOUBLE,
    ['\''] = STOP_SINGLE,
    ['-'] = STOP_ESCAPED | STOP_COMMENT,
};

struct html *html_new(html_sink *sink, void *arg, const struct html_limits *limits)
{
    struct html *h = calloc(1, sizeof(*h));

    if (!h)
        abort();
    h->sink = sink;
    h->arg = arg;
    if (limits)
        h->limits = *limits;
    if (h->limits.tag_bytes == 0)
        h->limits.tag_bytes = TAG_BYTES_DEFAULT;
    if (h->limits.attributes == 0)
        h->limits.attributes = ATTRIBUTES_DEFAULT;
    h->follow = true;
    h->run.p = "";
    buf_init(&h->kept, NULL, SIZE_MAX / 4);
    buf_putc(&h->kept, '\0');
    return h;
}

void html_free(struct html *h)
{
    if (!h)
        return;
    buf_done(&h->kept);
    free(h->attributes.pairs);
    free(h->attributes.out);
    free(h->attributes.slots);
    free(h);
}

void html_switch(struct html *h, enum state state, struct str name)
{
    h->state = state;
    h->end_name_n = 0;
    if (name.n > sizeof(h->end_name))
        return;
    for (size_t i = 0; i < name.n; i++)
        h->end_name[i] = html_lower(name.p[i]);
    h->end_name_n = name.n;
}

void html_start_in(struct html *h, enum html_state state, const char *last_start_tag, bool follow)
{
    h->follow = follow;
    html_switch(h, (enum state)state, str_of(last_start_tag));
}

void html_run(struct html *h, const char *p, size_t n)
{
    h->start = h->p = p;
    h->end = p + n;
    while (h->p < h->end)
        states[h->state].step(h);
    html_flush(h);
}

void html_feed(struct html *h, struct str bytes)
{
    html_clean(h, bytes);
}

void html_end(struct html *h)
{
    html_clean_end(h);
    h->start = h->p = h->end = NULL;
    states[h->state].end(h);
    h->state = S_DATA;
}

void html_end_quiet(struct html *h)
{
    (void)h;
}

static void give_text(struct html *h, struct str text)
{
    struct html_token token = { .type = HTML_TEXT, .text = text };

    h->sink(h->arg, &token);
}

void html_flush(struct html *h)
{
    struct str run = h->run;

    h->run = (struct str){ "", 0 };
    if (run.n)
        give_text(h, run);
}

void html_text_now(struct html *h, const char *p, size_t n)
{
    html_flush(h);
    if (n)
        give_text(h, (struct str){ p, n });
}

void html_text_read(struct html *h, const char *literal)
{
    size_t n = strlen(literal);

    if ((size_t)(h->p - h->start) >= n)
        html_text(h, h->p - n, n);
    else
        html_text_now(h, literal, n);
}

void html_replacement(struct html *h, void (*put)(struct html *h, const char *p, size_t n))
{
    h->p++;
    put(h, "\xEF\xBF\xBD", 3);
}

void html_begin(struct html *h)
{
    h->kept.len = 0;
    h->cut = h->muted = false;
}

void html_keep(struct html *h, const char *p, size_t n)
{
    size_t room = h->limits.tag_bytes - h->kept.len;

    if (h->cut || h->muted)
        return;
    if (n > room) {
        while (room && (p[room] & 0xC0) == 0x80)
            room--;
        n = room;
        h->cut = true;
    }
    if (h->kept.cap - h->kept.len > n) {
        memcpy(h->kept.data + h->kept.len, p, n);
        h->kept.len += n;
    } else {
        buf_put(&h->kept, p, n);
    }
}

void html_keep_lower(struct html *h, const char *p, size_t n)
{
    size_t at = h->kept.len;

    html_keep(h, p, n);
    for (; at < h->kept.len; at++)
        h->kept.data[at] = html_lower(h->kept.data[at]);
}

const struct str *html_attribute(const struct html_token *token, const char *name)
{
    struct str wanted = str_of(name);

    for (size_t i = 0; i < token->attribute_count; i++) {
        if (str_equal(token->attributes[i].name, wanted))
            return &token->attributes[i].value;
    }
    return NULL;
}
