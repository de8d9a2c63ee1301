#include "recipes/duration.h"

#include "base/utf8.h"
#include "recipes/quantity.h"
#include "recipes/words.h"

#include <string.h>

#define MINUTE_S 60
#define HOUR_S 3600
#define DAY_S 86400

/* seconds * amount below the limit, rounded half up; false above it. */
static bool seconds_of(struct quantity amount, int unit_s, int64_t *ret)
{
    struct quantity s = quantity_multiply(amount, quantity_of(unit_s, 1));

    if (quantity_compare(s, quantity_of(DURATION_SECONDS_MAX, 1)) > 0)
        return false;
    *ret = (s.num * 2 + s.den) / (2 * s.den);
    return true;
}

/* Seconds of a designator of ISO 8601 before or behind the T; 0: has no length, -1: unknown. */
static int iso_unit(char c, bool time)
{
    switch (c | 32) {
    case 'y': return time ? -1 : 0;
    case 'w': return time ? -1 : 7 * DAY_S;
    case 'd': return time ? -1 : DAY_S;
    case 'h': return time ? HOUR_S : -1;
    case 'm': return time ? MINUTE_S : 0;
    case 's': return time ? 1 : -1;
    default: return -1;
    }
}

/* "30" or "1.5" or "1,5" at the head, without what quantity_parse() reads besides; bytes, or 0. */
static size_t iso_number(struct str s, struct quantity *ret)
{
    char plain[16];
    size_t n = 0;

    while (n < s.n && n < sizeof(plain) && ((s.p[n] >= '0' && s.p[n] <= '9') || s.p[n] == '.' || s.p[n] == ',')) {
        plain[n] = s.p[n] == ',' ? '.' : s.p[n];
        n++;
    }
    return quantity_from_decimal((struct str){ plain, n }, ret) ? n : 0;
}

bool duration_from_iso(struct str text, int *ret_minutes)
{
    int64_t total = 0;
    bool time = false, some = false;

    text = str_trim(text);
    if (text.n < 3 || (text.p[0] | 32) != 'p')
        return false;
    for (text = word_rest(text, 1); text.n > 0;) {
        struct quantity amount;
        size_t digits = iso_number(text, &amount);
        int64_t seconds;
        int unit;

        if (!time && digits == 0 && (text.p[0] | 32) == 't') {
            time = true;
            text = word_rest(text, 1);
            continue;
        }
        unit = digits && digits < text.n ? iso_unit(text.p[digits], time) : -1;
        if (unit < 0 || (unit == 0 && amount.num != 0) || !seconds_of(amount, unit, &seconds))
            return false;
        total += seconds;
        some = true;
        text = word_rest(text, digits + 1);
    }
    if (!some || total > DURATION_SECONDS_MAX)
        return false;
    *ret_minutes = (int)((total + 30) / 60);
    return true;
}

/* The number and `unit` behind it at `at`; where they end. Every page shows some: printf would take longer than all else. */
static char *put_count(char *at, int n, const char *unit)
{
    char digits[12], *p = digits + sizeof(digits);

    do {
        *--p = (char)('0' + n % 10);
        n /= 10;
    } while (n > 0);
    return stpcpy(mempcpy(at, p, (size_t)(digits + sizeof(digits) - p)), unit);
}

char *duration_to_iso(int minutes, char ret[DURATION_TEXT_SIZE])
{
    char *at = stpcpy(ret, "PT");

    if (minutes >= 60)
        at = put_count(at, minutes / 60, "H");
    if (minutes < 60 || minutes % 60)
        put_count(at, minutes > 0 ? minutes % 60 : 0, "M");
    return ret;
}

static const struct word_known units[] = {      /* in order */
    { "dag", DAY_S }, { "dagar", DAY_S }, { "dage", DAY_S }, { "dagen", DAY_S }, { "dager", DAY_S }, { "day", DAY_S },
    { "days", DAY_S }, { "dia", DAY_S }, { "dias", DAY_S }, { "giorni", DAY_S }, { "giorno", DAY_S }, { "h", HOUR_S },
    { "heure", HOUR_S }, { "heures", HOUR_S }, { "hora", HOUR_S }, { "horas", HOUR_S }, { "hour", HOUR_S }, { "hours", HOUR_S },
    { "hr", HOUR_S }, { "hrs", HOUR_S }, { "jour", DAY_S }, { "jours", DAY_S }, { "min", MINUTE_S }, { "mins", MINUTE_S },
    { "minut", MINUTE_S }, { "minute", MINUTE_S }, { "minuten", MINUTE_S }, { "minuter", MINUTE_S }, { "minuters", MINUTE_S },
    { "minutes", MINUTE_S }, { "minuti", MINUTE_S }, { "minuto", MINUTE_S }, { "minutos", MINUTE_S }, { "minutter", MINUTE_S },
    { "minuut", MINUTE_S }, { "ora", HOUR_S }, { "ore", HOUR_S }, { "s", 1 }, { "sec", 1 }, { "second", 1 }, { "seconde", 1 },
    { "seconden", 1 }, { "secondes", 1 }, { "secondi", 1 }, { "seconds", 1 }, { "secs", 1 }, { "segundo", 1 }, { "segundos", 1 },
    { "sek", 1 }, { "sekund", 1 }, { "sekunde", 1 }, { "sekunden", 1 }, { "sekunder", 1 }, { "std", HOUR_S }, { "stdn", HOUR_S },
    { "stunde", HOUR_S }, { "stunden", HOUR_S }, { "tag", DAY_S }, { "tage", DAY_S }, { "tagen", DAY_S }, { "tim", HOUR_S },
    { "timer", HOUR_S }, { "timmar", HOUR_S }, { "timmars", HOUR_S }, { "timme", HOUR_S }, { "u", HOUR_S }, { "uren", HOUR_S },
    { "uur", HOUR_S },
};

/* Seconds of the unit at the head, or 0. "m" is minutes only behind hours: "1h30m". */
static int unit_at_head(struct arena *a, struct str s, bool behind_hours, size_t *ret_bytes)
{
    struct str word = word_head(s);
    const struct word_known *unit = word_find(a, word, units, ARRAY_LEN(units));

    *ret_bytes = word.n;
    if (behind_hours && word.n == 1 && (word.p[0] | 32) == 'm')
        return MINUTE_S;
    return unit ? unit->value : 0;
}

struct part {
    struct quantity_read number;
    int unit_s;
    size_t bytes;
    bool abbreviated;
};

/* The 20 of "1 h 20 in the oven", and not of "1 h 20 °C"; `after` is what follows the number. */
static bool is_bare_minutes(struct quantity q, struct str after)
{
    struct str next = word_rest(after, word_blanks(after));

    return q.den == 1 && q.num < 60 && word_letter(after) == 0 && !str_starts(next, STR("\u00B0")) && !str_starts(next, STR("%"));
}

/* One number with its unit at the head; `above_s` is the unit before it, which must be larger. `near`: only blanks part them.
   In words only minutes and hours: "a second bowl", "a day ahead". */
static bool part_at(struct arena *a, struct str s, int above_s, bool near, struct part *ret)
{
    size_t at, unit;
    bool digits = quantity_parse(s, &ret->number);

    if (!digits) {
        ret->number = (struct quantity_read){ .max = QUANTITY_NONE };
        ret->number.bytes = word_number(a, s, &ret->number.amount);
    }
    ret->bytes = at = ret->number.bytes;
    if (at == 0)
        return false;
    at += word_blanks(word_rest(s, at));
    at += str_starts(word_rest(s, at), STR("-"));
    ret->unit_s = unit_at_head(a, word_rest(s, at), above_s == HOUR_S, &unit);
    ret->abbreviated = unit <= 3;
    if (ret->unit_s) {
        ret->bytes = at + unit;
        return ret->unit_s < above_s && (digits || ret->unit_s == MINUTE_S || ret->unit_s == HOUR_S);
    }
    ret->unit_s = MINUTE_S;
    return above_s == HOUR_S && near && is_bare_minutes(ret->number.amount, word_rest(s, ret->bytes));
}

/* Between the parts: the point of an abbreviation, a comma, "and" in several languages, blanks. */
static size_t link_at(struct arena *a, struct str s, bool abbreviated)
{
    size_t at = (abbreviated && str_starts(s, STR("."))) || str_starts(s, STR(",")), word;

    at += word_blanks(word_rest(s, at));
    word = word_phrase(a, word_rest(s, at), "and|und|och|og|et|en|y|e");
    return word ? at + word + word_blanks(word_rest(s, at + word)) : at;
}

size_t duration_at(struct arena *a, struct str text, int *ret_least_s, int *ret_most_s)
{
    int64_t least = 0, most = 0;
    size_t end = 0, at = 0;
    int above_s = 8 * DAY_S;
    bool near = false;
    struct part p;

    while (part_at(a, word_rest(text, at), above_s, near, &p)) {
        int64_t low, high;

        if (!seconds_of(p.number.amount, p.unit_s, &low))
            return 0;
        high = low;
        if (quantity_is_some(p.number.max) && !seconds_of(p.number.max, p.unit_s, &high))
            return 0;
        least += low;
        most += high;
        above_s = p.unit_s;
        end = at + p.bytes;
        at = end + link_at(a, word_rest(text, end), p.abbreviated);
        near = at == end + word_blanks(word_rest(text, end));
    }
    if (end == 0 || most > DURATION_SECONDS_MAX)
        return 0;
    *ret_least_s = (int)least;
    *ret_most_s = (int)most;
    return end;
}

bool duration_from_text(struct arena *a, struct str text, int *ret_minutes)
{
    int least_s, most_s;
    struct quantity_read q;
    size_t passed;

    text = str_trim(text);
    if (quantity_parse(text, &q) && q.bytes == text.n && seconds_of(q.amount, MINUTE_S, &(int64_t){ 0 })) {
        *ret_minutes = (int)((q.amount.num * 2 + q.amount.den) / (2 * q.amount.den));
        return true;
    }
    for (size_t i = 0; i < text.n; i += passed ? passed : 1) {
        passed = quantity_parse(word_rest(text, i), &q) ? q.bytes : word_head(word_rest(text, i)).n;
        if (duration_at(a, word_rest(text, i), &least_s, &most_s)) {
            *ret_minutes = (most_s + 30) / 60;
            return true;
        }
    }
    return false;
}

char *duration_text(int minutes, char ret[DURATION_TEXT_SIZE])
{
    int days = minutes / 1440, hours = minutes / 60 % 24;
    char *at = ret;

    ret[0] = '\0';
    if (minutes < 0)
        return ret;
    if (days)
        at = put_count(at, days, days == 1 ? " day" : " days");
    if (hours)
        at = put_count(at > ret ? stpcpy(at, " ") : at, hours, " h");
    if (minutes % 60 || at == ret)
        put_count(at > ret ? stpcpy(at, " ") : at, minutes % 60, " min");
    return ret;
}
