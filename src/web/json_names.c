#include "web/json_names.h"

#include <sodium.h>

#define FIRST_SLOTS 64

struct json_names_slot {
    uint64_t hash;
    uint32_t object;        /* 0: free */
    struct json_name name;
};

void json_names_init(struct json_names *set)
{
    *set = (struct json_names){ 0 };
    buf_init(&set->bytes, NULL, SIZE_MAX / 4);
}

void json_names_done(struct json_names *set)
{
    free(set->slots);
    buf_done(&set->bytes);
}

struct str json_names_text(const struct json_names *set, struct json_name name)
{
    return (struct str){ set->bytes.data + name.offset, name.n };
}

/* SipHash-2-4 with a random key; the object's number spreads equal names of different objects. */
static uint64_t hash(const struct json_names *set, uint32_t object, struct str name)
{
    uint64_t h;

    crypto_shorthash((unsigned char *)&h, (const unsigned char *)name.p, name.n, set->key);
    return h ^ object * UINT64_C(0x9E3779B97F4A7C15);
}

static bool same(const struct json_names *set, const struct json_names_slot *a, const struct json_names_slot *b)
{
    return a->hash == b->hash && a->object == b->object &&
           str_equal(json_names_text(set, a->name), json_names_text(set, b->name));
}

/* The slot that holds `wanted`, or the free one where it belongs. */
static struct json_names_slot *find(const struct json_names *set, const struct json_names_slot *wanted)
{
    size_t mask = set->slot_count - 1, i = (wanted->hash ^ wanted->hash >> 32) & mask;

    while (set->slots[i].object && !same(set, &set->slots[i], wanted))
        i = (i + 1) & mask;
    return &set->slots[i];
}

static void grow(struct json_names *set)
{
    struct json_names_slot *old = set->slots;
    size_t old_count = set->slot_count;

    if (!old)
        randombytes_buf(set->key, sizeof(set->key));
    set->slot_count = old ? old_count * 2 : FIRST_SLOTS;
    set->slots = calloc(set->slot_count, sizeof(*set->slots));
    if (!set->slots)
        abort();
    for (size_t i = 0; i < old_count; i++) {
        if (old[i].object)
            *find(set, &old[i]) = old[i];
    }
    free(old);
}

struct json_name json_names_add(struct json_names *set, uint32_t object, struct str name, bool *ret_new)
{
    struct json_names_slot new, *slot;

    if (set->used * 4 >= set->slot_count * 3)
        grow(set);
    new.name = (struct json_name){ (uint32_t)set->bytes.len, (uint32_t)name.n };
    new.object = object;
    new.hash = hash(set, object, name);
    buf_put_str(&set->bytes, name);
    buf_putc(&set->bytes, '\0');
    slot = find(set, &new);
    *ret_new = slot->object == 0;
    if (*ret_new) {
        *slot = new;
        set->used++;
    }
    return new.name;
}
