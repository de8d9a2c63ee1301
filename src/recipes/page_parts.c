/* page_parts.c: pieces that several pages show. */
#include "recipes/pages.h"

#include "base/clock.h"
#include "base/url.h"
#include "base/view.h"
#include "recipes/duration.h"
#include "web/reply.h"

#include <string.h>

#define TEXT_ROOM ((size_t)1 << 20)

/* ---- amounts ---- */

struct page_amounts page_as_written(const struct recipe *r)
{
    struct quantity q = r->yield.quantity;
    bool counts = quantity_compare(q, quantity_of(0, 1)) > 0;

    return (struct page_amounts){ counts ? q : QUANTITY_NONE, counts ? q : QUANTITY_NONE, UNIT_ANY };
}

bool page_is_scaled(const struct page_amounts *how)
{
    return quantity_compare(how->from, how->to) != 0;
}

void page_put_ingredient(struct arena *a, struct json_object *v, const struct recipe_ingredient *i, const struct page_amounts *how)
{
    struct ingredient_shown shown;

    ingredient_show(a, i, how->from, how->to, how->units, &shown);
    if (shown.amount && shown.unit)
        view_text(v, "amount_text", arena_join(a, shown.amount, " ", shown.unit, NULL));
    else
        view_text(v, "amount_text", shown.amount ? shown.amount : shown.unit ? shown.unit : "");
    view_text(v, "food_text", shown.food ? shown.food : "");
    view_text(v, "note_text", shown.note ? shown.note : "");
}

static bool same_section(const char *a, const char *b)
{
    return str_equal(str_of(a), str_of(b));
}

/* A new member of `sections` under a heading, with an empty list `name`, which is returned. */
static struct json_object *add_section(struct json_object *sections, const char *heading, const char *name)
{
    struct json_object *s = view_item(sections);

    if (heading)
        view_text(s, "heading", heading);
    else
        view_bool(s, "heading", false);
    return view_child_array(s, name);
}

void page_put_ingredients(struct arena *a, struct json_object *v, const struct recipe *r, const struct page_amounts *how)
{
    struct json_object *sections = view_child_array(v, "ingredient_sections"), *list = NULL;

    for (size_t i = 0; i < r->ingredient_count; i++) {
        const struct recipe_ingredient *g = &r->ingredients[i];

        if (!list || !same_section(g->section, r->ingredients[i - 1].section))
            list = add_section(sections, g->section, "ingredients");
        page_put_ingredient(a, view_item(list), g, how);
    }
    view_bool(v, "has_ingredients", r->ingredient_count > 0);
}

static struct json_object *add_part(struct json_object *list, struct str text)
{
    struct json_object *part = view_item(list);

    view_str(part, "text", text);
    view_bool(part, "is_amount", false);
    view_bool(part, "is_time", false);
    return part;
}

void page_put_parts(struct arena *a, struct json_object *v, const char *text, const struct page_amounts *how)
{
    struct json_object *list = view_child_array(v, "parts"), *part;
    struct str all = str_of(text);
    struct step_span *spans;
    size_t count = step_find(a, all, &spans), done = 0;

    for (size_t i = 0; i < count; i++) {
        const struct step_span *s = &spans[i];

        if (s->start > done)
            add_part(list, (struct str){ all.p + done, s->start - done });
        part = add_part(list, str_of(step_span_text(a, all, s, how->from, how->to, how->units)));
        view_bool(part, s->kind == STEP_TIME ? "is_time" : "is_amount", true);
        if (s->kind == STEP_TIME)
            view_int(part, "seconds", s->seconds);
        done = s->start + s->bytes;
    }
    if (done < all.n)
        add_part(list, (struct str){ all.p + done, all.n - done });
}

const char *page_step_id(struct arena *a, size_t i)
{
    struct buf b;

    buf_init(&b, a, 40);
    buf_puts(&b, "step-");
    buf_put_int(&b, (int64_t)i + 1);
    return buf_text(&b);
}

void page_put_steps(struct arena *a, struct json_object *v, const struct recipe *r, const struct page_amounts *how)
{
    struct json_object *sections = view_child_array(v, "step_sections"), *list = NULL;

    for (size_t i = 0; i < r->step_count; i++) {
        struct json_object *step;

        if (!list || !same_section(r->steps[i].section, r->steps[i - 1].section))
            list = add_section(sections, r->steps[i].section, "steps");
        step = view_item(list);
        view_int(step, "number", (int64_t)i + 1);
        view_text(step, "id", page_step_id(a, i));
        page_put_parts(a, step, r->steps[i].text, how);
    }
    view_bool(v, "has_steps", r->step_count > 0);
}

/* ---- how much it makes ---- */

/* Words that recipes count in, where the form for one differs; both begin with the same byte. */
static const struct {
    const char *one, *many;
} countables[] = {
    { "serving", "servings" }, { "portion", "portions" }, { "person", "people" }, { "piece", "pieces" }, { "cookie", "cookies" },
    { "muffin", "muffins" }, { "slice", "slices" }, { "loaf", "loaves" }, { "bun", "buns" }, { "roll", "rolls" }, { "cake", "cakes" },
    { "cupcake", "cupcakes" }, { "pancake", "pancakes" }, { "waffle", "waffles" }, { "burger", "burgers" }, { "pizza", "pizzas" },
    { "glass", "glasses" }, { "bowl", "bowls" }, { "jar", "jars" }, { "bottle", "bottles" }, { "plate", "plates" },
    { "Portion", "Portionen" }, { "St\u00fcck", "St\u00fcck" }, { "portie", "porties" }, { "persoon", "personen" },
    { "personne", "personnes" }, { "part", "parts" }, { "raci\u00f3n", "raciones" }, { "porzione", "porzioni" },
    { "portion", "portioner" }, { "brownie", "brownies" }, { "scone", "scones" }, { "crepe", "crepes" }, { "dozen", "dozen" },
};

static const char *counted(struct quantity count, const char *unit)
{
    bool one = quantity_compare(count, quantity_of(1, 1)) <= 0;

    for (size_t i = 0; i < ARRAY_LEN(countables); i++) {
        const char *known = countables[i].one, *many = countables[i].many;

        if (unit[0] == known[0] && (strcmp(unit, known) == 0 || strcmp(unit, many) == 0))
            return one ? known : many;
    }
    return unit;
}

const char *page_count_text(struct arena *a, struct quantity count, const char *unit)
{
    char number[QUANTITY_TEXT_SIZE];

    quantity_text(count, QUANTITY_KITCHEN, number);
    return unit && unit[0] ? arena_join(a, number, " ", counted(count, unit), NULL) : arena_strdup(a, number);
}

/* "Makes 24 cookies" says "Makes" a second time behind the label; "Serves 4" becomes "4 servings". */
static const char *yield_words(struct arena *a, struct str text)
{
    struct str rest = text, word = str_next(&rest, ' ');

    if (!rest.p || rest.n == 0 || rest.p[0] < '0' || rest.p[0] > '9')
        return arena_str(a, text);
    if (str_equal_nocase(word, STR("makes")) || str_equal_nocase(word, STR("yields")))
        return arena_str(a, rest);
    if (str_equal_nocase(word, STR("serves")))
        return arena_printf(a, "%.*s %s", STR_ARG(rest), str_equal(rest, STR("1")) ? "serving" : "servings");
    return arena_str(a, text);
}

const char *page_yield_text(struct arena *a, const struct recipe *r, const struct page_amounts *how)
{
    if (r->yield.text && !page_is_scaled(how))
        return yield_words(a, str_of(r->yield.text));
    if (quantity_is_some(how->to))
        return page_count_text(a, how->to, r->yield.unit);
    if (quantity_is_some(r->yield.quantity))
        return page_count_text(a, r->yield.quantity, r->yield.unit);
    return r->yield.unit ? r->yield.unit : "";
}

const char *page_minutes(struct arena *a, int minutes)
{
    char text[DURATION_TEXT_SIZE];

    return minutes == RECIPE_MINUTES_NONE ? "" : arena_strdup(a, duration_text(minutes, text));
}

static void add_fact(struct json_object *facts, const char *label, const char *value)
{
    struct json_object *f;

    if (!value[0])
        return;
    f = view_item(facts);
    view_text(f, "label", label);
    view_text(f, "value", value);
}

void page_put_facts(struct arena *a, struct json_object *v, const struct recipe *r, const struct page_amounts *how)
{
    struct json_object *facts = view_child_array(v, "facts");

    add_fact(facts, "Preparation", page_minutes(a, r->prep_minutes));
    add_fact(facts, "Cooking", page_minutes(a, r->cook_minutes));
    add_fact(facts, "In all", page_minutes(a, r->total_minutes));
    add_fact(facts, "Makes", page_yield_text(a, r, how));
    view_bool(v, "has_facts", view_count(v, "facts") > 0);
}

/* ---- allergens ---- */

void page_put_allergens(struct json_object *v, allergen_set set)
{
    struct json_object *list = view_child_array(v, "allergens");

    for (int i = 0; i < ALLERGEN__COUNT; i++) {
        struct json_object *o;

        if (!(set & ALLERGEN_BIT(i)))
            continue;
        o = view_item(list);
        view_text(o, "slug", allergen_slug((enum allergen)i));
        view_text(o, "label", allergen_label((enum allergen)i));
    }
    view_bool(v, "has_allergens", set != 0);
}

const char *page_allergens_text(struct arena *a, allergen_set set, bool lower)
{
    struct buf b;

    buf_init(&b, a, TEXT_ROOM);
    for (int i = 0; i < ALLERGEN__COUNT; i++) {
        const char *label = allergen_label((enum allergen)i);

        if (!(set & ALLERGEN_BIT(i)))
            continue;
        buf_puts(&b, b.len ? ", " : "");
        buf_putc(&b, (char)(lower || b.len ? label[0] | 32 : label[0]));
        buf_puts(&b, label + 1);
    }
    return buf_text(&b);
}

/* ---- photos ---- */

static const char *srcset(struct arena *a, struct str folder, int width, const char *format)
{
    struct buf b;

    buf_init(&b, a, TEXT_ROOM);
    for (size_t i = 0; i < ARRAY_LEN(photo_widths); i++) {
        int w = photo_widths[i];

        buf_printf(&b, "%s%.*s/%d.%s %dw", b.len ? ", " : "", STR_ARG(folder), w, format, width && width < w ? width : w);
        if (width && width <= w)
            break;
    }
    return buf_text(&b);
}

/* "/recipes/img/HASH" of "/recipes/img/HASH/1280.jpg". */
static struct str photo_folder(const char *url)
{
    struct str s = str_of(url);

    while (s.n && s.p[s.n - 1] != '/')
        s.n--;
    s.n -= s.n > 0;
    return s;
}

void page_put_image(struct arena *a, struct json_object *v, const struct recipe_image *image, const char *alt)
{
    struct str folder = image ? photo_folder(image->url) : (struct str){ NULL, 0 };
    struct json_object *o;

    if (folder.n == 0) {
        view_bool(v, "image", false);
        return;
    }
    o = view_child(v, "image");
    view_text(o, "src", arena_printf(a, "%.*s/640.jpg", STR_ARG(folder)));
    view_text(o, "webp_srcset", srcset(a, folder, image->width, "webp"));
    view_text(o, "jpeg_srcset", srcset(a, folder, image->width, "jpg"));
    view_int(o, "width", image->width);
    view_int(o, "height", image->height);
    view_text(o, "alt", alt ? alt : "");
}

/* ---- when, where from ---- */

const char *page_time(struct arena *a, struct str rfc3339)
{
    char text[64];
    int64_t at;

    return clock_parse_rfc3339(rfc3339, &at) ? arena_strdup(a, clock_local(at, text, sizeof(text))) : "";
}

const char *page_updated_text(struct arena *a, const struct recipe *r)
{
    return arena_printf(a, "As of %s, version %lld", page_date(a, r->updated_at), (long long)r->version);
}

void page_put_source(struct arena *a, struct json_object *v, const char *url)
{
    struct url parsed;
    struct json_object *o;
    struct str host;

    if (!url || !url_parse(a, str_of(url), NULL, &parsed)) {
        view_bool(v, "source", false);
        return;
    }
    host = parsed.host;
    if (str_starts(host, STR("www.")))
        host = (struct str){ host.p + 4, host.n - 4 };
    o = view_child(v, "source");
    view_text(o, "href", url);
    view_str(o, "label", host);
}

/* ---- forms and the layout ---- */

enum err page_reply(struct req *rq, int status, const char *name, struct json_object *view, const char *heading)
{
    enum err e = reply_page_status(rq, status, name, view);

    if (e)
        return e;
    view_text(rq->reply.layout, "title", heading);
    view_null(rq->reply.layout, "description");
    return OK;
}
