/* svg.c: the document: layers, strokes, and what was erased.

   A layer is a row of blocks: some strokes, then what erased them, then more strokes, and so on. Blocks are halved again and again:
   the left half stands in a group whose mask has all that the right half erases. So groups are nested no deeper than the
   logarithm of the number of blocks. A mask is white, with the erasers in black: just what erasing one after the other leaves. */
#include "drawings/svg.h"

#include "drawings/raster.h"
#include "drawings/svg_impl.h"

/* Erasers `erase` to `draw`, then strokes `draw` to `end`: indices into the strokes of the layer. */
struct block {
    size_t erase, draw, end;
};

struct svg {
    const struct drawing *d;
    struct buf *out;
    const struct drawing_stroke **strokes;   /* of the layer that is being written */
    struct block *blocks;
    int masks, erasers;                      /* how many there are so far: their names */
    int first_eraser;                        /* of the layer's second block */
};

/* ---- elements ---- */

static void open_tag(struct svg *s, const char *name)
{
    buf_putc(s->out, '<');
    buf_puts(s->out, name);
}

static void begin_attribute(struct svg *s, const char *name)
{
    buf_putc(s->out, ' ');
    buf_puts(s->out, name);
    buf_puts(s->out, "=\"");
}

static void end_attribute(struct svg *s)
{
    buf_putc(s->out, '"');
}

static void attribute(struct svg *s, const char *name, const char *value)
{
    begin_attribute(s, name);
    buf_puts(s->out, value);
    end_attribute(s);
}

static void attribute_number(struct svg *s, const char *name, int64_t value, int decimals)
{
    begin_attribute(s, name);
    svg_number(s->out, value, decimals);
    end_attribute(s);
}

static void end_tag(struct svg *s)
{
    buf_putc(s->out, '>');
}

static void end_empty(struct svg *s)
{
    buf_puts(s->out, "/>");
}

static void close_tag(struct svg *s, const char *name)
{
    buf_puts(s->out, "</");
    buf_puts(s->out, name);
    buf_putc(s->out, '>');
}

/* `paint` is "fill" or "stroke". */
static void colour(struct svg *s, const char *paint, struct drawing_colour c)
{
    bool brief = c.r % 17 == 0 && c.g % 17 == 0 && c.b % 17 == 0;
    char text[8];

    if (brief)
        snprintf(text, sizeof(text), "#%x%x%x", c.r / 17u, c.g / 17u, c.b / 17u);
    else
        snprintf(text, sizeof(text), "#%02x%02x%02x", c.r, c.g, c.b);
    attribute(s, paint, text);
    if (c.a != 255)
        attribute_number(s, paint[0] == 'f' ? "fill-opacity" : "stroke-opacity", (c.a * 1000 + 127) / 255, 3);
}

static void whole_canvas(struct svg *s, struct drawing_colour c)
{
    open_tag(s, "rect");
    attribute(s, "width", "100%");
    attribute(s, "height", "100%");
    colour(s, "fill", c);
    end_empty(s);
}

/* ---- strokes ---- */

static void polyline(struct svg_path *p, const struct drawing_stroke *s)
{
    svg_move(p, s->x[0], s->y[0]);
    for (size_t i = 1; i < s->count; i++)
        svg_line(p, s->x[i], s->y[i]);
    if (s->count == 1)
        svg_line(p, s->x[0], s->y[0]);
}

/* A point and the middle to the next, in tenths. */
#define TENTHS(A) ((A) * (int64_t)10)
#define MIDDLE(A, B) (((A) + (int64_t)(B)) * 5)

/* The control point behind a middle is the mirror image of the one before it, which is what a smooth quadratic takes. */
static void curve(struct svg_path *p, const struct drawing_stroke *s)
{
    bool closed = s->op == DRAWING_FILL;
    size_t n = s->count, first = closed ? 0 : 1, end = closed ? n : n - 1;

    if (closed) {
        svg_move(p, MIDDLE(s->x[n - 1], s->x[0]), MIDDLE(s->y[n - 1], s->y[0]));
    } else {
        svg_move(p, TENTHS(s->x[0]), TENTHS(s->y[0]));
        svg_line(p, MIDDLE(s->x[0], s->x[1]), MIDDLE(s->y[0], s->y[1]));
    }
    for (size_t i = first; i < end; i++) {
        size_t next = (i + 1) % n;
        int64_t x = MIDDLE(s->x[i], s->x[next]), y = MIDDLE(s->y[i], s->y[next]);

        if (i == first)
            svg_quadratic(p, TENTHS(s->x[i]), TENTHS(s->y[i]), x, y);
        else
            svg_smooth(p, x, y);
    }
    if (!closed)
        svg_line(p, TENTHS(s->x[n - 1]), TENTHS(s->y[n - 1]));
}

static void stroke(struct svg *s, const struct drawing_stroke *stroke, struct drawing_colour ink)
{
    struct svg_path path = { .out = s->out, .decimals = stroke->curve };
    bool area = stroke->op == DRAWING_FILL || stroke->pressure;

    open_tag(s, "path");
    colour(s, area ? "fill" : "stroke", ink);
    if (!area)
        attribute_number(s, "stroke-width", stroke->width, 0);
    begin_attribute(s, "d");
    if (stroke->pressure)
        svg_outline(s->out->arena, s->out, s->d, stroke);
    else if (stroke->curve)
        curve(&path, stroke);
    else
        polyline(&path, stroke);
    end_attribute(s);
    end_empty(s);
}

/* ---- blocks ---- */

/* An attribute that is a name or the use of one. */
static void attribute_name(struct svg *s, const char *name, const char *before, int number, const char *after)
{
    begin_attribute(s, name);
    buf_puts(s->out, before);
    buf_put_int(s->out, number);
    buf_puts(s->out, after);
    end_attribute(s);
}

/* All that blocks `from` to `end` erase; returns the name of the mask. */
static int mask(struct svg *s, size_t from, size_t end)
{
    int name = s->masks++;

    open_tag(s, "mask");
    attribute_name(s, "id", "m", name, "");
    attribute(s, "maskUnits", "userSpaceOnUse");
    attribute(s, "x", "0");
    attribute(s, "y", "0");
    attribute(s, "width", "100%");
    attribute(s, "height", "100%");
    end_tag(s);
    whole_canvas(s, (struct drawing_colour){ 255, 255, 255, 255 });
    for (size_t i = from; i < end; i++) {
        open_tag(s, "use");
        attribute_name(s, "href", "#e", s->first_eraser + (int)i - 1, "");
        end_empty(s);
    }
    close_tag(s, "mask");
    return name;
}

static void blocks(struct svg *s, size_t from, size_t end)
{
    size_t middle = (from + end) / 2;
    int name;

    if (end - from == 1) {
        for (size_t i = s->blocks[from].draw; i < s->blocks[from].end; i++)
            stroke(s, s->strokes[i], s->d->palette[s->strokes[i]->colour]);
        return;
    }
    name = mask(s, middle, end);
    open_tag(s, "g");
    attribute_name(s, "mask", "url(#m", name, ")");
    end_tag(s);
    blocks(s, from, middle);
    close_tag(s, "g");
    blocks(s, middle, end);
}

static void erasers(struct svg *s, size_t block_count)
{
    s->first_eraser = s->erasers;
    if (block_count < 2)
        return;
    open_tag(s, "defs");
    end_tag(s);
    for (size_t i = 1; i < block_count; i++) {
        open_tag(s, "g");
        attribute_name(s, "id", "e", s->erasers++, "");
        end_tag(s);
        for (size_t k = s->blocks[i].erase; k < s->blocks[i].draw; k++)
            stroke(s, s->strokes[k], (struct drawing_colour){ 0, 0, 0, 255 });
        close_tag(s, "g");
    }
    close_tag(s, "defs");
}

/* The strokes of a layer behind its last clear, without erasers that have nothing to erase. */
static size_t strokes_of(struct svg *s, int layer)
{
    size_t n = 0;

    for (size_t i = 0; i < s->d->stroke_count; i++) {
        const struct drawing_stroke *one = &s->d->strokes[i];

        if (one->layer != layer)
            continue;
        if (one->op == DRAWING_CLEAR)
            n = 0;
        else if (n || one->op != DRAWING_ERASE)
            s->strokes[n++] = one;
    }
    return n;
}

static size_t blocks_of(struct svg *s, size_t stroke_count)
{
    size_t n = 0, i = 0;

    while (i < stroke_count) {
        struct block *b = &s->blocks[n++];

        b->erase = i;
        while (i < stroke_count && s->strokes[i]->op == DRAWING_ERASE)
            i++;
        b->draw = i;
        while (i < stroke_count && s->strokes[i]->op != DRAWING_ERASE)
            i++;
        b->end = i;
    }
    return n;
}

static void layer(struct svg *s, int number)
{
    size_t n = blocks_of(s, strokes_of(s, number));

    if (n == 0)
        return;
    erasers(s, n);
    blocks(s, 0, n);
}

/* ---- the document ---- */

/* The part of the plane that the pictures show: the canvas, its shorter side rounded up as theirs. */
static void view_box(struct svg *s)
{
    int32_t longer = s->d->width > s->d->height ? s->d->width : s->d->height, width = 0, height = 0;

    raster_size(s->d->width, s->d->height, RASTER_SIDE_MAX, &width, &height);
    begin_attribute(s, "viewBox");
    buf_puts(s->out, "0 0 ");
    svg_number(s->out, (int64_t)width * longer * 1000 / RASTER_SIDE_MAX, 3);
    buf_putc(s->out, ' ');
    svg_number(s->out, (int64_t)height * longer * 1000 / RASTER_SIDE_MAX, 3);
    end_attribute(s);
}

void svg_write(const struct drawing *d, int32_t side, struct buf *out)
{
    struct svg s = { .d = d, .out = out };
    int32_t width = 0, height = 0;

    raster_size(d->width, d->height, side, &width, &height);
    s.strokes = ARENA_ARRAY(out->arena, d->stroke_count, const struct drawing_stroke *);
    s.blocks = ARENA_ARRAY(out->arena, d->stroke_count, struct block);
    open_tag(&s, "svg");
    attribute(&s, "xmlns", "http://www.w3.org/2000/svg");
    attribute_number(&s, "width", width, 0);
    attribute_number(&s, "height", height, 0);
    view_box(&s);
    attribute(&s, "fill", "none");
    attribute(&s, "stroke-linecap", "round");
    attribute(&s, "stroke-linejoin", "round");
    end_tag(&s);
    if (d->background != DRAWING_NO_BACKGROUND)
        whole_canvas(&s, d->palette[d->background]);
    for (int l = 0; l < DRAWING_LAYERS_MAX; l++)
        layer(&s, l);
    close_tag(&s, "svg");
    buf_putc(out, '\n');
}
