// Copies of pages for when there is no network: what is kept and what goes (www/js/offline.js, here with cook mode's pages), and what
// the worker answers (www/js/offline-worker.js, here without a browser).
import { readFileSync } from "node:fs";
import vm from "node:vm";
import { test, url, assert, api } from "./lib.mjs";

let count = 0;

async function cookPage() {
  const title = `Offline ${process.pid.toString(36)}${Date.now().toString(36)}${count++}`;
  const { slug } = await api("POST", "/api/v1/recipes", { title, ingredients: [{ text: "salt" }], steps: [{ text: "Stir." }] });
  return `/recipes/${slug}/cook`;
}

// Opens cook mode and waits until it is kept; its keepPage() is then `window.keepPage` there.
async function openKept(page, path) {
  await page.goto(url + path);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const script = document.querySelector("script[src*=recipes-cook]").src;
    window.keepPage = (await import(script.replace("recipes-cook", "offline"))).keepPage;
    window.keep = (path, most) => window.keepPage(path, { kind: "cook", worker: "recipes-offline.js", most, again: true });
  });
}

// What is kept: the paths of pages and how many files, by cache; and the paths that have a worker.
const kept = (page) => page.evaluate(async () => {
  const path = (address) => new URL(address).pathname + new URL(address).search;
  const ret = { caches: {}, files: 0 };
  for (const name of await caches.keys()) {
    const paths = (await (await caches.open(name)).keys()).map((request) => path(request.url));
    ret.caches[name] = paths.filter((p) => !/\.\w+$/.test(p)).sort();
    ret.files += paths.filter((p) => /\.\w+$/.test(p)).length;
  }
  ret.pages = Object.values(ret.caches).flat().sort();
  ret.workers = (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => path(scope)).sort();
  return ret;
});

test("offline: the oldest pages make room, and their workers go; the files stay", async (page) => {
  const paths = [await cookPage(), await cookPage(), await cookPage()];
  await openKept(page, paths[0]);
  const { files } = await kept(page);
  assert.ok(files > 5);
  for (const path of [paths[1], `${paths[0]}?servings=2`, paths[2]]) {
    await page.evaluate((p) => window.keep(p, 3), path);
    await page.waitForTimeout(20);
  }
  let now = await kept(page);
  assert.deepEqual(now.pages, [`${paths[0]}?servings=2`, paths[1], paths[2]].sort());
  assert.deepEqual(now.workers, paths.toSorted(), "the first page's worker serves its other copy");
  await page.evaluate((p) => window.keep(p, 2), paths[1]);
  now = await kept(page);
  assert.deepEqual([now.pages, now.workers, now.files], [paths.slice(1).sort(), paths.slice(1).sort(), files]);
});

test("offline: a page is kept whole or not at all", async (page) => {
  const [first, second] = [await cookPage(), await cookPage()];
  await openKept(page, first);
  const before = await kept(page);
  await page.evaluate(async (path) => {
    const link = document.createElement("link");
    Object.assign(link, { rel: "icon", href: "/www/0123456789abcdef/icons/none.svg" });
    document.head.append(link);
    await window.keep(path, 9).then(() => { throw new Error("kept without an icon"); }, () => {});
    link.remove();
    performance.clearResourceTimings();
  }, second);
  assert.deepEqual(await kept(page), before, "a file is missing");
  await page.evaluate(async (path) => {
    const fetchNow = window.fetch;
    window.fetch = async (...asked) => {
      const text = await (await fetchNow(...asked)).text();
      return new Response(text.replaceAll(/\/www\/\w+/g, "/www/0123456789abcdef"));
    };
    await window.keep(path, 9);
    window.fetch = async () => new Response("", { status: 404 });
    await window.keep(path, 9);
    window.fetch = fetchNow;
  }, second);
  assert.deepEqual(await kept(page), before, "it is of another release, or gone");
  await page.evaluate((path) => window.keep(path, 9), second);
  assert.deepEqual((await kept(page)).pages, [first, second].sort());
}, { tolerate: /none\.svg/ });

test("offline: a page that is kept anew leaves the copy of an older release", async (page) => {
  const [first, second] = [await cookPage(), await cookPage()];
  await openKept(page, first);
  await page.evaluate(async ([a, b]) => {
    const old = await caches.open("midway-cook-0123456789abcdef");
    for (const path of [a, b, "/www/0123456789abcdef/css/midway.css"]) await old.put(path, new Response("old"));
    await (await caches.open("somebody-else")).put("/x", new Response("x"));
    await window.keep(a, 9);
  }, [first, second]);
  const now = await kept(page), own = Object.keys(now.caches).find((name) => /^midway-cook-(?!0123)/.test(name));
  assert.deepEqual(now.caches, { [own]: [first], "midway-cook-0123456789abcdef": [second], "somebody-else": ["/x"] });
  await page.evaluate((path) => window.keep(path, 9), second);
  assert.deepEqual((await kept(page)).caches, { [own]: [first, second].sort(), "somebody-else": ["/x"] });
});

test("offline: the copy of a page says nothing of who is signed in", async (page) => {
  const path = await cookPage();
  await openKept(page, path);
  await page.waitForFunction((p) => caches.match(p), path);
  const copy = await page.evaluate(async (p) => (await caches.match(p)).text(), path);
  assert.match(await page.content(), /Sign out/);
  assert.match(copy, /data-cook/);
  assert.doesNotMatch(copy, /_csrf|Sign out/);
}, { signedIn: true });

/* ---- the worker ---- */

// A worker that has copies of `copies` (path: text), and a network that answers as `network` does. Asks it; the answer's text.
function workerOf(name, copies, network) {
  const on = {}, folder = new URL("../../www/js/", import.meta.url);
  const find = ({ url: asked }, { ignoreSearch } = {}) => Object.entries(copies).find(([path]) =>
    (ignoreSearch ? new URL(path, "https://site").pathname === new URL(asked).pathname : new URL(path, "https://site").href === asked));
  const self = vm.createContext({
    URL, Promise, setTimeout: (run, ms, arg) => setTimeout(run, ms / 100, arg), fetch: network,
    caches: {
      match: async (request, how) => (([, text] = []) => text && { status: 200, text })(find(request, how)),
      keys: async () => ["all"],
      open: async () => ({ delete: async (asked, how) => { for (let one; (one = find({ url: asked }, how));) delete copies[one[0]]; } }),
    },
    addEventListener: (event, run) => { on[event] = run; },
    location: new URL("https://site/www/0123456789abcdef/js/"),
    importScripts: (script) => vm.runInContext(readFileSync(new URL(script, folder), "utf8"), self),
  });
  self.self = self;
  self.importScripts(name);
  return (path, { method = "GET", mode = "navigate" } = {}) => new Promise((resolve) => {
    let taken = false;
    on.fetch({
      request: { url: new URL(path, "https://site").href, method, mode },
      respondWith(answer) {
        taken = true;
        answer.then(({ text }) => resolve(text), () => resolve("no network"));
      },
    });
    if (!taken) resolve("not taken");
  });
}

const COPIES = { "/recipes/a/cook?servings=2": "copy", "/drawings/new": "copy", "/www/1/a.css": "copy" };
const says = (status, text) => async () => ({ status, text });
const gone = async () => { throw new TypeError("no network"); };
const late = () => new Promise((resolve) => { setTimeout(resolve, 200, { status: 200, text: "fresh" }); });

test("offline: a worker gives the copy where the network is gone, late or fails", async () => {
  const asked = "/recipes/a/cook?servings=2";
  for (const [network, expected] of [[says(200, "fresh"), "fresh"], [says(403, "fresh"), "fresh"], [says(503, "fresh"), "copy"],
    [gone, "copy"], [late, "copy"]])
    for (const [name, path] of [["recipes-offline.js", asked], ["drawings-offline.js", "/drawings/new"]])
      assert.equal(await workerOf(name, COPIES, network)(path), expected, `${name} ${network}`);
});

test("offline: a worker forgets the copies of a page that is there no more", async () => {
  for (const status of [404, 410]) {
    const copies = { ...COPIES, "/recipes/a/cook": "copy" };
    assert.equal(await workerOf("recipes-offline.js", copies, says(status, "gone"))("/recipes/a/cook?servings=2"), "gone");
    assert.deepEqual(Object.keys(copies), ["/drawings/new", "/www/1/a.css"]);
  }
});

test("offline: what a worker has no copy of comes from the network alone", async () => {
  const recipes = workerOf("recipes-offline.js", COPIES, gone), drawings = workerOf("drawings-offline.js", COPIES, gone);
  assert.equal(await recipes("/recipes/b/cook"), "no network");
  assert.equal(await recipes("/recipes/a/cook"), "copy", "for other amounts");
  assert.equal(await recipes("/recipes/a/cook", { mode: "cors" }), "no network");
  assert.equal(await drawings("/drawings/new?remix=1"), "no network", "a remix is not something new");
  assert.equal(await drawings("/www/1/a.css", { mode: "no-cors" }), "copy");
  assert.equal(await workerOf("drawings-offline.js", COPIES, late)("/drawings/new?remix=1"), "fresh");
  assert.equal(await workerOf("drawings-offline.js", COPIES, says(200, "fresh"))("/www/1/a.css", { mode: "no-cors" }), "copy");
});

test("offline: a worker leaves alone what changes something, the API and other sites", async () => {
  const ask = workerOf("drawings-offline.js", { ...COPIES, "/api/v1/x": "copy" }, says(200, "fresh"));
  assert.equal(await ask("/drawings/new", { method: "POST" }), "not taken");
  assert.equal(await ask("/api/v1/x", { mode: "cors" }), "not taken");
  assert.equal(await ask("https://elsewhere.example/drawings/new", { mode: "no-cors" }), "not taken");
});
