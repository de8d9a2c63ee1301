// Readers for some seconds, each on a connection that it keeps. Tells how often each status came and how long it took.
// usage: node load.mjs URL READERS SECONDS    prints JSON: {"200": 900, "503": 2, "p50": 1.2, "p99": 8.1, "slowest": 20, "no_retry": 0}
// A request without a whole reply counts as its error's name; no_retry: 503 without Retry-After.
import http from 'node:http';

const [url, readers, seconds] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const told = {};
const times = [];
let noRetry = 0;

function read(agent) {
    return new Promise((resolve) => {
        const began = performance.now();
        const end = (what) => {
            told[what] = (told[what] ?? 0) + 1;
            times.push(performance.now() - began);
            resolve(what);
        };
        const request = http.get(url, { agent }, (reply) => {
            if (reply.statusCode === 503 && !reply.headers['retry-after']) noRetry++;
            reply.on('error', () => {});
            reply.on('close', () => end(reply.complete ? reply.statusCode : 'cut'));
            reply.resume();
        });
        request.on('error', (error) => {
            if (!request.res) end(error.code);
        });
        request.setTimeout(15_000, () => request.destroy(Object.assign(new Error(), { code: 'silent' })));
    });
}

const until = Date.now() + seconds * 1000;
await Promise.all(Array.from({ length: readers }, async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    while (Date.now() < until) await read(agent);
    agent.destroy();
}));
times.sort((a, b) => a - b);
const at = (share) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] * 10) / 10;
console.log(JSON.stringify({ ...told, p50: at(0.5), p99: at(0.99), slowest: at(1), no_retry: noRetry }));
