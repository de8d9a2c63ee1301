/* raster_outline.c: from strokes to edges.

   A piece of a stroke is the hull of two discs: two tangents between them. Where pieces meet, the outer side gets the arc between
   both tangents' ends. On the inner side the tangents end where they meet (since version 2), or the outline goes straight where both
   pieces cover that corner, else through the middle of the disc. So every point of the union has a winding number of 1 or more, and
   nothing else has: the nearest disc of a point is on a piece, in an arc or in a cap. Where a disc holds its neighbour, or the turn
   is sharp, both pieces get whole caps instead. A point on the straight way between its neighbours joins nothing (since version 3). */
#include "drawings/raster_impl.h"

#define UNIT (1 << 20)
#define UNIT_SHIFT 20
#define DIRECTIONS 512

struct piece {
    struct disc from, to;
    struct vector tangent;            /* unit vectors; left and right are where the tangents touch, seen from the middle */
    struct vector left, right;
    int32_t lean;                     /* of left and right towards the tangent; UNIT would be wholly */
    int32_t length;                   /* of the tangents, 1/256 pixel */
    struct side {
        struct vector from, to;       /* the tangent, as much of it as is an edge */
        int32_t cut;                  /* of its length, where it begins */
    } sides[2];                       /* left, right */
};

/* sin(i * pi / 256) in units of 2^-20. */
static const int32_t quarter_sine[DIRECTIONS / 4 + 1] = {
    0, 12868, 25733, 38595, 51451, 64299, 77138, 89965, 102778, 115576, 128357, 141118, 153858,
    166575, 179267, 191931, 204567, 217172, 229744, 242282, 254783, 267246, 279669, 292049, 304386, 316676,
    328919, 341113, 353255, 365343, 377377, 389354, 401273, 413131, 424926, 436658, 448324, 459922, 471452,
    482910, 494295, 505606, 516841, 527998, 539076, 550072, 560986, 571815, 582558, 593213, 603779, 614254,
    624636, 634924, 645117, 655213, 665210, 675106, 684901, 694593, 704181, 713662, 723036, 732301, 741455,
    750498, 759428, 768244, 776944, 785526, 793991, 802336, 810560, 818662, 826641, 834495, 842224, 849826,
    857300, 864645, 871859, 878942, 885893, 892711, 899394, 905941, 912352, 918626, 924761, 930758, 936614,
    942328, 947901, 953332, 958618, 963761, 968758, 973609, 978314, 982871, 987281, 991541, 995652, 999614,
    1003425, 1007084, 1010592, 1013948, 1017151, 1020201, 1023098, 1025840, 1028428, 1030861, 1033138, 1035261, 1037227,
    1039037, 1040690, 1042187, 1043527, 1044709, 1045735, 1046603, 1047313, 1047865, 1048260, 1048497, 1048576
};

static uint32_t square_root(uint64_t n)
{
    uint64_t root, next;

    if (n == 0)
        return 0;
    next = 1ULL << ((65 - __builtin_clzll(n)) / 2);   /* not below the root: from there the steps go down to it */
    do {
        root = next;
        next = (root + n / root) / 2;
    } while (next < root);
    return (uint32_t)root;
}

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static struct vector direction(uint32_t i)
{
    uint32_t part = i % (DIRECTIONS / 4);
    int32_t sine = quarter_sine[part], cosine = quarter_sine[DIRECTIONS / 4 - part];

    switch (i / (DIRECTIONS / 4) % 4) {
    case 0: return (struct vector){ cosine, sine };
    case 1: return (struct vector){ -sine, cosine };
    case 2: return (struct vector){ -cosine, -sine };
    default: return (struct vector){ sine, -cosine };
    }
}

static int64_t cross(struct vector a, struct vector b)
{
    return (int64_t)a.x * b.y - (int64_t)a.y * b.x;
}

static int64_t dot(struct vector a, struct vector b)
{
    return (int64_t)a.x * b.x + (int64_t)a.y * b.y;
}

/* The last direction that is not behind `a`, going clockwise as seen on the screen: its quarter, then the place in it. */
static int32_t direction_index(struct vector a)
{
    int32_t place = 0, quarter, cosine, sine;

    if (a.y > 0 || (a.y == 0 && a.x > 0))
        quarter = a.x > 0 ? 0 : 1;
    else
        quarter = a.x < 0 ? 2 : 3;
    cosine = quarter % 2 ? a.y : a.x;
    sine = quarter % 2 ? a.x : a.y;
    cosine = cosine < 0 ? -cosine : cosine;
    sine = sine < 0 ? -sine : sine;
    for (int32_t step = DIRECTIONS / 8; step > 0; step /= 2)
        if ((int64_t)quarter_sine[DIRECTIONS / 4 - place - step] * sine >= (int64_t)quarter_sine[place + step] * cosine)
            place += step;
    return quarter * (DIRECTIONS / 4) + place;
}

struct arc_rule {
    int32_t radius;                   /* of discs up to this one */
    int32_t shift;                    /* 2^shift directions from corner to corner */
    int32_t outer;                    /* how much further out corners are than the rim, so that the area of the circle is right */
};

/* An arc is at most about 1/200 pixel off in version 1, and since version 2 so much that the mean is 1/255 pixel at most. */
static const struct arc_rule *arc_rule(int32_t version, int32_t radius)
{
    static const struct arc_rule rules[2][5] = {
        {
            { SUB, 4, 1051955 }, { 4 * SUB, 3, 1049419 }, { 16 * SUB, 2, 1048787 }, { 64 * SUB, 1, 1048629 }, { INT32_MAX, 0, 1048589 }
        }, {
            { 3 * SUB, 4, 1051955 }, { 12 * SUB, 3, 1049419 }, { 48 * SUB, 2, 1048787 }, { 192 * SUB, 1, 1048629 },
            { INT32_MAX, 0, 1048589 }
        }
    };
    const struct arc_rule *rule = rules[version > 1];

    while (radius > rule->radius)
        rule++;
    return rule;
}

/* `distance` along a unit vector, to the nearest. */
static int32_t along(int64_t distance, int32_t unit)
{
    return (int32_t)((distance * unit + UNIT / 2) >> UNIT_SHIFT);
}

static struct vector rim(struct disc c, struct vector u)
{
    return (struct vector){ c.x + along(c.radius, u.x), c.y + along(c.radius, u.y) };
}

static void line(struct raster *r, struct vector a, struct vector b)
{
    if (r->trace)
        r->trace->line(r->trace->arg, a, b);
    else
        raster_edge(r, a.x, a.y, b.x, b.y);
}

/* Clockwise from a to b; all around where b is not after a. */
static void arc_edges(struct raster *r, struct disc c, struct vector a, struct vector b)
{
    const struct arc_rule *rule = arc_rule(r->version, c.radius);
    int32_t outer = rule->outer, around = DIRECTIONS >> rule->shift, from = direction_index(a) >> rule->shift;
    int32_t count = ((direction_index(b) >> rule->shift) - from) & (around - 1);
    struct vector at = rim(c, a);

    r->work += 30;
    if (count == 0 && cross(a, b) <= 0)
        count = around;
    for (int32_t i = 1; i <= count; i++) {
        struct vector u = direction((uint32_t)(from + i) << rule->shift);
        struct vector out = rim(c, (struct vector){ along(outer, u.x), along(outer, u.y) });

        line(r, at, out);
        at = out;
    }
    line(r, at, rim(c, b));
}

/* The same, or for who traces. */
static void arc(struct raster *r, struct disc c, struct vector a, struct vector b)
{
    if (r->trace)
        r->trace->arc(r->trace->arg, c, rim(c, a), rim(c, b), cross(a, b) < 0 || (cross(a, b) == 0 && dot(a, b) > 0));
    else
        arc_edges(r, c, a, b);
}

/* One side where two pieces meet; clockwise is outwards. `room` is the length of the shorter piece. */
static void corner(struct raster *r, struct disc c, const struct vector u[2], int32_t room)
{
    int64_t turn = cross(u[0], u[1]);
    struct vector from = rim(c, u[0]), to = rim(c, u[1]), middle = { c.x, c.y };

    if (turn > 0) {
        arc(r, c, u[0], u[1]);
    } else if (dot(u[0], u[1]) >= 0 && (c.radius * (-turn >> UNIT_SHIFT) >> UNIT_SHIFT) + 2 < room) {
        line(r, from, to);
    } else {
        line(r, from, middle);
        line(r, middle, to);
    }
}

static bool leans(const struct piece *p, int32_t limit)
{
    return p->lean > limit || p->lean < -limit;
}

/* Might an arc of the join be more than half a circle, so that its direction is in doubt? Where discs grow or shrink, the arcs turn
   up to 60 degrees more than the line does at a lean of 1/2, 29 at 1/4. */
static bool is_sharp(const struct piece *a, const struct piece *b)
{
    int64_t cosine = dot(a->tangent, b->tangent) >> UNIT_SHIFT;

    if (!a->lean && !b->lean)
        return cosine < 0 && cross(a->left, b->left) == 0;
    if (leans(a, UNIT / 4) || leans(b, UNIT / 4))
        return cosine < 0 || leans(a, UNIT / 2) || leans(b, UNIT / 2);
    return cosine < -UNIT * 4 / 5;
}

/* False where one disc holds the other. */
static bool piece_between(struct disc a, struct disc b, struct piece *ret)
{
    int64_t dx = b.x - a.x, dy = b.y - a.y, shrink = a.radius - b.radius, squared = dx * dx + dy * dy, lean, across;
    int64_t distance = square_root((uint64_t)squared << 16);   /* 1/65536 pixel */
    struct vector t;

    if (shrink * shrink >= squared)
        return false;
    t = (struct vector){ (int32_t)(dx * (UNIT * (int64_t)SUB) / distance), (int32_t)(dy * (UNIT * (int64_t)SUB) / distance) };
    lean = shrink * (UNIT * (int64_t)SUB) / distance;
    across = lean ? square_root((uint64_t)((int64_t)UNIT * UNIT - lean * lean)) : UNIT;
    *ret = (struct piece){
        .from = a, .to = b, .tangent = t, .lean = (int32_t)lean, .length = (int32_t)(distance * across >> (UNIT_SHIFT + 8)),
        .left = { along(lean, t.x) + along(across, t.y), along(lean, t.y) - along(across, t.x) },
        .right = { along(lean, t.x) - along(across, t.y), along(lean, t.y) + along(across, t.x) },
    };
    ret->sides[0] = (struct side){ rim(a, ret->left), rim(b, ret->left), 0 };
    ret->sides[1] = (struct side){ rim(a, ret->right), rim(b, ret->right), 0 };
    return true;
}

static int32_t pixels(const struct raster *r, int32_t units)
{
    return (int32_t)floor_divide((int64_t)units * RASTER_SIDE_MAX + r->longer_side / 2, r->longer_side);
}

static struct disc disc_of(const struct raster *r, const struct drawing_stroke *s, struct curve_point p)
{
    int64_t radius = (int64_t)s->width * p.pressure * RASTER_SIDE_MAX;

    return (struct disc){
        pixels(r, p.x), pixels(r, p.y), (int32_t)((radius + 255 * (int64_t)r->longer_side) / (510 * (int64_t)r->longer_side))
    };
}

static void full_disc(struct raster *r, struct disc c)
{
    arc(r, c, (struct vector){ UNIT, 0 }, (struct vector){ UNIT, 0 });
}

/* Edges of the left and of the right side. The outline of a line goes along its left and comes back along its right. */
struct sides {
    int32_t left, right;
};

/* A line on its way: the last disc, and the piece that leads to it. */
struct pen {
    struct disc at;
    struct piece last;
    struct sides begin;               /* what leads to its left tangent, and what follows on the right one */
    bool begun;                       /* `last` is a piece that nothing has ended yet: its tangents are no edges so far */
    bool drawn;                       /* there was anything but one point */
};

static void cap_begin(struct raster *r, struct pen *pen, const struct piece *p)
{
    pen->begin.right = r->edge_count;
    arc(r, p->from, p->right, p->left);
    pen->begin.left = r->edge_count - 1;
}

/* The tangents of the last piece. */
static struct sides tangents(struct raster *r, const struct pen *pen)
{
    const struct side *left = &pen->last.sides[0], *right = &pen->last.sides[1];
    struct sides ret;

    ret.left = r->edge_count;
    line(r, left->from, left->to);
    ret.right = r->edge_count;
    line(r, right->to, right->from);
    raster_link(r, pen->begin.left, ret.left);
    raster_link(r, ret.right, pen->begin.right);
    return ret;
}

static void cap_end(struct raster *r, const struct pen *pen)
{
    struct sides last = tangents(r, pen);
    int32_t first = r->edge_count;

    arc(r, pen->last.to, pen->last.left, pen->last.right);
    raster_link(r, last.left, first);
    raster_link(r, r->edge_count - 1, last.right);
}

/* On the inner side of a join tangents that meet end there: where they touch the disc they are inside of the other piece. Both lie on
   lines that are a radius away from the middle, so they meet at radius * (u + v) / (1 + uv). */
static bool cut_inner(struct piece *a, struct piece *b, int side, struct vector u, struct vector v)
{
    int64_t radius = b->from.radius, sine = cross(u, v) >> UNIT_SHIFT, cosine = dot(u, v) >> UNIT_SHIFT, cut, share;
    struct vector at;

    share = UNIT + cosine;
    if (share < UNIT / 16)
        return false;
    cut = radius * (sine < 0 ? -sine : sine) / share + 2;
    if (cut > a->length - a->sides[side].cut || cut > b->length)
        return false;
    at = (struct vector){
        b->from.x + (int32_t)floor_divide(radius * ((int64_t)u.x + v.x) + share / 2, share),
        b->from.y + (int32_t)floor_divide(radius * ((int64_t)u.y + v.y) + share / 2, share)
    };
    a->sides[side].to = b->sides[side].from = at;
    b->sides[side].cut = (int32_t)cut;
    return true;
}

/* The left side, from the tangent of the last piece to that of the next one; then the right one, back. */
static void join(struct raster *r, struct pen *pen, struct piece *next)
{
    struct piece *last = &pen->last;
    int32_t room = last->length < next->length ? last->length : next->length, first;
    bool left_meet = false, right_meet = false;
    struct sides sides;

    if (is_sharp(last, next)) {
        cap_end(r, pen);
        cap_begin(r, pen, next);
        return;
    }
    if (r->version > 1) {
        left_meet = cross(last->left, next->left) <= 0 && cut_inner(last, next, 0, last->left, next->left);
        right_meet = cross(next->right, last->right) <= 0 && cut_inner(last, next, 1, next->right, last->right);
    }
    pen->begin = sides = tangents(r, pen);
    if (!left_meet) {
        first = r->edge_count;
        corner(r, last->to, (struct vector[]){ last->left, next->left }, room);
        raster_link(r, sides.left, first);
        pen->begin.left = r->edge_count - 1;
    }
    if (!right_meet) {
        pen->begin.right = r->edge_count;
        corner(r, last->to, (struct vector[]){ next->right, last->right }, room);
        raster_link(r, r->edge_count - 1, sides.right);
    }
}

static void pen_to(struct raster *r, struct pen *pen, struct disc to)
{
    struct piece next;

    pen->drawn = true;
    if (piece_between(pen->at, to, &next)) {
        if (pen->begun)
            join(r, pen, &next);
        else
            cap_begin(r, pen, &next);
        pen->last = next;
        pen->begun = true;
    } else {
        if (pen->begun)
            cap_end(r, pen);
        full_disc(r, pen->at.radius > to.radius ? pen->at : to);
        pen->begun = false;
    }
    pen->at = to;
}

/* The next point, but for those on a straight way that is not a curve's (since version 3); `next` is the one behind it. */
static bool next_corner(struct raster *r, struct curve *walk, struct curve_point *at, struct curve_point *next, bool *more)
{
    struct curve_point last = *at;

    if (!*more)
        return false;
    do {
        r->work += 150;
        *at = *next;
        *more = curve_next(walk, next);
    } while (*more && r->version > 2 && !walk->stroke->curve && raster_is_on_way(last, *at, *next));
    return true;
}

static void pen_line(struct raster *r, const struct drawing *d, const struct drawing_stroke *s)
{
    struct pen pen = { .begun = false };
    struct curve walk;
    struct curve_point p, next;
    struct disc to;
    bool more;

    curve_begin(&walk, d, s);
    if (!curve_next(&walk, &p))
        return;
    pen.at = disc_of(r, s, p);
    more = curve_next(&walk, &next);
    while (!r->overflow && next_corner(r, &walk, &p, &next, &more)) {
        to = disc_of(r, s, p);
        if (to.x != pen.at.x || to.y != pen.at.y || to.radius != pen.at.radius)
            pen_to(r, &pen, to);
    }
    if (pen.begun)
        cap_end(r, &pen);
    if (!pen.drawn)
        full_disc(r, pen.at);
}

static void filled_outline(struct raster *r, const struct drawing *d, const struct drawing_stroke *s)
{
    struct curve walk;
    struct curve_point p;
    struct vector first, from, to;

    curve_begin(&walk, d, s);
    if (!curve_next(&walk, &p))
        return;
    first = from = (struct vector){ pixels(r, p.x), pixels(r, p.y) };
    while (curve_next(&walk, &p) && !r->overflow) {
        r->work += 80;
        to = (struct vector){ pixels(r, p.x), pixels(r, p.y) };
        line(r, from, to);
        from = to;
    }
    line(r, from, first);
}

bool raster_is_on_way(struct curve_point a, struct curve_point b, struct curve_point c)
{
    struct vector in = { b.x - a.x, b.y - a.y }, out = { c.x - b.x, c.y - b.y };

    return a.pressure == b.pressure && b.pressure == c.pressure && cross(in, out) == 0 && dot(in, out) > 0;
}

void raster_outline(struct raster *r, const struct drawing *d, const struct drawing_stroke *s)
{
    if (s->op == DRAWING_FILL)
        filled_outline(r, d, s);
    else
        pen_line(r, d, s);
}

void raster_trace_outline(const struct drawing *d, const struct drawing_stroke *s, const struct raster_trace *trace)
{
    struct raster r = { .trace = trace, .version = 1, .longer_side = d->width > d->height ? d->width : d->height };

    pen_line(&r, d, s);
}

static void include(struct raster_rect *box, struct disc c)
{
    int32_t reach = c.radius + c.radius / 256 + 2;   /* the corners of arcs are a little further out */
    int32_t x0 = (c.x - reach) >> 8, y0 = (c.y - reach) >> 8, x1 = ((c.x + reach) >> 8) + 1, y1 = ((c.y + reach) >> 8) + 1;

    box->x0 = x0 < box->x0 ? x0 : box->x0;
    box->y0 = y0 < box->y0 ? y0 : box->y0;
    box->x1 = x1 > box->x1 ? x1 : box->x1;
    box->y1 = y1 > box->y1 ? y1 : box->y1;
}

struct raster_rect raster_bounds(const struct raster *r, const struct drawing_stroke *s, size_t first)
{
    struct raster_rect box = { INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN };

    for (size_t i = first; i < s->count; i++)
        include(&box, disc_of(r, s, curve_point_of(s, i)));
    return box;
}
