// The rasteriser in the browser: the program's pixels, and ink that follows the finger.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { test, assert, skip, phone } from "./lib.mjs";
import { make, open, scribble, site, toucher } from "./fake/editor.mjs";

const LATENCY_MS = 33, QUIET_MS = 27, BUSY_MS = 10, ROUNDS = 4, SLOWED = 4;
const data = new URL(`${process.env.MIDWAY_TEST_DATA ?? "../../../shared/data"}/drawings/`, import.meta.url);
const hasher = `${process.env.MIDWAY_BUILD ?? "build"}/tests/drawings/raster-hash`;

/* ---- pixels ---- */

test("drawings: Chromium paints the program's pixels, over all drawings of the test data", async (page) => {
  if (!existsSync(data) || !existsSync(hasher)) skip("no test data, or no raster-hash");
  const files = readdirSync(data).filter((f) => f.endsWith(".jsonl")).map((f) => new URL(f, data).pathname);
  const lines = execFileSync(hasher, files, { maxBuffer: 1 << 28 }).toString().trim().split("\n");
  await open(page);
  const wrong = [];
  for (let i = 0; i < lines.length; i += 50) {
    wrong.push(...await page.evaluate(async ([some, first]) => {
      const base = document.querySelector("script[src*=drawings-editor]").src, ret = [];
      const raster = await (await import(new URL("drawings-raster.js", base))).loadRaster();
      const { decode, encode } = await import(new URL("drawings-chd1.js", base));
      const hex = (bytes) => [...new Uint8Array(bytes)].map((b) => b.toString(16).padStart(2, "0")).join("");
      for (const [n, line] of some.entries()) {
        const [text, ...hashes] = line.split(" "), bytes = Uint8Array.from(text.match(/../g), (b) => parseInt(b, 16));
        for (const [k, side] of [1024, 512, 256, 128, 64].entries()) {
          const hash = hex(await crypto.subtle.digest("SHA-256", raster.picture(bytes, side).data));
          if (hash !== hashes[k]) ret.push(`drawing ${first + n}, side ${side}`);
        }
        if (hex(encode(decode(bytes))) !== text) ret.push(`drawing ${first + n}: other bytes`);
      }
      return ret;
    }, [lines.slice(i, i + 50), i]));
  }
  assert.ok(lines.length > 100, `${lines.length} drawings`);
  assert.deepEqual(wrong, []);
}, { seconds: 180 });

/* ---- speed ---- */

const part = (values, share) => values.sort((a, b) => a - b)[Math.floor(share * (values.length - 1))];
const told = (values) => `median ${part(values, 0.5).toFixed(1)} ms, p95 ${part(values, 0.95).toFixed(1)} ms`;

// Follows a wandering finger for some lines.
async function scrawl(finger, lines, random) {
  for (let line = 0; line < lines; line++) {
    let x = 0.2 + 0.6 * random(), y = 0.2 + 0.6 * random(), a = 6 * random();
    await finger("touchStart", [1, [x, y]]);
    for (let k = 0; k < 50; k++) {
      a += random() - 0.5;
      if (x < 0.06 || x > 0.94 || y < 0.06 || y > 0.94) a = Math.atan2(0.5 - y, 0.5 - x);
      x += 0.016 * Math.cos(a);
      y += 0.016 * Math.sin(a);
      await finger("touchMove", [1, [x, y]]);
      await new Promise((resolve) => setTimeout(resolve, 8));
    }
    await finger("touchEnd");
  }
}

// What Chromium's trace tells while `work` runs: from each move of a finger to the moment when the frame that shows it is presented, and
// CPU time of painting a frame, which is the same on a busy machine. All in ms.
async function traced(page, work) {
  const cdp = await page.context().newCDPSession(page), events = [], begun = new Map(), latency = [];
  cdp.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  const categories = ["devtools.timeline", "benchmark"];
  await cdp.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: categories } });
  await work();
  const end = new Promise((resolve) => cdp.once("Tracing.tracingComplete", resolve));
  await cdp.send("Tracing.end");
  await end;
  const key = (e) => `${e.pid} ${JSON.stringify(e.id2 ?? e.id)}`;
  for (const e of events.filter(({ name }) => name === "EventLatency").sort((x, y) => x.ts - y.ts)) {
    if (e.ph === "b" && e.args.event_latency?.event_type === "TOUCH_MOVED") begun.set(key(e), e.ts);
    if (e.ph !== "e" || !begun.has(key(e))) continue;
    latency.push((e.ts - begun.get(key(e))) / 1000);
    begun.delete(key(e));
  }
  const painting = events.filter((e) => e.name === "FireAnimationFrame" && e.tdur).map((e) => e.tdur / 1000);
  return { latency, painting };
}

// From now on one pixel changes instead of ink: what browser and machine take for themselves.
function paintOnePixel(page) {
  return page.evaluate(() => {
    const context = document.querySelector("[data-paper]").getContext("2d");
    let frame = 0, n = 0;
    addEventListener("pointermove", (event) => {
      event.stopImmediatePropagation();
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        context.putImageData(new ImageData(Uint8ClampedArray.of(n++, 0, 0, 255), 1, 1), 300, 300);
      });
    }, true);
  });
}

test("drawings: ink follows the finger within 33 ms on a slow phone, in a drawing of 20,000 points", async (page, context) => {
  let seed = 3;
  const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  const big = await make(page, scribble(200, 100), "Big");
  await open(page, `/drawings/${big.id}/edit#measure`);
  const cdp = await context.newCDPSession(page), finger = await toucher(page), rounds = [], late = (round) => part(round.latency, 0.95);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
  await scrawl(finger, 1, random);
  while (rounds.length < ROUNDS && !rounds.some((round) => late(round) <= LATENCY_MS))
    rounds.push(await traced(page, () => scrawl(finger, 4, random)));
  const { latency, painting } = rounds.reduce((a, b) => (late(a) < late(b) ? a : b));
  const script = await page.evaluate(() => performance.getEntriesByName("ink").map((entry) => entry.duration));
  await paintOnePixel(page);
  const pixel = await traced(page, () => scrawl(finger, 4, random));
  console.log(`  ink: from event to presented frame ${told(latency)}, as the page sees it ${told(script)}; one pixel instead of ink `
    + `${told(pixel.latency)}; painting ${told(painting)} of CPU`);
  assert.ok(latency.length > 100 && painting.length > 100, `${latency.length} events, ${painting.length} frames`);
  assert.ok(part(painting, 0.95) <= BUSY_MS, `painting a frame takes ${told(painting)} of CPU time, slowed ${SLOWED} times`);
  if (part(latency, 0.95) > LATENCY_MS && late(pixel) > QUIET_MS) skip(`the machine is busy: one pixel takes ${told(pixel.latency)}`);
  assert.ok(part(latency, 0.95) <= LATENCY_MS, `from event to presented frame: ${told(latency)}`);
}, { viewport: phone, deviceScaleFactor: 3, hasTouch: true, isMobile: true, seconds: 180 });

test("drawings: undo and redo take no longer in a drawing of 20,000 points", async (page) => {
  const times = async () => page.evaluate(async () => {
    const ret = [];
    for (const name of [..."uuuuuuuuuurrrrrrrrrr"]) {
      const since = performance.now();
      document.querySelector(`[data-do=${name === "u" ? "undo" : "redo"}]`).click();
      ret.push(performance.now() - since);
      await new Promise(requestAnimationFrame);
    }
    return ret;
  });
  const medians = [];
  for (const lines of [10, 200]) {
    const made = await make(page, scribble(lines, 100), "Lines");
    await open(page, `/drawings/${made.id}/edit`);
    medians.push(part(await times(), 0.5));
  }
  assert.ok(medians[1] <= Math.max(3 * medians[0], 8), `undo and redo: ${medians.join(" and ")} ms`);
}, { seconds: 90 });

test("drawings: only what changed is painted again", async (page) => {
  const big = await make(page, scribble(200, 100), "Big");
  await open(page, `/drawings/${big.id}/edit`);
  await page.evaluate(() => {
    const put = CanvasRenderingContext2D.prototype.putImageData;
    window.shown = [];
    CanvasRenderingContext2D.prototype.putImageData = function (image, ...rest) {
      window.shown.push(image.width * image.height);
      return put.call(this, image, ...rest);
    };
  });
  const finger = await toucher(page);
  await finger("touchStart", [1, [0.5, 0.5]]);
  for (let i = 1; i <= 20; i++) {
    await finger("touchMove", [1, [0.5 + 0.005 * i, 0.5 + 0.002 * i]]);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await finger("touchEnd");
  const shown = await page.evaluate(() => window.shown);
  assert.ok(shown.length > 5 && Math.max(...shown) <= 6 * 4 * 1024, `pixels shown: ${shown}`);
}, { viewport: phone, hasTouch: true, isMobile: true, seconds: 60 });

test("drawings: the rasteriser is served as what it is", async (page, context) => {
  const answers = [], cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  cdp.on("Network.responseReceived", ({ response }) => { if (response.url.endsWith(".wasm")) answers.push(response); });
  await page.goto(`${site}/drawings/new`);
  await page.waitForSelector("#draw:not([data-busy])");
  await page.evaluate(() => navigator.serviceWorker.ready);
  assert.equal(answers.filter((answer) => !answer.fromDiskCache).length, 1, "it is loaded once: a copy for later is made of the first");
  assert.equal(answers[0].mimeType, "application/wasm");
});
