// Recipes as people use them: the form on a phone, drafts, two people at once, scaling, searching, cooking, importing.
import { test, url, assert, api, signIn, expectAccessible, expectFits, phone } from "./lib.mjs";

let count = 0;

// A title that no other test and no earlier run has.
function unique(words) {
  return `${words} ${process.pid.toString(36)}${Date.now().toString(36)}${count++}`;
}

async function makeRecipe(fields = {}) {
  return api("POST", "/api/v1/recipes", {
    title: unique("Pea soup"),
    yield: { quantity: 8, unit: "servings" },
    ingredients: ["980 ml vegetable stock", "1 kg frozen peas", "1 1/2 tbsp butter", "salt"].map((text) => ({ text })),
    steps: [{ text: "Bring 980 ml stock to the boil." }, { text: "Add the peas and simmer for 5 minutes." },
      { text: "Blend for 30 seconds." }],
    ...fields,
  });
}

const path = (recipe, more = "") => `${url}/recipes/${recipe.slug}${more}`;

// A picture as a phone would send it.
async function photo(page) {
  const buffer = await page.screenshot({ clip: { x: 0, y: 0, width: 390, height: 300 } });
  return { name: "soup.png", mimeType: "image/png", buffer };
}

async function listed(page, selector) {
  return (await page.locator(selector).allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());
}

/* ---- the form ---- */

async function fillIn(page, title) {
  await page.goto(`${url}/recipes/new`);
  await page.fill("#title", title);
  await page.fill("#ingredients_text", "Dough:\n500 g flour\n1 1/2 tsp salt\n300 ml water, warm\n\nFilling:\n200 g cheese");
  await page.fill("#steps_text", "Knead for 10 minutes.\nFill and bake for 25 minutes.");
  await page.setInputFiles("#photo", await photo(page));
}

async function expectSaved(page, title) {
  await page.waitForURL((to) => /^\/recipes\/[a-z0-9-]+$/.test(to.pathname) && to.pathname !== "/recipes/new");
  assert.equal(await page.innerText("h1"), title);
  assert.deepEqual(await listed(page, ".recipe-side h3"), ["Dough", "Filling"]);
  assert.deepEqual(await listed(page, "#recipe-ingredients li"),
    ["500 g flour", "1½ tsp salt", "300 ml water, warm", "200 g cheese"]);
  const image = page.locator(".recipe-photo img");
  assert.ok(Number(await image.getAttribute("width")) > 0 && Number(await image.getAttribute("height")) > 0);
  assert.match(await image.getAttribute("srcset"), /\.jpg \d+w/);
  await page.waitForFunction(() => {
    const shown = document.querySelector(".recipe-photo img");
    return shown.complete && shown.naturalWidth > 0;
  });
  assert.match(await image.evaluate((img) => img.currentSrc), /\.webp$/);
}

test("recipes: a title, two pastes, a photo and Save are enough on a phone", async (page) => {
  const title = unique("Cheese bread");
  await fillIn(page, title);
  await page.waitForSelector("#understood >> text=water");
  assert.deepEqual(await listed(page, "[data-understood-ingredients] .amount"), ["500 g", "1½ tsp", "300 ml", "200 g"]);
  assert.deepEqual(await listed(page, "[data-understood-ingredients] .is-section"), ["Dough", "Filling"]);
  await expectFits(page);
  await expectAccessible(page);
  await page.click("[data-save]");
  await expectSaved(page, title);
}, { viewport: phone, signedIn: true, hasTouch: true });

test("recipes: the same without JavaScript, after a look at how it is understood", async (page) => {
  const title = unique("Cheese bread");
  await fillIn(page, title);
  await page.click("button[name=preview]");
  await page.waitForSelector("#understood >> text=water");
  assert.deepEqual(await listed(page, "#understood .amount"), ["500 g", "1½ tsp", "300 ml", "200 g"]);
  assert.equal(await page.inputValue("#title"), title);
  await page.setInputFiles("#photo", await photo(page));
  await page.click("[data-save]");
  await expectSaved(page, title);
}, { viewport: phone, signedIn: true, javaScriptEnabled: false });

test("recipes: a refused form comes back with everything that was typed", async (page) => {
  await page.goto(`${url}/recipes/new`);
  await page.fill("#ingredients_text", "3 eggs");
  await page.click(".recipe-more > summary");
  await page.fill("#prep_minutes", "ten");
  await page.click("[data-save]");
  await page.waitForSelector(".error-summary");
  assert.match(await page.title(), /^Error: /);
  assert.equal(await page.inputValue("#ingredients_text"), "3 eggs");
  assert.equal(await page.inputValue("#prep_minutes"), "ten");
  assert.equal(await page.getAttribute("#title", "aria-invalid"), "true");
  await page.click(".error-summary a[href='#title']");
  assert.equal(await page.evaluate(() => document.activeElement.id), "title");
  await expectAccessible(page);
}, { signedIn: true, tolerate: /422/ });

test("recipes: allergens are suggested from the foods, and only what is ticked is declared", async (page) => {
  const title = unique("Almond cake");
  await page.goto(`${url}/recipes/new`);
  await page.fill("#title", title);
  await page.fill("#ingredients_text", "200 g almonds\n100 g butter\n1 coconut milk");
  await page.waitForSelector("[data-allergen=nuts] small:not(:empty)");
  assert.match(await page.innerText("[data-allergen=milk]"), /butter/);
  assert.equal(await page.isChecked("#allergen-nuts"), false);
  await page.check("#allergen-nuts");
  await page.click("[data-save]");
  await page.waitForSelector(".recipe-allergens");
  assert.deepEqual(await listed(page, ".recipe-allergens li"), ["Nuts"]);
  const slug = new URL(page.url()).pathname.split("/").pop();
  await page.goto(`${url}/recipes/${slug}/print`);
  assert.deepEqual(await listed(page, ".recipe-allergens li"), ["Nuts"]);
  await page.goto(`${url}/recipes?q=${encodeURIComponent(title)}&without=nuts`);
  assert.equal(await page.locator(`.card a[href$="/${slug}"]`).count(), 0);
  await page.goto(`${url}/recipes?q=${encodeURIComponent(title)}&without=milk`);
  assert.equal(await page.locator(`.card a[href$="/${slug}"]`).count(), 1);
}, { signedIn: true });

/* ---- drafts ---- */

test("recipes: a draft survives a killed tab with its photo, and is gone once saved", async (page, context) => {
  const title = unique("Draft bread");
  await fillIn(page, title);
  await page.waitForSelector("[data-photo-preview]:not([hidden])");
  await page.waitForFunction(async () => {
    const open = indexedDB.open("midway-recipe-drafts");
    const db = await new Promise((done) => { open.onsuccess = () => done(open.result); });
    const all = db.transaction("photos").objectStore("photos").count();
    return new Promise((done) => { all.onsuccess = () => { db.close(); done(all.result > 0); }; });
  });
  await page.close();
  const next = await context.newPage();
  await next.goto(`${url}/recipes/new`);
  await next.waitForSelector("[data-draft-bar]:not([hidden])");
  assert.equal(await next.inputValue("#title"), title);
  await next.waitForFunction(() => document.getElementById("photo").files.length === 1);
  await expectAccessible(next);
  await next.click("[data-save]");
  await expectSaved(next, title);
  await next.goto(`${url}/recipes/new`);
  assert.equal(await next.inputValue("#title"), "");
  assert.ok(await next.isHidden("[data-draft-bar]"));
}, { signedIn: true });

test("recipes: without a network the form says so and keeps the text", async (page, context) => {
  const title = unique("Offline bread");
  await fillIn(page, title);
  await context.setOffline(true);
  await page.click("[data-save]");
  await page.waitForSelector("[data-offline]:not([hidden])");
  assert.equal(await page.inputValue("#title"), title);
  await context.setOffline(false);
  await page.reload();
  await page.waitForSelector("[data-draft-bar]:not([hidden])");
  await page.click("[data-save]");
  await expectSaved(page, title);
}, { signedIn: true, tolerate: /ERR_INTERNET_DISCONNECTED/ });

test("recipes: a draft survives the end of the session", async (page, context) => {
  const title = unique("Long bread");
  await fillIn(page, title);
  await context.clearCookies();
  await page.click("[data-save]");
  await page.waitForSelector("[data-signed-out]:not([hidden])");
  assert.equal(await page.inputValue("#title"), title);
  await signIn(page);
  await page.goto(`${url}/recipes/new`);
  await page.waitForSelector("[data-draft-bar]:not([hidden])");
  assert.equal(await page.inputValue("#title"), title);
  await page.click("[data-draft-discard]");
  await page.waitForSelector("[data-draft-bar]", { state: "hidden" });
  assert.equal(await page.inputValue("#title"), "");
}, { signedIn: true, tolerate: /40[13]/ });

/* ---- two people at once, revisions ---- */

async function openEdit(page, recipe) {
  await page.goto(path(recipe, "/edit"));
  assert.equal(await page.inputValue("#title"), recipe.title);
}

test("recipes: a stale save shows both versions and keeps the text; every save is a revision", async (page, context) => {
  const recipe = await makeRecipe();
  const other = await context.newPage();
  await openEdit(page, recipe);
  await openEdit(other, recipe);
  await other.fill("#ingredients_text", "980 ml vegetable stock\n2 kg frozen peas");
  await other.click("[data-save]");
  await other.waitForURL(path(recipe));
  await page.fill("#ingredients_text", "980 ml vegetable stock\n1 kg fresh peas");
  await page.click("[data-save]");
  await page.waitForSelector("#conflict");
  assert.match(await page.innerText("#conflict"), /2 kg frozen peas[^]*1 kg fresh peas/);
  assert.equal(await page.inputValue("#ingredients_text"), "980 ml vegetable stock\n1 kg fresh peas");
  await expectAccessible(page);
  await page.click("#conflict >> text=Use the saved text for Ingredients");
  assert.match(await page.inputValue("#ingredients_text"), /2 kg frozen peas/);
  await page.fill("#ingredients_text", "980 ml vegetable stock\n3 kg peas");
  await page.click("[data-save]");
  await page.waitForURL(path(recipe));
  assert.match(await page.innerText("#recipe-ingredients"), /3 kg\s+peas/);
  await page.goto(path(recipe, "/revisions"));
  assert.equal(await page.locator(".recipe-revisions tbody tr").count(), 3);
  await page.check("#from-1");
  await page.check("#to-3");
  await page.click("text=Compare the two chosen");
  assert.match(await page.innerText(".recipe-diff >> nth=0"), /1 kg frozen peas[^]*3 kg peas/);
  await page.click("text=Restore revision 1");
  await page.waitForURL(path(recipe));
  assert.match(await page.innerText("#recipe-ingredients"), /1 kg\s+frozen peas/);
  await page.goto(path(recipe, "/revisions"));
  assert.equal(await page.locator(".recipe-revisions tbody tr").count(), 4);
}, { signedIn: true, seconds: 60, tolerate: /412/ });

test("recipes: deleting asks first, and then the recipe is gone", async (page) => {
  const recipe = await makeRecipe();
  await page.goto(path(recipe));
  await page.click(".page-actions >> text=Delete");
  await expectAccessible(page);
  await page.click("text=Delete the recipe");
  await page.waitForURL(`${url}/recipes`);
  assert.equal((await page.request.get(path(recipe))).status(), 404);
}, { signedIn: true });

/* ---- reading ---- */

async function expectHalved(page) {
  const shown = await listed(page, "#recipe-ingredients li");
  assert.equal(shown[0], "490 ml vegetable stock");
  assert.match(shown[1], /^500 g frozen peas$|^½ kg frozen peas$|^0\.5 kg frozen peas$/);
  assert.equal(shown[2], "¾ tbsp butter");
  assert.equal(shown[3], "salt");
  assert.match(await page.innerText("#step-1"), /490 ml stock/);
}

test("recipes: amounts follow the servings at once, in the list and in the steps", async (page) => {
  const recipe = await makeRecipe();
  await page.goto(path(recipe));
  await page.check("#recipe-ingredients li:nth-child(4) input");
  await page.fill("#servings", "4");
  await page.waitForFunction(() => document.getElementById("recipe-ingredients").innerText.includes("490"));
  await expectHalved(page);
  assert.ok(await page.isChecked("#recipe-ingredients li:nth-child(4) input"), "what was ticked off stays so");
  assert.equal(new URL(page.url()).searchParams.get("servings"), "4");
  await page.click("#more");
  await page.waitForFunction(() => document.getElementById("servings").value === "5");
  assert.equal(await page.evaluate(() => document.activeElement.id), "more");
  await page.click("#units-us");
  await page.waitForFunction(() => /cup|fl oz|quart/.test(document.getElementById("recipe-ingredients").innerText));
  assert.match(await page.innerText("#recipe-ingredients"), /lb|oz/);
  await expectAccessible(page);
});

test("recipes: the same by plain links", async (page) => {
  const recipe = await makeRecipe();
  await page.goto(path(recipe));
  await page.fill("#servings", "4");
  await page.press("#servings", "Enter");
  await expectHalved(page);
  await page.click("#units-us");
  assert.equal(new URL(page.url()).searchParams.get("servings"), "4");
  assert.match(await page.innerText("#recipe-ingredients"), /lb|oz/);
}, { javaScriptEnabled: false });

test("recipes: search as you type, and filters that count", async (page) => {
  const word = `zork${process.pid.toString(36)}${Date.now().toString(36)}`;
  await makeRecipe({ title: `Soup with ${word}`, tags: ["quick"] });
  await makeRecipe({ title: `Bread with ${word}`, tags: ["slow"] });
  await page.goto(`${url}/recipes`);
  await page.locator("#q").pressSequentially(word);
  await page.waitForFunction(() => document.querySelectorAll(".recipe-cards .card").length === 2);
  assert.equal(new URL(page.url()).searchParams.get("q"), word);
  assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  await page.check("#recipe-facets label:has-text('quick') input, #recipe-facets label:has-text('Quick') input");
  await page.waitForFunction(() => document.querySelectorAll(".recipe-cards .card").length === 1);
  assert.match(await page.innerText("#result-text"), /^1 recipe\b/);
  await page.click(".recipe-chosen >> text=Clear filters");
  await page.waitForFunction(() => document.querySelectorAll(".recipe-cards .card").length === 2);
  await page.fill("#q", `${word}nothinglikethat`);
  await page.waitForSelector(".empty");
  await expectAccessible(page);
});

test("recipes: search and filters by a plain form", async (page) => {
  const word = `zork${process.pid.toString(36)}${Date.now().toString(36)}`;
  await makeRecipe({ title: `Soup with ${word}`, tags: ["quick"] });
  await makeRecipe({ title: `Bread with ${word}`, tags: ["slow"] });
  await page.goto(`${url}/recipes`);
  await page.fill("#q", word);
  await page.click(".search button");
  assert.equal(await page.locator(".recipe-cards .card").count(), 2);
  await page.check("#recipe-facets label:has-text('slow') input, #recipe-facets label:has-text('Slow') input");
  await page.click("text=Show recipes");
  assert.equal(await page.locator(".recipe-cards .card").count(), 1);
}, { javaScriptEnabled: false });

/* ---- cook mode, print ---- */

test("recipes: cook mode by keys and swiping, with timers that survive a reload", async (page) => {
  const recipe = await makeRecipe();
  await page.goto(path(recipe, "/cook?servings=4"));
  await page.click("text=To the steps");
  assert.ok(await page.isVisible("#step-1") && !await page.isVisible("#step-2"));
  assert.match(await page.innerText("#step-1"), /490 ml/);
  await page.keyboard.press("ArrowRight");
  await page.click("#step-2 .cook-time");
  await page.locator("#step-2").press("ArrowRight");
  await page.click("#step-3 .cook-time");
  assert.equal(await page.locator(".cook-timer").count(), 2);
  assert.match(await page.innerText(".cook-timer >> nth=0"), /[45]:\d\d/);
  await page.evaluate(() => {
    const timers = JSON.parse(localStorage.getItem("midway.timers"));
    timers[1].ends_at = Date.now() + 500;
    localStorage.setItem("midway.timers", JSON.stringify(timers));
  });
  await page.reload();
  await page.waitForSelector(".cook-timer.is-over");
  assert.ok(await page.isVisible("#step-3"), "the step is still the same");
  assert.match(await page.innerText("[data-timer-alert]"), /Time is up/);
  await page.click(".cook-timer >> nth=1 >> text=Remove");
  await page.click(".cook-timer >> nth=0 >> text=Pause");
  const left = await page.innerText(".cook-timer [data-left]");
  await page.waitForTimeout(1200);
  assert.equal(await page.innerText(".cook-timer [data-left]"), left);
  await page.evaluate(() => {
    const cook = document.querySelector("[data-cook]");
    const touch = (x) => new Touch({ identifier: 1, target: cook, clientX: x, clientY: 300 });
    cook.dispatchEvent(new TouchEvent("touchstart", { touches: [touch(300)], changedTouches: [touch(300)] }));
    cook.dispatchEvent(new TouchEvent("touchend", { touches: [], changedTouches: [touch(80)] }));
  });
  assert.ok(await page.isVisible("#done"));
  await expectFits(page);
  await expectAccessible(page);
}, { viewport: phone, hasTouch: true });

// A worker that the browser had put to sleep may miss navigations on a busy machine, and now and then all of them: then it is
// woken once with the network on.
async function reloadOffline(page, context) {
  for (let tries = 1; ; tries++) {
    const failed = await page.reload().then(() => null, (e) => e);
    if (!failed) return;
    if (tries === 12) throw failed;
    if (tries === 6) {
      await context.setOffline(false);
      await page.reload();
      await page.evaluate(() => navigator.serviceWorker.ready);
      await context.setOffline(true);
    }
    await new Promise((later) => setTimeout(later, 500));
  }
}

test("recipes: cook mode works with the network off after the first view", async (page, context) => {
  const recipe = await makeRecipe();
  await page.goto(path(recipe, "/cook"));
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => caches.match(location.pathname));
  await context.setOffline(true);
  await page.click("text=To the steps").catch(() => {});
  await reloadOffline(page, context);
  await page.waitForSelector(".cook-paged #step-1");
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector(".cook-head")).position), "sticky");
  await page.keyboard.press("ArrowRight");
  assert.ok(await page.isVisible("#step-2"));
}, { viewport: phone, tolerate: /ERR_INTERNET_DISCONNECTED|ERR_FAILED/ });

test("recipes: cook mode and print without JavaScript", async (page) => {
  const recipe = await makeRecipe();
  await page.goto(path(recipe, "/cook"));
  for (const id of ["ingredients", "step-1", "step-2", "step-3", "done"]) assert.ok(await page.isVisible(`#${id}`), id);
  await page.click("#step-1 >> text=Next");
  assert.match(page.url(), /#step-2$/);
  await page.goto(path(recipe, "/print?servings=4"));
  assert.match(await page.innerText("main"), /490 ml/);
  assert.equal(await page.locator("header.site-header:visible").count(), 0);
}, { viewport: phone, javaScriptEnabled: false });

/* ---- import ---- */

function pageSource(title, address) {
  return `<!doctype html><title>${title}</title><script type="application/ld+json">${JSON.stringify({
    "@context": "https://schema.org", "@type": "Recipe", name: title, url: address, recipeYield: "4 servings", totalTime: "PT45M",
    author: { "@type": "Person", name: "Camille" }, recipeIngredient: ["500 g carrots", "1 tsp cumin"],
    recipeInstructions: [{ "@type": "HowToStep", text: "Roast for 30 minutes." }],
  })}</script><p>Hello`;
}

async function read(page, source, address) {
  await page.goto(`${url}/recipes/import`);
  await page.fill("#source", source);
  await page.fill("#source_url", address);
  await page.click("text=Read it");
  await page.waitForSelector("#found");
}

test("recipes: a pasted page is understood, imported, and recognised the second time", async (page) => {
  const title = unique("Roasted carrots");
  const address = `https://example.org/${title.replaceAll(" ", "-")}`;
  await read(page, pageSource(title, address), address);
  assert.match(await page.innerText(".recipe-origins tr:has-text('Title')"), /JSON-LD/);
  assert.deepEqual(await listed(page, ".recipe-found .ingredients li"), ["500 g carrots", "1 tsp cumin"]);
  await expectAccessible(page);
  await page.click("button >> text=Import");
  await page.waitForURL((to) => /^\/recipes\/roasted-carrots/.test(to.pathname));
  assert.equal(await page.innerText("h1"), title);
  const slug = new URL(page.url()).pathname;
  await read(page, pageSource(title, address).replace("1 tsp cumin", "2 tsp cumin"), address);
  for (const choice of ["update", "new", "skip"]) assert.ok(await page.isVisible(`#choice-${choice}`), choice);
  await page.check("#choice-update");
  await page.click("text=Go ahead");
  await page.waitForURL((to) => to.pathname === slug);
  assert.match(await page.innerText("#recipe-ingredients"), /2 tsp\s+cumin/);
}, { signedIn: true });

test("recipes: a page without a recipe says so and keeps what was pasted", async (page) => {
  await page.goto(`${url}/recipes/import`);
  await page.fill("#source", "<title>Hello</title><p>Nothing to eat");
  await page.click("text=Read it");
  await page.waitForSelector(".error-summary");
  assert.match(await page.inputValue("#source"), /Nothing to eat/);
  await expectAccessible(page);
}, { signedIn: true, javaScriptEnabled: true, tolerate: /422/ });
