// Cook mode: one step at a time by buttons, keys and swiping; the screen stays on; times become timers; a copy for
// reading without a network. Without this file the page is the same, long, with anchors.
import { keepPage } from "./offline.js";
import { showTimers, startTimer } from "./recipes-timer-bar.js";

const cook = document.querySelector("[data-cook]");
const ingredients = document.getElementById("ingredients");
const screens = [...cook.querySelectorAll("[data-screen]")];
const wide = matchMedia("(min-width: 60rem)");
let current = -1;    // -1: the ingredients

/* ---- one screen at a time ---- */

function show(index, focus) {
  current = Math.max(wide.matches ? 0 : -1, Math.min(index, screens.length - 1));
  ingredients.classList.toggle("is-current", current < 0);
  screens.forEach((screen, i) => screen.classList.toggle("is-current", i === current));
  const screen = screens[current] ?? ingredients;
  if (current >= 0) {
    ingredients.querySelector("[data-next]").setAttribute("href", `#${screen.id}`);
    cook.querySelector("[data-progress]").style.width = `${(100 * (current + 1)) / screens.length}%`;
  }
  history.replaceState(null, "", `#${screen.id}`);
  if (focus) screen.focus({ preventScroll: true });
  scrollTo(0, 0);
}

function indexOf(hash) {
  return screens.findIndex((screen) => `#${screen.id}` === hash);
}

function onClick(event) {
  const link = event.target.closest("a[href^='#']");
  if (!link) return;
  event.preventDefault();
  show(indexOf(link.getAttribute("href")), true);
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, button, summary")) return;
  const move = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
  if (move) show(current + move, true);
  else if (event.key === "Home") show(0, true);
  else if (event.key === "End") show(screens.length - 1, true);
  else return;
  event.preventDefault();
}

let touch = null;

function onTouchStart(event) {
  touch = event.touches.length === 1 ? { x: event.touches[0].clientX, y: event.touches[0].clientY } : null;
}

function onTouchEnd(event) {
  if (!touch) return;
  const dx = event.changedTouches[0].clientX - touch.x;
  const dy = event.changedTouches[0].clientY - touch.y;
  touch = null;
  if (Math.abs(dx) > 60 && Math.abs(dx) > 2 * Math.abs(dy)) show(current + (dx < 0 ? 1 : -1), true);
}

/* ---- the screen stays on ---- */

let lock = null;

async function stayAwake() {
  if (!("wakeLock" in navigator) || document.visibilityState !== "visible" || lock) return;
  const note = cook.querySelector("[data-awake]");
  try {
    lock = await navigator.wakeLock.request("screen");
    note.hidden = false;
    lock.addEventListener("release", () => {
      lock = null;
      note.hidden = true;
    });
  } catch { /* Low battery or not allowed: the note stays hidden. */ }
}

/* ---- times start timers ---- */

function makeTimerButton(span) {
  const words = cook.querySelector("[data-words]").dataset;
  const screen = span.closest("[data-screen]");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "cook-time";
  button.textContent = span.textContent;
  button.setAttribute("aria-label", `${words.start}: ${span.textContent}`);
  button.addEventListener("click", () => startTimer({
    label: `${span.textContent} (${words.at} ${screens.indexOf(screen) + 1}, ${cook.dataset.title})`,
    href: `${location.pathname}${location.search}#${screen.id}`,
    seconds: Number(span.dataset.seconds),
  }));
  span.replaceWith(button);
}

/* ---- a copy for later, without a network ---- */

function keepCook() {
  const page = location.pathname + location.search;
  keepPage(page, { kind: "cook", worker: "recipes-offline.js", most: 100, again: true }).catch(() => {});
}

cook.querySelectorAll(".cook-text .time").forEach(makeTimerButton);
document.documentElement.classList.add("cook-paged");
show(location.hash ? indexOf(location.hash) : -1, false);
document.addEventListener("click", onClick);
document.addEventListener("keydown", onKey);
cook.addEventListener("touchstart", onTouchStart, { passive: true });
cook.addEventListener("touchend", onTouchEnd, { passive: true });
addEventListener("hashchange", () => show(indexOf(location.hash), true));
wide.addEventListener("change", () => show(current, false));
document.addEventListener("visibilitychange", stayAwake);
stayAwake();
showTimers(cook);
if (document.readyState === "complete") keepCook();
else addEventListener("load", keepCook);
