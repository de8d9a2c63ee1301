/* What looks at texts eight bytes at a time, against one character after the other: of every length, at every place before a page
   that must not be touched. */
#include "test.h"

#include "base/buf.h"
#include "web/json.h"
#include "web/template.h"

#include <json-c/json.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { LENGTHS = 41, PLACES = 16, ROUNDS = 12, MALFORMED = 2 };

/* What scanners look for, their neighbours, plain characters; the last ones are malformed. */
static const char *const characters[] = {
    "<", ">", "&", "\"", "'", "\\", "/", "=", "#", "%", "?", "$", "(", "\x1F", "\x01", " ", "!", "\x7F", "^", ";", "[", "]", "a", "b", "c",
    "d", "~", "\n", "\t", "\u00E4", "\u2028", "\u00BD", "\U0001F345", "\xFF", "\xC3",
};

/* Fills `text` with characters; returns how many. */
static size_t make(struct str text, bool malformed, struct str parts[LENGTHS])
{
    size_t kinds = ARRAY_LEN(characters) - (malformed ? 0 : MALFORMED), count = 0;

    for (size_t at = 0; at < text.n; at += parts[count++].n) {
        struct str one;

        do
            one = str_of(random() % 8 ? "x" : characters[(size_t)random() % kinds]);
        while (one.n > text.n - at);
        memcpy((char *)(uintptr_t)text.p + at, one.p, one.n);
        parts[count] = (struct str){ text.p + at, one.n };
    }
    return count;
}

static void each_text(bool malformed, void (*check)(struct str text, const struct str *parts, size_t count))
{
    struct str parts[LENGTHS];

    srandom(4);
    for (size_t place = 0; place < PLACES; place++) {
        const char *end = test_at_end(0, place);

        for (size_t n = 0; n < LENGTHS; n++)
            for (int i = 0; i < ROUNDS; i++)
                check((struct str){ end - n, n }, parts, make((struct str){ end - n, n }, malformed, parts));
    }
}

static void expect(struct buf *got, struct buf *expected)
{
    CU_ASSERT_FALSE(got->failed || expected->failed);
    CU_ASSERT_TRUE_FATAL(str_equal(buf_str(got), buf_str(expected)));
    buf_done(got);
    buf_done(expected);
}

/* ---- templates ---- */

static void check_escaped(struct str text, const struct str *parts, size_t count)
{
    static const char special[] = "&<>\"'";
    static const struct str references[] = { STR("&amp;"), STR("&lt;"), STR("&gt;"), STR("&quot;"), STR("&#39;") };
    struct buf got, expected;

    buf_init(&got, NULL, 1 << 12);
    buf_init(&expected, NULL, 1 << 12);
    template_put_escaped(&got, text);
    for (size_t i = 0; i < count; i++) {
        const char *at = strchr(special, parts[i].p[0]);

        buf_put_str(&expected, at ? references[at - special] : parts[i]);
    }
    expect(&got, &expected);
}

TEST(scanner_of_templates_finds_what_has_a_reference) { each_text(true, check_escaped); }

/* ---- JSON ---- */

static void print_plainly(struct buf *b, struct str s)
{
    struct json_object *v = json_object_new_string_len(s.p, (int)s.n);

    json_print(b, v);
    json_object_put(v);
}

/* A text is printed as its characters are. */
static void check_printed_by(void (*print)(struct buf *b, struct str s), struct str text, const struct str *parts, size_t count)
{
    struct buf got, expected, one;

    buf_init(&got, NULL, 1 << 12);
    buf_init(&expected, NULL, 1 << 12);
    buf_init(&one, NULL, 1 << 12);
    print(&got, text);
    buf_putc(&expected, '"');
    for (size_t i = 0; i < count; i++) {
        buf_clear(&one);
        print(&one, parts[i]);
        buf_put(&expected, one.data + 1, one.len - 2);
    }
    buf_putc(&expected, '"');
    expect(&got, &expected);
    buf_done(&one);
}

static void check_printed(struct str text, const struct str *parts, size_t count)
{
    check_printed_by(print_plainly, text, parts, count);
    check_printed_by(json_print_string_html, text, parts, count);
}

TEST(scanner_of_the_printer_finds_what_has_an_escape) { each_text(true, check_printed); }

static const char *take_text(void *arg, const struct json_event *event)
{
    buf_put_str(arg, event->text);
    return NULL;
}

/* What is printed of a text is read as it was. */
static void check_read(struct str text, const struct str *parts, size_t count)
{
    static const char *ends[PLACES];
    struct buf printed, got;
    struct json_error e;
    size_t place = (size_t)random() % PLACES;
    char *source;

    (void)parts, (void)count;
    ends[place] = ends[place] ? ends[place] : test_at_end(0, place);
    buf_init(&printed, NULL, 1 << 12);
    buf_init(&got, NULL, 1 << 12);
    print_plainly(&printed, text);
    source = memcpy((char *)(uintptr_t)ends[place] - printed.len, printed.data, printed.len);
    CU_ASSERT_TRUE_FATAL(json_scan((struct str){ source, printed.len }, NULL, take_text, &got, &e));
    CU_ASSERT_TRUE_FATAL(str_equal(buf_str(&got), text));
    buf_done(&printed);
    buf_done(&got);
}

TEST(scanner_of_the_reader_takes_what_needs_no_change) { each_text(false, check_read); }

TEST(scanner_of_the_reader_stops_at_every_control_character)
{
    for (size_t place = 0; place < PLACES; place++) {
        const char *end = test_at_end(0, place);

        for (size_t n = 3; n < LENGTHS; n++) {
            char *text = (char *)(uintptr_t)end - n;

            memset(text, 'x', n);
            text[0] = text[n - 1] = '"';
            for (size_t at = 1; at < n - 1; at++) {
                struct json_error e = { .offset = SIZE_MAX };
                struct buf got;

                buf_init(&got, NULL, 1 << 12);
                text[at] = (char)(n % 32);
                CU_ASSERT_FALSE_FATAL(json_scan((struct str){ text, n }, NULL, take_text, &got, &e));
                CU_ASSERT_EQUAL_FATAL(e.offset, at);
                text[at] = 'x';
                buf_done(&got);
            }
        }
    }
}
