// A stroke from the samples of a pointer: whole units, without points that add nothing, and thick and thin by pressure or speed.

export const STROKE_POINTS_MAX = 1500;  // a longer line goes on as another stroke of the same action, so that painting stays quick
const PRESSURE_TOLERANCE = 12;          // of 255
const REST_MS = 250;                    // who rests that long makes a point, so that the replay rests as well
const SHARP = Math.cos(Math.PI / 4);

const turn = (a) => a - 2 * Math.PI * Math.round(a / (2 * Math.PI));

/** Pressure 0 to 255 from how fast a finger or a mouse moves: quick is thin. Positions in CSS pixels, times in ms. */
export class SpeedPressure {
  #last = null;
  #value = 1;

  of(x, y, t) {
    if (this.#last) {
      const ms = Math.max(1, t - this.#last.t), speed = Math.hypot(x - this.#last.x, y - this.#last.y) / ms;
      const aim = Math.max(0.45, Math.min(1, 1.12 - 0.28 * speed));
      this.#value += (aim - this.#value) * (1 - Math.exp(-ms / 70));
    }
    this.#last = { x, y, t };
    return Math.round(255 * this.#value);
  }
}

/** The same from a pen that feels it: 0 to 1. Light is thin, never nothing. */
export function penPressure(felt) {
  return Math.round(255 * Math.min(1, 0.12 + 0.88 * felt ** 0.8));
}

/** Grows by add(): the last point is the tip, which follows the pointer; it stays when the next sample shows that it is needed. So
    what is painted at any moment is the stroke as it would be kept. Opheim's and Zhao's way: from the last point that stays, all
    samples since then lie within `tolerance` of the line to the tip. */
export class Stroke {
  x = [];
  y = [];
  p = [];
  t = [];
  #stays = 0;                           // points that stay; one more is the tip
  #low = -Infinity;                     // directions, seen from the last point that stays, in which all samples were
  #high = Infinity;
  #base = 0;
  #far = 0;                             // how far away the farthest was
  #step = 0;                            // the distance between the last two that stay
  #before = null;                       // the sample before the tip

  /** Lengths in units. `spacing`: how far apart points of a curve may be, Infinity for straight lines. `closed`: an outline. */
  constructor({ tolerance, spacing, bounds, closed = false }) {
    Object.assign(this, { tolerance, spacing, bounds, closed });
  }

  get length() {
    return this.x.length;
  }

  #put(i, { x, y, p, t }) {
    this.x[i] = x;
    this.y[i] = y;
    this.p[i] = p;
    this.t[i] = t;
  }

  #cut(n) {
    for (const plane of [this.x, this.y, this.p, this.t]) plane.length = n;
  }

  #point(i) {
    return { x: this.x[i], y: this.y[i], p: this.p[i], t: this.t[i] };
  }

  #see(q) {
    const a = this.#stays - 1, d = Math.hypot(q.x - this.x[a], q.y - this.y[a]);
    return { d, angle: Math.atan2(q.y - this.y[a], q.x - this.x[a]) };
  }

  // Must the tip stay, so that q can be the next one?
  #needsTip(q, { d, angle }) {
    const a = this.#stays - 1, off = turn(angle - this.#base);
    if (Math.abs(q.p - this.p[a]) > PRESSURE_TOLERANCE || q.t - this.t[a + 1] > REST_MS) return true;
    if (d > Math.min(this.spacing, Math.max(3 * this.tolerance, 2 * this.#step)) && this.spacing < Infinity) return true;
    if (d < this.#far - this.tolerance) return true;
    return d > this.tolerance && this.#far > this.tolerance && (off < this.#low || off > this.#high);
  }

  // A corner keeps the sample before it as well, so that the curve goes into it.
  #keepCorner(q) {
    const tip = this.#point(this.#stays), a = this.#point(this.#stays - 1), b = this.#before;
    const ux = tip.x - a.x, uy = tip.y - a.y, vx = q.x - tip.x, vy = q.y - tip.y, long = Math.hypot(ux, uy) * Math.hypot(vx, vy);
    if (!b || this.spacing === Infinity || !long || (ux * vx + uy * vy) / long > SHARP) return;
    if (Math.hypot(b.x - a.x, b.y - a.y) < 2 * this.tolerance || (b.x === tip.x && b.y === tip.y)) return;
    this.#put(this.#stays++, b);
    this.#put(this.#stays, tip);
  }

  #keepTip(q) {
    this.#keepCorner(q);
    const i = this.#stays++;
    this.#step = Math.hypot(this.x[i] - this.x[i - 1], this.y[i] - this.y[i - 1]);
    this.#low = -Infinity;
    this.#high = Infinity;
    this.#far = 0;
  }

  #narrow({ d, angle }) {
    this.#far = Math.max(this.#far, d);
    if (d <= this.tolerance) return;
    const width = Math.asin(this.tolerance / d);
    if (this.#low === -Infinity) this.#base = angle;
    const off = turn(angle - this.#base);
    this.#low = Math.max(this.#low, off - width);
    this.#high = Math.min(this.#high, off + width);
  }

  /** A sample in units, pressure 0 to 255, time in ms. Returns the number of the first point that changed, or -1. */
  add(x, y, p, t) {
    const b = this.bounds, last = this.length - 1;
    const q = { x: Math.max(b.x0, Math.min(b.x1, Math.round(x))), y: Math.max(b.y0, Math.min(b.y1, Math.round(y))), p, t: Math.round(t) };
    if (last < 0) {
      this.#put(0, q);
      this.#stays = 1;
      return 0;
    }
    q.t = Math.max(q.t, this.t[last]);
    if (q.x === this.x[last] && q.y === this.y[last]) {
      if (q.p <= this.p[last]) return -1;
      this.p[last] = q.p;
      return last;
    }
    return this.#move(q);
  }

  #move(q) {
    let seen = this.#see(q), changed = this.#stays;
    if (this.length > this.#stays && this.#needsTip(q, seen)) {
      this.#keepTip(q);
      seen = this.#see(q);
    }
    this.#before = this.length > this.#stays ? this.#point(this.#stays) : null;
    if (seen.d === 0) {                 // back at the point that stays: there is no tip
      this.#cut(this.#stays);
      return changed;
    }
    this.#narrow(seen);
    this.#put(this.#stays, q);
    return changed;
  }

  /** An outline that ends where it began ends before. Returns the number of the first point that changed, or -1. */
  end() {
    const last = this.length - 1;
    if (!this.closed || last < 1 || this.x[last] !== this.x[0] || this.y[last] !== this.y[0]) return -1;
    this.#cut(last);
    return last;
  }
}
