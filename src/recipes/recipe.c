#include "recipes/recipe.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "recipes/words.h"

#include <string.h>

struct recipe recipe_empty(void)
{
    return (struct recipe){ .prep_minutes = RECIPE_MINUTES_NONE, .cook_minutes = RECIPE_MINUTES_NONE,
                            .total_minutes = RECIPE_MINUTES_NONE };
}

#define NAMED(N, NAME) [N] = NAME,
static const char *const nutrition_names[NUTRITION__COUNT] = { NUTRITION_VALUES(NAMED) };

const char *recipe_nutrition_name(enum recipe_nutrition n)
{
    return nutrition_names[n];
}

bool recipe_nutrition_by_name(struct str name, enum recipe_nutrition *ret)
{
    for (size_t i = 0; i < NUTRITION__COUNT; i++) {
        if (!str_equal(str_of(nutrition_names[i]), name))
            continue;
        *ret = (enum recipe_nutrition)i;
        return true;
    }
    return false;
}

/* May a number begin at `i`? Not within a word or another number, as in "Type405". */
static bool number_may_begin(struct str line, size_t i)
{
    return i == 0 || line.p[i - 1] == ' ' || strchr("(:~-,", line.p[i - 1]) != NULL;
}

/* The first number that counts something; not the size of "9-inch". Its offset, or SIZE_MAX. */
static size_t find_count(struct str line, struct quantity_read *ret)
{
    for (size_t i = 0; i < line.n; i++) {
        struct str after;

        if (!number_may_begin(line, i) || !quantity_parse(word_rest(line, i), ret) || ret->amount.num == 0)
            continue;
        after = word_rest(line, i + ret->bytes);
        if (!str_starts(after, STR("-")) && !str_starts(after, STR("\"")) && !str_starts(after, STR("%")))
            return i;
        i += ret->bytes;
    }
    return SIZE_MAX;
}

/* What is counted: the words behind the number up to the next punctuation. */
static struct str counted(struct str after)
{
    size_t n = 0;

    after = str_trim(word_rest(after, word_blanks(after)));
    while (n < after.n && !strchr("(),;/|.:", after.p[n]))
        n++;
    after.n = n;
    after = utf8_head(str_trim(after), RECIPE_YIELD_UNIT_MAX);
    return word_letter(after) ? str_trim(after) : (struct str){ "", 0 };
}

void recipe_yield_parse(struct arena *a, struct str line, struct recipe_yield *ret)
{
    struct quantity_read q;
    size_t at;

    line = str_trim(line);
    *ret = (struct recipe_yield){ .text = line.n ? arena_str(a, line) : NULL };
    at = find_count(line, &q);
    if (at == SIZE_MAX)
        return;
    ret->quantity = q.amount;
    ret->unit = arena_str(a, counted(word_rest(line, at + q.bytes)));
    if (!ret->unit[0])
        ret->unit = "servings";
}

static struct str ascii_only(struct arena *a, struct str word)
{
    char *kept = arena_alloc(a, word.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < word.n; i++) {
        if ((unsigned char)word.p[i] < 0x80)
            kept[n++] = word.p[i];
    }
    return (struct str){ kept, n };
}

const char *recipe_slug(struct arena *a, struct str title)
{
    struct str rest = utf8_fold(a, title, UTF8_FOLD_BASE);
    struct buf b;

    buf_init(&b, a, RECIPE_SLUG_MAX);
    while (rest.p) {
        struct str word = ascii_only(a, str_next(&rest, ' '));

        if (b.len == 0 && word.n > RECIPE_SLUG_MAX)
            word.n = RECIPE_SLUG_MAX;
        if (b.len + (b.len > 0) + word.n > RECIPE_SLUG_MAX)
            break;
        if (b.len && word.n)
            buf_putc(&b, '-');
        buf_put_str(&b, word);
    }
    return b.len ? buf_text(&b) : "recipe";
}
