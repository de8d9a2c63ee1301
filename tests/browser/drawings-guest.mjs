// What becomes of a guest's drawing: kept, shared, hidden from others, moved to another device, reported, looked at by staff, deleted.
// Everything goes through the pages as people use them.
import { test, url, assert, signIn, expectAccessible, expectFits, phone } from "./lib.mjs";

let number = Date.now() % 10000;

// Draws something that nobody has drawn before, as this browser's guest. The drawing.
async function draw(page, title) {
  if (!page.url().startsWith(url)) await page.goto(`${url}/drawings`);
  const x = 100 + (number++ % 800);
  const twin = {
    format: "chd1", canvas: { w: 1024, h: 1024 }, background: 0, palette: ["#fff7e8", "#14506b"],
    strokes: [{
      op: "draw", colour: 1, width: 60, curve: true, x: [x, 500, 700, x], y: [200, 300, 800, 200], t: [0, 200, 400, 600 + number] }],
  };
  return page.evaluate(async ([query, body]) => {
    const me = await (await fetch("/api/v1/drawings/me")).json();
    const answer = await fetch(`/api/v1/drawings?${query}`, { method: "POST", body,
      headers: { "content-type": "application/json", ...(me.csrf ? { "x-csrf-token": me.csrf } : {}) } });
    if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
    return answer.json();
  }, [String(new URLSearchParams({ title, tags: "test", visibility: "public" })), JSON.stringify(twin)]);
}

async function newPage(context, options = {}) {
  const other = await context.browser().newContext(options);
  other.setDefaultTimeout(10000);
  return other.newPage();
}

const press = (page, name) => Promise.all([page.waitForEvent("load"), page.getByRole("button", { name }).first().click()]);
const statusOf = async (page, path) => (await page.request.get(new URL(path, url).href)).status();
const hrefOf = (drawing) => `/drawings/${drawing.id}`;

async function look(page) {
  await expectFits(page);
  await expectAccessible(page);
}

test("a guest's drawing is private when its owner wants it, and a link shows it all the same", async (page, context) => {
  const drawing = await draw(page, "Shy one"), stranger = await newPage(context);
  await page.goto(url + hrefOf(drawing));
  await page.waitForSelector("#owner:not([hidden])");
  await look(page);
  await press(page, "Make it private");
  assert.equal(await statusOf(stranger, hrefOf(drawing)), 404);
  await page.goto(url + hrefOf(drawing));
  assert.equal(await page.isVisible("text=Only you can see it"), true);

  await page.goto(`${url}${hrefOf(drawing)}/share`);
  await page.check("input[value=day]");
  await press(page, "Make a link");
  await look(page);
  const link = (await page.textContent("#share-link")).replace(/^https?:\/\/[^/]+/, "");
  assert.equal((await stranger.goto(url + link)).status(), 200);
  await stranger.waitForSelector("[data-player].is-ready");
  assert.equal(await stranger.textContent("h1"), "Shy one");
  assert.ok(await stranger.$eval("[data-paper] img", (img) => img.decode().then(() => img.naturalWidth > 0)));
  assert.match((await stranger.request.get(url + link)).headers()["cache-control"], /private.*no-store|no-store.*private/);
  await look(stranger);
  await press(page, "Switch off");
  assert.ok([404, 410].includes(await statusOf(stranger, link)));

  await page.goto(url + hrefOf(drawing));
  await press(page, "Show it to everybody");
  assert.equal(await statusOf(stranger, hrefOf(drawing)), 200);
  await stranger.context().close();
}, { seconds: 60 });

test("a guest without scripts looks after a drawing", async (page, context) => {
  const drawing = await draw(page, "Plain one");
  const plain = await newPage(context, { javaScriptEnabled: false, storageState: await context.storageState(), viewport: phone });
  await plain.goto(`${url}/drawings/mine`);
  assert.equal(await plain.textContent(".drawing-row h3"), "Plain one");
  await press(plain, "Make private");
  assert.equal(await plain.locator(".badge", { hasText: "Private" }).count(), 1);
  await press(plain, "Show to everybody");
  assert.equal(await plain.locator(".badge", { hasText: "Private" }).count(), 0);
  await plain.getByRole("link", { name: "Versions of Plain one" }).click();
  assert.equal(await plain.textContent(".card-title"), "Version 1");
  await plain.goto(`${url}/drawings/mine`);
  await plain.getByRole("link", { name: "Delete Plain one" }).click();
  await press(plain, "Delete the drawing");
  await plain.goto(`${url}/drawings/mine`);
  assert.equal(await plain.locator(".drawing-row").count(), 0);
  assert.ok([404, 410].includes(await statusOf(page, hrefOf(drawing))));
  await plain.context().close();
}, { seconds: 60 });

test("a one-time link moves a guest to another device, and forgetting leaves nothing there", async (page, context) => {
  await draw(page, "Travelling one");
  const other = await newPage(context, { viewport: phone });
  await draw(other, "Here already");
  await page.goto(`${url}/drawings/mine`);
  await press(page, "Make the link");
  const link = (await page.textContent("#move-link")).replace(/^https?:\/\/[^/]+/, "");
  assert.equal(await page.isVisible(".qr svg"), true);
  await look(page);
  await other.goto(url + link);
  await look(other);
  await press(other, "Continue on this device");
  assert.deepEqual((await other.locator(".drawing-row h3").allTextContents()).sort(), ["Here already", "Travelling one"]);
  await page.goto(`${url}/drawings/mine`);
  assert.equal(await page.locator(".drawing-row").count(), 2);
  await other.goto(url + link);
  assert.equal(await other.textContent("h1"), "This link is used up");
  await look(other);

  await other.goto(`${url}/drawings/mine`);
  await other.getByRole("button", { name: "Forget me" }).click();
  await Promise.all([other.waitForEvent("load"), other.locator("dialog button[value=yes]").click()]);
  await other.goto(`${url}/drawings/mine`);
  assert.equal(await other.locator(".drawing-row").count(), 0);
  await page.reload();
  assert.equal(await page.locator(".drawing-row").count(), 2);
  await other.context().close();
}, { seconds: 60, tolerate: /410/ });

test("what is reported is hidden by staff for everybody, with a reason for its owner, and shown again", async (page, context) => {
  const drawing = await draw(page, "Rude one"), guest = await newPage(context), staff = await newPage(context);
  await guest.goto(`${url}${hrefOf(drawing)}/report`);
  await look(guest);
  await guest.check("input[value=insult]");
  await guest.fill("#text", "It sticks its tongue out.");
  await press(guest, "Send the report");
  assert.equal(await guest.textContent("h1"), "Thank you");

  await signIn(staff);
  await staff.goto(`${url}/drawings/moderation`);
  const item = staff.locator(".drawing-case", { hasText: "Rude one" });
  assert.match(await item.textContent(), /It sticks its tongue out\./);
  await look(staff);
  await item.getByText("Hide it").click();
  await item.getByLabel("Reason").selectOption("insult");
  await item.getByLabel("For the one who drew it").fill("Be kind.");
  await Promise.all([staff.waitForEvent("load"), item.getByRole("button", { name: "Hide the drawing" }).click()]);
  assert.ok([404, 410].includes(await statusOf(guest, hrefOf(drawing))));
  assert.ok([404, 410].includes(await statusOf(guest, drawing.images.webp["256"])));

  await page.goto(`${url}/drawings/mine`);
  assert.match(await page.textContent(".drawing-row"), /Hidden by our staff[^]*Be kind\./);
  await look(page);
  await staff.goto(`${url}/drawings/moderation?list=log`);
  assert.match(await staff.locator("tbody tr").first().textContent(), /Rude one[^]*Hidden[^]*Be kind\./);
  await look(staff);
  await staff.goto(`${url}/drawings/moderation?list=hidden`);
  await Promise.all([staff.waitForEvent("load"), staff.locator(".drawing-case", { hasText: "Rude one" })
    .getByRole("button", { name: "Show it again" }).click()]);
  assert.equal(await statusOf(guest, hrefOf(drawing)), 200);
  await guest.context().close();
  await staff.context().close();
}, { seconds: 60 });

test("the gallery leads on by tag, by pen name and by the most viewed", async (page) => {
  const drawing = await draw(page, "Gallery one");
  await page.goto(`${url}/drawings`);
  assert.equal(await page.textContent(".drawing-card .card-title"), "Gallery one");
  await page.goto(url + hrefOf(drawing));
  await Promise.all([page.waitForEvent("load"), page.getByRole("link", { name: "test", exact: true }).click()]);
  assert.equal(await page.textContent("h1"), "Drawings with “test”");
  await look(page);
  await Promise.all([page.waitForEvent("load"), page.click("text=Most viewed")]);
  assert.equal(await page.textContent("h1"), "Drawings with “test”");
  await page.click("summary:has-text('Find')");
  await page.fill("#tag", "no such tag");
  await press(page, "Show");
  assert.equal(await page.isVisible("text=No such drawing yet"), true);
});
