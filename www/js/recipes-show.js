// A recipe's page: servings and units change at once. The amounts come from the server, from the address that the plain
// links have.
import { fetchPage, later, swapParts } from "./recipes-swap.js";
import { forgetSentDraft } from "./recipes-draft.js";

const scale = document.getElementById("recipe-scale");
const servings = document.getElementById("servings");
const pages = new Map();
let wanted = null;

function page(url) {
  if (!pages.has(url)) {
    const answer = fetchPage(url);
    answer.catch(() => pages.delete(url));
    pages.set(url, answer);
  }
  return pages.get(url);
}

function ticks() {
  return [...document.querySelectorAll("#recipe-ingredients input[type=checkbox]")];
}

async function load(url) {
  wanted = url;
  try {
    const fresh = await page(url);
    if (wanted !== url) return;
    const done = ticks().map((box) => box.checked);
    swapParts(fresh);
    ticks().forEach((box, i) => { box.checked = done[i] ?? false; });
    const value = fresh.getElementById("servings")?.value;
    if (servings && value && document.activeElement !== servings) servings.value = value;
    history.replaceState(null, "", url);
  } catch {
    if (wanted === url) location.assign(url);
  }
}

function formUrl() {
  const query = new URLSearchParams(new FormData(scale));
  return `${new URL(scale.action).pathname}?${query}`;
}

function scaleLink(event) {
  return event.target.closest?.("#recipe-scale a, #recipe-status a, #recipe-units a");
}

document.addEventListener("click", (event) => {
  const link = scaleLink(event);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  load(link.getAttribute("href"));
});
for (const hint of ["pointerover", "focusin", "touchstart"]) {
  document.addEventListener(hint, (event) => {
    const link = scaleLink(event);
    if (link) page(link.getAttribute("href")).catch(() => {});
  }, { passive: true });
}

if (scale) {
  const loadSoon = later(200, () => {
    if (servings.value && servings.checkValidity()) load(formUrl());
  });
  servings.addEventListener("input", loadSoon);
  scale.addEventListener("submit", (event) => {
    event.preventDefault();
    load(formUrl());
  });
}

forgetSentDraft();
