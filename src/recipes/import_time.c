/* import_time.c: how long something takes, as pages write it. */
#include "recipes/duration.h"
#include "recipes/import_parts.h"

static int in_range(int minutes)
{
    return minutes <= 0 || minutes > RECIPE_MINUTES_MAX ? RECIPE_MINUTES_NONE : minutes;
}

/* "1:30", "1:15 h" and "01:30:00": hours, minutes and perhaps seconds. */
static bool read_clock(struct str s, int *ret_minutes)
{
    int64_t part, seconds = 0, unit = 3600;
    unsigned parts = 0;

    if (s.n > 3 && s.p[s.n - 1] == 'h')
        s = str_trim((struct str){ s.p, s.n - 1 });
    while (s.p && parts < 3) {
        struct str piece = str_next(&s, ':');

        if (piece.n == 0 || piece.n > 3 || !str_to_int(piece, &part) || part < 0)
            return false;
        seconds += part * unit;
        unit /= 60;
        parts++;
    }
    *ret_minutes = (int)(seconds + 30) / 60;
    return parts >= 2 && !s.p;
}

static bool is_all(struct arena *scratch, struct str text)
{
    int least, most;
    size_t n = duration_at(scratch, text, &least, &most);

    return n > 0 && str_trim((struct str){ text.p + n, text.n - n }).n == 0;
}

int time_minutes(struct arena *scratch, struct str text, bool whole)
{
    int minutes;

    text = str_trim(text);
    if (text.n == 0 || text.n > 200)
        return RECIPE_MINUTES_NONE;
    if (duration_from_iso(text, &minutes) || read_clock(text, &minutes))
        return in_range(minutes);
    if (whole && !is_all(scratch, text))
        return RECIPE_MINUTES_NONE;
    return duration_from_text(scratch, text, &minutes) ? in_range(minutes) : RECIPE_MINUTES_NONE;
}
