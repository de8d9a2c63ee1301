// The front page: the newest recipes, as the page of recipes shows them. Without them it is whole too.
import { fetchPage } from "./recipes-swap.js";

const section = document.getElementById("newest"), most = 4;

async function show() {
  const cards = (await fetchPage(section.dataset.newest)).querySelector(".recipe-cards");
  if (!cards) return;
  cards.replaceChildren(...[...cards.children].slice(0, most));
  section.append(document.importNode(cards, true));
  section.hidden = false;
}

if (section) show().catch(() => {});
