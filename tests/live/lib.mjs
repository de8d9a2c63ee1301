// lib.mjs: for the tests of tests/live that speak HTTP closely: requests as they are, counting, and the site's own commands.
// MIDWAY_URL, STAFF_USER, STAFF_PASSWORD, API_KEY and MIDWAY_VAR come from tests/live/with-site.
import http from "node:http";
import net from "node:net";
import { execFileSync } from "node:child_process";

export const url = new URL(process.env.MIDWAY_URL);
export const key = process.env.API_KEY;
export const build = process.env.MIDWAY_BUILD ?? "build";
let passed = 0, failed = 0, skipped = 0;

export function check(what, good, ...details) {
  if (good) {
    passed++;
    return true;
  }
  failed++;
  console.log(`FAILED ${what}`);
  for (const d of details) console.log(`    ${String(typeof d === "object" ? JSON.stringify(d) : d).slice(0, 800)}`);
  return false;
}

export function equal(what, got, expected, ...details) {
  return check(what, got === expected, `got      ${got}`, `expected ${expected}`, ...details);
}

export function skip(reason) {
  skipped++;
  console.log(`skipped: ${reason}`);
}

export function finish() {
  console.log(`check: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exit(failed ? 1 : 0);
}

// Runs a suite; an exception is a failure, and the closing line comes in any case.
export async function suite(run) {
  try {
    await run();
  } catch (e) {
    check("the suite runs to its end", false, e.stack);
  }
  finish();
}

// Like once(), but waits where the rate limits say so.
export async function ask(method, path, options) {
  for (;;) {
    const answer = await once(method, path, options);
    if (answer.status !== 429 || options?.impatient || !(answer.headers["retry-after"] <= 5)) return answer;
    await new Promise((go) => setTimeout(go, answer.headers["retry-after"] * 1000));
  }
}

// One request on a connection of its own: { status, headers, raw (headers as sent), body, ms }. `path` is sent as it stands.
export function once(method, path, { headers = {}, body, form, json, as, key: bearer } = {}) {
  const all = { ...headers };
  if (form !== undefined) {
    body = typeof form === "string" ? form : new URLSearchParams(form).toString();
    all["Content-Type"] ??= "application/x-www-form-urlencoded";
  }
  if (json !== undefined) {
    body = typeof json === "string" ? json : JSON.stringify(json);
    all["Content-Type"] ??= "application/json";
  }
  if (bearer) all.Authorization = `Bearer ${bearer}`;
  if (as) all.Cookie = `sid=${as.sid}`;
  if (body !== undefined && !all["Transfer-Encoding"]) all["Content-Length"] ??= Buffer.byteLength(body);
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const request = http.request({ host: url.hostname, port: url.port, method, path, headers: all, agent: false }, (answer) => {
      const parts = [];
      answer.on("data", (d) => parts.push(d));
      answer.on("error", reject);
      answer.on("end", () => resolve({
        status: answer.statusCode, headers: answer.headers, raw: answer.rawHeaders, bytes: Buffer.concat(parts),
        body: Buffer.concat(parts).toString("utf8"), ms: performance.now() - began,
      }));
    });
    request.setTimeout(20000, () => request.destroy(new Error(`no answer to ${method} ${path}`)));
    request.on("error", reject);
    if (body !== undefined) request.write(body);
    request.end();
  });
}

// Bytes as they are; the answer's text until the server closes, or "" when it only closes.
export function raw(bytes, { wait = 3000, end = false } = {}) {
  return new Promise((resolve) => {
    const socket = net.connect(Number(url.port), url.hostname);
    let text = "";
    const over = () => {
      socket.destroy();
      resolve(text);
    };
    const timer = setTimeout(over, wait);
    socket.on("data", (d) => {
      text += d.toString("latin1");
    });
    socket.on("close", () => {
      clearTimeout(timer);
      over();
    });
    socket.on("error", over);
    socket.write(bytes);
    if (end) socket.end();
  });
}

export function midwayctl(args, input = "") {
  return execFileSync(`${build}/src/bin/midwayctl`, args, { input, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] });
}

// A line of `midwayctl config`.
export function config(name) {
  return new RegExp(`^${name} *= *(.*)$`, "m").exec(midwayctl(["config"]))?.[1] ?? "";
}

// Runs SQL as the database's administrator: rows as arrays of texts.
export function sql(text) {
  const out = execFileSync("mariadb", ["--no-defaults", "--batch", "--skip-column-names", `--socket=${config("socket")}`,
    `--user=${config("admin_user")}`, "midway", "-e", text], { encoding: "utf8" });
  return out.trim() ? out.trim().split("\n").map((l) => l.split("\t")) : [];
}

// Rows of all tables but those that change by themselves, as one text to compare.
export function rows() {
  const tables = sql("SELECT table_name FROM information_schema.tables WHERE table_schema = 'midway'").map((t) => t[0])
    .filter((t) => !/^(lease|outbox_mark|outbox_cursor|audit_log)$/.test(t));
  return sql(tables.map((t) => `SELECT '${t}', COUNT(*) FROM \`${t}\``).join(" UNION ALL ")).map((t) => t.join(" ")).join("\n");
}

// A key of these scopes; ones that `midwayctl` does not know are written by hand.
export function makeKey(name, scopes) {
  const made = midwayctl(["apikey", "add", name, "--scopes", "all"]).trim();
  sql(`UPDATE api_key SET scopes = '${scopes}' WHERE name = '${name}'`);
  return made;
}

// [{ module, method, pattern, who, scope, help }] of all systems.
export function routes() {
  return midwayctl(["routes"]).trim().split("\n").map((line) => {
    const m = /^(\S+)\s+(\S+)\s+(anyone|signed in|viewer|editor|manager|admin)\s+(\S+)\s+(.*)$/.exec(line);
    if (!m) throw new Error(`cannot read the route ${line}`);
    return { method: m[1], pattern: m[2], who: m[3], scope: m[4] === "-" ? null : m[4], help: m[5] };
  });
}

// The rows of all route tables as they are: { name, method, pattern, who, scope, rate, if_match, body_max, accepts, fields[] }.
export function routeTable() {
  return midwayctl(["routes", "--json"]).trim().split("\n").map((line) => {
    const r = JSON.parse(line);
    return { name: `${r.method} ${r.pattern}`, ...r };
  });
}

// A small drawing as JSON (docs/chd1.md); another one for each x.
export function drawing(x) {
  return {
    format: "chd1", canvas: { w: 1024, h: 1024 }, background: 0, palette: ["#fff6e0", "#20304a"],
    strokes: [{ op: "draw", layer: 1, colour: 1, width: 24, x: [100, x % 1024, 700], y: [200, (x >> 10) % 1024, 249], t: [0, 30, 90] }],
  };
}

// Signs in as a browser would: { sid, csrf }.
export async function signIn(name, password) {
  const answer = await ask("POST", "/sign-in", { form: { name, password } });
  const sid = /^sid=([^;]+)/.exec((answer.headers["set-cookie"] ?? []).find((c) => c.startsWith("sid=")) ?? "")?.[1];
  if (!sid) throw new Error(`${name} cannot sign in: ${answer.status}`);
  const page = await ask("GET", "/staff/password", { as: { sid } });
  return { sid, csrf: /name="_csrf" value="([0-9a-f]+)"/.exec(page.body)?.[1] };
}
