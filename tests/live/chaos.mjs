// The writing rule under fire: clients send every key 1 to 5 times, drop replies and repeat until they are answered, while the
// program and the database are killed. Then: one recipe a key, the same bytes for all copies, everything acknowledged is there.
// usage: node chaos.mjs KEYS SECONDS   (MIDWAY_URL, API_KEY, MIDWAY_VAR; MIDWAY_SEED repeats a run's choices)
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';

const [keyCount, seconds] = process.argv.slice(2).map(Number);
const site = new URL(process.env.MIDWAY_URL);
const folder = process.env.MIDWAY_VAR;
const clientCount = 8;
const patienceMs = 150_000;    // a machine with other work restarts programs slowly
const seed = Number(process.env.MIDWAY_SEED ?? Date.now() % 1_000_000);
const counts = {
    sent: 0, dropped: 0, refused: 0, running: 0, failed: 0, 'killed recipes': 0, 'killed recipes-jobs': 0, 'killed mariadb': 0,
};
const faults = [];

// mulberry32
let state = seed;
function random() {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function fault(text) {
    if (faults.length < 20) faults.push(text);
}

// One request. Resolves to the reply, or to null where none came (refused, cut off, or dropped by us after `dropAfterMs`).
function ask(method, path, { headers = {}, body, agent, dropAfterMs } = {}) {
    return new Promise((resolve) => {
        const request = http.request({ host: site.hostname, port: site.port, method, path, agent, headers }, (reply) => {
            const parts = [];
            reply.on('data', (part) => parts.push(part));
            reply.on('error', () => resolve(null));
            reply.on('end', () => {
                resolve(reply.complete ? { status: reply.statusCode, headers: reply.headers, body: Buffer.concat(parts) } : null);
            });
        });
        request.on('error', () => resolve(null));
        request.setTimeout(20_000, () => request.destroy());
        if (dropAfterMs !== undefined) setTimeout(() => request.destroy(), dropAfterMs);
        request.end(body);
    });
}

const authorization = { Authorization: `Bearer ${process.env.API_KEY}` };

function recipe(key) {
    return JSON.stringify({
        title: key, yield: { quantity: 4, unit: 'servings' }, tags: ['chaos'],
        ingredients: [{ text: '200 g flour' }, { text: '2 eggs' }, { text: '1/2 l milk' }], steps: [{ text: `Stir ${key}.` }],
    });
}

// One copy of a key: repeated until it is answered for good.
async function send(key, agent) {
    const until = Date.now() + patienceMs;
    const body = recipe(key);
    const headers = { ...authorization, 'Content-Type': 'application/json', 'Idempotency-Key': `"${key}"` };
    while (Date.now() < until) {
        const dropAfterMs = random() < 0.25 ? random() * 25 : undefined;
        const reply = await ask('POST', '/api/v1/recipes', { headers, body, agent, dropAfterMs });
        counts.sent++;
        if (!reply) {
            counts[dropAfterMs === undefined ? 'refused' : 'dropped']++;
        } else if (reply.status >= 200 && reply.status < 300) {
            return reply;
        } else if (reply.status === 409) {
            counts.running++;
        } else if (reply.status >= 500) {
            counts.failed++;
            // A 500 of the web server means that the program died; one of the program is a bug.
            const own = /problem\+json/.test(reply.headers['content-type']);
            if (own && reply.status === 500) fault(`${key}: ${reply.body}`);
            if (own && reply.status === 503 && !reply.headers['retry-after']) fault(`${key}: 503 without Retry-After`);
        } else {
            fault(`${key}: ${reply.status} ${reply.body}`);
            return null;
        }
        await sleep(10 + random() * 150);
    }
    fault(`${key}: not answered within ${patienceMs / 1000} s`);
    return null;
}

// Copies of a key are near each other, so that they overlap.
function plan() {
    const copies = [];
    for (let i = 0; i < keyCount; i++) {
        for (let n = 1 + Math.floor(random() * 5); n > 0; n--) copies.push({ key: `chaos-${seed}-${i}`, at: i + random() * 10 });
    }
    copies.sort((a, b) => a.at - b.at);
    copies.forEach((copy, i) => { copy.due = Date.now() + (i / copies.length) * seconds * 1000; });
    return copies;
}

async function client(copies, replies) {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    for (let copy = copies.shift(); copy; copy = copies.shift()) {
        await sleep(Math.max(0, copy.due - Date.now()));
        const reply = await send(copy.key, agent);
        if (reply) replies.get(copy.key).push(reply);
    }
    agent.destroy();
}

function kill(service) {
    const pid = Number(readFileSync(`${folder}/service/${service}/supervise/pid`, 'utf8'));
    if (!(pid > 1)) return;    // between two lives
    try {
        process.kill(pid, 'SIGKILL');
        counts[`killed ${service}`]++;
    } catch {
        // it has just ended
    }
}

async function killUntil(over) {
    let databaseRests = Date.now() + 1000;
    while (!over.yes) {
        await sleep(100 + random() * 900);
        const choice = random();
        if (choice < 0.3 && Date.now() > databaseRests) {
            kill('mariadb');
            databaseRests = Date.now() + 2500 + random() * 3000;
        } else {
            kill(choice < 0.85 ? 'recipes' : 'recipes-jobs');
        }
    }
}

async function becomeReady() {
    for (let i = 0; i < 200; i++) {
        const states = [await ask('GET', '/readyz'), await ask('GET', '/api/v1/recipes?limit=1')];
        if (states.every((reply) => reply?.status === 200)) return;
        await sleep(100);
    }
    fault('the site does not become ready again');
}

function sql(statement) {
    const socket = /^socket = (.*)$/m.exec(readFileSync(`${folder}/midway.conf`, 'utf8'))[1];
    const options = ['--no-defaults', `--socket=${socket}`, '--user=root', '--batch', '--skip-column-names', 'midway', '-e', statement];
    const said = execFileSync('mariadb', options, { encoding: 'utf8' });
    return said.split('\n').filter(Boolean).map((line) => line.split('\t'));
}

function checkCopies(key, replies) {
    const [first] = replies;
    const replayed = replies.filter((r) => r.headers['idempotent-replayed'] === 'true').length;
    for (const r of replies) {
        if (r.status !== 201) fault(`${key}: ${r.status}`);
        if (!r.body.equals(first.body)) fault(`${key}: copies differ: ${first.body} and ${r.body}`);
        for (const name of ['location', 'etag', 'content-type']) {
            if (r.headers[name] !== first.headers[name]) fault(`${key}: ${name} ${first.headers[name]} and ${r.headers[name]}`);
        }
    }
    if (replies.length - replayed > 1) fault(`${key}: ${replies.length - replayed} replies of ${replies.length} claim to be the first`);
}

async function checkIsThere(key, replies) {
    const { id } = JSON.parse(replies[0].body);
    const reply = await ask('GET', `/api/v1/recipes/${id}`);
    if (reply?.status !== 200 || JSON.parse(reply.body).title !== key) fault(`${key}: acknowledged as ${id}, but: ${reply?.status}`);
}

// The search index and the audit log follow by themselves.
async function becomes(what, expected, look) {
    let seen;
    for (let i = 0; i < 150; i++) {
        seen = await look();
        if (seen === expected) return;
        await sleep(100);
    }
    fault(`${what}: ${seen}, not ${expected}`);
}

async function check(replies) {
    const stored = new Map(sql(`SELECT title, COUNT(*) FROM recipe WHERE title LIKE 'chaos-${seed}-%' GROUP BY title`));
    for (const [key, list] of replies) {
        if (stored.get(key) !== '1') fault(`${key}: ${stored.get(key) ?? 0} recipes`);
        if (list.length === 0) continue;
        checkCopies(key, list);
        await checkIsThere(key, list);
    }
    await becomes('recipes in the search index', keyCount, async () => {
        const reply = await ask('GET', '/api/v1/recipes?limit=1&tag=chaos');
        return JSON.parse(reply?.body ?? '{}').total;
    });
    await becomes('lines in the audit log', keyCount, () => {
        const [[lines]] = sql("SELECT COUNT(*) FROM audit_log WHERE action = 'POST /api/v1/recipes'");
        return Number(lines);
    });
}

const copies = plan();
const replies = new Map(copies.map((copy) => [copy.key, []]));
const total = copies.length;
const over = { yes: false };
const killer = killUntil(over);
await Promise.all(Array.from({ length: clientCount }, () => client(copies, replies)));
over.yes = true;
await killer;
await becomeReady();
await check(replies);
console.log(`seed ${seed}: ${keyCount} keys, ${total} copies; ${Object.entries(counts).map(([what, n]) => `${what} ${n}`).join(', ')}`);
for (const text of faults) console.log(text);
process.exit(faults.length ? 1 : 0);
