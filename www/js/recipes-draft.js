// What somebody typed into a recipe's form, kept in this browser until it is saved: texts in localStorage, at once and
// synchronously, so that a killed tab loses nothing; the photo, too big for that, in IndexedDB.

const PREFIX = "midway.recipe-draft.";
const SENT = "midway.recipe-draft-sent";
const DAYS = 30;

/** {saved_at (ms), version, fields: {name: [value, ...]}, has_photo} or null. */
export function readDraft(id) {
  try {
    const draft = JSON.parse(localStorage.getItem(PREFIX + id));
    if (!draft || Date.now() - draft.saved_at > DAYS * 86400e3) return null;
    return draft;
  } catch {
    return null;
  }
}

/** False when the browser has no room or keeps nothing. */
export function writeDraft(id, draft) {
  try {
    localStorage.setItem(PREFIX + id, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export async function removeDraft(id) {
  localStorage.removeItem(PREFIX + id);
  await writePhoto(id, null);
}

/** Notes that this tab sends draft `id` to the server now; null: it came back. */
export function noteSent(id) {
  if (id === null) sessionStorage.removeItem(SENT);
  else sessionStorage.setItem(SENT, id);
}

/** On the page that follows a successful save (its address ends in #saved): the draft has done its work. */
export function forgetSentDraft() {
  if (location.hash !== "#saved") return;
  const id = sessionStorage.getItem(SENT);
  if (id !== null) removeDraft(id).catch(() => {});
  noteSent(null);
  history.replaceState(null, "", location.pathname + location.search);
}

function openStore() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("midway-recipe-drafts", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("photos");
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

async function inStore(mode, work) {
  const db = await openStore();
  try {
    return await new Promise((resolve, reject) => {
      const change = db.transaction("photos", mode);
      const result = work(change.objectStore("photos"));
      change.oncomplete = () => resolve(result.result);
      change.onerror = change.onabort = () => reject(change.error);
    });
  } finally {
    db.close();
  }
}

/** Keeps a File, or with null drops it. */
export function writePhoto(id, file) {
  return inStore("readwrite", (store) => (file ? store.put(file, id) : store.delete(id)));
}

/** The kept File or undefined. */
export function readPhoto(id) {
  return inStore("readonly", (store) => store.get(id));
}
