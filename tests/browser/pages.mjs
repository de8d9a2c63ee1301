// Every page that can be reached by links: it fits a phone, axe has no complaint in light and dark, nothing is logged as an
// error, and a picture is kept for people to look at.
import { test, url, api, assert, shoot, expectAccessible, expectFits, phone, desk } from "./lib.mjs";

// One page of a kind is enough: recipes differ by slug, accounts by id.
function kind(path) {
  return path.replace(/[0-9A-HJKMNP-TV-Z]{26}/gi, "ID").replace(/^\/recipes\/(?!(new|import|search)$)[a-z0-9-]+/, "/recipes/SLUG")
    .replace(/\/\d+(?=\/|$)/g, "/N");
}

async function links(page) {
  // What is hidden is for somebody else.
  const hrefs = await page.$$eval("a[href]", (all) => all.filter((a) => !a.closest("[hidden]")).map((a) => a.href));
  return hrefs.map((h) => new URL(h)).filter((u) => u.origin === new URL(url).origin && !/^\/(www|sign-out)/.test(u.pathname))
    .map((u) => u.pathname);
}

async function look(page, name) {
  for (const [viewport, colorScheme] of [[phone, "dark"], [desk, "light"]]) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await expectFits(page);
    await expectAccessible(page, `${page.url()} (${colorScheme}, ${viewport.width} px)`);
  }
  await shoot(page, name);
}

async function walk(page, who) {
  const seen = new Set(), queue = ["/", "/recipes"], faults = [];
  while (queue.length && seen.size < 80) {
    const path = queue.shift();
    if (seen.has(kind(path))) continue;
    seen.add(kind(path));
    const answer = await page.request.get(url + path, { maxRedirects: 0 });
    if (answer.status() >= 300 && answer.status() < 400) {
      queue.push(new URL(answer.headers().location, url).pathname);
      continue;
    }
    if (!/text\/html/.test(answer.headers()["content-type"] ?? "")) continue;
    await page.goto(url + path);
    queue.push(...await links(page));
    if (answer.status() >= 400) {
      faults.push(`${path} answers ${answer.status()}`);
      continue;
    }
    await look(page, `${who}-${kind(path).replace(/^\/$/, "home").replace(/[^A-Za-z0-9]+/g, "_").replace(/^_/, "")}`)
      .catch((error) => faults.push(error.message));
  }
  assert.deepEqual(faults, [], faults.join("\n"));
  assert.ok(seen.size > 2, `only ${[...seen].join(" ")} could be reached`);
}

test("pages that everybody sees", (page) => walk(page, "anybody"), { seconds: 120 });
test("pages of an administrator", (page) => walk(page, "admin"), { seconds: 240, signedIn: true });
test("the page that says that there is nothing", async (page) => {
  const answer = await page.goto(`${url}/not-here-at-all`);
  assert.equal(answer.status(), 404);
  await look(page, "error-404");
}, { tolerate: /404/ });

test("pages that the web server shows by itself", async (page) => {
  for (const status of ["413", "503"]) {
    await page.goto(`${url}/www/0/errors/${status}.html`);
    assert.equal(await page.evaluate(() => document.styleSheets[0].cssRules.length > 0), true);
    await look(page, `error-${status}`);
  }
});

test("a word that is longer than the screen", async (page) => {
  const word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
  const { slug } = await api("POST", "/api/v1/recipes", {
    title: word, description: word, category: word.slice(0, 60), ingredients: [{ text: `2 cups ${word}` }],
    steps: [{ text: `Stir ${word} for 3 minutes.` }],
  });
  const stroke = { op: "draw", layer: 1, colour: 0, width: 24, x: [100, 300, 700], y: [200, 600, 240] };
  const twin = { format: "chd1", canvas: { w: 1024, h: 1024 }, palette: ["#20304a"], strokes: [stroke] };
  const { id } = await api("POST", `/api/v1/drawings?title=${encodeURIComponent(word)}`, twin);
  await api("POST", `/api/v1/drawings/${id}/report`, { reason: "other", text: word });
  const faults = [], of = (base, ...ends) => ends.map((end) => base + end);
  const paths = ["/recipes", "/drawings", "/drawings/moderation", ...of(`/drawings/${id}`, "", "/report", "/versions"),
    ...of(`/recipes/${slug}`, "", "/print", "/cook", "/cook#step-1", "/edit", "/delete", "/revisions")];
  for (const viewport of [phone, desk]) {
    await page.setViewportSize(viewport);
    for (const path of paths) {
      const answer = await page.goto(url + path);
      assert.equal(answer?.status() ?? 200, 200, path);
      if (path.endsWith("/edit")) await page.waitForSelector("#understood:not([hidden])");
      await expectFits(page).catch((error) => faults.push(error.message));
    }
  }
  assert.deepEqual(faults, [], faults.join("\n"));
}, { signedIn: true, seconds: 90 });
