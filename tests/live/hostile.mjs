// Hostile strings in everything that takes text, from the list of routes: no fault of ours, nothing of them in a page but text,
// nothing written where it was refused.
import http from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { ask, check, drawing, equal, key, midwayctl, routeTable, rows, signIn, skip, sql, suite, url } from "./lib.mjs";
import { badAddresses, kinds } from "./html.mjs";

const corpus = "../shared/data/blns/blns.json";
const breakers = [
  "<x-hostile>", "\"><x-hostile a=\"", "'><x-hostile a='", "</textarea><x-hostile>", "</title><x-hostile>", "</script><x-hostile>",
  "--><x-hostile>", "]]><x-hostile>", "{{{title}}} {{> layout}}", "a\r\nX-Hostile: yes", "%0d%0aX-Hostile:%20yes", "javascript:alert(1)",
  "//evil.example/", "\u202e\u2066right to left", "\ufeff", "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}", "\ufdfa".repeat(60),
  "'; DROP TABLE recipe; --", "../../etc/passwd", "a".repeat(200), "null", "\\u0000", "%s%n%x", "1e999", "-0",
];
const plain = ["Plain words", "12", "https://example.com/soup", "2026-03-01", "/recipes"];
const parallel = 4, few = 25;
const agent = new http.Agent({ keepAlive: true, maxSockets: parallel });
const known = new Set();
let as, learning = true, requests = 0;

// ---- requests ----

// The web server may close a connection that was idle just when it is used again.
function sendOnce(asked) {
  const { method, path, headers, body } = asked;
  return new Promise((resolve, reject) => {
    const request = http.request({ host: url.hostname, port: url.port, method, path, headers, agent }, (answer) => {
      const parts = [];
      answer.on("data", (d) => parts.push(d));
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts).toString("utf8") }));
    });
    request.setTimeout(20000, () => request.destroy(new Error(`no answer to ${method} ${path}`)));
    request.on("error", (e) => (request.reusedSocket && e.code === "ECONNRESET" ? sendOnce(asked).then(resolve, reject) : reject(e)));
    request.end(body);
  });
}

// A site that says it is busy is asked again.
async function send(request) {
  requests++;
  for (let tries = 0; ; tries++) {
    const answer = await sendOnce(request);
    if (answer.status !== 503 || !answer.headers["retry-after"] || tries === 5) return answer;
    await new Promise((go) => setTimeout(go, 300));
  }
}

const isText = (f) => ["text", "lines", "texts"].includes(f.type);
const inPath = (r, f) => f.from === "path" && r.pattern.includes(`{${f.name}}`);
const isThere = (r, f) => f.from !== "path" || inPath(r, f);      // a table of fields may serve several routes
const isApi = (r) => r.pattern.startsWith("/api/");

// What a field gets that is not under test.
function usual(f, of) {
  if (of[f.name] !== undefined) return of[f.name];
  if (f.name.includes("password") || f.name === "current") return "seven-green-kettles-41";
  return { choice: f.choices?.[0], int: String(f.min || 1), decimal: "1", bool: "1", texts: "Plain words" }[f.type] ?? plain[0];
}

// The JSON of a field; lists and objects have one item, whose texts are all the same string.
function jsonOf(f, text) {
  if (f.type === "list") return [Object.fromEntries(f.items.filter(isText).map((i) => [i.name, jsonOf(i, text)]))];
  if (f.type === "object") return Object.fromEntries(f.items.filter(isText).map((i) => [i.name, jsonOf(i, text)]));
  return f.type === "texts" ? [text] : text;
}

// A request of a route with `values`: strings by field.
function build(r, values, of) {
  const query = new URLSearchParams(), form = new URLSearchParams(), json = {};
  let path = r.pattern;
  for (const f of r.fields) {
    const given = values.get(f.name);
    if (inPath(r, f)) path = path.replace(`{${f.name}}`, encodeURIComponent(given ?? usual(f, of)));
    else if (!isThere(r, f) || f.type === "readonly" || f.type === "file" || (given === undefined && !f.required)) continue;
    else if (r.method === "GET" || f.from === "query") query.append(f.name, given ?? usual(f, of));
    else {
      form.append(f.name, given ?? usual(f, of));
      json[f.name] = jsonOf(f, given ?? usual(f, of));
    }
  }
  const headers = isApi(r) ? { Authorization: `Bearer ${key}` } : { Cookie: `sid=${as.sid}` }, raw = r.fields.find((f) => f.type === "raw");
  const draws = raw && !values.has(raw.name) && r.accepts.includes("application/json");
  if (r.if_match) headers["If-Match"] = "*";
  if (String(query)) path += `?${query}`;
  if (r.method === "GET") return { method: "GET", path, headers };
  form.append("_csrf", as.csrf);
  let [type, body] = isApi(r) ? ["application/json", JSON.stringify(json)] : ["application/x-www-form-urlencoded", String(form)];
  if (draws) body = JSON.stringify(drawing(requests));
  else if (raw) [type, body] = [r.accepts.split(",")[0], values.get(raw.name) ?? plain[0]];
  headers["Content-Type"] = type;
  headers["Content-Length"] = Buffer.byteLength(body);
  return { method: r.method, path, headers, body };
}

// ---- answers ----

function look(what, answer) {
  const type = answer.headers["content-type"] ?? "";
  let good = answer.status < 500 && !answer.headers["x-hostile"], faults = good ? [] : [answer.status, answer.body];
  if (/json/.test(type)) {
    try {
      JSON.parse(answer.body);
    } catch (e) {
      faults.push(e.message, answer.body);
    }
  }
  if (/^text\/html/.test(type)) {
    const there = kinds(answer.body);
    if (learning) there.forEach((k) => known.add(k));
    faults.push(...[...there].filter((k) => !known.has(k)).map((k) => `has <${k}>`), ...badAddresses(answer.body, url.origin));
  }
  if (answer.headers.location) {
    const to = answer.headers.location;
    if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(to) && !to.startsWith(`${url.origin}/`)) faults.push(`leads to ${to}`);
  }
  if (faults.length || !good) check(what, false, ...faults);
  return answer;
}

async function each(list, run, width = parallel) {
  let next = 0;
  await Promise.all(Array.from({ length: width }, async () => {
    while (next < list.length) await run(list[next++]);
  }));
}

const show = (s) => JSON.stringify(s).slice(0, 60);

// ---- which parameters there are ----

// { route, free: texts that take any words, strict: texts that do not } of every route that takes text.
async function parameters(of) {
  const all = [];
  for (const r of routeTable()) {
    const texts = r.fields.filter((f) => (isText(f) || ["raw", "list", "object"].includes(f.type)) && isThere(r, f));
    if (!texts.length) continue;
    const one = { route: r, free: [], strict: [], slow: r.rate === "sign-in" || r.fields.some((f) => f.name === "password") };
    for (const f of texts) {
      let status = 0;
      for (const value of one.slow ? plain.slice(0, 1) : plain) {
        const answer = look(`${r.name} with ${f.name} = ${value}`, await send(build(r, new Map([[f.name, value]]), of(r))));
        if (value === plain[0]) status = answer.status;
      }
      (status < 400 && !inPath(r, f) ? one.free : one.strict).push(f);
    }
    all.push(one);
  }
  return all;
}

// Several parameters in one request where they take free text, the others one by one. Pages and routes that write share their
// parameters with others: each gets its part of the strings.
function plan({ route, free, strict, slow }, strings, number) {
  const step = slow ? Math.ceil(strings.length / few) : route.method !== "GET" ? 3 : isApi(route) ? 1 : 2, values = [];
  const list = strings.filter((_, i) => i % step === number % step);
  for (let i = 0; free.length && i < list.length; i++) {
    values.push(new Map(free.map((f, j) => [f.name, list[(i + 31 * j) % list.length]])));
  }
  for (const f of strict) {
    const every = inPath(route, f) || slow ? Math.ceil(list.length / few) : 4;
    for (let i = strict.indexOf(f) % every; i < list.length; i += every) values.push(new Map([[f.name, list[i]]]));
  }
  return values;
}

async function naughty(all, of, strings) {
  for (const p of all) {
    const values = plan(p, strings, all.indexOf(p)), before = requests;
    await each(values, async (v) => {
      look(`${p.route.name} with ${[...v].map(([n, s]) => `${n} = ${show(s)}`).join(", ")}`, await send(build(p.route, v, of(p.route))));
    }, p.slow ? 1 : parallel);
    check(`${p.route.name} was asked`, requests - before === values.length && values.length > 0);
  }
}

// ---- what must be refused ----

const refusals = (f) => [["a control character", "a\u0001b"], ["a zero byte", "a\u0000b"],
  ...(f.max && f.type !== "texts" ? [["one character too many", "x".repeat(f.max + 1)]] : [])];

async function refused(all, of) {
  for (const { route: r } of all.filter((p) => p.route.method !== "GET" && !p.slow)) {
    const before = rows();
    for (const f of r.fields.filter((t) => isText(t) && t.from !== "path")) {
      for (const [what, value] of refusals(f)) {
        const answer = look(`${r.name}: ${f.name} with ${what}`, await send(build(r, new Map([[f.name, value]]), of(r))));
        check(`${r.name} refuses ${f.name} with ${what}`, [400, 413, 422].includes(answer.status), answer.status, answer.body);
      }
    }
    equal(`${r.name}: what was refused has changed nothing`, rows(), before);
  }
}

// ---- what was stored ----

async function stored() {
  const pages = ["/", "/recipes", "/recipes?q=zzzzzzzz", "/recipes?max_minutes=1", "/recipes?q=soup", "/staff/users", "/staff/keys",
    "/staff/audit", "/drawings", "/drawings/mine", "/drawings/wall", "/drawings/moderation"];
  const slugs = sql("SELECT slug FROM recipe WHERE deleted_at IS NULL");
  for (const [slug] of slugs.filter((_, i) => i % Math.ceil(slugs.length / 25) === 0)) {
    const ends = ["", "/print", "/cook", "/edit", "/revisions", "/diff", "?format=jsonld", "?format=text"];
    pages.push(...ends.map((end) => `/recipes/${slug}${end}`));
  }
  for (const link of new Set((await ask("GET", "/drawings")).body.match(/\/drawings\/[0-9a-z]{26}(?=")/g))) {
    pages.push(...["", "/edit", "/versions", "/share", "/delete", "/report"].map((end) => link + end));
  }
  await each(pages, async (path) => {
    look(`${path} of an administrator`, await send({ method: "GET", path, headers: { Cookie: `sid=${as.sid}` } }));
    look(`${path} of a guest`, await send({ method: "GET", path, headers: {} }));
  });
  check("recipes with naughty titles were stored", slugs.length > 100, slugs.length);
}

// ---- headers ----

async function headers(strings) {
  const names = ["User-Agent", "Accept", "Accept-Encoding", "If-None-Match", "If-Match", "Referer", "Origin", "X-CSRF-Token",
    "Idempotency-Key", "Authorization", "X-Forwarded-For", "X-Forwarded-Proto", "Sec-Fetch-Site", "Content-Type", "Range",
    "If-Modified-Since"];
  const fit = strings.map((s) => Buffer.from(s).toString("latin1")).filter((s) => /^[\t\x20-\x7e\x80-\xff]+$/.test(s));
  await each(fit, async (s) => {
    for (const path of ["/", "/recipes?q=soup"]) {
      look(`${path} with cookies ${show(s)}`, await send({ method: "GET", path, headers: { Cookie: `sid=${s}; flash=${s}; theme=${s}` } }));
    }
    const name = names[fit.indexOf(s) % names.length];
    const typed = { "Content-Type": "application/json", [name]: s };
    look(`${name}: ${show(s)}`, await send({ method: "POST", path: "/api/v1/recipes/parse", headers: typed, body: "{}" }));
    look(`${name}: ${show(s)}`, await send({ method: "GET", path: "/recipes", headers: { Cookie: `flash=${s}`, [name]: s } }));
  });
}

await suite(async () => {
  if (!existsSync(corpus)) skip("no test data");
  const strings = [...(existsSync(corpus) ? JSON.parse(readFileSync(corpus, "utf8")) : []), ...breakers].filter((s) => s !== "");
  const made = await ask("POST", "/api/v1/recipes", {
    key, json: {
      title: "Target", ingredients: [{ text: "1 egg", section: "All" }], steps: [{ text: "Boil for 5 minutes." }], source_url: plain[2],
    },
  });
  const target = JSON.parse(made.body);
  midwayctl(["user", "add", "hostile", "--role", "admin", "--password-file", "-"], "seven-green-kettles-41\n");
  as = await signIn("hostile", "seven-green-kettles-41");
  const people = await ask("GET", "/staff/users", { as }), user = /href="\/staff\/users\/([0-9a-z]{26})"/.exec(people.body)[1];
  const drawn = await ask("POST", "/api/v1/drawings?title=Target", { key, json: drawing(500000) });
  const page = await ask("POST", "/api/v1/drawings?title=Target", { as, headers: { "X-CSRF-Token": as.csrf }, json: drawing(500001) });
  const ids = [["/staff", user], ["/api/v1/drawings", JSON.parse(drawn.body).id], ["/drawings", JSON.parse(page.body).id], ["", target.id]];
  const of = (r) => ({
    id: ids.find(([start]) => r.pattern.startsWith(start))[1], slug: target.slug, version: "1", hash: "0".repeat(64), file: "640.webp",
  });
  const all = await parameters(of);
  await stored();
  learning = false;
  await naughty(all, of, strings);
  await refused(all, of);
  await stored();
  await headers(strings);
  check("nothing of the programs has died", sql("SELECT 1")[0][0] === "1" && (await ask("GET", "/readyz")).status === 200);
});
