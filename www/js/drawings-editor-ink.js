// From actions to pixels: paints the model on the canvas by the rasteriser, and the stroke that grows under the pointer.
import { Stroke, STROKE_POINTS_MAX } from "./drawings-editor-stroke.js";

const WHOLE_POINTS_MAX = 6000;          // of what must be one stroke: see-through lines, outlines

export class Ink {
  #pen = null;                          // what is drawn now: {style, stroke, fresh, strokes, room, why}

  constructor(raster, canvas) {
    this.raster = raster;
    this.canvas = canvas;
    this.context = canvas.getContext("2d", { desynchronized: true });   // the shortest way to the screen, where there is one
    this.shown = new Set([0, 1, 2, 3, 4, 5, 6, 7]);
  }

  /** Paints all of a model. */
  show(model) {
    this.#pen = null;
    this.raster.begin(model.canvas, model.paper);
    this.raster.show(this.shown);
    this.bounds = { x0: -model.canvas.w, y0: -model.canvas.h, x1: 2 * model.canvas.w, y1: 2 * model.canvas.h };
    for (const action of model.done) this.#paint(action);
    this.canvas.width = this.raster.width;
    this.canvas.height = this.raster.height;
    this.refresh();
  }

  /** Shows a rectangle, or all, as it is painted. */
  refresh(rect = { x: 0, y: 0, width: this.raster.width, height: this.raster.height }) {
    if (rect) this.context.putImageData(this.raster.part(rect), rect.x, rect.y);
  }

  showLayers(shown) {
    this.shown = shown;
    this.raster.show(shown);
    this.refresh();
  }

  /* ---- actions ---- */

  #paint(action, refresh) {
    for (const stroke of action.strokes ?? []) {
      this.raster.stroke(stroke);
      for (let i = 0; i < stroke.x.length; i++) this.raster.point(stroke.x[i], stroke.y[i], stroke.p ? stroke.p[i] : 255);
      const rect = this.raster.live();
      this.raster.commit();
      if (refresh) this.refresh(rect || null);
    }
  }

  /** An action that was added or done again. */
  apply(action, model) {
    if (!("paper" in action)) return this.#paint(action, true);
    this.raster.paper(model.paper);
    return this.refresh();
  }

  /** An action that the model has taken back. */
  revert(action, model) {
    if ("paper" in action) return this.apply(action, model);
    for (let n = action.strokes.length; n > 0; n--) {
      const rect = this.raster.undo();
      if (rect === false) return this.show(model);
      this.refresh(rect);
    }
    return undefined;
  }

  /* ---- the stroke under the pointer ---- */

  get isDrawing() {
    return this.#pen !== null;
  }

  /** `style`: {op, layer, colour, width, curve, pressed} (pressed: with pressure); tolerance and spacing in units; `room`: points that
      the drawing still takes; `lines`: how many strokes. */
  begin(style, { tolerance, spacing, room, lines }) {
    this.#pen = { style, tolerance, spacing, room, lines, counted: 0, strokes: [], why: null };
    this.#next();
  }

  #next() {
    const pen = this.#pen, { op, curve } = pen.style;
    pen.stroke = new Stroke({
      tolerance: pen.tolerance, spacing: curve ? pen.spacing : Infinity, bounds: this.bounds, closed: op === "fill",
    });
    pen.fresh = 0;                      // points that the rasteriser has
    this.raster.stroke(pen.style);
  }

  #splits() {
    const { op, colour } = this.#pen.style;
    return op === "erase" || (op === "draw" && (colour.length === 7 || colour.endsWith("ff")));
  }

  /** A sample; false where the stroke takes no more: then why() says the word for it. */
  add(x, y, p, t) {
    const pen = this.#pen, { stroke } = pen;
    if (pen.why) return false;
    pen.fresh = this.#change(stroke.add(x, y, pen.style.pressed ? p : 255, t), pen.fresh);
    pen.room -= stroke.length - pen.counted;
    pen.counted = stroke.length;
    const splits = this.#splits(), long = stroke.length >= (splits ? STROKE_POINTS_MAX : WHOLE_POINTS_MAX);
    if (pen.room <= 0) pen.why = "full-points";
    else if (long && splits && pen.strokes.length + 1 < pen.lines) this.#split(x, y, p, t);
    else if (long) pen.why = "stroke-long";
    return !pen.why;
  }

  #change(from, fresh) {
    return from < 0 ? fresh : Math.min(from, fresh);
  }

  #split(x, y, p, t) {
    this.paint();
    this.#keep();
    this.#next();
    this.#pen.counted = 0;
    this.add(x, y, p, t);
  }

  /** Replaces all points: of a line that is put together point by point. */
  set(points) {
    const pen = this.#pen;
    Object.assign(pen.stroke, { x: [], y: [], p: [], t: [] });
    for (const { x, y, t } of points) {
      if (x === pen.stroke.x.at(-1) && y === pen.stroke.y.at(-1)) continue;
      for (const [plane, value] of [["x", x], ["y", y], ["p", 255], ["t", t]]) pen.stroke[plane].push(value);
    }
    pen.fresh = 0;
  }

  /** Paints what was added since the last time and shows it. False where it is too tangled. */
  paint() {
    const { stroke, fresh, style } = this.#pen;
    if (fresh === stroke.length && this.#pen.painted === stroke.length) return true;
    this.raster.keep(fresh);
    for (let i = fresh; i < stroke.length; i++) this.raster.point(stroke.x[i], stroke.y[i], stroke.p[i]);
    this.#pen.fresh = this.#pen.painted = stroke.length;
    if (style.op === "fill" && stroke.length < 3) return true;
    const rect = this.raster.live();
    if (rect === false) {
      this.#pen.why = "tangled";
      this.refresh(this.raster.cancel());
      return false;
    }
    this.refresh(rect);
    return true;
  }

  why() {
    return this.#pen?.why ?? null;
  }

  #keep() {
    const { style, stroke, strokes } = this.#pen, { op, layer, colour, width } = style;
    const full = stroke.p.every((p) => p === 255);
    this.raster.commit();
    this.#pen.painted = undefined;
    strokes.push({
      op, layer, colour: op === "erase" ? null : colour, width, curve: style.curve && stroke.length >= 3, x: Int32Array.from(stroke.x),
      y: Int32Array.from(stroke.y), p: op === "fill" || full ? null : Uint8Array.from(stroke.p), t: Int32Array.from(stroke.t),
    });
  }

  /** Ends the stroke. The action that it makes, or null where it makes none. */
  end() {
    const pen = this.#pen;
    pen.fresh = this.#change(pen.stroke.end(), pen.fresh);
    if (pen.why === "tangled" || !this.paint() || pen.stroke.length < (pen.style.op === "fill" ? 3 : 1)) return this.cancel();
    this.#keep();
    this.#pen = null;
    return { strokes: pen.strokes };
  }

  /** Takes the stroke back, with what of it was kept already. */
  cancel() {
    const { strokes } = this.#pen;
    this.#pen = null;
    this.refresh(this.raster.cancel());
    for (let n = strokes.length; n > 0; n--) this.refresh(this.raster.undo() || null);
    return null;
  }
}
