/* svg_path.c: numbers and the data of paths. */
#include "drawings/svg_impl.h"

static const int64_t power[] = { 1, 10, 100, 1000 };

void svg_number(struct buf *out, int64_t value, int decimals)
{
    int64_t rest;

    if (value < 0) {
        buf_putc(out, '-');
        value = -value;
    }
    rest = value % power[decimals];
    if (value >= power[decimals] || rest == 0)
        buf_put_int(out, value / power[decimals]);
    if (rest == 0)
        return;
    buf_putc(out, '.');
    for (int64_t digit = power[decimals] / 10; rest; digit /= 10) {
        buf_putc(out, (char)('0' + rest / digit));
        rest %= digit;
    }
}

/* A command; the letter of a repeated one is left out. Lines may follow a move without a letter. */
static void command(struct svg_path *p, char letter)
{
    bool implied = p->command == letter || (p->command == 'm' && letter == 'l');

    if (!implied || letter == 'm')
        buf_putc(p->out, letter);
    p->command = letter;
}

/* A number behind another one, or behind a letter. */
static void number(struct svg_path *p, int64_t value)
{
    char last = p->out->len ? p->out->data[p->out->len - 1] : 0;

    if (value >= 0 && last >= '0' && last <= '9')
        buf_putc(p->out, ' ');
    svg_number(p->out, value, p->decimals);
}

static void go_to(struct svg_path *p, int64_t x, int64_t y)
{
    number(p, x - p->x);
    number(p, y - p->y);
    p->x = x;
    p->y = y;
}

void svg_move(struct svg_path *p, int64_t x, int64_t y)
{
    command(p, 'm');
    go_to(p, x, y);
}

void svg_line(struct svg_path *p, int64_t x, int64_t y)
{
    command(p, 'l');
    go_to(p, x, y);
}

void svg_quadratic(struct svg_path *p, int64_t control_x, int64_t control_y, int64_t x, int64_t y)
{
    command(p, 'q');
    number(p, control_x - p->x);
    number(p, control_y - p->y);
    go_to(p, x, y);
}

void svg_smooth(struct svg_path *p, int64_t x, int64_t y)
{
    command(p, 't');
    go_to(p, x, y);
}

void svg_arc(struct svg_path *p, int64_t radius, int64_t x, int64_t y)
{
    command(p, 'a');
    number(p, radius);
    number(p, radius);
    buf_puts(p->out, " 0 0 1");
    go_to(p, x, y);
}
