// A site with nothing but the editor of drawings, for tests of it alone: its page, its files, and the API of drawings in memory, with
// the headers that the real one sends. startSite() -> { url, stop }.
import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { decode } from "../../../www/js/drawings-chd1.js";

const root = new URL("../../../", import.meta.url);
const TYPES = { ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".wasm": "application/wasm", ".png": "image/png" };
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
const LIMITS = { title: 80, author: 40 };
const read = (path) => readFileSync(new URL(path, root));

/* ---- pages: as much of Mustache as they use ---- */

const escape = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const lookUp = (name, stack) => name.split(".").reduce((v, part, i) => (i ? v?.[part] : stack.findLast((f) => part in f)?.[part]), stack);

function render(text, stack) {
  const section = /\{\{([#^])([\w.]+)\}\}\n?((?:(?!\{\{[#^]\2\}\})[^])*?)\{\{\/\2\}\}\n?/;
  for (let found; (found = section.exec(text));) {
    const [all, sign, name, body] = found, value = lookUp(name, stack);
    const list = Array.isArray(value) ? value : value ? [value] : [];
    const made = sign === "^" ? (list.length ? "" : render(body, stack))
      : list.map((v) => render(body, [...stack, typeof v === "object" ? v : {}])).join("");
    text = text.slice(0, found.index) + made.replaceAll("{{", "\u0001") + text.slice(found.index + all.length);
  }
  return text.replace(/\{\{\{([\w.]+)\}\}\}/g, (_, name) => lookUp(name, stack) ?? "")
    .replace(/\{\{([\w.]+)\}\}/g, (_, name) => escape(lookUp(name, stack) ?? "")).replaceAll("\u0001", "{{");
}

const template = (name) => read(`templates/${name}.html`).toString().replace(/\{\{![^]*?\}\}\n/g, "");

function page(view, content) {
  const site = { name: "Midway", url: "", colour: "#b3401f", logo: false, stylesheet: false };
  const nav = [{ href: "/drawings", label: "Drawings", current: true }];
  const frame = { assets: "/www/test", site, nav, user: false, modules: {}, flash: false };
  return render(template("layout"), [{ ...frame, ...view, content_html: content }]);
}

function editorPage(kind, drawing) {
  const view = JSON.parse(read("tests/drawings/views/new.json")), title = drawing?.title || "Untitled";
  const heading = `${kind === "edit" ? "Edit" : "Remix of"} ${title}`;
  if (drawing) Object.assign(view, { kind, drawing_id: drawing.id, cancel_href: drawing.url, heading });
  return page({ ...view, title: view.heading }, render(template("drawings/new"), [view]));
}

/* ---- the API ---- */

class Problem extends Error {
  constructor(status, title, errors = [], headers = {}) {
    super(title);
    Object.assign(this, { status, errors, headers });
  }
}

class Shelf {
  drawings = new Map();
  csrf = randomBytes(8).toString("hex");

  #find(id) {
    const d = this.drawings.get(id);
    if (!d) throw new Problem(404, "There is no such drawing");
    return d;
  }

  #fields(query) {
    const errors = [];
    for (const [name, max] of Object.entries(LIMITS))
      if ((query.get(name) ?? "").length > max) errors.push({ pointer: `/${name}`, code: "length", detail: `At most ${max} characters.` });
    if (query.get("title") === "forbidden") errors.push({ pointer: "/title", code: "word", detail: "This title cannot be used." });
    if (errors.length) throw new Problem(422, "Some fields are wrong", errors);
    const tags = (query.get("tags") ?? "").split(",").map((tag) => tag.trim()).filter(Boolean);
    return { title: query.get("title") || "", author: query.get("author") || "", tags, visibility: query.get("visibility") || "public" };
  }

  // As strict as the server: other bytes than the canonical ones are refused.
  #read(bytes) {
    try {
      decode(bytes);
    } catch (fault) {
      throw new Problem(422, "The drawing is wrong", [{ pointer: fault.pointer, code: "drawing", detail: fault.message }]);
    }
    return { bytes, drawing_id: createHash("sha256").update(bytes).digest("hex") };
  }

  create({ query, body, token }, parent = null) {
    if (token !== undefined && !/^[\w-]{43}$/.test(token)) throw new Problem(422, "The token is wrong");
    const read = this.#read(body), fields = this.#fields(query);
    const same = [...this.drawings.values()].find((d) => d.drawing_id === read.drawing_id && d.token === token);
    if (same) return { status: 200, drawing: same };
    const id = `01${randomBytes(12).toString("hex")}`;
    const drawing = { id, ...read, ...fields, token, version: 1, url: `/drawings/${id}`, parent: parent && { id: parent } };
    this.drawings.set(id, drawing);
    return { status: 201, drawing };
  }

  replace(id, { query, body, match }) {
    const drawing = this.#find(id);
    if (!match) throw new Problem(428, "If-Match is missing");
    if (match !== `"${drawing.version}.json"`) throw new Problem(412, "The drawing was changed meanwhile");
    Object.assign(drawing, this.#read(body), this.#fields(query), { version: drawing.version + 1 });
    return { status: 200, drawing };
  }

  answer({ method, path, query, body, headers }) {
    const [, id, chd, more] = /^\/api\/v1\/drawings(?:\/(\w+?)(\.chd)?(?:\/(\w+))?)?$/.exec(path) ?? [];
    if (id === "me") return { json: { csrf: this.csrf, guest: true, drawings: this.drawings.size, may_edit: true } };
    if (method === "GET" && chd) return { bytes: this.#find(id).bytes };
    if (method === "GET") return this.#json({ status: 200, drawing: this.#find(id) });
    if (headers["content-type"] !== "application/vnd.midway.chd1") throw new Problem(415, "Not a drawing");
    if (headers["x-csrf-token"] !== this.csrf) throw new Problem(403, "The CSRF token is wrong");
    const asked = { query, body, token: headers["edit-token"], match: headers["if-match"] };
    if (method === "PUT") return this.#json(this.replace(id, asked));
    return this.#json(this.create(asked, more === "remix" ? this.#find(id).id : null));
  }

  #json({ status, drawing: { bytes: _bytes, token: _token, ...json } }) {
    return { status, json, headers: { etag: `"${json.version}.json"` } };
  }
}

/* ---- the server ---- */

function file(path, ret) {
  const name = path.replace(/^\/www\/\w+/, "www");
  ret.setHeader("content-type", TYPES[extname(name)] ?? "application/octet-stream");
  ret.setHeader("cache-control", "public, max-age=31536000, immutable");
  if (name === "www/js/drawings-offline.js") ret.setHeader("service-worker-allowed", "/drawings/new");
  ret.end(read(name));
}

function show(shelf, path, query, ret) {
  const [, id, edit] = /^\/drawings\/(\w+)(\/edit)?$/.exec(path) ?? [];
  ret.setHeader("content-type", "text/html; charset=utf-8");
  ret.setHeader("content-security-policy", POLICY);
  if (id === "new") return ret.end(editorPage(query.has("remix") ? "remix" : "new", shelf.drawings.get(query.get("remix"))));
  if (edit) return ret.end(editorPage("edit", shelf.drawings.get(id)));
  return ret.end(page({ title: "Drawing" }, `<h1>${id ? `Drawing ${id}` : "Gallery"}</h1>`));
}

function api(shelf, asked, ret) {
  try {
    const { status = 200, json, bytes, headers = {} } = shelf.answer(asked);
    const type = bytes ? "application/vnd.midway.chd1" : "application/json";
    ret.writeHead(status, { "content-type": type, "cache-control": "no-store", ...headers });
    ret.end(bytes ?? JSON.stringify(json));
  } catch (fault) {
    if (!(fault instanceof Problem)) throw fault;
    ret.writeHead(fault.status, { "content-type": "application/problem+json", ...fault.headers });
    ret.end(JSON.stringify({ title: fault.message, status: fault.status, errors: fault.errors }));
  }
}

export async function startSite(port = 0) {
  const shelf = new Shelf();
  const server = createServer(async (request, ret) => {
    const { pathname: path, searchParams: query } = new URL(request.url, "http://site"), chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, headers } = request, body = new Uint8Array(Buffer.concat(chunks));
    try {
      if (path.startsWith("/www/")) file(path, ret);
      else if (path.startsWith("/api/")) api(shelf, { method, path, query, body, headers }, ret);
      else show(shelf, path, query, ret);
    } catch (fault) {
      ret.writeHead(fault.code === "ENOENT" ? 404 : 500).end(String(fault));
    }
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}
