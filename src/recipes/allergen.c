#include "recipes/allergen.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "recipes/allergen_table.h"
#include "recipes/words.h"

#include <string.h>

static const struct {
    const char *slug, *label;
} names[ALLERGEN__COUNT] = {
    [ALLERGEN_GLUTEN] = { "gluten", "Cereals containing gluten" },
    [ALLERGEN_CRUSTACEANS] = { "crustaceans", "Crustaceans" },
    [ALLERGEN_EGGS] = { "eggs", "Eggs" },
    [ALLERGEN_FISH] = { "fish", "Fish" },
    [ALLERGEN_PEANUTS] = { "peanuts", "Peanuts" },
    [ALLERGEN_SOY] = { "soy", "Soybeans" },
    [ALLERGEN_MILK] = { "milk", "Milk" },
    [ALLERGEN_NUTS] = { "nuts", "Nuts" },
    [ALLERGEN_CELERY] = { "celery", "Celery" },
    [ALLERGEN_MUSTARD] = { "mustard", "Mustard" },
    [ALLERGEN_SESAME] = { "sesame", "Sesame seeds" },
    [ALLERGEN_SULPHITES] = { "sulphites", "Sulphur dioxide and sulphites" },
    [ALLERGEN_LUPIN] = { "lupin", "Lupin" },
    [ALLERGEN_MOLLUSCS] = { "molluscs", "Molluscs" },
};

const char *allergen_slug(enum allergen a)
{
    return names[a].slug;
}

const char *allergen_label(enum allergen a)
{
    return names[a].label;
}

bool allergen_by_slug(struct str slug, enum allergen *ret)
{
    for (size_t i = 0; i < ALLERGEN__COUNT; i++) {
        if (!str_equal(str_of(names[i].slug), slug))
            continue;
        *ret = (enum allergen)i;
        return true;
    }
    return false;
}

const char *allergen_slugs(struct arena *a)
{
    struct buf b;

    buf_init(&b, a, 1000);
    for (size_t i = 0; i < ALLERGEN__COUNT; i++)
        buf_printf(&b, "%s%s", i ? ", " : "", names[i].slug);
    return buf_text(&b);
}

static bool matches(struct str pattern, struct str word)
{
    if (pattern.n && pattern.p[0] == '*')
        return str_ends(word, word_rest(pattern, 1));
    if (pattern.n && pattern.p[pattern.n - 1] == '*')
        return str_starts(word, (struct str){ pattern.p, pattern.n - 1 });
    return str_equal(pattern, word);
}

/* The longest head of `text` (folded words, whole ones) that `list` names, in bytes, or 0. */
static size_t listed_at(const char *list, struct str text)
{
    struct str rest = str_of(list), after = text, word = str_next(&after, ' ');
    size_t longest = 0;

    while (rest.p) {
        struct str item = str_next(&rest, '|');
        bool phrase = str_starts(text, item) && (text.n == item.n || text.p[item.n] == ' ');
        size_t bytes = phrase ? item.n : matches(item, word) ? word.n : 0;

        longest = bytes > longest ? bytes : longest;
    }
    return longest;
}

/* The longest match of all lists at the head of `text`; the sets of the lists that have it. */
static size_t longest_at(const struct allergen_words *table, size_t len, struct str text, allergen_set *ret)
{
    size_t longest = 0;

    for (size_t i = 0; i < len; i++) {
        size_t bytes = listed_at(table[i].list, text);

        if (bytes > longest)
            *ret = 0;
        if (bytes && bytes >= longest) {
            longest = bytes;
            *ret |= table[i].set;
        }
    }
    return longest;
}

/* All that the words from the head of `text` to its end suggest. */
static allergen_set suggested(struct str text)
{
    allergen_set all = 0;

    while (text.n) {
        allergen_set exception = 0, phrase = 0, word = 0;
        struct str rest = text, head = str_next(&rest, ' ');
        size_t bytes = longest_at(allergen_exceptions, allergen_exceptions_len, text, &exception);
        size_t taken = longest_at(allergen_words, allergen_words_len, text, &phrase);

        if (bytes >= taken && bytes > 0) {
            all |= exception;
        } else if (taken) {
            bytes = taken;
            longest_at(allergen_words, allergen_words_len, head, &word);
            all |= phrase | word;
        } else {
            bytes = head.n;
        }
        text = word_rest(text, bytes);
        text = word_rest(text, text.n > 0);
    }
    return all;
}

static allergen_set free_of(struct str text)
{
    allergen_set none = 0;

    while (text.p) {
        for (size_t i = 0; i < allergen_free_len; i++) {
            if (listed_at(allergen_free[i].list, text))
                none |= allergen_free[i].set;
        }
        str_next(&text, ' ');
    }
    return none;
}

allergen_set allergens_suggest(struct arena *a, struct str food)
{
    struct arena_mark mark = arena_mark(a);
    struct str folded = utf8_fold(a, food, UTF8_FOLD_BASE);
    allergen_set set = folded.n ? suggested(folded) & ~free_of(folded) : 0;

    arena_rewind(a, mark);
    return set;
}
