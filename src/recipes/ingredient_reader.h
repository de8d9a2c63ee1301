/* ingredient_reader.h: what the two halves of the ingredient parser share. */
#ifndef RECIPES_INGREDIENT_READER_H
#define RECIPES_INGREDIENT_READER_H

#include "recipes/ingredient.h"
#include "recipes/units.h"

/* A line being read. Every byte has a role, FOOD until something else is known, and in the end the roles make the fields. */
struct ingredient_reader {
    struct arena *a;
    struct str line;
    uint8_t *role;
    size_t at;                  /* where reading goes on */
    struct quantity amount, max;
    const struct unit *unit;
    bool grouped;               /* the amount may be a decimal, see quantity_read */
    bool each;                  /* "1 tsp each salt, pepper": commas part foods */
};

/* Gives the bytes from `from` to before `to` a role. */
void reader_set_role(struct ingredient_reader *r, size_t from, size_t to, enum ingredient_role role);
/* The line from offset `at` on. */
struct str reader_rest(const struct ingredient_reader *r, size_t at);
/* The offset behind blanks, and behind what is no food any more (a note in parentheses), from `at` on. */
size_t reader_next(const struct ingredient_reader *r, size_t at);
/* Reads amount, unit and what belongs to them at the head of the line (or at its end: "flour 200 g"); `at` moves to the food. */
void reader_head(struct ingredient_reader *r);

#endif
