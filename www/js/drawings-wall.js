// The wall of a television: the newest drawings draw themselves, a few at a time, and new ones come within seconds. It is made to
// hang for weeks: what the network does not bring is tried again later, and what is shown stays.
import { NewerDrawing, Replay, animate, calm, fetchDrawing } from "./drawings-replay.js";

const POLL_MS = 5000, POLL_MOST_MS = 60000, ANSWER_MS = 10000;
const HANDS = 3;                              // drawings that are being drawn at once
const LEAST_MS = 5000, MOST_MS = 16000, LONGEST_PAUSE_MS = 400;
const FADE_MS = 1200, REST_MS = 14000, REST_LEAST_MS = 5000, NEW_MS = 90000, IDLE_MS = 3000, RETRY_MS = 10000;
const DAY_MS = 24 * 3600 * 1000;

const wall = document.getElementById("wall");
const stage = wall.querySelector("[data-stage]"), card = wall.querySelector("[data-card]"), empty = wall.querySelector("[data-empty]");
const pauseButton = wall.querySelector("[data-pause]"), fullButton = wall.querySelector("[data-full]");
const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const began = Date.now();

let items = null;                             // what may be shown, the newest first; null before the first answer
const seen = new Map();                       // id: when it was drawn last, 0 for not yet
const fresh = new Set();                      // ids that came while the wall was hanging
const loaded = new Map();                     // id: the drawing, as of fetchDrawing()
const hands = [];                             // rasterisers without work
let handCount = 0, slots = [], isPaused = false, retryAt = 0;

/* ---- places on the wall ---- */

// id: what hangs there, or null; nextId: what is about to; turn: a number that changes whenever something else comes there.
function slotOf(element) {
  return { element, id: element.dataset.id ?? null, nextId: null, since: 0, turn: 0 };
}

function fitSlots() {
  const style = getComputedStyle(stage), wanted = style.getPropertyValue("--columns") * style.getPropertyValue("--rows");
  while (slots.length < wanted) {
    const element = card.content.firstElementChild.cloneNode(true);
    element.classList.add("is-out");
    stage.append(element);
    slots.push(slotOf(element));
  }
  for (const slot of slots.splice(wanted)) clear(slot, true);
}

// What is being drawn there notices that its turn is over.
function clear(slot, isForGood = false) {
  slot.turn++;
  slot.id = slot.nextId = null;
  slot.element.classList.add("is-out");
  if (isForGood) slot.element.remove();
}

function label(slot, item) {
  const name = card.content.querySelector(".wall-name").cloneNode(true), [title, author] = name.children;
  if (item.title) title.textContent = item.title;
  if (item.author) author.append(item.author);
  else author.remove();
  slot.element.querySelector(".wall-name").replaceWith(name);
}

/* ---- drawing ---- */

async function drawingFor(id) {
  if (!loaded.has(id)) loaded.set(id, await fetchDrawing(`${wall.dataset.chdBase}${id}.chd`));
  return loaded.get(id);
}

async function takeHand() {
  if (hands.length) return hands.pop();
  handCount++;
  try {
    return await Replay.on(null);
  } catch (fault) {
    handCount--;
    throw fault;
  }
}

function drawOn(slot, replay) {
  const turn = slot.turn, wanted = Math.min(MOST_MS, Math.max(LEAST_MS, replay.duration)), pace = replay.duration / wanted;
  return new Promise((resolve, reject) => {
    let last = 0, position = 0;
    animate((ms) => {
      if (!isPaused) position += (ms - last) * pace;
      last = ms;
      const isOver = slot.turn !== turn || position >= replay.duration;
      try {
        replay.seek(isOver ? replay.duration : position);
      } catch (fault) {
        reject(fault);
        return false;
      }
      if (isOver) resolve();
      return !isOver;
    });
  });
}

// A canvas with the drawing's empty paper; or, where the site has a newer rasteriser than this page, the picture itself.
function paperFor(item, drawing, replay) {
  replay.canvas = document.createElement("canvas");
  try {
    replay.load(drawing, LONGEST_PAUSE_MS);
    return replay.canvas;
  } catch (fault) {
    if (!(fault instanceof NewerDrawing)) throw fault;
    return Object.assign(new Image(), { src: item.images.webp[1024], alt: "" });
  }
}

// Another drawing takes a place: the old one goes, its paper comes, it is drawn.
async function show(slot, item, replay) {
  const turn = ++slot.turn, drawing = await drawingFor(item.id);
  slot.element.classList.add("is-out");
  await wait(FADE_MS);
  if (slot.turn !== turn) return;
  const paper = paperFor(item, drawing, replay);
  slot.id = item.id;
  label(slot, item);
  slot.element.querySelector(".wall-paper").replaceChildren(paper);
  slot.element.classList.toggle("is-new", fresh.has(item.id));
  slot.element.classList.remove("is-out");
  fresh.delete(item.id);
  setTimeout(() => slot.element.classList.remove("is-new"), NEW_MS);
  if (paper !== replay.canvas) return;
  if (calm()) replay.seek(replay.duration);
  else await drawOn(slot, replay);
}

async function turn(slot, item) {
  slot.nextId = item.id;
  seen.set(item.id, Date.now());
  let replay = null;
  try {
    replay = await takeHand();
    await show(slot, item, replay);
  } catch {
    // No network, or a drawing that this device cannot paint: another one later.
    fresh.delete(item.id);
    retryAt = Date.now() + RETRY_MS;
  }
  if (replay) hands.push(replay);
  slot.since = Date.now();
  slot.nextId = null;
}

/* ---- which comes next ---- */

function nextItem() {
  const isShown = new Set(slots.flatMap((slot) => [slot.id, slot.nextId])), hidden = items.filter((item) => !isShown.has(item.id));
  return hidden.find((item) => fresh.has(item.id))
    ?? hidden.reduce((oldest, item) => (oldest && seen.get(oldest.id) <= seen.get(item.id) ? oldest : item), null);
}

function nextSlot(isFresh) {
  const free = slots.filter((slot) => slot.nextId === null);
  const none = free.find((slot) => slot.id === null);
  if (none) return none;
  const rest = isFresh ? REST_LEAST_MS : REST_MS;
  return free.filter((slot) => Date.now() - slot.since >= rest).sort((a, b) => a.since - b.since)[0];
}

// Once a second. When all there is hangs already, what has hung longest is drawn again.
function tick() {
  fitSlots();
  if (!items?.length || isPaused || document.hidden || Date.now() < retryAt || (!hands.length && handCount >= HANDS)) return;
  const item = nextItem(), slot = nextSlot(item && fresh.has(item.id));
  if (!slot) return;
  const again = item ?? (slot.id && !calm() ? items.find((one) => one.id === slot.id) : null);
  if (again) turn(slot, again);
}

/* ---- what is new ---- */

function take(list) {
  const ids = new Set(list.map((item) => item.id));
  for (const item of list) {
    if (items && !seen.has(item.id)) fresh.add(item.id);
    if (!seen.has(item.id)) seen.set(item.id, 0);
  }
  for (const kept of [seen, loaded]) for (const id of kept.keys()) if (!ids.has(id)) kept.delete(id);
  for (const slot of slots) if ([slot.id, slot.nextId].some((id) => id && !ids.has(id))) clear(slot);
  items = list;
  empty.hidden = list.length > 0;
}

// A new day begins with a new page: what was installed meanwhile comes along. Not where that would leave the full screen.
function renew() {
  if (Date.now() - began > DAY_MS && !document.fullscreenElement) location.reload();
}

async function poll(delay) {
  let next = POLL_MS;
  try {
    const answer = await fetch(wall.dataset.list, { cache: "no-cache", signal: AbortSignal.timeout(ANSWER_MS) });
    if (!answer.ok) throw new Error(`answer ${answer.status}`);
    take((await answer.json()).items);
    renew();
  } catch {
    next = Math.min(POLL_MOST_MS, delay * 2);
  }
  setTimeout(poll, next, next);
}

/* ---- the room around it ---- */

async function stayAwake() {
  if (document.visibilityState === "visible") await navigator.wakeLock?.request("screen").catch(() => {});
}

let idle;
function moved() {
  document.documentElement.classList.remove("is-idle");
  clearTimeout(idle);
  idle = setTimeout(() => document.documentElement.classList.add("is-idle"), IDLE_MS);
}

pauseButton.hidden = false;
pauseButton.addEventListener("click", () => {
  isPaused = !isPaused;
  pauseButton.setAttribute("aria-pressed", String(isPaused));
});
if (document.fullscreenEnabled) {
  fullButton.hidden = false;
  fullButton.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => {});
  });
}
document.addEventListener("visibilitychange", stayAwake);
for (const event of ["pointermove", "pointerdown", "keydown"]) addEventListener(event, moved, { passive: true });

slots = [...stage.children].map(slotOf);
fitSlots();
moved();
stayAwake();
poll(POLL_MS);
setInterval(tick, 1000);
