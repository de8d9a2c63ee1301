// A stored picture keeps the version of the rasteriser that painted it first, and so does its replay in a page. Beside a site whose
// database can be asked (MIDWAY_VAR).
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test, assert, skip, url } from "./lib.mjs";
import { decode } from "../../www/js/drawings-chd1.js";
import { make } from "./fake/editor.mjs";

const here = process.env.MIDWAY_VAR;
const mouse = decode(readFileSync(new URL("../drawings/golden/mouse.chd1", import.meta.url)));
const REST_MS = 60000;

// Its pixels differ from version to version. Behind them is a rest: two strokes that change nothing, a minute apart.
function restful(layer) {
  const rest = [0, REST_MS].map((t) => ({ op: "clear", layer, x: [], y: [], t: [t] }));
  return { ...mouse, strokes: [...mouse.strokes, ...rest] };
}

function paintBy(version, { picture_id }) {
  const socket = /^socket = (.*)$/m.exec(readFileSync(`${here}/midway.conf`, "utf8"))[1];
  execFileSync("mariadb", ["--no-defaults", `--socket=${socket}`, "--user=root", "midway", "-e",
    `UPDATE drawing_picture SET renderer = ${version} WHERE picture_hash = UNHEX('${picture_id}')`]);
}

// The replay as it stands in the page, and the picture: pixels that differ, and the picture's hash.
function compare(page, href) {
  return page.evaluate(async (src) => {
    const image = new Image(), replay = document.querySelector("[data-paper] canvas"), still = document.createElement("canvas");
    image.src = src;
    await image.decode();
    Object.assign(still, { width: image.width, height: image.height }).getContext("2d").drawImage(image, 0, 0);
    const [a, b] = [replay, still].map((canvas) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data);
    const hash = [...new Uint8Array(await crypto.subtle.digest("SHA-256", b))].join();
    const sizes = [replay, still].map(({ width, height }) => `${width} x ${height}`);
    return { sizes, differing: a.filter((value, i) => value !== b[i]).length, hash };
  }, href);
}

test("drawings: a replay ends with its picture's pixels, whatever version painted it", async (page) => {
  if (!here) skip("no database to ask");
  const hashes = [];
  for (const version of [1, 2, 3]) {
    const drawing = await make(page, restful(version), `By version ${version}`);
    paintBy(version, drawing);
    await page.goto(url + drawing.url);
    await page.waitForSelector("[data-player].is-ready");
    await page.fill("[data-scrub]", "990");
    const { sizes, differing, hash } = await compare(page, drawing.images.png[1024]);
    assert.deepEqual(sizes, ["1024 x 784", "1024 x 784"]);
    assert.equal(differing, 0, `${differing} bytes differ from the picture by version ${version}`);
    hashes.push(hash);
  }
  assert.equal(new Set(hashes).size, 3, "each version has pixels of its own");
  // A version that nobody has: the picture is there already, and stands still.
  const newer = await make(page, restful(4), "By a version to come");
  const status = (await page.request.get(url + newer.images.webp[512])).status();
  paintBy(1000, newer);
  try {
    await page.goto(url + newer.url);
    await page.waitForSelector("[data-player][hidden]", { state: "attached" });
    assert.deepEqual([status, await page.isVisible("[data-paper] img")], [200, true]);
  } finally {
    paintBy(3, newer);                  // the gallery of the tests that follow shows it, too
  }
}, { seconds: 60, tolerate: /50\d/ });
