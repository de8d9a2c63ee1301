// What has been drawn: a list of actions, and how many of them count (undo and redo move along it). No page, no pixels.
//
// An action is { strokes: [...] } as in the twin, but with `colour` "#rrggbbaa" instead of a number; or { paper: "#rrggbb" or null };
// or { clears: [layer, ...], strokes: [...] }.
import { encode, strokeBytes, LIMITS } from "./drawings-chd1.js";

export const CANVAS = { w: 4096, h: 4096 };
export const LAYERS = { fill: 0, outline: 1, detail: 2 };
const HEAD_BYTES = 300;                 // in front of the strokes, at most
const POINT_BYTES = 8;                  // of one more point, about the most
const NEAR = 0.9;

const hasColour = ({ op }) => op === "draw" || op === "fill";
const lastTime = (stroke) => stroke.t?.at(-1) ?? 0;

/** Actions that make the drawing of a twin, one for each stroke. */
export function actionsOf(twin) {
  return twin.strokes.map((stroke) => ({ strokes: [{ ...stroke, colour: hasColour(stroke) ? twin.palette[stroke.colour] : null }] }));
}

export class Model {
  #sizes = new WeakMap();

  constructor({ canvas = CANVAS, paper = "#ffffff", actions = [], cursor = actions.length } = {}) {
    this.canvas = canvas;
    this.firstPaper = paper;
    this.actions = actions;
    this.cursor = cursor;
  }

  get done() {
    return this.actions.slice(0, this.cursor);
  }

  get canUndo() {
    return this.cursor > 0;
  }

  get canRedo() {
    return this.cursor < this.actions.length;
  }

  get paper() {
    const change = this.done.findLast((action) => "paper" in action);
    return change ? change.paper : this.firstPaper;
  }

  /** All that was undone is gone then. */
  add(action) {
    this.actions.length = this.cursor;
    this.actions.push(action);
    this.cursor++;
  }

  undo() {
    return this.actions[--this.cursor];
  }

  redo() {
    return this.actions[this.cursor++];
  }

  /** The strokes that count. What a guest has cleared is not sent: nobody who looks at the replay should see it. */
  strokes() {
    const cleared = new Set(), ret = [];
    for (const action of this.done.reverse()) {
      if (action.clears) action.clears.forEach((layer) => cleared.add(layer));
      else ret.push(...(action.strokes ?? []).filter((stroke) => !cleared.has(stroke.layer)).reverse());
    }
    return ret.reverse();
  }

  /** Layers that strokes name. */
  layers() {
    return new Set(this.strokes().map((stroke) => stroke.layer));
  }

  /** The last time of all that was ever drawn, in ms. */
  get time() {
    return this.actions.reduce((last, action) => (action.strokes ?? []).reduce((t, s) => Math.max(t, lastTime(s)), last), 0);
  }

  twin() {
    const strokes = this.strokes(), paper = this.paper, palette = new Map();
    const number = (colour) => palette.get(colour) ?? palette.set(colour, palette.size).get(colour);
    const background = paper ? number(paper) : null;
    return {
      format: "chd1", canvas: this.canvas, background,
      strokes: strokes.map((s) => (hasColour(s) ? { ...s, colour: number(s.colour) } : s)), palette: [...palette.keys()],
    };
  }

  /** The bytes of the drawing; a DrawingFault where it is none. */
  bytes() {
    return encode(this.twin());
  }

  #size(stroke) {
    const before = Math.max(0, (stroke.t?.[0] ?? 0) - 20000);
    if (!this.#sizes.has(stroke)) this.#sizes.set(stroke, strokeBytes(stroke, this.canvas, before));
    return this.#sizes.get(stroke);
  }

  /** What of the format's limits is used; bytes are a little more than they will be. */
  usage() {
    const strokes = this.strokes();
    return {
      strokes: strokes.length,
      points: strokes.reduce((sum, s) => sum + s.x.length, 0),
      bytes: strokes.reduce((sum, s) => sum + this.#size(s), HEAD_BYTES),
      colours: new Set([this.paper, ...strokes.filter(hasColour).map((s) => s.colour)].filter(Boolean).map((c) => c.padEnd(9, "f"))),
    };
  }

  /** Points that one more action may have. */
  room(used = this.usage()) {
    if (used.strokes >= LIMITS.strokes) return 0;
    return Math.max(0, Math.min(LIMITS.points - used.points, Math.floor((LIMITS.bytes - used.bytes) / POINT_BYTES) - 4));
  }

  /** Why a stroke in a colour cannot be begun, as [word, number], or null. */
  full(colour) {
    const used = this.usage();
    if (used.strokes >= LIMITS.strokes) return ["full-strokes", LIMITS.strokes];
    if (this.room(used) < 16) return ["full-points", 0];
    if (colour && used.colours.size >= LIMITS.colours && !used.colours.has(colour.padEnd(9, "f"))) return ["full-colours", LIMITS.colours];
    return null;
  }

  /** What is nearly used up, in the same way. */
  near() {
    const used = this.usage(), part = Math.max(used.points / LIMITS.points, used.bytes / LIMITS.bytes);
    if (used.strokes >= NEAR * LIMITS.strokes) return ["near-strokes", LIMITS.strokes - used.strokes];
    return part >= NEAR ? ["near-points", Math.floor(100 * part)] : null;
  }
}
