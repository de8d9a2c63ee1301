// The replay of the pages (www/js/drawings-replay.js): usage: node replay.mjs JS raster.wasm LINES [VERSION]
// JS is a copy of the folder www/js that node takes for modules; LINES is what raster-hash printed. At the end of a replay, however
// it got there, the canvas shows the picture; in between it shows the same on every way to that moment. With a version of the rasteriser
// every drawing of LINES is replayed, else some.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";

const [, , folder, wasmPath, linesPath, version] = process.argv;
globalThis.ImageData = class {
    constructor(data, width, height) { Object.assign(this, { data, width, height }); }
};
const { NewerDrawing, Replay, schedule } = await import(resolve(folder, "drawings-replay.js"));
let passed = 0, failed = 0;

function equal(what, got, expected) {
    if (isDeepStrictEqual(got, expected)) {
        passed++;
    } else {
        failed++;
        console.log(`FAILED ${what}: got ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}`);
    }
}

/* ---- when what is painted ---- */

const pen = (x, times = null) => ({ count: x.length, isSudden: false, x, y: x.map(() => 0), times });
const fill = (times) => ({ count: 3, isSudden: true, x: [0, 1, 1], y: [0, 0, 1], times });
const clear = (times) => ({ count: 0, isSudden: true, x: null, y: null, times });

equal("stored times are kept, from the first one on", schedule([pen([0, 1], [500, 520]), pen([5, 6], [1900, 1910])], 100),
    { at: [0, 20, 1400, 1410], stroke: [0, 0, 1, 1], points: [1, 2, 1, 2] });
equal("long pauses are cut where that is asked for", schedule([pen([0, 1], [0, 20]), pen([5], [9000])], 100, 300).at, [0, 20, 320]);
equal("an outline and a clearing come at once", schedule([pen([0], [0]), fill([10, 20, 30]), clear([45])], 100),
    { at: [0, 30, 45], stroke: [0, 1, 2], points: [1, 3, 0] });
equal("without times a pen is as fast everywhere", schedule([pen([0, 50, 100])], 100).at, [0, 450, 900]);
equal("and rests between strokes", schedule([pen([0]), pen([0])], 100).at, [0, 180]);
equal("strokes without times move those behind them", schedule([pen([0], [100]), pen([0, 100]), pen([0, 1], [150, 160])], 100).at,
    [0, 180, 1080, 1130, 1140]);

/* ---- what is on the canvas ---- */

class Canvas {
    #pixels = null;
    set width(w) { this.w = w; }
    get width() { return this.w; }
    set height(h) { this.h = h; this.#pixels = new Uint8Array(this.w * h * 4); }
    get height() { return this.h; }
    getContext() { return this; }
    putImageData(image, x, y) {
        for (let row = 0; row < image.height; row++)
            this.#pixels.set(image.data.subarray(row * image.width * 4, (row + 1) * image.width * 4), ((y + row) * this.w + x) * 4);
    }
    hash() { return createHash("sha256").update(this.#pixels).digest("hex"); }
}

const wasm = await WebAssembly.compile(readFileSync(wasmPath));
const make = async () => new Replay((await WebAssembly.instantiate(wasm, {})).exports, new Canvas());
const replay = await make(), other = await make();

readFileSync(linesPath, "utf8").trim().split("\n").forEach((line, index) => {
    if (!version && index % 7) return;
    const [hex, whole] = line.split(" "), drawing = { bytes: Buffer.from(hex, "hex"), version: Number(version ?? 0) };
    replay.load(drawing);
    other.load(drawing);
    const empty = replay.canvas.hash(), middle = replay.duration * 0.6;
    for (let ms = 0; ms < middle; ms += replay.duration / 40) replay.seek(ms);
    replay.seek(middle);
    other.seek(replay.duration);
    equal(`drawing ${index}, at once`, other.canvas.hash(), whole);
    other.seek(middle);
    equal(`drawing ${index}, there and back`, other.canvas.hash(), replay.canvas.hash());
    replay.seek(replay.duration);
    equal(`drawing ${index}, to the end`, replay.canvas.hash(), whole);
    replay.seek(-1);
    equal(`drawing ${index}, before the beginning`, replay.canvas.hash(), empty);
});
try {
    replay.load({ bytes: Buffer.alloc(9), version: 1000 });
    equal("a version that there is not is refused", null, NewerDrawing);
} catch (fault) {
    equal("and is told from a drawing that there is not", fault instanceof NewerDrawing, true);
}
console.log(`check: ${passed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed ? 1 : 0;
