#include "recipes/quantity.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define LIMIT ((__int128)1 << 62)
#define MICRO 1000000

/* The greatest common divisor; of amounts as people write them nearly always of small numbers. */
static uint64_t small_divisor(uint64_t a, uint64_t b)
{
    while (b != 0) {
        uint64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

/* What fits LIMIT on both sides: nearly all amounts. */
static struct quantity reduce_small(int64_t num, int64_t den)
{
    int64_t divisor = den == 1 ? 1 : (int64_t)small_divisor((uint64_t)(num < 0 ? -num : num), (uint64_t)den);

    return divisor == 1 ? (struct quantity){ num, den } : (struct quantity){ num / divisor, den / divisor };
}

/* Lowest terms that fit LIMIT; what does not fit loses its lowest bits on both sides. */
static struct quantity reduce(__int128 num, __int128 den)
{
    __int128 a = num < 0 ? -num : num, b = den;

    if (a <= LIMIT && den > 0 && den <= LIMIT)
        return reduce_small((int64_t)num, (int64_t)den);
    while (b != 0 && (a >> 63 || b >> 63)) {
        __int128 rest = a % b;

        a = b;
        b = rest;
    }
    if (b != 0)
        a = small_divisor((uint64_t)a, (uint64_t)b);
    if (a > 1) {
        num /= a;
        den /= a;
    }
    while (num > LIMIT || num < -LIMIT || den > LIMIT) {
        num /= 2;
        den /= 2;
    }
    if (den == 0)
        return (struct quantity){ num < 0 ? -(int64_t)LIMIT : (int64_t)LIMIT, 1 };
    return (struct quantity){ (int64_t)num, num == 0 ? 1 : (int64_t)den };
}

struct quantity quantity_of(int64_t num, int64_t den)
{
    if (den == 0)
        return QUANTITY_NONE;
    return den < 0 ? reduce(-(__int128)num, -(__int128)den) : reduce(num, den);
}

bool quantity_is_some(struct quantity a)
{
    return a.den > 0;
}

static bool both(struct quantity a, struct quantity b)
{
    return quantity_is_some(a) && quantity_is_some(b);
}

struct quantity quantity_add(struct quantity a, struct quantity b)
{
    if (!both(a, b))
        return QUANTITY_NONE;
    return reduce((__int128)a.num * b.den + (__int128)b.num * a.den, (__int128)a.den * b.den);
}

struct quantity quantity_multiply(struct quantity a, struct quantity b)
{
    if (!both(a, b))
        return QUANTITY_NONE;
    return reduce((__int128)a.num * b.num, (__int128)a.den * b.den);
}

struct quantity quantity_divide(struct quantity a, struct quantity b)
{
    if (!both(a, b) || b.num == 0)
        return QUANTITY_NONE;
    return quantity_multiply(a, quantity_of(b.den, b.num));
}

int quantity_compare(struct quantity a, struct quantity b)
{
    __int128 left, right;

    if (!both(a, b))
        return quantity_is_some(a) - quantity_is_some(b);
    left = (__int128)a.num * b.den;
    right = (__int128)b.num * a.den;
    return (left > right) - (left < right);
}

struct quantity quantity_scale(struct quantity a, struct quantity from, struct quantity to)
{
    if (!both(from, to) || from.num <= 0 || to.num <= 0 || (from.num == to.num && from.den == to.den))
        return a;
    return quantity_multiply(a, quantity_divide(to, from));
}

/* a * factor, rounded half away from 0. */
static __int128 rounded(struct quantity a, int64_t factor)
{
    __int128 n = (__int128)a.num * factor, half = a.den / 2;

    return a.den == 1 ? n : (n < 0 ? n - half : n + half) / a.den;
}

int64_t quantity_micros(struct quantity a)
{
    const __int128 max = (__int128)QUANTITY_MAX_WHOLE * MICRO;
    __int128 n = quantity_is_some(a) ? rounded(a, MICRO) : 0;

    return (int64_t)(n > max ? max : n < -max ? -max : n);
}

struct quantity quantity_from_micros(int64_t micros)
{
    const struct quantity exact = quantity_of(micros, MICRO);

    if (exact.den == 1)
        return exact;
    for (int64_t den = 1; den <= 64; den++) {
        struct quantity q = quantity_of((int64_t)rounded(exact, den), den);

        if (rounded(q, MICRO) == micros)
            return q;
    }
    return exact;
}

static const int64_t powers[] = { 1, 10, 100, 1000, 10000, 100000, 1000000 };

/* n / 10^decimals without trailing zeros: up to 20 digits, a point and a sign. Every amount of a page is written here. */
static void put_decimal(__int128 n, int decimals, char ret[QUANTITY_TEXT_SIZE])
{
    char text[QUANTITY_TEXT_SIZE], *at = text + sizeof(text) - 1;
    bool negative = n < 0;
    uint64_t rest = (uint64_t)(negative ? -n : n);

    while (decimals > 0 && rest % 10 == 0) {
        rest /= 10;
        decimals--;
    }
    *at = '\0';
    for (int i = 0; i < decimals; i++, rest /= 10)
        *--at = (char)('0' + rest % 10);
    if (decimals > 0)
        *--at = '.';
    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (negative)
        *--at = '-';
    memcpy(ret, at, (size_t)(text + sizeof(text) - at));
}

char *quantity_decimal(struct quantity a, char ret[QUANTITY_TEXT_SIZE])
{
    ret[0] = '\0';
    if (quantity_is_some(a))
        put_decimal(quantity_micros(a), 6, ret);
    return ret;
}

bool quantity_from_decimal(struct str text, struct quantity *ret)
{
    int64_t micros = 0;
    int decimals = 0;
    bool point = false, digit = false;

    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];

        if (c == '.' && !point && digit) {
            point = true;
            digit = false;
            continue;
        }
        if (c < '0' || c > '9')
            return false;
        digit = true;
        if (!point)
            micros = micros * 10 + (c - '0') * (int64_t)MICRO;
        else if (decimals < 6)
            micros += (c - '0') * powers[5 - decimals++];
        else if (decimals++ == 6)
            micros += c >= '5';
        if (micros >= (int64_t)QUANTITY_MAX_WHOLE * MICRO)
            return false;
    }
    if (!digit)
        return false;
    *ret = quantity_from_micros(micros);
    return true;
}

struct mark {
    int8_t num, den;
    const char *text;
};

static const struct mark marks[] = {
    { 1, 2, "½" }, { 1, 3, "⅓" }, { 2, 3, "⅔" }, { 1, 4, "¼" }, { 3, 4, "¾" }, { 1, 8, "⅛" }, { 3, 8, "⅜" }, { 5, 8, "⅝" },
    { 7, 8, "⅞" }, { 1, 5, "⅕" }, { 2, 5, "⅖" }, { 3, 5, "⅗" }, { 4, 5, "⅘" }, { 1, 6, "⅙" }, { 5, 6, "⅚" },
    { 1, 16, "1/16" }, { 3, 16, "3/16" }, { 5, 16, "5/16" }, { 7, 16, "7/16" }, { 9, 16, "9/16" }, { 11, 16, "11/16" },
    { 13, 16, "13/16" }, { 15, 16, "15/16" },
};

/* The first that a measuring cup or spoon has. */
#define MEASURED 9

static void put_mixed(int64_t whole, const char *fraction, char ret[QUANTITY_TEXT_SIZE])
{
    char *at = ret;

    if (whole != 0) {
        put_decimal(whole, 0, ret);
        at += strlen(ret);
        if (isdigit((unsigned char)fraction[0]))
            *at++ = ' ';
    }
    memcpy(at, fraction, strlen(fraction) + 1);
}

/* |a - b| at most 2 % of a? For amounts that are not negative. */
static bool close_enough(struct quantity a, struct quantity b)
{
    struct quantity error = quantity_add(a, quantity_of(-b.num, b.den));

    if (error.num < 0)
        error.num = -error.num;
    return quantity_compare(quantity_multiply(error, quantity_of(50, 1)), a) <= 0;
}

/* The mark for a fraction below 1, or NULL. */
static const struct mark *exact_mark(struct quantity rest)
{
    for (size_t i = 0; rest.num != 0 && i < ARRAY_LEN(marks); i++) {
        if (marks[i].num == rest.num && marks[i].den == rest.den)
            return &marks[i];
    }
    return NULL;
}

/* The multiple of 1/8 or 1/3 nearest to a. */
static struct quantity nearest_measure(struct quantity a)
{
    struct quantity eighths = quantity_of((int64_t)rounded(a, 8), 8), thirds = quantity_of((int64_t)rounded(a, 3), 3);
    struct quantity minus = quantity_of(-1, 1);
    struct quantity off8 = quantity_add(a, quantity_multiply(eighths, minus));
    struct quantity off3 = quantity_add(a, quantity_multiply(thirds, minus));

    off8.num = off8.num < 0 ? -off8.num : off8.num;
    off3.num = off3.num < 0 ? -off3.num : off3.num;
    return quantity_compare(off3, off8) < 0 ? thirds : eighths;
}

static bool put_kitchen(struct quantity a, char ret[QUANTITY_TEXT_SIZE])
{
    const struct mark *mark = exact_mark(quantity_of(a.num % a.den, a.den));

    if (a.num < 0 || a.num / a.den >= QUANTITY_MAX_WHOLE)
        return false;
    if (!mark && a.den != 1) {
        struct quantity near = nearest_measure(a);

        if (!close_enough(a, near))
            return false;
        a = near;
        mark = exact_mark(quantity_of(a.num % a.den, a.den));
    }
    put_mixed(a.num / a.den, mark ? mark->text : a.num == 0 ? "0" : "", ret);
    return true;
}

char *quantity_text(struct quantity a, enum quantity_style style, char ret[QUANTITY_TEXT_SIZE])
{
    __int128 size = a.num < 0 ? -(__int128)a.num : a.num;
    int64_t scale = 1;
    int decimals = 0;

    ret[0] = '\0';
    if (!quantity_is_some(a) || (style == QUANTITY_KITCHEN && put_kitchen(a, ret)))
        return ret;
    while (decimals < 6 && size * scale < (__int128)100 * a.den) {
        decimals++;
        scale *= 10;
    }
    put_decimal(rounded(a, scale), decimals, ret);
    return ret;
}
