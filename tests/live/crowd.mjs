// Many readers at once, each with a connection of its own and one request. usage: node crowd.mjs URL COUNT
import http from 'node:http';

const [url, count] = [process.argv[2], Number(process.argv[3])];
const statuses = {};
const bodies = new Set();

function read() {
    return new Promise((resolve) => {
        const began = performance.now();
        const request = http.get(url, { agent: false }, (reply) => {
            let body = '';
            reply.on('data', (part) => { body += part; });
            reply.on('end', () => {
                statuses[reply.statusCode] = (statuses[reply.statusCode] ?? 0) + 1;
                bodies.add(body);
                resolve(performance.now() - began);
            });
        });
        request.on('error', (error) => {
            statuses[error.code] = (statuses[error.code] ?? 0) + 1;
            resolve(performance.now() - began);
        });
    });
}

const times = (await Promise.all(Array.from({ length: count }, read))).sort((a, b) => a - b);
const told = Object.entries(statuses).map(([status, n]) => `${n} times ${status}`).join(', ');
console.log(`${told}, ${bodies.size} body, slowest ${Math.round(times.at(-1))} ms`);
