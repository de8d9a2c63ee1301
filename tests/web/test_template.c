#include "test.h"

#include "base/html.h"
#include "base/view.h"
#include "web/json.h"
#include "web/template.h"

#include <json-c/json.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

static struct json_object *json(const char *text)
{
    struct json_object *v = NULL;
    struct json_error e;

    if (!json_parse(str_of(text), NULL, &v, &e)) {
        printf("%s: %s\n", text, e.message);
        CU_FAIL_FATAL("test data");
    }
    return v;
}

/* Renders "page" of these sources; NULL where loading or rendering fails. */
static char *rendered(const struct template_source *sources, size_t count, bool lax, struct json_object *view)
{
    struct buf out;
    char *error;
    struct templates *ts = templates_from_strings(sources, count, lax, &error);

    if (!ts) {
        printf("%s\n", error);
        free(error);
        return NULL;
    }
    buf_init(&out, NULL, 1 << 20);
    buf_puts(&out, "");
    if (!template_render(ts, "page", view, &out))
        buf_done(&out);
    templates_free(ts);
    return out.data;
}

static void shows(const char *template, const char *view, const char *expected)
{
    struct template_source page = { "page", str_of(template) };
    struct json_object *v = json(view);
    char *out = rendered(&page, 1, false, v);

    ASSERT_STR(out, expected);
    free(out);
    json_object_put(v);
}

static void refused(const char *template, const char *message)
{
    struct template_source page = { "page", str_of(template) };
    char *error = NULL;
    struct templates *ts = templates_from_strings(&page, 1, false, &error);

    CU_ASSERT_PTR_NULL(ts);
    ASSERT_STR(error, message);
    free(error);
    templates_free(ts);
}

/* --- the specification --- */

static void spec_case(struct json_object *test)
{
    struct json_object *partials = view_get(test, "partials");
    struct template_source sources[8] = { { "page", view_get_str(test, "template") } };
    size_t count = 1;
    char *out;

    if (partials) {
        json_object_object_foreach(partials, name, text)
            sources[count++] = (struct template_source){ name, str_of(json_object_get_string(text)) };
    }
    out = rendered(sources, count, true, view_get(test, "data"));
    if (!out || strcmp(out, view_get_str(test, "expected").p) != 0)
        printf("%s: %s\n", view_get_str(test, "name").p, view_get_str(test, "desc").p);
    ASSERT_STR(out, view_get_str(test, "expected").p);
    free(out);
}

static void spec_file(const char *name, size_t expected_count)
{
    char path[64];
    char *text;
    struct json_object *file;
    size_t count;

    snprintf(path, sizeof(path), "mustache/%s.json", name);
    text = test_read_file(test_data(path), NULL);
    file = json(text);
    count = view_count(file, "tests");
    CU_ASSERT_EQUAL(count, expected_count);
    for (size_t i = 0; i < count; i++)
        spec_case(view_at(view_get(file, "tests"), i));
    json_object_put(file);
    free(text);
}

TEST(template_spec_comments) { spec_file("comments", 12); }
TEST(template_spec_delimiters) { spec_file("delimiters", 14); }
TEST(template_spec_interpolation) { spec_file("interpolation", 42); }
TEST(template_spec_inverted) { spec_file("inverted", 22); }
TEST(template_spec_partials) { spec_file("partials", 12); }
TEST(template_spec_sections) { spec_file("sections", 34); }

/* --- what Midway decided beyond it --- */

TEST(template_zero_is_true_and_empty_text_is_not)
{
    shows("{{#zero}}{{zero}}{{/zero}}{{^none}}no{{/none}}{{#none}}yes{{/none}}{{#d}}{{d}}{{/d}}",
          "{\"zero\":0,\"none\":\"\",\"d\":0.0}", "0no0");
}

TEST(template_writes_values)
{
    shows("{{a}} {{b}} {{c}} {{d}} {{e}} {{missing}}|",
          "{\"a\":1.10,\"b\":-5,\"c\":true,\"d\":null,\"e\":1e300}", "1.1 -5 true  1e+300 |");
    shows("<div data-v=\"{{v}}\"></div>", "{\"v\":{\"a\":[\"'<\\\"\",1]}}",
          "<div data-v=\"{&quot;a&quot;:[&quot;&#39;&lt;\\&quot;&quot;,1]}\"></div>");
    shows("<script type=\"application/json\">{{{v_html}}}</script>", "{\"v_html\":[\"</script>\"]}",
          "<script type=\"application/json\">[\"\\u003c/script\\u003e\"]</script>");
    shows("{{{v_html}}} {{&v_html}} {{v_html}}", "{\"v_html\":\"<b>\"}", "<b> <b> &lt;b&gt;");
}

TEST(template_loops_over_lists_in_lists)
{
    shows("{{#rows}}{{#.}}{{.}},{{/.}};{{/rows}}", "{\"rows\":[[1,2],[],[\"x\"]]}", "1,2,;;x,;");
    shows("{{#a}}{{n}}{{#b}}{{n}}{{m}}{{/b}}{{/a}}",
          "{\"m\":\"out\",\"a\":[{\"n\":1,\"b\":{\"m\":2}},{\"n\":3,\"b\":{\"n\":4}}]}", "11234out");
}

TEST(template_indents_partials_in_partials)
{
    static const struct template_source sources[] = {
        { "page", STR("<ul>\n  {{> list}}\n</ul>\n") },
        { "list", STR("{{#items}}\n<li>\n  {{> item}}\n</li>\n{{/items}}\n\nend {{> item}}\n") },
        { "item", STR("{{name}}\r\n\r\n{{#more}}a\nb{{/more}}\n") },
    };
    struct json_object *v = json("{\"name\":\"top\\nline\",\"items\":[{\"name\":\"x\",\"more\":[1,2]}]}");
    char *out = rendered(sources, 3, false, v);

    ASSERT_STR(out, "<ul>\n  <li>\n    x\r\n\r\n    a\n    ba\n    b\n  </li>\n\n  end top\nline\r\n\r\n\n\n</ul>\n");
    free(out);
    json_object_put(v);
}

TEST(template_refuses_bad_syntax_with_a_line)
{
    refused("a\n{{#x}}\nb\n", "page:2: section \"x\" is not closed");
    refused("{{#x}}{{#y}}\n{{/x}}{{/y}}", "page:2: section \"x\" is closed where \"y\" is open");
    refused("\n\n{{/x}}", "page:3: section \"x\" is closed but not open");
    refused("a {{x", "page:1: a tag is not closed with }}");
    refused("{{{x_html}} }", "page:1: a tag is not closed with }}}");
    refused("{{=x y}}", "page:1: a tag is not closed with =}}");
    refused("{{= a b c =}}", "page:1: delimiters are two words without white space");
    refused("{{= a =}}", "page:1: delimiters are two words of at most 16 characters without =");
    refused("{{}}", "page:1: a tag without a name");
    refused("{{>}}", "page:1: a tag without a name");
    refused("{{a b}}", "page:1: a name has letters, digits, _ and -, and dots between its parts");
    refused("{{a..b}}", "page:1: a name has an empty part");
    refused("{{$a}}{{/a}}", "page:1: blocks and parents (inheritance) are not supported");
    refused("{{=<% %>=}}<%{a_html}%>", "page:1: three braces mean a raw value only while {{ and }} are the delimiters");
    refused("a\n\n  {{> recipes/none}}", "page:3: there is no template \"recipes/none\"");
    refused("{{> a b}}", "page:1: a partial's name has letters, digits, _ - . and /");
}

TEST(template_refuses_values_where_escaping_does_not_protect)
{
    refused("{{{x}}}", "page:1: a raw value must have a name that ends in _html");
    refused("{{&x_html.y}}", "page:1: a raw value must have a name that ends in _html");
    refused("{{{.}}}", "page:1: a raw value must have a name that ends in _html");
    refused("<a\nhref={{x}}>", "page:2: a value inside a tag must stand in quotes");
    refused("<p {{x}}>", "page:1: a value inside a tag must stand in quotes");
    refused("<{{x}}>", "page:1: a value inside a tag must stand in quotes");
    refused("<h{{x}}>", "page:1: a value inside a tag must stand in quotes");
    refused("<a title='\"' class={{x}}>", "page:1: a value inside a tag must stand in quotes");
    refused("<a title=\"{{{x_html}}}\">", "page:1: a raw value must not stand in an attribute");
    refused("<!-- > {{x}} -->", "page:1: a value must not stand in an HTML comment");
    refused("<Script src=\"{{x}}\">{{y}}</script>", "page:1: only a raw value may stand in a script or style element");
    refused("<style>a > b { color: {{x}} }</style>", "page:1: only a raw value may stand in a script or style element");
    refused("<p {{> page}}>", "page:1: a partial must not stand inside a tag, a comment or a script element");
    refused("<p class=\"", "page:1: the file ends inside a tag, a comment or a script element");
}

TEST(template_accepts_values_elsewhere)
{
    shows("<!DOCTYPE html><!-- it's --><p class='{{x}}' {{#x}}hidden{{/x}}>1 < 2 {{x}} <b>{{x}}</b>", "{\"x\":\"'\"}",
          "<!DOCTYPE html><!-- it's --><p class='&#39;' hidden>1 < 2 &#39; <b>&#39;</b>");
    shows("<script src=\"/a.js\"></script><scripts>{{x}}</scripts><p data-script>{{x}}", "{\"x\":1}",
          "<script src=\"/a.js\"></script><scripts>1</scripts><p data-script>1");
    shows("<script>a < b; \"<p\"</script>{{x}}<br/>{{x}}<<b>{{x}}", "{\"x\":1}", "<script>a < b; \"<p\"</script>1<br/>1<<b>1");
}

TEST(template_stops_at_endless_recursion)
{
    static const struct template_source endless = { "page", STR("x{{> page}}") };
    static const struct template_source tree = { "page", STR("{{#v}}({{#child}}{{> page}}{{/child}}){{/v}}") };
    static const struct template_source wide = { "page", STR("{{#n}}{{#n}}{{#n}}{{#n}}{{#n}}{{/n}}{{/n}}{{/n}}{{/n}}{{/n}}") };
    struct json_object *v = json("{\"v\":true,\"child\":{\"v\":true,\"child\":false}}");
    struct json_object *n = json("{\"n\":[1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9]}");
    char *out = rendered(&tree, 1, false, v);

    ASSERT_STR(out, "(())");
    free(out);
    CU_ASSERT_PTR_NULL(rendered(&endless, 1, false, v));
    CU_ASSERT_PTR_NULL(rendered(&wide, 1, false, n));
    json_object_put(v);
    json_object_put(n);
}

TEST(template_counts_only_partials_that_are_open)
{
    static const struct template_source sources[] = { { "page", STR("{{#.}}{{> one}}{{/.}}") }, { "one", STR("{{.}}") } };
    struct json_object *v = json("[1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5]");
    char *out = rendered(sources, 2, false, v);

    ASSERT_STR(out, "12345678901234567890123456789012345");
    free(out);
    json_object_put(v);
}

TEST(template_fails_at_the_ceiling_and_without_a_template)
{
    static const struct template_source page = { "page", STR("{{#.}}0123456789{{/.}}") };
    struct json_object *v = json("[1,2,3]");
    char *error;
    struct templates *ts = templates_from_strings(&page, 1, false, &error);
    struct buf out;

    buf_init(&out, NULL, 29);
    CU_ASSERT_FALSE(template_render(ts, "page", v, &out));
    buf_clear(&out);
    CU_ASSERT_FALSE(template_render(ts, "other", v, &out));
    CU_ASSERT_FALSE(templates_have(ts, "other"));
    buf_done(&out);
    buf_init(&out, NULL, 30);
    CU_ASSERT_TRUE(template_render(ts, "page", v, &out));
    CU_ASSERT_TRUE(template_render(ts, "page", NULL, &out));
    buf_done(&out);
    templates_free(ts);
    json_object_put(v);
}

/* Undoes the five references; false where another & or one of the five characters stands. */
static bool unescape(const char *s, struct buf *ret)
{
    static const char *const names[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&#39;" };
    static const char values[] = "&<>\"'";

    while (*s) {
        size_t i = 0;

        if (!strchr(values, *s)) {
            buf_putc(ret, *s++);
            continue;
        }
        while (i < 5 && strncmp(s, names[i], strlen(names[i])) != 0)
            i++;
        if (i == 5)
            return false;
        buf_putc(ret, values[i]);
        s += strlen(names[i]);
    }
    return true;
}

TEST(template_escapes_naughty_strings)
{
    static const struct template_source page = { "page", STR("{{#.}}<p title=\"{{.}}\" class='{{.}}'>{{.}}</p>{{/.}}") };
    char *text = test_read_file(test_data("blns/blns.json"), NULL), *error;
    struct json_object *all = json(text), *one;
    struct templates *ts = templates_from_strings(&page, 1, false, &error);
    struct buf out, back, expected;
    size_t n = json_object_array_length(all);

    CU_ASSERT_TRUE(n >= 500);
    buf_init(&out, NULL, 1 << 20);
    buf_init(&back, NULL, 1 << 20);
    buf_init(&expected, NULL, 1 << 20);
    for (size_t i = 0; i < n; i++) {
        const char *s = json_object_get_string(one = json_object_array_get_idx(all, i));

        buf_clear(&out);
        buf_clear(&back);
        template_put_escaped(&out, str_of(s));
        CU_ASSERT_TRUE(unescape(buf_text(&out), &back));
        ASSERT_STR(buf_text(&back), s);
        buf_clear(&expected);
        if (s[0])
            buf_printf(&expected, "<p title=\"%s\" class='%s'>%s</p>", buf_text(&out), buf_text(&out), buf_text(&out));
        buf_clear(&back);
        CU_ASSERT_TRUE(template_render(ts, "page", one, &back));
        ASSERT_STR(buf_text(&back), buf_text(&expected));
    }
    buf_done(&out);
    buf_done(&back);
    buf_done(&expected);
    templates_free(ts);
    json_object_put(all);
    free(text);
}

struct seen {
    struct str expected;
    int start_tags, end_tags, others;
    struct buf text;
};

static void see(void *arg, const struct html_token *token)
{
    struct seen *seen = arg;

    seen->start_tags += token->type == HTML_START_TAG;
    seen->end_tags += token->type == HTML_END_TAG;
    seen->others += token->type == HTML_COMMENT || token->type == HTML_DOCTYPE;
    if (token->type == HTML_TEXT)
        buf_put_str(&seen->text, token->text);
    if (token->type != HTML_START_TAG)
        return;
    CU_ASSERT_EQUAL_FATAL(token->attribute_count, 2);
    CU_ASSERT_TRUE(str_equal(token->attributes[0].value, seen->expected));
    CU_ASSERT_TRUE(str_equal(token->attributes[1].value, seen->expected));
}

/* A browser's tokenizer finds one paragraph, and in each place the very text. */
TEST(template_output_is_read_back_as_one_element)
{
    static const struct template_source page = { "page", STR("<p title=\"{{.}}\" class='{{.}}'>{{.}}</p>") };
    char *text = test_read_file(test_data("blns/blns.json"), NULL), *error;
    struct json_object *all = json(text);
    struct templates *ts = templates_from_strings(&page, 1, false, &error);
    struct buf out;

    buf_init(&out, NULL, 1 << 20);
    for (size_t i = 0; i < json_object_array_length(all); i++) {
        struct json_object *one = json_object_array_get_idx(all, i);
        struct seen seen = { .expected = str_of(json_object_get_string(one)) };
        struct html *h = html_new(see, &seen, NULL);

        buf_init(&seen.text, NULL, 1 << 20);
        buf_clear(&out);
        CU_ASSERT_TRUE(template_render(ts, "page", one, &out));
        html_feed(h, buf_str(&out));
        html_end(h);
        CU_ASSERT_TRUE(seen.start_tags == 1 && seen.end_tags == 1 && seen.others == 0);
        CU_ASSERT_TRUE(str_equal(buf_str(&seen.text), seen.expected));
        buf_done(&seen.text);
        html_free(h);
    }
    buf_done(&out);
    templates_free(ts);
    json_object_put(all);
    free(text);
}

/* --- folders --- */

static char folder[] = "/tmp/midway-templates-XXXXXX";

static void put_file(const char *name, const char *text)
{
    char path[256];
    FILE *f;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    f = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(f);
    fputs(text, f);
    fclose(f);
}

static void make_folder(const char *name)
{
    char path[256];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    CU_ASSERT_EQUAL_FATAL(mkdir(path, 0700), 0);
}

static void remove_folder(void)
{
    char command[256];

    snprintf(command, sizeof(command), "rm -r '%s'", folder);
    CU_ASSERT_EQUAL(system(command), 0);
}

static void load_fails_with(const char *message)
{
    char *error = NULL, expected[512];
    struct templates *ts = templates_load(folder, &error);

    snprintf(expected, sizeof(expected), "%s%s", folder, message);
    CU_ASSERT_PTR_NULL(ts);
    ASSERT_STR(error, expected);
    free(error);
    templates_free(ts);
}

TEST(template_loads_a_folder)
{
    struct json_object *v = json("{\"title\":\"Soup\",\"list\":[{\"title\":\"<b>\"}]}");
    struct templates *ts;
    struct buf out;
    char *error = NULL;

    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    make_folder("recipes");
    put_file("recipes/show.html", "<h1>{{title}}</h1>\n{{#list}}\n  {{> recipes/card}}\n{{/list}}\n");
    put_file("recipes/card.html", "<p>{{title}}</p>\n");
    put_file("notes.txt", "{{#never read");
    put_file(".hidden.html", "{{#never read");
    ts = templates_load(folder, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(ts);
    CU_ASSERT_TRUE(templates_have(ts, "recipes/card"));
    CU_ASSERT_FALSE(templates_have(ts, "notes"));
    buf_init(&out, NULL, 1000);
    CU_ASSERT_TRUE(template_render(ts, "recipes/show", v, &out));
    ASSERT_STR(buf_text(&out), "<h1>Soup</h1>\n  <p>&lt;b&gt;</p>\n");
    buf_done(&out);
    templates_free(ts);
    json_object_put(v);
    remove_folder();
}

TEST(template_load_tells_file_and_line)
{
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
    make_folder("a");
    put_file("a/b.html", "\n{{> a/c}}");
    load_fails_with("/a/b.html:2: there is no template \"a/c\"");
    put_file("a/b.html", "\n\n{{#open}}");
    load_fails_with("/a/b.html:3: section \"open\" is not closed");
    put_file("a/b.html", "\xFF");
    load_fails_with("/a/b.html: is not a text in UTF-8");
    remove_folder();
    load_fails_with(": No such file or directory");
}
