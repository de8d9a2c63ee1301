#include "base/id.h"

#include "base/clock.h"

#include <sodium.h>
#include <string.h>

static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";

struct id id_new(unsigned vshard)
{
    uint64_t ms = (uint64_t)clock_utc_us() / 1000;
    struct id id;

    randombytes_buf(id.b, sizeof(id.b));
    for (int i = 0; i < 6; i++)
        id.b[i] = (uint8_t)(ms >> (40 - 8 * i));
    id.b[6] = (uint8_t)(vshard >> 2);
    id.b[7] = (uint8_t)((vshard & 3) << 6 | (id.b[7] & 63));
    return id;
}

/* 26 letters carry 130 bits: two zero bits stand in front. */
static unsigned five_bits(struct id id, int letter)
{
    unsigned value = 0;

    for (int bit = letter * 5 - 2; bit < letter * 5 + 3; bit++)
        value = value << 1 | (bit < 0 ? 0 : (unsigned)(id.b[bit / 8] >> (7 - bit % 8) & 1));
    return value;
}

char *id_text(struct id id, char ret[ID_TEXT_SIZE])
{
    for (int i = 0; i < ID_TEXT_LEN; i++)
        ret[i] = letters[five_bits(id, i)];
    ret[ID_TEXT_LEN] = '\0';
    return ret;
}

static int letter_value(char c)
{
    const char *at;

    if (c >= 'A' && c <= 'Z')
        c = (char)(c - 'A' + 'a');
    if (c == 'o')
        c = '0';
    if (c == 'i' || c == 'l')
        c = '1';
    at = c ? strchr(letters, c) : NULL;
    return at ? (int)(at - letters) : -1;
}

bool id_parse(struct str text, struct id *ret)
{
    struct id id = { { 0 } };

    if (text.n != ID_TEXT_LEN)
        return false;
    for (int i = 0; i < ID_TEXT_LEN; i++) {
        int value = letter_value(text.p[i]);

        if (value < 0 || (i == 0 && value > 7))
            return false;
        for (int k = 0; k < 5; k++) {
            int bit = i * 5 - 2 + k;

            if (bit >= 0 && (value >> (4 - k) & 1))
                id.b[bit / 8] |= (uint8_t)(1 << (7 - bit % 8));
        }
    }
    *ret = id;
    return true;
}

unsigned id_vshard(struct id id)
{
    return (unsigned)id.b[6] << 2 | id.b[7] >> 6;
}

bool id_is_zero(struct id id)
{
    return sodium_is_zero(id.b, sizeof(id.b)) == 1;
}

bool id_equal(struct id a, struct id b)
{
    return memcmp(a.b, b.b, sizeof(a.b)) == 0;
}
