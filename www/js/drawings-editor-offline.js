// A copy of the editor for when there is no network: the page and what it is made of, under the release that they belong to. The worker
// (drawings-offline.js) finds it again; what is drawn is a draft (drawings-editor-draft.js).

const release = new URL(import.meta.url).pathname.split("/")[2];

// What this page has loaded, apart from what the API says.
function files() {
  const loaded = performance.getEntriesByType("resource").filter(({ name, initiatorType }) =>
    new URL(name).pathname.startsWith("/www/") || initiatorType === "link").map(({ name }) => name);
  const icons = [...document.querySelectorAll("link[rel~=icon]")].map(({ href }) => href);
  return [...new Set([...loaded, ...icons])].filter((url) => new URL(url).origin === location.origin);
}

/** Keeps the editor at `page`, as everybody sees it: asked for without cookies, so no session and no form token is in the copy. The page
    is kept last, and the worker that drops the copies of other releases begins after that: there is always one that is whole. */
export async function keepEditor(page) {
  if (!("serviceWorker" in navigator) || !("caches" in globalThis)) return;
  const cache = await caches.open(`midway-draw-${release}`);
  if (!await cache.match(page)) {
    const answer = await fetch(page, { credentials: "omit", cache: "no-store" });
    if (!answer.ok || !(await answer.clone().text()).includes(`"/www/${release}/`)) return;    // there is another release by now
    await cache.addAll(files());
    await cache.put(page, answer);
  }
  await navigator.serviceWorker.register(new URL("./drawings-offline.js", import.meta.url), { scope: page });
}
