// The rasteriser as WebAssembly against the program's: usage: node wasm.mjs raster.wasm LINES [VERSION]
// LINES is what raster-hash printed. Every drawing is decoded and painted here; all hashes must be the same. A part of them is drawn
// again point by point, as under a pen, and as a replay. With a version of the rasteriser all of them, but not as under a pen, which
// is always the newest.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const [, , wasmPath, linesPath, version] = process.argv;
const { instance } = await WebAssembly.instantiate(readFileSync(wasmPath), {});
const wasm = instance.exports;
const sides = [1024, 512, 256, 128, 64];

const bytesAt = (address, n) => new Uint8Array(wasm.memory.buffer, address, n);

function pictureHash(side) {
    const n = wasm.width(side) * wasm.height(side) * 4;
    const address = wasm.picture(side);
    if (!address) throw new Error(`no picture of side ${side}`);
    return createHash("sha256").update(bytesAt(address, n)).digest("hex");
}

function load(bytes) {
    const address = wasm.room(bytes.length);
    bytesAt(address, bytes.length).set(bytes);
    const fault = wasm.load(address, bytes.length, version ?? 0);
    if (fault) throw new Error(`rule ${fault - 1} of a drawing is broken`);
    if (!wasm.paint()) throw new Error("too many edges, or no memory");
}

// A reader of CHD1 of its own: what docs/chd1.md says, without checks.
function parse(bytes) {
    let at = 5;
    const varint = () => {
        let value = 0, scale = 1, byte;
        do {
            byte = bytes[at++];
            value += (byte & 127) * scale;
            scale *= 128;
        } while (byte & 128);
        return value;
    };
    const signed = () => {
        const v = varint();
        return v % 2 ? -(v + 1) / 2 : v / 2;
    };
    const plane = (n) => {
        let last = 0;
        return Array.from({ length: n }, () => (last += signed()));
    };
    const background = bytes[at++] & 1 ? 0 : -1;
    const d = { background, w: varint(), h: varint(), palette: [], strokes: [] };
    for (let left = bytes[at++]; left > 0; left--) d.palette.push([...bytes.slice(at, (at += 4))]);
    for (let left = varint(); left > 0; left--) {
        const head = bytes[at++];
        const s = { op: head & 3, curve: !!(head & 16), layer: head >> 5, colour: 0, width: 0, x: [], y: [] };
        if (s.op === 0 || s.op === 2) s.colour = bytes[at++];
        if (s.op < 2) s.width = varint();
        const n = s.op === 3 ? 0 : varint();
        s.x = plane(n);
        s.y = plane(n);
        s.pressure = head & 4 ? plane(n) : Array(n).fill(255);
        if (head & 8) for (let i = s.op === 3 ? 1 : n; i > 0; i--) varint();
        d.strokes.push(s);
    }
    return d;
}

function drawLive(bytes) {
    const d = parse(bytes);
    if (!wasm.new_drawing(d.w, d.h, d.background)) throw new Error("no drawing can be made");
    d.palette.forEach((c, i) => wasm.colour(i, ...c));
    for (const s of d.strokes) {
        if (!wasm.stroke(s.op, s.layer, s.colour, s.width, s.curve)) throw new Error("a stroke is refused");
        s.x.forEach((x, i) => {
            wasm.point(x, s.y[i], s.pressure[i]);
            if (i % 7 === 3 && !wasm.live()) throw new Error("a live stroke is refused");
        });
        if (!wasm.live()) throw new Error("a live stroke is refused");
    }
}

// As a replay: every stroke in a few steps, the last one with all of its points.
function drawAgain(bytes) {
    load(bytes);
    if (!wasm.replay()) throw new Error("no replay");
    for (let i = 0; i < wasm.stroke_count(); i++) {
        const n = wasm.stroke_points(i);
        for (let k = 1; k < n && !wasm.stroke_is_sudden(i); k += 5) if (!wasm.grow(i, k)) throw new Error("a stroke does not grow");
        if (!wasm.grow(i, n)) throw new Error("a stroke does not grow");
    }
}

let passed = 0, failed = 0;

function equal(what, got, expected) {
    if (got === expected) {
        passed++;
    } else {
        failed++;
        console.log(`FAILED ${what}: got ${got}, expected ${expected}`);
    }
}

readFileSync(linesPath, "utf8").trim().split("\n").forEach((line, index) => {
    const [hex, ...hashes] = line.split(" ");
    const bytes = Buffer.from(hex, "hex");
    load(bytes);
    sides.forEach((side, i) => equal(`drawing ${index}, side ${side}`, pictureHash(side), hashes[i]));
    if (!version && index % 10 < 6) return;
    if (!version) {
        drawLive(bytes);
        equal(`drawing ${index}, drawn live`, pictureHash(1024), hashes[0]);
    }
    drawAgain(bytes);
    equal(`drawing ${index}, drawn again`, pictureHash(1024), hashes[0]);
});
for (const none of [-1, 1000]) equal(`there is no version ${none}`, wasm.load(wasm.room(9), 9, none), -2);
console.log(`check: ${passed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed ? 1 : 0;
