// What the guest draws with: tool, colour, width and layer, and which layers are shown.
import { LAYERS } from "./drawings-editor-model.js";
import { make } from "./drawings-editor-words.js";

const OP = { pen: "draw", marker: "draw", fill: "fill", eraser: "erase" };
const MARKER_ALPHA = "80";
const ALL = [0, 1, 2, 3, 4, 5, 6, 7];

export class Tools {
  #widths = { pen: 56, marker: 224, fill: 56, eraser: 224 };
  #layers = { pen: LAYERS.outline, marker: LAYERS.fill, fill: LAYERS.fill, eraser: LAYERS.outline };
  #hidden = new Set();
  #used = "";

  /** `changed` is called when anything is chosen, `shown` with the Set of layers that are shown when that changes. */
  constructor(root, say, { changed, shown }) {
    Object.assign(this, { root, say, changed, shown });
    for (const input of root.querySelectorAll("input[type=radio][name=colour], input[name=paper]")) this.#paintSwatch(input, input.value);
    for (const input of root.querySelectorAll("input[name=width]")) input.nextElementSibling.style.setProperty("--width", input.value);
    this.own = root.querySelector("[data-own]");
    this.#paintSwatch(this.own, this.own.value);
    this.list = root.querySelector("[data-layers]");
    this.showLayers(new Set());
    root.addEventListener("change", (event) => this.#chosen(event.target));
    this.own.addEventListener("input", () => this.#ownColour());
    this.own.addEventListener("click", () => this.#ownColour());
    this.#follow();
  }

  #paintSwatch(input, colour) {
    if (colour) input.parentElement.querySelector("i").style.setProperty("--swatch", colour);
  }

  #radio(name) {
    return this.root.querySelector(`input[name=${name}]:checked`);
  }

  get tool() {
    return this.#radio("tool").value;
  }

  get colour() {
    return this.#radio("colour")?.value ?? this.own.value;
  }

  get layer() {
    return this.#layers[this.tool];
  }

  get width() {
    return this.#widths[this.tool];
  }

  get isHidden() {
    return this.#hidden.has(this.layer);
  }

  #ownColour() {
    const radio = this.#radio("colour");
    if (radio) radio.checked = false;
    this.own.parentElement.toggleAttribute("data-chosen", true);
    this.#paintSwatch(this.own, this.own.value);
    this.#follow();
  }

  #chosen(input) {
    if (input.name === "colour") this.own.parentElement.removeAttribute("data-chosen");
    if (input.name === "width") this.#widths[this.tool] = Number(input.value);
    if (input.name === "layer") this.#layers[this.tool] = Number(input.value);
    if (input.dataset.show !== undefined) this.#toggle(Number(input.dataset.show), input.checked);
    if (["tool", "colour", "width", "layer"].includes(input.name)) this.#follow();
  }

  // The other choices are those of the tool.
  #follow() {
    const choose = (name, value) => {
      for (const input of this.root.querySelectorAll(`input[name=${name}]`)) input.checked = Number(input.value) === value;
    };
    choose("width", this.width);
    choose("layer", this.layer);
    this.root.dataset.tool = this.tool;
    this.root.style.setProperty("--ink-now", this.colour);
    this.root.querySelector(".draw-widths").disabled = this.tool === "fill";
    this.changed();
  }

  choose(tool) {
    this.root.querySelector(`input[name=tool][value=${tool}]`).checked = true;
    this.#follow();
  }

  chooseLayer(layer) {
    this.#layers[this.tool] = layer;
    this.#follow();
  }

  stepWidth(by) {
    const widths = [...this.root.querySelectorAll("input[name=width]")].map((input) => Number(input.value));
    const at = widths.indexOf(this.width);
    this.#widths[this.tool] = widths[Math.max(0, Math.min(widths.length - 1, at + by))];
    this.#follow();
  }

  /* ---- layers ---- */

  #nameOf(layer) {
    return layer < 3 ? this.say(`layer-${layer}`) : this.say("layer-n", { n: layer + 1 });
  }

  #row(layer) {
    const name = this.#nameOf(layer);
    const choice = make("label", { className: "draw-layer" }, make("input", { type: "radio", name: "layer", value: layer }),
      make("span", { textContent: name }));
    const eye = make("input", { type: "checkbox", checked: !this.#hidden.has(layer) });
    eye.dataset.show = layer;
    eye.setAttribute("aria-label", this.say("layer-show", { layer: name }));
    return make("div", { className: "draw-layer-row" }, choice,
      make("label", { className: "draw-eye", title: this.say("layer-show", { layer: name }) }, eye, make("i")));
  }

  /** Rows for the three layers, and for others that the drawing has. */
  showLayers(used) {
    const wanted = ALL.filter((layer) => layer < 3 || used.has(layer)).reverse();
    if (this.#used === wanted.join()) return;
    this.#used = wanted.join();
    this.list.replaceChildren(...wanted.map((layer) => this.#row(layer)));
    this.#follow();
  }

  #toggle(layer, shown) {
    if (shown) this.#hidden.delete(layer);
    else this.#hidden.add(layer);
    this.shown(new Set(ALL.filter((l) => !this.#hidden.has(l))));
  }

  /* ---- what a stroke is made of ---- */

  /** `kind` of the pointer: "eraser" is the other end of a pen. The eraser takes from the chosen layer; where `hasPaint(layer)` says
      that nothing is on it, from the topmost layer that is shown and has some. */
  style(kind, hasPaint) {
    const tool = kind === "eraser" ? "eraser" : this.tool, op = OP[tool], width = op === "fill" ? 0 : this.#widths[tool];
    const colour = op === "erase" ? null : this.colour + (tool === "marker" ? MARKER_ALPHA : "ff");
    let layer = this.#layers[tool];
    if (op === "erase" && !(hasPaint(layer) && !this.#hidden.has(layer)))
      layer = ALL.findLast((l) => !this.#hidden.has(l) && hasPaint(l)) ?? layer;
    return { op, layer, colour, width, curve: true, pressed: tool === "pen" };
  }
}
