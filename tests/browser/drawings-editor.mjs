// The editor of drawings: hands, tools, undo, drafts, saving. Beside a site that has no drawings yet it runs against fake/drawings.mjs.
import { test, assert, shoot, expectAccessible, expectFits, phone, desk } from "./lib.mjs";
import { ask, choose, circle, draw, make, open, picture, pictureOf, pixel, placer, press, ready, save, saved, scribble, site,
  toucher } from "./fake/editor.mjs";

const INK = [29, 26, 38, 255], WHITE = [255, 255, 255, 255];
const touch = { viewport: phone, hasTouch: true, isMobile: true, seconds: 60 };
const toast = (page, text) => page.waitForSelector(`[data-toast] >> text=${text}`);
const kept = (page) => page.waitForSelector("[data-status] >> text=Kept on this device");

/* ---- hands ---- */

test("drawings: a finger draws; what it sees is what is saved", async (page) => {
  await open(page);
  const finger = await toucher(page), empty = await picture(page);
  await finger("touchStart", [1, [0.3, 0.3]]);
  for (const p of circle(0.5, 0.5, 0.28).slice(3)) await finger("touchMove", [1, p]);
  await finger("touchEnd");
  await choose(page, { tool: "fill", colour: "#ffc928" });
  await finger("touchStart", [1, [0.4, 0.4]]);
  for (const p of [[0.6, 0.4], [0.6, 0.6], [0.4, 0.6]]) await finger("touchMove", [1, p]);
  await finger("touchEnd");
  await choose(page, { tool: "pen", colour: "#1d1a26" });
  await finger("touchStart", [1, [0.5, 0.2]]);
  await finger("touchEnd");
  const seen = await picture(page);
  assert.notEqual(seen, empty);
  assert.deepEqual(await pixel(page, [0.55, 0.45]), [255, 201, 40, 255]);
  assert.deepEqual(await pixel(page, [0.5, 0.2]), INK);
  await kept(page);
  await save(page, { title: "Sun", author: "Kit", tags: "sun, yellow" });
  const { twin, bytes, ...json } = await saved(page);
  assert.deepEqual([json.title, json.author, json.tags.join(), json.visibility], ["Sun", "Kit", "sun,yellow", "public"]);
  assert.deepEqual(twin.strokes.map((s) => [s.op, s.layer, s.x.length > 1]), [["draw", 1, true], ["fill", 0, true], ["draw", 1, false]]);
  assert.ok(twin.strokes[0].curve && twin.strokes[0].p, "a quick finger draws a curve, thick and thin");
  assert.ok(twin.strokes.every((s) => s.t), "times are kept");
  await open(page);
  assert.equal(await pictureOf(page, bytes), seen);
}, touch);

test("drawings: the server's picture is what was seen", async (page) => {
  await open(page);
  await draw(page, circle(0.5, 0.5, 0.3));
  const seen = await picture(page);
  await save(page);
  const { images } = await saved(page);
  if (!images) return;                  // the fake site paints nothing
  const made = await page.evaluate(async (src) => {
    const bitmap = await createImageBitmap(await (await fetch(src)).blob(), { premultiplyAlpha: "none", colorSpaceConversion: "none" });
    const c = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    c.drawImage(bitmap, 0, 0);
    const hash = await crypto.subtle.digest("SHA-256", c.getImageData(0, 0, bitmap.width, bitmap.height).data);
    return `${bitmap.width}x${bitmap.height} ${[...new Uint8Array(hash)].map((b) => b.toString(16).padStart(2, "0")).join("")}`;
  }, images.png["1024"]);
  assert.equal(made, seen);
});

test("drawings: a pen draws by pressure, and palms are nothing while it is down", async (page, context) => {
  await open(page);
  const finger = await toucher(page), at = await placer(page), cdp = await context.newCDPSession(page);
  const pen = (type, place, force) => cdp.send("Input.dispatchMouseEvent", {
    type, ...at(place), pointerType: "pen", force, button: "left", buttons: type === "mouseReleased" ? 0 : 1,
  });
  await finger("touchStart", [5, [0.7, 0.9], 30]);               // the palm comes first and draws a little
  await finger("touchMove", [5, [0.72, 0.9], 30]);
  await pen("mousePressed", [0.2, 0.5], 0.1);
  for (let i = 1; i <= 20; i++) {
    await pen("mouseMoved", [0.2 + 0.03 * i, 0.5], i / 20);
    if (i % 5 === 0) await finger("touchMove", [5, [0.7, 0.9 - 0.02 * i], 30]);
  }
  await pen("mouseReleased", [0.8, 0.5], 0);
  await finger("touchEnd");
  await save(page);
  const { twin } = await saved(page);
  assert.equal(twin.strokes.length, 1);
  const { p } = twin.strokes[0];
  assert.ok(p[0] < 80 && Math.max(...p) > 240, `pressure ${p}`);
  assert.ok(p.every((v, i) => i < 2 || v >= p[i - 1]), `pressure ${p}`);
}, touch);

test("drawings: two fingers move and zoom, and never draw", async (page) => {
  await open(page);
  const finger = await toucher(page), before = await picture(page), box = await page.locator("[data-paper]").boundingBox();
  await finger("touchStart", [1, [0.4, 0.5]]);
  await finger("touchMove", [1, [0.41, 0.5]]);
  await finger("touchStart", [1, [0.41, 0.5]], [2, [0.6, 0.5]]);
  for (let i = 1; i <= 10; i++) await finger("touchMove", [1, [0.41 - 0.015 * i, 0.5 + 0.02 * i]], [2, [0.6 + 0.015 * i, 0.5 + 0.02 * i]]);
  await finger("touchEnd", [2, [0.75, 0.7]]);
  await finger("touchMove", [2, [0.9, 0.9]]);                    // the finger that is left does not draw
  await finger("touchEnd");
  assert.equal(await picture(page), before);
  assert.ok(await page.isDisabled("[data-do=undo]"));
  const after = await page.locator("[data-paper]").boundingBox();
  assert.ok(after.width > 1.5 * box.width, `${box.width} px became ${after.width}`);
  await press(page, "fit");
  assert.ok(Math.abs((await page.locator("[data-paper]").boundingBox()).width - box.width) < 1);
}, touch);

test("drawings: zoomed, moved and mirrored, ink goes where the pointer is", async (page) => {
  await open(page);
  await choose(page, { colour: "#1d1a26" });
  await page.mouse.move(640, 450);
  await page.mouse.wheel(0, -500);
  await page.keyboard.down("Space");
  await page.mouse.move(640, 450);
  await page.mouse.down();
  await page.mouse.move(700, 420);
  await page.mouse.up();
  await page.keyboard.up("Space");
  assert.ok(await page.isDisabled("[data-do=undo]"), "Space moves the paper and draws nothing");
  await page.mouse.click(640, 450);
  const spot = await page.evaluate(() => {
    const c = document.querySelector("[data-paper]"), box = c.getBoundingClientRect();
    return [(640 - box.left) / box.width, (450 - box.top) / box.height];
  });
  assert.deepEqual(await pixel(page, spot), INK);
  await page.keyboard.press("h");
  assert.equal(await page.getAttribute("[data-do=flip]", "aria-pressed"), "true");
  await choose(page, { colour: "#e8432e" });
  await page.mouse.click(500, 300);
  const mirrored = await page.evaluate(() => {
    const c = document.querySelector("[data-paper]"), box = c.getBoundingClientRect();
    return [1 - (500 - box.left) / box.width, (300 - box.top) / box.height];
  });
  assert.deepEqual(await pixel(page, mirrored), [232, 67, 46, 255]);
}, { viewport: desk });

/* ---- without dragging, without a pointer ---- */

test("drawings: the keyboard draws a line and a filled shape", async (page) => {
  await open(page);
  await page.focus("[data-paper]");
  await page.keyboard.press("Space");                            // shows the crosshair in the middle
  await page.waitForSelector("[data-cross]:not([hidden])");
  await page.keyboard.press("Space");
  for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowRight");
  assert.deepEqual(await pixel(page, [0.53, 0.5]), INK, "the line follows the crosshair");
  await page.keyboard.press("Space");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Space");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Enter");
  await page.keyboard.press("f");
  for (const [key, times] of [["Shift+ArrowLeft", 2], ["Shift+ArrowUp", 2], ["Shift+ArrowRight", 2]]) {
    await page.keyboard.press("Space");
    for (let i = 0; i < times; i++) await page.keyboard.press(key);
  }
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+s");
  await page.click("[data-send]");
  const { twin } = await saved(page);
  assert.deepEqual(twin.strokes.map((s) => [s.op, s.curve, s.x.join(), s.y.join()]), [
    ["draw", false, "2048,2304", "2048,2048"],
    ["fill", false, "2304,1280,1280,2304", "2048,2048,1024,1024"],
  ]);
}, { viewport: desk, seconds: 60 });

test("drawings: point by point with taps", async (page) => {
  await open(page);
  await page.locator("[data-points]").check({ force: true });
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  const at = await placer(page), bar = await page.locator("[data-points-bar]").boundingBox();
  assert.ok(at([0, 1]).y <= bar.y, "nothing lies over the paper");
  for (const place of [[0.2, 0.2], [0.8, 0.2], [0.8, 0.8], [0.5, 0.9]]) await page.touchscreen.tap(...Object.values(at(place)));
  await press(page, "points-back");
  await page.waitForSelector("[data-points-hint] >> text=3 points");
  await page.touchscreen.tap(...Object.values(at([0.1, 0.9])));
  await page.keyboard.press("Control+z");
  await page.waitForSelector("[data-points-hint] >> text=3 points");
  await expectAccessible(page);
  await press(page, "points-end");
  assert.deepEqual(await pixel(page, [0.5, 0.2]), INK);
  await save(page);
  const { twin } = await saved(page);
  assert.equal(twin.strokes.length, 1);
  assert.equal(twin.strokes[0].x.length, 3);
}, touch);

/* ---- undo, clear, layers, eraser ---- */

test("drawings: undo and redo go back and forth over lines, paper and clearing", async (page) => {
  await open(page);
  const states = [await picture(page)];
  const note = async () => states.push(await picture(page));
  await draw(page, circle(0.3, 0.3, 0.2));
  await note();
  await choose(page, { tool: "marker", colour: "#e8432e" });
  await draw(page, circle(0.6, 0.6, 0.2));
  await note();
  await press(page, "paper");
  await choose(page, { paper: "" });
  await page.keyboard.press("Escape");
  await note();
  assert.deepEqual(await pixel(page, [0.95, 0.05]), [0, 0, 0, 0]);
  await press(page, "clear");
  await toast(page, "Cleared");
  await note();
  await choose(page, { tool: "fill" });
  await draw(page, circle(0.4, 0.4, 0.2));
  await note();
  assert.equal(new Set(states).size, states.length);
  for (let i = states.length - 2; i >= 0; i--) {
    await page.keyboard.press("Control+z");
    assert.equal(await picture(page), states[i], `undone to ${i}`);
  }
  assert.ok(await page.isDisabled("[data-do=undo]"));
  for (let i = 1; i < states.length; i++) {
    await press(page, "redo");
    assert.equal(await picture(page), states[i], `done again to ${i}`);
  }
  await save(page);
  const { twin } = await saved(page);
  assert.deepEqual(twin.strokes.map((s) => s.op), ["fill"], "what was cleared is not published");
  assert.equal(twin.background, null);
}, { viewport: desk, seconds: 60 });

test("drawings: layers are chosen and hidden; the eraser finds the layer that has paint", async (page) => {
  await open(page);
  await choose(page, { tool: "fill", colour: "#3f9c45" });
  await draw(page, [[0.2, 0.2], [0.8, 0.2], [0.8, 0.8], [0.2, 0.8]]);
  await choose(page, { tool: "pen", colour: "#1d1a26", width: 224 });
  await draw(page, [[0.3, 0.5], [0.7, 0.5]]);
  assert.deepEqual(await pixel(page, [0.5, 0.5]), INK);
  await page.locator("[data-show='1']").uncheck({ force: true });
  assert.deepEqual(await pixel(page, [0.5, 0.5]), [63, 156, 69, 255]);
  await draw(page, [[0.3, 0.6], [0.7, 0.6]]);
  await toast(page, "This layer is hidden");
  await page.locator("[data-show='1']").check({ force: true });
  await choose(page, { tool: "eraser", width: 112 });
  await draw(page, [[0.5, 0.45], [0.5, 0.55]]);                   // begins beside the line, on the green: takes the green
  assert.deepEqual(await pixel(page, [0.5, 0.56]), WHITE);
  assert.deepEqual(await pixel(page, [0.5, 0.5]), INK);
  await choose(page, { layer: 2 });
  await draw(page, [[0.5, 0.5], [0.6, 0.5]]);                     // nothing on Detail: the topmost below the pointer is the line
  assert.deepEqual(await pixel(page, [0.5, 0.5]), WHITE);
  assert.deepEqual(await pixel(page, [0.35, 0.5]), INK);
  await save(page);
  const { twin } = await saved(page);
  assert.deepEqual(twin.strokes.map((s) => [s.op, s.layer]), [["fill", 0], ["draw", 1], ["erase", 0], ["erase", 1]]);
}, { viewport: desk, seconds: 60 });

test("drawings: shortcuts choose tools, can be switched off, and mean nothing where somebody types", async (page) => {
  await open(page);
  const tool = () => page.inputValue("input[name=tool]:checked");
  await page.keyboard.press("m");
  assert.equal(await tool(), "marker");
  await page.keyboard.press("e");
  await page.keyboard.press("]");
  assert.equal(await page.inputValue("input[name=width]:checked"), "448");
  await page.keyboard.press("p");
  assert.equal(await page.inputValue("input[name=width]:checked"), "56");
  await draw(page, [[0.2, 0.2], [0.4, 0.4]]);
  await press(page, "save");
  await page.fill("#draw-title", "");
  await page.type("#draw-title", "mfe");
  assert.equal(await tool(), "pen");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expectAccessible(page, "the help");
  await page.uncheck("[data-single-keys]");
  await page.keyboard.press("Escape");
  await page.keyboard.press("m");
  assert.equal(await tool(), "pen");
}, { viewport: desk });

/* ---- drafts ---- */

test("drawings: a draft survives a reload and a killed tab, with what was undone", async (page, context) => {
  await open(page);
  await draw(page, circle(0.3, 0.3, 0.2));
  await draw(page, circle(0.6, 0.6, 0.2));
  const two = await picture(page);
  await draw(page, circle(0.5, 0.5, 0.4));
  const three = await picture(page);
  await press(page, "undo");
  await kept(page);
  await page.waitForTimeout(200);
  await page.reload();
  await ready(page);
  await toast(page, "Your unfinished drawing is back");
  assert.equal(await picture(page), two);
  await press(page, "redo");
  assert.equal(await picture(page), three);
  await page.waitForTimeout(200);
  const cdp = await context.newCDPSession(page);
  const gone = page.waitForEvent("crash");
  cdp.send("Page.crash").catch(() => {});
  await gone;
  await page.close();
  const next = await context.newPage();
  await open(next);
  assert.equal(await picture(next), three);
  await press(next, "undo");
  await draw(next, circle(0.2, 0.8, 0.1));
  assert.ok(await next.isDisabled("[data-do=redo]"));
  await kept(next);
  const last = await picture(next);
  await next.waitForTimeout(200);
  await next.reload();
  await ready(next);
  assert.equal(await picture(next), last);
}, { viewport: desk, seconds: 90, tolerate: /./ });

test("drawings: tabs keep drafts of their own; the other ones can be opened", async (page, context) => {
  await open(page);
  await draw(page, circle(0.3, 0.3, 0.2));
  await kept(page);
  const first = await picture(page), other = await context.newPage();
  await open(other);
  await draw(other, circle(0.7, 0.7, 0.2));
  await kept(other);
  const second = await picture(other);
  assert.notEqual(first, second);
  await page.waitForTimeout(200);
  for (const [tab, seen] of [[page, first], [other, second]]) {
    await tab.reload();
    await ready(tab);
    assert.equal(await picture(tab), seen);
  }
  await other.close();
  await page.reload();
  await ready(page);
  assert.equal(await picture(page), first);
  await page.click("[data-do=drafts]");
  await page.waitForSelector("[data-drafts] li");
  assert.equal(await page.locator("[data-drafts] li").count(), 1);
  await expectAccessible(page, "unfinished drawings");
  await page.click("[data-drafts] li >> text=Open");
  await page.waitForTimeout(300);
  await ready(page);
  assert.equal(await picture(page), second);
  await save(page);
  await saved(page);
  await open(page);
  assert.equal(await picture(page), first, "what was saved is a draft no more, the other still is");
  await Promise.all([page.waitForEvent("load"), page.click("[data-toast] button")]);
  await ready(page);
  assert.ok(await page.isDisabled("[data-do=undo]"), "a new one begins with nothing");
  await draw(page, circle(0.1, 0.1, 0.05));
  await kept(page);
  const third = await picture(page);
  await page.waitForTimeout(200);
  await page.reload();
  await ready(page);
  assert.equal(await picture(page), third);
}, { viewport: desk, seconds: 90 });

test("drawings: it can be drawn and saved where the browser keeps nothing", async (page) => {
  await page.addInitScript(() => { indexedDB.open = () => { throw new DOMException("no", "SecurityError"); }; });
  await open(page);
  await draw(page, circle(0.5, 0.5, 0.2));
  await page.waitForSelector("[data-status] >> text=Cannot be kept");
  await save(page);
  assert.equal((await saved(page)).twin.strokes.length, 1);
}, { viewport: desk });

/* ---- editing and remixing ---- */

test("drawings: an edit is a new version; one that came late can be saved as a new drawing", async (page) => {
  const before = await make(page, scribble(5, 20, 3), "Knot");
  await open(page, `/drawings/${before.id}/edit`);
  await press(page, "undo");
  await draw(page, circle(0.5, 0.5, 0.3));
  await press(page, "save");
  assert.equal(await page.inputValue("#draw-title"), "Knot");
  await page.click("[data-send]");
  const edited = await saved(page);
  assert.deepEqual([edited.id, edited.twin.strokes.length], [before.id, 5]);
  assert.ok(edited.version > before.version);
  await open(page, `/drawings/${before.id}/edit`);
  await draw(page, circle(0.5, 0.5, 0.1));
  const mine = await picture(page);
  const { status } = await ask(page, "PUT", `/api/v1/drawings/${before.id}?title=Theirs`, edited.bytes, { "If-Match": edited.etag });
  assert.equal(status, 200);
  await save(page);
  await page.waitForSelector("[data-conflict]:not([hidden]) >> text=/Version \\d+ was saved/");
  await expectAccessible(page, "the conflict");
  await page.click("[data-do=save-as-new]");
  const other = await saved(page);
  assert.notEqual(other.id, before.id);
  await open(page);
  assert.equal(await pictureOf(page, other.bytes), mine);
}, { viewport: desk, seconds: 90, tolerate: /412/ });

test("drawings: a remix begins with its parent's strokes and names it", async (page) => {
  const parent = await make(page, scribble(6, 20, 5), "Parent");
  await open(page, `/drawings/new?remix=${parent.id}`);
  await draw(page, circle(0.5, 0.5, 0.3));
  const seen = await picture(page);
  await save(page, { title: "Child" });
  const child = await saved(page);
  assert.deepEqual([child.parent.id, child.title, child.twin.strokes.length], [parent.id, "Child", 7]);
  await open(page);
  assert.equal(await pictureOf(page, child.bytes), seen);
}, { viewport: desk, seconds: 60 });

test("drawings: the limits are told before they are hit", async (page) => {
  const twin = scribble(1997, 2, 11);
  twin.strokes.forEach((s) => { s.op = "draw"; s.width ??= 20; s.curve = false; });
  const full = await make(page, twin);
  await open(page, `/drawings/${full.id}/edit`);
  for (const left of [2, 1, 0]) {
    await draw(page, [[0.2, 0.2 + 0.1 * left], [0.6, 0.2 + 0.1 * left]]);
    await toast(page, `room for ${left} more`);
  }
  const before = await picture(page);
  await draw(page, [[0.2, 0.7], [0.6, 0.7]]);
  await toast(page, "it has 2000 lines");
  assert.equal(await picture(page), before);
  await save(page);
  assert.equal((await saved(page)).twin.strokes.length, 2000);
}, { viewport: desk, seconds: 90 });

/* ---- the page ---- */

test("drawings: the editor fits, is accessible and is looked at", async (page) => {
  await open(page);
  await choose(page, { tool: "fill", colour: "#f98a2b" });
  await draw(page, circle(0.5, 0.5, 0.3));
  await choose(page, { tool: "pen", colour: "#1d1a26" });
  await draw(page, circle(0.5, 0.5, 0.3));
  await choose(page, { width: 224 });
  for (const x of [0.4, 0.6]) await draw(page, [[x, 0.45]]);
  await draw(page, [[0.4, 0.6], [0.5, 0.66], [0.6, 0.6]]);
  for (const viewport of [phone, { width: 844, height: 390 }, { width: 390, height: 600 }, { width: 768, height: 1024 }, desk]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["dark", "light"]) {
      await page.emulateMedia({ colorScheme });
      await expectFits(page);
      await expectAccessible(page, `the editor (${colorScheme}, ${viewport.width} px)`);
    }
    const paper = await page.locator("[data-paper]").boundingBox(), stage = await page.locator("[data-stage]").boundingBox();
    assert.ok(paper.width >= 0.6 * Math.min(stage.width, stage.height) && paper.y >= stage.y - 1, `the paper at ${viewport.width} px`);
  }
  await shoot(page, "drawings-new");
  await page.setViewportSize(phone);
  await press(page, "save");
  await page.waitForTimeout(300);
  await expectAccessible(page, "the dialog that saves");
  await shoot(page, "drawings-new-save");
}, { viewport: phone, seconds: 120 });

test("drawings: without scripts the page says what is needed", async (page) => {
  await page.goto(`${site}/drawings/new`);
  assert.match(await page.innerText("main"), /Drawing needs JavaScript/);
  assert.ok(await page.isVisible("noscript a[href='/drawings']"));
  assert.ok(await page.isHidden("#draw"));
  await expectFits(page);
}, { javaScriptEnabled: false });

test("drawings: without the rasteriser the page says so", async (page) => {
  await page.route("**/raster.wasm", (route) => route.fulfill({ status: 404 }));
  await page.goto(`${site}/drawings/new`);
  await page.waitForSelector("[data-wait] >> text=raster.wasm was not built");
  assert.ok(await page.isDisabled("[data-do=save]"));
}, { tolerate: /404/ });
