// The service worker of the editor of drawings. Its scope is the page that draws something new. The page keeps its own copy
// (drawings-editor-offline.js); here it is found again when the network is gone. What the API says does not pass through it.

const KEPT = "midway-draw-";
const cacheName = KEPT + self.location.pathname.split("/")[2];    // of the release that this file belongs to
const WAIT_MS = 4000;    // a network that answers later counts as gone when there is a copy

async function answer(request) {
  const copy = await caches.match(request, { cacheName, ignoreVary: true });
  if (!copy) return fetch(request);
  if (new URL(request.url).pathname.startsWith("/www/")) return copy;    // immutable
  const patience = new Promise((resolve) => { setTimeout(resolve, WAIT_MS, copy); });
  return Promise.race([fetch(request).then((fresh) => (fresh.status < 500 ? fresh : copy), () => copy), patience]);
}

async function dropOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(KEPT) && name !== cacheName).map((name) => caches.delete(name)));
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(Promise.all([self.clients.claim(), dropOthers()])));
self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method === "GET" && origin === self.location.origin && !pathname.startsWith("/api/"))
    event.respondWith(answer(event.request));
});
