#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static int64_t read_clock(clockid_t which)
{
    struct timespec t;

    clock_gettime(which, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t clock_utc_us(void)
{
    return read_clock(CLOCK_REALTIME);
}

int64_t clock_mono_us(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

static struct tm utc_fields(int64_t utc_us, int *ret_us)
{
    int64_t us = utc_us % 1000000;
    time_t s;
    struct tm t;

    if (us < 0)
        us += 1000000;
    s = (time_t)((utc_us - us) / 1000000);
    gmtime_r(&s, &t);
    *ret_us = (int)us;
    return t;
}

/* `count` decimal digits of `value` and what follows them; returns what stands behind. */
static char *put_digits(char *p, int value, int count, char next)
{
    for (int i = count - 1; i >= 0; i--) {
        p[i] = (char)('0' + value % 10);
        value /= 10;
    }
    p[count] = next;
    return p + count + 1;
}

char *clock_rfc3339(int64_t utc_us, char ret[CLOCK_RFC3339_SIZE])
{
    int us;
    struct tm t = utc_fields(utc_us, &us);
    char *p = put_digits(ret, t.tm_year + 1900, 4, '-');

    p = put_digits(p, t.tm_mon + 1, 2, '-');
    p = put_digits(p, t.tm_mday, 2, 'T');
    p = put_digits(p, t.tm_hour, 2, ':');
    p = put_digits(p, t.tm_min, 2, ':');
    p = put_digits(p, t.tm_sec, 2, us ? '.' : 'Z');
    if (us)
        p = put_digits(p, us, 6, 'Z');
    *p = '\0';
    return ret;
}

/* `count` digits at `*s`, moved behind them; -1 if they are none. */
static int digits(struct str *s, int count)
{
    int value = 0;

    if (s->n < (size_t)count)
        return -1;
    for (int i = 0; i < count; i++) {
        if (s->p[i] < '0' || s->p[i] > '9')
            return -1;
        value = value * 10 + (s->p[i] - '0');
    }
    s->p += count;
    s->n -= (size_t)count;
    return value;
}

static bool skip_one_of(struct str *s, const char *set)
{
    if (s->n == 0 || s->p[0] == '\0' || !strchr(set, s->p[0]))
        return false;
    s->p++;
    s->n--;
    return true;
}

static bool parse_fraction(struct str *s, int *ret_us)
{
    int scale = 100000, count = 0;

    *ret_us = 0;
    if (s->n == 0 || s->p[0] != '.')
        return true;
    for (s->p++, s->n--; s->n && s->p[0] >= '0' && s->p[0] <= '9'; s->p++, s->n--, count++) {
        *ret_us += (s->p[0] - '0') * scale;
        scale /= 10;
    }
    return count >= 1 && count <= 9;
}

static bool parse_offset(struct str *s, int *ret_minutes)
{
    int sign = s->n && s->p[0] == '-' ? -1 : 1;
    int h, m;

    *ret_minutes = 0;
    if (skip_one_of(s, "Zz"))
        return s->n == 0;
    if (!skip_one_of(s, "+-"))
        return false;
    h = digits(s, 2);
    if (!skip_one_of(s, ":"))
        return false;
    m = digits(s, 2);
    *ret_minutes = sign * (h * 60 + m);
    return h >= 0 && h < 24 && m >= 0 && m < 60 && s->n == 0;
}

bool clock_parse_rfc3339(struct str s, int64_t *ret_utc_us)
{
    static const int month_days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    struct tm t = { 0 }, back;
    int us, offset;
    time_t seconds;

    t.tm_year = digits(&s, 4) - 1900;
    if (t.tm_year < -1900 || !skip_one_of(&s, "-") || (t.tm_mon = digits(&s, 2) - 1) < 0 || t.tm_mon > 11 ||
        !skip_one_of(&s, "-") || (t.tm_mday = digits(&s, 2)) < 1 || t.tm_mday > month_days[t.tm_mon] ||
        !skip_one_of(&s, "Tt ") || (t.tm_hour = digits(&s, 2)) < 0 || t.tm_hour > 23 ||
        !skip_one_of(&s, ":") || (t.tm_min = digits(&s, 2)) < 0 || t.tm_min > 59 ||
        !skip_one_of(&s, ":") || (t.tm_sec = digits(&s, 2)) < 0 || t.tm_sec > 60 ||
        !parse_fraction(&s, &us) || !parse_offset(&s, &offset))
        return false;
    back = t;
    seconds = timegm(&back);
    if (back.tm_mday != t.tm_mday && t.tm_sec < 60)   /* 29 February of a common year */
        return false;
    *ret_utc_us = ((int64_t)seconds - (int64_t)offset * 60) * 1000000 + us;
    return true;
}

char *clock_local(int64_t utc_us, char *ret, size_t size)
{
    time_t s = (time_t)(utc_us / 1000000);
    struct tm t;

    localtime_r(&s, &t);
    if (strftime(ret, size, "%-d %B %Y, %H:%M", &t) == 0)
        ret[0] = '\0';
    return ret;
}
