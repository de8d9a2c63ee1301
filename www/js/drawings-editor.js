// The editor of drawings: puts its parts together. The page is templates/drawings/new.html.
//   model: what was drawn; ink: its pixels; view: zoom and pan; input, points, keys: hands; tools: what with; work: too much?
//   draft: kept; save: sent
import { decode } from "./drawings-chd1.js";
import { Drafts, randomToken } from "./drawings-editor-draft.js";
import { Ink } from "./drawings-editor-ink.js";
import { Input } from "./drawings-editor-input.js";
import { Keys } from "./drawings-editor-keys.js";
import { actionsOf, CANVAS, Model } from "./drawings-editor-model.js";
import { Points } from "./drawings-editor-points.js";
import { Saving } from "./drawings-editor-save.js";
import { Tools } from "./drawings-editor-tools.js";
import { whoAmI } from "./drawings-editor-upload.js";
import { View } from "./drawings-editor-view.js";
import { ago, make, wordsOf } from "./drawings-editor-words.js";
import { Work } from "./drawings-editor-work.js";
import { loadLiveRaster, loadRaster, NoRaster } from "./drawings-raster.js";
import { keepPage } from "./offline.js";

const root = document.getElementById("draw");
const $ = (selector) => root.querySelector(selector);
const say = wordsOf($("[data-words]"));
const { kind, drawing, api } = root.dataset;
const measures = location.hash === "#measure";
const TOLERANCE_PX = 0.45, SPACING_PX = 14, TOAST_MS = 5000;
const HEAVY = 0.8;                      // of the work that a drawing may be: from there on it is told

let model, ink, draft, drafts, work;
let clock = 0;                          // performance.now() of the drawing's time 0

/* ---- words on the stage ---- */

let toastTimer = 0;

function toast(text, button) {
  const box = $("[data-toast]");
  box.replaceChildren(...(text ? [text] : []), ...(button ? [" ", button] : []));
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => box.replaceChildren(), button ? 3 * TOAST_MS : TOAST_MS);
}

function status(text) {
  if ($("[data-status]").textContent !== text) $("[data-status]").textContent = text;
}

function fail(word) {
  $("[data-wait]").replaceChildren(make("p", { textContent: say(word), role: "alert" }));
  status("");
}

/* ---- what changes with the drawing ---- */

// In steps of five, so that who listens is not told after each line.
function showWork(part) {
  const line = $("[data-work]"), word = part > 1 ? "work-over" : part >= HEAVY ? "work-near" : null;
  const text = word ? say(word, { n: 5 * Math.floor(20 * part) }) : "";
  line.toggleAttribute("data-over", part > 1);
  if (line.textContent !== text) line.textContent = text;
}

function update() {
  const usable = (name, on) => { $(`[data-do=${name}]`).disabled = !on; };
  const strokes = model.strokes();
  usable("undo", model.canUndo);
  usable("redo", model.canRedo);
  usable("clear", strokes.length > 0);
  usable("save", strokes.length > 0);
  work.changed(strokes);
  tools.showLayers(model.layers());
  const paper = model.paper, swatch = $("[data-paper-swatch]");
  swatch.style.setProperty("--swatch", paper ?? "transparent");
  $("[data-sheet]").toggleAttribute("data-transparent", !paper);
}

function kept(writing) {
  writing.then(() => status(say("kept")), () => status(say("not-kept")));
}

function add(action) {
  model.add(action);
  if (draft) kept(draft.add(model.cursor - 1, action));
  update();
  const near = model.near();
  if (near) toast(say(near[0], { n: near[1] }));
}

function undo() {
  if (points.count) return points.back();
  if (ink.isDrawing || !model.canUndo) return undefined;
  ink.revert(model.undo(), model);
  if (draft) kept(draft.set({ cursor: model.cursor }));
  return update();
}

function redo() {
  if (ink.isDrawing || !model.canRedo) return;
  ink.apply(model.redo(), model);
  if (draft) kept(draft.set({ cursor: model.cursor }));
  update();
}

function clear() {
  const layers = [...model.layers()];
  if (ink.isDrawing) return;
  if (!layers.length) return void toast(say("nothing-to-clear"));
  const t = [Math.round(now())], empty = { op: "clear", colour: null, width: 0, curve: false, x: [], y: [], p: null, t };
  const action = { clears: layers, strokes: layers.map((layer) => ({ ...empty, layer })) };
  ink.apply(action, model);
  add(action);
  toast(say("cleared"));
}

function setPaper(colour) {
  if (colour === model.paper) return;
  const action = { paper: colour };
  add(action);
  ink.apply(action, model);
}

function now(t = performance.now()) {
  return Math.max(0, t - clock);
}

/* ---- strokes ---- */

// May a stroke be begun at a place of the canvas? Says why not.
function begin(style, spacing) {
  const full = model.full(style.colour);
  if (full) return toast(say(full[0], { n: full[1] })), false;
  if (tools.isHidden && style.layer === tools.layer) return toast(say("hidden-layer")), false;
  const used = model.usage();
  ink.begin(style, { tolerance: TOLERANCE_PX * view.unitsPerPixel, spacing, room: model.room(used), lines: 2000 - used.strokes });
  return true;
}

function styleAt(kindOfPointer, { x, y }) {
  const radius = Math.max(tools.width / 2, 4 * view.unitsPerPixel);
  return tools.style(kindOfPointer, (layer) => ink.raster.hasPaint(layer, x, y, radius));
}

function endStroke() {
  const isFill = tools.tool === "fill", why = ink.why(), action = ink.end();
  if (action) add(action);
  if (why) toast(say(why));
  else if (!action && isFill) toast(say("fill-short"));
}

// With #measure: from the oldest event of a frame to the first task after the browser has painted it.
function measure(since) {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => performance.measure("ink", { start: since, end: performance.now() });
  channel.port2.postMessage(null);
}

const hand = {
  begin: (kindOfPointer, at) => {
    points.cancel();
    points.hide();
    return begin(styleAt(kindOfPointer, view.toCanvas(at.x, at.y)), SPACING_PX * view.unitsPerPixel);
  },
  sample(px, py, pressure, t) {
    const { x, y } = view.toCanvas(px, py);
    return ink.add(x, y, pressure, now(t));
  },
  paint(since) {
    if (!ink.paint()) toast(say("tangled"));
    if (measures && since) measure(since);
  },
  end: endStroke,
  cancel: () => { if (ink.isDrawing) ink.cancel(); },
  tap: (at) => points.tap(at, model.canvas, now()),
  hover: (at) => showRing(at),
  isTapping: () => $("[data-points]").checked,
  isPanning: () => keys.isPanning,
};

const line = {
  begin: (at) => {
    if (ink.isDrawing) return false;
    const style = styleAt("points", at);
    return begin({ ...style, curve: false, pressed: false }, Infinity);
  },
  set(list) {
    ink.set(list);
    ink.paint();
  },
  end: endStroke,
  cancel: () => ink.cancel(),
  changed: () => showPoints(),
};

function showPoints() {
  const n = points.count, shown = $("[data-points]").checked || n > 0;
  root.toggleAttribute("data-pointing", shown);
  $("[data-points-bar]").hidden = !shown;
  $("[data-points-hint]").textContent = say(n === 0 ? "points-first" : n === 1 ? "points-one" : "points-n", { n });
  $("[data-do=points-end]").disabled = $("[data-do=points-back]").disabled = n === 0;
}

// How wide the pen is, around the pointer.
function showRing(at) {
  const ring = $("[data-ring]");
  ring.hidden = !at || tools.tool === "fill" || root.hasAttribute("data-busy");
  if (ring.hidden) return;
  const size = Math.max(4, tools.width / view.unitsPerPixel);
  ring.style.transform = `translate(${at.x}px, ${at.y}px) scale(${size / 100})`;
}

/* ---- parts ---- */

const view = new View($("[data-stage]"), $("[data-sheet]"), () => {
  $("[data-zoom]").textContent = `${Math.round(100 * view.zoom)} %`;
  points?.update();
});
const points = new Points(view, line, $("[data-cross]"));
const tools = new Tools(root, say, { changed: () => {}, shown: (layers) => ink?.showLayers(layers) });
const saving = new Saving(root, say, {
  api, kind,
  get draft() { return draft; },
  order, saved,
  changedTarget: (target) => draft.set({ target }).catch(() => {}),
});

/* ---- saving ---- */

// Drawn to be an edit of what it came from, a remix of it, or a drawing of its own.
function order(fields) {
  const query = new URLSearchParams(fields), { target, remix, token } = draft.fields;
  const url = target ? `${api}/${target.id}` : remix ? `${api}/${remix}/remix` : api;
  const headers = target ? { "If-Match": target.etag } : {};
  if (!target || !draft.fields.is_edit) headers["Edit-Token"] = token;
  return { method: target ? "PUT" : "POST", url: `${url}?${query}`, headers, bytes: model.bytes() };
}

async function saved({ url }) {
  await draft.remove().catch(() => {});
  root.toggleAttribute("data-leaving", true);
  location.assign(url);
}

function save() {
  if (ink.isDrawing) points.end();
  if (!model.strokes().length || saving.dialog.open) return;
  if (!ink.isDrawing) work.settle();
  if (work.part > 1) return void toast(say("work-over"));
  try {
    saving.open(model.bytes());
  } catch (fault) {
    toast(say("no-fit", { why: fault.message }));
  }
}

async function saveAsNew() {
  await draft.set({ target: null, is_edit: false, token: randomToken(32) }).catch(() => {});
  saving.send();
}

/* ---- unfinished drawings ---- */

async function draftRow({ draft: other, actions }, raster) {
  const past = restore(other, actions), canvas = make("canvas", { width: 64, height: 64 });
  try {
    const image = raster.picture(past.bytes(), 128);
    Object.assign(canvas, { width: image.width, height: image.height });
    canvas.getContext("2d").putImageData(image, 0, 0);
  } catch { /* Nothing is on it, or it cannot be painted: the row says enough. */ }
  const open = make("button", { type: "button", className: "btn btn-small", textContent: say("draft-open") });
  const drop = make("button", { type: "button", className: "btn btn-small btn-quiet", textContent: say("draft-delete") });
  const text = make("div", {}, make("strong", { textContent: other.title || say("draft-untitled") }),
    make("p", { className: "hint", textContent: say("draft-lines", { n: past.strokes().length, when: ago(other.updated_at) }) }));
  const row = make("li", {}, canvas, text, open, drop);
  open.addEventListener("click", () => { drafts.choose(other); location.assign(other.href); });
  drop.addEventListener("click", async () => { await drafts.remove(other.id); row.remove(); showDraftsButton(); });
  return row;
}

async function showDrafts() {
  const [others, raster] = await Promise.all([drafts.others(), loadRaster()]);
  $("[data-drafts]").replaceChildren(...await Promise.all(others.map((other) => draftRow(other, raster))));
  $("[data-dialog=drafts]").showModal();
}

async function showDraftsButton() {
  $("[data-do=drafts]").hidden = !drafts || (await drafts.others()).length === 0;
}

function anew() {
  Drafts.leave();
  location.assign(root.dataset.new);
}

/* ---- what a button or a key does ---- */

const center = () => (points.isShown ? view.toStage(points.place.x, points.place.y) : undefined);
const actions = {
  undo, redo, clear, save, anew,
  drafts: showDrafts,
  help: () => $("[data-dialog=help]").showModal(),
  paper: () => {
    for (const input of root.querySelectorAll("input[name=paper]")) input.checked = input.value === (model.paper ?? "");
    $("[data-dialog=paper]").showModal();
  },
  "save-close": () => saving.close(),
  "save-as-new": saveAsNew,
  "zoom-in": () => view.zoomBy(1.25, center()),
  "zoom-out": () => view.zoomBy(0.8, center()),
  fit: () => view.fit(),
  flip: () => {
    view.flip();
    $("[data-do=flip]").setAttribute("aria-pressed", view.isFlipped);
  },
  tool: (name) => tools.choose(name),
  layer: (n) => tools.chooseLayer(n),
  width: (by) => tools.stepWidth(by),
  points: () => {
    $("[data-points]").checked = !$("[data-points]").checked;
    togglePoints();
  },
  "points-put": () => points.put(model.canvas, now()),
  "points-end": () => points.end(),
  "points-back": () => points.back(),
  "points-cancel": () => (points.count ? points.cancel() : points.hide()),
};

function togglePoints() {
  if (!$("[data-points]").checked) {
    points.end();
    points.hide();
  }
  showPoints();
}

const ready = () => !root.hasAttribute("data-busy");
const keys = new Keys(root, $("[data-paper]"), {
  act: (name, value) => ready() && actions[name](value),
  step: (dx, dy, event) => ready() && points.step(dx, dy, model.canvas, event),
}, $("[data-single-keys]"));

root.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button && ready()) actions[button.dataset.do]();
});
$("[data-points]").addEventListener("change", togglePoints);
$("[data-dialog=paper]").addEventListener("change", ({ target }) => {
  if (target.name === "paper") setPaper(target.value || null);
});
$("[data-own-paper]").addEventListener("change", (event) => setPaper(event.target.value));

// What the browser does not keep would be lost.
addEventListener("beforeunload", (event) => {
  if (draft && !drafts && model?.strokes().length && !root.hasAttribute("data-leaving")) event.preventDefault();
});

/* ---- the beginning ---- */

// The model of a draft: what it began with, and its own actions.
function restore(fields, own) {
  let first = [];
  if (fields.base) first = actionsOf(decode(fields.base)).slice(0, fields.base_count);
  const all = [...first, ...own];
  return new Model({ canvas: fields.canvas, paper: fields.paper, actions: all, cursor: Math.min(fields.cursor ?? all.length, all.length) });
}

// What is edited or remixed, as the fields of a new draft.
async function loadSource() {
  const about = await fetch(`${api}/${drawing}`);
  if (!about.ok) throw new Error("load-gone");
  const json = await about.json(), version = kind === "edit" ? `?version=${json.version}` : "";   // old versions are their owner's
  const bytes = await fetch(`${api}/${drawing}.chd${version}`);
  if (!bytes.ok) throw new Error("load-gone");
  const base = new Uint8Array(await bytes.arrayBuffer()), twin = decode(base);
  const { may_edit } = kind === "edit" ? await whoAmI(api, drawing, new AbortController().signal) : {};
  const fields = { base, base_count: twin.strokes.length, canvas: twin.canvas, paper: twin.background === null ? null : twin.palette[0] };
  if (kind !== "edit" || may_edit === false) return { ...fields, remix: drawing, denied: kind === "edit" };
  const { title, author, tags, visibility } = json;
  return {
    ...fields, is_edit: true, target: { id: drawing, etag: about.headers.get("etag") }, title: title ?? "", author: author ?? "",
    tags: (tags ?? []).join(", "), visibility,
  };
}

async function beginDraft() {
  drafts = await Drafts.open(kind === "new" ? "new" : `${kind}-${drawing}`);
  draft = await drafts?.take();
  if (draft) return true;
  const fields = { canvas: CANVAS, paper: "#ffffff", base: null, base_count: 0, target: null, href: location.pathname + location.search,
    ...(kind === "new" ? {} : await loadSource()) };
  // Where nothing is kept, the drawing can still be drawn and sent.
  const unkept = { fields: { token: randomToken(32), ...fields }, actions: [], add: () => Promise.reject(new Error("no room")),
    set: (some) => (Object.assign(unkept.fields, some), Promise.reject(new Error("no room"))), remove: () => Promise.resolve() };
  draft = drafts ? await drafts.create(fields) : unkept;
  return false;
}

async function start() {
  document.documentElement.classList.add("is-drawing-now");
  const [raster, restored] = await Promise.all([loadLiveRaster(), beginDraft()]);
  model = restore(draft.fields, draft.actions);
  clock = performance.now() - (model.time ? model.time + 1000 : 0);
  ink = new Ink(raster, $("[data-paper]"));
  ink.show(model);
  work = new Work(raster, { isDrawing: () => ink.isDrawing, told: showWork });
  view.lay(raster.width, raster.height, Math.max(model.canvas.w, model.canvas.h));
  new Input($("[data-stage]"), view, hand);
  saving.fill(draft.fields);
  root.removeAttribute("data-busy");
  update();
  showPoints();
  showDraftsButton().catch(() => {});
  if (draft.fields.order) return saving.resume();
  if (draft.fields.denied) toast(say("not-yours"));
  if (restored && model.actions.length) toast(say("restored"), make("button", { type: "button", className: "btn btn-small btn-secondary",
    textContent: $("[data-do=anew]").textContent, onclick: anew }));
  return undefined;
}

function whyNot(fault) {
  if (fault instanceof NoRaster) return `raster-${fault.reason}`;
  if (fault.message === "load-gone") return "load-gone";
  return fault instanceof TypeError || fault.message === "later" ? "load-offline" : "raster-memory";
}

// What is drawn without a network is a draft.
const keepEditor = () => keepPage(root.dataset.new, { kind: "draw", worker: "drawings-offline.js", most: 1 });

start().then(() => { if (kind === "new") keepEditor().catch(() => {}); }, (fault) => {
  fail(whyNot(fault));
  if (whyNot(fault) === "raster-memory") throw fault;
});
