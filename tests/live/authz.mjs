// Every route times everybody who may come: nobody, each role, a key with and without the scope. What is meant stands in authz.txt.
import { spawn } from "node:child_process";
import { once as event } from "node:events";
import { readFileSync } from "node:fs";
import { ask, check, config, drawing, equal, key as admins, makeKey, midwayctl, routeTable, rows, signIn, sql, suite } from "./lib.mjs";

const roles = ["account", "viewer", "editor", "manager", "admin"];
const secret = "seven-green-kettles-41";
const nothing = { id: "0".repeat(26), slug: "no-such-thing", hash: "0".repeat(64), version: "1", file: "640.webp" };

const meant = new Map(readFileSync("tests/live/authz.txt", "utf8").split("\n").filter((l) => l && !l.startsWith("#")).map((l) => {
  const [who, method, pattern, scope] = l.split(/\s+/);
  return [`${method} ${pattern}`, { who, scope: scope === "-" ? null : scope }];
}));
const table = routeTable();

// The list and the programs say the same; what stands in one alone is a fault.
function listAndTable() {
  for (const r of table) {
    const m = meant.get(r.name);
    if (!check(`${r.name} stands in authz.txt`, m)) continue;
    equal(`${r.name}: who`, m.who === "guest" && r.guests ? "anyone" : m.who, r.who.replace("signed in", "account"));
    equal(`${r.name}: scope`, r.scope, m.scope);
  }
  const there = new Set(table.map((r) => r.name));
  for (const name of meant.keys()) check(`${name} of authz.txt is there`, there.has(name));
}

// A path of the pattern; a part without a value gets the name of nothing.
const pathOf = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? nothing[name] ?? "nothing");

// ---- everybody ----

function addAccount(name, role) {
  midwayctl(["user", "add", name, "--role", role, "--password-file", "-"], `${secret}\n`);
  return { name, id: sql(`SELECT HEX(id) FROM account WHERE name = '${name}'`)[0][0], session: () => signIn(name, secret) };
}

// Crockford's letters of a number of 128 bits, as the site writes its ids.
function letters(hex) {
  let n = BigInt(`0x${hex}`), text = "";
  for (let i = 0; i < 26; i++, n >>= 5n) text = "0123456789abcdefghjkmnpqrstvwxyz"[Number(n & 31n)] + text;
  return text;
}

async function everybody() {
  const all = [{ name: "nobody", options: () => ({}), may: (m) => m.who === "anyone" }];
  for (const role of roles.slice(1)) {
    const as = await addAccount(`${role}-one`, role).session();
    all.push({
      name: `one ${role}`, as, options: () => ({ as, headers: { "X-CSRF-Token": as.csrf } }),
      may: (m) => m.who === "anyone" || (roles.includes(m.who) && roles.indexOf(m.who) <= roles.indexOf(role)),
    });
  }
  const weak = makeKey("key-without", "other:thing");
  all.push({ name: "a key without the scope", options: () => ({ key: weak }), may: (m) => m.who === "anyone" && !m.scope });
  for (const scope of new Set([...meant.values()].map((m) => m.scope).filter(Boolean))) {
    const bearer = makeKey(`key-${scope}`, scope);
    const may = (m) => (m.scope ? m.scope === scope : m.who === "anyone");
    all.push({ name: `a key for ${scope}`, options: () => ({ key: bearer }), may });
  }
  return all;
}

// A recipe, an account and a key that nobody may touch who has no right to.
async function targets() {
  const made = await ask("POST", "/api/v1/recipes", { key: admins, json: { title: "Target", ingredients: [{ text: "1 egg" }] } });
  const { id, slug } = JSON.parse(made.body), victim = letters(addAccount("victim", "admin").id);
  return (r) => ({ id: /^\/staff\/users/.test(r.pattern) ? victim : id, slug });
}

// ---- the matrix ----

const signInPage = (answer) => answer.status === 303 && /^\/sign-in/.test(answer.headers.location ?? "");
const api = (r) => r.pattern.startsWith("/api/");

async function refused(r, path, who) {
  const answer = await ask(r.method, path, who.options());
  const anonymous = who.name === "nobody" && meant.get(r.name)?.who !== "guest", what = `${r.name} refuses ${who.name}`;
  if (anonymous && r.method === "GET" && !api(r)) return check(`${what}: leads to the sign-in page`, signInPage(answer), answer.status);
  equal(what, answer.status, anonymous ? 401 : 403, answer.body);
  equal(`${what}: what it says is not kept`, answer.headers["cache-control"], "no-store");
  if (api(r)) equal(`${what}: as a problem`, answer.headers["content-type"], "application/problem+json");
}

// With a path of nothing: what the handler says does not matter, as long as it was asked.
async function allowed(r, who) {
  const answer = await ask(r.method, pathOf(r.pattern, {}), who.options());
  check(`${r.name} lets in ${who.name}`, answer.status !== 401 && answer.status !== 403 && answer.status < 500 && !signInPage(answer),
    answer.status, answer.body);
  if (r.method !== "GET" || r.pattern === "/metrics") return;
  equal(`HEAD ${r.pattern} answers ${who.name} as GET`, (await ask("HEAD", pathOf(r.pattern, {}), who.options())).status, answer.status);
}

async function matrix() {
  const all = await everybody(), of = await targets(), before = rows();
  for (const r of table) {
    const m = meant.get(r.name) ?? { who: "nobody may", scope: null };
    for (const who of all.filter((w) => !w.may(m))) await refused(r, pathOf(r.pattern, of(r)), who);
  }
  equal("whoever was refused has changed nothing", rows(), before);
  for (const r of table.filter((t) => t.pattern !== "/sign-out")) {
    for (const who of all.filter((w) => w.may(meant.get(r.name) ?? { who: "" }))) await allowed(r, who);
  }
  for (const who of all) await allowed(table.find((t) => t.pattern === "/sign-out"), who);
  for (const who of all.filter((w) => w.as)) {
    check(`${who.name} has signed out`, signInPage(await ask("GET", "/staff", { as: who.as })));
  }
}

// ---- what belongs to somebody else ----

// A browser's guest with a private drawing: { id, options }.
async function guest(x) {
  const made = await ask("POST", "/api/v1/drawings?visibility=private", { json: drawing(x) });
  const cookie = /^(guest=[^;]*)/.exec(made.headers["set-cookie"]?.find((c) => c.startsWith("guest=")))[1];
  const me = JSON.parse((await ask("GET", "/api/v1/drawings/me", { headers: { Cookie: cookie } })).body);
  return { id: JSON.parse(made.body).id, headers: { Cookie: cookie, "X-CSRF-Token": me.csrf } };
}

// What a route wants to hear before it looks whose drawing it is.
function filled(r) {
  const value = (f) => f.choices?.[0] ?? (f.type === "int" ? Math.max(1, f.min) : f.type === "id" ? nothing.id : "words");
  const wanted = r.fields.filter((f) => f.from === "body" && f.required);
  const fields = Object.fromEntries(wanted.map((f) => [f.name, value(f)]));
  if (r.method === "GET") return {};
  if (r.pattern.endsWith("/strokes")) return { json: { palette: [], strokes: drawing(1).strokes } };
  if (r.fields.some((f) => f.type === "raw")) return { json: drawing(1) };
  return api(r) ? { json: fields } : { form: fields };
}

// Everything that can be done with a drawing, by all who did not draw it.
async function foreign() {
  const mine = await guest(301), other = await guest(302), viewer = await addAccount("looker", "viewer").session();
  const strangers = {
    nobody: {}, "another guest": { headers: other.headers }, "a viewer": { as: viewer, headers: { "X-CSRF-Token": viewer.csrf } },
    "a key": { key: makeKey("drawing-key", "drawings:write") },
  };
  const before = rows();
  const own = table.filter((r) => /^(\/api\/v1)?\/drawings\/\{id\}/.test(r.pattern));
  check("there is much to be done with a drawing", own.length > 15);
  for (const r of own) {
    for (const [name, options] of Object.entries(strangers)) {
      const headers = { "If-Match": "*", ...options.headers };
      const answer = await ask(r.method, pathOf(r.pattern, { id: mine.id }), { ...options, ...filled(r), headers });
      check(`${r.name} is not for ${name}`, [403, 404].includes(answer.status), answer.status, answer.body);
    }
  }
  equal("strangers have changed nothing", rows(), before);
  for (const r of own.filter((o) => o.method === "GET" && !/\{(file|version)\}/.test(o.pattern) && !/report$/.test(o.pattern))) {
    const answer = await ask("GET", pathOf(r.pattern, { id: mine.id }), { headers: mine.headers });
    equal(`${r.name} is for who drew it`, answer.status, 200, answer.body);
  }
  const gone = await ask("DELETE", `/api/v1/drawings/${mine.id}`, { headers: { "If-Match": "*", ...mine.headers } });
  equal("who drew it may delete it", gone.status, 204, gone.body);
}

// ---- what changes while somebody is signed in ----

const write = (bearer) => ask("POST", "/api/v1/recipes", { key: bearer, json: { title: "By a key" } });

async function changes() {
  const editor = addAccount("changing", "editor"), as = await editor.session(), other = await editor.session();
  equal("an editor may write", (await ask("GET", "/recipes/new", { as })).status, 200);
  sql("UPDATE account SET role = 'viewer' WHERE name = 'changing'");
  equal("who became a viewer may not, at once", (await ask("GET", "/recipes/new", { as })).status, 403);
  sql("UPDATE account SET role = 'editor', disabled_at = NOW(6) WHERE name = 'changing'");
  check("the session of a disabled account is over", signInPage(await ask("GET", "/staff", { as })));
  equal("a disabled account cannot sign in", (await ask("POST", "/sign-in", { form: { name: "changing", password: secret } })).status, 422);
  sql("UPDATE account SET disabled_at = NULL WHERE name = 'changing'");
  const changed = await ask("POST", "/staff/password", {
    as, form: { current: secret, password: "eight-green-kettles-41", _csrf: as.csrf },
  });
  equal("an own password is changed", changed.status, 303, changed.body);
  equal("this session stays", (await ask("GET", "/staff", { as })).status, 200);
  check("the other has ended", signInPage(await ask("GET", "/staff", { as: other })));
}

async function keys() {
  const bearer = makeKey("old-key", "recipes:write"), all = makeKey("all-key", "all");
  equal("a key with the scope writes", (await write(bearer)).status, 201);
  equal("a key for all writes", (await write(all)).status, 201);
  sql("UPDATE api_key SET expires_at = NOW(6) - INTERVAL 1 SECOND WHERE name = 'old-key'");
  equal("an outdated key does not", (await write(bearer)).status, 401);
  midwayctl(["apikey", "revoke", "all-key"]);
  equal("a revoked key does not", (await write(all)).status, 401);
  equal("half a key does not", (await write(admins.slice(0, 20))).status, 401);
  const as = await addAccount("with-key", "admin").session();
  const both = await ask("GET", "/staff/users", { as, key: makeKey("beside", "other:thing") });
  equal("a key counts, not the cookie beside it", both.status, 403);
}

// ---- the last administrator ----

const userPath = (account, what) => `/staff/users/${letters(account.id)}/${what}`;
const admin = (as, path) => ask("POST", path, { as, form: { _csrf: as.csrf, role: "viewer" }, headers: { "If-Match": "*" } });

// Holds the rows of all accounts for half a second; resolves when it does.
async function holdAccounts() {
  const text = "START TRANSACTION; SELECT 'held' FROM account FOR UPDATE; SELECT SLEEP(0.5); COMMIT";
  const client = spawn("mariadb", ["--no-defaults", "--unbuffered", "--skip-column-names", `--socket=${config("socket")}`,
    `--user=${config("admin_user")}`, "midway", "-e", text]);
  await event(client.stdout, "data");
}

// Both were let in as administrators and wait for the rows: whoever comes second is none any more.
async function twoAtOnce() {
  const one = addAccount("admin-a", "admin"), two = addAccount("admin-b", "admin");
  const asOne = await one.session();
  equal("nobody disables oneself", (await admin(asOne, userPath(one, "disable"))).status, 403);
  equal("nobody gives away the own role", (await admin(asOne, userPath(one, "role"))).status, 403);
  for (const [first, second] of [["disable", "disable"], ["role", "disable"], ["role", "role"]]) {
    sql("UPDATE account SET disabled_at = NULL, role = 'admin' WHERE name LIKE 'admin-_'");
    const sessions = [await one.session(), await two.session()];
    await holdAccounts();
    const answers = await Promise.all([admin(sessions[0], userPath(two, first)), admin(sessions[1], userPath(one, second))]);
    equal(`${first} and ${second} at once: one is done`, answers.map((a) => a.status).sort().join(), "303,403");
    const left = sql("SELECT COUNT(*) FROM account WHERE name LIKE 'admin-_' AND role = 'admin' AND disabled_at IS NULL")[0][0];
    equal("one of the two is left", left, "1");
  }
}

await suite(async () => {
  listAndTable();
  await matrix();
  await foreign();
  await changes();
  await keys();
  await twoAtOnce();
});
