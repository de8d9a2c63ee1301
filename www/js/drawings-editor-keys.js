// Keyboard shortcuts. Single letters can be switched off (WCAG 2.2, 2.1.4); they mean nothing where somebody types.

const LETTERS = {
  p: ["tool", "pen"], m: ["tool", "marker"], f: ["tool", "fill"], e: ["tool", "eraser"], "[": ["width", -1], "]": ["width", 1],
  1: ["layer", 0], 2: ["layer", 1], 3: ["layer", 2], "+": ["zoom-in"], "=": ["zoom-in"], "-": ["zoom-out"], "−": ["zoom-out"], 0: ["fit"],
  h: ["flip"], d: ["points"], "?": ["help"],
};
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const SETTING = "midway.drawing-keys";

const isTyping = (target) => target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, dialog");

export class Keys {
  #space = null;                        // Space is down: has the pointer moved the paper meanwhile?

  /** `act(name, value)` does what a key stands for; `step(dx, dy, event)`, `put()`: the crosshair. */
  constructor(root, paper, { act, step }, setting) {
    Object.assign(this, { paper, act, step, setting });
    setting.checked = localStorage.getItem(SETTING) !== "off";
    setting.addEventListener("change", () => localStorage.setItem(SETTING, setting.checked ? "on" : "off"));
    addEventListener("keydown", (event) => this.#down(event));
    addEventListener("keyup", (event) => this.#up(event));
    addEventListener("blur", () => { this.#space = null; });
    root.addEventListener("pointerdown", () => { if (this.#space) this.#space.used = true; }, true);
  }

  get isPanning() {
    return this.#space !== null;
  }

  #down(event) {
    if (event.defaultPrevented || isTyping(event.target)) return;
    if (this.#command(event) || this.#onPaper(event) || this.#letter(event)) event.preventDefault();
  }

  #command(event) {
    if (event.shiftKey && event.key === "Delete") return this.act("clear") !== false;
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
    const name = { z: event.shiftKey ? "redo" : "undo", y: "redo", s: "save" }[event.key.toLowerCase()];
    if (!name) return false;
    this.act(name);
    return true;
  }

  #onPaper(event) {
    if (event.ctrlKey || event.metaKey) return false;
    const onPaper = event.target === this.paper;
    const isFree = event.target === document.body || event.target.matches("input[type=radio]:checked");
    if (event.key === " " && (onPaper || isFree)) {
      this.#space ??= { used: false, puts: onPaper };
      return true;
    }
    if (!onPaper) return false;
    if (ARROWS[event.key]) this.step(...ARROWS[event.key], event);
    else if (event.key === "Enter") this.act("points-end");
    else if (event.key === "Escape") this.act("points-cancel");
    else if (event.key === "Backspace") this.act("points-back");
    else return false;
    return true;
  }

  #letter(event) {
    if (!this.setting.checked || event.ctrlKey || event.metaKey || event.altKey) return false;
    const action = LETTERS[event.key.toLowerCase()];
    if (!action) return false;
    this.act(...action);
    return true;
  }

  #up(event) {
    if (event.key !== " " || !this.#space) return;
    const { used, puts } = this.#space;
    this.#space = null;
    if (puts && !used) this.act("points-put");
  }
}
