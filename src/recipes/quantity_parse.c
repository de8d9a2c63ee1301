#include "recipes/quantity.h"

#include <string.h>

/* Moves `*s` behind `literal` if it begins with it. */
static bool take(struct str *s, const char *literal)
{
    struct str head;

    if (s->n == 0 || s->p[0] != literal[0])
        return false;
    head = str_of(literal);
    if (!str_starts(*s, head))
        return false;
    s->p += head.n;
    s->n -= head.n;
    return true;
}

static bool digit_at(struct str s, size_t i)
{
    return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

static const char *const wide_blanks[] = { "\u00A0", "\u202F", "\u2009" };

static void skip_blanks(struct str *s)
{
    bool some = true;

    while (some) {
        some = take(s, " ") || take(s, "\t");
        for (size_t i = 0; !some && i < ARRAY_LEN(wide_blanks); i++)
            some = take(s, wide_blanks[i]);
    }
}

/* Digits as a number below QUANTITY_MAX_WHOLE; false, nothing taken, when there are none or too many. */
static bool take_digits(struct str *s, int64_t *ret)
{
    int64_t value = 0;
    size_t i = 0;

    for (; digit_at(*s, i); i++) {
        value = value * 10 + (s->p[i] - '0');
        if (value >= QUANTITY_MAX_WHOLE)
            return false;
    }
    if (i == 0)
        return false;
    *ret = value;
    s->p += i;
    s->n -= i;
    return true;
}

/* Exactly three digits behind a group separator. */
static bool group_at(struct str s)
{
    return digit_at(s, 0) && digit_at(s, 1) && digit_at(s, 2) && !digit_at(s, 3);
}

static bool take_group(struct str *s, int64_t *value)
{
    int64_t group;

    if (!group_at(*s) || *value * 1000 + 999 >= QUANTITY_MAX_WHOLE || !take_digits(s, &group))
        return false;
    *value = *value * 1000 + group;
    return true;
}

static bool take_blank_group(struct str *s, int64_t *value)
{
    struct str rest = *s;
    bool blank = false;

    for (size_t i = 0; !blank && i < ARRAY_LEN(wide_blanks); i++)
        blank = take(&rest, wide_blanks[i]);
    if (!blank && !str_starts(rest, STR(" 000")))
        return false;
    if (!blank)
        take(&rest, " ");
    if (!take_group(&rest, value))
        return false;
    *s = rest;
    return true;
}

/* ",500" and ".500" as thousands; how many groups. */
static int take_mark_groups(struct str *s, int64_t *value)
{
    const char mark = s->n ? s->p[0] : 0;
    int count = 0;

    if (mark != '.' && mark != ',')
        return 0;
    while (s->n && s->p[0] == mark) {
        struct str rest = { s->p + 1, s->n - 1 };

        if (!take_group(&rest, value))
            break;
        *s = rest;
        count++;
    }
    return count;
}

/* ".5" or ",5" behind a whole number; decimals past the sixth are dropped. */
static struct quantity take_decimals(struct str *s, int64_t whole)
{
    int64_t num = whole, den = 1;
    size_t i = 1;

    if (s->n == 0 || (s->p[0] != '.' && s->p[0] != ',') || !digit_at(*s, 1))
        return quantity_of(whole, 1);
    for (; digit_at(*s, i); i++) {
        if (i > 6)
            continue;
        num = num * 10 + (s->p[i] - '0');
        den *= 10;
    }
    s->p += i;
    s->n -= i;
    return quantity_of(num, den);
}

struct vulgar {
    char text[4];
    int8_t num, den;
};

static const struct vulgar vulgars[] = {
    { "½", 1, 2 }, { "¼", 1, 4 }, { "¾", 3, 4 }, { "⅓", 1, 3 }, { "⅔", 2, 3 }, { "⅛", 1, 8 }, { "⅜", 3, 8 }, { "⅝", 5, 8 },
    { "⅞", 7, 8 }, { "⅕", 1, 5 }, { "⅖", 2, 5 }, { "⅗", 3, 5 }, { "⅘", 4, 5 }, { "⅙", 1, 6 }, { "⅚", 5, 6 }, { "⅐", 1, 7 },
    { "⅑", 1, 9 }, { "⅒", 1, 10 },
};

static bool take_vulgar(struct str *s, struct quantity *ret)
{
    if (s->n == 0 || !(s->p[0] & 0x80))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(vulgars); i++) {
        if (!take(s, vulgars[i].text))
            continue;
        *ret = quantity_of(vulgars[i].num, vulgars[i].den);
        return true;
    }
    return false;
}

/* "/ 2" behind the numerator; "/0" is no fraction. */
static bool take_denominator(struct str *s, int64_t numerator, struct quantity *ret)
{
    struct str rest = *s;
    int64_t den;

    skip_blanks(&rest);
    if (!take(&rest, "/") && !take(&rest, "\u2044") && !take(&rest, "\u2215"))
        return false;
    skip_blanks(&rest);
    if (!take_digits(&rest, &den) || den == 0)
        return false;
    *ret = quantity_of(numerator, den);
    *s = rest;
    return true;
}

/* A fraction below 1: "½", "1/2". */
static bool take_fraction(struct str *s, struct quantity *ret)
{
    struct str rest = *s;
    struct quantity q;
    int64_t num;

    if (take_vulgar(s, ret))
        return true;
    if (!take_digits(&rest, &num) || !take_denominator(&rest, num, &q) || quantity_compare(q, quantity_of(1, 1)) >= 0)
        return false;
    *ret = q;
    *s = rest;
    return true;
}

static bool take_dash(struct str *s)
{
    return take(s, "-") || take(s, "\u2013") || take(s, "\u2014") || take(s, "\u2010") || take(s, "\u2011") || take(s, "\u2212");
}

/* Words between the numbers of "2 to 3"; those between "1" and "1/2". With the blanks around them. */
static const char *const range_words[] = {
    "to ", "or ", "bis ", "oder ", "till ", "eller ", "tot ", "of ", "\u00E0 ", "a ", "ou ", "o ", "til ",
};
static const char *const and_words[] = { "and ", "& ", "und ", "och ", "og ", "en ", "et ", "y ", "e " };

static bool take_word(struct str *s, const char *const *words, size_t count)
{
    struct str rest = *s;

    skip_blanks(&rest);
    if (rest.n == s->n)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!take(&rest, words[i]))
            continue;
        skip_blanks(&rest);
        *s = rest;
        return true;
    }
    return false;
}

/* The fraction of a mixed number: " 1/2", "½", "-1/2", " and 1/2". A digit directly behind digits is no fraction. */
static bool take_mixed(struct str *s, struct quantity *ret)
{
    struct str rest = *s;

    if (take_vulgar(s, ret))
        return true;
    if (!take_word(&rest, and_words, ARRAY_LEN(and_words))) {
        skip_blanks(&rest);
        take_dash(&rest);
        skip_blanks(&rest);
    }
    if (rest.n == s->n || !take_fraction(&rest, ret))
        return false;
    *s = rest;
    return true;
}

/* One number; `*ret_grouped` if it could be a decimal too. */
static bool take_number(struct str *s, struct quantity *ret, bool *ret_grouped)
{
    struct str rest = *s;
    struct quantity fraction;
    int64_t whole = 0;
    size_t digits;
    int groups = 0;

    *ret_grouped = false;
    if (take_vulgar(s, ret))
        return true;
    if (!take_digits(&rest, &whole)) {
        if (s->n < 2 || s->p[0] != '.' || !digit_at(*s, 1))
            return false;
        *ret = take_decimals(s, 0);
        return true;
    }
    digits = s->n - rest.n;
    if (take_denominator(&rest, whole, ret)) {
        *s = rest;
        return true;
    }
    if (digits <= 3 && whole > 0) {
        while (take_blank_group(&rest, &whole))
            continue;
        groups = take_mark_groups(&rest, &whole);
    }
    *ret = take_decimals(&rest, whole);
    *ret_grouped = groups == 1 && ret->den == 1;
    if (ret->den == 1 && take_mixed(&rest, &fraction))
        *ret = quantity_add(*ret, fraction);
    *s = rest;
    return true;
}

/* "-3" or " to 3" behind `from`. A dash joins a count and a size as well ("1-15 oz can"): more than five times is no range. */
static bool take_range(struct str *s, struct quantity from, struct quantity *ret)
{
    struct str rest = *s;
    struct quantity max;
    bool word = take_word(&rest, range_words, ARRAY_LEN(range_words)), grouped;

    if (!word) {
        skip_blanks(&rest);
        if (!take_dash(&rest))
            return false;
        skip_blanks(&rest);
    }
    if (!take_number(&rest, &max, &grouped) || quantity_compare(max, from) <= 0)
        return false;
    if (!word && quantity_compare(max, quantity_multiply(from, quantity_of(5, 1))) > 0)
        return false;
    *ret = max;
    *s = rest;
    return true;
}

/* Texts are searched for numbers word by word. */
static bool may_begin(struct str s)
{
    return s.n > 0 && (digit_at(s, 0) || s.p[0] == '.' || (s.p[0] & 0x80));
}

bool quantity_parse(struct str text, struct quantity_read *ret)
{
    struct str rest = text;
    struct quantity_read read;

    if (!may_begin(text))
        return false;
    read = (struct quantity_read){ .max = QUANTITY_NONE };
    if (!take_number(&rest, &read.amount, &read.grouped))
        return false;
    take_range(&rest, read.amount, &read.max);
    read.bytes = text.n - rest.n;
    *ret = read;
    return true;
}
