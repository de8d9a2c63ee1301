// The form of a recipe: shows how each pasted line is understood, suggests allergens, and keeps a draft.
import { fetchPage, later } from "./recipes-swap.js";
import { noteSent, readDraft, readPhoto, removeDraft, writeDraft, writePhoto } from "./recipes-draft.js";
import { drawPhoto, shrinkPhoto } from "./recipes-photo.js";
import { showSuggested, showUnderstood } from "./recipes-understood.js";

const form = document.getElementById("recipe-form");
const draftId = form.dataset.draft;
const words = form.querySelector("[data-words]").dataset;
const photo = form.elements.photo;
const $ = (selector) => form.querySelector(selector);

/* ---- the draft ---- */

function kept(name) {
  return !name.startsWith("_") && !["photo", "photo_ref", "preview"].includes(name);
}

function typed() {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (kept(name)) (fields[name] ??= []).push(value);
  }
  return fields;
}

const untouched = JSON.stringify(typed());

function keepDraft() {
  const fields = typed();
  const has_photo = photo.files.length > 0;
  if (JSON.stringify(fields) === untouched && !has_photo && !readDraft(draftId)) return;
  const draft = { saved_at: Date.now(), version: form.elements._if_match.value, fields, has_photo };
  $("[data-draft-status]").textContent = writeDraft(draftId, draft) ? words.kept : words.failed;
}

function fillControl(control, values) {
  if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
  else if (control.type !== "file" && control.type !== "hidden") control.value = values[0] ?? "";
}

function fillForm(fields) {
  for (const control of form.elements) {
    if (control.name && kept(control.name)) fillControl(control, fields[control.name] ?? []);
  }
}

function ago(time) {
  const minutes = Math.round((Date.now() - time) / 60000);
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
  if (minutes < 60) return minutes < 1 ? words.format(0, "minute") : words.format(-minutes, "minute");
  return minutes < 1440 ? words.format(-Math.round(minutes / 60), "hour") : words.format(-Math.round(minutes / 1440), "day");
}

async function restorePhoto() {
  const file = await readPhoto(draftId);
  if (!file || form.elements.photo_ref) return;
  const list = new DataTransfer();
  list.items.add(file);
  photo.files = list.files;
  drawPhoto($("[data-photo-preview]"), file);
}

async function restoreDraft() {
  const draft = readDraft(draftId);
  if (!draft) return;
  if (draft.has_photo) restorePhoto().catch(() => {});
  if ("typed" in form.dataset) return keepDraft();    // The page came back with what was typed.
  if (JSON.stringify(draft.fields) === untouched && !draft.has_photo) return;
  fillForm(draft.fields);
  // A draft of an older version is saved against that version: the server then shows both.
  $("[data-draft-older]").hidden = draft.version === form.elements._if_match.value;
  form.elements._if_match.value = draft.version;
  $("[data-draft-when]").textContent = ago(draft.saved_at);
  $("[data-draft-bar]").hidden = false;
}

async function discardDraft() {
  await removeDraft(draftId).catch(() => {});
  location.replace(location.href);
}

/* ---- as understood ---- */

let request = null;

async function askServer(signal) {
  return fetch(form.dataset.parse, {
    method: "POST",
    signal,
    headers: { "content-type": "application/json", accept: "application/json", "x-csrf-token": form.elements._csrf.value },
    body: JSON.stringify({ ingredients_text: form.elements.ingredients_text.value, steps_text: form.elements.steps_text.value }),
  });
}

async function understand() {
  request?.abort();
  const mine = request = new AbortController();
  try {
    const response = await askServer(mine.signal);
    if (!response.ok) return;
    const answer = await response.json();
    if (mine.signal.aborted) return;
    showUnderstood(form, answer.understood, words);
    showSuggested(form, answer.understood.allergens, words);
  } catch { /* Offline or overtaken by newer text: what stands there stays. */ }
}

const understandSoon = later(300, understand);

/* ---- saving ---- */

function say(name) {
  for (const notice of form.querySelectorAll("[data-offline], [data-signed-out]")) notice.hidden = !(name in notice.dataset);
  if (name) $(`[data-${name === "offline" ? "offline" : "signed-out"}]`).scrollIntoView({ block: "center" });
}

// What stands in the way of sending the form: "offline", "signedOut" or nothing. After signing in again elsewhere the form
// takes the token of the new session.
async function obstacle() {
  try {
    const page = await fetchPage(form.getAttribute("action"));
    const token = page.querySelector("#recipe-form [name=_csrf]");
    if (!token) return "signedOut";
    form.elements._csrf.value = token.value;
    return "";
  } catch (fault) {
    return fault.status === 401 || fault.status === 403 ? "signedOut" : "offline";
  }
}

// A plain form that is sent without a network or a session loses the page; so see first whether both are there.
async function save(event) {
  const button = $("[data-save]");
  event.preventDefault();
  keepDraft();
  button.disabled = true;
  const problem = await obstacle();
  button.disabled = false;
  say(problem);
  if (problem) return;
  noteSent(draftId);
  form.submit();
}

/* ---- both versions, after a clash ---- */

function offerTheirs(template) {
  const control = form.elements[template.dataset.theirs];
  const place = document.getElementById(`change-${template.dataset.theirs}`)?.closest(".recipe-change");
  if (!place || !(control instanceof HTMLTextAreaElement || control instanceof HTMLInputElement)) return;
  if (control.type === "checkbox") return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-secondary btn-small";
  button.textContent = template.dataset.label;
  button.addEventListener("click", () => {
    control.value = template.content.textContent;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.focus();
  });
  place.append(button);
}

/* ---- events ---- */

form.addEventListener("input", (event) => {
  if (event.target === photo) return;
  keepDraft();
  if (["ingredients_text", "steps_text"].includes(event.target.name)) understandSoon();
});
photo.addEventListener("change", async () => {
  const file = photo.files[0];
  if (!file) {
    $("[data-photo-preview]").hidden = true;
    await writePhoto(draftId, null).catch(() => {});
    return keepDraft();
  }
  const small = await shrinkPhoto(file);
  if (small !== file) {
    const list = new DataTransfer();
    list.items.add(small);
    photo.files = list.files;
  }
  drawPhoto($("[data-photo-preview]"), small);
  await writePhoto(draftId, small).catch(() => {});
  keepDraft();
});
form.addEventListener("submit", save);
$("[data-draft-discard]").addEventListener("click", discardDraft);
$("[data-cancel]").addEventListener("click", () => removeDraft(draftId).catch(() => {}));
addEventListener("online", () => say(""));
addEventListener("pageshow", () => noteSent(null));
form.querySelectorAll("[data-theirs]").forEach(offerTheirs);
document.querySelector("[data-focus]")?.focus();
document.getElementById("conflict")?.focus();

await restoreDraft();
if (form.elements.ingredients_text.value || form.elements.steps_text.value) understand();
