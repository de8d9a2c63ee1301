// Where the paper lies on the stage: zoom, pan, mirrored. Only how it looks; nothing of this is drawn.

const ZOOM_MAX = 12;                    // CSS pixels of a pixel of the picture
const MARGIN = 48;                      // so much of the paper stays on the stage

const clamp = (value, min, max) => Math.max(min, Math.min(max, value));

export class View {
  scale = 1;                            // CSS pixels of a pixel of the picture
  x = 0;                                // of the paper's left upper corner on the stage
  y = 0;
  isFlipped = false;
  #fitted = true;
  #free;
  #moved;

  /** `moved` is called after every change. */
  constructor(stage, sheet, moved) {
    this.stage = stage;
    this.sheet = sheet;
    this.#moved = moved;
    this.width = this.height = 1024;
    this.#measure();
    new ResizeObserver(() => this.#resize()).observe(stage);
  }

  /** A paper of so many pixels, for so many units on its longer side. */
  lay(width, height, units) {
    Object.assign(this, { width, height, unit: Math.max(width, height) / units });
    this.fit();
  }

  // The part of the stage that nothing lies over: what its padding leaves.
  #measure() {
    const style = getComputedStyle(this.stage), [top, right, bottom, left] = ["Top", "Right", "Bottom", "Left"].map(
      (side) => parseFloat(style[`padding${side}`]));
    const width = this.stage.clientWidth - left - right, height = this.stage.clientHeight - top - bottom;
    this.#free = { left, top, width: Math.max(32, width), height: Math.max(32, height) };
  }

  get #fitScale() {
    return Math.min(this.#free.width / this.width, this.#free.height / this.height);
  }

  get zoom() {
    return this.scale / this.#fitScale;
  }

  /** Units of the canvas in a CSS pixel. */
  get unitsPerPixel() {
    return 1 / (this.scale * this.unit);
  }

  fit() {
    this.#fitted = true;
    this.scale = this.#fitScale;
    this.x = this.#free.left + (this.#free.width - this.width * this.scale) / 2;
    this.y = this.#free.top + (this.#free.height - this.height * this.scale) / 2;
    this.#apply();
  }

  #resize() {
    this.#measure();
    if (this.#fitted) this.fit();
    else this.#apply();
  }

  #apply() {
    const w = this.width * this.scale, h = this.height * this.scale;
    this.x = clamp(this.x, MARGIN - w, this.stage.clientWidth - MARGIN);
    this.y = clamp(this.y, MARGIN - h, this.stage.clientHeight - MARGIN);
    this.sheet.style.width = `${this.width}px`;
    this.sheet.style.height = `${this.height}px`;
    const flip = this.isFlipped ? ` translate(${this.width}px) scale(-1, 1)` : "";
    this.sheet.style.transform = `translate(${this.x}px, ${this.y}px) scale(${this.scale})${flip}`;
    this.#moved();
  }

  /** Zooms by a factor around a place on the stage (CSS pixels), which moves by dx, dy at the same time. */
  move(px, py, factor, dx = 0, dy = 0) {
    const scale = clamp(this.scale * factor, Math.min(this.#fitScale / 2, ZOOM_MAX), ZOOM_MAX), by = scale / this.scale;
    this.#fitted = false;
    this.x = px + dx - (px - this.x) * by;
    this.y = py + dy - (py - this.y) * by;
    this.scale = scale;
    this.#apply();
  }

  zoomBy(factor, { x, y } = { x: this.stage.clientWidth / 2, y: this.stage.clientHeight / 2 }) {
    this.move(x, y, factor);
  }

  flip() {
    this.isFlipped = !this.isFlipped;
    this.#apply();
  }

  /** From a place on the stage to units of the canvas, and back. */
  toCanvas(px, py) {
    const x = (px - this.x) / this.scale, y = (py - this.y) / this.scale;
    return { x: (this.isFlipped ? this.width - x : x) / this.unit, y: y / this.unit };
  }

  toStage(x, y) {
    const px = x * this.unit;
    return { x: this.x + this.scale * (this.isFlipped ? this.width - px : px), y: this.y + this.scale * y * this.unit };
  }

  /** Moves the paper so that a place of the canvas is seen. */
  reveal(x, y) {
    const at = this.toStage(x, y), edge = 32;
    const dx = clamp(at.x, edge, this.stage.clientWidth - edge) - at.x, dy = clamp(at.y, edge, this.stage.clientHeight - edge) - at.y;
    if (dx || dy) this.move(0, 0, 1, dx, dy);
  }
}
