// The service worker of cook mode. Its scope is one recipe's cook page; where the amounts that are asked for were not kept, others are
// better than nothing.
importScripts("offline-worker.js");
serveCopies(async (request) => await caches.match(request, { ignoreVary: true }) ?? (request.mode === "navigate"
  ? caches.match(request, { ignoreVary: true, ignoreSearch: true }) : undefined));
