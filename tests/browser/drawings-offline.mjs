// The editor of drawings without a network: it is there, with what was drawn, and sends it once when the network is back.
import { test, assert, desk } from "./lib.mjs";
import { circle, draw, open, picture, ready, save, saved } from "./fake/editor.mjs";

const OFFLINE = /net::ERR_|fetching the script/;      // also the script of the worker, whether there is a new one

// Opens the editor and waits until its copy is kept and a worker gives it out.
async function openKept(page) {
  await open(page);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller)
      await new Promise((done) => { navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }); });
  });
}

// A worker that the browser had put to sleep may miss the first navigation on a busy machine.
async function reload(page) {
  for (let tries = 1; ; tries++) {
    const failed = await page.reload().then(() => null, (e) => e);
    if (!failed) return ready(page);
    if (tries === 10) throw failed;
    await new Promise((later) => setTimeout(later, 500));
  }
}

const kept = (page) => page.evaluate(async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("midway-draw-"));
  const copy = await (await caches.match("/drawings/new", { cacheName: names[0] })).text();
  return { names, copy };
});

test("drawings: the editor opens without a network, with the drawing; later it is sent once", async (page, context) => {
  const sent = [];
  page.on("request", (request) => { if (request.method() === "POST" && /\/drawings\?/.test(request.url())) sent.push(request.url()); });
  await openKept(page);
  await draw(page, circle(0.5, 0.5, 0.3));
  await page.waitForTimeout(200);
  const before = await picture(page);
  await context.setOffline(true);
  await reload(page);
  assert.equal(await picture(page), before, "what was drawn is there");
  await draw(page, circle(0.5, 0.5, 0.4));
  assert.notEqual(await picture(page), before, "it can be drawn on");
  await page.waitForTimeout(200);
  await reload(page);
  await save(page, { title: "Made offline" });
  await page.waitForSelector("[data-sending] >> text=No connection");
  sent.length = 0;
  await context.setOffline(false);
  const drawing = await saved(page);
  assert.deepEqual([drawing.title, drawing.version, drawing.twin.strokes.length], ["Made offline", 1, 2]);
  assert.equal(sent.length, 1);
}, { viewport: desk, seconds: 90, tolerate: OFFLINE });

test("drawings: with a network the editor comes from there, not from the copy", async (page, context) => {
  await openKept(page);
  await page.evaluate(async () => {
    const [name] = (await caches.keys()).filter((n) => n.startsWith("midway-draw-")), cache = await caches.open(name);
    const copy = await cache.match("/drawings/new"), text = await copy.text();
    await cache.put("/drawings/new", new Response(text.replace("<title>", "<title>Kept: "), { headers: copy.headers }));
  });
  await reload(page);
  assert.doesNotMatch(await page.title(), /^Kept: /);
  await context.setOffline(true);
  await reload(page);
  assert.match(await page.title(), /^Kept: /);
  await assert.rejects(page.goto(`${page.url()}?remix=00000000000000000000000001`), /ERR_/, "a remix is not something new");
}, { viewport: desk, seconds: 60, tolerate: OFFLINE });

test("drawings: a new release takes the place of the old copy", async (page) => {
  await openKept(page);
  const own = (await kept(page)).names;
  assert.equal(own.length, 1);
  await page.evaluate(async () => {
    await Promise.all((await navigator.serviceWorker.getRegistrations()).map((r) => r.unregister()));
    await (await caches.open("midway-draw-0123456789abcdef")).put("/drawings/new", new Response("old"));
    await (await caches.open("somebody-else")).put("/x", new Response("x"));
  });
  await openKept(page);
  await page.waitForFunction(async () => !await caches.has("midway-draw-0123456789abcdef"));
  assert.deepEqual((await kept(page)).names, own);
  assert.ok(await page.evaluate(() => caches.has("somebody-else")));
}, { viewport: desk, seconds: 60 });

test("drawings: a worker under the address of an older release takes nothing away", async (page, context) => {
  await openKept(page);
  const before = await kept(page);
  // So it is when a browser looks whether there is something new at the address that it knows.
  await page.evaluate(async () => {
    const older = await navigator.serviceWorker.register("/www/0123456789abcdef/js/drawings-offline.js", { scope: "/drawings/new" });
    while (older.active?.state !== "activated" || !older.active.scriptURL.includes("0123456789abcdef"))
      await new Promise((later) => setTimeout(later, 50));
  });
  assert.deepEqual(await kept(page), before);
  await context.setOffline(true);
  await reload(page);
}, { viewport: desk, seconds: 60, tolerate: OFFLINE });

test("drawings: the copy of the editor says nothing of who is signed in", async (page) => {
  await openKept(page);
  const shown = await page.content(), { copy } = await kept(page);
  assert.match(shown, /name="_csrf"/);
  assert.match(copy, /id="draw"/);
  assert.doesNotMatch(copy, /_csrf|Sign out/);
}, { viewport: desk, signedIn: true });
