/* The bytes before the tokenizer: the Encoding Standard's UTF-8 decoder (a malformed part gives one U+FFFD) and the
   newlines of section 13.2.3.5. */
#include "html_impl.h"

#define REPLACEMENT "\xEF\xBF\xBD"

/* How a sequence that does not begin with ASCII goes on. */
enum part { WHOLE, BROKEN, UNFINISHED };

/* What stands at `p`, and how many bytes it has; a broken sequence is as long as it could have begun a character. */
static enum part look(const unsigned char *p, size_t n, size_t *ret_len)
{
    unsigned char lo = p[0] == 0xE0 ? 0xA0 : p[0] == 0xF0 ? 0x90 : 0x80;
    unsigned char hi = p[0] == 0xED ? 0x9F : p[0] == 0xF4 ? 0x8F : 0xBF;
    size_t len = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;

    *ret_len = 1;
    if (p[0] < 0xC2 || p[0] > 0xF4)
        return BROKEN;
    for (; *ret_len < len; ++*ret_len) {
        if (*ret_len == n)
            return UNFINISHED;
        if (p[*ret_len] < lo || p[*ret_len] > hi)
            return BROKEN;
        lo = 0x80;
        hi = 0xBF;
    }
    return WHOLE;
}

/* Eight bytes of ASCII without CR? Borrows may report a CR too much, never one too few. */
static bool is_plain(uint64_t word)
{
    const uint64_t ones = UINT64_MAX / 255, tops = ones << 7;
    uint64_t cr = word ^ ones * '\r';

    return !((word | ((cr - ones) & ~cr)) & tops);
}

/* Copies a character, or what replaces it; false: it needs the next chunk. */
static bool copy_wide(struct html *h, struct str *in, char **out)
{
    size_t len;
    enum part part = look((const unsigned char *)in->p, in->n, &len);

    if (part == UNFINISHED) {
        memcpy(h->partial, in->p, in->n);
        h->partial_n = in->n;
        in->n = 0;
        return false;
    }
    if (part == WHOLE) {
        memcpy(*out, in->p, len);
        *out += len;
    } else {
        memcpy(*out, REPLACEMENT, 3);
        *out += 3;
    }
    in->p += len;
    in->n -= len;
    return true;
}

static void copy_ascii(struct html *h, struct str *in, char **out)
{
    char c = *in->p++;

    in->n--;
    if (c != '\n' || !h->after_cr)
        *(*out)++ = c == '\r' ? '\n' : c;
    h->after_cr = c == '\r';
}

/* Fills h->clean; returns how many bytes. */
static size_t fill(struct html *h, struct str *in)
{
    char *out = h->clean, *limit = h->clean + sizeof(h->clean) - 8;

    while (in->n && out <= limit) {
        uint64_t word;

        if (in->n >= 8 && !h->after_cr) {
            memcpy(&word, in->p, 8);
            if (is_plain(word)) {
                memcpy(out, in->p, 8);
                out += 8;
                in->p += 8;
                in->n -= 8;
                continue;
            }
        }
        if (!(*in->p & 0x80)) {
            copy_ascii(h, in, &out);
        } else {
            h->after_cr = false;
            copy_wide(h, in, &out);
        }
    }
    return (size_t)(out - h->clean);
}

/* Goes on with the character whose head the last chunk ended in. */
static void finish_partial(struct html *h, struct str *in)
{
    while (h->partial_n && in->n) {
        size_t len;
        enum part part;

        h->partial[h->partial_n] = *in->p;
        part = look((const unsigned char *)h->partial, h->partial_n + 1, &len);
        if (part == BROKEN) {
            h->partial_n = 0;
            html_run(h, REPLACEMENT, 3);
            return;
        }
        in->p++;
        in->n--;
        h->partial_n++;
        if (part == WHOLE) {
            h->partial_n = 0;
            html_run(h, h->partial, len);
        }
    }
}

void html_clean(struct html *h, struct str bytes)
{
    finish_partial(h, &bytes);
    while (bytes.n) {
        size_t n = fill(h, &bytes);

        html_run(h, h->clean, n);
    }
}

void html_clean_end(struct html *h)
{
    if (h->partial_n)
        html_run(h, REPLACEMENT, 3);
    h->partial_n = 0;
}
