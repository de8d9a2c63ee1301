#include "recipes/ingredient.h"

#include "base/buf.h"
#include "recipes/ingredient_reader.h"
#include "recipes/ingredient_words.h"
#include "recipes/words.h"

#include <string.h>

/* Longer lines are not parsed: all of it is the food. */
#define LINE_BYTES_MAX 4096

/* Offset behind the bracket that closes the one at `open`, or 0. */
static size_t closing(struct str line, size_t open)
{
    const char opening = line.p[open], close = opening == '(' ? ')' : ']';
    int depth = 0;

    for (size_t i = open; i < line.n; i++) {
        depth += line.p[i] == opening;
        depth -= line.p[i] == close;
        if (depth == 0)
            return i + 1;
    }
    return 0;
}

/* "(s)" of "onion(s)". */
static bool is_ending(struct str line, size_t open, size_t end)
{
    size_t letters = word_head(word_rest(line, open + 1)).n;

    return open > 0 && letters > 0 && letters <= 3 && open + letters + 2 == end && word_blanks(word_rest(line, open - 1)) == 0;
}

static void mark_brackets(struct ingredient_reader *r)
{
    for (size_t i = 0; i < r->line.n; i++) {
        size_t end = r->line.p[i] == '(' || r->line.p[i] == '[' ? closing(r->line, i) : 0;

        if (end == 0)
            continue;
        if (!is_ending(r->line, i, end)) {
            reader_set_role(r, i, end, INGREDIENT_NOTE);
            r->role[i] = r->role[end - 1] = INGREDIENT_GLUE;
        }
        i = end - 1;
    }
}

static bool digit_at(const struct ingredient_reader *r, size_t at)
{
    return at < r->line.n && isdigit((unsigned char)r->line.p[at]);
}

/* The separator between food and note at `i`, a comma or semicolon or a dash between blanks: its bytes, or 0. */
static size_t separator_at(const struct ingredient_reader *r, size_t i)
{
    static const struct str dashes[] = { STR(" - "), STR(" \u2013 "), STR(" \u2014 ") };
    const char c = r->line.p[i];

    if (c == ';')
        return 1;
    if (c == ',')
        return i == 0 || !digit_at(r, i - 1) || !digit_at(r, i + 1);
    for (size_t k = 0; k < ARRAY_LEN(dashes); k++) {
        if (str_starts(reader_rest(r, i), dashes[k]))
            return dashes[k].n;
    }
    return 0;
}

/* Does every word from `from` to `to` belong to `list`? */
static bool only_words(const struct ingredient_reader *r, size_t from, size_t to, const char *list)
{
    for (size_t i = from; i < to;) {
        struct str word = word_head(reader_rest(r, i));

        if (word.n == 0) {
            i++;
            continue;
        }
        if (r->role[i] == INGREDIENT_FOOD && !word_among(r->a, word, list))
            return false;
        i += word.n;
    }
    return true;
}

/* Does it say how a food is prepared? Looks at its first words. */
static bool prepared(const struct ingredient_reader *r, size_t at)
{
    size_t ends[WORD_PHRASE_MAX], start = reader_next(r, at), from = 0, count = word_ends(reader_rest(r, start), ends);

    for (size_t i = 0; i < count; i++) {
        struct str word = word_head(reader_rest(r, start + from + word_blanks(reader_rest(r, start + from))));

        if (word_among(r->a, word, WORDS_PREPARED) || (word.n > 4 && str_ends(word, STR("ed"))))
            return true;
        from = ends[i];
    }
    return false;
}

/* Everything that is still food from `from` on. */
static void note_from(struct ingredient_reader *r, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (r->role[i] == INGREDIENT_FOOD)
            r->role[i] = INGREDIENT_NOTE;
    }
}

/* "2 onions, chopped": makes what is behind the separator a note; where the food ends. */
static size_t split_note(struct ingredient_reader *r)
{
    for (size_t i = r->at; i < r->line.n; i++) {
        size_t bytes = r->role[i] == INGREDIENT_FOOD ? separator_at(r, i) : 0;

        if (bytes == 0)
            continue;
        if (r->each || only_words(r, r->at, i, WORDS_ADJECTIVE))
            continue;
        if (r->line.p[i] == ',' && !quantity_is_some(r->amount) && !prepared(r, i + 1))
            continue;
        reader_set_role(r, i, i + bytes, INGREDIENT_GLUE);
        note_from(r, i + bytes, r->line.n);
        return i;
    }
    return r->line.n;
}

/* "salt to taste": a phrase that begins a note, behind the first word of the food. */
static void split_phrase(struct ingredient_reader *r, size_t end)
{
    bool food = false;

    for (size_t i = r->at; i < end;) {
        struct str word = word_head(reader_rest(r, i));

        if (word.n == 0 || r->role[i] != INGREDIENT_FOOD) {
            i++;
            continue;
        }
        if (food && word_phrase(r->a, reader_rest(r, i), WORDS_NOTE_START)) {
            note_from(r, i, end);
            return;
        }
        food = true;
        i += word.n;
    }
}

/* A line of which only a note was left is a food after all. */
static void need_food(struct ingredient_reader *r)
{
    bool food = false;

    for (size_t i = 0; i < r->line.n; i++)
        food |= r->role[i] == INGREDIENT_FOOD && !strchr(" ,;:.-*/", r->line.p[i]);
    if (!food && !quantity_is_some(r->amount))
        memset(r->role, INGREDIENT_FOOD, r->line.n);
}

static size_t run_end(const struct ingredient_reader *r, size_t from)
{
    size_t end = from;

    while (end < r->line.n && r->role[end] == r->role[from])
        end++;
    return end;
}

/* Blanks at the ends of food and notes are glue. */
static void trim_runs(struct ingredient_reader *r)
{
    for (size_t i = 0, end; i < r->line.n; i = end) {
        size_t last;

        end = run_end(r, i);
        last = end;
        while (last > i && r->line.p[last - 1] == ' ')
            last--;
        reader_set_role(r, last, end, INGREDIENT_GLUE);
        while (i < last && r->line.p[i] == ' ')
            r->role[i++] = INGREDIENT_GLUE;
    }
}

/* The full stop of an abbreviation stays in a note. */
static struct str strip_punctuation(struct str s, enum ingredient_role role)
{
    static const char marks[] = " \t,;:-*/'|=.";

    while (s.n && strchr(marks, s.p[0]))
        s = word_rest(s, 1);
    while (s.n && strchr(marks, s.p[s.n - 1]) && !(role == INGREDIENT_NOTE && s.p[s.n - 1] == '.'))
        s.n--;
    return s;
}

/* With every run of blanks as one space. */
static void put_folded(struct buf *b, struct str s)
{
    while (s.n) {
        size_t blanks = word_blanks(s);

        buf_put(b, blanks ? " " : s.p, 1);
        s = word_rest(s, blanks ? blanks : 1);
    }
}

/* All pieces of one role; NULL when there are none. */
static const char *collect(const struct ingredient_reader *r, enum ingredient_role role, const char *between)
{
    struct buf b;

    buf_init(&b, r->a, SIZE_MAX / 4);
    for (size_t i = 0, end; i < r->line.n; i = end) {
        struct str piece;

        end = run_end(r, i);
        piece = strip_punctuation((struct str){ r->line.p + i, end - i }, role);
        if (r->role[i] != role || piece.n == 0)
            continue;
        if (b.len)
            buf_puts(&b, between);
        put_folded(&b, piece);
    }
    return b.len ? buf_text(&b) : NULL;
}

static void put_parts(const struct ingredient_reader *r, struct ingredient_parts *ret)
{
    struct ingredient_part *part = NULL;
    size_t count = 0;

    for (size_t i = 0; i < r->line.n; i = run_end(r, i))
        count++;
    part = ARENA_ARRAY(r->a, count + 1, struct ingredient_part);
    count = 0;
    for (size_t i = 0, end; i < r->line.n; i = end) {
        end = run_end(r, i);
        part[count++] = (struct ingredient_part){ r->role[i], (uint32_t)i, (uint32_t)(end - i) };
    }
    *ret = (struct ingredient_parts){ part, count };
}

void ingredient_parse(struct arena *a, struct str line, struct recipe_ingredient *ret, struct ingredient_parts *ret_parts)
{
    struct ingredient_reader r = { .a = a, .line = str_trim(line) };

    r.role = arena_alloc(a, r.line.n + 1);
    memset(r.role, INGREDIENT_FOOD, r.line.n);
    if (r.line.n <= LINE_BYTES_MAX) {
        mark_brackets(&r);
        reader_head(&r);
        split_phrase(&r, split_note(&r));
        need_food(&r);
        trim_runs(&r);
    }
    ret->text = arena_str(a, r.line);
    ret->amount = r.amount;
    ret->amount_max = quantity_compare(r.max, r.amount) > 0 ? r.max : QUANTITY_NONE;
    ret->unit = r.unit ? r.unit->name : NULL;
    ret->food = collect(&r, INGREDIENT_FOOD, " ");
    ret->note = collect(&r, INGREDIENT_NOTE, ", ");
    if (ret_parts)
        put_parts(&r, ret_parts);
}
