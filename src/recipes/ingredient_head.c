#include "recipes/ingredient_reader.h"

#include "recipes/ingredient_words.h"
#include "recipes/words.h"

#include <string.h>

void reader_set_role(struct ingredient_reader *r, size_t from, size_t to, enum ingredient_role role)
{
    memset(r->role + from, role, to - from);
}

static void take(struct ingredient_reader *r, size_t bytes, enum ingredient_role role)
{
    reader_set_role(r, r->at, r->at + bytes, role);
    r->at += bytes;
}

struct str reader_rest(const struct ingredient_reader *r, size_t at)
{
    return word_rest(r->line, at);
}

size_t reader_next(const struct ingredient_reader *r, size_t at)
{
    size_t blanks;

    for (;;) {
        blanks = word_blanks(reader_rest(r, at));
        if (blanks == 0 && at < r->line.n && r->role[at] != INGREDIENT_FOOD)
            blanks = 1;
        if (blanks == 0)
            return at;
        at += blanks;
    }
}

static void skip(struct ingredient_reader *r)
{
    r->at = reader_next(r, r->at);
}

static bool byte_at(const struct ingredient_reader *r, size_t at, char c)
{
    return at < r->line.n && r->line.p[at] == c;
}

/* A unit right here or behind a hyphen ("2-inch"); `*ret_hyphen` is 1 with one. */
static const struct unit *unit_here(const struct ingredient_reader *r, size_t at, size_t *ret_hyphen, size_t *ret_bytes)
{
    *ret_hyphen = byte_at(r, at, '-');
    return unit_at(r->a, reader_rest(r, at + *ret_hyphen), ret_bytes);
}

/* "x" or the multiplication sign between a count and a size or food; its bytes, or 0. */
static size_t times_at(const struct ingredient_reader *r, size_t at)
{
    struct str rest = reader_rest(r, at);
    struct quantity_read ignored;

    if (str_starts(rest, STR("\u00D7")))
        return 2;
    if (rest.n < 2 || (rest.p[0] != 'x' && rest.p[0] != 'X'))
        return 0;
    return word_blanks(word_rest(rest, 1)) > 0 || quantity_parse(word_rest(rest, 1), &ignored);
}

/* Is what ends at `at` an amount at all? Not "70 % cocoa", "7UP", "3-bean salad". */
static bool ends_well(const struct ingredient_reader *r, size_t at)
{
    size_t next = reader_next(r, at), hyphen, ignored;
    bool joined = word_letter(reader_rest(r, at)) > 0 || (byte_at(r, at, '-') && word_letter(reader_rest(r, at + 1)) > 0);

    if (byte_at(r, next, '%'))
        return false;
    return !joined || times_at(r, at) > 0 || unit_here(r, at, &hyphen, &ignored);
}

/* The amount at `at`; bytes, or 0. */
static size_t amount_at(const struct ingredient_reader *r, size_t at, struct quantity_read *ret)
{
    if (quantity_parse(reader_rest(r, at), ret))
        return ends_well(r, at + ret->bytes) ? ret->bytes : 0;
    *ret = (struct quantity_read){ .max = QUANTITY_NONE };
    return word_number(r->a, reader_rest(r, at), &ret->amount);
}

static bool read_amount(struct ingredient_reader *r)
{
    struct quantity_read q;
    size_t bytes;

    skip(r);
    bytes = amount_at(r, r->at, &q);
    if (bytes == 0)
        return false;
    r->amount = q.amount;
    r->max = q.max;
    r->grouped = q.grouped;
    take(r, bytes, INGREDIENT_AMOUNT);
    return true;
}

/* An amount with a unit that measures, as in "400g" or "14-ounce"; bytes, or 0. */
static size_t measure_at(const struct ingredient_reader *r, size_t at, bool *ret_hyphen)
{
    struct quantity_read q;
    size_t end, hyphen, bytes;
    const struct unit *unit;

    if (!quantity_parse(reader_rest(r, at), &q))
        return 0;
    end = at + q.bytes;
    end += byte_at(r, end, '-') ? 0 : word_blanks(reader_rest(r, end));
    unit = unit_here(r, end, &hyphen, &bytes);
    *ret_hyphen = hyphen;
    return unit && unit->kind != UNIT_COUNT ? end + hyphen + bytes - at : 0;
}

/* "1 x 400g tin", "2 14-oz cans", "1 - 15 oz can", "4 6-ounce fillets": the size of one is a note. */
static void read_size(struct ingredient_reader *r)
{
    size_t times, start, bytes, ignored;
    bool hyphen = false;

    skip(r);
    times = times_at(r, r->at);
    take(r, times, INGREDIENT_GLUE);
    skip(r);
    start = byte_at(r, r->at, '-') ? reader_next(r, r->at + 1) : r->at;
    bytes = measure_at(r, start, &hyphen);
    if (bytes == 0 || (!times && !hyphen && !unit_at(r->a, reader_rest(r, reader_next(r, start + bytes)), &ignored)))
        return;
    take(r, start - r->at, INGREDIENT_GLUE);
    take(r, bytes, INGREDIENT_NOTE);
}

/* Does a food stand at `at`? */
static bool food_at(const struct ingredient_reader *r, size_t at)
{
    struct str rest = reader_rest(r, reader_next(r, at));

    return word_letter(rest) > 0 || (rest.n > 0 && rest.p[0] >= '0' && rest.p[0] <= '9');
}

static bool counts_only(const struct unit *unit)
{
    return unit->kind == UNIT_COUNT || unit->kind == UNIT_LENGTH;
}

/* "1.250" with a unit of which nobody takes a thousand was a decimal. */
static void settle_grouping(struct ingredient_reader *r)
{
    if (!r->grouped || !r->unit || strcmp(r->unit->name, "g") == 0 || strcmp(r->unit->name, "ml") == 0)
        return;
    r->amount = quantity_divide(r->amount, quantity_of(1000, 1));
}

/* "2 tbsp", "2 heaped tbsp", "1/4 of a cup", "2-inch". A unit that only counts and has no food behind
   it is the food: "4 cloves". */
static void read_unit(struct ingredient_reader *r)
{
    size_t of, size = 0, size_at, from, hyphen, bytes;
    const struct unit *unit;

    skip(r);
    of = word_phrase(r->a, reader_rest(r, r->at), "of a|of|de|d");
    from = size_at = reader_next(r, r->at + of);
    unit = unit_here(r, from, &hyphen, &bytes);
    if (!unit) {
        size = word_phrase(r->a, reader_rest(r, size_at), WORDS_SIZE);
        from = reader_next(r, size_at + size + (size && byte_at(r, size_at + size, '.')));
        unit = size ? unit_here(r, from, &hyphen, &bytes) : NULL;
    }
    if (!unit || (counts_only(unit) && !food_at(r, from + hyphen + bytes)))
        return;
    reader_set_role(r, r->at, r->at + of, INGREDIENT_GLUE);
    reader_set_role(r, size_at, size_at + size, INGREDIENT_NOTE);
    r->at = from;
    take(r, hyphen, INGREDIENT_GLUE);
    take(r, bytes, INGREDIENT_UNIT);
    r->unit = unit;
    settle_grouping(r);
}

/* "100 g - 150 g": the second number of a range behind the unit. */
static bool read_range_end(struct ingredient_reader *r)
{
    size_t at = r->at, dash, bytes;
    struct quantity_read q;

    dash = byte_at(r, at, '-') ? 1 : str_starts(reader_rest(r, at), STR("\u2013")) ? 3 : 0;
    if (dash == 0 || quantity_is_some(r->max))
        return false;
    at = reader_next(r, at + dash);
    if (!quantity_parse(reader_rest(r, at), &q) || quantity_compare(q.amount, r->amount) <= 0)
        return false;
    dash = reader_next(r, at + q.bytes);
    if (unit_at(r->a, reader_rest(r, dash), &bytes) != r->unit)
        return false;
    reader_set_role(r, r->at, dash, INGREDIENT_GLUE);
    reader_set_role(r, at, at + q.bytes, INGREDIENT_AMOUNT);
    r->at = dash;
    take(r, bytes, INGREDIENT_UNIT);
    r->max = q.amount;
    return true;
}

/* "/ 120 ml", "plus 2 tbsp", "1 cup": the same once more, or an addition, is a note. */
static bool read_other_measure(struct ingredient_reader *r)
{
    size_t at = r->at, bytes, word = word_phrase(r->a, reader_rest(r, at), WORDS_PLUS);
    bool glue = byte_at(r, at, '/') || byte_at(r, at, '=') || byte_at(r, at, '|'), hyphen;

    at += glue || byte_at(r, at, '+') || byte_at(r, at, '&') ? 1 : word;
    at = reader_next(r, at);
    bytes = measure_at(r, at, &hyphen);
    if (bytes == 0)
        return false;
    reader_set_role(r, r->at, at + bytes, INGREDIENT_NOTE);
    if (glue)
        reader_set_role(r, r->at, at, INGREDIENT_GLUE);
    r->at = at + bytes;
    return true;
}

static void read_of(struct ingredient_reader *r)
{
    struct str rest;
    size_t bytes, level;

    skip(r);
    rest = reader_rest(r, r->at);
    level = word_phrase(r->a, rest, WORDS_LEVEL);
    if (level && food_at(r, r->at + level)) {
        r->each = word_among(r->a, (struct str){ rest.p, level }, WORDS_EACH);
        take(r, level, INGREDIENT_NOTE);
        skip(r);
        rest = reader_rest(r, r->at);
    }
    bytes = word_phrase(r->a, rest, WORDS_OF);
    if (str_starts(word_rest(rest, bytes), STR("'")))
        bytes = bytes ? bytes + 1 : 0;
    else if (str_starts(word_rest(rest, bytes), STR("\u2019")))
        bytes = bytes ? bytes + 3 : 0;
    if (bytes && food_at(r, r->at + bytes))
        take(r, bytes, INGREDIENT_GLUE);
}

/* What follows the amount, up to the food. */
static void read_measure(struct ingredient_reader *r)
{
    read_size(r);
    read_unit(r);
    skip(r);
    if (r->unit && r->unit->kind == UNIT_LENGTH) {
        size_t piece = word_phrase(r->a, reader_rest(r, r->at), "piece|pieces|knob|chunk|stuck|bit|thumb|morceau");

        if (piece && food_at(r, r->at + piece))
            take(r, piece, INGREDIENT_NOTE);
    }
    while (r->unit && (read_range_end(r) || read_other_measure(r)))
        skip(r);
    read_of(r);
}

/* "about" and the like before a number. */
static void read_about(struct ingredient_reader *r)
{
    struct quantity_read ignored;
    size_t bytes, next;

    skip(r);
    bytes = word_phrase(r->a, reader_rest(r, r->at), WORDS_ABOUT);
    if (bytes == 0)
        return;
    next = r->at + bytes;
    next = reader_next(r, next + (byte_at(r, next, '.') || byte_at(r, next, ':')));
    if (!quantity_parse(reader_rest(r, next), &ignored) && word_number(r->a, reader_rest(r, next), &ignored.amount) == 0)
        return;
    take(r, bytes + byte_at(r, r->at + bytes, '.'), INGREDIENT_NOTE);
    reader_set_role(r, r->at, next, INGREDIENT_GLUE);
    r->at = next;
}

/* "Juice of 1 lemon", "Saft einer Zitrone". */
static bool read_taken(struct ingredient_reader *r)
{
    size_t note = word_phrase(r->a, reader_rest(r, r->at), WORDS_TAKEN), at = r->at + note, from;
    struct quantity_read q;

    if (note == 0)
        return false;
    at = reader_next(r, at);
    from = word_phrase(r->a, reader_rest(r, at), WORDS_TAKEN_FROM);
    from += str_starts(reader_rest(r, at + from), STR("'")) ? 1 : str_starts(reader_rest(r, at + from), STR("\u2019")) ? 3 : 0;
    from = reader_next(r, at + from);
    if (amount_at(r, from, &q) == 0)
        return false;
    reader_set_role(r, r->at, r->at + note, INGREDIENT_NOTE);
    reader_set_role(r, r->at + note, from, INGREDIENT_GLUE);
    r->at = from;
    return read_amount(r);
}

/* Is there an amount, perhaps with a unit, from `at` to the end of the line? `after_mark`: a colon or dash before it. */
static bool read_to_end(struct ingredient_reader *r, size_t at, bool after_mark)
{
    struct quantity_read q;
    size_t unit_start, bytes = 0;
    const struct unit *unit;

    if (!quantity_parse(reader_rest(r, at), &q))
        return false;
    unit_start = reader_next(r, at + q.bytes);
    unit = unit_at(r->a, reader_rest(r, unit_start), &bytes);
    if ((!unit && !after_mark) || unit_start + (unit ? bytes : 0) != r->line.n)
        return false;
    r->amount = q.amount;
    r->max = q.max;
    r->grouped = q.grouped;
    r->unit = unit;
    settle_grouping(r);
    reader_set_role(r, at, at + q.bytes, INGREDIENT_AMOUNT);
    reader_set_role(r, unit_start, r->line.n, INGREDIENT_UNIT);
    return true;
}

/* "Sel - 1 pincée", "Pommes de terre : 300 g", "Mjöl 3 dl". */
static bool read_last(struct ingredient_reader *r)
{
    bool mark = false;

    for (size_t i = r->at; i < r->line.n; i++) {
        char c = r->line.p[i];

        if (r->role[i] != INGREDIENT_FOOD)
            continue;
        if (c == ' ' && i + 1 < r->line.n && read_to_end(r, i + 1, mark)) {
            for (size_t k = i; mark && k > 0 && strchr(" :-", r->line.p[k]); k--)
                r->role[k] = INGREDIENT_GLUE;
            return true;
        }
        if (c != ' ')
            mark = c == ':' || (c == '-' && i > 0 && r->line.p[i - 1] == ' ') ||
                   str_ends((struct str){ r->line.p, i + 1 }, STR(" \u2013"));
    }
    return false;
}

/* "Pinch of salt" is one pinch. */
static bool read_one(struct ingredient_reader *r)
{
    size_t bytes = 0;
    const struct unit *unit = unit_at(r->a, reader_rest(r, r->at), &bytes);

    if (!unit || !word_listed("pinch|dash|splash|handful|knob", str_of(unit->name)) || !food_at(r, r->at + bytes))
        return false;
    r->amount = quantity_of(1, 1);
    r->unit = unit;
    take(r, bytes, INGREDIENT_UNIT);
    read_of(r);
    return true;
}

void reader_head(struct ingredient_reader *r)
{
    size_t some;

    read_about(r);
    skip(r);
    if (read_amount(r) || read_taken(r)) {
        read_measure(r);
        return;
    }
    some = word_phrase(r->a, reader_rest(r, r->at), WORDS_SOME);
    some += some && byte_at(r, r->at + some, '.');
    if (some && food_at(r, r->at + some))
        take(r, some, INGREDIENT_NOTE);
    else if (!read_one(r))
        read_last(r);
}
