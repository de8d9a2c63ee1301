#include "recipes/step.h"

#include "base/utf8.h"
#include "recipes/duration.h"
#include "recipes/words.h"

#include <string.h>

#define TIMER_SECONDS_MAX 86400

/* "°C", "degrees", "F" behind a number. A small c is a cup unless the number is that of an oven. */
static bool is_temperature(struct arena *a, struct str after, struct quantity number)
{
    static const struct str signs[] = { STR("\u00B0"), STR("\u00BA"), STR("\u02DA"), STR("\u2103"), STR("\u2109") };
    struct str word = word_head(after);

    for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
        if (str_starts(after, signs[i]))
            return true;
    }
    if (word.n == 1 && (word.p[0] == 'C' || word.p[0] == 'F'))
        return true;
    if (word.n == 1 && (word.p[0] == 'c' || word.p[0] == 'f'))
        return quantity_compare(number, quantity_of(50, 1)) >= 0;
    return word_among(a, word, "degree|degrees|deg|grad|grader|degres|degre|graden|gradi|grados|celsius|fahrenheit|watt|w|kcal|"
                               "kj");
}

/* "x 13" of "9 x 13 inch". Bytes, or 0. */
static size_t dimension(struct str after)
{
    struct quantity_read q;
    size_t times = str_starts(after, STR("\u00D7")) ? 2 : str_starts(after, STR("x")) ? 1 : 0;

    if (times == 0)
        return 0;
    times += word_blanks(word_rest(after, times));
    return quantity_parse(word_rest(after, times), &q) ? times + q.bytes : 0;
}

/* Units that are the result of cutting, or of which a step speaks without meaning an amount. */
static bool is_shape(const struct unit *unit)
{
    return unit->kind == UNIT_LENGTH || word_listed("sheet|ball|wedge|ear|roll|bar|box|glass|block|shot", str_of(unit->name));
}

/* The size of a pot, of each piece, of a "(14 oz) can", of what is added "at a time"? */
static bool is_size(struct arena *a, struct str after)
{
    const struct unit *unit;
    size_t ignored;

    after = word_rest(after, str_starts(after, STR(")")));
    after = word_rest(after, word_blanks(after));
    unit = unit_at(a, after, &ignored);
    if (unit && word_listed("can|package|jar|bottle|sachet|bag|box|tub", str_of(unit->name)))
        return true;
    if (word_phrase(a, after, "at a time|nach und nach|i taget|a la fois"))
        return true;
    return word_among(a, word_head(after),
                      "portion|portions|portionen|portioner|ball|balls|each|apiece|tin|pan|dish|loaf|mould|mold|ramekin|"
                      "ramekins|form|saucepan|casserole|pot|bowl|jug|jar|jars|topf|schussel|kastrull|skal|bakplat|moule|"
                      "saladier");
}

/* "into 8 pieces", "in 4 Stücke". */
static bool is_divided(struct arena *a, struct str before)
{
    size_t start;

    before = str_trim(before);
    for (start = before.n; start > 0 && word_letter((struct str){ before.p + start - 1, 1 }); start--)
        continue;
    return word_among(a, word_rest(before, start), "into|in|i|en");
}

/* An amount with a unit at `at`. True if there is one; `*ret_bytes` is what was understood in any case. */
static bool amount_at(struct arena *a, struct str text, size_t at, struct step_span *ret, size_t *ret_bytes)
{
    struct quantity_read q;
    struct str after;
    size_t gap, bytes, unit_bytes = 0;
    const struct unit *unit;

    *ret_bytes = 0;
    if (!quantity_parse(word_rest(text, at), &q))
        return false;
    after = word_rest(text, at + q.bytes);
    gap = word_blanks(after);
    bytes = dimension(word_rest(after, gap));
    *ret_bytes = q.bytes + (bytes ? gap + bytes : 0);
    if (bytes || is_temperature(a, word_rest(after, gap), q.amount))
        return false;
    unit = unit_at(a, word_rest(after, gap), &unit_bytes);
    if (!unit || is_shape(unit) || is_size(a, word_rest(after, gap + unit_bytes)))
        return false;
    if (unit->kind == UNIT_COUNT && is_divided(a, (struct str){ text.p, at }))
        return false;
    if (q.grouped && strcmp(unit->name, "g") != 0 && strcmp(unit->name, "ml") != 0)
        q.amount = quantity_divide(q.amount, quantity_of(1000, 1));
    *ret_bytes = q.bytes + gap + unit_bytes;
    *ret = (struct step_span){ STEP_AMOUNT, (uint32_t)at, (uint32_t)*ret_bytes, (uint32_t)q.bytes, q.amount, q.max, unit, 0 };
    return true;
}

static bool time_at(struct arena *a, struct str text, size_t at, struct step_span *ret)
{
    int least_s, most_s;
    size_t bytes = duration_at(a, word_rest(text, at), &least_s, &most_s);

    if (bytes == 0 || most_s == 0 || most_s > TIMER_SECONDS_MAX)
        return false;
    *ret = (struct step_span){ .kind = STEP_TIME, .start = (uint32_t)at, .bytes = (uint32_t)bytes, .seconds = most_s };
    return true;
}

static bool number_starts(struct str text, size_t at)
{
    unsigned char c = (unsigned char)text.p[at], before = at ? (unsigned char)text.p[at - 1] : ' ';

    if (c < 0xC2 && !isdigit(c))
        return false;
    return !isalnum(before) && !((before == '.' || before == ',') && at > 1 && isdigit((unsigned char)text.p[at - 2]));
}

static size_t character_bytes(struct str rest)
{
    struct str behind = rest;

    utf8_next(&behind);
    return rest.n - behind.n;
}

/* A time or an amount at `at`. True if there is one; `*ret_bytes` is how far to go on in any case. Most of a text are words that
   begin no number. */
static bool span_at(struct arena *a, struct str text, size_t at, struct step_span *ret, size_t *ret_bytes)
{
    struct str rest = word_rest(text, at), word = word_head(rest);
    bool number = word.n == 0 && number_starts(text, at);

    *ret_bytes = 0;
    if ((number || (word.n && word_begins_number(a, word))) &&
        (time_at(a, text, at, ret) || (number && amount_at(a, text, at, ret, ret_bytes)))) {
        *ret_bytes = ret->bytes;
        return true;
    }
    if (*ret_bytes == 0)
        *ret_bytes = word.n ? word.n : character_bytes(rest);
    return false;
}

size_t step_find(struct arena *a, struct str text, struct step_span **ret)
{
    size_t count = 0, room = 8, bytes;
    struct step_span *spans = ARENA_ARRAY(a, room, struct step_span);

    for (size_t at = 0; at < text.n; at += bytes) {
        struct step_span span;

        bytes = 1;
        if (text.p[at] == ' ' || !span_at(a, text, at, &span, &bytes))
            continue;
        if (count == room) {
            struct step_span *more = ARENA_ARRAY(a, room * 2, struct step_span);

            memcpy(more, spans, room * sizeof(*spans));
            spans = more;
            room *= 2;
        }
        spans[count++] = span;
    }
    *ret = spans;
    return count;
}
