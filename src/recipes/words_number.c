#include "recipes/words.h"

/* An article is 1 unless an uncounted word follows it: "a few". */
enum role { NUMBER, ARTICLE, HALF, UNCOUNTED };

static const struct word_known numbers[] = {      /* in order */
    { "a", 1, ARTICLE }, { "acht", 8 }, { "an", 1, ARTICLE }, { "aning", 0, UNCOUNTED }, { "atta", 8 },
    { "beetje", 0, UNCOUNTED }, { "bisschen", 0, UNCOUNTED }, { "bit", 0, UNCOUNTED }, { "cinco", 5 }, { "cinq", 5 },
    { "cinque", 5 }, { "couple", 0, UNCOUNTED }, { "cuatro", 4 }, { "demi", 0, HALF }, { "demie", 0, HALF }, { "dertig", 30 },
    { "deux", 2 }, { "dieci", 10 }, { "diez", 10 }, { "discrecion", 0, UNCOUNTED }, { "dix", 10 }, { "doce", 12 }, { "dos", 2 },
    { "drei", 3 }, { "dreissig", 30 }, { "drie", 3 }, { "due", 2 }, { "een", 1, ARTICLE }, { "eight", 8 }, { "ein", 1, ARTICLE },
    { "eine", 1, ARTICLE }, { "einen", 1, ARTICLE }, { "einer", 1, ARTICLE }, { "eines", 1, ARTICLE }, { "eins", 1 },
    { "eleven", 11 }, { "elf", 11 }, { "en", 1, ARTICLE }, { "et", 1, ARTICLE }, { "ett", 1, ARTICLE }, { "fem", 5 },
    { "femton", 15 }, { "few", 0, UNCOUNTED }, { "fifteen", 15 }, { "five", 5 }, { "four", 4 }, { "funf", 5 }, { "funfzehn", 15 },
    { "fyra", 4 }, { "gusto", 0, UNCOUNTED }, { "halbe", 0, HALF }, { "halben", 0, HALF }, { "halber", 0, HALF },
    { "halbes", 0, HALF }, { "half", 0, HALF }, { "halv", 0, HALF }, { "halva", 0, HALF }, { "halve", 0, HALF },
    { "halvt", 0, HALF }, { "huit", 8 }, { "little", 0, UNCOUNTED }, { "lot", 0, UNCOUNTED }, { "media", 0, HALF },
    { "medio", 0, HALF }, { "meia", 0, HALF }, { "mezza", 0, HALF }, { "mezzo", 0, HALF }, { "negen", 9 }, { "neuf", 9 },
    { "neun", 9 }, { "nine", 9 }, { "nio", 9 }, { "nueve", 9 }, { "ocho", 8 }, { "one", 1 }, { "otto", 8 },
    { "paar", 0, UNCOUNTED }, { "peu", 0, UNCOUNTED }, { "po", 0, UNCOUNTED }, { "poco", 0, UNCOUNTED }, { "quatre", 4 },
    { "quattro", 4 }, { "quinze", 15 }, { "sechs", 6 }, { "sei", 6 }, { "seis", 6 }, { "seks", 6 }, { "sept", 7 }, { "seven", 7 },
    { "sex", 6 }, { "sieben", 7 }, { "siete", 7 }, { "six", 6 }, { "sju", 7 }, { "smula", 0, UNCOUNTED }, { "ten", 10 },
    { "thirty", 30 }, { "three", 3 }, { "tien", 10 }, { "tio", 10 }, { "tjugo", 20 }, { "tolv", 12 }, { "tre", 3 },
    { "trente", 30 }, { "tres", 3 }, { "trettio", 30 }, { "trois", 3 }, { "tva", 2 }, { "twaalf", 12 }, { "twee", 2 },
    { "twelve", 12 }, { "twenty", 20 }, { "twintig", 20 }, { "two", 2 }, { "un", 1, ARTICLE }, { "una", 1, ARTICLE },
    { "une", 1, ARTICLE }, { "uno", 1, ARTICLE }, { "vier", 4 }, { "vijf", 5 }, { "vijftien", 15 }, { "vingt", 20 },
    { "volonte", 0, UNCOUNTED }, { "wenig", 0, UNCOUNTED }, { "zehn", 10 }, { "zes", 6 }, { "zeven", 7 }, { "zwanzig", 20 },
    { "zwei", 2 }, { "zwolf", 12 },
};

static const struct word_known *find(struct arena *a, struct str word)
{
    return word_find(a, word, numbers, ARRAY_LEN(numbers));
}

/* How many of the words `first` and the one at `second` make the number; 0: none. */
static int words_of(struct arena *a, const struct word_known *first, struct str second, struct quantity *ret)
{
    const struct word_known *next = find(a, second);

    *ret = quantity_of(1, 2);
    if (first->role == HALF)
        return word_among(a, second, "and|und") ? 0 : word_among(a, second, "a|an") ? 2 : 1;
    if (first->role == ARTICLE && next && next->role == HALF)
        return 2;
    if (first->role == ARTICLE && next && next->role == UNCOUNTED)
        return 0;
    *ret = quantity_of(first->value, 1);
    return 1;
}

bool word_begins_number(struct arena *a, struct str word)
{
    const struct word_known *number = find(a, word);

    return number && number->role != UNCOUNTED;
}

size_t word_number(struct arena *a, struct str s, struct quantity *ret)
{
    struct str first = word_head(s), second;
    const struct word_known *number = find(a, first);
    size_t blanks;
    int count;

    if (!number || number->role == UNCOUNTED)
        return 0;
    blanks = word_blanks(word_rest(s, first.n));
    second = word_head(word_rest(s, first.n + blanks));
    count = blanks && second.n ? words_of(a, number, second, ret) : 0;
    return count == 0 ? 0 : count == 1 ? first.n : first.n + blanks + second.n;
}
