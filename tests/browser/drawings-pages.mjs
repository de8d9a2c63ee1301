// Pages of drawings with the answers that a test wants: the golden pages of tests/drawings in the site's layout, with its styles and
// scripts; pictures, drawings and the API are made up here. So states can be seen that a site is seldom in, and what the scripts do when
// drawings come and go, or the network.
import { test, url, assert, shoot, expectAccessible, expectFits, phone, desk } from "./lib.mjs";
import { readFileSync, readdirSync } from "node:fs";

const folder = new URL("../drawings/", import.meta.url);
const read = (path) => readFileSync(new URL(path, folder));
const timed = read("golden/example.chd1"), hasty = read("golden/random-3.chd1");
// The editor has tests of its own.
const names = readdirSync(new URL("views/", folder)).map((f) => f.replace(/\.json$/, "")).filter((name) => !/^new/.test(name));
const viewOf = (name) => JSON.parse(read(`views/${name}.json`));
// States that a site is seldom in: kept as pictures, too.
const rare = ["mine-move", "moderation", "moderation-hidden", "report-errors", "share", "show-private", "show-shared", "wall"];
const face = (side) => `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 8 8">
<path fill="#fff7e8" d="M0 0h8v8H0z"/><circle cx="4" cy="4" r="3" fill="#8ecae6" stroke="#14506b" stroke-width=".2"/>
<path d="M2.6 4.6q1.4 1.6 2.8 0M3 3.2v.5M5 3.2v.5" fill="none" stroke="#14506b" stroke-width=".3" stroke-linecap="round"/></svg>`;

// A drawing's bytes, with the version of the rasteriser that paints it.
const fulfill = (route, body, version = 1) => route.fulfill({
  contentType: "application/vnd.midway.chd1", body, headers: { "Raster-Version": String(version) } });

let frame = null;

// A golden page inside of the site's layout.
async function pageOf(name) {
  frame ??= await (await fetch(`${url}/sign-in`)).text();
  const view = viewOf(name), assets = /\/www\/[^/"]+/.exec(frame)[0];
  const head = [...(view.styles ?? []).map((s) => `<link rel="stylesheet" href="${assets}${s.href}">`),
    ...(view.scripts ?? []).map((s) => `<script type="module" src="${assets}${s.src}"></script>`)].join("\n");
  return frame.replace(/<html lang="en"[^>]*>/, () => `<html lang="en" class="${view.page_class ?? ""}">`)
    .replace("</head>", () => `${head}\n</head>`)
    .replace(/(<main[^>]*>)[^]*<\/main>/, (_, main) => `${main}<div class="wrap">${read(`golden/${name}.html`)}</div></main>`);
}

// Opens a page; `answers` are tried before what is made up otherwise: [RegExp, (route, url) => ...].
async function open(page, name, answers = []) {
  const document = await pageOf(name);
  const made = [...answers,
    [/\/img\/|\/drawings\/s\/[^/]+\/\d+\.|\/replay\//, (route, path) => route.fulfill({
      contentType: "image/svg+xml", body: face(/(\d+)\.\w+$/.exec(path)?.[1] ?? 512) })],
    [/\.chd(\?|$)/, (route) => fulfill(route, timed)],
    [/\/me\?/, (route) => route.fulfill({ json: { csrf: "", guest: false, drawings: 0, may_edit: false } })],
    [/\/view$/, (route) => route.fulfill({ status: 204 })],
    [/^\/api\/v1\/drawings\?/, (route) => route.fulfill({ json: { items: viewOf(name).drawings ?? [], next_cursor: null } })],
    [new RegExp(`^/drawings/sample/${name}$`), (route) => route.fulfill({
      contentType: "text/html; charset=utf-8", body: document,
      headers: { "content-security-policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'" } })]];
  await page.route((to) => /^\/(api\/v1\/)?drawings/.test(to.pathname), (route) => {
    const to = new URL(route.request().url()), path = to.pathname + to.search;
    return made.find(([pattern]) => pattern.test(path))?.[1](route, path) ?? route.abort();
  });
  await page.goto(`${url}/drawings/sample/${name}`);
}

for (const name of names) {
  test(`a page of drawings: ${name}`, async (page) => {
    await open(page, name);
    for (const [viewport, colorScheme] of [[phone, "dark"], [desk, "light"]]) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.waitForTimeout(100);
      await expectFits(page, name);
      await expectAccessible(page, `${name} (${colorScheme}, ${viewport.width} px)`);
    }
    if (rare.includes(name)) await shoot(page, `drawings-sample-${name}`);
  });
}

test("a drawing plays, stops where somebody points, and ends with its picture", async (page) => {
  await open(page, "show");
  await page.waitForSelector("[data-player].is-ready");
  const canvas = page.locator("[data-paper] canvas");
  assert.equal(await page.textContent("[data-clock]"), "0:02 / 0:02");
  await page.selectOption("[data-speed]", "0.5");
  await page.click("[data-play]");
  await canvas.waitFor();
  assert.equal(await page.getAttribute("[data-play]", "aria-label"), "Pause");
  await page.click("[data-play]");
  const position = Number(await page.inputValue("[data-scrub]"));
  assert.ok(position < 1000, `it stands at ${position}`);
  await page.waitForTimeout(200);
  assert.equal(Number(await page.inputValue("[data-scrub]")), position);
  await page.fill("[data-scrub]", "500");
  assert.equal(await page.getAttribute("[data-scrub]", "aria-valuetext"), "0:01 of 0:02");
  assert.equal(await canvas.count(), 1);
  await page.selectOption("[data-speed]", "10");
  await page.click("[data-play]");
  await canvas.waitFor({ state: "detached" });
  assert.equal(await page.inputValue("[data-scrub]"), "1000");
  assert.equal(await page.getAttribute("[data-play]", "aria-label"), "Play");
});

test("without the rasteriser the animated picture is offered", async (page) => {
  await open(page, "show", [[/\.chd$/, (route) => route.fulfill({ status: 404 })]]);
  await page.click("text=Watch it being drawn");
  await page.waitForFunction(() => document.querySelector(".fold img").complete);
  assert.equal(await page.isVisible("[data-player]"), false);
}, { tolerate: /404/ });

test("nor is it painted by another version of the rasteriser than its picture", async (page) => {
  await open(page, "show", [[/\.chd$/, (route) => fulfill(route, timed, 1000)]]);
  await page.waitForSelector("[data-player][hidden]", { state: "attached" });
  assert.equal(await page.isVisible("text=Watch it being drawn"), true);
});

test("owners get their tools, and a visit is one view", async (page) => {
  let views = 0;
  await open(page, "show", [
    [/\/me\?drawing=01jk3v7qz8r5t9x2b4n6c8d0ea$/,
      (route) => route.fulfill({ json: { csrf: "t0ken", guest: true, drawings: 1, may_edit: true } })],
    [/^\/api\/v1\/drawings\/01jk3v7qz8r5t9x2b4n6c8d0ea\/view$/, (route) => {
      views++;
      return route.fulfill({ status: 204 });
    }],
  ]);
  await page.waitForSelector("#owner:not([hidden])");
  assert.equal(await page.inputValue("#owner [name=_csrf]"), "t0ken");
  assert.equal(await page.inputValue("#owner [name=_if_match]"), "4");
  await page.reload();
  await page.waitForSelector("#owner:not([hidden])");
  assert.equal(views, 1);
});

test("nobody else gets them", async (page) => {
  await open(page, "show");
  await page.waitForSelector("[data-player].is-ready");
  assert.equal(await page.isVisible("#owner"), false);
});

test("in the gallery the drawing under the pointer draws itself", async (page) => {
  await open(page, "list");
  await page.hover(".drawing-card >> nth=1");
  await page.waitForSelector(".drawing-card:nth-child(2) canvas");
  await page.hover("h1");
  assert.equal(await page.locator("canvas").count(), 0);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.hover(".drawing-card >> nth=1");
  await page.waitForTimeout(500);
  assert.equal(await page.locator("canvas").count(), 0);
});

/* ---- the wall ---- */

const drawn = (number) => ({ id: `drawing${number}`, title: `Number ${number}`, author: number % 2 ? "Mia" : "" });
const hung = (page) => page.$$eval(".wall-card:not(.is-out) strong", (all) => all.map((title) => title.textContent));

async function hang(page, list) {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await open(page, "wall-empty", [
    [/^\/api\/v1\/drawings\?/, (route) => (list.isDown ? route.abort() : route.fulfill({ json: { items: list.items } }))],
    [/\.chd$/, (route) => (list.isDown ? route.abort() : fulfill(route, hasty, list.version))]]);
}

test("the wall shows each drawing once, new ones soon, hidden ones no more, and lasts without a network", async (page) => {
  const list = { items: [1, 2, 3, 4].map(drawn), isDown: false };
  const waitFor = async (what, seconds) => {
    const end = Date.now() + seconds * 1000;
    while (!what(await hung(page))) {
      assert.ok(Date.now() < end, `after ${seconds} s there hang ${(await hung(page)).join(", ")}`);
      await page.waitForTimeout(200);
    }
  };
  await hang(page, list);
  await waitFor((titles) => titles.length >= 4, 25);
  assert.deepEqual((await hung(page)).sort(), ["Number 1", "Number 2", "Number 3", "Number 4"]);
  list.items.unshift(drawn(5));
  await waitFor((titles) => titles.includes("Number 5"), 20);
  assert.equal(await page.locator(".is-new strong").textContent(), "Number 5");
  list.items = list.items.filter((item) => item.title !== "Number 2");
  await waitFor((titles) => !titles.includes("Number 2"), 7);
  list.isDown = true;
  await page.waitForTimeout(8000);
  assert.deepEqual((await hung(page)).length, 4);
}, { seconds: 90, tolerate: /net::ERR_FAILED/ });

test("what the site paints by a newer rasteriser than the wall has is hung as a picture", async (page) => {
  const picture = "/drawings/img/newer/1024.webp";
  await hang(page, { items: [{ ...drawn(1), images: { webp: { 1024: picture } } }], version: 1000 });
  await page.waitForSelector(`.wall-card:not(.is-out) img[src="${picture}"]`, { timeout: 20000 });
  assert.deepEqual(await hung(page), ["Number 1"]);
  assert.equal(await page.locator(".wall-card canvas").count(), 0);
});

test("the wall stands still where motion is not wanted", async (page) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await hang(page, { items: [drawn(1)] });
  await page.waitForSelector(".wall-card:not(.is-out) canvas");
  const pixels = () => page.$eval(".wall-card canvas", (canvas) => canvas.toDataURL());
  const before = await pixels();
  await page.waitForTimeout(1000);
  assert.equal(await pixels(), before);
});
