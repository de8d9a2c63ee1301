// drawings_chaos.mjs: guests send drawings, each one to four times with the same Edit-Token, drop replies and repeat until they are
// answered, while drawings.fcgi is killed. Then: one drawing each, everything acknowledged is there, whole, and its sender's.
// usage: node drawings_chaos.mjs DRAWINGS SECONDS   (MIDWAY_SEED repeats a run's choices)
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { parse, twin } from "./drawings_lib.mjs";
import { check, equal, once, sql, suite } from "./lib.mjs";

const [count, seconds] = process.argv.slice(2).map(Number), clients = 8, patience_ms = 30000;
const seed = Number(process.env.MIDWAY_SEED ?? Date.now() % 1000000);
const counts = { sent: 0, answered: 0, dropped: 0, refused: 0, failed: 0, killed: 0 };
const sleep = (ms) => new Promise((go) => setTimeout(go, ms));

// mulberry32
let state = seed;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

// A token of 43 letters, of the run and the drawing.
const token = (i) => createHash("sha256").update(`${seed} ${i}`).digest("base64url");
const query = (i) => `?title=chaos-${i}&visibility=${i % 3 ? "public" : "private"}`;

// One copy: repeated until it is answered for good. A dropped reply is one that nobody reads.
async function send(i, body) {
  for (const end = Date.now() + patience_ms; Date.now() < end; await sleep(10 + random() * 100)) {
    counts.sent++;
    const asked = once("POST", `/api/v1/drawings${query(i)}`, { json: body, headers: { "Edit-Token": token(i) } }).catch(() => null);
    const answer = await (random() < 0.25 ? Promise.race([asked, sleep(random() * 20).then(() => "dropped")]) : asked);
    if (answer === "dropped") counts.dropped++;
    else if (!answer) counts.refused++;
    else if (answer.status === 200 || answer.status === 201) {
      counts.answered++;
      return answer;
    }
    else if (answer.status >= 500) {
      counts.failed++;
      const own = /problem\+json/.test(answer.headers["content-type"]);
      if (own && answer.status !== 503) check("only the web server says 500", false, answer.status, answer.body);
    } else {
      check(`${i} is taken`, false, answer.status, answer.body);
      return null;
    }
  }
  check(`${i} is answered within ${patience_ms / 1000} s`, false);
  return null;
}

function plan() {
  const copies = [];
  for (let i = 0; i < count; i++) {
    const body = twin();
    for (let n = 1 + Math.floor(random() * 4); n > 0; n--) copies.push({ i, body, at: i + random() * 5 });
  }
  copies.sort((a, b) => a.at - b.at);
  copies.forEach((copy, n) => { copy.due = Date.now() + (n / copies.length) * seconds * 1000; });
  return copies;
}

async function client(copies, replies) {
  for (let copy = copies.shift(); copy; copy = copies.shift()) {
    await sleep(Math.max(0, copy.due - Date.now()));
    const answer = await send(copy.i, copy.body);
    if (answer) replies[copy.i].push(answer);
  }
}

// Each life answers a few, so that the run ends.
async function kill_until(over) {
  for (let lived = 0; !over.yes; await sleep(20)) {
    if (counts.answered < lived + 5) continue;
    await sleep(random() * 100);
    lived = counts.answered;
    const pid = Number(readFileSync(`${process.env.MIDWAY_VAR}/service/drawings/supervise/pid`, "utf8"));
    if (!(pid > 1)) continue;     // between two lives
    try {
      process.kill(pid, "SIGKILL");
      counts.killed++;
    } catch { /* it has just ended */ }
  }
}

async function look(i, answers) {
  const ids = new Set(answers.map((a) => parse(a).id)), headers = { "Edit-Token": token(i) };
  if (!check(`${i}: one id`, ids.size === 1, [...ids])) return;
  const [id] = ids, first = parse(answers[0]);
  check(`${i}: made at most once`, answers.filter((a) => a.status === 201).length <= 1);
  const now = await once("GET", `/api/v1/drawings/${id}`, { headers });
  equal(`${i}: it is there`, now.status, 200, now.body);
  equal(`${i}: the same drawing`, parse(now).drawing_id, first.drawing_id);
  const bytes = await once("GET", `/api/v1/drawings/${id}.chd`, { headers });
  equal(`${i}: its bytes are whole`, createHash("sha256").update(bytes.bytes).digest("hex"), first.drawing_id);
  equal(`${i}: its picture can be made`, (await once("GET", parse(now).images.png["64"], { headers })).status, 200);
  const me = await once("GET", `/api/v1/drawings/me?drawing=${id}`, { headers });
  equal(`${i}: it is its sender's`, parse(me).may_edit, true);
}

await suite(async () => {
  const replies = Array.from({ length: count }, () => []), over = { yes: false }, killer = kill_until(over);
  const copies = plan(), total = copies.length;
  await Promise.all(Array.from({ length: clients }, () => client(copies, replies)));
  over.yes = true;
  await killer;
  for (let n = 0; n < 100; n++) {
    const ready = await once("GET", "/api/v1/drawings?limit=1").catch(() => null);
    if (ready?.status === 200) break;
    await sleep(100);
  }
  const stored = new Map(sql("SELECT title, COUNT(*) FROM drawing WHERE title LIKE 'chaos-%' GROUP BY title"));
  for (let i = 0; i < count; i++) {
    equal(`${i} is stored once`, stored.get(`chaos-${i}`), "1");
    if (replies[i].length) await look(i, replies[i]);
  }
  const lost = sql(`SELECT COUNT(*) FROM drawing d LEFT JOIN \`blob\` b ON b.sha256 = d.drawing_hash
    LEFT JOIN drawing_version v ON v.drawing_id = d.id WHERE b.sha256 IS NULL OR v.drawing_id IS NULL`);
  equal("nothing is half there", lost[0][0], "0");
  check("the program was killed", counts.killed >= 3, counts.killed);
  console.log(`seed ${seed}: ${count} drawings, ${total} copies; ${Object.entries(counts).map(([what, n]) => `${what} ${n}`).join(", ")}`);
});
