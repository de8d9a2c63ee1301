// A drawing that takes too much work to be painted (docs/rendering.md, "Work") is told while it is drawn, not when it is sent.
import { test, assert, shoot, expectAccessible, expectFits, phone } from "./lib.mjs";
import { ask, choose, circle, draw, make, open, press, save, saved, scribble } from "./fake/editor.mjs";
import { encode } from "../../www/js/drawings-chd1.js";

const line = (page) => page.textContent("[data-work]");
const says = (page, text) => page.waitForFunction((t) => document.querySelector("[data-work]").textContent.includes(t), text);
const wide = (twin, by) => {
  for (const s of twin.strokes) if (s.width) s.width = Math.round(s.width * by);
  return twin;
};
// A big brush to and fro over the same place.
const scrub = Array.from({ length: 40 }, (_, i) => [0.3 + 0.4 * (i % 2), 0.3 + 0.4 * ((i * 7) % 40) / 40]);

test("drawings: too much to paint is told before it is sent, with what helps", async (page) => {
  const heavy = wide(scribble(190, 100), 1.5);               // 93 % of what is allowed
  const made = await make(page, heavy, "Heavy");
  await open(page, `/drawings/${made.id}/edit`);
  await says(page, "90 %");
  await shoot(page, "drawings-work-near");
  await page.setViewportSize(phone);
  await choose(page, { tool: "pen", width: 448 });
  let lines = 0;
  while (!(await line(page)).includes("cannot be saved")) {
    assert.ok(lines < 40, `${lines} lines more, and still: ${await line(page)}`);
    await draw(page, scrub);
    lines++;
    await page.waitForTimeout(600);
  }
  for (const colorScheme of ["dark", "light"]) {
    await page.emulateMedia({ colorScheme });
    await expectFits(page);
    await expectAccessible(page, `too much to paint (${colorScheme})`);
  }
  await shoot(page, "drawings-work-over");
  await page.setViewportSize(phone);
  await press(page, "undo");
  assert.match(await line(page), /9[05] %/, "what was counted once is known at once");
  await press(page, "redo");
  assert.match(await line(page), /cannot be saved/);
  await press(page, "save");
  assert.equal(await page.isVisible("[data-dialog=save]"), false);
  assert.match(await page.textContent("[data-toast]"), /thinner pen/);
  await page.reload();
  await page.waitForSelector("#draw:not([data-busy])");
  await says(page, "cannot be saved");
  await press(page, "undo");
  await save(page);
  assert.equal((await saved(page)).stroke_count, heavy.strokes.length + lines - 1, "without the last line it is taken");
}, { viewport: phone, seconds: 120 });

test("drawings: what the editor says about work is what the site says", async (page) => {
  await open(page);
  await draw(page, circle(0.5, 0.5, 0.3));
  await page.waitForTimeout(600);
  assert.equal(await line(page), "");
  const over = wide(scribble(210, 100), 1.5);
  const { status, json } = await ask(page, "POST", "/api/v1/drawings", encode(over));
  assert.deepEqual([status, json.errors?.[0]?.code], [422, "too_costly"]);
  const part = await page.evaluate(async (strokes) => {
    const load = (name) => import(new URL(name, document.querySelector("script[src*=drawings-editor]").src));
    const { loadLiveRaster } = await load("drawings-raster.js"), { Work } = await load("drawings-editor-work.js");
    const raster = await loadLiveRaster(), work = new Work(raster, { isDrawing: () => false, told: () => {} });
    raster.begin({ w: 4096, h: 4096 }, null);
    work.changed(strokes.map((s) => ({ ...s, colour: "#1d1a26" })));
    work.settle();
    return work.part;
  }, over.strokes);
  assert.ok(part > 1, `${part}`);
}, { tolerate: /422/ });
