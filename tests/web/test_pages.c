/* Example views of the domains' pages: tests/DOMAIN/views/TEMPLATE[-CASE].json is what a handler gives to
   templates/DOMAIN/TEMPLATE.html, tests/DOMAIN/golden/TEMPLATE[-CASE].html the page that it makes.
   After a wanted change: MIDWAY_GOLDEN=write build/tests/check-web pages; then read the difference. */
#include "test.h"

#include "base/html.h"
#include "base/view.h"
#include "web/json.h"
#include "web/template.h"

#include <dirent.h>
#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

struct page {
    char domain[64], name[128], template[200];
    struct json_object *view;
};

static struct templates *all_templates(void)
{
    char *error = NULL;
    struct templates *ts = templates_load(TOP_SRCDIR "/templates", &error);

    if (!ts)
        printf("%s\n", error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(ts);
    return ts;
}

/* Calls `each` for every example of a domain; returns how many there are. */
static int for_each_view(const char *domain, void (*each)(struct templates *ts, struct page *p))
{
    struct templates *ts = all_templates();
    char folder[500], path[1000];
    struct dirent *d;
    DIR *dir;
    int n = 0;

    snprintf(folder, sizeof(folder), "%s/tests/%s/views", TOP_SRCDIR, domain);
    dir = opendir(folder);
    CU_ASSERT_PTR_NOT_NULL_FATAL(dir);
    while ((d = readdir(dir))) {
        struct page p = { .view = NULL };
        struct json_error e = { .message = "" };
        size_t len;

        if (sscanf(d->d_name, "%127[a-z_-].json", p.name) != 1)
            continue;
        snprintf(p.domain, sizeof(p.domain), "%s", domain);
        snprintf(p.template, sizeof(p.template), "%s/%.*s", domain, (int)strcspn(p.name, "-"), p.name);
        snprintf(path, sizeof(path), "%s/%s", folder, d->d_name);
        char *text = test_read_file(path, &len);
        if (!json_parse((struct str){ text, len }, NULL, &p.view, &e))
            printf("%s:%u: %s\n", path, e.line, e.message);
        CU_ASSERT_PTR_NOT_NULL_FATAL(p.view);
        each(ts, &p);
        json_object_put(p.view);
        free(text);
        n++;
    }
    closedir(dir);
    templates_free(ts);
    return n;
}

static void render(struct templates *ts, const struct page *p, struct buf *out)
{
    buf_init(out, NULL, 1 << 20);
    CU_ASSERT_TRUE_FATAL(template_render(ts, p->template, p->view, out));
}

static void compare_golden(struct templates *ts, struct page *p)
{
    const char *mode = getenv("MIDWAY_GOLDEN");
    char path[500];
    struct buf out;

    render(ts, p, &out);
    snprintf(path, sizeof(path), "%s/tests/%s/golden/%s.html", TOP_SRCDIR, p->domain, p->name);
    if (mode && strcmp(mode, "write") == 0) {
        FILE *f = fopen(path, "wb");

        CU_ASSERT_PTR_NOT_NULL_FATAL(f);
        fwrite(buf_text(&out), 1, out.len, f);
        fclose(f);
    } else {
        char *golden = test_read_file(path, NULL);

        if (strcmp(buf_text(&out), golden) != 0)
            printf("%s: differs\n", path);
        ASSERT_STR(buf_text(&out), golden);
        free(golden);
    }
    buf_done(&out);
}

TEST(pages_of_recipes_are_their_golden_files)
{
    CU_ASSERT_TRUE(for_each_view("recipes", compare_golden) >= 21);
}

TEST(pages_of_drawings_are_their_golden_files)
{
    CU_ASSERT_TRUE(for_each_view("drawings", compare_golden) >= 29);
}

/* ---- ids, and what refers to them ---- */

struct names {
    const struct page *page;
    struct buf ids, uses;      /* " name name " */
};

static void fault(const struct page *p, const char *what, struct str value)
{
    printf("%s: %s: %.*s\n", p->name, what, STR_ARG(value));
    CU_FAIL("page");
}

static bool has_word(const struct buf *list, struct str word)
{
    char needle[200];

    snprintf(needle, sizeof(needle), " %.*s ", STR_ARG(word));
    return list->len && strstr(list->data, needle) != NULL;
}

static void note_attribute(struct names *names, const struct html_attribute *a)
{
    static const char *const references[] = { "for", "form", "list", "aria-labelledby", "aria-describedby" };
    struct str name = a->name;

    if (str_equal(name, STR("id"))) {
        if (has_word(&names->ids, a->value))
            fault(names->page, "the id stands twice", a->value);
        buf_printf(&names->ids, " %.*s ", STR_ARG(a->value));
    }
    for (size_t i = 0; i < sizeof(references) / sizeof(references[0]); i++) {
        if (str_equal(name, str_of(references[i])))
            buf_printf(&names->uses, " %.*s ", STR_ARG(a->value));
    }
    if (str_equal(name, STR("href")) && a->value.n > 1 && a->value.p[0] == '#')
        buf_printf(&names->uses, " %.*s ", (int)a->value.n - 1, a->value.p + 1);
    if (str_equal(name, STR("style")) || str_starts(name, STR("on")))
        fault(names->page, "the policy forbids it", name);
}

static void note_token(void *arg, const struct html_token *t)
{
    struct names *names = arg;

    if (t->type != HTML_START_TAG)
        return;
    for (size_t i = 0; i < t->attribute_count; i++)
        note_attribute(names, &t->attributes[i]);
    if (str_equal(t->text, STR("script")) || str_equal(t->text, STR("style")))
        fault(names->page, "the policy forbids it", t->text);
    if (str_equal(t->text, STR("img")) &&
        !(html_attribute(t, "alt") && html_attribute(t, "width") && html_attribute(t, "height")))
        fault(names->page, "a picture without alt, width and height", t->text);
    if (str_equal(t->text, STR("button")) && !html_attribute(t, "type"))
        fault(names->page, "a button without a type", t->text);
}

static void check_names(struct templates *ts, struct page *p)
{
    struct names names = { .page = p };
    struct html *h = html_new(note_token, &names, NULL);
    struct str rest;
    struct buf out;

    render(ts, p, &out);
    buf_init(&names.ids, NULL, 1 << 20);
    buf_init(&names.uses, NULL, 1 << 20);
    html_feed(h, buf_str(&out));
    html_end(h);
    html_free(h);
    rest = buf_str(&names.uses);
    while (rest.n) {
        struct str word = str_next(&rest, ' ');

        if (word.n && !has_word(&names.ids, word))
            fault(p, "nothing has the id", word);
    }
    buf_done(&names.ids);
    buf_done(&names.uses);
    buf_done(&out);
}

TEST(pages_of_recipes_refer_to_what_is_there)
{
    for_each_view("recipes", check_names);
}

TEST(pages_of_drawings_refer_to_what_is_there)
{
    for_each_view("drawings", check_names);
}

/* ---- markup in every text of a view stays text ---- */

/* What ends in _html was made by us, and no text. */
static struct json_object *with_texts(struct json_object *v, const char *text)
{
    struct json_object *copy;

    if (json_object_is_type(v, json_type_string))
        return json_object_get_string_len(v) ? json_object_new_string(text) : json_object_get(v);
    if (json_object_is_type(v, json_type_array)) {
        copy = json_object_new_array();
        for (size_t i = 0; i < json_object_array_length(v); i++)
            json_object_array_add(copy, with_texts(json_object_array_get_idx(v, i), text));
        return copy;
    }
    if (!json_object_is_type(v, json_type_object))
        return json_object_get(v);
    copy = json_object_new_object();
    json_object_object_foreach(v, key, value)
        json_object_object_add(copy, key, str_ends(str_of(key), STR("_html")) ? json_object_get(value) : with_texts(value, text));
    return copy;
}

static void list_tag(void *arg, const struct html_token *t)
{
    if (t->type != HTML_START_TAG && t->type != HTML_END_TAG && t->type != HTML_COMMENT)
        return;
    buf_printf(arg, "%d ", (int)t->type);
    if (t->type != HTML_COMMENT)
        buf_put_str(arg, t->text);
    for (size_t i = 0; i < t->attribute_count; i++)
        buf_printf(arg, " %.*s", STR_ARG(t->attributes[i].name));
    buf_putc(arg, '\n');
}

/* Elements and names of attributes, without any value. */
static void structure(struct templates *ts, const struct page *p, const char *text, struct buf *ret)
{
    struct page other = *p;
    struct html *h;
    struct buf out;

    other.view = with_texts(p->view, text);
    render(ts, &other, &out);
    buf_init(ret, NULL, 1 << 20);
    h = html_new(list_tag, ret, NULL);
    html_feed(h, buf_str(&out));
    html_end(h);
    html_free(h);
    buf_done(&out);
    json_object_put(other.view);
}

static void check_markup(struct templates *ts, struct page *p)
{
    /* style: texts that somebody may type */
    static const char *const texts[] = { "</textarea></template><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
                                         "' onfocus='x", "<!-- ", "{{title}}", "</p><svg/onload=x>" };
    struct buf plain, hostile;

    structure(ts, p, "x", &plain);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        structure(ts, p, texts[i], &hostile);
        ASSERT_STR(buf_text(&hostile), buf_text(&plain));
        buf_done(&hostile);
    }
    buf_done(&plain);
}

TEST(pages_of_recipes_keep_markup_in_texts_as_text)
{
    for_each_view("recipes", check_markup);
}

TEST(pages_of_drawings_keep_markup_in_texts_as_text)
{
    for_each_view("drawings", check_markup);
}
