// Staff in the browser: signing in, people, keys, the audit log, the API page; with scripts and without.
import { test, api, url, user, password, assert, signIn, expectAccessible, expectFits } from "./lib.mjs";
import { gzipSync } from "node:zlib";

const unique = () => `t${Date.now().toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`;
const secret = "seven-green-kettles-41";
const press = (page, name) => Promise.all([page.waitForNavigation(), page.getByRole("button", { name, exact: true }).click()]);

const pick = (page, role) => page.locator(`input[name=role][value=${role}]`);

async function addPerson(page, name, role = "editor") {
  await page.goto(`${url}/staff/users`);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("First password").fill(secret);
  await pick(page, role).check();
  await press(page, "Add person");
  assert.equal(await page.textContent("h1"), name);
}

async function addKey(page, name) {
  await page.goto(`${url}/staff/keys`);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.locator("input[name=scopes]").first().check();
  await press(page, "Make key");
  return (await page.textContent("#secret")).trim();
}

const wrong = { tolerate: /status of (401|403|422|429)/ };

test("a wrong password: said above and beside the field, the name stays, the password does not", async (page) => {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("Name").fill(unique());
  await page.getByLabel("Password", { exact: true }).fill("not this one");
  await press(page, "Sign in");
  assert.match(await page.title(), /^Error: /);
  const summary = page.locator(".error-summary");
  assert.ok(await summary.evaluate((e) => e === document.activeElement), "the summary has the focus");
  const target = (await summary.locator("a").first().getAttribute("href")).slice(1);
  assert.equal(await page.locator(`[id="${target}"]`).getAttribute("aria-invalid"), "true");
  assert.notEqual(await page.getByLabel("Name").inputValue(), "");
  assert.equal(await page.getByLabel("Password", { exact: true }).inputValue(), "");
  await expectAccessible(page);
}, wrong);

test("somebody is added, gets another role, is disabled and let in again", async (page, context) => {
  const name = unique();
  await addPerson(page, name);
  const there = page.url();
  await pick(page, "viewer").check();
  await press(page, "Save role");
  await page.goto(there);
  assert.ok(await pick(page, "viewer").isChecked());
  await expectAccessible(page);

  await page.getByText("Disable this account").click();
  await press(page, `Disable ${name}`);
  const other = await (await context.browser().newContext({ ignoreHTTPSErrors: true })).newPage();
  await other.goto(`${url}/sign-in`);
  await other.fill("input[name=name]", name);
  await other.fill("input[name=password]", secret);
  await press(other, "Sign in");
  assert.equal(new URL(other.url()).pathname, "/sign-in");

  await page.goto(there);
  await press(page, "Enable account");
  await signIn(other, name, secret);
  assert.equal(await other.locator(".account summary").count(), 1);
  await other.context().close();
}, { signedIn: true, ...wrong });

test("two people change one account: the second is told, and nothing is lost", async (page, context) => {
  await addPerson(page, unique());
  const second = await context.newPage();
  await second.goto(page.url());
  await pick(page, "viewer").check();
  await press(page, "Save role");
  await pick(second, "manager").check();
  await press(second, "Save role");
  assert.match(await second.textContent("main"), /Somebody else changed this account/);
  await expectAccessible(second);
}, { signedIn: true, tolerate: /status of 412/ });

test("a name that is taken comes back filled in", async (page) => {
  await page.goto(`${url}/staff/users`);
  await page.getByLabel("Name", { exact: true }).fill(user);
  await page.getByLabel("First password").fill(secret);
  await press(page, "Add person");
  assert.match(await page.title(), /^Error: /);
  assert.equal(await page.getByLabel("Name", { exact: true }).inputValue(), user);
  await expectAccessible(page);
}, { signedIn: true, tolerate: /status of (409|422)/ });

test("a key is shown once and refused after it was revoked", async (page) => {
  const name = unique(), key = await addKey(page, name);
  const ask = () => fetch(`${url}/api/v1/recipes?limit=1`, { headers: { Authorization: `Bearer ${key}` } });
  assert.match(key, /^mk_/);
  await expectAccessible(page);
  assert.notEqual((await ask()).status, 401);
  await page.goto(`${url}/staff/keys`);
  assert.ok(!(await page.content()).includes(key), "the key is not shown again");
  const row = page.locator("tr", { hasText: name });
  await row.locator("summary").click();
  await Promise.all([page.waitForNavigation(), row.getByRole("button", { name: "Revoke this key" }).click()]);
  assert.equal((await ask()).status, 401);
}, { signedIn: true });

test("the audit log finds what somebody did, and says that its chain holds", async (page) => {
  const name = unique();
  await addPerson(page, name);
  await page.goto(`${url}/staff/audit`);
  assert.match(await page.textContent("main"), /The chain holds/);
  await page.getByLabel("Who").fill(user);
  await press(page, "Filter");
  for (let tries = 0; tries < 20 && !(await page.textContent("main")).includes(name); tries++) {
    await page.waitForTimeout(250);            // a job chains what was committed
    await page.reload();
  }
  assert.ok((await page.textContent("table")).includes(name));
  await page.getByLabel("Who").fill(unique());
  await press(page, "Filter");
  assert.match(await page.textContent("main"), /Nothing fits this filter/);
  await page.getByRole("link", { name: "Show everything" }).click();
  assert.ok(await page.locator("tbody tr").count() > 0);
}, { signedIn: true });

test("a curl line of the API page can be copied", async (page) => {
  await page.goto(`${url}/api`);
  const route = page.locator("details.fold").first();
  await page.goto(`${url}/api#${await route.getAttribute("id")}`);
  await route.locator("[data-copy]").click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await route.locator(".code code").textContent());
}, { permissions: ["clipboard-read", "clipboard-write"] });

test("the keyboard reaches the content, the menu and back", async (page) => {
  await page.goto(`${url}/`);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  assert.ok(await page.locator(".skip").evaluate((e) => e.getBoundingClientRect().top >= 0), "the link shows");
  await page.locator(".account summary").focus();
  await page.keyboard.press("Enter");
  assert.ok(await page.getByRole("button", { name: "Sign out" }).isVisible());
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  assert.ok(!await page.getByRole("button", { name: "Sign out" }).isVisible());
  assert.ok(await page.locator(".account summary").evaluate((e) => e === document.activeElement));
}, { signedIn: true });

test("leaving a form that was begun asks first", async (page) => {
  await page.goto(`${url}/staff/users`);
  await page.getByLabel("Name", { exact: true }).fill("somebody");
  const asked = new Promise((resolve) => page.on("dialog", (d) => { resolve(d.type()); d.accept(); }));
  await page.getByRole("link", { name: "API keys" }).first().click();
  assert.equal(await asked, "beforeunload");
}, { signedIn: true });

test("everything works without scripts", async (page) => {
  await page.goto(`${url}/staff/users`);
  assert.equal(new URL(page.url()).pathname, "/sign-in");
  await page.fill("input[name=name]", user);
  await page.fill("input[name=password]", password);
  await press(page, "Sign in");
  assert.equal(new URL(page.url()).pathname, "/staff/users");
  await addPerson(page, unique(), "viewer");
  assert.match(await addKey(page, unique()), /^mk_/);
  await page.locator(".account summary").click();
  await press(page, "Sign out");
  assert.equal(await page.locator(".account summary").count(), 0);
}, { javaScriptEnabled: false });

test("guests see the newest recipes on the front page", async (page) => {
  const title = `Newest ${unique()}`;
  await api("POST", "/api/v1/recipes", { title, ingredients: [{ text: "1 egg" }], steps: [{ text: "Boil." }] });
  const { items } = await api("GET", "/api/v1/recipes?sort=newest&limit=4");
  await page.goto(url);
  await page.locator("#newest .card").first().waitFor();
  assert.deepEqual(await page.locator("#newest .card-title").allTextContents(), items.map((i) => i.title));
  await Promise.all([page.waitForNavigation(), page.locator("#newest .card-link").first().click()]);
  assert.match(new URL(page.url()).pathname, /^\/recipes\/newest-/);
});

test("without scripts the front page leads to the recipes", async (page) => {
  await page.goto(url);
  assert.ok(!await page.locator("#newest").isVisible());
  assert.ok(await page.getByRole("link", { name: "Browse the recipes" }).isVisible());
}, { javaScriptEnabled: false });

test("a window of 320 px is enough", async (page) => {
  for (const path of ["/", "/staff", "/staff/users", "/staff/keys", "/staff/audit", "/staff/password", "/api"]) {
    await page.goto(url + path);
    await expectFits(page);
  }
}, { signedIn: true, viewport: { width: 320, height: 640 } });

test("styles and scripts of a staff page are at most 30 kB gzipped", async (page) => {
  const bodies = [];
  page.on("response", (r) => { if (/\.(css|js)$/.test(new URL(r.url()).pathname)) bodies.push(r.body()); });
  await page.goto(`${url}/staff/keys`, { waitUntil: "networkidle" });
  const sizes = (await Promise.all(bodies)).map((b) => gzipSync(b).length);
  assert.ok(sizes.length >= 2, "there are a sheet and a script");
  assert.ok(sizes.reduce((a, b) => a + b) <= 30000, `${sizes} bytes`);
}, { signedIn: true });
