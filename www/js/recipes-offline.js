// The service worker of cook mode. Its scope is one recipe's cook page: nothing else passes through it. The page keeps
// its own copy (recipes-cook.js); here it is only found again when the network is gone.

const WAIT_MS = 4000;    // a network that answers later counts as gone when there is a copy

async function answer(request) {
  const cache = await caches.open("midway-cook");
  const copy = await cache.match(request, { ignoreVary: true }) ?? (request.mode === "navigate"
    ? await cache.match(request, { ignoreVary: true, ignoreSearch: true }) : undefined);
  if (!copy) return fetch(request);
  if (new URL(request.url).pathname.startsWith("/www/")) return copy;    // immutable
  const patience = new Promise((resolve) => { setTimeout(resolve, WAIT_MS, copy); });
  return Promise.race([fetch(request).catch(() => copy), patience]);
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && new URL(event.request.url).origin === self.location.origin) {
    event.respondWith(answer(event.request));
  }
});
