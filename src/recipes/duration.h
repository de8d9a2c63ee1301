/* duration.h: times of recipes: ISO 8601 in data, words in texts. */
#ifndef RECIPES_DURATION_H
#define RECIPES_DURATION_H

#include "base/arena.h"

/* Longer times are not read: 30 days. */
#define DURATION_SECONDS_MAX (30 * 86400)
#define DURATION_TEXT_SIZE 32

/* Minutes of an ISO 8601 duration, rounded half up: "PT1H30M", "P0DT45M", "PT90M", "PT1.5H", "P1DT2H", "PT90S", "P1W"; lower case
   and a decimal comma pass. Years and months only as 0: they have no length. False when it is none or above 30 days. */
bool duration_from_iso(struct str text, int *ret_minutes);
/* "PT1H30M", "PT45M", "PT0M". `minutes` from 0. Returns `ret`. */
char *duration_to_iso(int minutes, char ret[DURATION_TEXT_SIZE]);

/* A time in words at the head of `text`: "20 minutes", "1 1/2 hours", "1 Std. 20 Min.", "30-40 minutes", "1 h 20", "half an
   hour", "10-minute"; in English, German, Swedish, French, Dutch, Danish, Norwegian, Spanish and Italian. Its bytes, or 0.
   Of a range `*ret_least_s` and `*ret_most_s` are the ends, else they are equal. Scratch memory of the arena is given back. */
size_t duration_at(struct arena *a, struct str text, int *ret_least_s, int *ret_most_s);
/* Minutes (of a range the larger end, rounded half up) of the first time in a text: "ca. 1 hour 20 min". A whole text that is
   only a number is minutes. False without one. */
bool duration_from_text(struct arena *a, struct str text, int *ret_minutes);
/* For people: "45 min", "1 h 30 min", "2 days 1 h"; "" below 0. Returns `ret`. */
char *duration_text(int minutes, char ret[DURATION_TEXT_SIZE]);

#endif
