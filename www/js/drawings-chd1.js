// Drawings as bytes: docs/chd1.md in JavaScript. A twin is the JSON form of that page; all numbers are whole and below 2^53.

export const LIMITS = {
  canvas: [64, 16384], aspect: 4, colours: 64, layers: 8, strokes: 2000, points: 200000, bytes: 524288, time_ms: 2147483647,
};

const MAGIC = [0x43, 0x48, 0x44, 0x31, 1];
const OPS = ["draw", "erase", "fill", "clear"];
const PRESSURE = 4, TIME = 8, CURVE = 16;
const hasColour = (op) => op === "draw" || op === "fill";
const hasWidth = (op) => op === "draw" || op === "erase";

/** What is wrong with a drawing: `pointer` into the twin, or "" for the bytes, and words for people. */
export class DrawingFault extends Error {
  constructor(pointer, text) {
    super(text);
    this.name = "DrawingFault";
    this.pointer = pointer;
  }
}

function expectWithin(value, min, max, pointer) {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new DrawingFault(pointer, `${value} is no whole number from ${min} to ${max}`);
}

/* ---- one spelling ---- */

const withAlpha = (colour) => (colour.length === 7 ? `${colour}ff` : colour).toLowerCase();

// Of points at one place that follow each other the first stays, with the greatest pressure.
function mergePoints(stroke) {
  const { x, y, p, t } = stroke;
  const ret = { x: [], y: [], p: p && [], t: t && [] };
  for (let i = 0; i < x.length; i++) {
    const last = ret.x.length - 1;
    if (last >= 0 && ret.x[last] === x[i] && ret.y[last] === y[i]) {
      if (p) ret.p[last] = Math.max(ret.p[last], p[i]);
      continue;
    }
    ret.x.push(x[i]);
    ret.y.push(y[i]);
    if (p) ret.p.push(p[i]);
    if (t) ret.t.push(t[i]);
  }
  return ret;
}

function tidyStroke(stroke, at) {
  const { op } = stroke;
  if (op === "clear") return { ...stroke, layer: stroke.layer ?? 0, x: [], y: [], p: null, t: stroke.t ?? null, curve: false };
  const ret = { ...stroke, layer: stroke.layer ?? 0, ...mergePoints({ p: null, t: null, ...stroke }) };
  const last = ret.x.length - 1;
  if (op === "fill" && last > 0 && ret.x[last] === ret.x[0] && ret.y[last] === ret.y[0])
    for (const plane of [ret.x, ret.y, ret.t]) plane?.pop();
  if (op === "fill" || ret.p?.every((p) => p === 255)) ret.p = null;
  ret.curve = !!ret.curve && ret.x.length >= 3;
  if (ret.x.length < (op === "fill" ? 3 : 1)) throw new DrawingFault(`${at}/x`, "too few points");
  return ret;
}

// Colours are numbered by first use; equal ones are one.
function tidyPalette(twin, strokes) {
  const numbers = new Map(), given = twin.palette.map(withAlpha);
  const number = (i, pointer) => {
    const colour = given[expectWithin(i, 0, given.length - 1, pointer)];
    if (!/^#[0-9a-f]{8}$/.test(colour) || colour.endsWith("00")) throw new DrawingFault(`/palette/${i}`, `${colour} is no colour`);
    if (!numbers.has(colour)) numbers.set(colour, numbers.size);
    return numbers.get(colour);
  };
  const background = twin.background === null || twin.background === undefined ? null : number(twin.background, "/background");
  strokes.forEach((stroke, i) => {
    if (hasColour(stroke.op)) stroke.colour = number(stroke.colour, `/strokes/${i}/colour`);
  });
  return { background, palette: [...numbers.keys()] };
}

/** The canonical twin of a drawing whose values are within the limits; a DrawingFault otherwise. */
export function tidy(twin) {
  const strokes = twin.strokes.map((stroke, i) => tidyStroke(stroke, `/strokes/${i}`));
  return { format: "chd1", canvas: { ...twin.canvas }, ...tidyPalette(twin, strokes), strokes };
}

/* ---- writing ---- */

class Writer {
  bytes = new Uint8Array(4096);
  length = 0;

  byte(value) {
    if (this.length === this.bytes.length) {
      const more = new Uint8Array(2 * this.length);
      more.set(this.bytes);
      this.bytes = more;
    }
    this.bytes[this.length++] = value;
  }

  varint(value) {
    for (; value > 127; value = Math.floor(value / 128)) this.byte(value % 128 + 128);
    this.byte(value);
  }

  plane(values, min, max, pointer) {
    let before = 0;
    for (const value of values) {
      const d = expectWithin(value, min, max, pointer) - before;
      this.varint(d < 0 ? -2 * d - 1 : 2 * d);
      before = value;
    }
  }

  times(values, before, pointer) {
    for (const value of values) {
      this.varint(expectWithin(value, before, LIMITS.time_ms, pointer) - before);
      before = value;
    }
    return before;
  }
}

function writeStroke(out, stroke, { w, h }, before, at) {
  const { op, layer, x, y, p, t, curve } = stroke;
  const kind = OPS.indexOf(op);
  if (kind < 0) throw new DrawingFault(`${at}/op`, `${op} is no kind of stroke`);
  expectWithin(layer, 0, LIMITS.layers - 1, `${at}/layer`);
  out.byte(kind + (p ? PRESSURE : 0) + (t ? TIME : 0) + (curve ? CURVE : 0) + 32 * layer);
  if (hasColour(op)) out.byte(stroke.colour);
  if (hasWidth(op)) out.varint(expectWithin(stroke.width, 1, Math.min(w, h), `${at}/width`));
  if (op !== "clear") {
    out.varint(x.length);
    out.plane(x, -w, 2 * w, `${at}/x`);
    out.plane(y, -h, 2 * h, `${at}/y`);
    if (p) out.plane(p, 0, 255, `${at}/p`);
  }
  return t ? out.times(t, before, `${at}/t`) : before;
}

/** Bytes that a tidy stroke takes; `before`: the last time of the strokes before it. */
export function strokeBytes(stroke, canvas, before) {
  const out = new Writer();
  writeStroke(out, { ...stroke, colour: 0 }, canvas, before, "");
  return out.length;
}

function checkWhole({ canvas: { w, h }, palette, strokes }) {
  expectWithin(w, ...LIMITS.canvas, "/canvas/w");
  expectWithin(h, ...LIMITS.canvas, "/canvas/h");
  if (w > LIMITS.aspect * h || h > LIMITS.aspect * w) throw new DrawingFault("/canvas", "too long and too narrow");
  expectWithin(palette.length, 0, LIMITS.colours, "/palette");
  expectWithin(strokes.length, 1, LIMITS.strokes, "/strokes");
  expectWithin(strokes.reduce((sum, s) => sum + s.x.length, 0), 0, LIMITS.points, "/strokes");
}

/** The bytes of a drawing, in its one spelling. A DrawingFault where a value or a limit is broken. */
export function encode(twin) {
  const drawing = tidy(twin), out = new Writer();
  checkWhole(drawing);
  MAGIC.forEach((byte) => out.byte(byte));
  out.byte(drawing.background === null ? 0 : 1);
  out.varint(drawing.canvas.w);
  out.varint(drawing.canvas.h);
  out.byte(drawing.palette.length);
  for (const colour of drawing.palette) for (let i = 1; i < 9; i += 2) out.byte(parseInt(colour.slice(i, i + 2), 16));
  out.varint(drawing.strokes.length);
  let before = 0;
  drawing.strokes.forEach((stroke, i) => { before = writeStroke(out, stroke, drawing.canvas, before, `/strokes/${i}`); });
  if (out.length > LIMITS.bytes) throw new DrawingFault("", `${out.length} bytes; at most ${LIMITS.bytes} are allowed`);
  return out.bytes.slice(0, out.length);
}

/* ---- reading ---- */

class Reader {
  at = 0;

  constructor(bytes) {
    this.bytes = bytes;
  }

  byte() {
    if (this.at >= this.bytes.length) throw new DrawingFault("", "the bytes end too early");
    return this.bytes[this.at++];
  }

  varint() {
    let value = 0, scale = 1, byte;
    do {
      byte = this.byte();
      value += (byte % 128) * scale;
      scale *= 128;
    } while (byte > 127 && scale < 2 ** 35);
    if (byte > 127 || value >= 2 ** 32) throw new DrawingFault("", "a number is too large");
    return value;
  }

  // A number of things that take a byte each at least.
  count() {
    const n = this.varint();
    if (n > this.bytes.length) throw new DrawingFault("", "the bytes end too early");
    return n;
  }

  plane(n) {
    let value = 0;
    return Array.from({ length: n }, () => {
      const v = this.varint();
      return (value += v % 2 ? -(v + 1) / 2 : v / 2);
    });
  }

  times(n, before) {
    return Array.from({ length: n }, () => (before += this.varint()));
  }
}

function readStroke(from, before) {
  const head = from.byte(), op = OPS[head % 4], stroke = { op, layer: head >> 5 };
  if (hasColour(op)) stroke.colour = from.byte();
  if (hasWidth(op)) stroke.width = from.varint();
  const n = op === "clear" ? 0 : from.count();
  stroke.curve = !!(head & CURVE);
  stroke.x = from.plane(n);
  stroke.y = from.plane(n);
  stroke.p = head & PRESSURE ? from.plane(n) : null;
  stroke.t = head & TIME ? from.times(op === "clear" ? 1 : n, before) : null;
  return stroke;
}

const hex = (byte) => byte.toString(16).padStart(2, "0");

function read(bytes) {
  const from = new Reader(bytes);
  if (MAGIC.some((byte) => from.byte() !== byte)) throw new DrawingFault("", "these are no bytes of a drawing of this version");
  const background = from.byte() ? 0 : null, canvas = { w: from.varint(), h: from.varint() };
  const palette = Array.from({ length: from.byte() }, () => `#${[0, 0, 0, 0].map(() => hex(from.byte())).join("")}`);
  const strokes = [];
  for (let n = from.count(), before = 0; n > 0; n--) {
    const stroke = readStroke(from, before);
    before = stroke.t?.at(-1) ?? before;
    strokes.push(stroke);
  }
  return { format: "chd1", canvas, background, palette, strokes };
}

/** The twin of a drawing's bytes: every stroke has `layer`, `curve`, `x`, `y`, and `p` and `t`, which may be null. Bytes that are
    not exactly those that encode() writes are refused. */
export function decode(bytes) {
  if (bytes.length > LIMITS.bytes) throw new DrawingFault("", `more than ${LIMITS.bytes} bytes`);
  const drawing = read(bytes), again = encode(drawing);
  if (again.length !== bytes.length || again.some((byte, i) => byte !== bytes[i]))
    throw new DrawingFault("", "the bytes have another spelling");
  return drawing;
}
