// Saving drawings over bad networks and against servers that refuse: nothing is lost, and there is one drawing of it.
import { test, assert, expectAccessible, desk } from "./lib.mjs";
import { bytesOf, circle, draw, make, open, picture, press, ready, save, saved, scribble } from "./fake/editor.mjs";

const OFFLINE = /net::ERR_/;
const POST = "**/api/v1/drawings?*";

// The requests that send drawings, as the server gets them; `lose`: of so many the answer is lost on its way.
async function listen(page, { lose = 0, pattern = POST } = {}) {
  const sent = [];
  await page.route(pattern, async (route) => {
    const request = route.request();
    if (!["POST", "PUT"].includes(request.method())) return route.fallback();
    const answer = await route.fetch();
    sent.push({ method: request.method(), url: request.url(), body: request.postDataBuffer().toString("hex"), status: answer.status(),
      token: request.headers()["edit-token"], id: (await answer.json()).id });
    return sent.length <= lose ? route.abort("connectionreset") : route.fulfill({ response: answer });
  });
  return sent;
}

test("drawings: without a network it waits, and is saved when there is one", async (page, context) => {
  await open(page);
  await draw(page, circle(0.5, 0.5, 0.3));
  const sent = await listen(page);
  await context.setOffline(true);
  await save(page, { title: "Later" });
  await page.waitForSelector("[data-sending] >> text=No connection");
  await expectAccessible(page, "waiting for a network");
  await context.setOffline(false);
  const drawing = await saved(page);
  assert.equal(drawing.title, "Later");
  assert.equal(sent.length, 1);
}, { viewport: desk, seconds: 60, tolerate: OFFLINE });

test("drawings: a lost answer makes no second drawing", async (page) => {
  await open(page);
  await draw(page, circle(0.5, 0.5, 0.3));
  const sent = await listen(page, { lose: 2 });
  await save(page);
  const drawing = await saved(page);
  assert.equal(sent.length, 3);
  assert.equal(new Set(sent.map((s) => s.id)).size, 1);
  assert.equal(new Set(sent.map((s) => s.body + s.token + s.url)).size, 1, "the same bytes, token and words each time");
  assert.match(sent[0].token, /^[\w-]{43}$/);
  assert.deepEqual(sent.map((s) => s.status), [201, 200, 200]);
  assert.equal(drawing.id, sent[0].id);
}, { viewport: desk, seconds: 60, tolerate: OFFLINE });

test("drawings: a page that was closed while it waited goes on saving when it is opened again", async (page, context) => {
  await open(page);
  await draw(page, circle(0.5, 0.5, 0.25));
  const seen = await listen(page, { lose: 100 });
  await save(page, { title: "Patient" });
  await page.waitForSelector("[data-sending] >> text=No connection");
  await page.close();
  const next = await context.newPage();
  const sent = await listen(next);
  await next.goto(seen[0].url.replace(/\/api.*/, "/drawings/new"));
  const drawing = await saved(next);
  assert.deepEqual([drawing.title, drawing.id, drawing.version], ["Patient", seen[0].id, 1]);
  assert.equal(sent[0].body, seen[0].body);
  assert.equal(sent[0].token, seen[0].token);
}, { viewport: desk, seconds: 60, tolerate: OFFLINE });

test("drawings: who draws on after a lost answer gets one drawing, in its newest version", async (page) => {
  await open(page);
  await draw(page, circle(0.5, 0.5, 0.25));
  const sent = await listen(page, { lose: 1 });
  await save(page, { title: "First" });
  await page.waitForSelector("[data-sending] >> text=No connection");
  await press(page, "save-close");
  await page.waitForSelector("[data-dialog=save]", { state: "hidden" });
  await draw(page, circle(0.5, 0.5, 0.4));
  await page.waitForTimeout(200);
  await page.reload();
  await ready(page);
  await save(page, { title: "Second" });
  const drawing = await saved(page);
  assert.deepEqual([drawing.id, drawing.title, drawing.twin.strokes.length], [sent[0].id, "Second", 2]);
  assert.ok(drawing.version > 1);
}, { viewport: desk, seconds: 60, tolerate: OFFLINE });

test("drawings: an edit whose answer was lost is no conflict with itself", async (page) => {
  const before = await make(page, scribble(3, 20, 9), "Mine");
  await open(page, `/drawings/${before.id}/edit`);
  await draw(page, circle(0.5, 0.5, 0.3));
  const sent = await listen(page, { lose: 1, pattern: `**/api/v1/drawings/${before.id}?*` });
  await save(page);
  const drawing = await saved(page);
  assert.deepEqual(sent.map((s) => s.status), [200, 412]);
  assert.equal(drawing.twin.strokes.length, 4);
}, { viewport: desk, seconds: 60, tolerate: /net::ERR_|412/ });

test("drawings: a busy server is asked again when it says so", async (page) => {
  await open(page);
  await draw(page, circle(0.5, 0.5, 0.3));
  let times = 0;
  await page.route(POST, (route) => (++times === 1 ? route.fulfill({ status: 503, headers: { "retry-after": "1" }, body: "{}" })
    : route.fallback()));
  await save(page);
  await page.waitForSelector("[data-sending] >> text=Trying again in 1 s");
  await saved(page);
  assert.equal(times, 2);
}, { viewport: desk, tolerate: /503/ });

test("drawings: what the server refuses is told by field, and can be mended", async (page) => {
  const errors = [{ pointer: "/title", code: "length", detail: "The title is too long." },
    { pointer: "/strokes/0/x/3", code: "range", detail: "Point 3 lies outside." }];
  await open(page);
  await draw(page, circle(0.5, 0.5, 0.3));
  const seen = await picture(page);
  let times = 0;
  await page.route(POST, (route) => (++times === 1 ? route.fulfill({ status: 422, contentType: "application/problem+json",
    body: JSON.stringify({ title: "Some fields are wrong", errors }) }) : route.fallback()));
  await save(page, { title: "Too long" });
  await page.waitForSelector("#draw-title-error >> text=The title is too long.");
  assert.match(await page.innerText("[data-problem]"), /The title is too long[^]*Point 3 lies outside/);
  assert.equal(await page.getAttribute("#draw-title", "aria-invalid"), "true");
  assert.match(await page.getAttribute("#draw-title", "aria-describedby"), /draw-title-error/);
  await expectAccessible(page, "a refused drawing");
  await page.click("[data-problem] a");
  assert.equal(await page.evaluate(() => document.activeElement.id), "draw-title");
  await page.fill("#draw-title", "Short");
  await page.click("[data-send]");
  const drawing = await saved(page);
  assert.equal(drawing.title, "Short");
  await open(page);
  assert.notEqual(await picture(page), seen, "the draft is gone");
}, { viewport: desk, tolerate: /422/ });

test("drawings: an edit of a drawing that is gone can be saved as a new one", async (page) => {
  const before = await make(page, scribble(3, 20, 13), "Gone");
  await open(page, `/drawings/${before.id}/edit`);
  await draw(page, circle(0.5, 0.5, 0.3));
  await page.route(`**/api/v1/drawings/${before.id}?*`, (route) => route.fulfill({ status: 404, body: "{}" }));
  await save(page);
  await page.waitForSelector("[data-problem] >> text=not there any more");
  await page.click("[data-problem] button");
  const drawing = await saved(page);
  assert.notEqual(drawing.id, before.id);
  assert.equal(drawing.twin.strokes.length, 4);
  assert.equal((await bytesOf(page, before.id)).length > 0, true);
}, { viewport: desk, tolerate: /404/ });
