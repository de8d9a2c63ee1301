// The dialog that saves: title, pen name, tags, who may see it; the sending, and what the server says about it.
import { deliver, Refused } from "./drawings-editor-upload.js";
import { loadRaster } from "./drawings-raster.js";
import { make } from "./drawings-editor-words.js";

const FIELDS = ["title", "author", "tags", "visibility"];
const PEN_NAME = "midway.pen-name";

// "/title", "?title=" and "title" name the same field.
const fieldOf = (pointer) => FIELDS.find((name) => new RegExp(`^[/?#]*${name}\\b`).test(pointer ?? "")) ?? null;

export class Saving {
  #stop = null;                         // aborts the sending
  #preview = null;

  /** `editor`: { api, draft, kind, bytes(), order(fields), saved(json), changedTarget(target) } */
  constructor(root, say, editor) {
    Object.assign(this, { say, editor, dialog: root.querySelector("[data-dialog=save]") });
    this.form = this.dialog.querySelector("form");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.dialog.addEventListener("close", () => this.#stop?.abort());
    this.form.addEventListener("change", () => this.editor.draft?.set(this.#typed()).catch(() => {}));
  }

  #find(selector) {
    return this.dialog.querySelector(selector);
  }

  #typed() {
    const data = new FormData(this.form);
    return Object.fromEntries(FIELDS.map((name) => [name, String(data.get(name) ?? "").trim()]));
  }

  /* ---- open ---- */

  fill(fields) {
    const controls = this.form.elements;
    controls.title.value = fields.title ?? "";
    controls.author.value = fields.author ?? localStorage.getItem(PEN_NAME) ?? "";
    controls.tags.value = fields.tags ?? "";
    controls.visibility.value = fields.visibility || "public";
  }

  open(bytes) {
    this.#clear();
    this.#show(bytes).catch(() => {});
    if (!this.dialog.open) this.dialog.showModal();
  }

  async #show(bytes) {
    this.#preview ??= loadRaster();
    const canvas = this.#find("[data-preview]"), image = (await this.#preview).picture(bytes, 256);
    Object.assign(canvas, { width: image.width, height: image.height });
    canvas.getContext("2d").putImageData(image, 0, 0);
  }

  close() {
    this.dialog.close();
  }

  /* ---- send ---- */

  /** Sends what the form says; or, where the draft has an order that was not answered yet, that. */
  async send() {
    if (this.#stop) return;
    const draft = this.editor.draft, fields = this.#typed();
    this.#clear();
    this.#busy(true);
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    try {
      if (fields.author) localStorage.setItem(PEN_NAME, fields.author);
      await this.#settle(draft, signal);
      const order = draft.fields.order ?? this.editor.order(fields);
      await draft.set({ ...fields, order: { ...order, lost: true } }).catch(() => {});
      await this.editor.saved(await this.#deliver(order, signal));
    } catch (fault) {
      await this.#failed(fault, draft, signal);
    } finally {
      this.#stop = null;
      this.#busy(false);
    }
  }

  #deliver(order, signal) {
    return deliver(this.editor.api, order, (word, values) => this.#tell(word, values), signal);
  }

  // An order whose answer never came, and after which the guest drew on: first learn what became of it, so that there is one drawing.
  async #settle(draft, signal) {
    const { unsure } = draft.fields;
    if (!unsure) return;
    try {
      const made = await this.#deliver(unsure, signal);
      this.editor.changedTarget({ id: made.id, etag: made.etag });
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
    }
    await draft.set({ unsure: null, order: null }).catch(() => {});
  }

  async #failed(fault, draft, signal) {
    const { order } = draft.fields;
    if (signal.aborted) {               // back to drawing, with or without an answer
      await draft.set({ order: null, unsure: order ?? draft.fields.unsure ?? null }).catch(() => {});
      return;
    }
    await draft.set({ order: null }).catch(() => {});
    if (fault instanceof Refused) this.#refused(fault);
    else this.#problem([{ text: this.say("no-fit", { why: fault.message }) }]);
  }

  /** Goes on with what an earlier page could not send. */
  resume() {
    this.open(this.editor.draft.fields.order.bytes);
    return this.send();
  }

  /* ---- what is told ---- */

  #busy(busy) {
    this.dialog.toggleAttribute("data-busy", busy);
    this.#find("[data-send]").disabled = busy;
    for (const control of this.form.querySelectorAll("input")) control.disabled = busy;
    if (!busy) this.#find("[data-sending]").textContent = "";
  }

  #tell(word, values) {
    this.#find("[data-sending]").textContent = this.say(word, values);
  }

  #clear() {
    this.#find("[data-problem]").hidden = true;
    this.#find("[data-conflict]").hidden = true;
    for (const name of FIELDS) this.#fieldProblem(name, "");
  }

  #fieldProblem(name, text) {
    const message = this.dialog.querySelector(`#draw-${name}-error`), box = this.#find(`[data-field=${name}]`);
    message.textContent = text;
    message.hidden = !text;
    box.classList.toggle("field-error", !!text);
    for (const control of box.querySelectorAll("input")) {
      control.setAttribute("aria-describedby", [text && message.id, name === "author" && "draw-author-hint"].filter(Boolean).join(" "));
      control.toggleAttribute("aria-invalid", !!text);
      if (text) control.setAttribute("aria-invalid", "true");
    }
  }

  #problem(lines) {
    const list = this.#find("[data-problem-list]"), box = this.#find("[data-problem]");
    list.replaceChildren(...lines.map(({ text, field, button }) => {
      if (button) return make("li", {}, text, " ", button);
      return make("li", {}, field ? make("a", { href: `#draw-${field}`, textContent: text }) : text);
    }));
    this.#find("[data-problem-title]").textContent = this.say("problem-title");
    box.hidden = false;
    box.focus();
  }

  #newButton() {
    const button = make("button", { type: "button", className: "btn btn-small", textContent: this.say("save-as-new") });
    button.dataset.do = "save-as-new";
    return button;
  }

  #refused({ status, problem }) {
    if (status === 412) return this.#conflict();
    if (status === 404 || status === 410) return this.#problem([{ text: this.say("problem-gone"), button: this.#newButton() }]);
    if ((status === 401 || status === 403) && this.editor.draft.fields.target)
      return this.#problem([{ text: this.say("problem-denied"), button: this.#newButton() }]);
    const lines = (problem.errors ?? []).map(({ pointer, detail }) => ({ text: detail, field: fieldOf(pointer) }));
    for (const { field, text } of lines) if (field) this.#fieldProblem(field, text);
    return this.#problem(lines.length ? lines : [{ text: problem.detail ?? problem.title ?? this.say("problem-other", { n: status }) }]);
  }

  async #conflict() {
    const { target } = this.editor.draft.fields;
    this.#find("[data-conflict]").hidden = false;
    this.#find("[data-conflict] button").focus();
    const now = await fetch(`${this.editor.api}/${target.id}`).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
    if (!now) return;
    this.#find("[data-conflict-text]").textContent = this.say("conflict", { n: now.version });
    this.#find("[data-conflict-href]").href = now.url;
  }
}
