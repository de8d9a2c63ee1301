#include "recipes/step.h"

#include "base/buf.h"
#include "recipes/words.h"

#include <string.h>

static const char *amount_text(struct arena *a, struct unit_amount u)
{
    enum quantity_style style = u.unit ? u.unit->style : QUANTITY_KITCHEN;
    char low[QUANTITY_TEXT_SIZE], high[QUANTITY_TEXT_SIZE];

    quantity_text(u.amount, style, low);
    quantity_text(u.max, style, high);
    return quantity_is_some(u.max) && strcmp(low, high) != 0 ? arena_printf(a, "%s\u2013%s", low, high) : arena_strdup(a, low);
}

static struct unit_amount scaled(struct unit_amount u, struct quantity from, struct quantity to)
{
    return (struct unit_amount){ quantity_scale(u.amount, from, to), quantity_scale(u.max, from, to), u.unit };
}

static const char *unit_text(struct unit_amount u)
{
    struct quantity most = quantity_is_some(u.max) ? u.max : u.amount;

    return quantity_compare(most, quantity_of(1, 1)) > 0 ? u.unit->plural : u.unit->singular;
}

/* Does an amount of a step read differently for `to` servings, and in this system? A time never does. */
static bool is_changed(const struct step_span *s, struct quantity from, struct quantity to, enum unit_system system,
                       struct unit_amount *ret_shown)
{
    if (s->kind != STEP_AMOUNT)
        return false;
    *ret_shown = unit_view(scaled((struct unit_amount){ s->amount, s->max, s->unit }, from, to), system);
    return ret_shown->unit != s->unit || quantity_compare(ret_shown->amount, s->amount) != 0;
}

/* One amount of a step: the number anew, and the unit where the system changed it. */
static void put_amount(struct arena *a, struct buf *b, const struct step_span *s, struct unit_amount shown, struct str rest)
{
    buf_puts(b, amount_text(a, shown));
    if (shown.unit == s->unit)
        buf_put_str(b, (struct str){ rest.p + s->number_bytes, s->bytes - s->number_bytes });
    else
        buf_printf(b, " %s", unit_text(shown));
}

const char *step_span_text(struct arena *a, struct str text, const struct step_span *span, struct quantity from, struct quantity to,
                           enum unit_system system)
{
    struct str rest = word_rest(text, span->start);
    struct unit_amount shown;
    struct buf b;

    if (!is_changed(span, from, to, system, &shown))
        return arena_str(a, (struct str){ rest.p, span->bytes });
    buf_init(&b, a, SIZE_MAX / 4);
    put_amount(a, &b, span, shown, rest);
    return buf_text(&b);
}

const char *step_text(struct arena *a, const char *text, struct quantity from, struct quantity to, enum unit_system system)
{
    struct str all = str_of(text);
    struct step_span *spans;
    size_t count, done = 0;
    struct buf b;

    if (quantity_compare(from, to) == 0 && system == UNIT_ANY)
        return text;
    count = step_find(a, all, &spans);
    buf_init(&b, a, SIZE_MAX / 4);
    for (size_t i = 0; i < count; i++) {
        struct unit_amount shown;

        if (!is_changed(&spans[i], from, to, system, &shown))
            continue;
        buf_put(&b, all.p + done, spans[i].start - done);
        put_amount(a, &b, &spans[i], shown, word_rest(all, spans[i].start));
        done = spans[i].start + spans[i].bytes;
    }
    if (done == 0)
        return text;
    buf_put_str(&b, word_rest(all, done));
    return buf_text(&b);
}

/* "1 cup (240 ml)" and "1 onion, about 1 cup" scale; in "2 cans (14 oz)" and "2 (6 oz) fillets" the note is the size of one. */
static bool note_scales(struct arena *a, const struct recipe_ingredient *i)
{
    const struct unit *unit = unit_by_name(str_of(i->unit));
    struct str rest = str_of(i->note);

    if (unit)
        return unit->kind == UNIT_MASS || unit->kind == UNIT_VOLUME;
    while (rest.p) {
        if (word_among(a, word_head(str_next(&rest, ' ')), "about|approx|approximately|roughly|ca|cirka|circa|etwa|environ|plus"))
            return true;
    }
    return false;
}

void ingredient_show(struct arena *a, const struct recipe_ingredient *i, struct quantity from, struct quantity to,
                     enum unit_system system, struct ingredient_shown *ret)
{
    struct unit_amount u = { i->amount, i->amount_max, unit_by_name(str_of(i->unit)) };

    u = unit_view(scaled(u, from, to), system);
    ret->amount = quantity_is_some(u.amount) ? amount_text(a, u) : NULL;
    ret->unit = u.unit ? unit_text(u) : i->unit;
    ret->food = i->food ? i->food : ret->amount || ret->unit ? "" : i->text ? i->text : "";
    ret->note = i->note && note_scales(a, i) ? step_text(a, i->note, from, to, system) : i->note;
}
