// A drawing that draws itself again: from its CHD1 bytes, by the rasteriser that makes the server's pictures, in the version that
// painted this one, so that at the end every pixel is the picture's. Where strokes have times they are true; others get the pace of
// a calm hand.
import { SIDE, instantiate } from "./drawings-raster.js";

const SIDE_MS = 900;             // without times: from one side of the canvas to the other
const STROKE_MS = 180;           // without times: from one stroke to the next
const NO_VERSION = -2;           // what load() says (src/drawings/raster_wasm.c)

/** The site has a newer rasteriser than this page, which was loaded before. */
export class NewerDrawing extends Error {}

/** The drawing behind an address: { bytes (CHD1), version (of the rasteriser, whole, 1 or more) }. Throws where there is none. */
export async function fetchDrawing(href) {
  const answer = await fetch(href), version = Number(answer.headers.get("Raster-Version"));
  if (!answer.ok) throw new Error(`answer ${answer.status}`);
  if (!(version >= 1)) throw new Error("which version of the rasteriser paints it is not said");
  return { bytes: new Uint8Array(await answer.arrayBuffer()), version };
}

/** When each point of a drawing is painted. `strokes` have count (points; 0 of one that clears), isSudden (there at once, as a whole),
 * x and y (lists) and times (a list, or null); `side` is the canvas's longer side. Pauses longer than `longestPause` are cut.
 * Gives lists over all moments: at (milliseconds from the beginning), stroke, points (how many of the stroke are painted then). */
export function schedule(strokes, side, longestPause = Infinity) {
  const at = [], stroke = [], points = [];
  let now = 0, stored = null;
  strokes.forEach((s, i) => {
    for (let k = 0; k < Math.max(s.count, 1); k++) {
      let step = 0;
      if (s.times) {
        step = stored === null ? 0 : s.times[k] - stored;
        stored = s.times[k];
      } else if (k > 0) {
        step = (Math.hypot(s.x[k] - s.x[k - 1], s.y[k] - s.y[k - 1]) / side) * SIDE_MS;
      } else if (i > 0) {
        step = STROKE_MS;
      }
      now += Math.min(step, longestPause);
      if (s.isSudden && k < s.count - 1) continue;
      at.push(now);
      stroke.push(i);
      points.push(s.isSudden ? s.count : k + 1);
    }
  });
  return { at, stroke, points };
}

// The last of ascending numbers that is not above `limit`; -1 where all are.
function lastUpTo(numbers, limit) {
  let low = 0, high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Paints one drawing at a time on a canvas, as it was at any moment of its making. */
export class Replay {
  #wasm;
  #moments = { at: [], stroke: [], points: [] };
  #done = -1;                    // the moment that is painted

  /** `wasm`: of instantiate(); `canvas` may be changed before load(). */
  constructor(wasm, canvas) {
    this.#wasm = wasm;
    this.canvas = canvas;
  }

  static async on(canvas) {
    return new Replay(await instantiate(), canvas);
  }

  /** Takes another drawing, as of fetchDrawing(); the canvas shows its empty paper. Throws where it cannot be painted: NewerDrawing
      where that takes a version of the rasteriser that is not here. */
  load({ bytes, version }, longestPause = Infinity) {
    const wasm = this.#wasm, room = wasm.room(bytes.length);
    if (!room) throw new Error("no memory");
    new Uint8Array(wasm.memory.buffer, room, bytes.length).set(bytes);
    const fault = wasm.load(room, bytes.length, version);
    if (fault === NO_VERSION) throw new NewerDrawing(`version ${version} of the rasteriser is not here`);
    if (fault) throw new Error(`no drawing: rule ${fault - 1}`);
    this.#moments = schedule(this.#strokes(), wasm.longer_side(), longestPause);
    this.canvas.width = wasm.width(SIDE);
    this.canvas.height = wasm.height(SIDE);
    this.#begin();
  }

  /** Milliseconds from the first point to the last. */
  get duration() {
    return this.#moments.at.at(-1) ?? 0;
  }

  /** Paints what was there `ms` milliseconds after the first point. */
  seek(ms) {
    const { stroke, points, at } = this.#moments, target = lastUpTo(at, ms);
    if (target < this.#done) this.#begin();
    const changed = [Infinity, Infinity, -Infinity, -Infinity];
    while (this.#done < target) {
      const current = stroke[this.#done + 1];
      let to = this.#done + 1;
      while (to < target && stroke[to + 1] === current) to++;
      this.#grow(current, points[to], changed);
      this.#done = to;
    }
    if (changed[0] < changed[2]) this.#show(...changed);
  }

  #numbers(address, n) {
    return address ? new Int32Array(this.#wasm.memory.buffer, address, n) : null;
  }

  #strokes() {
    const wasm = this.#wasm;
    return Array.from({ length: wasm.stroke_count() }, (_, i) => {
      const count = wasm.stroke_points(i);
      return {
        count, isSudden: Boolean(wasm.stroke_is_sudden(i)), x: this.#numbers(wasm.stroke_x(i), count),
        y: this.#numbers(wasm.stroke_y(i), count), times: this.#numbers(wasm.stroke_times(i), Math.max(count, 1)),
      };
    });
  }

  #begin() {
    if (!this.#wasm.replay()) throw new Error("no memory");
    this.#done = -1;
    this.#show(0, 0, this.canvas.width, this.canvas.height);
  }

  #grow(stroke, points, changed) {
    const rect = this.#numbers(this.#wasm.grow(stroke, points), 4);
    if (!rect || rect[0] >= rect[2] || rect[1] >= rect[3]) return;
    changed[0] = Math.min(changed[0], rect[0]);
    changed[1] = Math.min(changed[1], rect[1]);
    changed[2] = Math.max(changed[2], rect[2]);
    changed[3] = Math.max(changed[3], rect[3]);
  }

  #show(x0, y0, x1, y1) {
    const wasm = this.#wasm, width = x1 - x0, height = y1 - y0, address = wasm.part(x0, y0, x1, y1);
    if (!address) throw new Error("no memory");
    const pixels = new Uint8ClampedArray(wasm.memory.buffer, address, width * height * 4);
    this.canvas.getContext("2d").putImageData(new ImageData(pixels, width, height), x0, y0);
  }
}

/** Calls `frame` with the milliseconds since now, again and again while it gives true. Gives a function that stops it. */
export function animate(frame) {
  const began = performance.now();
  let request = requestAnimationFrame(function next(now) {
    if (frame(Math.max(0, now - began))) request = requestAnimationFrame(next);
  });
  return () => cancelAnimationFrame(request);
}

/** Should things stand still unless somebody asks? */
export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
