// The same drawing by resvg. usage: node resvg.mjs FILE.svg pixels|png SECONDS
// Prints pictures in a second of processor time, the median and 99 % of their times in ms, and failures.
import { readFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';

const [, , file, what, seconds] = process.argv;
const svg = readFileSync(file, 'utf8');
const options = { font: { loadSystemFonts: false } };
const paint = what === 'png'
    ? () => new Resvg(svg, options).render().asPng()
    : () => new Resvg(svg, options).render().pixels;

for (let i = 0; i < 20; i++) paint();
const times = [];
const cpu = process.cpuUsage();
const end = performance.now() + 1000 * Number(seconds);
for (let began = performance.now(); began < end; began = performance.now()) {
    paint();
    times.push(performance.now() - began);
}
const { user, system } = process.cpuUsage(cpu);
times.sort((a, b) => a - b);
console.log((times.length / (user + system) * 1e6).toFixed(1), times[times.length >> 1].toFixed(3),
    times[Math.floor(times.length * 0.99)].toFixed(3), 0);
