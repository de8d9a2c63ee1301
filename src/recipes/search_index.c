/* search_index.c: builds the search index. Memory is malloc'ed: it lives as long as the process. */
#include "recipes/search_index.h"

#include "base/utf8.h"

#include <stdlib.h>

#define FRESH_MAX 512           /* new words before the order is made again */
#define DEAD_MAX 4096           /* dead documents, at least, before they are dropped */

static void *grown(void *p, size_t count, size_t *cap, size_t size)
{
    if (count < *cap)
        return p;
    *cap = *cap ? *cap * 2 : 16;
    p = realloc(p, *cap * size);
    if (!p)
        abort();
    return p;
}

static char *copied(struct str s)
{
    char *copy = malloc(s.n + 1);

    if (!copy)
        abort();
    memcpy(copy, s.p, s.n);
    copy[s.n] = '\0';
    return copy;
}

/* ---- maps ---- */

/* FNV-1a, 64 bit (draft-eastlake-fnv): the keys are not chosen by strangers who gain from collisions. */
static size_t hash_bytes(const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    uint64_t h = 14695981039346656037u;

    while (n--)
        h = (h ^ *p++) * 1099511628211u;
    return (size_t)(h ^ h >> 29);
}

static struct str key_of(const struct search_index *ix, const struct search_map *m, uint32_t number)
{
    if (m == &ix->word_map)
        return ix->words[number].text;
    return (struct str){ (const char *)ix->docs[number].id.b, ID_BYTES };
}

/* The slot of a key, or the free one where it belongs. */
static size_t find_slot(const struct search_index *ix, const struct search_map *m, struct str key)
{
    size_t at = hash_bytes(key.p, key.n) & (m->size - 1);

    while (m->slots[at] && !str_equal(key_of(ix, m, m->slots[at] - 1), key))
        at = (at + 1) & (m->size - 1);
    return at;
}

static void resize_map(struct search_index *ix, struct search_map *m, size_t size)
{
    struct search_map old = *m;

    m->slots = calloc(size, sizeof(*m->slots));
    if (!m->slots)
        abort();
    m->size = size;
    for (size_t i = 0; i < old.size; i++) {
        if (old.slots[i])
            m->slots[find_slot(ix, m, key_of(ix, m, old.slots[i] - 1))] = old.slots[i];
    }
    free(old.slots);
}

static void put_slot(struct search_index *ix, struct search_map *m, struct str key, uint32_t number)
{
    size_t at;

    if (m->used * 2 >= m->size)
        resize_map(ix, m, m->size * 2);
    at = find_slot(ix, m, key);
    m->used += m->slots[at] == 0;
    m->slots[at] = number + 1;
}

static uint32_t look_up(const struct search_index *ix, const struct search_map *m, struct str key)
{
    uint32_t slot = m->slots[find_slot(ix, m, key)];

    return slot ? slot - 1 : SEARCH_NO_VALUE;
}

/* ---- life ---- */

struct search_index *search_new(void)
{
    struct search_index *ix = calloc(1, sizeof(*ix));

    if (!ix)
        abort();
    resize_map(ix, &ix->word_map, 1024);
    resize_map(ix, &ix->id_map, 1024);
    return ix;
}

static void free_document(struct search_document *d)
{
    free(d->title);
    d->title = NULL;
}

void search_free(struct search_index *ix)
{
    if (!ix)
        return;
    for (size_t i = 0; i < ix->word_count; i++) {
        free((char *)(uintptr_t)ix->words[i].text.p);
        free(ix->words[i].postings);
    }
    for (size_t i = 0; i < ix->doc_count; i++)
        free_document(&ix->docs[i]);
    for (int f = 0; f < SEARCH_FACET_ALLERGEN; f++) {
        for (size_t i = 0; i < ix->values[f].count; i++) {
            free(ix->values[f].items[i].text);
            free(ix->values[f].items[i].folded);
        }
        free(ix->values[f].items);
    }
    free(ix->words);
    free(ix->docs);
    free(ix->living);
    free(ix->tags);
    free(ix->sorted);
    free(ix->word_map.slots);
    free(ix->id_map.slots);
    free(ix);
}

size_t search_count(const struct search_index *ix)
{
    return ix->alive;
}

/* ---- words ---- */

static int compare_str(struct str a, struct str b)
{
    int order = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

    return order ? order : a.n < b.n ? -1 : a.n > b.n;
}

size_t search_lower_bound(const struct search_index *ix, struct str text)
{
    size_t low = 0, high = ix->sorted_count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (compare_str(ix->words[ix->sorted[middle]].text, text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int by_text(const void *a, const void *b, void *arg)
{
    const struct search_index *ix = arg;

    return compare_str(ix->words[*(const uint32_t *)a].text, ix->words[*(const uint32_t *)b].text);
}

static void sort_words(struct search_index *ix)
{
    ix->sorted = realloc(ix->sorted, (ix->word_count + 1) * sizeof(*ix->sorted));
    if (!ix->sorted)
        abort();
    for (size_t i = 0; i < ix->word_count; i++)
        ix->sorted[i] = (uint32_t)i;
    qsort_r(ix->sorted, ix->word_count, sizeof(*ix->sorted), by_text, ix);
    ix->sorted_count = ix->word_count;
}

static struct search_word *find_or_add_word(struct search_index *ix, struct str text)
{
    uint32_t number = look_up(ix, &ix->word_map, text);

    if (number == SEARCH_NO_VALUE) {
        ix->words = grown(ix->words, ix->word_count, &ix->word_cap, sizeof(*ix->words));
        number = (uint32_t)ix->word_count;
        ix->words[number] = (struct search_word){ .text = { copied(text), text.n } };
        ix->word_count++;
        put_slot(ix, &ix->word_map, text, number);
    }
    return &ix->words[number];
}

static void add_words(struct search_index *ix, uint32_t doc, struct str words, uint32_t field)
{
    while (words.n) {
        struct str text = str_next(&words, ' ');
        struct search_word *w;

        if (text.n == 0)
            continue;
        w = find_or_add_word(ix, text);
        if (w->count && w->postings[w->count - 1].doc == doc) {
            w->postings[w->count - 1].fields |= field;
            continue;
        }
        w->postings = grown(w->postings, w->count, &w->cap, sizeof(*w->postings));
        w->postings[w->count++] = (struct search_posting){ doc, field };
    }
}

/* ---- values ---- */

/* What makes two values equal: the folded text, or the text itself where nothing is left of it (a pictograph). */
static const char *fold_value(struct arena *a, const char *text)
{
    const char *folded = arena_str(a, utf8_fold(a, str_of(text), UTF8_FOLD_BASE));

    return folded[0] ? folded : text;
}

uint32_t search_find_value(const struct search_index *ix, int facet, struct arena *a, const char *text)
{
    const struct search_values *v = &ix->values[facet];
    const char *folded = fold_value(a, text);

    for (size_t i = 0; i < v->count; i++) {
        if (strcmp(v->items[i].folded, folded) == 0)
            return (uint32_t)i;
    }
    return SEARCH_NO_VALUE;
}

static uint32_t add_value(struct search_index *ix, int facet, struct arena *a, const char *text)
{
    struct search_values *v = &ix->values[facet];
    uint32_t found;

    if (!text || !text[0])
        return SEARCH_NO_VALUE;
    found = search_find_value(ix, facet, a, text);
    if (found != SEARCH_NO_VALUE)
        return found;
    v->items = grown(v->items, v->count, &v->cap, sizeof(*v->items));
    v->items[v->count].text = copied(str_of(text));
    v->items[v->count].folded = copied(str_of(fold_value(a, text)));
    return (uint32_t)v->count++;
}

/* ---- documents ---- */

/* Moves a document's tags up to where those of the one before end. */
static void move_tags(struct search_index *ix, struct search_document *d)
{
    memmove(ix->tags + ix->tag_count, ix->tags + d->tag_start, d->tag_count * sizeof(*ix->tags));
    d->tag_start = (uint32_t)ix->tag_count;
    ix->tag_count += d->tag_count;
}

/* Gives the living documents new numbers without gaps. */
static void compact(struct search_index *ix)
{
    uint32_t *moved = malloc((ix->doc_count + 1) * sizeof(*moved)), n = 0;

    if (!moved)
        abort();
    ix->tag_count = 0;
    for (size_t i = 0; i < ix->doc_count; i++) {
        moved[i] = ix->living[i] ? n : SEARCH_NO_VALUE;
        if (ix->living[i]) {
            move_tags(ix, &ix->docs[i]);
            ix->living[n] = true;
            ix->docs[n++] = ix->docs[i];
        } else {
            free_document(&ix->docs[i]);
        }
    }
    ix->doc_count = n;
    for (size_t w = 0; w < ix->word_count; w++) {
        struct search_word *word = &ix->words[w];
        size_t kept = 0;

        for (size_t i = 0; i < word->count; i++) {
            if (moved[word->postings[i].doc] != SEARCH_NO_VALUE)
                word->postings[kept++] = (struct search_posting){ moved[word->postings[i].doc], word->postings[i].fields };
        }
        word->count = kept;
    }
    free(moved);
    free(ix->id_map.slots);
    ix->id_map = (struct search_map){ 0 };
    resize_map(ix, &ix->id_map, 1024);
    for (uint32_t i = 0; i < n; i++)
        put_slot(ix, &ix->id_map, (struct str){ (const char *)ix->docs[i].id.b, ID_BYTES }, i);
}

void search_remove(struct search_index *ix, struct id id)
{
    uint32_t doc = look_up(ix, &ix->id_map, (struct str){ (const char *)id.b, ID_BYTES });

    if (doc == SEARCH_NO_VALUE || !ix->living[doc])
        return;
    ix->living[doc] = false;
    ix->alive--;
    if (ix->doc_count - ix->alive > DEAD_MAX + ix->alive / 4)
        compact(ix);
}

int64_t search_title_key(const char *title)
{
    int64_t key = 0;

    for (int i = 0; i < 7; i++) {
        key = key << 8 | (unsigned char)*title;
        title += *title != '\0';
    }
    return key;
}

static void add_tags(struct search_index *ix, struct arena *a, uint32_t number, const struct search_doc *doc)
{
    ix->docs[number].tag_start = (uint32_t)ix->tag_count;
    for (size_t i = 0; i < doc->tag_count; i++) {
        if (!doc->tags[i][0])
            continue;
        ix->tags = grown(ix->tags, ix->tag_count, &ix->tag_cap, sizeof(*ix->tags));
        ix->tags[ix->tag_count++] = add_value(ix, SEARCH_FACET_TAG, a, doc->tags[i]);
        ix->docs[number].tag_count++;
        add_words(ix, number, str_of(search_words(a, str_of(doc->tags[i]))), SEARCH_IN_TAG);
    }
}

void search_put(struct search_index *ix, const struct search_doc *doc)
{
    struct arena a;
    uint32_t number;

    search_remove(ix, doc->id);
    arena_init(&a, (size_t)16 << 20);
    ix->docs = grown(ix->docs, ix->doc_count, &ix->doc_cap, sizeof(*ix->docs));
    ix->living = grown(ix->living, ix->doc_count, &ix->living_cap, sizeof(*ix->living));
    number = (uint32_t)ix->doc_count++;
    ix->living[number] = true;
    ix->docs[number] = (struct search_document){
        .id = doc->id, .title = copied(utf8_fold(&a, str_of(doc->title), UTF8_FOLD_BASE)),
        .created_at = doc->created_at, .minutes = doc->total_minutes, .allergens = doc->allergens,
        .category = add_value(ix, SEARCH_FACET_CATEGORY, &a, doc->category),
        .cuisine = add_value(ix, SEARCH_FACET_CUISINE, &a, doc->cuisine),
    };
    ix->docs[number].title_key = search_title_key(ix->docs[number].title);
    ix->alive++;
    put_slot(ix, &ix->id_map, (struct str){ (const char *)doc->id.b, ID_BYTES }, number);
    add_words(ix, number, str_of(doc->title_words), SEARCH_IN_TITLE);
    add_tags(ix, &a, number, doc);
    add_words(ix, number, str_of(doc->ingredient_words), SEARCH_IN_INGREDIENT);
    if (ix->word_count - ix->sorted_count > FRESH_MAX + ix->sorted_count / 8)
        sort_words(ix);
    arena_done(&a);
}
