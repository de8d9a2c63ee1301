// Shows `understood` of /api/v1/recipes/parse in the form: the same texts that the server puts there after Preview.

function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

function ingredientRow(line, words) {
  const amount = line.amount_text || element("span", "sr", words.noAmount);
  const food = element("span", "", line.food_text);
  if (line.note_text) food.append(element("span", "note", `, ${line.note_text}`));
  return element("li", "", element("span", "amount", amount), food);
}

function stepPart(part) {
  if (part.is_amount) return element("b", "amount", part.text);
  return part.is_time ? element("span", "time", part.text) : part.text;
}

function rows(items, row) {
  return items.map((item) => (item.is_section ? element("li", "is-section", item.section) : row(item)));
}

/** Fills the box "As understood" from {ingredients[], steps[], summary_text}. */
export function showUnderstood(form, understood, words) {
  const line = (l) => ingredientRow(l, words);
  form.querySelector("[data-understood-ingredients]").replaceChildren(...rows(understood.ingredients, line));
  const step = (s) => element("li", "", ...s.parts.map(stepPart));
  form.querySelector("[data-understood-steps]").replaceChildren(...rows(understood.steps, step));
  form.querySelector("[data-understood-summary]").textContent = understood.summary_text;
  document.getElementById("understood").hidden = !understood.ingredients.length && !understood.steps.length;
}

/** Marks the allergens that the foods suggest ([{slug, reason}]). Ticking stays with the person. */
export function showSuggested(form, suggested, words) {
  const reasons = new Map(suggested.map((s) => [s.slug, s.reason]));
  for (const label of form.querySelectorAll("[data-allergen]")) {
    const reason = reasons.get(label.dataset.allergen);
    label.querySelector("[data-reason]").textContent = reason ? `${words.suggested} ${reason}` : "";
  }
}
