// How much work it is to paint what was drawn (docs/rendering.md, "Work"): the site refuses a drawing that takes too much, and the editor
// knows before. Strokes are counted one by one, each once, as the site counts them, while nobody draws.

const QUIET_MS = 300, IDLE_LEAST_MS = 4;
const soon = globalThis.requestIdleCallback ?? ((run) => run());

export class Work {
  #known = new WeakMap();               // stroke: { work, points, crowded, longest }, as of LiveRaster.effort()
  #strokes = [];
  #left = [];                           // of them, what is to be counted
  #timer = 0;

  /** `isDrawing()`: a stroke grows just now. `told(part)`: what of the limit is used, above 1 where it is too much; null where that
      cannot be known. */
  constructor(raster, { isDrawing, told }) {
    Object.assign(this, { raster, isDrawing, told });
  }

  /** The drawing consists of these strokes now. Told at once where all of them are known, else soon. */
  changed(strokes) {
    this.#strokes = strokes;
    this.#left = this.#unknown();
    clearTimeout(this.#timer);
    if (this.#left.length) this.#wait();
    else this.told(this.part);
  }

  /** Counts what is left; not while a stroke grows. */
  settle() {
    clearTimeout(this.#timer);
    while (this.#left.length) this.#count();
    this.told(this.part);
  }

  /** What of the limit is used, of strokes that are all counted. The site does not mind layers that are emptied at the end. */
  get part() {
    let sum = 0, part = 0;
    for (const stroke of this.#strokes) {
      sum += this.#known.get(stroke)?.work ?? NaN;
      if (stroke.op !== "clear") part = sum / this.raster.workMax;
    }
    return Number.isNaN(part) ? null : part;
  }

  get #longest() {
    return this.#strokes.reduce((most, stroke) => Math.max(most, this.#known.get(stroke).points), 0);
  }

  // First strokes that were never counted, then those that have other work beside the longest one.
  #unknown() {
    const fresh = this.#strokes.filter((stroke) => !this.#known.has(stroke));
    if (fresh.length) return fresh;
    const longest = this.#longest;
    return this.#strokes.map((stroke) => [stroke, this.#known.get(stroke)])
      .filter(([, { crowded, longest: before }]) => crowded && before !== longest).map(([stroke]) => stroke);
  }

  #count() {
    const stroke = this.#left.pop(), longest = this.#known.has(stroke) ? this.#longest : 0;
    const effort = this.raster.effort(stroke, longest) ?? { work: NaN, points: 0, crowded: false };
    this.#known.set(stroke, { ...effort, longest: longest || effort.points });
    if (!this.#left.length) this.#left = this.#unknown();
  }

  #wait() {
    this.#timer = setTimeout(() => soon((deadline) => this.#some(deadline)), QUIET_MS);
  }

  #some(deadline) {
    while (this.#left.length && !this.isDrawing()) {
      this.#count();
      if (!(deadline?.timeRemaining() > IDLE_LEAST_MS)) break;
    }
    if (this.#left.length) this.#wait();
    else this.told(this.part);
  }
}
