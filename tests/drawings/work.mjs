// What the editor knows of a drawing's work (www/js/drawings-editor-work.js) against what the program counts before it stores one:
// usage: node work.mjs JS raster.wasm RASTER-HASH FOLDER LINES
// JS is a copy of the folder www/js that node takes for modules; FOLDER is for drawings that are made here; LINES is what raster-hash
// printed. All numbers must be the same, and so must be what is refused.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

const [, , folder, wasmPath, hasher, made, linesPath] = process.argv;
const load = (name) => import(resolve(folder, name));
const { decode, encode } = await load("drawings-chd1.js"), { actionsOf, Model } = await load("drawings-editor-model.js");
const { loadLiveRaster } = await load("drawings-raster.js"), { Work } = await load("drawings-editor-work.js");

let passed = 0, failed = 0, seed = 5;
const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;

function check(what, is, ...more) {
    if (is) passed++;
    else console.log(`FAILED ${what}`, ...more);
    failed += !is;
}

// Lines of a wide pen that turns and is pressed anew from point to point: more edges than the memory of a short stroke takes at once.
function heavy(kind) {
    const strokes = Array.from({ length: 1 + Math.floor(6 * random()) }, (_, i) => {
        const n = 3 + Math.floor((kind % 3 === 0 ? 120 : 900) * random()), at = () => Math.floor(4096 * random());
        const around = [at(), at()], far = 200 + 3000 * random() ** 2;
        const place = (c) => Math.min(5000, Math.round(c + far * (random() - 0.5)));
        const op = i % 4 === 3 ? ["erase", "fill", "clear"][kind % 3] : "draw", curve = random() < 0.6, layer = i % 3;
        if (op === "clear") return { op, layer, x: [], y: [] };
        const [x, y] = around.map((c) => Array.from({ length: n }, () => place(c))), s = { op, layer, curve, x, y };
        if (op !== "erase") s.colour = 0;
        if (op === "fill") return s;
        return { ...s, width: 1 + Math.floor(1500 * random() ** 2), p: random() < 0.7 ? s.x.map(() => Math.floor(256 * random())) : null };
    });
    // Layers that are emptied at the end are in the number, but not refused.
    strokes.push({ op: "draw", layer: 0, colour: 0, width: 9, curve: false, x: [9], y: [9] });
    return { canvas: { w: 4096, h: kind % 2 ? 4096 : 2500 }, background: null, palette: ["#1d1a26"], strokes };
}

globalThis.fetch = async () => new Response(readFileSync(wasmPath), { headers: { "Content-Type": "application/wasm" } });
const raster = await loadLiveRaster();

// As the page does it: the whole drawing at once, then one stroke less and again one more.
function countedHere(bytes) {
    const model = new Model({ ...decode(bytes), paper: null, actions: actionsOf(decode(bytes)) }), told = [];
    const work = new Work(raster, { isDrawing: () => false, told: (part) => told.push(part) });
    raster.begin(model.canvas, null);
    for (const step of ["", "undo", "redo"]) {
        if (step) model[step]();
        work.changed(model.strokes());
        work.settle();
    }
    check("undo and redo end where they began", told[0] === told.at(-1), told);
    return told.at(-1) * raster.workMax;
}

function compare(what, drawings, lines) {
    let refused = 0, near = 0;
    drawings.forEach((bytes, i) => {
        const [work, isRefused] = lines[i].split(" ").map(Number), here = Math.round(countedHere(bytes));
        if (isRefused) check(`${what} ${i} is refused`, here > raster.workMax, here);
        else check(`${what} ${i} is as much work`, here === work, here, work);
        refused += isRefused;
        near += !isRefused && work > 0.3 * raster.workMax;
    });
    return { refused, near };
}

const ask = (...args) => execFileSync(hasher, ["--work", ...args], { maxBuffer: 1 << 28 }).toString().trim().split("\n");
const heavies = Array.from({ length: 40 }, (_, kind) => encode(heavy(kind)));
const files = heavies.map((bytes, i) => resolve(made, `heavy-${String(i).padStart(3, "0")}.chd1`));
files.forEach((file, i) => writeFileSync(file, heavies[i]));
const { refused, near } = compare("heavy drawing", heavies, ask(...files));
check("some are refused, some nearly", refused >= 3 && near >= 3, { refused, near });

const hand = readFileSync(linesPath, "utf8").trim().split("\n").map((line) => Buffer.from(line.split(" ")[0], "hex"));
const some = hand.filter((_, i) => i % 5 === 0), byHand = some.map((_, i) => resolve(made, `hand-${String(i).padStart(3, "0")}.chd1`));
byHand.forEach((file, i) => writeFileSync(file, some[i]));
compare("drawing by hand", some, ask(...byHand));
// While a stroke grows nothing is counted: a finger would feel it.
let calls = 0, told = 0, draws = true;
const slow = { workMax: 10, effort: () => (calls++, { work: 1, points: 1, crowded: false }) };
const wait = () => new Promise((done) => { setTimeout(done, 800); });
new Work(slow, { isDrawing: () => draws, told: () => told++ }).changed([{ op: "draw" }, { op: "draw" }]);
await wait();
check("who draws is not disturbed", calls === 0 && told === 0, { calls, told });
draws = false;
await wait();
check("a moment later it is told, once", calls === 2 && told === 1, { calls, told });
console.log(`check: ${passed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed ? 1 : 0;
