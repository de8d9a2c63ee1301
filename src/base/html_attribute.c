/* The attributes of the tag in the making: the first of equal names counts, found without comparing each with each. */
#include "html_impl.h"

#include <sodium.h>

#define FEW 16   /* up to here names are compared one by one */

_Static_assert(sizeof(((struct html *)0)->attributes.key) == crypto_shorthash_KEYBYTES, "key of the set of names");

static struct str name_of(const struct html *h, const struct html_pair *pair)
{
    return (struct str){ h->kept.data + pair->name.at, pair->name.n };
}

/* The slot of a name: its own, or the free one where it belongs. A keyed hash, so that no page can aim at one slot. */
static struct html_slot *find_slot(struct html *h, struct str name)
{
    struct html_attributes *a = &h->attributes;
    unsigned char digest[crypto_shorthash_BYTES];
    uint64_t at;

    crypto_shorthash(digest, (const unsigned char *)name.p, name.n, a->key);
    memcpy(&at, digest, sizeof(at));
    for (;; at++) {
        struct html_slot *s = &a->slots[at & (a->slot_count - 1)];

        if (s->tag != a->tag || str_equal(name_of(h, &a->pairs[s->index]), name))
            return s;
    }
}

/* Brings the set up to date; it is at most half full. */
static void fill_slots(struct html *h)
{
    struct html_attributes *a = &h->attributes;

    if (a->count * 2 >= a->slot_count) {
        if (a->slot_count == 0)
            randombytes_buf(a->key, sizeof(a->key));
        free(a->slots);
        a->slot_count = a->slot_count ? a->slot_count * 2 : FEW * 8;
        a->slots = calloc(a->slot_count, sizeof(*a->slots));
        if (!a->slots)
            abort();
        a->hashed = 0;
    }
    for (; a->hashed < a->count; a->hashed++)
        *find_slot(h, name_of(h, &a->pairs[a->hashed])) = (struct html_slot){ a->tag, (uint32_t)a->hashed };
}

static bool is_repeated(struct html *h)
{
    struct html_attributes *a = &h->attributes;
    struct str name = { buf_text(&h->kept) + a->open.name.at, a->open.name.n };

    if (a->count > FEW) {
        fill_slots(h);
        return find_slot(h, name)->tag == a->tag;
    }
    for (size_t i = 0; i < a->count; i++) {
        if (str_equal(name_of(h, &a->pairs[i]), name))
            return true;
    }
    return false;
}

void html_attribute_begin(struct html *h)
{
    html_attribute_end(h);
    h->attributes.open = (struct html_pair){ .name.at = h->kept.len };
    h->attributes.reading = true;
    h->muted = h->end_tag || h->attributes.count >= h->limits.attributes;
}

void html_attribute_named(struct html *h)
{
    struct html_pair *open = &h->attributes.open;

    open->name.n = h->kept.len - open->name.at;
    open->value.at = h->kept.len;
    if (!h->muted && !h->cut && is_repeated(h))
        h->muted = true;
}

void html_attribute_end(struct html *h)
{
    struct html_attributes *a = &h->attributes;

    if (!a->reading)
        return;
    a->reading = false;
    a->open.value.n = h->kept.len - a->open.value.at;
    if (h->muted || h->cut) {
        h->kept.len = a->open.name.at;
        h->muted = false;
        return;
    }
    if (a->count == a->cap) {
        a->cap = a->cap ? a->cap * 2 : FEW;
        a->pairs = realloc(a->pairs, a->cap * sizeof(*a->pairs));
        a->out = realloc(a->out, a->cap * sizeof(*a->out));
        if (!a->pairs || !a->out)
            abort();
    }
    a->pairs[a->count++] = a->open;
}

void html_attributes_resolve(struct html *h)
{
    struct html_attributes *a = &h->attributes;

    for (size_t i = 0; i < a->count; i++) {
        a->out[i].name = name_of(h, &a->pairs[i]);
        a->out[i].value = (struct str){ h->kept.data + a->pairs[i].value.at, a->pairs[i].value.n };
    }
}
