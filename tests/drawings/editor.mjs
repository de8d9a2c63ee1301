// The editor's parts that need no page: bytes, strokes, the model. usage: node editor.mjs raster.wasm LINES (of raster-hash)
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { decode, DrawingFault, encode, LIMITS, strokeBytes, tidy } from "../../www/js/drawings-chd1.js";
import { actionsOf, Model } from "../../www/js/drawings-editor-model.js";
import { penPressure, SpeedPressure, Stroke } from "../../www/js/drawings-editor-stroke.js";

const [, , wasmPath, linesPath] = process.argv;
const { instance } = await WebAssembly.instantiate(readFileSync(wasmPath), {});
const wasm = instance.exports;
const lines = readFileSync(linesPath, "utf8").trim().split("\n").map((line) => Uint8Array.from(Buffer.from(line.split(" ")[0], "hex")));

let seed = 1;
const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
const below = (n) => Math.floor(n * random());
const tests = [];
const test = (name, run) => tests.push([name, run]);

/* ---- bytes ---- */

const example = {
  format: "chd1", canvas: { w: 256, h: 128 }, background: 2, palette: ["#D0402080", "#1a1a1a", "#ffffff", "#00ff00"],
  strokes: [
    { op: "draw", layer: 1, colour: 1, width: 6, curve: true, x: [20, 60, 60, 100, 90], y: [30, 10, 10, 30, 70], p: [128, 90, 200, 255, 90],
      t: [0, 16, 20, 33, 50] },
    { op: "fill", colour: 0, x: [-10, 140, 140, -10], y: [100, 100, 180, 100] },
    { op: "erase", layer: 1, width: 12, curve: true, x: [60], y: [20], p: [255], t: [900] },
    { op: "clear", layer: 2, t: [1200] },
  ],
};
const exampleBytes = `43484431010180028001 03ffffffff1a1a1affd0402080 04 3c010604285050133c2728508002 90016ec902 00101111
  02020313ac0200c80100a001 290c01 7828d206 4bac02`.replace(/\s/g, "");
const hex = (bytes) => Buffer.from(bytes).toString("hex");

// Whether the program's decoder takes bytes: 0, or the rule that they break.
function faultOf(bytes) {
  const place = wasm.room(bytes.length);
  new Uint8Array(wasm.memory.buffer, place, bytes.length).set(bytes);
  return wasm.load(place, bytes.length, 0);
}

test("the worked example, badly spelled, gets its bytes", () => assert.equal(hex(encode(example)), exampleBytes));

test("every drawing of the test data is read and written back", () => {
  assert.ok(lines.length > 100);
  for (const bytes of lines) assert.equal(hex(encode(decode(bytes))), hex(bytes));
});

function untidy() {
  const w = 64 + below(4000), h = Math.max(64, Math.ceil(w / 4)) + below(w), place = (n) => below(3 * n) - n, half = () => random() < 0.5;
  const colours = Array.from({ length: 1 + below(6) }, () => `#${below(1 << 24).toString(16).padStart(6, "0")}${half() ? "" : "80"}`);
  let t = 0;
  const strokes = Array.from({ length: 1 + below(8) }, () => {
    const op = ["draw", "erase", "fill", "clear"][below(4)], layer = below(8), n = op === "clear" ? 0 : 3 + below(9), curve = half();
    if (op === "clear") return { op, layer, t: half() ? [t += below(300)] : null };
    const x = [], y = [];
    for (let i = 0; i < n; i++) {
      const again = i > 2 && random() < 0.2;
      x.push(again ? x.at(-1) : i > 2 && random() < 0.1 ? x[0] : place(w));
      y.push(again ? y.at(-1) : i > 2 && x.at(-1) === x[0] ? y[0] : place(h));
    }
    const s = { op, layer, curve, x, y, t: half() ? x.map(() => (t += below(300))) : null };
    if (op !== "fill") Object.assign(s, { width: 1 + below(60), p: half() ? x.map(() => (random() < 0.7 ? 255 : below(256))) : null });
    return op === "erase" ? s : { ...s, colour: below(colours.length) };
  });
  return { canvas: { w, h }, background: half() ? below(colours.length) : null, palette: colours, strokes };
}

test("drawings of any spelling become bytes that the program takes", () => {
  let taken = 0;
  for (let i = 0; i < 2000; i++) {
    const twin = untidy();
    let bytes;
    try {
      bytes = encode(twin);
    } catch (fault) {
      assert.match(fault.message, /too few points/);
      continue;
    }
    taken++;
    assert.equal(faultOf(bytes), 0, JSON.stringify(twin));
    assert.deepEqual(decode(bytes), tidy(twin));
  }
  assert.ok(taken > 1500, `${taken} drawings`);
});

function isRead(bytes) {
  try {
    decode(bytes);
    return true;
  } catch (fault) {
    assert.ok(fault instanceof DrawingFault, fault.stack);
    return false;
  }
}

test("bytes are refused exactly where the program refuses them", () => {
  const good = Uint8Array.from(Buffer.from(exampleBytes, "hex"));
  let refused = 0;
  for (let i = 0; i < 20000; i++) {
    const bytes = random() < 0.1 ? good.slice(0, below(good.length)) : good.slice();
    for (let n = below(3); n >= 0; n--) bytes[below(bytes.length)] = below(256);
    const read = isRead(bytes);
    assert.equal(read, faultOf(bytes) === 0, hex(bytes));
    refused += !read;
  }
  assert.ok(refused > 10000 && refused < 20000, `${refused} refused`);
});

const dot = (more = {}) => ({ op: "draw", colour: 0, width: 5, x: [10], y: [10], ...more });
const plain = (more = {}) => ({ canvas: { w: 100, h: 100 }, palette: ["#000000"], strokes: [dot()], ...more });

function faultAt(twin) {
  try {
    encode(twin);
    return null;
  } catch (fault) {
    return fault instanceof DrawingFault ? fault.pointer : fault;
  }
}

test("limits are named", () => {
  assert.equal(faultAt(plain()), null);
  const strokes = (more) => plain({ strokes: [dot(more)] });
  for (const [twin, pointer] of [
    [strokes({ x: [201] }), "/strokes/0/x"], [strokes({ y: [-101] }), "/strokes/0/y"], [strokes({ width: 0 }), "/strokes/0/width"],
    [strokes({ width: 101 }), "/strokes/0/width"], [strokes({ layer: 8 }), "/strokes/0/layer"],
    [strokes({ colour: 1 }), "/strokes/0/colour"],
    [strokes({ p: [256] }), "/strokes/0/p"], [strokes({ t: [-1] }), "/strokes/0/t"], [strokes({ x: [1.5] }), "/strokes/0/x"],
    [strokes({ op: "spray" }), "/strokes/0/op"], [strokes({ op: "fill", x: [1, 2], y: [1, 2] }), "/strokes/0/x"],
    [plain({ strokes: [] }), "/strokes"], [plain({ strokes: Array(2001).fill(dot()) }), "/strokes"],
    [plain({ canvas: { w: 63, h: 64 } }), "/canvas/w"],
    [plain({ canvas: { w: 500, h: 100 } }), "/canvas"], [plain({ palette: ["#00000000"] }), "/palette/0"],
    [plain({ strokes: [dot({ t: [5] }), dot({ t: [4] })] }), "/strokes/1/t"],
  ]) assert.equal(faultAt(twin), pointer, JSON.stringify(twin).slice(0, 200));
  const long = { x: Array.from({ length: 199999 }, (_, i) => i % 2), y: Array.from({ length: 199999 }, (_, i) => i % 3) };
  assert.equal(faultAt(plain({ strokes: [dot(long)] })), null);
  assert.equal(faultAt(plain({ strokes: [dot(long), dot(), dot()] })), "/strokes");
  assert.equal(faultAt(plain({ strokes: [dot({ ...long, p: long.x })] })), "", "over the limit of bytes");
});

/* ---- strokes ---- */

const bounds = { x0: -4096, y0: -4096, x1: 8192, y1: 8192 };

function distance([px, py], a, b) {
  const dx = b[0] - a[0], dy = b[1] - a[1], t = Math.max(0, Math.min(1, ((px - a[0]) * dx + (py - a[1]) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(px - a[0] - t * dx, py - a[1] - t * dy);
}

// A hand that wanders, rests and turns.
function samples(n) {
  let x = 2000, y = 2000, a = 6 * random(), t = 0, p = 128;
  return Array.from({ length: n }, () => {
    a += random() < 0.05 ? 3 * random() : 0.4 * (random() - 0.5);
    const step = random() < 0.1 ? 0 : 25 * random();
    x += step * Math.cos(a);
    y += step * Math.sin(a);
    p = Math.max(0, Math.min(255, p + below(21) - 10));
    return [x, y, p, t += 4 + below(9)];
  });
}

// What a painter has that is told only which point changed first.
class Mirror {
  points = [];

  follow(stroke, from) {
    if (from < 0) return;
    this.points.length = from;
    for (let i = from; i < stroke.length; i++) this.points.push([stroke.x[i], stroke.y[i], stroke.p[i], stroke.t[i]]);
  }
}

test("a stroke is near to its samples, with less points, and says what changed", () => {
  for (const spacing of [Infinity, 140]) {
    let kept = 0, all = 0;
    for (let round = 0; round < 60; round++) {
      const stroke = new Stroke({ tolerance: 5, spacing, bounds }), mirror = new Mirror(), hand = samples(200);
      for (const [i, s] of hand.entries()) {
        mirror.follow(stroke, stroke.add(...s));
        assert.deepEqual(mirror.points, Array.from(stroke.x, (x, k) => [x, stroke.y[k], stroke.p[k], stroke.t[k]]));
        assert.ok(Math.hypot(stroke.x.at(-1) - s[0], stroke.y.at(-1) - s[1]) < 1, `the tip is at sample ${i}`);
      }
      const line = Array.from(stroke.x, (x, k) => [x, stroke.y[k]]);
      for (const s of hand) {
        const off = Math.min(...line.slice(1).map((b, k) => distance(s, line[k], b)));
        assert.ok(off <= 7, `a sample is ${off} units off`);
      }
      for (let k = 1; k < stroke.length; k++) {
        assert.ok(stroke.x[k] !== stroke.x[k - 1] || stroke.y[k] !== stroke.y[k - 1], "two points at one place");
        assert.ok(stroke.t[k] >= stroke.t[k - 1], "times step back");
      }
      kept += stroke.length;
      all += hand.length;
    }
    assert.ok(kept < 0.75 * all, `${kept} of ${all} points are kept`);
  }
});

test("a straight line is two points, a rest and a press are seen", () => {
  const line = new Stroke({ tolerance: 4, spacing: Infinity, bounds });
  for (let i = 0; i <= 100; i++) line.add(10 * i, 5 * i, 200, 8 * i);
  assert.deepEqual([line.x, line.y, line.t], [[0, 1000], [0, 500], [0, 800]]);
  const press = new Stroke({ tolerance: 4, spacing: Infinity, bounds });
  for (let i = 0; i <= 100; i++) press.add(10 * i, 0, 50 + 2 * i, 8 * i);
  assert.ok(press.length > 10 && press.p.every((p, i) => i === 0 || p - press.p[i - 1] <= 16), `${press.p}`);
  const rest = new Stroke({ tolerance: 4, spacing: Infinity, bounds });
  for (const [x, t] of [[0, 0], [50, 10], [100, 20], [100, 900], [150, 1000], [200, 1010]]) rest.add(x, 0, 255, t);
  assert.deepEqual([rest.x, rest.t], [[0, 100, 200], [0, 20, 1010]]);
});

test("a dot, a tap that trembles, a corner and an outline that closes", () => {
  const dotted = new Stroke({ tolerance: 4, spacing: 100, bounds });
  for (const p of [100, 180, 90]) dotted.add(50.2, 49.8, p, 0);
  assert.deepEqual([dotted.x, dotted.y, dotted.p], [[50], [50], [180]]);
  const tremble = new Stroke({ tolerance: 4, spacing: 100, bounds });
  for (const [x, y] of [[50, 50], [52, 51], [49, 51], [50, 50]]) tremble.add(x, y, 255, 0);
  assert.equal(tremble.length, 1);
  const corner = new Stroke({ tolerance: 4, spacing: 140, bounds });
  for (let i = 0; i <= 40; i++) corner.add(20 * i, 0, 255, 8 * i);
  for (let i = 1; i <= 40; i++) corner.add(800, 20 * i, 255, 320 + 8 * i);
  const at = corner.x.findIndex((x, i) => x === 800 && corner.y[i] === 0);
  assert.ok(at > 0, "the corner is a point");
  const cut = Math.hypot(corner.x[at - 1] - 2 * 800 + corner.x[at + 1], corner.y[at - 1] + corner.y[at + 1]) / 8;
  assert.ok(cut < 8, `the curve misses the corner by ${cut} units`);
  const closed = new Stroke({ tolerance: 4, spacing: 100, bounds, closed: true });
  for (const [x, y] of [[0, 0], [500, 0], [500, 500], [0, 0]]) closed.add(x, y, 255, 0);
  assert.deepEqual([closed.end(), closed.x], [3, [0, 500, 500]]);
  const far = new Stroke({ tolerance: 4, spacing: 100, bounds });
  for (const [x, y] of [[0, 0], [1e5, -1e5]]) far.add(x, y, 255, 0);
  assert.deepEqual([far.x, far.y], [[0, 8192], [0, -4096]]);
});

test("quick is thin, a pen is as it is pressed", () => {
  const slow = new SpeedPressure(), quick = new SpeedPressure();
  let a, b;
  for (let i = 0; i < 50; i++) [a, b] = [slow.of(i, 0, 16 * i), quick.of(60 * i, 0, 16 * i)];
  assert.equal(a, 255);
  assert.ok(b < 140, `${b}`);
  assert.deepEqual([0, 1].map(penPressure), [31, 255]);
  assert.ok(penPressure(0.5) > 100 && penPressure(0.5) < 190);
});

/* ---- the model ---- */

const lineOf = (layer, colour = "#1d1a26ff", n = 3) => ({ op: "draw", layer, colour, width: 9, curve: false, p: null,
  x: Int32Array.from({ length: n }, (_, i) => 9 * (i % 800)), y: new Int32Array(n), t: null });
const action = (...strokes) => ({ strokes });

test("the model moves along its actions", () => {
  const model = new Model();
  model.add(action(lineOf(1)));
  model.add({ paper: null });
  model.add(action(lineOf(0, "#ff0000ff")));
  assert.deepEqual([model.paper, model.strokes().length, model.canRedo], [null, 2, false]);
  model.undo();
  model.undo();
  assert.deepEqual([model.paper, model.strokes().length, model.canUndo, model.canRedo], ["#ffffff", 1, true, true]);
  model.redo();
  assert.equal(model.paper, null);
  model.add(action(lineOf(2)));
  assert.deepEqual([model.canRedo, model.strokes().map((s) => s.layer)], [false, [1, 2]]);
  assert.deepEqual(decode(model.bytes()).palette, ["#1d1a26ff"]);
});

test("what was cleared is not sent, and undo brings it back", () => {
  const model = new Model();
  model.add(action(lineOf(0), lineOf(1)));
  model.add({ clears: [1], strokes: [{ op: "clear", layer: 1, x: [], y: [], t: [9] }] });
  model.add(action(lineOf(1, "#00ff00ff")));
  assert.deepEqual(model.strokes().map((s) => [s.op, s.layer, s.colour]), [["draw", 0, "#1d1a26ff"], ["draw", 1, "#00ff00ff"]]);
  model.undo();
  model.undo();
  assert.equal(model.strokes().length, 2);
});

test("a loaded drawing is what it was", () => {
  for (const bytes of lines.slice(0, 60)) {
    const twin = decode(bytes), paper = twin.background === null ? null : twin.palette[twin.background];
    assert.equal(hex(new Model({ canvas: twin.canvas, paper, actions: actionsOf(twin) }).bytes()), hex(bytes));
  }
});

test("the limits are seen before they are hit", () => {
  const many = new Model({ actions: Array.from({ length: 1999 }, () => action(lineOf(0))) });
  assert.deepEqual([many.full("#1d1a26ff"), many.near()], [null, ["near-strokes", 1]]);
  many.add(action(lineOf(0)));
  assert.deepEqual(many.full("#1d1a26ff"), ["full-strokes", 2000]);
  assert.ok(many.bytes().length < LIMITS.bytes);
  const blue = (i) => `#0000${(10 + i).toString(16).padStart(2, "0")}ff`;
  const colours = new Model({ actions: Array.from({ length: 63 }, (_, i) => action(lineOf(0, blue(i)))) });
  assert.deepEqual(colours.full("#ff0000ff"), ["full-colours", 64]);
  assert.equal(colours.full("#00000aff"), null);
  assert.equal(colours.full("#ffffffff"), null, "the paper's colour is one of them");
  const long = new Model({ actions: Array.from({ length: 37 }, () => action(lineOf(0, "#1d1a26ff", 5000))) });
  assert.ok(long.room() > 0 && long.near()?.[0] === "near-points");
  while (long.full("#1d1a26ff") === null) long.add(action(lineOf(0, "#1d1a26ff", Math.max(1, Math.min(5000, long.room())))));
  assert.deepEqual(long.full("#1d1a26ff"), ["full-points", 0]);
  assert.ok(long.bytes().length <= LIMITS.bytes, "what was allowed fits");
});

test("a stroke's bytes are counted, not guessed", () => {
  const twin = decode(lines[0]), bytes = twin.strokes.reduce((sum, s) => sum + strokeBytes(s, twin.canvas, s.t?.[0] ?? 0), 0);
  assert.ok(Math.abs(bytes - lines[0].length) < 64, `${bytes} of ${lines[0].length}`);
});

let failed = 0;
for (const [name, run] of tests) {
  try {
    run();
  } catch (fault) {
    failed++;
    console.log(`FAILED ${name}: ${fault.stack.slice(0, 2000)}`);
  }
}
console.log(`check: ${tests.length - failed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed ? 1 : 0;
