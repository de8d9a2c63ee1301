// Shows the answer of /api/v1/recipes/parse in the form: the same list that the server makes after Preview.

function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

function ingredientRow(line, words) {
  const amount = line.amount_text ? element("span", "amount", line.amount_text)
    : element("span", "amount", element("span", "sr", words.noAmount));
  const food = element("span", "", line.food || line.text);
  if (line.note) food.append(element("span", "note", `, ${line.note}`));
  return element("li", "", amount, food);
}

function stepPart(part) {
  if (part.is_amount) return element("b", "amount", part.text);
  return part.is_time ? element("span", "time", part.text) : part.text;
}

function stepRow(step) {
  return element("li", "", ...(step.parts ?? [{ text: step.text }]).map(stepPart));
}

function rows(items, row) {
  let section = null;
  return items.flatMap((item) => {
    const heading = item.section && item.section !== section ? [element("li", "is-section", item.section)] : [];
    section = item.section;
    return [...heading, row(item)];
  });
}

/** Fills the box "As understood" from {ingredients[], steps[], summary_text}. */
export function showUnderstood(form, answer, words) {
  const box = document.getElementById("understood");
  form.querySelector("[data-understood-ingredients]").replaceChildren(...rows(answer.ingredients, (line) => ingredientRow(line, words)));
  form.querySelector("[data-understood-steps]").replaceChildren(...rows(answer.steps, stepRow));
  form.querySelector("[data-understood-summary]").textContent = answer.summary_text ?? "";
  box.hidden = !answer.ingredients.length && !answer.steps.length;
}

/** Marks the allergens that the foods suggest ([{slug, reason}]). Ticking stays with the person. */
export function showSuggested(form, suggested, words) {
  const reasons = new Map(suggested.map((s) => [s.slug, s.reason]));
  for (const label of form.querySelectorAll("[data-allergen]")) {
    const reason = reasons.get(label.dataset.allergen);
    label.querySelector("[data-reason]").textContent = reason ? `${words.suggested} ${reason}` : "";
    label.classList.toggle("is-suggested", Boolean(reason));
  }
}
