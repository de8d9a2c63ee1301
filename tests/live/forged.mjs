// Forged requests, from the list of routes: tokens, sessions, types, sizes, headers, paths.
import { execFileSync } from "node:child_process";
import { ask, check, config, equal, key, midwayctl, once, raw, routeTable, rows, signIn, sql, suite, url } from "./lib.mjs";

const secret = "seven-green-kettles-41";
const nothing = { id: "0".repeat(26), slug: "no-such-thing", hash: "0".repeat(64), version: "1", file: "640.webp" };
const table = routeTable(), writes = table.filter((r) => r.method !== "GET"), reads = table.filter((r) => r.method === "GET");
const pathOf = (r, values = {}) => r.pattern.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? nothing[name] ?? "nothing");
const leadsToSignIn = (answer) => answer.status === 303 && /^\/sign-in/.test(answer.headers.location ?? "");
const hasBody = (r) => r.fields.some((f) => f.from === "body" && f.type !== "readonly");

function addAccount(name, role) {
  midwayctl(["user", "add", name, "--role", role, "--password-file", "-"], `${secret}\n`);
  return signIn(name, secret);
}

// ---- from elsewhere ----

async function csrf(as, other) {
  const before = rows();
  for (const r of writes.filter((w) => !w.harmless)) {
    const path = pathOf(r), send = async (what, headers) => {
      const answer = await ask(r.method, path, { as, headers: { "If-Match": "*", ...headers } });
      equal(`${r.name} ${what}`, answer.status, 403, answer.body);
    };
    const good = { "X-CSRF-Token": as.csrf };
    await send("without a token", {});
    await send("with an empty token", { "X-CSRF-Token": "" });
    await send("with somebody else's token", { "X-CSRF-Token": other.csrf });
    await send("with most of the token", { "X-CSRF-Token": as.csrf.slice(0, -1) });
    for (const site of ["cross-site", "same-site"]) await send(`from a ${site} page`, { ...good, "Sec-Fetch-Site": site });
    for (const origin of ["https://evil.example", "null", `${url.origin}.evil.example`, url.origin.replace("127.0.0.1", "localhost")]) {
      await send(`from ${origin}`, { ...good, Origin: origin });
    }
    if (r.who !== "anyone" || r.pattern.startsWith("/api/")) continue;
    const anonymous = await ask(r.method, path, { form: {}, headers: { "Sec-Fetch-Site": "cross-site" } });
    equal(`${r.name} of nobody, from another site`, anonymous.status, 403);
  }
  equal("forged requests have changed nothing", rows(), before);
}

// A token in the address is in logs and histories: it does not count.
async function tokenInAddress(as) {
  const answer = await ask("POST", `/sign-out?_csrf=${as.csrf}`, { as, form: {} });
  check("a token in the address is not taken", answer.status === 403 || answer.status === 422, answer.status);
  equal("nobody was signed out", (await ask("GET", "/staff", { as })).status, 200);
}

// ---- sessions ----

async function sessions() {
  const made = "A".repeat(32);
  const fixed = await ask("POST", "/sign-in", { form: { name: "sessions", password: secret }, headers: { Cookie: `sid=${made}` } });
  const cookie = fixed.headers["set-cookie"].find((c) => c.startsWith("sid="));
  check("a session is never the one that was brought along", !cookie.includes(made), cookie);
  check("its cookie is for this site and no script",
    /; HttpOnly/.test(cookie) && /; SameSite=(Lax|Strict)/.test(cookie) && !/Domain=/i.test(cookie), cookie);
  check("what was brought along is nobody's", leadsToSignIn(await ask("GET", "/staff", { as: { sid: made } })));
  const one = await signIn("sessions", secret);
  const again = await ask("POST", "/sign-in", { as: one, form: { name: "sessions", password: secret, _csrf: one.csrf } });
  equal("signing in again is possible", again.status, 303);
  check("and ends the session before", leadsToSignIn(await ask("GET", "/staff", { as: one })));
  const two = await signIn("sessions", secret), three = await signIn("sessions", secret);
  equal("signing out", (await ask("POST", "/sign-out", { as: two, form: { _csrf: two.csrf } })).status, 303);
  check("what was a session is none", leadsToSignIn(await ask("GET", "/staff", { as: two })));
  const form = { _csrf: two.csrf, current: secret, password: "another-long-one" };
  const replayed = await ask("POST", "/staff/password", { as: two, form });
  equal("and a form of it does nothing", replayed.status, 401);
  equal("another session of the account goes on", (await ask("GET", "/staff", { as: three })).status, 200);
  equal("the old password still is", (await ask("POST", "/sign-in", { form: { name: "sessions", password: secret } })).status, 303);
  sql("UPDATE account SET disabled_at = NOW(6) WHERE name = 'sessions'");
  check("a disabled account has no session", leadsToSignIn(await ask("GET", "/staff", { as: three })));
  equal("and signs in no more", (await ask("POST", "/sign-in", { form: { name: "sessions", password: secret } })).status, 422);
  const old = await signIn("forger", secret);
  sql("UPDATE session SET seen_at = NOW(6) - INTERVAL 60 DAY");
  check("a session that nobody used for long is over", leadsToSignIn(await ask("GET", "/staff", { as: old })));
}

// ---- types and sizes ----

const types = ["text/plain", "application/xml", "application/x-nonsense", "multipart/mixed", "", "text/html; charset=utf-7"];

async function strangeTypes(as) {
  for (const r of writes.filter(hasBody)) {
    const auth = r.pattern.startsWith("/api/") ? { key } : { as };
    for (const type of types.filter((t) => !(r.accepts ?? "").split(",").includes(t.split(";")[0]))) {
      const headers = { "If-Match": "*", ...(as && { "X-CSRF-Token": as.csrf }), ...(type && { "Content-Type": type }) };
      const answer = await ask(r.method, pathOf(r), { ...auth, headers, body: "a=1" });
      equal(`${r.name} of ${type || "no type"}`, answer.status, 415, answer.body);
    }
  }
}

async function sizes(as) {
  for (const r of writes) {
    const type = r.accepts?.split(",")[0] ?? (r.pattern.startsWith("/api/") ? "application/json" : "application/x-www-form-urlencoded");
    const secrets = r.pattern.startsWith("/api/") ? `Authorization: Bearer ${key}` : `Cookie: sid=${as.sid}\r\nX-CSRF-Token: ${as.csrf}`;
    const head = `${r.method} ${pathOf(r)} HTTP/1.1\r\nHost: ${url.host}\r\n${secrets}\r\nIf-Match: *\r\nContent-Type: ${type}\r\n` +
      "Connection: close\r\n";
    const least = r.body_max + 1;
    if (least > 1 << 20) continue;                  // those are in smoke.sh, over both web servers
    const body = "x".repeat(least);
    equal(`${r.name}: one byte too many`, status(await raw(`${head}Content-Length: ${least}\r\n\r\n${body}`)), 413);
    const chunked = `${least.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    equal(`${r.name}: one byte too many without a length`, status(await raw(`${head}Transfer-Encoding: chunked\r\n\r\n${chunked}`)), 413);
  }
}

const status = (text) => Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0);
const rejected = (text) => text === "" || (status(text) >= 400 && status(text) < 500);

async function heads() {
  const get = (path, lines) => raw(`GET ${path} HTTP/1.1\r\nHost: ${url.host}\r\n${lines}Connection: close\r\n\r\n`);
  check("a header of 100 kB is refused", rejected(await get("/", `X-Long: ${"x".repeat(100000)}\r\n`)));
  check("a thousand headers are refused or read", status(await get("/", "X-Many: yes\r\n".repeat(1000))) < 500);
  check("an address of 100 kB is refused", rejected(await get(`/recipes?q=${"x".repeat(100000)}`, "")));
  check("a header with a zero byte is refused", rejected(await get("/", "X-Zero: a\0b\r\n")));
  const post = (lines) => raw(`POST /sign-in HTTP/1.1\r\nHost: ${url.host}\r\n${lines}\r\n\r\na=b`);
  check("two lengths are refused", rejected(await post("Content-Length: 3\r\nContent-Length: 4")));
  check("a negative length is refused", rejected(await post("Content-Length: -1")));
  const smuggled = await raw(`POST /api/v1/recipes/parse HTTP/1.1\r\nHost: ${url.host}\r\nTransfer-Encoding: chunked\r\n` +
    "Content-Length: 4\r\nContent-Type: application/json\r\n\r\n0\r\n\r\nGET /staff/users HTTP/1.1\r\nHost: x\r\n\r\n");
  check("a length beside chunks smuggles nothing in", !/^HTTP\/1\.1 200[\s\S]*^HTTP\/1\.1/m.test(smuggled), smuggled);
  const evil = await once("GET", "/", { headers: { Host: "evil.example" } });
  check("a page names its own address, not the Host that was asked for", !evil.body.includes("evil.example"));
  equal("the site is well", (await ask("GET", "/readyz")).status, 200);
}

// ---- line breaks ----

const injected = (answer) => Object.keys(answer.headers).some((n) => n.startsWith("x-injected")) ||
  (answer.headers["set-cookie"] ?? []).some((c) => c.startsWith("injected")) || /[\r\n]/.test(answer.headers.location ?? "");

async function lineBreaks(as) {
  const breaks = ["%0d%0aX-Injected:%20yes", "%0aX-Injected:yes", "%E5%98%8D%E5%98%8AX-Injected:yes", "%0d%0aSet-Cookie:%20injected=1"];
  for (const text of breaks) {
    for (const r of reads) {
      const path = r.pattern.replace(/\{\w+\}/g, `x${text}`);
      const query = r.fields.filter((f) => f.from !== "path").map((f) => `${f.name}=x${text}`).join("&");
      for (const at of new Set([path, `${path}${text}`, `${path}?${query || text}`])) {
        const answer = await once("GET", at, { as });
        check(`GET ${at} splits no header`, !injected(answer) && answer.status < 500, answer.status, answer.headers);
      }
    }
  }
  for (const next of ["/\r\nX-Injected: yes", "//evil.example", "/\\evil.example", "https://evil.example", "/%0d%0aX-Injected:%20yes",
    "javascript:alert(1)", "/\tevil", "\\\\evil.example", "/..//evil.example"]) {
    const answer = await ask("POST", "/sign-in", { form: { name: "forger", password: secret, next } });
    const to = answer.headers.location;
    const here = [400, 422].includes(answer.status) || new URL(to, url).origin === url.origin;
    check(`signing in leads from ${JSON.stringify(next)} to this site`, !injected(answer) && here, answer.status, to);
  }
}

// ---- files next door ----

const ups = ["../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "..\\", "%252e%252e%252f", "....//", "..%c0%af", ".%00./"];

function ways() {
  const folders = ["/", "/recipes/", "/recipes/img/", "/published/", "/published/current/", `/www/${release()}/`, `/www/${release()}/css/`];
  const all = ["/recipes/.locks/00", "/recipes/.soup.new", "/published/", "/published/current/", "/www/", `/www/${release()}`,
    "/midway.conf", "/secrets/admin", "/demo.env", "/.git/config", "/recipes/%00",
    "/recipes/soup%00.html", `/www/${release()}/css/midway.css%00`];
  for (const folder of folders) {
    for (const up of ups) {
      for (const file of ["etc/passwd", "midway.conf", "demo.env", "secrets/recipes"]) {
        all.push(`${folder}${up.repeat(folder === "/" ? 1 : 6)}${file}`, `${folder}x/${up.repeat(3)}${file}`);
      }
    }
  }
  return all;
}

let styles;
const release = () => /\/www\/([0-9a-f]+)\//.exec(styles)[1];

async function files() {
  styles = (await ask("GET", "/")).body;
  for (const path of ways()) {
    const text = await raw(`GET ${path} HTTP/1.1\r\nHost: ${url.host}\r\nConnection: close\r\n\r\n`);
    const code = status(text), leaked = /root:.*:0:0:|\[database\]|STAFF_PASSWORD=|repositoryformatversion/.test(text);
    check(`GET ${path} leads nowhere`, !leaked && [301, 303, 400, 403, 404].includes(code), code, text);
  }
  const folder = config("published");
  const odd = execFileSync("find", [folder, "-name", "*passwd*", "-o", "-name", "*.conf", "-o", "-name", "*%*"], { encoding: "utf8" });
  equal("nothing stays in the published folder", odd, "");
}

await suite(async () => {
  const as = await addAccount("forger", "admin"), other = await addAccount("other", "admin");
  await addAccount("sessions", "editor");
  await csrf(as, other);
  await tokenInAddress(as);
  await strangeTypes(as);
  await sizes(as);
  await heads();
  await lineBreaks(as);
  await files();
  await sessions();
});
