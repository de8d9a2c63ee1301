/* quantity.h: amounts as exact rational numbers, so that a third for 4 stays a third when it went to 7 and back.

   A zeroed struct quantity is "no amount". Outside (API, database) an amount is a decimal with at most 8 digits before
   and 6 behind the point, DECIMAL(14,6): quantity_micros() and quantity_from_micros() convert. The way back finds
   the fraction that was meant: 0.333333 is read as 1/3, so a round trip keeps every fraction with a denominator up to 64. */
#ifndef RECIPES_QUANTITY_H
#define RECIPES_QUANTITY_H

#include "base/str.h"

struct quantity {
    int64_t num;    /* lowest terms */
    int64_t den;    /* above 0; 0: no amount */
};

#define QUANTITY_NONE ((struct quantity){ 0, 0 })
/* Amounts that people may give are below this. */
#define QUANTITY_MAX_WHOLE 100000000
#define QUANTITY_TEXT_SIZE 40

/* num/den in lowest terms; no amount when den is 0. */
struct quantity quantity_of(int64_t num, int64_t den) __attribute__((const));
bool quantity_is_some(struct quantity a) __attribute__((const)) /* is there an amount (0 is one)? */;

/* Arithmetic. Exact while numerator and denominator fit 62 bits, beyond that the nearest value that does (relative error
   below 2^-30); larger values stop at 2^62. With "no amount" on either side the result is "no amount"; so is a quotient by 0. */
struct quantity quantity_add(struct quantity a, struct quantity b) __attribute__((const));
struct quantity quantity_multiply(struct quantity a, struct quantity b) __attribute__((const));
struct quantity quantity_divide(struct quantity a, struct quantity b) __attribute__((const));
/* -1, 0 or 1 as strcmp(); "no amount" is below every amount. */
int quantity_compare(struct quantity a, struct quantity b) __attribute__((const));
/* `a`, written for `from` servings, for `to`. Servings may be fractions; `a` itself where one of them is none or not above 0. */
struct quantity quantity_scale(struct quantity a, struct quantity from, struct quantity to) __attribute__((const));

/* Millionths, rounded half away from 0; 0 for "no amount"; stops at QUANTITY_MAX_WHOLE. */
int64_t quantity_micros(struct quantity a) __attribute__((const));
/* The fraction with the smallest denominator (at most 64) that rounds to these millionths, else the decimal itself. */
struct quantity quantity_from_micros(int64_t micros) __attribute__((const));
/* "0.333333", "490", "12.5": what JSON and SQL get. Empty for "no amount". Returns `ret`. */
char *quantity_decimal(struct quantity a, char ret[QUANTITY_TEXT_SIZE]);
/* Reads such a decimal (digits and one point, nothing else; more than 6 decimals are rounded) below QUANTITY_MAX_WHOLE,
   with quantity_from_micros(). False when it is none. */
bool quantity_from_decimal(struct str text, struct quantity *ret);

/* A number as people write it, found at the head of a text. */
struct quantity_read {
    struct quantity amount;
    struct quantity max;    /* of a range "2-3"; no amount where there is none */
    size_t bytes;           /* how much of the text it took */
    bool grouped;           /* "1.250" and "1,250": three digits were taken for thousands; a reader who knows better
                               (a unit like kg or cup) divides by 1000 */
};

/* Reads at the head of `text` (no blanks before it): 1 1/2, 1-1/2, 1½, ½, 1/2, 1⁄2, 1.5, 1,5, 2-3, 2 – 3, 2 to 3, 2 bis 3,
   2 till 3, 2 à 3, 2 tot 3, 2 a 3, 2 or 3, ca. is not read. Decisions:
   - a point or comma before exactly three digits groups thousands (1.000 = 1,000 = 1000) unless the whole part is 0 (0.125);
   - blanks group only as a no-break or thin space, or before "000" ("1 000 g"; "1 400 g tin" is one tin);
   - a range whose second number is not larger is no range: only the first number is read;
   - a denominator of 0 and values from QUANTITY_MAX_WHOLE on are not read.
   False when no number stands there. */
bool quantity_parse(struct str text, struct quantity_read *ret);

enum quantity_style {
    QUANTITY_KITCHEN,    /* cups, spoons, pieces: 1½, ⅔ */
    QUANTITY_DECIMAL     /* grams, millilitres: 490, 12.5 */
};

/* For people. Kitchen: the fraction itself where a character exists for it (and sixteenths as 1/16), else the nearest
   quarter, third or eighth if that is off by at most 2 %, else decimal. Decimal: at least 3 significant digits, whole
   numbers exactly, no trailing zeros, 6 decimals at most; never 0 for what is not 0 until below a millionth.
   quantity_parse() reads both back. Empty for "no amount". Returns `ret`. */
char *quantity_text(struct quantity a, enum quantity_style style, char ret[QUANTITY_TEXT_SIZE]);

#endif
