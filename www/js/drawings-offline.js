// The service worker of the editor of drawings. Its scope is the page that draws something new.
importScripts("offline-worker.js");
serveCopies();
