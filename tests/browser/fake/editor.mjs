// What tests of the editor of drawings share: the site (the one under test, or the fake one), opening, drawing, looking at pixels.
import { url as given, assert } from "../lib.mjs";
import { decode, encode } from "../../../www/js/drawings-chd1.js";
import { startSite } from "./drawings.mjs";

async function hasEditor() {
  const answer = given && await fetch(`${given}/drawings/new`).catch(() => null);
  return !!answer?.ok && (await answer.text()).includes('id="draw"');
}

const fake = await hasEditor() ? null : await startSite();
export const site = fake?.url ?? given;

export async function ready(page) {
  await page.waitForSelector("#draw:not([data-busy])", { timeout: 20000 });
}

export async function open(page, path = "/drawings/new") {
  await page.goto(site + path, { timeout: 20000 });
  await ready(page);
}

export const press = (page, action) => page.click(`[data-do="${action}"]`);

export async function choose(page, choices) {
  for (const [name, value] of Object.entries(choices))
    await page.locator(`#draw input[name=${name}][value="${value}"]`).check({ force: true });
}

/* ---- places: 0 to 1 of the paper ---- */

export async function placer(page) {
  const box = await page.locator("[data-paper]").boundingBox();
  return ([x, y]) => ({ x: box.x + x * box.width, y: box.y + y * box.height });
}

export async function draw(page, points) {
  const at = await placer(page);
  const [first, ...rest] = points.map(at);
  await page.mouse.move(first.x, first.y);
  await page.mouse.down();
  for (const p of rest) await page.mouse.move(p.x, p.y, { steps: 3 });
  await page.mouse.up();
}

export function circle(cx, cy, r, n = 24) {
  return Array.from({ length: n + 1 }, (_, i) => [cx + r * Math.cos(2 * Math.PI * i / n), cy + r * Math.sin(2 * Math.PI * i / n)]);
}

/** Touches: fingers are [id, place]; an empty list lifts all. */
export async function toucher(page) {
  const cdp = await page.context().newCDPSession(page), at = await placer(page);
  return (type, ...fingers) => cdp.send("Input.dispatchTouchEvent", {
    type, touchPoints: fingers.map(([id, place, radius = 8]) => ({ id, ...at(place), radiusX: radius, radiusY: radius })),
  });
}

/* ---- pixels ---- */

/** The picture on the stage as text that is equal for equal pixels. */
export function picture(page) {
  return page.evaluate(async () => {
    await new Promise(requestAnimationFrame);
    const c = document.querySelector("[data-paper]"), { data } = c.getContext("2d").getImageData(0, 0, c.width, c.height);
    const hash = await crypto.subtle.digest("SHA-256", data);
    return `${c.width}x${c.height} ${[...new Uint8Array(hash)].map((b) => b.toString(16).padStart(2, "0")).join("")}`;
  });
}

/** R, G, B, A of the picture at a place of the paper. */
export function pixel(page, [x, y]) {
  return page.evaluate(([px, py]) => {
    const c = document.querySelector("[data-paper]");
    return [...c.getContext("2d").getImageData(Math.floor(px * c.width), Math.floor(py * c.height), 1, 1).data];
  }, [x, y]);
}

/** The same text for the picture that the rasteriser makes of bytes. */
export function pictureOf(page, bytes) {
  return page.evaluate(async (all) => {
    const base = document.querySelector("script[src*=drawings-editor]").src;
    const { loadRaster } = await import(new URL("drawings-raster.js", base));
    const { data, width, height } = (await loadRaster()).picture(new Uint8Array(all), 1024);
    const hash = await crypto.subtle.digest("SHA-256", data);
    return `${width}x${height} ${[...new Uint8Array(hash)].map((b) => b.toString(16).padStart(2, "0")).join("")}`;
  }, [...bytes]);
}

/* ---- what the server has ---- */

/** Asks the API as this page's guest. */
export function ask(page, method, path, bytes, headers = {}) {
  return page.evaluate(async ([m, p, body, more]) => {
    const { csrf } = await (await fetch("/api/v1/drawings/me")).json();
    const content = body ? { "Content-Type": "application/vnd.midway.chd1" } : {};
    const asked = { method: m, headers: { ...content, "X-CSRF-Token": csrf ?? "", ...more }, body: body && new Uint8Array(body) };
    const answer = await fetch(p, asked);
    return { status: answer.status, etag: answer.headers.get("etag"), json: await answer.json().catch(() => null) };
  }, [method, path, bytes && [...bytes], headers]);
}

export async function bytesOf(page, id) {
  const all = await page.evaluate(async (p) => [...new Uint8Array(await (await fetch(p)).arrayBuffer())], `/api/v1/drawings/${id}.chd`);
  return Uint8Array.from(all);
}

/** Makes a drawing without the editor. Its last time makes it one of its own: public drawings of equal bytes are one. */
export async function make(page, twin, title = "") {
  const { t } = twin.strokes.at(-1);
  t[t.length - 1] += Math.floor(1e8 * Math.random());
  await page.goto(`${site}/drawings`);
  const { status, json } = await ask(page, "POST", `/api/v1/drawings?title=${encodeURIComponent(title)}`, encode(twin));
  assert.ok(status === 201 || status === 200, `POST answers ${status}: ${JSON.stringify(json)}`);
  return json;
}

/** Waits for the page of the drawing that was saved; what the API says of it, and its twin. */
export async function saved(page) {
  await page.waitForURL((to) => /^\/drawings\/\w+$/.test(to.pathname) && !to.pathname.endsWith("/new"), { timeout: 20000 });
  const id = new URL(page.url()).pathname.split("/").pop();
  const { json, etag } = await ask(page, "GET", `/api/v1/drawings/${id}`);
  const bytes = await bytesOf(page, id);
  return { ...json, etag, bytes, twin: decode(bytes) };
}

export async function save(page, fields = {}) {
  await press(page, "save");
  for (const [name, value] of Object.entries(fields)) await page.fill(`#draw-${name}`, value);
  await page.click("[data-send]");
}

/** A twin with `lines` lines of `points` points each, made by chance, the same for the same seed. */
export function scribble(lines, points, seed = 7) {
  const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  let t = 0;
  const strokes = Array.from({ length: lines }, (_, i) => {
    const fill = i % 10 === 9, s = { op: fill ? "fill" : "draw", layer: i % 3, colour: 1 + i % 3, curve: true, x: [], y: [], t: [] };
    if (!fill) Object.assign(s, { width: 24 + Math.floor(60 * random()), p: [] });
    for (let k = 0, x = 4096 * random(), y = 4096 * random(), a = 6 * random(); k < points; k++) {
      s.x.push(Math.round(x));
      s.y.push(Math.round(y));
      s.t.push(t += 12);
      s.p?.push(100 + Math.floor(155 * random()));
      a += random() - 0.5;
      if (x < 100 || x > 3996 || y < 100 || y > 3996) a = Math.atan2(2048 - y, 2048 - x);
      x += 22 * Math.cos(a);
      y += 22 * Math.sin(a);
    }
    return s;
  });
  return { format: "chd1", canvas: { w: 4096, h: 4096 }, background: 0, palette: ["#ffffff", "#1d1a26", "#e8432e", "#2374d6"], strokes };
}
