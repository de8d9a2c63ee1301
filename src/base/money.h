/* money.h: amounts as whole minor units (cents) of an ISO 4217 currency; no doubles anywhere. */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include "base/str.h"

#define MONEY_TEXT_SIZE sizeof("-9223372036854775808.0000 EUR")

/* How many decimals the currency has (ISO 4217: EUR 2, JPY 0, KWD 3), or -1 if `currency` is no code of three capitals
   that is in use. */
int money_exponent(struct str currency);
/* Reads "12", "12.5" or "-12.50" as minor units. False for anything else: other signs, blanks, grouping, more decimals than
   the currency has, what does not fit, an unknown currency. */
bool money_parse(struct str text, struct str currency, int64_t *ret_minor);
/* "-12.50": what money_parse() reads, always with all decimals. An unknown currency counts as one without. Returns `ret`. */
char *money_text(int64_t minor, struct str currency, char ret[MONEY_TEXT_SIZE]);
/* The same with the code, for people: "12.50 EUR". Returns `ret`. */
char *money_label(int64_t minor, struct str currency, char ret[MONEY_TEXT_SIZE]);
/* Sum of two amounts of one currency; false (and `ret` untouched) where it does not fit. */
bool money_add(int64_t a_minor, int64_t b_minor, int64_t *ret_minor);
/* Price of `count` things; false as money_add(). */
bool money_times(int64_t minor, int64_t count, int64_t *ret_minor);

#endif
