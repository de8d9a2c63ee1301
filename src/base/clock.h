/* clock.h: time. UTC as microseconds since 1970; text as RFC 3339. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/str.h"

#define CLOCK_RFC3339_SIZE sizeof("2026-01-02T03:04:05.678901Z")

int64_t clock_utc_us(void) /* now, microseconds since 1970-01-01T00:00:00Z */;
int64_t clock_mono_us(void) /* microseconds of a clock that never steps; for intervals and deadlines only */;

/* "2026-01-02T03:04:05Z", with six decimals where the microseconds are not 0. Years 0 to 9999. Returns `ret`. */
char *clock_rfc3339(int64_t utc_us, char ret[CLOCK_RFC3339_SIZE]);
/* Reads RFC 3339 with any offset and up to 9 decimals (cut to 6). False if it is none or a field is out of range. */
bool clock_parse_rfc3339(struct str text, int64_t *ret_utc_us);
/* "2 January 2026, 04:04" in the zone that TZ names (the process sets it once from site.timezone). Returns `ret`. */
char *clock_local(int64_t utc_us, char *ret, size_t size);

#endif
