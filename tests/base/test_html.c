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

/* Doctypes without a name are null there or empty; both are empty here. */
static bool same_tokens(json_object *got, json_object *expected, const char *where)
{
    bool same = json_object_equal(got, expected);

    if (!same)
        printf("%s\n  got      %s\n  expected %s\n", where, json_object_to_json_string(got), json_object_to_json_string(expected));
    return same;
}

static bool run_case(json_object *test, enum html_state state)
{
    bool escaped = json_object_get_boolean(get(test, "doubleEscaped")), good = true;
    json_object *input = unescape(get(test, "input"), escaped), *expected = unescape(get(test, "output"), escaped);
    struct str bytes = { json_object_get_string(input), (size_t)json_object_get_string_len(input) };

    for (size_t chunk = 0; chunk < 4; chunk++) {
        struct setting how = { .state = state, .chunk = chunk, .last_start_tag = json_object_get_string(get(test, "lastStartTag")) };
        json_object *got = tokens_of(bytes, &how);

        good &= same_tokens(got, expected, json_object_to_json_string(test));
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
