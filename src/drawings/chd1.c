/* chd1.c: CHD1 in arenas and buffers, and the identities of a drawing. */
#include "drawings/chd1.h"

#include "base/buf.h"
#include "base/hash.h"

bool chd1_decode(struct arena *a, struct str bytes, struct drawing *ret, struct drawing_fault *ret_fault)
{
    void *memory = bytes.n <= DRAWING_BYTES_MAX ? arena_alloc(a, chd1_memory_bytes(bytes.n)) : NULL;

    return chd1_decode_into((const uint8_t *)bytes.p, bytes.n, memory, ret, ret_fault);
}

static bool is_too_large(const struct drawing *d, size_t n, struct drawing_fault *ret_fault)
{
    struct drawing_range range = drawing_range(d, DRAWING_RULE_BYTES);

    if (n <= (size_t)range.max)
        return false;
    *ret_fault = (struct drawing_fault){
        .rule = DRAWING_RULE_BYTES, .stroke = -1, .item = -1, .min = range.min, .max = range.max, .got = (int64_t)n
    };
    return true;
}

bool chd1_encode(const struct drawing *d, struct buf *b, struct drawing_fault *ret_fault)
{
    struct drawing_faults faults;
    size_t n;
    char *room;

    if (!drawing_check(d, DRAWING_CANONICAL, &faults)) {
        *ret_fault = faults.fault[0];
        return false;
    }
    n = chd1_write(d, CHD1_WITH_TIMES, NULL, 0);
    if (is_too_large(d, n, ret_fault))
        return false;
    room = buf_room(b, n);
    if (room) {
        chd1_write(d, CHD1_WITH_TIMES, (uint8_t *)room, n);
        buf_used(b, n);
    }
    return true;
}

static struct hash id_of(struct arena *a, const struct drawing *d, enum chd1_times times)
{
    size_t n = chd1_write(d, times, NULL, 0);
    char *bytes = arena_alloc(a, n);

    chd1_write(d, times, (uint8_t *)bytes, n);
    return hash_sha256((struct str){ bytes, n });
}

struct hash chd1_drawing_id(struct arena *a, const struct drawing *d)
{
    return id_of(a, d, CHD1_WITH_TIMES);
}

struct hash chd1_picture_id(struct arena *a, const struct drawing *d)
{
    return id_of(a, d, CHD1_WITHOUT_TIMES);
}
