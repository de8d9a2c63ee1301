// Drawing without dragging: a crosshair that arrow keys or taps move, and points that are put one by one (WCAG 2.2, 2.5.7 and 2.1.1).

const STEP = 1 / 64, FAR = 8, FINE = 1 / 8;   // of the canvas; times STEP with Shift and with Alt

export class Points {
  #points = [];
  #at = null;                           // the crosshair, in units of the canvas
  #drawn = false;

  /** `target`: { begin() -> bool, set(points), end(), cancel(), changed() }: a line of straight pieces. */
  constructor(view, target, cross) {
    Object.assign(this, { view, target, cross });
  }

  get count() {
    return this.#points.length;
  }

  get isShown() {
    return this.#at !== null;
  }

  get place() {
    return this.#at;
  }

  /** Puts the crosshair where the view moved it. */
  update() {
    this.cross.toggleAttribute("hidden", !this.#at);
    if (!this.#at) return;
    const { x, y } = this.view.toStage(this.#at.x, this.#at.y);
    this.cross.style.transform = `translate(${x}px, ${y}px)`;
  }

  hide() {
    this.#at = null;
    this.update();
  }

  #go(x, y, { w, h }) {
    this.#at = { x: Math.max(0, Math.min(w, Math.round(x))), y: Math.max(0, Math.min(h, Math.round(y))) };
    this.view.reveal(this.#at.x, this.#at.y);
    this.update();
  }

  /** An arrow key; `dx`, `dy` are -1, 0 or 1 as the screen shows it. */
  step(dx, dy, canvas, { shiftKey, altKey }) {
    const step = STEP * Math.max(canvas.w, canvas.h) * (shiftKey ? FAR : altKey ? FINE : 1);
    const from = this.#at ?? { x: canvas.w / 2, y: canvas.h / 2 };
    this.#go(from.x + (this.view.isFlipped ? -dx : dx) * step, from.y + dy * step, canvas);
    this.#preview();
  }

  /** A point at the crosshair, which is shown first where it was not. */
  put(canvas, t) {
    if (!this.#at) return this.#go(canvas.w / 2, canvas.h / 2, canvas);
    return this.#put(t);
  }

  /** A point where somebody taps. */
  tap({ x, y }, canvas, t) {
    const at = this.view.toCanvas(x, y);
    this.#go(at.x, at.y, canvas);
    this.#put(t);
  }

  #put(t) {
    const last = this.#points.at(-1);
    if (last && last.x === this.#at.x && last.y === this.#at.y) return;
    if (!this.#drawn && !this.target.begin(this.#at)) return;
    this.#drawn = true;
    this.#points.push({ ...this.#at, t });
    this.#preview();
    this.target.changed();
  }

  // The line as it would be with the crosshair as its next point.
  #preview() {
    if (!this.#drawn) return;
    const last = this.#points.at(-1), away = last.x !== this.#at.x || last.y !== this.#at.y;
    this.target.set(away ? [...this.#points, { ...this.#at, t: last.t }] : this.#points);
  }

  back() {
    if (this.#points.length < 2) return this.cancel();
    this.#points.pop();
    const last = this.#points.at(-1);
    this.#at = { x: last.x, y: last.y };
    this.update();
    this.#preview();
    return this.target.changed();
  }

  end() {
    if (!this.#drawn) return;
    this.target.set(this.#points);
    this.#forget();
    this.target.end();
    this.target.changed();
  }

  cancel() {
    if (!this.#drawn) return;
    this.#forget();
    this.target.cancel();
    this.target.changed();
  }

  #forget() {
    this.#points = [];
    this.#drawn = false;
  }
}
