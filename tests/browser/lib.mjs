// lib.mjs: what browser tests share. A suite is a file *.mjs here that calls test(); run.mjs runs them all beside a site
// (tests/live/with-site): MIDWAY_URL, STAFF_USER, STAFF_PASSWORD and API_KEY come from the environment.
import { chromium } from "playwright-core";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { strict as assert } from "node:assert";

export { assert };
export const url = process.env.MIDWAY_URL;
export const user = process.env.STAFF_USER;
export const password = process.env.STAFF_PASSWORD;
export const key = process.env.API_KEY;
export const phone = { width: 390, height: 844 };
export const desk = { width: 1280, height: 900 };
const screens = process.env.MIDWAY_SCREENS ?? "var/screens";
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tests = [];
let browser;

// Registers a test: `run` gets a browser context of its own. `options` are Playwright's context options,
// and seconds (30), signedIn (false), tolerate: a RegExp for console errors that the test provokes.
export function test(name, run, options = {}) {
  tests.push({ name, run, file: currentFile, ...options });
}

let currentFile = "";

export class Skip extends Error {}

export function skip(reason) {
  throw new Skip(reason);
}

// Fills in the sign-in page as somebody would.
export async function signIn(page, name = user, secret = password) {
  await page.goto(`${url}/sign-in`);
  await page.fill("input[name=name]", name);
  await page.fill("input[type=password]", secret);
  await Promise.all([page.waitForURL((to) => to.pathname !== "/sign-in"), page.press("input[type=password]", "Enter")]);
}

// The API with the site's key; the answer's JSON, or an Error with the problem.
export async function api(method, path, body) {
  const answer = await fetch(url + path, {
    method, headers: { Authorization: `Bearer ${key}`, ...(body ? { "Content-Type": "application/json" } : {}) },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

// No violation of WCAG 2.2 A and AA on the page as it is now.
export async function expectAccessible(page, what = page.url()) {
  await page.evaluate(axeSource);
  const found = await page.evaluate((runOnly) => axe.run({ runOnly }),
    ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
  const lines = found.violations.map((v) => [`${v.id} (${v.impact}): ${v.help}`,
    ...v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160))].join("\n      "));
  assert.equal(lines.length, 0, `axe on ${what}:\n    ${lines.join("\n    ")}`);
}

// Nothing sticks out at the side.
export async function expectFits(page, what = page.url()) {
  const [wide, room] = await page.evaluate(() => [document.scrollingElement.scrollWidth, innerWidth]);
  assert.ok(wide <= room, `${what} is ${wide} px wide in a window of ${room} px`);
}

// Pictures for people to look at: a phone and a desk, light and dark. Leaves the page as a light desk.
export async function shoot(page, name) {
  mkdirSync(screens, { recursive: true });
  for (const [size, viewport] of [["390", phone], ["1280", desk]]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["dark", "light"]) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${screens}/${name}-${size}-${colorScheme}.png`, fullPage: true });
    }
  }
}

function writeIndex() {
  mkdirSync(screens, { recursive: true });
  const pictures = readdirSync(screens).filter((f) => f.endsWith(".png"));
  const names = [...new Set(pictures.map((f) => f.replace(/-\d+-\w+\.png$/, "")))].sort();
  const kinds = ["390-light", "390-dark", "1280-light", "1280-dark"];
  const picture = (name, kind) => `<a href="${name}-${kind}.png"><img loading="lazy" alt="${name} ${kind}" src="${name}-${kind}.png"></a>`;
  writeFileSync(`${screens}/index.html`, `<!doctype html><meta charset="utf-8"><title>Pages</title>
<style>body{font:15px sans-serif;margin:1rem}img{height:420px;border:1px solid #999;margin:4px}</style>
${names.map((n) => `<h2>${n}</h2>${kinds.map((k) => picture(n, k)).join("")}`).join("\n")}\n`);
}

// What a page logs that it should not: errors, and violations of the content security policy.
function watch(context, tolerate, ret) {
  context.on("console", (message) => {
    const text = `${message.text()} ${message.location()?.url ?? ""}`;
    if (message.type() === "error" && !tolerate?.test(text)) ret.push(`console: ${text}`);
  });
  context.on("weberror", (error) => ret.push(`script: ${error.error().stack ?? error.error()}`));
}

async function runOne({ run, seconds = 30, signedIn = false, tolerate, ...options }) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: desk, ...options });
  const said = [];
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`over its limit of ${seconds} s`)), seconds * 1000);
  });
  watch(context, tolerate, said);
  context.setDefaultTimeout(10000);
  try {
    await Promise.race([late, (async () => {
      const page = await context.newPage();
      if (signedIn) await signIn(page);
      await run(page, context);
    })()]);
    assert.deepEqual(said, []);
  } finally {
    clearTimeout(timer);
    await context.close();
  }
}

// Runs what contains one of the patterns in its file or name (or everything) and prints the closing line. The exit status.
export async function runAll(files, patterns) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (currentFile of files) await import(`./${currentFile}`);
  browser = await chromium.launch({
    executablePath: process.env.MIDWAY_CHROMIUM ?? "/usr/bin/chromium",
    args: process.getuid() === 0 ? ["--no-sandbox"] : [],
  });
  for (const one of tests) {
    if (patterns.length && !patterns.some((p) => `tests/browser/${one.file} ${one.name}`.includes(p))) continue;
    try {
      await runOne(one);
      count.passed++;
    } catch (error) {
      if (error instanceof Skip) {
        count.skipped++;
        console.log(`skipped: ${error.message}`);
      } else {
        count.failed++;
        console.log(`FAILED ${one.file}: ${one.name}\n    ${(error.stack ?? String(error)).slice(0, 4000)}`);
      }
    }
  }
  await browser.close();
  writeIndex();
  console.log(`check: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  return count.failed ? 1 : 0;
}
