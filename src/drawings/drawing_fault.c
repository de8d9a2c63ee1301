/* drawing_fault.c: code, place and words of each rule. In them {min}, {max}, {got}, {stroke}, {item} and {offset} stand for
   numbers of the fault. */
#include "drawings/drawing_fault.h"

#include "base/buf.h"

struct words {
    const char *code, *pointer, *detail;
};

static const struct words table[DRAWING_RULE__COUNT] = {
    [DRAWING_RULE_BYTES] = { "too_large", "", "A drawing has at most {max} bytes; this has {got}." },
    [DRAWING_RULE_MAGIC] = { "malformed", "", "This is no CHD1 drawing: it does not begin with \"CHD1\"." },
    [DRAWING_RULE_VERSION] = { "unsupported", "", "Version {got} of the format is not known here; 1 is." },
    [DRAWING_RULE_FLAGS] = { "malformed", "", "Byte {offset}: the flags have a bit that version 1 does not know." },
    [DRAWING_RULE_HEAD] = { "malformed", "/strokes/{stroke}", "Byte {offset}: a stroke has a flag that its kind does not have." },
    [DRAWING_RULE_TRUNCATED] = { "malformed", "", "Byte {offset}: the drawing ends too early." },
    [DRAWING_RULE_TRAILING] = { "malformed", "", "Byte {offset}: {got} bytes follow the last stroke." },
    [DRAWING_RULE_VARINT_LONG] = { "malformed", "", "Byte {offset}: a number has more bytes than it needs." },
    [DRAWING_RULE_VARINT_LARGE] = { "malformed", "", "Byte {offset}: a number has more than 32 bits." },

    [DRAWING_RULE_CANVAS_WIDTH] = { "out_of_range", "/canvas/w", "The canvas is {min} to {max} wide; this is {got}." },
    [DRAWING_RULE_CANVAS_HEIGHT] = { "out_of_range", "/canvas/h", "The canvas is {min} to {max} high; this is {got}." },
    [DRAWING_RULE_ASPECT] = { "out_of_range", "/canvas",
        "The longer side of the canvas is at most 4 times the shorter, here {max}; it is {got}." },
    [DRAWING_RULE_BACKGROUND] = { "out_of_range", "/background", "The palette has colours {min} to {max}; this is {got}." },
    [DRAWING_RULE_COLOURS] = { "too_many", "/palette", "At most {max} colours, please; these are {got}." },
    [DRAWING_RULE_ALPHA] = { "out_of_range", "/palette/{item}", "A colour's alpha is {min} to {max}; 0 would paint nothing." },
    [DRAWING_RULE_NO_STROKES] = { "too_few", "/strokes", "A drawing has {min} to {max} strokes; this has none." },
    [DRAWING_RULE_STROKES] = { "too_many", "/strokes", "A drawing has {min} to {max} strokes; this has {got}." },
    [DRAWING_RULE_POINTS] = { "too_many", "/strokes", "All strokes together have at most {max} points; these are {got}." },
    [DRAWING_RULE_OP] = { "invalid", "/strokes/{stroke}/op", "A stroke is a draw, erase, fill or clear." },
    [DRAWING_RULE_LAYER] = { "out_of_range", "/strokes/{stroke}/layer", "Layers are {min} to {max}; this is {got}." },
    [DRAWING_RULE_COLOUR] = { "out_of_range", "/strokes/{stroke}/colour", "The palette has colours {min} to {max}; this is {got}." },
    [DRAWING_RULE_WIDTH] = { "out_of_range", "/strokes/{stroke}/width",
        "A pen is {min} to {max} wide, at most the canvas's shorter side; this is {got}." },
    [DRAWING_RULE_COUNT] = { "out_of_range", "/strokes/{stroke}/x", "A stroke has {min} to {max} points; this has {got}." },
    [DRAWING_RULE_COUNT_FILL] = { "out_of_range", "/strokes/{stroke}/x",
        "An outline has {min} to {max} different points; this has {got}." },
    [DRAWING_RULE_X] = { "out_of_range", "/strokes/{stroke}/x/{item}", "On this canvas x is {min} to {max}; this is {got}." },
    [DRAWING_RULE_Y] = { "out_of_range", "/strokes/{stroke}/y/{item}", "On this canvas y is {min} to {max}; this is {got}." },
    [DRAWING_RULE_PRESSURE] = { "out_of_range", "/strokes/{stroke}/p/{item}", "Pressure is {min} to {max}; this is {got}." },
    [DRAWING_RULE_TIME] = { "out_of_range", "/strokes/{stroke}/t/{item}", "Times are {min} to {max} ms; this is {got}." },
    [DRAWING_RULE_TIME_BACK] = { "inconsistent", "/strokes/{stroke}/t/{item}",
        "Times never step back, not from one stroke to the next either; this is {got}." },
    [DRAWING_RULE_FIELD] = { "inconsistent", "/strokes/{stroke}", "A stroke has a field that its kind does not have." },

    [DRAWING_RULE_PALETTE_ORDER] = { "order", "/palette/{item}",
        "Colours stand in the order of their first use: the background, then stroke by stroke." },
    [DRAWING_RULE_PALETTE_TWICE] = { "duplicate", "/palette/{item}", "Colour {got} is the same." },
    [DRAWING_RULE_PALETTE_UNUSED] = { "unused", "/palette/{item}", "Nothing uses this colour." },
    [DRAWING_RULE_EQUAL_POINTS] = { "duplicate", "/strokes/{stroke}/x/{item}", "The point before is at the same place." },
    [DRAWING_RULE_CLOSED_TWICE] = { "duplicate", "/strokes/{stroke}/x/{item}", "An outline does not end where it began." },
    [DRAWING_RULE_CURVE_SHORT] = { "inconsistent", "/strokes/{stroke}/curve", "A curve has 3 points or more; this has {got}." },
    [DRAWING_RULE_PRESSURE_FULL] = { "inconsistent", "/strokes/{stroke}/p", "Pressure that is 255 everywhere is left out." },

    [DRAWING_RULE_COST] = { "too_costly", "/strokes",
        "To paint a drawing may take {max} steps; this takes more: it lies over itself too often." }
};

enum err drawing_fault_err(const struct drawing_fault *f)
{
    if (f->rule == DRAWING_RULE_BYTES && f->got > f->max)
        return ERR_TOO_LARGE;
    return f->rule <= DRAWING_RULE_VARINT_LARGE ? ERR_MALFORMED : ERR_INVALID;
}

static int64_t number(const struct drawing_fault *f, struct str name)
{
    const struct { struct str name; int64_t value; } numbers[] = {
        { STR("min"), f->min }, { STR("max"), f->max }, { STR("got"), f->got }, { STR("stroke"), f->stroke },
        { STR("item"), f->item }, { STR("offset"), (int64_t)f->offset }
    };
    size_t i = 0;

    while (i + 1 < ARRAY_LEN(numbers) && !str_equal(numbers[i].name, name))
        i++;
    return numbers[i].value;
}

static void put_words(struct buf *b, const struct drawing_fault *f, const char *words)
{
    struct str rest = str_of(words);

    while (rest.p) {
        buf_put_str(b, str_next(&rest, '{'));
        if (rest.p)
            buf_printf(b, "%lld", (long long)number(f, str_next(&rest, '}')));
    }
}

struct drawing_problem drawing_fault_problem(struct arena *a, const struct drawing_fault *f, const char *prefix)
{
    const struct words *w = &table[f->rule < DRAWING_RULE__COUNT ? f->rule : DRAWING_RULE_FIELD];
    struct buf pointer, detail;

    buf_init(&pointer, a, 4096);
    buf_puts(&pointer, prefix);
    put_words(&pointer, f, w->pointer);
    buf_init(&detail, a, 4096);
    put_words(&detail, f, w->detail);
    return (struct drawing_problem){ buf_text(&pointer), w->code, buf_text(&detail) };
}
