#include "recipes/paste.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "recipes/ingredient.h"
#include "recipes/words.h"

#include <string.h>

#define HEADING_LENGTH_MAX 80

/* The next line without blanks around it; `*rest` moves behind it. CR LF, LF and CR end lines. `rest->p` is NULL at the end. */
static struct str next_line(struct str *rest)
{
    struct str all = *rest, after = str_next(rest, '\n'), line = str_next(&after, '\r');

    if (after.p && after.n > 0)
        *rest = (struct str){ after.p, (size_t)(all.p + all.n - after.p) };
    return str_trim(word_rest(line, word_blanks(line)));
}

static size_t bullet(struct str line)
{
    static const struct str bullets[] = {
        STR("[ ]"), STR("[x]"), STR("[X]"), STR("-"), STR("*"), STR("+"), STR("\u2022"), STR("\u25A2"), STR("\u2610"),
        STR("\u2611"), STR("\u25A1"), STR("\u25AA"), STR("\u25AB"), STR("\u25A0"), STR("\u25CF"), STR("\u25CB"), STR("\u25E6"),
        STR("\u2023"), STR("\u2043"), STR("\u00B7"), STR("\u2013"), STR("\u2014"), STR("\u2713"), STR("\u2714"), STR("\u25BA"),
    };

    for (size_t i = 0; i < ARRAY_LEN(bullets); i++) {
        if (str_starts(line, bullets[i]))
            return bullets[i].n + word_blanks(word_rest(line, bullets[i].n));
    }
    return 0;
}

/* "1. ", "12) " at the head; bytes, or 0. */
static size_t numbering(struct str line)
{
    size_t digits = 0, blanks;

    while (digits < line.n && digits < 3 && isdigit((unsigned char)line.p[digits]))
        digits++;
    if (digits == 0 || digits >= line.n || !strchr(".):", line.p[digits]))
        return 0;
    blanks = word_blanks(word_rest(line, digits + 1));
    return blanks || digits + 1 == line.n ? digits + 1 + blanks : 0;
}

/* "Step 2:", "Schritt 2" at the head; bytes, or 0. */
static size_t step_word(struct arena *a, struct str line)
{
    struct str word = word_head(line), rest;
    size_t at = word.n + word_blanks(word_rest(line, word.n)), digits = at;

    if (!word_among(a, word, "step|schritt|steg|etape|stap|paso|passo|trin|trinn"))
        return 0;
    while (digits < line.n && isdigit((unsigned char)line.p[digits]))
        digits++;
    if (digits == at)
        return 0;
    rest = word_rest(line, digits);
    digits += rest.n && strchr(".):-", rest.p[0]);
    return digits + word_blanks(word_rest(line, digits));
}

/* What marks an item: bullets, one after another, then a number. Not the ** of a heading. */
static size_t item_mark(struct arena *a, struct str line)
{
    size_t at = 0, n;

    if (str_starts(line, STR("**")))
        return 0;
    while ((n = bullet(word_rest(line, at))) > 0)
        at += n;
    n = numbering(word_rest(line, at));
    return at + (n ? n : step_word(a, word_rest(line, at)));
}

static struct str cut(struct str line, size_t head, size_t tail)
{
    return head + tail < line.n ? str_trim((struct str){ line.p + head, line.n - head - tail }) : (struct str){ "", 0 };
}

/* The text of a heading, or an empty one if the line is none. */
static struct str heading(struct str line)
{
    size_t hashes = 0;

    if (utf8_length(line) > HEADING_LENGTH_MAX)
        return (struct str){ "", 0 };
    while (hashes < line.n && line.p[hashes] == '#')
        hashes++;
    if (hashes > 0)
        line = cut(line, hashes, 0);
    else if (line.n > 4 && str_starts(line, STR("**")) && (str_ends(line, STR("**")) || str_ends(line, STR("**:"))))
        line = cut(line, 2, line.p[line.n - 1] == ':' ? 3 : 2);
    else if (!str_ends(line, STR(":")))
        return (struct str){ "", 0 };
    while (line.n && line.p[line.n - 1] == ':')
        line = cut(line, 0, 1);
    return line;
}

/* Titles of the lists themselves. */
static bool is_list_title(struct arena *a, struct str line)
{
    while (line.n && strchr(":#* ", line.p[line.n - 1]))
        line.n--;
    while (line.n && strchr("#* ", line.p[0]))
        line = word_rest(line, 1);
    return word_among(a, line, "ingredients|zutaten|ingredienser|ingredienten|ingredientes|ingredienti|ingrediens|method|"
                               "methods|instructions|directions|steps|preparation|zubereitung|anleitung|gor sa har|tillagning|"
                               "bereiding|bereidingswijze|preparacion|elaboracion|preparazione|procedimento|fremgangsmade");
}

static size_t count_lines(struct str text)
{
    size_t count = 1;

    for (size_t i = 0; i < text.n; i++)
        count += text.p[i] == '\n' || text.p[i] == '\r';
    return count;
}

static size_t capacity(struct str text, size_t max)
{
    size_t lines = count_lines(text);

    return (lines < max ? lines : max) + 1;
}

size_t ingredients_paste(struct arena *a, struct str text, size_t max, struct recipe_ingredient **ret)
{
    struct recipe_ingredient *items = ARENA_ARRAY(a, capacity(text, max), struct recipe_ingredient);
    const char *section = NULL;
    size_t count = 0;

    while (text.p && count < max) {
        struct str line = next_line(&text), title;

        line = cut(line, item_mark(a, line), 0);
        title = heading(line);
        if (is_list_title(a, line))
            section = NULL;
        else if (title.n)
            section = arena_str(a, title);
        if (title.n || line.n == 0 || is_list_title(a, line))
            continue;
        items[count].section = section;
        ingredient_parse(a, line, &items[count++], NULL);
    }
    *ret = items;
    return count;
}

/* Steps being collected. */
struct steps {
    struct arena *a;
    struct recipe_step *step;
    size_t count, max;
    const char *section;
    struct buf text;            /* of the step that is open */
};

static void close_step(struct steps *s)
{
    struct str text = str_trim(buf_str(&s->text));

    if (text.n && s->count < s->max)
        s->step[s->count++] = (struct recipe_step){ s->section, arena_str(s->a, text) };
    buf_clear(&s->text);
}

/* How the steps of a text are told apart. */
struct layout {
    bool marked, spaced;
};

static struct layout layout_of(struct arena *a, struct str text)
{
    struct layout l = { false, false };
    bool some = false, blank = false;

    while (text.p) {
        struct str line = next_line(&text);

        if (line.n && (heading(line).n > 0 || is_list_title(a, line))) {
            some = blank = false;      /* blank lines around a heading part sections, not steps */
        } else if (line.n) {
            l.marked |= item_mark(a, line) > 0;
            l.spaced |= some && blank;
            some = true;
            blank = false;
        }
        blank |= line.n == 0;
    }
    return l;
}

static void add_line(struct steps *s, struct str line, struct layout l)
{
    size_t mark = item_mark(s->a, line);
    struct str title = mark ? cut(line, line.n, 0) : heading(line);

    if (mark >= line.n) {       /* a blank line, or "Step 2:" alone */
        close_step(s);
        return;
    }
    if (title.n || is_list_title(s->a, line)) {
        close_step(s);
        s->section = title.n && !is_list_title(s->a, line) ? arena_str(s->a, title) : NULL;
        return;
    }
    if (mark || (!l.marked && !l.spaced))
        close_step(s);
    if (s->text.len)
        buf_putc(&s->text, ' ');
    buf_put_str(&s->text, cut(line, mark, 0));
}

size_t steps_paste(struct arena *a, struct str text, size_t max, struct recipe_step **ret)
{
    struct layout l = layout_of(a, text);
    struct steps s = { .a = a, .max = max };

    s.step = ARENA_ARRAY(a, capacity(text, max), struct recipe_step);
    buf_init(&s.text, a, SIZE_MAX / 4);
    while (text.p)
        add_line(&s, next_line(&text), l);
    close_step(&s);
    *ret = s.step;
    return s.count;
}
