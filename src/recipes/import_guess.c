/* import_guess.c: what the head and the visible text of a page tell where its data does not. Guesses, marked as such. */
#include "recipes/import_parts.h"

#include "base/utf8.h"

static const char prep_words[] =
    "|prep|prep time|preparation|preparation time|active time|vorbereitung|vorbereitungszeit|arbeitszeit|temps de preparation|"
    "tiempo de preparacion|tempo de preparo|forberedelse|forberedelser|voorbereiding|arbejdstid|tempo di preparazione|";
static const char cook_words[] =
    "|cook|cook time|cooking|cooking time|bake|bake time|baking time|kochzeit|backzeit|koch backzeit|garzeit|cuisson|"
    "temps de cuisson|coccion|tiempo de coccion|tempo de cozimento|cottura|tempo di cottura|kooktijd|oventijd|tillagningstid|"
    "tilberedningstid|";
static const char total_words[] =
    "|total|total time|ready in|time|gesamtzeit|gesamt|zubereitungszeit|fertig in|temps total|duree totale|tiempo total|tiempo|"
    "tempo total|tempo totale|totale tijd|bereidingstijd|total tid|tid i alt|samlet tid|celkovy cas|doba pripravy|toplam sure|";
static const char serving_words[] =
    "|serves|serving|servings|portion|portions|people|persons|portionen|personen|pers|personnes|personne|parts|personas|persona|"
    "raciones|porciones|racion|porzioni|persone|porcoes|pessoas|porties|personen|portioner|personer|porsjoner|porce|porci|"
    "porcja|porcje|porcji|annosta|kisilik|yield|";
static const char serving_fillers[] =
    "|for|serves|makes|pour|fur|fuer|para|racion|of|number|no|recipe|antal|aantal|voor|per|til|till|pro|dla|ca|about|yields|";
static const char ingredient_words[] =
    "|ingredients|ingredient list|zutaten|ingredientes|ingredienti|ingredienten|ingredienser|ingredienserne|ingrediencer|ingrediencie|"
    "ingredience|suroviny|skladniki|ainekset|malzemeler|ingredienti per|what you need|you will need|hozzavalok|";
static const char method_words[] =
    "|preparation|zubereitung|method|instructions|directions|preparacion|preparazione|bereiding|fremgangsmade|gor sa har|steps|"
    "modo de preparo|bereidingswijze|instrucciones|elaboracion|postup|tilberedning|hazirlanisi|how to make it|recipe|";

static bool is_among(struct str folded, const char *words)
{
    char bars[48];

    if (folded.n == 0 || folded.n > sizeof(bars) - 3)
        return false;
    snprintf(bars, sizeof(bars), "|%.*s|", STR_ARG(folded));
    return strstr(words, bars) != NULL;
}

static struct str fold(struct maker *m, struct str s)
{
    return utf8_fold(m->scratch, utf8_head(s, 60), UTF8_FOLD_BASE);
}

static size_t first_digit(struct str s)
{
    size_t i = 0;

    while (i < s.n && !isdigit((unsigned char)s.p[i]))
        i++;
    return i;
}

static struct str behind(struct str s, size_t n)
{
    return (struct str){ s.p + n, s.n - n };
}

/* The label that stands before the duration of line `i`, in the line itself or alone in the one above; else empty. */
static struct str label_of(struct maker *m, const struct page *page, size_t i, int *ret_minutes)
{
    struct str line = page->lines[i].text;
    size_t number = first_digit(line);

    if (line.n > 60 || number == line.n)
        return (struct str){ 0 };
    *ret_minutes = time_minutes(m->scratch, behind(line, number), true);
    if (*ret_minutes == RECIPE_MINUTES_NONE)
        return (struct str){ 0 };
    if (number == 0 && i > 0 && page->lines[i - 1].text.n <= 60)
        return fold(m, page->lines[i - 1].text);
    return fold(m, (struct str){ line.p, number });
}

static void guess_time(struct maker *m, struct str label, int minutes)
{
    static const struct {
        const char *words;
        enum import_field field;
    } times[] = { { prep_words, IMPORT_PREP }, { cook_words, IMPORT_COOK }, { total_words, IMPORT_TOTAL } };
    struct recipe *r = &m->out->recipe;
    int *slot[] = { &r->prep_minutes, &r->cook_minutes, &r->total_minutes };

    for (size_t k = 0; k < ARRAY_LEN(times); k++) {
        if (!is_among(label, times[k].words) || !maker_wants(m, times[k].field))
            continue;
        *slot[k] = minutes;
        maker_found(m, times[k].field, "a duration behind its label");
        return;
    }
}

static void guess_times(struct maker *m)
{
    for (size_t i = 0; i < m->page->line_count; i++) {
        int minutes = RECIPE_MINUTES_NONE;
        struct str label = label_of(m, m->page, i, &minutes);

        if (label.n)
            guess_time(m, label, minutes);
    }
}

/* "Serves 4", "4 porce", "Ración para: 2 personas": one number, a word for servings, and nothing else. */
static bool is_servings(struct maker *m, struct str line)
{
    unsigned numbers = 0, words = 0;
    struct str rest;

    if (line.n > 60 || first_digit(line) == line.n)
        return false;
    rest = fold(m, line);
    while (rest.n) {
        struct str word = str_next(&rest, ' ');
        int64_t n;

        if (str_to_int(word, &n) && n > 0 && n < 1000)
            numbers++;
        else if (is_among(word, serving_words))
            words++;
        else if (!is_among(word, serving_fillers))
            return false;
        if (!rest.p)
            break;
    }
    return numbers == 1 && words >= 1;
}

/* "Servings" alone, its number in the next line. */
static bool is_servings_label(struct maker *m, const struct page *page, size_t i)
{
    int64_t n;

    if (i + 1 >= page->line_count || page->lines[i].text.n > 30 || !str_to_int(page->lines[i + 1].text, &n))
        return false;
    return n > 0 && n < 1000 && is_among(fold(m, page->lines[i].text), serving_words);
}

static void guess_yield(struct maker *m)
{
    const struct page *page = m->page;

    for (size_t i = 0; i < page->line_count && maker_wants(m, IMPORT_YIELD); i++) {
        bool label = is_servings_label(m, page, i);

        if (!label && !is_servings(m, page->lines[i].text))
            continue;
        recipe_yield_parse(m->arena, page->lines[i + label].text, &m->out->recipe.yield);
        maker_found(m, IMPORT_YIELD, "a line about servings");
    }
}

static bool looks_like_amount(struct str line)
{
    struct quantity_read q;

    return line.n <= 20 && quantity_parse(line, &q);
}

static bool has_amount(struct str line)
{
    struct quantity_read q;

    return first_digit(line) < line.n || quantity_parse(line, &q) || str_find(line, STR("½")) != SIZE_MAX ||
           str_find(line, STR("¼")) != SIZE_MAX;
}

/* What a line of the page says about an ingredient that the data names without its amount; else empty. */
static struct str line_with_amount(struct maker *m, size_t i, struct str name)
{
    struct str line = m->page->lines[i].text, before = i > 0 ? m->page->lines[i - 1].text : (struct str){ 0 };

    if (line.n > name.n + 1 && line.n < name.n + 25 && str_ends(line, name) && line.p[line.n - name.n - 1] == ' ' &&
        looks_like_amount((struct str){ line.p, line.n - name.n - 1 }))
        return line;
    if (!str_starts(line, name) || (line.n > name.n && !strchr(" ,(", line.p[name.n])) || line.n > name.n + 100)
        return (struct str){ 0 };
    if (looks_like_amount(before))
        return str_of(arena_printf(m->scratch, "%.*s %.*s", STR_ARG(before), STR_ARG(line)));
    return line.n == name.n ? line : (struct str){ 0 };
}

/* The page's own list of what the data lists without amounts: its lines in their order, `*ret_amounts` of them with one. */
static size_t lines_with_amounts(struct maker *m, struct str *list, size_t *ret_amounts)
{
    const struct recipe *r = &m->out->recipe;
    size_t n = 0, last = 0;

    *ret_amounts = 0;
    for (size_t i = 0; i < m->page->line_count && n < 2 * r->ingredient_count; i++) {
        struct str found = { 0 };

        if (m->page->lines[i].text.n > RECIPE_LINE_MAX)
            continue;
        for (size_t k = 0; k < r->ingredient_count && found.n == 0; k++)
            found = line_with_amount(m, i, str_of(r->ingredients[k].text));
        if (found.n == 0)
            continue;
        /* Far from the last one: another part of the page. A list that is long enough already stands. */
        if (n > 0 && i - last > 12) {
            if (n >= r->ingredient_count)
                return n;
            n = *ret_amounts = 0;
        }
        last = i;
        list[n++] = found;
        *ret_amounts += has_amount(found);
    }
    return n;
}

/* Some sites put only the names of the foods into their data and show amounts in the page. */
static void guess_amounts(struct maker *m)
{
    struct recipe *r = &m->out->recipe;
    size_t with = 0, count, amounts;
    struct str *list;

    for (size_t i = 0; i < r->ingredient_count; i++)
        with += has_amount(str_of(r->ingredients[i].text));
    if (r->ingredient_count < 3 || with * 4 > r->ingredient_count)
        return;
    list = ARENA_ARRAY(m->scratch, 2 * r->ingredient_count, struct str);
    count = lines_with_amounts(m, list, &amounts);
    if (count * 10 < r->ingredient_count * 8 || amounts * 2 < count)
        return;
    r->ingredient_count = 0;
    add_ingredient_lines(m, list, count);
    maker_found(m, IMPORT_INGREDIENTS, "recipeIngredient, amounts beside the names in the text");
}

#define GUESSED_LINES_MAX 100

/* Lines below a heading like "Ingredients", up to the next heading of the method. A heading inside a list is a section
   when items follow it. */
static size_t lines_below_heading(struct maker *m, size_t start, struct str *list)
{
    const struct page *page = m->page;
    enum page_kind kind = PAGE_HEADING;   /* of the list: that of its first line */
    struct str section = { 0 };
    size_t n = 0;

    for (size_t i = start; i < page->line_count && n < GUESSED_LINES_MAX - 1; i++) {
        const struct page_line *line = &page->lines[i];

        if (is_among(fold(m, line->text), method_words) || line->text.n > 200)
            break;
        if (kind == PAGE_HEADING && line->kind != PAGE_HEADING)
            kind = line->kind;
        if (line->kind == PAGE_HEADING && (kind == PAGE_ITEM || n == 0)) {
            section = line->text;
        } else if (line->kind != kind) {
            break;
        } else {
            if (section.n && n && (line->text.n > 100 || !has_amount(line->text)))
                break;   /* the heading was that of the method */
            if (section.n)
                list[n++] = str_of(arena_printf(m->scratch, "%.*s:", STR_ARG(section)));
            list[n++] = line->text;
            section.n = 0;
        }
    }
    return n;
}

static bool is_ingredient_heading(struct maker *m, const struct page_line *line)
{
    static const char *const starts[] = { "ingredients for ", "zutaten fur ", "ingredientes para ", "ingredients pour " };
    struct str folded = fold(m, line->text);

    if (line->text.n > 60)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(starts) && line->kind == PAGE_HEADING; i++) {
        if (str_starts(folded, str_of(starts[i])))
            return true;
    }
    return is_among(folded, ingredient_words);
}

static void guess_ingredients(struct maker *m)
{
    struct str list[GUESSED_LINES_MAX];
    unsigned tries = 0;

    for (size_t i = 0; i < m->page->line_count && maker_wants(m, IMPORT_INGREDIENTS) && tries < 20; i++) {
        size_t n, amounts = 0;

        if (!is_ingredient_heading(m, &m->page->lines[i]))
            continue;
        tries++;
        n = lines_below_heading(m, i + 1, list);
        for (size_t k = 0; k < n; k++)
            amounts += has_amount(list[k]);
        if (n < 3 || amounts * 2 < n)
            continue;
        add_ingredient_lines(m, list, n);
        maker_found(m, IMPORT_INGREDIENTS, "the lines below a heading for ingredients");
    }
}

void fill_from_text(struct maker *m)
{
    m->source = IMPORT_FROM_TEXT;
    if (maker_wants(m, IMPORT_TOTAL))
        guess_times(m);
    guess_yield(m);
    guess_ingredients(m);
    guess_amounts(m);
}

static void take(struct maker *m, enum import_field f, struct str s, const char **field, size_t max)
{
    if (!maker_wants(m, f) || s.n == 0)
        return;
    *field = maker_text(m, s, max);
    if (*field)
        maker_found(m, f, "head of the page");
}

/* "Apple pie | Grandma's kitchen" where the recipe is called "Apple pie": the site. */
static struct str site_of_title(struct str title, struct str name)
{
    static const char *const marks[] = { " | ", " - ", " – ", " — " };

    if (name.n == 0 || !str_starts(title, name))
        return (struct str){ 0 };
    title = behind(title, name.n);
    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        struct str site = behind(title, str_starts(title, str_of(marks[i])) ? strlen(marks[i]) : 0);

        if (site.n < title.n && site.n > 0 && site.n <= 60 && str_find(site, str_of(marks[i])) == SIZE_MAX)
            return site;
    }
    return (struct str){ 0 };
}

void fill_from_head(struct maker *m)
{
    const struct page *page = m->page;
    struct recipe *r = &m->out->recipe;
    const char *url;

    m->source = IMPORT_FROM_HEAD;
    take(m, IMPORT_TITLE, page->heading, &r->title, RECIPE_TITLE_MAX);
    take(m, IMPORT_TITLE, page->og_title, &r->title, RECIPE_TITLE_MAX);
    take(m, IMPORT_TITLE, page->title, &r->title, RECIPE_TITLE_MAX);
    take(m, IMPORT_DESCRIPTION, page->description, &r->description, RECIPE_DESCRIPTION_MAX);
    take(m, IMPORT_AUTHOR, page->author, &r->author, RECIPE_NAME_MAX);
    take(m, IMPORT_AUTHOR, page->site_name, &r->author, RECIPE_NAME_MAX);
    take(m, IMPORT_AUTHOR, site_of_title(page->title, str_of(r->title)), &r->author, RECIPE_NAME_MAX);
    take(m, IMPORT_LANGUAGE, page->language, &m->out->language, 35);
    url = address_resolve(m->arena, m->source_url, page->canonical);
    if (url && strlen(url) <= RECIPE_URL_MAX && maker_wants(m, IMPORT_SOURCE_URL)) {
        r->source_url = url;
        maker_found(m, IMPORT_SOURCE_URL, "canonical");
    }
    url = address_resolve(m->arena, m->source_url, page->image);
    if (url && maker_wants(m, IMPORT_IMAGES)) {
        m->out->image_urls = ARENA_ARRAY(m->arena, 1, const char *);
        m->out->image_urls[m->out->image_count++] = url;
        maker_found(m, IMPORT_IMAGES, "og:image");
    }
}

/* "Good old fish and chips recipe" is a name and a word for search engines; "Naan Recipe" is how its author capitals it. */
void fill_title_cleanly(struct maker *m)
{
    static const struct str suffix = { " recipe", 7 };
    struct str title = str_of(m->out->recipe.title);

    if (m->exact || title.n < 12 || !str_ends(title, suffix))
        return;
    title.n -= suffix.n;
    m->out->recipe.title = arena_str(m->arena, title);
}
