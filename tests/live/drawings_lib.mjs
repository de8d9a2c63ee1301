// drawings_lib.mjs: for the tests of drawings in tests/live: drawings like no other, and a browser that draws them.
import { ask, check } from "./lib.mjs";

export const CHD1 = "application/vnd.midway.chd1";
let number = Date.now() % 1000;   /* sites may be used again */

// A drawing like no other.
export function twin(extra = {}) {
  number++;
  return {
    format: "chd1", canvas: { w: 1024, h: 1024 }, background: 0, palette: ["#fff6e0", "#20304a"],
    strokes: [{ op: "draw", layer: 1, colour: 1, width: 24, x: [100, 300 + number, 700], y: [200, 600, 240 + number], t: [0, 30, 90] }],
    ...extra,
  };
}

// A browser: it keeps its guest cookie and sends the form token.
export class Guest {
  cookie = "";
  csrf = "";

  async ask(method, path, options = {}) {
    const headers = { ...options.headers };
    if (this.cookie) headers.Cookie = `guest=${this.cookie}`;
    if (method !== "GET" && this.csrf) headers["X-CSRF-Token"] = this.csrf;
    if (options.form) options = { ...options, form: { _csrf: this.csrf, ...options.form } };
    const answer = await ask(method, path, { ...options, headers });
    const made = (answer.headers["set-cookie"] ?? []).find((c) => c.startsWith("guest="));
    if (made) {
      this.cookie = /^guest=([^;]*)/.exec(made)[1];
      this.csrf = "";
    }
    if (this.cookie && !this.csrf) {
      const me = await ask("GET", "/api/v1/drawings/me", { headers: { Cookie: `guest=${this.cookie}` } });
      this.csrf = JSON.parse(me.body).csrf;
    }
    return answer;
  }

  async draw(query = "", body = twin()) {
    const answer = await this.ask("POST", `/api/v1/drawings${query}`, { json: body });
    check("a drawing is taken", answer.status === 201, answer.status, answer.body);
    return JSON.parse(answer.body);
  }
}

export const parse = (answer) => JSON.parse(answer.body);
export const tag = (v) => `"${v.version}.json"`;

export async function within(ms, good) {
  for (const end = Date.now() + ms; Date.now() < end; await new Promise((go) => setTimeout(go, 100)))
    if (await good()) return true;
  return false;
}
