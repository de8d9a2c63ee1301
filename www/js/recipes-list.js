// The list of recipes: search as you type, filters that work at once. The plain form does the same without this file.
import { fetchPage, later, swapParts } from "./recipes-swap.js";

const form = document.getElementById("recipe-search");
const results = document.getElementById("recipe-results");
let request = null;

function listUrl() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const text = value.trim();
    if (text) query.append(name, text);
  }
  const search = query.toString();
  return form.getAttribute("action") + (search ? `?${search}` : "");
}

async function load(url) {
  request?.abort();
  const mine = request = new AbortController();
  results.setAttribute("aria-busy", "true");
  try {
    const page = await fetchPage(url, mine.signal);
    if (mine.signal.aborted) return;
    swapParts(page);
    const sort = document.getElementById("sort");
    const fresh = page.getElementById("sort");
    if (sort && fresh && document.activeElement !== sort) {
      sort.replaceChildren(...document.importNode(fresh, true).childNodes);
    }
    history.replaceState(null, "", url);
  } catch (fault) {
    if (mine.signal.aborted) return;
    document.getElementById("result-text").textContent = form.dataset.failed;
  }
  if (request === mine) results.removeAttribute("aria-busy");
}

const search = () => load(listUrl());
const searchSoon = later(120, search);

form.addEventListener("input", (event) => {
  if (event.target.id === "q") searchSoon();
});
form.addEventListener("change", (event) => {
  if (event.target.id !== "q") search();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
// Taking a filter away: the boxes in the form must follow, so they are part of what is swapped.
form.addEventListener("click", (event) => {
  const link = event.target.closest(".recipe-chosen a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  load(link.href).then(() => document.getElementById("q").focus());
});
