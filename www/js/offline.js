// Copies of pages for when there is no network. A page is kept with what it is made of, in the cache of the release that both belong to;
// a service worker whose scope is the page (offline-worker.js) finds them again.

const release = new URL(import.meta.url).pathname.split("/")[2];
const isPage = ({ url }) => !/\.\w+$/.test(new URL(url).pathname);    // and no file

// What this page has loaded, apart from what the API says and pictures of people.
function files() {
  const loaded = performance.getEntriesByType("resource").filter(({ name, initiatorType, responseStatus }) =>
    (new URL(name).pathname.startsWith("/www/") || initiatorType === "link") && !(responseStatus >= 400)).map(({ name }) => name);
  const icons = [...document.querySelectorAll("link[rel~=icon]")].map(({ href }) => href);
  return [...new Set([...loaded, ...icons])].filter((url) => new URL(url).origin === location.origin);
}

async function addFiles(cache) {
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  await cache.addAll(files().filter((url) => !kept.has(url)));
}

async function drop(cache, { url }) {
  await cache.delete(url, { ignoreVary: true });
  if (await caches.match(url, { ignoreSearch: true, ignoreVary: true })) return;
  await (await navigator.serviceWorker.getRegistration(url))?.unregister();
}

// Older copies of `page` go, releases without a page, and the oldest pages where there are more than `most`.
async function tidy(kind, own, page, most) {
  const others = [];
  for (const name of (await caches.keys()).filter((n) => n.startsWith(`midway-${kind}`))) {
    const cache = await caches.open(name);
    if (name !== own) await cache.delete(page, { ignoreVary: true });
    const pages = (await cache.keys()).filter(isPage);
    if (!pages.length) await caches.delete(name);
    others.push(...pages.filter(({ url }) => url !== page).map((request) => ({ cache, request })));
  }
  for (const { cache, request } of others.slice(0, Math.max(0, others.length + 1 - most))) await drop(cache, request);
}

/** Keeps `page` as everybody sees it: asked for without cookies, so that no session and no form token is in the copy. The page is kept
    after its files, and older copies go after that: there is always one that is whole. Of a `kind` at most `most` pages are kept.
    `worker`: the script of the service worker. `again`: the page may have changed since it was kept. */
export async function keepPage(page, { kind, worker, most, again }) {
  if (!("serviceWorker" in navigator) || !("caches" in globalThis)) return;
  const { href, pathname } = new URL(page, location), own = `midway-${kind}-${release}`, cache = await caches.open(own);
  if (again || !await cache.match(href, { ignoreVary: true })) {
    const answer = await fetch(href, { credentials: "omit", cache: "no-store" });
    if (!answer.ok || !(await answer.clone().text()).includes(`"/www/${release}/`)) return;    // there is another release by now
    await addFiles(cache);
    await cache.put(href, answer);
  }
  await navigator.serviceWorker.register(new URL(worker, import.meta.url), { scope: pathname });
  await tidy(kind, own, href, most);
}
