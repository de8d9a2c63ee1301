// The API as docs/openapi.json describes it, against the running server.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { ask, check, equal, key, makeKey, routes, suite } from "./lib.mjs";
import { example, validate } from "./schema.mjs";

const doc = JSON.parse(readFileSync("docs/openapi.json", "utf8"));
const operations = Object.entries(doc.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, op]) => ({ name: `${method.toUpperCase()} ${path}`, method: method.toUpperCase(), path, op })));
const nothing = "00000000000000000000000000";
const work = mkdtempSync(`${tmpdir()}/midway-api-`);
let state = 20260101;

function dice(n) {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0;
  return Math.floor((state / 4294967296) * n);
}

function problemsOf(answer, response) {
  const type = (answer.headers["content-type"] ?? "").split(";")[0];
  const media = response.content?.[type];
  if (!response.content) return answer.body ? [`a body where none is described: ${answer.body.slice(0, 100)}`] : [];
  if (!media) return [`${type || "no type"} is not described, but ${Object.keys(response.content)}`];
  if (!type.endsWith("json") || !media.schema) return [];
  return validate(doc, media.schema, JSON.parse(answer.body));
}

// Is this answer one that the description has?
function described(what, op, answer) {
  const response = op.responses[answer.status] ?? op.responses.default;
  if (!check(`${what}: status ${answer.status} is described`, response, answer.body)) return;
  const faults = problemsOf(answer, response);
  check(`${what}: the ${answer.status} answer is as described`, faults.length === 0, ...faults.slice(0, 5), answer.body);
}

function problem(what, answer, status, slug) {
  equal(`${what} answers ${status}`, answer.status, status, answer.body);
  if (!check(`${what}: is problem+json`, answer.headers["content-type"] === "application/problem+json",
    answer.headers["content-type"])) return;
  const p = JSON.parse(answer.body);
  check(`${what}: has the fields of a problem`, ["type", "title", "detail", "instance"].every((f) => typeof p[f] === "string" && p[f]) &&
    p.status === status && p.type.includes("/api#"), answer.body);
  if (slug) check(`${what}: its type is ${slug}`, p.type.endsWith(`#${slug}`), p.type);
}

// ---- the file itself ----

function fileAndRoutes() {
  const there = new Set(routes().filter((r) => r.pattern.startsWith("/api/")).map((r) => `${r.method} ${r.pattern}`));
  const described = new Set(operations.map((o) => o.name));
  check("every route of the API is described", [...there].every((r) => described.has(r)), [...there].filter((r) => !described.has(r)));
  check("every description has a route", [...described].every((r) => there.has(r)), [...described].filter((r) => !there.has(r)));
  equal("operation ids are unique", new Set(operations.map((o) => o.op.operationId)).size, operations.length);
  check("it is OpenAPI 3.1", /^3\.1\./.test(doc.openapi));
  for (const { name, path, op } of operations) {
    check(`${name} has summary, tag and curl`, op.summary && op.tags?.length === 1 && op["x-curl"]);
    const named = (op.parameters ?? []).filter((p) => p.in === "path").map((p) => p.name).sort().join();
    equal(`${name} describes the parts of its path`, named, [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort().join());
    for (const [status, r] of Object.entries(op.responses)) {
      if (Number(status) >= 400) check(`${name}: ${status} is a problem`, r.content?.["application/problem+json"]);
    }
  }
  for (const route of routes().filter((r) => r.pattern.startsWith("/api/") && r.scope)) {
    const op = doc.paths[route.pattern]?.[route.method.toLowerCase()];
    check(`${route.method} ${route.pattern} says that it needs a key`,
      op?.security?.length > 0 && op.responses["401"] && op.responses["403"]);
  }
}

// ---- the lines for people ----

// Runs a shell line exactly as printed; .curlrc makes every curl say status and type on standard error.
function runLine(line, folder = process.cwd()) {
  writeFileSync(`${work}/.curlrc`, 'write-out = "%{stderr}\\n%{http_code} %{content_type}\\n"\nsilent\nnoproxy = "*"\n');
  const done = spawnSync("bash", ["-c", `set -a; . ${process.env.MIDWAY_VAR}/demo.env; set +a\n${line}`],
    { env: { ...process.env, CURL_HOME: work, HOME: work }, cwd: folder, encoding: "utf8" });
  const [status, type] = (done.stderr.trim().split("\n").pop() ?? "").split(" ");
  return { status: Number(status), headers: { "content-type": type }, body: done.stdout, errors: done.stderr };
}

function curlLines() {
  for (const { name, op } of operations) {
    const answer = runLine(op["x-curl"]);
    check(`the line of ${name} works`, answer.status >= 200 && answer.status < 300, op["x-curl"], answer.status, answer.body,
      answer.errors);
    described(`the line of ${name}`, op, answer);
  }
}

// "curl" lines of README.md, in the order in which they stand, with their folder's var/demo.env.
function readme() {
  const lines = readFileSync("README.md", "utf8").replaceAll("\\\n", "").split("\n")
    .filter((l) => /^ {4,}(\. |curl )/.test(l)).map((l) => l.trim());
  const folder = `${work}/readme`;
  execFileSync("mkdir", [folder]);
  symlinkSync(process.env.MIDWAY_VAR, `${folder}/var`);
  check("README.md has a line with curl", lines.some((l) => l.startsWith("curl")));
  for (const [i, line] of lines.entries()) {
    if (!line.startsWith("curl")) continue;
    const before = lines.slice(0, i).filter((l) => l.startsWith(". "));
    const answer = runLine(["unset MIDWAY_URL API_KEY", ...before, line].join("\n"), folder);
    check(`README.md: ${line}`, [200, 201].includes(answer.status), answer.errors, answer.body);
  }
}

// ---- errors ----

function pathOf(path) {
  return path.replace("{id}", nothing).replace("{version}", "1").replace("{slug}", "nothing");
}

function hasBody(op, method) {
  return method !== "GET" && method !== "DELETE" && op.requestBody;
}

async function errorsOf({ name, method, path, op }, weak) {
  const target = pathOf(path), needsVersion = (op.parameters ?? []).some((p) => p.name === "If-Match");
  const send = async (what, status, options = {}, at = target) => {
    const answer = await ask(method, at, { key, ...options });
    problem(`${name} ${what}`, answer, status);
    described(`${name} ${what}`, op, answer);
  };
  const valid = op.requestBody?.content["application/json"]?.example ?? { title: "x" };
  if (op.security) {
    if (op.security.every((s) => s.key)) await send("without a key", 401, { key: undefined });
    await send("with a wrong key", 401, { key: "mk_wrong" });
    await send("with a key without the scope", 403, { key: weak });
  }
  if (needsVersion) await send("without If-Match", 428, hasBody(op, method) ? { json: valid } : {});
  if (hasBody(op, method)) {
    const headers = { "If-Match": "*" }, json = op.requestBody.content["application/json"];
    await send("with a strange media type", 415, { headers: { ...headers, "Content-Type": "application/x-nonsense" }, body: "x" });
    if (json) await send("with half a body", 400, { headers, json: '{"title": ' });
    if (json) await send("with an unknown field", path.includes("{id}") ? 422 : 422, { headers, json: { title: "x", nonsense: 1 } });
  }
  if (path.includes("{id}")) {
    await send("of nothing", 404, { headers: { "If-Match": "*" }, ...(hasBody(op, method) ? { json: valid } : {}) });
    await send("of what is no id", 404, { headers: { "If-Match": "*" }, ...(hasBody(op, method) ? { json: valid } : {}) },
      target.replace(nothing, "nonsense"));
  }
  if (method === "GET" && path !== "/api/openapi.json") await send("with an unknown parameter", 422, {}, `${target}?nonsense=1`);
}

async function errors() {
  const weak = makeKey("weak", "other:thing");
  for (const o of operations) await errorsOf(o, weak);
  for (const path of Object.keys(doc.paths)) {
    const answer = await ask("PATCH", pathOf(path));
    problem(`PATCH ${path}`, answer, 405);
    const allowed = Object.keys(doc.paths[path]).flatMap((m) => (m === "get" ? ["GET", "HEAD"] : [m.toUpperCase()])).sort().join(", ");
    equal(`PATCH ${path}: Allow`, (answer.headers.allow ?? "").split(", ").sort().join(", "), allowed);
  }
  problem("an address that is none", await ask("GET", "/api/v1/nothing"), 404);
  problem("a body over the limit", await ask("POST", "/api/v1/recipes", { key, json: `{"title":"${"x".repeat(3000000)}"}` }), 413);
  problem("an unreadable query", await ask("GET", "/api/v1/recipes?q=%"), 400);
}

// ---- what is sent and comes back ----

const create = doc.paths["/api/v1/recipes"].post, replace = doc.paths["/api/v1/recipes/{id}"].put;
const recipeSchema = create.requestBody.content["application/json"].schema;

// Photos must exist, and some members depend on each other; everything else is made by the schema alone.
function madeRecipe() {
  const recipe = example(doc, recipeSchema, dice);
  delete recipe.images;
  if (recipe.total_minutes) recipe.total_minutes = Math.max(recipe.total_minutes, recipe.prep_minutes ?? 0, recipe.cook_minutes ?? 0);
  for (const i of recipe.ingredients ?? []) if (i.amount_max) i.amount_max += i.amount ?? 0;
  return recipe;
}

async function validBodies() {
  for (let i = 0; i < 45; i++) {
    const recipe = madeRecipe();
    const made = await ask("POST", "/api/v1/recipes", { key, json: recipe });
    described(`made recipe ${i}`, create, made);
    if (check(`made recipe ${i} is taken`, made.status === 201, made.body)) await roundTrip(`made recipe ${i}`, made, i);
  }
}

// GET, and the same by PUT: a new version with the same content.
async function roundTrip(what, made, i) {
  const { id } = JSON.parse(made.body), path = `/api/v1/recipes/${id}`;
  const got = await ask("GET", path);
  equal(`${what}: GET gives what POST gave`, got.body, made.body);
  equal(`${what}: the same tag`, got.headers.etag, made.headers.etag);
  if (i % 5) return;
  const put = await ask("PUT", path, { key, json: got.body, headers: { "If-Match": got.headers.etag } });
  described(`${what} put back`, replace, put);
  const before = JSON.parse(got.body), after = JSON.parse(put.body);
  for (const name of ["version", "updated_at", "revision_note"]) delete before[name], delete after[name];
  equal(`${what}: put back without loss`, JSON.stringify(after), JSON.stringify(before));
  problem(`${what} put back twice`, await ask("PUT", path, { key, json: got.body, headers: { "If-Match": got.headers.etag } }), 412);
  equal(`${what}: nothing new is 304`, (await ask("GET", path, { headers: { "If-None-Match": put.headers.etag } })).status, 304);
}

const wrong = [1, -1, 1.5, true, "", "x", [], {}, [1], [null], { a: 1 }, "x".repeat(20000), 1e300, [[]], [{}]];

async function wrongBodies() {
  const names = Object.keys(doc.components.schemas.Recipe.properties);
  for (let i = 0; i < 80; i++) {
    const recipe = { title: "Wrong", ingredients: [{ text: "1 egg" }], steps: [{ text: "Boil." }], yield: { quantity: 1 } };
    const name = names[dice(names.length)];
    recipe[name] = wrong[dice(wrong.length)];
    const answer = await ask("POST", "/api/v1/recipes/?".slice(0, 15), { key, json: recipe });
    described(`recipe with ${name} = ${JSON.stringify(recipe[name]).slice(0, 30)}`, create, answer);
    if (answer.status !== 422) continue;
    const p = JSON.parse(answer.body);
    check(`the fault of ${name} is told by its name`, p.errors?.every((e) => e.pointer.startsWith(`/${name}`)), answer.body);
  }
}

async function lists() {
  const op = doc.paths["/api/v1/recipes"].get;
  for (const p of op.parameters.filter((q) => q.in === "query")) {
    for (let i = 0; i < 4; i++) {
      const value = encodeURIComponent(String(example(doc, p.schema, dice)));
      const answer = await ask("GET", `/api/v1/recipes?${p.name}=${value}`);
      described(`list with ${p.name}=${value}`, op, answer);
      check(`list with ${p.name}=${value} is no fault of ours`, answer.status < 500);
    }
  }
  let next = "/api/v1/recipes?limit=7", seen = [];
  for (let page = 0; next && page < 100; page++) {
    const list = JSON.parse((await ask("GET", next)).body);
    seen.push(...list.items.map((r) => r.id));
    next = list.next_cursor ? `/api/v1/recipes?limit=7&cursor=${encodeURIComponent(list.next_cursor)}` : null;
  }
  equal("pages of a list repeat nothing", new Set(seen).size, seen.length);
  equal("pages of a list leave out nothing", seen.length, JSON.parse((await ask("GET", "/api/v1/recipes?limit=1")).body).total);
}

// The file is what the server gives out.
async function served() {
  const answer = await ask("GET", "/api/openapi.json");
  equal("the file is served as it is", answer.body, readFileSync("docs/openapi.json", "utf8"));
  const page = (await ask("GET", "/api")).body;
  for (const { name, op } of operations) check(`the page has ${name}`, page.includes(`id="${op.operationId}"`));
}

await suite(async () => {
  fileAndRoutes();
  await served();
  curlLines();
  readme();
  await errors();
  await validBodies();
  await wrongBodies();
  await lists();
  rmSync(work, { recursive: true });
});
