// Pens, fingers and mice on the stage. One pointer draws; two fingers, the wheel, the middle button or Space move the paper; a pen that
// is down makes palms nothing.
import { penPressure, SpeedPressure } from "./drawings-editor-stroke.js";

const SECOND_FINGER_MS = 350;           // a stroke younger or shorter than this was the first of two fingers
const SECOND_FINGER_PX = 24;
const PALM_MS = 400;                    // after a pen was lifted its hand still lies there
const WHEEL_STEP = 0.0016;

export class Input {
  #fingers = new Map();                 // touches that lie on the stage: id -> {x, y, ignored}
  #drawing = null;                      // {id, kind, since, length, x, y, speed}
  #panning = null;
  #gesture = false;                     // two fingers were down and not all are up again
  #pen = { id: null, until: 0 };
  #samples = [];
  #frame = 0;
  #box;                                 // the stage in the window
  #first = 0;                           // when the oldest event of this frame came

  /** `target`: { begin(kind, event) -> bool, sample(x, y, pressure, t), paint(), end(), cancel(), tap(x, y), hover(x, y or null),
      isTapping(), isPanning() }; places are CSS pixels of the stage. */
  constructor(stage, view, target) {
    Object.assign(this, { stage, view, target });
    const on = (type, listener, options) => stage.addEventListener(type, listener.bind(this), options);
    new ResizeObserver(() => this.#measure()).observe(stage);
    addEventListener("scroll", () => this.#measure(), { passive: true });
    on("pointerenter", this.#measure);
    on("pointerdown", this.#down);
    on("pointermove", this.#move);
    on("pointerup", this.#up);
    on("pointercancel", this.#cancel);
    on("pointerleave", () => target.hover(null));
    on("wheel", this.#wheel, { passive: false });
    on("contextmenu", (event) => event.preventDefault());
    on("gesturestart", (event) => event.preventDefault());
    addEventListener("blur", () => this.#leave());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.#leave(); });
  }

  #isPaper(event) {
    return !event.target.closest("button, a, dialog, input, [role=group]");
  }

  // The stage stays where it is while something is drawn: measuring it at each sample would cost a layout.
  #place(event) {
    return { x: event.clientX - this.#box.left, y: event.clientY - this.#box.top };
  }

  #measure() {
    this.#box = this.stage.getBoundingClientRect();
  }

  /* ---- down ---- */

  #down(event) {
    this.#measure();
    if (!this.#isPaper(event)) return;
    if (event.pointerType === "touch") this.#fingerDown(event);
    else if (event.pointerType === "pen") this.#penDown(event);
    else this.#mouseDown(event);
  }

  #capture(event) {
    try {
      this.stage.setPointerCapture(event.pointerId);
    } catch { /* The pointer is gone already. */ }
  }

  #mouseDown(event) {
    if (event.button === 1 || (event.button === 0 && this.target.isPanning())) {
      event.preventDefault();
      this.#capture(event);
      this.#panning = { id: event.pointerId, ...this.#place(event) };
    } else if (event.button === 0) {
      this.#begin(event, "mouse");
    }
  }

  #penDown(event) {
    this.#pen.id = event.pointerId;
    if (this.#drawing?.kind === "touch") this.#drop();
    for (const finger of this.#fingers.values()) finger.ignored = true;
    this.#gesture = false;
    if (event.button === 0 || event.button === 5) this.#begin(event, event.button === 5 ? "eraser" : "pen");
  }

  #fingerDown(event) {
    const ignored = this.#pen.id !== null || event.timeStamp < this.#pen.until;
    this.#fingers.set(event.pointerId, { ...this.#place(event), ignored });
    if (ignored) return;
    this.#capture(event);
    const count = this.#active().length;
    if (count === 1 && !this.#gesture) return void this.#begin(event, "touch");
    this.#gesture = true;
    if (this.#drawing) this.#secondFinger(event);
  }

  #active() {
    return [...this.#fingers.values()].filter((finger) => !finger.ignored);
  }

  // What one finger has just begun was no stroke; a line that is long already stays as it is.
  #secondFinger(event) {
    const { since, length } = this.#drawing;
    if (event.timeStamp - since < SECOND_FINGER_MS || length < SECOND_FINGER_PX) this.#drop();
    else this.#finish();
  }

  #begin(event, kind) {
    if (this.#drawing) return;
    const at = this.#place(event);
    if (this.target.isTapping()) {
      this.#capture(event);
      this.#drawing = { id: event.pointerId, kind, taps: true, since: event.timeStamp, length: 0, ...at };
      return;
    }
    if (!this.target.begin(kind, at, event.timeStamp)) return;
    this.#capture(event);
    this.#drawing = { id: event.pointerId, kind, since: event.timeStamp, length: 0, ...at, speed: new SpeedPressure() };
    this.#sample(event);
    this.#soon(event);
  }

  /* ---- move ---- */

  #move(event) {
    if (event.pointerType !== "touch") this.target.hover(this.#place(event));
    if (event.pointerId === this.#panning?.id) return this.#pan(event);
    if (event.pointerId === this.#drawing?.id) return this.#draw(event);
    if (this.#fingers.has(event.pointerId)) this.#pinch(event);
    return undefined;
  }

  #draw(event) {
    const events = event.getCoalescedEvents?.() ?? [];
    for (const one of events.length ? events : [event]) this.#sample(one);
    if (!this.#drawing.taps) this.#soon(event);
  }

  #sample(event) {
    const d = this.#drawing, { x, y } = this.#place(event);
    d.length += Math.hypot(x - d.x, y - d.y);
    Object.assign(d, { x, y });
    if (d.taps) return;
    const feels = d.kind === "pen" || d.kind === "eraser";
    this.#samples.push([x, y, feels ? penPressure(event.pressure) : d.speed.of(x, y, event.timeStamp), event.timeStamp]);
  }

  #pan(event) {
    const { x, y } = this.#place(event);
    this.view.move(0, 0, 1, x - this.#panning.x, y - this.#panning.y);
    Object.assign(this.#panning, { x, y });
  }

  #pinch(event) {
    const finger = this.#fingers.get(event.pointerId), [a, b] = this.#active(), at = this.#place(event);
    if (!this.#gesture || !b || (finger !== a && finger !== b)) return void Object.assign(finger, at);
    const other = finger === a ? b : a, apart = Math.hypot(finger.x - other.x, finger.y - other.y);
    const x = (finger.x + other.x) / 2, y = (finger.y + other.y) / 2, dx = (at.x - finger.x) / 2, dy = (at.y - finger.y) / 2;
    this.view.move(x, y, Math.hypot(at.x - other.x, at.y - other.y) / Math.max(1, apart), dx, dy);
    Object.assign(finger, at);
    return undefined;
  }

  #wheel(event) {
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 33 : 1, { x, y } = this.#place(event);
    if (event.shiftKey) this.view.move(0, 0, 1, -unit * (event.deltaX || event.deltaY), 0);
    else this.view.move(x, y, Math.exp(-unit * event.deltaY * WHEEL_STEP * (event.ctrlKey ? 5 : 1)), -unit * event.deltaX);
  }

  /* ---- up ---- */

  #up(event) {
    this.#fingers.delete(event.pointerId);
    if (this.#fingers.size === 0) this.#gesture = false;
    if (event.pointerId === this.#panning?.id) this.#panning = null;
    if (event.pointerId === this.#drawing?.id) {
      this.#draw(event);
      this.#finish();
    }
    this.#penUp(event);
  }

  #cancel(event) {
    this.#fingers.delete(event.pointerId);
    if (this.#fingers.size === 0) this.#gesture = false;
    if (event.pointerId === this.#panning?.id) this.#panning = null;
    if (event.pointerId === this.#drawing?.id) this.#drop();
    this.#penUp(event);
  }

  #penUp(event) {
    if (event.pointerId === this.#pen.id) this.#pen = { id: null, until: event.timeStamp + PALM_MS };
  }

  // The page is left in the middle of a stroke: what is drawn stays.
  #leave() {
    this.#fingers.clear();
    this.#gesture = false;
    this.#panning = null;
    this.#pen.id = null;
    if (this.#drawing) this.#finish();
  }

  #finish() {
    const drawing = this.#drawing;
    this.#drawing = null;
    if (drawing.taps) return void (drawing.length < SECOND_FINGER_PX && this.target.tap({ x: drawing.x, y: drawing.y }));
    this.#now();
    return this.target.end();
  }

  #drop() {
    const { taps } = this.#drawing;
    this.#drawing = null;
    this.#samples = [];
    if (!taps) this.target.cancel();
  }

  /* ---- once a frame ---- */

  #soon(event) {
    this.#first ||= event.timeStamp;
    this.#frame ||= requestAnimationFrame(() => this.#now(true));
  }

  #now(isFrame = false) {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const samples = this.#samples, first = this.#first;
    this.#samples = [];
    this.#first = 0;
    for (const [x, y, pressure, t] of samples) if (this.target.sample(x, y, pressure, t) === false) break;
    if (samples.length) this.target.paint(isFrame ? first : 0);
  }
}
