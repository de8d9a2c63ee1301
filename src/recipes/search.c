/* search.c: queries on the index; search_index.c builds it. */
#include "recipes/search_index.h"

#include "base/utf8.h"
#include "recipes/recipe.h"

#include <endian.h>
#include <limits.h>
#include <stdlib.h>

#define TERMS_MAX 12
#define TYPO_MIN_LEN 4
#define WORD_MAX 64

/* What a match is worth, by the field that it is in and by how it matched. */
enum { POINTS_TITLE = 8, POINTS_TAG = 5, POINTS_INGREDIENT = 3, TIMES_EXACT = 4, TIMES_PREFIX = 2, TIMES_TYPO = 1 };

struct term {
    struct str base, other;     /* both folded forms; `other` is empty where it is the same */
};

struct run {
    const struct search_index *ix;
    const struct search_query *query;
    uint16_t *score;            /* by document; 0: does not match */
    uint16_t *of_term;
    struct wanted { uint32_t *tags; size_t tag_count; uint32_t category, cuisine; bool impossible; } wanted;
};

/* ---- words ---- */

static bool has_word(struct str all, struct str word)
{
    while (all.n) {
        if (str_equal(str_next(&all, ' '), word))
            return true;
    }
    return false;
}

const char *search_words(struct arena *a, struct str text)
{
    struct str forms[] = { utf8_fold(a, text, UTF8_FOLD_BASE), utf8_fold(a, text, UTF8_FOLD_GERMAN) };
    struct buf b;

    buf_init(&b, a, 2 * (forms[0].n + forms[1].n) + 2);
    for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
        while (forms[i].n) {
            struct str word = str_next(&forms[i], ' ');

            if (word.n > WORD_MAX)
                word.n = WORD_MAX;
            if (word.n && !has_word(buf_str(&b), word)) {
                if (b.len)
                    buf_putc(&b, ' ');
                buf_put_str(&b, word);
            }
        }
    }
    return buf_text(&b);
}

static size_t terms_of(struct arena *a, struct str q, struct term *terms)
{
    struct str base = utf8_fold(a, q, UTF8_FOLD_BASE), other = utf8_fold(a, q, UTF8_FOLD_GERMAN);
    size_t n = 0;

    while (base.n && n < TERMS_MAX) {
        struct term t = { .base = str_next(&base, ' ') };

        if (other.n)
            t.other = str_next(&other, ' ');
        if (str_equal(t.base, t.other))
            t.other = STR("");
        if (t.base.n)
            terms[n++] = t;
    }
    return n;
}

/* At most one insertion, deletion, substitution or swap of neighbours between the two (optimal string alignment). */
static bool one_typo(struct str a, struct str b)
{
    size_t i = 0, end = 0;

    if (a.n > b.n) {
        struct str swap = a;

        a = b;
        b = swap;
    }
    if (b.n - a.n > 1)
        return false;
    while (i < a.n && a.p[i] == b.p[i])
        i++;
    while (end < a.n - i && a.p[a.n - 1 - end] == b.p[b.n - 1 - end])
        end++;
    if (a.n != b.n)
        return i + end >= a.n;
    if (i + end + 1 >= a.n)
        return true;
    return i + end + 2 == a.n && a.p[i] == b.p[i + 1] && a.p[i + 1] == b.p[i];
}

/* ---- scores ---- */

static unsigned points(unsigned fields)
{
    return fields & SEARCH_IN_TITLE ? POINTS_TITLE : fields & SEARCH_IN_TAG ? POINTS_TAG : POINTS_INGREDIENT;
}

static bool add_word(struct run *r, const struct search_word *w, unsigned fields, unsigned times)
{
    uint16_t values[SEARCH_FIELDS_ALL + 1];      /* by the fields of a posting; 0: in none that counts */
    bool some = false;

    for (unsigned f = 0; f <= SEARCH_FIELDS_ALL; f++)
        values[f] = (uint16_t)(f & fields ? points(f & fields) * times : 0);
    for (size_t i = 0; i < w->count; i++) {
        const struct search_posting *p = &w->postings[i];
        uint16_t value = values[p->fields];

        if (!value || !r->ix->living[p->doc])
            continue;
        if (r->of_term[p->doc] < value)
            r->of_term[p->doc] = value;
        some = true;
    }
    return some;
}

/* Words that equal or begin with `term`. */
static bool add_prefix(struct run *r, struct str term, unsigned fields)
{
    const struct search_index *ix = r->ix;
    bool some = false;

    if (term.n == 0)
        return false;
    for (size_t i = search_lower_bound(ix, term); i < ix->sorted_count; i++) {
        const struct search_word *w = &ix->words[ix->sorted[i]];

        if (!str_starts(w->text, term))
            break;
        some |= add_word(r, w, fields, w->text.n == term.n ? TIMES_EXACT : TIMES_PREFIX);
    }
    for (size_t i = ix->sorted_count; i < ix->word_count; i++) {
        const struct search_word *w = &ix->words[i];

        if (str_starts(w->text, term))
            some |= add_word(r, w, fields, w->text.n == term.n ? TIMES_EXACT : TIMES_PREFIX);
    }
    return some;
}

static void add_typos(struct run *r, struct str term, unsigned fields)
{
    if (term.n < TYPO_MIN_LEN)
        return;
    for (size_t i = 0; i < r->ix->word_count; i++) {
        if (one_typo(term, r->ix->words[i].text))
            add_word(r, &r->ix->words[i], fields, TIMES_TYPO);
    }
}

/* A document must match this term too. */
static void require_term(struct run *r, const struct term *t, unsigned fields, bool scored)
{
    size_t n = r->ix->doc_count;
    bool some;

    memset(r->of_term, 0, n * sizeof(*r->of_term));
    some = add_prefix(r, t->base, fields);
    some |= add_prefix(r, t->other, fields);
    if (!some) {
        add_typos(r, t->base, fields);
        add_typos(r, t->other, fields);
    }
    for (size_t i = 0; i < n; i++)
        r->score[i] = r->of_term[i] && r->score[i] ? (uint16_t)(r->score[i] + (scored ? r->of_term[i] : 0)) : 0;
}

static void require_words(struct run *r, struct arena *a, struct str text, unsigned fields, bool scored)
{
    struct term terms[TERMS_MAX];
    size_t n = terms_of(a, text, terms);

    for (size_t i = 0; i < n; i++)
        require_term(r, &terms[i], fields, scored);
}

/* ---- filters ---- */

static void resolve_filters(struct run *r, struct arena *a)
{
    const struct search_query *q = r->query;
    struct wanted *w = &r->wanted;

    w->tags = ARENA_ARRAY(a, q->tag_count + 1, uint32_t);
    w->category = w->cuisine = SEARCH_NO_VALUE;
    for (size_t i = 0; i < q->tag_count; i++) {
        uint32_t value = search_find_value(r->ix, SEARCH_FACET_TAG, a, q->tags[i]);

        w->impossible |= value == SEARCH_NO_VALUE;
        w->tags[w->tag_count++] = value;
    }
    if (q->category) {
        w->category = search_find_value(r->ix, SEARCH_FACET_CATEGORY, a, q->category);
        w->impossible |= w->category == SEARCH_NO_VALUE;
    }
    if (q->cuisine) {
        w->cuisine = search_find_value(r->ix, SEARCH_FACET_CUISINE, a, q->cuisine);
        w->impossible |= w->cuisine == SEARCH_NO_VALUE;
    }
}

static bool has_tag(const struct search_index *ix, const struct search_document *d, uint32_t tag)
{
    for (size_t i = 0; i < d->tag_count; i++) {
        if (ix->tags[d->tag_start + i] == tag)
            return true;
    }
    return false;
}

/* All filters but the time. */
static bool passes(const struct run *r, const struct search_document *d)
{
    const struct search_query *q = r->query;

    if (d->allergens & q->without)
        return false;
    if ((q->category && d->category != r->wanted.category) || (q->cuisine && d->cuisine != r->wanted.cuisine))
        return false;
    for (size_t i = 0; i < r->wanted.tag_count; i++) {
        if (!has_tag(r->ix, d, r->wanted.tags[i]))
            return false;
    }
    return true;
}

static bool ready_in(const struct search_document *d, int minutes)
{
    return minutes == 0 || (d->minutes != RECIPE_MINUTES_NONE && d->minutes <= minutes);
}

/* ---- order ---- */

/* Ties are many in a broad search: their ids differ in the first bytes, the time. */
static int compare_ids(const struct id *a, const struct id *b)
{
    uint64_t x, y;

    memcpy(&x, a->b, sizeof(x));
    memcpy(&y, b->b, sizeof(y));
    if (x != y)
        return be64toh(x) < be64toh(y) ? -1 : 1;
    return memcmp(a->b + sizeof(x), b->b + sizeof(y), ID_BYTES - sizeof(x));
}

static int64_t sort_key(enum search_sort sort, const struct search_document *d, uint16_t score)
{
    switch (sort) {
    case SEARCH_RELEVANCE: return score;
    case SEARCH_NEWEST: return d->created_at;
    case SEARCH_QUICKEST: return d->minutes == RECIPE_MINUTES_NONE ? INT_MAX : d->minutes;
    case SEARCH_TITLE: return d->title_key;
    }
    return 0;
}

/* Order of two places: below 0 when `a` stands first. */
static int compare_places(enum search_sort sort, const struct search_cursor *a, const struct search_cursor *b)
{
    int order;

    switch (sort) {
    case SEARCH_RELEVANCE: case SEARCH_NEWEST:
        if (a->key != b->key)
            return a->key > b->key ? -1 : 1;
        return compare_ids(&b->id, &a->id);
    case SEARCH_QUICKEST:
        if (a->key != b->key)
            return a->key < b->key ? -1 : 1;
        break;
    case SEARCH_TITLE:
        if (a->key != b->key)
            return a->key < b->key ? -1 : 1;
        order = strcmp(a->title, b->title);
        if (order)
            return order;
        break;
    }
    return compare_ids(&a->id, &b->id);
}

/* Must a place with the first key stand behind one with the second, whatever else they have? */
static bool is_behind(enum search_sort sort, int64_t key, int64_t other)
{
    return sort == SEARCH_RELEVANCE || sort == SEARCH_NEWEST ? key < other : key > other;
}

/* The first `max` places behind the cursor, kept in a heap whose head is the last of them. */
struct page {
    struct search_cursor *places;
    size_t count, max;
    enum search_sort sort;
};

static void sink(struct page *p, size_t at)
{
    for (;;) {
        size_t last = at, left = 2 * at + 1;

        for (size_t child = left; child < left + 2 && child < p->count; child++) {
            if (compare_places(p->sort, &p->places[child], &p->places[last]) > 0)
                last = child;
        }
        if (last == at)
            return;
        struct search_cursor swap = p->places[at];
        p->places[at] = p->places[last];
        p->places[last] = swap;
        at = last;
    }
}

/* A document that matches. Of broad searches nearly all stand behind a full page: their keys say so. */
static void offer(struct page *p, const struct search_document *d, uint16_t score, const struct search_cursor *after)
{
    int64_t key = sort_key(p->sort, d, score);
    struct search_cursor place;

    if (p->count == p->max && is_behind(p->sort, key, p->places[0].key))
        return;
    place = (struct search_cursor){ true, key, d->title, d->id };
    if (after->set && compare_places(p->sort, after, &place) >= 0)
        return;
    if (p->count < p->max) {
        size_t at = p->count++;

        p->places[at] = place;
        while (at > 0 && compare_places(p->sort, &p->places[at], &p->places[(at - 1) / 2]) > 0) {
            struct search_cursor swap = p->places[at];

            p->places[at] = p->places[(at - 1) / 2];
            p->places[(at - 1) / 2] = swap;
            at = (at - 1) / 2;
        }
    } else if (compare_places(p->sort, &place, &p->places[0]) < 0) {
        p->places[0] = place;
        sink(p, 0);
    }
}

/* Takes the last places off the heap into order. */
static void sort_page(struct page *p)
{
    size_t n = p->count;

    while (p->count > 1) {
        struct search_cursor last = p->places[0];

        p->places[0] = p->places[--p->count];
        p->places[p->count] = last;
        sink(p, 0);
    }
    p->count = n;
}

/* ---- facets ---- */

const int search_ready_minutes[SEARCH_READY__COUNT] = { 20, 45, 90 };

struct counts {
    uint32_t *values[SEARCH_FACET__COUNT];
};

static void count_facets(const struct search_index *ix, const struct counts *c, const struct search_document *d)
{
    for (size_t i = 0; i < d->tag_count; i++)
        c->values[SEARCH_FACET_TAG][ix->tags[d->tag_start + i]]++;
    if (d->category != SEARCH_NO_VALUE)
        c->values[SEARCH_FACET_CATEGORY][d->category]++;
    if (d->cuisine != SEARCH_NO_VALUE)
        c->values[SEARCH_FACET_CUISINE][d->cuisine]++;
    for (unsigned set = d->allergens; set; set &= set - 1)
        c->values[SEARCH_FACET_ALLERGEN][__builtin_ctz(set)]++;
}

static int by_count(const void *a, const void *b)
{
    const struct search_facet_value *x = a, *y = b;

    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return strcmp(x->value, y->value);
}

static const char *facet_text(const struct search_index *ix, int facet, size_t value)
{
    if (facet == SEARCH_FACET_ALLERGEN)
        return allergen_slug((enum allergen)value);
    return ix->values[facet].items[value].text;
}

static size_t value_count(const struct search_index *ix, int facet)
{
    return facet == SEARCH_FACET_ALLERGEN ? ALLERGEN__COUNT : ix->values[facet].count;
}

static void collect_facet(const struct search_index *ix, struct arena *a, int facet, const uint32_t *counts, struct search_facet *ret)
{
    size_t n = value_count(ix, facet), some = 0;

    for (size_t i = 0; i < n; i++)
        some += counts[i] > 0;
    ret->values = ARENA_ARRAY(a, some + 1, struct search_facet_value);
    for (size_t i = 0; i < n; i++) {
        if (counts[i])
            ret->values[ret->count++] = (struct search_facet_value){ facet_text(ix, facet, i), counts[i] };
    }
    qsort(ret->values, ret->count, sizeof(*ret->values), by_count);
}

static void finish_facets(const struct search_index *ix, struct arena *a, const struct counts *c, size_t limit, struct search_result *ret)
{
    for (int f = 0; f < SEARCH_FACET__COUNT; f++) {
        collect_facet(ix, a, f, c->values[f], &ret->facets[f]);
        if (ret->facets[f].count > limit)
            ret->facets[f].count = limit;
        for (size_t i = 0; i < ret->facets[f].count; i++)
            ret->facets[f].values[i].value = arena_strdup(a, ret->facets[f].values[i].value);
    }
}

/* ---- a query ---- */

static void match_words(struct run *r, struct arena *a)
{
    const struct search_query *q = r->query;
    size_t n = r->ix->doc_count;

    r->score = ARENA_ARRAY(a, n + 1, uint16_t);
    r->of_term = ARENA_ARRAY(a, n + 1, uint16_t);
    for (size_t i = 0; i < n; i++)
        r->score[i] = r->ix->living[i];
    require_words(r, a, q->q, SEARCH_FIELDS_ALL, true);
    for (size_t i = 0; i < q->ingredient_count; i++)
        require_words(r, a, str_of(q->ingredients[i]), SEARCH_IN_INGREDIENT, false);
    resolve_filters(r, a);
}

static void finish_page(struct arena *a, struct page *p, const struct search_query *q, struct search_result *ret)
{
    sort_page(p);
    ret->more = p->count > q->limit;
    ret->count = ret->more ? q->limit : p->count;
    ret->ids = ARENA_ARRAY(a, ret->count + 1, struct id);
    for (size_t i = 0; i < ret->count; i++)
        ret->ids[i] = p->places[i].id;
    if (ret->count)
        ret->next = p->places[ret->count - 1];
    ret->next.title = arena_strdup(a, ret->next.title ? ret->next.title : "");
}

void search_run(const struct search_index *ix, struct arena *a, const struct search_query *q, size_t facet_limit, struct search_result *ret)
{
    struct run r = { .ix = ix, .query = q };
    bool words = str_trim(q->q).n > 0;
    struct page p = { .max = q->limit + 1, .sort = q->sort == SEARCH_RELEVANCE && !words ? SEARCH_NEWEST : q->sort };
    struct search_cursor after = q->after;
    struct counts c;

    *ret = (struct search_result){ 0 };
    if (after.set && p.sort == SEARCH_TITLE)
        after.key = search_title_key(after.title);
    match_words(&r, a);
    p.places = ARENA_ARRAY(a, p.max, struct search_cursor);
    for (int f = 0; f < SEARCH_FACET__COUNT; f++)
        c.values[f] = ARENA_ARRAY(a, value_count(ix, f) + 1, uint32_t);
    /* From the newest: the usual orders begin there. */
    for (uint32_t i = (uint32_t)ix->doc_count; i-- > 0 && !r.wanted.impossible;) {
        if (!r.score[i] || !passes(&r, &ix->docs[i]))
            continue;
        for (size_t n = 0; n < SEARCH_READY__COUNT; n++)
            ret->ready[n] += ready_in(&ix->docs[i], search_ready_minutes[n]);
        if (!ready_in(&ix->docs[i], q->max_minutes))
            continue;
        ret->total++;
        count_facets(ix, &c, &ix->docs[i]);
        offer(&p, &ix->docs[i], r.score[i], &after);
    }
    finish_page(a, &p, q, ret);
    finish_facets(ix, a, &c, facet_limit, ret);
}
