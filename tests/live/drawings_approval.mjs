// drawings_approval.mjs: drawings that wait for staff. A drawing that was approved waits again when it is drawn anew or gets other words,
// and until then nobody else sees any of it, its old version included.
import { Guest, parse, twin, within } from "./drawings_lib.mjs";
import { ask, check, equal, makeKey, signIn, suite } from "./lib.mjs";

let staff;
const any = { "If-Match": "*" };
const care = (path, form = {}) => ask("POST", `/drawings/moderation/${path}`, { as: staff, form: { _csrf: staff.csrf, ...form } });
const approve = (d, version = d.version) => care(`${d.id}/approve?version=${version}`);
const state_of = async (guest, d) => parse(await guest.ask("GET", `/api/v1/drawings/${d.id}`)).state;
const details = async (guest, d, json) => parse(await guest.ask("PUT", `/api/v1/drawings/${d.id}/details`, { json, headers: any }));
const waits = async (d) => (await ask("GET", "/drawings/moderation?list=waiting", { as: staff })).body.includes(`${d.id}/approve`);

async function seen(what, d, expected) {
  const picture = `/drawings/img/${d.picture_id}/64.png`, replay = `/drawings/replay/${d.drawing_id}/512.webp`;
  for (const path of [`/drawings/${d.id}`, `/api/v1/drawings/${d.id}`, picture, replay])
    check(`${what}: ${path} is ${expected}`, await within(1500, async () => (await ask("GET", path)).status === expected));
  const listed = async () => (await ask("GET", "/api/v1/drawings?limit=200")).body.includes(d.id) === (expected === 200);
  check(`${what}: the list`, await within(1500, listed));
}

async function waiting() {
  const mia = new Guest(), made = await mia.draw("?title=First&author=Mia&tags=a");
  equal("it waits", made.state, "waiting");
  check("its pictures are its owner's", made.images.svg.startsWith(`/drawings/${made.id}/`));
  await seen("waiting", made, 404);
  equal("its owner sees it", (await mia.ask("GET", `/drawings/${made.id}`)).status, 200);
  check("staff sees it", await waits(made));
  equal("an approval says of what", (await care(`${made.id}/approve`)).status, 422);
  const anew = parse(await mia.ask("PUT", `/api/v1/drawings/${made.id}`, { json: twin(), headers: any }));
  equal("what was looked at is not there any more", (await approve(made)).status, 412);
  equal("and is not shown", await state_of(mia, made), "waiting");
  const form = new RegExp(`/drawings/moderation/${made.id}/approve\\?version=(\\d+)`);
  const page = (await ask("GET", "/drawings/moderation?list=waiting", { as: staff })).body;
  equal("the form says of what", form.exec(page)?.[1], String(anew.version));
  equal("approved", (await approve(anew)).status, 303);
  await seen("approved", anew, 200);
  check("off the queue", !await waits(made));
  return { mia, shown: anew };
}

async function again({ mia, shown }) {
  const anew = parse(await mia.ask("PUT", `/api/v1/drawings/${shown.id}`, { json: twin(), headers: any }));
  equal("drawn anew it waits again", anew.state, "waiting");
  await seen("the old version", shown, 404);
  await seen("the new one", anew, 404);
  equal("approved again", (await approve(anew)).status, 303);
  await seen("approved again", anew, 200);
  let now = anew;
  for (const [what, words] of [["title", { title: "Rude" }], ["pen name", { author: "Rude" }], ["tags", { tags: "rude" }]]) {
    now = await details(mia, now, words);
    equal(`another ${what} waits`, now.state, "waiting");
    await seen(`another ${what}`, now, 404);
    await approve(now);
    equal(`another ${what} is approved`, await state_of(mia, now), "shown");
  }
  now = await details(mia, now, { title: "Rude" });
  equal("the same words wait for nobody", now.state, "shown");
  now = await details(mia, now, { visibility: "private" });
  equal("nor does what nobody sees", now.state, "private");
  now = await details(mia, now, { visibility: "public" });
  equal("public again it waits", now.state, "waiting");
  await care(`${now.id}/pen-name`, { author: "Somebody" });
  equal("another pen name by staff approves nothing", await state_of(mia, now), "waiting");
  now = parse(await mia.ask("GET", `/api/v1/drawings/${now.id}`));
  await approve(now);
  await care(`${now.id}/pen-name`, { author: "Mia" });
  equal("nor does it make anything wait", await state_of(mia, now), "shown");
}

async function hiding() {
  const mia = new Guest(), made = await mia.draw();
  equal("hidden while it waits", (await care(`${made.picture_id}/hide`, { reason: "insult", text: "No." })).status, 303);
  equal("its owner is told", await state_of(mia, made), "hidden");
  check("it waits no more", !await waits(made));
  await approve(made);
  equal("approved it stays hidden", await state_of(mia, made), "hidden");
  await seen("hidden", made, 404);
  equal("shown again", (await care(`${made.picture_id}/unhide`)).status, 303);
  await seen("approved and shown again", made, 200);
}

async function others() {
  const headers = { "X-CSRF-Token": staff.csrf };
  const own = await ask("POST", "/api/v1/drawings", { json: twin(), as: staff, headers });
  equal("staff's own is shown at once", parse(own).state, "shown", own.body);
  await seen("staff's own", parse(own), 200);
  const program = await ask("POST", "/api/v1/drawings", { json: twin(), key: makeKey("draws", "drawings:write") });
  equal("a program's waits", parse(program).state, "waiting", program.body);
  const mia = new Guest(), secret = await mia.draw("?visibility=private");
  equal("a private one is private", secret.state, "private");
  check("and is not on the queue", !await waits(secret));
  const page = await mia.ask("POST", `/drawings/${secret.id}/share`, { form: { expires: "day" } });
  equal("a link to it works", (await ask("GET", /(\/drawings\/s\/[\w-]+)</.exec(page.body)[1])).status, 200);
  const parent = parse(own), remix = parse(await mia.ask("POST", `/api/v1/drawings/${parent.id}/remix`, { json: twin() }));
  check("a remix that waits is not on its parent's page", !(await ask("GET", `/drawings/${parent.id}`)).body.includes(remix.id));
  await approve(remix);
  check("then it is", await within(1500, async () => (await ask("GET", `/drawings/${parent.id}`)).body.includes(remix.id)));
}

await suite(async () => {
  staff = await signIn(process.env.STAFF_USER, process.env.STAFF_PASSWORD);
  await again(await waiting());
  await hiding();
  await others();
});
