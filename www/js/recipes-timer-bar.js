// The bar of running timers in cook mode.
import { allowSound, beep, clockText, isRinging, readTimers, timeLeft, writeTimers } from "./recipes-timers.js";

const rows = new Map();    // id -> li
let timers = readTimers();
let bar, words, ticking, rung = 0;

function change(next) {
  timers = next;
  writeTimers(timers);
  draw();
}

function replace(id, with_) {
  change(timers.map((timer) => (timer.id === id ? { ...timer, ...with_ } : timer)));
}

function pauseOrGoOn(timer) {
  const left = timeLeft(timer);
  if (timer.ends_at) replace(timer.id, { ends_at: null, left_ms: Math.max(0, left) });
  else replace(timer.id, { ends_at: Date.now() + left, left_ms: null });
}

function addMinute(timer) {
  const left = Math.max(0, timeLeft(timer)) + 60000;
  replace(timer.id, timer.ends_at ? { ends_at: Date.now() + left } : { left_ms: left });
}

function byId(id) {
  return timers.find((timer) => timer.id === id);
}

function makeRow(id) {
  const row = bar.querySelector("[data-timer-template]").content.firstElementChild.cloneNode(true);
  row.querySelector("[data-pause]").addEventListener("click", () => { allowSound(); pauseOrGoOn(byId(id)); });
  row.querySelector("[data-more]").addEventListener("click", () => addMinute(byId(id)));
  row.querySelector("[data-stop]").addEventListener("click", () => change(timers.filter((timer) => timer.id !== id)));
  bar.querySelector("[data-timer-list]").append(row);
  rows.set(id, row);
  return row;
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function drawRow(timer) {
  const row = rows.get(timer.id) ?? makeRow(timer.id);
  const left = timeLeft(timer);
  const over = Boolean(timer.ends_at) && left <= 0;
  const link = row.querySelector("[data-label]");
  const here = timer.href.startsWith(`${location.pathname}${location.search}#`);
  setText(link, timer.label);
  link.setAttribute("href", here ? timer.href.slice(timer.href.indexOf("#")) : timer.href);
  setText(row.querySelector("[data-left]"), over ? words.over : clockText(left));
  const pause = row.querySelector("[data-pause]");
  pause.hidden = over;
  setText(pause, timer.ends_at ? words.pause : words.resume);
  row.classList.toggle("is-over", over);
  return over;
}

function draw() {
  for (const [id, row] of rows) {
    if (byId(id)) continue;
    row.remove();
    rows.delete(id);
  }
  const over = timers.filter(drawRow);
  const timersBox = bar.querySelector("[data-timers]");
  timersBox.hidden = !timers.length;
  setText(bar.querySelector("[data-timer-alert]"), over.map((timer) => `${words.over}: ${timer.label}`).join(". "));
  if (timers.some(isRinging) && Date.now() - rung > 2000) {
    rung = Date.now();
    beep();
  }
  clearTimeout(ticking);
  if (timers.length) ticking = setTimeout(draw, 250);
}

/** Starts one more. */
export function startTimer({ label, href, seconds }) {
  allowSound();
  const ms = seconds * 1000;
  const id = crypto.randomUUID?.() ?? String(Math.random());
  change([...timers, { id, label, href, total_ms: ms, ends_at: Date.now() + ms }]);
}

/** Shows the bar inside of `cook`, with the timers that were started before. */
export function showTimers(cook) {
  bar = cook;
  words = cook.querySelector("[data-words]").dataset;
  addEventListener("storage", () => { timers = readTimers(); draw(); });
  draw();
}
