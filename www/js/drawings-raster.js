// The rasteriser, src/drawings/raster.c as WebAssembly: what it paints here is what the server makes, byte by byte.

/** The largest picture's longer side, in pixels. */
export const SIDE = 1024;
const OPS = ["draw", "erase", "fill", "clear"];
const NEWEST = 0;                         // version of the rasteriser: for what is not stored yet
const INK = 1, PAPER = 0;                 // numbers in the palette of a live drawing: a colour is read only while it is painted

/** Why there is no rasteriser: reason "missing" (not installed), "old" (the browser cannot run it) or "offline". */
export class NoRaster extends Error {
  constructor(reason, cause) {
    super(`no rasteriser: ${reason}`, { cause });
    this.reason = reason;
  }
}

let compiled = null;

async function compile() {
  if (!("WebAssembly" in globalThis)) throw new NoRaster("old");
  const answer = await fetch(new URL("../wasm/raster.wasm", import.meta.url)).catch((fault) => { throw new NoRaster("offline", fault); });
  if (!answer.ok) throw new NoRaster(answer.status === 404 ? "missing" : "offline");
  const bytes = await answer.arrayBuffer().catch((fault) => { throw new NoRaster("offline", fault); });
  return WebAssembly.compile(bytes).catch((fault) => { throw new NoRaster("old", fault); });
}

/** A rasteriser of one's own: what src/drawings/raster_wasm.c exports. One compilation for all; a failed one is tried again. */
export async function instantiate() {
  compiled ??= compile();
  try {
    return (await WebAssembly.instantiate(await compiled, {})).exports;
  } catch (fault) {
    compiled = null;
    throw fault;
  }
}

const bytesAt = (wasm, address, n) => new Uint8ClampedArray(wasm.memory.buffer, address, n);

class Raster {
  #wasm;

  constructor(wasm) {
    this.#wasm = wasm;
  }

  /** The picture of CHD1 bytes by the newest version; `side`: 64, 128, 256, 512 or 1024. An Error where the bytes are no drawing. */
  picture(bytes, side) {
    const wasm = this.#wasm, place = wasm.room(bytes.length);
    if (!place) throw new Error("not enough memory for the drawing");
    bytesAt(wasm, place, bytes.length).set(bytes);
    const fault = wasm.load(place, bytes.length, NEWEST);
    if (fault) throw new Error(fault > 0 ? `not a drawing: rule ${fault - 1}` : "not enough memory for the drawing");
    if (!wasm.paint()) throw new Error("too much lies over itself in the drawing");
    const width = wasm.width(side), height = wasm.height(side), rgba = wasm.picture(side);
    if (!rgba) throw new RangeError(`there is no picture of side ${side}`);
    return new ImageData(bytesAt(wasm, rgba, 4 * width * height).slice(), width, height);
  }
}

function rgbaOf(colour) {
  return [1, 3, 5, 7].map((i) => parseInt(`${colour}ff`.slice(i, i + 2), 16));
}

/** A drawing in the making. Rectangles are {x, y, width, height} in pixels of the largest picture, or null where nothing changed. */
class LiveRaster {
  #wasm;

  constructor(wasm) {
    this.#wasm = wasm;
  }

  #rect(address) {
    if (!address) return null;
    const [x0, y0, x1, y1] = new Int32Array(this.#wasm.memory.buffer, address, 4);
    return x0 < x1 ? { x: x0, y: y0, width: x1 - x0, height: y1 - y0 } : null;
  }

  /** An empty drawing on a canvas of units; sets `width` and `height`, in pixels. `paper`: a colour or null. */
  begin({ w, h }, paper) {
    if (!this.#wasm.new_drawing(w, h, -1)) throw new Error("not enough memory to draw");
    this.width = this.#wasm.width(SIDE);
    this.height = this.#wasm.height(SIDE);
    this.scale = SIDE / Math.max(w, h);
    this.paper(paper);
  }

  paper(colour) {
    if (colour) this.#wasm.colour(PAPER, ...rgbaOf(colour));
    this.#wasm.background(colour ? PAPER : -1);
  }

  /** Begins a stroke; {op, layer, width, curve} as in the twin, `colour` "#rrggbb" or "#rrggbbaa". */
  stroke({ op, layer, colour, width = 0, curve = false }) {
    if (colour) this.#wasm.colour(INK, ...rgbaOf(colour));
    if (!this.#wasm.stroke(OPS.indexOf(op), layer, INK, width, curve)) throw new Error("a stroke that cannot be");
  }

  point(x, y, pressure) {
    this.#wasm.point(x, y, pressure);
  }

  /** Points from the n-th on are going to be replaced. */
  keep(n) {
    this.#wasm.keep(n);
  }

  /** Paints the stroke as it is by now; false where it is too tangled to be painted. */
  live() {
    const address = this.#wasm.live();
    return address ? this.#rect(address) : false;
  }

  /** What a whole stroke, as in the twin, takes of `workMax`, in a drawing whose longest stroke has `longest` points: { work, points,
      crowded }, where points count as `longest` does and crowded says that a longer stroke elsewhere changes the work. Paints nothing.
      To be asked while no stroke grows; null where the memory is not enough. */
  effort(stroke, longest = 0) {
    this.stroke(stroke);
    for (let i = 0; i < stroke.x.length; i++) this.point(stroke.x[i], stroke.y[i], stroke.p ? stroke.p[i] : 255);
    const address = this.#wasm.effort(longest);
    if (!address) return null;
    const [work, points, crowded] = new Int32Array(this.#wasm.memory.buffer, address, 3);
    return { work, points, crowded: crowded === 1 };
  }

  /** More than this no drawing may take. */
  get workMax() {
    return this.#wasm.work_max();
  }

  commit() {
    this.#wasm.commit();
  }

  cancel() {
    return this.#rect(this.#wasm.cancel());
  }

  /** Takes the last committed stroke back; false where it is too long ago to be remembered. */
  undo() {
    const address = this.#wasm.undo();
    return address ? this.#rect(address) : false;
  }

  /** Which layers are shown: a Set of numbers. */
  show(layers) {
    this.#wasm.show([...layers].reduce((bits, layer) => bits | 1 << layer, 0));
  }

  /** Is there paint of a layer within `radius` of a point? All in units of the canvas. */
  hasPaint(layer, x, y, radius) {
    const [x0, y0, x1, y1] = [x - radius, y - radius, x + radius, y + radius].map((v) => v * this.scale);
    return !!this.#wasm.has_paint(layer, Math.floor(x0), Math.floor(y0), Math.ceil(x1), Math.ceil(y1));
  }

  /** Pixels of a rectangle; they are valid until the next call. */
  part({ x, y, width, height }) {
    const rgba = this.#wasm.part(x, y, x + width, y + height);
    if (!rgba) throw new Error("not enough memory to draw");
    return new ImageData(bytesAt(this.#wasm, rgba, 4 * width * height), width, height);
  }
}

/** For finished drawings: { picture(chd1Bytes, side) -> ImageData }. */
export async function loadRaster() {
  return new Raster(await instantiate());
}

/** For a drawing in the making. */
export async function loadLiveRaster() {
  return new LiveRaster(await instantiate());
}
