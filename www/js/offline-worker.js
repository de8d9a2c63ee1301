// What service workers do whose scope is a page that is kept for when there is no network (offline.js). They know nothing of releases, so
// that it does not matter which one of theirs a browser still has.

const WAIT_MS = 4000;    // a network that answers later counts as gone when there is a copy

// The page is there no more: then its copies are of no use to anybody.
async function forget({ url }) {
  for (const name of await caches.keys()) await (await caches.open(name)).delete(url, { ignoreVary: true, ignoreSearch: true });
}

async function ask(request, copy) {
  const fresh = await fetch(request);
  if (fresh.status === 404 || fresh.status === 410) await forget(request);
  return fresh.status < 500 ? fresh : copy;
}

async function answer(request, find) {
  const copy = await find(request);
  if (!copy) return fetch(request);
  if (new URL(request.url).pathname.startsWith("/www/")) return copy;    // immutable
  const patience = new Promise((resolve) => { setTimeout(resolve, WAIT_MS, copy); });
  return Promise.race([ask(request, copy).catch(() => copy), patience]);
}

function serveCopies(find = (request) => caches.match(request, { ignoreVary: true })) {
  self.addEventListener("install", () => self.skipWaiting());
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener("fetch", (event) => {
    const { origin, pathname } = new URL(event.request.url);
    if (event.request.method === "GET" && origin === self.location.origin && !pathname.startsWith("/api/"))
      event.respondWith(answer(event.request, find));
  });
}
