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

static unsigned __int128 number_of(struct id id)
{
    unsigned __int128 n = 0;

    for (size_t i = 0; i < ID_BYTES; i++)
        n = n << 8 | id.b[i];
    return n;
}

/* 26 letters carry 130 bits: two zero bits stand in front. */
char *id_text(struct id id, char ret[ID_TEXT_SIZE])
{
    unsigned __int128 n = number_of(id);

    for (int i = ID_TEXT_LEN - 1; i >= 0; i--, n >>= 5)
        ret[i] = letters[n & 31];
    ret[ID_TEXT_LEN] = '\0';
    return ret;
}

/* One more than a letter's value; 0: no letter. */
static const uint8_t values[256] = {
    ['0'] = 1, ['1'] = 2, ['2'] = 3, ['3'] = 4, ['4'] = 5, ['5'] = 6, ['6'] = 7, ['7'] = 8, ['8'] = 9, ['9'] = 10,
    ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16, ['g'] = 17, ['h'] = 18, ['j'] = 19, ['k'] = 20,
    ['m'] = 21, ['n'] = 22, ['p'] = 23, ['q'] = 24, ['r'] = 25, ['s'] = 26, ['t'] = 27, ['v'] = 28, ['w'] = 29, ['x'] = 30,
    ['y'] = 31, ['z'] = 32, ['o'] = 1, ['i'] = 2, ['l'] = 2,
    ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16, ['G'] = 17, ['H'] = 18, ['J'] = 19, ['K'] = 20,
    ['M'] = 21, ['N'] = 22, ['P'] = 23, ['Q'] = 24, ['R'] = 25, ['S'] = 26, ['T'] = 27, ['V'] = 28, ['W'] = 29, ['X'] = 30,
    ['Y'] = 31, ['Z'] = 32, ['O'] = 1, ['I'] = 2, ['L'] = 2,
};

bool id_parse(struct str text, struct id *ret)
{
    unsigned __int128 n = 0;

    if (text.n != ID_TEXT_LEN)
        return false;
    for (int i = 0; i < ID_TEXT_LEN; i++) {
        unsigned value = values[(unsigned char)text.p[i]];

        if (value == 0 || (i == 0 && value > 8))
            return false;
        n = n << 5 | (value - 1);
    }
    for (int i = ID_BYTES - 1; i >= 0; i--, n >>= 8)
        ret->b[i] = (uint8_t)n;
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
