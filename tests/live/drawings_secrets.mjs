// drawings_secrets.mjs: what is not for everybody stays where it is.
import { readFileSync } from "node:fs";
import { Guest, parse, tag, twin, within } from "./drawings_lib.mjs";
import { ask, check, equal, midwayctl, signIn, sql, suite } from "./lib.mjs";

let staff;
const care = (path, form = {}) => ask("POST", `/drawings/moderation/${path}`, { as: staff, form: { _csrf: staff.csrf, ...form } });
const status = async (path, options) => (await ask("GET", path, options)).status;
const counter = async (name) => {
  const lines = (await ask("GET", "/metrics")).body.split("\n").filter((l) => l.startsWith(name) && l.includes('module="drawings"'));
  return lines.reduce((sum, l) => sum + Number(l.split(" ").at(-1)), 0);
};

// Whoever can do nothing with a drawing is not told that there is one.
async function strangers() {
  const mia = new Guest(), jo = new Guest(), secret = await mia.draw("?visibility=private&title=Secret");
  await jo.draw();
  const at = `/drawings/${secret.id}`, api = `/api/v1/drawings/${secret.id}`;
  const reads = [at, `${at}/edit`, `${at}/versions`, `${at}/share`, `${at}/delete`, `${at}/report`, `${at}/img/512.png`,
    `${at}/img/replay.webp`, `${at}/img/drawing.chd`, api, `${api}.chd`, `${api}.chd?version=1`, `${api}/strokes`, `${api}/versions`,
    `/drawings/new?remix=${secret.id}`, `/api/v1/drawings/me?drawing=${secret.id}`, `/drawings/img/${secret.picture_id}/512.png`,
    `/drawings/img/${secret.picture_id}/1024.svg`, `/drawings/replay/${secret.drawing_id}/512.webp`];
  for (const path of reads) {
    equal(`${path} for somebody else`, (await jo.ask("GET", path)).status, 404);
    equal(`${path} for nobody`, await status(path), 404);
  }
  const headers = { "If-Match": "*" }, json = twin();
  for (const [method, path, options] of [["PUT", api, { json }], ["DELETE", api, {}],
    ["PUT", `${api}/details`, { json: { title: "Mine" } }],
    ["POST", `${api}/remix`, { json }], ["POST", `${api}/versions/1/restore`, {}], ["POST", `${api}/view`, {}],
    ["POST", `${api}/strokes`, { json: { palette: [], strokes: json.strokes } }], ["POST", `${api}/report`, { json: { reason: "other" } }],
    ["POST", `/api/v1/drawings?parent=${secret.id}`, { json }]])
    equal(`${method} ${path} by somebody else`, (await jo.ask(method, path, { ...options, headers })).status, 404);
  for (const list of ["/api/v1/drawings?limit=200", "/drawings", "/drawings/wall", "/drawings/mine"])
    check(`${list} does not have it`, !(await jo.ask("GET", list)).body.includes(secret.id));

  const own = await mia.ask("GET", api);
  equal("its JSON is kept by nobody", own.headers["cache-control"], "private, no-store");
  equal("the tag of its strokes tells its state, too", (await mia.ask("GET", `${api}/strokes`)).headers.etag, '"1.private.json"');
  const edit = { json: { title: "S" }, headers: { "If-Match": own.headers.etag } };
  equal("and is good for an edit", (await mia.ask("PUT", `${api}/details`, edit)).status, 200);
  const open = await mia.draw(), redrawn = await mia.ask("PUT", `/api/v1/drawings/${open.id}`, { json: twin(), headers });
  equal("old bytes of a public drawing are kept by nobody",
    (await mia.ask("GET", `/api/v1/drawings/${open.id}.chd?version=1`)).headers["cache-control"], "private, no-store", redrawn.body);
  equal("an old picture is not public any more", await status(`/drawings/img/${open.picture_id}/64.png`), 404);
}

// An id has several spellings. None of them keeps what is gone.
async function aliases() {
  const mia = new Guest(), made = await mia.draw("?title=Alias"), other = made.id.toUpperCase();
  for (const path of [`/drawings/${other}`, `/api/v1/drawings/${other}`, `/drawings/${made.id}`, `/api/v1/drawings/${made.id}`])
    for (let i = 0; i < 2; i++) equal(`${path} is there`, await status(path), 200);
  await mia.ask("PUT", `/api/v1/drawings/${made.id}/details`, { json: { visibility: "private" }, headers: { "If-Match": "*" } });
  for (const path of [`/drawings/${other}`, `/api/v1/drawings/${other}`, `/drawings/${made.id}`, `/api/v1/drawings/${made.id}`])
    check(`${path} is gone`, await within(1500, async () => await status(path) === 404));
}

// A remix names its parent as long as everybody may see it.
async function parents() {
  const mia = new Guest(), jo = new Guest();
  for (const way of ["private", "hidden", "renamed"]) {
    const parent = await mia.draw(`?title=Forebear-${way}`);
    const remix = parse(await jo.ask("POST", `/api/v1/drawings/${parent.id}/remix`, { json: twin() }));
    const places = [`/drawings/${remix.id}`, `/api/v1/drawings/${remix.id}`];
    for (const path of places) check(`${path} names its parent`, (await ask("GET", path)).body.includes(`Forebear-${way}`));
    const details = { json: way === "private" ? { visibility: "private" } : { title: "Another" }, headers: { "If-Match": "*" } };
    if (way === "hidden") await care(`${parent.picture_id}/hide`, { reason: "insult" });
    else await mia.ask("PUT", `/api/v1/drawings/${parent.id}/details`, details);
    for (const path of places)
      check(`${path} does not any more, ${way}`,
        await within(1500, async () => !(await ask("GET", path)).body.includes(`Forebear-${way}`)));
    equal("and is still there", await status(places[0]), 200);
  }
  const secret = await mia.draw("?visibility=private&title=Cellar");
  const out = await mia.ask("POST", `/api/v1/drawings/${secret.id}/remix`, { json: twin() });
  equal("a remix of one's private drawing", out.status, 201);
  for (const path of [`/drawings/${parse(out).id}`, `/api/v1/drawings/${parse(out).id}`]) {
    const body = (await ask("GET", path)).body;
    check(`${path} does not tell of what`, !body.includes("Cellar") && !body.includes(secret.id));
  }
}

// What finds a drawing that is sent again is what it was; it is not taken for what somebody else made of it.
async function once_changed() {
  const mia = new Guest(), body = twin(), made = await mia.draw("", body);
  await mia.ask("PUT", `/api/v1/drawings/${made.id}`, { json: twin(), headers: { "If-Match": "*" } });
  const jo = new Guest(), other = await jo.ask("POST", "/api/v1/drawings", { json: body });
  equal("drawn by another since: a new one", other.status, 201, other.body);
  equal("with what was sent", parse(other).drawing_id, made.drawing_id);
  equal("one's own is found", parse(await mia.ask("POST", "/api/v1/drawings", { json: body })).id, made.id);
  equal("that of the other, too", parse(await jo.ask("POST", "/api/v1/drawings", { json: body })).id, parse(other).id);
  const line = JSON.stringify({ word: "cat", drawing: [[[0, 50 + body.strokes[0].x[1] % 150, 90], [0, 20, 30]]] });
  check("imported", /1 imported/.test(midwayctl(["drawings", "import", "-", "--private"], `${line}\n`)));
  check("imported again: it is there", /1 already there/.test(midwayctl(["drawings", "import", "-", "--private"], `${line}\n`)));
}

// Guests' secrets are not kept with keys of repeated requests; a repeat finds its drawing all the same.
async function keys_of_guests() {
  const headers = { "Idempotency-Key": '"guest-key"', "Edit-Token": "K".repeat(43) }, json = twin();
  const first = await ask("POST", "/api/v1/drawings?visibility=private", { json, headers });
  const second = await ask("POST", "/api/v1/drawings?visibility=private", { json, headers });
  equal("with a key", first.status, 201);
  equal("and again", second.status, 200, second.body);
  equal("it is the same", parse(second).id, parse(first).id);
  equal("no key row", sql("SELECT COUNT(*) FROM idempotency WHERE route LIKE '%drawings'")[0][0], "0");
}

async function forms() {
  const mia = new Guest(), made = await mia.draw(), jo = new Guest(), path = `/api/v1/drawings/${made.id}`;
  await jo.draw();
  const cookie = { Cookie: `guest=${mia.cookie}`, "If-Match": "*" };
  const title = (headers) => ask("PUT", `${path}/details`, { json: { title: "Stolen" }, headers: { ...cookie, ...headers } });
  equal("a cookie alone changes nothing", (await title({})).status, 403);
  equal("nor with another's token", (await title({ "X-CSRF-Token": jo.csrf })).status, 403);
  equal("nor from another site", (await title({ "X-CSRF-Token": mia.csrf, "Sec-Fetch-Site": "cross-site" })).status, 403);
  equal("nor by an Origin of another site", (await title({ "X-CSRF-Token": mia.csrf, Origin: "https://elsewhere.example" })).status, 403);
  equal("drawing wants it, too", (await ask("POST", "/api/v1/drawings", { json: twin(), headers: cookie })).status, 403);
  for (const form of ["visibility", "delete", "share", "restore"])
    equal(`the form ${form} wants it`, (await ask("POST", `/drawings/${made.id}/${form}`, {
      form: { visibility: "private", expires: "day", version: 1, _if_match: 1 }, headers: { Cookie: cookie.Cookie } })).status, 403);
  const move = await ask("POST", "/drawings/mine/move", { form: {}, headers: { Cookie: cookie.Cookie } });
  equal("a link to another device wants it", move.status, 403);
  equal("its own token is good", (await title({ "X-CSRF-Token": mia.csrf })).status, 200);
  equal("a view needs none", (await ask("POST", `${path}/view`, { headers: { Cookie: cookie.Cookie } })).status, 204);
  equal("but comes from here", (await ask("POST", `${path}/view`, { headers: { "Sec-Fetch-Site": "cross-site" } })).status, 403);
}

async function links() {
  const mia = new Guest(), secret = await mia.draw("?visibility=private&title=Shared");
  const page = await mia.ask("POST", `/drawings/${secret.id}/share`, { form: { expires: "never" } });
  const link = /(\/drawings\/s\/[\w-]+)</.exec(page.body)[1];
  sql(`INSERT INTO drawing_share (id, drawing_id, token_hash, label, created_at, revoked_at)
       SELECT UNHEX(CONCAT('ffff', LPAD(HEX(seq), 28, '0'))), drawing_id, UNHEX(SHA2(seq, 256)), 'old', NOW(6), NOW(6)
       FROM drawing_share, seq_1_to_120 WHERE label <> 'old' AND expires_at IS NULL`);
  const list = (await mia.ask("GET", `/drawings/${secret.id}/share`)).body;
  equal("a link that works can be switched off, however old", (list.match(/\/revoke"/g) ?? []).length, 1);
  const shared = await ask("GET", link);
  check("a shared page has no picture for other sites", shared.status === 200 && !/og:image/.test(shared.body));
  for (const place of [`/api/v1/drawings/${secret.id}`, `/drawings/${secret.id}/img`])
    check("nor leads to what one may not see", !shared.body.includes(place));
  for (const file of ["512.png", "512.webp", "1024.svg", "replay.webp", "drawing.chd"])
    equal(`${file} of the link is kept by nobody`, (await ask("GET", `${link}/${file}`)).headers["cache-control"], "private, no-store");
  const log = () => readFileSync(`${process.env.MIDWAY_VAR}/log/drawings/current`, "utf8");
  check("the log has the request", await within(5000, async () => log().includes("path=/drawings/s/{token}")));
  check("and not the link", !log().includes(link.split("/").at(-1)));
  equal("no versions by a link", await status(`${link}/512.png?version=1`), 200);
  await care(`${secret.picture_id}/hide`, { reason: "insult" });
  equal("hidden: the link is dead", await status(link), 404);
  equal("and its picture", await status(`${link}/512.png`), 404);
  equal("its owner still has it", (await mia.ask("GET", `/drawings/${secret.id}`)).status, 200);
}

async function devices() {
  const mia = new Guest(), made = await mia.draw();
  const page = await mia.ask("POST", "/drawings/mine/move", { form: {} }), link = /(\/drawings\/move\/[\w-]+)</.exec(page.body)[1];
  equal("a link to another device is for guests", (await ask("POST", link, { as: staff, form: { _csrf: staff.csrf } })).status, 403);
  const tablet = new Guest();
  equal("and not used up by that", (await tablet.ask("POST", link, { form: {} })).status, 303);
  check("its drawings are there", (await tablet.ask("GET", "/drawings/mine")).body.includes(made.id));
}

// A picture is made once, whoever asks and however.
async function pictures() {
  const mia = new Guest(), made = await mia.draw(), href = made.images.png["256"];
  equal("a picture", await status(href), 200);
  const before = await counter("midway_published_total");
  check("the counter counts", before > 0, before);
  const bytes = (await ask("GET", href)).bytes;
  for (const [path, options] of [[`${href}?x=1`, {}], [`${href}?x=2`, {}], [href, { as: staff }],
    [href, { headers: { Cookie: "sid=nobody" } }]]) {
    const answer = await ask("GET", path, options);
    check(`${path} is the same file`, answer.status === 200 && answer.bytes.equals(bytes), answer.status);
  }
  equal("made once", await counter("midway_published_total"), before);
  await care(`${made.picture_id}/hide`, { reason: "other" });
  for (const path of [href, `${href}?x=1`]) check(`${path} is gone`, await within(1500, async () => await status(path) === 404));
  equal("for staff, too", await status(href, { as: staff }), 404);
}

await suite(async () => {
  staff = await signIn(process.env.STAFF_USER, process.env.STAFF_PASSWORD);
  await strangers();
  await aliases();
  await parents();
  await once_changed();
  await keys_of_guests();
  await forms();
  await links();
  await devices();
  await pictures();
});
