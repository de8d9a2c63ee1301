#include "test.h"

#include "base/html.h"
#include "base/utf8.h"

#include "base/buf.h"

#include <dirent.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

/* Tokens as html5lib's cases write them. */
struct collector {
    json_object *list;
    struct buf text;      /* characters that wait to be merged */
};

static json_object *string_of(struct str s)
{
    return json_object_new_string_len(s.p, (int)s.n);
}

static void add(json_object *list, json_object *item)
{
    CU_ASSERT_EQUAL_FATAL(json_object_array_add(list, item), 0);
}

static json_object *begin_item(const char *kind, struct str first)
{
    json_object *item = json_object_new_array();

    add(item, json_object_new_string(kind));
    add(item, string_of(first));
    return item;
}

static void close_text(struct collector *c)
{
    if (c->text.len)
        add(c->list, begin_item("Character", buf_str(&c->text)));
    buf_clear(&c->text);
}

static json_object *start_tag(const struct html_token *t)
{
    json_object *item = begin_item("StartTag", t->text), *attributes = json_object_new_object();

    for (size_t i = 0; i < t->attribute_count; i++) {
        char *name = strndup(t->attributes[i].name.p, t->attributes[i].name.n);

        json_object_object_add(attributes, name, string_of(t->attributes[i].value));
        free(name);
    }
    add(item, attributes);
    if (t->self_closing)
        add(item, json_object_new_boolean(true));
    return item;
}

static json_object *doctype(const struct html_token *t)
{
    json_object *item = begin_item("DOCTYPE", t->text);

    if (t->text.n == 0)
        json_object_array_put_idx(item, 1, NULL);
    add(item, t->public_id ? string_of(*t->public_id) : NULL);
    add(item, t->system_id ? string_of(*t->system_id) : NULL);
    add(item, json_object_new_boolean(!t->force_quirks));
    return item;
}

static void collect(void *arg, const struct html_token *t)
{
    struct collector *c = arg;

    if (t->type == HTML_TEXT) {
        buf_put_str(&c->text, t->text);
        return;
    }
    close_text(c);
    if (t->type == HTML_DOCTYPE)
        add(c->list, doctype(t));
    else if (t->type == HTML_START_TAG)
        add(c->list, start_tag(t));
    else
        add(c->list, begin_item(t->type == HTML_END_TAG ? "EndTag" : "Comment", t->text));
}

/* What a tokenizer is to do, apart from its input. */
struct setting {
    enum html_state state;
    const char *last_start_tag;
    bool follow;
    size_t chunk;       /* 0: all at once */
    struct html_limits limits;
};

static json_object *tokens_of(struct str input, const struct setting *how)
{
    struct collector c = { .list = json_object_new_array() };
    struct html *h = html_new(collect, &c, &how->limits);
    size_t chunk = how->chunk ? how->chunk : SIZE_MAX;

    buf_init(&c.text, NULL, SIZE_MAX / 4);
    html_start_in(h, how->state, how->last_start_tag, how->follow);
    while (input.n) {
        size_t n = input.n < chunk ? input.n : chunk;
        char *copy = memcpy(malloc(n), input.p, n);   /* so that a byte read past the chunk is noticed */

        html_feed(h, (struct str){ copy, n });
        free(copy);
        input.p += n;
        input.n -= n;
    }
    html_end(h);
    html_free(h);
    close_text(&c);
    buf_done(&c.text);
    return c.list;
}

static json_object *get(json_object *o, const char *key)
{
    json_object *value = NULL;

    json_object_object_get_ex(o, key, &value);
    return value;
}

/* A string of a case; with `escaped` its own \uXXXX are read once more. */
static void put_string(struct buf *b, const char *p, size_t n, bool escaped)
{
    for (size_t i = 0; i < n; i++) {
        if (escaped && n - i >= 6 && p[i] == '\\' && p[i + 1] == 'u') {
            char digits[5] = { p[i + 2], p[i + 3], p[i + 4], p[i + 5], 0 }, bytes[4];

            buf_put(b, bytes, utf8_put((uint32_t)strtoul(digits, NULL, 16), bytes));
            i += 5;
        } else {
            buf_putc(b, p[i]);
        }
    }
}

static json_object *unescape(json_object *o, bool escaped)
{
    json_object *copy = NULL;
    struct buf b;

    buf_init(&b, NULL, 1 << 20);
    if (json_object_is_type(o, json_type_string)) {
        put_string(&b, json_object_get_string(o), (size_t)json_object_get_string_len(o), escaped);
        copy = string_of(buf_str(&b));
    } else if (json_object_is_type(o, json_type_array)) {
        copy = json_object_new_array();
        for (size_t i = 0; i < json_object_array_length(o); i++)
            add(copy, unescape(json_object_array_get_idx(o, i), escaped));
    } else if (json_object_is_type(o, json_type_object)) {
        copy = json_object_new_object();
        json_object_object_foreach(o, key, value) {
            buf_clear(&b);
            put_string(&b, key, strlen(key), escaped);
            json_object_object_add(copy, buf_text(&b), unescape(value, escaped));
        }
    } else {
        copy = json_object_get(o);
    }
    buf_done(&b);
    return copy;
}

static enum html_state state_named(const char *name)
{
    static const struct {
        const char *name;
        enum html_state state;
    } names[] = {
        { "Data state", HTML_DATA },       { "PLAINTEXT state", HTML_PLAINTEXT },    { "RCDATA state", HTML_RCDATA },
        { "RAWTEXT state", HTML_RAWTEXT }, { "Script data state", HTML_SCRIPT },     { "CDATA section state", HTML_CDATA },
    };

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (strcmp(names[i].name, name) == 0)
            return names[i].state;
    }
    CU_FAIL_FATAL("unknown state");
    return HTML_DATA;
}

static bool same_tokens(json_object *got, json_object *expected, json_object *where)
{
    bool same = json_object_equal(got, expected);

    if (!same)
        printf("%s\n  got      %s\n  expected %s\n", json_object_to_json_string(where), json_object_to_json_string(got),
               json_object_to_json_string(expected));
    return same;
}

static bool run_case(json_object *test, enum html_state state)
{
    bool escaped = json_object_get_boolean(get(test, "doubleEscaped")), good = true;
    json_object *input = unescape(get(test, "input"), escaped), *expected = unescape(get(test, "output"), escaped);
    struct str bytes = { json_object_get_string(input), (size_t)json_object_get_string_len(input) };

    for (size_t chunk = 0; chunk < 4; chunk++) {
        const char *tag = json_object_get_string(get(test, "lastStartTag"));
        struct setting how = { .state = state, .chunk = chunk, .last_start_tag = tag };
        json_object *got = tokens_of(bytes, &how);

        good &= same_tokens(got, expected, test);
        json_object_put(got);
    }
    json_object_put(input);
    json_object_put(expected);
    return good;
}

static size_t run_file(const char *path, size_t *failed)
{
    json_object *file = json_object_from_file(path), *tests = get(file, "tests");
    size_t count = json_object_array_length(tests);

    for (size_t i = 0; i < count; i++) {
        json_object *test = json_object_array_get_idx(tests, i), *states = get(test, "initialStates");

        if (!states)
            *failed += !run_case(test, HTML_DATA);
        for (size_t k = 0; states && k < json_object_array_length(states); k++)
            *failed += !run_case(test, state_named(json_object_get_string(json_object_array_get_idx(states, k))));
    }
    json_object_put(file);
    return count;
}

TEST_LIMIT(html_makes_the_tokens_of_html5lib_in_chunks_of_any_size, 60)
{
    char dir_path[4096], path[8192];
    size_t count = 0, failed = 0;
    const struct dirent *entry;
    DIR *dir;

    snprintf(dir_path, sizeof(dir_path), "%s", test_data("html5lib"));
    dir = opendir(dir_path);
    CU_ASSERT_PTR_NOT_NULL_FATAL(dir);
    while ((entry = readdir(dir))) {
        snprintf(path, sizeof(path), "%s/%s", dir_path, entry->d_name);
        if (str_ends(str_of(entry->d_name), STR(".test")))
            count += run_file(path, &failed);
    }
    closedir(dir);
    CU_ASSERT_EQUAL(count, 3406);
    CU_ASSERT_EQUAL(failed, 0);
}

/* The tokens of `input` as JSON text, all at once and byte by byte. */
static void assert_tokens(const char *input, struct setting how, const char *expected)
{
    for (how.chunk = 0; how.chunk < 2; how.chunk++) {
        json_object *got = tokens_of(str_of(input), &how);

        ASSERT_STR(json_object_to_json_string_ext(got, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE), expected);
        json_object_put(got);
    }
}

static const struct setting follow = { .follow = true };

TEST(html_reads_raw_elements_by_tag_name)
{
    assert_tokens("<title>a&amp;<b></title><p>", follow,
                  "[[\"StartTag\",\"title\",{}],[\"Character\",\"a&<b>\"],[\"EndTag\",\"title\"],[\"StartTag\",\"p\",{}]]");
    assert_tokens("<STYLE>a&amp;</b></Style >x", follow,
                  "[[\"StartTag\",\"style\",{}],[\"Character\",\"a&amp;</b>\"],[\"EndTag\",\"style\"],[\"Character\",\"x\"]]");
    assert_tokens("<script/><!--<script></script>--></script>", follow,
                  "[[\"StartTag\",\"script\",{},true],[\"Character\",\"<!--<script></script>-->\"],[\"EndTag\",\"script\"]]");
    assert_tokens("<noscript><img>", follow, "[[\"StartTag\",\"noscript\",{}],[\"StartTag\",\"img\",{}]]");
}

TEST(html_knows_svg_and_math)
{
    assert_tokens("<svg><![CDATA[<a>]]><style><a></style></svg><![CDATA[x]]>", follow,
                  "[[\"StartTag\",\"svg\",{}],[\"Character\",\"<a>\"],[\"StartTag\",\"style\",{}],[\"StartTag\",\"a\",{}],"
                  "[\"EndTag\",\"style\"],[\"EndTag\",\"svg\"],[\"Comment\",\"[CDATA[x]]\"]]");
    assert_tokens("<svg><foreignObject><style><a></style></foreignObject><title><a>", follow,
                  "[[\"StartTag\",\"svg\",{}],[\"StartTag\",\"foreignobject\",{}],[\"StartTag\",\"style\",{}],"
                  "[\"Character\",\"<a>\"],[\"EndTag\",\"style\"],[\"EndTag\",\"foreignobject\"],[\"StartTag\",\"title\",{}],"
                  "[\"StartTag\",\"a\",{}]]");
    assert_tokens("<svg><svg></svg><p><style><a>", follow,
                  "[[\"StartTag\",\"svg\",{}],[\"StartTag\",\"svg\",{}],[\"EndTag\",\"svg\"],[\"StartTag\",\"p\",{}],"
                  "[\"StartTag\",\"style\",{}],[\"Character\",\"<a>\"]]");
    assert_tokens("<math/><style><a>", follow,
                  "[[\"StartTag\",\"math\",{},true],[\"StartTag\",\"style\",{}],[\"Character\",\"<a>\"]]");
}

TEST(html_keeps_the_limits_of_a_tag)
{
    struct setting few = { .limits = { .attributes = 2 } }, small = { .limits = { .tag_bytes = 8 } };

    assert_tokens("<a b=1 c=2 d=3 b=4><a d=3>", few,
                  "[[\"StartTag\",\"a\",{\"b\":\"1\",\"c\":\"2\"}],[\"StartTag\",\"a\",{\"d\":\"3\"}]]");
    assert_tokens("<a b=123456 c=7 d=8><a d=8>", small,
                  "[[\"StartTag\",\"a\",{\"b\":\"123456\"}],[\"StartTag\",\"a\",{\"d\":\"8\"}]]");
    assert_tokens("<a b=1234567 c=7>", small, "[[\"StartTag\",\"a\",{}]]");
    assert_tokens("<a b=1 b=1234567 c=7>", small, "[[\"StartTag\",\"a\",{\"b\":\"1\",\"c\":\"7\"}]]");
    assert_tokens("<!--1234567\xc3\xa4-->", small, "[[\"Comment\",\"1234567\"]]");
    assert_tokens("<abcdefghijk>", small, "[[\"StartTag\",\"abcdefgh\",{}]]");
}

TEST(html_replaces_malformed_utf8)
{
    assert_tokens("a\xff" "b\xe2\x82" "c\xed\xa0\x80" "d\xf0\x9f\x8d\x9d\xc3", follow,
                  "[[\"Character\",\"a\xef\xbf\xbd" "b\xef\xbf\xbd" "c\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
                  "d\xf0\x9f\x8d\x9d\xef\xbf\xbd\"]]");
    assert_tokens("<a \xe4=\xe2\x82>", follow, "[[\"StartTag\",\"a\",{\"\xef\xbf\xbd\":\"\xef\xbf\xbd\"}]]");
}

TEST(html_makes_every_newline_one)
{
    assert_tokens("a\r\nb\rc\n\r\r\n\nd<a b='\r\n'>", follow,
                  "[[\"Character\",\"a\\nb\\nc\\n\\n\\n\\nd\"],[\"StartTag\",\"a\",{\"b\":\"\\n\"}]]");
}

TEST(html_keeps_the_first_of_equal_attributes)
{
    struct buf b;
    json_object *got, *attributes;

    buf_init(&b, NULL, 1 << 20);
    buf_puts(&b, "<a");
    for (int i = 0; i < 6000; i++)
        buf_printf(&b, " %s%d=%d", i & 1 ? "n" : "N", i % 3000, i);
    buf_puts(&b, "><b n1=1>");
    got = tokens_of(buf_str(&b), &follow);
    attributes = json_object_array_get_idx(json_object_array_get_idx(got, 0), 2);
    CU_ASSERT_EQUAL(json_object_object_length(attributes), 3000);
    ASSERT_STR(json_object_get_string(get(attributes, "n2999")), "2999");
    attributes = json_object_array_get_idx(json_object_array_get_idx(got, 1), 2);
    CU_ASSERT_EQUAL(json_object_object_length(attributes), 1);
    json_object_put(got);
    buf_done(&b);
}

/* What a page came to, without keeping it. */
struct tally {
    size_t tokens, images, bytes;
};

static void tally_token(void *arg, const struct html_token *t)
{
    struct tally *tally = arg;

    tally->tokens++;
    tally->bytes += t->text.n;
    for (size_t i = 0; i < t->attribute_count; i++)
        tally->bytes += t->attributes[i].name.n + t->attributes[i].value.n;
    if (t->type == HTML_START_TAG && str_equal(t->text, STR("img")))
        tally->images++;
}

static struct tally tally_of(struct str page, size_t chunk)
{
    struct tally tally = { 0 };
    struct html *h = html_new(tally_token, &tally, NULL);

    for (size_t at = 0; at < page.n; at += chunk)
        html_feed(h, (struct str){ page.p + at, page.n - at < chunk ? page.n - at : chunk });
    html_end(h);
    html_free(h);
    return tally;
}

static long long cpu_of(struct str page, size_t chunk)
{
    long long best = INT64_MAX;

    for (int i = 0; i < 3; i++) {
        long long began = test_cpu_us();

        tally_of(page, chunk);
        began = test_cpu_us() - began;
        best = began < best ? began : best;
    }
    return best;
}

/* Ten times the bytes may take thirty times as long (a quadratic reader takes a hundred times). */
static void assert_linear(const char *head, const char *repeated)
{
    struct str small, all;
    long long small_us, all_us;
    struct buf b;

    buf_init(&b, NULL, SIZE_MAX / 4);
    buf_puts(&b, head);
    while (b.len < 5000000)
        buf_puts(&b, repeated);
    all = buf_str(&b);
    small = (struct str){ all.p, all.n / 10 };
    small_us = cpu_of(small, 65536);
    all_us = cpu_of(all, 65536);
    printf("%-24.24s 5 MB in %3lld ms, by 100 bytes %3lld ms\n", repeated, all_us / 1000, cpu_of(all, 100) / 1000);
    CU_ASSERT_TRUE(all_us < small_us * 30 + 20000);
    buf_done(&b);
}

TEST_LIMIT(html_is_linear_on_hostile_input, 60)
{
    assert_linear("", "<a>");
    assert_linear("<a", " abcdefg=h");
    assert_linear("", "&amp;");
    assert_linear("", "&CounterClockwiseContourIntegra");
    assert_linear("", "&#x41;");
    assert_linear("", "<!--");
    assert_linear("", "<!-");
    assert_linear("", "<a b=\"");
    assert_linear("", "<a b='>");
    assert_linear("", "<script><!--");
    assert_linear("<script><!--", "-");
    assert_linear("<script>", "</scrip");
    assert_linear("<svg>", "<![CDATA[]]");
    assert_linear("", "<svg><title>");
    assert_linear("", "<!doctype");
    assert_linear("", "\xff");
    assert_linear("", "\r");
    assert_linear("<a ", "b ");
    assert_linear("<!doctype a public '", ".");
    assert_linear("<textarea>", "</textare");
    assert_linear("", "some plain text, ");
}

/* Attributes of a tag that all differ, up to the limit, in many tags. */
TEST_LIMIT(html_is_linear_in_attributes, 60)
{
    struct buf b, tags;
    long long us, tags_us;

    buf_init(&b, NULL, SIZE_MAX / 4);
    buf_init(&tags, NULL, SIZE_MAX / 4);
    while (tags.len < 5000000)
        buf_puts(&tags, "<a b>");
    while (b.len < 5000000) {
        buf_puts(&b, "<a");
        for (int i = 0; i < 5000; i++)
            buf_printf(&b, " a%d", i);
        buf_puts(&b, "><b");
        for (int i = 0; i < 20; i++)
            buf_printf(&b, " a%d", i);
        buf_puts(&b, ">");
    }
    us = cpu_of(buf_str(&b), 65536);
    tags_us = cpu_of(buf_str(&tags), 65536);
    printf("5 MB of attributes in %lld ms, of tags in %lld ms\n", us / 1000, tags_us / 1000);
    CU_ASSERT_TRUE(us < tags_us * 10);
    buf_done(&b);
    buf_done(&tags);
}

static void read_page(const char *path, struct buf *page)
{
    char command[9000], part[65536];
    size_t n;
    FILE *f;

    snprintf(command, sizeof(command), "gzip -dc '%s'", path);
    f = popen(command, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(f);
    while ((n = fread(part, 1, sizeof(part), f)) > 0)
        buf_put(page, part, n);
    CU_ASSERT_EQUAL_FATAL(pclose(f), 0);
}

TEST_LIMIT(html_finds_the_images_of_real_pages, 60)
{
    char dir_path[4096], path[8192];
    struct tally all = { 0 };
    const struct dirent *entry;
    size_t bytes = 0;
    long long us = 0;
    DIR *dir;

    snprintf(dir_path, sizeof(dir_path), "%s", test_data("html"));
    dir = opendir(dir_path);
    CU_ASSERT_PTR_NOT_NULL_FATAL(dir);
    while ((entry = readdir(dir))) {
        struct tally one, pieces;
        struct buf page;

        if (!str_ends(str_of(entry->d_name), STR(".gz")))
            continue;
        buf_init(&page, NULL, SIZE_MAX / 4);
        snprintf(path, sizeof(path), "%s/%s", dir_path, entry->d_name);
        read_page(path, &page);
        one = tally_of(buf_str(&page), SIZE_MAX / 4);
        pieces = tally_of(buf_str(&page), 7);
        CU_ASSERT_EQUAL(one.images, pieces.images);
        CU_ASSERT_EQUAL(one.bytes, pieces.bytes);
        us += cpu_of(buf_str(&page), 16384);
        bytes += page.len;
        all.images += one.images;
        all.tokens += one.tokens;
        buf_done(&page);
    }
    closedir(dir);
    printf("%zu tokens of %zu KB, %.0f MB/s\n", all.tokens, bytes / 1000, (double)bytes / (double)us);
    /* Of the 669 places that read "<img" 38 are in scripts, comments and noembed. */
    CU_ASSERT_EQUAL(all.images, 631);
}
