/* raster_wasm.c: the rasteriser for the browser: what a script can call of it. Only for WebAssembly, where a module's memory
   begins empty for each page; so unlike anywhere else, there is one drawing in static variables.

   A finished drawing: room(n), CHD1 bytes put there, load(), paint(), picture(side); or replay(), then grow() stroke by stroke.
   A drawing in the making: new_drawing(), colour(), then for each stroke stroke(), point() and live() while it grows, at its end
   commit() or cancel(); undo() takes back what was committed; effort() tells what a stroke costs. Addresses and sizes are in bytes. */
#include "drawings/chd1.h"
#include "drawings/curve.h"
#include "drawings/raster.h"

#define EXPORT(NAME) __attribute__((export_name(#NAME), used)) NAME
#define PAGE 65536u
#define LIVE_POINTS_MAX DRAWING_POINTS_MAX
#define LIVE_EDGES_FOR 20000           /* points of a stroke that is painted at once; a longer one in bands */
#define JOURNAL_TILES 6144            /* 24 MiB */
#define ALL_LAYERS ((1u << DRAWING_LAYERS_MAX) - 1)

extern unsigned char __heap_base;

static struct drawing drawing;
static struct raster *raster;
static uint8_t *top;                  /* memory behind it is free */
static uint8_t *loaded;               /* where the memory of the loaded drawing ends */
static int32_t loaded_version;        /* of the rasteriser: it is painted by that one */

/* A drawing in the making: its palette, and its one stroke that is painted now. */
static struct drawing_colour palette[DRAWING_COLOURS_MAX];
static struct drawing_stroke live_stroke;
static int32_t live_x[LIVE_POINTS_MAX], live_y[LIVE_POINTS_MAX];
static uint8_t live_pressure[LIVE_POINTS_MAX];
static size_t live_painted;           /* points that live() has painted */
static struct raster_rect changed;

/* The compiler makes calls of these from loops and assignments. */
void *memcpy(void *restrict to, const void *restrict from, size_t n);
void *memset(void *to, int byte, size_t n);
int memcmp(const void *a, const void *b, size_t n);

void *memcpy(void *restrict to, const void *restrict from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        ((uint8_t *)to)[i] = ((const uint8_t *)from)[i];
    return to;
}

void *memset(void *to, int byte, size_t n)
{
    for (size_t i = 0; i < n; i++)
        ((uint8_t *)to)[i] = (uint8_t)byte;
    return to;
}

int memcmp(const void *a, const void *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (((const uint8_t *)a)[i] != ((const uint8_t *)b)[i])
            return ((const uint8_t *)a)[i] - ((const uint8_t *)b)[i];
    return 0;
}

/* NULL where the browser has no more memory. */
static void *take(size_t n)
{
    uint8_t *p = top;
    uintptr_t end = ((uintptr_t)p + n + 63) & ~(uintptr_t)63;
    size_t have = __builtin_wasm_memory_size(0) * (size_t)PAGE;

    if (end > have && __builtin_wasm_memory_grow(0, (end - have + PAGE - 1) / PAGE) == (size_t)-1)
        return NULL;
    top = (uint8_t *)end;
    return p;
}

static void forget_all(void)
{
    top = (uint8_t *)(((uintptr_t)&__heap_base + 63) & ~(uintptr_t)63);
    raster = NULL;
}

/* Forgets everything; room for `n` bytes of CHD1. */
uint8_t *EXPORT(room)(size_t n)
{
    forget_all();
    return take(n);
}

/* Decodes the `n` bytes at `bytes`, to be painted by a version of the rasteriser: 1 to RASTER_VERSION; 0 is the newest. Returns 0, or
   1 more than the enum drawing_rule that they break, -1 where there is no memory, -2 where there is no such version. */
int EXPORT(load)(const uint8_t *bytes, size_t n, int32_t version)
{
    struct drawing_fault fault;
    void *memory;

    if (version < 0 || version > RASTER_VERSION)
        return -2;
    memory = n <= DRAWING_BYTES_MAX ? take(chd1_memory_bytes(n)) : NULL;
    loaded = top;
    loaded_version = version;
    return memory && chd1_decode_into(bytes, n, memory, &drawing, &fault) ? 0 : memory ? fault.rule + 1 : -1;
}

static struct raster_need need_of_loaded(void)
{
    struct raster_need need = raster_need_of(&drawing);

    need.version = loaded_version;
    return need;
}

static bool begin(struct raster_need need)
{
    void *memory = take(raster_memory_bytes(&need));

    raster = memory ? raster_init(memory, &need) : NULL;
    return raster != NULL;
}

/* Paints all of the loaded drawing; false where the memory is not enough. */
bool EXPORT(paint)(void)
{
    return begin(need_of_loaded()) && raster_drawing(raster, &drawing);
}

int32_t EXPORT(width)(int32_t side)
{
    int32_t w = 0, h = 0;

    raster_size(drawing.width, drawing.height, side, &w, &h);
    return w;
}

int32_t EXPORT(height)(int32_t side)
{
    int32_t w = 0, h = 0;

    raster_size(drawing.width, drawing.height, side, &w, &h);
    return h;
}

/* Address of the RGBA bytes, until the next call that takes memory: picture(), part(), room(). NULL for a side that there is not. */
uint8_t *EXPORT(picture)(int32_t side)
{
    uint8_t *behind = top, *rgba;
    int32_t w, h;

    if (!raster || !raster_size(drawing.width, drawing.height, side, &w, &h))
        return NULL;
    rgba = take((size_t)w * (size_t)h * 4);
    top = behind;
    if (rgba)
        raster_picture(raster, &drawing, side, rgba);
    return rgba;
}

/* The same for a part of the largest picture, which must lie inside of it. */
uint8_t *EXPORT(part)(int32_t x0, int32_t y0, int32_t x1, int32_t y1)
{
    uint8_t *behind = top, *rgba;
    int32_t w = 0, h = 0;

    raster_size(drawing.width, drawing.height, RASTER_SIDE_MAX, &w, &h);
    if (!raster || x0 < 0 || y0 < 0 || x0 >= x1 || y0 >= y1 || x1 > w || y1 > h)
        return NULL;
    rgba = take((size_t)(x1 - x0) * (size_t)(y1 - y0) * 4);
    top = behind;
    if (rgba)
        raster_part(raster, &drawing, (struct raster_rect){ x0, y0, x1, y1 }, rgba);
    return rgba;
}

/* ---- a loaded drawing, drawn again ---- */

static size_t again_stroke, again_points;   /* what grow() painted last */
static struct raster_rect again_changed;

uint32_t EXPORT(stroke_count)(void)
{
    return (uint32_t)drawing.stroke_count;
}

/* The longer side of the canvas. */
int32_t EXPORT(longer_side)(void)
{
    return drawing.width > drawing.height ? drawing.width : drawing.height;
}

/* Points of a stroke; 0 where there is no such stroke, and for one that clears its layer. */
uint32_t EXPORT(stroke_points)(uint32_t i)
{
    return i < drawing.stroke_count ? (uint32_t)drawing.strokes[i].count : 0;
}

/* Is a stroke there only as a whole: an outline that is filled, a layer that is cleared? */
bool EXPORT(stroke_is_sudden)(uint32_t i)
{
    return i < drawing.stroke_count && (drawing.strokes[i].op == DRAWING_FILL || drawing.strokes[i].op == DRAWING_CLEAR);
}

/* Addresses of 32-bit numbers, one for each point; of times one also for a stroke that clears. NULL where there are none. */
const int32_t *EXPORT(stroke_x)(uint32_t i)
{
    return i < drawing.stroke_count ? drawing.strokes[i].x : NULL;
}

const int32_t *EXPORT(stroke_y)(uint32_t i)
{
    return i < drawing.stroke_count ? drawing.strokes[i].y : NULL;
}

const int32_t *EXPORT(stroke_times)(uint32_t i)
{
    return i < drawing.stroke_count ? drawing.strokes[i].time_ms : NULL;
}

/* Begins the loaded drawing again, with nothing painted; false where the memory is not enough. */
bool EXPORT(replay)(void)
{
    struct raster_need need = need_of_loaded();

    need.live = true;
    top = loaded;
    again_stroke = SIZE_MAX;
    return begin(need);
}

/* Paints a stroke as far as its first `points` points, which are never less than in the call before. Strokes come in their order, each
   with all of its points before the next one. The address of what changed, as of live(); NULL where it cannot be painted. */
const struct raster_rect *EXPORT(grow)(uint32_t i, uint32_t points)
{
    struct drawing_stroke s;

    if (!raster || i >= drawing.stroke_count)
        return NULL;
    if (i != again_stroke) {
        raster_live_begin(raster, drawing.strokes[i].layer);
        again_stroke = i;
        again_points = 0;
    }
    s = drawing.strokes[i];
    s.count = points < s.count ? points : s.count;
    s.curve = s.curve && s.count >= 3;
    if ((s.count == 0 && s.op != DRAWING_CLEAR) || (s.op == DRAWING_FILL && s.count < 3)
        || !raster_live_stroke(raster, &drawing, &s, again_points, &again_changed))
        return NULL;
    again_points = s.count;
    return &again_changed;
}

/* ---- a drawing in the making ---- */

/* Forgets everything; an empty drawing on a canvas. `background`: index into the palette, or -1. False: a canvas that cannot be, or
   no memory. */
bool EXPORT(new_drawing)(int32_t w, int32_t h, int32_t background)
{
    struct raster_need need = { .width = w, .height = h, .layers = ALL_LAYERS, .points = LIVE_EDGES_FOR, .live = true,
                                .journal_tiles = JOURNAL_TILES };

    forget_all();
    if (w < DRAWING_CANVAS_MIN || w > DRAWING_CANVAS_MAX || h < DRAWING_CANVAS_MIN || h > DRAWING_CANVAS_MAX
        || w > h * DRAWING_ASPECT_MAX || h > w * DRAWING_ASPECT_MAX || background < -1 || background >= DRAWING_COLOURS_MAX)
        return false;
    drawing = (struct drawing){
        .width = w, .height = h, .background = background, .palette = palette, .colour_count = DRAWING_COLOURS_MAX
    };
    return begin(need);
}

/* Sets a colour of the palette, for the strokes that follow. */
void EXPORT(colour)(uint32_t i, uint32_t r, uint32_t g, uint32_t b, uint32_t a)
{
    if (i < DRAWING_COLOURS_MAX)
        palette[i] = (struct drawing_colour){ (uint8_t)r, (uint8_t)g, (uint8_t)b, (uint8_t)a };
}

/* Begins a stroke (enum drawing_op); the one before counts as committed. False for values that cannot be. */
bool EXPORT(stroke)(uint32_t op, uint32_t layer, uint32_t i, int32_t pen_width, bool curve)
{
    if (!raster || op >= DRAWING_OP__COUNT || layer >= DRAWING_LAYERS_MAX || i >= DRAWING_COLOURS_MAX || pen_width < 0)
        return false;
    live_stroke = (struct drawing_stroke){
        .op = (uint8_t)op, .layer = (uint8_t)layer, .colour = (uint8_t)i, .curve = curve, .width = pen_width,
        .x = live_x, .y = live_y, .pressure = live_pressure
    };
    live_painted = 0;
    raster_live_begin(raster, (int)layer);
    return true;
}

/* Adds a point; false where there are too many. */
bool EXPORT(point)(int32_t x, int32_t y, uint32_t pressure)
{
    if (live_stroke.count == LIVE_POINTS_MAX)
        return false;
    live_x[live_stroke.count] = x;
    live_y[live_stroke.count] = y;
    live_pressure[live_stroke.count++] = (uint8_t)pressure;
    return true;
}

/* The stroke goes on behind its first `n` points: those after them are replaced. */
void EXPORT(keep)(size_t n)
{
    if (!raster || n >= live_stroke.count)
        return;
    raster_live_replace(raster, &live_stroke, n);
    live_stroke.count = n;
    live_painted = live_painted < n ? live_painted : n;
}

/* Paints what the stroke is by now. Address of four 32-bit numbers: x0, y0, x1, y1 of where pixels may have changed; NULL where it
   cannot be painted. */
const struct raster_rect *EXPORT(live)(void)
{
    struct drawing_stroke s = live_stroke;

    s.curve = s.curve && s.count >= 3;
    if (!raster || (s.count == 0 && s.op != DRAWING_CLEAR) || !raster_live_stroke(raster, &drawing, &s, live_painted, &changed))
        return NULL;
    live_painted = live_stroke.count;
    return &changed;
}

/* The stroke is part of the drawing: a step that undo() takes back. */
void EXPORT(commit)(void)
{
    if (raster)
        raster_live_commit(raster);
    live_stroke.count = live_painted = 0;
}

/* Takes the stroke back; the address of what changed, as of live(). */
const struct raster_rect *EXPORT(cancel)(void)
{
    if (!raster)
        return NULL;
    changed = raster_live_cancel(raster);
    live_stroke.count = live_painted = 0;
    return &changed;
}

/* Takes the last committed stroke back; the address of what changed, or NULL where it is remembered no more. */
const struct raster_rect *EXPORT(undo)(void)
{
    return cancel() && raster_undo(raster, &changed) ? &changed : NULL;
}

/* ---- how much work it is ---- */

struct effort {
    int32_t work;                     /* raster_work(); above work_max() where it was given up */
    uint32_t points;                  /* of the stroke, as curve_count() counts */
    uint32_t crowded;                 /* 1: it takes other work in a drawing with a longer stroke */
};

int32_t EXPORT(work_max)(void)
{
    return RASTER_WORK_MAX;
}

/* The work of the stroke that stroke() and point() tell, in a drawing whose longest one has `longest` points: swept for trial as the
   server does (drawing_too_costly()), with nothing painted and nothing changed. The address of a struct effort; NULL where the memory is
   not enough. */
const struct effort *EXPORT(effort)(uint32_t longest)
{
    static struct effort effort;
    struct drawing_stroke s = live_stroke;
    struct raster_need need = { .width = drawing.width, .height = drawing.height, .dry = true };
    uint8_t *behind = top, *memory;
    struct raster *trial;

    s.curve = s.curve && s.count >= 3;
    effort.points = s.op == DRAWING_CLEAR ? 0 : (uint32_t)curve_count(&drawing, &s);
    need.points = longest > effort.points ? longest : effort.points;
    memory = take(raster_memory_bytes(&need));
    top = behind;
    if (!memory)
        return NULL;
    trial = raster_init(memory, &need);
    raster_stroke(trial, &drawing, &s, raster_everything(trial));
    effort.work = (int32_t)raster_work(trial);
    effort.crowded = raster_was_crowded(trial);
    return &effort;
}

/* Index into the palette, or -1. */
void EXPORT(background)(int32_t i)
{
    if (i >= -1 && i < DRAWING_COLOURS_MAX)
        drawing.background = i;
}

/* Which layers part() and picture() show. */
void EXPORT(show)(uint32_t layers)
{
    if (raster)
        raster_show(raster, layers);
}

bool EXPORT(has_paint)(uint32_t layer, int32_t x0, int32_t y0, int32_t x1, int32_t y1)
{
    return raster && layer < DRAWING_LAYERS_MAX && raster_has_paint(raster, (int)layer, (struct raster_rect){ x0, y0, x1, y1 });
}
