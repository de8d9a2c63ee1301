/* Sections 13.2.5.72 to 80: character references. */
#include "html_impl.h"

#include "base/utf8.h"

#define TOO_LARGE 0x110000u

void html_reference_begin(struct html *h)
{
    h->ref = (struct html_reference){ .back = h->state, .raw = "&", .raw_n = 1 };
    h->p++;
    h->state = S_REFERENCE;
}

static bool in_value(const struct html *h)
{
    return h->ref.back == S_VALUE_DOUBLE || h->ref.back == S_VALUE_SINGLE || h->ref.back == S_VALUE_BARE;
}

static void put(struct html *h, const char *p, size_t n)
{
    if (in_value(h))
        html_keep(h, p, n);
    else
        html_text_now(h, p, n);
}

static bool is_alnum(int c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static void give_up(struct html *h)
{
    put(h, h->ref.raw, h->ref.raw_n);
    h->state = h->ref.back;
}

void html_step_reference(struct html *h)
{
    if (is_alnum(*h->p)) {
        h->state = S_REFERENCE_NAME;
    } else if (*h->p == '#') {
        h->ref.raw[h->ref.raw_n++] = *h->p++;
        h->state = S_REFERENCE_NUMBER;
    } else {
        give_up(h);
    }
}

/* The child of a node with this letter, or 0. */
static uint16_t find_child(uint16_t node, unsigned char letter)
{
    const struct html_entity *e = &html_entities[html_entities[node].child];

    if (node == 0)
        return html_entity_heads[letter];
    if (e == html_entities)
        return 0;
    while (e->letter < letter && !e->last)
        e++;
    return e->letter == letter ? (uint16_t)(e - html_entities) : 0;
}

/* The name cannot go on; `next` follows it (-1: nothing). Old pages write `?a=1&copy=2` in links: no name there. */
static void finish_name(struct html *h, int next)
{
    struct html_reference *r = &h->ref;

    if (r->value_n < r->raw_n)
        next = r->raw[r->value_n];
    if (r->value == 0 || (in_value(h) && r->raw[r->value_n - 1] != ';' && (next == '=' || is_alnum(next)))) {
        give_up(h);
        return;
    }
    put(h, html_entity_texts[r->value], strlen(html_entity_texts[r->value]));
    put(h, r->raw + r->value_n, r->raw_n - r->value_n);
    h->state = r->back;
}

void html_step_reference_name(struct html *h)
{
    struct html_reference *r = &h->ref;

    while (h->p < h->end) {
        uint16_t node = find_child(r->node, (unsigned char)*h->p);

        if (!node) {
            finish_name(h, (unsigned char)*h->p);
            return;
        }
        r->node = node;
        r->raw[r->raw_n++] = *h->p++;
        if (html_entities[node].value) {
            r->value = html_entities[node].value;
            r->value_n = r->raw_n;
        }
        if (!html_entities[node].child) {
            finish_name(h, -1);
            return;
        }
    }
}

void html_step_reference_number(struct html *h)
{
    if (*h->p == 'x' || *h->p == 'X') {
        h->ref.raw[h->ref.raw_n++] = *h->p++;
        h->state = S_REFERENCE_HEX;
    } else {
        h->state = S_REFERENCE_DECIMAL;
    }
}

/* What Windows-1252 means by 0x80 to 0x9F; 0 where it means nothing. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
};

static void finish_number(struct html *h)
{
    uint32_t c = h->ref.number;
    char bytes[4];

    if (!h->ref.digits) {
        give_up(h);
        return;
    }
    if (c == 0)
        c = UTF8_REPLACEMENT;
    else if (c >= 0x80 && c <= 0x9F && windows_1252[c - 0x80])
        c = windows_1252[c - 0x80];
    put(h, bytes, utf8_put(c, bytes));
    h->state = h->ref.back;
}

/* Value of a digit, or -1. */
static int digit(char c, bool hex)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return hex && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void html_step_reference_digits(struct html *h)
{
    bool hex = h->state == S_REFERENCE_HEX;
    int value = 0;

    while (h->p < h->end && (value = digit(*h->p, hex)) >= 0) {
        h->ref.digits = true;
        h->ref.number = h->ref.number * (hex ? 16 : 10) + (uint32_t)value;
        if (h->ref.number > TOO_LARGE)
            h->ref.number = TOO_LARGE;
        h->p++;
    }
    if (h->p == h->end)
        return;
    if (h->ref.digits && *h->p == ';')
        h->p++;
    finish_number(h);
}

void html_end_reference(struct html *h)
{
    if (h->state == S_REFERENCE)
        give_up(h);
    else if (h->state == S_REFERENCE_NAME)
        finish_name(h, -1);
    else
        finish_number(h);
}
