#include "recipes/units.h"

#include "base/utf8.h"
#include "recipes/words.h"

#include <string.h>

const struct unit *unit_by_name(struct str name)
{
    for (size_t i = 0; name.n && i < unit_table_len; i++) {
        const char *known = unit_table[i].name;

        if (known[0] == name.p[0] && strncmp(known, name.p, name.n) == 0 && known[name.n] == '\0')
            return &unit_table[i];
    }
    return NULL;
}

/* "(s)", "/n" behind a unit that means one or many, and a point. */
static size_t ending(struct str s)
{
    static const char *const endings[] = { "(s)", "(n)", "(en)", "(e)", "(es)", "/n", "/en", "/e" };
    size_t n = 0;

    for (size_t i = 0; i < ARRAY_LEN(endings) && n == 0; i++) {
        if (str_starts(s, str_of(endings[i])))
            n = strlen(endings[i]);
    }
    if (n && s.p[0] == '/' && word_letter(word_rest(s, n)))
        n = 0;
    return n < s.n && s.p[n] == '.' ? n + 1 : n;
}

/* The unit of the whole of `words`, or NULL. */
static const struct unit *by_alias(struct arena *a, struct str words)
{
    struct str folded = utf8_fold(a, words, UTF8_FOLD_BASE);

    if (words.n == 1 && (words.p[0] == 'T' || words.p[0] == 't'))
        return unit_by_name(words.p[0] == 'T' ? STR("tbsp") : STR("tsp"));
    for (size_t i = 0; i < unit_table_len; i++) {
        if (word_listed(unit_table[i].aliases, folded))
            return &unit_table[i];
    }
    return NULL;
}

const struct unit *unit_at(struct arena *a, struct str text, size_t *ret_bytes)
{
    struct arena_mark mark = arena_mark(a);
    const struct unit *unit = NULL;
    size_t ends[WORD_PHRASE_MAX], end = 0;

    for (size_t count = word_ends(text, ends); !unit && count > 0; count--) {
        end = ends[count - 1];
        unit = by_alias(a, (struct str){ text.p, end });
    }
    arena_rewind(a, mark);
    if (unit)
        *ret_bytes = end + ending(word_rest(text, end));
    return unit;
}

struct quantity unit_convert(struct quantity a, const struct unit *from, const struct unit *to)
{
    if (from->kind != to->kind || from->kind == UNIT_COUNT)
        return QUANTITY_NONE;
    return quantity_divide(quantity_multiply(a, from->factor), to->factor);
}

/* One way to measure: from `least` of the base unit (g, ml, cm) on in multiples of 1/parts, or of 1/other_parts, of `unit`. */
struct measure {
    enum unit_kind kind;
    enum unit_system system;
    const char *unit;
    int least;
    struct quantity step, other_step;
};

/* Preferred first; the last of a kind and system takes what no other measures within the tolerance. */
static const struct measure measures[] = {
    { UNIT_MASS, UNIT_METRIC, "kg", 1000, { 1, 100 }, { 1, 100 } },
    { UNIT_MASS, UNIT_METRIC, "g", 100, { 5, 1 }, { 5, 1 } },
    { UNIT_MASS, UNIT_METRIC, "g", 10, { 1, 1 }, { 1, 1 } },
    { UNIT_MASS, UNIT_METRIC, "g", 0, { 1, 2 }, { 1, 2 } },
    { UNIT_VOLUME, UNIT_METRIC, "l", 1000, { 1, 100 }, { 1, 100 } },
    { UNIT_VOLUME, UNIT_METRIC, "ml", 100, { 5, 1 }, { 5, 1 } },
    { UNIT_VOLUME, UNIT_METRIC, "ml", 10, { 1, 1 }, { 1, 1 } },
    { UNIT_VOLUME, UNIT_METRIC, "ml", 0, { 1, 2 }, { 1, 2 } },
    { UNIT_LENGTH, UNIT_METRIC, "cm", 0, { 1, 2 }, { 1, 2 } },
    { UNIT_MASS, UNIT_US, "lb", 450, { 1, 4 }, { 1, 4 } },
    { UNIT_MASS, UNIT_US, "oz", 100, { 1, 2 }, { 1, 2 } },
    { UNIT_MASS, UNIT_US, "oz", 7, { 1, 4 }, { 1, 4 } },
    { UNIT_VOLUME, UNIT_US, "quart", 1890, { 1, 4 }, { 1, 4 } },
    { UNIT_VOLUME, UNIT_US, "cup", 59, { 1, 4 }, { 1, 3 } },
    { UNIT_VOLUME, UNIT_US, "fl_oz", 59, { 1, 2 }, { 1, 2 } },
    { UNIT_VOLUME, UNIT_US, "tbsp", 15, { 1, 2 }, { 1, 2 } },
    { UNIT_VOLUME, UNIT_US, "tsp", 0, { 1, 4 }, { 1, 8 } },
    { UNIT_LENGTH, UNIT_US, "inch", 0, { 1, 2 }, { 1, 4 } },
};

static struct quantity difference(struct quantity a, struct quantity b)
{
    struct quantity d = quantity_add(a, quantity_multiply(b, quantity_of(-1, 1)));

    return quantity_compare(d, quantity_of(0, 1)) < 0 ? quantity_multiply(d, quantity_of(-1, 1)) : d;
}

/* The multiple of `step` nearest to a, at least one step. */
static struct quantity to_step(struct quantity a, struct quantity step)
{
    struct quantity steps = quantity_add(quantity_divide(a, step), quantity_of(1, 2));
    int64_t whole = steps.num / steps.den;

    return quantity_multiply(quantity_of(whole > 0 ? whole : 1, 1), step);
}

static struct quantity measured(struct quantity a, const struct measure *m)
{
    struct quantity one = to_step(a, m->step), other = to_step(a, m->other_step);

    return quantity_compare(difference(a, other), difference(a, one)) < 0 ? other : one;
}

/* Off by at most 6 % of a? */
static bool tolerable(struct quantity a, struct quantity shown)
{
    return quantity_compare(quantity_multiply(difference(a, shown), quantity_of(100, 6)), a) <= 0;
}

/* The measure for `a` in the base unit of its kind, or NULL. */
static const struct measure *choose(struct quantity a, enum unit_kind kind, enum unit_system system)
{
    const struct measure *last = NULL;

    for (size_t i = 0; i < ARRAY_LEN(measures); i++) {
        const struct measure *m = &measures[i];
        struct quantity in_unit;

        if (m->kind != kind || m->system != system || quantity_compare(a, quantity_of(m->least, 1)) < 0)
            continue;
        in_unit = quantity_divide(a, unit_by_name(str_of(m->unit))->factor);
        if (tolerable(in_unit, measured(in_unit, m)))
            return m;
        last = m;
    }
    return last;
}

static bool is_foreign(struct unit_amount a, enum unit_system system)
{
    return a.unit && system != UNIT_ANY && a.unit->system != UNIT_ANY && a.unit->system != system && a.amount.num > 0;
}

/* All that any measure takes is converted, and no measure has a unit of the other system. */
bool unit_is_viewed(struct unit_amount a, enum unit_system system)
{
    struct quantity amount;

    if (!is_foreign(a, system))
        return false;
    amount = quantity_multiply(a.amount, a.unit->factor);
    for (size_t i = 0; i < ARRAY_LEN(measures); i++) {
        const struct measure *m = &measures[i];

        if (m->kind == a.unit->kind && m->system == system && quantity_compare(amount, quantity_of(m->least, 1)) >= 0)
            return true;
    }
    return false;
}

struct unit_amount unit_view(struct unit_amount a, enum unit_system system)
{
    struct unit_amount shown = { QUANTITY_NONE, QUANTITY_NONE, NULL };
    const struct measure *m;

    if (!is_foreign(a, system))
        return a;
    m = choose(quantity_multiply(a.amount, a.unit->factor), a.unit->kind, system);
    if (!m)
        return a;
    shown.unit = unit_by_name(str_of(m->unit));
    shown.amount = measured(unit_convert(a.amount, a.unit, shown.unit), m);
    if (quantity_is_some(a.max))
        shown.max = measured(unit_convert(a.max, a.unit, shown.unit), m);
    return shown;
}
