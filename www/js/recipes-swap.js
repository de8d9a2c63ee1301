// Takes parts of a page from a fresh copy of it, so that a rule stands in one place only: the server.
// A part is an element with an id and data-swap; its content is replaced, the element stays (live regions keep speaking).

/** The page behind an address as a document. Throws when the network fails, the request is aborted or the
 * answer is an error (which has its status). */
export async function fetchPage(url, signal) {
  const response = await fetch(url, { signal, headers: { accept: "text/html" } });
  if (!response.ok) throw Object.assign(new Error(`answer ${response.status}`), { status: response.status });
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/** Puts the parts of `page` into this document. The focus stays where it was, by id. */
export function swapParts(page) {
  const focused = document.activeElement?.id;
  for (const part of document.querySelectorAll("[data-swap][id]")) {
    const fresh = page.getElementById(part.id);
    if (fresh && fresh.innerHTML !== part.innerHTML) {
      part.replaceChildren(...document.importNode(fresh, true).childNodes);
    }
  }
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
}

/** Calls `fn` when nothing has asked for it during `ms` milliseconds. */
export function later(ms, fn) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => fn(...args), ms);
  };
}
