#include "recipes/words.h"

#include "base/utf8.h"

#define ARTICLES "a|an|ein|eine|einen|einer|eines|en|ett|et|un|une|een|una|uno"
#define HALVES "half|halbe|halber|halbes|halben|halv|halva|halvt|halve|demi|demie|media|medio|mezzo|mezza|meia"
/* An article is 1 unless one of these follows it. */
#define NOT_COUNTED \
    "few|little|bit|couple|lot|wenig|bisschen|paar|peu|poco|po|beetje|aning|smula|gusto|volonte|discrecion"

static const struct {
    const char *words;
    int value;
} numbers[] = {
    { "one|eins|uno", 1 },
    { "two|zwei|tva|deux|twee|dos|due", 2 },
    { "three|drei|tre|trois|drie|tres", 3 },
    { "four|vier|fyra|quatre|cuatro|quattro", 4 },
    { "five|funf|fem|cinq|vijf|cinco|cinque", 5 },
    { "six|sechs|sex|zes|seis|sei|seks", 6 },
    { "seven|sieben|sju|sept|zeven|siete", 7 },
    { "eight|acht|atta|huit|ocho|otto", 8 },
    { "nine|neun|nio|neuf|negen|nueve", 9 },
    { "ten|zehn|tio|dix|tien|diez|dieci", 10 },
    { "eleven|elf", 11 },
    { "twelve|zwolf|tolv|twaalf|doce", 12 },
    { "fifteen|funfzehn|femton|quinze|vijftien", 15 },
    { "twenty|zwanzig|tjugo|vingt|twintig", 20 },
    { "thirty|dreissig|trettio|trente|dertig", 30 },
};

/* Value of a folded number word, or 0. */
static int value_of(struct str folded)
{
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
        if (word_listed(numbers[i].words, folded))
            return numbers[i].value;
    }
    return 0;
}

/* word_number() of two folded words: how many of them make the number. */
static int number_of(struct str first, struct str second, struct quantity *ret)
{
    int value = value_of(first);

    *ret = quantity_of(1, 2);
    if (word_listed(HALVES, first))
        return word_listed("and|und", second) ? 0 : word_listed("a|an", second) ? 2 : 1;
    if (word_listed(ARTICLES, first) && word_listed(HALVES, second))
        return 2;
    if (word_listed(ARTICLES, first) && !word_listed(NOT_COUNTED, second))
        value = 1;
    *ret = quantity_of(value, 1);
    return value > 0;
}

size_t word_number(struct arena *a, struct str s, struct quantity *ret)
{
    struct str first = word_head(s), second;
    size_t blanks = word_blanks(word_rest(s, first.n));
    struct arena_mark mark = arena_mark(a);
    struct quantity q;
    int words;

    second = word_head(word_rest(s, first.n + blanks));
    if (blanks == 0 || second.n == 0)
        return 0;
    words = number_of(utf8_fold(a, first, UTF8_FOLD_BASE), utf8_fold(a, second, UTF8_FOLD_BASE), &q);
    arena_rewind(a, mark);
    if (words == 0)
        return 0;
    *ret = q;
    return words == 1 ? first.n : first.n + blanks + second.n;
}
